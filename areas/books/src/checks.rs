//! What must always hold in the books, read back from the postings themselves.
//!
//! One pass over the journal serves all checks: each entry balances in each basis, its pockets move by its cash, its
//! hash follows from the one before; and what was added up on the way equals the totals kept beside the postings.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use jiff::civil::Date;
use kernel::{
    Context, Failure,
    slots::{Check, Checked},
};
use ledger::{Basis, Currency, Link, Month, Posting, chain_hash, entry_check_balanced, text_digest};
use locale::t;
use sha2::{Digest, Sha256};
use store::StoreError;

use crate::{
    accounts,
    attachments::hex,
    journal,
    records::{self, CodeText, DayText, Fixed},
};

/// The checks of `verify`.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            name: "books-are-true",
            about: || {
                t!(
                    "Every entry balances in each basis, its pockets move by its cash, the chain is unbroken, and kept totals equal their postings."
                )
            },
            run: check_books,
        },
        Check {
            name: "dimensions-are-true",
            about: || t!("What entries are asked by stands beside their own postings, and names what there is."),
            run: check_dimensions,
        },
        Check {
            name: "files-are-whole",
            about: || t!("Every file’s bytes are those it came with, and every attachment has its file."),
            run: check_files,
        },
        Check {
            name: "open-items-equal-their-payments",
            about: || {
                t!(
                    "Every open invoice and bill is the sum of its parts, and what was paid of it is the sum of its payments."
                )
            },
            run: check_open_items,
        },
    ]
}

/// How many files are listed at a time; their bytes are read one by one.
const FILES_AT_A_TIME: i64 = 100;

fn check_files(context: &mut Context) -> Result<Checked, Failure> {
    let mut checked = Checked::default();
    let mut after = Vec::new();
    loop {
        let files = records::files_after(&mut context.tx, &after, FILES_AT_A_TIME)?;
        let Some(last) = files.last() else { break };
        after = last.sha256.to_vec();
        for file in &files {
            checked.looked_at += 1;
            let bytes = records::file_bytes(&mut context.tx, &file.sha256)?;
            let problem = match (bytes, file.erased_at.is_some()) {
                (Some(bytes), false) if <[u8; 32]>::from(Sha256::digest(&bytes)) == file.sha256 => continue,
                (None, true) => continue,
                (Some(_), false) => {
                    t!("The bytes of file {sha256} are not those it came with.", sha256 = hex(&file.sha256))
                }
                (None, false) => t!("The bytes of file {sha256} are missing.", sha256 = hex(&file.sha256)),
                (Some(_), true) => {
                    t!("File {sha256} was erased, and its bytes are still there.", sha256 = hex(&file.sha256))
                }
            };
            if checked.problems.len() < MOST_PROBLEMS {
                checked.problems.push(problem);
            }
        }
    }
    for id in records::attachments_without_file(&mut context.tx, MOST_PROBLEMS as i64)? {
        if checked.problems.len() < MOST_PROBLEMS {
            checked.problems.push(t!("Attachment {id} has no file.", id = id));
        }
    }
    Ok(checked)
}

fn check_dimensions(context: &mut Context) -> Result<Checked, Failure> {
    journal::flush(context)?;
    let tx = &mut context.tx;
    let wrong = records::wrong_posting_dimensions(tx, MOST_PROBLEMS as i64)?;
    let strange = records::strange_posting_dimensions(tx, MOST_PROBLEMS as i64)?;
    let wrong = wrong.into_iter().map(|(entry, line)| {
        t!("Posting {line} of entry {entry} is counted with other figures than its own.", line = line, entry = entry)
    });
    let strange = strange.into_iter().map(|(entry, line)| {
        t!(
            "Posting {line} of entry {entry} names a client, project, offer or channel that is not there.",
            line = line,
            entry = entry
        )
    });
    let problems = wrong.chain(strange).take(MOST_PROBLEMS).collect();
    Ok(Checked { looked_at: records::dimensioned_postings(tx)?, problems })
}

fn check_open_items(context: &mut Context) -> Result<Checked, Failure> {
    let mut checked = Checked::default();
    let mut after = 0;
    loop {
        let items = records::item_sums(&mut context.tx, after, AT_A_TIME)?;
        let Some(last) = items.last() else { return Ok(checked) };
        after = last.id;
        for item in &items {
            checked.looked_at += 1;
            let state = if item.settled == item.amount { "settled" } else { "open" };
            let right = item.parts == item.amount
                && item.payments == item.settled
                && item.payment_parts == item.settled
                && (0..=item.amount).contains(&item.settled)
                && item.state == state;
            if !right && checked.problems.len() < MOST_PROBLEMS {
                checked.problems.push(t!(
                    "The open item {number} ({id}) is not the sum of its parts and payments.",
                    number = item.number,
                    id = item.id
                ));
            }
        }
    }
}

