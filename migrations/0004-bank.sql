-- The bank: statements that came in, their lines and how each was decided, what was learned from the owner's decisions,
-- the owner's rules, and what is remembered of each bank's files.

CREATE TABLE statements (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    import BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    format TEXT NOT NULL,
    account BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    through_on TEXT NOT NULL,
    opening BIGINT,
    closing BIGINT,
    difference BIGINT,
    lines BIGINT NOT NULL,
    new_lines BIGINT NOT NULL,
    duplicate_lines BIGINT NOT NULL,
    doubtful_lines BIGINT NOT NULL,
    matched_lines BIGINT NOT NULL,
    to_sort_lines BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    balance_gaps BIGINT NOT NULL,
    imported_on TEXT NOT NULL,
    withdrawn_on TEXT,
    PRIMARY KEY (business, id)
);

CREATE INDEX statements_by_digest ON statements (business, sha256, account);

CREATE TABLE bank_lines (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    account BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    booked_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    text TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    counterparty_account TEXT NOT NULL,
    reference TEXT NOT NULL,
    bank_id TEXT,
    fingerprint TEXT NOT NULL,
    payee TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    rule BIGINT,
    agreed BIGINT NOT NULL,
    considered BIGINT NOT NULL,
    category BIGINT,
    tax_code TEXT NOT NULL,
    tax BIGINT NOT NULL,
    other_account BIGINT,
    pair BIGINT,
    cash_entry BIGINT NOT NULL,
    decision_entry BIGINT,
    first_account BIGINT NOT NULL,
    first_tax_code TEXT NOT NULL,
    first_tax BIGINT NOT NULL,
    first_other BIGINT,
    first_by TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE INDEX bank_lines_by_account ON bank_lines (business, account, booked_on, id);

CREATE INDEX bank_lines_by_day ON bank_lines (business, booked_on, id);

CREATE INDEX bank_lines_by_state ON bank_lines (business, state, booked_on, id);

CREATE INDEX bank_lines_by_payee ON bank_lines (business, payee, booked_on, id);

CREATE INDEX bank_lines_by_statement ON bank_lines (business, statement);

CREATE TABLE line_parts (
    business BIGINT NOT NULL,
    line BIGINT NOT NULL,
    position BIGINT NOT NULL,
    category BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    tax_code TEXT NOT NULL,
    tax BIGINT NOT NULL,
    PRIMARY KEY (business, line, position)
);

CREATE TABLE doubtful_lines (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    account BIGINT NOT NULL,
    similar_line BIGINT NOT NULL,
    booked_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    text TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    counterparty_account TEXT NOT NULL,
    reference TEXT NOT NULL,
    bank_id TEXT,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL,
    line BIGINT,
    PRIMARY KEY (business, id)
);

CREATE INDEX doubtful_lines_by_account ON doubtful_lines (business, account, booked_on);

CREATE INDEX doubtful_lines_by_state ON doubtful_lines (business, state, id);

CREATE TABLE openings (
    business BIGINT NOT NULL,
    account BIGINT NOT NULL,
    opened_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    entry BIGINT,
    statement BIGINT NOT NULL,
    PRIMARY KEY (business, account)
);

CREATE TABLE account_names (
    business BIGINT NOT NULL,
    name TEXT NOT NULL,
    account BIGINT NOT NULL,
    PRIMARY KEY (business, name)
);

CREATE TABLE csv_mappings (
    business BIGINT NOT NULL,
    signature TEXT NOT NULL,
    mapping TEXT NOT NULL,
    PRIMARY KEY (business, signature)
);

CREATE TABLE sorting_rules (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    text_has TEXT NOT NULL,
    counterparty_has TEXT NOT NULL,
    account BIGINT,
    direction TEXT NOT NULL,
    from_minor BIGINT,
    through_minor BIGINT,
    category BIGINT,
    tax_code TEXT,
    other_account BIGINT,
    PRIMARY KEY (business, id)
);

CREATE TABLE payee_memory (
    business BIGINT NOT NULL,
    payee TEXT NOT NULL,
    category BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (business, payee, category)
);

CREATE TABLE word_memory (
    business BIGINT NOT NULL,
    word TEXT NOT NULL,
    category BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (business, word, category)
);
