-- Keeping: when backups are made and which there are, and work that ended while nobody was watching.

CREATE TABLE backup_plans (
    business BIGINT NOT NULL,
    every TEXT NOT NULL,
    weekday BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    folder TEXT NOT NULL,
    keep_days BIGINT NOT NULL,
    keep_weeks BIGINT NOT NULL,
    keep_months BIGINT NOT NULL,
    PRIMARY KEY (business)
);

CREATE TABLE backups (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    made_at TEXT NOT NULL,
    made_on TEXT NOT NULL,
    file TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    chain TEXT NOT NULL,
    problem TEXT NOT NULL,
    removed_on TEXT,
    PRIMARY KEY (business, id)
);

CREATE TABLE failed_works (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    failed_at TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (business, id)
);
