//! The lines of all accounts.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names, place, place_text};
use crate::{line::LineState, records, records::LineFilter};

/// Bank lines, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BankLines {
    /// Only of this account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// Only those that stand so.
    pub state: Option<LineState>,
    /// Only those whose text or counterparty has this.
    pub text: Option<String>,
    /// Only those of this statement.
    pub statement: Option<i64>,
    /// Only those that this rule sorted.
    pub rule: Option<i64>,
    /// Only those that went to this category, whole or in part.
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
    /// Only those that were decided so: `owner`, `rule`, `learned`, `pair`, `payment`, `file`.
    pub decided_by: Option<String>,
    /// Only money out.
    pub only_out: bool,
    /// Only those of this day on.
    pub from: Option<Date>,
    /// Only those up to this day.
    pub through: Option<Date>,
    /// Lines before this place, as the answer before gave it.
    pub before: Option<String>,
    /// How many; 50 when absent, at most 500.
    pub limit: Option<i64>,
}

/// A page of lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BankLinesAnswer {
    /// How many lines are like that in all.
    pub total: i64,
    /// The lines.
    pub lines: Vec<LineView>,
    /// What to give as `before` for older lines; absent at the end.
    pub older: Option<String>,
}

impl Query for BankLines {
    const NAME: &'static str = "bank-lines";
    type Answer = BankLinesAnswer;

    fn about() -> String {
        t!("The bank lines of an account or of all, with where each went.")
    }

    fn answer(&self, context: &mut Context) -> Result<BankLinesAnswer, Failure> {
        let limit = self.limit.unwrap_or(50).clamp(1, 500);
        let text: String = self
            .text
            .as_deref()
            .unwrap_or_default()
            .trim()
            .to_lowercase()
            .chars()
            .filter(|letter| *letter != '\0')
            .take(80)
            .collect();
        let filter = LineFilter {
            account: self.account,
            state: self.state,
            text: &text,
            statement: self.statement,
            rule: self.rule,
            category: self.category,
            decided_by: self.decided_by.as_deref().unwrap_or_default(),
            only_out: self.only_out,
            from: self.from.unwrap_or(Date::MIN),
            through: self.through.unwrap_or(Date::MAX),
        };
        let total = records::count_filtered(&mut context.tx, &filter)?;
        let mut rows = records::lines_filtered(&mut context.tx, &filter, place(self.before.as_deref()), limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let older = rows.last().filter(|_| more).map(|row| place_text(row.booked_on, row.id));
        let waiting = rows.iter().any(|row| row.state == LineState::ToSort);
        let mut names = Names::read(context, waiting)?;
        Ok(BankLinesAnswer { total, lines: rows.iter().map(|row| names.line(row)).collect(), older })
    }
}
