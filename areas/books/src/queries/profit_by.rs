//! Profit by client, project, offer or channel: what each brought, what it cost, what was left.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Days, Edge, Month, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureAnswer, FigureLine, FigureOf, ReadBasis, page_size,
    statement::{Covered, bad_period},
    sums::sums,
};
use crate::{
    accounts,
    dimensions::{Dimension, dimension_values},
    journal, records,
};

/// Income, costs and profit by the values of a dimension.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfitBy {
    /// Client, project, offer or channel.
    pub dimension: Dimension,
    /// A second one, to cross it with.
    #[serde(default)]
    pub across: Option<Dimension>,
    /// A named period: 2026-05, 2026-q2, 2026, tax-2026, 2026-01-15..2026-02-14, last-quarter; or
    #[serde(default)]
    pub period: Option<Period>,
    /// from this day or month on
    #[serde(default)]
    pub from: Option<Edge>,
    /// up to this day or month; today when absent. Without any of the three: the twelve months up to this one.
    #[serde(default)]
    pub through: Option<Edge>,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
}

/// Profit by a dimension. Amounts are minor units of the books' currency; income and costs are positive.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfitByAnswer {
    /// The currency of the amounts.
    pub currency: String,
    /// Which books.
    pub basis: ReadBasis,
    /// What it covers.
    pub period: Days,
    /// As long, right before: what it is compared with; absent where the books do not reach back.
    pub before: Option<Days>,
    /// What it is by.
    pub dimension: Dimension,
    /// What it is crossed with.
    pub across: Option<Dimension>,
    /// The names of the second dimension's values, the largest income first; the last is what carries none.
    pub across_names: Vec<String>,
    /// Those values; nothing for what carries none.
    pub across_values: Vec<Option<i64>>,
    /// The values, the largest income first; what carries none comes last.
    pub values: Vec<ProfitOf>,
    /// All of them together: the profit and loss of the time.
    pub total: ProfitOf,
}

/// What one value brought and cost.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ProfitOf {
    /// The value; absent for what carries none, and for the total.
    pub value: Option<i64>,
    /// Its name; empty for what carries none, and for the total.
    pub name: String,
    /// Income.
    pub income_minor: i64,
    /// Its part of all income, in thousandths; absent where there is none.
    pub share_permille: Option<i64>,
    /// Costs.
    pub costs_minor: i64,
    /// What was left.
    pub profit_minor: i64,
    /// Profit in thousandths of income; absent without income.
    pub margin_permille: Option<i64>,
    /// Profit of the time before; absent where the books do not reach back.
    pub before_minor: Option<i64>,
    /// Profit by the second dimension, in the order of its names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub across_minor: Vec<i64>,
}

/// Income and costs, both positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sides {
    income: i64,
    costs: i64,
}

impl Sides {
    fn add(&mut self, income: bool, book_amount: i64) {
        if income {
            self.income = self.income.saturating_sub(book_amount);
        } else {
            self.costs = self.costs.saturating_add(book_amount);
        }
    }

    fn less(self, other: Sides) -> Sides {
        Sides { income: self.income.saturating_sub(other.income), costs: self.costs.saturating_sub(other.costs) }
    }

    fn profit(self) -> i64 {
        self.income.saturating_sub(self.costs)
    }
}

/// By the value and the value of the second dimension.
type Crossed = BTreeMap<Values, Sides>;

impl Query for ProfitBy {
    const NAME: &'static str = "profit-by";
    type Answer = ProfitByAnswer;

    fn about() -> String {
        t!("What each client, project, offer or channel brought, what it cost, and what was left.")
    }

