//! The archive with real books in it: what arrives verifies, or does not arrive.

use kernel::{Failure, Who};
use store::testing::each_engine;

use crate::fixture::{archive, founded, house, post};

#[test]
fn a_business_moves_between_engines_with_its_books_and_chain() {
    each_engine(|from| {
        let from = house(from);
        let bytes = archive(&from, &founded(&from, "Atelier Calloway", 30));
        each_engine(|to| {
            let to = house(to);
            let arrived = to.take_archive(bytes.as_slice(), None).unwrap();
            assert_eq!((arrived.name.as_str(), arrived.entries > 30), ("Atelier Calloway", true));
            let there = Who::owner(arrived.business);
            assert_eq!(String::from_utf8(archive(&to, &there)), String::from_utf8(bytes.clone()));
            assert!(to.verify(&there).unwrap().iter().all(|check| check.found.problems.is_empty()));
            // The books go on where they were: the next entry is linked to the last.
            post(&to, &there, 1);
            assert!(to.verify(&there).unwrap().iter().all(|check| check.found.problems.is_empty()));
            let twice = to.take_archive(bytes.as_slice(), None).unwrap_err().said();
            assert_eq!(twice.code, "name-is-taken");
            let renamed = to.take_archive(bytes.as_slice(), Some("Second")).unwrap();
            assert_eq!(to.settings(renamed.business).unwrap().unwrap().name, "Second");
            to.store().directory().business_named("Second").unwrap().unwrap();
        });
    });
}

/// A file whose sums are right, made by someone who changed an amount or a text.
fn resummed(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let hex = |sum: Sha256| sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (mut all, mut section, mut out) = (Sha256::new(), Sha256::new(), Vec::new());
    for line in change(std::str::from_utf8(bytes).unwrap()).split_inclusive('\n') {
        let mut line = line.to_owned();
        if line.starts_with('[') {
            section.update(&line);
        } else if let Some(at) = line.find("\"sha256\":\"") {
            let last = line.starts_with("{\"mainstay_archive_end\"");
            let sum = if last { hex(all.clone()) } else { hex(std::mem::take(&mut section)) };
            line.replace_range(at + 10..at + 74, &sum);
        }
        all.update(&line);
        out.extend_from_slice(line.as_bytes());
    }
    out
}

/// What someone did to the text of an archive.
type Change = Box<dyn Fn(&str) -> String>;

#[test]
fn an_archive_whose_books_do_not_hold_is_refused_although_its_sums_are_right() {
    each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Whole", 5);
        let bytes = archive(&house, &who);
        house.take_archive(resummed(&bytes, str::to_owned).as_slice(), Some("As it was")).unwrap();
        let before = house.store().directory().businesses().unwrap().len();
        let chain = |text: &str| {
            let at = text.find("\"chain\":\"").unwrap() + 9;
            format!("{}{}{}", &text[..at], "00".repeat(32), &text[at + 64..])
        };
        let cases: [(&str, Change); 3] = [
            (
                "an amount",
                Box::new(|text: &str| text.replace(",104,104,", ",105,105,").replace(",-104,-104,", ",-105,-105,")),
            ),
            ("a text", Box::new(|text: &str| text.replace("Verkauf „3“", "Verkauf „9“"))),
            ("the end of the chain", Box::new(chain)),
        ];
        for (what, change) in cases {
            let changed = resummed(&bytes, change);
            assert_ne!(changed, bytes, "{what}");
            match house.take_archive(changed.as_slice(), Some("Arriving")) {
                Err(Failure::Refused(refused)) => assert_eq!(refused.code, "bad-archive", "{what}: {refused}"),
                other => panic!("{what}: {other:?}"),
            }
            assert_eq!(house.store().directory().businesses().unwrap().len(), before, "{what} left a business behind");
        }
    });
}
