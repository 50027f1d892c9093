//! What a file would bring, before it is brought in. Reads only.

use std::io::Cursor;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use statements::{
    AmountColumns, ColumnsByHand, CsvGuess, CsvMapping, Delimiter, Meaning, Question, ReadError, ReadOptions,
    amount::DecimalMark, date::DateOrder,
};

use crate::{
    commands::{Gathered, compare_account, gather, place_accounts, remembered_mapping},
    line::MissingLines,
    rules::matching::Verdict,
};

/// What a file would bring.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementPreview {
    /// The file's name.
    #[serde(default)]
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// The account it is of, where the file does not say.
    #[serde(default)]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// How the columns of a CSV file are read, where it is corrected.
    #[serde(default)]
    pub mapping: Option<Value>,
    /// What each column of a CSV file holds, said one by one.
    #[serde(default)]
    pub columns: Option<ColumnsByHand>,
}

/// What a file would bring.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementPreviewAnswer {
    /// Its format: `ofx` or `csv`.
    pub format: String,
    /// How its columns are read: to be corrected and given to `import-statement`. None for OFX.
    pub mapping: Option<Value>,
    /// Its columns, where it has any.
    pub columns: Vec<PreviewColumn>,
    /// How its cells are written, where its columns can be said one by one: as `columns` of `import-statement`.
    pub writing: Option<PreviewWriting>,
    /// What the content leaves open, as questions.
    pub questions: Vec<String>,
    /// The ways the file could be read, the likeliest first; each a mapping to give to `import-statement`.
    pub readings: Vec<PreviewReading>,
    /// What is in the way of bringing it in, in one sentence.
    pub problem: Option<String>,
    /// Whether it is in the way that stated balances do not follow from the lines, which can be accepted.
    pub refused_for_gaps: bool,
    /// What it would bring to each account.
    pub accounts: Vec<PreviewAccount>,
}

/// A way a CSV file could be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PreviewReading {
    /// What sets it apart, in words.
    pub label: String,
    /// Its mapping.
    pub mapping: Value,
}

/// How the cells of a CSV file are written.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct PreviewWriting {
    /// The character between columns.
    pub delimiter: Option<Delimiter>,
    /// The order of day, month and year.
    pub date_order: DateOrder,
    /// The character before the decimals.
    pub decimal_mark: DecimalMark,
    /// Whether amounts without a sign are money out.
    pub sign_reversed: bool,
}

/// A column of a CSV file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PreviewColumn {
    /// Its heading.
    pub name: String,
    /// A few of its cells.
    pub samples: Vec<String>,
    /// What it is read as; none where the file itself says what its fields mean.
    pub meaning: Option<Meaning>,
}

/// What a file would bring to an account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PreviewAccount {
    /// The account, where it is known.
    pub account: Option<i64>,
    /// Its name, or the name in the file.
    pub name: String,
    /// How many lines the file holds.
    pub lines: i64,
    /// How many are new.
    pub new: i64,
    /// How many are here already.
    pub duplicate: i64,
    /// How many may be here already.
    pub doubtful: i64,
    /// Where the file's balances do not follow from its lines: it comes in only where that is accepted.
    pub gaps: Vec<MissingLines>,
    /// The first lines.
    pub first: Vec<PreviewLine>,
}

/// A line as it would come in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PreviewLine {
    /// Its day.
    pub booked_on: Date,
    /// Its amount.
    pub amount_minor: i64,
    /// Its words.
    pub text: String,
    /// Who paid or was paid.
    pub counterparty: String,
    /// A fee that was taken off, negative when charged.
    pub fee_minor: i64,
    /// Tax that a marketplace collected and pays itself, negative when held back.
    pub marketplace_tax_minor: i64,
}

impl Query for StatementPreview {
    const NAME: &'static str = "statement-preview";
    type Answer = StatementPreviewAnswer;

    fn about() -> String {
        t!("How a statement file would be read and what it would bring, without bringing it in.")
    }

