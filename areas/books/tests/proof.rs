//! Files prove what entries say; tags and notes stand on anything; costs without proof are named.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::{Business, TODAY, code};

fn attach(business: &Business, kind: &str, record: i64, name: &str, bytes: &[u8]) -> kernel::Done {
    let input = json!({ "kind": kind, "record": record, "file_name": name, "content": STANDARD.encode(bytes) });
    business.run("attach-file", input).unwrap()
}

fn attached(business: &Business, kind: &str, record: i64) -> Vec<String> {
    let answer = business.ask("attachments", json!({ "kind": kind, "record": record }));
    answer["attachments"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

fn rent(business: &Business, minor: i64) -> i64 {
    business.post(date(2026, 5, 1), "Studio rent", &[("rent", minor), ("Checking", -minor)]).unwrap()
}

#[test]
fn a_file_hangs_on_a_record_and_comes_off_again() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let done = attach(&business, "entry", entry, "C:\\papers\\rent.pdf", b"%PDF-1.7 rent");
        assert_eq!(done.outcome["file_kind"], "pdf");
        assert_eq!(attached(&business, "entry", entry), ["rent.pdf"]);
        let file = business.ask("file", json!({ "attachment": done.outcome["attachment"] }));
        assert_eq!(STANDARD.decode(file["content"].as_str().unwrap()).unwrap(), b"%PDF-1.7 rent");
        // The log keeps the digest and not the file.
        let found = |text: &str| business.ask("search", json!({ "text": text }))["hits"].clone();
        assert_eq!(found("rent.pdf")[0]["href"], format!("/books/entries/{entry}"));
        let off = business.run("detach-file", json!({ "attachment": done.outcome["attachment"] })).unwrap();
        assert_eq!(attached(&business, "entry", entry), Vec::<String>::new());
        business.run("undo", json!({ "activity": off.activity })).unwrap();
        assert_eq!(attached(&business, "entry", entry), ["rent.pdf"]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn one_file_on_many_records_is_kept_once_and_twice_on_one_is_nothing_new() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let first = attach(&business, "entry", entry, "rent.txt", b"Rent for May");
        let again = attach(&business, "entry", entry, "copy.txt", b"Rent for May");
        assert_eq!(again.outcome["attachment"], first.outcome["attachment"]);
        assert_eq!((&again.outcome["before"], again.can_undo), (&json!(true), false));
        let elsewhere = attach(&business, "account", business.account("Checking"), "rent.txt", b"Rent for May");
        assert_eq!(elsewhere.outcome["sha256"], first.outcome["sha256"]);
        assert_eq!(business.ask("attachments", json!({}))["attachments"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn what_cannot_be_attached_is_answered_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let large = STANDARD.encode(vec![7u8; 25 * 1024 * 1024 + 1]);
        let file = |kind: &str, record: i64, name: &str, content: Value| json!({ "kind": kind, "record": record, "file_name": name, "content": content });
        for (input, refusal, field) in [
            (file("entry", entry, "a.txt", json!("###")), "not-base64", "content"),
            (file("entry", entry, "a.txt", json!("")), "file-is-empty", "content"),
            (file("entry", entry, "a.txt", json!(large)), "file-is-too-large", "content"),
            (file("entry", entry, "a.jpg", json!(STANDARD.encode(b"\xFF\xD8\xFF"))), "picture-is-damaged", "content"),
            (file("entry", entry, " ", json!("eA==")), "file-name-length", "file_name"),
            (file("entry", 999, "a.txt", json!("eA==")), "no-such-record", "record"),
            (file("spaceship", 1, "a.txt", json!("eA==")), "no-such-kind", "kind"),
            (json!({ "kind": "entry", "record": entry, "file_name": "a" }), "no-file-given", "content"),
            (
                json!({ "kind": "entry", "record": entry, "file_name": "a", "sha256": "00".repeat(32) }),
                "no-such-file",
                "sha256",
            ),
        ] {
            let said = business.run("attach-file", input).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)));
        }
        assert_eq!(business.ask("attachments", json!({}))["attachments"], json!([]));
    });
}

