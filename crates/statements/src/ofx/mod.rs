//! OFX 1.x (SGML), OFX 2.x (XML), and their dialects QFX (Quicken) and QBO (QuickBooks).
//!
//! Rules from the OFX specification 1.6 and 2.2, chapters 3 and 11; tolerances from what banks send: end tags left
//! out, `&` not escaped, grouped thousands, empty elements, transactions of several lists in one account.

mod account;
mod money;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::account::{AccountReader, same};
use self::money::Marks;
use crate::elements::{Token, Tokens, clean, in_pieces};
use crate::error::{ReadError, excerpt};
use crate::position::LineCounter;
use crate::source::Reading;
use crate::statement::{AccountStatement, Format, LeftOut, Line, Statement};
use crate::{Each, ReadOptions};

/// Reads an OFX file.
pub fn read(reading: &mut Reading<'_>, options: &ReadOptions, each: &mut Each<'_>) -> Result<Statement, ReadError> {
    let declared = declared_encoding(reading.head());
    reading.decide(Some(declared))?;
    let marks = Marks::of(reading)?;
    let mut reader = Reader {
        around: Surroundings { options, marks, left_out: Vec::new(), index: 0, line: Line::default(), each },
        accounts: Vec::new(),
        account: None,
        bank: None,
        bank_message: None,
        severity_is_error: false,
        investments: false,
        begun: false,
        complete: false,
    };
    let last = in_pieces(reading, &["<STMTTRN>", "<stmttrn>", "<StmtTrn>"], |text, lines| reader.piece(text, lines))?;
    reader.finish(last)
}

/// The encoding an OFX or XML header names. `CHARSET:1252` is by far the commonest; ISO-8859-1 is read as its superset
/// windows-1252, as the WHATWG Encoding Standard has it.
pub(crate) fn declared_encoding(bytes: &[u8]) -> &'static Encoding {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_uppercase();
    let word = |mark: &str| {
        let rest = head[head.find(mark)? + mark.len()..].trim_start_matches([' ', '"', '\'', ':', '=']);
        Some(
            rest[..rest
                .find(|character: char| !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_'))
                .unwrap_or(rest.len())]
                .to_owned(),
        )
    };
    let label = word("CHARSET:").or_else(|| word(" ENCODING=")).unwrap_or_default();
    let label = match label.as_str() {
        "1252" | "" | "NONE" | "ASCII" | "USASCII" => return WINDOWS_1252,
        code if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()) => format!("windows-{code}"),
        "8859-1" => "ISO-8859-1".to_owned(),
        other => other.to_owned(),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

struct Reader<'a, 'e> {
    around: Surroundings<'a, 'e>,
    accounts: Vec<AccountStatement>,
    account: Option<AccountReader>,
    bank: Option<String>,
    /// The last message of severity ERROR.
    bank_message: Option<String>,
    severity_is_error: bool,
    investments: bool,
    begun: bool,
    complete: bool,
}

impl Reader<'_, '_> {
    /// Takes a piece of the file; answers whether more is to come.
    fn piece(&mut self, text: &str, lines: &mut LineCounter<'_>) -> Result<bool, ReadError> {
        let start = if self.begun {
            0
        } else {
            text.find("<OFX").or_else(|| text.find("<ofx")).or_else(|| text.find("<Ofx")).unwrap_or(0)
        };
        self.begun = true;
        for token in Tokens::new(text, start) {
            match token {
                Token::Open { name, value, at, .. } => {
                    if let Some(kind) = account::statement_kind(name) {
                        self.finish_account()?;
                        self.around.index = self.accounts.len();
                        self.account = Some(AccountReader::new(kind, self.bank.clone()));
                    } else if let Some(account) = &mut self.account {
                        account.open(name, value, at, lines, &mut self.around)?;
                    } else {
                        self.outside(name, value);
                    }
                }
                Token::Close { name } => {
                    if name.len() == 3 && same(name, "OFX") {
                        self.complete = true;
                        return Ok(false);
                    }
                    if account::statement_kind(name).is_some() {
                        self.finish_account()?;
                    } else if let Some(account) = &mut self.account {
                        account.close(name, &mut self.around)?;
                    }
                }
            }
        }
        Ok(true)
    }

    fn finish(mut self, last: u32) -> Result<Statement, ReadError> {
        // The root's end tag is required in SGML and XML alike: without it the download broke off, and what came
        // before the break must not be taken for all there was.
        if !self.complete {
            return Err(ReadError::CutShort { line: last });
        }
        self.finish_account()?;
        if self.accounts.is_empty() {
            return Err(match self.bank_message {
                Some(message) => ReadError::BankMessage { message },
                None if self.investments => ReadError::InvestmentsOnly,
                None => ReadError::NoStatement,
            });
        }
        let left_out = self.around.left_out;
        Ok(Statement { format: Format::Ofx, accounts: self.accounts, left_out, mapping: None })
    }

    /// Elements outside of any statement: who the bank is, and what it has to say.
    fn outside(&mut self, name: &str, value: &str) {
        if same(name, "ORG") {
            self.bank = Some(clean(value).into_owned()).filter(|bank| !bank.is_empty());
        } else if same(name, "STATUS") {
            self.severity_is_error = false;
        } else if same(name, "SEVERITY") {
            self.severity_is_error = same(value.trim(), "ERROR");
            if self.severity_is_error && self.bank_message.is_none() {
                self.bank_message = Some("ERROR".to_owned());
            }
        } else if same(name, "MESSAGE") && self.severity_is_error {
            self.bank_message = Some(excerpt_message(&clean(value)));
        }
    }

    fn finish_account(&mut self) -> Result<(), ReadError> {
        let Some(mut account) = self.account.take() else { return Ok(()) };
        account.finish_line(&mut self.around)?;
        match account.into_statement() {
            Some(statement) => self.accounts.push(statement),
            None => self.investments = true,
        }
        Ok(())
    }
}

/// What the reader of an account needs of the file around it.
struct Surroundings<'a, 'e> {
    options: &'a ReadOptions,
    marks: Marks,
    left_out: Vec<LeftOut>,
    /// The place of the account that is read.
    index: usize,
    /// Written over from line to line.
    line: Line,
    each: &'e mut Each<'e>,
}

fn excerpt_message(message: &str) -> String {
    if message.len() > 400 { excerpt(message) } else { message.to_owned() }
}
