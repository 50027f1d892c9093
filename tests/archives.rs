//! A whole business comes in by the browser, or is refused whole; and long work that a program's end cuts off is told.

use std::time::Duration;

use serde_json::Value;

use crate::{
    http::{Answer, Caller},
    kill::long_statement,
    program::Program,
};

/// A form with one file and a few texts, as a browser without script sends it.
fn send(caller: &Caller, address: &str, field: &str, file: (&str, &str), texts: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, text) in texts {
        body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"));
    }
    let (name, content) = file;
    body.push_str(&format!(
        "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    ));
    body.push_str(content);
    body.push_str("\r\n--edge--\r\n");
    let headers = [("Origin", caller.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    caller.post(address, "multipart/form-data; boundary=edge", &body, &headers)
}

/// Follows answers that lead elsewhere, work on its way too, to the page at their end.
fn follow(caller: &Caller, mut answer: Answer) -> (String, Answer) {
    let mut at = String::new();
    for _ in 0..600 {
        if answer.status == 303 {
            at = answer.header("location").to_owned();
        } else if !answer.body.contains("data-again") {
            return (at, answer);
        } else {
            std::thread::sleep(Duration::from_millis(100));
        }
        answer = caller.get(&at);
    }
    panic!("{at} never ends: {}", answer.body)
}

fn businesses(program: &Program) -> i64 {
    let file = rusqlite::Connection::open(program.data().join("mainstay.db")).unwrap();
    file.query_row("SELECT COUNT(*) FROM businesses", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_archive_is_looked_into_and_comes_in_as_a_business_of_its_own() {
    let program = Program::with_business();
    program.ok(&["do", "open-account", "name=Savings", "kind=bank", "opening_minor=77700", "opened_on=2026-01-02"]);
    let archive = program.ok(&["export", "archive"]);
    let server = program.serve();
    let owner = Caller::owner(&server);
    let (at, looked) = follow(&owner, send(&owner, "/keep/archive", "archive", ("calloway.jsonl", &archive), &[]));
    assert!(at.starts_with("/keep/archive/"), "{at}");
    for words in ["Calloway Clay is in the archive, whole.", "calloway.jsonl", "value=\"Calloway Clay 2\""] {
        assert!(looked.body.contains(words), "{words}: {}", looked.body);
    }
    assert_eq!(businesses(&program), 1, "looking keeps nothing");
    // A name that is taken is answered at the field, and the archive is still there.
    let (again, refused) = follow(&owner, owner.form_to(&at, &[("name", "Calloway Clay")]));
    assert_eq!(again, at);
    assert!(refused.body.contains("There is a business named Calloway Clay here already."), "{}", refused.body);
    assert!(refused.body.contains("aria-invalid"), "{}", refused.body);
    assert_eq!(businesses(&program), 1);
    let (there, brought) = follow(&owner, owner.form_to(&at, &[("name", "The Second")]));
    assert!(there.starts_with("/businesses?arrived=2"), "{there}");
    assert!(brought.body.contains("The Second is here now."), "{}", brought.body);
    assert_eq!(businesses(&program), 2);
    program.ok(&["verify", "--business", "The Second"]);
    let accounts = program.ok(&["show", "balances", "--json", "--business", "The Second"]);
    assert!(accounts.contains("77700"), "{accounts}");
    // Who goes back finds that it was brought in: there is nothing left to bring in twice.
    assert_eq!(owner.get(&at).header("location"), "/keep/archive");
}

#[test]
fn an_archive_that_is_not_whole_is_refused_whole_with_the_reason() {
    let program = Program::with_business();
    let archive = program.ok(&["export", "archive"]);
    let server = program.serve();
    let owner = Caller::owner(&server);
    let cut = &archive[..archive.len() * 2 / 3];
    let changed = archive.replacen("Checking", "Chequing", 1);
    let newer = archive.replacen("\"schema\":", "\"schema\":9", 1);
    // Larger than any other form may be, and no archive.
    let large = "x".repeat(33 << 20);
    for (text, reason) in [
        (cut, "ends too early"),
        (changed.as_str(), "do not match their sum"),
        (newer.as_str(), "newer version"),
        (large.as_str(), "not an archive of this program"),
        ("", "not an archive of this program"),
    ] {
        let (at, page) = follow(&owner, send(&owner, "/keep/archive", "archive", ("bad.jsonl", text), &[]));
        assert!(
            page.body.contains("bad.jsonl could not be brought in.") && page.body.contains(reason),
            "{reason}: {}",
            page.body
        );
        // It cannot be brought in by its address either.
        let (_, page) = follow(&owner, owner.form_to(&at, &[("name", "Anyway")]));
        assert!(!page.body.contains("Anyway is here now."), "{reason}: {}", page.body);
        assert_eq!(businesses(&program), 1, "{reason}");
    }
    let stranger = Caller::stranger(&server);
    assert_eq!(send(&stranger, "/keep/archive", "archive", ("a.jsonl", &archive), &[]).status, 403);
    program.ok(&["verify"]);
}

#[test]
fn work_that_the_programs_end_cut_off_is_told_at_the_next_start() {
    let program = Program::with_business();
    let statement = long_statement(20_000);
    let server = program.serve();
    let owner = Caller::owner(&server);
    let texts = [("account", "1"), ("next", "/bank"), ("from", "/bank")];
    let accounts = program.show("accounts", &["kind=bank"]);
    let account = accounts["accounts"][0]["id"].to_string();
    let texts = texts.map(|(name, text)| (name, if name == "account" { account.as_str() } else { text }));
    let begun = send(&owner, "/do/import-statement", "content", ("long.ofx", &statement), &texts);
    assert!(begun.header("location").starts_with("/work/"), "{} {}", begun.status, begun.body);
    let list = owner.get("/work").body;
    assert!(list.contains("Work is on its way."), "{list}");
    // SIGKILL: nothing of the program runs after it.
    drop(server);
    let server = program.serve();
    let cookie = owner.cookie.clone();
    let mut owner = Caller::stranger(&server);
    owner.cookie = cookie;
    // The note is written when the server begins to answer.
    let told = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        let notes = program.show("failed-works", &[]);
        notes.as_array().unwrap().first().cloned()
    });
    let told: Value = told.expect("the work that was cut off is noted");
    assert!(told["why"].as_str().unwrap().contains("It was cut off on"), "{told}");
    let list = owner.get("/work").body;
    assert!(list.contains("It changed nothing: start it again."), "{list}");
    assert_eq!(crate::cli::bank_lines(&program), 0);
    let left: Vec<_> = std::fs::read_dir(program.data()).unwrap().flatten().map(|file| file.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".work-")), "{left:?}");
    // It is told once.
    drop(server);
    drop(program.serve());
    assert_eq!(program.show("failed-works", &[]).as_array().unwrap().len(), 1);
}
