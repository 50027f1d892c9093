//! The same movements, written as one bank or another writes them.

use encoding_rs::Encoding;
use jiff::{ToSpan, civil::Date};

/// What moved.
#[derive(Debug, Clone, Copy)]
pub struct Movement {
    pub month: i8,
    pub day: i8,
    pub amount: i64,
    pub who: &'static str,
    pub text: &'static str,
}

impl Movement {
    pub fn on(&self) -> Date {
        Date::constant(2026, self.month, self.day)
    }
}

const fn moved(month: i8, day: i8, amount: i64, who: &'static str, text: &'static str) -> Movement {
    Movement { month, day, amount, who, text }
}

/// A month with its days on both sides of the twelfth, amounts in thousands, a refund, and two movements on a day.
pub const MONTH: &[Movement] = &[
    moved(3, 2, -4_990, "Blue Ridge Kiln", "Clay, two bags"),
    moved(3, 3, 125_000, "J Marsh", "Invoice 2026-014"),
    moved(3, 3, -350, "Corner Bakery", "Café"),
    moved(3, 9, -123_456, "Studio Light Rentals", "Rent March"),
    moved(3, 12, -1_999, "Phone Company", "Mobile 03/2026"),
    moved(3, 17, 2_000_000, "Gallery North", "Commission; part one"),
    moved(3, 24, -65_030, "Blue Ridge Kiln", "Kiln \"medium\""),
    moved(3, 31, -1_200, "Own Bank", "Account keeping"),
    moved(4, 2, 4_500, "Corner Bakery", "Refund"),
];

/// A quiet week: nothing tells the day from the month.
pub const WEEK: &[Movement] = &[
    moved(3, 2, -4_990, "Blue Ridge Kiln", "Clay"),
    moved(3, 3, 125_000, "J Marsh", "Invoice 2026-014"),
    moved(3, 4, -350, "Corner Bakery", "Café"),
];

/// A week of purchases alone.
pub const PURCHASES: &[Movement] = &[
    moved(3, 2, -4_990, "Blue Ridge Kiln", "Clay"),
    moved(3, 14, -350, "Corner Bakery", "Café"),
    moved(3, 16, -12_345, "Studio Light Rentals", "Rent"),
    moved(3, 21, -2_500, "Phone Company", "Mobile"),
];

const OPENING: i64 = 250_000;

/// How a bank says that money went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Before,
    Behind,
    Parentheses,
    /// A plus as well as a minus.
    Always,
    CrDr,
    /// Money out is plus: the card's view.
    Turned,
    /// Said by another column.
    None,
}

/// How a bank writes its files. `columns` are `kind:heading`, with a bar between.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub name: &'static str,
    pub columns: &'static str,
    pub delimiter: char,
    /// Every cell in quotation marks.
    pub quoted: bool,
    pub encoding: &'static str,
    /// The last day of 2026 as the bank writes it.
    pub dates: &'static str,
    /// The character in front of the decimals, and the one between thousands.
    pub mark: char,
    pub group: Option<char>,
    pub sign: Sign,
    /// Stands behind every amount.
    pub unit: &'static str,
    pub symbol: &'static str,
    /// The empty one of two columns for in and out.
    pub empty: &'static str,
    pub out_minus: bool,
    /// The words for in and out of the column `direction`.
    pub directions: [&'static str; 2],
    pub currency: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub header: bool,
    pub newest_first: bool,
    pub line_end: &'static str,
    pub movements: &'static [Movement],
}

pub const PLAIN: Shape = Shape {
    name: "",
    columns: "",
    delimiter: ';',
    quoted: false,
    encoding: "UTF-8",
    dates: "31.12.2026",
    mark: ',',
    group: None,
    sign: Sign::Before,
    unit: "",
    symbol: "",
    empty: "",
    out_minus: false,
    directions: ["", ""],
    currency: "EUR",
    before: "",
    after: "",
    header: true,
    newest_first: false,
    line_end: "\r\n",
    movements: MONTH,
};

impl Shape {
    pub fn has(&self, kind: &str) -> bool {
        self.columns.split('|').any(|column| column.starts_with(kind))
    }

    pub fn in_file_order(&self) -> Vec<Movement> {
        let mut movements = self.movements.to_vec();
        if self.newest_first {
            movements.reverse();
        }
        movements
    }

    pub fn bytes(&self) -> Vec<u8> {
        let text = self.text();
        match self.encoding {
            "UTF-8 with mark" => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            "UTF-16" => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            label => Encoding::for_label(label.as_bytes()).expect("a known encoding").encode(&text).0.into_owned(),
        }
    }

    fn text(&self) -> String {
        let columns: Vec<(&str, &str)> =
            self.columns.split('|').map(|column| column.split_once(':').expect("kind:heading")).collect();
        let mut balance = OPENING;
        let mut rows: Vec<String> = Vec::new();
        for (index, movement) in self.movements.iter().enumerate() {
            balance += movement.amount;
            rows.push(self.row(columns.iter().map(|(kind, _)| self.cell(kind, index, movement, balance))));
        }
        if self.newest_first {
            rows.reverse();
        }
        if self.header {
            rows.insert(0, self.row(columns.iter().map(|(_, heading)| (*heading).to_owned())));
        }
        rows.splice(0..0, self.before.lines().map(str::to_owned));
        rows.extend(self.after.lines().map(str::to_owned));
        rows.join(self.line_end) + self.line_end
    }

    fn row(&self, cells: impl Iterator<Item = String>) -> String {
        let cells: Vec<String> = cells
            .map(|cell| match self.quoted || cell.contains([self.delimiter, '"', '\n']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell,
            })
            .collect();
        cells.join(&self.delimiter.to_string())
    }

