//! Two owners on one host, and two businesses in one file: whatever one of them sends, the other's rows are neither read
//! nor changed.
//!
//! Nothing here lists what there is: commands, queries and pages come from the registry, so that what is added tomorrow is
//! tried too. The ids of the second business lie far above every amount, so that one of them in the first is seen at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use kernel::{Actor, Field, FieldType, House, Picker, Who, fields};
use mainstay::wiring;
use sample::Country;
use serde_json::{Map, Value, json};
use store::{
    Engine, NewToken, Store,
    testing::{DataFile, PostgresDatabase},
};

use crate::http::{Answer, Caller, percent};

/// Where the ids of the second business begin.
const FIRST_ID: i64 = 7_000_000_000_000;
/// A word of the second business that the program itself does not know.
const MARK: &str = "Zwiebelfisch";

/// Two businesses and a server over them.
struct Host {
    house: House,
    ours: Who,
    theirs: Who,
    address: String,
    caller: Caller,
    /// The second business's owner.
    other: Caller,
    /// Ids of the second business by table.
    ids: BTreeMap<String, Vec<i64>>,
    /// Words that stand in the second business and nowhere else.
    words: Vec<String>,
}

/// A year of a sample business, as an archive.
fn archived(country: Country, prepare: impl FnOnce(&DataFile, &House, &str)) -> Vec<u8> {
    let place = DataFile::new();
    let house = House::new(place.open(), wiring::registry());
    let today = date(2026, 5, 12);
    prepare(&place, &house, &sample::year(country, today).business_name);
    let business = mainstay::demo::build(&house, country, today, |_, _| ()).unwrap();
    let who = Who::owner(business);
    let run = |who: &Who, command: &str, input: Value| {
        let raw = serde_json::value::RawValue::from_string(input.to_string()).unwrap();
        house
            .run(who, kernel::Call { command, input: &raw, key: None })
            .unwrap_or_else(|failure| panic!("{command}: {failure:?}"))
    };
    if country == Country::France {
        let text = "UmVjaGVudW5n";
        run(
            &who,
            "attach-file",
            json!({ "kind": "entry", "record": 1, "file_name": format!("{MARK}.txt"), "content": text }),
        );
        run(&who, "set-note", json!({ "kind": "entry", "record": 1, "note": MARK }));
        run(&who, "set-tags", json!({ "kind": "entry", "record": 1, "tags": [MARK] }));
        let journal = format!("2024-01-05 {MARK}\n    expenses:{MARK}  5.00 EUR\n    assets:bank:{MARK}\n");
        let content = base64(journal.as_bytes());
        run(&who, "arrive-ledger", json!({ "file_name": MARK, "content": content }));
        let job = Who { actor: Actor::Job, ..who.clone() };
        run(&job, "record-backup", json!({ "file": format!("/tmp/{MARK}"), "bytes": 1, "entries": 1, "chain": "" }));
        run(&job, "note-work", json!({ "what": MARK, "why": MARK }));
    }
    archive(&house, &who)
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn archive(house: &House, who: &Who) -> Vec<u8> {
    let mut bytes = Vec::new();
    house
        .read(who, |context| {
            Ok::<_, kernel::Failure>(context.tx.write_archive("1", &mut bytes, &mut |_, _| true).unwrap())
        })
        .unwrap();
    bytes
}

impl Host {
    fn over(store: Store) -> Host {
        let house = House::new(store, wiring::registry());
        let ours = archived(Country::UnitedStates, |_, _, _| ());
        let theirs = archived(Country::France, |place, house, name| {
            house.store().directory().create_business(name, "2025-01-01T00:00:00Z").unwrap();
            let file = rusqlite::Connection::open(place.path()).unwrap();
            file.execute("UPDATE heads SET next_id = ?1", [FIRST_ID]).unwrap();
        });
        let ours = Who::owner(house.take_archive(ours.as_slice(), None).unwrap().business);
        let ids = ids(&theirs);
        let ours_text = String::from_utf8(archive(&house, &ours)).unwrap();
        let ours_text = ours_text.to_lowercase();
        let mut words: Vec<String> = texts(&theirs).into_iter().filter(|text| !ours_text.contains(text)).collect();
        assert!(words.len() > 5, "{words:?}");
        words.push(MARK.to_lowercase());
        let theirs = Who::owner(house.take_archive(theirs.as_slice(), None).unwrap().business);
        let server = mainstay::Server::listen(
            house.clone(),
            Some(([127, 0, 0, 1], 0).into()),
            &[],
            Some(date(2026, 5, 12)),
            None,
        )
        .unwrap();
        let address = format!("http://{}", server.address());
        let links = [&ours, &theirs].map(|who| server.link(Some(who.business)).unwrap());
        std::thread::spawn(move || server.run());
        let [caller, other] = links.map(|link| Caller::by_link(&address, &link));
        let mut host = Host { house, ours, theirs, address, caller, other, ids, words };
        if host.house.store().engine() == Engine::Postgres {
            // In a file, which is one person's, the pages name all businesses.
            host.words.push(host.house.settings(host.theirs.business).unwrap().unwrap().name.to_lowercase());
        }
        host
    }

    /// No answer tells a word of the other business.
    fn tells_nothing(&self, asked: &str, answer: &Answer) {
        assert!(answer.status < 500, "{asked}: {} {}", answer.status, answer.body);
        let said = answer.body.to_lowercase();
        for word in &self.words {
            assert!(!said.contains(word.as_str()), "{asked} answers {} with {word}", answer.status);
        }
    }

    /// Ids of the other business that a field of this name may mean, the likeliest tables first.
    fn ids_for(&self, name: &str, picker: Option<Picker>) -> Vec<i64> {
        let plural = match picker {
            Some(Picker::Account | Picker::Category) => "accounts".to_owned(),
            Some(Picker::Pocket) => "pockets".to_owned(),
            _ if name.ends_with('y') && name != "activity" => format!("{}ies", &name[..name.len() - 1]),
            _ if name == "activity" => name.to_owned(),
            _ => format!("{}s", name.trim_end_matches('s')),
        };
        let fitting: Vec<i64> = self
            .ids
            .iter()
            .filter(|(table, _)| table.ends_with(&plural))
            .filter_map(|(_, ids)| ids.last().copied())
            .collect();
        if fitting.is_empty() { self.ids.values().filter_map(|ids| ids.first().copied()).collect() } else { fitting }
    }

    /// Inputs for a command in which every number that is no amount is an id of the other business.
    fn inputs(&self, of: &[Field]) -> Vec<Value> {
        let most = of.iter().map(|field| self.choices(field)).max().unwrap_or(1);
        (0..most.clamp(1, 8)).map(|turn| Value::Object(self.group(of, turn))).collect()
    }

    fn choices(&self, field: &Field) -> usize {
        match &field.kind {
            FieldType::Integer if !is_amount(field) => self.ids_for(&field.name, field.picker).len(),
            FieldType::Group(inner) => inner.iter().map(|field| self.choices(field)).max().unwrap_or(1),
            FieldType::List(of) => self.choices(&Field { kind: (**of).clone(), ..field.clone() }),
            _ => 1,
        }
    }

    fn group(&self, of: &[Field], turn: usize) -> Map<String, Value> {
        // Every other turn leaves out what may be left out: else one refused field would hide the rest.
        let wanted = of.iter().filter(|field| field.required || turn.is_multiple_of(2));
        wanted.map(|field| (field.name.clone(), self.value(field, &field.kind, turn))).collect()
    }

    fn value(&self, field: &Field, kind: &FieldType, turn: usize) -> Value {
        match kind {
            FieldType::List(of) => json!([self.value(field, of, turn)]),
            FieldType::Group(inner) => Value::Object(self.group(inner, turn)),
            FieldType::Flag => json!(false),
            FieldType::OneOf(words) => words.get(turn % words.len().max(1)).map_or(Value::Null, |word| json!(word)),
            FieldType::Integer if is_amount(field) => json!(100),
            FieldType::Integer => {
                let ids = self.ids_for(&field.name, field.picker);
                json!(ids[turn % ids.len()])
            }
            FieldType::Text if field.picker == Some(Picker::Date) => json!("2026-05-02"),
            FieldType::Text if field.picker == Some(Picker::Month) => json!("2026-04"),
            FieldType::Text if field.name == "kind" => json!("entry"),
            // Backups go nowhere.
            FieldType::Text if field.name == "folder" => json!(""),
            FieldType::Text => json!("Tampered"),
            FieldType::Other => Value::Null,
        }
    }
}

fn is_amount(field: &Field) -> bool {
    matches!(field.picker, Some(Picker::Money | Picker::Percent))
        || [
            "_minor",
            "_permille",
            "permille",
            "hour",
            "weekday",
            "days",
            "weeks",
            "months",
            "limit",
            "bytes",
            "entries",
        ]
        .iter()
        .any(|ending| field.name.ends_with(ending))
}

/// The ids in an archive, by table.
fn ids(archive: &[u8]) -> BTreeMap<String, Vec<i64>> {
    let (mut ids, mut table, mut at): (BTreeMap<String, Vec<i64>>, _, _) = (BTreeMap::new(), String::new(), None);
    for line in archive.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line).unwrap() {
            Value::Object(begin) if begin.contains_key("table") => {
                table = begin["table"].as_str().unwrap().to_owned();
                // Words are kept under the number of what they stand in, which for an entry is no id.
                at = if table == "words" {
                    None
                } else {
                    begin["columns"].as_array().unwrap().iter().position(|column| column[0] == "id")
                };
            }
            Value::Array(row) => {
                if let Some(id) = at.and_then(|at| row[at].as_i64()) {
                    ids.entry(table.clone()).or_default().push(id);
                }
            }
            _ => {}
        }
    }
    assert!(ids.values().flatten().all(|id| *id >= FIRST_ID) && ids.len() > 10, "{:?}", ids.keys());
    ids
}

