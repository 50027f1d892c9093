-- What the owner said about two lines being one transfer, and about costs that come again.

CREATE TABLE pair_words (
    business BIGINT NOT NULL,
    line BIGINT NOT NULL,
    other BIGINT NOT NULL,
    same BIGINT NOT NULL,
    PRIMARY KEY (business, line, other)
);

CREATE TABLE recurring_marks (
    business BIGINT NOT NULL,
    payee TEXT NOT NULL,
    mark TEXT NOT NULL,
    marked_on TEXT NOT NULL,
    PRIMARY KEY (business, payee)
);
