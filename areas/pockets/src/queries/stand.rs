//! Where the business stands: what is free, how long it lasts, whether the tax is there.

use books::Pockets;
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standing::{self, StandingAnswer};
use crate::rules;

/// Where the business stands today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WhereYouStand {}

/// Where the business stands. All amounts are minor units of the books' currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WhereYouStandAnswer {
    /// What is on bank, cash and processor accounts (cash): the same as all pockets together.
    pub cash_minor: i64,
    /// What of it is held for others: for authorities, for the tax, for clients, for the card's bill.
    pub held: Vec<Held>,
    /// What is the owner's to spend (free to spend): cash without what is held.
    pub free_minor: i64,
    /// What a month costs, overhead and the owner's pay together; absent while neither is known.
    pub monthly_minor: Option<i64>,
    /// How long what is free covers overhead and pay (runway); absent while no month's cost is known.
    pub with_pay: Option<Runway>,
    /// How long it covers overhead alone.
    pub without_pay: Option<Runway>,
    /// How many days later that is than a month ago, at the same cost a month; absent before the pockets began.
    pub days_more: Option<i64>,
    /// Cash at the end of each of the last twelve months, and today.
    pub cash: Vec<MonthEnd>,
    /// The pockets, the tax, and what months cost.
    pub standing: StandingAnswer,
}

/// An amount that is not the owner's to spend.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Held {
    /// The pocket.
    pub pocket: i64,
    /// Its role.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What it holds, at least nothing.
    pub amount_minor: i64,
}

/// How long the money lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Runway {
    /// Whole days.
    pub days: i64,
    /// Tenths of a month.
    pub tenths: i64,
    /// The last day that is covered.
    pub until: Date,
}

/// Cash at the end of a month.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct MonthEnd {
    /// The day: the month's last, or today.
    pub on: Date,
    /// What was there.
    pub cash_minor: i64,
}

/// What is held for others, in the order of the pockets.
const FOR_OTHERS: [&str; 4] = ["held-for-authorities", "tax", "held-for-clients", "card-bill"];

impl Query for WhereYouStand {
    const NAME: &'static str = "where-you-stand";
    type Answer = WhereYouStandAnswer;

    fn about() -> String {
        t!("Where the business stands: what is free to spend, and how long it lasts.")
    }

    fn answer(&self, context: &mut Context) -> Result<WhereYouStandAnswer, Failure> {
        let today = context.today;
        let since = Month::of(context.settings.fiscal_year_start.year_of(today));
        let months = standing::months(context, today, since)?;
        let standing = standing::answer(context, today, since, &months)?;
        let held: Vec<Held> = standing
            .pockets
            .iter()
            .filter(|pocket| FOR_OTHERS.contains(&pocket.state.pocket.role.as_str()))
            .map(|pocket| Held {
                pocket: pocket.state.pocket.id,
                role: pocket.state.pocket.role.clone(),
                name: pocket.state.pocket.name.clone(),
                amount_minor: pocket.state.holds_minor.max(0),
            })
            .collect();
        let free_minor =
            rules::free_to_spend(standing.total_minor, &held.iter().map(|held| held.amount_minor).collect::<Vec<_>>());
        let overhead = standing.overhead.as_ref().map(|overhead| overhead.amount_minor);
        let pay = standing.pay.as_ref().map(|pay| pay.amount_minor);
        // What is planned for health and age falls due whether or not the owner is paid.
        let contributions = standing.contributions_minor;
        let overhead = match overhead {
            None if contributions == 0 => None,
            known => Some(known.unwrap_or(0).saturating_add(contributions)),
        };
        let monthly_minor = match (overhead, pay) {
            (None, None) => None,
            (overhead, pay) => Some(overhead.unwrap_or(0).saturating_add(pay.unwrap_or(0))),
        };
        let runway = |monthly: Option<i64>| {
            let lasts = rules::lasts(free_minor, monthly?)?;
            Some(Runway { days: lasts.days, tenths: lasts.tenths, until: rules::day_ahead(today, lasts.days) })
        };
        let with_pay = runway(monthly_minor);
        let days_more = match with_pay {
            Some(now) => days_more(context, today, now, monthly_minor.unwrap_or(0))?,
            None => None,
        };
        let cash = cash_by_month(context, today, standing.total_minor, &months)?;
        Ok(WhereYouStandAnswer {
            cash_minor: standing.total_minor,
            held,
            free_minor,
            monthly_minor,
            with_pay,
            without_pay: runway(overhead),
            days_more,
            cash,
            standing,
        })
    }
}

/// How many days later the money ends than it would have a month ago, at what a month costs now: so that the difference
/// speaks of the money alone.
fn days_more(context: &mut Context, today: Date, now: Runway, monthly_minor: i64) -> Result<Option<i64>, Failure> {
    let then = today.saturating_sub(1.month());
    if then < context.settings.starts_on {
        return Ok(None);
    }
    let held = Pockets { on: Some(then) }.answer(context)?;
    let others = held.pockets.iter().filter(|state| FOR_OTHERS.contains(&state.pocket.role.as_str()));
    let free = rules::free_to_spend(held.total_minor, &others.map(|state| state.holds_minor).collect::<Vec<_>>());
    let days = |from: Date, to: Date| to.duration_since(from).as_hours() / 24;
    Ok(rules::lasts(free, monthly_minor)
        .map(|lasts| now.days.saturating_add(days(then, today)).saturating_sub(lasts.days)))
}

/// Cash at month ends, reckoned back from the end of last month by what the cash accounts took since.
fn cash_by_month(
    context: &mut Context,
    today: Date,
    now_minor: i64,
    months: &books::AccountMonthsAnswer,
) -> Result<Vec<MonthEnd>, Failure> {
    let Some(begins) = months.begins else { return Ok(Vec::new()) };
    let this = Month::of(today);
    let mut ends = vec![MonthEnd { on: today, cash_minor: now_minor }];
    let mut month = this.plus(-1);
    let mut cash_minor = Pockets { on: Some(month.last()) }.answer(context)?.total_minor;
    let currency = context.settings.currency;
    let accounts = books::accounts(context)?;
    while month >= begins && month > this.plus(-13) {
        ends.push(MonthEnd { on: month.last(), cash_minor });
        let is_cash = |id: i64| {
            accounts.iter().any(|account| account.id == id && account.kind.is_cash() && account.currency == currency)
        };
        let took =
            months.rows.iter().filter(|row| row.month == month && is_cash(row.account)).map(|row| row.amount_minor);
        cash_minor = cash_minor.saturating_sub(ledger::sum(took).unwrap_or(0));
        month = month.plus(-1);
    }
    ends.reverse();
    Ok(ends)
}
