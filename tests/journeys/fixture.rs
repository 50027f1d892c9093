//! What several journeys begin with: a business with a statement, and its account balances.

use serde_json::Value;

use crate::program::{Program, ofx};

/// A business into which one statement of March 2026 came: each line its day, amount and text.
pub fn business_with(lines: &[(u8, &str, &str)]) -> Program {
    let program = Program::with_business();
    let days: Vec<(String, String)> =
        (0..).zip(lines).map(|(at, (day, _, _))| (format!("202603{day:02}"), format!("F{at}"))).collect();
    let rows: Vec<_> = lines
        .iter()
        .zip(&days)
        .map(|((_, amount, text), (day, id))| (day.as_str(), *amount, *text, id.as_str()))
        .collect();
    let file = program.file("march.ofx", ofx(&rows, None).as_bytes());
    program.ok(&["import", file.to_str().unwrap()]);
    program
}

/// The account of a role.
pub fn account(program: &Program, role: &str) -> Value {
    let accounts = program.show("accounts", &[]);
    let found = accounts["accounts"].as_array().unwrap().iter().find(|account| account["role"] == role).cloned();
    found.unwrap_or_else(|| panic!("no account {role}: {accounts}"))
}

/// What it holds.
pub fn balance(program: &Program, role: &str) -> i64 {
    account(program, role)["balance_minor"].as_i64().unwrap()
}
