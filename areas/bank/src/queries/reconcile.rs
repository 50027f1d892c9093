//! An account by its statements against the books: the day on which they parted, and what may have parted them.

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names};
use crate::{
    OPENING, records,
    rules::reconciling::{Checkpoint, DayBalances, Known, Spoken, day_balances, parting, silent_days},
};

/// An account held against its statements.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconcile {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// Through this day; the last day of its lines when absent.
    #[serde(default)]
    pub through: Option<Date>,
}

/// An account by its statements and by the books.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReconcileAnswer {
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// Its currency.
    pub currency: String,
    /// The last day that was looked at.
    pub through: Date,
    /// Whether any statement of it states a balance.
    pub proven: bool,
    /// What it holds by the statements on that day, in minor units.
    pub bank_minor: i64,
    /// What it holds by the books.
    pub books_minor: i64,
    /// What of the first is in the books on a later day, since its month was closed when it came.
    pub late_minor: i64,
    /// What the books have more than the statements, late lines aside.
    pub difference_minor: i64,
    /// The last day on which both agreed, where they part.
    pub agree_through: Option<Date>,
    /// The day on which they parted.
    pub parted_on: Option<Date>,
    /// What the books had more on that day.
    pub parted_by_minor: i64,
    /// Where it began between two stated balances: the first day on which a line may be missing.
    pub between_from: Option<Date>,
    /// What may have parted them, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// The entries of that day.
    pub entries: Vec<books::AccountEntry>,
    /// The bank lines of that day.
    pub lines: Vec<LineView>,
    /// The lines that came late, with the day each is on in the books.
    pub late: Vec<LateLine>,
    /// Both balances at the end of each day around it, or of the last days.
    pub days: Vec<DayBalances>,
}

/// A line that came when its month was closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LateLine {
    /// The line.
    pub line: i64,
    /// The day the bank booked it.
    pub booked_on: Date,
    /// The day it is on in the books.
    pub posted_on: Date,
    /// Minor units.
    pub amount_minor: i64,
}

/// What may have parted an account from its statements.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum Candidate {
    /// An entry of that very amount on the account, which no bank line shows.
    EntryWithoutLine {
        /// The entry.
        entry: i64,
        /// What it says.
        text: String,
        /// What it posted, in minor units.
        amount_minor: i64,
        /// Whether it was made by hand, and so can be reversed by hand.
        by_hand: bool,
    },
    /// The account began with another balance than its first statement says.
    WrongOpening {
        /// What the statement says, in minor units.
        stated_minor: i64,
        /// What the books have.
        booked_minor: i64,
    },
    /// No statement speaks of these days.
    MissingStatement {
        /// The first.
        from: Date,
        /// The last.
        through: Date,
    },
    /// The balances of a file jump, so lines are missing in it.
    GapInFile {
        /// The statement.
        statement: i64,
        /// Its file.
        file_name: String,
        /// At how many places.
        places: i64,
    },
    /// A line of that very amount is here twice.
    DoubledLine {
        /// The line.
        line: i64,
        /// Its day.
        booked_on: Date,
        /// What it is called.
        title: String,
        /// The line it may repeat.
        like: i64,
        /// The statement it came with.
        statement: i64,
    },
    /// A line of that very amount was dropped as being here already.
    DroppedLine {
        /// The doubtful line.
        doubtful: i64,
        /// Its day.
        booked_on: Date,
        /// Its words.
        text: String,
    },
}

/// How many days are shown before the one on which the balances parted, and in all.
const DAYS_BEFORE: usize = 15;
const DAYS_SHOWN: usize = 60;

impl Query for Reconcile {
    const NAME: &'static str = "reconcile";
    type Answer = ReconcileAnswer;

    fn about() -> String {
        t!("An account by its statements against the books: the day on which they parted, and why.")
    }

