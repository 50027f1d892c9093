//! What kind of file it is, by its content.

use crate::{csv, date};

/// The kinds of content.
pub(crate) enum Kind {
    Hledger,
    Beancount,
    /// A table whose cells are parted by this byte.
    Rows(u8),
    Unknown,
}

/// The words that follow a date in beancount and nowhere else.
const OF_BEANCOUNT: &[&str] =
    &["open", "close", "balance", "pad", "price", "commodity", "note", "document", "event", "custom", "txn"];
/// The words at the margin that both hledger and ledger know.
const OF_HLEDGER: &[&str] = &[
    "account",
    "commodity",
    "include",
    "alias",
    "apply",
    "decimal-mark",
    "D",
    "P",
    "Y",
    "year",
    "payee",
    "tag",
    "!include",
    "comment",
    "test",
];

pub(crate) fn format(text: &str) -> Kind {
    if let Some(delimiter) = csv::delimiter_of(text) {
        return Kind::Rows(delimiter);
    }
    let mut hledger = false;
    for line in text.lines().take(20_000).filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if line.starts_with([' ', '\t', ';', '#', '*']) {
            continue;
        }
        if matches!(first, "option" | "plugin" | "include") && second.starts_with('"') {
            return Kind::Beancount;
        }
        if date::parse(first.split('=').next().unwrap_or_default(), Some(2000)).is_some() {
            let quoted = line.split_whitespace().nth(2).is_some_and(|third| third.starts_with('"'));
            let third_is_account = words.next().is_some_and(|third| third.contains(':') || third.len() <= 24);
            if (OF_BEANCOUNT.contains(&second) && third_is_account && first.contains('-'))
                || (second.len() == 1 && quoted)
            {
                return Kind::Beancount;
            }
            hledger = true;
            continue;
        }
        let year = first.strip_prefix('Y').is_some_and(|year| year.len() == 4 && year.parse::<u16>().is_ok());
        hledger |= year || OF_HLEDGER.contains(&first) || matches!(line.chars().next(), Some('~' | '='));
        if !hledger {
            return Kind::Unknown;
        }
    }
    if hledger { Kind::Hledger } else { Kind::Unknown }
}
