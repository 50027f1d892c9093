//! What of a deposit goes for the costs of its job: an agreed amount, and the usual share.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::AccountKind;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Deposit, DepositRefusal, REFUSALS, role_pocket, text_of, too_much};
use crate::{
    accounts::account,
    deposit::{self, parts_now},
    records::{self, JobCostShare},
    rules,
};

/// Agrees an amount of a deposit for the costs of its job: it goes to Job costs, and the other pockets give it in
/// proportion.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreeJobCosts {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it is for the job’s costs in all, in minor units of its currency; nothing takes it back.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
}

/// Job costs that were agreed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreedJobCosts {
    /// The entry that moved it; none where it stood there already.
    pub entry: Option<i64>,
    /// What was agreed before.
    pub before_minor: i64,
    /// The amount as written.
    pub amount: String,
}

impl Command for AgreeJobCosts {
    const NAME: &'static str = "agree-job-costs";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = AgreedJobCosts;

    fn about() -> String {
        t!("Set an amount of a deposit aside for the costs of its job.")
    }

    fn perform(&self, context: &mut Context) -> Result<AgreedJobCosts, Failure> {
        let deposit = Deposit::read(context, self.entry)?.with_income()?;
        if self.amount_minor < 0 {
            return Err(DepositRefusal::NotPositive.into());
        }
        let job_costs = role_pocket(context, "job-costs")?;
        let now = parts_now(context, self.entry)?;
        let before_minor = now.iter().find(|part| part.pocket == job_costs).map_or(0, |part| part.amount_minor);
        let total = ledger::sum(now.iter().map(|part| part.amount_minor)).unwrap_or(0);
        let Some(moves) = rules::agree_job_costs(&now, self.amount_minor, job_costs) else {
            return Err(too_much(total, deposit.currency));
        };
        let amount = fmt::money(self.amount_minor, deposit.currency.code());
        let entry = if moves.is_empty() {
            None
        } else {
            let text = t!("Job costs of {deposit}", deposit = text_of(context, self.entry)?);
            Some(deposit.step(context, None, text, Vec::new(), moves)?)
        };
        Ok(AgreedJobCosts { entry, before_minor, amount })
    }

    fn sentence(&self, outcome: &AgreedJobCosts) -> String {
        t!("Set {amount} of entry {entry} aside for the costs of its job.", amount = outcome.amount, entry = self.entry)
    }

    fn undo(&self, outcome: &AgreedJobCosts) -> Undo {
        Undo::Exact {
            command: AgreeJobCosts::NAME,
            input: json!({ "entry": self.entry, "amount_minor": outcome.before_minor }),
        }
    }
}

/// Sets what part of a sale usually goes for the job’s own costs, before the shares, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetJobCostShare {
    /// The income category; all that have no share of their own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
    /// Thousandths of the sale without the tax contained in it.
    #[schemars(extend("x-picker" = "percent"))]
    pub permille: i64,
    /// From this day on; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_on: Option<Date>,
}

/// A usual share that was set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SetJobCostShareOutcome {
    /// From this day on.
    pub from_on: Date,
    /// The share in force before.
    pub before_permille: i64,
}

impl Command for SetJobCostShare {
    const NAME: &'static str = "set-job-cost-share";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = SetJobCostShareOutcome;

    fn about() -> String {
        t!("Set what part of a sale usually goes for its job’s costs.")
    }

    fn perform(&self, context: &mut Context) -> Result<SetJobCostShareOutcome, Failure> {
        if !(0..=1000).contains(&self.permille) {
            return Err(DepositRefusal::Percent.into());
        }
        if let Some(category) = self.category {
            let of = account(context, category)?;
            if of.kind != AccountKind::Income || of.pocket.is_some() {
                return Err(DepositRefusal::NotIncome(of.name.clone()).into());
            }
        }
        let from_on = self.from_on.unwrap_or(context.today);
        let account = self.category.unwrap_or(0);
        let before_permille = deposit::job_cost_permille(context, account, from_on)?;
        records::write_job_cost_share(&mut context.tx, &JobCostShare { from_on, account, permille: self.permille })?;
        deposit::forget(context);
        Ok(SetJobCostShareOutcome { from_on, before_permille })
    }

    fn sentence(&self, outcome: &SetJobCostShareOutcome) -> String {
        let share = fmt::percent_permille(self.permille);
        t!(
            "{share} of each sale goes for its job’s costs first, from {day} on.",
            share = share,
            day = fmt::date(outcome.from_on)
        )
    }

    fn undo(&self, outcome: &SetJobCostShareOutcome) -> Undo {
        Undo::Exact {
            command: SetJobCostShare::NAME,
            input: json!({ "category": self.category, "permille": outcome.before_permille, "from_on": outcome.from_on }),
        }
    }
}
