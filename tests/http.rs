//! What the server gives to whom.

use serde_json::{Value, json};
use ureq::http::Response;

use crate::program::{Program, Server};

/// A caller with or without a session.
pub struct Caller {
    agent: ureq::Agent,
    pub address: String,
    pub cookie: Option<String>,
}

pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

impl Caller {
    pub fn stranger(server: &Server) -> Caller {
        Caller::at(&server.address)
    }

    /// Somebody unknown at an address.
    pub fn at(address: &str) -> Caller {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Caller { agent, address: address.to_owned(), cookie: None }
    }

    /// The owner: redeems the one-time link.
    pub fn owner(server: &Server) -> Caller {
        Caller::by_link(&server.address, &server.link)
    }

    /// Whoever redeems a one-time link at an address.
    pub fn by_link(address: &str, link: &str) -> Caller {
        let mut caller = Caller::at(address);
        let path = link.strip_prefix(address).unwrap();
        let answer = caller.get(path);
        assert!((300..400).contains(&answer.status), "{}: {}", answer.status, answer.body);
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        caller.cookie = Some(cookie.split(';').next().unwrap().to_string());
        caller
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        answer(request.call().unwrap())
    }

    pub fn post(&self, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        // A server that turns a caller away before reading may close first, and the answer can get lost on the way.
        let sent = (0..5).find_map(|_| self.post_once(path, kind, body, headers).ok());
        sent.unwrap_or_else(|| panic!("no answer to POST {path}"))
    }

    fn post_once(&self, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.post(format!("{}{path}", self.address)).header("Content-Type", kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        Ok(answer(request.send(body)?))
    }

    /// A form of a page, as a browser sends it.
    pub fn form(&self, command: &str, pairs: &[(&str, &str)]) -> Answer {
        self.form_to(&format!("/do/{command}"), pairs)
    }

    /// A form that posts to an address of its own.
    pub fn form_to(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            pairs.iter().map(|(name, text)| format!("{}={}", percent(name), percent(text))).collect();
        let headers = [("Origin", self.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
        self.post(address, "application/x-www-form-urlencoded", &body.join("&"), &headers)
    }
}

pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn answer(mut response: Response<ureq::Body>) -> Answer {
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_string()))
        .collect();
    Answer {
        status: response.status().as_u16(),
        headers,
        body: response.body_mut().read_to_string().unwrap_or_default(),
    }
}

/// The addresses of all pages without a varying part.
fn page_addresses() -> Vec<&'static str> {
    mainstay::wiring::pages().iter().map(|page| page.path).filter(|path| !path.contains('{')).collect()
}

