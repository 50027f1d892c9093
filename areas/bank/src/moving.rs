//! Lines that are stored are moved: from where their cash was first booked to where they are decided to belong.
//!
//! Ten thousand decisions at once are read and written in bulk; an entry each is all that they cost.

use std::collections::HashMap;

use books::{
    DraftPosting, SplitOf, account,
    open_items::{PlannedSettlement, plan_settlement, settle, settlements_of_entry},
};
use kernel::{Context, Failure};
use ledger::AccountKind;

use crate::{
    desk::refund_of,
    line::{BY_OWNER, BankLine, LinePart, LineState},
    place::{Place, Roles, described, draft, is_plain, other_side, roles},
    records,
    rules::{
        deciding::fold,
        learning::{SPLIT, words_of_line},
        payee_key,
    },
};

/// A line with the place it goes to, and who decided that.
pub(crate) struct Move {
    pub line: BankLine,
    pub place: Place,
    pub by: String,
}

/// Moves lines: takes back their earlier decisions and posts the way from where their cash was first booked. Answers the
/// lines as they are now.
pub(crate) fn move_lines(context: &mut Context, moves: Vec<Move>) -> Result<Vec<BankLine>, Failure> {
    let roles = roles(context)?;
    let mut moved = Vec::with_capacity(moves.len());
    let mut parts: Vec<(i64, Vec<LinePart>)> = Vec::new();
    for Move { mut line, place, by } in moves {
        if line.state == LineState::Sorted {
            records::delete_parts(&mut context.tx, line.id)?;
            records::delete_payout(&mut context.tx, line.id)?;
        }
        post_move(context, &mut line, &place, &roles, None)?;
        (line.state, line.category, line.tax_code, line.tax_minor, line.other_account) = described(&place);
        line.decided_by = by;
        if line.state != LineState::Transfer {
            line.pair = None;
        }
        if let Place::Parts(several) = place
            && !is_plain(&Place::Parts(several.clone()))
        {
            parts.push((line.id, several));
        }
        moved.push(line);
    }
    records::insert_parts(&mut context.tx, &parts)?;
    records::write_lines(&mut context.tx, &moved)?;
    Ok(moved)
}

/// Moves a line that is being filed on from where its cash was booked to what its columns cannot say.
/// `returned` says which income it gives back, where it does.
pub(crate) fn move_on(
    context: &mut Context,
    line: &mut BankLine,
    place: &Place,
    roles: &Roles,
    returned: SplitOf,
) -> Result<(), Failure> {
    post_move(context, line, place, roles, Some(returned))?;
    let Place::Parts(parts) = place else { return Ok(()) };
    Ok(records::insert_parts(&mut context.tx, &[(line.id, parts.clone())])?)
}

/// Posts what a move changes in the books; nothing where the cash was booked there already.
/// Which income it returns is looked for among the stored lines unless it is given.
fn post_move(
    context: &mut Context,
    line: &mut BankLine,
    place: &Place,
    roles: &Roles,
    returned: Option<SplitOf>,
) -> Result<(), Failure> {
    if let Some(entry) = line.decision_entry.take() {
        books::reverse(context, entry, None)?;
    }
    let first = first_place(line, roles);
    let back = other_side(&first, line.decided_minor(), roles)
        .into_iter()
        .map(|posting| DraftPosting::new(posting.account, -posting.amount_minor));
    let paid = planned(context, place)?;
    let payments = paid.iter().flat_map(|payment| payment.postings.iter().copied());
    let fee = match place {
        Place::Payment { fee_minor, .. } if *fee_minor != 0 => {
            Some(DraftPosting::new(books::account_for_role(context, "payment-fees")?, *fee_minor))
        }
        _ => None,
    };
    let mut moves: Vec<DraftPosting> = Vec::new();
    for posting in back.chain(other_side(place, line.decided_minor(), roles)).chain(payments).chain(fee) {
        let kind = |one: &DraftPosting| (one.account, one.basis, one.dimensions, one.pocket);
        let same = |known: &&mut DraftPosting| kind(known) == kind(&posting);
        match moves.iter_mut().find(same) {
            Some(known) => known.amount_minor += posting.amount_minor,
            None => moves.push(posting),
        }
    }
    moves.retain(|posting| posting.amount_minor != 0);
    if moves.is_empty() {
        return Ok(());
    }
    let (mut earning, mut party) = (None, None);
    if let Place::Parts(parts) = place {
        for part in parts {
            if account(context, part.category)?.kind == AccountKind::Income {
                earning = Some(part.category);
            }
        }
    }
    let first_earned =
        matches!(&first, Place::Parts(_)) && account(context, line.first_account)?.kind == AccountKind::Income;
    let split = match earning {
        // What the first booking put into the pockets goes back the way it came.
        _ if first_earned => SplitOf::Refund(line.cash_entry),
        Some(category) if line.amount_minor < 0 => match returned {
            Some(returned) => returned,
            None => refund_of(context, line, category)?,
        },
        _ => SplitOf::ByRule,
    };
    if earning.is_some() && line.amount_minor > 0 {
        party = books::party_named(context, &line.counterparty)?;
    }
    party = paid.first().map(|payment| payment.item.party).or(party);
    let posted_on = books::first_open_day(context, line.day_in_books())?;
    let entry = books::post(context, draft(line, posted_on, party, moves, split))?;
    for payment in &paid {
        settle(context, payment, posted_on, entry)?;
    }
    line.decision_entry = Some(entry);
    Ok(())
}

