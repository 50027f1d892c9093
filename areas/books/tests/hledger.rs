//! The reports beside hledger's, over random books: two programs that share no line of code say the same. Asked for
//! alone, because it needs hledger (tried with 1.25): `cargo nextest run -p books --run-ignored only -E 'test(hledger)'`.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use jiff::civil::Date;
use ledger::AccountKind;
use proptest::prelude::*;
use serde_json::{Value, json};
use store::testing::DataFile;

use crate::{
    Business,
    statements::{history, lived},
};

/// A journal in a file of its own, taken away with it.
struct Journal(PathBuf);

impl Drop for Journal {
    fn drop(&mut self) {
        // A file that is left in the temporary folder harms nobody.
        let _gone = fs::remove_file(&self.0);
    }
}

impl Journal {
    fn of(text: &str, name: &str) -> Journal {
        let path = std::env::temp_dir().join(format!("mainstay-{}-{name}.journal", std::process::id()));
        fs::write(&path, text).unwrap();
        Journal(path)
    }

    /// The rows of a report as hledger writes it in CSV.
    fn ask(&self, arguments: &[&str]) -> Vec<Vec<String>> {
        let mut command = Command::new("hledger");
        command.arg("-f").arg(&self.0).args(arguments).args(["-O", "csv"]);
        let output = command.output().expect("hledger is on the path");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(cells).collect()
    }
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(line);
    inner.split("\",\"").map(String::from).collect()
}

/// "1234.50 USD" in minor units; "0" is nothing.
fn minor(text: &str) -> i64 {
    let digits = text.split(' ').next().unwrap();
    if digits.is_empty() || digits == "0" {
        return 0;
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "00"));
    let number = |digits: &str| digits.parse::<i64>().unwrap_or_else(|_| panic!("no amount: {text}"));
    let size = number(whole.trim_start_matches('-')) * 100 + number(part);
    if whole.starts_with('-') { -size } else { size }
}

/// What accounts are called in a journal, by id.
fn names(business: &Business) -> BTreeMap<i64, (String, AccountKind)> {
    let accounts = business.ask("accounts", json!({}));
    let called = accounts["accounts"].as_array().unwrap().iter().map(|account| {
        let kind: AccountKind = serde_json::from_value(account["kind"].clone()).unwrap();
        let class = match kind.class() {
            ledger::AccountClass::Asset => "assets",
            ledger::AccountClass::Liability => "liabilities",
            ledger::AccountClass::Equity => "equity",
            ledger::AccountClass::Income => "income",
            ledger::AccountClass::Expense => "expenses",
        };
        (account["id"].as_i64().unwrap(), (format!("{class}:{}", account["name"].as_str().unwrap()), kind))
    });
    called.collect()
}

/// The books as the program exports them, which is on cash basis.
fn exported(business: &Business) -> String {
    let areas = &business.house.registry().areas;
    let export = areas.iter().flat_map(|area| &area.exports).find(|export| export.format == "hledger").unwrap();
    let mut out = Vec::new();
    let written = business.house.read(&business.who, |context| {
        (export.write)(context, &mut out).map_err(|failure| match failure {
            kernel::slots::ExportFailure::Failure(failure) => failure,
            kernel::slots::ExportFailure::Write(error) => panic!("{error}"),
        })
    });
    written.unwrap();
    String::from_utf8(out).unwrap()
}

/// The books on accrual basis, written from the general journal.
fn accrued(business: &Business) -> String {
    let names = names(business);
    let journal = business.ask("journal", json!({ "basis": "accrual", "limit": 1000 }));
    let mut text = String::new();
    let mut last = 0;
    for line in journal["lines"].as_array().unwrap() {
        let entry = line["entry"].as_i64().unwrap();
        if entry != last {
            text.push_str(&format!("\n{} entry {entry}\n", line["posted_on"].as_str().unwrap()));
            last = entry;
        }
        let amount =
            line["debit_minor"].as_i64().unwrap_or_default() - line["credit_minor"].as_i64().unwrap_or_default();
        let (name, _) = &names[&line["account"].as_i64().unwrap()];
        let sign = if amount < 0 { "-" } else { "" };
        let size = amount.abs();
        text.push_str(&format!("    {name}  {sign}{}.{:02} USD\n", size / 100, size % 100));
    }
    text
}

fn next(day: &str) -> String {
    day.parse::<Date>().unwrap().tomorrow().unwrap().to_string()
}

