use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

use super::*;

const CHECKING: i64 = 10;
const SAVINGS: i64 = 20;
const CARD: i64 = 30;
const SHOP: i64 = 40;

fn side(line: i64, account: i64, day: i32, amount_minor: i64) -> Side {
    let kind = match account {
        CARD => AccountKind::Card,
        SHOP => AccountKind::Processor,
        _ => AccountKind::Bank,
    };
    Side {
        line,
        account,
        kind,
        booked_on: date(2026, 3, 1) + day.days(),
        amount_minor,
        currency: None,
        book_minor: amount_minor,
        announced: false,
        other: None,
        mentions: None,
        words: false,
        settled: false,
    }
}

fn told(side: Side) -> Side {
    Side { words: true, ..side }
}

fn named(side: Side, account: i64) -> Side {
    Side { mentions: Some(Mention { by_number: false, account }), ..side }
}

fn said(side: Side, other: i64) -> Side {
    Side { announced: true, other: Some(other), ..side }
}

#[test]
fn what_speaks_for_a_pair_decides_whether_it_is_asked() {
    let rows: Vec<(&str, Vec<Side>, usize, usize)> = vec![
        (
            "both name the other account",
            vec![named(side(1, CHECKING, 0, -50_000), SAVINGS), named(side(2, SAVINGS, 1, 50_000), CHECKING)],
            1,
            0,
        ),
        (
            "the owner said so, the other side weeks later",
            vec![said(side(1, CHECKING, 0, -50_000), SAVINGS), told(side(2, SAVINGS, 25, 50_000))],
            1,
            0,
        ),
        (
            "a card's bill paid twenty days later",
            vec![told(side(1, CHECKING, 0, -6_318)), told(side(2, CARD, 20, 6_318))],
            1,
            0,
        ),
        (
            "a payout of a processor",
            vec![told(side(1, SHOP, 0, -11_827)), named(side(2, CHECKING, 2, 11_827), SHOP)],
            1,
            0,
        ),
        (
            "only the same amount, two days apart",
            vec![side(1, CHECKING, 0, -50_000), side(2, SAVINGS, 2, 50_000)],
            0,
            0,
        ),
        ("only the same odd amount, next day", vec![side(1, CHECKING, 0, -50_017), side(2, SAVINGS, 1, 50_017)], 0, 1),
        (
            "only the same amount, two weeks apart",
            vec![side(1, CHECKING, 0, -50_017), side(2, SAVINGS, 14, 50_017)],
            0,
            0,
        ),
        (
            "a third account is named",
            vec![said(side(1, CHECKING, 0, -50_000), CARD), told(side(2, SAVINGS, 1, 50_000))],
            0,
            0,
        ),
        ("the same account", vec![told(side(1, SAVINGS, 0, -50_000)), told(side(2, SAVINGS, 1, 50_000))], 0, 0),
        ("another amount", vec![told(side(1, CHECKING, 0, -50_001)), told(side(2, SAVINGS, 1, 50_000))], 0, 0),
        (
            "three months",
            vec![said(side(1, CHECKING, 0, -50_000), SAVINGS), said(side(2, SAVINGS, 90, 50_000), CHECKING)],
            0,
            0,
        ),
        (
            "two accounts that fit alike",
            vec![
                told(side(1, CHECKING, 0, -50_017)),
                told(side(2, SAVINGS, 1, 50_017)),
                told(side(3, SHOP, 1, 50_017)),
            ],
            0,
            1,
        ),
    ];
    for (what, sides, sure, asked) in rows {
        let found = pairs(&sides, &[]);
        assert_eq!((found.sure.len(), found.asked.len()), (sure, asked), "{what}: {found:?}");
    }
}

#[test]
fn monthly_transfers_pair_with_their_own_month() {
    let mut sides = Vec::new();
    for month in 0..6 {
        sides.push(told(side(month + 1, CHECKING, month as i32 * 30, -20_000)));
        sides.push(named(side(month + 101, SAVINGS, month as i32 * 30 + 2, 20_000), CHECKING));
    }
    let found = pairs(&sides, &[]);
    assert_eq!(
        found.sure.iter().map(|pair| (pair.out, pair.into)).collect::<Vec<_>>(),
        (1..=6).map(|line| (line, line + 100)).collect::<Vec<_>>()
    );
}

#[test]
fn twins_on_one_day_pair_one_to_one() {
    let out = |line| said(side(line, CHECKING, 0, -20_000), SAVINGS);
    let into = |line| told(side(line, SAVINGS, 0, 20_000));
    let found = pairs(&[out(1), out(2), into(3), into(4)], &[]);
    assert_eq!(found.sure.iter().map(|pair| (pair.out, pair.into)).collect::<Vec<_>>(), [(1, 3), (2, 4)]);
}

#[test]
fn a_pair_that_was_refused_is_not_asked_again() {
    let sides = [side(1, CHECKING, 0, -50_017), side(2, SAVINGS, 1, 50_017)];
    assert_eq!(pairs(&sides, &[]).asked.len(), 1);
    assert_eq!(pairs(&sides, &[(1, 2)]), Pairs::default());
}

