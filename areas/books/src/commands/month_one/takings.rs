//! The end of a day at the cash box.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::AccountKind;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Amount, BookedEntry, Booking, MonthOneRefusal, book, books_an_entry, category, entry_input, money, tax_in,
    transfer::cash_box,
};
use crate::{
    accounts::account,
    commands::account_for_role,
    journal, records,
    rules::{
        legs::Place,
        purchase::Side,
        takings::{Piece, booked, counted_minor, day_end},
    },
};

/// How many there are of a coin or note.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedPiece {
    /// Its value, in minor units.
    pub value_minor: i64,
    /// How many.
    #[serde(default)]
    pub count: i64,
}

entry_input! {
    /// The day's cash takings, with a count of the box: what should be there is compared with what is, and a difference is
    /// booked under its own name.
    pub struct RecordTakings {
        /// The cash box; the only one when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "account"))]
        pub cash_box: Option<i64>,
        /// What was sold for cash, tax included, in minor units; told by the count when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "cash_box"))]
        pub takings_minor: Option<i64>,
        /// What was sold; goods when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "category"))]
        pub category: Option<i64>,
        /// Its tax code; the category’s own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
        /// The coins and notes that were counted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub pieces: Vec<CountedPiece>,
        /// What was counted in all, in minor units, where the coins and notes are not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "cash_box"))]
        pub counted_minor: Option<i64>,
    } by dimensions
}

impl RecordTakings {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let books = context.settings.currency;
        let currency = match self.cash_box {
            Some(given) => account(context, given)?.currency,
            None => books,
        };
        let cash_box = cash_box(context, self.cash_box, currency)?;
        let on = self.on.unwrap_or(context.today);
        journal::flush(context)?;
        // What was in the box at the end of that day before its takings; later days do not count.
        let held = records::period_balance(&mut context.tx, cash_box, Date::new(1, 1, 1).unwrap_or(Date::MIN), on, 1)?;
        let end = day_end(held.amount, self.takings_minor, self.counted()?).ok_or(MonthOneRefusal::NothingCounted)?;
        if end.takings_minor < 0 {
            return Err(MonthOneRefusal::TakingsNegative.into());
        }
        if end.takings_minor == 0 && end.difference_minor == 0 {
            return Err(MonthOneRefusal::NothingCounted.into());
        }
        let income = match self.category {
            Some(id) => id,
            None => account_for_role(context, "sales-goods")?,
        };
        let income = category(context, income, AccountKind::Income)?;
        let code = self.tax_code.as_deref();
        // What goes into the box, and of that what was sold, at one rate.
        let minor = end.takings_minor.checked_add(end.difference_minor).ok_or(MonthOneRefusal::TooLarge)?;
        let into =
            money(context, (cash_box, "cash_box"), Amount { minor, worth_minor: self.worth_minor, on: Some(on) })?;
        let amount_minor = into.valued.worth_of(context, end.takings_minor).ok_or(MonthOneRefusal::TooLarge)?;
        let difference_minor = into.worth_minor() - amount_minor;
        let taxed = tax_in(context, amount_minor, &income.tax_code, code, Some(on), Side::Sold)?;
        let legs = booked(Place::Account(cash_box), Place::Account(income.id), taxed, difference_minor);
        let note = self.note(currency.code());
        let valued = vec![into.valued];
        let said = self.said(t!("Cash takings of {day}", day = fmt::date(on)));
        book(context, Booking { on: Some(on), note, amount_minor, taxed: Some(taxed), legs, valued, ..said })
    }

    fn counted(&self) -> Result<Option<i64>, Failure> {
        let pieces: Vec<Piece> = self.pieces().collect();
        if pieces.iter().any(|piece| piece.count < 0 || piece.value_minor <= 0) {
            return Err(MonthOneRefusal::NotPositive { field: "pieces" }.into());
        }
        if pieces.is_empty() {
            return Ok(self.counted_minor);
        }
        Ok(Some(counted_minor(&pieces).ok_or(MonthOneRefusal::NotPositive { field: "pieces" })?))
    }

    fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        let counted = self.pieces.iter().filter(|piece| piece.count != 0);
        counted.map(|piece| Piece { value_minor: piece.value_minor, count: piece.count })
    }

    /// The record of the count stays with the entry, as keeping a cash box asks for.
    fn note(&self, currency: &str) -> String {
        let lines: Vec<String> = self
            .pieces()
            .map(|piece| format!("{} × {}", piece.count, fmt::money(piece.value_minor, currency)))
            .collect();
        if lines.is_empty() { String::new() } else { t!("Counted: {pieces}", pieces = lines.join(", ")) }
    }
}

books_an_entry!(RecordTakings, "record-takings", t!("Book a day’s cash takings, with a count of the box."));
