//! How long the money lasts in good, likely and bad months, from the books' own spread.

use books::{Account, AccountMonths, AccountMonthsAnswer, ReadBasis};
use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Month};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stand::{Runway, WhereYouStand};
use crate::rules::{
    self,
    overhead::{CostKind, cost_kind},
    runway::{MONTHS_LOOKED_AT, MONTHS_NEEDED, Months, after_tax, ahead, quartile},
};

/// How long the money lasts without a sale, and in bad, likely and good months.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RunwayAhead {}

/// How long the money lasts. Amounts are minor units of the books' currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunwayAheadAnswer {
    /// The currency.
    pub currency: String,
    /// The day it is reckoned from.
    pub on: Date,
    /// What is free to spend: cash without what is held for others.
    pub free_minor: i64,
    /// What a month costs without any sale; absent while unknown.
    pub overhead_minor: Option<i64>,
    /// What the owner takes a month.
    pub pay_minor: i64,
    /// What planned contributions of a fixed amount take a month, with pay and without.
    pub contributions_minor: i64,
    /// The share of income that is put by for tax, in thousandths.
    pub tax_permille: u32,
    /// The first full month looked at.
    pub since: Option<Month>,
    /// What sales brought in each full month looked at, without what the sales themselves cost; oldest first.
    pub months: Vec<(Month, i64)>,
    /// Whether there are enough months to speak of a spread; when not, only what no sale means is answered.
    pub enough: bool,
    /// The kinds of months: no sale first, then bad, likely and good.
    pub cases: Vec<RunwayCase>,
}

/// One kind of months.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunwayCase {
    /// Which.
    pub months: Months,
    /// What sales bring in such a month, without what they cost.
    pub earned_minor: i64,
    /// What of it is free after tax was put by.
    pub after_tax_minor: i64,
    /// With the owner's pay.
    pub with_pay: RunwayEnd,
    /// Without it.
    pub without_pay: RunwayEnd,
    /// What is free at the end of each of the next twelve months with pay; today first.
    pub ahead_minor: Vec<i64>,
}

/// Where such months lead.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct RunwayEnd {
    /// What a month changes.
    pub monthly_minor: i64,
    /// How long what is free lasts; absent where such months use none of it up.
    pub lasts: Option<Runway>,
}

impl Query for RunwayAhead {
    const NAME: &'static str = "runway";
    type Answer = RunwayAheadAnswer;

    fn about() -> String {
        t!("How long the money lasts without a sale, and in bad, likely and good months.")
    }

    fn answer(&self, context: &mut Context) -> Result<RunwayAheadAnswer, Failure> {
        let stand = WhereYouStand {}.answer(context)?;
        let today = context.today;
        let months = earned(context)?;
        let overhead_minor = stand.standing.overhead.as_ref().map(|overhead| overhead.amount_minor);
        let pay_minor = stand.standing.pay.as_ref().map_or(0, |pay| pay.amount_minor);
        let contributions_minor = stand.standing.contributions_minor;
        let permille = stand.standing.tax.permille;
        let amounts: Vec<i64> = months.iter().map(|(_, amount)| *amount).collect();
        let enough = months.len() >= MONTHS_NEEDED;
        let end = |monthly_minor: i64| RunwayEnd {
            monthly_minor,
            lasts: rules::lasts(stand.free_minor, monthly_minor.saturating_neg()).map(|lasts| Runway {
                days: lasts.days,
                tenths: lasts.tenths,
                until: rules::day_ahead(today, lasts.days),
            }),
        };
        let case = |months: Months, earned_minor: i64| {
            let after_tax_minor = after_tax(earned_minor, permille);
            let without =
                after_tax_minor.saturating_sub(overhead_minor.unwrap_or(0)).saturating_sub(contributions_minor);
            let with = without.saturating_sub(pay_minor);
            RunwayCase {
                months,
                earned_minor,
                after_tax_minor,
                with_pay: end(with),
                without_pay: end(without),
                ahead_minor: ahead(stand.free_minor, with),
            }
        };
        let mut cases = Vec::new();
        if overhead_minor.is_some() {
            cases.push(case(Months::NoSale, 0));
            if enough {
                let spread = [(Months::Bad, 1), (Months::Likely, 2), (Months::Good, 3)];
                cases.extend(
                    spread.iter().filter_map(|(months, which)| Some(case(*months, quartile(&amounts, *which)?))),
                );
            }
        }
        Ok(RunwayAheadAnswer {
            currency: stand.standing.currency.clone(),
            on: today,
            free_minor: stand.free_minor,
            overhead_minor,
            pay_minor,
            contributions_minor,
            tax_permille: permille,
            since: months.first().map(|(month, _)| *month),
            months,
            enough,
            cases,
        })
    }
}

/// What sales brought in each full month of the last two years, without what the sales themselves cost, such as material,
/// postage and the fees of payments.
fn earned(context: &mut Context) -> Result<Vec<(Month, i64)>, Failure> {
    let this = Month::of(context.today);
    let (from, through) = (this.plus(-MONTHS_LOOKED_AT), this.plus(-1));
    let jobs = books::pocket_of_role(context, "job-costs")?.map(|pocket| pocket.id);
    let answer = AccountMonths { from, through, basis: ReadBasis::Cash }.answer(context)?;
    let by_sales = |account: &&Account| match account.kind {
        AccountKind::Income => true,
        AccountKind::Expense => cost_kind(&account.role, account.pocket, jobs) == CostKind::OfSales,
        _ => false,
    };
    let counted: Vec<i64> = books::accounts(context)?.iter().filter(by_sales).map(|account| account.id).collect();
    Ok(of_months(&answer, &counted, from, through))
}

/// The sums of some accounts in each full month since the books begin. Income is a credit, so the sign is turned.
fn of_months(answer: &AccountMonthsAnswer, counted: &[i64], from: Month, through: Month) -> Vec<(Month, i64)> {
    let Some(begins) = answer.begins else { return Vec::new() };
    let sum = |month: Month| {
        let rows = answer.rows.iter().filter(|row| row.month == month && counted.contains(&row.account));
        ledger::sum(rows.map(|row| row.amount_minor)).unwrap_or(i64::MAX).saturating_neg()
    };
    from.max(begins).through(through).map(|month| (month, sum(month))).collect()
}
