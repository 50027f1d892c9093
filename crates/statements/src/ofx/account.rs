//! One account of an OFX file: its head, its transactions, its balance.

use jiff::civil::Date;

use super::Surroundings;
use super::money::Marks;
use crate::Halt;
use crate::amount::{is_currency_code, minor_digits};
use crate::date::{self, DateOrder, DateProblem};
use crate::elements::{clean, set_clean};
use crate::error::{LineProblem, ReadError, excerpt};
use crate::position::LineCounter;
use crate::statement::{AccountHint, AccountStatement, Balance, LeftOut, Line, put};

/// The response that holds an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    Bank,
    Card,
    Investment,
}

/// Whether an element begins an account.
pub fn statement_kind(name: &str) -> Option<StatementKind> {
    if same(name, "STMTRS") {
        Some(StatementKind::Bank)
    } else if same(name, "CCSTMTRS") {
        Some(StatementKind::Card)
    } else if same(name, "INVSTMTRS") {
        Some(StatementKind::Investment)
    } else {
        None
    }
}

/// Element names are in capitals by the specification, and are not always in files.
pub fn same(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// The aggregate inside a statement whose elements are being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Transaction,
    /// The other account of a transfer.
    CounterpartyAccount,
    /// The currency of the transaction's amount.
    Currency,
    /// The currency before conversion: not the amount's.
    OriginalCurrency,
    LedgerBalance,
    /// Balances and lists that are not read: available balance, statement balances of other kinds, positions.
    Other,
}

#[derive(Debug, Default)]
struct Transaction {
    line: u32,
    posted: String,
    amount: String,
    kind: String,
    id: String,
    name: String,
    memo: String,
    cheque: String,
    reference: String,
    currency: String,
    account: String,
}

#[derive(Debug)]
pub struct AccountReader {
    kind: StatementKind,
    statement: AccountStatement,
    bank_code: Option<String>,
    part: Part,
    /// The transaction being read, or the one before: its texts are written over.
    transaction: Transaction,
    in_transaction: bool,
    /// The decimals of the account's currency, once asked for.
    digits: Option<u32>,
    ledger_amount: Option<String>,
    ledger_date: Option<Date>,
    ledger_line: u32,
    has_bank_lines: bool,
}

impl AccountReader {
    pub fn new(kind: StatementKind, bank: Option<String>) -> Self {
        Self {
            kind,
            statement: AccountStatement {
                bank,
                kind: (kind == StatementKind::Card).then_some(AccountHint::Card),
                ..AccountStatement::default()
            },
            bank_code: None,
            part: Part::Head,
            transaction: Transaction::default(),
            in_transaction: false,
            digits: None,
            ledger_amount: None,
            ledger_date: None,
            ledger_line: 1,
            has_bank_lines: false,
        }
    }

    pub fn open(
        &mut self,
        name: &str,
        value: &str,
        at: usize,
        lines: &mut LineCounter<'_>,
        around: &mut Surroundings<'_, '_>,
    ) -> Result<(), ReadError> {
        if name == "STMTTRN" || same(name, "STMTTRN") {
            self.finish_line(around)?;
            self.part = Part::Transaction;
            self.has_bank_lines = true;
            self.transaction.begin(lines.line_at(at));
            self.in_transaction = true;
            return Ok(());
        }
        if self.in_transaction {
            let transaction = &mut self.transaction;
            match name {
                "TRNAMT" => set_clean(&mut transaction.amount, value),
                "DTPOSTED" => set_clean(&mut transaction.posted, value),
                "FITID" => set_clean(&mut transaction.id, value),
                "MEMO" => set_clean(&mut transaction.memo, value),
                "NAME" => set_clean(&mut transaction.name, value),
                "TRNTYPE" => set_clean(&mut transaction.kind, value),
                "REFNUM" => set_clean(&mut transaction.reference, value),
                _ => self.part = transaction.element(name, value, self.part),
            }
            return Ok(());
        }
        if same(name, "LEDGERBAL") {
            (self.part, self.ledger_line) = (Part::LedgerBalance, lines.line_at(at));
        } else if ["AVAILBAL", "BALLIST", "INVBAL", "INVPOSLIST", "INVOOLIST", "CASHADVBAL"]
            .iter()
            .any(|other| same(name, other))
        {
            self.part = Part::Other;
        }
        match self.part {
            Part::LedgerBalance if same(name, "BALAMT") => {
                self.ledger_amount = Some(clean(value).into_owned()).filter(|text| !text.is_empty())
            }
            Part::LedgerBalance if same(name, "DTASOF") => self.ledger_date = ofx_date(value.trim()).ok(),
            Part::Head => self.head(name, value),
            _ => {}
        }
        Ok(())
    }

