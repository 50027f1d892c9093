use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn known(id: i64, day: i8, amount_minor: i64, text: &str, bank_id: Option<&str>) -> Known {
    let bank_id = bank_id.map(str::to_owned);
    Known {
        id,
        standing: Standing::Line,
        booked_on: date(2026, 5, day),
        amount_minor,
        fingerprint: text.into(),
        bank_id,
        batch: String::new(),
    }
}

fn line<'a>(day: i8, amount_minor: i64, fingerprint: &'a str, bank_id: Option<&'a str>) -> Incoming<'a> {
    Incoming { booked_on: date(2026, 5, day), amount_minor, fingerprint, bank_id, batch: None }
}

/// What happens, what is known, what comes in, and what each line turns out to be.
type Case = (&'static str, Vec<Known>, Vec<Incoming<'static>>, Vec<Verdict>);

use Verdict::{Alike, Asked, Doubtful, New, Same};

#[test]
fn each_line_is_told_from_what_is_here() {
    let rows: Vec<Case> = vec![
        ("the same id", vec![known(1, 4, -5, "coffee", Some("a"))], vec![line(9, -5, "cafe", Some("a"))], vec![Same]),
        ("the same text", vec![known(1, 4, -5, "coffee", None)], vec![line(4, -5, "coffee", None)], vec![Alike]),
        (
            "an id that came later",
            vec![known(1, 4, -5, "coffee", None)],
            vec![line(4, -5, "coffee", Some("a"))],
            vec![Alike],
        ),
        (
            "twins in the file",
            vec![known(1, 4, -5, "coffee", None)],
            vec![line(4, -5, "coffee", None); 2],
            vec![Alike, New],
        ),
        (
            "twins here",
            vec![known(1, 4, -5, "coffee", None), known(2, 4, -5, "coffee", None)],
            vec![line(4, -5, "coffee", None)],
            vec![Alike],
        ),
        ("another day, same text", vec![known(1, 4, -5, "coffee", None)], vec![line(5, -5, "coffee", None)], vec![New]),
        (
            "another text two days on",
            vec![known(1, 4, -5, "coffee", None)],
            vec![line(6, -5, "cafe", None)],
            vec![Doubtful(1)],
        ),
        (
            "another text five days on",
            vec![known(1, 4, -5, "coffee", None)],
            vec![line(9, -5, "cafe", None)],
            vec![New],
        ),
        (
            "another id",
            vec![known(1, 4, -5, "coffee", Some("a"))],
            vec![line(4, -5, "coffee", Some("b"))],
            vec![Doubtful(1)],
        ),
        (
            "another id beside the first",
            vec![known(1, 4, -5, "coffee", Some("a"))],
            vec![line(4, -5, "coffee", Some("a")), line(4, -5, "coffee", Some("b"))],
            vec![Same, New],
        ),
        (
            "an id at two movements",
            vec![known(1, 4, -5, "x", Some("0"))],
            vec![line(4, -5, "x", Some("0")), line(5, -7, "y", Some("0"))],
            vec![Alike, New],
        ),
        (
            "a line twice in the file",
            vec![],
            vec![line(4, -5, "x", Some("a")), line(4, -5, "x", Some("a"))],
            vec![New, Same],
        ),
        (
            "one that was asked",
            vec![Known { standing: Standing::Open, ..known(1, 4, -5, "x", None) }],
            vec![line(4, -5, "x", None)],
            vec![Asked],
        ),
        (
            "one that was dropped",
            vec![Known { standing: Standing::Dropped, ..known(1, 4, -5, "x", Some("b")) }],
            vec![line(4, -5, "x", Some("b"))],
            vec![Same],
        ),
    ];
    for (what, known, incoming, verdicts) in rows {
        assert_eq!(compare(&known, &incoming), verdicts, "{what}");
    }
}

#[test]
fn a_closing_balance_settles_doubt() {
    for (what, verdicts, gap, settled) in [
        ("nothing is missing", vec![Doubtful(1), New], 0, vec![Same, New]),
        ("the doubtful line is missing", vec![Doubtful(1), New], -5, vec![New, New]),
        ("something else is missing", vec![Doubtful(1), New], -7, vec![Doubtful(1), New]),
        ("a twin is missing", vec![Alike, New], -5, vec![New, New]),
        ("no twin is missing", vec![Alike, New], 0, vec![Alike, New]),
        ("a sum no twin gives", vec![Alike, New], -8, vec![Alike, New]),
    ] {
        let incoming = [line(4, -5, "coffee", None), line(5, -9, "rent", None)];
        let mut after = verdicts;
        settle(&mut after, &incoming, gap);
        assert_eq!(after, settled, "{what}");
    }
}

