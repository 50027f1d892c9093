//! An entry and the transactions in it, made into lines.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{Money, credit, day};
use crate::elements::clean;
use crate::error::{LineProblem, ReadError};
use crate::statement::{Batch, Line, put};

/// An `Ntry`. Its texts, and those of its transactions, are written over from entry to entry.
#[derive(Debug, Default)]
pub struct Entry {
    /// The line it begins on.
    pub line: u32,
    pub money: Money,
    pub status: String,
    details: Vec<Detail>,
    /// As many of them are this entry's.
    used: usize,
    reversal: bool,
    booked: String,
    valued: String,
    bank_reference: String,
    entry_reference: String,
    information: String,
    code: String,
}

/// A `TxDtls`: one transaction of an entry.
#[derive(Debug, Default)]
pub struct Detail {
    money: Money,
    /// `AmtDtls/TxAmt`, where versions before 04 keep the amount.
    transaction: Money,
    debtor: Party,
    creditor: Party,
    bank_reference: String,
    end_to_end: String,
    cheque: String,
    structured: String,
    remittance: String,
    information: String,
    charge: Charge,
    charges: Vec<Charge>,
}

#[derive(Debug, Default)]
struct Party {
    name: String,
    ultimate: String,
    account: String,
}

#[derive(Debug, Default, Clone)]
struct Charge {
    money: Money,
    included: bool,
}

/// The longest text of a line.
const LONGEST: usize = 2000;

fn set(field: &mut String, value: &str) {
    if field.is_empty() {
        field.push_str(&clean(value));
    }
}

/// Adds a text that is not there yet.
fn add(joined: &mut String, text: &str) {
    if text.is_empty() || joined.contains(text) || joined.len() + text.len() > LONGEST {
        return;
    }
    if !joined.is_empty() {
        joined.push(' ');
    }
    joined.push_str(text);
}

impl Entry {
    /// Empties it for the entry that begins on that line.
    pub fn begin(&mut self, line: u32) {
        let Self { money, status, booked, valued, bank_reference, entry_reference, information, code, .. } = self;
        money.clear();
        for text in [status, booked, valued, bank_reference, entry_reference, information, code] {
            text.clear();
        }
        (self.line, self.used, self.reversal) = (line, 0, false);
    }

    /// A transaction of it begins.
    pub fn begin_detail(&mut self) {
        match self.details.get_mut(self.used) {
            Some(detail) => detail.clear(),
            None => self.details.push(Detail::default()),
        }
        self.used += 1;
    }

    /// The transaction that is being read.
    pub fn detail(&mut self) -> Option<&mut Detail> {
        self.details[..self.used].last_mut()
    }

    pub fn element(&mut self, path: &[&str], value: &str, attributes: &str) {
        match path {
            ["Amt"] => self.money.set(value, attributes),
            ["CdtDbtInd"] => self.money.credit = credit(value),
            ["RvslInd"] => self.reversal = matches!(value.trim(), "true" | "1"),
            // A code of its own from version 08 on.
            ["Sts"] | ["Sts", "Cd" | "Prtry"] => set(&mut self.status, value),
            ["BookgDt", "Dt" | "DtTm"] => set(&mut self.booked, value),
            ["ValDt", "Dt" | "DtTm"] => set(&mut self.valued, value),
            ["AcctSvcrRef"] => set(&mut self.bank_reference, value),
            ["NtryRef"] => set(&mut self.entry_reference, value),
            ["AddtlNtryInf"] => set(&mut self.information, value),
            ["BkTxCd", "Domn", "Cd"] | ["BkTxCd", "Domn", "Fmly", "Cd" | "SubFmlyCd"] | ["BkTxCd", "Prtry", "Cd"] => {
                if !self.code.is_empty() {
                    self.code.push(' ');
                }
                self.code.push_str(&clean(value));
            }
            _ => {}
        }
    }

