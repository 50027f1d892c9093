//! Files in the shape of banks' exports. Names, numbers and amounts are invented.

use statements::{AccountHint, Format, ReadOptions, Statement};

use crate::lines;

fn file(name: &str) -> Statement {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    statements::read(&bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_shape_is_read() {
    type Row = (&'static str, &'static [(&'static str, i64, &'static str)]);
    let rows: &[Row] = &[
        (
            "german_windows_1252.csv",
            &[("2026-03-02", 119_000, "Rechnung 2026-014"), ("2026-03-03", -45_050, "Miete März")],
        ),
        (
            "uk_debit_credit_newest_first.csv",
            &[
                ("2026-03-04", -1840, "PAPER AND INK LTD"),
                ("2026-03-04", 150_000, "GALLERY NORTH"),
                ("2026-03-03", -2500, "PHONE COMPANY"),
            ],
        ),
        ("us_direction_column.csv", &[("2026-01-31", 250_000, "Client payment"), ("2026-02-02", -1999, "Web host")]),
        (
            "preamble_and_continuations.csv",
            &[
                ("2026-03-18", -666, "DEBIT PURCHASE 17/03/26 ART SUPPLIES"),
                ("2026-03-17", 40_000, "FAST TRANSFER from Lim Studio"),
            ],
        ),
        ("french_spaces.csv", &[("2026-02-03", -123_450, "LOYER FÉVRIER"), ("2026-02-04", 200_000, "VIR CLIENT")]),
        ("swiss_apostrophes.csv", &[("2026-02-03", -123_450, "Miete"), ("2026-02-01", 1_000_000, "Honorar")]),
        (
            "states.csv",
            &[("2026-01-01", 10_000, "Top-up"), ("2026-01-03", -450, "Café"), ("2026-01-04", -5025, "To USD")],
        ),
        ("processor_gross_fee_net.csv", &[("2026-01-23", 11_622, "Print, large"), ("2026-01-24", -2000, "refund")]),
        (
            "two_currencies.csv",
            &[("2026-01-25", 9660, "Ada"), ("2026-01-28", -660, "Shop"), ("2026-01-26", 4800, "Bob")],
        ),
        (
            "no_header_proven_by_balance.csv",
            &[
                ("2025-11-07", 50_000, "Bank credit Opening"),
                ("2025-11-09", -2000, "ATM Withdrawal"),
                ("2025-11-10", -1977, "Visa Supermarket"),
            ],
        ),
        (
            "checking.ofx",
            &[
                ("2026-01-31", 125_000, "SMITH & SONS Invoice 7"),
                ("2026-01-30", -4550, "CHECK 319"),
                ("2026-01-29", -100_000, "AT&T Rent 3 < 4"),
                ("2026-01-15", -999, "MUSIC"),
            ],
        ),
        ("euro.ofx", &[("2026-01-05", 125_000, "Galerie du Pont Facture <12>"), ("2026-01-06", -350, "Café")]),
    ];
    for (name, expected) in rows {
        let expected: Vec<_> =
            expected.iter().map(|(date, amount, text)| ((*date).to_owned(), *amount, (*text).to_owned())).collect();
        assert_eq!(lines(&file(name)), expected, "{name}");
    }
}

#[test]
fn an_ofx_file_keeps_accounts_balances_and_identifiers() {
    let statement = file("checking.ofx");
    assert_eq!(statement.format, Format::Ofx);
    let [checking, card] = statement.accounts.as_slice() else { panic!("two accounts") };
    assert_eq!(
        (checking.id.as_deref(), checking.bank.as_deref(), checking.kind, checking.currency.as_deref()),
        (Some("0001234567"), Some("First Example"), Some(AccountHint::Checking), Some("USD"))
    );
    assert_eq!(checking.closing.map(|balance| balance.amount_minor), Some(20_450));
    assert_eq!(checking.lines[0].bank_id.as_deref(), Some("A1"));
    assert_eq!(checking.lines[1].reference.as_deref(), Some("319"));
    assert_eq!(checking.lines.iter().map(|line| line.source_line).collect::<Vec<_>>(), [16, 17, 18]);
    assert_eq!((card.id.as_deref(), card.kind), (Some("4111"), Some(AccountHint::Card)));
}

#[test]
fn running_balances_give_opening_and_closing() {
    for (name, opening, closing) in [
        ("uk_debit_credit_newest_first.csv", 52_500, 198_160),
        ("no_header_proven_by_balance.csv", 0, 46_023),
        ("states.csv", 0, 4525),
        ("swiss_apostrophes.csv", 0, 876_550),
    ] {
        let account = &file(name).accounts[0];
        let balances =
            (account.opening.map(|balance| balance.amount_minor), account.closing.map(|balance| balance.amount_minor));
        assert_eq!(balances, (Some(opening), Some(closing)), "{name}");
    }
}

#[test]
fn lines_that_have_not_moved_money_are_left_out_and_listed() {
    let left_out: Vec<u32> = file("states.csv").left_out.iter().map(|left| left.line).collect();
    assert_eq!(left_out, [5, 6]);
    assert_eq!(file("states.csv").accounts[0].lines[2].fee_minor, Some(-25));
    assert_eq!(file("processor_gross_fee_net.csv").accounts[0].lines[0].fee_minor, Some(-378));
}

#[test]
fn each_currency_is_an_account_of_its_own() {
    let statement = file("two_currencies.csv");
    let currencies: Vec<_> = statement.accounts.iter().map(|account| account.currency.as_deref()).collect();
    assert_eq!(currencies, [Some("EUR"), Some("USD")]);
    assert_eq!(statement.accounts[0].closing.map(|balance| balance.amount_minor), Some(9000));
}

#[test]
fn encodings_are_told_from_the_bytes() {
    let text = "Date;Description;Amount\n27/01/2026;föø;10.00\n28/01/2026;bàr;-42.00\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = format!("\u{FEFF}{text}").into_bytes();
    let latin: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let old_mac = text.replace('\n', "\r").into_bytes();
    for bytes in [text.as_bytes().to_vec(), utf16, unmarked, marked, latin, old_mac] {
        let statement = statements::read(&bytes, &ReadOptions::default()).unwrap();
        assert_eq!(
            lines(&statement),
            [("2026-01-27".to_owned(), 1000, "föø".to_owned()), ("2026-01-28".to_owned(), -4200, "bàr".to_owned())]
        );
    }
}

#[test]
fn texts_lose_what_changes_each_time() {
    for (text, expected) in [
        ("Kartenzahlung  REWE 41400673 2026-03-01T11:33:59", "kartenzahlung rewe"),
        ("HOST 037196321563 MO        12/22SLICEHOST", "host mo 12/22slicehost"),
        ("O2 Rechnung 03/2026", "o2 rechnung"),
        ("12345", "12345"),
        ("", ""),
    ] {
        assert_eq!(statements::normalise_text(text), expected, "{text}");
    }
}
