//! The pockets on a day, each against its target.

use books::{
    Account, AccountLine, AccountMonth, AccountMonths, Accounts, Balances, ForeignHolding, PocketState, Pockets,
    ReadBasis, chart::chart,
};
use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Month};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Upcoming;
use crate::rules::{
    self,
    overhead::{CostKind, cost_kind},
};

/// The pockets on a day, each against what it is to hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Standing {
    /// The day; today when absent. What months cost is read up to the end of its month.
    pub on: Option<Date>,
}

/// The pockets against their targets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingAnswer {
    /// The day.
    pub on: Date,
    /// The currency of the books.
    pub currency: String,
    /// The pockets in their order.
    pub pockets: Vec<PocketStanding>,
    /// What they hold together: the same as the cash.
    pub total_minor: i64,
    /// Cash in other currencies: currency and minor units. It counts in no figure here.
    pub others: Vec<(String, i64)>,
    /// The same pocket by pocket.
    pub foreign: Vec<ForeignHolding>,
    /// Cash that waits for a pocket: what is unassigned without the bank lines that wait to be sorted.
    pub undivided_minor: i64,
    /// Tax held against tax owed so far.
    pub tax: TaxStanding,
    /// What a month costs without any sale (overhead); absent while no full month is known and none was stated.
    pub overhead: Option<Monthly>,
    /// What the owner takes a month (owner's pay); absent while no full month is known.
    pub pay: Option<Monthly>,
    /// What planned contributions of a fixed amount take a month; it recurs without a sale as overhead does.
    pub contributions_minor: i64,
    /// The months the buffer is to cover.
    pub buffer_months: i64,
}

/// A pocket against its target.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketStanding {
    /// The pocket, what it holds and its share.
    #[serde(flatten)]
    pub state: PocketState,
    /// What it is to hold, in minor units; absent where nothing says it.
    pub target_minor: Option<i64>,
    /// What it is for now, in a sentence.
    pub said: String,
}

impl StandingAnswer {
    /// Whether a pocket is below zero. What waits to be sorted is not held against Unassigned: it leaves when it is decided.
    pub fn is_below_zero(&self, pocket: &PocketStanding) -> bool {
        self.holds(pocket) < 0
    }

    /// What a pocket holds, Unassigned without the lines that wait to be sorted.
    pub(crate) fn holds(&self, pocket: &PocketStanding) -> i64 {
        if pocket.state.pocket.role == "unassigned" { self.undivided_minor } else { pocket.state.holds_minor }
    }
}

impl PocketStanding {
    /// Whether a page shows it: pockets that only pass money on (card bill, held for clients, unassigned) show while
    /// they hold or need something.
    pub fn is_shown(&self) -> bool {
        let passing = matches!(self.state.pocket.role.as_str(), "unassigned" | "card-bill" | "held-for-clients");
        let passing = passing || self.state.pocket.closed;
        !passing || self.state.holds_minor != 0 || self.target_minor.is_some_and(|target| target != 0)
    }

    /// What it is short of, if it is.
    pub fn missing_minor(&self) -> i64 {
        self.target_minor.map_or(0, |target| target.saturating_sub(self.state.holds_minor).max(0))
    }
}

/// Tax held against tax owed so far.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaxStanding {
    /// The pocket; absent where the books have none.
    pub pocket: Option<i64>,
    /// What it holds.
    pub held_minor: i64,
    /// What is owed so far: a plain share of this tax year's profit, less what was paid since it began.
    pub owed_minor: i64,
    /// This tax year's profit so far, on cash basis.
    pub profit_minor: i64,
    /// The share, in thousandths.
    pub permille: u32,
    /// What was paid towards income tax and contributions since the tax year began.
    pub paid_minor: i64,
    /// The first month of the tax year.
    pub since: Month,
    /// How it was worked out, in a sentence.
    pub said: String,
}

/// An amount a month.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Monthly {
    /// Minor units a month.
    pub amount_minor: i64,
    /// Of how many full months it is the average; 0 when the owner stated it.
    pub months: i64,
    /// The first of those months.
    pub from: Option<Month>,
    /// What it is made of, over all those months.
    pub parts: Vec<MonthlyPart>,
}

/// What one account took over the months of an average.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthlyPart {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// Minor units over all the months.
    pub total_minor: i64,
}

impl Query for Standing {
    const NAME: &'static str = "standing";
    type Answer = StandingAnswer;

    fn about() -> String {
        t!("The pockets against what each is to hold.")
    }

    fn answer(&self, context: &mut Context) -> Result<StandingAnswer, Failure> {
        let on = self.on.unwrap_or(context.today);
        let since = Month::of(context.settings.fiscal_year_start.year_of(on));
        let months = months(context, on, since)?;
        answer(context, on, since, &months)
    }
}

/// What the accounts took in the months a standing looks at: the tax year so far, and twelve months for what depends on them.
pub(super) fn months(context: &mut Context, on: Date, since: Month) -> Result<books::AccountMonthsAnswer, Failure> {
    let from = since.min(Month::of(on).plus(-12));
    AccountMonths { from, through: Month::of(on), basis: ReadBasis::Cash }.answer(context)
}

