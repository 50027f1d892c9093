//! Why a step of a deposit is not taken.

use kernel::{Refusal, RefusalKind};
use locale::{fmt, t};

#[derive(Debug)]
pub(super) enum DepositRefusal {
    NotADeposit(i64),
    TooMuch { most_minor: i64, currency: String },
    NotPositive,
    NoAdvance(i64),
    NoSuchPocket(&'static str),
    NotAStep(i64),
    NotIncome(String),
    Percent,
    NotMoney { name: String },
    OtherCurrency { name: String, currency: String },
    NotAnExchange(i64),
}

pub(super) const REFUSALS: &[&str] = &[
    "not-a-deposit",
    "more-than-the-deposit",
    "amount-is-not-positive",
    "no-advance",
    "no-such-pocket",
    "not-a-step-of-a-deposit",
    "not-an-income-category",
    "share-is-not-a-share",
    "account-holds-no-money",
    "account-has-another-currency",
];

impl Refusal for DepositRefusal {
    fn code(&self) -> &'static str {
        match self {
            DepositRefusal::NotADeposit(_) => "not-a-deposit",
            DepositRefusal::TooMuch { .. } => "more-than-the-deposit",
            DepositRefusal::NotPositive => "amount-is-not-positive",
            DepositRefusal::NoAdvance(_) => "no-advance",
            DepositRefusal::NoSuchPocket(_) => "no-such-pocket",
            DepositRefusal::NotAStep(_) => "not-a-step-of-a-deposit",
            DepositRefusal::NotIncome(_) => "not-an-income-category",
            DepositRefusal::Percent => "share-is-not-a-share",
            DepositRefusal::NotMoney { .. } => "account-holds-no-money",
            DepositRefusal::OtherCurrency { .. } => "account-has-another-currency",
            DepositRefusal::NotAnExchange(_) => "not-an-exchange",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DepositRefusal::NotADeposit(entry) => {
                t!("Entry {entry} split no income among the pockets.", entry = entry)
            }
            DepositRefusal::TooMuch { most_minor, currency } => {
                t!("That is more than there is: {most} at most.", most = fmt::money(*most_minor, currency))
            }
            DepositRefusal::NotPositive => t!("The amount has to be more than nothing."),
            DepositRefusal::NoAdvance(entry) => t!("Nothing of entry {entry} waits as an advance.", entry = entry),
            DepositRefusal::NoSuchPocket(role) => t!("There is no pocket {pocket} here.", pocket = role),
            DepositRefusal::NotAStep(entry) => t!("Entry {entry} is no step of a deposit.", entry = entry),
            DepositRefusal::NotIncome(name) => t!("{name} is not income that is split by the shares.", name = name),
            DepositRefusal::Percent => t!("A share is between 0% and 100%."),
            DepositRefusal::NotMoney { name } => {
                t!("{name} is not an open account that money is on.", name = name)
            }
            DepositRefusal::OtherCurrency { name, currency } => t!(
                "{name} is kept in {currency}; choose an account of the same currency.",
                name = name,
                currency = currency
            ),
            DepositRefusal::NotAnExchange(entry) => {
                t!("Entry {entry} exchanged no money between currencies.", entry = entry)
            }
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            DepositRefusal::TooMuch { .. } | DepositRefusal::NotPositive => Some("amount_minor".into()),
            DepositRefusal::NotIncome(_) => Some("category".into()),
            DepositRefusal::Percent => Some("permille".into()),
            DepositRefusal::NotMoney { .. } | DepositRefusal::OtherCurrency { .. } => Some("account".into()),
            DepositRefusal::NoSuchPocket(_) => None,
            _ => Some("entry".into()),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            DepositRefusal::NoAdvance(_) => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
