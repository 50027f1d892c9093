//! A ledger of one posting a line, or of one transaction a line with both its accounts.
//!
//! Lines of one transaction carry its number; without one they follow each other until they balance.

use std::collections::HashMap;

use jiff::civil::Date;
use ledger::{AccountClass, AccountKind, Basis};

use super::{
    cells::{Manner, Row},
    headings::{Heading, heading},
};
use crate::{
    Quantity,
    book::{Amount, Format},
    error::{Problem, ReadError},
    raw::{Event, Raw, RawPosting, RawTransaction, Value},
};

struct Columns(Vec<Option<Heading>>);

impl Columns {
    fn cell<'a>(&self, row: &'a Row, wanted: Heading) -> &'a str {
        let at = self.0.iter().position(|one| *one == Some(wanted));
        at.and_then(|at| row.cells.get(at)).map_or("", |cell| disarmed(cell))
    }

    fn has(&self, wanted: Heading) -> bool {
        self.0.contains(&Some(wanted))
    }
}

/// A text that would be a formula was written with an apostrophe before it (OWASP, "CSV Injection").
fn disarmed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

pub(super) fn read(rows: &[Row]) -> Result<Raw, ReadError> {
    let mut raw = Raw::new(Format::Csv);
    let Some((head, rows)) = rows.split_first() else { return Ok(raw) };
    let columns = Columns(head.cells.iter().map(|cell| heading(cell)).collect());
    let amounts = [Heading::Amount, Heading::Debit, Heading::Credit, Heading::BookAmount];
    let manner = Manner::of(
        rows.iter().map(|row| (row.line, columns.cell(row, Heading::Date))),
        rows.iter().flat_map(|row| amounts.map(|one| columns.cell(row, one))),
    )?;
    let mut numbered: HashMap<(String, String), usize> = HashMap::new();
    let mut transactions: Vec<RawTransaction> = Vec::new();
    let mut open: Option<Quantity> = None;
    for row in rows {
        let postings = postings(row, &columns, &manner, &mut raw)?;
        let day = columns.cell(row, Heading::Date);
        let number = columns.cell(row, Heading::Transaction);
        let at = if !number.is_empty() {
            let key = (columns.cell(row, Heading::Journal).to_owned(), number.to_owned());
            numbered.get(&key).copied().or_else(|| {
                numbered.insert(key, transactions.len());
                None
            })
        } else {
            open.map(|_| transactions.len() - 1)
        };
        let date = if day.is_empty() { None } else { Some(manner.date(day, row.line)?) };
        let at = match at {
            Some(at) => at,
            None => {
                let date = date.ok_or_else(|| ReadError { line: row.line, problem: Problem::Date(String::new()) })?;
                transactions.push(begun(row, &columns, date));
                transactions.len() - 1
            }
        };
        let transaction = &mut transactions[at];
        if number.is_empty() {
            if date.is_some_and(|date| date != transaction.date) {
                return Err(ReadError { line: row.line, problem: Problem::NotBalancedBefore });
            }
            let mut sum = open.unwrap_or_default();
            for posting in &postings {
                let weight = match posting.value {
                    Value::Total(value) => value.quantity,
                    _ => posting.amount.map_or(Quantity::ZERO, |amount| amount.quantity),
                };
                sum = sum.plus(weight).ok_or(ReadError { line: row.line, problem: Problem::TooLargeAmount })?;
            }
            open = (!sum.is_zero()).then_some(sum);
        }
        transaction.postings.extend(postings);
    }
    raw.events = transactions.into_iter().map(Event::Transaction).collect();
    Ok(raw)
}

