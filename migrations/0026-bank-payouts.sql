-- Payouts of a service that the owner divided into sales, fee and the tax the marketplace pays itself: how the next one of
-- the same payee is proposed.
CREATE TABLE payouts (
    business BIGINT NOT NULL,
    line BIGINT NOT NULL,
    payee TEXT NOT NULL,
    booked_on TEXT NOT NULL,
    gross BIGINT NOT NULL,
    marketplace_tax BIGINT NOT NULL,
    net BIGINT NOT NULL,
    category BIGINT NOT NULL,
    tax_code TEXT,
    PRIMARY KEY (business, line)
);
