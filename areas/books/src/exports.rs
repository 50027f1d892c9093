//! Leaving: the books in the formats that other programs read. Each streams, a range of entries at a time.

use std::{collections::HashMap, io::Write};

use kernel::{
    Context,
    slots::{Export, ExportFailure},
};
use ledger::{AccountClass, Basis, Currency};
use locale::t;

use crate::{
    Account, accounts,
    attachments::{FileDigest, hex},
    journal, records,
};

/// The formats of the books.
pub(crate) fn exports() -> Vec<Export> {
    vec![
        Export {
            format: "hledger",
            about: || t!("A journal for hledger and ledger"),
            extension: "journal",
            write: write_hledger,
        },
        Export {
            format: "beancount",
            about: || t!("A ledger for beancount and Fava"),
            extension: "beancount",
            write: write_beancount,
        },
        Export {
            format: "csv",
            about: || t!("One line for each posting, for spreadsheets"),
            extension: "csv",
            write: write_csv,
        },
        Export {
            format: "json",
            about: || t!("One JSON object for each entry"),
            extension: "jsonl",
            write: write_json,
        },
    ]
}

/// An entry as it leaves.
struct Leaving {
    row: records::ChainRow,
    text: String,
    party: String,
    postings: Vec<records::ChainPosting>,
    moves: Vec<records::ChainMove>,
    files: Vec<(String, FileDigest)>,
}

const AT_A_TIME: i64 = 2_000;

/// Hands each entry of the journal over, in order.
fn each_entry(
    context: &mut Context,
    mut take: impl FnMut(&Leaving) -> Result<(), ExportFailure>,
) -> Result<(), ExportFailure> {
    journal::flush(context)?;
    let parties: HashMap<i64, String> = records::party_names(&mut context.tx)?.into_iter().collect();
    let last = records::last_entry(&mut context.tx)?;
    let mut after = 0;
    while after < last {
        let through = after + AT_A_TIME;
        let mut texts = Vec::new();
        records::each_text(&mut context.tx, after, through, |entry, text, party| {
            texts.push((entry, text.to_owned(), party));
        })?;
        let mut texts = texts.into_iter().peekable();
        let mut postings = records::chain_postings(&mut context.tx, after, through)?.into_iter().peekable();
        let mut moves = records::chain_moves(&mut context.tx, after, through)?.into_iter().peekable();
        let mut files = records::attachments_of_entries(&mut context.tx, after, through)?.into_iter().peekable();
        for row in records::chain_rows(&mut context.tx, after, through)? {
            let number = row.number;
            let postings = std::iter::from_fn(|| postings.next_if(|posting| posting.entry == number)).collect();
            let files = std::iter::from_fn(|| files.next_if(|(entry, ..)| *entry == number));
            let files = files.map(|(_, name, sha256)| (name, sha256)).collect();
            let moves = std::iter::from_fn(|| moves.next_if(|one| one.entry == number)).collect();
            let (text, party) = texts
                .next_if(|(entry, ..)| *entry == number)
                .map_or((String::new(), None), |(_, text, party)| (text, party));
            let party = party.and_then(|party| parties.get(&party).cloned()).unwrap_or_default();
            take(&Leaving { row, text, party, postings, moves, files })?;
        }
        after = through;
    }
    Ok(())
}

struct Names {
    accounts: HashMap<i64, (String, Currency)>,
    book: Currency,
}

impl Names {
    fn read(context: &mut Context, name: impl Fn(&Account) -> String) -> Result<Names, ExportFailure> {
        let book = context.settings.currency;
        let accounts = accounts::accounts(context)?;
        Ok(Names {
            accounts: accounts.iter().map(|account| (account.id, (name(account), account.currency))).collect(),
            book,
        })
    }

    fn of(&self, account: i64) -> (&str, Currency) {
        self.accounts.get(&account).map_or(("", self.book), |(name, currency)| (name, *currency))
    }
}

