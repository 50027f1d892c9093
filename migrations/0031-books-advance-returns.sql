-- Which refunds gave an advance back: the entry of the refund and the deposit it returns.
CREATE TABLE advance_returns (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    deposit BIGINT NOT NULL,
    PRIMARY KEY (business, entry)
);

CREATE INDEX advance_returns_by_deposit ON advance_returns (business, deposit);
