//! Why a file cannot be read, in words its owner understands. All sentences of this crate stand here.

use std::fmt;

use locale::t;

use crate::amount::AmountProblem;
use crate::csv::Question;
use crate::date::DateProblem;

/// Why a file did not become a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it.
    Empty,
    /// Bigger than the limit.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Something else than a statement.
    Unsuitable(Unsuitable),
    /// A statement format that is recognised but not read yet.
    NotYet {
        /// Its name: `CAMT.053`.
        format: &'static str,
    },
    /// The bytes are no text in any encoding.
    Encoding,
    /// The file ends in the middle.
    CutShort {
        /// The last line there is.
        line: u32,
    },
    /// The bank put an error message where the statement should be.
    BankMessage {
        /// What the bank says.
        message: String,
    },
    /// An OFX file without any bank or card statement.
    NoStatement,
    /// An OFX file that holds only investments.
    InvestmentsOnly,
    /// A line that cannot be read.
    Unreadable {
        /// Line number in the file, from 1.
        line: u32,
        /// What is wrong with it.
        problem: LineProblem,
    },
    /// What cannot be decided without asking.
    Ambiguous {
        /// What to ask.
        questions: Vec<Question>,
    },
    /// A stated running balance that does not follow from the amounts.
    Balance {
        /// Line number in the file, from 1.
        line: u32,
        /// The balance that would follow, written out.
        expected: String,
        /// What the file says, written out.
        stated: String,
    },
    /// The file could not be read from where it lies.
    Source {
        /// What the system says.
        detail: String,
    },
    /// Whoever takes the lines wants no more of them.
    Halted,
    /// The given mapping does not fit the file.
    Mapping {
        /// What does not fit.
        problem: MappingProblem,
    },
}

/// What a file is, when it is not a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsuitable {
    /// A ZIP archive.
    Zip,
    /// A compressed file of another kind.
    Compressed,
    /// A PDF document.
    Pdf,
    /// An Excel or OpenDocument file.
    Spreadsheet,
    /// A picture.
    Image,
    /// A web page.
    WebPage,
    /// Some XML that is no statement.
    Xml,
    /// JSON.
    Json,
    /// Bytes that are no text.
    Binary,
    /// Text without rows of dates and amounts.
    PlainText,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineProblem {
    /// No date where one belongs.
    DateMissing,
    /// Not a date.
    Date {
        /// As the file has it.
        text: String,
        /// Why not.
        problem: DateProblem,
    },
    /// No amount where one belongs.
    AmountMissing,
    /// Not an amount.
    Amount {
        /// As the file has it.
        text: String,
        /// Why not.
        problem: AmountProblem,
    },
    /// `1,250`: a thousand or a fraction.
    AmountUndecided {
        /// As the file has it.
        text: String,
    },
    /// Money in and money out on the same line.
    BothDirections,
    /// A word for in or out that the mapping does not know.
    Direction {
        /// As the file has it.
        text: String,
    },
    /// A currency that is no ISO code.
    Currency {
        /// As the file has it.
        text: String,
    },
    /// A quotation mark that is never closed.
    Quote,
    /// Gross amount, fee, tax and net amount that do not add up.
    DoesNotAddUp,
}

/// What does not fit between a mapping and a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MappingProblem {
    /// The delimiter is not a single plain character.
    Delimiter,
    /// The encoding's name is unknown.
    Encoding,
    /// Other first rows than the mapping was made for.
    Shape,
}

impl ReadError {
    /// The file could not be read from its disk.
    pub fn source(error: &std::io::Error) -> Self {
        Self::Source { detail: error.to_string() }
    }