pub(super) fn answer(
    context: &mut Context,
    on: Date,
    since: Month,
    months: &books::AccountMonthsAnswer,
) -> Result<StandingAnswer, Failure> {
    let held = Pockets { on: Some(on) }.answer(context)?;
    let lines: Vec<AccountLine> = if on == context.today {
        Accounts::default().answer(context)?.accounts
    } else {
        Balances { on: Some(on), basis: ReadBasis::Cash }.answer(context)?.accounts
    };
    let accounts = books::accounts(context)?.to_vec();
    let pocket = |role: &str| held.pockets.iter().find(|state| state.pocket.role == role);
    let id = |role: &str| pocket(role).map(|state| state.pocket.id);
    let country = chart(&context.settings.country);
    let tax = tax(&accounts, months, since, pocket("tax"), country.pocket("tax").map_or(0, |tax| tax.share_permille));
    let buffer_months = country.pocket("buffer").and_then(|buffer| buffer.cap_months).map_or(3, i64::from);
    let costs = |account: &Account| {
        account.kind == AccountKind::Expense
            && cost_kind(&account.role, account.pocket, id("job-costs")) == CostKind::Overhead
    };
    let drawn = |account: &Account| {
        account.kind == AccountKind::Equity && account.pocket.is_some() && account.pocket == id("owners-pay")
    };
    let cap = pocket("buffer").and_then(|buffer| buffer.cap_minor);
    let stated = cap.map(|cap| cap / buffer_months.max(1)).filter(|stated| *stated > 0);
    let overhead = monthly(&accounts, months, on, costs, stated);
    let pay = monthly(&accounts, months, on, drawn, None);
    let owed = |wanted: &dyn Fn(&Account) -> bool| {
        let balances = lines
            .iter()
            .filter(|line| wanted(&line.account))
            .map(|line| line.book_balance_minor.min(0).saturating_neg());
        ledger::sum(balances).unwrap_or(i64::MAX)
    };
    // A deposit was income when it came on cash basis; that it is still owed stands on accrual basis.
    let clients = books::balance_of_role(context, "client-deposits", on, ReadBasis::Accrual)?.min(0).saturating_neg();
    let targets = Targets {
        authorities: owed(&|account| account.role == "sales-tax-owed"),
        clients,
        card: owed(&|account| account.kind == AccountKind::Card),
        tax: tax.owed_minor,
        pay: pay.as_ref().map(|pay| pay.amount_minor),
        overhead: overhead.as_ref().map(|overhead| overhead.amount_minor),
        buffer: cap.or_else(|| overhead.as_ref().map(|overhead| overhead.amount_minor.saturating_mul(buffer_months))),
    };
    let upcoming = super::upcoming(context)?;
    let contributions_minor = ledger::sum(upcoming.iter().map(|next| next.monthly_minor)).unwrap_or(i64::MAX);
    let to_sort = lines.iter().find(|line| line.account.role == "to-sort").map_or(0, |line| line.book_balance_minor);
    let undivided_minor = pocket("unassigned").map_or(0, |state| state.holds_minor.saturating_add(to_sort));
    let currency = held.currency.clone();
    let stated = overhead.as_ref().is_none_or(|overhead| overhead.months == 0);
    let about = About { stated, buffer_months, to_sort, currency: &currency };
    let standing = |state: PocketState| {
        let coming: Vec<&Upcoming> = upcoming.iter().filter(|next| next.pocket == state.pocket.id).collect();
        let target_minor = match &coming[..] {
            [] => targets.of(&state.pocket.role),
            several => ledger::sum(several.iter().map(|next| next.amount_minor)),
        };
        let said = match coming.iter().map(|next| next.due_on).min() {
            Some(day) if target_minor.is_some_and(|target| target > 0) => {
                t!("{purpose} Next on {day}.", purpose = state.pocket.purpose, day = fmt::date(day))
            }
            _ => said(&state, target_minor, &tax, about),
        };
        PocketStanding { state, target_minor, said }
    };
    let pockets = held.pockets.into_iter().map(standing).collect();
    Ok(StandingAnswer {
        on,
        currency: held.currency,
        pockets,
        total_minor: held.total_minor,
        others: held.others,
        foreign: held.foreign,
        undivided_minor,
        tax,
        overhead,
        pay,
        contributions_minor,
        buffer_months,
    })
}

/// What the pockets are to hold.
struct Targets {
    authorities: i64,
    clients: i64,
    card: i64,
    tax: i64,
    pay: Option<i64>,
    overhead: Option<i64>,
    buffer: Option<i64>,
}

impl Targets {
    fn of(&self, role: &str) -> Option<i64> {
        match role {
            "held-for-authorities" => Some(self.authorities),
            "held-for-clients" => Some(self.clients),
            "card-bill" => Some(self.card),
            "tax" => Some(self.tax),
            "owners-pay" => self.pay.filter(|pay| *pay > 0),
            "running-costs" => self.overhead,
            "buffer" => self.buffer,
            _ => None,
        }
    }
}

