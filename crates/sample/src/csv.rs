//! Writes comma-separated statements in the shapes banks of the four countries use.

use jiff::civil::Date;

use crate::facts::Shape;
use crate::files::{Booked, Extract};

/// The file's bytes, in the encoding its bank uses.
pub fn write(extract: &Extract<'_>) -> Vec<u8> {
    let account = extract.account;
    match account.shape {
        Shape::UsCard => {
            let head = ["Transaction Date", "Post Date", "Description", "Type", "Amount"];
            table(',', &head, extract.lines.iter().map(|line| us_card(line)))
        }
        Shape::FrBank => {
            let head = ["Date", "Date de valeur", "Libellé", "Débit", "Crédit", "Solde"];
            windows_1252(&table(';', &head, extract.lines.iter().rev().map(|line| fr_bank(line))))
        }
        Shape::FrCard => {
            let head = ["Date opération", "Date comptable", "Libellé", "Montant"];
            windows_1252(&table(';', &head, extract.lines.iter().map(|line| fr_card(line))))
        }
        Shape::GbBank => {
            let head = ["Date", "Transaction type", "Description", "Paid out", "Paid in", "Balance"];
            let preamble = format!(
                "\"Account Name:\",\"{} ****{}\"\r\n\"Account Balance:\",\"{}\"\r\n\r\n",
                account.name,
                account.number.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect::<String>(),
                pounds(extract.closing)
            );
            let lines = table(',', &head, extract.lines.iter().map(|line| gb_bank(line)));
            [preamble.into_bytes(), lines].concat()
        }
        Shape::DeBank => {
            let head = [
                "Buchungstag",
                "Valutadatum",
                "Buchungstext",
                "Name",
                "Verwendungszweck",
                "Betrag",
                "Saldo",
                "Währung",
            ];
            let lines = table(';', &head, extract.lines.iter().rev().map(|line| de_bank(line)));
            // The mark of UTF-8, which spreadsheets in use there look for.
            [b"\xEF\xBB\xBF".to_vec(), lines].concat()
        }
        Shape::DeCard => {
            let head = ["Belegdatum", "Buchungsdatum", "Beschreibung", "Betrag", "Währung"];
            table(';', &head, extract.lines.iter().map(|line| de_card(line)))
        }
        Shape::Processor | Shape::OfxSgml | Shape::OfxXml => {
            let head = ["ID", "Date", "Type", "Description", "Amount", "Currency", "Balance"];
            table(',', &head, extract.lines.iter().map(|line| processor(line, extract.facts.currency)))
        }
    }
}

fn us_card(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let day = movement.date.strftime("%m/%d/%Y").to_string();
    let kind = match (movement.category, movement.amount < 0) {
        (Some("in-transit"), _) => "Payment",
        (_, true) => "Sale",
        (_, false) => "Return",
    };
    vec![day.clone(), day, movement.text.clone(), kind.to_owned(), decimal(movement.amount, '.')]
}

fn fr_bank(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let day = european(movement.date, '/');
    let (debit, credit) = apart(movement.amount, |minor| decimal(minor, ','));
    // Débits keep their sign in this bank's files.
    let debit = if debit.is_empty() { debit } else { format!("-{debit}") };
    vec![day.clone(), day, movement.text.clone(), debit, credit, decimal(line.balance, ',')]
}

fn fr_card(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let day = european(movement.date, '/');
    vec![day.clone(), day, movement.text.clone(), decimal(movement.amount, ',')]
}

fn gb_bank(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let (out, paid_in) = apart(movement.amount, pounds);
    let kind = if movement.amount < 0 { "Payment" } else { "Bank credit" };
    let day = movement.date.strftime("%d %b %Y").to_string();
    vec![day, kind.to_owned(), movement.text.clone(), out, paid_in, pounds(line.balance)]
}

fn de_bank(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let day = european(movement.date, '.');
    let kind = if movement.amount < 0 { "LASTSCHRIFT/UEBERWEISUNG" } else { "GUTSCHR. UEBERWEISUNG" };
    vec![
        day.clone(),
        day,
        kind.to_owned(),
        movement.who.clone(),
        movement.text.clone(),
        grouped(movement.amount, '.', ','),
        grouped(line.balance, '.', ','),
        "EUR".to_owned(),
    ]
}

