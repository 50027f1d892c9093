-- What every area stands on: the settings of a business, the log of what was done, answers kept for repeated calls,
-- messages waiting to leave, and the words that search reads.

CREATE TABLE settings (
    business BIGINT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    fiscal_month BIGINT NOT NULL,
    fiscal_day BIGINT NOT NULL,
    charges_tax_since TEXT,
    starts_on TEXT NOT NULL,
    PRIMARY KEY (business)
);

CREATE TABLE activity (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    command TEXT NOT NULL,
    input TEXT NOT NULL,
    sentence TEXT NOT NULL,
    undo_command TEXT,
    undo_input TEXT,
    undo_note TEXT,
    PRIMARY KEY (business, id)
);

CREATE TABLE undone (
    business BIGINT NOT NULL,
    activity BIGINT NOT NULL,
    undone_by BIGINT NOT NULL,
    PRIMARY KEY (business, activity)
);

CREATE TABLE answered (
    business BIGINT NOT NULL,
    key TEXT NOT NULL,
    command TEXT NOT NULL,
    input_hash BYTEA NOT NULL,
    activity BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    kept_until TEXT NOT NULL,
    PRIMARY KEY (business, key)
);

CREATE TABLE outbox (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE TABLE words (
    business BIGINT NOT NULL,
    word TEXT NOT NULL,
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    PRIMARY KEY (business, word, kind, id)
);
