//! A statement comes in.

use base64::{Engine, engine::general_purpose::STANDARD};
use books::{Account, Draft, DraftPosting, Source, SplitOf};
use jiff::{ToSpan, civil::Date};
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Refused, Undo, UndoKind};
use locale::{fmt, t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use statements::{AccountStatement, CsvMapping, ReadError, ReadOptions};

use super::{
    WithdrawStatement,
    comparing::{Compared, beginning_is_known, compare_account},
    place_accounts,
    placing::PLACING_REFUSALS,
    remembered_mapping,
};
use crate::{
    OPENING,
    desk::Desk,
    line::{BankLine, DoubtfulLine, LineState, Opening, RawLine, StatementRow},
    records,
    rules::matching::Verdict,
};

/// Brings in a bank statement: OFX, QFX or CSV, told by its content.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStatement {
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// The account it is of, where the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// How the columns of a CSV file are read; remembered for that bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Value>,
    /// Leave lines that cannot be read out, instead of refusing the file.
    #[serde(default)]
    pub leave_out_unreadable: bool,
    /// Refuse a CSV file of a shape that was never confirmed, so that its columns can be looked at first.
    #[serde(default)]
    pub look_first: bool,
}

/// What came of a file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Imported {
    /// The format it turned out to be.
    pub format: String,
    /// The account, where the file is of one.
    pub account: Option<i64>,
    /// How many lines the file holds.
    pub lines: i64,
    /// How many were new.
    pub new: i64,
    /// How many were here already.
    pub duplicate: i64,
    /// How many may be here already: a question.
    pub doubtful: i64,
    /// How many were paired as transfers between own accounts.
    pub matched: i64,
    /// How many wait for a decision.
    pub to_sort: i64,
    /// How many lines of the file were left out: unreadable, or without an amount.
    pub left_out: i64,
    /// The same for each account of the file.
    pub accounts: Vec<ImportedAccount>,
}

/// What came of one account's lines.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportedAccount {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// The statement that was kept; none where the very same file was here already.
    pub statement: Option<i64>,
    /// How many lines the file holds of it.
    pub lines: i64,
    /// How many were new.
    pub new: i64,
    /// How many were here already.
    pub duplicate: i64,
    /// How many may be here already.
    pub doubtful: i64,
    /// How many were paired as transfers.
    pub matched: i64,
    /// How many wait for a decision.
    pub to_sort: i64,
    /// The opening balance that the statement proved and that was posted.
    pub opening_minor: Option<i64>,
    /// What the statement's closing balance is beyond what the account holds; zero when both agree.
    pub difference_minor: Option<i64>,
}

/// The codes with which [`ReadError`] names what is wrong with a file.
const FILE_REFUSALS: [&str; 23] = [
    "empty",
    "too-large",
    "zip",
    "compressed",
    "pdf",
    "spreadsheet",
    "image",
    "web-page",
    "xml",
    "json",
    "binary",
    "not-a-statement",
    "not-yet",
    "encoding",
    "cut-short",
    "bank-message",
    "no-statement",
    "investments-only",
    "unreadable-line",
    "ambiguous",
    "balance",
    "mapping",
    "unreadable-file",
];

const REFUSALS: [&str; 34] = {
    let mut all = [""; 34];
    let mut at = 0;
    while at < FILE_REFUSALS.len() {
        all[at] = FILE_REFUSALS[at];
        at += 1;
    }
    let mut from = 0;
    while from < PLACING_REFUSALS.len() {
        all[at] = PLACING_REFUSALS[from];
        at += 1;
        from += 1;
    }
    all[at] = "not-base64";
    all[at + 1] = "bad-mapping";
    all[at + 2] = "line-outside-the-books";
    all[at + 3] = "file-name-length";
    all[at + 4] = "columns-to-confirm";
    all
};

