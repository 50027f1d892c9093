//! The documents of docs/schemas/einvoice, which stand there for whoever writes such a file.

use std::{fs, path::Path};

use einvoice::{Document, Syntax, read, write};

pub fn example(name: &str) -> Document {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas/einvoice").join(name);
    serde_json::from_str(&fs::read_to_string(file).expect("the example is there"))
        .expect("the example is to the schema")
}

pub const ALL: [&str; 3] = ["german-services.json", "french-small-business.json", "reverse-charge-credit-note.json"];

#[test]
fn every_example_is_written_in_both_syntaxes_and_read_back_the_same() {
    for name in ALL {
        let document = example(name);
        for syntax in [Syntax::Ubl, Syntax::Cii] {
            let xml = write(&document, syntax).unwrap_or_else(|error| panic!("{name} as {syntax:?}: {error}"));
            let received = read(xml.as_bytes()).unwrap_or_else(|error| panic!("{name} as {syntax:?}: {error}"));
            assert_eq!(received.document, document.resolved().unwrap(), "{name} as {syntax:?}");
            assert_eq!(received.totals, document.totals().unwrap(), "{name} as {syntax:?}");
            assert_eq!(received.syntax, syntax);
            assert_eq!(received.left_out, Vec::<String>::new(), "{name} as {syntax:?}");
            assert!(!received.findings.iter().any(|finding| finding.fatal), "{name}: {:?}", received.findings);
        }
    }
}

#[test]
fn the_sums_of_the_german_example_are_those_of_its_paper() {
    let totals = example("german-services.json").totals().unwrap();
    // 6 × 85.00 = 510.00 at 19 %; 20 × 12.50 − 10 % = 225.00 at 7 %.
    assert_eq!((totals.net.to_string(), totals.tax.to_string()), ("735.00".into(), "112.65".into()));
    assert_eq!(totals.due.to_string(), "847.65");
}
