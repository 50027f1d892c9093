//! Pairs of transfers are kept true: after lines came in, left or were decided, their stretch of days is looked at again
//! as a whole, so that the same pairs stand whichever statement came first.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure};
use ledger::AccountKind;

use crate::{
    exchanges,
    line::{BY_LEARNING, BY_NONE, BY_PAIR, BankLine, LineState},
    moving::{Move, first_place, move_lines},
    place::{Place, roles},
    records,
    rules::{
        deciding::fold,
        pairing::{DAYS_APART, OwnAccount, Pair, Pairs, Side, mentioned, number_key, pairs, speaks_of_transfer},
    },
};

/// A line decides about its neighbours' pairs, and they about theirs: twice the days that sides may be apart.
const REACH: i32 = 2 * DAYS_APART;
/// Days looked at in one go, so that memory does not grow with the years of a file.
const STRETCH: i32 = 366;

/// What texts are read with.
struct Known {
    own: Vec<OwnAccount>,
    kinds: HashMap<i64, AccountKind>,
    words: Vec<(i64, i64, bool)>,
}

impl Known {
    fn read(context: &mut Context) -> Result<Known, Failure> {
        let mut numbers: HashMap<i64, Vec<String>> = HashMap::new();
        for (name, account) in records::account_names(&mut context.tx)? {
            // Files name an account by bank and number; the number is what other banks print.
            let number = name.split_whitespace().last().map(number_key).unwrap_or_default();
            numbers.entry(account).or_default().push(number);
        }
        let words = records::pair_words(&mut context.tx)?;
        let stated = books::accounts(context)?.iter().filter(|account| account.kind.has_statements());
        let kinds = stated.clone().map(|account| (account.id, account.kind)).collect();
        let own = stated
            .filter(|account| account.role.is_empty())
            .map(|account| OwnAccount {
                id: account.id,
                name: fold(&account.name),
                numbers: numbers.remove(&account.id).unwrap_or_default(),
            })
            .collect();
        Ok(Known { own, kinds, words })
    }

    fn side(&self, line: &BankLine) -> Side {
        let folded = format!("{} {}", fold(&line.text), fold(&line.counterparty));
        let said = line.state == LineState::Transfer && line.decided_by != BY_PAIR;
        Side {
            line: line.id,
            account: line.account,
            kind: self.kinds.get(&line.account).copied().unwrap_or(AccountKind::Bank),
            booked_on: line.booked_on,
            // A fee was taken off in the books' currency only.
            amount_minor: if line.currency.is_empty() { line.decided_minor() } else { line.amount_minor },
            currency: line.currency.parse().ok(),
            book_minor: line.decided_minor(),
            announced: said,
            other: line.other_account.filter(|_| said),
            mentions: mentioned(&self.own, line.account, &folded, &line.counterparty_account),
            words: speaks_of_transfer(&folded),
            settled: line.first_by == BY_LEARNING,
        }
    }

    /// The pairs among lines: those the owner confirmed, then those that the lines themselves say.
    fn pairs(&self, lines: &HashMap<i64, BankLine>) -> Pairs {
        let confirmed: Vec<(i64, i64)> = self
            .words
            .iter()
            .filter(|(left, right, same)| *same && lines.contains_key(left) && lines.contains_key(right))
            .map(|(left, right, _)| (*left, *right))
            .collect();
        let refused: Vec<(i64, i64)> =
            self.words.iter().filter(|word| !word.2).map(|(left, right, _)| (*left, *right)).collect();
        let free = |line: &&BankLine| !confirmed.iter().any(|(left, right)| *left == line.id || *right == line.id);
        let mut sides: Vec<Side> = lines.values().filter(free).map(|line| self.side(line)).collect();
        sides.sort_unstable_by_key(|side| side.line);
        let mut found = pairs(&sides, &refused);
        found.sure.extend(confirmed.iter().map(|(left, right)| {
            let out_first = lines.get(left).is_some_and(|line| line.amount_minor < 0);
            let (out, into) = if out_first { (*left, *right) } else { (*right, *left) };
            Pair { out, into, points: i32::MAX }
        }));
        found
    }

