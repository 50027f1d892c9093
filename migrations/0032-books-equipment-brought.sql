-- Equipment that was there before the books began: the day from which its loss of value is counted on. What it had lost by
-- then stands in lost_before.

ALTER TABLE equipment ADD COLUMN counted_from TEXT;