    /// Hands over one line per transaction where they all state amounts that add up to the entry's; else one for the
    /// entry. Each is written over `line`.
    pub fn lines(
        &self,
        line: &mut Line,
        digits: u32,
        each: &mut dyn FnMut(&mut Line) -> Result<(), ReadError>,
    ) -> Result<Result<(), LineProblem>, ReadError> {
        let (booked_on, amount) = match self.moved(digits) {
            Ok(moved) => moved,
            Err(problem) => return Ok(Err(problem)),
        };
        // Whoever takes a line may leave nothing of it.
        let begin = |line: &mut Line| {
            line.source_line = self.line;
            line.booked_on = booked_on;
            put(&mut line.currency, &self.money.currency);
        };
        let details = &self.details[..self.used];
        if let Some(amounts) = self.amounts(details, amount, digits) {
            let ids: HashSet<&str> = details.iter().map(|detail| detail.bank_reference.as_str()).collect();
            let own_ids = ids.len() == details.len() && !ids.contains("");
            let batch = Batch { bank_id: self.bank_id().map(str::to_owned), total_minor: amount };
            for (detail, amount_minor) in details.iter().zip(amounts) {
                begin(line);
                self.write(line, detail, amount_minor, digits);
                line.batch = Some(Box::new(batch.clone()));
                let id = if own_ids { Some(detail.bank_reference.as_str()) } else { self.bank_id() };
                put(&mut line.bank_id, id.unwrap_or_default());
                each(line)?;
            }
            return Ok(Ok(()));
        }
        begin(line);
        line.batch = None;
        if let [detail] = details {
            self.write(line, detail, amount, digits);
            put(&mut line.bank_id, self.bank_id().unwrap_or(&detail.bank_reference));
        } else {
            line.amount_minor = amount;
            line.text.clear();
            add(&mut line.text, &self.information);
            details.iter().for_each(|detail| add(&mut line.text, detail.text()));
            if line.text.is_empty() {
                line.text.push_str(&self.code);
            }
            put(&mut line.counterparty, "");
            put(&mut line.counterparty_account, "");
            put(&mut line.reference, "");
            line.fee_minor = None;
            put(&mut line.bank_id, self.bank_id().unwrap_or_default());
        }
        each(line)?;
        Ok(Ok(()))
    }

    /// The day and what the entry moves.
    fn moved(&self, digits: u32) -> Result<(Date, i64), LineProblem> {
        let booked = if self.booked.is_empty() { &self.valued } else { &self.booked };
        if booked.is_empty() {
            return Err(LineProblem::DateMissing);
        }
        let booked_on = day(booked)?;
        if self.money.amount.is_empty() {
            return Err(LineProblem::AmountMissing);
        }
        // The indicator says which way this entry moves the balance, a reversal's too: a reversed debit is a credit.
        Ok((booked_on, self.money.minor(digits, None)?))
    }

    /// The signed amounts of the transactions, where there are several and they add up.
    fn amounts(&self, details: &[Detail], amount: i64, digits: u32) -> Option<Vec<i64>> {
        if details.len() < 2 {
            return None;
        }
        let amounts: Vec<i64> =
            details.iter().map(|detail| detail.amount(&self.money, digits)).collect::<Option<_>>()?;
        let sum: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
        (sum == i128::from(amount)).then_some(amounts)
    }

    fn write(&self, line: &mut Line, detail: &Detail, amount_minor: i64, digits: u32) {
        // Whoever stands on the other side; a reversal keeps the parties of what it reverses.
        let (other, own) = if (amount_minor >= 0) != self.reversal {
            (&detail.debtor, &detail.creditor)
        } else {
            (&detail.creditor, &detail.debtor)
        };
        let party = if self.reversal && other.is_empty() { own } else { other };
        let text = &mut line.text;
        text.clear();
        add(text, detail.text());
        if text.is_empty() {
            add(text, &self.information);
        }
        if text.is_empty() {
            add(text, party.name());
            add(text, &detail.structured);
        }
        if text.is_empty() {
            text.push_str(&self.code);
        }
        line.amount_minor = amount_minor;
        put(&mut line.counterparty, party.name());
        put(&mut line.counterparty_account, &party.account);
        let reference = [&detail.structured, &detail.cheque, &detail.end_to_end];
        put(&mut line.reference, reference.into_iter().find(|text| is_reference(text)).map_or("", String::as_str));
        line.fee_minor = detail.fee(&self.money.currency, digits);
    }

    /// The bank's reference; the entry's own only where it is more than the entry's number in this statement.
    fn bank_id(&self) -> Option<&str> {
        const SHORTEST: usize = 8;
        Some(self.bank_reference.as_str())
            .filter(|text| is_reference(text))
            .or_else(|| Some(self.entry_reference.as_str()).filter(|text| is_reference(text) && text.len() >= SHORTEST))
    }
}

/// Whether a reference says anything; the others are what banks and payers put where one is required.
fn is_reference(text: &str) -> bool {
    !text.is_empty()
        && !["NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF"].iter().any(|none| text.eq_ignore_ascii_case(none))
}

