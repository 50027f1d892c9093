//! `mainstay init`.

use std::process::ExitCode;

use books::{NewAccount, SetUpBooks};
use clap::Args;
use jiff::civil::Date;
use kernel::{Founding, Settings};
use ledger::Currency;
use locale::{parse, t};
use serde_json::json;

use super::{place::Place, report, stopped::Stopped};

/// Set up a business without questions
///
/// The country decides the chart of accounts, the pockets and their shares, and the words of its tax return. Whatever is
/// not given is as usual in that country.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The name it trades under; the one of --business when left out
    #[arg(long)]
    name: Option<String>,
    /// Its country, two letters (US, FR, GB, DE, ...)
    #[arg(long, value_name = "CC")]
    country: String,
    /// The currency of its books, three letters
    #[arg(long, value_name = "CUR")]
    currency: Option<Currency>,
    /// Its time zone, like Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The language of its pages: en, fr or de
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// First day of its tax year, like 04-06
    #[arg(long, value_name = "MM-DD", value_parser = month_and_day)]
    tax_year_start: Option<(i8, i8)>,
    /// Since when it charges VAT or sales tax; not at all when left out
    #[arg(long, value_name = "DATE")]
    charges_tax_since: Option<Date>,
    /// The day on which the pockets begin [default: today]
    #[arg(long, value_name = "DATE")]
    starts_on: Option<Date>,
    /// An account of its money: kind:name, or kind:name:opening balance; may be given several times
    #[arg(long = "account", value_name = "KIND:NAME[:AMOUNT]")]
    accounts: Vec<String>,
    /// What a month costs without any sale
    #[arg(long, value_name = "AMOUNT")]
    overhead: Option<String>,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Init {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let Some(name) = self.name.or_else(|| place.business.clone()) else {
            let (sentence, way_out) = (t!("The business needs a name."), t!("Give it with --name NAME."));
            return Err(Stopped::new("no-name", sentence, way_out));
        };
        let mut settings = Settings::defaults(&name, &self.country, Date::default());
        if let Some(currency) = self.currency {
            settings.currency = currency;
        }
        if let Some(zone) = self.time_zone {
            settings.time_zone = zone;
        }
        if let Some(language) = self.language {
            settings.language = language;
        }
        if let Some((month, day)) = self.tax_year_start {
            settings.fiscal_year_start = ledger::FiscalYearStart { month, day };
        }
        settings.charges_tax_since = self.charges_tax_since;
        let today = place.today.unwrap_or_else(|| jiff::Timestamp::now().to_zoned(settings.zone()).date());
        settings.starts_on = self.starts_on.unwrap_or(today);
        let currency = settings.currency;
        let first = SetUpBooks {
            accounts: self.accounts.iter().map(|text| account(text, currency)).collect::<Result<_, _>>()?,
            overhead_minor: self.overhead.as_deref().map(|text| amount(text, currency)).transpose()?,
        };
        let house = place.open_or_make()?;
        let business = house.found(&Founding { settings: &settings, first: &first })?;
        let location = house.store().location();
        if self.json {
            report::json_line(&json!({ "business": business, "name": settings.name, "data": location }))?;
        } else {
            report::line(&t!(
                "{name} is set up. Its data is in {location}.",
                name = settings.name,
                location = location
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn month_and_day(text: &str) -> Result<(i8, i8), String> {
    let read = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    read.ok_or_else(|| t!("write it as month and day, like 04-06"))
}

/// `bank:Checking:1200.50`. A name may hold colons where a balance follows.
fn account(text: &str, currency: Currency) -> Result<NewAccount, Stopped> {
    let wrong = || {
        Stopped::new(
            "unreadable-account",
            t!("{text} is not an account.", text = text),
            t!("Write it like bank:Checking or card:Visa:-120.50; kinds are bank, cash-box, processor, card and loan."),
        )
    };
    let (kind, rest) = text.split_once(':').ok_or_else(wrong)?;
    let kind = serde_json::from_value(kind.into()).map_err(|_| wrong())?;
    let (name, opening_minor) = match rest.rsplit_once(':') {
        Some((name, opening)) => (name, amount(opening, currency)?),
        None => (rest, 0),
    };
    Ok(NewAccount { name: name.into(), kind, currency: None, opening_minor, opening_book_minor: None, opened_on: None })
}

fn amount(text: &str, currency: Currency) -> Result<i64, Stopped> {
    parse::money(text, currency.code())
        .map_err(|error| Stopped::new("unreadable-amount", error.to_string(), t!("Write an amount like 1200.50.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_with_and_without_a_balance() {
        let usd = "USD".parse().unwrap();
        for (text, name, opening) in
            [("bank:Checking", "Checking", 0), ("card:Visa:-120.50", "Visa", -12_050), ("bank:A:B:5", "A:B", 500)]
        {
            let read = account(text, usd).unwrap();
            assert_eq!((read.name.as_str(), read.opening_minor), (name, opening), "{text}");
        }
        for text in ["Checking", "piggy:Bank", "bank:Checking:much"] {
            assert!(account(text, usd).is_err(), "{text}");
        }
    }
}
