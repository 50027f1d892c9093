-- What was proposed for a line when it came in, so that it can be held against the owner's word; when rules were made.

ALTER TABLE bank_lines ADD COLUMN proposed BIGINT;

ALTER TABLE sorting_rules ADD COLUMN made_on TEXT;

ALTER TABLE sorting_rules ADD COLUMN changed_on TEXT;