fn de_card(line: &Booked<'_>) -> Vec<String> {
    let movement = line.movement;
    let day = european(movement.date, '.');
    vec![day.clone(), day, movement.text.clone(), grouped(movement.amount, '.', ','), "EUR".to_owned()]
}

fn processor(line: &Booked<'_>, currency: &str) -> Vec<String> {
    let movement = line.movement;
    let kind = match (movement.category, movement.amount < 0) {
        (Some("in-transit"), _) => "payout",
        (Some("payment-fees"), _) => "fee",
        (_, true) => "refund",
        (_, false) => "charge",
    };
    vec![
        line.id.clone(),
        movement.date.to_string(),
        kind.to_owned(),
        movement.text.clone(),
        decimal(movement.amount, '.'),
        currency.to_owned(),
        decimal(line.balance, '.'),
    ]
}

/// The amount in the column for money out, or in the one for money in.
fn apart(minor: i64, written: impl Fn(i64) -> String) -> (String, String) {
    if minor < 0 { (written(-minor), String::new()) } else { (String::new(), written(minor)) }
}

fn european(date: Date, mark: char) -> String {
    format!("{:02}{mark}{:02}{mark}{}", date.day(), date.month(), date.year())
}

fn pounds(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}£{}", grouped(minor.saturating_abs(), ',', '.'))
}

/// Two decimals behind the mark, no grouping.
pub fn decimal(minor: i64, mark: char) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let size = minor.unsigned_abs();
    format!("{sign}{}{mark}{:02}", size / 100, size % 100)
}

/// The same with thousands set apart.
fn grouped(minor: i64, group: char, mark: char) -> String {
    let plain = decimal(minor, mark);
    let whole = plain.find(mark).unwrap_or(plain.len());
    let mut text = String::with_capacity(plain.len() + 4);
    for (at, character) in plain.char_indices() {
        let left = whole.saturating_sub(at);
        let follows_digit = text.ends_with(|last: char| last.is_ascii_digit());
        if at < whole && left % 3 == 0 && follows_digit {
            text.push(group);
        }
        text.push(character);
    }
    text
}

fn table(delimiter: char, head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut text = head.join(&delimiter.to_string());
    text.push_str("\r\n");
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(delimiter);
            }
            text.push_str(&quoted(cell, delimiter));
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A cell, in quotation marks where it needs them (RFC 4180).
fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The texts told here keep to Latin-1, which windows-1252 shares from U+00A0 on.
fn windows_1252(utf_8: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(utf_8).chars().map(|character| u8::try_from(u32::from(character)).unwrap_or(b'?')).collect()
}

#[cfg(test)]
mod tests {
    use super::{decimal, grouped, pounds, quoted, windows_1252};

    #[test]
    fn amounts_are_written_as_banks_write_them() {
        for (minor, plain, english, german) in [
            (0, "0.00", "0.00", "0,00"),
            (-5, "-0.05", "-0.05", "-0,05"),
            (99_999, "999.99", "999.99", "999,99"),
            (100_000, "1000.00", "1,000.00", "1.000,00"),
            (-12_345_678, "-123456.78", "-123,456.78", "-123.456,78"),
            (-1_234_567_890, "-12345678.90", "-12,345,678.90", "-12.345.678,90"),
        ] {
            assert_eq!(decimal(minor, '.'), plain);
            assert_eq!(grouped(minor, ',', '.'), english);
            assert_eq!(grouped(minor, '.', ','), german);
        }
        assert_eq!(pounds(-123_456), "-£1,234.56");
    }

    #[test]
    fn cells_are_quoted_only_where_needed() {
        assert_eq!(quoted("plain", ';'), "plain");
        assert_eq!(quoted("a;\"b\"", ';'), "\"a;\"\"b\"\"\"");
        assert_eq!(windows_1252("é£".as_bytes()), [0xE9, 0xA3]);
    }
}
