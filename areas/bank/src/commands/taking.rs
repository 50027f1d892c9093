//! The lines of a statement taken in: filed at the desk, asked about, or left as they are; and the balance with which an
//! account began, proven by its first statement.

use books::{Account, Draft, DraftPosting, Source, SplitOf};
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, search::write_many_words};
use locale::t;
use statements::AccountStatement;

use super::{
    ImportedAccount,
    comparing::{Compared, Verdicts, beginning_is_known, compare_account},
    gathering::Gathered,
};
use crate::{
    OPENING,
    desk::Desk,
    line::{BY_NONE, BankLine, DoubtfulLine, LineState, MissingLines, Opening, RawLine, StatementRow, kind_word},
    pairs::settle,
    records,
    rules::matching::Verdict,
    valuing::{days_without_rate, foreign, worth_on},
};

/// A file that is being taken in.
pub(super) struct Import {
    pub desk: Desk,
    pub file_name: String,
    pub sha256: [u8; 32],
    pub format: String,
    /// The first statement of the file, once there is one.
    pub import: Option<i64>,
    pub left_out: i64,
}

/// How many lines are filed between two words about how far it is.
const LINES_A_WORD: usize = 200;
/// How many lines are written in one go.
const LINES_WRITTEN: usize = 1_000;

impl Import {
    /// Takes in the lines of the account that stands at that place of the file.
    pub fn take_in(
        &mut self,
        context: &mut Context,
        gathered: &mut Gathered,
        place: usize,
        account: &Account,
    ) -> Result<ImportedAccount, Failure> {
        let stated = gathered.statement.accounts[place].clone();
        let without_amount = gathered.lines[place].without_amount;
        let lines = i64::try_from(gathered.lines[place].count).unwrap_or(i64::MAX).saturating_add(without_amount);
        let nothing = ImportedAccount {
            account: account.id,
            name: account.name.clone(),
            statement: None,
            lines,
            new: 0,
            duplicate: lines,
            doubtful: 0,
            matched: 0,
            to_sort: 0,
            opening_minor: None,
            difference_minor: None,
            missing: stated.balance_gaps.iter().map(MissingLines::from).collect(),
            rates_missing: Vec::new(),
            currency: account.currency.code().to_owned(),
        };
        if records::has_file(&mut context.tx, &self.sha256, account.id)? {
            return Ok(nothing);
        }
        let Compared { verdicts, days, held_minor, through } = compare_account(context, gathered, place, account.id)?;
        let opens = stated.closing.is_some() && held_minor.is_none();
        let without_rate = self.days_without_rate(context, gathered, place, account.id, &verdicts, opens)?;
        if !without_rate.is_empty() {
            // Lines without a worth could not be posted: the account waits whole, and the file can come in again.
            return Ok(ImportedAccount { duplicate: 0, rates_missing: without_rate, ..nothing });
        }
        let statement = context.tx.next_id()?;
        let (first, last) = days.unwrap_or((through, through));
        let opening_minor = match held_minor {
            None => self.open(context, &stated, account, gathered.lines[place].sum, statement, first)?,
            Some(_) => None,
        };
        let opened = records::opening(&mut context.tx, account.id)?.filter(|opening| opening.statement != statement);
        let mut taken = Taken { opened_on: opened.as_ref().map(|opening| opening.opened_on), ..Taken::default() };
        let mut number = 0usize;
        let total = u64::try_from(gathered.lines[place].count).ok();
        gathered.each(place, (first, last), account.id, |line| {
            let verdict = verdicts.at(number);
            if number.is_multiple_of(LINES_A_WORD) {
                context.progress(number as u64, total)?;
            }
            number += 1;
            match verdict {
                Verdict::New => {
                    let line = self.desk.file(context, line, statement)?;
                    taken.file(line);
                }
                Verdict::Doubtful(similar) => {
                    taken.doubtful.push(doubt(context.tx.next_id()?, statement, similar, line));
                }
                Verdict::Asked => taken.asked += 1,
                Verdict::Same | Verdict::Alike => {}
            }
            if taken.filed.len() + taken.doubtful.len() >= LINES_WRITTEN {
                taken.write(context)?;
                self.desk.lines_are_written();
            }
            Ok(())
        })?;
        taken.write(context)?;
        self.desk.lines_are_written();
        let held = held_minor.or(opening_minor);
        let difference_minor = stated.closing.zip(held).and_then(|(closing, held)| {
            i64::try_from(i128::from(closing.amount_minor) - i128::from(held) - taken.added).ok()
        });
        let matched = taken.settle(context, statement)?;
        if let Some(opening) = opened {
            self.move_opening(context, account, opening, &taken)?;
        }
        let (new, doubtful) = (taken.new, taken.doubts);
        self.left_out += without_amount;
        let outcome = ImportedAccount {
            statement: Some(statement),
            new,
            duplicate: lines - without_amount - new - doubtful - taken.asked,
            doubtful: doubtful + taken.asked,
            matched,
            to_sort: taken.to_sort,
            opening_minor,
            difference_minor,
            ..nothing
        };
        let import = *self.import.get_or_insert(statement);
        let row = StatementRow {
            id: statement,
            import,
            file_name: self.file_name.clone(),
            sha256: self.sha256.to_vec(),
            format: self.format.clone(),
            account: account.id,
            from_on: first,
            through_on: days.map_or(through, |(_, last)| last),
            opening_minor: stated.opening.map(|balance| balance.amount_minor),
            closing_minor: stated.closing.map(|balance| balance.amount_minor),
            difference_minor,
            lines,
            new_lines: new,
            duplicate_lines: outcome.duplicate,
            doubtful_lines: doubtful,
            matched_lines: matched,
            to_sort_lines: outcome.to_sort,
            left_out: self.left_out,
            balance_gaps: i64::try_from(stated.balance_gaps.len()).unwrap_or(i64::MAX),
            imported_on: context.today,
            withdrawn_on: None,
            opening_on: stated.opening.and_then(|balance| balance.date),
            closing_on: stated.closing.and_then(|balance| balance.date),
        };
        records::insert_statement(&mut context.tx, &row)?;
        records::insert_gaps(&mut context.tx, statement, &outcome.missing)?;
        Ok(outcome)
    }

