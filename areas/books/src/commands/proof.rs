//! Which costs need proof, and which do not.

use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{accounts::account, journal, proof, records};

/// Why a rule or a word about proof is not kept.
#[derive(Debug)]
enum ProofRefusal {
    Negative,
    ReasonLength,
}

const REFUSALS: &[&str] = &["amount-is-negative", "reason-length", "not-found"];

impl Refusal for ProofRefusal {
    fn code(&self) -> &'static str {
        match self {
            ProofRefusal::Negative => "amount-is-negative",
            ProofRefusal::ReasonLength => "reason-length",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ProofRefusal::Negative => t!("The amount from which a cost needs proof cannot be negative."),
            ProofRefusal::ReasonLength => t!("A reason has 500 characters at most."),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ProofRefusal::Negative => "from_minor",
                ProofRefusal::ReasonLength => "reason",
            }
            .into(),
        )
    }
}

/// Says that an entry needs no proof, and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiveProof {
    /// The entry.
    pub entry: i64,
    /// Why it needs none; empty to ask for it again.
    #[serde(default)]
    pub reason: String,
}

/// What was said before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WaiverBefore {
    /// The reason before; empty when proof was asked for.
    pub before: String,
}

impl Command for WaiveProof {
    const NAME: &'static str = "waive-proof";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = WaiverBefore;

    fn about() -> String {
        t!("Say that an entry needs no proof, and why.")
    }

    fn perform(&self, context: &mut Context) -> Result<WaiverBefore, Failure> {
        journal::flush(context)?;
        let reason = self.reason.trim();
        if reason.chars().count() > 500 {
            return Err(ProofRefusal::ReasonLength.into());
        }
        if records::entry(&mut context.tx, self.entry)?.is_none() {
            return Err(Failure::not_found(&t!("entry"), self.entry));
        }
        let before = records::proof_waiver(&mut context.tx, self.entry)?.unwrap_or_default();
        records::set_proof_waiver(&mut context.tx, self.entry, reason)?;
        Ok(WaiverBefore { before })
    }

    fn sentence(&self, _: &WaiverBefore) -> String {
        if self.reason.trim().is_empty() {
            t!("Entry {entry} needs proof again.", entry = self.entry)
        } else {
            t!("Entry {entry} needs no proof: {reason}", entry = self.entry, reason = self.reason.trim())
        }
    }

    fn undo(&self, outcome: &WaiverBefore) -> Undo {
        Undo::Exact { command: WaiveProof::NAME, input: json!({ "entry": self.entry, "reason": outcome.before }) }
    }
}

/// Sets from which amount on a cost needs proof, and which categories never do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetProofRules {
    /// The amount from which on a cost needs proof, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub from_minor: i64,
    /// The categories that never do.
    #[serde(default)]
    #[schemars(extend("x-picker" = "category"))]
    pub exempt: Vec<i64>,
}

/// The rules before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProofRulesBefore {
    /// The amount before.
    pub from_minor: i64,
    /// The categories before.
    pub exempt: Vec<i64>,
}

impl Command for SetProofRules {
    const NAME: &'static str = "set-proof-rules";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ProofRulesBefore;

    fn about() -> String {
        t!("Set from which amount on a cost needs proof, and which categories never do.")
    }

    fn perform(&self, context: &mut Context) -> Result<ProofRulesBefore, Failure> {
        if self.from_minor < 0 {
            return Err(ProofRefusal::Negative.into());
        }
        let mut exempt = self.exempt.clone();
        exempt.sort_unstable();
        exempt.dedup();
        for id in &exempt {
            account(context, *id)?;
        }
        let before = proof::rules(context)?;
        records::set_proof_threshold(&mut context.tx, self.from_minor)?;
        records::set_proof_exempt(&mut context.tx, &exempt)?;
        Ok(ProofRulesBefore { from_minor: before.from_minor, exempt: before.exempt })
    }

    fn sentence(&self, _: &ProofRulesBefore) -> String {
        t!("Set which costs need proof.")
    }

    fn undo(&self, outcome: &ProofRulesBefore) -> Undo {
        Undo::Exact {
            command: SetProofRules::NAME,
            input: json!({ "from_minor": outcome.from_minor, "exempt": outcome.exempt }),
        }
    }
}
