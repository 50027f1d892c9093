//! `mainstay inspect`.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use jiff::civil::Date;
use ledger::Currency;
use locale::tn;
use serde::Serialize;
use statements::{AccountStatement, ReadOptions, Source, Statement};

use super::{report, stopped::Stopped};

/// Say what a bank statement holds, without storing anything
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The statement files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Currency assumed where a file names none
    #[arg(long, value_name = "CUR", default_value = "EUR")]
    currency: Currency,
    /// Print one JSON object a file
    #[arg(long)]
    pub json: bool,
}

/// What a file holds.
#[derive(Serialize)]
struct Inspected {
    file: String,
    format: String,
    accounts: Vec<InspectedAccount>,
}

/// What it says of one account. Amounts are exact decimals, dates ISO.
#[derive(Serialize)]
struct InspectedAccount {
    id: Option<String>,
    currency: Option<String>,
    transactions: usize,
    sum: String,
    first: Option<String>,
    last: Option<String>,
    closing: Option<String>,
}

/// A file that cannot be read.
#[derive(Serialize)]
struct Unread {
    file: String,
    error: String,
}

impl Inspect {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        let mut failed = false;
        for path in &self.files {
            let file = path.display().to_string();
            let options = ReadOptions {
                file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()),
                currency: self.currency.to_string(),
                ..ReadOptions::default()
            };
            match look_through(path, &options) {
                Ok((statement, sums)) => {
                    let accounts = statement.accounts.iter().zip(&sums);
                    let accounts = accounts.map(|(account, sum)| inspected(account, sum, self.currency)).collect();
                    self.say(&Inspected { file, format: statement.format.to_string(), accounts })?;
                }
                Err(error) => {
                    failed = true;
                    if self.json {
                        report::json_line(&Unread { file, error })?;
                    } else {
                        eprintln!("{}", report::clean(&format!("{file}: {error}")));
                    }
                }
            }
        }
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn say(&self, inspected: &Inspected) -> Result<(), Stopped> {
        if self.json {
            return Ok(report::json_line(inspected)?);
        }
        report::line(&format!("{}: {}", inspected.file, inspected.format))?;
        for account in &inspected.accounts {
            let transactions = tn!(account.transactions, "{count} transaction", "{count} transactions");
            let parts = [
                account.id.clone(),
                Some(transactions),
                account.first.as_ref().zip(account.last.as_ref()).map(|(first, last)| format!("{first} – {last}")),
                Some(
                    format!("Σ {} {}", account.sum, account.currency.as_deref().unwrap_or_default()).trim().to_owned(),
                ),
                account.closing.as_ref().map(|closing| format!("→ {closing}")),
            ];
            report::line(&format!("  {}", parts.into_iter().flatten().collect::<Vec<_>>().join("  ")))?;
        }
        Ok(())
    }
}

/// What the lines of an account come to.
#[derive(Clone, Default)]
struct Sum {
    minor: i128,
    days: Option<(Date, Date)>,
}

/// Reads a file through, where it lies: only what is said of each account is kept.
fn look_through(path: &Path, options: &ReadOptions) -> Result<(Statement, Vec<Sum>), String> {
    let failed = |error: io::Error| Stopped::file(path, &error).sentence();
    let file = File::open(path).map_err(failed)?;
    let mut source: Box<dyn Source> = if file.metadata().is_ok_and(|about| about.is_file()) {
        Box::new(file)
    } else {
        Box::new(io::Cursor::new(fs::read(path).map_err(failed)?))
    };
    let mut sums: Vec<Sum> = Vec::new();
    let statement = statements::read_through(source.as_mut(), options, &mut |account, line| {
        if sums.len() <= account {
            sums.resize(account + 1, Sum::default());
        }
        let sum = &mut sums[account];
        let day = line.booked_on;
        sum.minor += i128::from(line.amount_minor);
        sum.days = Some(sum.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        Ok(())
    });
    let statement = statement.map_err(|error| error.to_string())?;
    sums.resize(statement.accounts.len(), Sum::default());
    Ok((statement, sums))
}

fn inspected(account: &AccountStatement, sum: &Sum, assumed: Currency) -> InspectedAccount {
    let currency = account.currency.as_deref().and_then(|code| code.parse().ok()).unwrap_or(assumed);
    InspectedAccount {
        id: account.id.clone(),
        currency: account.currency.clone(),
        transactions: account.line_count,
        sum: decimal(sum.minor, currency),
        first: sum.days.map(|(first, _)| first.to_string()),
        last: sum.days.map(|(_, last)| last.to_string()),
        closing: account.closing.map(|balance| currency.decimal(balance.amount_minor)),
    }
}

/// A sum as an exact decimal number. It may be larger than any amount: a file of amounts near the limit adds up to more.
fn decimal(sum_minor: i128, currency: Currency) -> String {
    if let Ok(fits) = i64::try_from(sum_minor) {
        return currency.decimal(fits);
    }
    let scale = 10_i128.pow(currency.decimals());
    let (whole, part) = (sum_minor / scale, (sum_minor % scale).abs());
    match currency.decimals() as usize {
        0 => whole.to_string(),
        width => format!("{whole}.{part:0>width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_past_the_largest_amount_stay_exact() {
        let (usd, jpy) = ("USD".parse().unwrap(), "JPY".parse().unwrap());
        for (sum, currency, expected) in [
            (5, usd, "0.05"),
            (-12_050, usd, "-120.50"),
            (i128::from(i64::MAX) * 2 + 1, usd, "184467440737095516.15"),
            (i128::from(i64::MIN) * 2, usd, "-184467440737095516.16"),
            (i128::from(i64::MAX) + 1, jpy, "9223372036854775808"),
        ] {
            assert_eq!(decimal(sum, currency), expected);
        }
    }
}
