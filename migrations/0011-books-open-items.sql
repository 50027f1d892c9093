-- What is owed and not yet paid, with what was paid of it; and what existed on the day the books begin.

CREATE TABLE open_items (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    side TEXT NOT NULL,
    party BIGINT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    settled BIGINT NOT NULL,
    state TEXT NOT NULL,
    tax_account BIGINT NOT NULL,
    source_kind TEXT NOT NULL,
    source BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, id),
    FOREIGN KEY (business, party) REFERENCES parties (business, id)
);

CREATE UNIQUE INDEX open_items_by_number ON open_items (business, side, party, number_key);

CREATE INDEX open_items_by_state ON open_items (business, state, due_on, id);

CREATE INDEX open_items_by_source ON open_items (business, source_kind, source);

CREATE TABLE open_item_parts (
    business BIGINT NOT NULL,
    item BIGINT NOT NULL,
    position BIGINT NOT NULL,
    category BIGINT NOT NULL,
    tax_code TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    client BIGINT,
    project BIGINT,
    offer BIGINT,
    channel BIGINT,
    PRIMARY KEY (business, item, position)
);

CREATE TABLE settlements (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    item BIGINT NOT NULL,
    settled_on TEXT NOT NULL,
    amount BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE INDEX settlements_by_item ON settlements (business, item, settled_on, id);

CREATE INDEX settlements_by_entry ON settlements (business, entry);

CREATE TABLE settlement_parts (
    business BIGINT NOT NULL,
    settlement BIGINT NOT NULL,
    position BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    PRIMARY KEY (business, settlement, position)
);

-- The day the books begin, once the owner has said it or given the first item.
CREATE TABLE opening_days (
    business BIGINT NOT NULL,
    begins_on TEXT NOT NULL,
    PRIMARY KEY (business)
);

-- What existed on that day, as the owner gave it: the fields of its kind as JSON, which is only shown and given back.
CREATE TABLE opening_items (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE INDEX opening_items_by_kind ON opening_items (business, kind, id);

-- The kinds of which the owner said that there was nothing.
CREATE TABLE opening_nothing (
    business BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (business, kind)
);
