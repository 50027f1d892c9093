//! The writes of this area, one file each.

mod map_pocket;
mod payment_file;

pub use map_pocket::MapPocket;
pub use payment_file::{MadePaymentFile, MakePaymentFile, PaymentFormat, WithdrawPaymentFile};
