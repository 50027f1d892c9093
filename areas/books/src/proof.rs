//! Which costs need proof: those from an amount on, of categories that are not excused.

use jiff::civil::Date;
use kernel::{Context, Failure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{accounts::accounts, chart::chart, records};

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProofRules {
    /// The amount from which on a cost needs proof, in minor units of the books' currency.
    pub from_minor: i64,
    /// The categories that never do.
    pub exempt: Vec<i64>,
    /// Where the country's amount comes from; empty where the owner set it.
    pub source: String,
}

/// Categories whose proof is the statement itself: the bank or the payment service took the money.
const PROVEN_BY_STATEMENT: [&str; 4] = ["bank-fees", "payment-fees", "interest-paid", "exchange-difference"];

/// A cost that nothing proves.
pub(crate) type Unproven = records::UnprovenRow;

/// How many costs are looked at: a business of one has fewer in a year.
const MOST: i64 = 20_000;

/// The costs of some days that the rules want proof for and that have none, newest first.
pub(crate) fn unproven(
    context: &mut Context,
    rules: &ProofRules,
    from: Date,
    through: Date,
) -> Result<Vec<Unproven>, Failure> {
    let parts = records::unproven(&mut context.tx, from, through, MOST)?;
    Ok(wanted(rules, parts))
}

/// The same among the entries of an account between two places in it: day and number.
pub(crate) fn unproven_of_account(
    context: &mut Context,
    rules: &ProofRules,
    account: i64,
    from: (Date, i64),
    through: (Date, i64),
) -> Result<Vec<Unproven>, Failure> {
    let parts = records::unproven_of_account(&mut context.tx, account, from, through, MOST)?;
    Ok(wanted(rules, parts))
}

/// What of these costs the rules want proof for, each entry's together.
fn wanted(rules: &ProofRules, parts: Vec<Unproven>) -> Vec<Unproven> {
    let mut costs: Vec<Unproven> = Vec::new();
    for part in parts.into_iter().filter(|part| !rules.exempt.contains(&part.account)) {
        match costs.last_mut() {
            Some(last) if last.entry == part.entry => last.amount = last.amount.saturating_add(part.amount),
            _ => costs.push(part),
        }
    }
    let least = rules.from_minor.max(1);
    costs.retain(|cost| cost.amount >= least);
    costs
}

/// The entries of a day that want proof and have none.
pub(crate) fn unproven_on(context: &mut Context, day: Date) -> Result<Vec<i64>, Failure> {
    let rules = rules(context)?;
    Ok(unproven(context, &rules, day, day)?.into_iter().map(|cost| cost.entry).collect())
}

/// The records of a kind whose costs have a file: it hangs on the record itself or on its entry.
pub fn proven_records(context: &mut Context, kind: &str) -> Result<Vec<i64>, Failure> {
    Ok(records::proven_records(&mut context.tx, kind)?)
}

/// The records of a kind whose costs of some days have no file and no word that they need none, whatever their amount and
/// category.
pub fn unproven_records(context: &mut Context, kind: &str, from: Date, through: Date) -> Result<Vec<i64>, Failure> {
    let rows = records::unproven(&mut context.tx, from, through, MOST)?;
    Ok(rows.into_iter().filter(|row| row.source_kind == kind).map(|row| row.source).collect())
}

/// The owner's rules, else the country's.
pub fn rules(context: &mut Context) -> Result<ProofRules, Failure> {
    match records::proof_threshold(&mut context.tx)? {
        Some(from_minor) => {
            let exempt = records::proof_exempt(&mut context.tx)?;
            Ok(ProofRules { from_minor, exempt, source: String::new() })
        }
        None => {
            let known = accounts(context)?.iter();
            let excused = known.filter(|account| PROVEN_BY_STATEMENT.contains(&account.role.as_str()));
            let exempt = excused.map(|account| account.id).collect();
            let country = &chart(&context.settings.country).proof;
            Ok(ProofRules { from_minor: country.from_minor, exempt, source: country.source.clone() })
        }
    }
}
