//! Why a file cannot be read, in a sentence for its owner.

use std::fmt;

use locale::t;

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The line, from 1; zero where it is the file as a whole.
    pub line: u32,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing in it.
    Empty,
    /// It is larger than what is read.
    TooLarge,
    /// It is no text, in the words of who looked.
    File(String),
    /// It is none of the kinds of file.
    NotALedger,
    /// It asks for another file.
    Include(String),
    /// A date that is none.
    Date(String),
    /// Days that could be read in two orders.
    DateOrder(String),
    /// An amount that is none.
    Amount(String),
    /// An amount that could be read in two ways.
    AmbiguousAmount(String),
    /// A number too large to be counted with.
    TooLargeAmount,
    /// More than one amount is left to be filled in.
    TwoMissing,
    /// The postings do not balance: by how much of what.
    Unbalanced(String),
    /// A new day begins before the postings of the day before balance.
    NotBalancedBefore,
    /// Fewer than two postings.
    TooFewPostings,
    /// An account without a name, or with one of more than 300 characters.
    AccountName,
    /// A line that is nothing known.
    Unexpected(String),
}

impl ReadError {
    /// A stable word for the problem.
    pub fn code(&self) -> &'static str {
        match self.problem {
            Problem::Empty => "empty",
            Problem::TooLarge => "too-large",
            Problem::File(_) => "unreadable-file",
            Problem::NotALedger => "not-a-ledger",
            Problem::Include(_) => "includes-another-file",
            Problem::Date(_) | Problem::DateOrder(_) => "unreadable-date",
            Problem::Amount(_) | Problem::AmbiguousAmount(_) | Problem::TooLargeAmount => "unreadable-amount",
            Problem::TwoMissing | Problem::Unbalanced(_) | Problem::NotBalancedBefore | Problem::TooFewPostings => {
                "transaction-does-not-balance"
            }
            Problem::AccountName => "account-name",
            Problem::Unexpected(_) => "unreadable-line",
        }
    }

    fn sentence(&self) -> String {
        match &self.problem {
            Problem::Empty => t!("The file is empty."),
            Problem::TooLarge => t!("The file is larger than 256 MiB."),
            Problem::File(sentence) => sentence.clone(),
            Problem::NotALedger => t!(
                "The file is no journal of hledger or ledger, no ledger of beancount, and no CSV file with a date, an account and an amount."
            ),
            Problem::Include(name) => t!(
                "It takes in another file, {name}, which is not here; write all into one file first (`hledger print` does), and bring that in.",
                name = name
            ),
            Problem::Date(text) => t!("“{text}” is not a date.", text = text),
            Problem::DateOrder(text) => t!(
                "the days could be read day first or month first, such as “{text}”; export them as year-month-day.",
                text = text
            ),
            Problem::Amount(text) => t!("“{text}” is not an amount.", text = text),
            Problem::AmbiguousAmount(text) => t!(
                "“{text}” could be read in two ways; say with a line “decimal-mark .” or “decimal-mark ,” at the top which it is.",
                text = text
            ),
            Problem::TooLargeAmount => t!("An amount is too large or too fine to be counted with."),
            Problem::TwoMissing => t!("More than one posting has no amount; only one can be filled in."),
            Problem::Unbalanced(off) => t!("The postings do not balance: they are {amount} apart.", amount = off),
            Problem::NotBalancedBefore => {
                t!(
                    "A new day begins here while the postings before it do not balance; a column with the number of each transaction would tell them apart."
                )
            }
            Problem::TooFewPostings => t!("A transaction needs at least two postings."),
            Problem::AccountName => t!("An account needs a name of at most 300 characters."),
            Problem::Unexpected(text) => t!("“{text}” is not understood.", text = text),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.sentence()),
            line => f.write_str(&t!("Line {line}: {problem}", line = line, problem = self.sentence())),
        }
    }
}

impl std::error::Error for ReadError {}

/// The beginning of a text, to show what was not understood.
pub(crate) fn short(text: &str) -> String {
    text.trim().chars().take(60).collect()
}
