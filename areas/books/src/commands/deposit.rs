//! What becomes of a deposit after it was split: an amount agreed for its job's costs; an advance that is held, earned
//! or returned. Each is an entry of its own whose source is the deposit.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use ledger::{AccountKind, Basis, split_by_weights};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{PostedEntry, account_for_role};
use crate::{
    accounts::{account, pocket_of_role},
    deposit::{self, DEPOSIT, open_advance, parts_now},
    journal::{self, Draft, DraftPosting, Source, SplitOf, pocket_id, post},
    records::{self, JobCostShare},
    rules, shares,
};

#[derive(Debug)]
enum DepositRefusal {
    NotADeposit(i64),
    TooMuch { most_minor: i64, currency: String },
    NotPositive,
    NoAdvance(i64),
    NoSuchPocket(&'static str),
    NotAStep(i64),
    NotIncome(String),
    Percent,
}

const REFUSALS: &[&str] = &[
    "not-a-deposit",
    "more-than-the-deposit",
    "amount-is-not-positive",
    "no-advance",
    "no-such-pocket",
    "not-a-step-of-a-deposit",
    "not-an-income-category",
    "share-is-not-a-share",
];

impl Refusal for DepositRefusal {
    fn code(&self) -> &'static str {
        match self {
            DepositRefusal::NotADeposit(_) => "not-a-deposit",
            DepositRefusal::TooMuch { .. } => "more-than-the-deposit",
            DepositRefusal::NotPositive => "amount-is-not-positive",
            DepositRefusal::NoAdvance(_) => "no-advance",
            DepositRefusal::NoSuchPocket(_) => "no-such-pocket",
            DepositRefusal::NotAStep(_) => "not-a-step-of-a-deposit",
            DepositRefusal::NotIncome(_) => "not-an-income-category",
            DepositRefusal::Percent => "share-is-not-a-share",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DepositRefusal::NotADeposit(entry) => {
                t!("Entry {entry} split no income in the books’ currency among the pockets.", entry = entry)
            }
            DepositRefusal::TooMuch { most_minor, currency } => {
                t!("That is more than there is: {most} at most.", most = fmt::money(*most_minor, currency))
            }
            DepositRefusal::NotPositive => t!("The amount has to be more than nothing."),
            DepositRefusal::NoAdvance(entry) => t!("Nothing of entry {entry} waits as an advance.", entry = entry),
            DepositRefusal::NoSuchPocket(role) => t!("There is no pocket {pocket} here.", pocket = role),
            DepositRefusal::NotAStep(entry) => t!("Entry {entry} is no step of a deposit.", entry = entry),
            DepositRefusal::NotIncome(name) => t!("{name} is not income that is split by the shares.", name = name),
            DepositRefusal::Percent => t!("A share is between 0% and 100%."),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            DepositRefusal::TooMuch { .. } | DepositRefusal::NotPositive => Some("amount_minor".into()),
            DepositRefusal::NotIncome(_) => Some("category".into()),
            DepositRefusal::Percent => Some("permille".into()),
            DepositRefusal::NoSuchPocket(_) => None,
            _ => Some("entry".into()),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            DepositRefusal::NoAdvance(_) => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

fn role_pocket(context: &mut Context, role: &'static str) -> Result<i64, Failure> {
    let found = pocket_of_role(context, role)?.map(|pocket| pocket.id);
    found.ok_or_else(|| DepositRefusal::NoSuchPocket(role).into())
}

fn too_much(context: &Context, most_minor: i64) -> Failure {
    DepositRefusal::TooMuch { most_minor, currency: context.settings.currency.code().to_owned() }.into()
}

/// The income of a deposit in the books' currency: its postings to income, as they stand.
fn income_of(context: &mut Context, entry: i64) -> Result<Vec<(i64, i64)>, Failure> {
    journal::flush(context)?;
    let row = records::entry(&mut context.tx, entry)?.ok_or_else(|| Failure::not_found(&t!("entry"), entry))?;
    if row.reverses != 0 || row.reversed_by.is_some() || row.source_kind == DEPOSIT {
        return Err(DepositRefusal::NotADeposit(entry).into());
    }
    let mut income = Vec::new();
    for (posting, _) in records::postings_of_entry(&mut context.tx, entry)? {
        let of = account(context, posting.account)?;
        if of.kind == AccountKind::Income
            && of.pocket.is_none()
            && posting.basis.counts_in_cash()
            && posting.book_amount_minor < 0
        {
            income.push((posting.account, -posting.book_amount_minor));
        }
    }
    let book_currency = context.settings.currency;
    let foreign =
        records::parts_of_entry(&mut context.tx, entry)?.iter().any(|(currency, _)| *currency != book_currency);
    if income.is_empty() || foreign {
        return Err(DepositRefusal::NotADeposit(entry).into());
    }
    Ok(income)
}

/// A step of a deposit: postings on accrual basis alone, and what moves in the pockets.
fn step(
    context: &mut Context,
    deposit: i64,
    on: Option<Date>,
    text: String,
    postings: Vec<DraftPosting>,
    moves: Vec<ledger::Part>,
) -> Result<i64, Failure> {
    let party = records::entry(&mut context.tx, deposit)?.and_then(|row| row.party);
    let draft = Draft {
        posted_on: on.unwrap_or(context.today),
        text,
        note: String::new(),
        party,
        source: Source::of(DEPOSIT, deposit),
        postings,
        split: SplitOf::Exactly(moves),
    };
    post(context, draft)
}

/// Accrual-only postings that move an amount between income and what is owed to clients; positive towards income.
fn between(context: &mut Context, income: &[(i64, i64)], amount_minor: i64) -> Result<Vec<DraftPosting>, Failure> {
    let deposits = account_for_role(context, "client-deposits")?;
    let weights: Vec<u64> = income.iter().map(|(_, amount)| amount.unsigned_abs()).collect();
    let portions = split_by_weights(amount_minor, &weights).unwrap_or_default();
    let accrual = |account: i64, amount_minor: i64| DraftPosting {
        basis: Basis::Accrual,
        ..DraftPosting::new(account, amount_minor)
    };
    let mut postings = vec![accrual(deposits, amount_minor)];
    postings.extend(
        income.iter().zip(portions).filter(|(_, part)| *part != 0).map(|((account, _), part)| accrual(*account, -part)),
    );
    Ok(postings)
}

fn text_of(context: &mut Context, entry: i64) -> Result<String, Failure> {
    Ok(records::entry(&mut context.tx, entry)?.map(|row| row.text.chars().take(200).collect()).unwrap_or_default())
}

/// Agrees an amount of a deposit for the costs of its job: it goes to Job costs, and the other pockets give it in
/// proportion.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreeJobCosts {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it is for the job’s costs in all, in minor units; nothing takes it back.
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
        income_of(context, self.entry)?;
        if self.amount_minor < 0 {
            return Err(DepositRefusal::NotPositive.into());
        }
        let job_costs = role_pocket(context, "job-costs")?;
        let now = parts_now(context, self.entry)?;
        let before_minor = now.iter().find(|part| part.pocket == job_costs).map_or(0, |part| part.amount_minor);
        let total = ledger::sum(now.iter().map(|part| part.amount_minor)).unwrap_or(0);
        let Some(moves) = rules::agree_job_costs(&now, self.amount_minor, job_costs) else {
            return Err(too_much(context, total));
        };
        let amount = fmt::money(self.amount_minor, context.settings.currency.code());
        let entry = if moves.is_empty() {
            None
        } else {
            let text = t!("Job costs of {deposit}", deposit = text_of(context, self.entry)?);
            Some(step(context, self.entry, None, text, Vec::new(), moves)?)
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

/// Says that a deposit is an advance: work for it is still to be done. Tax keeps its share; the rest waits in Held for
/// clients, and on accrual basis it is owed to the client until it is earned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
}

impl Command for HoldAdvance {
    const NAME: &'static str = "hold-advance";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Say that a deposit is a client’s advance, still to be earned.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let income = income_of(context, self.entry)?;
        let total = ledger::sum(income.iter().map(|(_, amount)| *amount)).unwrap_or(0);
        let open = open_advance(context, self.entry)?;
        let most = total.saturating_sub(open);
        let amount_minor = self.amount_minor.unwrap_or(most);
        if amount_minor <= 0 {
            return Err(DepositRefusal::NotPositive.into());
        }
        if amount_minor > most {
            return Err(too_much(context, most));
        }
        let held = role_pocket(context, "held-for-clients")?;
        let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
        // What is held already stays; what is held now is of the rest, with the rest's share of the tax.
        let now = parts_now(context, self.entry)?;
        let free: Vec<ledger::Part> = now
            .into_iter()
            .filter(|part| part.pocket != held)
            .filter_map(|part| {
                let kept = if Some(part.pocket) == tax {
                    i128::from(part.amount_minor) * i128::from(most) / i128::from(total)
                } else {
                    part.amount_minor.into()
                };
                Some(ledger::Part { amount_minor: i64::try_from(kept).ok().filter(|kept| *kept != 0)?, ..part })
            })
            .collect();
        let moves = rules::hold_back(&free, amount_minor, tax, held);
        let postings = between(context, &income, -amount_minor)?;
        let text = t!("Advance: {deposit}", deposit = text_of(context, self.entry)?);
        let on = records::entry(&mut context.tx, self.entry)?.map(|row| row.posted_on);
        Ok(PostedEntry { entry: step(context, self.entry, on, text, postings, moves)? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("Entry {entry} is an advance: it waits in Held for clients until it is earned.", entry = self.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseDepositStep::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Says that an advance is earned: what waited moves on by the shares, and it is income on accrual basis.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarnAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units; all that is open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day on which it was earned; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// How much of an advance: what was asked for, else all that is open.
fn of_open(context: &mut Context, entry: i64, asked: Option<i64>) -> Result<(i64, i64), Failure> {
    let open = open_advance(context, entry)?;
    if open <= 0 {
        return Err(DepositRefusal::NoAdvance(entry).into());
    }
    let amount_minor = asked.unwrap_or(open);
    if amount_minor <= 0 {
        return Err(DepositRefusal::NotPositive.into());
    }
    if amount_minor > open {
        return Err(too_much(context, open));
    }
    Ok((amount_minor, open))
}

impl Command for EarnAdvance {
    const NAME: &'static str = "earn-advance";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Say that a client’s advance is earned.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let income = income_of(context, self.entry)?;
        let (amount_minor, open) = of_open(context, self.entry, self.amount_minor)?;
        let held = role_pocket(context, "held-for-clients")?;
        let now = parts_now(context, self.entry)?;
        let waits = now.iter().find(|part| part.pocket == held).map_or(0, |part| part.amount_minor.max(0));
        let earned = i128::from(waits) * i128::from(amount_minor) / i128::from(open);
        let earned = i64::try_from(earned).unwrap_or(waits);
        let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
        let unassigned = pocket_id(context, "unassigned")?;
        let (on, currency) = (self.on.unwrap_or(context.today), context.settings.currency);
        let shares = shares::shares_on(context, on, currency)?;
        let moves = rules::earn(earned, &shares, tax, held, unassigned);
        let postings = between(context, &income, amount_minor)?;
        let text = t!("Earned: {deposit}", deposit = text_of(context, self.entry)?);
        Ok(PostedEntry { entry: step(context, self.entry, Some(on), text, postings, moves)? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("The advance of entry {entry} is earned and was split.", entry = self.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseDepositStep::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Says that an advance went back to the client: what it owed is owed no more. The payment itself is a line of the bank,
/// sorted as a refund, and has returned the pockets’ parts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units; all that is open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Command for ReturnAdvance {
    const NAME: &'static str = "return-advance";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Say that a client’s advance was paid back.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let income = income_of(context, self.entry)?;
        let (amount_minor, _) = of_open(context, self.entry, self.amount_minor)?;
        let postings = between(context, &income, amount_minor)?;
        let text = t!("Returned: {deposit}", deposit = text_of(context, self.entry)?);
        Ok(PostedEntry { entry: step(context, self.entry, self.on, text, postings, Vec::new())? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("The advance of entry {entry} went back to the client.", entry = self.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseDepositStep::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Takes back a step of a deposit: an advance that was held, earned or returned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseDepositStep {
    /// The entry of the step.
    pub entry: i64,
}

impl Command for ReverseDepositStep {
    const NAME: &'static str = "reverse-deposit-step";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Take back that an advance was held, earned or returned.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        journal::flush(context)?;
        let row = records::entry(&mut context.tx, self.entry)?;
        if row.is_none_or(|row| row.source_kind != DEPOSIT || row.reverses != 0) {
            return Err(DepositRefusal::NotAStep(self.entry).into());
        }
        Ok(PostedEntry { entry: journal::reverse(context, self.entry, None)? })
    }

    fn sentence(&self, outcome: &PostedEntry) -> String {
        t!("Reversed entry {entry} with entry {by}.", entry = self.entry, by = outcome.entry)
    }

    fn undo(&self, _: &PostedEntry) -> Undo {
        Undo::None { reason: t!("Say it again, where it was right after all.") }
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
