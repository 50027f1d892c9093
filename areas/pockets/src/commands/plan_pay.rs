//! How the owner is to be paid: day, accounts, minimum.

use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::order::{paying_account, receiver};
use crate::records::{self, PlanRow};

/// Plans the owner’s pay: on which day of the month, from which bank account, to which private one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPay {
    /// The day of the month, 1 to 31; in shorter months the last.
    pub day: i64,
    /// The bank account that pays.
    #[schemars(extend("x-picker" = "account"))]
    pub from_account: i64,
    /// Your name as your private bank writes it; the business’s name when empty.
    #[serde(default)]
    pub holder: String,
    /// The IBAN of your private account; empty when it has none.
    #[serde(default)]
    pub iban: String,
    /// The least you want to be paid, as long as the pocket holds it.
    #[serde(default)]
    #[schemars(extend("x-picker" = "money"))]
    pub minimum_minor: i64,
    /// Pay is rounded down to a multiple of this; ten units of the currency when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub rounding_minor: Option<i64>,
}

/// Pay that was planned.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlannedPay {
    /// The day of the month.
    pub day: i64,
    /// The account's name.
    pub from_name: String,
    /// The input that restores the plan before; absent when there was none.
    pub before: Option<serde_json::Value>,
}

#[derive(Debug)]
pub(super) enum PlanRefusal {
    Day,
    NotABank { name: String },
    Closed { name: String },
    OtherCurrency { name: String, currency: String },
    NotAnIban,
    OwnAccount { name: String },
    HolderLength,
    Negative { field: &'static str },
    NoPlan,
}

pub(super) const PLAN_REFUSALS: &[&str] = &[
    "no-such-day",
    "not-a-bank-account",
    "account-is-closed",
    "account-has-another-currency",
    "not-an-iban",
    "account-of-the-business",
    "holder-length",
    "below-nothing",
];

impl Refusal for PlanRefusal {
    fn code(&self) -> &'static str {
        match self {
            PlanRefusal::Day => "no-such-day",
            PlanRefusal::NotABank { .. } => "not-a-bank-account",
            PlanRefusal::Closed { .. } => "account-is-closed",
            PlanRefusal::OtherCurrency { .. } => "account-has-another-currency",
            PlanRefusal::NotAnIban => "not-an-iban",
            PlanRefusal::OwnAccount { .. } => "account-of-the-business",
            PlanRefusal::HolderLength => "holder-length",
            PlanRefusal::Negative { .. } => "below-nothing",
            PlanRefusal::NoPlan => "no-pay-plan",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PlanRefusal::Day => t!("A day of the month is from 1 to 31."),
            PlanRefusal::NotABank { name } => t!("{name} is not a bank account; payments leave from one.", name = name),
            PlanRefusal::Closed { name } => t!("The account {name} is closed and takes no entries.", name = name),
            PlanRefusal::OtherCurrency { name, currency } => t!(
                "{name} is kept in {currency}; choose an account of the same currency.",
                name = name,
                currency = currency
            ),
            PlanRefusal::NotAnIban => {
                t!("This is not an IBAN: its country, its length or its check digits do not fit.")
            }
            PlanRefusal::OwnAccount { name } => {
                t!("That is the IBAN of {name}, an account of the business itself.", name = name)
            }
            PlanRefusal::HolderLength => t!("A holder’s name has at most 70 characters."),
            PlanRefusal::Negative { .. } => t!("The amount cannot be less than nothing."),
            PlanRefusal::NoPlan => t!("Your pay is not planned yet."),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            PlanRefusal::Day => "day",
            PlanRefusal::NotABank { .. } | PlanRefusal::Closed { .. } | PlanRefusal::OtherCurrency { .. } => {
                "from_account"
            }
            PlanRefusal::NotAnIban | PlanRefusal::OwnAccount { .. } => "iban",
            PlanRefusal::HolderLength => "holder",
            PlanRefusal::Negative { field } => field,
            PlanRefusal::NoPlan => return None,
        };
        Some(field.into())
    }
}

impl Command for PlanPay {
    const NAME: &'static str = "plan-pay";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = PLAN_REFUSALS;
    type Outcome = PlannedPay;

    fn about() -> String {
        t!("Plan your pay: the day, the accounts, and the least it is to be.")
    }

    fn perform(&self, context: &mut Context) -> Result<PlannedPay, Failure> {
        if !(1..=31).contains(&self.day) {
            return Err(PlanRefusal::Day.into());
        }
        let name = paying_account(context, self.from_account)?;
        let (iban, holder) = receiver(context, &self.iban, &self.holder)?;
        let rounding = self.rounding_minor.unwrap_or(10_i64.saturating_pow(context.settings.currency.decimals() + 1));
        for (field, amount) in [("minimum_minor", self.minimum_minor), ("rounding_minor", rounding)] {
            if amount < 0 {
                return Err(PlanRefusal::Negative { field }.into());
            }
        }
        let before = records::pay_plan(&mut context.tx)?.map(|plan| input_of(&plan));
        let row = PlanRow {
            day: self.day,
            from_account: self.from_account,
            holder,
            iban,
            minimum: self.minimum_minor,
            rounding: rounding.max(1),
        };
        records::write_pay_plan(&mut context.tx, &row)?;
        Ok(PlannedPay { day: self.day, from_name: name, before })
    }

    fn sentence(&self, outcome: &PlannedPay) -> String {
        let day = fmt::number(outcome.day);
        t!("Planned your pay for day {day} of each month from {account}.", day = day, account = outcome.from_name)
    }

    fn undo(&self, outcome: &PlannedPay) -> Undo {
        match &outcome.before {
            Some(input) => Undo::Exact { command: PlanPay::NAME, input: input.clone() },
            None => Undo::Exact { command: EndPayPlan::NAME, input: json!({}) },
        }
    }
}

fn input_of(plan: &PlanRow) -> serde_json::Value {
    json!({
        "day": plan.day, "from_account": plan.from_account, "holder": plan.holder, "iban": plan.iban,
        "minimum_minor": plan.minimum, "rounding_minor": plan.rounding,
    })
}

/// Ends the plan of the owner’s pay; what was run stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPayPlan {}

/// A plan that was ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EndedPayPlan {
    /// The input that restores it.
    pub before: serde_json::Value,
}

impl Command for EndPayPlan {
    const NAME: &'static str = "end-pay-plan";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["no-pay-plan"];
    type Outcome = EndedPayPlan;

    fn about() -> String {
        t!("End the plan of your pay; what was run stays.")
    }

    fn perform(&self, context: &mut Context) -> Result<EndedPayPlan, Failure> {
        let plan = records::pay_plan(&mut context.tx)?.ok_or(PlanRefusal::NoPlan)?;
        records::delete_pay_plan(&mut context.tx)?;
        Ok(EndedPayPlan { before: input_of(&plan) })
    }

    fn sentence(&self, _: &EndedPayPlan) -> String {
        t!("Ended the plan of your pay.")
    }

    fn undo(&self, outcome: &EndedPayPlan) -> Undo {
        Undo::Exact { command: PlanPay::NAME, input: outcome.before.clone() }
    }
}
