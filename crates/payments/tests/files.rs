use payments::{PainVersion, PaymentProblem, Problem, csv, pain_xml};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::{account, file, order};

/// A child element, and how often it may stand at least and at most.
type Child = (&'static str, usize, usize);

/// The elements of pain.001 that these files use, in the order of the schema: parent, then its children with how often
/// each may stand (at least, at most). From the message definition reports of pain.001.001.03 and .09.
const STRUCTURE: &[(&str, &[Child])] = &[
    ("Document", &[("CstmrCdtTrfInitn", 1, 1)]),
    ("CstmrCdtTrfInitn", &[("GrpHdr", 1, 1), ("PmtInf", 1, usize::MAX)]),
    ("GrpHdr", &[("MsgId", 1, 1), ("CreDtTm", 1, 1), ("NbOfTxs", 1, 1), ("CtrlSum", 0, 1), ("InitgPty", 1, 1)]),
    (
        "PmtInf",
        &[
            ("PmtInfId", 1, 1),
            ("PmtMtd", 1, 1),
            ("BtchBookg", 0, 1),
            ("NbOfTxs", 0, 1),
            ("CtrlSum", 0, 1),
            ("PmtTpInf", 0, 1),
            ("ReqdExctnDt", 1, 1),
            ("Dbtr", 1, 1),
            ("DbtrAcct", 1, 1),
            ("DbtrAgt", 1, 1),
            ("ChrgBr", 0, 1),
            ("CdtTrfTxInf", 1, usize::MAX),
        ],
    ),
    ("PmtTpInf", &[("SvcLvl", 0, 1)]),
    ("SvcLvl", &[("Cd", 1, 1)]),
    (
        "CdtTrfTxInf",
        &[("PmtId", 1, 1), ("Amt", 1, 1), ("CdtrAgt", 0, 1), ("Cdtr", 0, 1), ("CdtrAcct", 0, 1), ("RmtInf", 0, 1)],
    ),
    ("PmtId", &[("EndToEndId", 1, 1)]),
    ("Amt", &[("InstdAmt", 1, 1)]),
    ("RmtInf", &[("Ustrd", 1, 1)]),
    ("DbtrAcct", &[("Id", 1, 1)]),
    ("CdtrAcct", &[("Id", 1, 1)]),
    ("DbtrAgt", &[("FinInstnId", 1, 1)]),
    ("CdtrAgt", &[("FinInstnId", 1, 1)]),
    ("InitgPty", &[("Nm", 0, 1)]),
    ("Dbtr", &[("Nm", 1, 1)]),
    ("Cdtr", &[("Nm", 1, 1)]),
];

fn elements<'a>(node: &Node<'a, 'a>) -> Vec<Node<'a, 'a>> {
    node.children().filter(Node::is_element).collect()
}

/// Holds an element and everything below it against the structure.
fn assert_fits(node: Node<'_, '_>, namespace: &str) {
    let name = node.tag_name().name();
    assert_eq!(node.tag_name().namespace(), Some(namespace), "{name}");
    let below = node.children().filter(Node::is_element).collect::<Vec<_>>();
    if let Some((_, allowed)) = STRUCTURE.iter().find(|(parent, _)| *parent == name) {
        let mut at = 0;
        for (child, least, most) in *allowed {
            let count = below[at..].iter().take_while(|one| one.tag_name().name() == *child).count();
            assert!((*least..=*most).contains(&count), "{name} has {count} {child}");
            at += count;
        }
        assert_eq!(
            at,
            below.len(),
            "{name} has {} out of place",
            below.get(at).map_or("", |one| one.tag_name().name())
        );
    }
    for child in below {
        assert_fits(child, namespace);
    }
}

fn text<'a>(document: &'a Document<'a>, name: &str) -> Vec<&'a str> {
    document.descendants().filter(|node| node.has_tag_name_local(name)).filter_map(|node| node.text()).collect()
}

trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

