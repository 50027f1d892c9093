//! Costs that come again.

use std::collections::HashMap;

use books::rules::legs::portion;
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::readable;

use crate::{
    commands::RecurringMark,
    records,
    rules::{
        deciding::telling_words,
        recurring::{Charge, PriceChange, Rhythm, Standing, recurring},
    },
};

/// What costs come again: subscriptions, rent, insurance; with their rhythm, price and next day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecurringCosts {
    /// Those that ended too.
    pub ended: bool,
}

/// Costs that come again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecurringCostsAnswer {
    /// The currency of all sums.
    pub currency: String,
    /// What the running costs of the business sum to in a month, in minor units.
    pub monthly_minor: i64,
    /// And in a year.
    pub yearly_minor: i64,
    /// How many were expected and have not come.
    pub missed: i64,
    /// Each of them, the dearest first.
    pub costs: Vec<RecurringCost>,
    /// Those whose price changed in the last four months, the latest first.
    pub changed: Vec<RecurringCost>,
    /// Those that stopped in the last half year without a word of the owner's, the latest first.
    pub stopped: Vec<RecurringCost>,
    /// Payees that the owner said are no subscription.
    pub hidden: Vec<HiddenPayee>,
}

/// A cost that comes again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecurringCost {
    /// The key under which its payee is known.
    pub payee: String,
    /// What lists call it.
    pub title: String,
    /// The category most of its lines went to, where they are sorted.
    pub category: Option<i64>,
    /// That category's name.
    pub category_name: String,
    /// Whether that is a cost of the business; a drawing or a line that waits is none.
    pub is_cost: bool,
    /// How often it comes.
    pub rhythm: Rhythm,
    /// How many were seen in the last three years.
    pub times: i64,
    /// The first of those.
    pub first_on: Date,
    /// The last.
    pub last_on: Date,
    /// The currency of its prices: what the bank charged, whatever that was worth each time.
    pub currency: String,
    /// The last price, in minor units of that currency, as a positive amount.
    pub last_minor: i64,
    /// Whether each is another amount.
    pub varies: bool,
    /// When its price changed.
    pub changes: Vec<PriceChange>,
    /// When the next one is expected.
    pub next_on: Date,
    /// Whether it still comes.
    pub standing: Standing,
    /// Whether the owner said that it ended.
    pub ended: bool,
    /// What it costs in a month, in the books' currency: at what the last price was worth.
    pub monthly_minor: i64,
    /// What it costs in a year.
    pub yearly_minor: i64,
}

impl RecurringCost {
    /// Whether it is still to be reckoned with.
    pub fn runs(&self) -> bool {
        !self.ended && self.standing != Standing::Stopped
    }
}

/// A change of price is news for so many days, a stop for so many.
const CHANGED_DAYS: i32 = 120;
const STOPPED_DAYS: i32 = 200;

impl RecurringCost {
    /// Whether its price changed lately, and it still runs.
    pub fn changed_lately(&self) -> bool {
        let last = self.changes.last();
        self.runs() && last.is_some_and(|change| (self.last_on - change.on).get_days() < CHANGED_DAYS)
    }
}

/// A payee that is no subscription, by the owner's word.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HiddenPayee {
    /// The key of the payee.
    pub payee: String,
    /// What lists call it.
    pub title: String,
}

/// As far back as charges are looked at: three yearly bills.
const LOOKED_BACK_DAYS: i32 = 3 * 366;

/// A payee's charges with what is known of them.
struct Charges {
    charges: Vec<Charge>,
    title: String,
    categories: HashMap<i64, i64>,
    seen_through: Date,
    /// The last charge, as the bank charged it and as it was worth in the books' currency.
    last: (i64, i64),
}

impl Charges {
    /// An amount of the charges' currency at what the last of them was worth.
    fn worth(&self, amount_minor: i64) -> i64 {
        let (charged, worth) = self.last;
        if charged == worth { amount_minor } else { portion(amount_minor, worth, charged) }
    }
}

impl Query for RecurringCosts {
    const NAME: &'static str = "recurring-costs";
    type Answer = RecurringCostsAnswer;

    fn about() -> String {
        t!("Costs that come again: rhythm, last price, price changes, next day, cost per year, and what did not come.")
    }

