//! Transfers between the owner's own accounts: which line is the other side of which.
//!
//! The two sides may come in weeks apart and in any order, so pairs are not taken as lines arrive: they are a function of
//! all the lines that could be a side. Two lines are a pair when each is the other's best partner and enough speaks for
//! it; a doubtful pair is one question. Because only a line's own neighbours decide about it, a stretch of days can be
//! looked at without the rest of the years.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use ledger::{AccountKind, Currency};

/// Sides further apart are no pair by themselves: a transfer takes days, a card's bill is paid within two months.
pub const DAYS_APART: i32 = 60;
/// Without a word that speaks of a transfer: up to three working days, and a week-end makes it five.
pub const DAYS_APART_UNTOLD: i32 = 5;
/// Money may be booked as arrived before it is booked as sent, where one bank books at night and the other does not.
const DAYS_EARLY: i32 = 3;
/// So many points make a pair without asking ...
pub const SURE: i32 = 60;
/// ... and so many a question.
pub const ASK: i32 = 10;
/// A pair is only sure when no line of a third account is nearly as good.
const LEAD: i32 = 15;

/// A line that could be one side of a transfer, with what speaks for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The line.
    pub line: i64,
    /// The account it is on.
    pub account: i64,
    /// What that account is.
    pub kind: AccountKind,
    /// Its day.
    pub booked_on: Date,
    /// What reached or left the account, in its own currency.
    pub amount_minor: i64,
    /// That currency, where it is another than the books'.
    pub currency: Option<Currency>,
    /// What it was worth in the books' currency.
    pub book_minor: i64,
    /// Whether the owner or a rule called it a transfer.
    pub announced: bool,
    /// The account that was named with it.
    pub other: Option<i64>,
    /// The own account that the line's text names, and how surely.
    pub mentions: Option<Mention>,
    /// Whether its text speaks of a transfer.
    pub words: bool,
    /// It was sorted by what was learned, so a pair must be clearer than usual to take it from there.
    pub settled: bool,
}

/// An own account that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// By its number, which nobody else has, rather than by its name.
    pub by_number: bool,
    /// The account.
    pub account: i64,
}

/// Two lines that belong together, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The line that went out.
    pub out: i64,
    /// The line that came in.
    pub into: i64,
    /// How much speaks for it.
    pub points: i32,
}

/// What a set of lines says about pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Those that need no question.
    pub sure: Vec<Pair>,
    /// Those to ask about; a line is in one at most.
    pub asked: Vec<Pair>,
}

/// How much speaks for two lines being the sides of one transfer; nothing where they cannot be.
pub fn points(out: &Side, into: &Side) -> Option<i32> {
    if out.account == into.account || out.amount_minor >= 0 || into.amount_minor <= 0 || !same_worth(out, into) {
        return None;
    }
    if out.other.is_some_and(|other| other != into.account) || into.other.is_some_and(|other| other != out.account) {
        return None;
    }
    let late = (into.booked_on - out.booked_on).get_days();
    let days = late.abs();
    let mut told = 0;
    for (side, opposite) in [(out, into), (into, out)] {
        told += match (side.announced, side.other) {
            (true, Some(_)) => 60,
            (true, None) => 25,
            _ => 0,
        };
        told += match side.mentions {
            Some(mention) if mention.account == opposite.account => {
                if mention.by_number {
                    60
                } else {
                    35
                }
            }
            // A number that is ours but not this account's says plainly that it is another transfer.
            Some(Mention { by_number: true, .. }) => return None,
            Some(_) => -20,
            None => 0,
        };
        told += if side.words { 22 } else { 0 };
    }
    if days > DAYS_APART || late < -DAYS_EARLY || (told <= 0 && days > DAYS_APART_UNTOLD) {
        return None;
    }
    // Money rarely reaches a card or leaves a processor for another reason.
    let kinds = match (out.kind, into.kind) {
        (_, AccountKind::Card) | (AccountKind::Processor, AccountKind::Bank) => 15,
        _ => 0,
    };
    // Even amounts meet by accident, odd ones hardly ever.
    let exchanged = out.currency != into.currency;
    let odd = if exchanged || out.amount_minor % 1_000 == 0 { 0 } else { 10 };
    let near = if days <= 5 { 10 - 2 * days } else { -(days - 5) / 2 };
    let early = if late < 0 { -5 } else { 0 };
    let settled = if out.settled || into.settled { -20 } else { 0 };
    Some(told + kinds + odd + near + early + settled)
}

