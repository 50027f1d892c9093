//! Field 61: a movement.

use jiff::civil::Date;

use super::nearest;
use crate::amount::{self, AmountProblem, DecimalMark};
use crate::date::DateProblem;
use crate::error::{LineProblem, excerpt};
use crate::statement::Line;

/// A movement with what :86: says about it.
#[derive(Debug)]
pub struct Entry {
    booked_on: Date,
    amount_minor: i64,
    /// `C`, `D`, `RC`, `RD`, `EC` or `ED`.
    pub mark: String,
    /// Announced, not booked.
    pub expected: bool,
    kind: String,
    /// The reference for the account's owner, up to the two slashes.
    pub reference: Option<String>,
    bank_reference: Option<String>,
    /// What stands on the lines below.
    pub supplementary: String,
    pub text: String,
    pub counterparty: Option<String>,
    pub counterparty_account: Option<String>,
    pub payment_reference: Option<String>,
}

/// `YYMMDD`; two digits stand for 1970 to 2069.
pub fn six_digits(text: &str) -> Result<Date, LineProblem> {
    let wrong = || LineProblem::Date { text: excerpt(text), problem: DateProblem::NotADate };
    let [year, month, day] = [text.get(..2), text.get(2..4), text.get(4..6)].map(|part| part.and_then(two_digits));
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(wrong()) };
    let year = i16::from(year) + if year < 70 { 2000 } else { 1900 };
    Date::new(year, month, day).map_err(|_| wrong())
}

fn two_digits(text: &str) -> Option<i8> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

impl Entry {
    /// `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][CRLF34x]`
    pub fn parse(values: &[&str], digits: u32) -> Result<Self, LineProblem> {
        let value = values.first().copied().unwrap_or_default();
        let (date, mut rest) = value
            .split_at_checked(6)
            .ok_or_else(|| LineProblem::Date { text: excerpt(value), problem: DateProblem::NotADate })?;
        let value_date = six_digits(date)?;
        let mut booked_on = value_date;
        if let Some((entry_date, after)) = rest.split_at_checked(4)
            && let (Some(month), Some(day)) =
                (entry_date.get(..2).and_then(two_digits), entry_date.get(2..).and_then(two_digits))
        {
            booked_on = nearest(value_date, month, day)
                .ok_or_else(|| LineProblem::Date { text: excerpt(entry_date), problem: DateProblem::NotADate })?;
            rest = after;
        }
        // The reversal of a credit takes money away, that of a debit gives it back.
        let marks = [("RC", false), ("RD", true), ("EC", true), ("ED", false), ("C", true), ("D", false)];
        let (mark, credit) = marks
            .into_iter()
            .find(|(mark, _)| rest.starts_with(mark))
            .ok_or_else(|| LineProblem::Direction { text: excerpt(rest.get(..2).unwrap_or(rest)) })?;
        rest = &rest[mark.len()..];
        // The funds code: the third letter of the currency.
        rest = rest.strip_prefix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest);
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
        let (amount, rest) = rest.split_at(length);
        // The standard's mark is the comma; a few banks write a point.
        let decimal = if amount.contains(',') { DecimalMark::Comma } else { DecimalMark::Point };
        let amount_minor = amount::parse(amount, decimal, digits).map_err(|problem| match problem {
            AmountProblem::Missing => LineProblem::AmountMissing,
            problem => LineProblem::Amount { text: excerpt(amount), problem },
        })?;
        let (kind, references) = rest.split_at_checked(4).unwrap_or((rest, ""));
        let (reference, bank_reference) = references.split_once("//").unwrap_or((references, ""));
        let supplementary: Vec<&str> =
            values[1.min(values.len())..].iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        Ok(Self {
            booked_on,
            amount_minor: if credit { amount_minor } else { -amount_minor },
            mark: mark.to_owned(),
            expected: mark.starts_with('E'),
            kind: kind.trim().to_owned(),
            reference: meant(reference),
            bank_reference: meant(bank_reference),
            supplementary: supplementary.join(" "),
            text: String::new(),
            counterparty: None,
            counterparty_account: None,
            payment_reference: None,
        })
    }

    /// What it moves, in minor units.
    pub fn amount_minor(&self) -> i64 {
        self.amount_minor
    }

    /// Writes it over a line.
    pub fn write(self, line: &mut Line, source_line: u32, currency: Option<&str>) {
        let fallback = [
            Some(self.supplementary.as_str()),
            self.counterparty.as_deref(),
            self.reference.as_deref(),
            Some(self.kind.as_str()),
        ];
        line.text.clear();
        if self.text.is_empty() {
            line.text.push_str(fallback.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default());
        } else {
            line.text.push_str(&self.text);
        }
        line.source_line = source_line;
        line.booked_on = self.booked_on;
        line.amount_minor = self.amount_minor;
        if line.currency.as_deref() != currency {
            line.currency = currency.map(str::to_owned);
        }
        line.counterparty = self.counterparty;
        line.counterparty_account = self.counterparty_account;
        line.bank_id = self.bank_reference;
        line.reference = self.payment_reference.or(self.reference);
    }
}

/// A reference that says something.
pub fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let none = ["NONREF", "NOREF", "NOTPROVIDED", "NOT PROVIDED", "KREF+", "EREF+"];
    (!text.is_empty() && !none.iter().any(|none| text.eq_ignore_ascii_case(none))).then(|| text.to_owned())
}