    fn answer(&self, context: &mut Context) -> Result<RecurringCostsAnswer, Failure> {
        let today = context.today;
        let marks: HashMap<String, (Option<RecurringMark>, Date)> = records::recurring_marks(&mut context.tx)?
            .into_iter()
            .map(|(payee, mark, on)| (payee, (RecurringMark::from_word(&mark), on)))
            .collect();
        let last_days: HashMap<i64, Date> = records::last_days(&mut context.tx)?.into_iter().collect();
        let books = context.settings.currency.code().to_owned();
        // A price in dollars is the same price on any day: each currency is looked at alone.
        let mut payees: HashMap<(String, String), Charges> = HashMap::new();
        for row in records::charges_since(&mut context.tx, today.saturating_sub(LOOKED_BACK_DAYS.days()))? {
            let seen_through = last_days.get(&row.account).copied().unwrap_or(row.booked_on).min(today);
            let currency = if row.currency.is_empty() { books.clone() } else { row.currency };
            let known = payees.entry((telling_words(&row.payee), currency)).or_insert_with(|| Charges {
                charges: Vec::new(),
                title: String::new(),
                categories: HashMap::new(),
                seen_through,
                last: (1, 1),
            });
            known.last = (row.amount_minor.saturating_neg(), row.book_minor.saturating_neg());
            known.charges.push(Charge { booked_on: row.booked_on, minor: row.amount_minor.saturating_neg() });
            known.title = if row.counterparty.is_empty() { row.text } else { row.counterparty };
            known.seen_through = seen_through;
            if let Some(category) = row.category {
                *known.categories.entry(category).or_default() += 1;
            }
        }
        let (mut costs, mut hidden) = (Vec::new(), Vec::new());
        for ((payee, currency), known) in payees {
            let mark = marks.get(&payee);
            if mark.is_some_and(|(mark, _)| *mark == Some(RecurringMark::NotRecurring)) {
                if hidden.iter().any(|one: &HiddenPayee| one.payee == payee) {
                    continue;
                }
                hidden.push(HiddenPayee { payee, title: readable(&known.title) });
                continue;
            }
            let category = known.categories.iter().max_by_key(|(id, times)| (**times, -**id)).map(|(id, _)| *id);
            let (mut name, mut is_cost) = (String::new(), false);
            if let Some(category) = category {
                let account = books::account(context, category)?;
                (name, is_cost) = (account.name.clone(), account.kind == AccountKind::Expense);
            }
            for found in recurring(&known.charges, known.seen_through) {
                // Said to have ended, and come again since: then it has not.
                let ended = mark.is_some_and(|(mark, on)| *mark == Some(RecurringMark::Ended) && found.last_on <= *on);
                let yearly_minor = known.worth(found.yearly_minor);
                costs.push(RecurringCost {
                    payee: payee.clone(),
                    title: readable(&known.title),
                    category,
                    category_name: name.clone(),
                    is_cost,
                    rhythm: found.rhythm,
                    times: i64::try_from(found.times).unwrap_or(i64::MAX),
                    first_on: found.first_on,
                    last_on: found.last_on,
                    currency: currency.clone(),
                    last_minor: found.last_minor,
                    varies: found.varies,
                    changes: found.changes,
                    next_on: found.next_on,
                    standing: found.standing,
                    ended,
                    monthly_minor: yearly_minor / 12,
                    yearly_minor,
                });
            }
        }
        let mut changed: Vec<RecurringCost> = costs.iter().filter(|cost| cost.changed_lately()).cloned().collect();
        changed.sort_by_key(|cost| std::cmp::Reverse(cost.changes.last().map(|change| change.on)));
        let since = today.saturating_sub(STOPPED_DAYS.days());
        let stopped = |cost: &&RecurringCost| {
            cost.is_cost && !cost.ended && cost.standing == Standing::Stopped && cost.last_on >= since
        };
        let mut stopped: Vec<RecurringCost> = costs.iter().filter(stopped).cloned().collect();
        stopped.sort_by_key(|cost| std::cmp::Reverse(cost.last_on));
        costs.retain(|cost| self.ended || cost.runs());
        costs.sort_by(|left, right| {
            (right.runs(), right.yearly_minor, &left.payee).cmp(&(left.runs(), left.yearly_minor, &right.payee))
        });
        hidden.sort_by(|left, right| left.payee.cmp(&right.payee));
        let yearly_minor =
            ledger::sum(costs.iter().filter(|cost| cost.runs() && cost.is_cost).map(|cost| cost.yearly_minor))
                .unwrap_or(i64::MAX);
        let missed = costs.iter().filter(|cost| cost.runs() && cost.standing == Standing::Missed).count();
        Ok(RecurringCostsAnswer {
            currency: books,
            monthly_minor: yearly_minor / 12,
            yearly_minor,
            missed: i64::try_from(missed).unwrap_or(i64::MAX),
            costs,
            changed,
            stopped,
            hidden,
        })
    }
}
