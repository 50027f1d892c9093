//! The answers of the set-up page: as usual in a country, and as they were given.

use books::{NewAccount, SetUpBooks};
use jiff::civil::Date;
use kernel::{RefusalKind, Refused, Settings};
use ledger::{Currency, FiscalYearStart};
use locale::{parse, t};

/// How many accounts the page asks for; more are opened later.
pub(super) const ACCOUNTS: usize = 4;

/// Names and texts of a form.
pub(super) type Typed = [(String, String)];

/// The form filled with what is usual.
pub(super) fn usual(settings: &Settings) -> Vec<(String, String)> {
    let fiscal = settings.fiscal_year_start;
    let mut pairs: Vec<(String, String)> = [
        ("name", settings.name.clone()),
        ("country", settings.country.clone()),
        ("currency", settings.currency.to_string()),
        ("language", settings.language.clone()),
        ("time_zone", settings.time_zone.clone()),
        ("fiscal_year_start", format!("{:02}-{:02}", fiscal.month, fiscal.day)),
        ("charges_tax", "no".to_owned()),
        ("starts_on", settings.starts_on.to_string()),
        ("account-0-name", t!("Current account")),
        ("account-0-kind", "bank".to_owned()),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text))
    .collect();
    for (row, kind) in [(1, "bank"), (2, "card"), (3, "processor")] {
        pairs.push((format!("account-{row}-kind"), kind.to_owned()));
    }
    pairs
}

/// What was typed under a name; the last, where it was sent twice.
pub(super) fn text<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.iter().rev().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim())
}

/// Reads the answers. What was left empty is as usual.
pub(super) fn read(typed: &Typed, usual: &Settings) -> Result<(Settings, SetUpBooks), Refused> {
    let or_usual = |name: &str, usual: &str| match text(typed, name) {
        "" => usual.to_owned(),
        given => given.to_owned(),
    };
    let currency: Currency = or_usual("currency", usual.currency.code())
        .parse()
        .map_err(|error: ledger::UnknownCurrency| refuse("unknown-currency", format!("{error}."), "currency"))?;
    let charges_tax_since = match text(typed, "charges_tax") {
        "yes" => Some(day(typed, "charges_tax_since")?.unwrap_or(usual.starts_on)),
        _ => None,
    };
    let settings = Settings {
        name: text(typed, "name").to_owned(),
        country: usual.country.clone(),
        currency,
        language: or_usual("language", &usual.language),
        time_zone: or_usual("time_zone", &usual.time_zone),
        fiscal_year_start: fiscal_year_start(text(typed, "fiscal_year_start")).unwrap_or(usual.fiscal_year_start),
        charges_tax_since,
        starts_on: day(typed, "starts_on")?.unwrap_or(usual.starts_on),
    };
    let mut accounts = Vec::new();
    for row in 0..ACCOUNTS {
        let name = text(typed, &format!("account-{row}-name"));
        if name.is_empty() {
            continue;
        }
        let kind = serde_json::from_value(text(typed, &format!("account-{row}-kind")).into()).map_err(|_| {
            refuse(
                "unknown-account-kind",
                t!("Choose what kind of account {name} is.", name = name),
                &format!("account-{row}-kind"),
            )
        })?;
        let opening_minor = money(typed, &format!("account-{row}-opening"), currency)?.unwrap_or(0);
        accounts.push(NewAccount {
            name: name.to_owned(),
            kind,
            currency: None,
            opening_minor,
            opening_book_minor: None,
            opened_on: None,
        });
    }
    Ok((settings, SetUpBooks { accounts, overhead_minor: money(typed, "overhead", currency)? }))
}

fn refuse(code: &str, sentence: String, field: &str) -> Refused {
    Refused::new(code, RefusalKind::Invalid, sentence).at(field)
}

fn day(typed: &Typed, name: &str) -> Result<Option<Date>, Refused> {
    match text(typed, name) {
        "" => Ok(None),
        given => parse::date(given).map(Some).map_err(|error| refuse("unreadable-date", error.to_string(), name)),
    }
}

fn money(typed: &Typed, name: &str, currency: Currency) -> Result<Option<i64>, Refused> {
    match text(typed, name) {
        "" => Ok(None),
        given => parse::money(given, currency.code())
            .map(Some)
            .map_err(|error| refuse("unreadable-amount", error.to_string(), name)),
    }
}

fn fiscal_year_start(text: &str) -> Option<FiscalYearStart> {
    let (month, day) = text.split_once('-')?;
    Some(FiscalYearStart { month: month.parse().ok()?, day: day.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let us = Settings::defaults("", "US", date(2026, 5, 12));
        let mut all = usual(&us);
        all.extend(pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())));
        all
    }

    #[test]
    fn what_is_usual_is_read_back_as_it_was() {
        for country in ["US", "FR", "GB", "DE"] {
            let settings = Settings::defaults("Calloway Clay", country, date(2026, 5, 12));
            let (read, first) = read(&usual(&settings), &settings).unwrap();
            assert_eq!(read, settings);
            assert_eq!(first.accounts.len(), 1);
        }
    }

    #[test]
    fn wrong_answers_are_named_at_their_field() {
        let us = Settings::defaults("", "US", date(2026, 5, 12));
        for (name, text) in [
            ("currency", "EURO"),
            ("starts_on", "soonish"),
            ("overhead", "much"),
            ("account-0-opening", "1.2.3.x"),
            ("account-0-kind", "piggy-bank"),
        ] {
            assert_eq!(read(&typed(&[(name, text)]), &us).unwrap_err().field.as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn tax_is_charged_since_the_start_unless_another_day_is_given() {
        let us = Settings::defaults("", "US", date(2026, 5, 12));
        for (pairs, since) in [
            (&[("charges_tax", "no")][..], None),
            (&[("charges_tax", "yes")], Some(date(2026, 5, 12))),
            (&[("charges_tax", "yes"), ("charges_tax_since", "2025-01-01")], Some(date(2025, 1, 1))),
        ] {
            assert_eq!(read(&typed(pairs), &us).unwrap().0.charges_tax_since, since);
        }
    }
}
