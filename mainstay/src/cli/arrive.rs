//! `mainstay arrive`.

use std::{fs, io::Write, path::PathBuf, process::ExitCode};

use ::arrive::{ArrivalPreview, ArriveLedger, MappedAccount};
use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use jiff::civil::Date;
use locale::t;
use serde_json::{Value, json};

use super::{place::Place, progress, report, stopped::Stopped};

/// Bring in the books of another program
///
/// A journal of hledger or ledger, a ledger of beancount, GnuCash's export of transactions, or a CSV file of postings,
/// recognised by its content. It is taken whole or not at all, and every account's total is held against the file's.
/// Transactions that are there already are not added again.
#[derive(Debug, Args)]
pub(crate) struct Arrive {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say what it would bring, account by account, and what stays behind
    #[arg(long)]
    dry_run: bool,
    /// What accounts become here: a JSON list of {"account", "to", "name"}, as --dry-run --json proposes it
    #[arg(long, value_name = "FILE.json")]
    mapping: Option<PathBuf>,
    /// The last day that comes in
    #[arg(long, value_name = "DATE")]
    through: Option<Date>,
    /// Bring it in although balances that the file states do not follow from its transactions
    #[arg(long)]
    accept_unproven: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

impl Arrive {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let mut entered = place.enter()?;
        let bytes = fs::read(&self.file).map_err(|error| Stopped::file(&self.file, &error))?;
        let content = STANDARD.encode(&bytes);
        let mapping = self.mapping()?;
        if self.dry_run {
            let asked = ArrivalPreview { content, mapping, through: self.through };
            let answer = entered.house.answer(&entered.who, &asked)?;
            if self.json {
                report::json_line(&answer)?;
            } else {
                let value = serde_json::to_value(&answer).map_err(std::io::Error::from)?;
                std::io::stdout().lock().write_all(report::text(&value).as_bytes())?;
            }
            return Ok(if answer.ready { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        let (bar, watched) = progress::watch();
        entered.house = entered.house.watched(watched);
        let file_name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let command = ArriveLedger {
            file_name,
            content,
            mapping,
            through: self.through,
            accept_unproven: self.accept_unproven,
            look_first: false,
        };
        let performed = entered.house.perform(&entered.who, &command);
        bar.finish_and_clear();
        let (outcome, done) = performed?;
        if self.json {
            report::json_line(&json!({ "file": self.file.display().to_string(), "outcome": outcome }))?;
        } else {
            report::line(&done.sentence)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// A mapping as a list, or the accounts of what `--dry-run --json` printed.
    fn mapping(&self) -> Result<Vec<MappedAccount>, Stopped> {
        let Some(path) = &self.mapping else { return Ok(Vec::new()) };
        let text = fs::read_to_string(path).map_err(|error| Stopped::file(path, &error))?;
        let wrong = |error: serde_json::Error| {
            Stopped::new(
                "bad-mapping",
                t!("The mapping {file} cannot be read: {problem}.", file = path.display(), problem = error),
                t!("It is a JSON list of objects with account, to and name."),
            )
        };
        let value: Value = serde_json::from_str(&text).map_err(wrong)?;
        let list = value.get("accounts").cloned().unwrap_or(value);
        let Value::Array(list) = list else {
            return serde_json::from_value(list).map_err(wrong);
        };
        list.into_iter()
            .map(|one| {
                let of = |name: &str| one.get(name).and_then(Value::as_str).map(str::to_owned);
                match (of("account"), of("to")) {
                    (Some(account), Some(to)) => {
                        Ok(MappedAccount { account, to, name: of("name").filter(|name| !name.is_empty()) })
                    }
                    _ => serde_json::from_value(one).map_err(wrong),
                }
            })
            .collect()
    }
}
