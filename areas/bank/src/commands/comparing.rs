//! A statement held against what is stored of its account. Reads only: the preview asks it too.
//!
//! A long file is held against the stored lines in stretches of days. Each stretch is looked at with the days behind it,
//! whose lines claim their own first; what a stretch claimed is taken from the next.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};

use super::gathering::Gathered;
use crate::{
    line::RawLine,
    records,
    rules::matching::{DAYS_IN_DOUBT, Incoming, Verdict, compare_claiming, settle},
};

/// The lines of an account's statement, held against what is here.
pub(crate) struct Compared {
    pub verdicts: Verdicts,
    /// The days of its lines.
    pub days: Option<(Date, Date)>,
    /// What the account holds on the closing day, before anything is added; only where its beginning is known.
    pub held_minor: Option<i64>,
    pub through: Date,
}

/// What each line turned out to be, in the order of days: a byte a line.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    codes: Vec<u8>,
    /// The stored line that a doubtful one may be.
    similar: HashMap<usize, i64>,
}

const NEW: u8 = 0;
const SAME: u8 = 1;
const ALIKE: u8 = 2;
const DOUBTFUL: u8 = 3;
const ASKED: u8 = 4;

impl Verdicts {
    fn push(&mut self, verdict: Verdict) {
        self.codes.push(NEW);
        self.set(self.codes.len() - 1, verdict);
    }

    fn set(&mut self, at: usize, verdict: Verdict) {
        self.codes[at] = match verdict {
            Verdict::New => NEW,
            Verdict::Same => SAME,
            Verdict::Alike => ALIKE,
            Verdict::Doubtful(similar) => {
                self.similar.insert(at, similar);
                DOUBTFUL
            }
            Verdict::Asked => ASKED,
        };
    }

    /// What the line at that place is.
    pub fn at(&self, at: usize) -> Verdict {
        match self.codes.get(at).copied().unwrap_or(NEW) {
            SAME => Verdict::Same,
            ALIKE => Verdict::Alike,
            DOUBTFUL => Verdict::Doubtful(self.similar.get(&at).copied().unwrap_or(0)),
            ASKED => Verdict::Asked,
            _ => Verdict::New,
        }
    }

    /// How many are such.
    pub fn count(&self, of: impl Fn(Verdict) -> bool) -> i64 {
        i64::try_from((0..self.codes.len()).filter(|at| of(self.at(*at))).count()).unwrap_or(i64::MAX)
    }
}

/// An account without lines that holds nothing has no beginning yet, even if entries came and were reversed.
pub(super) fn beginning_is_known(context: &mut Context, account: i64) -> Result<bool, Failure> {
    let answer = books::Balances::default().answer(context)?;
    let holds = answer.accounts.iter().any(|line| line.account.id == account && line.balance_minor != 0);
    Ok(holds || records::has_lines(&mut context.tx, account)?)
}

fn held_on(context: &mut Context, account: i64, on: Date) -> Result<i64, Failure> {
    let answer = books::Balances { on: Some(on), ..books::Balances::default() }.answer(context)?;
    Ok(answer.accounts.iter().find(|line| line.account.id == account).map_or(0, |line| line.balance_minor))
}

/// A bank keeps its id when it moves a line by days; text and amount are only held against a few days around.
const REACH: i32 = 30;
/// The days behind a stretch that are looked at with it: what can claim a line that the stretch could claim too.
const AHEAD: i32 = REACH + DAYS_IN_DOUBT;
/// The days of a stretch.
const STRETCH: i32 = 31;
/// A file of so many lines is held against the stored ones in one go.
const AT_ONCE: usize = 5_000;

/// Lines that a closing balance may say more about: their place, and the line.
struct Unsettled {
    places: Vec<usize>,
    lines: Vec<RawLine>,
    verdicts: Vec<Verdict>,
}

