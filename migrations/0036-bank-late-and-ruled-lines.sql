-- Lines that were posted on another day than their own are few, and asked for by every reconciliation and every close; lines
-- that a rule decided are counted by rule.

CREATE INDEX bank_lines_late ON bank_lines (business, account, booked_on, id) WHERE posted_on IS NOT NULL;

CREATE INDEX bank_lines_by_rule ON bank_lines (business, rule, decided_by, booked_on) WHERE rule IS NOT NULL;
