//! Loans and equipment: what is owed, what is worth how much, and what comes next.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::Currency;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    accounts,
    commands::month_one::{loan_state, open_loans},
    journal, records,
    rules::loan::{Instalment, next_instalment},
};

/// The loans, what is left of each, and how the next instalment parts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Loans {}

/// Loans.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoansAnswer {
    /// The books' currency.
    pub currency: String,
    /// The loans that are open.
    pub loans: Vec<LoanLine>,
}

/// A loan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoanLine {
    /// Its account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// The currency that it is owed in.
    pub currency: Currency,
    /// What is owed, in minor units of that.
    pub owed_minor: i64,
    /// The yearly rate in thousandths of a percent.
    pub yearly_rate: i64,
    /// The usual instalment, in minor units.
    pub instalment_minor: i64,
    /// How the next instalment parts; absent where there is no usual one.
    pub next: Option<Instalment>,
}

impl Query for Loans {
    const NAME: &'static str = "loans";
    type Answer = LoansAnswer;

    fn about() -> String {
        t!("The loans, what is left of each, and the next instalment.")
    }

    fn answer(&self, context: &mut Context) -> Result<LoansAnswer, Failure> {
        let mut loans = Vec::new();
        for (account, name) in open_loans(context)? {
            let (owed_minor, yearly_rate, instalment_minor) = loan_state(context, account)?;
            let next = next_instalment(owed_minor, yearly_rate, instalment_minor);
            let currency = accounts::account(context, account)?.currency;
            loans.push(LoanLine { account, name, currency, owed_minor, yearly_rate, instalment_minor, next });
        }
        Ok(LoansAnswer { currency: context.settings.currency.code().to_string(), loans })
    }
}

/// The equipment that is kept: what it cost, what it has lost, what it is worth in the books.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EquipmentKept {
    /// Also what has left.
    pub left: bool,
}

/// Equipment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EquipmentAnswer {
    /// The books' currency.
    pub currency: String,
    /// The pieces, the oldest first.
    pub pieces: Vec<EquipmentLine>,
}

/// A piece of equipment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EquipmentLine {
    /// Its id.
    pub id: i64,
    /// What it is.
    pub name: String,
    /// The day it was bought.
    pub bought_on: Date,
    /// How many months it serves.
    pub life_months: i64,
    /// What it cost without the tax that came back, in minor units.
    pub cost_minor: i64,
    /// What it has lost, as booked so far.
    pub lost_minor: i64,
    /// What is left of its cost.
    pub value_minor: i64,
    /// Whether it was sold or scrapped.
    pub left: bool,
    /// The entry that brought it in.
    pub entry: i64,
}

impl Query for EquipmentKept {
    const NAME: &'static str = "equipment";
    type Answer = EquipmentAnswer;

    fn about() -> String {
        t!("The equipment: what it cost, what it has lost, what it is worth.")
    }

    fn answer(&self, context: &mut Context) -> Result<EquipmentAnswer, Failure> {
        journal::flush(context)?;
        let rows = records::equipment(&mut context.tx)?;
        let pieces = rows.into_iter().filter(|row| self.left || row.gone == 0).map(|row| EquipmentLine {
            id: row.id,
            name: row.name,
            bought_on: row.bought_on,
            life_months: row.life_months,
            cost_minor: row.cost,
            lost_minor: row.lost,
            value_minor: row.cost - row.lost,
            left: row.gone != 0,
            entry: row.entry,
        });
        Ok(EquipmentAnswer { currency: context.settings.currency.code().to_string(), pieces: pieces.collect() })
    }
}
