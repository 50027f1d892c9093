//! A file of exchange rates, read. Pure.
//!
//! Two forms of the European Central Bank's reference rates (`eurofxref-hist.csv`, `eurofxref-daily.xml` and their like,
//! <https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates>): units of a currency for one
//! euro, day by day. And a plain list of `day, currency, rate`, which states units of the books' currency for one unit.

use jiff::civil::Date;
use ledger::Currency;

use super::rates::{decimal, quotient};

/// A rate of a file, for the books' currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRate {
    /// The currency.
    pub currency: Currency,
    /// The day.
    pub on: Date,
    /// Ten-billionths of a unit of the books' currency for one unit.
    pub rate: i64,
}

/// Why a file of rates is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RateFileProblem {
    /// It is packed; what is in it is needed.
    Zip,
    /// It is neither of the forms known.
    Unknown,
    /// A row or a place of it cannot be read.
    Line {
        /// The line of the file, from 1.
        line: u64,
    },
    /// It has rates of the euro, and none for the books' own currency.
    NoBooksCurrency,
    /// It holds no rate.
    Empty,
}

const EURO: &str = "EUR";

/// The rates of a file, whose form its content tells.
pub fn read_rates(bytes: &[u8], books: Currency) -> Result<Vec<FileRate>, RateFileProblem> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(RateFileProblem::Zip);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| RateFileProblem::Unknown)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(RateFileProblem::Empty);
    }
    let rates = if text.starts_with('<') {
        of_euro(xml_days(text)?, books)?
    } else {
        let heading = text.lines().next().unwrap_or_default();
        let cells = cells(heading);
        let is_table = cells.first().is_some_and(|cell| cell.eq_ignore_ascii_case("date"))
            && cells.len() > 2
            && cells[1..].iter().all(|cell| cell.len() == 3 && cell.chars().all(|letter| letter.is_ascii_uppercase()));
        if is_table { of_euro(table_days(text, &cells)?, books)? } else { listed(text, books)? }
    };
    if rates.is_empty() { Err(RateFileProblem::Empty) } else { Ok(rates) }
}

/// A day's units of each currency for one euro.
struct Day {
    on: Date,
    units: Vec<(Currency, (i128, i128))>,
}

fn cells(line: &str) -> Vec<&str> {
    let separator = if line.contains(';') {
        ';'
    } else if line.contains('\t') {
        '\t'
    } else {
        ','
    };
    let mut cells: Vec<&str> = line.split(separator).map(|cell| cell.trim().trim_matches('"').trim()).collect();
    // The bank ends every line with a separator.
    if cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    cells
}

fn table_days(text: &str, heading: &[&str]) -> Result<Vec<Day>, RateFileProblem> {
    // Currencies that are no more (the Bulgarian lev before the euro) keep their columns; what ISO does not know is left.
    let columns: Vec<Option<Currency>> = heading[1..].iter().map(|code| code.parse().ok()).collect();
    let mut days = Vec::new();
    for (line, row) in (2u64..).zip(text.lines().skip(1)) {
        if row.trim().is_empty() {
            continue;
        }
        let problem = RateFileProblem::Line { line };
        let cells = cells(row);
        let (first, rest) = cells.split_first().ok_or_else(|| problem.clone())?;
        let on = day_of(first).ok_or_else(|| problem.clone())?;
        let mut units = Vec::new();
        for (currency, cell) in columns.iter().zip(rest) {
            if cell.is_empty() || *cell == "N/A" {
                continue;
            }
            let number = decimal(cell).ok_or_else(|| problem.clone())?;
            units.extend(currency.map(|currency| (currency, number)));
        }
        days.push(Day { on, units });
    }
    Ok(days)
}

/// An ISO day, or the bank's own way in its daily file: `22 May 2026`.
fn day_of(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| Date::strptime("%d %B %Y", text).ok())
}

fn xml_days(text: &str) -> Result<Vec<Day>, RateFileProblem> {
    // Without a document type there are no entities, so nothing outside is read and nothing expands.
    let document =
        roxmltree::Document::parse(text).map_err(|error| RateFileProblem::Line { line: u64::from(error.pos().row) })?;
    let mut days = Vec::new();
    for cube in document.descendants().filter(|node| node.has_tag_name_any("Cube") && node.has_attribute("time")) {
        let problem = || RateFileProblem::Line { line: u64::from(document.text_pos_at(cube.range().start).row) };
        let on = cube.attribute("time").and_then(day_of).ok_or_else(problem)?;
        let mut units = Vec::new();
        for one in cube.children().filter(roxmltree::Node::is_element) {
            let (Some(code), Some(rate)) = (one.attribute("currency"), one.attribute("rate")) else { continue };
            let number = decimal(rate).ok_or_else(problem)?;
            units.extend(code.parse().ok().map(|currency| (currency, number)));
        }
        days.push(Day { on, units });
    }
    if days.is_empty() { Err(RateFileProblem::Unknown) } else { Ok(days) }
}

