//! What a person typed, as a value: amounts with a little arithmetic, and dates in the country's order.

mod date;
mod money;
mod ratio;

pub use date::{ParseDateError, date};
pub use money::{ParseMoneyError, money};
