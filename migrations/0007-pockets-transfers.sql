-- Where pockets live, and the payment files that bring their money there.

-- Pocket 0 stands for every pocket without a row of its own: its account is the main one of the currency.
CREATE TABLE pocket_homes (
    business BIGINT NOT NULL,
    currency TEXT NOT NULL,
    pocket BIGINT NOT NULL,
    account BIGINT NOT NULL,
    PRIMARY KEY (business, currency, pocket)
);

CREATE TABLE payment_files (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    message_id TEXT NOT NULL,
    format TEXT NOT NULL,
    currency TEXT NOT NULL,
    requested_on TEXT NOT NULL,
    made_on TEXT NOT NULL,
    content TEXT NOT NULL,
    withdrawn_on TEXT,
    PRIMARY KEY (business, id)
);

CREATE TABLE payment_file_lines (
    business BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line BIGINT NOT NULL,
    from_account BIGINT NOT NULL,
    to_account BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    end_to_end_id TEXT NOT NULL,
    remittance TEXT NOT NULL,
    left_line BIGINT,
    left_on TEXT,
    arrived_line BIGINT,
    arrived_on TEXT,
    PRIMARY KEY (business, file, line),
    FOREIGN KEY (business, file) REFERENCES payment_files (business, id)
);

CREATE INDEX payment_file_lines_by_left ON payment_file_lines (business, left_line);

CREATE INDEX payment_file_lines_by_arrived ON payment_file_lines (business, arrived_line);