/// Why a file is not taken.
#[derive(Debug)]
pub(super) enum ImportRefusal {
    NotBase64,
    BadMapping(String),
    OutsideTheBooks { line: u32 },
    FileNameLength,
    LookFirst,
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            ImportRefusal::NotBase64 => "not-base64",
            ImportRefusal::BadMapping(_) => "bad-mapping",
            ImportRefusal::OutsideTheBooks { .. } => "line-outside-the-books",
            ImportRefusal::FileNameLength => "file-name-length",
            ImportRefusal::LookFirst => "columns-to-confirm",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ImportRefusal::NotBase64 => t!("The content is not base64."),
            ImportRefusal::BadMapping(problem) => {
                t!("The mapping of columns cannot be read: {problem}.", problem = problem)
            }
            ImportRefusal::OutsideTheBooks { line } => t!(
                "Line {line} has a date or an amount that no books can hold (years 1970 to 2199); correct it in the file or download it again.",
                line = line
            ),
            ImportRefusal::FileNameLength => t!("The name of the file needs 1 to 200 characters."),
            ImportRefusal::LookFirst => {
                t!("A file of this shape is new here: look how its columns are read, then bring it in.")
            }
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ImportRefusal::NotBase64 | ImportRefusal::OutsideTheBooks { .. } => "content",
                ImportRefusal::BadMapping(_) | ImportRefusal::LookFirst => "mapping",
                ImportRefusal::FileNameLength => "file_name",
            }
            .into(),
        )
    }
}

/// A file that cannot be read, in the reader's own sentence.
pub(crate) fn unreadable(error: &ReadError) -> Failure {
    let code = FILE_REFUSALS.into_iter().find(|code| *code == error.code()).unwrap_or("unreadable-file");
    Refused::new(code, RefusalKind::Invalid, error.to_string()).at("content").into()
}

/// The bytes of a file given as base64.
pub(crate) fn decoded(content: &str) -> Result<Vec<u8>, Failure> {
    STANDARD.decode(content.trim()).map_err(|_| ImportRefusal::NotBase64.into())
}

/// A mapping as it was given.
pub(crate) fn given_mapping(mapping: Option<&Value>) -> Result<Option<CsvMapping>, Failure> {
    let read = |value: &Value| match value {
        Value::String(text) => serde_json::from_str(text),
        value => serde_json::from_value(value.clone()),
    };
    mapping.map(|value| read(value).map_err(|error| ImportRefusal::BadMapping(error.to_string()).into())).transpose()
}

impl Command for ImportStatement {
    const NAME: &'static str = "import-statement";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = &REFUSALS;
    type Outcome = Imported;

    fn about() -> String {
        t!("Bring in a bank statement. What is here already is not added again.")
    }

    fn perform(&self, context: &mut Context) -> Result<Imported, Failure> {
        if self.file_name.trim().is_empty() || self.file_name.chars().count() > 200 {
            return Err(ImportRefusal::FileNameLength.into());
        }
        let bytes = decoded(&self.content)?;
        let given = given_mapping(self.mapping.as_ref())?;
        let (signature, remembered) = remembered_mapping(context, &bytes)?;
        if self.look_first && signature.is_some() && given.is_none() && remembered.is_none() {
            return Err(ImportRefusal::LookFirst.into());
        }
        let options = ReadOptions {
            file_name: Some(self.file_name.clone()),
            mapping: given.clone().or(remembered),
            currency: context.settings.currency.code().to_owned(),
            leave_out_unreadable: self.leave_out_unreadable,
            ..ReadOptions::default()
        };
        let read = statements::read(&bytes, &options).map_err(|error| unreadable(&error))?;
        if let (Some(signature), Some(mapping)) = (signature, given) {
            let json = serde_json::to_string(&mapping).map_err(|error| ImportRefusal::BadMapping(error.to_string()))?;
            records::remember_mapping(&mut context.tx, &signature, &json)?;
        }
        let placed = place_accounts(context, &read.accounts, self.account)?;
        let mut import = Import {
            desk: Desk::open(context)?,
            file_name: self.file_name.trim().to_owned(),
            sha256: Sha256::digest(&bytes).into(),
            format: read.format.to_string(),
            import: None,
            left_out: i64::try_from(read.left_out.len()).unwrap_or(i64::MAX),
        };
        let mut accounts = Vec::with_capacity(placed.len());
        for (stated, (account, name)) in read.accounts.iter().zip(placed) {
            if let Some(name) = name {
                records::remember_account(&mut context.tx, &name, account.id)?;
            }
            accounts.push(import.take_in(context, stated, &account)?);
        }
        let sum = |of: fn(&ImportedAccount) -> i64| accounts.iter().map(of).sum::<i64>();
        Ok(Imported {
            format: import.format.clone(),
            account: if let [only] = &accounts[..] { Some(only.account) } else { None },
            lines: sum(|one| one.lines),
            new: sum(|one| one.new),
            duplicate: sum(|one| one.duplicate),
            doubtful: sum(|one| one.doubtful),
            matched: sum(|one| one.matched),
            to_sort: sum(|one| one.to_sort),
            left_out: import.left_out,
            accounts,
        })
    }

