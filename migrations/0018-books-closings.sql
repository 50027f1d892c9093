-- Months that were closed: each takes no entry until it is opened again, and keeps why it was.
CREATE TABLE closings (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    month BIGINT NOT NULL,
    closed_on TEXT NOT NULL,
    note TEXT NOT NULL,
    accepted TEXT NOT NULL,
    opened_on TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (business, id)
);
