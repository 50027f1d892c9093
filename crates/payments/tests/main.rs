//! Account numbers, letters and files, against their standards as far as these can be had without a bank.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod files;
mod numbers;
mod texts;

use jiff::civil::date;
use payments::{PaymentAccount, PaymentFile, PaymentOrder};

/// A transfer between two own accounts.
fn order(amount_minor: i64) -> PaymentOrder {
    PaymentOrder {
        debtor: account("Checking", "DE89370400440532013000", Some("COBADEFFXXX")),
        creditor: account("Tax savings", "NL91ABNA0417164300", None),
        amount_minor,
        currency: "EUR".parse().unwrap(),
        end_to_end_id: "MS-20260512-7-1".into(),
        remittance: "Tax (Rücklage) & Buffer".into(),
        requested_on: date(2026, 5, 13),
    }
}

fn account(name: &str, iban: &str, bic: Option<&str>) -> PaymentAccount {
    PaymentAccount {
        holder: "Calloway Clay".into(),
        name: name.into(),
        iban: Some(iban.parse().unwrap()),
        bic: bic.map(|bic| bic.parse().unwrap()),
    }
}

fn file(orders: Vec<PaymentOrder>) -> PaymentFile {
    PaymentFile {
        message_id: "MS-20260512-7".into(),
        created_at: date(2026, 5, 12).at(14, 3, 0, 0),
        initiator: "Calloway Clay".into(),
        orders,
    }
}
