//! Equipment: bought, losing value, sold or scrapped.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Month;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Amount, BookedEntry, Booking, MonthOneRefusal, REFUSALS, book, books_an_entry, entry_input, money, positive,
    tax_in, usual_tax_code,
};
use crate::{
    chart::chart,
    commands::{ReverseEntries, account_for_role},
    journal,
    records::{self, EquipmentRow, NewEquipmentRow},
    rules::{
        equipment::{Schedule, depreciation, left, may_be_cost_at_once},
        legs::Place,
        purchase::{Side, purchase},
    },
};

/// What equipment becomes in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EquipmentTreatment {
    /// It is kept, and its cost is spread over the years it serves.
    #[default]
    Kept,
    /// It is a cost at once, where the country's limit allows that.
    AtOnce,
}

entry_input! {
    /// Equipment is bought: kept and spread over its years, or a cost at once.
    pub struct BuyEquipment {
        /// What was bought.
        pub name: String,
        /// What was paid, tax included, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// Whether it is kept or a cost at once.
        #[serde(default)]
        pub treatment: EquipmentTreatment,
        /// How many years it will serve, where it is kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub life_years: Option<i64>,
        /// Its tax code; the category’s own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
    } by dimensions
}

impl BuyEquipment {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let from = money(
            context,
            (self.paid_from, "paid_from"),
            Amount { minor, worth_minor: self.worth_minor, on: self.on },
        )?;
        let role = match self.treatment {
            EquipmentTreatment::Kept => "equipment",
            EquipmentTreatment::AtOnce => "equipment-at-once",
        };
        let usual = usual_tax_code(context, role);
        let gross_minor = from.worth_minor();
        let taxed = tax_in(context, gross_minor, &usual, self.tax_code.as_deref(), self.on, Side::Bought)?;
        let life_months = match self.treatment {
            EquipmentTreatment::AtOnce => {
                let chart = chart(&context.settings.country);
                let rule = chart.equipment_at_once.as_ref();
                if let Some(rule) = rule.filter(|_| !may_be_cost_at_once(rule, taxed, chart.standard_permille())) {
                    let currency = context.settings.currency.code().to_string();
                    let (up_to_minor, rule) = (rule.up_to_minor, rule.source.clone());
                    return Err(MonthOneRefusal::TooDearAtOnce { up_to_minor, currency, rule }.into());
                }
                None
            }
            EquipmentTreatment::Kept => {
                let years = self.life_years.filter(|years| (1..=50).contains(years));
                Some(years.ok_or(MonthOneRefusal::NoLife)? * 12)
            }
        };
        let place = Place::Account(account_for_role(context, role)?);
        let bought_on = self.on.unwrap_or(context.today);
        // What it is called is what happened, unless the owner said more.
        let name = self.name.trim();
        let name = if name.is_empty() { t!("Equipment bought") } else { name.to_owned() };
        let said = Booking { on: Some(bought_on), ..self.said(name.clone()) };
        let booking = said.taxed(taxed, &from, purchase(place, from.place, taxed));
        let booked = book(context, booking)?;
        if let Some(life_months) = life_months {
            let id = context.tx.next_id()?;
            let name = name.as_str();
            let (cost, lost_before, entry, counted_from) = (taxed.net_minor, 0, booked.entry, None);
            let row = NewEquipmentRow { id, name, bought_on, counted_from, cost, life_months, lost_before, entry };
            records::keep_equipment(&mut context.tx, &row)?;
        }
        Ok(booked)
    }
}

books_an_entry!(BuyEquipment, "buy-equipment", t!("Book equipment that was bought."));

impl EquipmentRow {
    fn schedule(&self) -> Schedule {
        let bought = Month::of(self.bought_on);
        Schedule {
            cost_minor: self.cost,
            life_months: self.life_months,
            bought,
            counted_from: self.counted_from.map_or(bought, Month::of),
            lost_before_minor: self.lost_before,
        }
    }
}

/// What equipment loses in value, month by month, up to a day: what is booked already is not booked again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookDepreciation {
    /// The last month.
    #[schemars(extend("x-picker" = "month"))]
    pub through: Month,
    /// One entry for each tax year instead of one for each month.
    #[serde(default)]
    pub yearly: bool,
}

/// The value that equipment lost, as booked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BookedDepreciation {
    /// The entries.
    pub entries: Vec<i64>,
    /// What was lost, in minor units.
    pub amount_minor: i64,
    /// The amount as written.
    pub amount: String,
}

impl Command for BookDepreciation {
    const NAME: &'static str = "book-depreciation";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = BookedDepreciation;

    fn about() -> String {
        t!("Book what equipment lost in value, up to a month.")
    }

