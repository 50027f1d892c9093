//! The words in which a country's module tells its business: who is paid when, how much, and how its banks write it.

use crate::naming::Naming;

/// The four accounts of every sample business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    Current,
    Savings,
    Card,
    Processor,
}

impl On {
    #[cfg(test)]
    pub const ALL: [On; 4] = [On::Current, On::Savings, On::Card, On::Processor];

    pub fn key(self) -> &'static str {
        match self {
            On::Current => "current",
            On::Savings => "savings",
            On::Card => "card",
            On::Processor => "processor",
        }
    }

    pub fn kind(self) -> &'static str {
        match self {
            On::Current | On::Savings => "bank",
            On::Card => "card",
            On::Processor => "processor",
        }
    }
}

/// When something happens.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// Every month on that day.
    Monthly(i8),
    /// Every year on those days: month, day.
    Days(&'static [(i8, i8)]),
    /// Once, so many days into the year shown.
    After(i32),
    /// Twice on one day, the same to the letter.
    Twins(i32),
    /// About so many times a month, on any day.
    Often(i64),
}

/// How much, in minor units; money out is negative.
#[derive(Debug, Clone, Copy)]
pub enum Amount {
    Fixed(i64),
    Between(i64, i64),
    /// The first amount, and the second from day 150 of the year shown.
    Rises(i64, i64),
    /// From January to December.
    Seasons([i64; 12]),
}

/// How the owner's program comes to know what a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A rule set up before the first file came in.
    Rule,
    /// Decided by hand in the queue, and learned from there.
    Hand,
}

/// A line that comes back.
///
/// In its text, `{n}` stands for a reference number, `{inv}` for the business's next invoice number, `{my}` for month
/// and year. What stands before the first of them is what rules look for, so it names the payee. Where the bank has a
/// column for the other party, that name stands first, parted by a bar.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub on: On,
    pub text: &'static str,
    pub category: &'static str,
    pub by: By,
    pub when: When,
    pub amount: Amount,
}

/// A row the owner has a rule for.
pub const fn ruled(on: On, text: &'static str, category: &'static str, when: When, amount: Amount) -> Row {
    Row { on, text, category, by: By::Rule, when, amount }
}

/// A row the owner decides by hand.
pub const fn learned(on: On, text: &'static str, category: &'static str, when: When, amount: Amount) -> Row {
    Row { on, text, category, by: By::Hand, when, amount }
}

/// A client who pays the same every month.
#[derive(Debug, Clone, Copy)]
pub struct Retainer {
    pub text: &'static str,
    pub day: i8,
    pub amount: i64,
    /// For the client who is lost: the smaller seventh payment, after which none follows.
    pub last: Option<i64>,
}

/// A job paid half in advance and half at the end.
#[derive(Debug, Clone, Copy)]
pub struct Project {
    pub text: &'static str,
    pub category: &'static str,
    pub total: i64,
    pub deposit: (i8, i8),
    pub rest: (i8, i8),
}

/// A job, paid on two days.
pub const fn project(
    text: &'static str,
    category: &'static str,
    total: i64,
    deposit: (i8, i8),
    rest: (i8, i8),
) -> Project {
    Project { text, category, total, deposit, rest }
}

/// What is sold through the card processor.
#[derive(Debug, Clone, Copy)]
pub struct Counter {
    /// Begins the text of a sale; the order's number and the product follow.
    pub text: &'static str,
    /// Begins the text of a refund.
    pub refund: &'static str,
    pub category: &'static str,
    pub products: &'static [(&'static str, i64)],
    /// Sales from January to December.
    pub sales: [i64; 12],
}

/// The card processor's own lines.
#[derive(Debug, Clone, Copy)]
pub struct ProcessorTexts {
    pub fees: &'static str,
    pub payout: &'static str,
    /// The payout as the current account shows it, two days later.
    pub arrival: &'static str,
    /// Hundredths of a percent of each charge.
    pub fee_basis_points: i64,
    /// Added per charge, in minor units.
    pub fee_fixed: i64,
}