    /// The lines of these days that may be a side, with the partners of confirmed pairs wherever they are.
    fn lines(
        &self,
        context: &mut Context,
        from: Date,
        through: Date,
        size: i64,
    ) -> Result<HashMap<i64, BankLine>, Failure> {
        let rows = records::possible_sides(&mut context.tx, from, through, size)?;
        let mut lines: HashMap<i64, BankLine> = rows.into_iter().map(|line| (line.id, line)).collect();
        for (left, right, _) in self.words.iter().filter(|word| word.2) {
            for (here, there) in [(left, right), (right, left)] {
                if lines.contains_key(here)
                    && !lines.contains_key(there)
                    && let Some(line) = records::line(&mut context.tx, *there)?.filter(may_be_a_side)
                {
                    lines.insert(line.id, line);
                }
            }
        }
        Ok(lines)
    }
}

/// What the owner or a rule put into a category is no transfer.
pub(crate) fn may_be_a_side(line: &BankLine) -> bool {
    !matches!(line.state, LineState::Sorted | LineState::Payment) || line.decided_by == BY_LEARNING
}

/// Whether any account of the owner's is kept in another currency than the books.
fn has_foreign(context: &mut Context) -> Result<bool, Failure> {
    let books = context.settings.currency;
    Ok(books::accounts(context)?.iter().any(|account| account.kind.has_statements() && account.currency != books))
}