    fn head(&mut self, name: &str, value: &str) {
        let text = || Some(clean(value).into_owned()).filter(|text| !text.is_empty());
        if same(name, "CURDEF") {
            self.statement.currency = text().map(|code| code.to_ascii_uppercase());
            self.digits = None;
        } else if same(name, "ACCTID") {
            self.statement.id = self.statement.id.take().or_else(text);
        } else if same(name, "BANKID") || same(name, "BROKERID") {
            self.bank_code = text();
        } else if same(name, "ACCTTYPE") {
            self.statement.kind = match value.trim().to_ascii_uppercase().as_str() {
                "CHECKING" => Some(AccountHint::Checking),
                "SAVINGS" | "MONEYMRKT" | "CD" => Some(AccountHint::Savings),
                "CREDITLINE" => Some(AccountHint::Loan),
                "CREDITCARD" => Some(AccountHint::Card),
                _ => self.statement.kind,
            };
        }
    }

    pub fn close(&mut self, name: &str, around: &mut Surroundings<'_, '_>) -> Result<(), ReadError> {
        if name == "STMTTRN" || same(name, "STMTTRN") || same(name, "BANKTRANLIST") || same(name, "INVTRANLIST") {
            self.finish_line(around)?;
            self.part = Part::Head;
        } else if self.in_transaction {
            if ["CURRENCY", "ORIGCURRENCY", "BANKACCTTO", "CCACCTTO", "PAYEE"].iter().any(|other| same(name, other)) {
                self.part = Part::Transaction;
            }
        } else if same(name, "LEDGERBAL") {
            self.closing(around)?;
            self.part = Part::Head;
        } else if ["AVAILBAL", "BALLIST", "INVBAL", "INVPOSLIST", "INVOOLIST", "CASHADVBAL"]
            .iter()
            .any(|other| same(name, other))
        {
            self.part = Part::Head;
        }
        Ok(())
    }

    fn closing(&mut self, around: &mut Surroundings<'_, '_>) -> Result<(), ReadError> {
        let Some(raw) = self.ledger_amount.take() else { return Ok(()) };
        let digits = minor_digits(self.statement.currency.as_deref().unwrap_or(&around.options.currency));
        let line = self.ledger_line;
        match around.marks.parse(&raw, digits) {
            Ok(amount_minor) => self.statement.closing = Some(Balance { date: self.ledger_date.take(), amount_minor }),
            Err(problem) => leave_out_or_stop(line, problem, around)?,
        }
        Ok(())
    }

    /// Enters the transaction being read. Called at its end tag, and at whatever begins next where that is missing.
    pub fn finish_line(&mut self, around: &mut Surroundings<'_, '_>) -> Result<(), ReadError> {
        if !std::mem::take(&mut self.in_transaction) {
            return Ok(());
        }
        let currency = self.statement.currency.as_deref().unwrap_or(&around.options.currency);
        let digits = *self.digits.get_or_insert_with(|| minor_digits(currency));
        match self.transaction.write(&mut around.line, digits, &around.marks) {
            Ok(()) => {
                self.statement.line_count += 1;
                (around.each)(around.index, &mut around.line).map_err(|Halt| ReadError::Halted)
            }
            Err(problem) => leave_out_or_stop(self.transaction.line, problem, around),
        }
    }

    /// The account; `None` for investments without cash movements.
    pub fn into_statement(mut self) -> Option<AccountStatement> {
        if self.kind == StatementKind::Investment && !self.has_bank_lines {
            return None;
        }
        self.statement.bank = self.statement.bank.or(self.bank_code);
        Some(self.statement)
    }
}

