//! The bank through its commands and queries, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod accuracy;
mod closing;
mod currencies;
mod importing;
mod laws;
mod owner;
mod pages;
mod pairing;
mod paying;
mod payments;
mod payouts;
mod receipts;
mod reconciling;
mod recurring;
mod services;
mod sorting;
mod splitting;

use base64::{Engine, engine::general_purpose::STANDARD};
use books::{NewAccount, SetUpBooks};
use jiff::civil::{Date, date};
use kernel::{Call, Done, Failure, Founding, House, Registry, Settings, Who};
use ledger::AccountKind;
use serde_json::{Value, json, value::RawValue};
use store::Store;

const TODAY: Date = date(2026, 5, 12);

/// A business with three accounts that hold nothing yet, its pockets begun on 1 January 2026.
struct Business {
    house: House,
    who: Who,
}

impl Business {
    fn new(store: Store) -> Business {
        Business::of(store, "US", |_| {})
    }

    fn of(store: Store, country: &str, change: impl Fn(&mut Settings)) -> Business {
        let house =
            House::new(store, Registry::new(vec![books::area(), pockets::area(), bank::area()])).at(Some(TODAY));
        let mut settings = Settings::defaults("Calloway Clay", country, date(2026, 1, 1));
        settings.language = "en".into();
        change(&mut settings);
        let account = |name: &str, kind| NewAccount {
            name: name.into(),
            kind,
            currency: None,
            opening_minor: 0,
            opening_book_minor: None,
            opened_on: None,
        };
        let accounts = vec![
            account("Checking", AccountKind::Bank),
            account("Savings", AccountKind::Bank),
            account("Card", AccountKind::Card),
        ];
        let first = SetUpBooks { accounts, overhead_minor: Some(50_000) };
        let business = house.found(&Founding { settings: &settings, first: &first }).unwrap();
        Business { house, who: Who::owner(business) }
    }

    fn run(&self, command: &str, input: Value) -> Result<Done, Failure> {
        let input = RawValue::from_string(input.to_string()).unwrap();
        self.house.run(&self.who, Call { command, input: &input, key: None })
    }

    fn done(&self, command: &str, input: Value) -> Value {
        self.run(command, input).unwrap_or_else(|failure| panic!("{command}: {failure}")).outcome
    }

    fn refused(&self, command: &str, input: Value) -> String {
        match self.run(command, input) {
            Err(Failure::Refused(refused)) => refused.code,
            other => panic!("{command} was not refused: {other:?}"),
        }
    }

    fn undo(&self, activity: i64) {
        self.done("undo", json!({ "activity": activity }));
    }

    fn ask(&self, query: &str, parameters: Value) -> Value {
        self.house.ask(&self.who, query, &parameters.to_string()).unwrap_or_else(|failure| panic!("{query}: {failure}"))
    }

    fn import(&self, file_name: &str, content: &str, account: Option<&str>) -> Done {
        let account = account.map(|named| self.account(named));
        self.run(
            "import-statement",
            json!({ "file_name": file_name, "content": STANDARD.encode(content), "account": account }),
        )
        .unwrap_or_else(|failure| panic!("{file_name}: {failure}"))
    }

    /// The id of the account with that role or name.
    fn account(&self, named: &str) -> i64 {
        self.account_line(named)["id"].as_i64().unwrap()
    }

    fn balance(&self, named: &str) -> i64 {
        self.account_line(named)["balance_minor"].as_i64().unwrap()
    }

    fn account_line(&self, named: &str) -> Value {
        let answer = self.ask("accounts", json!({}));
        let accounts = answer["accounts"].as_array().unwrap().clone();
        let found = accounts.into_iter().find(|account| account["role"] == named || account["name"] == named);
        found.unwrap_or_else(|| panic!("no account {named}"))
    }

    fn queue(&self) -> Vec<Value> {
        self.ask("to-sort", json!({ "limit": 500 }))["lines"].as_array().unwrap().clone()
    }

    fn lines(&self) -> Vec<Value> {
        self.ask("bank-lines", json!({ "limit": 500 }))["lines"].as_array().unwrap().clone()
    }

    /// The id of the newest line with that title.
    fn line(&self, title: &str) -> i64 {
        let lines = self.lines();
        lines.iter().find(|line| line["title"] == title).unwrap_or_else(|| panic!("no line {title}"))["id"]
            .as_i64()
            .unwrap()
    }

    /// Runs every check of `verify`.
    fn verify(&self) {
        let problems = self.house.read(&self.who, |context| {
            let registry = context.registry();
            let mut problems = Vec::new();
            for check in registry.areas.iter().flat_map(|area| &area.checks) {
                problems.extend(
                    (check.run)(context)?.problems.into_iter().map(|problem| format!("{}: {problem}", check.name)),
                );
            }
            Ok::<_, Failure>(problems)
        });
        assert_eq!(problems.unwrap(), Vec::<String>::new());
    }
}

/// A movement of a test's statement: day of May 2026, amount in cents, text.
type Movement<'a> = (i8, i64, &'a str);

/// A CSV file without account, ids or balances.
fn csv(movements: &[Movement<'_>]) -> String {
    let mut file = String::from("Date,Description,Amount\n");
    for (day, amount, text) in movements {
        file.push_str(&format!("2026-05-{day:02},{text},{}\n", decimal(*amount)));
    }
    file
}

/// The same with a column each for money in and out: no file of it leaves open which is which.
fn csv_in_and_out(movements: &[Movement<'_>]) -> String {
    let mut file = String::from("Date,Description,Paid in,Paid out\n");
    for (day, amount, text) in movements {
        let size = decimal(amount.abs());
        let (paid_in, paid_out) = if *amount > 0 { (size.as_str(), "") } else { ("", size.as_str()) };
        file.push_str(&format!("2026-05-{day:02},{text},{paid_in},{paid_out}\n"));
    }
    file
}

/// An OFX 1.x file of an account, with an id for each movement and a closing balance.
fn ofx(account: &str, movements: &[(&str, Movement<'_>)], closing: i64) -> String {
    let mut rows = String::new();
    for (id, (day, amount, text)) in movements {
        rows.push_str(&format!(
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202605{day:02}<TRNAMT>{}<FITID>{id}<NAME>{text}</STMTTRN>\n",
            decimal(*amount)
        ));
    }
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n\
         <OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>021000021<ACCTID>{account}<ACCTTYPE>CHECKING</BANKACCTFROM>\n\
         <BANKTRANLIST><DTSTART>20260501<DTEND>20260531\n{rows}</BANKTRANLIST><LEDGERBAL><BALAMT>{}<DTASOF>20260531</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n",
        decimal(closing)
    )
}

fn decimal(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100)
}
