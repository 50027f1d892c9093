-- What a bank account is called outside: its number, its bank and whose it is.

CREATE TABLE account_details (
    business BIGINT NOT NULL,
    account BIGINT NOT NULL,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (business, account),
    FOREIGN KEY (business, account) REFERENCES accounts (business, id)
);
