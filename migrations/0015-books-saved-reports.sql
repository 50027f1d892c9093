-- Reports that the owner gave a name: which report, and what its address asks for. A period that moves with today is kept
-- by its word, so that the report moves on.

CREATE TABLE saved_reports (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    report TEXT NOT NULL,
    parameters TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX saved_reports_by_name ON saved_reports (business, name_key);