    /// A stable name for the kind of error, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too-large",
            Self::Unsuitable(kind) => match kind {
                Unsuitable::Zip => "zip",
                Unsuitable::Compressed => "compressed",
                Unsuitable::Pdf => "pdf",
                Unsuitable::Spreadsheet => "spreadsheet",
                Unsuitable::Image => "image",
                Unsuitable::WebPage => "web-page",
                Unsuitable::Xml => "xml",
                Unsuitable::Json => "json",
                Unsuitable::Binary => "binary",
                Unsuitable::PlainText => "not-a-statement",
            },
            Self::NotYet { .. } => "not-yet",
            Self::Encoding => "encoding",
            Self::CutShort { .. } => "cut-short",
            Self::BankMessage { .. } => "bank-message",
            Self::NoStatement => "no-statement",
            Self::InvestmentsOnly => "investments-only",
            Self::Unreadable { .. } => "unreadable-line",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Balance { .. } => "balance",
            Self::Source { .. } => "unreadable-file",
            Self::Halted => "halted",
            Self::Mapping { .. } => "mapping",
        }
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&sentence(self))
    }
}

impl fmt::Display for LineProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&problem_words(self))
    }
}

impl fmt::Display for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&question_words(self))
    }
}

fn sentence(error: &ReadError) -> String {
    match error {
        ReadError::Empty => t!("This file is empty; download the statement again from your bank."),
        ReadError::TooLarge { limit } => {
            t!(
                "This file is larger than {size} MB; download a shorter period from your bank.",
                size = limit / (1024 * 1024)
            )
        }
        ReadError::Unsuitable(kind) => unsuitable_words(*kind),
        ReadError::NotYet { format } => {
            t!(
                "This file is {format}, which Mainstay cannot read yet; export OFX or CSV from your bank instead.",
                format = format
            )
        }
        ReadError::Encoding => t!("The letters of this file cannot be read; export it again as UTF-8 text, or as OFX."),
        ReadError::CutShort { line } => {
            t!(
                "This file ends in the middle, at line {line}; nothing was taken from it. Download it again from your bank.",
                line = line
            )
        }
        ReadError::BankMessage { message } => {
            t!(
                "The bank put a message in the place of the statement: \"{message}\". Download it again later, or ask your bank.",
                message = message
            )
        }
        ReadError::NoStatement => {
            t!("This OFX file holds no account statement; choose an account and a period and download it again.")
        }
        ReadError::InvestmentsOnly => {
            t!(
                "This OFX file holds only investments; Mainstay reads bank accounts and cards. Download those from your bank."
            )
        }
        ReadError::Unreadable { line, problem } => {
            let problem = problem_words(problem);
            t!(
                "Line {line} cannot be read: {problem}. Nothing was taken from the file; correct the line, or say to leave it out.",
                line = line,
                problem = problem
            )
        }
        ReadError::Ambiguous { questions } => {
            let asked = questions.iter().map(question_words).collect::<Vec<_>>().join(" ");
            t!("This file needs an answer before it can be read. {asked}", asked = asked)
        }
        ReadError::Balance { line, expected, stated } => {
            t!(
                "The balance on line {line} should be {expected} after the line before it, but the file says {stated}: a line may be missing \
                 or an amount changed. Download the file again from your bank.",
                line = line,
                expected = expected,
                stated = stated
            )
        }
        ReadError::Source { detail } => {
            t!(
                "This file cannot be read from where it lies: {detail}. Copy it again, or download it again.",
                detail = detail
            )
        }
        ReadError::Halted => t!("Reading was stopped; nothing was taken from the file."),
        ReadError::Mapping { problem } => match problem {
            MappingProblem::Delimiter => {
                t!("The character between columns must be one plain character, such as a comma.")
            }
            MappingProblem::Encoding => t!("The name of the text encoding is unknown; try UTF-8 or windows-1252."),
            MappingProblem::Shape => {
                t!("This file has other columns than the ones remembered for this bank. Choose the columns again.")
            }
        },
    }
}

