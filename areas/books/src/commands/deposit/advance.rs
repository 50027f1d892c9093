//! An advance of a client: held until the work is done, and earned.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::{AccountKind, Basis, Part};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Deposit, DepositRefusal, Open, REFUSALS, role_pocket, text_of, too_much};
use crate::{
    accounts::{account, pocket_of_role},
    commands::{PostedEntry, account_for_role},
    deposit::{DEPOSIT, parts_now},
    journal::{self, DraftPosting, SplitOf, pocket_id, post},
    records, rules, shares,
};

/// Says that a deposit is an advance: work for it is still to be done. Tax keeps its share; the rest waits in Held for
/// clients, and on accrual basis it is owed to the client until it is earned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units of its currency; all of it when absent.
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
        let deposit = Deposit::read(context, self.entry)?.with_income()?;
        let (open, open_in_books) = deposit.open(context)?;
        let most = deposit.total_minor.saturating_sub(open);
        let amount_minor = self.amount_minor.unwrap_or(most);
        if amount_minor <= 0 {
            return Err(DepositRefusal::NotPositive.into());
        }
        if amount_minor > most {
            return Err(too_much(most, deposit.currency));
        }
        let held = role_pocket(context, "held-for-clients")?;
        let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
        // What is held already stays; what is held now is of the rest, with the rest's share of the tax.
        let now = parts_now(context, self.entry)?;
        let total = i128::from(deposit.total_minor.max(1));
        let free: Vec<Part> = now
            .into_iter()
            .filter(|part| part.pocket != held)
            .filter_map(|part| {
                let kept = if Some(part.pocket) == tax {
                    i128::from(part.amount_minor) * i128::from(most) / total
                } else {
                    part.amount_minor.into()
                };
                Some(Part { amount_minor: i64::try_from(kept).ok().filter(|kept| *kept != 0)?, ..part })
            })
            .collect();
        let moves = rules::hold_back(&free, amount_minor, tax, held);
        let left_in_books = deposit.in_books_minor().saturating_sub(open_in_books);
        let in_books = if amount_minor == most { left_in_books } else { deposit.worth(amount_minor) };
        let postings = deposit.between(context, -in_books)?;
        let text = t!("Advance: {deposit}", deposit = text_of(context, self.entry)?);
        let on = records::entry(&mut context.tx, self.entry)?.map(|row| row.posted_on);
        Ok(PostedEntry { entry: deposit.step(context, on, text, postings, moves)? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("Entry {entry} is an advance: it waits in Held for clients until it is earned.", entry = self.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseDepositStep::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Says that an advance is earned: what waited moves on by the shares, and it is income on accrual basis. One that was
/// brought along from before the books begin becomes income of a category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarnAdvance {
    /// The entry of the deposit.
    pub entry: i64,
    /// How much of it, without tax contained, in minor units of its currency; all that is open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day on which it was earned; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Of an advance that was brought along: the income it becomes; services when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
}

impl EarnAdvance {
    /// An advance that these books owe without having earned it: it was brought along, or booked as a debt at once.
    fn brought_along(
        &self,
        context: &mut Context,
        deposit: &Deposit,
        basis: Basis,
        earned: &Open,
        text: String,
    ) -> Result<i64, Failure> {
        let category = match self.category {
            Some(category) => category,
            None => account_for_role(context, "sales-services")?,
        };
        let of = account(context, category)?;
        if of.kind != AccountKind::Income || of.pocket.is_some() {
            return Err(DepositRefusal::NotIncome(of.name.clone()).into());
        }
        let deposits = account_for_role(context, "client-deposits")?;
        let amount = earned.in_books_minor;
        let of_basis = |account: i64, amount: i64| DraftPosting { basis, ..DraftPosting::new(account, amount) };
        let postings = vec![of_basis(deposits, amount), of_basis(category, -amount)];
        if basis == Basis::Both {
            // It was no income yet on either basis: the rule takes it out of its pocket and splits it.
            let draft = deposit.draft(context, self.on, text, postings, SplitOf::ByRule)?;
            return post(context, journal::Draft { source: journal::Source::of(DEPOSIT, self.entry), ..draft });
        }
        let held = role_pocket(context, "held-for-clients")?;
        let currency = context.settings.currency;
        let waits = shares::holds(context, held, currency)?.clamp(0, amount);
        let moves = self.moves(context, waits, waits, held)?;
        deposit.step(context, self.on, text, postings, moves)
    }

    /// What waited goes by the shares in force on the day.
    fn moves(&self, context: &mut Context, waited: i64, worth: i64, held: i64) -> Result<Vec<Part>, Failure> {
        let tax = pocket_of_role(context, "tax")?.map(|pocket| pocket.id);
        let unassigned = pocket_id(context, "unassigned")?;
        let (on, currency) = (self.on.unwrap_or(context.today), context.settings.currency);
        let shares = shares::shares_on(context, on, currency)?;
        Ok(rules::earn(waited, worth, &shares, tax, held, unassigned))
    }
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
        let deposit = Deposit::read(context, self.entry)?;
        let earned = deposit.of_open(context, self.amount_minor)?;
        let text = t!("Earned: {deposit}", deposit = text_of(context, self.entry)?);
        if let Some(basis) = deposit.owed_on {
            return Ok(PostedEntry { entry: self.brought_along(context, &deposit, basis, &earned, text)? });
        }
        let held = role_pocket(context, "held-for-clients")?;
        let now = parts_now(context, self.entry)?;
        let waits = now.iter().find(|part| part.pocket == held).map_or(0, |part| part.amount_minor.max(0));
        let moved = i128::from(waits) * i128::from(earned.amount_minor) / i128::from(earned.open_minor.max(1));
        let moved = i64::try_from(moved).unwrap_or(waits);
        let moves = self.moves(context, moved, deposit.worth(moved), held)?;
        let postings = deposit.between(context, earned.in_books_minor)?;
        Ok(PostedEntry { entry: deposit.step(context, self.on, text, postings, moves)? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("The advance of entry {entry} is earned and was split.", entry = self.entry)
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
