//! The owner's decisions: a line to a category, or to several; and what every decision about a line has in common.

use books::{DimensionIds, DimensionNames};
use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    paying::{PaymentPart, SortAsPayment},
    payout::SortAsPayout,
    refusals::{SORT_REFUSALS, SortRefusal},
    rule,
    rule_input::{RuleInput, attribution_of},
    transferring::SortAsTransfer,
    unsorting::{Parted, UnsortLine, UnsortLines},
};
use crate::{
    line::{Attribution, BY_OWNER, BankLine, LinePart, LineState},
    moving::{Lessons, Move, move_lines, place_now},
    pairs::settle,
    place::{Place, tax_contained},
    records,
};

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortPart {
    /// What it was for.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// How much of the line, of either sign; all of it, or what the other parts leave, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// Its VAT or sales tax code; the category's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
}

/// Where a line stood before a decision, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "was")]
pub enum Before {
    /// In the queue.
    ToSort,
    /// Where a rule, a lesson or a pairing had put it.
    Decided,
    /// Where the owner had put it.
    Parts {
        /// The parts.
        parts: Vec<SortPart>,
        /// Whom and what they were for.
        #[serde(skip_serializing_if = "DimensionNames::is_empty")]
        dimensions: DimensionNames,
        /// The pocket the owner had named.
        #[serde(skip_serializing_if = "Option::is_none")]
        pocket: Option<i64>,
    },
    /// The owner had called it a transfer.
    Transfer {
        /// To or from this account.
        account: Option<i64>,
    },
    /// It paid open invoices or bills.
    Payment {
        /// What it paid.
        pays: Vec<PaymentPart>,
        /// What was taken off on the way.
        #[serde(skip_serializing_if = "Option::is_none")]
        fee_minor: Option<i64>,
    },
    /// The owner had divided it as a payout.
    Payout(SortAsPayout),
}

pub(crate) fn line_of(context: &mut Context, id: i64) -> Result<BankLine, Failure> {
    Ok(records::line(&mut context.tx, id)?.ok_or(SortRefusal::NoSuchLine(id))?)
}

pub(super) fn before(context: &mut Context, line: &BankLine) -> Result<Before, Failure> {
    if line.state == LineState::ToSort {
        return Ok(Before::ToSort);
    }
    if line.decided_by != BY_OWNER {
        return Ok(Before::Decided);
    }
    if let Some(row) = records::payout(&mut context.tx, line.id)? {
        return Ok(Before::Payout(SortAsPayout {
            line: line.id,
            gross_minor: row.gross_minor,
            marketplace_tax_minor: Some(row.marketplace_tax_minor).filter(|tax| *tax != 0),
            category: row.category,
            tax_code: row.tax_code,
        }));
    }
    Ok(match place_now(context, line)? {
        Place::ToSort => Before::ToSort,
        Place::Transfer(account) => Before::Transfer { account },
        Place::Payment { pays, fee_minor } => {
            let part = |(item, amount)| PaymentPart { item, amount_minor: Some(amount) };
            let fee_minor = Some(fee_minor).filter(|fee| *fee != 0);
            Before::Payment { pays: pays.into_iter().map(part).collect(), fee_minor }
        }
        Place::Parts(parts) => {
            // What is said of a line is said of all its parts; a part that takes no client only leaves the client out.
            let mut dimensions = DimensionIds::default();
            for part in &parts {
                for (all, one) in dimensions.iter_mut().zip(part.attribution.dimensions) {
                    *all = all.or(one);
                }
            }
            let pocket = parts.iter().find_map(|part| part.attribution.pocket);
            let dimensions = DimensionNames::of(context, &dimensions)?;
            let part = |part: LinePart| SortPart {
                category: part.category,
                amount_minor: Some(part.amount_minor),
                tax_code: Some(part.tax_code).filter(|code| !code.is_empty()),
            };
            Before::Parts { parts: parts.into_iter().map(part).collect(), dimensions, pocket }
        }
    })
}

pub(super) fn undo_of(line: i64, before: &Before) -> Undo {
    match before {
        Before::ToSort => {
            Undo::Compensating { command: UnsortLine::NAME, input: json!({ "line": line, "undoing": true }) }
        }
        Before::Decided => {
            Undo::Compensating { command: UnsortLine::NAME, input: json!({ "line": line, "to_rule": true }) }
        }
        Before::Parts { parts, dimensions, pocket } => {
            let input = json!({ "line": line, "parts": parts, "dimensions": dimensions, "pocket": pocket });
            Undo::Compensating { command: SortLine::NAME, input }
        }
        Before::Transfer { account } => {
            Undo::Compensating { command: SortAsTransfer::NAME, input: json!({ "line": line, "account": account }) }
        }
        Before::Payment { pays, fee_minor } => {
            let input = json!({ "line": line, "pays": pays, "fee_minor": fee_minor });
            Undo::Compensating { command: SortAsPayment::NAME, input }
        }
        Before::Payout(payout) => Undo::Compensating { command: SortAsPayout::NAME, input: json!(payout) },
    }
}