    fn answer(&self, context: &mut Context) -> Result<StatementPreviewAnswer, Failure> {
        let bytes = crate::commands::decoded(&self.content)?;
        let given = crate::commands::given_mapping(self.mapping.as_ref())?;
        let mut source = Cursor::new(bytes.as_slice());
        let (signature, remembered) = remembered_mapping(context, &mut source)?;
        let mut options = ReadOptions {
            file_name: Some(self.file_name.clone()),
            mapping: given.or(remembered),
            currency: crate::commands::currency_of(context, self.account)?,
            ..ReadOptions::default()
        };
        let mut answer = StatementPreviewAnswer {
            format: if signature.is_some() { "csv".into() } else { "ofx".into() },
            mapping: None,
            columns: Vec::new(),
            writing: None,
            questions: Vec::new(),
            readings: Vec::new(),
            problem: None,
            refused_for_gaps: false,
            accounts: Vec::new(),
        };
        if signature.is_some() {
            self.read_columns(&bytes, &mut options, &mut answer)?;
        }
        match gather(context, &mut source, &options)? {
            _ if self.columns.is_some() && !answer.questions.is_empty() => {}
            Ok(mut read) => {
                answer.format = read.statement.format.to_string();
                if !answer.questions.is_empty() && self.mapping.is_some() {
                    // What was open has been answered by the mapping that was given.
                    answer.questions.clear();
                }
                self.compare(context, &mut read, &mut answer)?;
            }
            Err(error @ ReadError::Balance { .. }) => {
                // What stands in the way is shown beside what would come in with it accepted.
                answer.problem = Some(error.to_string());
                answer.refused_for_gaps = true;
                let options = ReadOptions { accept_balance_gaps: true, ..options };
                let mut read = Gathered::of(context, &mut source, &options)?;
                answer.format = read.statement.format.to_string();
                self.compare(context, &mut read, &mut answer)?;
            }
            Err(error @ (ReadError::Ambiguous { .. } | ReadError::Unreadable { .. } | ReadError::Mapping { .. }))
                if signature.is_some() =>
            {
                answer.problem = Some(error.to_string());
            }
            Err(error) => return Err(crate::commands::unreadable(&error)),
        }
        Ok(answer)
    }
}

impl StatementPreview {
    /// How the columns are read: as said by hand, as remembered, or as found.
    fn read_columns(
        &self,
        bytes: &[u8],
        options: &mut ReadOptions,
        answer: &mut StatementPreviewAnswer,
    ) -> Result<(), Failure> {
        let unreadable = |error: ReadError| crate::commands::unreadable(&error);
        let found = statements::sniff(bytes, options).map_err(unreadable)?;
        answer.readings = readings(&found, bytes, options);
        let by_hand = answer.format == "csv" && found.mapping.export.is_none() && found.mapping.delimiter != '\n';
        let said = self.columns.clone().unwrap_or_default();
        let guess = match by_hand {
            // Whatever was remembered is shown under its own delimiter.
            true if self.columns.is_some() || options.mapping.is_some() => {
                let delimiter = said.delimiter.or_else(|| options.mapping.as_ref().and_then(Delimiter::of));
                let said = ColumnsByHand { delimiter: delimiter.filter(|_| !said.afresh), ..said };
                statements::by_hand(bytes, options, &said).map_err(unreadable)?
            }
            _ => CsvGuess { mapping: options.mapping.clone().unwrap_or(found.mapping), ..found },
        };
        answer.questions = guess.questions.iter().map(ToString::to_string).collect();
        if by_hand {
            answer.writing = Some(PreviewWriting {
                delimiter: Delimiter::of(&guess.mapping),
                date_order: guess.mapping.date_order,
                decimal_mark: guess.mapping.decimal_mark,
                sign_reversed: guess.mapping.sign_flipped,
            });
        }
        let meanings = guess.mapping.meanings(guess.columns.len());
        answer.columns = guess
            .columns
            .into_iter()
            .zip(meanings)
            .map(|(column, meaning)| PreviewColumn {
                name: column.name,
                samples: column.samples,
                meaning: by_hand.then_some(meaning),
            })
            .collect();
        answer.mapping = serde_json::to_value(&guess.mapping).ok();
        options.mapping = Some(guess.mapping);
        Ok(())
    }