/// One line, without anything that has a meaning in a journal: a text of a statement is someone else's.
fn plain(text: &str, meaning: &[char]) -> String {
    let spaced = text.chars().map(|letter| if letter.is_control() || meaning.contains(&letter) { ' ' } else { letter });
    spaced.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn class_name(account: &Account) -> &'static str {
    match account.kind.class() {
        AccountClass::Asset => "Assets",
        AccountClass::Liability => "Liabilities",
        AccountClass::Equity => "Equity",
        AccountClass::Income => "Income",
        AccountClass::Expense => "Expenses",
    }
}

/// hledger's journal (hledger manual, "Journal format"). The cash books: both programs keep one basis.
fn write_hledger(context: &mut Context, out: &mut dyn Write) -> Result<(), ExportFailure> {
    // Two spaces end an account's name, so a name keeps single ones; a colon parts names, a semicolon begins a comment.
    let names = Names::read(context, |account| {
        format!("{}:{}", class_name(account).to_lowercase(), plain(&account.name, &[':', ';']))
    })?;
    writeln!(out, "; {}", t!("The books of {name}, on cash basis", name = plain(&context.settings.name, &[])))?;
    let mut declared: Vec<&str> = names.accounts.values().map(|(name, _)| name.as_str()).collect();
    declared.sort_unstable();
    for name in declared {
        writeln!(out, "account {name}")?;
    }
    each_entry(context, |entry| {
        let postings: Vec<_> = cash_postings(entry).collect();
        if postings.is_empty() {
            return Ok(());
        }
        let text = plain(&entry.text, &[';', '|']);
        writeln!(out, "\n{} ({}) {}", entry.row.posted_on, entry.row.number, text)?;
        for posting in postings {
            let (name, currency) = names.of(posting.account);
            write!(out, "    {name}  {} {currency}", currency.decimal(posting.amount))?;
            if currency != names.book {
                write!(out, " @@ {} {}", names.book.decimal(posting.book_amount.saturating_abs()), names.book)?;
            }
            writeln!(out)?;
        }
        Ok(())
    })
}

fn cash_postings(entry: &Leaving) -> impl Iterator<Item = &records::ChainPosting> {
    entry.postings.iter().filter(|posting| Basis::from_number(posting.basis).is_none_or(Basis::counts_in_cash))
}

/// beancount's syntax (beancount documentation, "Beancount Language Syntax"): account names are capitalised words of
/// letters, digits and dashes under five roots.
fn write_beancount(context: &mut Context, out: &mut dyn Write) -> Result<(), ExportFailure> {
    let names = Names::read(context, |account| {
        format!("{}:{}-{}", class_name(account), beancount_word(&account.name), account.id)
    })?;
    writeln!(out, "option \"title\" \"{}\"", plain(&context.settings.name, &['"', '\\']))?;
    writeln!(out, "option \"operating_currency\" \"{}\"", names.book)?;
    let mut opened: Vec<_> = names.accounts.values().collect();
    opened.sort_unstable();
    for (name, _) in opened {
        writeln!(out, "1970-01-01 open {name}")?;
    }
    each_entry(context, |entry| {
        let postings: Vec<_> = cash_postings(entry).collect();
        if postings.is_empty() {
            return Ok(());
        }
        let text = plain(&entry.text, &['"', '\\']);
        let party = plain(&entry.party, &['"', '\\']);
        writeln!(out, "\n{} * \"{party}\" \"{text}\"\n  entry: {}", entry.row.posted_on, entry.row.number)?;
        for posting in postings {
            let (name, currency) = names.of(posting.account);
            write!(out, "  {name}  {} {currency}", currency.decimal(posting.amount))?;
            if currency != names.book {
                write!(out, " @@ {} {}", names.book.decimal(posting.book_amount.saturating_abs()), names.book)?;
            }
            writeln!(out)?;
        }
        Ok(())
    })
}

fn beancount_word(name: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect::<String>();
    let word = letters.split('-').filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-");
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if first.is_alphabetic() => first.to_uppercase().collect::<String>() + letters.as_str(),
        _ => format!("A{word}"),
    }
}