/// An element by its name, whatever its namespace.
trait Named {
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl Named for roxmltree::Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// What a unit of each currency is worth in the books', across the euro where the books are in another.
fn of_euro(days: Vec<Day>, books: Currency) -> Result<Vec<FileRate>, RateFileProblem> {
    let mut rates = Vec::new();
    let any = !days.is_empty();
    for Day { on, units } in days {
        let of_books = if books.code() == EURO {
            (1, 1)
        } else {
            match units.iter().find(|(currency, _)| *currency == books) {
                Some((_, number)) => *number,
                None => continue,
            }
        };
        let mut push = |currency: Currency, units: (i128, i128)| {
            if let (true, Some(rate)) = (currency != books, quotient(of_books, units)) {
                rates.push(FileRate { currency, on, rate });
            }
        };
        if let Ok(euro) = EURO.parse() {
            push(euro, (1, 1));
        }
        units.iter().for_each(|(currency, number)| push(*currency, *number));
    }
    if any && rates.is_empty() { Err(RateFileProblem::NoBooksCurrency) } else { Ok(rates) }
}

/// Rows of day, currency and rate, in any order of columns that a heading names; without one, in that order.
fn listed(text: &str, books: Currency) -> Result<Vec<FileRate>, RateFileProblem> {
    let position = |names: &[&str], cells: &[&str]| {
        cells.iter().position(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)))
    };
    let heading = cells(text.lines().next().unwrap_or_default());
    let named = (
        position(&["date", "day", "datum", "jour"], &heading),
        position(&["currency", "währung", "devise"], &heading),
        position(&["rate", "kurs", "taux"], &heading),
    );
    let (columns, skip) = match named {
        (Some(day), Some(currency), Some(rate)) => ([day, currency, rate], 1),
        _ => ([0, 1, 2], 0),
    };
    let mut rates = Vec::new();
    for (line, row) in (1u64..).zip(text.lines()).skip(skip) {
        if row.trim().is_empty() {
            continue;
        }
        let cells = cells(row);
        let cell = |at: usize| cells.get(columns[at]).copied();
        let read = || {
            let (on, currency) = (day_of(cell(0)?)?, cell(1)?.parse::<Currency>().ok()?);
            Some(FileRate { on, currency, rate: quotient(decimal(cell(2)?)?, (1, 1))? })
        };
        match read() {
            Some(rate) if rate.currency != books => rates.push(rate),
            Some(_) => {}
            None if line == 1 => return Err(RateFileProblem::Unknown),
            None => return Err(RateFileProblem::Line { line }),
        }
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::super::rates::rate_text;
    use super::*;

    fn read(text: &str, books: &str) -> Result<Vec<String>, RateFileProblem> {
        let rates = read_rates(text.as_bytes(), books.parse().unwrap())?;
        Ok(rates.iter().map(|one| format!("{} {} {}", one.on, one.currency, rate_text(one.rate))).collect())
    }

    const TABLE: &str = "Date,USD,JPY,GBP,XXZ,\n2026-05-08,1.25,160.00,0.80,2,\n2026-05-07,1.2,N/A,0.75,2,\n";

    #[test]
    fn the_central_banks_table_is_read_against_the_books_currency() {
        assert_eq!(
            read(TABLE, "EUR").unwrap(),
            [
                "2026-05-08 USD 0.8",
                "2026-05-08 JPY 0.00625",
                "2026-05-08 GBP 1.25",
                "2026-05-07 USD 0.8333333333",
                "2026-05-07 GBP 1.3333333333"
            ]
        );
        // In pounds: a dollar is 0.80 / 1.25, and the euro itself has a rate.
        let pounds = read(TABLE, "GBP").unwrap();
        assert_eq!(pounds[..2], ["2026-05-08 EUR 0.8", "2026-05-08 USD 0.64"]);
        assert_eq!(read(TABLE, "CHF"), Err(RateFileProblem::NoBooksCurrency));
    }

    #[test]
    fn the_central_banks_document_is_read() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time='2026-05-08'><Cube currency='USD' rate='1.25'/></Cube></Cube></gesmes:Envelope>"#;
        assert_eq!(read(text, "EUR").unwrap(), ["2026-05-08 USD 0.8"]);
    }

    #[test]
    fn a_plain_list_states_units_of_the_books_currency() {
        for text in ["2026-05-08,USD,0.91\n", "Currency;Rate;Date\nUSD;0,91;2026-05-08\n"] {
            assert_eq!(read(text, "EUR").unwrap(), ["2026-05-08 USD 0.91"], "{text}");
        }
    }

    #[test]
    fn what_is_no_file_of_rates_says_why() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><Cube time='2026-05-08'>&b;</Cube>";
        for (text, problem) in [
            ("", RateFileProblem::Empty),
            ("PK\u{3}\u{4}…", RateFileProblem::Zip),
            ("hello", RateFileProblem::Unknown),
            ("<html></html>", RateFileProblem::Unknown),
            ("Date,USD,JPY,\n2026-05-08,minus,160\n", RateFileProblem::Line { line: 2 }),
            ("Date,USD,JPY,\n", RateFileProblem::Empty),
            ("2026-05-08,USD,0.91\n2026-05-09,USD,-1\n", RateFileProblem::Line { line: 2 }),
            (bomb, RateFileProblem::Line { line: 1 }),
        ] {
            assert_eq!(read(text, "EUR"), Err(problem), "{text}");
        }
    }
}