#[test]
fn a_stranger_gets_nothing() {
    let program = Program::with_business();
    let server = program.serve();
    let stranger = Caller::stranger(&server);
    let registry = mainstay::wiring::registry();
    let mut addresses: Vec<String> = page_addresses().into_iter().map(String::from).collect();
    addresses.extend(registry.queries().map(|(_, entry)| format!("/api/{}", entry.name)));
    addresses.extend(registry.commands().map(|(_, entry)| format!("/do/{}", entry.name)));
    addresses.extend(
        ["/search?q=a", "/activity", "/export/csv", "/keep", "/palette", "/do", "/api/openapi.json"].map(String::from),
    );
    for address in addresses {
        let answer = stranger.get(&address);
        assert!([401, 403].contains(&answer.status), "{address}: {}", answer.status);
        assert!(!answer.body.contains("Calloway"), "{address} tells the name of the business");
    }
    for (_, entry) in registry.commands() {
        for path in [format!("/api/{}", entry.name), format!("/do/{}", entry.name)] {
            let answer = stranger.post(&path, "application/json", "{}", &[]);
            assert!([401, 403].contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    assert_eq!(program.show("activity", &[])["lines"].as_array().unwrap().len(), 2, "nothing was done");
}

#[test]
fn the_link_opens_once() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    assert_eq!(owner.get("/").status, 200);
    let again = Caller::stranger(&server).get(server.link.strip_prefix(&server.address).unwrap());
    assert!([401, 403].contains(&again.status), "{}", again.status);
    let forged = Caller {
        cookie: owner.cookie.as_ref().map(|cookie| format!("{}x", &cookie[..cookie.len() - 1])),
        ..Caller::stranger(&server)
    };
    assert!([401, 403].contains(&forged.get("/").status));
}

#[test]
fn a_foreign_host_or_origin_gets_nothing() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    for headers in [&[("Host", "evil.example")][..], &[("Host", "evil.example:80"), ("Origin", "http://evil.example")]]
    {
        let answer = owner.get_with("/", headers);
        assert!(
            (400..500).contains(&answer.status) && !answer.body.contains("Calloway"),
            "{headers:?}: {}",
            answer.status
        );
    }
    let body = "name=Savings&kind=bank";
    for headers in [
        &[("Origin", "http://evil.example")][..],
        &[("Origin", "null")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Origin", "http://127.0.0.1:1"), ("Sec-Fetch-Site", "same-site")],
    ] {
        let answer = owner.post("/do/open-account", "application/x-www-form-urlencoded", body, headers);
        assert_eq!(answer.status, 403, "{headers:?}: {}", answer.body);
    }
    let names = program.show("accounts", &["kind=bank"]).to_string();
    assert!(!names.contains("Savings"), "{names}");
}

#[test]
fn every_page_opens_and_is_locked_down() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let mut addresses = page_addresses();
    addresses.extend(["/activity", "/search?q=a", "/keep", "/do"]);
    for address in addresses {
        let answer = owner.get(address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{address}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"),
            "{address}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert!(answer.header("cache-control").contains("no-store"), "{address}");
        assert!(
            !answer.body.contains(" style=\"") && !answer.body.contains("<style") && !answer.body.contains("onclick="),
            "{address} has inline style or script"
        );
        assert!(answer.body.len() < 100_000, "{address} weighs {} bytes", answer.body.len());
        for elsewhere in ["src=\"http", "href=\"http", "url(http", "@import"] {
            assert!(!answer.body.contains(elsewhere), "{address} loads from elsewhere: {elsewhere}");
        }
    }
}

#[test]
fn a_form_is_done_and_said_and_undone() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let done = owner.form(
        "open-account",
        &[("name", "Savings"), ("kind", "bank"), ("opening_minor", "1,200.50"), ("next", "/books/accounts")],
    );
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(done.header("location").starts_with("/books/accounts"), "{}", done.header("location"));
    assert!(program.show("accounts", &["kind=bank"]).to_string().contains("120050"));
    // Nothing typed is lost when it is refused, and no other host is led to.
    let refused = owner.form(
        "open-account",
        &[("name", "Savings"), ("kind", "bank"), ("opening_minor", "twelve"), ("next", "/books/accounts")],
    );
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("twelve") && refused.body.contains("Savings"), "{}", refused.body);
    for next in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let away =
            owner.form("open-account", &[("name", &format!("A{}", next.len())), ("kind", "bank"), ("next", next)]);
        let location = away.header("location").to_string();
        assert!(
            location.starts_with('/') && !location.starts_with("//") && !location.contains("evil"),
            "{next} leads to {location}"
        );
    }
}

#[test]
fn what_a_form_would_do_is_shown_and_not_kept() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let same = [("Origin", server.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    let opened = owner.form("open-account", &[("name", "Wallet"), ("kind", "cash-box"), ("next", "/books/accounts")]);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let accounts = program.show("accounts", &["kind=cash-box"]);
    let wallet = accounts["accounts"][0]["id"].as_i64().unwrap();
    let input = json!({ "amount_minor": 5000, "into": wallet }).to_string();
    let dry = owner.post("/api/put-in-own-money?dry_run=1", "application/json", &input, &same);
    let said: Value = serde_json::from_str(&dry.body).unwrap();
    assert_eq!((said["dry_run"].as_bool(), said["effects"]["cash_minor"].as_i64()), (Some(true), Some(5000)), "{said}");
    // The page shows it with what was typed, and what is not complete yet is kept too.
    let form = "application/x-www-form-urlencoded";
    let typed = |amount: &str| format!("from=%2Fenter%2Fown-money-in&into={wallet}&amount_minor={amount}&text=Start");
    for (amount, status, shown) in
        [("50", 200, "+50.00"), ("", 422, "value=\"Start\""), ("-5", 422, "more than nothing")]
    {
        let page = owner.post("/preview/put-in-own-money", form, &typed(amount), &same);
        assert!(page.status == status || page.status == 400, "{amount}: {}", page.status);
        assert!(page.body.contains(shown) && page.body.contains("value=\"Start\""), "{amount}: {}", page.body);
    }
    // A page that does not offer the command, or an address elsewhere, shows nothing.
    let body = typed("50").replace("%2Fenter%2Fown-money-in", "%2Fbooks");
    assert_eq!(owner.post("/preview/put-in-own-money", form, &body, &same).status, 404);
    assert_eq!(program.show("accounts", &["kind=cash-box"])["accounts"][0]["balance_minor"], 0);
}

#[test]
fn every_command_has_a_generated_form() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    for (_, entry) in mainstay::wiring::registry().commands() {
        let answer = owner.get(&format!("/do/{}", entry.name));
        assert_eq!(answer.status, 200, "{}: {}", entry.name, answer.body);
        assert!(answer.body.contains("<form"), "{}", entry.name);
    }
    assert_eq!(owner.get("/do/format-disk").status, 404);
}