/// How many entries are read at a time: few enough that what was read is still near the processor when it is checked.
const AT_A_TIME: i64 = 1_000;
/// How many problems are said.
const MOST_PROBLEMS: usize = 100;

/// Entries of some numbers with all that belongs to them.
struct Range {
    entries: Vec<records::ChainRow>,
    postings: Vec<records::ChainPosting>,
    moves: Vec<records::ChainMove>,
    /// Of each entry, whether its text is the one it was posted with.
    true_texts: Vec<bool>,
}

struct Reading {
    checked: Checked,
    before: [u8; 32],
    /// The day of the entry before: most entries share it.
    day: (DayText, Date),
    cash: Sums<i64, CodeText>,
    accounts: Sums<(i64, i64, i64), (i64, i64, i64)>,
    pockets: Sums<(i64, CodeText, i64), (i64, i64)>,
}

type Sums<K, V> = HashMap<K, V, BuildHasherDefault<Mixed>>;

/// The hash of a few small numbers: multiplied and turned. Millions of look-ups go through it, and nobody outside chooses
/// the keys, so the guarded hash of the standard library would only cost.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 divided by the golden ratio spreads neighbours (Knuth, The Art of Computer Programming, volume 3, 6.4).
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // Tables take the low bits; the product has its best ones at the top.
        self.0.rotate_left(26)
    }
}

fn check_books(context: &mut Context) -> Result<Checked, Failure> {
    journal::flush(context)?;
    let cash = accounts::accounts(context)?.iter().filter(|account| account.kind.is_cash());
    let cash = cash.map(|account| (account.id, code_text(account.currency))).collect();
    let mut reading = Reading {
        checked: Checked::default(),
        before: [0; 32],
        day: (Fixed(*b"0000-01-01"), Date::ZERO),
        cash,
        accounts: Sums::default(),
        pockets: Sums::default(),
    };
    let last = records::last_entry(&mut context.tx)?;
    let mut after = 0;
    while after < last {
        let through = after + AT_A_TIME;
        let entries = records::chain_rows(&mut context.tx, after, through)?;
        let postings = records::chain_postings(&mut context.tx, after, through)?;
        let moves = records::chain_moves(&mut context.tx, after, through)?;
        let true_texts = true_texts(context, &entries, after, through)?;
        reading.range(after, &Range { entries, postings, moves, true_texts })?;
        after = through;
    }
    let head = context.tx.head_now()?;
    if (reading.checked.looked_at, reading.before) != (head.last_entry, head.chain) {
        // Without this, entries taken off the end would leave a chain that is shorter and unbroken.
        reading.problem(t!(
            "The chain does not end where the business says it does, at entry {entry}.",
            entry = head.last_entry
        ));
    }
    let kept = records::kept_balances(&mut context.tx)?;
    let pockets = records::kept_pockets(&mut context.tx)?;
    reading.totals(kept, pockets);
    Ok(reading.checked)
}

impl Reading {
    fn problem(&mut self, sentence: String) {
        if self.checked.problems.len() < MOST_PROBLEMS {
            self.checked.problems.push(sentence);
        }
    }

    fn range(&mut self, after: i64, range: &Range) -> Result<(), Failure> {
        let (mut postings, mut moves) = (&range.postings[..], &range.moves[..]);
        for (position, (entry, true_text)) in range.entries.iter().zip(&range.true_texts).enumerate() {
            let expected = after + position as i64 + 1;
            if entry.number != expected {
                self.problem(t!("Entry {entry} is missing.", entry = expected));
            }
            if !true_text {
                self.problem(t!("The text of entry {entry} is not the one it was posted with.", entry = entry.number));
            }
            let own_postings = take_while(&mut postings, |row| row.entry <= entry.number);
            let own_moves = take_while(&mut moves, |row| row.entry <= entry.number);
            self.entry(entry, own_postings, own_moves)?;
            self.checked.looked_at += 1;
        }
        if !postings.is_empty() || !moves.is_empty() {
            self.problem(t!("There are postings or parts without an entry."));
        }
        Ok(())
    }

