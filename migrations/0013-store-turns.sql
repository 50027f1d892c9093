-- Turns that come round by themselves (a backup every night), and until when a token is good.

-- Which turn of a kind of job was done last, and who is at it: of two programs over one database, one takes a turn.
CREATE TABLE job_heads (
    business   BIGINT NOT NULL REFERENCES businesses (id),
    kind       TEXT   NOT NULL,
    turn_done  TEXT   NOT NULL,
    held_by    TEXT   NOT NULL,
    held_until TEXT   NOT NULL,
    PRIMARY KEY (business, kind)
);

ALTER TABLE tokens ADD COLUMN expires_at TEXT;

ALTER TABLE tokens ADD COLUMN last_used_at TEXT;