/// How far the two sides of an exchange may be apart, in hundredths: what banks and cards take on the official rate.
const EXCHANGE_HUNDREDTHS: i128 = 3;

/// Whether two sides are one sum: the same amount of one currency, or amounts of two that are worth nearly the same.
fn same_worth(out: &Side, into: &Side) -> bool {
    if out.currency == into.currency {
        return out.amount_minor.checked_neg() == Some(into.amount_minor);
    }
    let (sent, came) = (i128::from(out.book_minor).abs(), i128::from(into.book_minor).abs());
    (sent - came).abs() * 100 <= sent.max(came) * EXCHANGE_HUNDREDTHS
}

/// Lines that nothing tells apart are one node with a count: which of them is paired changes nothing.
struct Node<'a> {
    side: &'a Side,
    lines: Vec<i64>,
}

fn nodes<'a>(sides: impl Iterator<Item = &'a Side>) -> Vec<Node<'a>> {
    let mut found: Vec<Node<'a>> = Vec::new();
    for side in sides {
        let same = |node: &&mut Node<'_>| Side { line: side.line, ..*node.side } == *side;
        match found.iter_mut().find(same) {
            Some(node) => node.lines.push(side.line),
            None => found.push(Node { side, lines: vec![side.line] }),
        }
    }
    for node in &mut found {
        node.lines.sort_unstable();
    }
    found
}

/// The best of a node's candidates: `(index, points)`, and whether it leads enough to need no question.
fn best(candidates: &[(usize, i32)], account_of: impl Fn(usize) -> i64) -> Option<(usize, i32, bool)> {
    let (index, points) =
        candidates.iter().copied().max_by_key(|(index, points)| (*points, std::cmp::Reverse(*index)))?;
    let rivals = || candidates.iter().filter(|(other, _)| *other != index);
    let tied = rivals().any(|(_, other)| *other == points);
    // Between the same two accounts the nearer day is enough: taking the wrong one of two equals changes nothing.
    let close = rivals().any(|(other, rival)| account_of(*other) != account_of(index) && points - rival < LEAD);
    Some((index, points, !tied && !close))
}

/// The pairs among lines. `refused` holds the pairs (smaller line first) that the owner said are none.
pub fn pairs(sides: &[Side], refused: &[(i64, i64)]) -> Pairs {
    let mut by_size: HashMap<u64, Vec<&Side>> = HashMap::new();
    for side in sides {
        by_size.entry(side.amount_minor.unsigned_abs()).or_default().push(side);
    }
    let mut found = Pairs::default();
    for group in by_size.into_values() {
        if group.iter().any(|side| side.amount_minor < 0) && group.iter().any(|side| side.amount_minor > 0) {
            pairs_of_size(&group, refused, &mut found);
        }
    }
    exchanges(sides, refused, &mut found);
    found.sure.sort_unstable();
    found.asked.sort_unstable();
    found
}

/// The exchanges from one currency into another, among the lines that are no side of a transfer within their own.
fn exchanges(sides: &[Side], refused: &[(i64, i64)], found: &mut Pairs) {
    let taken: HashSet<i64> = found.sure.iter().chain(&found.asked).flat_map(|pair| [pair.out, pair.into]).collect();
    let free: Vec<&Side> = sides.iter().filter(|side| !taken.contains(&side.line)).collect();
    let could = |side: &&&Side| {
        let near = |other: &&Side| {
            other.currency != side.currency
                && (other.amount_minor < 0) != (side.amount_minor < 0)
                && (other.booked_on - side.booked_on).get_days().abs() <= DAYS_APART
                && same_worth(side, other)
        };
        free.iter().any(near)
    };
    if free.iter().all(|side| side.currency.is_none()) {
        return;
    }
    let group: Vec<&Side> = free.iter().filter(could).copied().collect();
    pairs_of_size(&group, refused, found);
}

