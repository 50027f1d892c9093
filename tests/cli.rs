//! The command line's contract.

use serde_json::{Value, json};

use crate::program::{Program, ofx, text};

/// How many bank lines are on the checking account: all its postings but the opening balance.
pub fn bank_lines(program: &Program) -> i64 {
    let accounts = program.show("accounts", &["kind=bank"]);
    accounts["accounts"][0]["postings"].as_i64().unwrap() - 1
}

fn statement() -> String {
    ofx(
        &[
            ("20260302", "2400.00", "NORTHLIGHT HOTELS RETAINER", "F1"),
            ("20260303", "-600.00", "STUDIO RENT", "F2"),
            ("20260304", "-4.50", "FRENCH BROAD COFFEE", "F3"),
            ("20260304", "-4.50", "FRENCH BROAD COFFEE", "F4"),
        ],
        Some(("2791.00", "20260305")),
    )
}

#[test]
fn a_statement_comes_in_once() {
    let program = Program::with_business();
    let file = program.file("march.ofx", statement().as_bytes());
    let first = &program.json(&["import", file.to_str().unwrap(), "--json"])[0];
    assert_eq!(
        (&first["format"], &first["lines"], &first["new"], &first["duplicate"]),
        (&json!("ofx"), &json!(4), &json!(4), &json!(0))
    );
    for key in ["file", "format", "lines", "new", "duplicate", "doubtful", "matched", "to_sort"] {
        assert!(first.get(key).is_some(), "{key} is missing in {first}");
    }
    let again = &program.json(&["import", file.to_str().unwrap(), "--json"])[0];
    assert_eq!((&again["new"], &again["duplicate"]), (&json!(0), &json!(4)));
    program.ok(&["verify"]);
}

#[test]
fn a_bad_file_is_one_sentence_and_stores_nothing() {
    let program = Program::with_business();
    let good = program.file("good.ofx", statement().as_bytes());
    let huge = statement().replace("2400.00", &"9".repeat(100_000));
    for (name, content) in [
        ("empty.csv", Vec::new()),
        ("zip.csv", b"PK\x03\x04\x14\x00\x00\x00rest".to_vec()),
        ("cut.ofx", statement().as_bytes()[..statement().len() / 2].to_vec()),
        ("binary.ofx", (0..=255u8).cycle().take(4000).collect()),
        ("huge.ofx", huge.into_bytes()),
        ("year-zero.ofx", statement().replace("20260302", "00000302").into_bytes()),
        ("year-9999.ofx", statement().replace("20260302", "99990302").into_bytes()),
        ("past-64-bits.ofx", statement().replace("2400.00", "92233720368547758080.00").into_bytes()),
    ] {
        let bad = program.file(name, &content);
        for verb in ["import", "inspect"] {
            let output = program.run(&[verb, bad.to_str().unwrap(), "--json"]);
            assert_eq!(output.status.code(), Some(1), "{verb} {name}: {}", text(&output.stdout));
            let line: Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap_or_default()).unwrap();
            let error = line["error"].as_str().unwrap_or_else(|| panic!("{verb} {name} names no error: {line}"));
            assert!(error.len() > 10 && error.len() < 400, "{verb} {name}: {error}");
        }
    }
    assert_eq!(bank_lines(&program), 0);
    // A bad file does not stop the good one beside it, and the exit code says that one failed.
    let bad = program.file("bad.csv", b"");
    let output = program.run(&["import", bad.to_str().unwrap(), good.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(bank_lines(&program), 4);
}

#[test]
fn inspect_says_what_a_file_holds_and_stores_nothing() {
    let program = Program::new();
    let file = program.file("march.ofx", statement().as_bytes());
    let said = &program.json(&["inspect", file.to_str().unwrap(), "--json"])[0];
    assert_eq!(said["format"], "ofx");
    let account = &said["accounts"][0];
    assert_eq!(
        (&account["transactions"], &account["sum"], &account["first"], &account["last"], &account["currency"]),
        (&json!(4), &json!("1791.00"), &json!("2026-03-02"), &json!("2026-03-04"), &json!("USD"))
    );
    assert!(account["closing"].to_string().contains("2791.00"), "{account}");
}

#[test]
fn a_stream_goes_on_after_a_refusal_and_answers_each_line() {
    let program = Program::with_business();
    let accounts = program.show("accounts", &[]);
    let id = |role: &str| {
        let all = accounts["accounts"].as_array().unwrap();
        all.iter().find(|account| account["role"] == role || account["name"] == role).unwrap()["id"].clone()
    };
    let entry = |amount: i64, other: i64| {
        json!({ "command": "post-entry", "input": { "posted_on": "2026-05-01", "text": "Rent",
            "postings": [{ "account": id("rent"), "amount_minor": amount }, { "account": id("Checking"), "amount_minor": other }] } })
    };
    let input = format!("{}\n{}\n\n{}\nnot json\n", entry(500, -500), entry(500, -400), entry(700, -700));
    let output = program.run_with(&["do", "--stream"], &input);
    let answers: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 4, "{answers:?}");
    assert!(answers[1].to_string().contains("entry-does-not-balance"), "{}", answers[1]);
    assert_eq!(output.status.code(), Some(1));
    let balance = program.show("balances", &[]);
    let rent =
        balance["accounts"].as_array().unwrap().iter().find(|account| account["role"] == "rent").unwrap().clone();
    assert_eq!(rent["balance_minor"], 1200);
}

