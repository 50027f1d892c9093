-- Pockets of the owner's own can be closed: they keep their moves and are no longer offered.
ALTER TABLE pockets ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