#[test]
fn an_erased_file_leaves_its_name_digest_and_reason() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let done = attach(&business, "entry", entry, "id-card.txt", b"A client's number");
        let sha256 = done.outcome["sha256"].clone();
        let reason = json!({ "sha256": sha256, "reason": " " });
        assert_eq!(code(business.run("erase-file", reason).unwrap_err()), "reason-length");
        let erased = business.run("erase-file", json!({ "sha256": sha256, "reason": "The client asked." })).unwrap();
        assert!(!erased.can_undo);
        let answer = business.ask("attachments", json!({ "kind": "entry", "record": entry }));
        assert_eq!(answer["attachments"][0]["erased_because"], "The client asked.");
        assert_eq!(answer["attachments"][0]["sha256"], sha256);
        let id = done.outcome["attachment"].as_i64().unwrap();
        let gone = business.house.read(&business.who, |context| books::file_of_attachment(context, id)).unwrap_err();
        assert_eq!(code(gone), "file-was-erased");
        assert_eq!(business.problems(), Vec::<String>::new());
        // Whoever still has it may bring it again.
        attach(&business, "entry", entry, "id-card.txt", b"A client's number");
        assert!(business.house.read(&business.who, |context| books::file_of_attachment(context, id)).is_ok());
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn verify_names_a_file_whose_bytes_changed() {
    each_engine(|store| {
        let business = Business::new(store.clone());
        let entry = rent(&business, 300_00);
        let changed = attach(&business, "entry", entry, "a.txt", b"one").outcome["sha256"].as_str().unwrap().to_owned();
        attach(&business, "entry", entry, "b.txt", b"two");
        let mut tx = store.begin_write(business.who.business).unwrap();
        tx.execute(
            "UPDATE file_contents SET content = :content WHERE business = :business AND content = :before",
            &store::params! { content: &b"eno"[..], before: &b"one"[..] },
        )
        .unwrap();
        tx.commit().unwrap();
        let problems = business.problems();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains(&changed), "{problems:?}");
    });
}

#[test]
fn tags_are_given_renamed_found_and_taken_back() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let tags = || {
            let answer = business.ask("labels", json!({ "kind": "entry", "record": entry }));
            answer["tags"]
                .as_array()
                .unwrap()
                .iter()
                .map(|tag| tag["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let set = |tags: Value| business.run("set-tags", json!({ "kind": "entry", "record": entry, "tags": tags }));
        set(json!(["Studio", "#kiln"])).unwrap();
        assert_eq!(tags(), ["kiln", "Studio"]);
        let done = set(json!(["studio", "studio"])).unwrap();
        assert_eq!(tags(), ["Studio"]);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(tags(), ["kiln", "Studio"]);
        let all = business.ask("tags", json!({}));
        assert_eq!(all["tags"][1]["records"], 1);
        let tag = all["tags"][1]["id"].clone();
        let renamed = business.run("rename-tag", json!({ "tag": tag, "name": "Atelier" })).unwrap();
        assert_eq!(tags(), ["Atelier", "kiln"]);
        let found = |text: &str| business.ask("search", json!({ "text": text }))["hits"].as_array().unwrap().len();
        assert_eq!((found("atelier"), found("kiln")), (1, 1));
        assert_eq!(business.ask("tagged", json!({ "tag": tag }))["records"][0]["id"], entry);
        business.run("undo", json!({ "activity": renamed.activity })).unwrap();
        assert_eq!(tags(), ["kiln", "Studio"]);
        for (tags, refusal) in [
            (json!([" "]), "tag-length"),
            (json!(["x".repeat(41)]), "tag-length"),
            (json!((0..21).map(|it| format!("t{it}")).collect::<Vec<_>>()), "too-many-tags"),
        ] {
            assert_eq!(code(set(tags).unwrap_err()), refusal);
        }
        let taken = business.run("rename-tag", json!({ "tag": tag, "name": "Kiln" })).unwrap_err();
        assert_eq!(code(taken), "tag-name-is-taken");
    });
}

