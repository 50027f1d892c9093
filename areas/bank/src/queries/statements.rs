//! The statements that came in, and the lines of them that may be here already.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names};
use crate::{line::MissingLines, records};

/// The statements that came in, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Statements {
    /// Statements before this id.
    pub before: Option<i64>,
    /// How many; 50 when absent, at most 500.
    pub limit: Option<i64>,
}

/// Statements.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementsAnswer {
    /// Per account, the last day that is here; the account furthest behind first.
    pub through: Vec<StatementsThrough>,
    /// The statements.
    pub statements: Vec<StatementView>,
    /// What to give as `before` for older ones; absent at the end.
    pub older: Option<i64>,
}

/// Up to which day the statements of an account are here.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementsThrough {
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// The day of the last line of its statements.
    pub through_on: Date,
}

/// A statement of one account, as it came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementView {
    /// Its id.
    pub id: i64,
    /// The file it came in.
    pub file_name: String,
    /// The file's format.
    pub format: String,
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// Day of its first line.
    pub from_on: Date,
    /// Day of its last line.
    pub through_on: Date,
    /// The closing balance it states.
    pub closing_minor: Option<i64>,
    /// What that is beyond what the account held after it came in.
    pub difference_minor: Option<i64>,
    /// How many lines it holds.
    pub lines: i64,
    /// How many were new.
    pub new: i64,
    /// How many were here already.
    pub duplicate: i64,
    /// How many may have been here already.
    pub doubtful: i64,
    /// How many waited for a decision.
    pub to_sort: i64,
    /// How many lines of the file were left out: unreadable, or without an amount.
    pub left_out: i64,
    /// At how many places the file's running balances do not follow from its amounts: lines may be missing there.
    pub balance_gaps: i64,
    /// Those places, with what is missing at each.
    pub gaps: Vec<MissingLines>,
    /// When it came in.
    pub imported_on: Date,
    /// When it was withdrawn.
    pub withdrawn_on: Option<Date>,
}

impl Query for Statements {
    const NAME: &'static str = "statements";
    type Answer = StatementsAnswer;

    fn about() -> String {
        t!("The bank statements that came in, and what was new in each.")
    }

    fn answer(&self, context: &mut Context) -> Result<StatementsAnswer, Failure> {
        let limit = self.limit.unwrap_or(50).clamp(1, 500);
        let names = Names::read(context, false)?;
        let mut rows = records::newest_statements(&mut context.tx, self.before.unwrap_or(i64::MAX), limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let older = rows.last().filter(|_| more).map(|row| row.id);
        let ids = rows.iter().filter(|row| row.balance_gaps > 0).map(|row| row.id);
        let gaps = match (ids.clone().min(), ids.max()) {
            (Some(from), Some(through)) => records::gaps(&mut context.tx, from, through)?,
            _ => Vec::new(),
        };
        let through = records::through_by_account(&mut context.tx)?
            .into_iter()
            .map(|(account, through_on)| StatementsThrough {
                account,
                account_name: names.account(account),
                through_on,
            })
            .collect();
        let statements = rows
            .into_iter()
            .map(|row| StatementView {
                id: row.id,
                account_name: names.account(row.account),
                file_name: row.file_name,
                format: row.format,
                account: row.account,
                from_on: row.from_on,
                through_on: row.through_on,
                closing_minor: row.closing_minor,
                difference_minor: row.difference_minor,
                lines: row.lines,
                new: row.new_lines,
                duplicate: row.duplicate_lines,
                doubtful: row.doubtful_lines,
                to_sort: row.to_sort_lines,
                left_out: row.left_out,
                balance_gaps: row.balance_gaps,
                gaps: gaps.iter().filter(|(statement, _)| *statement == row.id).map(|(_, gap)| gap.clone()).collect(),
                imported_on: row.imported_on,
                withdrawn_on: row.withdrawn_on,
            })
            .collect();
        Ok(StatementsAnswer { through, statements, older })
    }
}

/// The lines that may be here already, asked about once per file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoubtfulLines {}

/// Lines that may be here already.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DoubtfulAnswer {
    /// How many in all.
    pub count: i64,
    /// The first two hundred.
    pub lines: Vec<DoubtfulView>,
}

/// A line that may be here already.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DoubtfulView {
    /// Its id.
    pub id: i64,
    /// The statement it came with.
    pub statement: i64,
    /// That file's name.
    pub file_name: String,
    /// The account's name.
    pub account_name: String,
    /// Its day.
    pub booked_on: Date,
    /// Its amount.
    pub amount_minor: i64,
    /// Its words.
    pub text: String,
    /// The line that it may be; none where that was removed since.
    pub similar: Option<LineView>,
}

impl Query for DoubtfulLines {
    const NAME: &'static str = "doubtful-lines";
    type Answer = DoubtfulAnswer;

    fn about() -> String {
        t!("The bank lines that may be here already, beside those they may be.")
    }

    fn answer(&self, context: &mut Context) -> Result<DoubtfulAnswer, Failure> {
        let count = records::count_doubtful(&mut context.tx)?;
        let rows = records::open_doubtful(&mut context.tx, 200)?;
        let mut names = Names::read(context, false)?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let similar = records::line(&mut context.tx, row.similar_line)?.map(|line| names.line(&line));
            let file_name =
                records::statement(&mut context.tx, row.statement)?.map_or_else(String::new, |one| one.file_name);
            lines.push(DoubtfulView {
                id: row.id,
                statement: row.statement,
                file_name,
                account_name: names.account(row.account),
                booked_on: row.booked_on,
                amount_minor: row.amount_minor,
                text: if row.counterparty.is_empty() {
                    row.text
                } else {
                    format!("{} · {}", row.counterparty, row.text)
                },
                similar,
            });
        }
        Ok(DoubtfulAnswer { count, lines })
    }
}