/// Balances of all accounts at the end of a day.
fn balances_agree(business: &Business, journal: &Journal, basis: &str, day: &str) {
    let names = names(business);
    let answer = business.ask("balances", json!({ "on": day, "basis": basis }));
    let ours: BTreeMap<String, i64> = answer["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| {
            (names[&account["id"].as_i64().unwrap()].0.clone(), account["book_balance_minor"].as_i64().unwrap())
        })
        .filter(|(_, held)| *held != 0)
        .collect();
    let rows = journal.ask(&["balance", "--flat", "-N", "-e", &next(day)]);
    let theirs: BTreeMap<String, i64> = rows.iter().skip(1).map(|row| (row[0].clone(), minor(&row[1]))).collect();
    assert_eq!(ours, theirs, "balances on {day}, {basis}");
}

/// Balance sheet: what is owned and what is owed.
fn balance_sheets_agree(business: &Business, journal: &Journal, basis: &str, day: &str) {
    let sheet = business.ask("balance-sheet", json!({ "on": day, "basis": basis }));
    let rows = journal.ask(&["balancesheet", "-e", &next(day)]);
    let is_total = |row: &&Vec<String>| ["total", "Total:"].contains(&row[0].as_str());
    let totals: Vec<i64> = rows.iter().filter(is_total).map(|row| row.get(1).map_or(0, |sum| minor(sum))).collect();
    let ours = ["assets", "debts"].map(|of| crate::reports::amounts(&sheet, of)[0]);
    assert_eq!(ours.to_vec(), totals, "balance sheet on {day}, {basis}: {rows:?}");
}

/// Income and costs month by month, account by account, with their sums.
fn income_statements_agree(business: &Business, journal: &Journal, basis: &str) {
    let statement = business
        .ask("profit-and-loss", json!({ "from": "2025-01", "through": "2026-06", "by": "month", "basis": basis }));
    let names = names(business);
    let mut ours: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for line in statement["lines"].as_array().unwrap() {
        let Some(account) = line["account"].as_i64() else { continue };
        let amounts = line["amounts_minor"].as_array().unwrap()[..18].iter().map(|amount| amount.as_i64().unwrap());
        ours.insert(names[&account].0.clone(), amounts.collect());
    }
    ours.retain(|_, amounts| amounts.iter().any(|amount| *amount != 0));
    let rows = journal.ask(&["incomestatement", "--flat", "-M", "-b", "2025-01-01", "-e", "2026-07-01"]);
    let mut theirs: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row[0].contains(':') && !row[0].ends_with(':')) {
        theirs.insert(row[0].clone(), row[1..19].iter().map(|cell| minor(cell)).collect());
    }
    theirs.retain(|_, amounts| amounts.iter().any(|amount| *amount != 0));
    assert_eq!(ours, theirs, "{basis}");
    let net = rows.iter().find(|row| row[0] == "Net:").unwrap();
    // Without a single amount there is no cell beside the word.
    let theirs: Vec<i64> = (1..19).map(|at| net.get(at).map_or(0, |cell| minor(cell))).collect();
    assert_eq!(crate::reports::amounts(&statement, "profit")[..18], theirs, "profit, {basis}");
}

/// The register of the current account: each line with what it held after it.
fn registers_agree(business: &Business, journal: &Journal, basis: &str) {
    let id = business.account("Checking");
    let register = business.ask("register", json!({ "account": id, "basis": basis, "limit": 1000 }));
    let amount = |line: &Value, name: &str| line[name].as_i64().unwrap();
    let mut ours: Vec<(String, i64, i64)> = register["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["posted_on"].as_str().unwrap().to_owned(),
                amount(line, "amount_minor"),
                amount(line, "balance_minor"),
            )
        })
        .collect();
    ours.reverse();
    let rows = journal.ask(&["register", "assets:Checking"]);
    let theirs: Vec<(String, i64, i64)> =
        rows.iter().skip(1).map(|row| (row[1].clone(), minor(&row[5]), minor(&row[6]))).collect();
    assert_eq!(ours, theirs, "register, {basis}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    #[ignore = "needs hledger"]
    fn the_reports_say_what_hledger_says_of_the_same_books(history in history()) {
        let file = DataFile::new();
        let business = lived(file.open(), &history, |_| {});
        for (basis, text) in [("cash", exported(&business)), ("accrual", accrued(&business))] {
            let journal = Journal::of(&text, basis);
            for day in ["2025-05-31", "2025-09-17", "2026-05-20"] {
                balances_agree(&business, &journal, basis, day);
                balance_sheets_agree(&business, &journal, basis, day);
            }
            income_statements_agree(&business, &journal, basis);
            registers_agree(&business, &journal, basis);
        }
    }
}
