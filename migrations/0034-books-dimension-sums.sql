-- A report by client, project, offer or channel reads all postings that carry one, grouped in the order of this index.

CREATE INDEX posting_dimensions_by_values ON posting_dimensions
    (business, account, client, project, offer, channel, basis, posted_on, book_amount);