/// Moves lines by the owner's word: what was learned before is unlearned, and the new decisions are learned.
pub(super) fn decide(context: &mut Context, decided: Vec<(BankLine, Place)>) -> Result<Vec<BankLine>, Failure> {
    let mut lessons = Lessons::default();
    let mut moves = Vec::with_capacity(decided.len());
    for (line, place) in decided {
        lessons.forget(context, &line)?;
        lessons.count(&line, &place, 1);
        moves.push(Move { line, place, by: BY_OWNER.into() });
    }
    lessons.write(context)?;
    let moved = move_lines(context, moves)?;
    settled(context, moved)
}

/// Looks again at the pairs around lines that moved, and answers the lines as they are then.
pub(super) fn settled(context: &mut Context, mut moved: Vec<BankLine>) -> Result<Vec<BankLine>, Failure> {
    let touched: Vec<_> = moved.iter().map(|line| (line.booked_on, line.amount_minor)).collect();
    let changed = settle(context, &touched)?;
    for line in &mut moved {
        if let Some(now) = changed.get(&line.id) {
            *line = now.clone();
        }
    }
    Ok(moved)
}

/// The parts of a line, checked and with the tax they contain.
fn checked_parts(
    context: &mut Context,
    line: &BankLine,
    parts: &[SortPart],
    said: Attribution,
) -> Result<Place, Failure> {
    if parts.is_empty() {
        return Err(SortRefusal::NoParts.into());
    }
    let sign = line.decided_minor().signum();
    let several = parts.len() > 1;
    let mut left = i128::from(line.decided_minor());
    let mut amounts: Vec<Option<i64>> = Vec::with_capacity(parts.len());
    for (position, part) in parts.iter().enumerate() {
        // What an owner types for a part of a payment is its size; a part of the other sign (a voucher on a receipt)
        // is written with a minus.
        let signed = part.amount_minor.map(|amount| {
            if several && sign < 0 && parts.iter().all(|one| one.amount_minor.unwrap_or(0) >= 0) {
                amount.saturating_neg()
            } else {
                amount
            }
        });
        if signed == Some(0) {
            return Err(SortRefusal::PartZero { position }.into());
        }
        left -= i128::from(signed.unwrap_or(0));
        amounts.push(signed);
    }
    let mut open = amounts.iter_mut().filter(|amount| amount.is_none());
    if let (Some(rest), None) = (open.next(), open.next()) {
        *rest = i64::try_from(left).ok().filter(|rest| *rest != 0);
        left = if rest.is_some() { 0 } else { left };
    }
    let currency = context.settings.currency.code().to_string();
    if left != 0 || amounts.iter().any(Option::is_none) {
        return Err(SortRefusal::PartsDiffer { off_minor: i64::try_from(left).unwrap_or(i64::MAX), currency }.into());
    }
    let mut placed = Vec::with_capacity(parts.len());
    for (position, (part, amount_minor)) in parts.iter().zip(amounts.into_iter().flatten()).enumerate() {
        let account = books::account(context, part.category)?.clone();
        if !account.is_category() {
            return Err(SortRefusal::NotACategory { position, name: account.name }.into());
        }
        let country = context.settings.country.clone();
        if let Some(code) = part.tax_code.as_deref().filter(|code| books::chart::tax_code(&country, code).is_none()) {
            return Err(SortRefusal::NoSuchTaxCode { position, code: code.chars().take(40).collect() }.into());
        }
        let tax = tax_contained(context, part.category, part.tax_code.as_deref(), amount_minor, line.booked_on)?;
        let Some(tax) = tax else {
            let codes = tax_codes(&country).into_iter().map(|(code, _)| code).collect::<Vec<_>>().join(", ");
            return Err(SortRefusal::TaxCodeNeeded { position, name: account.name, codes }.into());
        };
        let dimensions = if books::takes_dimensions(account.kind) { said.dimensions } else { DimensionIds::default() };
        let attribution = Attribution { dimensions, pocket: said.pocket };
        placed.push(LinePart { attribution, ..LinePart::plain(part.category, amount_minor, tax) });
    }
    Ok(Place::Parts(placed))
}

/// The tax codes an owner can choose, with their names.
pub(crate) fn tax_codes(country: &str) -> Vec<(String, String)> {
    let known = books::chart::chart(country).tax_codes.iter().filter(|code| code.kind != books::chart::TaxKind::Ask);
    known.map(|code| (code.code.clone(), code.name.clone())).collect()
}

