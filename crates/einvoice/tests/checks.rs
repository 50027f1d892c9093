//! What is missing is named with its field and in plain words.

use einvoice::{Document, NotWritten, Syntax, write};

use crate::examples::example;

type Spoil = fn(&mut Document);

#[test]
fn each_missing_field_is_named() {
    let rows: [(&str, Spoil, &str, &str); 9] = [
        (
            "german-services.json",
            |it| it.buyer_reference = None,
            "buyer_reference",
            "The buyer's reference is missing.",
        ),
        (
            "german-services.json",
            |it| it.seller.contact.phone = None,
            "seller.contact.phone",
            "The seller's telephone number is missing.",
        ),
        (
            "german-services.json",
            |it| it.seller.address.city = None,
            "seller.address.city",
            "The seller's town is missing.",
        ),
        ("german-services.json", |it| it.lines.clear(), "", "The document has no line."),
        (
            "french-small-business.json",
            |it| {
                it.due_on = None;
                it.terms = None;
            },
            "due_on",
            "Something is to be paid, so the document needs the day it is due, or terms in words.",
        ),
        ("french-small-business.json", |it| it.number.clear(), "number", "The number is missing."),
        (
            "french-small-business.json",
            |it| it.exemptions.clear(),
            "exemptions",
            "The reason why no tax is charged is missing.",
        ),
        (
            "french-small-business.json",
            |it| it.lines[0].description = Some("Stoneware".into()),
            "lines[0].description",
            "The level BASIC has no place for this. Leave it out, or use EN 16931.",
        ),
        (
            "reverse-charge-credit-note.json",
            |it| it.order_reference = None,
            "buyer_reference",
            "The buyer's reference or the number of the buyer's order is missing.",
        ),
    ];
    for (name, spoil, field, message) in rows {
        let mut document = example(name);
        spoil(&mut document);
        let findings = document.check().unwrap();
        assert!(
            findings
                .iter()
                .any(|found| found.fatal && found.message == message && (field.is_empty() || found.field == field)),
            "{message}\n{findings:#?}"
        );
        assert!(matches!(write(&document, Syntax::Ubl), Err(NotWritten::Wrong(_))), "{message}");
    }
}

#[test]
fn a_sound_document_has_no_fatal_finding() {
    for name in crate::examples::ALL {
        let findings = example(name).check().unwrap();
        assert!(!findings.iter().any(|finding| finding.fatal), "{name}: {findings:#?}");
    }
}

#[test]
fn what_a_syntax_has_no_place_for_is_refused_and_not_left_out() {
    // UBL says the day a credit note is due only beside a way of paying.
    let mut document = example("reverse-charge-credit-note.json");
    document.due_on = Some("2026-11-16".parse().unwrap());
    let Err(NotWritten::Wrong(findings)) = write(&document, Syntax::Ubl) else { panic!("it was written") };
    assert!(findings[0].message.contains("has no place in a file of this kind"), "{findings:#?}");
    assert!(write(&document, Syntax::Cii).is_ok());
}