/// Numbers of the other business that came to stand in this one, outside of the log, which keeps what was asked.
fn foreign_numbers(archive: &[u8]) -> Vec<String> {
    let mut table = String::new();
    let lines = archive.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let mut found = Vec::new();
    for line in lines {
        match serde_json::from_slice(line).unwrap() {
            Value::Object(begin) => {
                if let Some(name) = begin.get("table") {
                    table = name.to_string();
                }
            }
            Value::Array(row) if row.iter().any(|cell| cell.as_i64().is_some_and(|number| number >= FIRST_ID)) => {
                found.push(format!("{table} {row:?}"));
            }
            _ => {}
        }
    }
    found
}

fn nothing_is_read_or_changed(store: Store) {
    let host = Host::over(store);
    let hosted = host.house.store().engine() == Engine::Postgres;
    let (before, registry) = (archive(&host.house, &host.theirs), host.house.registry());
    let other_token = "t".repeat(43);
    // Tokens are numbered in each business, so the other one has one more than we.
    token(&host, &host.theirs, "first");
    let token_of_theirs = token(&host, &host.theirs, &other_token);
    // Every query, and every page with whatever its address can name.
    for (_, query) in registry.queries() {
        for input in host.inputs(&fields(&(query.parameters)())) {
            let pairs = pairs("", &input);
            let text: Vec<String> =
                pairs.iter().map(|(name, text)| format!("{}={}", percent(name), percent(text))).collect();
            let asked = format!("/api/{}?{}", query.name, text.join("&"));
            host.tells_nothing(&asked, &host.caller.get(&asked));
        }
    }
    let names = [
        "account",
        "line",
        "pocket",
        "category",
        "party",
        "client",
        "project",
        "rule",
        "statement",
        "entry",
        "report",
        "document",
        "item",
    ];
    for page in wiring::pages() {
        for (turn, ids) in host.ids.values().enumerate() {
            let id = ids[ids.len() - 1].to_string();
            if page.path.contains('{') {
                let path: Vec<&str> =
                    page.path.split('/').map(|part| if part.starts_with('{') { id.as_str() } else { part }).collect();
                let path = path.join("/");
                host.tells_nothing(&path, &host.caller.get(&path));
            } else if turn % 8 == 0 {
                let named: Vec<String> =
                    names.iter().map(|name| format!("{name}={}", host.ids_for(name, None)[0])).collect();
                let path = format!("{}?{}&open=account:{id}", page.path, named.join("&"));
                host.tells_nothing(&path, &host.caller.get(&path));
            }
        }
    }
    // Files, work, backups and archives, by their addresses.
    let theirs = |table: &str| host.ids[table].last().copied().unwrap();
    for path in [
        format!("/files/{}", theirs("attachments")),
        format!("/inbox/files/{}", theirs("attachments")),
        format!("/keep/backups/{}", theirs("backups")),
        format!("/work/{}", theirs("failed_works")),
        format!("/books/accounts/{}", theirs("accounts")),
    ] {
        let answer = host.caller.get(&path);
        assert!([303, 404].contains(&answer.status), "{path}: {}", answer.status);
        host.tells_nothing(&path, &answer);
    }
    for export in registry.areas.iter().flat_map(|area| &area.exports) {
        let path = format!("/export/{}", export.format);
        host.tells_nothing(&path, &host.caller.get(&path));
    }
    // Every command, by the API and as a form, as the owner and as a program of the first business.
    let mine = "m".repeat(43);
    token(&host, &host.ours, &mine);
    let bearer = format!("Bearer {mine}");
    let own = [("Origin", host.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    let program = Caller::at(&host.address);
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for (_, command) in registry.commands() {
        for (turn, input) in host.inputs(&fields(&(command.input)())).into_iter().enumerate() {
            let path = format!("/api/{}", command.name);
            let answer = match turn % 3 {
                0 => host.caller.post(&path, "application/json", &input.to_string(), &own),
                1 => program.post(&path, "application/json", &input.to_string(), &[("Authorization", &bearer)]),
                _ => {
                    let pairs = pairs("", &input);
                    let pairs: Vec<(&str, &str)> =
                        pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                    host.caller.form(command.name, &pairs)
                }
            };
            let said = format!("{} {input}", command.name);
            *statuses.entry(answer.status).or_default() += 1;
            host.tells_nothing(&said, &answer);
            if asks_for_ids(&fields(&(command.input)())) && turn % 3 != 2 {
                assert!(
                    [400, 403, 404, 409, 422].contains(&answer.status),
                    "{said}: {} {}",
                    answer.status,
                    answer.body
                );
            }
        }
    }
    // Most were refused because there is no such record, not because they could not be read.
    let of = |status| statuses.get(&status).copied().unwrap_or_default();
    assert!(of(404) > 100 && of(400) * 4 < of(404), "{statuses:?}");
    // Their token is theirs to take back, and opens nothing of ours.
    let revoke = json!({ "token": token_of_theirs }).to_string();
    let answer = host.caller.post("/api/revoke-token", "application/json", &revoke, &own);
    assert_eq!(answer.status, 404, "{}", answer.body);
    let theirs_bearer = format!("Bearer {other_token}");
    let answer = program.get_with("/api/accounts", &[("Authorization", &theirs_bearer)]);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains(&FIRST_ID.to_string()[..6]), "their token opens their own accounts");
    // A form of theirs, sent with our cookie, is nobody's.
    let form = [("name", "Stray"), ("kind", "bank")];
    let answer = host.caller.form_to(&format!("/do/open-account?for-business={}", host.theirs.business), &form);
    assert_eq!(answer.status, 409, "{}", answer.body);
    let answer = host.caller.form_to(&format!("/switch/{}", host.theirs.business), &[]);
    assert_eq!(answer.status, if hosted { 404 } else { 303 });
    assert_eq!(host.other.get("/books/accounts").status, 200);

    assert!(archive(&host.house, &host.theirs) == before, "something of the other business was changed");
    let foreign: Vec<String> = foreign_numbers(&archive(&host.house, &host.ours))
        .into_iter()
        .filter(|row| !row.starts_with("\"activity\""))
        .collect();
    assert!(foreign.is_empty(), "rows that name records of the other business: {foreign:#?}");
    for who in [&host.ours, &host.theirs] {
        for check in host.house.verify(who).unwrap() {
            assert_eq!(check.found.problems, Vec::<String>::new(), "{}", check.name);
        }
    }
}

/// Gives a program a token; its number.
fn token(host: &Host, who: &Who, secret: &str) -> i64 {
    let new = NewToken {
        token_hash: sha256(secret),
        name: if who.business == host.ours.business { "Ours" } else { MARK },
        scopes: "read write",
        created_at: "2026-01-01T00:00:00Z",
        expires_at: None,
    };
    host.house.store().write(who.business, |tx| tx.token_create(&new)).unwrap()
}

/// The texts of the bank lines in an archive, in small letters.
fn texts(archive: &[u8]) -> BTreeSet<String> {
    let text = std::str::from_utf8(archive).unwrap();
    let table = text.split("{\"table\":\"bank_lines\"").nth(1).unwrap().split("{\"end\"").next().unwrap();
    let rows = table.lines().skip(1).filter_map(|line| serde_json::from_str::<Vec<Value>>(line).ok());
    let cells = rows.flatten().filter_map(|cell| cell.as_str().map(str::to_lowercase));
    let plain = |text: &str| text.chars().all(|letter| letter.is_ascii_alphabetic() || letter == ' ');
    cells.filter(|text| text.len() > 10 && plain(text)).collect()
}

/// Whether a command cannot be called without an id.
fn asks_for_ids(of: &[Field]) -> bool {
    of.iter().any(|field| field.required && field.kind == FieldType::Integer && !is_amount(field))
}

/// Input as a form or an address writes it.
fn pairs(name: &str, value: &Value) -> Vec<(String, String)> {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}[{key}]") };
    match value {
        Value::Object(map) => map.iter().flat_map(|(key, value)| pairs(&inner(key), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(at, value)| pairs(&inner(&at.to_string()), value)).collect()
        }
        Value::Null => Vec::new(),
        Value::String(text) => vec![(name.to_owned(), text.clone())],
        other => vec![(name.to_owned(), other.to_string())],
    }
}

fn sha256(text: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(text.as_bytes()).into()
}

#[test]
fn no_business_of_a_file_reads_or_changes_anothers() {
    let place = DataFile::new();
    nothing_is_read_or_changed(place.open());
}

#[test]
fn no_business_of_a_host_reads_or_changes_anothers() {
    let database = PostgresDatabase::new();
    nothing_is_read_or_changed(database.connect());
}
