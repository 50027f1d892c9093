//! Other currencies: rates, and what accounts hold in them.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::Currency;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Balances, ReadBasis};
use crate::{
    accounts::accounts,
    journal,
    rates::{rate_for, worth_in_books},
    records,
    rules::{
        average_cost::pool_of,
        rates::{RateSource, rate_text},
    },
};

/// The rates that are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// Only of this currency.
    pub currency: Option<Currency>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub through: Option<Date>,
    /// How many at most, the newest first; 50 when absent.
    pub limit: Option<i64>,
}

/// Rates.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RatesAnswer {
    /// The currency of the books, which rates are in.
    pub currency: String,
    /// The rates, the newest first.
    pub rates: Vec<RateLine>,
}

/// What a currency was worth on a day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateLine {
    /// The currency.
    pub currency: Currency,
    /// The day.
    pub on: Date,
    /// What one unit was worth in the books' currency, as an exact decimal number.
    pub rate: String,
    /// Who said so.
    pub source: RateSource,
}

impl Query for Rates {
    const NAME: &'static str = "rates";
    type Answer = RatesAnswer;

    fn about() -> String {
        t!("The exchange rates that are kept, with who stated them.")
    }

    fn answer(&self, context: &mut Context) -> Result<RatesAnswer, Failure> {
        let (from, through) = (self.from.unwrap_or(Date::MIN), self.through.unwrap_or(Date::MAX));
        let limit = super::page_size(self.limit);
        let rows = records::rates_between(&mut context.tx, self.currency, from, through, limit)?;
        let line = |row: records::RateRow| RateLine {
            currency: row.currency,
            on: row.rate.on,
            rate: rate_text(row.rate.rate),
            source: row.rate.source,
        };
        let rates = rows.into_iter().map(line).collect();
        Ok(RatesAnswer { currency: context.settings.currency.code().to_owned(), rates })
    }
}

/// What accounts hold in other currencies, what it cost and what it is worth.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ForeignBalances {
    /// At the end of this day; today when absent.
    pub on: Option<Date>,
}

/// What accounts hold in other currencies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ForeignBalancesAnswer {
    /// The day.
    pub on: Date,
    /// The currency of the books.
    pub currency: String,
    /// The accounts.
    pub accounts: Vec<ForeignBalance>,
    /// Gained since the last revaluation, realised and not, where every balance has a rate.
    pub gained_minor: Option<i64>,
}

/// What an account holds in another currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ForeignBalance {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// What it holds, in minor units of its currency; a debt is negative.
    pub balance_minor: i64,
    /// What that cost in the books' currency: the average of what came in.
    pub cost_minor: i64,
    /// What the books say it is worth on cash basis.
    pub cash_minor: i64,
    /// What the books say it is worth on accrual basis.
    pub accrual_minor: i64,
    /// What it is worth at the rate of the day; none where there is no rate.
    pub worth_minor: Option<i64>,
    /// The rate.
    pub rate: Option<String>,
    /// The day of the rate.
    pub rate_on: Option<Date>,
    /// Who said so.
    pub rate_source: Option<RateSource>,
}

impl ForeignBalance {
    /// What is still to be booked for a worth: gained on what has left the account (both bases), and on what is left of it
    /// (accrual basis only).
    pub fn gains(&self, worth_minor: i64) -> (i64, i64) {
        let realised = self.cost_minor - self.cash_minor;
        (realised, worth_minor - self.accrual_minor - realised)
    }
}

impl Query for ForeignBalances {
    const NAME: &'static str = "foreign-balances";
    type Answer = ForeignBalancesAnswer;

    fn about() -> String {
        t!("What accounts hold in other currencies, what it cost and what it is worth.")
    }

    fn answer(&self, context: &mut Context) -> Result<ForeignBalancesAnswer, Failure> {
        let on = self.on.unwrap_or(context.today);
        let accounts = foreign_balances(context, on)?;
        let gained = |one: &ForeignBalance| one.worth_minor.map(|worth| worth.saturating_sub(one.accrual_minor));
        let gained: Option<Vec<i64>> = accounts.iter().map(gained).collect();
        let gained_minor = gained.and_then(ledger::sum);
        Ok(ForeignBalancesAnswer { on, currency: context.settings.currency.code().to_owned(), accounts, gained_minor })
    }
}

/// How many balances in other currencies the books say another worth of than they have at the end of a day, or have no rate.
pub(crate) fn not_revalued(context: &mut Context, on: Date) -> Result<i64, Failure> {
    let balances = foreign_balances(context, on)?;
    let open = |one: &&ForeignBalance| one.worth_minor.is_none_or(|worth| one.gains(worth) != (0, 0));
    Ok(i64::try_from(balances.iter().filter(open).count()).unwrap_or(i64::MAX))
}

/// What the accounts in other currencies hold at the end of a day; those that never held anything are left out.
pub(crate) fn foreign_balances(context: &mut Context, on: Date) -> Result<Vec<ForeignBalance>, Failure> {
    journal::flush(context)?;
    let books = context.settings.currency;
    let foreign: Vec<_> = accounts(context)?.iter().filter(|account| account.currency != books).cloned().collect();
    if foreign.is_empty() {
        return Ok(Vec::new());
    }
    let cash = Balances { on: Some(on), basis: ReadBasis::Cash }.answer(context)?;
    let accrual = Balances { on: Some(on), basis: ReadBasis::Accrual }.answer(context)?;
    let mut balances = Vec::new();
    for account in foreign {
        let line =
            |answer: &super::BalancesAnswer| answer.accounts.iter().find(|line| line.account.id == account.id).cloned();
        let Some(held) = line(&cash) else { continue };
        if account.closed && held.balance_minor == 0 && held.book_balance_minor == 0 {
            continue;
        }
        let movements = records::movements(&mut context.tx, account.id, on)?;
        let cost_minor = pool_of(movements).ok_or(store::StoreError::Overflow)?.cost_minor;
        let rate = rate_for(context, account.currency, on)?;
        let worth_minor = match rate {
            // Nothing is worth nothing at any rate.
            _ if held.balance_minor == 0 => Some(0),
            Some(rate) => worth_in_books(context, held.balance_minor, account.currency, rate),
            None => None,
        };
        balances.push(ForeignBalance {
            account: account.id,
            name: account.name.clone(),
            currency: account.currency,
            balance_minor: held.balance_minor,
            cost_minor,
            cash_minor: held.book_balance_minor,
            accrual_minor: line(&accrual).map_or(0, |line| line.book_balance_minor),
            worth_minor,
            rate: rate.map(|rate| rate_text(rate.rate)),
            rate_on: rate.map(|rate| rate.on),
            rate_source: rate.map(|rate| rate.source),
        });
    }
    Ok(balances)
}
