-- What each account of a file holds at its end, in the file and here on that day; absent for files that came in before.

ALTER TABLE arrived_accounts ADD COLUMN file_balance_minor BIGINT;
ALTER TABLE arrived_accounts ADD COLUMN here_balance_minor BIGINT;