/// A text as a spreadsheet takes it without running it: one that begins like a formula gets an apostrophe before it
/// (OWASP, "CSV Injection").
pub fn csv_text(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = plain(text, &[]).replace('"', "\"\"");
    if formula { format!("\"'{quoted}\"") } else { format!("\"{quoted}\"") }
}

fn write_csv(context: &mut Context, out: &mut dyn Write) -> Result<(), ExportFailure> {
    let names = Names::read(context, |account| account.name.clone())?;
    let kinds: HashMap<i64, &str> =
        accounts::accounts(context)?.iter().map(|account| (account.id, account.kind.as_str())).collect();
    writeln!(
        out,
        "entry,date,text,party,account,amount,currency,book_amount,book_currency,basis,reverses,account_kind"
    )?;
    each_entry(context, |entry| {
        let text = csv_text(&entry.text);
        let party = csv_text(&entry.party);
        for posting in &entry.postings {
            let (name, currency) = names.of(posting.account);
            let basis = match Basis::from_number(posting.basis) {
                Some(Basis::Accrual) => "accrual",
                Some(Basis::Cash) => "cash",
                _ => "both",
            };
            let reverses = if entry.row.reverses == 0 { String::new() } else { entry.row.reverses.to_string() };
            writeln!(
                out,
                "{},{},{text},{party},{},{},{currency},{},{},{basis},{reverses},{}",
                entry.row.number,
                entry.row.posted_on,
                csv_text(name),
                currency.decimal(posting.amount),
                names.book.decimal(posting.book_amount),
                names.book,
                kinds.get(&posting.account).copied().unwrap_or_default(),
            )?;
        }
        Ok(())
    })
}

fn write_json(context: &mut Context, out: &mut dyn Write) -> Result<(), ExportFailure> {
    let names = Names::read(context, |account| account.name.clone())?;
    let pockets: HashMap<i64, String> =
        accounts::pockets(context)?.iter().map(|pocket| (pocket.id, pocket.name.clone())).collect();
    each_entry(context, |entry| {
        let postings: Vec<_> = entry
            .postings
            .iter()
            .map(|posting| {
                let (name, currency) = names.of(posting.account);
                serde_json::json!({
                    "account": posting.account, "account_name": name, "amount": currency.decimal(posting.amount),
                    "currency": currency.code(), "book_amount": names.book.decimal(posting.book_amount),
                    "basis": Basis::from_number(posting.basis),
                })
            })
            .collect();
        let parts: Vec<_> = entry
            .moves
            .iter()
            .map(|part| {
                let code = String::from_utf8_lossy(&part.currency.0);
                let decimal = code.parse::<Currency>().map(|currency| currency.decimal(part.amount));
                serde_json::json!({
                    "pocket": part.pocket, "pocket_name": pockets.get(&part.pocket),
                    "amount": decimal.unwrap_or_default(), "currency": code,
                })
            })
            .collect();
        let files: Vec<_> = entry
            .files
            .iter()
            .map(|(name, sha256)| serde_json::json!({ "name": name, "sha256": hex(sha256) }))
            .collect();
        let object = serde_json::json!({
            "entry": entry.row.number, "date": entry.row.posted_on.to_string(), "text": entry.text,
            "party": (!entry.party.is_empty()).then_some(&entry.party), "reverses": (entry.row.reverses != 0).then_some(entry.row.reverses),
            "postings": postings, "parts": parts, "attachments": files,
        });
        writeln!(out, "{object}")?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_a_formula_is_disarmed() {
        for (text, cell) in [
            ("Rent", "\"Rent\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            (" -1+1", "\"'-1+1\""),
            ("line\nbreak", "\"line break\""),
        ] {
            assert_eq!(csv_text(text), cell);
        }
    }

    #[test]
    fn account_names_fit_beancounts_syntax() {
        for (name, word) in [
            ("Checking ··4821", "Checking-4821"),
            ("4711 Konto", "A4711-Konto"),
            ("Überweisung", "Überweisung"),
            ("", "A"),
        ] {
            assert_eq!(beancount_word(name), word);
        }
    }
}
