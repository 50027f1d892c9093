//! The lines of a statement taken in: filed at the desk, asked about, or left as they are; and the balance with which an
//! account began, proven by its first statement.

use books::{Account, Draft, DraftPosting, Source, SplitOf};
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure};
use locale::t;
use statements::AccountStatement;

use super::{
    ImportedAccount,
    comparing::{Compared, beginning_is_known, compare_account},
};
use crate::{
    OPENING,
    desk::Desk,
    line::{BankLine, DoubtfulLine, LineState, MissingLines, Opening, RawLine, StatementRow, kind_word},
    pairs::settle,
    records,
    rules::matching::Verdict,
    valuing::{days_without_rate, worth_on},
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
const LINES_A_WORD: u64 = 200;

impl Import {
    /// Takes in the lines of one account.
    pub fn take_in(
        &mut self,
        context: &mut Context,
        stated: &AccountStatement,
        account: &Account,
    ) -> Result<ImportedAccount, Failure> {
        let lines = i64::try_from(stated.lines.len()).unwrap_or(i64::MAX);
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
        let Compared { lines: raw, verdicts, without_amount, held_minor, through } =
            compare_account(context, stated, account.id)?;
        let new = raw.iter().zip(&verdicts).filter(|(_, verdict)| **verdict == Verdict::New).map(|(line, _)| line);
        let mut without_rate = days_without_rate(context, account.id, new)?;
        if let (Some(_), None, Some(line)) = (stated.closing, held_minor, raw.first()) {
            let opens =
                RawLine { booked_on: line.booked_on.saturating_sub(1.day()), stated_minor: None, ..line.clone() };
            without_rate.splice(0..0, days_without_rate(context, account.id, std::iter::once(&opens))?);
        }
        if !without_rate.is_empty() {
            // Lines without a worth could not be posted: the account waits whole, and the file can come in again.
            let rates_missing = without_rate.into_iter().map(|(_, day)| day).collect();
            return Ok(ImportedAccount { duplicate: 0, rates_missing, ..nothing });
        }
        let statement = context.tx.next_id()?;
        let first = raw.first().map_or(through, |line| line.booked_on);
        let last = raw.last().map_or(through, |line| line.booked_on);
        let opening_minor = match held_minor {
            None => self.open(context, stated, account, &raw, statement, first)?,
            Some(_) => None,
        };
        let mut filed: Vec<BankLine> = Vec::new();
        let mut doubtful: Vec<DoubtfulLine> = Vec::new();
        let mut asked = 0;
        let total = u64::try_from(raw.len()).ok();
        for ((line, verdict), number) in raw.into_iter().zip(&verdicts).zip(0_u64..) {
            if number % LINES_A_WORD == 0 {
                context.progress(number, total)?;
            }
            match verdict {
                Verdict::New => filed.push(self.desk.file(context, line, statement)?),
                Verdict::Doubtful(similar) => doubtful.push(doubt(context.tx.next_id()?, statement, *similar, line)),
                Verdict::Asked => asked += 1,
                Verdict::Same | Verdict::Alike => {}
            }
        }
        let added: i128 = filed.iter().map(|line| i128::from(line.amount_minor)).sum();
        let held = held_minor.or(opening_minor);
        let difference_minor = stated.closing.zip(held).and_then(|(closing, held)| {
            i64::try_from(i128::from(closing.amount_minor) - i128::from(held) - added).ok()
        });
        let matched = store_lines(context, &mut filed)?;
        records::insert_doubtful(&mut context.tx, &doubtful)?;
        self.move_opening(context, account, &filed, statement)?;
        let count = |state: LineState| {
            i64::try_from(filed.iter().filter(|line| line.state == state).count()).unwrap_or(i64::MAX)
        };
        let new = i64::try_from(filed.len()).unwrap_or(i64::MAX);
        let doubtful = i64::try_from(doubtful.len()).unwrap_or(i64::MAX);
        self.left_out += without_amount;
        let outcome = ImportedAccount {
            statement: Some(statement),
            new,
            duplicate: lines - without_amount - new - doubtful - asked,
            doubtful: doubtful + asked,
            matched,
            to_sort: count(LineState::ToSort),
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
            through_on: last,
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

    /// The first statement of an account that states a balance also says with what the account began.
    fn open(
        &self,
        context: &mut Context,
        stated: &AccountStatement,
        account: &Account,
        lines: &[RawLine],
        statement: i64,
        first: Date,
    ) -> Result<Option<i64>, Failure> {
        let Some(closing) = stated.closing else { return Ok(None) };
        if beginning_is_known(context, account.id)? {
            return Ok(None);
        }
        let sum: i128 = lines.iter().map(|line| i128::from(line.amount_minor)).sum();
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

    /// Lines from before the opening balance that a later statement proved: the account began that much earlier, and
    /// with that much less.
    fn move_opening(
        &self,
        context: &mut Context,
        account: &Account,
        filed: &[BankLine],
        statement: i64,
    ) -> Result<(), Failure> {
        let Some(opening) =
            records::opening(&mut context.tx, account.id)?.filter(|opening| opening.statement != statement)
        else {
            return Ok(());
        };
        let earlier = || filed.iter().filter(|line| line.booked_on <= opening.opened_on);
        let Some(first) = earlier().map(|line| line.booked_on).min() else { return Ok(()) };
        let Some(sum) = ledger::sum(earlier().map(|line| line.amount_minor)) else { return Ok(()) };
        if let Some(entry) = opening.entry {
            books::reverse(context, entry, None)?;
        }
        let (opened_on, amount_minor) = (first.saturating_sub(1.day()), opening.amount_minor.saturating_sub(sum));
        let entry = post_opening(context, account, opened_on, amount_minor)?;
        records::write_opening(&mut context.tx, &Opening { opened_on, amount_minor, entry, ..opening })?;
        Ok(())
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