fn begun(row: &Row, columns: &Columns, date: Date) -> RawTransaction {
    let of = |wanted| columns.cell(row, wanted).to_owned();
    let reference = of(Heading::Reference);
    let number = of(Heading::Transaction);
    let tags = of(Heading::Tags);
    let (text, payee) = (of(Heading::Text), of(Heading::Party));
    RawTransaction {
        line: row.line,
        date,
        code: if reference.is_empty() { number } else { reference },
        text: if text.is_empty() { payee.clone() } else { text },
        payee,
        notes: Some(of(Heading::Note)).filter(|note| !note.is_empty()).into_iter().collect(),
        tags: tags.split([',', ';']).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
        postings: Vec::new(),
    }
}

fn postings(row: &Row, columns: &Columns, manner: &Manner, raw: &mut Raw) -> Result<Vec<RawPosting>, ReadError> {
    let line = row.line;
    let amount_of = |wanted| manner.amount(columns.cell(row, wanted), line);
    let wrong = || ReadError { line, problem: Problem::Amount(String::new()) };
    let commodity = raw.commodity(columns.cell(row, Heading::Currency));
    if columns.has(Heading::DebitAccount) && columns.has(Heading::CreditAccount) && columns.has(Heading::Amount) {
        let quantity = amount_of(Heading::Amount)?.ok_or_else(wrong)?;
        let debit = raw.account(columns.cell(row, Heading::DebitAccount), line)?;
        let credit = raw.account(columns.cell(row, Heading::CreditAccount), line)?;
        return Ok([(debit, quantity), (credit, quantity.negated())]
            .map(|(account, quantity)| posting(line, account, Amount { quantity, commodity }))
            .into());
    }
    let account = account_of(row, columns, raw)?;
    let quantity = match amount_of(Heading::Amount)? {
        Some(amount) => amount,
        None => {
            let (debit, credit) = (amount_of(Heading::Debit)?, amount_of(Heading::Credit)?);
            let debit = match (debit, credit) {
                (None, None) => return Err(wrong()),
                (debit, _) => debit.unwrap_or_default(),
            };
            debit
                .plus(credit.unwrap_or_default().negated())
                .ok_or(ReadError { line, problem: Problem::TooLargeAmount })?
        }
    };
    let mut posting = posting(line, account, Amount { quantity, commodity });
    posting.basis = match columns.cell(row, Heading::Basis) {
        "accrual" => Basis::Accrual,
        "cash" => Basis::Cash,
        _ => Basis::Both,
    };
    let book = columns.cell(row, Heading::BookCurrency);
    if let Some(quantity) = amount_of(Heading::BookAmount)?.filter(|_| book != columns.cell(row, Heading::Currency)) {
        posting.value = Value::Total(Amount { quantity, commodity: raw.commodity(book) });
    }
    Ok(vec![posting])
}

fn posting(line: u32, account: usize, amount: Amount) -> RawPosting {
    RawPosting { line, account, amount: Some(amount), value: Value::Unsaid, assertion: None, basis: Basis::Both }
}

fn account_of(row: &Row, columns: &Columns, raw: &mut Raw) -> Result<usize, ReadError> {
    let (code, name) = (columns.cell(row, Heading::AccountCode), columns.cell(row, Heading::Account));
    let whole = if code.is_empty() || name.is_empty() { format!("{code}{name}") } else { format!("{code} {name}") };
    let account = raw.account(&whole, row.line)?;
    if let Some(kind) = AccountKind::from_word(columns.cell(row, Heading::AccountKind)) {
        raw.set_kind(account, kind);
    }
    // The first digit of an account of the French plan comptable général is its class (article 932-1), and the file that
    // the law asks for names its columns so that no other is mistaken for it.
    let french = || match (columns.has(Heading::Journal) && columns.has(Heading::AccountCode), code.chars().next()) {
        (true, Some('1')) => Some(AccountClass::Equity),
        (true, Some('2' | '3' | '5')) => Some(AccountClass::Asset),
        (true, Some('6')) => Some(AccountClass::Expense),
        (true, Some('7')) => Some(AccountClass::Income),
        _ => None,
    };
    if let Some(class) = french() {
        raw.set_class(account, class);
    }
    Ok(account)
}
