//! An entry and the transactions in it, made into lines.

use std::collections::HashSet;

use super::{Money, credit, day, some};
use crate::elements::clean;
use crate::error::LineProblem;
use crate::statement::{Batch, Line, LineKind};

/// An `Ntry`.
#[derive(Debug, Default)]
pub struct Entry {
    /// The line it begins on.
    pub line: u32,
    pub money: Money,
    pub status: String,
    pub details: Vec<Detail>,
    pub(super) reversal: bool,
    pub(super) booked: String,
    pub(super) valued: String,
    pub(super) bank_reference: String,
    pub(super) entry_reference: String,
    pub(super) information: String,
    pub(super) code: Vec<String>,
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
    remittance: Vec<String>,
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

fn set(field: &mut String, value: &str) {
    if field.is_empty() {
        *field = clean(value).into_owned();
    }
}

impl Entry {
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
                self.code.push(clean(value).into_owned());
            }
            _ => {}
        }
    }

    /// One line per transaction where they all state amounts that add up to the entry's; else one for the entry.
    pub fn lines(mut self, source_line: u32, digits: u32) -> Result<Vec<Line>, LineProblem> {
        let booked = if self.booked.is_empty() { &self.valued } else { &self.booked };
        if booked.is_empty() {
            return Err(LineProblem::DateMissing);
        }
        let booked_on = day(booked)?;
        if self.money.amount.is_empty() {
            return Err(LineProblem::AmountMissing);
        }
        // The indicator says which way this entry moves the balance, a reversal's too: a reversed debit is a credit.
        let amount = self.money.minor(digits, None)?;
        let base = Line {
            source_line,
            booked_on,
            amount_minor: amount,
            text: String::new(),
            counterparty: None,
            counterparty_account: None,
            bank_id: self.bank_id(),
            balance_minor: None,
            currency: some(&self.money.currency),
            reference: None,
            fee_minor: None,
            marketplace_tax_minor: None,
            kind: LineKind::default(),
            original: None,
            batch: None,
        };
        let details = std::mem::take(&mut self.details);
        if let Some(amounts) = self.amounts(&details, amount, digits) {
            let ids: HashSet<&str> = details.iter().map(|detail| detail.bank_reference.as_str()).collect();
            let own_ids = ids.len() == details.len() && !ids.contains("");
            let batch = Batch { bank_id: base.bank_id.clone(), total_minor: amount };
            let lines = details.iter().zip(amounts).map(|(detail, amount_minor)| {
                let mut line = self.line(&base, detail, amount_minor, digits);
                line.batch = Some(Box::new(batch.clone()));
                if own_ids {
                    line.bank_id = some(&detail.bank_reference);
                }
                line
            });
            return Ok(lines.collect());
        }
        if let [detail] = details.as_slice() {
            let mut line = self.line(&base, detail, amount, digits);
            line.bank_id = line.bank_id.or_else(|| some(&detail.bank_reference));
            return Ok(vec![line]);
        }
        let mut texts = vec![self.information.clone()];
        texts.extend(details.iter().map(Detail::text));
        Ok(vec![Line { text: self.text(&texts), ..base }])
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

    fn line(&self, base: &Line, detail: &Detail, amount_minor: i64, digits: u32) -> Line {
        // Whoever stands on the other side; a reversal keeps the parties of what it reverses.
        let (other, own) = if (amount_minor >= 0) != self.reversal {
            (&detail.debtor, &detail.creditor)
        } else {
            (&detail.creditor, &detail.debtor)
        };
        let party = if self.reversal && other.is_empty() { own } else { other };
        let reference = [&detail.structured, &detail.cheque, &detail.end_to_end];
        let mut texts = detail.remittance.clone();
        if texts.is_empty() {
            texts.push(detail.information.clone());
        }
        if texts.iter().all(String::is_empty) {
            texts.push(self.information.clone());
        }
        if texts.iter().all(String::is_empty) {
            texts.extend([party.name().to_owned(), detail.structured.clone()]);
        }
        Line {
            amount_minor,
            text: self.text(&texts),
            counterparty: some(party.name()),
            counterparty_account: some(&party.account),
            reference: reference.into_iter().find(|text| is_reference(text)).cloned(),
            fee_minor: detail.fee(&self.money.currency, digits),
            ..base.clone()
        }
    }

    /// The texts joined, without repeating; the bank's code where there are none.
    fn text(&self, texts: &[String]) -> String {
        const LONGEST: usize = 2000;
        let mut joined = String::new();
        for text in texts.iter().filter(|text| !text.is_empty()) {
            if joined.contains(text.as_str()) || joined.len() + text.len() > LONGEST {
                continue;
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(text);
        }
        if joined.is_empty() { self.code.join(" ") } else { joined }
    }

    /// The bank's reference; the entry's own only where it is more than the entry's number in this statement.
    fn bank_id(&self) -> Option<String> {
        const SHORTEST: usize = 8;
        Some(&self.bank_reference)
            .filter(|text| is_reference(text))
            .or_else(|| Some(&self.entry_reference).filter(|text| is_reference(text) && text.len() >= SHORTEST))
            .cloned()
    }
}

/// Whether a reference says anything; the others are what banks and payers put where one is required.
fn is_reference(text: &str) -> bool {
    !text.is_empty()
        && !["NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF"].iter().any(|none| text.eq_ignore_ascii_case(none))
}

impl Detail {
    pub fn element(&mut self, path: &[&str], value: &str, attributes: &str) {
        match path {
            ["Amt"] => self.money.set(value, attributes),
            ["CdtDbtInd"] => self.money.credit = credit(value),
            ["AmtDtls", "TxAmt", "Amt"] => self.transaction.set(value, attributes),
            ["Refs", "AcctSvcrRef"] => set(&mut self.bank_reference, value),
            ["Refs", "EndToEndId"] => set(&mut self.end_to_end, value),
            ["Refs", "ChqNb"] => set(&mut self.cheque, value),
            // A party has a level of its own from version 08 on.
            ["RltdPties", "Dbtr", "Nm"] | ["RltdPties", "Dbtr", "Pty", "Nm"] => set(&mut self.debtor.name, value),
            ["RltdPties", "Cdtr", "Nm"] | ["RltdPties", "Cdtr", "Pty", "Nm"] => set(&mut self.creditor.name, value),
            ["RltdPties", "UltmtDbtr", "Nm"] | ["RltdPties", "UltmtDbtr", "Pty", "Nm"] => {
                set(&mut self.debtor.ultimate, value);
            }
            ["RltdPties", "UltmtCdtr", "Nm"] | ["RltdPties", "UltmtCdtr", "Pty", "Nm"] => {
                set(&mut self.creditor.ultimate, value);
            }
            ["RltdPties", "DbtrAcct", "Id", "IBAN"] | ["RltdPties", "DbtrAcct", "Id", "Othr", "Id"] => {
                set(&mut self.debtor.account, value);
            }
            ["RltdPties", "CdtrAcct", "Id", "IBAN"] | ["RltdPties", "CdtrAcct", "Id", "Othr", "Id"] => {
                set(&mut self.creditor.account, value);
            }
            ["RmtInf", "Ustrd"] | ["RmtInf", "Strd", "AddtlRmtInf"] => {
                self.remittance.push(clean(value).into_owned());
            }
            ["RmtInf", "Strd", "CdtrRefInf", "Ref"] => set(&mut self.structured, value),
            ["AddtlTxInf"] => set(&mut self.information, value),
            // Charges are records of a list from version 03 on.
            ["Chrgs"] | ["Chrgs", "Rcrd"] => {
                self.finish_charge();
            }
            ["Chrgs", "Amt"] | ["Chrgs", "Rcrd", "Amt"] => self.charge.money.set(value, attributes),
            ["Chrgs", "CdtDbtInd"] | ["Chrgs", "Rcrd", "CdtDbtInd"] => self.charge.money.credit = credit(value),
            ["Chrgs", "Rcrd", "ChrgInclInd"] => self.charge.included = matches!(value.trim(), "true" | "1"),
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

    fn text(&self) -> String {
        let remittance = self.remittance.join(" ");
        if remittance.is_empty() { self.information.clone() } else { remittance }
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