fn worth_looking(context: &mut Context) -> Result<bool, Failure> {
    let own: Vec<i64> = books::accounts(context)?
        .iter()
        .filter(|account| account.kind.has_statements() && account.role.is_empty())
        .map(|account| account.id)
        .collect();
    // A line that was paired may have lost its other side with the only statement of that account.
    if records::has_found_pairs(&mut context.tx)? {
        return Ok(true);
    }
    let mut with_lines = 0;
    for account in own {
        with_lines += i32::from(records::has_lines(&mut context.tx, account)?);
        if with_lines > 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Looks again at the days around lines that came, went or changed (their day and amount), and answers the lines whose
/// pair or place changed by that, as they are now.
pub(crate) fn settle(context: &mut Context, touched: &[(Date, i64)]) -> Result<HashMap<i64, BankLine>, Failure> {
    let mut changed = HashMap::new();
    let (Some(first), Some(last)) = (touched.iter().map(|one| one.0).min(), touched.iter().map(|one| one.0).max())
    else {
        return Ok(changed);
    };
    if !worth_looking(context)? {
        return Ok(changed);
    }
    let known = Known::read(context)?;
    let size = touched[0].1.unsigned_abs();
    // The two sides of an exchange differ in size.
    let size = if has_foreign(context)? { 0 } else { size };
    let size =
        if touched.iter().all(|one| one.1.unsigned_abs() == size) { i64::try_from(size).unwrap_or(0) } else { 0 };
    let mut from = first.saturating_sub(REACH.days());
    let end = last.saturating_add(REACH.days());
    while from <= end {
        let through = from.saturating_add((STRETCH - 1).days()).min(end);
        settle_stretch(context, &known, from, through, size, &mut changed)?;
        let next = through.saturating_add(1.day());
        if next == through {
            break;
        }
        from = next;
    }
    Ok(changed)
}

/// Makes the pairs true whose outgoing line lies in these days.
fn settle_stretch(
    context: &mut Context,
    known: &Known,
    from: Date,
    through: Date,
    size: i64,
    changed: &mut HashMap<i64, BankLine>,
) -> Result<(), Failure> {
    let mut lines =
        known.lines(context, from.saturating_sub(REACH.days()), through.saturating_add(REACH.days()), size)?;
    let within = |line: &BankLine| (from..=through).contains(&line.booked_on);
    let found = known.pairs(&lines);
    let wanted: HashMap<i64, i64> = found
        .sure
        .iter()
        .filter(|pair| lines.get(&pair.out).is_some_and(within))
        .map(|pair| (pair.out, pair.into))
        .collect();
    // First what no longer holds, so that a line is free before it is paired anew.
    let stale: Vec<(i64, i64)> = lines
        .values()
        .filter(|line| line.amount_minor < 0 && within(line))
        .filter_map(|line| Some((line.id, line.pair?)))
        .filter(|(out, into)| wanted.get(out) != Some(into))
        .collect();
    let mut pair_of: HashMap<i64, Option<i64>> = HashMap::new();
    for (out, into) in stale {
        pair_of.insert(out, None);
        if let std::collections::hash_map::Entry::Vacant(missing) = lines.entry(into)
            && let Some(line) = records::line(&mut context.tx, into)?
        {
            missing.insert(line);
        }
        if lines.get(&into).is_some_and(|line| line.pair == Some(out)) {
            pair_of.insert(into, None);
        }
    }
    let orphans = lines
        .values()
        .filter(|line| line.amount_minor > 0 && within(line))
        .filter(|line| line.pair.is_some_and(|out| lines.get(&out).is_none_or(|out| out.pair != Some(line.id))));
    pair_of.extend(orphans.map(|line| (line.id, None)).collect::<Vec<_>>());
    // One side may have been put back by itself while the other still names it.
    let names = |line: &i64, other: &i64| lines.get(line).is_some_and(|line| line.pair == Some(*other));
    for (out, into) in &wanted {
        if !(names(out, into) && names(into, out)) {
            pair_of.insert(*out, Some(*into));
            pair_of.insert(*into, Some(*out));
        }
    }
    // A line that was decided otherwise since, or lost its partner, is no pair by itself any more.
    for line in lines.values().filter(|line| line.decided_by == BY_PAIR && line.pair.is_none()) {
        pair_of.entry(line.id).or_insert(None);
    }
    let mut order: Vec<(i64, Option<i64>)> = pair_of.into_iter().collect();
    order.sort_unstable();
    let roles = roles(context)?;
    let (mut moves, mut kept) = (Vec::new(), Vec::new());
    for (id, pair) in order {
        let other = pair.and_then(|pair| lines.get(&pair)).map(|line| line.account);
        let Some(line) = lines.get_mut(&id) else { continue };
        line.pair = pair;
        let line = line.clone();
        let decided = line.state == LineState::Transfer && line.decided_by != BY_PAIR;
        match other {
            Some(_) if decided => kept.push(line),
            Some(other) => moves.push(Move { line, place: Place::Transfer(Some(other)), by: BY_PAIR.into() }),
            None if line.decided_by == BY_PAIR => {
                let (place, by) = if line.first_by == BY_PAIR {
                    (Place::ToSort, BY_NONE.to_owned())
                } else {
                    (first_place(&line, &roles), line.first_by.clone())
                };
                moves.push(Move { line, place, by });
            }
            None => kept.push(line),
        }
    }
    records::write_lines(&mut context.tx, &kept)?;
    let moved = move_lines(context, moves)?;
    lines.extend(kept.iter().chain(&moved).map(|line| (line.id, line.clone())));
    exchanges::settle(context, &lines, |line| within(line))?;
    changed.extend(kept.into_iter().chain(moved).map(|line| (line.id, line)));
    Ok(())
}

/// For lines of the queue, the line that each may be the other side of.
pub(crate) fn questions(context: &mut Context, lines: &[BankLine]) -> Result<HashMap<i64, BankLine>, Failure> {
    let mut asked = HashMap::new();
    let (Some(first), Some(last)) =
        (lines.iter().map(|line| line.booked_on).min(), lines.iter().map(|line| line.booked_on).max())
    else {
        return Ok(asked);
    };
    if !worth_looking(context)? {
        return Ok(asked);
    }
    let known = Known::read(context)?;
    let alone = if has_foreign(context)? { &[] } else { lines };
    let size = if let [only] = alone { i64::try_from(only.amount_minor.unsigned_abs()).unwrap_or(0) } else { 0 };
    let near = known.lines(context, first.saturating_sub(REACH.days()), last.saturating_add(REACH.days()), size)?;
    for pair in known.pairs(&near).asked {
        for (one, other) in [(pair.out, pair.into), (pair.into, pair.out)] {
            if lines.iter().any(|line| line.id == one)
                && let Some(other) = near.get(&other)
            {
                asked.insert(one, other.clone());
            }
        }
    }
    Ok(asked)
}
