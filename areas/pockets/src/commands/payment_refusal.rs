//! Why a payment file is not made, withdrawn, or a transfer of it not given up.

use kernel::{Refusal, RefusalKind};
use locale::t;
use payments::Problem;

#[derive(Debug)]
pub(super) enum FileRefusal {
    NothingToTransfer,
    NoIban { account: String },
    NotEuro { currency: String },
    NotTaken { what: Problem },
    DayPast,
    NoSuchFile(i64),
    Seen,
    Withdrawn,
    NoSuchLine(i64),
    HasEnded,
    NotGivenUp,
}

pub(super) const GIVE_UP_REFUSALS: &[&str] =
    &["no-such-payment-file", "no-such-transfer", "transfer-has-ended", "transfer-is-waited-for"];
pub(super) const MAKE_REFUSALS: &[&str] =
    &["nothing-to-transfer", "account-has-no-iban", "not-in-euro", "bank-would-not-take-it", "day-is-past"];
pub(super) const WITHDRAW_REFUSALS: &[&str] =
    &["no-such-payment-file", "payment-was-seen", "payment-file-is-withdrawn"];

impl Refusal for FileRefusal {
    fn code(&self) -> &'static str {
        match self {
            FileRefusal::NothingToTransfer => "nothing-to-transfer",
            FileRefusal::NoIban { .. } => "account-has-no-iban",
            FileRefusal::NotEuro { .. } => "not-in-euro",
            FileRefusal::NotTaken { .. } => "bank-would-not-take-it",
            FileRefusal::DayPast => "day-is-past",
            FileRefusal::NoSuchFile(_) => "no-such-payment-file",
            FileRefusal::Seen => "payment-was-seen",
            FileRefusal::Withdrawn => "payment-file-is-withdrawn",
            FileRefusal::NoSuchLine(_) => "no-such-transfer",
            FileRefusal::HasEnded => "transfer-has-ended",
            FileRefusal::NotGivenUp => "transfer-is-waited-for",
        }
    }

    fn sentence(&self) -> String {
        match self {
            FileRefusal::NothingToTransfer => t!("There is nothing to transfer."),
            FileRefusal::NoIban { account } => t!("The IBAN of {account} is not written down.", account = account),
            FileRefusal::NotEuro { currency } => {
                t!("A SEPA file moves euro, not {currency}.", currency = currency)
            }
            FileRefusal::NotTaken { what } => match what {
                Problem::Amount => t!("A SEPA transfer moves from 0.01 to 999,999,999.99."),
                Problem::OutsideSepa => t!("One of the accounts is outside the countries of SEPA."),
                _ => t!("The name of an account’s holder has no letter that banks take."),
            },
            FileRefusal::DayPast => t!("A bank makes no transfer in the past; choose today or a later day."),
            FileRefusal::NoSuchFile(file) => t!("There is no payment file {file} here.", file = file),
            FileRefusal::Seen => t!("A statement has shown a transfer of this file already: the bank has made it."),
            FileRefusal::Withdrawn => t!("That payment file was withdrawn already."),
            FileRefusal::NoSuchLine(line) => t!("There is no transfer {line} in that payment file.", line = line),
            FileRefusal::HasEnded => t!("Nothing more is to come of that transfer."),
            FileRefusal::NotGivenUp => t!("That transfer is waited for already."),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            FileRefusal::NoIban { .. } => {
                Some(t!("Write it down on the account’s page, or save a table (CSV) instead."))
            }
            FileRefusal::NotEuro { .. } => Some(t!("Save a table (CSV) instead.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            FileRefusal::NoIban { .. } | FileRefusal::NotEuro { .. } => Some("format".into()),
            FileRefusal::DayPast => Some("requested_on".into()),
            FileRefusal::NoSuchFile(_) | FileRefusal::Seen | FileRefusal::Withdrawn => Some("file".into()),
            FileRefusal::NoSuchLine(_) | FileRefusal::HasEnded | FileRefusal::NotGivenUp => Some("line".into()),
            FileRefusal::NothingToTransfer | FileRefusal::NotTaken { .. } => None,
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            FileRefusal::NoSuchFile(_) | FileRefusal::NoSuchLine(_) => RefusalKind::NotFound,
            FileRefusal::Seen
            | FileRefusal::Withdrawn
            | FileRefusal::HasEnded
            | FileRefusal::NotGivenUp
            | FileRefusal::NothingToTransfer => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
