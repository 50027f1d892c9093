-- Proof: files and what they hang on; tags and notes on any record; entries that need no proof, and why; and the inbox,
-- where documents wait to be filed. A record of any area is named by its kind, as search names it, and its id.

CREATE TABLE files (
    business BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    given_sha256 BYTEA NOT NULL,
    added_at TEXT NOT NULL,
    erased_at TEXT,
    erased_because TEXT NOT NULL,
    PRIMARY KEY (business, sha256)
);

CREATE INDEX files_by_given ON files (business, given_sha256);

-- The bytes stand apart, so that lists of files never read them.
CREATE TABLE file_contents (
    business BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (business, sha256)
);

CREATE TABLE attachments (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    name TEXT NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX attachments_by_record ON attachments (business, kind, record, sha256);

CREATE INDEX attachments_by_file ON attachments (business, sha256);

CREATE TABLE tags (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX tags_by_name ON tags (business, name_key);

CREATE TABLE tagged (
    business BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record BIGINT NOT NULL,
    tag BIGINT NOT NULL,
    PRIMARY KEY (business, kind, record, tag)
);

CREATE INDEX tagged_by_tag ON tagged (business, tag, kind, record);

CREATE TABLE notes (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX notes_by_record ON notes (business, kind, record);

CREATE TABLE proof_waivers (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (business, entry)
);

CREATE TABLE proof_rules (
    business BIGINT NOT NULL,
    threshold_minor BIGINT NOT NULL,
    PRIMARY KEY (business)
);

CREATE TABLE proof_exempt (
    business BIGINT NOT NULL,
    account BIGINT NOT NULL,
    PRIMARY KEY (business, account)
);

CREATE TABLE inbox_documents (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    given_sha256 BYTEA NOT NULL,
    name TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    waits TEXT NOT NULL,
    why TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE INDEX inbox_documents_by_given ON inbox_documents (business, given_sha256);

CREATE INDEX inbox_documents_by_state ON inbox_documents (business, state, id);
