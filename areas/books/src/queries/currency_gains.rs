//! What was gained and lost on other currencies in a period, movement by movement.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Basis, Currency};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::foreign_balances;
use crate::{accounts::accounts, journal, records, rules::average_cost::Pool};

/// What was gained and lost on other currencies in a period: what left an account was worth that day, less its part of what
/// all of it had cost on average.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CurrencyGains {
    /// The first day; the first of this year when absent.
    pub from: Option<Date>,
    /// The last day; today when absent.
    pub through: Option<Date>,
}

/// What was gained and lost on other currencies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CurrencyGainsAnswer {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
    /// The currency of the books.
    pub currency: String,
    /// What left accounts, the oldest first.
    pub gains: Vec<CurrencyGain>,
    /// The sum of what was gained, in minor units of the books' currency; a loss is negative.
    pub gained_minor: i64,
    /// What of all that was gained through the last day is not booked yet: a revaluation books it.
    pub not_booked_minor: i64,
    /// The entries of the period on the account of exchange differences.
    pub booked: Vec<BookedDifference>,
}

/// What left an account, and what that gained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CurrencyGain {
    /// The day.
    pub on: Date,
    /// The entry.
    pub entry: i64,
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// Its currency.
    pub currency: Currency,
    /// How much left, in minor units of that currency, as a positive amount; of a debt, how much was paid back.
    pub amount_minor: i64,
    /// What that was worth that day, in minor units of the books' currency.
    pub worth_minor: i64,
    /// What it had cost.
    pub cost_minor: i64,
    /// What was gained; a loss is negative.
    pub gained_minor: i64,
}

/// An exchange difference as it is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BookedDifference {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub on: Date,
    /// What happened.
    pub text: String,
    /// What it gained, in minor units of the books' currency; a loss is negative.
    pub gained_minor: i64,
    /// Which books it counts in: both where it was realised, accrual alone where it is still held.
    pub basis: Basis,
}

impl Query for CurrencyGains {
    const NAME: &'static str = "currency-gains";
    type Answer = CurrencyGainsAnswer;

    fn about() -> String {
        t!("What was gained and lost on other currencies in a period, with the entries behind each figure.")
    }

    fn answer(&self, context: &mut Context) -> Result<CurrencyGainsAnswer, Failure> {
        journal::flush(context)?;
        let (books, today) = (context.settings.currency, context.today);
        let through = self.through.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| through.first_of_year());
        let foreign: Vec<_> = accounts(context)?.iter().filter(|account| account.currency != books).cloned().collect();
        let mut gains = Vec::new();
        for account in &foreign {
            let mut pool = Pool::default();
            for (on, entry, movement) in records::movements_by_entry(&mut context.tx, account.id, through)? {
                let next = pool.after(movement).ok_or(store::StoreError::Overflow)?;
                let left = pool.amount_minor.signum() * movement.amount_minor.signum() < 0;
                if left && on >= from {
                    let gained_minor = next.cost_minor - pool.cost_minor - movement.book_minor;
                    let worth_minor = movement.book_minor.saturating_abs();
                    gains.push(CurrencyGain {
                        on,
                        entry,
                        account: account.id,
                        account_name: account.name.clone(),
                        currency: account.currency,
                        amount_minor: movement.amount_minor.saturating_abs(),
                        worth_minor,
                        cost_minor: if pool.amount_minor > 0 {
                            worth_minor.saturating_sub(gained_minor)
                        } else {
                            worth_minor.saturating_add(gained_minor)
                        },
                        gained_minor,
                    });
                }
                pool = next;
            }
        }
        gains.sort_by_key(|gain| (gain.on, gain.entry, gain.account));
        let gained_minor =
            ledger::sum(gains.iter().map(|gain| gain.gained_minor)).ok_or(store::StoreError::Overflow)?;
        let open = foreign_balances(context, through)?;
        let not_booked = open.iter().map(|one| one.cost_minor.saturating_sub(one.cash_minor));
        let not_booked_minor = ledger::sum(not_booked).ok_or(store::StoreError::Overflow)?;
        let difference = accounts(context)?.iter().find(|account| account.role == "exchange-difference");
        let booked = match difference.map(|account| account.id) {
            Some(account) => records::differences_between(&mut context.tx, account, from, through)?,
            None => Vec::new(),
        };
        let booked = booked
            .into_iter()
            .filter_map(|(entry, on, text, amount, basis)| {
                let basis = Basis::from_number(basis)?;
                Some(BookedDifference { entry, on, text, gained_minor: amount.saturating_neg(), basis })
            })
            .collect();
        let currency = books.code().to_owned();
        Ok(CurrencyGainsAnswer { from, through, currency, gains, gained_minor, not_booked_minor, booked })
    }
}