    fn answer(&self, context: &mut Context) -> Result<ProfitByAnswer, Failure> {
        journal::flush(context)?;
        let covered = Covered { period: self.period, from: self.from, through: self.through };
        let this_month = Month::of(context.today);
        let period = covered.days(context, Days::of_months(this_month.plus(-11), this_month))?;
        let across = self.across.filter(|across| *across != self.dimension);
        let (crossed, all) = read(context, self.dimension, across, period, self.basis)?;
        let begins = records::first_day(&mut context.tx)?;
        let before =
            Some(period.before()).filter(|days| begins.is_some_and(|first| Month::of(first) <= Month::of(days.from)));
        let earlier = match before {
            Some(days) => Some(read(context, self.dimension, None, days, self.basis)?),
            None => None,
        };
        let (now, others) = (by(&crossed, |key| key.0), by(&crossed, |key| key.1));
        let then = earlier.as_ref().map(|(crossed, _)| by(crossed, |key| key.0));
        let known = dimension_values(context)?;
        let name = |id: Option<i64>| {
            let found = known.iter().find(|value| Some(value.id) == id);
            found.map(|value| value.name.clone()).unwrap_or_default()
        };
        let columns: Vec<Option<i64>> = if across.is_some() { order(&others) } else { Vec::new() };
        let mut keys = order(&now);
        // What was there before and is not now has gone: it is worth a line as well.
        let gone = then.iter().flatten().filter(|(key, sides)| key.is_some() && **sides != Sides::default());
        let at = keys.len() - usize::from(keys.last() == Some(&None));
        let gone: Vec<_> = gone.map(|(key, _)| *key).filter(|key| !now.contains_key(key)).collect();
        keys.splice(at..at, gone);
        let line = |value: Option<i64>, name: String, sides: Sides, before: Option<Sides>, cells: Vec<i64>| ProfitOf {
            value,
            name,
            income_minor: sides.income,
            share_permille: permille(sides.income, all.income),
            costs_minor: sides.costs,
            profit_minor: sides.profit(),
            margin_permille: permille(sides.profit(), sides.income),
            before_minor: before.map(Sides::profit),
            across_minor: cells,
        };
        let cell = |key: Option<i64>, column: &Option<i64>| crossed.get(&(key, *column)).map_or(0, |it| it.profit());
        let values = keys.into_iter().map(|key| {
            let sides = now.get(&key).copied().unwrap_or_default();
            let before = then.as_ref().map(|then| then.get(&key).copied().unwrap_or_default());
            line(key, name(key), sides, before, columns.iter().map(|column| cell(key, column)).collect())
        });
        let values = values.collect();
        let sums = columns.iter().map(|column| others.get(column).map_or(0, |it| it.profit())).collect();
        let total = line(None, String::new(), all, earlier.as_ref().map(|(_, all)| *all), sums);
        Ok(ProfitByAnswer {
            across_names: columns.iter().map(|column| name(*column)).collect(),
            across_values: columns.clone(),
            currency: context.settings.currency.code().to_string(),
            basis: self.basis,
            period,
            before,
            dimension: self.dimension,
            across,
            values,
            total,
        })
    }
}

/// The sums of a time by both values, what carries none included, and of all together.
fn read(
    context: &mut Context,
    dimension: Dimension,
    across: Option<Dimension>,
    days: Days,
    basis: ReadBasis,
) -> Result<(Crossed, Sides), Failure> {
    let mut all = Sides::default();
    let taken = sums(context, &[days], basis, true)?;
    let tx = &mut context.tx;
    let every = records::dimensioned_days(tx)?.is_none_or(|all| days.from <= all.from && all.through <= days.through);
    let sums = match every {
        true => records::all_dimension_sums(tx, basis.without())?,
        false => records::dimension_sums(tx, days, basis.without())?,
    };
    let mut is_income = BTreeMap::new();
    for account in accounts::accounts(context)? {
        if matches!(account.kind, AccountKind::Income | AccountKind::Expense) {
            is_income.insert(account.id, account.kind == AccountKind::Income);
        }
        if let Some(amount) = taken.get(&account.id).and_then(|amounts| amounts.first()) {
            all.add(account.kind == AccountKind::Income, *amount);
        }
    }
    let mut crossed = Crossed::new();
    let mut said = Sides::default();
    for sum in sums {
        let (Some(income), Some(amount)) = (is_income.get(&sum.account), sum.book_amount) else { continue };
        let values = (sum.value(dimension), across.and_then(|across| sum.value(across)));
        crossed.entry(values).or_default().add(*income, amount);
        said.add(*income, amount);
    }
    // Postings that carry nothing at all stand in no row: they are what is left of the whole.
    let rest = all.less(said);
    if rest != Sides::default() {
        let none = crossed.entry((None, None)).or_default();
        *none = Sides { income: none.income.saturating_add(rest.income), costs: none.costs.saturating_add(rest.costs) };
    }
    Ok((crossed, all))
}

impl records::DimensionSum {
    fn value(&self, dimension: Dimension) -> Option<i64> {
        match dimension {
            Dimension::Client => self.client,
            Dimension::Project => self.project,
            Dimension::Offer => self.offer,
            Dimension::Channel => self.channel,
        }
    }
}

/// The values of both dimensions of a sum.
type Values = (Option<i64>, Option<i64>);

/// The sums by one of both values.
fn by(crossed: &Crossed, which: fn(&Values) -> Option<i64>) -> BTreeMap<Option<i64>, Sides> {
    let mut sums: BTreeMap<Option<i64>, Sides> = BTreeMap::new();
    for (key, sides) in crossed {
        let sum = sums.entry(which(key)).or_default();
        sum.income = sum.income.saturating_add(sides.income);
        sum.costs = sum.costs.saturating_add(sides.costs);
    }
    sums
}

/// The keys with the largest income first, then the largest profit; what carries none at the end.
fn order(sums: &BTreeMap<Option<i64>, Sides>) -> Vec<Option<i64>> {
    let mut keys: Vec<(Option<i64>, Sides)> = sums.iter().map(|(key, sides)| (*key, *sides)).collect();
    keys.sort_by_key(|(key, sides)| (key.is_none(), std::cmp::Reverse((sides.income, sides.profit()))));
    keys.into_iter().map(|(key, _)| key).collect()
}

/// A part in thousandths of a whole above zero.
fn permille(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| i64::try_from(i128::from(part) * 1000 / i128::from(whole)).ok()).flatten()
}

