//! The writes of this area. What happened to crypto-assets is told by a command each; what that does to the books follows.

mod coming;
mod going;
mod import;
mod method;
mod moving;
mod price;
mod take_back;
mod telling;
mod trading;

pub use coming::{OpenCrypto, ReceiveCrypto};
pub use going::SpendCrypto;
pub use import::{ForgetCryptoImport, ImportCrypto, ImportedCrypto};
pub use method::{MethodBefore, SetCostMethod};
pub use moving::{MoveCrypto, PayCryptoFee};
pub use price::{CryptoPriceBefore, SetCryptoPrice};
pub use take_back::TakeBackCrypto;
pub use telling::ToldEvent;
pub use trading::{BuyCrypto, SellCrypto, SwapCrypto};
