-- What part of a sale usually goes for the job's own costs, before the shares; by income account, 0 for all others.

CREATE TABLE job_cost_shares (
    business BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    account BIGINT NOT NULL,
    permille BIGINT NOT NULL,
    PRIMARY KEY (business, account, from_on)
);
