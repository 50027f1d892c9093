//! Holdings: crypto-assets in wallets, and what was gained and lost on them and on other currencies.
//!
//! Answers: how much of what do I hold and where, what did it cost, what is it worth at its last known price, and which
//! gain or loss came of each lot that left?
//!
//! ```text
//! wallet     where crypto-assets are: a program, a device, an account at an exchange
//! event      what happened to them: received, bought, sold, spent, swapped, moved, a fee
//!   lot      what came by one event, and is left of it; what leaves takes lots and their cost with it
//! price      what one was worth on a day, and who said so
//! ```
//!
//! The books carry all crypto-assets on one account at what they cost; each event has an entry there that follows it. Left
//! to others: accounts in other currencies and their rates (`books`), and the lines of statements (`bank`).

pub mod asset;
mod booking;
mod checks;
mod commands;
mod event;
pub mod pages;
pub mod quantity;
mod queries;
mod records;
mod refusal;
pub mod rules;

use kernel::{Area, CommandEntry, QueryEntry};

pub use commands::{
    BuyCrypto, CryptoPriceBefore, ForgetCryptoImport, ImportCrypto, ImportedCrypto, MethodBefore, MoveCrypto,
    OpenCrypto, PayCryptoFee, ReceiveCrypto, SellCrypto, SetCostMethod, SetCryptoPrice, SpendCrypto, SwapCrypto,
    TakeBackCrypto, ToldEvent,
};
pub use event::EventKind;
pub use queries::{
    CryptoEvent, CryptoEvents, CryptoEventsAnswer, CryptoHolding, CryptoHoldings, CryptoHoldingsAnswer, LotLeft,
    RealisedGain, RealisedGains, RealisedGainsAnswer,
};

/// The kind of record that the entries of this area come from.
pub(crate) const CRYPTO: &str = "crypto";

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "holdings",
        commands: vec![
            CommandEntry::of::<OpenCrypto>(),
            CommandEntry::of::<ReceiveCrypto>(),
            CommandEntry::of::<BuyCrypto>(),
            CommandEntry::of::<SellCrypto>(),
            CommandEntry::of::<SpendCrypto>(),
            CommandEntry::of::<SwapCrypto>(),
            CommandEntry::of::<MoveCrypto>(),
            CommandEntry::of::<PayCryptoFee>(),
            CommandEntry::of::<TakeBackCrypto>(),
            CommandEntry::of::<ImportCrypto>(),
            CommandEntry::of::<ForgetCryptoImport>(),
            CommandEntry::of::<SetCryptoPrice>(),
            CommandEntry::of::<SetCostMethod>(),
        ],
        queries: vec![
            QueryEntry::of::<CryptoHoldings>(),
            QueryEntry::of::<CryptoEvents>(),
            QueryEntry::of::<RealisedGains>(),
        ],
        checks: checks::checks(),
        ..Area::default()
    }
}
