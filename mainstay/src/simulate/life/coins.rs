//! Crypto-assets: they come, go, move and are swapped, told in any order, and now and then taken back.

use jiff::ToSpan;
use kernel::Done;
use rand::RngExt;
use serde_json::{Value, json};

use super::{
    super::{Lived, Stop},
    Life,
};

/// One month in so many, the owner changes how the cost of what leaves is found.
const METHOD_EVERY: u32 = 15;

impl Life {
    /// A few events of the last two months; what cannot have happened is refused, and nothing of it stays.
    pub(super) fn coins(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let money = self.accounts[0].account;
        for _ in 0..self.chance.random_range(0..5) {
            let on = self.day.saturating_sub(self.chance.random_range(0..60).days());
            let amount = self.chance.random_range(500..200_000);
            let quantity = format!("0.{:05}", self.chance.random_range(1..50_000));
            let (asset, other) = [("BTC", "ETH"), ("ETH", "BTC")][self.chance.random_range(0..2)];
            let wallet = ["Ledger", "Exchange"][self.chance.random_range(0..2)];
            let told = |more: Value| {
                let mut input = json!({ "wallet": wallet, "asset": asset, "quantity": quantity, "on": on });
                if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
                    input.extend(more.clone());
                }
                input
            };
            let (command, input) = match self.chance.random_range(0..8) {
                0..=2 => ("buy-crypto", told(json!({ "amount_minor": amount, "paid_from": money }))),
                3 => ("sell-crypto", told(json!({ "amount_minor": amount, "into": money }))),
                4 => ("move-crypto", told(json!({ "into": "Ledger", "fee": "0.0001" }))),
                5 => {
                    let came = json!({ "into_asset": other, "into_quantity": "0.5", "worth_minor": amount });
                    ("swap-crypto", told(came))
                }
                6 => ("pay-crypto-fee", told(json!({}))),
                _ => {
                    let category = self.one_of(|known| &known.categories);
                    ("receive-crypto", told(json!({ "worth_minor": amount, "category": category, "tax_code": "none" })))
                }
            };
            if let Some(Done { activity, can_undo: true, .. }) = self.call(command, &input, lived)?
                && self.chance.random_range(0..6) == 0
            {
                self.undo(activity, lived)?;
            }
        }
        if self.chance.random_range(0..METHOD_EVERY) == 0 {
            let method = ["first-in-first-out", "average", "section104"][self.chance.random_range(0..3)];
            self.call("set-cost-method", &json!({ "method": method }), lived)?;
        }
        Ok(())
    }
}