    fn answer(&self, context: &mut Context) -> Result<ReconcileAnswer, Failure> {
        let account = books::account(context, self.account)?.clone();
        let statements = records::statements_of_account(&mut context.tx, account.id)?;
        let last = statements.iter().map(|one| one.closing_on.unwrap_or(one.through_on).max(one.through_on)).max();
        let through = self.through.or(last).unwrap_or(context.today);
        let known = known(context, account.id, &statements, through)?;
        let days = day_balances(&known);
        let end = days.last().copied();
        let mut names = Names::read(context, false)?;
        let late_rows = records::late_lines(&mut context.tx, account.id, through)?;
        let late = late_rows.into_iter().map(|(line, booked_on, posted_on, amount_minor)| LateLine {
            line,
            booked_on,
            posted_on,
            amount_minor,
        });
        let mut answer = ReconcileAnswer {
            account: account.id,
            account_name: account.name,
            currency: account.currency.code().to_string(),
            through,
            proven: !known.checkpoints.is_empty(),
            bank_minor: end.map_or(0, |day| day.bank_minor),
            books_minor: end.map_or(0, |day| day.books_minor),
            late_minor: end.map_or(0, |day| day.late_minor),
            difference_minor: end.map_or(0, |day| day.difference_minor()),
            agree_through: None,
            parted_on: None,
            parted_by_minor: 0,
            between_from: None,
            candidates: Vec::new(),
            entries: Vec::new(),
            lines: Vec::new(),
            late: late.collect(),
            days: Vec::new(),
        };
        let Some(at) = parting(&days) else {
            answer.days = days[days.len().saturating_sub(DAYS_SHOWN)..].to_vec();
            return Ok(answer);
        };
        let first = at.saturating_sub(DAYS_BEFORE);
        answer.days = days[first..days.len().min(first + DAYS_SHOWN)].to_vec();
        let parted = days[at];
        answer.parted_on = Some(parted.on);
        answer.parted_by_minor = parted.difference_minor();
        answer.agree_through = (at > 0).then(|| parted.on.saturating_sub(1.day()));
        answer.entries = books::entries_of_day(context, account.id, parted.on)?;
        let rows = records::lines_between(&mut context.tx, account.id, parted.on, parted.on, 100)?;
        answer.lines = rows.iter().map(|line| names.line(line)).collect();
        if let Some(statement) = parted.contradicted_by {
            let before = known.checkpoints.iter().rev().find(|one| one.on < parted.on).map(|one| one.on);
            let from = before.or(known.anchor.map(|one| one.0)).map(|day| day.saturating_add(1.day()));
            answer.between_from = from;
            answer.agree_through = from.map(|day| day.saturating_sub(1.day()));
            let from = from.unwrap_or(parted.on);
            answer.candidates = among_lines(context, &statements, statement, (from, parted))?;
        } else {
            // What a first statement says of the beginning is its balance less its lines: one too many looks like a wrong
            // beginning.
            let first = known.checkpoints.first().filter(|_| at == 0);
            if let Some(Checkpoint { statement, on, .. }) = first {
                let within = DayBalances { on: *on, ..parted };
                answer.candidates = among_lines(context, &statements, *statement, (Date::MIN, within))?;
                answer.candidates.retain(|one| matches!(one, Candidate::DoubledLine { .. }));
            }
            answer.candidates.extend(among_entries(&answer.entries, at == 0, parted));
        }
        Ok(answer)
    }
}

/// Reads what is known of an account.
fn known(
    context: &mut Context,
    account: i64,
    statements: &[crate::line::StatementRow],
    through: Date,
) -> Result<Known, Failure> {
    let lines = records::moved_by_day(&mut context.tx, account, through)?;
    let posted = books::posted_by_day(context, account, through)?;
    let mut checkpoints = Vec::new();
    for one in statements {
        let Some(stated_minor) = one.closing_minor else { continue };
        let on = one.closing_on.map_or(one.through_on, |day| day.max(one.through_on));
        if on <= through {
            let others_minor = records::moved_by_others(&mut context.tx, account, on, one.id)?;
            checkpoints.push(Checkpoint { statement: one.id, on, stated_minor, others_minor });
        }
    }
    checkpoints.sort_by_key(|one| (one.on, one.statement));
    let late_rows = records::late_lines(&mut context.tx, account, through)?;
    let mut late: Vec<(Date, Date, i64)> = late_rows.into_iter().map(|row| (row.1, row.2, row.3)).collect();
    if let Some(opening) = records::opening(&mut context.tx, account)? {
        let posted = books::postings_of_sources(context, OPENING, account..=account)?;
        let of_account = posted.iter().filter(|one| one.account == account && one.posted_on > opening.opened_on);
        late.extend(of_account.map(|one| (opening.opened_on, one.posted_on, one.amount_minor)));
    }
    let before = |day: Date| day.saturating_sub(1.day());
    let sum = |rows: &[(Date, i64)], through: Date| {
        rows.iter().filter(|row| row.0 <= through).fold(0_i64, |sum, row| sum.saturating_add(row.1))
    };
    let first_line = lines.first().map(|row| row.0);
    let stated = statements.first().and_then(|one| Some((before(one.from_on), one.opening_minor?)));
    let proven = checkpoints
        .first()
        .zip(first_line)
        .map(|(one, first)| (before(first.min(one.on)), one.stated_minor.saturating_sub(sum(&lines, one.on))));
    // Without a stated balance nothing contradicts how the books begin, on the day of the first line or before it.
    let booked = first_line.map(|first| {
        let late = late.iter().filter(|one| one.0 <= first && one.1 > first).map(|one| one.2);
        let begun = late.fold(sum(&posted, first), i64::saturating_add).saturating_sub(sum(&lines, first));
        (before(first), begun)
    });
    let anchor = stated.filter(|one| first_line.is_none_or(|first| first > one.0)).or(proven).or(booked);
    Ok(Known { anchor, lines, posted, late, checkpoints })
}

