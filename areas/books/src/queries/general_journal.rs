//! The general journal: every entry in the order of its day and number, debits beside credits.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query, search::words_of};
use ledger::{Days, Edge, Month, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReadBasis, page_size, statement::BEGINNING, statement::Covered};
use crate::{
    accounts,
    journal::{self, ENTRY},
    records,
};

/// The entries of a time in their order.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Journal {
    /// A named period: 2026-05, 2026-q2, 2026, tax-2026, 2026-01-15..2026-02-14, last-quarter; or
    pub period: Option<Period>,
    /// from this day or month on
    pub from: Option<Edge>,
    /// up to this day or month. Without any of the three: all entries there are.
    pub through: Option<Edge>,
    /// Only entries that touch this account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// Only entries whose text or payee has these words, or words that begin with them; three count.
    pub text: Option<String>,
    /// Only entries with this tag, on themselves or on the record they came from.
    pub tag: Option<i64>,
    /// Only entries from this kind of record: bank-line, account, …; hand for those made by hand.
    pub source: Option<String>,
    /// Whether corrected entries and their corrections are shown; else a pair within the time is left out.
    pub corrections: bool,
    /// Which books.
    pub basis: ReadBasis,
    /// Entries after this place, as the answer before gave it.
    pub after: Option<String>,
    /// How many entries; 50 when absent.
    pub limit: Option<i64>,
}

/// Entries of the journal, a line for each posting.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JournalAnswer {
    /// The currency of the amounts: the books'.
    pub currency: String,
    /// Which books.
    pub basis: ReadBasis,
    /// The days that were asked for.
    pub period: Days,
    /// How many entries are shown here.
    pub shown: i64,
    /// Their debits, in minor units.
    pub debits_minor: i64,
    /// Their credits: as much.
    pub credits_minor: i64,
    /// How many entries there are in all; absent where counting would read more than a page may.
    pub entries: Option<i64>,
    /// The debits of all of them.
    pub all_debits_minor: Option<i64>,
    /// The credits of all of them.
    pub all_credits_minor: Option<i64>,
    /// The postings, entry by entry.
    pub lines: Vec<JournalLine>,
    /// What to give as `after` for later entries; absent at the end.
    pub later: Option<String>,
}

/// A posting in the journal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JournalLine {
    /// The day of the entry.
    pub posted_on: Date,
    /// Its number.
    pub entry: i64,
    /// What happened.
    pub text: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// The debit, in minor units of the books' currency; absent where it is a credit.
    pub debit_minor: Option<i64>,
    /// The credit.
    pub credit_minor: Option<i64>,
    /// The kind of record the entry came from; absent when it was made by hand.
    pub source: Option<String>,
    /// The id of that record.
    pub source_id: Option<i64>,
    /// The tags of the entry and of the record it came from.
    pub tags: Vec<String>,
    /// The entry that this one reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses this one.
    pub reversed_by: Option<i64>,
}

/// Sums over more postings than this are left to reports, which read kept totals: debits alone are not kept.
const MOST_SUMMED: i64 = 30_000;

impl Query for Journal {
    const NAME: &'static str = "journal";
    type Answer = JournalAnswer;

    fn about() -> String {
        t!("Every entry in the order of its day and number, debits beside credits (general journal).")
    }

    fn answer(&self, context: &mut Context) -> Result<JournalAnswer, Failure> {
        journal::flush(context)?;
        let covered = Covered { period: self.period, from: self.from, through: self.through };
        let period = covered.days(context, Days { from: BEGINNING, through: Date::MAX })?;
        let wanted = self.wanted(period);
        let limit = page_size(self.limit);
        let after = place(self.after.as_deref());
        let mut rows = records::journal_rows(&mut context.tx, &wanted, after, limit + 1)?;
        let later = cut_after(&mut rows, limit);
        let tags = tags(context, &rows)?;
        let sums = self.sums(context, &wanted)?;
        let (mut debits, mut credits, mut shown, mut last) = (0i64, 0i64, 0, 0);
        let known = accounts::accounts(context)?;
        let lines = rows.into_iter().map(|row| {
            debits = debits.saturating_add(row.book_amount.max(0));
            credits = credits.saturating_sub(row.book_amount.min(0));
            shown += i64::from(row.entry != last);
            last = row.entry;
            let by_hand = row.source_kind.is_empty();
            let account = known.iter().find(|account| account.id == row.account);
            JournalLine {
                posted_on: row.posted_on,
                entry: row.entry,
                text: row.text,
                party: row.party,
                account: row.account,
                account_name: account.map(|account| account.name.clone()).unwrap_or_default(),
                debit_minor: (row.book_amount >= 0).then_some(row.book_amount),
                credit_minor: (row.book_amount < 0).then_some(row.book_amount.saturating_neg()),
                source_id: (!by_hand).then_some(row.source),
                tags: tags.get(&row.entry).cloned().unwrap_or_default(),
                source: (!by_hand).then_some(row.source_kind),
                reverses: Some(row.reverses).filter(|entry| *entry != 0),
                reversed_by: row.reversed_by,
            }
        });
        let lines = lines.collect();
        Ok(JournalAnswer {
            currency: context.settings.currency.code().to_string(),
            basis: self.basis,
            period,
            shown,
            debits_minor: debits,
            credits_minor: credits,
            entries: sums.map(|(entries, ..)| entries),
            all_debits_minor: sums.map(|(_, debits, _)| debits),
            all_credits_minor: sums.map(|(.., credits)| credits),
            lines,
            later,
        })
    }
}