#[test]
fn the_interface_answers_in_json_and_says_what_is_wrong() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let same = [("Origin", server.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    let balances = owner.get("/api/balances");
    assert_eq!(balances.status, 200, "{}", balances.body);
    assert_eq!(serde_json::from_str::<Value>(&balances.body).unwrap()["sum_minor"], 0);
    let problem =
        owner.post("/api/open-account", "application/json", &json!({ "name": "", "kind": "bank" }).to_string(), &same);
    assert_eq!(problem.status, 422, "{}", problem.body);
    assert!(problem.header("content-type").starts_with("application/problem+json"));
    let said: Value = serde_json::from_str(&problem.body).unwrap();
    assert!(said["type"].as_str().unwrap().ends_with("account-name-length"), "{said}");
    for key in ["title", "status"] {
        assert!(said.get(key).is_some(), "{said}");
    }
    let not_json = owner.post("/api/open-account", "application/json", "{\"name\":", &same);
    assert!([400, 422].contains(&not_json.status), "{}", not_json.body);
    // The same key again does nothing and answers the same.
    let keyed = [same[0], same[1], ("Idempotency-Key", "one")];
    let body = json!({ "name": "Savings", "kind": "bank" }).to_string();
    let first = owner.post("/api/open-account", "application/json", &body, &keyed);
    let second = owner.post("/api/open-account", "application/json", &body, &keyed);
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    assert_eq!(first.status, 200, "{}", first.body);
    let document: Value = serde_json::from_str(&owner.get("/api/openapi.json").body).unwrap();
    assert_eq!(document["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    for (_, entry) in mainstay::wiring::registry().commands() {
        assert!(
            document["paths"].get(format!("/api/{}", entry.name)).is_some(),
            "{} is not in the document",
            entry.name
        );
    }
}

#[test]
fn hostile_text_comes_out_harmless() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let done = owner.form("open-account", &[("name", hostile), ("kind", "bank"), ("next", "/books/accounts")]);
    assert_eq!(done.status, 303, "{}", done.body);
    for address in ["/books/accounts", "/activity", "/", "/bank", "/search?q=%3Cscript%3Ealert(1)"] {
        let body = owner.get(address).body;
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{address}");
    }
}

#[test]
fn another_businesss_ids_get_nothing() {
    let program = Program::with_business();
    program.ok(&["init", "--name", "Fenwick Letterpress", "--country", "GB"]);
    program.ok(&[
        "--business",
        "Fenwick Letterpress",
        "do",
        "open-account",
        "name=Secret",
        "kind=bank",
        "opening_minor=77",
    ]);
    let theirs: Value =
        serde_json::from_str(&program.ok(&["--business", "Fenwick Letterpress", "show", "accounts", "--json"]))
            .unwrap();
    let secret =
        theirs["accounts"].as_array().unwrap().iter().find(|account| account["name"] == "Secret").unwrap()["id"]
            .clone();
    let ours: Value = serde_json::from_str(&program.ok(&[
        "--business",
        "Calloway Clay",
        "show",
        "register",
        &format!("account={secret}"),
        "--json",
    ]))
    .unwrap_or_default();
    assert!(!ours.to_string().contains("Secret"), "{ours}");
}

#[test]
fn what_was_there_before_is_given_by_form_and_a_mistake_is_said_at_its_field() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let page = owner.get("/begin");
    assert!(page.body.contains("What clients owe you lacks old invoices."), "{}", page.body);
    let accounts = program.show("accounts", &["categories=yes"]);
    let accounts = accounts["accounts"].as_array().unwrap();
    let services = accounts.iter().find(|account| account["role"] == "sales-services").unwrap()["id"].to_string();
    let mut form = vec![
        ("kind", "open-invoice"),
        ("party", "Northlight Hotels"),
        ("number", "2025-014"),
        ("dated_on", "2099-12-01"),
        ("amount_minor", "1,234.50"),
        ("parts[0][category]", services.as_str()),
        ("from", "/begin?add=open-invoice"),
        ("next", "/begin"),
    ];
    let refused = owner.form("add-opening-item", &form);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("id=\"f-dated_on-e\"") && refused.body.contains("1,234.50"), "{}", refused.body);
    form[3].1 = "2020-12-01";
    let given = owner.form("add-opening-item", &form);
    assert_eq!((given.status, given.header("location")), (303, "/begin"), "{}", given.body);
    let page = owner.get("/begin");
    assert!(page.body.contains("Invoice 2025-014 to Northlight Hotels"), "{}", page.body);
    assert!(!page.body.contains("What clients owe you lacks old invoices."), "{}", page.body);
    let nothing = [("kinds", "stock"), ("kinds", "equipment"), ("next", "/begin")];
    assert_eq!(owner.form("say-nothing-opened", &nothing).status, 303);
    assert_eq!(program.show("open-items", &[])["receivable_minor"], 123_450);
    let verified = program.run(&["verify"]);
    assert!(verified.status.success(), "{}", crate::program::text(&verified.stdout));
}

