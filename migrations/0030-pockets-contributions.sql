-- Planned contributions of the owner (health insurance, pension): how each is planned, and what became of each due day.

CREATE TABLE contribution_plans (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    category BIGINT NOT NULL,
    pocket BIGINT NOT NULL,
    opened_pocket BIGINT NOT NULL,
    drew_on BIGINT,
    every_months BIGINT NOT NULL,
    first_on TEXT NOT NULL,
    amount BIGINT,
    permille BIGINT,
    ceiling BIGINT,
    from_account BIGINT NOT NULL,
    by_itself BIGINT NOT NULL,
    holder TEXT NOT NULL,
    iban TEXT NOT NULL,
    reference TEXT NOT NULL,
    ended_on TEXT,
    PRIMARY KEY (business, id)
);

-- A run keeps the category and pocket it was made for, so that a plan changed later does not change what it meets. Whether
-- it has met its bank line is read from the entries, as with the owner's pay.
CREATE TABLE contribution_runs (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    plan BIGINT NOT NULL,
    category BIGINT NOT NULL,
    pocket BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    said TEXT NOT NULL,
    done_on TEXT NOT NULL,
    requested_on TEXT NOT NULL,
    from_account BIGINT NOT NULL,
    iban TEXT NOT NULL,
    format TEXT NOT NULL,
    message_id TEXT NOT NULL,
    content TEXT NOT NULL,
    withdrawn_on TEXT,
    PRIMARY KEY (business, id),
    FOREIGN KEY (business, plan) REFERENCES contribution_plans (business, id)
);

CREATE INDEX contribution_runs_by_day ON contribution_runs (business, due_on);
