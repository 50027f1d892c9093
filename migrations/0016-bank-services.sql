-- What services take off before money arrives; tax a marketplace pays itself; the bank's entry a line is a part of.
ALTER TABLE bank_lines ADD COLUMN fee BIGINT NOT NULL DEFAULT 0;

ALTER TABLE bank_lines ADD COLUMN marketplace_tax BIGINT NOT NULL DEFAULT 0;

ALTER TABLE bank_lines ADD COLUMN batch TEXT NOT NULL DEFAULT '';

ALTER TABLE doubtful_lines ADD COLUMN fee BIGINT NOT NULL DEFAULT 0;

ALTER TABLE doubtful_lines ADD COLUMN marketplace_tax BIGINT NOT NULL DEFAULT 0;

ALTER TABLE doubtful_lines ADD COLUMN batch TEXT NOT NULL DEFAULT '';

ALTER TABLE doubtful_lines ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- Where a statement's stated balances do not follow from its lines, as accepted when it came in.
CREATE TABLE statement_gaps (
    business BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    difference BIGINT,
    PRIMARY KEY (business, statement, place)
);