#[test]
fn a_rule_that_is_refused_is_answered_at_its_field() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let accounts = program.show("accounts", &[]);
    let id = |role: &str| {
        let all = accounts["accounts"].as_array().unwrap();
        all.iter().find(|account| account["role"] == role).unwrap()["id"].to_string()
    };
    let (materials, transit) = (id("materials"), id("in-transit"));
    let part = |index: usize, name: &str| format!("rule[parts][{index}][{name}]");
    let (first, second) = (part(0, "category"), part(1, "category"));
    let (share, other_share) = (part(0, "permille"), part(1, "permille"));
    let whole = |category: &str| {
        vec![("rule[text_has]".to_owned(), "clay".to_owned()), ("rule[category]".to_owned(), category.to_owned())]
    };
    let cases: Vec<(Vec<(String, String)>, String)> = vec![
        (vec![("rule[category]".into(), materials.clone())], "rule[text_has]".into()),
        (whole(""), "rule[category]".into()),
        (whole(&transit), "rule[category]".into()),
        (
            vec![
                ("rule[text_has]".into(), "clay".into()),
                (first.clone(), materials.clone()),
                (share.clone(), "60".into()),
                (second.clone(), materials.clone()),
                (other_share.clone(), "70".into()),
            ],
            other_share.clone(),
        ),
        (
            vec![
                ("rule[text_has]".into(), "clay".into()),
                (first.clone(), materials.clone()),
                (share.clone(), "60".into()),
                (second.clone(), transit.clone()),
            ],
            second.clone(),
        ),
    ];
    for (typed, field) in cases {
        let mut pairs: Vec<(&str, &str)> = vec![("next", "/bank/rules"), ("from", "/bank/rules?rule=new&parts=2")];
        if !typed.iter().any(|(name, _)| name.contains("parts")) {
            pairs[1] = ("from", "/bank/rules?rule=new");
        }
        pairs.extend(typed.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let answer = owner.form("add-rule", &pairs);
        assert_eq!(answer.status, 422, "{typed:?}: {}", answer.body);
        let named = format!("name=\"{field}\"");
        let at = answer.body.find(&named).unwrap_or_else(|| panic!("no field {field}: {}", answer.body));
        let end = answer.body[at..].find('>').unwrap();
        let tag = &answer.body[at..at + end];
        assert!(tag.contains("aria-invalid"), "{typed:?}: nothing is said at {field}: {tag}");
    }
}