fn pairs_of_size(group: &[&Side], refused: &[(i64, i64)], found: &mut Pairs) {
    // A refused line is not like its twins any more, so it stands alone.
    let alone = |line: i64| refused.iter().any(|(left, right)| *left == line || *right == line);
    let split = |keep: fn(&Side) -> bool| {
        let sides = || group.iter().copied().filter(move |side| keep(side));
        let mut all = nodes(sides().filter(|side| !alone(side.line)));
        all.extend(sides().filter(|side| alone(side.line)).map(|side| Node { side, lines: vec![side.line] }));
        // The order of the nodes must not depend on the order in which lines came in.
        all.sort_by_key(|node| {
            let Side { booked_on, account, announced, other, mentions, words, settled, amount_minor, .. } = *node.side;
            (booked_on, account, announced, other, mentions, words, settled, amount_minor)
        });
        all
    };
    let (outs, intos) = (split(|side| side.amount_minor < 0), split(|side| side.amount_minor > 0));
    let mut from_out: Vec<Vec<(usize, i32)>> = vec![Vec::new(); outs.len()];
    let mut from_into: Vec<Vec<(usize, i32)>> = vec![Vec::new(); intos.len()];
    for (out_index, out) in outs.iter().enumerate() {
        for (into_index, into) in intos.iter().enumerate() {
            let not = || {
                let (left, right) = (out.lines[0].min(into.lines[0]), out.lines[0].max(into.lines[0]));
                out.lines.len() == 1 && into.lines.len() == 1 && refused.contains(&(left, right))
            };
            if let Some(points) = points(out.side, into.side).filter(|points| *points >= ASK && !not()) {
                from_out[out_index].push((into_index, points));
                from_into[into_index].push((out_index, points));
            }
        }
    }
    for (out_index, out) in outs.iter().enumerate() {
        let Some((into_index, points, leads)) = best(&from_out[out_index], |index| intos[index].side.account) else {
            continue;
        };
        let Some((back, _, leads_back)) = best(&from_into[into_index], |index| outs[index].side.account) else {
            continue;
        };
        if back != out_index {
            continue;
        }
        let into = &intos[into_index];
        // Where one side has more of them, those beyond wait: nothing tells which they are, so it does not matter.
        let sure = leads && leads_back && points >= SURE;
        let place = if sure { &mut found.sure } else { &mut found.asked };
        place.extend(out.lines.iter().zip(&into.lines).map(|(out, into)| Pair { out: *out, into: *into, points }));
    }
}

/// Words by which banks say that money moved between accounts, in the languages the program speaks. Folded.
const WORDS: [&str; 24] = [
    "transfer",
    "xfer",
    "payout",
    "autopay",
    "auto pay",
    "card payment",
    "payment thank you",
    "bill payment",
    "bill pymt",
    "epayment",
    "e-payment",
    "crcardpmt",
    "online pmt",
    "umbuchung",
    "übertrag",
    "uebertrag",
    "auszahlung",
    "kreditkarte",
    "kartenabrechnung",
    "virement interne",
    "virement compte",
    "reglement carte",
    "règlement carte",
    "prelevement carte",
];

/// Whether a folded text speaks of a transfer.
pub fn speaks_of_transfer(folded: &str) -> bool {
    WORDS.iter().any(|word| folded.contains(word))
}

/// An own account by the words that texts may name it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAccount {
    /// Its id.
    pub id: i64,
    /// Its name, folded.
    pub name: String,
    /// Its numbers as banks state them, letters and digits only, lower case.
    pub numbers: Vec<String>,
}

/// The shortest number that is taken for an account's own.
const NUMBER_LENGTH: usize = 6;

/// Letters and digits only, lower case: how account numbers are compared.
pub fn number_key(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The own account that a line names, other than the one it is on: by number, else by name.
pub fn mentioned(own: &[OwnAccount], on: i64, folded: &str, counterparty_account: &str) -> Option<Mention> {
    let others = || own.iter().filter(|account| account.id != on);
    let (key, other_key) = (number_key(folded), number_key(counterparty_account));
    let by_number = others().find(|account| {
        account.numbers.iter().filter(|number| number.len() >= NUMBER_LENGTH).any(|number| {
            let tail =
                &number[number.len() - number.char_indices().rev().nth(3).map_or(0, |(at, _)| number.len() - at)..];
            let masked = folded.split_whitespace().any(|word| {
                let bare = word.trim_start_matches(['x', '*', '.', '·', '#']);
                bare == tail && bare.len() < word.len()
            });
            masked
                || key.contains(number.as_str())
                || (other_key.len() >= NUMBER_LENGTH
                    && (other_key.ends_with(number.as_str()) || number.ends_with(&other_key)))
        })
    });
    if let Some(account) = by_number {
        return Some(Mention { by_number: true, account: account.id });
    }
    let named = |account: &&OwnAccount| {
        account.name.chars().count() >= 4
            && account
                .name
                .split(' ')
                .all(|word| folded.split(|letter: char| !letter.is_alphanumeric()).any(|one| one == word))
    };
    let mut named = others().filter(named);
    match (named.next(), named.next()) {
        (Some(account), None) => Some(Mention { by_number: false, account: account.id }),
        _ => None,
    }
}

#[cfg(test)]
#[path = "pairing_tests.rs"]
mod tests;
