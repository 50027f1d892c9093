-- The owner's pay: how it is planned, and each month's run. And what the owner puts by for health, age and the like.

CREATE TABLE pay_plans (
    business BIGINT NOT NULL,
    day BIGINT NOT NULL,
    from_account BIGINT NOT NULL,
    holder TEXT NOT NULL,
    iban TEXT NOT NULL,
    minimum BIGINT NOT NULL,
    rounding BIGINT NOT NULL,
    PRIMARY KEY (business)
);

-- Whether a run has met its bank line is read from the entries on the owner's accounts, so that it follows every correction.
CREATE TABLE pay_runs (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
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
    PRIMARY KEY (business, id)
);

CREATE INDEX pay_runs_by_day ON pay_runs (business, due_on);

CREATE TABLE contributions (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    account BIGINT NOT NULL,
    payee TEXT NOT NULL,
    amount BIGINT NOT NULL,
    permille BIGINT NOT NULL,
    every TEXT NOT NULL,
    ceiling BIGINT,
    from_on TEXT NOT NULL,
    until_on TEXT,
    PRIMARY KEY (business, id)
);

-- What the owner said of one day on which a contribution was due: that it was skipped, or which entry paid it.
CREATE TABLE contribution_marks (
    business BIGINT NOT NULL,
    contribution BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    entry BIGINT,
    said TEXT NOT NULL,
    PRIMARY KEY (business, contribution, due_on),
    FOREIGN KEY (business, contribution) REFERENCES contributions (business, id)
);