impl Journal {
    fn wanted(&self, period: Days) -> records::Wanted {
        records::Wanted {
            from: period.from,
            through: period.through,
            without: self.basis.without(),
            account: self.account.unwrap_or(0),
            tag: self.tag.unwrap_or(0),
            source: self.source.clone().unwrap_or_default(),
            corrections: self.corrections,
            words: word_ranges(self.text.as_deref()),
        }
    }

    /// How many entries there are in the whole time with their debits and credits, where that is not too much to read.
    fn sums(&self, context: &mut Context, wanted: &records::Wanted) -> Result<Option<(i64, i64, i64)>, Failure> {
        let months = (Month::of(wanted.from).number(), Month::of(wanted.through).number());
        if records::postings_in_months(&mut context.tx, months.0, months.1)? > MOST_SUMMED {
            return Ok(None);
        }
        Ok(Some(records::journal_sums(&mut context.tx, wanted)?))
    }
}

/// Up to three words of a text, the longest: they part best. Each with the end of the range that it begins.
pub(super) fn word_ranges(text: Option<&str>) -> [(String, String); 3] {
    let mut words = words_of(text.unwrap_or_default());
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut words = words.into_iter();
    std::array::from_fn(|_| {
        words.next().map_or_else(Default::default, |word| {
            let end = format!("{word}{}", char::MAX);
            (word, end)
        })
    })
}

/// A place in the journal: day and entry. Written `2026-05-12.88`.
fn place(text: Option<&str>) -> (Date, i64) {
    let read = |text: &str| {
        let (day, entry) = text.split_once('.')?;
        Some((day.parse().ok()?, entry.parse().ok()?))
    };
    text.and_then(read).unwrap_or((BEGINNING, 0))
}

/// Leaves at most so many entries; where there are more, the place of the last one left.
fn cut_after(rows: &mut Vec<records::JournalRow>, limit: i64) -> Option<String> {
    let (mut entries, mut last) = (0, None);
    let end = rows.iter().position(|row| {
        if last != Some(row.entry) {
            entries += 1;
            last = Some(row.entry);
        }
        entries > limit
    })?;
    rows.truncate(end);
    rows.last().map(|row| format!("{}.{}", row.posted_on, row.entry))
}

/// The tags of entries and of the records they came from, by entry: one read for each kind of record.
fn tags(context: &mut Context, rows: &[records::JournalRow]) -> Result<BTreeMap<i64, Vec<String>>, Failure> {
    let mut of: BTreeMap<(&str, i64), Vec<i64>> = BTreeMap::new();
    for row in rows {
        for key in [(ENTRY, row.entry), (row.source_kind.as_str(), row.source)] {
            let entries = of.entry(key).or_default();
            if !key.0.is_empty() && entries.last() != Some(&row.entry) {
                entries.push(row.entry);
            }
        }
    }
    let mut ranges: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (kind, id) in of.keys().filter(|(kind, _)| !kind.is_empty()) {
        let range = ranges.entry(kind).or_insert((*id, *id));
        *range = (range.0.min(*id), range.1.max(*id));
    }
    let mut tags: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (kind, (low, high)) in ranges {
        for (record, name) in records::tags_in_range(&mut context.tx, kind, low, high)? {
            for entry in of.get(&(kind, record)).into_iter().flatten() {
                let names = tags.entry(*entry).or_default();
                if !names.contains(&name) {
                    names.push(name.clone());
                }
            }
        }
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_longest_words_are_looked_for() {
        let ranges = word_ranges(Some("of Northlight an ad workshop"));
        assert_eq!(ranges.map(|(word, _)| word), ["northlight", "workshop", "of"]);
        assert_eq!(word_ranges(None).map(|(word, _)| word), ["", "", ""]);
    }

    #[test]
    fn a_place_that_is_none_is_the_beginning() {
        for text in [None, Some(""), Some("2026-05-12"), Some("x.y")] {
            assert_eq!(place(text), (BEGINNING, 0));
        }
        assert_eq!(place(Some("2026-05-12.88")), (jiff::civil::date(2026, 5, 12), 88));
    }
}