#[test]
fn a_backup_is_restored_to_the_same_books() {
    let program = Program::with_business();
    let file = program.file("march.ofx", statement().as_bytes());
    program.ok(&["import", file.to_str().unwrap()]);
    let backup = program.data().join("books.zst");
    program.ok(&["backup", backup.to_str().unwrap()]);
    let other = Program::new();
    other.ok(&["restore", backup.to_str().unwrap()]);
    assert_eq!(other.show("balances", &[]), program.show("balances", &[]));
    assert_eq!(other.show("pockets", &[]), program.show("pockets", &[]));
    other.ok(&["verify"]);
    // What is not a backup is refused and changes nothing.
    let bad = other.file("bad.zst", b"not a backup");
    assert_eq!(other.run(&["restore", bad.to_str().unwrap()]).status.code(), Some(1));
    assert_eq!(other.show("balances", &[]), program.show("balances", &[]));
}

#[test]
fn every_export_is_written() {
    let program = Program::with_business();
    for (format, must) in
        [("hledger", "account assets:"), ("beancount", "option \"title\""), ("csv", "entry,date,"), ("json", "{\"")]
    {
        let path = program.data().join(format!("out.{format}"));
        program.ok(&["export", format, "-o", path.to_str().unwrap()]);
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written.contains(must), "{format}: {written}");
        assert_eq!(program.ok(&["export", format]), written);
    }
    assert_eq!(program.run(&["export", "wordperfect"]).status.code(), Some(1));
}

#[test]
fn lists_name_every_command_and_query_with_its_schema() {
    let program = Program::new();
    for kind in ["commands", "queries"] {
        let listed = program.json(&["list", kind, "--json"]);
        let listed =
            if listed.len() == 1 && listed[0].is_array() { listed[0].as_array().unwrap().clone() } else { listed };
        assert!(listed.len() >= 10, "{kind}: {}", listed.len());
        for one in listed {
            assert!(one["name"].as_str().is_some_and(|name| !name.is_empty()), "{one}");
            assert!(one["about"].as_str().is_some_and(|about| about.ends_with('.')), "{one}");
            assert!(one.to_string().contains("\"properties\"") || one.to_string().contains("\"type\""), "{one}");
        }
    }
}

#[test]
fn hostile_text_does_not_reach_the_terminal() {
    let program = Program::with_business();
    let hostile = "Ev\u{1b}[31mil\u{7}\u{202e}text";
    let file = program.file("hostile.ofx", ofx(&[("20260302", "-5.00", hostile, "H1")], None).as_bytes());
    program.run(&["import", file.to_str().unwrap()]);
    for arguments in [&["show", "bank-lines"][..], &["show", "activity"], &["export", "csv"], &["export", "hledger"]] {
        let shown = program.ok(arguments);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{arguments:?}: {shown:?}");
    }
}

#[test]
fn a_second_program_waits_for_the_first_and_a_newer_file_is_refused() {
    let program = Program::with_business();
    let locked = rusqlite::Connection::open(program.data().join("mainstay.db")).unwrap();
    locked.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = program.run(&["do", "open-account", "name=Savings", "kind=bank"]);
    assert_eq!(busy.status.code(), Some(1));
    assert!(text(&busy.stderr).to_lowercase().contains("another program"), "{}", text(&busy.stderr));
    locked
        .execute_batch("ROLLBACK; INSERT INTO schema_versions (number, name) VALUES (9999, 'from-the-future')")
        .unwrap();
    drop(locked);
    let newer = program.run(&["show", "accounts"]);
    assert_eq!(newer.status.code(), Some(1));
    assert!(text(&newer.stderr).contains("newer version"), "{}", text(&newer.stderr));
}

/// Every verb and option, so that none changes unnoticed. Accept a change with `INSTA_UPDATE=always`.
#[test]
fn the_reference_of_the_command_line() {
    let program = Program::new();
    let mut reference = String::new();
    for verb in [
        &["--help"][..],
        &["demo", "--help"],
        &["init", "--help"],
        &["import", "--help"],
        &["inspect", "--help"],
        &["einvoice", "--help"],
        &["einvoice", "write", "--help"],
        &["einvoice", "read", "--help"],
        &["do", "--help"],
        &["show", "--help"],
        &["list", "--help"],
        &["export", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["verify", "--help"],
        &["serve", "--help"],
        &["migrate", "--help"],
    ] {
        reference.push_str(&format!("$ mainstay {}\n{}\n", verb.join(" "), program.ok(verb)));
    }
    insta::assert_snapshot!("cli-reference", reference);
}

#[test]
fn an_archive_is_taken_beside_the_business_that_is_there() {
    let program = Program::with_business();
    let file = program.file("march.ofx", statement().as_bytes());
    program.ok(&["import", file.to_str().unwrap()]);
    let archive = program.data().join("all.archive.jsonl");
    program.ok(&["export", "archive", "-o", archive.to_str().unwrap()]);
    let other = Program::new();
    let arrived = &other.json(&["restore", archive.to_str().unwrap(), "--json"])[0];
    assert_eq!((&arrived["name"], &arrived["business"]), (&json!("Calloway Clay"), &json!(1)));
    assert_eq!(other.show("balances", &[]), program.show("balances", &[]));
    assert_eq!(other.ok(&["export", "archive"]), std::fs::read_to_string(&archive).unwrap());
    other.ok(&["verify"]);
    // The same name again is refused, another name is another business.
    let again = other.run(&["restore", archive.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(1));
    other.ok(&["restore", archive.to_str().unwrap(), "--business", "Second"]);
    other.ok(&["verify", "--business", "Second"]);
    let cut = std::fs::read_to_string(&archive).unwrap();
    let cut = program.file("cut.jsonl", &cut.as_bytes()[..cut.len() / 2]);
    let refused = other.run(&["restore", cut.to_str().unwrap(), "--business", "Third", "--json"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stdout).contains("ends too early"), "{}", text(&refused.stdout));
    assert!(!text(&other.run(&["verify"]).stderr).contains("Third"));
}