    fn entry(
        &mut self,
        entry: &records::ChainRow,
        rows: &[records::ChainPosting],
        moves: &[records::ChainMove],
    ) -> Result<(), Failure> {
        let number = entry.number;
        if self.day.0 != entry.posted_on {
            let day = entry.posted_on.to_string().parse().map_err(|_| StoreError::decode("posted_on"))?;
            self.day = (entry.posted_on, day);
        }
        let day = self.day.1;
        let month = Month::of(day).number();
        let mut cash: Vec<(CodeText, i64)> = Vec::new();
        let mut postings = Vec::with_capacity(rows.len());
        for row in rows {
            self.same_day(entry, row.posted_on);
            let Some(basis) = Basis::from_number(row.basis) else {
                self.problem(t!("Entry {entry} has a posting of no known basis.", entry = number));
                continue;
            };
            let total = self.accounts.entry((row.account, month, row.basis)).or_default();
            *total = (total.0.wrapping_add(row.amount), total.1.wrapping_add(row.book_amount), total.2 + 1);
            if let (Some(currency), true) = (self.cash.get(&row.account), basis.counts_in_cash()) {
                add(&mut cash, *currency, row.amount);
            }
            postings.push(Posting {
                account: row.account,
                amount_minor: row.amount,
                book_amount_minor: row.book_amount,
                basis,
            });
        }
        let mut parts = Vec::with_capacity(moves.len());
        for row in moves {
            self.same_day(entry, row.posted_on);
            add(&mut cash, row.currency, row.amount.wrapping_neg());
            parts.push((row.pocket, row.amount));
            let total = self.pockets.entry((row.pocket, row.currency, month)).or_default();
            *total = (total.0.wrapping_add(row.amount), total.1 + 1);
        }
        let differs = cash.iter().any(|(_, difference)| *difference != 0);
        if differs {
            self.problem(t!("The pockets of entry {entry} do not move by its cash.", entry = number));
        }
        if entry_check_balanced(&postings).is_err() && !postings.is_empty() {
            self.problem(t!("Entry {entry} does not balance.", entry = number));
        }
        let link = Link { reverses: entry.reverses, source: entry.source };
        let hash = chain_hash(&self.before, number, day, link, &postings, &parts, &entry.text_digest);
        if hash != entry.hash {
            self.problem(t!("The chain breaks at entry {entry}: it is not what was posted.", entry = number));
        }
        self.before = entry.hash;
        Ok(())
    }

    fn same_day(&mut self, entry: &records::ChainRow, posted_on: DayText) {
        if posted_on != entry.posted_on {
            self.problem(t!("A line of entry {entry} has another day than its entry.", entry = entry.number));
        }
    }

    fn totals(&mut self, kept: Vec<records::KeptBalance>, pockets: Vec<records::KeptPocket>) {
        for (account, month, basis, amount, book_amount, postings) in kept {
            if self.accounts.remove(&(account, month, basis)) != Some((amount, book_amount, postings)) {
                self.problem(t!(
                    "The total kept for account {account} in {month} is not the sum of its postings.",
                    account = account,
                    month = month
                ));
            }
        }
        if !self.accounts.is_empty() {
            self.problem(t!("Totals are missing for some accounts."));
        }
        for (pocket, currency, month, amount, moves) in pockets {
            if self.pockets.remove(&(pocket, currency, month)) != Some((amount, moves)) {
                self.problem(t!(
                    "The total kept for pocket {pocket} in {month} is not the sum of its parts.",
                    pocket = pocket,
                    month = month
                ));
            }
        }
        if !self.pockets.is_empty() {
            self.problem(t!("Totals are missing for some pockets."));
        }
    }
}

/// Of each entry, whether its text is the one it was posted with.
fn true_texts(
    context: &mut Context,
    entries: &[records::ChainRow],
    after: i64,
    through: i64,
) -> Result<Vec<bool>, Failure> {
    let mut found = vec![false; entries.len()];
    let mut at = 0;
    records::each_text(&mut context.tx, after, through, |number, text, _| {
        at += entries[at..].iter().take_while(|entry| entry.number < number).count();
        if let Some(entry) = entries.get(at).filter(|entry| entry.number == number) {
            found[at] = text_digest(&entry.salt, text) == entry.text_digest;
        }
    })?;
    Ok(found)
}

fn code_text(currency: Currency) -> CodeText {
    let mut code = [b' '; 3];
    code.iter_mut().zip(currency.code().bytes()).for_each(|(place, letter)| *place = letter);
    Fixed(code)
}

fn add(sums: &mut Vec<(CodeText, i64)>, currency: CodeText, amount: i64) {
    match sums.iter_mut().find(|(known, _)| *known == currency) {
        Some((_, sum)) => *sum = sum.wrapping_add(amount),
        None => sums.push((currency, amount)),
    }
}

/// Takes the rows at the front that belong together.
fn take_while<'a, T>(rows: &mut &'a [T], belongs: impl Fn(&T) -> bool) -> &'a [T] {
    let count = rows.iter().take_while(|row| belongs(row)).count();
    let (taken, rest) = rows.split_at(count);
    *rows = rest;
    taken
}
