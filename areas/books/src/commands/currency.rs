//! Other currencies: what they are worth, and what balances in them are worth at the end of a day.

mod rates;
mod refusal;
mod revalue;

pub use rates::{ForgetRates, ImportRates, ImportedRates, RateBefore, SetRate};
pub use revalue::{Revalue, Revalued, RevaluedAccount};