    /// The days of new lines that lack a rate; with `opens`, also the day before the first line of all.
    fn days_without_rate(
        &self,
        context: &mut Context,
        gathered: &mut Gathered,
        place: usize,
        account: i64,
        verdicts: &Verdicts,
        opens: bool,
    ) -> Result<Vec<Date>, Failure> {
        let Some(days) = gathered.lines[place].days() else { return Ok(Vec::new()) };
        if foreign(context, account)?.is_none() {
            return Ok(Vec::new());
        }
        let mut missing: Vec<Date> = Vec::new();
        let mut number = 0;
        gathered.each(place, days, account, |line| {
            let mut asked: Vec<RawLine> = Vec::new();
            if number == 0 && opens {
                let booked_on = line.booked_on.saturating_sub(1.day());
                asked.push(RawLine { booked_on, stated_minor: None, ..line.clone() });
            }
            if verdicts.at(number) == Verdict::New && missing.last() != Some(&line.booked_on) {
                asked.push(line);
            }
            number += 1;
            missing.extend(days_without_rate(context, account, asked.iter())?.into_iter().map(|(_, day)| day));
            Ok(())
        })?;
        missing.dedup();
        Ok(missing)
    }

    /// The first statement of an account that states a balance also says with what the account began.
    fn open(
        &self,
        context: &mut Context,
        stated: &AccountStatement,
        account: &Account,
        sum: i128,
        statement: i64,
        first: Date,
    ) -> Result<Option<i64>, Failure> {
        let Some(closing) = stated.closing else { return Ok(None) };
        if beginning_is_known(context, account.id)? {
            return Ok(None);
        }
        let proven = i64::try_from(i128::from(closing.amount_minor) - sum).ok();
        let Some(amount_minor) = stated.opening.map(|opening| opening.amount_minor).or(proven) else { return Ok(None) };
        let opened_on = first.saturating_sub(1.day());
        let entry = post_opening(context, account, opened_on, amount_minor)?;
        records::write_opening(
            &mut context.tx,
            &Opening { account: account.id, opened_on, amount_minor, entry, statement },
        )?;
        Ok(Some(amount_minor))
    }

    /// Lines from before the opening balance that another statement proved: the account began that much earlier, and
    /// with that much less.
    fn move_opening(
        &self,
        context: &mut Context,
        account: &Account,
        opening: Opening,
        taken: &Taken,
    ) -> Result<(), Failure> {
        let Some(first) = taken.first_earlier else { return Ok(()) };
        let Ok(sum) = i64::try_from(taken.earlier) else { return Ok(()) };
        if let Some(entry) = opening.entry {
            books::reverse(context, entry, None)?;
        }
        let (opened_on, amount_minor) = (first.saturating_sub(1.day()), opening.amount_minor.saturating_sub(sum));
        let entry = post_opening(context, account, opened_on, amount_minor)?;
        records::write_opening(&mut context.tx, &Opening { opened_on, amount_minor, entry, ..opening })?;
        Ok(())
    }
}

