//! Why lines are not sorted and rules are not made.

use kernel::{Refusal, RefusalKind};
use locale::t;

/// Why a line is not sorted.
#[derive(Debug)]
pub(crate) enum SortRefusal {
    NoSuchLine(i64),
    NoParts,
    NotACategory { position: usize, name: String },
    PartsDiffer { off_minor: i64, currency: String },
    PartZero { position: usize },
    TaxCodeNeeded { position: usize, name: String, codes: String },
    NoSuchTaxCode { position: usize, code: String },
    NotOwnAccount(String),
    SameAccount,
    SortedAlready(i64),
    NoLines,
    NoSuchPocket { field: &'static str, pocket: i64 },
}

pub(crate) const SORT_REFUSALS: &[&str] = &[
    "no-such-line",
    "no-parts",
    "not-a-category",
    "parts-differ-from-line",
    "part-is-zero",
    "tax-code-is-needed",
    "no-such-tax-code",
    "not-an-own-account",
    "same-account",
    "line-is-sorted",
    "no-lines",
    "no-such-pocket",
    "dimension-name-length",
    "rule-is-empty",
    "rule-goes-nowhere",
    "rule-amounts-cross",
    "rule-is-too-long",
    "rule-splits-badly",
    "no-such-rule",
];

impl Refusal for SortRefusal {
    fn code(&self) -> &'static str {
        match self {
            SortRefusal::NoSuchLine(_) => "no-such-line",
            SortRefusal::NoParts => "no-parts",
            SortRefusal::NotACategory { .. } => "not-a-category",
            SortRefusal::PartsDiffer { .. } => "parts-differ-from-line",
            SortRefusal::PartZero { .. } => "part-is-zero",
            SortRefusal::TaxCodeNeeded { .. } => "tax-code-is-needed",
            SortRefusal::NoSuchTaxCode { .. } => "no-such-tax-code",
            SortRefusal::NotOwnAccount(_) => "not-an-own-account",
            SortRefusal::SameAccount => "same-account",
            SortRefusal::SortedAlready(_) => "line-is-sorted",
            SortRefusal::NoLines => "no-lines",
            SortRefusal::NoSuchPocket { .. } => "no-such-pocket",
        }
    }

    fn sentence(&self) -> String {
        match self {
            SortRefusal::NoSuchLine(line) => t!("There is no bank line {line}.", line = line),
            SortRefusal::NoParts => t!("Choose a category for this line."),
            SortRefusal::NotACategory { name, .. } => {
                t!("{name} is not a category that lines are sorted into.", name = name)
            }
            SortRefusal::PartsDiffer { off_minor, currency } => t!(
                "The parts do not add up to the line: {amount} is left over.",
                amount = locale::fmt::money(*off_minor, currency)
            ),
            SortRefusal::PartZero { .. } => t!("A part of zero says nothing; leave it out."),
            SortRefusal::TaxCodeNeeded { name, codes, .. } => {
                t!(
                    "{name} does not say by itself which tax it contains; choose one of: {codes}.",
                    name = name,
                    codes = codes
                )
            }
            SortRefusal::NoSuchTaxCode { code, .. } => t!("There is no tax code {code} here.", code = code),
            SortRefusal::NotOwnAccount(name) => {
                t!("{name} is not one of your own bank, card or cash accounts.", name = name)
            }
            SortRefusal::SameAccount => t!("A transfer needs another account than the line's own."),
            SortRefusal::SortedAlready(line) => t!("Line {line} is sorted already.", line = line),
            SortRefusal::NoLines => t!("Choose at least one line."),
            SortRefusal::NoSuchPocket { pocket, .. } => t!("There is no pocket {pocket} here.", pocket = pocket),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            SortRefusal::NotACategory { position, .. } => Some(format!("parts[{position}].category")),
            SortRefusal::PartZero { position } => Some(format!("parts[{position}].amount_minor")),
            SortRefusal::TaxCodeNeeded { position, .. } | SortRefusal::NoSuchTaxCode { position, .. } => {
                Some(format!("parts[{position}].tax_code"))
            }
            SortRefusal::NoParts | SortRefusal::PartsDiffer { .. } => Some("parts".into()),
            SortRefusal::NoSuchLine(_) => Some("line".into()),
            SortRefusal::NoSuchPocket { field, .. } => Some((*field).into()),
            SortRefusal::NotOwnAccount(_) | SortRefusal::SameAccount => Some("account".into()),
            SortRefusal::SortedAlready(_) | SortRefusal::NoLines => Some("lines".into()),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            SortRefusal::NoSuchLine(_) => RefusalKind::NotFound,
            SortRefusal::SortedAlready(_) => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