fn tax(
    accounts: &[Account],
    months: &books::AccountMonthsAnswer,
    since: Month,
    pocket: Option<&PocketState>,
    permille: u32,
) -> TaxStanding {
    let this_year = || months.rows.iter().filter(|row| row.month >= since);
    let sum = |wanted: &dyn Fn(&Account) -> bool| {
        let of = |row: &&AccountMonth| accounts.iter().any(|account| account.id == row.account && wanted(account));
        ledger::sum(this_year().filter(of).map(|row| row.amount_minor)).unwrap_or(i64::MAX)
    };
    // Income is a credit, so profit is the turned sum of both.
    let profit_minor = sum(&|account| account.kind.is_profit_and_loss()).saturating_neg();
    let paid_minor = sum(&|account| matches!(account.role.as_str(), "owner-income-tax" | "owner-contributions"));
    let owed_minor = rules::tax_owed(profit_minor, permille, paid_minor);
    let share = fmt::percent_permille(i64::from(permille));
    let month = fmt::month(since.first());
    let said = if paid_minor > 0 {
        t!(
            "{share} of profit since {month}, less what you paid since. A plain percentage: your real tax can differ.",
            share = share,
            month = month
        )
    } else {
        t!(
            "{share} of profit since {month}. A plain percentage: your real tax can differ.",
            share = share,
            month = month
        )
    };
    TaxStanding {
        pocket: pocket.map(|state| state.pocket.id),
        held_minor: pocket.map_or(0, |state| state.holds_minor),
        owed_minor,
        profit_minor,
        permille,
        paid_minor,
        since,
        said,
    }
}

/// How many full months an average looks at.
const AVERAGED: i32 = 3;

/// The average of the last three full months; with fewer in the books, what was stated, else the average of those there
/// are. Nothing is said of a month that is not over.
fn monthly(
    accounts: &[Account],
    months: &books::AccountMonthsAnswer,
    on: Date,
    wanted: impl Fn(&Account) -> bool,
    stated: Option<i64>,
) -> Option<Monthly> {
    let this = Month::of(on);
    let begins = months.begins?;
    let first = (1..=AVERAGED).rev().map(|back| this.plus(-back)).find(|month| *month >= begins);
    let full: Vec<Month> = first.map(|first| first.through(this.plus(-1)).collect()).unwrap_or_default();
    if (full.len() as i32) < AVERAGED
        && let Some(amount_minor) = stated
    {
        return Some(Monthly { amount_minor, months: 0, from: None, parts: Vec::new() });
    }
    let mut parts = Vec::new();
    let mut by_month = vec![0i64; full.len()];
    for account in accounts.iter().filter(|account| wanted(account)) {
        let mut total_minor = 0i64;
        for row in months.rows.iter().filter(|row| row.account == account.id) {
            if let Some(at) = full.iter().position(|month| *month == row.month) {
                by_month[at] = by_month[at].saturating_add(row.amount_minor);
                total_minor = total_minor.saturating_add(row.amount_minor);
            }
        }
        if total_minor != 0 {
            parts.push(MonthlyPart { account: account.id, name: account.name.clone(), total_minor });
        }
    }
    let amount_minor = rules::average(&by_month)?.max(0);
    Some(Monthly { amount_minor, months: full.len() as i64, from: full.first().copied(), parts })
}

/// What the sentences about pockets speak of.
#[derive(Clone, Copy)]
struct About<'a> {
    /// Whether the overhead is what the owner stated.
    stated: bool,
    buffer_months: i64,
    /// What waits to be sorted; a debit is positive.
    to_sort: i64,
    currency: &'a str,
}

/// What a pocket is for now, in a sentence.
fn said(state: &PocketState, target: Option<i64>, tax: &TaxStanding, about: About<'_>) -> String {
    let About { stated, buffer_months, to_sort, currency } = about;
    match (state.pocket.role.as_str(), target) {
        ("held-for-authorities", Some(owed)) if owed > 0 => {
            t!(
                "Tax your clients paid through you and the authorities will ask for: {owed}.",
                owed = fmt::amount(owed, currency)
            )
        }
        ("tax", _) => tax.said.clone(),
        ("owners-pay", Some(_)) => {
            t!("One month of your pay, as you took it of late. What gathers above it carries a thin month.")
        }
        ("running-costs", Some(_)) if stated => t!("One month of overhead, as you stated it."),
        ("running-costs", Some(_)) => {
            t!("One month of overhead: rent, software, insurance and the like, as they were of late.")
        }
        ("buffer", Some(_)) => {
            t!(
                "{months} months of overhead. When it is full, its share flows on to the next pocket.",
                months = books::pages::words::capital(&books::pages::words::spelled(buffer_months))
            )
        }
        ("card-bill", Some(owed)) => {
            t!("Spent by card and not yet drawn by it: {owed}.", owed = fmt::amount(owed, currency))
        }
        ("unassigned", _) if to_sort != 0 => {
            t!(
                "Bank lines that wait to be sorted, {amount} together; it moves on when you say what they are.",
                amount = fmt::amount_signed(to_sort.saturating_neg(), currency)
            )
        }
        _ => state.pocket.purpose.clone(),
    }
}