/// Money moved between two of the owner's accounts, as both write it.
#[derive(Debug, Clone, Copy)]
pub struct Transfer {
    pub day: i8,
    pub leaving: &'static str,
    pub arriving: &'static str,
}

/// The country's tax on sales, where the business charges it.
#[derive(Debug, Clone, Copy)]
pub struct SalesTax {
    pub since: (i16, i8, i8),
    pub percent: i64,
    pub text: &'static str,
    /// Months in a period: 1 or 3 (then calendar quarters).
    pub months: i8,
    /// Paid in the month so many after the period's last.
    pub months_later: i8,
    pub day: i8,
    /// What a period that began before the year shown came to.
    pub typical: i64,
}

/// Contributions charged on takings by calendar quarter, paid on a day of the month after.
#[derive(Debug, Clone, Copy)]
pub struct Contributions {
    pub text: &'static str,
    pub goods_permille: i64,
    pub services_permille: i64,
    pub day: i8,
    pub typical: i64,
}

/// A line of the last days that nobody has decided yet: days before today, text, amount.
pub type Fresh = (On, i32, &'static str, i64);

/// A purchase that is partly one thing, partly another.
#[derive(Debug, Clone, Copy)]
pub struct Mixed {
    pub on: On,
    pub after: i32,
    pub text: &'static str,
    pub parts: &'static [(&'static str, i64)],
}

/// How a bank writes its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// OFX 1.0.2, tags without ends.
    OfxSgml,
    /// OFX 2.2, XML.
    OfxXml,
    /// Transaction Date, Post Date, Description, Type, Amount; no balance.
    UsCard,
    /// Débit and crédit apart, latest first, in windows-1252.
    FrBank,
    /// Two dates, one amount, no balance.
    FrCard,
    /// Paid out and paid in apart with the pound sign, under a preamble.
    GbBank,
    /// Buchungstag, Name, Verwendungszweck, Betrag, Saldo; latest first.
    DeBank,
    /// Belegdatum, Beschreibung, Betrag; no balance.
    DeCard,
    /// The card processor's, the same everywhere: ISO dates, decimal point, running balance.
    Processor,
}

/// One account of the business.
#[derive(Debug, Clone, Copy)]
pub struct AccountFacts {
    pub on: On,
    pub name: &'static str,
    pub bank: &'static str,
    pub number: &'static str,
    pub opening: i64,
    pub shape: Shape,
    /// How many months a file covers.
    pub months: i32,
    /// By how many days a file reaches back into the one before.
    pub overlap: i32,
    /// Begins the file's name.
    pub file: &'static str,
}

/// A country's sample business.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    pub business: &'static str,
    pub code: &'static str,
    pub currency: &'static str,
    pub seed: u64,
    /// A month's fixed costs.
    pub overhead: i64,
    pub accounts: [AccountFacts; 4],
    pub rows: &'static [Row],
    pub retainers: &'static [Retainer],
    pub projects: &'static [Project],
    pub shop: Counter,
    pub workshops: Counter,
    pub naming: Naming,
    pub processor: ProcessorTexts,
    pub card_bill: Transfer,
    pub saving: Transfer,
    pub saved: i64,
    pub interest: &'static str,
    /// Hundredths of a percent a year.
    pub interest_basis_points: i64,
    pub sales_tax: Option<SalesTax>,
    pub contributions: Option<Contributions>,
    pub mixed: Mixed,
    pub fresh: &'static [Fresh],
}

/// The part of a text that stays the same: what follows the other party's name, up to the first thing filled in.
pub fn stable(text: &'static str) -> &'static str {
    let purpose = text.split_once('|').map_or(text, |(_, purpose)| purpose);
    purpose.split('{').next().unwrap_or(purpose).trim_end()
}