#[test]
fn a_file_tells_every_line_between_its_ends() {
    let incoming = [line(3, -9, "rent", None), line(4, -5, "coffee", None), line(5, -9, "tea", None)];
    for (what, gap, settled) in [
        ("a day in the middle has no second coffee", -5, vec![Alike, Alike, Alike]),
        ("the first day may, and so may the last: two answers are none", -9, vec![Alike, Alike, Alike]),
    ] {
        let mut after = vec![Alike, Alike, Alike];
        settle(&mut after, &incoming, gap);
        assert_eq!(after, settled, "{what}");
    }
}

/// Files as banks make them: each shows all lines of the days it covers.
fn imported(whole: &[(u8, i64, u8)], periods: &[(u8, u8)], with_ids: bool) -> (Vec<(u8, i64, u8)>, usize) {
    let ids: Vec<String> = (0..whole.len()).map(|index| format!("id{index}")).collect();
    let texts: Vec<String> = whole.iter().map(|line| format!("text {}", char::from(b'a' + line.2))).collect();
    let mut stored: Vec<(usize, Known)> = Vec::new();
    let mut doubtful = 0;
    for (from, through) in periods {
        let file: Vec<usize> = (0..whole.len()).filter(|index| (*from..=*through).contains(&whole[*index].0)).collect();
        let incoming: Vec<Incoming<'_>> = file
            .iter()
            .map(|&index| Incoming {
                booked_on: date(2026, 5, i8::try_from(whole[index].0).unwrap_or(1)),
                amount_minor: whole[index].1,
                fingerprint: &texts[index],
                bank_id: with_ids.then(|| ids[index].as_str()),
                batch: None,
            })
            .collect();
        let here: Vec<Known> = stored.iter().map(|(_, known)| known.clone()).collect();
        for ((verdict, &index), line) in compare(&here, &incoming).into_iter().zip(&file).zip(&incoming) {
            match verdict {
                New => {
                    let bank_id = line.bank_id.map(str::to_owned);
                    let (booked_on, amount_minor, fingerprint) =
                        (line.booked_on, line.amount_minor, line.fingerprint.to_owned());
                    let id = stored.len() as i64;
                    stored.push((
                        index,
                        Known {
                            id,
                            standing: Standing::Line,
                            booked_on,
                            amount_minor,
                            fingerprint,
                            bank_id,
                            batch: String::new(),
                        },
                    ));
                }
                Doubtful(_) => doubtful += 1,
                _ => {}
            }
        }
    }
    let mut lines: Vec<_> = stored.into_iter().map(|(index, _)| whole[index]).collect();
    lines.sort_unstable();
    (lines, doubtful)
}

proptest! {
    /// Statements that overlap or repeat, in any order, give exactly the lines of the days they cover.
    #[test]
    fn overlapping_statements_give_the_whole(
        whole in prop::collection::vec((1u8..28, 0u8..3, 0u8..3), 0..40),
        periods in prop::collection::vec((1u8..28, 0u8..27), 1..6),
        with_ids: bool,
    ) {
        // Amounts that belong to a text, and texts weeks apart from each other: nothing that would have to be asked.
        let whole: Vec<(u8, i64, u8)> = whole.into_iter().map(|(day, kind, _)| (day, -100 - i64::from(kind), kind)).collect();
        let periods: Vec<(u8, u8)> = periods.into_iter().map(|(from, days)| (from, from.saturating_add(days))).collect();
        let (lines, doubtful) = imported(&whole, &periods, with_ids);
        let mut covered: Vec<_> =
            whole.iter().copied().filter(|line| periods.iter().any(|(from, through)| (*from..=*through).contains(&line.0))).collect();
        covered.sort_unstable();
        if !with_ids {
            prop_assert_eq!(&lines, &covered);
            prop_assert_eq!(doubtful, 0);
        }
        // Whatever is asked, nothing is added twice and nothing is lost without being asked.
        prop_assert!(lines.len() <= covered.len());
        prop_assert!(lines.len() + doubtful >= covered.len());
    }
}
