//! Payments that are to be made: who pays whom how much, and the file in which a bank takes the order.
//!
//! Answers: is this an account number a bank would take, and what does the file say that I hand in at the bank?
//!
//! ```text
//! Iban, Bic         account and bank, checked by their own rules (ISO 13616, ISO 9362)
//! PaymentOrder      one payment: debtor, creditor, amount, day, reference
//! PaymentFile       orders handed in together, under a message's name
//!   pain_xml        the file as ISO 20022 pain.001, inside the limits of the SEPA credit transfer
//!   csv             the same as a table, for banks and currencies without such files
//! sepa_text         any text in the letters that every SEPA bank takes
//! ```
//!
//! Pure: no I/O, no clock, no randomness. It knows no area; what is paid and why is theirs to say.

mod bic;
mod csv;
mod iban;
mod order;
mod pain;
mod text;

pub use bic::{BadBic, Bic};
pub use csv::csv;
pub use iban::{BadIban, Iban};
pub use order::{
    END_TO_END_LONGEST, NAME_LONGEST, PaymentAccount, PaymentFile, PaymentOrder, PaymentProblem, Problem,
    REMITTANCE_LONGEST,
};
pub use pain::{PainVersion, pain_xml};
pub use text::{sepa_id, sepa_text};
