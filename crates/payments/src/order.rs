use jiff::civil::{Date, DateTime};
use ledger::Currency;

use crate::{Bic, Iban, sepa_id, sepa_text};

/// The longest name of a payer or payee (EPC implementation guidelines: 70 of the 140 characters of ISO 20022).
pub const NAME_LONGEST: usize = 70;
/// The longest text to the payee.
pub const REMITTANCE_LONGEST: usize = 140;
/// The longest reference that goes with the payment from end to end.
pub const END_TO_END_LONGEST: usize = 35;
/// The largest amount of a SEPA credit transfer: 999,999,999.99.
pub(crate) const LARGEST_MINOR: i64 = 99_999_999_999;

/// An account at either end of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAccount {
    /// Whose it is.
    pub holder: String,
    /// What the owner calls it; only a table shows it.
    pub name: String,
    /// Its number, where it has one of ISO 13616.
    pub iban: Option<Iban>,
    /// Its bank, where known.
    pub bic: Option<Bic>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Who pays.
    pub debtor: PaymentAccount,
    /// Who is paid.
    pub creditor: PaymentAccount,
    /// Minor units; more than nothing.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// The reference that comes back on statements.
    pub end_to_end_id: String,
    /// What it says to the payee.
    pub remittance: String,
    /// The day on which it is to be made.
    pub requested_on: Date,
}

/// Orders that are handed in together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFile {
    /// The message's name; a bank takes each only once.
    pub message_id: String,
    /// When it was made.
    pub created_at: DateTime,
    /// Who hands it in.
    pub initiator: String,
    /// The payments.
    pub orders: Vec<PaymentOrder>,
}

/// What a bank would not take, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("payment {}: {what}", position + 1)]
pub struct PaymentProblem {
    /// Which order, from 0.
    pub position: usize,
    /// What is wrong with it.
    pub what: Problem,
}

/// What a bank would not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No order at all.
    #[error("there is nothing to pay")]
    Nothing,
    /// Not euro.
    #[error("a SEPA credit transfer is in euro")]
    NotEuro,
    /// Not from a cent to 999,999,999.99.
    #[error("the amount is not between 0.01 and 999,999,999.99")]
    Amount,
    /// The payer's account has no IBAN.
    #[error("the paying account has no IBAN")]
    DebtorWithoutIban,
    /// The payee's account has no IBAN.
    #[error("the account that is paid has no IBAN")]
    CreditorWithoutIban,
    /// An account outside the countries of SEPA.
    #[error("an account is outside SEPA")]
    OutsideSepa,
    /// A holder whose name has no letter that banks take.
    #[error("the holder of an account has no name")]
    NoName,
    /// From an account to itself.
    #[error("both accounts are the same")]
    SameAccount,
    /// No reference, or one with no letter that banks take.
    #[error("the payment has no reference")]
    NoReference,
}

impl PaymentFile {
    /// Whether a bank would take the orders as SEPA credit transfers; the first thing it would not.
    pub fn check_sepa(&self) -> Result<(), PaymentProblem> {
        if self.orders.is_empty() || sepa_id(&self.message_id).is_empty() {
            return Err(PaymentProblem { position: 0, what: Problem::Nothing });
        }
        for (position, order) in self.orders.iter().enumerate() {
            order.check_sepa().map_err(|what| PaymentProblem { position, what })?;
        }
        Ok(())
    }
}

impl PaymentOrder {
    fn check_sepa(&self) -> Result<(), Problem> {
        if self.currency.code() != "EUR" {
            return Err(Problem::NotEuro);
        }
        if !(1..=LARGEST_MINOR).contains(&self.amount_minor) {
            return Err(Problem::Amount);
        }
        let debtor = self.debtor.iban.as_ref().ok_or(Problem::DebtorWithoutIban)?;
        let creditor = self.creditor.iban.as_ref().ok_or(Problem::CreditorWithoutIban)?;
        if debtor == creditor {
            return Err(Problem::SameAccount);
        }
        if !debtor.is_sepa() || !creditor.is_sepa() {
            return Err(Problem::OutsideSepa);
        }
        if [&self.debtor, &self.creditor].iter().any(|account| sepa_text(&account.holder, NAME_LONGEST).is_empty()) {
            return Err(Problem::NoName);
        }
        if sepa_id(&self.end_to_end_id).is_empty() {
            return Err(Problem::NoReference);
        }
        Ok(())
    }
}