    fn compare(
        &self,
        context: &mut Context,
        read: &mut Gathered,
        answer: &mut StatementPreviewAnswer,
    ) -> Result<(), Failure> {
        let placed = match place_accounts(context, &read.statement.accounts, self.account) {
            Ok(placed) => placed.into_iter().map(|(account, _)| Some(account)).collect(),
            Err(failure @ Failure::Refused(_)) => {
                let problem = answer.problem.take();
                answer.problem = Some(problem.into_iter().chain([failure.to_string()]).collect::<Vec<_>>().join(" "));
                vec![None; read.statement.accounts.len()]
            }
            Err(failure) => return Err(failure),
        };
        for (place, account) in placed.into_iter().enumerate() {
            let stated = &read.statement.accounts[place];
            let lines = i64::try_from(stated.line_count).unwrap_or(i64::MAX);
            let mut one = PreviewAccount {
                account: account.as_ref().map(|account: &books::Account| account.id),
                name: account
                    .as_ref()
                    .map(|account| account.name.clone())
                    .or_else(|| stated.id.clone())
                    .unwrap_or_default(),
                lines,
                new: lines,
                duplicate: 0,
                doubtful: 0,
                gaps: stated.balance_gaps.iter().map(MissingLines::from).collect(),
                first: read.lines[place].first_lines.iter().map(line).collect(),
            };
            if let Some(account) = account {
                let verdicts = compare_account(context, read, place, account.id)?.verdicts;
                let count = |of: fn(Verdict) -> bool| verdicts.count(of);
                one.new = count(|verdict| verdict == Verdict::New);
                one.duplicate = count(|verdict| matches!(verdict, Verdict::Same | Verdict::Alike));
                one.doubtful = count(|verdict| matches!(verdict, Verdict::Doubtful(_) | Verdict::Asked));
            }
            answer.accounts.push(one);
        }
        Ok(())
    }
}

/// As many ways of reading are offered at most.
const MOST_READINGS: usize = 24;

/// A way of reading is tried on this much of a file: enough rows to tell, whatever the file's length.
const TRIED_BYTES: usize = 64 * 1024;

/// Every answer to what the content leaves open, combined; or, where it leaves nothing open, every other way in which it
/// can be read at all.
fn readings(guess: &CsvGuess, bytes: &[u8], options: &ReadOptions) -> Vec<PreviewReading> {
    let mut ways: Vec<(Vec<String>, CsvMapping)> = vec![(Vec::new(), guess.mapping.clone())];
    for question in &guess.questions {
        let mut next = Vec::new();
        for (said, mapping) in &ways {
            for (word, changed) in answers(question, mapping, guess) {
                next.push((said.iter().cloned().chain([word]).collect(), changed));
            }
        }
        if !next.is_empty() {
            next.truncate(MOST_READINGS);
            ways = next;
        }
    }
    if guess.questions.is_empty() {
        let head = match bytes.get(..TRIED_BYTES) {
            Some(head) => &head[..head.iter().rposition(|byte| *byte == b'\n').unwrap_or(TRIED_BYTES)],
            None => bytes,
        };
        let reads = |mapping: &CsvMapping| {
            let mapping = Some(mapping.clone());
            statements::read(head, &ReadOptions { mapping, accept_balance_gaps: true, ..options.clone() }).is_ok()
        };
        ways.extend(corrections(guess).into_iter().filter(|(_, mapping)| reads(mapping)));
        ways.truncate(MOST_READINGS);
    }
    let reading = |(said, mapping): (Vec<String>, CsvMapping)| {
        let label = if said.is_empty() { t!("As it looks") } else { said.join("; ") };
        Some(PreviewReading { label, mapping: serde_json::to_value(&mapping).ok()? })
    };
    ways.into_iter().filter_map(reading).collect()
}