    fn sentence(&self, outcome: &Imported) -> String {
        let mut said = tn!(
            outcome.new,
            "Brought in {count} line from {file}.",
            "Brought in {count} lines from {file}.",
            file = self.file_name
        );
        let mut add = |count: i64, sentence: String| {
            if count > 0 {
                said.push(' ');
                said.push_str(&sentence);
            }
        };
        add(outcome.duplicate, tn!(outcome.duplicate, "{count} was here already.", "{count} were here already."));
        add(outcome.doubtful, tn!(outcome.doubtful, "{count} may be here already.", "{count} may be here already."));
        add(outcome.to_sort, tn!(outcome.to_sort, "{count} is to be sorted.", "{count} are to be sorted."));
        for account in &outcome.accounts {
            let difference = account.difference_minor.unwrap_or(0);
            add(
                i64::from(difference != 0),
                t!(
                    "{account} ends {difference} apart from its statement.",
                    account = account.name,
                    difference = fmt::number_signed(difference)
                ),
            );
        }
        said
    }

    fn undo(&self, outcome: &Imported) -> Undo {
        match outcome.accounts.iter().find_map(|account| account.statement) {
            Some(statement) => {
                Undo::Compensating { command: WithdrawStatement::NAME, input: json!({ "statement": statement }) }
            }
            None => Undo::None { reason: t!("That file was here already, so nothing was added.") },
        }
    }

    fn for_the_log(&self) -> Value {
        let digest = decoded(&self.content).map(|bytes| hex(&Sha256::digest(bytes))).unwrap_or_default();
        json!({ "file_name": self.file_name, "sha256": digest, "account": self.account })
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file that is being taken in.
struct Import {
    desk: Desk,
    file_name: String,
    sha256: [u8; 32],
    format: String,
    import: Option<i64>,
    left_out: i64,
}

impl Import {
    fn take_in(
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
        };
        if records::has_file(&mut context.tx, &self.sha256, account.id)? {
            return Ok(nothing);
        }
        let Compared { lines: raw, verdicts, without_amount, held_minor, through } =
            compare_account(context, stated, account.id)?;
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
        for (line, verdict) in raw.into_iter().zip(&verdicts) {
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
            imported_on: context.today,
            withdrawn_on: None,
        };
        records::insert_statement(&mut context.tx, &row)?;
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
    let draft = Draft {
        posted_on: on,
        text: t!("Opening balance of {name}, from its statement", name = account.name),
        note: String::new(),
        party: None,
        source: Source::of(OPENING, account.id),
        postings: vec![DraftPosting::new(account.id, amount_minor), DraftPosting::new(opening, -amount_minor)],
        split: SplitOf::ByRule,
    };
    books::post(context, draft).map(Some)
}

/// Writes filed lines, and joins the pairs of transfers they make: with each other and with lines from before.
pub(crate) fn store_lines(context: &mut Context, filed: &mut [BankLine]) -> Result<i64, Failure> {
    let pairs: Vec<(i64, i64)> = filed.iter().filter_map(|line| Some((line.pair?, line.id))).collect();
    let mut matched = 0;
    for &(earlier, later) in &pairs {
        // Ids rise with the order of filing.
        match filed.binary_search_by_key(&earlier, |line| line.id) {
            Ok(index) => {
                filed[index].pair = Some(later);
                matched += 2;
            }
            Err(_) => {
                records::set_pair(&mut context.tx, earlier, Some(later))?;
                matched += 1;
            }
        }
    }
    records::insert_lines(&mut context.tx, filed)?;
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
    }
}
