//! Every document read back equals what was written; any bytes are answered, never with a panic.

use einvoice::{
    Category, Decimal, Document, EarlierDocument, Exemption, Line, LineAdjustment, NotWritten, Syntax, Tax, read, write,
};
use proptest::prelude::*;

use crate::examples::example;

fn cents(range: std::ops::Range<i64>) -> impl Strategy<Value = Decimal> {
    range.prop_map(|minor| Decimal::new(minor, 2))
}

fn text() -> impl Strategy<Value = String> {
    // What people type, and what they should not: markup, right-to-left marks, emoji.
    prop_oneof![
        "[A-Za-zäöüßéèñ0-9][A-Za-zäöüßéèñ0-9 .,;:&<>'\"/()€-]{0,60}[A-Za-z0-9]",
        Just("<b>&amp;]]></b>".to_owned()),
        Just("\u{202e}gnp.exe".to_owned()),
        Just("Tea set 🫖".to_owned()),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let tax = prop_oneof![
        (0u32..4).prop_map(|at| Tax { category: Category::Standard, rate: [19, 7, 20, 5][at as usize].into() }),
        Just(Tax { category: Category::ZeroRated, rate: Decimal::ZERO }),
        Just(Tax { category: Category::Exempt, rate: Decimal::ZERO }),
    ];
    let discount = proptest::option::of((cents(0..5_000), text()));
    (text(), (-100_000i64..100_000).prop_filter("something", |n| *n != 0), 0i64..10_000_000, tax, discount).prop_map(
        |(name, thousandths, price, tax, discount)| Line {
            name,
            quantity: Decimal::new(thousandths, 3),
            unit: "HUR".into(),
            price: Decimal::new(price, 4),
            discounts: discount
                .map(|(amount, reason)| LineAdjustment { amount: Some(amount), reason, ..Default::default() })
                .into_iter()
                .collect(),
            tax,
            ..Line::default()
        },
    )
}

fn document() -> impl Strategy<Value = Document> {
    (proptest::collection::vec(line(), 1..12), text(), text(), proptest::option::of(cents(0..100_000))).prop_map(
        |(lines, number, note, paid)| Document {
            number,
            notes: vec![note],
            paid,
            exemptions: lines
                .iter()
                .any(|line| line.tax.category == Category::Exempt)
                .then(|| Exemption { category: Category::Exempt, reason: Some("§ 19 UStG".into()), code: None })
                .into_iter()
                .collect(),
            earlier: vec![EarlierDocument { number: "RE-1".into(), issued_on: None }],
            profile: einvoice::Profile::En16931,
            lines,
            ..example("german-services.json")
        },
    )
}

proptest! {
    #[test]
    fn what_was_written_is_read(document in document()) {
        for syntax in [Syntax::Ubl, Syntax::Cii] {
            let xml = match write(&document, syntax) {
                Ok(xml) => xml,
                Err(NotWritten::Wrong(findings)) => return Err(TestCaseError::fail(format!("{findings:#?}"))),
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            let received = read(xml.as_bytes()).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&received.document, &document.resolved().unwrap());
            prop_assert_eq!(&received.totals, &document.totals().unwrap());
        }
    }

    #[test]
    fn the_sums_agree_with_the_lines(document in document()) {
        let totals = document.totals().unwrap();
        let lines: Decimal = document.lines.iter().map(|line| einvoice::line_net(line).unwrap()).sum();
        prop_assert_eq!(totals.lines, lines);
        prop_assert_eq!(totals.taxes.iter().map(|tax| tax.tax).sum::<Decimal>(), totals.tax);
        prop_assert_eq!(totals.net + totals.tax, totals.gross);
        prop_assert_eq!(totals.gross - totals.paid + totals.rounding, totals.due);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_spoilt_document_is_answered(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut xml = write(&example("german-services.json"), Syntax::Cii).unwrap().into_bytes();
        let at = at.index(xml.len());
        xml[at] = byte;
        let _ = read(&xml);
    }
}

#[test]
fn files_built_to_do_harm_are_refused() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&b;</Invoice>"#;
    let outside = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&x;</Invoice>"#;
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    for bytes in [bomb.as_bytes(), outside.as_bytes(), deep.as_bytes(), b"", b"%PDF-1.7", b"<html></html>"] {
        assert!(read(bytes).is_err());
    }
}
