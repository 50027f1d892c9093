-- What the books remember beside the entries of loans, equipment and private vehicles. An entry that was reversed takes its
-- row out of account; nothing here is deleted.

CREATE TABLE loan_terms (
    business BIGINT NOT NULL,
    account BIGINT NOT NULL,
    yearly_rate BIGINT NOT NULL,
    instalment BIGINT NOT NULL,
    PRIMARY KEY (business, account),
    FOREIGN KEY (business, account) REFERENCES accounts (business, id)
);

CREATE TABLE equipment (
    business BIGINT NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    bought_on TEXT NOT NULL,
    cost BIGINT NOT NULL,
    life_months BIGINT NOT NULL,
    lost_before BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, id)
);

CREATE TABLE depreciations (
    business BIGINT NOT NULL,
    equipment BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (business, equipment, entry),
    FOREIGN KEY (business, equipment) REFERENCES equipment (business, id)
);

CREATE TABLE equipment_left (
    business BIGINT NOT NULL,
    equipment BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (business, equipment, entry),
    FOREIGN KEY (business, equipment) REFERENCES equipment (business, id)
);

CREATE TABLE trips (
    business BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    driven_on TEXT NOT NULL,
    vehicle TEXT NOT NULL,
    distance BIGINT NOT NULL,
    PRIMARY KEY (business, entry)
);

CREATE INDEX trips_by_vehicle ON trips (business, vehicle, driven_on);
