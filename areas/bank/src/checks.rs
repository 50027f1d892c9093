//! What must always hold between the lines and the books.

use std::collections::HashMap;

use books::SourcePosting;
use kernel::{
    Context, Failure, Query,
    slots::{Check, Checked},
};
use locale::t;

use crate::{BANK_LINE, line::LineState, place::roles, records};

/// The checks of `verify`.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            name: "bank-lines-are-booked",
            about: || {
                t!(
                    "Every bank line has one cash entry on its day, or on the first open day after it, of its account and amount."
                )
            },
            run: lines_are_booked,
        },
        Check {
            name: "to-sort-is-what-waits",
            about: || t!("The account To sort holds exactly the lines that wait for a decision."),
            run: to_sort_is_what_waits,
        },
        Check {
            name: "transfers-have-two-sides",
            about: || t!("Every paired transfer has two sides that name each other, opposite and on two accounts."),
            run: transfers_have_two_sides,
        },
        Check {
            name: "statements-have-their-lines",
            about: || t!("Every statement has as many lines as it brought."),
            run: statements_have_their_lines,
        },
    ]
}

/// How many lines are read at a time.
const AT_A_TIME: i64 = 5_000;
/// How many problems are said.
const MOST_PROBLEMS: usize = 100;

fn lines_are_booked(context: &mut Context) -> Result<Checked, Failure> {
    let mut checked = Checked::default();
    let mut after = 0;
    loop {
        let lines = records::lines_after(&mut context.tx, after, AT_A_TIME)?;
        let Some(last) = lines.last() else { break };
        after = last.id;
        let first = lines.first().map_or(0, |line| line.id);
        let mut booked: HashMap<(i64, i64), Vec<SourcePosting>> = HashMap::new();
        for posting in books::postings_of_sources(context, BANK_LINE, first..=last.id)? {
            booked.entry((posting.source, posting.entry)).or_default().push(posting);
        }
        for line in &lines {
            checked.looked_at += 1;
            let postings = booked.get(&(line.id, line.cash_entry)).map_or(&[][..], Vec::as_slice);
            let of_account: Vec<i64> = postings
                .iter()
                .filter(|posting| posting.account == line.account && posting.posted_on == line.day_in_books())
                .map(|posting| posting.amount_minor)
                .collect();
            if of_account != [line.amount_minor] && checked.problems.len() < MOST_PROBLEMS {
                let problem =
                    t!("Bank line {line} and its entry {entry} disagree.", line = line.id, entry = line.cash_entry);
                checked.problems.push(problem);
            }
        }
    }
    Ok(checked)
}

fn to_sort_is_what_waits(context: &mut Context) -> Result<Checked, Failure> {
    let to_sort = roles(context)?.to_sort;
    let (count, sum) = records::count_in_state(&mut context.tx, LineState::ToSort)?;
    let balances = books::Balances::default().answer(context)?;
    let held = balances.accounts.iter().find(|line| line.account.id == to_sort).map_or(0, |line| line.balance_minor);
    let mut problems = Vec::new();
    if held != -sum {
        problems.push(t!("The waiting lines sum to {sum}, but To sort holds {held}.", sum = sum, held = -held));
    }
    Ok(Checked { looked_at: count, problems })
}

fn statements_have_their_lines(context: &mut Context) -> Result<Checked, Failure> {
    let counts = records::statement_counts(&mut context.tx)?;
    let wrong = counts.iter().filter(|(_, counted, here)| counted != here);
    let problem = |(id, counted, here): &(i64, i64, i64)| {
        t!("Statement {id} brought {counted} lines, and {here} are here.", id = id, counted = counted, here = here)
    };
    let problems = wrong.map(problem).take(MOST_PROBLEMS).collect();
    Ok(Checked { looked_at: i64::try_from(counts.len()).unwrap_or(i64::MAX), problems })
}

fn transfers_have_two_sides(context: &mut Context) -> Result<Checked, Failure> {
    let looked_at = records::count_paired(&mut context.tx)?;
    let problem = |line: i64| t!("Bank line {line} is paired with a line that is not its other side.", line = line);
    let problems = records::odd_pairs(&mut context.tx, MOST_PROBLEMS as i64)?.into_iter().map(problem).collect();
    Ok(Checked { looked_at, problems })
}