    fn perform(&self, context: &mut Context) -> Result<BookedDepreciation, Failure> {
        journal::flush(context)?;
        let mut pieces = records::equipment(&mut context.tx)?;
        pieces.retain(|piece| piece.gone == 0);
        let first = pieces.iter().map(|piece| piece.schedule().counted_from).min();
        let first = first.ok_or(MonthOneRefusal::NothingToDepreciate)?;
        let year = context.settings.fiscal_year_start;
        let (mut entries, mut amount_minor) = (Vec::new(), 0i64);
        for month in first.through(self.through) {
            let next = month.plus(1);
            // The last month of a tax year, or of what was asked for; a year that begins within a month ends before it.
            let ends_year = year.year_of(month.last()) != year.year_of(next.last());
            if self.yearly && !ends_year && month != self.through {
                continue;
            }
            if let Some((entry, lost)) = book_month(context, &mut pieces, month)? {
                entries.push(entry);
                amount_minor = amount_minor.saturating_add(lost);
            }
        }
        if entries.is_empty() {
            return Err(MonthOneRefusal::NothingToDepreciate.into());
        }
        let amount = fmt::money(amount_minor, context.settings.currency.code());
        Ok(BookedDepreciation { entries, amount_minor, amount })
    }

    fn sentence(&self, outcome: &BookedDepreciation) -> String {
        t!(
            "Booked {amount} of lost value through {month}.",
            amount = outcome.amount,
            month = fmt::month(self.through.first())
        )
    }

    fn undo(&self, outcome: &BookedDepreciation) -> Undo {
        Undo::Compensating { command: ReverseEntries::NAME, input: json!({ "entries": outcome.entries }) }
    }
}

/// Books what the pieces have lost up to the end of a month and is not booked yet; nothing where that is nothing.
fn book_month(context: &mut Context, pieces: &mut [EquipmentRow], month: Month) -> Result<Option<(i64, i64)>, Failure> {
    let mut legs = Vec::new();
    let mut losses: Vec<(i64, i64)> = Vec::new();
    let mut total = 0i64;
    for piece in pieces {
        let lost = piece.schedule().lost_through(month) - piece.lost;
        if lost > 0 {
            legs.extend(depreciation(lost));
            losses.push((piece.id, lost));
            piece.lost += lost;
            total = total.saturating_add(lost);
        }
    }
    if losses.is_empty() {
        return Ok(None);
    }
    let booking = Booking {
        on: Some(month.last()),
        usual: t!("Value lost in {month}", month = fmt::month(month.first())),
        amount_minor: total,
        legs,
        ..Booking::default()
    };
    let booked = book(context, booking)?;
    for (equipment, lost) in losses {
        records::insert_depreciation(&mut context.tx, equipment, booked.entry, lost)?;
    }
    Ok(Some((booked.entry, total)))
}

entry_input! {
    /// Equipment leaves: sold, or scrapped for nothing.
    pub struct DisposeEquipment {
        /// The equipment, by its id.
        pub equipment: i64,
        /// What was paid for it, tax included, in minor units; nothing when it was scrapped.
        #[serde(default)]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
        /// Its tax code; the usual one for what is sold when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
    } by dimensions
}

/// Equipment that left.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DisposedEquipment {
    /// The entry of what it lost until it left, where that was not booked yet.
    pub depreciation: Option<i64>,
    /// The entry.
    #[serde(flatten)]
    pub booked: BookedEntry,
}

impl Command for DisposeEquipment {
    const NAME: &'static str = "dispose-equipment";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = DisposedEquipment;

    fn about() -> String {
        t!("Book equipment that was sold or scrapped.")
    }

    fn perform(&self, context: &mut Context) -> Result<DisposedEquipment, Failure> {
        if self.amount_minor < 0 {
            return Err(MonthOneRefusal::NotPositive { field: "amount_minor" }.into());
        }
        let on = self.on.unwrap_or(context.today);
        let (minor, worth_minor) = (self.amount_minor, self.worth_minor);
        let into = money(context, (self.into, "into"), Amount { minor, worth_minor, on: Some(on) })?;
        journal::flush(context)?;
        let found = records::equipment(&mut context.tx)?.into_iter().find(|piece| piece.id == self.equipment);
        let mut piece = found.ok_or(MonthOneRefusal::NoSuchEquipment { id: self.equipment })?;
        if piece.gone != 0 {
            return Err(MonthOneRefusal::EquipmentHasLeft { name: piece.name }.into());
        }
        // It serves until the month in which it leaves: that month no longer counts (R 7.4 (8) EStR).
        let before = Month::of(on).plus(-1);
        let depreciation = book_month(context, std::slice::from_mut(&mut piece), before)?.map(|(entry, _)| entry);
        let usual = usual_tax_code(context, "sales-goods");
        let gross_minor = into.worth_minor();
        let taxed = tax_in(context, gross_minor, &usual, self.tax_code.as_deref(), Some(on), Side::Sold)?;
        let usual = match self.amount_minor {
            0 => t!("{name} scrapped", name = piece.name),
            _ => t!("{name} sold", name = piece.name),
        };
        let legs = left(piece.cost, piece.lost, into.place, taxed);
        let booking = Booking { on: Some(on), ..self.said(usual).taxed(taxed, &into, legs) };
        let booked = book(context, booking)?;
        records::insert_equipment_left(&mut context.tx, piece.id, booked.entry)?;
        Ok(DisposedEquipment { depreciation, booked })
    }

    fn sentence(&self, outcome: &DisposedEquipment) -> String {
        outcome.booked.sentence()
    }

    fn undo(&self, outcome: &DisposedEquipment) -> Undo {
        let entries: Vec<i64> = std::iter::once(outcome.booked.entry).chain(outcome.depreciation).collect();
        Undo::Compensating { command: ReverseEntries::NAME, input: json!({ "entries": entries }) }
    }
}