/// The payments of open invoices or bills that a place is, checked against what is open of each now.
fn planned(context: &mut Context, place: &Place) -> Result<Vec<PlannedSettlement>, Failure> {
    let Place::Payment { pays, .. } = place else { return Ok(Vec::new()) };
    pays.iter().map(|(item, amount_minor)| plan_settlement(context, *item, *amount_minor)).collect()
}

/// Where the cash of a line was first booked.
pub(crate) fn first_place(line: &BankLine, roles: &Roles) -> Place {
    if line.first_account == roles.to_sort {
        return Place::ToSort;
    }
    if line.first_account == roles.in_transit {
        return Place::Transfer(line.first_other);
    }
    let tax = (line.first_tax_code.clone(), line.first_tax_minor);
    Place::Parts(vec![LinePart::plain(line.first_account, line.decided_minor(), tax)])
}

/// Where a line stands now.
pub(crate) fn place_now(context: &mut Context, line: &BankLine) -> Result<Place, Failure> {
    Ok(match (line.state, line.category) {
        (LineState::ToSort, _) => Place::ToSort,
        (LineState::Transfer, _) => Place::Transfer(line.other_account),
        (LineState::Payment, _) => {
            let paid = settlements_of_entry(context, line.decision_entry.unwrap_or_default())?;
            let sum = ledger::sum(paid.iter().map(|one| one.amount_minor)).unwrap_or(0);
            // What was paid beyond what moved was taken off on the way, whichever way the money went.
            let fee_minor = line.decided_minor().signum() * sum - line.decided_minor();
            Place::Payment { pays: paid.into_iter().map(|one| (one.item, one.amount_minor)).collect(), fee_minor }
        }
        (LineState::Sorted, category) => {
            let mut parts = records::parts_of_line(&mut context.tx, line.id)?;
            if let (Some(category), true) = (category, parts.is_empty()) {
                parts.push(LinePart::plain(category, line.decided_minor(), (line.tax_code.clone(), line.tax_minor)));
            }
            Place::Parts(parts)
        }
    })
}

/// What the owner's decisions teach, counted up before it is written.
#[derive(Default)]
pub(crate) struct Lessons {
    payees: HashMap<(String, i64), i64>,
    words: HashMap<(String, i64), i64>,
}

impl Lessons {
    /// Counts what the owner decided about a line, once more (1) or once less (−1).
    pub fn count(&mut self, line: &BankLine, place: &Place, times: i64) {
        let category = match place {
            Place::ToSort | Place::Transfer(None) | Place::Payment { .. } => return,
            Place::Transfer(Some(other)) => *other,
            Place::Parts(parts) => match &parts[..] {
                [only] => only.category,
                _ => SPLIT,
            },
        };
        *self.payees.entry((payee_key(&line.payee, line.amount_minor), category)).or_default() += times;
        if category != SPLIT {
            for word in words_of_line(&line.payee, &fold(&line.text), line.amount_minor) {
                *self.words.entry((word, category)).or_default() += times;
            }
        }
    }

    /// Takes back what an earlier word of the owner about a line taught.
    pub fn forget(&mut self, context: &mut Context, line: &BankLine) -> Result<(), Failure> {
        if line.decided_by == BY_OWNER {
            let place = place_now(context, line)?;
            self.count(line, &place, -1);
        }
        Ok(())
    }

    /// Writes what was counted.
    pub fn write(self, context: &mut Context) -> Result<(), Failure> {
        let rows = |counts: HashMap<(String, i64), i64>| {
            let mut rows: Vec<(String, i64, i64)> = counts
                .into_iter()
                .filter(|(_, times)| *times != 0)
                .map(|((key, category), times)| (key, category, times))
                .collect();
            rows.sort_unstable();
            rows
        };
        records::count_payees(&mut context.tx, &rows(self.payees))?;
        Ok(records::count_words(&mut context.tx, &rows(self.words))?)
    }
}
