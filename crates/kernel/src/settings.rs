use jiff::{civil::Date, tz::TimeZone};
use ledger::{Currency, FiscalYearStart};
use locale::{Language, Locale, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Refusal;

/// What a business is: set once at the start, read by every command and query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// The name it trades under.
    pub name: String,
    /// Country, two letters of ISO 3166: decides the chart of accounts, pockets, tax words and formats.
    pub country: String,
    /// The currency the books are kept in.
    pub currency: Currency,
    /// Language of the pages and papers: `en`, `fr` or `de`.
    pub language: String,
    /// Time zone by its IANA name; decides which day it is.
    pub time_zone: String,
    /// First day of the tax year.
    pub fiscal_year_start: FiscalYearStart,
    /// Since when it charges VAT or sales tax; absent when it does not.
    pub charges_tax_since: Option<Date>,
    /// The day on which the pockets begin. Earlier lines fill books and reports and split nothing.
    pub starts_on: Date,
}

/// What can be wrong with settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsRefusal {
    /// The name is empty or longer than 120 characters.
    NameLength,
    /// Not two letters.
    Country(String),
    /// Not a name of the time zone database.
    TimeZone(String),
    /// A day that some years lack.
    FiscalYear,
    /// Not one of the languages.
    Language(String),
}

impl Refusal for SettingsRefusal {
    fn code(&self) -> &'static str {
        match self {
            SettingsRefusal::NameLength => "business-name-length",
            SettingsRefusal::Country(_) => "unknown-country",
            SettingsRefusal::TimeZone(_) => "unknown-time-zone",
            SettingsRefusal::FiscalYear => "bad-fiscal-year-start",
            SettingsRefusal::Language(_) => "unknown-language",
        }
    }

    fn sentence(&self) -> String {
        match self {
            SettingsRefusal::NameLength => t!("The name of the business needs 1 to 120 characters."),
            SettingsRefusal::Country(country) => {
                t!("{country} is not a country code; use two letters, like US or DE.", country = country)
            }
            SettingsRefusal::TimeZone(zone) => {
                t!("{zone} is not a time zone; use a name like Europe/Berlin.", zone = zone)
            }
            SettingsRefusal::FiscalYear => t!("The tax year has to start on a day that every year has (day 1 to 28)."),
            SettingsRefusal::Language(language) => {
                t!("{language} is not a language of Mainstay yet; choose en, fr or de.", language = language)
            }
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                SettingsRefusal::NameLength => "name",
                SettingsRefusal::Country(_) => "country",
                SettingsRefusal::TimeZone(_) => "time_zone",
                SettingsRefusal::FiscalYear => "fiscal_year_start",
                SettingsRefusal::Language(_) => "language",
            }
            .into(),
        )
    }
}

impl Settings {
    /// What a country's settings are unless the owner says otherwise. `today` becomes the start day.
    pub fn defaults(name: &str, country: &str, today: Date) -> Settings {
        let country = country.trim().to_ascii_uppercase();
        let (currency, zone, language, fiscal) = match country.as_str() {
            "US" => ("USD", "America/New_York", "en", FiscalYearStart::CALENDAR),
            "FR" => ("EUR", "Europe/Paris", "fr", FiscalYearStart::CALENDAR),
            // ITTOIA 2005 s 198 and s 4 ITA 2007: the tax year begins on 6 April.
            "GB" => ("GBP", "Europe/London", "en", FiscalYearStart { month: 4, day: 6 }),
            "DE" => ("EUR", "Europe/Berlin", "de", FiscalYearStart::CALENDAR),
            "AT" => ("EUR", "Europe/Vienna", "de", FiscalYearStart::CALENDAR),
            "CH" => ("CHF", "Europe/Zurich", "de", FiscalYearStart::CALENDAR),
            "BE" => ("EUR", "Europe/Brussels", "fr", FiscalYearStart::CALENDAR),
            "CA" => ("CAD", "America/Toronto", "en", FiscalYearStart::CALENDAR),
            "JP" => ("JPY", "Asia/Tokyo", "en", FiscalYearStart::CALENDAR),
            "IE" => ("EUR", "Europe/Dublin", "en", FiscalYearStart::CALENDAR),
            "NL" => ("EUR", "Europe/Amsterdam", "en", FiscalYearStart::CALENDAR),
            "ES" => ("EUR", "Europe/Madrid", "en", FiscalYearStart::CALENDAR),
            "IT" => ("EUR", "Europe/Rome", "en", FiscalYearStart::CALENDAR),
            _ => ("EUR", "UTC", "en", FiscalYearStart::CALENDAR),
        };
        // The codes above are in ISO 4217; a test reads them all.
        let currency = currency.parse().unwrap_or_else(|_| unreachable!("a currency of the table above"));
        Settings {
            name: name.trim().into(),
            country,
            currency,
            language: language.into(),
            time_zone: zone.into(),
            fiscal_year_start: fiscal,
            charges_tax_since: None,
            starts_on: today,
        }
    }

    /// Checks what the owner entered.
    pub fn check(&self) -> Result<(), SettingsRefusal> {
        if self.name.trim().is_empty() || self.name.chars().count() > 120 {
            return Err(SettingsRefusal::NameLength);
        }
        if self.country.len() != 2 || !self.country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(SettingsRefusal::Country(self.country.chars().take(12).collect()));
        }
        if TimeZone::get(&self.time_zone).is_err() {
            return Err(SettingsRefusal::TimeZone(self.time_zone.chars().take(40).collect()));
        }
        if !self.fiscal_year_start.is_valid() {
            return Err(SettingsRefusal::FiscalYear);
        }
        match Language::from_code(&self.language) {
            Some(_) => Ok(()),
            None => Err(SettingsRefusal::Language(self.language.chars().take(12).collect())),
        }
    }

    /// The zone whose midnight starts its days.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// Language and formats of its pages.
    pub fn locale(&self) -> Locale {
        Locale {
            language: Language::from_code(&self.language).unwrap_or(Language::English),
            country: self.country.clone(),
        }
    }

    /// Whether it charged VAT or sales tax on that day.
    pub fn charges_tax_on(&self, day: Date) -> bool {
        self.charges_tax_since.is_some_and(|since| since <= day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_defaults_of_every_country_pass_their_own_check() {
        for country in ["US", "FR", "GB", "DE", "AT", "CH", "BE", "CA", "JP", "IE", "NL", "ES", "IT", "SE"] {
            Settings::defaults("Calloway Clay", country, date(2026, 5, 12)).check().unwrap();
        }
    }

    #[test]
    fn wrong_settings_are_named() {
        let good = Settings::defaults("Calloway Clay", "US", date(2026, 5, 12));
        for (settings, code) in [
            (Settings { name: " ".into(), ..good.clone() }, "business-name-length"),
            (Settings { country: "USA".into(), ..good.clone() }, "unknown-country"),
            (Settings { time_zone: "Mars/Base".into(), ..good.clone() }, "unknown-time-zone"),
            (
                Settings { fiscal_year_start: FiscalYearStart { month: 2, day: 29 }, ..good.clone() },
                "bad-fiscal-year-start",
            ),
            (Settings { language: "tlh".into(), ..good.clone() }, "unknown-language"),
        ] {
            assert_eq!(settings.check().unwrap_err().code(), code);
        }
    }
}