/// The lines of an account that were filed, written as they become many, and what has to be known of all of them.
#[derive(Default)]
struct Taken {
    filed: Vec<BankLine>,
    doubtful: Vec<DoubtfulLine>,
    new: i64,
    doubts: i64,
    asked: i64,
    to_sort: i64,
    added: i128,
    /// The day up to which lines are from before the account's known beginning.
    opened_on: Option<Date>,
    earlier: i128,
    first_earlier: Option<Date>,
    days: Option<(Date, Date)>,
    /// The one size of all lines; none where they differ.
    size: Option<i64>,
    sizes_differ: bool,
}

impl Taken {
    fn file(&mut self, line: BankLine) {
        self.new += 1;
        self.to_sort += i64::from(line.state == LineState::ToSort);
        self.added += i128::from(line.amount_minor);
        let day = line.booked_on;
        if self.opened_on.is_some_and(|opened_on| day <= opened_on) {
            self.earlier += i128::from(line.amount_minor);
            self.first_earlier = Some(self.first_earlier.map_or(day, |first| first.min(day)));
        }
        self.days = Some(self.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        let size = line.amount_minor.saturating_abs();
        self.sizes_differ |= *self.size.get_or_insert(size) != size;
        self.filed.push(line);
    }

    fn write(&mut self, context: &mut Context) -> Result<(), Failure> {
        self.doubts += i64::try_from(self.doubtful.len()).unwrap_or(i64::MAX);
        records::insert_lines(&mut context.tx, &self.filed)?;
        records::insert_doubtful(&mut context.tx, &self.doubtful)?;
        self.filed.clear();
        self.doubtful.clear();
        write_many_words(context)
    }

    /// Looks for the other sides of transfers among what was filed and what is here. Answers how many of the filed lines
    /// found theirs.
    fn settle(&mut self, context: &mut Context, statement: i64) -> Result<i64, Failure> {
        let (Some((first, last)), Some(size)) = (self.days, self.size) else { return Ok(0) };
        let other = if self.sizes_differ { size.saturating_add(1) } else { size };
        let changed = settle(context, &[(first, size), (last, other)])?;
        let mut matched = 0;
        for line in changed.values().filter(|line| line.statement == statement) {
            matched += i64::from(line.pair.is_some());
            // What nothing decided when it was filed stood in the queue.
            self.to_sort += i64::from(line.state == LineState::ToSort) - i64::from(line.first_by == BY_NONE);
        }
        Ok(matched)
    }
}

fn post_opening(context: &mut Context, account: &Account, on: Date, amount_minor: i64) -> Result<Option<i64>, Failure> {
    if amount_minor == 0 {
        return Ok(None);
    }
    let opening = books::account_of_role(context, "opening-balance")?.id;
    let book_minor = worth_on(context, account.id, amount_minor, on)?;
    let held = DraftPosting { book_amount_minor: Some(book_minor), ..DraftPosting::new(account.id, amount_minor) };
    let draft = Draft {
        posted_on: books::first_open_day(context, on)?,
        text: t!("Opening balance of {name}, from its statement", name = account.name),
        note: String::new(),
        party: None,
        source: Source::of(OPENING, account.id),
        postings: vec![held, DraftPosting::new(opening, -book_minor)],
        split: SplitOf::ByRule,
    };
    books::post(context, draft).map(Some)
}

/// Writes filed lines, and looks for the other sides of transfers among them and what is here. Answers how many of the
/// filed lines found theirs.
pub(crate) fn store_lines(context: &mut Context, filed: &mut [BankLine]) -> Result<i64, Failure> {
    records::insert_lines(&mut context.tx, filed)?;
    let touched: Vec<(Date, i64)> = filed.iter().map(|line| (line.booked_on, line.amount_minor)).collect();
    let changed = settle(context, &touched)?;
    let mut matched = 0;
    for line in filed.iter_mut() {
        if let Some(now) = changed.get(&line.id) {
            *line = now.clone();
        }
        matched += i64::from(line.pair.is_some());
    }
    Ok(matched)
}

fn doubt(id: i64, statement: i64, similar_line: i64, line: RawLine) -> DoubtfulLine {
    DoubtfulLine {
        id,
        statement,
        account: line.account,
        similar_line,
        booked_on: line.booked_on,
        amount_minor: line.amount_minor,
        text: line.text,
        counterparty: line.counterparty,
        counterparty_account: line.counterparty_account,
        reference: line.reference,
        bank_id: line.bank_id,
        fingerprint: line.fingerprint,
        state: "open".into(),
        line: None,
        fee_minor: line.fee_minor,
        marketplace_tax_minor: line.marketplace_tax_minor,
        batch: line.batch,
        kind: kind_word(line.kind).into(),
    }
}