    fn cell(&self, kind: &str, index: usize, movement: &Movement, balance: i64) -> String {
        let money_in = movement.amount > 0;
        let one_of_two = |wanted: bool, amount: i64| {
            if wanted { self.plain(amount) } else { self.empty.to_owned() }
        };
        match kind {
            "date" => self.date(movement.on()),
            "value" => self.date(movement.on().saturating_add(1.day())),
            "bought" => self.date(movement.on().saturating_sub(1.day())),
            "text" => movement.text.to_owned(),
            "who" => movement.who.to_owned(),
            "text-in-lines" => format!("{}\n{}", movement.who, movement.text),
            "amount" => self.money(movement.amount),
            "in" => one_of_two(money_in, movement.amount),
            "out" => one_of_two(!money_in, if self.out_minus { movement.amount } else { -movement.amount }),
            "size" => self.plain(movement.amount.abs()),
            "direction" => self.directions[usize::from(!money_in)].to_owned(),
            "balance" => self.plain(balance),
            "available" => self.plain(balance + 50_000),
            "currency" => self.currency.to_owned(),
            "foreign" => {
                if index == 2 {
                    self.money(movement.amount * 11 / 10)
                } else {
                    String::new()
                }
            }
            "foreign-currency" => {
                if index == 2 {
                    "USD".to_owned()
                } else {
                    String::new()
                }
            }
            "always-foreign" => self.money(movement.amount * 11 / 10),
            "rate" => {
                if index == 2 {
                    format!("1{}1", self.mark)
                } else {
                    String::new()
                }
            }
            "nothing" => self.plain(0),
            "kind" => if money_in { "Transfer" } else { "Card payment" }.to_owned(),
            "account" => "DE02120300000000202051".to_owned(),
            "number" => "40218377".to_owned(),
            "sort-code" => "20-11-43".to_owned(),
            "iban" => format!("NL91ABNA04171643{:02}", index + 10),
            "bic" => "DEUTDEFF".to_owned(),
            "id" => format!("{}", 880_001 + index),
            "reference" => format!("REF-{:05}", 321 + index),
            "cheque" => {
                if index == 3 {
                    "1042".to_owned()
                } else {
                    String::new()
                }
            }
            "row" => (index + 1).to_string(),
            "time" => format!("{:02}:{:02}:07", 8 + index, 13 + index),
            "category" => "Business".to_owned(),
            "booked" => "Booked".to_owned(),
            "gebucht" => "Gebucht".to_owned(),
            "empty" => String::new(),
            other => panic!("{}: no column {other}", self.name),
        }
    }

    fn date(&self, on: Date) -> String {
        let (year, month, day) = (on.year(), on.month(), on.day());
        let short = year % 100;
        let of = |names: [&str; 2]| names[usize::from(month == 4)].to_owned();
        match self.dates {
            "2026-12-31" => format!("{year}-{month:02}-{day:02}"),
            "2026/12/31" => format!("{year}/{month:02}/{day:02}"),
            "20261231" => format!("{year}{month:02}{day:02}"),
            "31.12.2026" => format!("{day:02}.{month:02}.{year}"),
            "31.12.26" => format!("{day:02}.{month:02}.{short}"),
            "31/12/2026" => format!("{day:02}/{month:02}/{year}"),
            "31/12/26" => format!("{day:02}/{month:02}/{short}"),
            "31-12-2026" => format!("{day:02}-{month:02}-{year}"),
            "12/31/2026" => format!("{month:02}/{day:02}/{year}"),
            "31 Dec 2026" => format!("{day} {} {year}", of(["Mar", "Apr"])),
            "31-Dec-26" => format!("{day:02}-{}-{short}", of(["Mar", "Apr"])),
            "Dec 31, 2026" => format!("{} {day}, {year}", of(["Mar", "Apr"])),
            "31 décembre 2026" => format!("{day} {} {year}", of(["mars", "avril"])),
            "31 dic 2026" => format!("{day:02} {} {year}", of(["mar", "abr"])),
            "31. Dezember 2026" => format!("{day}. {} {year}", of(["März", "April"])),
            "2026-12-31 14:05:09" => format!("{year}-{month:02}-{day:02} 14:05:09"),
            "31/12/2026 14:05" => format!("{day:02}/{month:02}/{year} 14:05"),
            "2026-12-31T14:05:09Z" => format!("{year}-{month:02}-{day:02}T14:05:09Z"),
            other => panic!("{}: no date {other}", self.name),
        }
    }

    fn money(&self, amount: i64) -> String {
        let size = self.size(amount);
        let out = amount < 0;
        match self.sign {
            Sign::Before if out => format!("-{size}"),
            Sign::Behind if out => format!("{size}-"),
            Sign::Parentheses if out => format!("({size})"),
            Sign::Always => format!("{}{size}", if out { '-' } else { '+' }),
            Sign::CrDr => format!("{size} {}", if out { "DR" } else { "CR" }),
            Sign::Turned => format!("{}{size}", if out { "" } else { "-" }),
            _ => size,
        }
    }

    /// A column whose name says the direction, and balances, carry a minus alone.
    fn plain(&self, amount: i64) -> String {
        format!("{}{}", if amount < 0 { "-" } else { "" }, self.size(amount))
    }

    fn size(&self, amount: i64) -> String {
        let mut whole = (amount.unsigned_abs() / 100).to_string();
        if let Some(group) = self.group {
            let mut at = whole.len();
            while at > 3 {
                at -= 3;
                whole.insert(at, group);
            }
        }
        format!("{}{whole}{}{:02}{}", self.symbol, self.mark, amount.unsigned_abs() % 100, self.unit)
    }
}
