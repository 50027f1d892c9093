-- Which purchase a supplier's refund gives back. A refund that was reversed no longer counts; nothing here is deleted.

CREATE TABLE supplier_refunds (
    business BIGINT NOT NULL,
    purchase BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, purchase, entry)
);