impl Transaction {
    /// Empties it for the transaction that begins on that line.
    fn begin(&mut self, line: u32) {
        self.line = line;
        for field in [
            &mut self.posted,
            &mut self.amount,
            &mut self.kind,
            &mut self.id,
            &mut self.name,
            &mut self.memo,
            &mut self.cheque,
            &mut self.reference,
            &mut self.currency,
            &mut self.account,
        ] {
            field.clear();
        }
    }

    /// Takes one of the rarer elements; returns the part that is being read afterwards.
    fn element(&mut self, name: &str, value: &str, part: Part) -> Part {
        for (aggregate, inside) in [
            ("CURRENCY", Part::Currency),
            ("ORIGCURRENCY", Part::OriginalCurrency),
            ("BANKACCTTO", Part::CounterpartyAccount),
            ("CCACCTTO", Part::CounterpartyAccount),
        ] {
            if same(name, aggregate) {
                return inside;
            }
        }
        let field = match part {
            Part::Currency if same(name, "CURSYM") => &mut self.currency,
            Part::CounterpartyAccount if same(name, "ACCTID") => &mut self.account,
            _ if same(name, "TRNAMT") => &mut self.amount,
            _ if same(name, "DTPOSTED") => &mut self.posted,
            _ if same(name, "FITID") => &mut self.id,
            _ if same(name, "TRNTYPE") => &mut self.kind,
            _ if same(name, "NAME") => &mut self.name,
            _ if same(name, "MEMO") => &mut self.memo,
            _ if same(name, "CHECKNUM") => &mut self.cheque,
            _ if same(name, "REFNUM") => &mut self.reference,
            _ => return part,
        };
        set_clean(field, value);
        part
    }

    /// Writes it over a line; `digits` are the decimals of the account's currency.
    fn write(&self, line: &mut Line, digits: u32, marks: &Marks) -> Result<(), LineProblem> {
        if self.posted.is_empty() {
            return Err(LineProblem::DateMissing);
        }
        let booked_on =
            ofx_date(&self.posted).map_err(|problem| LineProblem::Date { text: excerpt(&self.posted), problem })?;
        let stated = self.currency.to_ascii_uppercase();
        if !stated.is_empty() && !is_currency_code(&stated) {
            return Err(LineProblem::Currency { text: excerpt(&stated) });
        }
        let digits = if stated.is_empty() { digits } else { minor_digits(&stated) };
        line.amount_minor = marks.parse(&self.amount, digits)?;
        line.booked_on = booked_on;
        line.source_line = self.line;
        let reference = if self.cheque.is_empty() { &self.reference } else { &self.cheque };
        write_text(&mut line.text, &self.name, &self.memo);
        if line.text.is_empty() {
            // Some banks name neither payee nor purpose: the kind and the cheque's number are all there is.
            line.text.push_str(&self.kind);
            if !reference.is_empty() {
                line.text.push(' ');
                line.text.push_str(reference);
            }
        }
        put(&mut line.counterparty, &self.name);
        put(&mut line.counterparty_account, &self.account);
        put(&mut line.bank_id, &self.id);
        put(&mut line.currency, &stated);
        put(&mut line.reference, reference);
        Ok(())
    }
}

/// Name and memo in one; banks often repeat the beginning of the memo as the name, which is cut at 32 characters.
fn write_text(text: &mut String, name: &str, memo: &str) {
    text.clear();
    if !memo.starts_with(name) {
        text.push_str(name);
        if memo.is_empty() || name.ends_with(memo) {
            return;
        }
        text.push(' ');
    }
    text.push_str(memo);
}

/// The day of `YYYYMMDDHHMMSS.XXX[gmt offset:name]` as the bank wrote it: its own day is the one on its statements.
fn ofx_date(text: &str) -> Result<Date, DateProblem> {
    // Some write 2026-01-31.
    let day = text
        .get(..8)
        .filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))
        .or_else(|| text.get(..10))
        .unwrap_or(text);
    date::parse(day, DateOrder::YearMonthDay)
}

fn leave_out_or_stop(line: u32, problem: LineProblem, around: &mut Surroundings<'_, '_>) -> Result<(), ReadError> {
    if !around.options.leave_out_unreadable {
        return Err(ReadError::Unreadable { line, problem });
    }
    around.left_out.push(LeftOut { line, reason: problem.to_string() });
    Ok(())
}
