//! Amounts as banks write them.

use statements::amount::{AmountProblem, DecimalMark, MarkEvidence, evidence, minor_digits, parse};

#[test]
fn amounts_are_read_exactly() {
    use DecimalMark::{Comma, Point};
    let rows: &[(&str, DecimalMark, u32, i64)] = &[
        ("12.34", Point, 2, 1234),
        ("-12.34", Point, 2, -1234),
        ("12.5", Point, 2, 1250),
        ("12", Point, 2, 1200),
        (".23", Point, 2, 23),
        ("1,234.56", Point, 2, 123_456),
        ("1.234,56", Comma, 2, 123_456),
        ("1'234.56", Point, 2, 123_456),
        ("1\u{2019}234.56", Point, 2, 123_456),
        ("1 234,56", Comma, 2, 123_456),
        ("1\u{a0}234,56", Comma, 2, 123_456),
        ("1\u{202f}234\u{202f}567,89", Comma, 2, 123_456_789),
        ("1,00,000.00", Point, 2, 10_000_000),
        ("(12.50)", Point, 2, -1250),
        ("($12.50)", Point, 2, -1250),
        ("12.50-", Point, 2, -1250),
        ("\u{2212}12,50", Comma, 2, -1250),
        ("- $220.00", Point, 2, -22_000),
        ("+ $1,150.00", Point, 2, 115_000),
        ("$-5", Point, 2, -500),
        ("-$76.00", Point, 2, -7600),
        ("€ 12", Comma, 2, 1200),
        ("12,00 €", Comma, 2, 1200),
        ("+5,00", Comma, 2, 500),
        ("12.50 EUR", Point, 2, 1250),
        ("CHF 12.50", Point, 2, 1250),
        ("1 234,50 Kč", Comma, 2, 123_450),
        ("12.50 DR", Point, 2, -1250),
        ("12.50 CR", Point, 2, 1250),
        ("-00000000001500.0000", Point, 2, -150_000),
        ("1234", Point, 0, 1234),
        ("1,234", Point, 0, 1234),
        ("1.234", Point, 3, 1234),
        ("0.00", Point, 2, 0),
        ("92233720368547758.07", Point, 2, i64::MAX),
    ];
    for (text, mark, digits, expected) in rows {
        assert_eq!(parse(text, *mark, *digits), Ok(*expected), "{text}");
    }
}

#[test]
fn what_is_no_amount_says_why() {
    let billion = format!("1{}", "0".repeat(1_000_000));
    let rows: &[(&str, AmountProblem)] = &[
        ("", AmountProblem::Missing),
        ("--", AmountProblem::Missing),
        ("-- ", AmountProblem::Missing),
        ("12.345", AmountProblem::TooManyDecimals),
        ("12.34.56", AmountProblem::NotANumber),
        ("1,23.45", AmountProblem::NotANumber),
        ("12,34", AmountProblem::NotANumber),
        ("--5", AmountProblem::NotANumber),
        ("-(5)", AmountProblem::NotANumber),
        ("1e5", AmountProblem::NotANumber),
        ("NaN", AmountProblem::NotANumber),
        ("5 apples", AmountProblem::NotANumber),
        ("92233720368547758.08", AmountProblem::TooLarge),
        (&billion, AmountProblem::TooLarge),
    ];
    for (text, problem) in rows {
        let shown: String = text.chars().take(30).collect();
        assert_eq!(parse(text, DecimalMark::Point, 2), Err(*problem), "{shown}");
    }
}

#[test]
fn the_decimal_mark_shows_where_it_can() {
    let rows: &[(&str, MarkEvidence)] = &[
        ("12.34", MarkEvidence::Only(DecimalMark::Point)),
        ("12,34", MarkEvidence::Only(DecimalMark::Comma)),
        ("1.234,56", MarkEvidence::Only(DecimalMark::Comma)),
        ("1,234,567", MarkEvidence::Only(DecimalMark::Point)),
        ("1234.567", MarkEvidence::Only(DecimalMark::Point)),
        ("1,234", MarkEvidence::Undecided),
        ("12", MarkEvidence::Either),
        ("abc", MarkEvidence::Neither),
    ];
    for (text, expected) in rows {
        assert_eq!(evidence(text), *expected, "{text}");
    }
}

#[test]
fn currencies_have_their_own_decimals() {
    for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("???", 2)] {
        assert_eq!(minor_digits(code), digits, "{code}");
    }
}

/// A file of an older British bank: the pound sign is its only letter beyond ASCII.
#[test]
fn a_pound_sign_alone_does_not_mislead_about_the_encoding() {
    let file = b"Date,Description,Amount\n13/02/2026,Retainer,\xA3740.00\n27/02/2026,Ink and paper,-\xA315.20\n";
    let read =
        statements::read(file, &statements::ReadOptions { currency: "GBP".into(), ..Default::default() }).unwrap();
    let amounts: Vec<i64> = read.accounts[0].lines.iter().map(|line| line.amount_minor).collect();
    assert_eq!(amounts, [740_00, -15_20]);
}