#[test]
fn own_accounts_are_known_by_number_and_by_name() {
    let own = [
        OwnAccount { id: CHECKING, name: "checking".into(), numbers: vec!["0210000214821".into()] },
        OwnAccount { id: SAVINGS, name: "rainy day savings".into(), numbers: vec!["de89370400440532013000".into()] },
    ];
    for (text, theirs, found) in [
        ("transfer to x4821", "", Some((true, CHECKING))),
        ("order 4821", "", None),
        ("überweisung", "DE89 3704 0044 0532 0130 00", Some((true, SAVINGS))),
        ("to rainy day savings", "", Some((false, SAVINGS))),
        ("savings bond", "", None),
        ("from checking", "", Some((false, CHECKING))),
    ] {
        let mention = mentioned(&own, 99, text, theirs).map(|mention| (mention.by_number, mention.account));
        assert_eq!(mention, found, "{text} {theirs}");
    }
}

fn any_side() -> impl Strategy<Value = (i64, i32, bool, i64, bool, Option<i64>)> {
    (0i64..4, 0i32..200, any::<bool>(), 1i64..4, any::<bool>(), prop::option::of(0i64..4))
}

/// A row of a case, as the property draws it.
type DrawnSide = (i64, i32, bool, i64, bool, Option<i64>);

fn sides_of(rows: &[DrawnSide]) -> Vec<Side> {
    let account = |index: i64| [CHECKING, SAVINGS, CARD, SHOP][index as usize];
    let sides = rows.iter().enumerate().map(|(index, (on, day, out, size, words, other))| {
        let amount = size * 5_017;
        let one = side(index as i64 + 1, account(*on), *day, if *out { -amount } else { amount });
        let other = other.map(account).filter(|other| *other != one.account);
        Side { words: *words, other, announced: other.is_some(), ..one }
    });
    sides.collect()
}

/// A line by everything but its id.
fn told_apart(sides: &[Side], line: i64) -> (Date, i64, i64, bool, Option<i64>) {
    let side = sides.iter().find(|side| side.line == line).unwrap();
    (side.booked_on, side.account, side.amount_minor, side.words, side.other)
}

proptest! {
    /// No line is in two pairs, and each pair is two accounts and two opposite amounts.
    #[test]
    fn a_line_is_paired_once(rows in prop::collection::vec(any_side(), 0..40)) {
        let sides = sides_of(&rows);
        let found = pairs(&sides, &[]);
        let mut lines: Vec<i64> = found.sure.iter().chain(&found.asked).flat_map(|pair| [pair.out, pair.into]).collect();
        let count = lines.len();
        lines.sort_unstable();
        lines.dedup();
        prop_assert_eq!(lines.len(), count);
        for pair in found.sure.iter().chain(&found.asked) {
            let (out, into) = (told_apart(&sides, pair.out), told_apart(&sides, pair.into));
            prop_assert!(out.2 + into.2 == 0 && out.1 != into.1);
        }
    }

    /// Whichever line came in first, the same movements are paired.
    #[test]
    fn pairs_do_not_depend_on_the_order_of_lines(rows in prop::collection::vec(any_side(), 0..40), seed: u64) {
        let sides = sides_of(&rows);
        let mut mixed = sides.clone();
        let mut state = seed | 1;
        for index in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mixed.swap(index, (state >> 33) as usize % (index + 1));
        }
        // Ids are handed out in the order of coming in.
        for (index, side) in mixed.iter_mut().enumerate() {
            side.line = index as i64 + 1;
        }
        let seen = |sides: &[Side], pairs: &[Pair]| {
            let mut seen: Vec<_> = pairs.iter().map(|pair| (told_apart(sides, pair.out), told_apart(sides, pair.into))).collect();
            seen.sort_unstable();
            seen
        };
        let (one, other) = (pairs(&sides, &[]), pairs(&mixed, &[]));
        prop_assert_eq!(seen(&sides, &one.sure), seen(&mixed, &other.sure));
    }

    /// Turning every amount's sign swaps the sides of each pair and nothing else, where no day decides.
    #[test]
    fn pairing_is_symmetric(rows in prop::collection::vec(any_side(), 0..20)) {
        let sides = sides_of(&rows).into_iter().map(|side| Side { booked_on: date(2026, 3, 1), kind: AccountKind::Bank, ..side }).collect::<Vec<_>>();
        let turned: Vec<Side> = sides.iter().map(|side| Side { amount_minor: -side.amount_minor, ..*side }).collect();
        let mut one: Vec<(i64, i64)> = pairs(&sides, &[]).sure.iter().map(|pair| (pair.out, pair.into)).collect();
        let mut other: Vec<(i64, i64)> = pairs(&turned, &[]).sure.iter().map(|pair| (pair.into, pair.out)).collect();
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(one, other);
    }
}
