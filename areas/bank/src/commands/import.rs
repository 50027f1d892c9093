//! A statement comes in.

use std::io::{Cursor, SeekFrom};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Refused, Undo, UndoKind};
use ledger::Currency;
use locale::{fmt, t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use statements::{ColumnsByHand, CsvMapping, ReadError, ReadOptions, Source};

use super::{
    WithdrawStatement, gathering::Gathered, place_accounts, placing::PLACING_REFUSALS, remembered_mapping,
    taking::Import,
};
use crate::{
    desk::Desk,
    line::MissingLines,
    records,
    valuing::{RATE_MISSING, missing},
};

/// Brings in a bank statement: OFX, QFX, CSV, CAMT, MT940 or QIF, told by its content.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStatement {
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64. Empty where it is handed over beside the input.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// The account it is of, where the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// How the columns of a CSV file are read; remembered for that bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Value>,
    /// What each column of a CSV file holds, said one by one; remembered for that bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<ColumnsByHand>,
    /// Leave lines that cannot be read out, instead of refusing the file.
    #[serde(default)]
    pub leave_out_unreadable: bool,
    /// Take a statement whose balances do not follow from its lines, and note where.
    #[serde(default)]
    pub accept_balance_gaps: bool,
    /// Refuse a CSV file of a shape that was never confirmed, so that its columns can be looked at first.
    #[serde(default)]
    pub look_first: bool,
    /// Only look: show how the file is read with these columns, and bring nothing in.
    #[serde(default)]
    pub look_again: bool,
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
    /// The currency of its amounts.
    pub currency: String,
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
    /// Where the file's running balances do not follow from its amounts: lines may be missing there.
    pub missing: Vec<MissingLines>,
    /// The days that lack a rate of the account's currency. Where there is any, nothing of the account came in.
    pub rates_missing: Vec<Date>,
    /// The account's currency.
    pub currency: String,
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

const REFUSALS: [&str; 38] = {
    let mut all = [""; 38];
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
    all[at + 5] = "only-looked";
    all[at + 6] = "orders-are-not-money";
    all[at + 7] = RATE_MISSING;
    all[at + 8] = "no-temporary-file";
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
    LookAgain,
    Orders { service: String },
}

impl Refusal for ImportRefusal {
    fn code(&self) -> &'static str {
        match self {
            ImportRefusal::NotBase64 => "not-base64",
            ImportRefusal::BadMapping(_) => "bad-mapping",
            ImportRefusal::OutsideTheBooks { .. } => "line-outside-the-books",
            ImportRefusal::FileNameLength => "file-name-length",
            ImportRefusal::LookFirst => "columns-to-confirm",
            ImportRefusal::LookAgain => "only-looked",
            ImportRefusal::Orders { .. } => "orders-are-not-money",
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
            ImportRefusal::LookAgain => t!("This is how the file is read now. Nothing was brought in yet."),
            ImportRefusal::Orders { service } => t!(
                "This is a list of orders at {service}: it says what was bought, not what reached you. Export the payouts or \
                 the monthly statement there, and bring that in.",
                service = service
            ),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ImportRefusal::NotBase64 | ImportRefusal::OutsideTheBooks { .. } | ImportRefusal::Orders { .. } => {
                    "content"
                }
                ImportRefusal::BadMapping(_) | ImportRefusal::LookFirst | ImportRefusal::LookAgain => "mapping",
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

/// The mapping that follows from columns said by hand, unless something is still open.
fn said_mapping(source: &mut dyn Source, options: &ReadOptions, said: &ColumnsByHand) -> Result<CsvMapping, Failure> {
    let guess = statements::by_hand_source(source, options, said).map_err(|error| unreadable(&error))?;
    if guess.questions.is_empty() {
        return Ok(guess.mapping);
    }
    Err(unreadable(&ReadError::Ambiguous { questions: guess.questions }))
}

impl ImportStatement {
    /// The file: handed over, else out of the input.
    fn source(&self, context: &Context) -> Result<Box<dyn Source>, Failure> {
        match &context.handed {
            Some(file) if self.content.is_empty() => {
                Ok(Box::new(file.try_clone().map_err(|error| unreadable(&ReadError::source(&error)))?))
            }
            _ => Ok(Box::new(Cursor::new(decoded(&self.content)?))),
        }
    }
}

/// The digest of a file, read through once more.
fn digest(source: &mut dyn Source) -> Result<[u8; 32], Failure> {
    let failed = |error: std::io::Error| unreadable(&ReadError::source(&error));
    source.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match source.read(&mut buffer).map_err(failed)? {
            0 => return Ok(digest.finalize().into()),
            read => digest.update(&buffer[..read]),
        }
    }
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
        let mut source = self.source(context)?;
        let source = source.as_mut();
        let mut given = given_mapping(self.mapping.as_ref())?;
        let (signature, remembered) = remembered_mapping(context, source)?;
        if self.look_again || self.columns.as_ref().is_some_and(|said| said.shows_others()) {
            return Err(ImportRefusal::LookAgain.into());
        }
        let mut options = ReadOptions {
            file_name: Some(self.file_name.clone()),
            mapping: given.clone().or(remembered),
            currency: currency_of(context, self.account)?,
            leave_out_unreadable: self.leave_out_unreadable,
            accept_balance_gaps: self.accept_balance_gaps,
            ..ReadOptions::default()
        };
        if let Some(said) = &self.columns {
            let mapping = said_mapping(source, &options, said)?;
            (given, options.mapping) = (Some(mapping.clone()), Some(mapping));
        }
        if self.look_first && signature.is_some() && options.mapping.is_none() {
            return Err(ImportRefusal::LookFirst.into());
        }
        let mut gathered = Gathered::of(context, source, &options)?;
        let sha256 = digest(source)?;
        let read = &gathered.statement;
        if let Some(export) = read.mapping.as_ref().and_then(|mapping| mapping.export).filter(|one| one.lists_orders())
        {
            return Err(ImportRefusal::Orders { service: export.service().to_string() }.into());
        }
        if let (Some(signature), Some(mapping)) = (signature, given) {
            let json = serde_json::to_string(&mapping).map_err(|error| ImportRefusal::BadMapping(error.to_string()))?;
            records::remember_mapping(&mut context.tx, &signature, &json)?;
        }
        books::statement_came_in(context, &sha256)?;
        let placed = place_accounts(context, &read.accounts, self.account)?;
        let mut import = Import {
            desk: Desk::open(context)?,
            file_name: self.file_name.trim().to_owned(),
            sha256,
            format: read.format.to_string(),
            import: None,
            left_out: i64::try_from(read.left_out.len()).unwrap_or(i64::MAX),
        };
        let mut accounts = Vec::with_capacity(placed.len());
        for (place, (account, name)) in placed.into_iter().enumerate() {
            if let Some(name) = name {
                records::remember_account(&mut context.tx, &name, account.id)?;
            }
            accounts.push(import.take_in(context, &mut gathered, place, &account)?);
        }
        if !accounts.is_empty() && accounts.iter().all(|account| !account.rates_missing.is_empty()) {
            let days = accounts.iter().flat_map(|account| {
                let currency = account.currency.parse().ok();
                account.rates_missing.iter().filter_map(move |day| Some((currency?, *day)))
            });
            return Err(missing(&days.collect::<Vec<(Currency, Date)>>()));
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
            currency: context.settings.currency.code().to_owned(),
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
        add(outcome.left_out, tn!(outcome.left_out, "{count} was left out.", "{count} were left out."));
        for account in &outcome.accounts {
            let days = i64::try_from(account.rates_missing.len()).unwrap_or(i64::MAX);
            add(
                days,
                tn!(
                    days,
                    "{account} waits: {count} day has no rate of {currency}. Set it, and bring the file in again.",
                    "{account} waits: {count} days have no rate of {currency}. Set them, and bring the file in again.",
                    account = account.name,
                    currency = account.currency
                ),
            );
            let difference = account.difference_minor.unwrap_or(0);
            add(
                i64::from(difference != 0),
                t!(
                    "{account} ends {difference} apart from its statement.",
                    account = account.name,
                    difference = fmt::money(difference, &account.currency)
                ),
            );
            if let Some(first) = account.missing.first() {
                let places = i64::try_from(account.missing.len()).unwrap_or(i64::MAX);
                let sentence = tn!(
                    places,
                    "Lines may be missing before line {line} of the file: its balance does not follow.",
                    "Lines may be missing at {count} places of the file, first before line {line}: its balances do not follow.",
                    line = first.line
                );
                add(places, sentence);
            }
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
        if self.content.is_empty() {
            return json!({ "file_name": self.file_name, "account": self.account });
        }
        let digest = decoded(&self.content).map(|bytes| hex(&Sha256::digest(bytes))).unwrap_or_default();
        json!({ "file_name": self.file_name, "sha256": digest, "account": self.account })
    }
}

/// The currency of amounts that state none: the given account's, else the books'.
pub(crate) fn currency_of(context: &mut Context, account: Option<i64>) -> Result<String, Failure> {
    let currency = match account {
        Some(account) => books::account(context, account)?.currency,
        None => context.settings.currency,
    };
    Ok(currency.code().to_owned())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
