//! OFX 1.x (SGML), OFX 2.x (XML), and their dialects QFX (Quicken) and QBO (QuickBooks).
//!
//! Rules from the OFX specification 1.6 and 2.2, chapters 3 and 11; tolerances from what banks send: end tags left
//! out, `&` not escaped, grouped thousands, empty elements, transactions of several lists in one account.

mod account;
mod money;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::account::{AccountReader, same};
use self::money::Marks;
use crate::elements::{Token, Tokens, clean};
use crate::error::{ReadError, excerpt};
use crate::position::LineCounter;
use crate::statement::{Format, Statement};
use crate::{ReadOptions, text};

/// Reads an OFX file.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Statement, ReadError> {
    let decoded = text::decode(bytes, Some(declared_encoding(bytes)))?;
    Reader::new(&decoded.text, options).read()
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

struct Reader<'a> {
    text: &'a str,
    options: &'a ReadOptions,
    lines: LineCounter<'a>,
    statement: Statement,
    marks: Marks<'a>,
    bank: Option<String>,
    /// The last message of severity ERROR.
    bank_message: Option<String>,
    severity_is_error: bool,
    investments: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, options: &'a ReadOptions) -> Self {
        Self {
            text,
            options,
            lines: LineCounter::new(text),
            statement: Statement { format: Format::Ofx, accounts: Vec::new(), left_out: Vec::new(), mapping: None },
            marks: Marks::new(text),
            bank: None,
            bank_message: None,
            severity_is_error: false,
            investments: false,
        }
    }

    fn read(mut self) -> Result<Statement, ReadError> {
        let start =
            self.text.find("<OFX").or_else(|| self.text.find("<ofx")).or_else(|| self.text.find("<Ofx")).unwrap_or(0);
        let mut account: Option<AccountReader> = None;
        let mut complete = false;
        for token in Tokens::new(self.text, start) {
            match token {
                Token::Open { name, value, at, .. } => {
                    if let Some(kind) = account::statement_kind(name) {
                        self.finish(account.take())?;
                        account = Some(AccountReader::new(kind, self.bank.clone()));
                    } else if let Some(account) = &mut account {
                        account.open(
                            name,
                            value,
                            at,
                            &mut Surroundings {
                                options: self.options,
                                lines: &mut self.lines,
                                marks: &mut self.marks,
                                left_out: &mut self.statement.left_out,
                            },
                        )?;
                    } else {
                        self.outside(name, value);
                    }
                }
                Token::Close { name } => {
                    if same(name, "OFX") {
                        complete = true;
                        break;
                    }
                    if account::statement_kind(name).is_some() {
                        self.finish(account.take())?;
                    } else if let Some(account) = &mut account {
                        account.close(
                            name,
                            &mut Surroundings {
                                options: self.options,
                                lines: &mut self.lines,
                                marks: &mut self.marks,
                                left_out: &mut self.statement.left_out,
                            },
                        )?;
                    }
                }
            }
        }
        // The root's end tag is required in SGML and XML alike: without it the download broke off, and what came
        // before the break must not be taken for all there was.
        if !complete {
            return Err(ReadError::CutShort { line: self.lines.line_at(self.text.trim_end().len()) });
        }
        self.finish(account.take())?;
        if self.statement.accounts.is_empty() {
            return Err(match self.bank_message {
                Some(message) => ReadError::BankMessage { message },
                None if self.investments => ReadError::InvestmentsOnly,
                None => ReadError::NoStatement,
            });
        }
        Ok(self.statement)
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

    fn finish(&mut self, account: Option<AccountReader>) -> Result<(), ReadError> {
        let Some(mut account) = account else { return Ok(()) };
        account.finish_line(&mut Surroundings {
            options: self.options,
            lines: &mut self.lines,
            marks: &mut self.marks,
            left_out: &mut self.statement.left_out,
        })?;
        match account.into_statement() {
            Some(statement) => self.statement.accounts.push(statement),
            None => self.investments = true,
        }
        Ok(())
    }
}

/// What the reader of an account needs of the file around it.
struct Surroundings<'r, 'a> {
    options: &'r ReadOptions,
    lines: &'r mut LineCounter<'a>,
    marks: &'r mut Marks<'a>,
    left_out: &'r mut Vec<crate::statement::LeftOut>,
}

fn excerpt_message(message: &str) -> String {
    if message.len() > 400 { excerpt(message) } else { message.to_owned() }
}
