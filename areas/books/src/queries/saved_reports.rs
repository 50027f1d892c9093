//! Reports with a name, each with the figure that it is about; and what one of them shows today.

mod parameters;

use kernel::{Context, Failure, Query, RefusalKind, Refused};
use ledger::Days;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    BalancesAnswer, FigureOf, JournalAnswer, ProfitByAnswer, ReadBasis, RegisterAnswer, Statement,
    statement::ColumnKind,
};
use crate::records;

pub(crate) use parameters::Parameters;

/// A report that can be kept under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Report {
    /// What was earned, what it cost, and what was left.
    ProfitAndLoss,
    /// What is owned, owed and the owner's.
    BalanceSheet,
    /// Where the cash came from and where it went.
    CashFlow,
    /// What each account holds.
    TrialBalance,
    /// Every entry in the order of its days.
    Journal,
    /// The lines of an account.
    Register,
    /// What each client, project, offer or channel brought and cost.
    ProfitBy,
}

impl Report {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Report; 7] = [
        Report::ProfitAndLoss,
        Report::BalanceSheet,
        Report::CashFlow,
        Report::TrialBalance,
        Report::Journal,
        Report::Register,
        Report::ProfitBy,
    ];

    /// Its word, as records and addresses keep it.
    pub fn word(self) -> &'static str {
        match self {
            Report::ProfitAndLoss => "profit-and-loss",
            Report::BalanceSheet => "balance-sheet",
            Report::CashFlow => "cash-flow",
            Report::TrialBalance => "trial-balance",
            Report::Journal => "journal",
            Report::Register => "register",
            Report::ProfitBy => "profit-by",
        }
    }

    /// The report of that word.
    pub fn from_word(word: &str) -> Option<Report> {
        Report::ALL.into_iter().find(|report| report.word() == word)
    }

    /// Where its page is; what it is of, an account or a dimension, stands behind it.
    pub fn page(self) -> &'static str {
        match self {
            Report::ProfitAndLoss => "/books",
            Report::BalanceSheet => "/books/balance-sheet",
            Report::CashFlow => "/books/cash-flow",
            Report::TrialBalance => "/books/balances",
            Report::Journal => "/books/journal",
            Report::Register => "/books/accounts",
            Report::ProfitBy => "/books/profit/by",
        }
    }

    /// The name of the parameter that is a part of its address and cannot be left out.
    pub fn is_of(self) -> Option<&'static str> {
        match self {
            Report::Register => Some("account"),
            Report::ProfitBy => Some("dimension"),
            _ => None,
        }
    }
}

/// The reports that were given a name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SavedReports {}

/// Saved reports.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedReportsAnswer {
    /// The currency of the figures.
    pub currency: String,
    /// The reports, by name.
    pub reports: Vec<SavedReport>,
}

/// A saved report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedReport {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Which report.
    pub report: Report,
    /// What it asks for, as its address says it.
    pub parameters: String,
    /// What it is of: an account's name, or a dimension's word; empty where it is of the whole business.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// Where its page is.
    pub address: String,
    /// The days it covers today; absent where it covers all there are.
    pub period: Option<Days>,
    /// Which books.
    pub basis: ReadBasis,
    /// The figure it is about: profit, the owner's side, the change in cash, what an account holds or took, the debits of a
    /// journal; absent where adding it up would read more than a list may.
    pub figure_minor: Option<i64>,
    /// The same figure in each of its columns.
    pub parts_minor: Vec<i64>,
}

/// What a report shows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReportShown {
    /// Lines over columns.
    Statement(Statement),
    /// What each account holds.
    Balances(BalancesAnswer),
    /// Entries in their order.
    Journal(JournalAnswer),
    /// The lines of an account.
    Register(RegisterAnswer),
    /// Profit by a dimension.
    ProfitBy(ProfitByAnswer),
}

impl Query for SavedReports {
    const NAME: &'static str = "saved-reports";
    type Answer = SavedReportsAnswer;

    fn about() -> String {
        t!("The reports that were given a name, each with its figure today.")
    }

