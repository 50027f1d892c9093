//! Which lines of a file are here already.
//!
//! The same line has the same bank id within the account. Else account, day, amount and text say so, counted: of stored
//! and in-file the larger number remains, so that true twins on one day stay two, unless a closing balance proves more.
//! The same amount within four days under another text or id may be the same movement announced first and booked later:
//! nobody but the owner can know, so it is asked. An entry that is here whole is not added again in its parts.

use std::collections::{HashMap, VecDeque};

use jiff::{ToSpan, civil::Date};

/// As many days a movement may wander between being announced and being booked.
pub const DAYS_IN_DOUBT: i32 = 4;

/// A line that is here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its id among the lines, or among the doubtful ones.
    pub id: i64,
    /// Whether it is a line or waits for the owner's word, or was dropped by it.
    pub standing: Standing,
    /// Its day.
    pub booked_on: Date,
    /// Its amount.
    pub amount_minor: i64,
    /// Its text, normalised.
    pub fingerprint: String,
    /// The bank's id of it.
    pub bank_id: Option<String>,
    /// The bank's id of the entry it is a part of; empty where it is none.
    pub batch: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is a line of the account.
    Line,
    /// It waits for the owner's word.
    Open,
    /// The owner said that it is the same as another.
    Dropped,
}

/// A line of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incoming<'a> {
    /// Its day.
    pub booked_on: Date,
    /// Its amount.
    pub amount_minor: i64,
    /// Its text, normalised.
    pub fingerprint: &'a str,
    /// The bank's id of it.
    pub bank_id: Option<&'a str>,
    /// The bank's id of the entry it is a part of (empty where that has none), and what the whole entry moves.
    pub batch: Option<(&'a str, i64)>,
}

/// What a line of the file turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is not here yet.
    New,
    /// It is here, by the bank's own id or by the owner's word.
    Same,
    /// It is here by account, day, amount and text: a closing balance may prove it to be another.
    Alike,
    /// It may be this line under another text or id.
    Doubtful(i64),
    /// It waits for the owner's word already.
    Asked,
}

/// Holds the lines of a file against what is known of the account, a few days around.
pub fn compare(known: &[Known], incoming: &[Incoming<'_>]) -> Vec<Verdict> {
    compare_claiming(known, incoming).0
}

/// The same, and which line of the file each known line was taken for.
pub fn compare_claiming(known: &[Known], incoming: &[Incoming<'_>]) -> (Vec<Verdict>, Vec<Option<usize>>) {
    let mut verdicts: Vec<Option<Verdict>> = vec![None; incoming.len()];
    let mut used: Vec<Option<usize>> = vec![None; known.len()];
    by_batch(known, incoming, &mut used, &mut verdicts);
    let ids = trusted_ids(incoming, &mut verdicts);
    let stored_ids: HashMap<&str, usize> =
        known.iter().enumerate().filter_map(|(index, one)| Some((one.bank_id.as_deref()?, index))).collect();
    for (index, id) in ids.iter().enumerate() {
        if let Some(&found) = id.and_then(|id| stored_ids.get(id))
            && verdicts[index].is_none()
        {
            used[found] = Some(index);
            verdicts[index] = Some(met(&known[found], Verdict::Same));
        }
    }
    by_text(known, incoming, &ids, &mut used, &mut verdicts);
    by_amount(known, incoming, &ids, &mut used, &mut verdicts);
    (verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::New)).collect(), used)
}

