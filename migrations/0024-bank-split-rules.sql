-- Rules that split a line into parts; whom and what a line was for, and the pocket the owner names for it.
ALTER TABLE line_parts ADD COLUMN client BIGINT;

ALTER TABLE line_parts ADD COLUMN project BIGINT;

ALTER TABLE line_parts ADD COLUMN offer BIGINT;

ALTER TABLE line_parts ADD COLUMN channel BIGINT;

ALTER TABLE line_parts ADD COLUMN pocket BIGINT;

ALTER TABLE sorting_rules ADD COLUMN client BIGINT;

ALTER TABLE sorting_rules ADD COLUMN project BIGINT;

ALTER TABLE sorting_rules ADD COLUMN offer BIGINT;

ALTER TABLE sorting_rules ADD COLUMN channel BIGINT;

ALTER TABLE sorting_rules ADD COLUMN pocket BIGINT;

CREATE TABLE sorting_rule_parts (
    business BIGINT NOT NULL,
    rule BIGINT NOT NULL,
    position BIGINT NOT NULL,
    category BIGINT NOT NULL,
    permille BIGINT,
    amount BIGINT,
    tax_code TEXT,
    PRIMARY KEY (business, rule, position)
);
