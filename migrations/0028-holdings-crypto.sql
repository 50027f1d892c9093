-- Crypto-assets: the wallets they are in, what happened to them, their prices, and how the cost of what leaves is found.
-- Quantities are exact decimal numbers as text (eighteen decimals do not fit 64 bits); amounts are minor units of the books'
-- currency but for `account_amount`, which is in the account's. `cost` is what that which left had cost, as booked by
-- `entry`. Nothing is deleted: an event that was taken back is marked.

CREATE TABLE wallets (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX wallets_by_name ON wallets (business, name);

CREATE TABLE crypto_events (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    wallet BIGINT NOT NULL,
    asset TEXT NOT NULL,
    quantity TEXT NOT NULL,
    into_wallet BIGINT,
    into_asset TEXT,
    into_quantity TEXT NOT NULL,
    fee TEXT NOT NULL,
    worth BIGINT NOT NULL,
    account BIGINT,
    account_amount BIGINT NOT NULL,
    category BIGINT,
    tax_code TEXT NOT NULL,
    tax BIGINT NOT NULL,
    party BIGINT,
    text TEXT NOT NULL,
    since TEXT,
    price BIGINT NOT NULL,
    price_source TEXT NOT NULL,
    account_rate BIGINT NOT NULL,
    account_rate_on TEXT,
    account_rate_source TEXT NOT NULL,
    reference TEXT NOT NULL,
    import BIGINT NOT NULL,
    cost BIGINT,
    entry BIGINT,
    taken_back BIGINT NOT NULL,
    PRIMARY KEY (business, id),
    FOREIGN KEY (business, wallet) REFERENCES wallets (business, id)
);

CREATE INDEX crypto_events_by_day ON crypto_events (business, happened_on, id);

CREATE TABLE crypto_prices (
    business BIGINT NOT NULL,
    asset TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    price BIGINT NOT NULL,
    PRIMARY KEY (business, asset, day, source)
);

CREATE TABLE cost_methods (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    method TEXT NOT NULL,
    PRIMARY KEY (business, id)
);