/// What the owner may correct where the content left nothing open and was still understood wrongly.
fn corrections(guess: &CsvGuess) -> Vec<(Vec<String>, CsvMapping)> {
    let base = &guess.mapping;
    let mut ways = Vec::new();
    let (words, sign_flipped) =
        if base.sign_flipped { (t!("plus is money in"), false) } else { (t!("plus is money out"), true) };
    ways.push((words, CsvMapping { sign_flipped, ..base.clone() }));
    match base.date_order {
        DateOrder::DayMonthYear => {
            let date_order = DateOrder::MonthDayYear;
            ways.push((t!("the month before the day"), CsvMapping { date_order, ..base.clone() }));
        }
        DateOrder::MonthDayYear => {
            let date_order = DateOrder::DayMonthYear;
            ways.push((t!("the day before the month"), CsvMapping { date_order, ..base.clone() }));
        }
        DateOrder::YearMonthDay => {}
    }
    // A column without a digit is neither a date nor an amount.
    let digits = |index: usize| {
        let samples = guess.columns.get(index).map_or(&[][..], |column| &column.samples);
        samples.iter().any(|sample| sample.contains(|letter: char| letter.is_ascii_digit()))
    };
    for question in [Question::AmountColumn, Question::DateColumn] {
        let other = answers(&question, base, guess).into_iter().enumerate();
        ways.extend(other.filter(|(index, (_, mapping))| digits(*index) && mapping != base).map(|(_, way)| way));
    }
    ways.into_iter().map(|(words, mapping)| (vec![words], mapping)).collect()
}

/// The answers to one question, each with the mapping it makes.
fn answers(question: &Question, mapping: &CsvMapping, guess: &CsvGuess) -> Vec<(String, CsvMapping)> {
    let name = |index: usize| {
        let heading = guess.columns.get(index).map(|column| column.name.clone()).filter(|name| !name.is_empty());
        heading.unwrap_or_else(|| t!("column {number}", number = index + 1))
    };
    let with = |change: &dyn Fn(&mut CsvMapping)| {
        let mut changed = mapping.clone();
        change(&mut changed);
        changed
    };
    match question {
        Question::DateOrder { .. } => vec![
            (t!("the day before the month"), with(&|mapping| mapping.date_order = DateOrder::DayMonthYear)),
            (t!("the month before the day"), with(&|mapping| mapping.date_order = DateOrder::MonthDayYear)),
        ],
        Question::DecimalMark { .. } => vec![
            (t!("decimals after a point"), with(&|mapping| mapping.decimal_mark = DecimalMark::Point)),
            (t!("decimals after a comma"), with(&|mapping| mapping.decimal_mark = DecimalMark::Comma)),
        ],
        Question::Direction { .. } => vec![
            (t!("plus is money in"), with(&|mapping| mapping.sign_flipped = false)),
            (t!("plus is money out"), with(&|mapping| mapping.sign_flipped = true)),
        ],
        Question::InOrOut { first, second } => [(*first, *second), (*second, *first)]
            .into_iter()
            .map(|(money_in, money_out)| {
                let minus_reverses = matches!(mapping.amount, AmountColumns::InOut { minus_reverses: true, .. });
                let amount = AmountColumns::InOut { money_in, money_out, minus_reverses };
                (t!("{column} is money in", column = name(money_in)), with(&|mapping| mapping.amount = amount.clone()))
            })
            .collect(),
        Question::DateColumn => {
            let columns = 0..guess.columns.len();
            columns
                .map(|column| {
                    (t!("{column} is the date", column = name(column)), with(&|mapping| mapping.date = column))
                })
                .collect()
        }
        Question::AmountColumn => (0..guess.columns.len())
            .map(|column| {
                let amount = AmountColumns::Signed { column };
                (t!("{column} is the amount", column = name(column)), with(&|mapping| mapping.amount = amount.clone()))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn line(line: &statements::Line) -> PreviewLine {
    PreviewLine {
        booked_on: line.booked_on,
        amount_minor: line.amount_minor,
        text: line.text.clone(),
        counterparty: line.counterparty.clone().unwrap_or_default(),
        fee_minor: line.fee_minor.unwrap_or(0),
        marketplace_tax_minor: line.marketplace_tax_minor.unwrap_or(0),
    }
}