/// One entry of the bank told twice: whole in the day's statement, in its payments in the notification of the same bank
/// (camt.053 and camt.054). Its reference and its sum say so; a sum of the same day without reference raises doubt.
fn by_batch(known: &[Known], incoming: &[Incoming<'_>], used: &mut [Option<usize>], verdicts: &mut [Option<Verdict>]) {
    let mut groups: HashMap<(Date, &str, i64), Vec<usize>> = HashMap::new();
    for (index, line) in incoming.iter().enumerate() {
        if let Some((id, total)) = line.batch {
            groups.entry((line.booked_on, id, total)).or_default().push(index);
        }
    }
    for ((day, id, total), group) in groups {
        let fits = |(index, one): &(usize, &Known)| {
            used[*index].is_none()
                && one.standing == Standing::Line
                && one.amount_minor == total
                && one.booked_on == day
        };
        let referred =
            known.iter().enumerate().filter(fits).find(|(_, one)| !id.is_empty() && one.bank_id.as_deref() == Some(id));
        let unnamed = || {
            let mut found =
                known.iter().enumerate().filter(fits).filter(|(_, one)| id.is_empty() || one.bank_id.is_none());
            found.next().filter(|_| found.next().is_none())
        };
        let (found, verdict) = match referred {
            Some((found, _)) => (found, Verdict::Same),
            None => match unnamed() {
                Some((found, one)) => (found, Verdict::Doubtful(one.id)),
                None => continue,
            },
        };
        used[found] = group.first().copied();
        group.into_iter().for_each(|index| verdicts[index] = Some(verdict));
    }
    // The other way round: the payments are here, and now the whole entry comes.
    let mut parts: HashMap<&str, (i128, Vec<usize>)> = HashMap::new();
    for (index, one) in known.iter().enumerate().filter(|(_, one)| !one.batch.is_empty()) {
        let (sum, members) = parts.entry(&one.batch).or_default();
        *sum += i128::from(one.amount_minor);
        members.push(index);
    }
    for (index, line) in incoming.iter().enumerate().filter(|(_, line)| line.batch.is_none()) {
        let Some((sum, members)) = line.bank_id.and_then(|id| parts.get(id)) else { continue };
        if *sum == i128::from(line.amount_minor) && members.iter().all(|member| used[*member].is_none()) {
            members.iter().for_each(|member| used[*member] = Some(index));
            verdicts[index] = Some(Verdict::Same);
        }
    }
}

fn met(known: &Known, as_line: Verdict) -> Verdict {
    match known.standing {
        Standing::Line => as_line,
        Standing::Open => Verdict::Asked,
        Standing::Dropped => Verdict::Same,
    }
}

/// The ids that tell lines of this file apart. One that stands at two different movements tells nothing; one that
/// stands twice at the same movement makes the second a repetition.
fn trusted_ids<'a>(incoming: &[Incoming<'a>], verdicts: &mut [Option<Verdict>]) -> Vec<Option<&'a str>> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut trusted: Vec<Option<&str>> = incoming.iter().map(|line| line.bank_id).collect();
    let mut broken: Vec<&str> = Vec::new();
    for (index, line) in incoming.iter().enumerate() {
        let Some(id) = line.bank_id else { continue };
        match first.get(id) {
            None => {
                first.insert(id, index);
            }
            Some(&earlier) => {
                let one = &incoming[earlier];
                if (one.booked_on, one.amount_minor) == (line.booked_on, line.amount_minor) {
                    verdicts[index] = Some(Verdict::Same);
                } else {
                    broken.push(id);
                }
            }
        }
    }
    if !broken.is_empty() {
        broken.sort_unstable();
        for (index, id) in trusted.iter_mut().enumerate() {
            if id.is_some_and(|id| broken.binary_search(&id).is_ok()) {
                *id = None;
                verdicts[index] = None;
            }
        }
    }
    trusted
}

type ByText<'a> = HashMap<(Date, i64, &'a str), VecDeque<usize>>;

