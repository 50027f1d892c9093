//! A year of a sample business as its banks would tell it.
//!
//! Answers: which statement files would a business of this country have downloaded over the year that ended
//! yesterday, and what did its owner decide about their lines? With that, a demonstration is built by the program's
//! own commands and nothing else. The last days hold lines nobody has decided yet.
//!
//! Main nouns: [`Year`], [`SampleAccount`], [`SampleFile`], [`SampleRule`], [`SampleDecision`]. The story is told
//! once (`story`), out of one country's facts (a module of `countries` each); the same country and day give the same
//! bytes everywhere.
//!
//! Reading the files, keeping books and knowing what a category means are left to others. Every person and firm is
//! invented, save authorities.

mod countries;
mod csv;
mod days;
mod facts;
mod files;
mod naming;
mod ofx;
mod owner;
mod random;
mod story;
#[cfg(test)]
mod tests;

use jiff::ToSpan;
use jiff::civil::Date;

pub use naming::SampleDimensions;

/// A country that has a sample business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Country {
    /// A ceramicist in Asheville who also consults.
    UnitedStates,
    /// A glass artist in Nantes, a micro-enterprise that charges no VAT.
    France,
    /// A letterpress printer in Leeds, registered for VAT.
    UnitedKingdom,
    /// A photographer in Leipzig who charges VAT.
    Germany,
}

impl Country {
    /// Every country that has one.
    pub const ALL: [Country; 4] = [Country::UnitedStates, Country::France, Country::UnitedKingdom, Country::Germany];

    /// Its ISO 3166 code.
    pub fn code(self) -> &'static str {
        countries::facts(self).code
    }

    /// The country of that ISO 3166 code, if it has a sample business.
    pub fn from_code(code: &str) -> Option<Country> {
        Country::ALL.into_iter().find(|country| country.code() == code)
    }
}

/// A year of a business: what its banks say, and what its owner decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// What the business is called.
    pub business_name: String,
    /// ISO 3166 code.
    pub country: &'static str,
    /// The first day of the year shown, on which the pockets begin.
    pub starts_on: Date,
    /// Since when VAT or sales tax is charged, if it is.
    pub charges_tax_since: Option<Date>,
    /// The accounts money lies in or is owed on.
    pub accounts: Vec<SampleAccount>,
    /// The statement files, in the order the owner brings them in.
    pub files: Vec<SampleFile>,
    /// What the owner set up before the first file.
    pub rules: Vec<SampleRule>,
    /// What the owner decided by hand, oldest first.
    pub decisions: Vec<SampleDecision>,
    /// Whom and what lines were for that the owner says afterwards, many at once: words of a line, and what it was for.
    pub said_later: Vec<(String, SampleDimensions)>,
    /// A month's fixed costs, in minor units.
    pub overhead_minor: i64,
}

/// An account with a bank, a card issuer or a processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleAccount {
    /// `current`, `savings`, `card` or `processor`.
    pub key: &'static str,
    /// What the owner calls it.
    pub name: String,
    /// The ledger's word: `bank`, `card` or `processor`.
    pub kind: &'static str,
    /// The balance before the first line, as the bank states it: below zero where money is owed.
    pub opening_minor: i64,
    /// The day that balance is for.
    pub opened_on: Date,
}

/// A statement file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Its name as downloaded.
    pub name: String,
    /// The account's key.
    pub account: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The first and the last day covered. Consecutive files of one account overlap, by whole days.
    pub covers: (Date, Date),
}

/// A rule set up before the first file came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRule {
    /// Stands in the text of every line it takes, on whichever account.
    pub text_has: String,
    /// `in` or `out`, where all its lines go one way.
    pub direction: Option<&'static str>,
    /// The role of the category.
    pub category: &'static str,
    /// For money on its way between two accounts: the key of the other one.
    pub transfer_to: Option<&'static str>,
    /// Whom and what such lines are for.
    pub dimensions: SampleDimensions,
}

/// What the owner decided about lines no rule takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleDecision {
    /// The account's key.
    pub account: &'static str,
    /// Stands in the text of every line it is about.
    pub text_has: String,
    /// The role of the category; of the largest part where there are several.
    pub category: &'static str,
    /// Roles and amounts in minor units, signed and adding up to the line's; empty where one category takes it whole.
    pub splits: Vec<(&'static str, i64)>,
    /// Whom and what the line was for.
    pub dimensions: SampleDimensions,
}

/// What the sample business of a country is called.
pub fn business_name(country: Country) -> &'static str {
    countries::facts(country).business
}

/// Tells the year that ends the day before `today`.
pub fn year(country: Country, today: Date) -> Year {
    let facts = countries::facts(country);
    let starts_on = today.saturating_sub(1.year());
    let end = days::later(today, -1);
    let movements = story::tell(facts, starts_on, end);
    let (mut rules, decisions) = owner::decide(facts, &movements);
    let said_later = owner::say_later(&mut rules);
    Year {
        business_name: facts.business.to_owned(),
        country: facts.code,
        starts_on,
        charges_tax_since: facts.sales_tax.and_then(|tax| Date::new(tax.since.0, tax.since.1, tax.since.2).ok()),
        accounts: facts
            .accounts
            .iter()
            .map(|account| SampleAccount {
                key: account.on.key(),
                name: account.name.to_owned(),
                kind: account.on.kind(),
                opening_minor: account.opening,
                opened_on: starts_on,
            })
            .collect(),
        files: files::files(facts, &movements, starts_on, end),
        rules,
        decisions,
        said_later,
        overhead_minor: facts.overhead,
    }
}
