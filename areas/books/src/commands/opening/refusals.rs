//! Why something is not taken into the opening position.

use jiff::civil::Date;
use kernel::{Refusal, RefusalKind};
use locale::{fmt, t};

#[derive(Debug)]
pub(crate) enum OpeningRefusal {
    NoSuchItem(i64),
    NeedsField { field: &'static str, sentence: String },
    NotBefore { field: &'static str, begins_on: Date },
    DueBeforeIssue { issued_on: Date },
    NotThisYear { from: Date, begins_on: Date },
    NothingThisYear { begins_on: Date },
    WrongAccount { field: String, name: String, sentence: String },
    BalanceKnown { name: String },
    TotalGiven { name: String },
    BookAmountNeeded { currency: String },
    WrittenOffTooMuch,
    PartsDiffer { off_minor: i64, currency: String },
    PartEmpty { position: usize },
    TaxTooMuch { position: usize },
    TaxCodeNeeded { position: usize, name: String },
    NoSuchTaxCode { position: usize, code: String },
    AfterThePocketsBegin { starts_on: Date },
    ItemsGiven { count: usize },
    EquipmentInUse { name: String },
}

/// Codes of these refusals and of those of the records that an item becomes.
pub(super) const REFUSALS: &[&str] = &[
    "no-such-opening-item",
    "field-is-needed",
    "day-is-not-before-the-start",
    "due-before-it-was-issued",
    "day-is-not-in-this-year",
    "nothing-of-this-year-before",
    "wrong-account",
    "balance-is-known",
    "total-is-given",
    "book-amount-is-needed",
    "written-off-beyond-cost",
    "parts-do-not-add-up",
    "part-is-empty",
    "tax-beyond-amount",
    "tax-code-is-needed",
    "no-such-tax-code",
    "after-the-pockets-begin",
    "opening-items-are-given",
    "equipment-is-in-use",
    "no-such-open-item",
    "number-is-taken",
    "nothing-is-owed",
    "item-is-paid-in-part",
];

impl Refusal for OpeningRefusal {
    fn code(&self) -> &'static str {
        match self {
            OpeningRefusal::NoSuchItem(_) => "no-such-opening-item",
            OpeningRefusal::NeedsField { .. } => "field-is-needed",
            OpeningRefusal::NotBefore { .. } => "day-is-not-before-the-start",
            OpeningRefusal::DueBeforeIssue { .. } => "due-before-it-was-issued",
            OpeningRefusal::NotThisYear { .. } => "day-is-not-in-this-year",
            OpeningRefusal::NothingThisYear { .. } => "nothing-of-this-year-before",
            OpeningRefusal::WrongAccount { .. } => "wrong-account",
            OpeningRefusal::BalanceKnown { .. } => "balance-is-known",
            OpeningRefusal::TotalGiven { .. } => "total-is-given",
            OpeningRefusal::BookAmountNeeded { .. } => "book-amount-is-needed",
            OpeningRefusal::WrittenOffTooMuch => "written-off-beyond-cost",
            OpeningRefusal::PartsDiffer { .. } => "parts-do-not-add-up",
            OpeningRefusal::PartEmpty { .. } => "part-is-empty",
            OpeningRefusal::TaxTooMuch { .. } => "tax-beyond-amount",
            OpeningRefusal::TaxCodeNeeded { .. } => "tax-code-is-needed",
            OpeningRefusal::NoSuchTaxCode { .. } => "no-such-tax-code",
            OpeningRefusal::AfterThePocketsBegin { .. } => "after-the-pockets-begin",
            OpeningRefusal::ItemsGiven { .. } => "opening-items-are-given",
            OpeningRefusal::EquipmentInUse { .. } => "equipment-is-in-use",
        }
    }

    fn sentence(&self) -> String {
        match self {
            OpeningRefusal::NoSuchItem(item) => t!("The start has no item {item}.", item = item),
            OpeningRefusal::NeedsField { sentence, .. } => sentence.clone(),
            OpeningRefusal::NotBefore { begins_on, .. } => {
                t!("The books begin on {day}; this has to be from before that day.", day = fmt::date(*begins_on))
            }
            OpeningRefusal::DueBeforeIssue { issued_on } => {
                t!("It cannot be due before it was issued, on {day}.", day = fmt::date(*issued_on))
            }
            OpeningRefusal::NotThisYear { from, begins_on } => t!(
                "This year’s figures from before the books are those from {from} up to the day before {day}.",
                from = fmt::date(*from),
                day = fmt::date(*begins_on)
            ),
            OpeningRefusal::NothingThisYear { begins_on } => t!(
                "The books begin with the tax year, on {day}: nothing of this year came before.",
                day = fmt::date(*begins_on)
            ),
            OpeningRefusal::WrongAccount { sentence, name, .. } => format!("{name}: {sentence}"),
            OpeningRefusal::BalanceKnown { name } => {
                t!("With what {name} began is known from its statement.", name = name)
            }
            OpeningRefusal::TotalGiven { name } => {
                t!("A total of {name} up to that day is given already.", name = name)
            }
            OpeningRefusal::BookAmountNeeded { currency } => {
                t!("Say what that was worth in {currency}, the currency of the books.", currency = currency)
            }
            OpeningRefusal::WrittenOffTooMuch => t!("No more can be written off than it cost."),
            OpeningRefusal::PartsDiffer { off_minor, currency } => t!(
                "The parts do not add up to what is still to be paid: {amount} is left over.",
                amount = fmt::money(*off_minor, currency)
            ),
            OpeningRefusal::PartEmpty { .. } => t!("A part of zero says nothing; leave it out."),
            OpeningRefusal::TaxTooMuch { .. } => t!("The tax is more than the amount that contains it."),
            OpeningRefusal::TaxCodeNeeded { name, .. } => {
                t!("{name} does not say by itself which tax it contains; choose it.", name = name)
            }
            OpeningRefusal::NoSuchTaxCode { code, .. } => t!("There is no tax code {code} here.", code = code),
            OpeningRefusal::AfterThePocketsBegin { starts_on } => {
                t!("The pockets begin on {day}; the books begin on that day or before.", day = fmt::date(*starts_on))
            }
            OpeningRefusal::ItemsGiven { count } => {
                locale::tn!(*count, "You gave {count} of that kind already.", "You gave {count} of that kind already.")
            }
            OpeningRefusal::EquipmentInUse { name } => {
                t!("{name} has lost value or left since the books began.", name = name)
            }
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            OpeningRefusal::BalanceKnown { .. } => Some(t!("If that is wrong, withdraw the statement.")),
            OpeningRefusal::ItemsGiven { .. } | OpeningRefusal::TotalGiven { .. } => {
                Some(t!("Take back what is not true, or change it."))
            }
            OpeningRefusal::EquipmentInUse { .. } => Some(t!("Reverse those entries first.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            OpeningRefusal::NoSuchItem(_) => "item".into(),
            OpeningRefusal::NeedsField { field, .. } | OpeningRefusal::NotBefore { field, .. } => (*field).into(),
            OpeningRefusal::DueBeforeIssue { .. } => "due_on".into(),
            OpeningRefusal::NotThisYear { .. } => "dated_on".into(),
            OpeningRefusal::WrongAccount { field, .. } => field.clone(),
            OpeningRefusal::NothingThisYear { .. } => "kind".into(),
            OpeningRefusal::BalanceKnown { .. } | OpeningRefusal::TotalGiven { .. } => "account".into(),
            OpeningRefusal::BookAmountNeeded { .. } => "book_amount_minor".into(),
            OpeningRefusal::WrittenOffTooMuch => "written_off_minor".into(),
            OpeningRefusal::PartsDiffer { .. } => "parts".into(),
            OpeningRefusal::PartEmpty { position } => format!("parts[{position}].amount_minor"),
            OpeningRefusal::TaxTooMuch { position } => format!("parts[{position}].tax_minor"),
            OpeningRefusal::TaxCodeNeeded { position, .. } | OpeningRefusal::NoSuchTaxCode { position, .. } => {
                format!("parts[{position}].tax_code")
            }
            OpeningRefusal::AfterThePocketsBegin { .. } => "on".into(),
            OpeningRefusal::ItemsGiven { .. } => "kinds".into(),
            OpeningRefusal::EquipmentInUse { .. } => "item".into(),
        })
    }

    fn kind(&self) -> RefusalKind {
        match self {
            OpeningRefusal::NoSuchItem(_) => RefusalKind::NotFound,
            OpeningRefusal::BalanceKnown { .. }
            | OpeningRefusal::TotalGiven { .. }
            | OpeningRefusal::ItemsGiven { .. }
            | OpeningRefusal::EquipmentInUse { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