fn unsuitable_words(kind: Unsuitable) -> String {
    match kind {
        Unsuitable::Zip => t!("This is a ZIP archive; unpack it and give the files inside."),
        Unsuitable::Compressed => t!("This is a compressed file; unpack it and give the file inside."),
        Unsuitable::Pdf => {
            t!("This is a PDF, which is made for reading, not for importing; export OFX or CSV from your bank instead.")
        }
        Unsuitable::Spreadsheet => {
            t!("This is a spreadsheet; open it and save it as CSV, or export OFX or CSV from your bank.")
        }
        Unsuitable::Image => t!("This is a picture; export OFX or CSV from your bank instead."),
        Unsuitable::WebPage => {
            t!("This is a web page, often the bank's log-in page; log in, then download OFX or CSV again.")
        }
        Unsuitable::Xml => {
            t!("This is an XML file, but not a bank statement that Mainstay knows; export OFX or CSV from your bank.")
        }
        Unsuitable::Json => t!("This is a JSON file, not a bank statement; export OFX or CSV from your bank."),
        Unsuitable::Binary => t!("This is not a text file, so not a bank statement; export OFX or CSV from your bank."),
        Unsuitable::PlainText => t!("This file has no rows with dates and amounts; export OFX or CSV from your bank."),
    }
}

fn problem_words(problem: &LineProblem) -> String {
    match problem {
        LineProblem::DateMissing => t!("it has no date"),
        LineProblem::Date { text, problem: DateProblem::NotADate } => t!("\"{text}\" is not a date", text = text),
        LineProblem::Date { text, problem: DateProblem::OutOfRange } => {
            t!("the year of \"{text}\" is not between 1900 and 2199", text = text)
        }
        LineProblem::AmountMissing | LineProblem::Amount { problem: AmountProblem::Missing, .. } => {
            t!("it has no amount")
        }
        LineProblem::Amount { text, problem: AmountProblem::NotANumber } => {
            t!("\"{text}\" is not an amount", text = text)
        }
        LineProblem::Amount { text, problem: AmountProblem::TooManyDecimals } => {
            t!("\"{text}\" has more decimals than the currency", text = text)
        }
        LineProblem::Amount { text, problem: AmountProblem::TooLarge } => {
            t!("the amount \"{text}\" is too large", text = text)
        }
        LineProblem::AmountUndecided { text } => t!("\"{text}\" can be a thousand or a fraction", text = text),
        LineProblem::BothDirections => t!("it has money in and money out at once"),
        LineProblem::Direction { text } => t!("\"{text}\" does not say whether money came in or went out", text = text),
        LineProblem::Currency { text } => t!("\"{text}\" is not a currency", text = text),
        LineProblem::Quote => t!("a quotation mark is opened and never closed"),
        LineProblem::DoesNotAddUp => t!("its gross amount, fee and net amount do not add up"),
    }
}

fn question_words(question: &Question) -> String {
    match question {
        Question::DateColumn => t!("Which column holds the date?"),
        Question::DateOrder { example } => t!("Is \"{example}\" day first or month first?", example = example),
        Question::AmountColumn => t!("Which column holds the amount?"),
        Question::Direction { column } => {
            let column = column + 1;
            t!("Which amounts in column {column} are money in and which are money out?", column = column)
        }
        Question::InOrOut { first, second } => {
            let (first, second) = (first + 1, second + 1);
            t!(
                "Which is money in and which is money out: column {first} or column {second}?",
                first = first,
                second = second
            )
        }
        Question::DecimalMark { example } => {
            t!("Is \"{example}\" more than a thousand, or a number with three decimals?", example = example)
        }
    }
}

/// Reasons for leaving a line out.
pub(crate) fn not_booked(status: &str) -> String {
    t!("The bank marks it \"{status}\": it has not moved money.", status = status)
}

/// A row of a service's export that announces or repeats a movement.
pub(crate) fn moved_nothing(kind: &str) -> String {
    t!("\"{kind}\" moves no money.", kind = kind)
}

/// A sale paid in cash or by other means than the service.
pub(crate) fn paid_elsewhere() -> String {
    t!("It was paid in cash or by other means, so it is not in this account.")
}

/// A text shortened for a sentence: a cell can be as long as the file.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim();
    if text.chars().nth(LONGEST).is_none() {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Minor units written with a decimal point, for a sentence.
pub(crate) fn written(amount: i128, digits: u32) -> String {
    let unit = 10u128.pow(digits.min(9));
    let magnitude = amount.unsigned_abs();
    let sign = if amount < 0 { "-" } else { "" };
    if digits == 0 {
        return format!("{sign}{magnitude}");
    }
    let width = digits as usize;
    format!("{sign}{}.{:0width$}", magnitude / unit, magnitude % unit)
}