#[test]
fn notes_are_written_found_and_taken_back_and_leave_the_chain_alone() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        for (kind, record) in [("entry", entry), ("account", business.account("Checking"))] {
            let note = || business.ask("labels", json!({ "kind": kind, "record": record }))["note"].clone();
            let found = |text: &str| business.ask("search", json!({ "text": text }))["hits"].as_array().unwrap().len();
            let set = |note: &str| business.run("set-note", json!({ "kind": kind, "record": record, "note": note }));
            set("Landlord raises in autumn").unwrap();
            let done = set("Landlord stays calm").unwrap();
            assert_eq!((note(), found("calm"), found("autumn")), (json!("Landlord stays calm"), 1, 0));
            business.run("undo", json!({ "activity": done.activity })).unwrap();
            assert_eq!((note(), found("calm"), found("autumn")), (json!("Landlord raises in autumn"), 0, 1));
            set("").unwrap();
            assert_eq!(code(set(&"x".repeat(2001)).unwrap_err()), "note-is-too-long");
        }
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_cost_needs_proof_from_an_amount_on_unless_excused_or_corrected() {
    each_engine(|store| {
        let business = Business::new(store);
        let missing = || {
            let answer = business.ask("missing-proof", json!({}));
            answer["costs"].as_array().unwrap().iter().map(|cost| cost["entry"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        // The United States ask for receipts from 75.00 on; what the bank itself charges needs none.
        let small = rent(&business, 74_99);
        let large = rent(&business, 75_00);
        business.post(TODAY, "Bank fee", &[("bank-fees", 80_00), ("Checking", -80_00)]).unwrap();
        business.post(TODAY, "Sale", &[("Checking", 900_00), ("sales-services", -900_00)]).unwrap();
        let wrong = rent(&business, 500_00);
        business.run("reverse-entry", json!({ "entry": wrong })).unwrap();
        assert_eq!(missing(), [large]);
        let answer = business.ask("missing-proof", json!({}));
        assert_eq!((&answer["count"], &answer["sum_minor"]), (&json!(1), &json!(75_00)));
        assert_eq!(answer["months"][0]["month"], "2026-05");
        assert_eq!(answer["payees"][0]["payee"], "Studio rent");

        let done = attach(&business, "entry", large, "rent.pdf", b"%PDF-1.7");
        assert_eq!(missing(), Vec::<i64>::new());
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        let waived = business.run("waive-proof", json!({ "entry": large, "reason": "Standing lease" })).unwrap();
        assert_eq!(missing(), Vec::<i64>::new());
        assert_eq!(business.ask("entry", json!({ "entry": large }))["proof_waived"], "Standing lease");
        business.run("undo", json!({ "activity": waived.activity })).unwrap();
        assert_eq!(missing(), [large]);

        let all = business.run("set-proof-rules", json!({ "from_minor": 0 })).unwrap();
        assert_eq!(missing().len(), 3);
        business.run("set-proof-rules", json!({ "from_minor": 0, "exempt": [business.account("rent")] })).unwrap();
        assert_eq!(missing().len(), 1);
        business.run("undo", json!({ "activity": all.activity })).unwrap();
        assert_eq!(missing(), [large]);
        assert!(!missing().contains(&small));
        let negative = business.run("set-proof-rules", json!({ "from_minor": -1 })).unwrap_err();
        assert_eq!(code(negative), "amount-is-negative");
    });
}

#[test]
fn the_export_names_what_is_attached() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 300_00);
        let done = attach(&business, "entry", entry, "rent.pdf", b"%PDF-1.7");
        let export = books::area().exports.into_iter().find(|export| export.format == "json").unwrap();
        let mut out = Vec::new();
        let written: Result<(), kernel::slots::ExportFailure> =
            business.house.read(&business.who, |context| (export.write)(context, &mut out));
        assert!(written.is_ok());
        let text = String::from_utf8(out).unwrap();
        let line: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(line["attachments"], json!([{ "name": "rent.pdf", "sha256": done.outcome["sha256"] }]));
    });
}

#[test]
fn a_paper_of_the_inbox_finds_its_cost_and_is_filed() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = rent(&business, 184_37);
        rent(&business, 90_00);
        let take = |name: &str, bytes: &[u8]| {
            business.run("take-file", json!({ "file_name": name, "content": STANDARD.encode(bytes) })).unwrap()
        };
        let taken = take("2026-05-02 rent 184.37.pdf", b"%PDF-1.7 rent");
        assert_eq!(take("again.pdf", b"%PDF-1.7 rent").outcome["before"], true);
        take("IMG_4711.txt", b"No word of a cost");
        let inbox = || business.ask("inbox", json!({}));
        assert_eq!(inbox()["count"], 2);
        assert_eq!(inbox()["documents"][1]["proposals"][0]["entry"], entry);
        assert_eq!(inbox()["documents"][1]["proposals"].as_array().unwrap().len(), 1);
        assert_eq!(inbox()["documents"][0]["proposals"], json!([]));
        assert_eq!(business.ask("needs", json!({}))["needs"][0]["href"], "/inbox");

        let document = taken.outcome["document"].clone();
        let filed = business.run("file-document", json!({ "document": document, "record": entry })).unwrap();
        assert_eq!(attached(&business, "entry", entry), ["2026-05-02 rent 184.37.pdf"]);
        assert_eq!(inbox()["count"], 1);
        let twice = business.run("file-document", json!({ "document": document, "record": entry })).unwrap_err();
        assert_eq!(code(twice), "document-does-not-wait");
        business.run("undo", json!({ "activity": filed.activity })).unwrap();
        assert_eq!(attached(&business, "entry", entry), Vec::<String>::new());
        assert_eq!(inbox()["count"], 2);

        let aside = business.run("dismiss-document", json!({ "document": document })).unwrap();
        assert_eq!(inbox()["count"], 1);
        business.run("undo", json!({ "activity": aside.activity })).unwrap();
        assert_eq!(inbox()["count"], 2);
        for (input, refusal) in [
            (json!({ "document": 999_999, "record": entry }), "no-such-document"),
            (json!({ "document": document, "record": 999_999 }), "no-such-record"),
        ] {
            assert_eq!(code(business.run("file-document", input).unwrap_err()), refusal);
        }
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