fn by_text(
    known: &[Known],
    incoming: &[Incoming<'_>],
    ids: &[Option<&str>],
    used: &mut [Option<usize>],
    verdicts: &mut [Option<Verdict>],
) {
    let mut stored: ByText<'_> = HashMap::new();
    for (index, one) in known.iter().enumerate().filter(|(index, _)| used[*index].is_none()) {
        stored.entry((one.booked_on, one.amount_minor, &one.fingerprint)).or_default().push_back(index);
    }
    for (index, line) in incoming.iter().enumerate().filter(|(index, _)| verdicts[*index].is_none()).collect::<Vec<_>>()
    {
        let Some(alike) = stored.get_mut(&(line.booked_on, line.amount_minor, line.fingerprint)) else { continue };
        // Two ids of the bank's own that differ are not settled by the text.
        let free = alike.iter().position(|&found| ids[index].is_none() || known[found].bank_id.is_none());
        if let Some(found) = free.and_then(|position| alike.remove(position)) {
            used[found] = Some(index);
            verdicts[index] = Some(met(&known[found], Verdict::Alike));
        }
    }
}

fn by_amount(
    known: &[Known],
    incoming: &[Incoming<'_>],
    ids: &[Option<&str>],
    used: &mut [Option<usize>],
    verdicts: &mut [Option<Verdict>],
) {
    let mut stored: HashMap<(i64, Date), VecDeque<usize>> = HashMap::new();
    for (index, one) in
        known.iter().enumerate().filter(|(index, one)| used[*index].is_none() && one.standing == Standing::Line)
    {
        stored.entry((one.amount_minor, one.booked_on)).or_default().push_back(index);
    }
    if stored.is_empty() {
        return;
    }
    // The nearest day is asked about first.
    let offsets =
        (0..=DAYS_IN_DOUBT).flat_map(|days| if days == 0 { vec![0] } else { vec![-days, days] }).collect::<Vec<_>>();
    for (index, line) in incoming.iter().enumerate() {
        if verdicts[index].is_some() {
            continue;
        }
        for offset in &offsets {
            let Ok(day) = line.booked_on.checked_add(offset.days()) else { continue };
            let Some(near) = stored.get_mut(&(line.amount_minor, day)) else { continue };
            let in_doubt = |found: &usize| {
                let one = &known[*found];
                one.fingerprint != line.fingerprint || (one.bank_id.is_some() && ids[index].is_some())
            };
            if let Some(found) = near.iter().position(in_doubt).and_then(|position| near.remove(position)) {
                used[found] = Some(index);
                verdicts[index] = Some(Verdict::Doubtful(known[found].id));
                break;
            }
        }
    }
}

/// Settles doubt by a closing balance: `gap_minor` is what the balance asks for beyond what is stored and what is new.
/// Nothing more: what is in doubt is here already. Exactly the doubtful lines: they are new. A number of one group of
/// lines that are alike, on the first or last day of the file: those are true twins, of which the file before or after
/// told the other. Between its ends a file tells every line of a day, so there a difference has another reason. Anything
/// else proves nothing.
pub fn settle(verdicts: &mut [Verdict], incoming: &[Incoming<'_>], gap_minor: i128) {
    let doubtful = |verdict: &Verdict| matches!(verdict, Verdict::Doubtful(_));
    let amount = |index: usize| i128::from(incoming[index].amount_minor);
    let in_doubt: i128 =
        verdicts.iter().enumerate().filter(|(_, verdict)| doubtful(verdict)).map(|(index, _)| amount(index)).sum();
    let any = verdicts.iter().any(doubtful);
    if any && (gap_minor == 0) != (gap_minor == in_doubt) {
        let settled = if gap_minor == 0 {
            Some(Verdict::Same)
        } else if gap_minor == in_doubt {
            Some(Verdict::New)
        } else {
            None
        };
        if let Some(settled) = settled {
            verdicts.iter_mut().filter(|verdict| doubtful(verdict)).for_each(|verdict| *verdict = settled);
        }
        return;
    }
    if any || gap_minor == 0 {
        return;
    }
    let days = || incoming.iter().map(|line| line.booked_on);
    let ends = [days().min(), days().max()];
    let mut groups: HashMap<(Date, i64, &str), Vec<usize>> = HashMap::new();
    for (index, _) in verdicts.iter().enumerate().filter(|(_, verdict)| **verdict == Verdict::Alike) {
        let line = &incoming[index];
        if !ends.contains(&Some(line.booked_on)) {
            continue;
        }
        groups.entry((line.booked_on, line.amount_minor, line.fingerprint)).or_default().push(index);
    }
    let mut proofs = groups.into_values().filter_map(|group| {
        let each = amount(*group.first()?);
        let times = usize::try_from(gap_minor.checked_div(each)?).ok()?;
        (gap_minor % each == 0 && (1..=group.len()).contains(&times)).then(|| group[..times].to_vec())
    });
    if let (Some(twins), None) = (proofs.next(), proofs.next()) {
        twins.into_iter().for_each(|index| verdicts[index] = Verdict::New);
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
