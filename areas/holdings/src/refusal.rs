//! Why something about crypto-assets is not told.

use jiff::civil::Date;
use kernel::{Refusal, RefusalKind};
use locale::{fmt, t};

use crate::{asset::Asset, quantity::Quantity, rules::file::FileProblem};

#[derive(Debug)]
pub(crate) enum CryptoRefusal {
    BadAsset(&'static str),
    BadQuantity(&'static str),
    TooFine { field: &'static str, asset: Asset },
    NotPositive(&'static str),
    WalletName(&'static str),
    NoSuchWallet { field: &'static str, name: String },
    SameWallet,
    SameAsset,
    Later,
    SinceLater,
    NoPrice { asset: Asset, on: Date },
    BadPrice,
    NoSuchPrice { asset: Asset, on: Date },
    NotMoney { field: &'static str, name: String },
    NotEarned { name: String },
    NotSpent { name: String },
    NoSuchTaxCode { code: String },
    TaxUndecided,
    TextTooLong,
    BelowZero { own: bool, on: Date, wallet: String, asset: Asset, had: Quantity },
    NoSuchEvent(i64),
    TakenBackAlready(i64),
    StandsAlready(i64),
    NothingChanges,
    NotBase64,
    File(FileProblem),
    NoSuchImport(i64),
    TooLarge,
}

/// The codes of these refusals.
pub(crate) const REFUSALS: &[&str] = &[
    "not-a-crypto-asset",
    "not-a-quantity",
    "quantity-is-too-fine",
    "amount-is-not-positive",
    "wallet-name-length",
    "no-such-wallet",
    "same-wallet",
    "same-asset",
    "day-is-to-come",
    "held-since-a-later-day",
    "price-is-missing",
    "not-a-price",
    "no-such-price",
    "not-a-money-account",
    "not-an-income",
    "not-a-cost",
    "no-such-tax-code",
    "tax-is-undecided",
    "text-is-too-long",
    "more-than-is-held",
    "no-such-event",
    "event-was-taken-back",
    "event-stands",
    "nothing-changes",
    "not-base64",
    "not-a-file-of-events",
    "unreadable-line",
    "no-events",
    "no-such-import",
    "amount-is-too-large",
    "rate-is-missing",
    "worth-differs",
    "account-is-closed",
    "month-is-locked",
    "day-is-outside-the-books",
];

impl Refusal for CryptoRefusal {
    fn code(&self) -> &'static str {
        use CryptoRefusal as R;
        match self {
            R::BadAsset(_) => "not-a-crypto-asset",
            R::BadQuantity(_) => "not-a-quantity",
            R::TooFine { .. } => "quantity-is-too-fine",
            R::NotPositive(_) => "amount-is-not-positive",
            R::WalletName(_) => "wallet-name-length",
            R::NoSuchWallet { .. } => "no-such-wallet",
            R::SameWallet => "same-wallet",
            R::SameAsset => "same-asset",
            R::Later => "day-is-to-come",
            R::SinceLater => "held-since-a-later-day",
            R::NoPrice { .. } => "price-is-missing",
            R::BadPrice => "not-a-price",
            R::NoSuchPrice { .. } => "no-such-price",
            R::NotMoney { .. } => "not-a-money-account",
            R::NotEarned { .. } => "not-an-income",
            R::NotSpent { .. } => "not-a-cost",
            R::NoSuchTaxCode { .. } => "no-such-tax-code",
            R::TaxUndecided => "tax-is-undecided",
            R::TextTooLong => "text-is-too-long",
            R::BelowZero { .. } => "more-than-is-held",
            R::NoSuchEvent(_) => "no-such-event",
            R::TakenBackAlready(_) => "event-was-taken-back",
            R::StandsAlready(_) => "event-stands",
            R::NothingChanges => "nothing-changes",
            R::NotBase64 => "not-base64",
            R::File(FileProblem::Unknown) => "not-a-file-of-events",
            R::File(FileProblem::Line { .. }) => "unreadable-line",
            R::File(FileProblem::Empty) => "no-events",
            R::NoSuchImport(_) => "no-such-import",
            R::TooLarge => "amount-is-too-large",
        }
    }

    fn sentence(&self) -> String {
        use CryptoRefusal as R;
        match self {
            R::BadAsset(_) => {
                t!("A crypto-asset is named by 2 to 12 letters and digits, such as BTC, that are no currency’s code.")
            }
            R::BadQuantity(_) => t!("A quantity is a number with at most 18 decimals, such as 0.05."),
            R::TooFine { asset, .. } => t!(
                "{asset} has {decimals} decimals, and this quantity has more.",
                asset = asset,
                decimals = asset.decimals()
            ),
            R::NotPositive(_) => t!("It has to be more than nothing."),
            R::WalletName(_) => t!("A wallet’s name needs 1 to 60 characters."),
            R::NoSuchWallet { name, .. } => t!("There is no wallet {name} here.", name = name),
            R::SameWallet => t!("It is in that wallet already."),
            R::SameAsset => t!("It is given for another asset, and this is the same."),
            R::Later => t!("That day is still to come."),
            R::SinceLater => t!("It cannot be held since a day after it was there."),
            R::NoPrice { asset, on } => {
                t!("No price of {asset} is known for {day}.", asset = asset, day = fmt::date(*on))
            }
            R::BadPrice => t!("A price is a number above zero with at most ten decimals, such as 60000.50."),
            R::NoSuchPrice { asset, on } => {
                t!("No price of {asset} was set for {day}.", asset = asset, day = fmt::date(*on))
            }
            R::NotMoney { name, .. } => t!("{name} is not an account that money is on.", name = name),
            R::NotEarned { name } => t!("{name} is neither an income nor what you put in yourself.", name = name),
            R::NotSpent { name } => t!("{name} is neither a cost nor what you take out yourself.", name = name),
            R::NoSuchTaxCode { code } => t!("There is no tax code {code} here.", code = code),
            R::TaxUndecided => t!("Which tax is in it cannot be known from the category alone."),
            R::TextTooLong => t!("The text is longer than 200 characters."),
            R::BelowZero { own: true, on, wallet, asset, had } => t!(
                "{wallet} held {quantity} {asset} on {day}, which is less.",
                wallet = wallet,
                quantity = fmt::decimal(&had.to_string()),
                asset = asset,
                day = fmt::date(*on)
            ),
            R::BelowZero { own: false, on, wallet, asset, .. } => t!(
                "Then {wallet} would not have held the {asset} that left it on {day}.",
                wallet = wallet,
                asset = asset,
                day = fmt::date(*on)
            ),
            R::NoSuchEvent(event) => t!("There is no crypto event {event} here.", event = event),
            R::TakenBackAlready(event) => t!("Event {event} was taken back already.", event = event),
            R::StandsAlready(event) => t!("Event {event} stands already.", event = event),
            R::NothingChanges => t!("That is how it is already."),
            R::NotBase64 => t!("The content is not base64."),
            R::File(FileProblem::Unknown) => t!(
                "This is no list of crypto events: its first line has to name at least the columns date, type, asset and quantity."
            ),
            R::File(FileProblem::Line { line, column }) => t!(
                "Line {line} of the file cannot be read: its {column} is missing or makes no sense.",
                line = line,
                column = column
            ),
            R::File(FileProblem::Empty) => t!("The file holds no event."),
            R::NoSuchImport(import) => t!("No events are here of import {number}.", number = import),
            R::TooLarge => t!("An amount is too large for the books."),
        }
    }

    fn way_out(&self) -> Option<String> {
        use CryptoRefusal as R;
        match self {
            R::NoPrice { .. } => Some(t!("Say what it was worth, or set the price of that day first.")),
            R::TaxUndecided => Some(t!("Choose the tax that the invoice or receipt shows.")),
            R::BelowZero { .. } => Some(t!("Tell first how it came into the wallet, or correct the day.")),
            R::NoSuchWallet { .. } => Some(t!("A wallet is opened with the first that comes into it.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        use CryptoRefusal as R;
        let field = match self {
            R::BadAsset(field)
            | R::BadQuantity(field)
            | R::NotPositive(field)
            | R::WalletName(field)
            | R::TooFine { field, .. }
            | R::NoSuchWallet { field, .. }
            | R::NotMoney { field, .. } => field,
            R::SameWallet => "into",
            R::SameAsset => "into_asset",
            R::Later | R::NoSuchPrice { .. } => "on",
            R::SinceLater => "since",
            R::NoPrice { .. } => "worth_minor",
            R::BadPrice => "price",
            R::NotEarned { .. } | R::NotSpent { .. } => "category",
            R::NoSuchTaxCode { .. } | R::TaxUndecided => "tax_code",
            R::TextTooLong => "text",
            R::BelowZero { own: true, .. } => "quantity",
            R::NoSuchEvent(_) | R::TakenBackAlready(_) | R::StandsAlready(_) => "event",
            R::NothingChanges => "method",
            R::NotBase64 | R::File(_) => "content",
            R::NoSuchImport(_) => "import",
            R::BelowZero { own: false, .. } | R::TooLarge => return None,
        };
        Some(field.into())
    }

    fn kind(&self) -> RefusalKind {
        use CryptoRefusal as R;
        match self {
            R::NoSuchEvent(_) | R::NoSuchImport(_) | R::NoSuchPrice { .. } => RefusalKind::NotFound,
            R::BelowZero { own: false, .. } | R::TakenBackAlready(_) | R::StandsAlready(_) | R::NothingChanges => {
                RefusalKind::Conflict
            }
            _ => RefusalKind::Invalid,
        }
    }
}