/// Sorts a line into one category, or splits it into several.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortLine {
    /// The line.
    pub line: i64,
    /// One part for the whole line, or several that add up to it.
    pub parts: Vec<SortPart>,
    /// Whom and what it was for.
    #[serde(default, skip_serializing_if = "DimensionNames::is_empty")]
    pub dimensions: DimensionNames,
    /// The pocket its money comes from or goes to; the category's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: Option<i64>,
    /// A rule to do the same from now on, for the waiting lines too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub always: Option<RuleInput>,
}

/// A line that was sorted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SortedLine {
    /// The line.
    pub line: i64,
    /// What lists call it.
    pub title: String,
    /// Where it went.
    pub into: String,
    /// The entry of the decision; none where its cash was booked there already.
    pub entry: Option<i64>,
    /// Where it stood before.
    pub before: Before,
    /// The rule that was made.
    pub rule: Option<i64>,
    /// The waiting lines that the rule sorted too.
    pub also: Vec<i64>,
    /// The pair it was taken out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parted: Option<Parted>,
}

impl Command for SortLine {
    const NAME: &'static str = "sort-line";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = SortedLine;

    fn about() -> String {
        t!("Say what a bank line was for: one category, or several that add up to it.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLine, Failure> {
        let line = line_of(context, self.line)?;
        let said = attribution_of(context, &self.dimensions, self.pocket, "pocket")?;
        let place = checked_parts(context, &line, &self.parts, said)?;
        let before = before(context, &line)?;
        let line = decide(context, vec![(line, place)])?.swap_remove(0);
        let mut names = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            names.push(books::account(context, part.category)?.name.clone());
        }
        let (mut rule, mut also) = (None, Vec::new());
        if let Some(always) = &self.always {
            let made = rule::add(context, always, None, "always")?;
            also = rule::apply(context, &made)?;
            rule = Some(made.id);
        }
        Ok(SortedLine {
            line: line.id,
            title: line.title().to_owned(),
            into: names.join(", "),
            entry: line.decision_entry,
            before,
            rule,
            also,
            parted: None,
        })
    }

    fn sentence(&self, outcome: &SortedLine) -> String {
        let sorted = t!("Sorted {line} into {category}.", line = outcome.title, category = outcome.into);
        if outcome.also.is_empty() {
            return sorted;
        }
        let also = tn!(outcome.also.len(), "{count} more line went there too.", "{count} more lines went there too.");
        format!("{sorted} {also}")
    }

    fn undo(&self, outcome: &SortedLine) -> Undo {
        match outcome.rule {
            None => undo_of(self.line, &outcome.before),
            Some(rule) => {
                let lines: Vec<i64> = std::iter::once(self.line).chain(outcome.also.iter().copied()).collect();
                Undo::Compensating { command: UnsortLines::NAME, input: json!({ "lines": lines, "remove_rule": rule }) }
            }
        }
    }
}

/// Sorts many waiting lines into one category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortLines {
    /// The lines.
    pub lines: Vec<i64>,
    /// What they were for.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
}

/// Lines that were sorted, or put back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SortedLines {
    /// The lines.
    pub lines: Vec<i64>,
    /// Where they went.
    pub into: String,
}

impl Command for SortLines {
    const NAME: &'static str = "sort-lines";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = SortedLines;

    fn about() -> String {
        t!("Sort many waiting bank lines into one category.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLines, Failure> {
        if self.lines.is_empty() {
            return Err(SortRefusal::NoLines.into());
        }
        let into = books::account(context, self.category)?.name.clone();
        let part = SortPart { category: self.category, amount_minor: None, tax_code: None };
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        lines.dedup();
        let mut decided = Vec::with_capacity(lines.len());
        for line in chosen_lines(context, &lines)? {
            if line.state != LineState::ToSort {
                return Err(SortRefusal::SortedAlready(line.id).into());
            }
            let place = checked_parts(context, &line, std::slice::from_ref(&part), Attribution::default())?;
            decided.push((line, place));
        }
        decide(context, decided)?;
        Ok(SortedLines { lines, into })
    }

    fn sentence(&self, outcome: &SortedLines) -> String {
        tn!(
            outcome.lines.len(),
            "Sorted {count} line into {category}.",
            "Sorted {count} lines into {category}.",
            category = outcome.into
        )
    }

    fn undo(&self, outcome: &SortedLines) -> Undo {
        Undo::Compensating { command: UnsortLines::NAME, input: json!({ "lines": outcome.lines }) }
    }
}

/// From so many lines on, the queue is read once instead of line by line.
const MANY: usize = 50;

/// The lines of those ids, in their order.
pub(super) fn chosen_lines(context: &mut Context, ids: &[i64]) -> Result<Vec<BankLine>, Failure> {
    let mut known = if ids.len() > MANY { records::lines_by_id(&mut context.tx, ids)? } else { Default::default() };
    ids.iter().map(|id| known.remove(id).map_or_else(|| line_of(context, *id), Ok)).collect()
}
