//! A list of crypto events, read. Pure.
//!
//! A wallet's or exchange's own export is another for each of them; what all can be brought into is a list with named
//! columns: `date`, `type`, `asset`, `quantity`, and where they say something `amount`, `wallet`, `into`, `into_asset`,
//! `into_quantity`, `fee`, `id` and `text`.

use jiff::civil::Date;

/// What a row says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, from 1.
    pub line: u64,
    /// Its day.
    pub on: Option<Date>,
    /// What happened, as the file says it.
    pub kind: String,
    /// The asset's letters.
    pub asset: String,
    /// How much.
    pub quantity: String,
    /// What was paid, fetched, or what it was worth.
    pub amount: String,
    /// The wallet.
    pub wallet: String,
    /// The wallet it moved to.
    pub into: String,
    /// The asset that came for it.
    pub into_asset: String,
    /// How much of that.
    pub into_quantity: String,
    /// The fee in kind.
    pub fee: String,
    /// By which the row is known again: its own id, else all it says and how often it was said before.
    pub reference: String,
    /// The owner's words.
    pub text: String,
}

/// Why a list is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// It names no columns that are needed.
    Unknown,
    /// A row makes no sense.
    Line {
        /// The line of the file, from 1.
        line: u64,
        /// The column.
        column: &'static str,
    },
    /// It holds no row.
    Empty,
}

/// The words by which files name what happened.
pub fn kind_of(word: &str) -> Option<crate::EventKind> {
    use crate::EventKind as Kind;
    Some(match word.trim().to_lowercase().as_str() {
        "buy" | "bought" | "purchase" | "kauf" | "achat" => Kind::Bought,
        "sell" | "sold" | "sale" | "verkauf" | "vente" => Kind::Sold,
        "receive" | "received" | "income" | "reward" | "staking" | "mining" | "airdrop" => Kind::Received,
        "swap" | "swapped" | "trade" | "convert" => Kind::Swapped,
        "move" | "moved" | "transfer" => Kind::Moved,
        "fee" => Kind::Fee,
        _ => return None,
    })
}

/// The rows of a list.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, FileProblem> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileProblem::Unknown)?.trim_start_matches('\u{feff}');
    let mut lines = (1u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (_, heading) = lines.next().ok_or(FileProblem::Empty)?;
    let separator = [';', '\t', ','].into_iter().find(|mark| heading.contains(*mark)).ok_or(FileProblem::Unknown)?;
    let names: Vec<String> =
        cells(heading, separator).iter().map(|name| name.to_lowercase().replace(' ', "_")).collect();
    let column = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    let needed = |wanted: &[&str]| column(wanted).ok_or(FileProblem::Unknown);
    let (on, kind) = (needed(&["date", "day", "time", "timestamp", "datum"])?, needed(&["type", "kind", "typ"])?);
    let (asset, quantity) = (needed(&["asset", "coin", "currency"])?, needed(&["quantity", "menge", "quantité"])?);
    let optional = [
        column(&["amount", "total", "worth", "betrag", "montant"]),
        column(&["wallet", "account"]),
        column(&["into", "to"]),
        column(&["into_asset"]),
        column(&["into_quantity"]),
        column(&["fee"]),
        column(&["id", "txid", "reference"]),
        column(&["text", "note", "notes"]),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (line, text) in lines {
        let cells = cells(text, separator);
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        let [amount, wallet, into, into_asset, into_quantity, fee, id, note] =
            optional.map(|at| at.map(cell).unwrap_or_default());
        let day = cell(on);
        let Some(day) = day.get(..10).and_then(|day| day.parse::<Date>().ok()) else {
            return Err(FileProblem::Line { line, column: "date" });
        };
        let said = text.trim();
        let before = rows.iter().filter(|row| row.reference.split('#').next() == Some(said)).count();
        let reference = if id.is_empty() { format!("{said}#{before}") } else { id };
        rows.push(Row {
            line,
            on: Some(day),
            kind: cell(kind),
            asset: cell(asset),
            quantity: cell(quantity),
            amount,
            wallet,
            into,
            into_asset,
            into_quantity,
            fee,
            reference,
            text: note,
        });
    }
    if rows.is_empty() { Err(FileProblem::Empty) } else { Ok(rows) }
}

/// The cells of a line; one in quotes may hold the separator.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            _ if letter == separator && !quoted => cells.push(String::new()),
            _ => {
                if let Some(last) = cells.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    cells.into_iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_named_columns_is_read() {
        let text = "Date,Type,Asset,Quantity,Amount,Text\n2026-03-02T10:11:12Z,buy,btc,0.05,\"3,000\",first\n\n2026-03-03,fee,BTC,0.0001,,\n2026-03-03,fee,BTC,0.0001,,\n";
        let rows = rows(text.as_bytes()).unwrap();
        let said: Vec<_> =
            rows.iter().map(|row| (row.line, row.kind.as_str(), row.quantity.as_str(), row.amount.as_str())).collect();
        assert_eq!(said, [(2, "buy", "0.05", "3,000"), (4, "fee", "0.0001", ""), (5, "fee", "0.0001", "")]);
        // Two that say the same are two, and known again as the first and the second.
        assert_ne!(rows[1].reference, rows[2].reference);
    }

    #[test]
    fn what_is_no_list_says_why() {
        for (text, problem) in [
            ("", FileProblem::Empty),
            ("hello", FileProblem::Unknown),
            ("Date,Amount\n2026-03-02,5\n", FileProblem::Unknown),
            ("Date,Type,Asset,Quantity\n", FileProblem::Empty),
            ("Date,Type,Asset,Quantity\n2.3.2026,buy,BTC,1\n", FileProblem::Line { line: 2, column: "date" }),
            ("Date,Type,Asset,Quantity\né,buy,BTC,1\n", FileProblem::Line { line: 2, column: "date" }),
        ] {
            assert_eq!(rows(text.as_bytes()), Err(problem), "{text}");
        }
    }
}
