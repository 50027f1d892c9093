-- What one unit of a currency is worth in the books' currency on a day, in ten-billionths of a unit, with who said so:
-- `owner`, `document` or `central-bank`. Rates of one file share the id of its import; 0 where a rate came alone.

CREATE TABLE rates (
    business BIGINT NOT NULL,
    currency TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    rate BIGINT NOT NULL,
    import BIGINT NOT NULL,
    PRIMARY KEY (business, currency, day, source)
);

CREATE INDEX rates_by_import ON rates (business, import);