#[test]
fn a_file_has_the_structure_of_its_version() {
    let mut second = order(201_68);
    second.debtor = account("Savings", "FR1420041010050500013M02606", None);
    for (version, day, bank) in [(PainVersion::V09, "Dt", "BICFI"), (PainVersion::V03, "ReqdExctnDt", "BIC")] {
        let xml = pain_xml(&file(vec![order(763_10), second.clone(), order(1)]), version).unwrap();
        let document = Document::parse(&xml).unwrap();
        let namespace = format!("urn:iso:std:iso:20022:tech:xsd:{}", version.name());
        assert_fits(document.root_element(), &namespace);
        assert_eq!(text(&document, day), ["2026-05-13", "2026-05-13"]);
        assert_eq!(text(&document, bank), ["COBADEFFXXX"]);
        assert_eq!(text(&document, "NbOfTxs"), ["3", "2", "1"]);
        assert_eq!(text(&document, "CtrlSum"), ["964.79", "763.11", "201.68"]);
        assert_eq!(text(&document, "InstdAmt"), ["763.10", "0.01", "201.68"]);
        assert_eq!(text(&document, "Ustrd")[0], "Tax (Ruecklage) + Buffer");
        assert_eq!(text(&document, "CreDtTm"), ["2026-05-12T14:03:00"]);
        assert_eq!(text(&document, "PmtInfId"), ["MS-20260512-7-1", "MS-20260512-7-2"]);
        // The second payer's bank is not named.
        assert_eq!(text(&document, "Id").iter().filter(|id| **id == "NOTPROVIDED").count(), 1);
        let amount = document.descendants().find(|node| node.has_tag_name_local("InstdAmt")).unwrap();
        assert_eq!(amount.attribute("Ccy"), Some("EUR"));
        assert_eq!(elements(&document.root_element()).len(), 1);
    }
}

#[test]
fn what_a_bank_would_not_take_is_said_with_its_place() {
    let change = |change: fn(&mut payments::PaymentOrder)| {
        let mut wrong = order(5);
        change(&mut wrong);
        pain_xml(&file(vec![order(5), wrong]), PainVersion::V09)
    };
    for (made, what) in [
        (change(|order| order.currency = "USD".parse().unwrap()), Problem::NotEuro),
        (change(|order| order.amount_minor = 0), Problem::Amount),
        (change(|order| order.amount_minor = 100_000_000_000), Problem::Amount),
        (change(|order| order.debtor.iban = None), Problem::DebtorWithoutIban),
        (change(|order| order.creditor.iban = None), Problem::CreditorWithoutIban),
        (change(|order| order.creditor.iban = order.debtor.iban.clone()), Problem::SameAccount),
        (
            change(|order| order.creditor.iban = Some("BR1800360305000010009795493C1".parse().unwrap())),
            Problem::OutsideSepa,
        ),
        (change(|order| order.creditor.holder = " \n".into()), Problem::NoName),
        (change(|order| order.end_to_end_id = "//".into()), Problem::NoReference),
    ] {
        assert_eq!(made, Err(PaymentProblem { position: 1, what }));
    }
    assert_eq!(pain_xml(&file(vec![]), PainVersion::V09), Err(PaymentProblem { position: 0, what: Problem::Nothing }));
}

#[test]
fn a_table_has_every_order_and_runs_no_formula() {
    let mut dollars = order(1_234_50);
    dollars.currency = "USD".parse().unwrap();
    dollars.debtor.iban = None;
    dollars.debtor.name = "=cmd|' /C calc'!A0".into();
    let table = csv(&file(vec![dollars]));
    let rows: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].starts_with("2026-05-13,\"'=cmd|' /C calc'!A0\",\"Calloway Clay\",,COBADEFFXXX,"), "{table}");
    assert!(rows[1].contains(",1234.50,USD,"), "{table}");
}

proptest! {
    /// Whatever names and texts are given, the file is well-formed, has its structure, and its sums are those of its orders.
    #[test]
    fn any_words_make_a_file_that_fits(
        holder in "\\PC{1,90}", remittance in "\\PC{0,200}", id in "[A-Z0-9/ ]{1,50}", amounts in prop::collection::vec(1i64..10_000_000, 1..6),
    ) {
        let orders = amounts.iter().map(|amount| {
            let mut order = order(*amount);
            order.creditor.holder.clone_from(&holder);
            order.remittance.clone_from(&remittance);
            order.end_to_end_id.clone_from(&id);
            order
        }).collect();
        match pain_xml(&file(orders), PainVersion::V09) {
            Ok(xml) => {
                let document = Document::parse(&xml).unwrap();
                assert_fits(document.root_element(), "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09");
                let sum: i64 = amounts.iter().sum();
                prop_assert_eq!(text(&document, "CtrlSum")[0], format!("{}.{:02}", sum / 100, sum % 100));
                for (name, longest) in [("Nm", 70), ("Ustrd", 140), ("EndToEndId", 35), ("MsgId", 35), ("PmtInfId", 35)] {
                    prop_assert!(text(&document, name).iter().all(|text| !text.is_empty() && text.len() <= longest));
                }
            }
            Err(problem) => prop_assert!(matches!(problem.what, Problem::NoName | Problem::NoReference), "{problem}"),
        }
    }
}