/// Where a figure by client, project, offer or channel comes from: its entries.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionFigure {
    /// Client, project, offer or channel.
    pub dimension: Dimension,
    /// The value; without it, what carries none.
    #[serde(default)]
    pub value: Option<i64>,
    /// A second dimension, where the figure stands in a table of two.
    #[serde(default)]
    pub across: Option<Dimension>,
    /// Its value; without it, what carries none of it.
    #[serde(default)]
    pub across_value: Option<i64>,
    /// Income, expenses or profit.
    pub of: FigureOf,
    /// From this day on.
    pub from: Date,
    /// Up to this day.
    pub through: Date,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
    /// How many entries; 50 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

impl Query for DimensionFigure {
    const NAME: &'static str = "dimension-figure";
    type Answer = FigureAnswer;

    fn about() -> String {
        t!("Where a number of a client, project, offer or channel comes from: its entries, and the rule.")
    }

    fn answer(&self, context: &mut Context) -> Result<FigureAnswer, Failure> {
        journal::flush(context)?;
        let covered = Days::new(self.from, self.through)
            .ok_or_else(|| bad_period(t!("The first day of a report comes before its last.")))?;
        let across = self.across.filter(|across| *across != self.dimension);
        let crossing = across.map(|across| (across, self.across_value));
        let mut amounts = [0i64; 3];
        for (amount, days) in amounts.iter_mut().zip([covered, covered.before(), covered.year_before()]) {
            let (crossed, _) = read(context, self.dimension, across, days, self.basis)?;
            let sides = match across {
                Some(_) => crossed.get(&(self.value, self.across_value)).copied().unwrap_or_default(),
                None => by(&crossed, |key| key.0).get(&self.value).copied().unwrap_or_default(),
            };
            *amount = match self.of {
                FigureOf::Income => sides.income,
                FigureOf::Expenses => sides.costs,
                _ => sides.profit(),
            };
        }
        let (kind, sign) = match self.of {
            FigureOf::Income => ("income", -1),
            FigureOf::Expenses => ("expense", 1),
            _ => ("", -1),
        };
        // One more than is shown says whether there are more; counting them all would read them all.
        let limit = page_size(self.limit);
        let (tx, without) = (&mut context.tx, self.basis.without());
        let mut rows = match self.value {
            Some(value) => {
                let of = (self.dimension, value);
                records::postings_with_value(tx, of, crossing, kind, covered, without, MOST_COUNTED)?
            }
            None => {
                records::postings_without_value(tx, self.dimension, crossing, kind, covered, without, MOST_COUNTED)?
            }
        };
        let entries = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        rows.truncate(usize::try_from(limit).unwrap_or(50));
        let mut name = called(context, self.dimension, self.value)?;
        if let Some(across) = across {
            name = t!("{one} and {other}", one = name, other = called(context, across, self.across_value)?);
        }
        let known = accounts::accounts(context)?;
        let account = |id: i64| known.iter().find(|it| it.id == id).map(|it| it.name.clone()).unwrap_or_default();
        let lines = rows.into_iter().map(|row| FigureLine {
            entry: row.entry,
            posted_on: row.posted_on,
            account: account(row.account),
            text: row.text,
            party: row.party,
            amount_minor: row.book_amount.saturating_mul(sign),
        });
        let lines = lines.collect();
        Ok(FigureAnswer {
            name,
            rule: rule(self.of),
            currency: context.settings.currency.code().to_string(),
            amount_minor: amounts[0],
            before_minor: amounts[1],
            year_before_minor: amounts[2],
            parts: Vec::new(),
            lines,
            entries,
        })
    }
}

/// What a value is called, or what carries none.
fn called(context: &mut Context, dimension: Dimension, value: Option<i64>) -> Result<String, Failure> {
    let Some(id) = value else { return Ok(without_one(dimension)) };
    let found = dimension_values(context)?.iter().find(|it| (it.id, it.dimension) == (id, dimension));
    found.map(|value| value.name.clone()).ok_or_else(|| Failure::not_found(&dimension.label(), id))
}

/// Entries are counted up to this many.
const MOST_COUNTED: i64 = 1_000;

/// What carries no value of a dimension.
pub(crate) fn without_one(dimension: Dimension) -> String {
    match dimension {
        Dimension::Client => t!("Without a client"),
        Dimension::Project => t!("Without a project"),
        Dimension::Offer => t!("Without an offer"),
        Dimension::Channel => t!("Without a channel"),
    }
}

fn rule(of: FigureOf) -> String {
    match of {
        FigureOf::Income => t!("Income whose entries say so, without VAT or sales tax."),
        FigureOf::Expenses => t!("Costs whose entries say so, without VAT that comes back."),
        _ => t!("Income less costs, of entries that say so. Costs that nobody assigned are in the line without one."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_income_comes_first_and_what_carries_none_last() {
        let sides = |income, costs| Sides { income, costs };
        let sums = BTreeMap::from([
            (None, sides(900, 0)),
            (Some(1), sides(10, 0)),
            (Some(2), sides(500, 900)),
            (Some(3), sides(10, 5)),
        ]);
        assert_eq!(order(&sums), [Some(2), Some(1), Some(3), None]);
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(
            (permille(5, 0), permille(5, -3), permille(-5, 10), permille(1, 3)),
            (None, None, Some(-500), Some(333))
        );
    }
}
