//! How the cost of what leaves is found.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    booking::{cost_method, settle},
    records,
    refusal::{CryptoRefusal, REFUSALS},
    rules::lots::CostMethod,
};

/// Chooses how the cost of what leaves is found. What was booked by another method is booked anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCostMethod {
    /// The method.
    pub method: CostMethod,
}

/// The method before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MethodBefore {
    /// It.
    pub before: CostMethod,
}

impl Command for SetCostMethod {
    const NAME: &'static str = "set-cost-method";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = MethodBefore;

    fn about() -> String {
        t!("Choose how the cost of crypto-assets that leave is found.")
    }

    fn perform(&self, context: &mut Context) -> Result<MethodBefore, Failure> {
        let before = cost_method(context)?;
        if before == self.method {
            return Err(CryptoRefusal::NothingChanges.into());
        }
        records::set_cost_method(&mut context.tx, self.method.as_str())?;
        settle(context, None)?;
        Ok(MethodBefore { before })
    }

    fn sentence(&self, _: &MethodBefore) -> String {
        match self.method {
            CostMethod::FirstInFirstOut => t!("Of crypto-assets, the oldest of a wallet leave first."),
            CostMethod::Average => t!("Crypto-assets leave at the average cost of all there are."),
            CostMethod::Section104 => {
                t!("Crypto-assets leave by the rules of section 104: same day, thirty days, then the pool.")
            }
        }
    }

    fn undo(&self, outcome: &MethodBefore) -> Undo {
        Undo::Exact { command: SetCostMethod::NAME, input: json!({ "method": outcome.before }) }
    }
}
