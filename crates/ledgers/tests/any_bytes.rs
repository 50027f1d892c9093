use proptest::prelude::*;

/// Pieces of the three languages, so that chance comes far.
const PIECES: &[&str] = &[
    "2024-01-05",
    "2024/02/03=2024/02/04",
    "01/02",
    " ",
    "  ",
    "\t",
    "\n",
    "\n    ",
    "Assets:Bank",
    "Expenses:Rent",
    "* ",
    "! ",
    "(12) ",
    "\"",
    "\"Payee\" \"Text\"",
    "$",
    "-",
    "100",
    "1,000.50",
    "1.000,50",
    "EUR",
    "@",
    "@@",
    "{",
    "}",
    "{{",
    "= ",
    "==* ",
    "; a:b",
    "#tag",
    "^link",
    "open ",
    "balance ",
    "pad ",
    "price ",
    "P ",
    "account ",
    "decimal-mark ,",
    "comment",
    "end comment",
    "~ monthly",
    "= expr",
    "apply account x",
    "alias a=b",
    "Y2024",
    "date,account,amount\n",
    "Date;Konto;Soll;Haben\n",
    "(",
    ")",
    "[",
    "]",
    "99999999999999999999",
    "é",
    "😀",
    "option \"name_assets\" \"X\"",
];

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = ledgers::read(&bytes);
    }

    #[test]
    fn any_pieces_are_read_or_refused_and_what_is_read_balances(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        match ledgers::read(text.as_bytes()) {
            Ok(book) => for one in &book.transactions {
                prop_assert!(one.postings.len() >= 2, "{text}");
                prop_assert!(one.postings.iter().all(|posting| posting.account < book.accounts.len()
                    && posting.amount.commodity < book.commodities.len()));
            },
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
