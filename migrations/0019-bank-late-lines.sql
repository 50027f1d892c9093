-- The day a late line's cash was posted on: its own month was closed when it came in. None where that is its bank date.
ALTER TABLE bank_lines ADD COLUMN posted_on TEXT;

-- Days on which the owner says that nothing moved on an account, where no statement speaks of them.
CREATE TABLE quiet_days (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    account BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    through_on TEXT NOT NULL,
    said_on TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE INDEX quiet_days_by_account ON quiet_days (business, account, from_on);

-- The days of the balances that a statement states: between them it speaks of every day.
ALTER TABLE statements ADD COLUMN opening_on TEXT;

ALTER TABLE statements ADD COLUMN closing_on TEXT;