/// Holds a statement against what is stored of its account. Reads only.
pub(crate) fn compare_account(
    context: &mut Context,
    gathered: &mut Gathered,
    place: usize,
    account: i64,
) -> Result<Compared, Failure> {
    let closing = gathered.statement.accounts[place].closing;
    let Some((first, last)) = gathered.lines[place].days() else {
        let through = closing.and_then(|closing| closing.date).unwrap_or(context.today);
        return Ok(Compared { verdicts: Verdicts::default(), days: None, held_minor: None, through });
    };
    let count = gathered.lines[place].count;
    let mut verdicts = Verdicts { codes: Vec::with_capacity(count), similar: HashMap::new() };
    let mut unsettled = Unsettled { places: Vec::new(), lines: Vec::new(), verdicts: Vec::new() };
    let mut new_minor: i128 = 0;
    // Stored lines that were taken for one of the file, with their days.
    let mut claimed: HashMap<i64, Date> = HashMap::new();
    let mut from = first;
    while from <= last {
        let end = if count <= AT_ONCE { last } else { from.saturating_add((STRETCH - 1).days()).min(last) };
        let ahead = end.saturating_add(AHEAD.days()).min(last);
        let reach = REACH.days();
        let mut known =
            records::known_lines(&mut context.tx, account, from.saturating_sub(reach), ahead.saturating_add(reach))?;
        known.retain(|one| !claimed.contains_key(&one.id));
        // Without a stored line only the file's own repetitions are to be found, and these are of one day.
        let seen_through = if known.is_empty() { end } else { ahead };
        let mut lines: Vec<RawLine> = Vec::new();
        gathered.each(place, (from, seen_through), account, |line| {
            lines.push(line);
            Ok(())
        })?;
        let incoming: Vec<Incoming<'_>> = lines.iter().map(incoming).collect();
        let (found, claims) = compare_claiming(&known, &incoming);
        let own = lines.iter().take_while(|line| line.booked_on <= end).count();
        let behind = end.saturating_sub(AHEAD.days());
        claimed.retain(|_, day| *day >= behind);
        let taken = known.iter().zip(&claims).filter(|(_, claim)| claim.is_some_and(|at| at < own));
        claimed.extend(taken.map(|(one, _)| (one.id, one.booked_on)));
        for (line, verdict) in lines.into_iter().zip(found).take(own) {
            let at_an_end = line.booked_on == first || line.booked_on == last;
            match verdict {
                Verdict::New => new_minor += i128::from(line.amount_minor),
                Verdict::Doubtful(_) => unsettled.push(verdicts.codes.len(), line, verdict),
                Verdict::Alike if at_an_end => unsettled.push(verdicts.codes.len(), line, verdict),
                _ => {}
            }
            verdicts.push(verdict);
        }
        let next = end.saturating_add(1.day());
        if next == end {
            break;
        }
        from = next;
    }
    let through = closing.and_then(|closing| closing.date).map_or(last, |closing| closing.max(last));
    let held_minor = if closing.is_some() && beginning_is_known(context, account)? {
        Some(held_on(context, account, through)?)
    } else {
        None
    };
    if let (Some(closing), Some(held)) = (closing, held_minor) {
        let incoming: Vec<Incoming<'_>> = unsettled.lines.iter().map(incoming).collect();
        let gap = i128::from(closing.amount_minor) - i128::from(held) - new_minor;
        settle(&mut unsettled.verdicts, &incoming, gap);
        for (at, verdict) in unsettled.places.into_iter().zip(unsettled.verdicts) {
            verdicts.set(at, verdict);
        }
    }
    Ok(Compared { verdicts, days: Some((first, last)), held_minor, through })
}

impl Unsettled {
    fn push(&mut self, place: usize, line: RawLine, verdict: Verdict) {
        self.places.push(place);
        self.lines.push(line);
        self.verdicts.push(verdict);
    }
}

fn incoming(line: &RawLine) -> Incoming<'_> {
    Incoming {
        booked_on: line.booked_on,
        amount_minor: line.amount_minor,
        fingerprint: &line.fingerprint,
        bank_id: line.bank_id.as_deref(),
        batch: line.batch_total_minor.map(|total| (line.batch.as_str(), total)),
    }
}
