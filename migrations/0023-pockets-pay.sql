-- The owner's pay: how it is planned, and each month's run.

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
