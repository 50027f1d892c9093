-- What entries can be asked by: named values of four dimensions (client, project, offer, channel). Like texts they stand
-- beside the entry, outside the chain's hash, so that a forgotten client can be said later. A row here carries what a
-- report by value reads, so that such a report reads this table alone; `verify` holds it against the posting.
-- Until now there were no values, so the columns that postings had for their ids hold nothing.

CREATE TABLE dimension_values (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    dimension TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    closed BIGINT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE UNIQUE INDEX dimension_values_by_name ON dimension_values (business, dimension, name_key);

CREATE TABLE posting_dimensions (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account BIGINT NOT NULL,
    posted_on TEXT NOT NULL,
    basis BIGINT NOT NULL,
    book_amount BIGINT NOT NULL,
    client BIGINT,
    project BIGINT,
    offer BIGINT,
    channel BIGINT,
    PRIMARY KEY (business, entry, line)
);

CREATE INDEX posting_dimensions_by_day ON posting_dimensions
    (business, posted_on, basis, account, client, project, offer, channel, book_amount);

ALTER TABLE postings DROP COLUMN client;

ALTER TABLE postings DROP COLUMN project;

ALTER TABLE postings DROP COLUMN offer;

ALTER TABLE postings DROP COLUMN channel;
