-- Books of other programs that came in: the file, its transactions by their digest, and what each account took.

CREATE TABLE arrivals (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    arrived_on TEXT NOT NULL,
    from_on TEXT NOT NULL,
    through_on TEXT NOT NULL,
    transactions BIGINT NOT NULL,
    withdrawn_on TEXT,
    PRIMARY KEY (business, id)
);

CREATE TABLE arrived_transactions (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    arrival BIGINT NOT NULL,
    digest TEXT NOT NULL,
    line BIGINT NOT NULL,
    PRIMARY KEY (business, id),
    UNIQUE (business, digest)
);

CREATE TABLE arrived_accounts (
    business BIGINT NOT NULL,
    arrival BIGINT NOT NULL,
    account BIGINT NOT NULL,
    names TEXT NOT NULL,
    opened BIGINT NOT NULL,
    file_minor BIGINT NOT NULL,
    here_minor BIGINT NOT NULL,
    PRIMARY KEY (business, arrival, account)
);
