//! The reads of this area.

mod events;
mod gains;
mod holdings;

pub use events::{CryptoEvent, CryptoEvents, CryptoEventsAnswer};
pub use gains::{LotLeft, RealisedGain, RealisedGains, RealisedGainsAnswer};
pub use holdings::{CryptoHolding, CryptoHoldings, CryptoHoldingsAnswer};

use kernel::{Context, Failure};

use crate::records;

/// The names of wallets by their ids.
fn wallet_names(context: &mut Context) -> Result<impl Fn(i64) -> String + use<>, Failure> {
    let wallets = records::wallets(&mut context.tx)?;
    Ok(move |id: i64| wallets.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default())
}
