//! Rows of cells, and the days and amounts in them.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use jiff::civil::Date;
use statements::date::{self, DateOrder};

use crate::{
    Quantity,
    error::{Problem, ReadError, short},
    quantity::Mark,
};

/// A row, and the line it begins at.
pub(super) struct Row {
    pub line: u32,
    pub cells: Vec<String>,
}

/// The rows of a table that are not empty.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, ReadError> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut input, mut rows) = (text.as_bytes(), Vec::new());
    let (mut output, mut ends) = (vec![0u8; 4096], vec![0usize; 64]);
    let (mut written, mut ended) = (0, 0);
    let mut line = 1u32;
    loop {
        let (result, read, wrote, closed) = reader.read_record(input, &mut output[written..], &mut ends[ended..]);
        input = &input[read..];
        (written, ended) = (written + wrote, ended + closed);
        match result {
            // With no input left the next call ends the last record.
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record => {
                let mut start = 0;
                let mut cells = Vec::with_capacity(ended);
                for end in &ends[..ended] {
                    // The text was UTF-8, and delimiters and quotes are ASCII.
                    cells.push(String::from_utf8_lossy(&output[start..*end]).trim().to_owned());
                    start = *end;
                }
                if cells.iter().any(|cell| !cell.is_empty()) {
                    rows.push(Row { line, cells });
                }
                (written, ended) = (0, 0);
                line = u32::try_from(reader.line()).unwrap_or(u32::MAX);
            }
            ReadRecordResult::End => return Ok(rows),
        }
    }
}

/// How the days and amounts of a table are read.
pub(super) struct Manner {
    order: DateOrder,
    mark: Option<Mark>,
}

impl Manner {
    /// Looks at all of them: one day after the twelfth says in which order days stand, one amount its decimal mark.
    pub fn of<'a>(
        dates: impl Iterator<Item = (u32, &'a str)>,
        amounts: impl Iterator<Item = &'a str>,
    ) -> Result<Manner, ReadError> {
        let dates: Vec<(u32, &str)> = dates.filter(|(_, text)| !text.is_empty()).collect();
        let mut possible = [true; 3];
        for (line, text) in &dates {
            for (all, one) in possible.iter_mut().zip(date::possible(text)) {
                *all &= one;
            }
            if possible == [false; 3] {
                return Err(ReadError { line: *line, problem: Problem::Date(short(text)) });
            }
        }
        let mut orders =
            date::ORDERS.into_iter().zip(possible).filter(|(_, possible)| *possible).map(|(order, _)| order);
        // The loop above leaves one at least.
        let order = orders.next().unwrap_or(DateOrder::YearMonthDay);
        for other in orders {
            let differs = |text: &str| date::parse(text, order).ok() != date::parse(text, other).ok();
            if let Some((line, text)) = dates.iter().find(|(_, text)| differs(text)) {
                return Err(ReadError { line: *line, problem: Problem::DateOrder(short(text)) });
            }
        }
        let (mut point, mut comma) = (false, false);
        for text in amounts {
            match Quantity::mark_of(bare(text).trim()) {
                Some(Mark::Point) => point = true,
                Some(Mark::Comma) => comma = true,
                None => {}
            }
        }
        let mark = match (point, comma) {
            (true, true) => None,
            (false, true) => Some(Mark::Comma),
            _ => Some(Mark::Point),
        };
        Ok(Manner { order, mark })
    }

    pub fn date(&self, text: &str, line: u32) -> Result<Date, ReadError> {
        date::parse(text, self.order).map_err(|_| ReadError { line, problem: Problem::Date(short(text)) })
    }

    /// An amount; nothing in an empty cell. Brackets and a minus at either end make it negative.
    pub fn amount(&self, text: &str, line: u32) -> Result<Option<Quantity>, ReadError> {
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || ReadError { line, problem: Problem::Amount(short(text)) };
        let negative = text.contains(['-', '−']) || (text.starts_with('(') && text.ends_with(')'));
        let number = bare(text);
        let number = number.trim();
        let mark = match self.mark {
            Some(mark) => mark,
            None if !number.contains(['.', ',']) => Mark::Point,
            None => Quantity::mark_of(number)
                .ok_or_else(|| ReadError { line, problem: Problem::AmbiguousAmount(short(text)) })?,
        };
        let quantity = Quantity::parse(number, mark).ok_or_else(wrong)?;
        Ok(Some(if negative { quantity.negated() } else { quantity }))
    }
}

/// A number without its sign, brackets, currency signs and letters around it.
fn bare(text: &str) -> String {
    let around = |letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',';
    text.trim().trim_matches(around).trim_end_matches(['.', ',']).to_owned()
}
