-- The directory turns an outside identifier (a name, a session, a token, a link) into one business before a scoped
-- transaction opens. Its tables carry no row-level security; `store::Directory` is their only reader.

CREATE TABLE businesses (
    id         BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at TEXT   NOT NULL
);

CREATE UNIQUE INDEX businesses_name ON businesses (name);

-- One row per business, locked first in each write: it hands out ids and holds the end of the chain of entries.
CREATE TABLE heads (
    business   BIGINT NOT NULL PRIMARY KEY REFERENCES businesses (id),
    next_id    BIGINT NOT NULL,
    last_entry BIGINT NOT NULL,
    chain      BYTEA  NOT NULL
);

-- A link is good for one use; only the hash of its secret is kept.
CREATE TABLE links (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    business   BIGINT NOT NULL REFERENCES businesses (id),
    kind       TEXT   NOT NULL,
    created_at TEXT   NOT NULL,
    expires_at TEXT   NOT NULL,
    used_at    TEXT
);

CREATE INDEX links_business ON links (business, expires_at);

CREATE TABLE sessions (
    token_hash   BYTEA  NOT NULL PRIMARY KEY,
    business     BIGINT NOT NULL REFERENCES businesses (id),
    actor        TEXT   NOT NULL,
    label        TEXT   NOT NULL,
    created_at   TEXT   NOT NULL,
    last_seen_at TEXT   NOT NULL,
    expires_at   TEXT   NOT NULL
);

CREATE INDEX sessions_business ON sessions (business, last_seen_at);

CREATE TABLE tokens (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    business   BIGINT NOT NULL REFERENCES businesses (id),
    id         BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    scopes     TEXT   NOT NULL,
    created_at TEXT   NOT NULL,
    revoked_at TEXT
);

CREATE UNIQUE INDEX tokens_business ON tokens (business, id);
