-- The books: who is paid and who pays, accounts, entries with their postings, pockets with their moves, and the totals
-- that reports read. Entries, postings and pocket moves are only ever added to.

CREATE TABLE parties (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX parties_by_name ON parties (business, name_key);

CREATE TABLE pockets (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX pockets_by_role ON pockets (business, role);

CREATE TABLE shares (
    business BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    pocket BIGINT NOT NULL,
    permille BIGINT NOT NULL,
    cap_minor BIGINT,
    PRIMARY KEY (business, from_on, pocket),
    FOREIGN KEY (business, pocket) REFERENCES pockets (business, id)
);

CREATE TABLE accounts (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    pocket BIGINT,
    tax_code TEXT NOT NULL,
    tax_line TEXT NOT NULL,
    position BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    PRIMARY KEY (business, id),
    FOREIGN KEY (business, pocket) REFERENCES pockets (business, id)
);

CREATE INDEX accounts_by_role ON accounts (business, role);

CREATE TABLE entries (
    business BIGINT NOT NULL,
    number BIGINT NOT NULL,
    posted_on TEXT NOT NULL,
    reverses BIGINT NOT NULL,
    source_kind TEXT NOT NULL,
    source BIGINT NOT NULL,
    activity BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    text_digest BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (business, number)
);

CREATE INDEX entries_by_day ON entries (business, posted_on, number);

CREATE INDEX entries_by_source ON entries (business, source_kind, source);

CREATE TABLE reversals (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    reversed_by BIGINT NOT NULL,
    PRIMARY KEY (business, entry)
);

CREATE TABLE entry_texts (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    text TEXT NOT NULL,
    note TEXT NOT NULL,
    party BIGINT,
    PRIMARY KEY (business, entry)
);

CREATE TABLE postings (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account BIGINT NOT NULL,
    posted_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    book_amount BIGINT NOT NULL,
    basis BIGINT NOT NULL,
    client BIGINT,
    project BIGINT,
    offer BIGINT,
    channel BIGINT,
    PRIMARY KEY (business, entry, line)
);

CREATE INDEX postings_by_account ON postings (business, account, posted_on, entry, line, amount, basis);

CREATE TABLE pocket_moves (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    line BIGINT NOT NULL,
    pocket BIGINT NOT NULL,
    currency TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    permille BIGINT,
    PRIMARY KEY (business, entry, line)
);

CREATE INDEX pocket_moves_by_pocket ON pocket_moves (business, pocket, currency, posted_on, entry, line, amount);

CREATE TABLE balances (
    business BIGINT NOT NULL,
    account BIGINT NOT NULL,
    month BIGINT NOT NULL,
    basis BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    book_amount BIGINT NOT NULL,
    postings BIGINT NOT NULL,
    PRIMARY KEY (business, account, month, basis)
);

CREATE TABLE pocket_balances (
    business BIGINT NOT NULL,
    pocket BIGINT NOT NULL,
    currency TEXT NOT NULL,
    month BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    PRIMARY KEY (business, pocket, currency, month)
);
