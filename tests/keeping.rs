//! Tokens, several businesses, backups and long work, over HTTP.

use serde_json::{Value, json};

use crate::{
    http::{Answer, Caller},
    program::{Program, text},
};

fn bearer(caller: &Caller, path: &str, token: &str) -> Answer {
    caller.get_with(path, &[("Authorization", &format!("Bearer {token}"))])
}

fn run(caller: &Caller, command: &str, token: &str, input: &Value) -> Answer {
    let headers = [("Authorization", format!("Bearer {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, text)| (*name, text.as_str())).collect();
    caller.post(&format!("/api/{command}"), "application/json", &input.to_string(), &headers)
}

fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(problem["status"], answer.status, "{problem}");
    problem["type"].as_str().unwrap().trim_start_matches("urn:mainstay:").to_owned()
}

fn token(program: &Program, arguments: &[&str]) -> String {
    let arguments: Vec<&str> = ["token", "add"].iter().chain(arguments).chain(&["--json"]).copied().collect();
    program.json(&arguments)[0]["token"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_does_what_its_scopes_say_and_nothing_else() {
    let program = Program::with_business();
    let read = token(&program, &["reader", "--read-only"]);
    let imports = token(&program, &["importer", "--scopes", "do:import-statement read:bank"]);
    let all = token(&program, &["all"]);
    let ended = token(&program, &["ended", "--expires", "2026-05-12"]);
    let server = program.serve();
    let caller = Caller::stranger(&server);
    // (token, asks balances of books, asks statements of bank, may move money)
    let money = json!({ "from": 1, "to": 2, "amount_minor": 1 });
    for (token, books, bank, moves) in
        [(&read, 200, 200, "read-only"), (&imports, 403, 200, "out-of-scope"), (&all, 200, 200, "")]
    {
        assert_eq!(bearer(&caller, "/api/balances", token).status, books);
        assert_eq!(bearer(&caller, "/api/statements", token).status, bank);
        let answer = run(&caller, "move-money", token, &money);
        if moves.is_empty() {
            assert_ne!(answer.status, 403, "{}", answer.body);
        } else {
            assert_eq!((answer.status, problem(&answer).as_str()), (403, moves));
        }
    }
    // No program lets another one in, or notes what the program itself notes.
    let another = json!({ "name": "x", "scopes": "read", "sha256": "0".repeat(64) });
    assert_eq!(problem(&run(&caller, "make-token", &all, &another)), "only-owner");
    assert_eq!(problem(&run(&caller, "revoke-token", &all, &json!({ "token": 1 }))), "only-owner");
    let record = json!({ "file": "/etc/hostname", "bytes": 1, "entries": 1, "chain": "" });
    assert_eq!(problem(&run(&caller, "record-backup", &all, &record)), "only-program");
    let folder = json!({ "folder": "/tmp" });
    assert_eq!(problem(&run(&caller, "plan-backups", &all, &folder)), "only-owner");
    // The calendar is held in the past, the end of a token is not.
    let answer = bearer(&caller, "/api/balances", &ended);
    assert_eq!((answer.status, problem(&answer).as_str()), (401, "not-known"));
    assert!(!answer.header("www-authenticate").is_empty());
    program.ok(&["token", "revoke", "1"]);
    assert_eq!(bearer(&caller, "/api/balances", &read).status, 401);
    for bad in [&["bad", "--scopes", "everything"][..], &["late", "--expires", "2026-05-11"], &[" "]] {
        let arguments: Vec<&str> = ["token", "add"].iter().chain(bad).copied().collect();
        assert_eq!(program.run(&arguments).status.code(), Some(1), "{bad:?}");
    }
}

#[test]
fn wrong_tokens_are_made_to_wait_and_good_ones_pass() {
    let program = Program::with_business();
    let good = token(&program, &["good"]);
    let server = program.serve();
    let caller = Caller::stranger(&server);
    let statuses: Vec<u16> =
        (0..25).map(|wrong| bearer(&caller, "/api/balances", &format!("{wrong}")).status).collect();
    assert_eq!((statuses[0], statuses[24]), (401, 429), "{statuses:?}");
    let answer = bearer(&caller, "/api/balances", "wrong");
    assert_eq!(problem(&answer), "too-many-wrong-tokens");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() <= 60);
    assert_eq!(bearer(&caller, "/api/balances", &good).status, 200);
}

#[test]
fn a_token_made_on_its_page_is_shown_once() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let page =
        owner.form_to("/keep/tokens", &[("name", "Till"), ("access", "read"), ("scopes", ""), ("expires_on", "")]);
    assert_eq!(page.status, 200, "{}", page.body);
    let secret = page.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(bearer(&Caller::stranger(&server), "/api/balances", &secret).status, 200);
    let later = owner.get("/keep/tokens");
    assert!(later.body.contains("Till") && !later.body.contains(&secret));
    // Neither the log nor the archive knows the secret.
    for everything in [program.ok(&["show", "activity", "--json"]), program.ok(&["export", "archive"])] {
        assert!(!everything.contains(&secret));
    }
    let refused = owner.form_to("/keep/tokens", &[("name", "Till"), ("scopes", "everything")]);
    assert!(refused.status == 422 && refused.body.contains("is nothing a token may do"), "{}", refused.body);
    let stranger = Caller::stranger(&server).form_to("/keep/tokens", &[("name", "x"), ("access", "read")]);
    assert_eq!(stranger.status, 403);
}

#[test]
fn one_goes_between_the_businesses_of_a_file_and_each_sees_its_own() {
    let program = Program::with_business();
    program.ok(&["init", "--business", "Second Shop", "--country", "DE"]);
    let both = program.run(&["verify"]);
    assert!(text(&both.stderr).contains("Second Shop"), "several businesses have to be told apart");
    program.ok(&["verify", "--business", "Second Shop"]);
    assert_eq!(program.run(&["init", "--name", "Second Shop", "--country", "DE"]).status.code(), Some(1));
    let first = token(&program, &["first", "--business", "Calloway Clay"]);
    let server = program.serve();
    let owner = Caller::owner(&server);
    let page = owner.get("/books/accounts");
    assert!(page.body.contains("Calloway Clay") && page.body.contains("/switch/2"), "{}", page.body);
    assert!(owner.get("/keep").body.contains("?for-business=1\""), "forms say for which business they are");
    assert!(owner.get("/businesses").body.contains("Second Shop"));
    assert_eq!(owner.form_to("/switch/2", &[]).status, 303);
    let page = owner.get("/books/accounts");
    assert!(
        page.body.contains("<title>") && page.body.contains("Second Shop ·") || page.body.contains("· Second Shop")
    );
    assert!(!page.body.contains("Checking"), "nothing of the first business is shown");
    // A page that stayed open in another tab books nothing here.
    let form = [("name", "Stray"), ("kind", "bank")];
    let stray = owner.form_to("/do/open-account?for-business=1", &form);
    assert_eq!(stray.status, 409, "{}", stray.body);
    assert_eq!(owner.form_to("/do/open-account?for-business=2", &form).status, 303);
    let accounts = |name: &str| program.ok(&["show", "accounts", "--json", "--business", name]);
    assert!(accounts("Second Shop").contains("Stray") && !accounts("Calloway Clay").contains("Stray"));
    assert_eq!(owner.form_to("/switch/3", &[]).status, 404);
    assert_eq!(Caller::stranger(&server).form_to("/switch/1", &[]).status, 403);
    // A token stays with its business, whatever ids it names.
    let balances = bearer(&Caller::stranger(&server), "/api/accounts", &first).body;
    assert!(balances.contains("Checking") && !balances.contains("Stray"));
    // Another is added on a page.
    let start = owner.get("/start?another=1");
    assert!(start.status == 200 && start.body.contains("/start?another=1"), "{}", start.body);
    let added = owner.form_to("/start?another=1", &[("country", "FR"), ("name", "Troisième"), ("currency", "EUR")]);
    assert_eq!(added.status, 303, "{}", added.body);
    assert!(owner.get("/books/accounts").body.contains("Troisième"));
    assert_eq!(Caller::stranger(&server).get("/start?another=1").status, 403);
}

#[test]
fn a_backup_is_made_from_its_page_tried_and_fetched() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    assert!(owner.get("/keep").body.contains("There is no backup yet."));
    let answer = owner.form_to("/keep/backup-now", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/keep"), "{}", answer.body);
    let page = owner.get("/keep").body;
    assert!(page.contains("restored and checked"), "{page}");
    let address = page.split("/keep/backups/").nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/keep/backups/{address}");
    let fetched = owner.get(&address);
    assert_eq!((fetched.status, fetched.header("content-type")), (200, "application/zstd"));
    assert_eq!(Caller::stranger(&server).get(&address).status, 403);
    let planned = owner.form("plan-backups", &[("hour", "99"), ("from", "/keep")]);
    assert!(planned.status == 422 && planned.body.contains("The hour is a number from 0 to 23."), "{}", planned.body);
    let planned = owner.form("plan-backups", &[("every", "day"), ("hour", "3"), ("next", "/keep")]);
    assert_eq!(planned.status, 303, "{}", planned.body);
    drop(server);
    // What is due is made when the program starts; here it was just made, so it is not.
    let backups = program.show("backups", &[]);
    assert_eq!(backups["backups"].as_array().unwrap().len(), 1);
    assert_eq!(backups["plan"]["due"], false);
}
