//! Files of banks that no reader here was made for: how many come in right by themselves, and that none comes in wrong.
//!
//! Each row of the tables is a way in which some bank writes its export — words, delimiter, encoding, dates, amounts,
//! what stands around the movements — and the same movements are written in it. The writing knows nothing of the reading.

mod americas_and_islands;
mod further;
mod latin;
mod northern;
mod writing;

use std::fmt::Write;

use statements::{ReadError, ReadOptions};
use writing::{Movement, Shape};

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    Right,
    Asked(String),
    Wrong(String),
}

/// At least this share of files must need no help: nine in ten.
const RIGHT_OF_TEN: usize = 9;

#[test]
fn nine_in_ten_banks_never_seen_come_in_right_and_none_comes_in_wrong() {
    let shapes: Vec<&Shape> = [northern::SHAPES, latin::SHAPES, americas_and_islands::SHAPES, further::SHAPES].concat();
    assert!(shapes.len() >= 110, "{}", shapes.len());
    let mut table = String::new();
    let (mut right, mut wrong) = (0, 0);
    for shape in &shapes {
        let came = came(shape);
        let (word, detail) = match &came {
            Came::Right => ("right", String::new()),
            Came::Asked(question) => ("asks", question.clone()),
            Came::Wrong(how) => ("WRONG", how.clone()),
        };
        right += usize::from(came == Came::Right);
        wrong += usize::from(matches!(came, Came::Wrong(_)));
        writeln!(table, "{word:6} {:44} {detail}", shape.name).unwrap();
    }
    println!("{table}{right} of {} right by themselves, {wrong} wrong", shapes.len());
    assert_eq!(wrong, 0, "\n{table}");
    assert!(right * 10 >= shapes.len() * RIGHT_OF_TEN, "{right} of {}\n{table}", shapes.len());
}

fn came(shape: &Shape) -> Came {
    let bytes = shape.bytes();
    match statements::read(&bytes, &ReadOptions::default()) {
        Err(ReadError::Ambiguous { questions }) => {
            Came::Asked(questions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        }
        Err(error) => Came::Wrong(error.to_string()),
        Ok(statement) => {
            let lines: Vec<_> = statement.accounts.iter().flat_map(|account| &account.lines).collect();
            let expected = shape.in_file_order();
            if lines.len() != expected.len() {
                return Came::Wrong(format!("{} lines instead of {}", lines.len(), expected.len()));
            }
            let differs = lines.iter().zip(&expected).find_map(|(line, movement)| difference(shape, line, movement));
            differs.map_or(Came::Right, Came::Wrong)
        }
    }
}

fn difference(shape: &Shape, line: &statements::Line, movement: &Movement) -> Option<String> {
    if line.booked_on != movement.on() || line.amount_minor != movement.amount {
        return Some(format!("{} {} for {} {}", line.booked_on, line.amount_minor, movement.on(), movement.amount));
    }
    if shape.has("text:") && !line.text.contains(movement.text) {
        return Some(format!("text {:?} without {:?}", line.text, movement.text));
    }
    let who = line.counterparty.as_deref().unwrap_or(&line.text);
    if shape.has("who:") && !who.contains(movement.who) {
        return Some(format!("paid by or to {who:?} instead of {:?}", movement.who));
    }
    None
}
