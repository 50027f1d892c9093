-- Lines of accounts in another currency than the books: the currency (empty for the books' own), what the line is worth in
-- the books' currency, and the day and source of the rate. Fees, parts and taxes of a line are in the books' currency.
-- Where the two sides of a transfer are not worth the same, the difference has an entry.

ALTER TABLE bank_lines ADD COLUMN currency TEXT NOT NULL DEFAULT '';

ALTER TABLE bank_lines ADD COLUMN book BIGINT NOT NULL DEFAULT 0;

ALTER TABLE bank_lines ADD COLUMN rate_on TEXT;

ALTER TABLE bank_lines ADD COLUMN rate_source TEXT NOT NULL DEFAULT '';

UPDATE bank_lines SET book = amount;

CREATE TABLE exchanges (
    business BIGINT NOT NULL,
    out_line BIGINT NOT NULL,
    into_line BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, out_line)
);