    fn answer(&self, context: &mut Context) -> Result<SavedReportsAnswer, Failure> {
        let mut reports = Vec::new();
        for row in records::saved_reports(&mut context.tx)? {
            // A word that a later version of the program wrote is not this one's to show.
            let Some(report) = Report::from_word(&row.report) else { continue };
            let asks = Parameters::read(&row.parameters);
            // A short list is enough for its figure.
            let shown = asks.shown(context, report, Some(1))?;
            reports.push(saved(context, row, report, &asks, shown.as_ref())?);
        }
        Ok(SavedReportsAnswer { currency: context.settings.currency.code().to_string(), reports })
    }
}

/// A saved report opened: what it shows today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpenReport {
    /// The saved report, or
    pub report: Option<i64>,
    /// its name.
    pub name: Option<String>,
    /// How many lines of a list; 50 when absent.
    pub limit: Option<i64>,
}

/// What a saved report shows today.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenReportAnswer {
    /// The currency of its figure.
    pub currency: String,
    /// The report.
    pub saved: SavedReport,
    /// What it shows; absent where what it is of is there no more.
    #[serde(flatten)]
    pub shown: Option<ReportShown>,
}

impl Query for OpenReport {
    const NAME: &'static str = "open-report";
    type Answer = OpenReportAnswer;

    fn about() -> String {
        t!("What a saved report shows today.")
    }

    fn answer(&self, context: &mut Context) -> Result<OpenReportAnswer, Failure> {
        let rows = records::saved_reports(&mut context.tx)?;
        let key = self.name.as_ref().map(|name| name.trim().to_lowercase());
        let wanted = |row: &records::SavedRow| match (self.report, &key) {
            (Some(id), _) => row.id == id,
            (None, Some(key)) => row.name.to_lowercase() == *key,
            (None, None) => false,
        };
        let found = rows.into_iter().find(wanted).and_then(|row| Some((Report::from_word(&row.report)?, row)));
        let Some((report, row)) = found else {
            let called = self.report.map(|id| id.to_string()).or_else(|| self.name.clone()).unwrap_or_default();
            let sentence = t!("There is no saved report {id}.", id = called);
            return Err(Refused::new("no-such-report", RefusalKind::NotFound, sentence).at("report").into());
        };
        let asks = Parameters::read(&row.parameters);
        let shown = asks.shown(context, report, self.limit)?;
        let saved = saved(context, row, report, &asks, shown.as_ref())?;
        Ok(OpenReportAnswer { currency: context.settings.currency.code().to_string(), saved, shown })
    }
}

/// A saved report with its figure of today.
fn saved(
    context: &mut Context,
    row: records::SavedRow,
    report: Report,
    asks: &Parameters,
    shown: Option<&ReportShown>,
) -> Result<SavedReport, Failure> {
    let statement = match shown {
        Some(ReportShown::Statement(statement)) => Some(statement),
        _ => None,
    };
    let about = match report {
        Report::BalanceSheet => FigureOf::Equity,
        Report::CashFlow => FigureOf::Cash,
        _ => FigureOf::Profit,
    };
    let parts_minor = statement.map_or_else(Vec::new, |statement| {
        let columns = statement.columns.iter().zip(statement.amounts(about));
        columns.filter(|(column, _)| column.kind == ColumnKind::Part).map(|(_, amount)| *amount).collect()
    });
    let figure_minor = match shown {
        Some(ReportShown::Statement(statement)) => statement.amounts(about).get(statement.whole()).copied(),
        Some(ReportShown::Journal(journal)) => journal.all_debits_minor,
        Some(ReportShown::ProfitBy(profit)) => Some(profit.total.profit_minor),
        Some(ReportShown::Register(_)) => asks.register_figure(context)?,
        Some(ReportShown::Balances(_)) | None => None,
    };
    let period = match shown {
        Some(ReportShown::Statement(statement)) => Some(statement.period),
        Some(ReportShown::Journal(journal)) => Some(journal.period),
        Some(ReportShown::ProfitBy(profit)) => Some(profit.period),
        Some(ReportShown::Register(_)) => asks.days(context)?,
        Some(ReportShown::Balances(_)) | None => None,
    };
    Ok(SavedReport {
        id: row.id,
        name: row.name,
        report,
        of: asks.said(context, report)?,
        address: asks.address(report, &row.parameters),
        parameters: row.parameters,
        period,
        basis: asks.basis,
        figure_minor,
        parts_minor,
    })
}
