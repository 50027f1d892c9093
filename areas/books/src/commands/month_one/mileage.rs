//! Driving for the business in a private vehicle.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookedEntry, Booking, MonthOneRefusal, REFUSALS, book};
use crate::{
    chart::chart,
    dimensions::DimensionNames,
    journal, records,
    rules::{
        legs::{portion, thousandths},
        mileage::{driven, rate_on, worth_minor},
    },
};

/// A trip for the business in a private vehicle: a cost that the owner bore. No cash moves, and no pocket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimMileage {
    /// How far, there and back, in whole kilometres or miles.
    pub distance: i64,
    /// The vehicle, as the country’s table names it; a car when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// Where to and why: a tax office asks for both.
    pub text: String,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Your own rate for a kilometre or mile, where the country’s does not fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// What its income and costs belong to, by name.
    #[serde(default, skip_serializing_if = "DimensionNames::is_empty")]
    pub dimensions: DimensionNames,
}

impl Command for ClaimMileage {
    const NAME: &'static str = "claim-mileage";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = BookedEntry;

    fn about() -> String {
        t!("Book a trip in your private vehicle.")
    }

    fn perform(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        // Ten times round the world in one trip is a slip of the finger.
        if !(1..=400_000).contains(&self.distance) {
            return Err(MonthOneRefusal::NotPositive { field: "distance" }.into());
        }
        let on = self.on.unwrap_or(context.today);
        let rates = &chart(&context.settings.country).mileage;
        let vehicle = match self.vehicle.as_deref().filter(|word| !word.is_empty()) {
            Some(word) => word.to_owned(),
            None => rates.first().map_or_else(|| "car".to_owned(), |rate| rate.vehicle.clone()),
        };
        let minor_per_unit = 10i64.pow(context.settings.currency.decimals());
        let own = self.rate.as_deref().filter(|text| !text.trim().is_empty());
        let worth = match own {
            Some(text) => {
                let unreadable =
                    || MonthOneRefusal::UnreadableRate { field: "rate", text: text.chars().take(20).collect() };
                let rate = thousandths(text).ok_or_else(unreadable)?;
                portion(self.distance.saturating_mul(minor_per_unit), rate, 1000)
            }
            None => {
                let unknown = MonthOneRefusal::NoMileageRate { vehicle: vehicle.clone() };
                let rate = rate_on(rates, &vehicle, on).ok_or(unknown)?;
                let year = context.settings.fiscal_year_start.year_of(on);
                journal::flush(context)?;
                let before = records::distance_driven(&mut context.tx, &vehicle, year, on)?;
                worth_minor(rate, before, self.distance, minor_per_unit)
            }
        };
        let booking = Booking {
            on: Some(on),
            text: self.text.clone(),
            usual: t!("Trip in the private vehicle"),
            amount_minor: worth,
            legs: driven(worth),
            privately: true,
            dimensions: self.dimensions.clone(),
            ..Booking::default()
        };
        let booked = book(context, booking)?;
        records::insert_trip(&mut context.tx, booked.entry, on, &vehicle, self.distance)?;
        Ok(booked)
    }

    fn sentence(&self, outcome: &BookedEntry) -> String {
        outcome.sentence()
    }

    fn undo(&self, outcome: &BookedEntry) -> Undo {
        outcome.undo()
    }
}