impl Detail {
    fn clear(&mut self) {
        let Self { bank_reference, end_to_end, cheque, structured, remittance, information, debtor, creditor, .. } =
            self;
        for text in [bank_reference, end_to_end, cheque, structured, remittance, information] {
            text.clear();
        }
        for party in [debtor, creditor] {
            party.name.clear();
            party.ultimate.clear();
            party.account.clear();
        }
        self.money.clear();
        self.transaction.clear();
        self.charge.money.clear();
        self.charge.included = false;
        self.charges.clear();
    }

    pub fn element(&mut self, path: &[&str], value: &str, attributes: &str) {
        let Some((first, rest)) = path.split_first() else { return };
        match (*first, rest) {
            ("Amt", []) => self.money.set(value, attributes),
            ("CdtDbtInd", []) => self.money.credit = credit(value),
            ("AmtDtls", ["TxAmt", "Amt"]) => self.transaction.set(value, attributes),
            ("Refs", ["AcctSvcrRef"]) => set(&mut self.bank_reference, value),
            ("Refs", ["EndToEndId"]) => set(&mut self.end_to_end, value),
            ("Refs", ["ChqNb"]) => set(&mut self.cheque, value),
            ("RltdPties", [who, rest @ ..]) => self.party(who, rest, value),
            ("RmtInf", ["Ustrd"] | ["Strd", "AddtlRmtInf"]) => add(&mut self.remittance, &clean(value)),
            ("RmtInf", ["Strd", "CdtrRefInf", "Ref"]) => set(&mut self.structured, value),
            ("AddtlTxInf", []) => set(&mut self.information, value),
            // Charges are records of a list from version 03 on.
            ("Chrgs", [] | ["Rcrd"]) => self.finish_charge(),
            ("Chrgs", ["Amt"] | ["Rcrd", "Amt"]) => self.charge.money.set(value, attributes),
            ("Chrgs", ["CdtDbtInd"] | ["Rcrd", "CdtDbtInd"]) => self.charge.money.credit = credit(value),
            ("Chrgs", ["Rcrd", "ChrgInclInd"]) => self.charge.included = matches!(value.trim(), "true" | "1"),
            _ => {}
        }
    }

    /// Who stands on a side, and their account.
    fn party(&mut self, who: &str, rest: &[&str], value: &str) {
        let party = match who {
            "Dbtr" | "UltmtDbtr" | "DbtrAcct" => &mut self.debtor,
            "Cdtr" | "UltmtCdtr" | "CdtrAcct" => &mut self.creditor,
            _ => return,
        };
        match (who, rest) {
            // A party has a level of its own from version 08 on.
            ("Dbtr" | "Cdtr", ["Nm"] | ["Pty", "Nm"]) => set(&mut party.name, value),
            ("UltmtDbtr" | "UltmtCdtr", ["Nm"] | ["Pty", "Nm"]) => set(&mut party.ultimate, value),
            ("DbtrAcct" | "CdtrAcct", ["Id", "IBAN"] | ["Id", "Othr", "Id"]) => set(&mut party.account, value),
            _ => {}
        }
    }

    fn finish_charge(&mut self) {
        let charge = std::mem::take(&mut self.charge);
        if charge.included && !charge.money.amount.is_empty() {
            self.charges.push(charge);
        }
    }

    /// The amount in the entry's currency, with the entry's direction unless it has its own.
    fn amount(&self, entry: &Money, digits: u32) -> Option<i64> {
        let stated = if self.money.amount.is_empty() { &self.transaction } else { &self.money };
        if stated.amount.is_empty() || (!stated.currency.is_empty() && stated.currency != entry.currency) {
            return None;
        }
        stated.minor(digits, self.money.credit.or(entry.credit)).ok()
    }

    /// Charges that are in the amount, negative when paid.
    fn fee(&self, currency: &str, digits: u32) -> Option<i64> {
        let last = Some(&self.charge).filter(|charge| charge.included && !charge.money.amount.is_empty());
        let fee = self
            .charges
            .iter()
            .chain(last)
            .filter(|charge| charge.money.currency.is_empty() || charge.money.currency == currency)
            .map(|charge| charge.money.minor(digits, Some(false)).ok())
            .try_fold(0i64, |sum, fee| sum.checked_add(fee?))?;
        (fee != 0).then_some(fee)
    }

    fn text(&self) -> &str {
        if self.remittance.is_empty() { &self.information } else { &self.remittance }
    }
}

impl Party {
    fn name(&self) -> &str {
        if self.name.is_empty() { &self.ultimate } else { &self.name }
    }

    fn is_empty(&self) -> bool {
        self.name().is_empty() && self.account.is_empty()
    }
}
