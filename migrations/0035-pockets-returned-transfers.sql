-- Transfers of payment files that came back, and those that the owner no longer waits for.
ALTER TABLE payment_file_lines ADD COLUMN returned_line BIGINT;

ALTER TABLE payment_file_lines ADD COLUMN returned_on TEXT;

ALTER TABLE payment_file_lines ADD COLUMN given_up_on TEXT;