/// What of a day's entries may be the difference, where no statement contradicts its lines.
fn among_entries(entries: &[books::AccountEntry], at_the_start: bool, parted: DayBalances) -> Vec<Candidate> {
    let by_minor = parted.difference_minor();
    let mut candidates = Vec::new();
    for one in entries.iter().filter(|one| one.source_kind != crate::BANK_LINE && one.source_kind != OPENING) {
        candidates.push(Candidate::EntryWithoutLine {
            entry: one.entry,
            text: one.text.clone(),
            amount_minor: one.amount_minor,
            by_hand: one.source_kind.is_empty(),
        });
    }
    candidates.sort_by_key(
        |one| !matches!(one, Candidate::EntryWithoutLine { amount_minor, .. } if *amount_minor == by_minor),
    );
    if at_the_start {
        let opening = Candidate::WrongOpening { stated_minor: parted.bank_minor, booked_minor: parted.books_minor };
        candidates.insert(0, opening);
    }
    candidates
}

/// What among the lines before a stated balance may be the difference.
fn among_lines(
    context: &mut Context,
    statements: &[crate::line::StatementRow],
    statement: i64,
    (from, parted): (Date, DayBalances),
) -> Result<Vec<Candidate>, Failure> {
    let by_minor = parted.difference_minor();
    let mut candidates = Vec::new();
    let Some(stating) = statements.iter().find(|one| one.id == statement) else { return Ok(candidates) };
    let lines = records::lines_between(&mut context.tx, stating.account, from, parted.on, 5_000)?;
    let near = |one: Date, other: Date| (one - other).get_days().abs() <= 5;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.amount_minor == by_minor) {
        let twin = lines[..at].iter().find(|one| one.amount_minor == by_minor && near(line.booked_on, one.booked_on));
        if let Some(twin) = twin {
            candidates.push(Candidate::DoubledLine {
                line: line.id,
                booked_on: line.booked_on,
                title: line.title().to_owned(),
                like: twin.id,
                statement: line.statement,
            });
        }
    }
    let missing_minor = by_minor.saturating_neg();
    for (doubtful, booked_on, text) in
        records::dropped_lines(&mut context.tx, stating.account, from, parted.on, missing_minor)?
    {
        candidates.push(Candidate::DroppedLine { doubtful, booked_on, text });
    }
    let before = statements.iter().filter(|one| one.id != statement && one.from_on < stating.from_on);
    let reach = before.map(|one| one.through_on).max();
    if let Some(reach) = reach.filter(|reach| reach.saturating_add(1.day()) < stating.from_on) {
        let (from, through) = (reach.saturating_add(1.day()), stating.from_on.saturating_sub(1.day()));
        candidates.push(Candidate::MissingStatement { from, through });
    }
    let spanned =
        statements.iter().filter(|one| one.balance_gaps > 0 && one.through_on >= from && one.from_on <= parted.on);
    for one in spanned {
        let (statement, file_name, places) = (one.id, one.file_name.clone(), one.balance_gaps);
        candidates.push(Candidate::GapInFile { statement, file_name, places });
    }
    Ok(candidates)
}

/// The days of an account of which no statement speaks.
pub(crate) struct SilentDays {
    /// The account.
    pub account: i64,
}

impl SilentDays {
    /// Reads them, through a day.
    pub fn read(&self, context: &mut Context, through: Date) -> Result<Vec<(Date, Date)>, Failure> {
        let statements = records::statements_of_account(&mut context.tx, self.account)?;
        let known = known(context, self.account, &statements, through)?;
        let contradicted: Vec<i64> = day_balances(&known).iter().filter_map(|day| day.contradicted_by).collect();
        let spoken: Vec<Spoken> = statements
            .iter()
            .map(|one| Spoken {
                from: one.opening_on.map_or(one.from_on, |day| day.min(one.from_on)),
                through: one.closing_on.map_or(one.through_on, |day| day.max(one.through_on)),
                opening_minor: one.opening_minor,
                closing_minor: one.closing_minor,
                proven: one.closing_minor.is_some() && !contradicted.contains(&one.id),
            })
            .collect();
        let quiet = records::quiet_days(&mut context.tx, self.account)?;
        Ok(silent_days(&spoken, &quiet, Date::MIN, through))
    }
}
