-- By which rates the amounts of an entry were valued: the currency or crypto-asset, ten-billionths of a unit of the books'
-- currency for one, the day of the rate and who said so.

CREATE TABLE entry_rates (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    code TEXT NOT NULL,
    rate BIGINT NOT NULL,
    rate_on TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (business, entry, code)
);
