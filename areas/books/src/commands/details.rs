//! Saying what a bank account is called outside: number, bank, holder.

use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use ledger::AccountKind;
use locale::t;
use payments::{BadIban, Bic, Iban};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    AccountDetails,
    accounts::{account, accounts},
    details::account_details,
    records,
};

/// Says the number, bank and holder of a bank account, so that payments can be made from and to it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAccountDetails {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// Its IBAN; spaces do not matter. Empty when it has none.
    #[serde(default)]
    pub iban: String,
    /// Its bank’s BIC; most banks find it by the IBAN.
    #[serde(default)]
    pub bic: String,
    /// Whose account it is, as the bank writes it; the business’s name when empty.
    #[serde(default)]
    pub holder: String,
}

/// Details that were set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SetAccountDetailsOutcome {
    /// The account's name.
    pub name: String,
    /// The details now.
    pub details: AccountDetails,
    /// The details before.
    pub before: AccountDetails,
}

#[derive(Debug)]
enum DetailsRefusal {
    NotABank(String),
    BadIban(BadIban),
    IbanTaken { name: String },
    BadBic,
    HolderLength,
}

impl Refusal for DetailsRefusal {
    fn code(&self) -> &'static str {
        match self {
            DetailsRefusal::NotABank(_) => "not-a-bank-account",
            DetailsRefusal::BadIban(_) => "not-an-iban",
            DetailsRefusal::IbanTaken { .. } => "iban-is-taken",
            DetailsRefusal::BadBic => "not-a-bic",
            DetailsRefusal::HolderLength => "holder-length",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DetailsRefusal::NotABank(name) => t!("{name} is not a bank account, so it has no IBAN.", name = name),
            DetailsRefusal::BadIban(BadIban::Shape) => {
                t!("An IBAN begins with two letters and two digits, like DE89 3704 0044 0532 0130 00.")
            }
            DetailsRefusal::BadIban(BadIban::Country(country)) => {
                t!("No country with the letters {country} has IBANs.", country = country)
            }
            DetailsRefusal::BadIban(BadIban::Length { country, expected, found }) => t!(
                "An IBAN of {country} has {expected} characters; this one has {found}.",
                country = country,
                expected = expected,
                found = found
            ),
            DetailsRefusal::BadIban(BadIban::Check) => {
                t!("A character of this IBAN is wrong or two are swapped: its check digits do not fit.")
            }
            DetailsRefusal::IbanTaken { name } => t!("{name} has that IBAN already.", name = name),
            DetailsRefusal::BadBic => t!("A BIC has 8 or 11 letters and digits, like COBADEFFXXX."),
            DetailsRefusal::HolderLength => t!("A holder’s name has at most 70 characters."),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                DetailsRefusal::NotABank(_) => "account",
                DetailsRefusal::BadIban(_) | DetailsRefusal::IbanTaken { .. } => "iban",
                DetailsRefusal::BadBic => "bic",
                DetailsRefusal::HolderLength => "holder",
            }
            .into(),
        )
    }
}

impl Command for SetAccountDetails {
    const NAME: &'static str = "set-account-details";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] =
        &["not-a-bank-account", "not-an-iban", "iban-is-taken", "not-a-bic", "holder-length"];
    type Outcome = SetAccountDetailsOutcome;

    fn about() -> String {
        t!("Say the IBAN, BIC and holder of a bank account.")
    }

    fn perform(&self, context: &mut Context) -> Result<SetAccountDetailsOutcome, Failure> {
        let of = account(context, self.account)?;
        let name = of.name.clone();
        if of.kind != AccountKind::Bank {
            return Err(DetailsRefusal::NotABank(name).into());
        }
        let iban = match self.iban.trim() {
            "" => String::new(),
            written => written.parse::<Iban>().map_err(DetailsRefusal::BadIban)?.to_string(),
        };
        let bic = match self.bic.trim() {
            "" => String::new(),
            written => written.parse::<Bic>().map_err(|_| DetailsRefusal::BadBic)?.to_string(),
        };
        let holder = self.holder.trim().to_owned();
        if holder.chars().count() > payments::NAME_LONGEST {
            return Err(DetailsRefusal::HolderLength.into());
        }
        let known = account_details(context)?;
        if let Some(other) =
            known.iter().find(|other| !iban.is_empty() && other.iban == iban && other.account != self.account)
        {
            let name = accounts(context)?.iter().find(|account| account.id == other.account);
            return Err(DetailsRefusal::IbanTaken {
                name: name.map(|account| account.name.clone()).unwrap_or_default(),
            }
            .into());
        }
        let empty = AccountDetails { account: self.account, ..AccountDetails::default() };
        let before = known.into_iter().find(|known| known.account == self.account).unwrap_or(empty);
        let details = AccountDetails { account: self.account, iban, bic, holder };
        records::write_account_details(&mut context.tx, &details)?;
        Ok(SetAccountDetailsOutcome { name, details, before })
    }

    fn sentence(&self, outcome: &SetAccountDetailsOutcome) -> String {
        t!("Wrote down the bank details of {name}.", name = outcome.name)
    }

    fn undo(&self, outcome: &SetAccountDetailsOutcome) -> Undo {
        let AccountDetails { account, iban, bic, holder } = &outcome.before;
        Undo::Exact {
            command: SetAccountDetails::NAME,
            input: json!({ "account": account, "iban": iban, "bic": bic, "holder": holder }),
        }
    }
}
