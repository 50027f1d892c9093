//! The bank: it knows every line there ever was, and hands out files of them.

use std::fmt::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{ToSpan, civil::Date};
use ledger::Currency;
use rand::{RngExt, rngs::StdRng};

/// A line as the bank knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TrueLine {
    pub day: Date,
    /// Minor units; money in is positive.
    pub amount_minor: i64,
    pub text: String,
    pub id: String,
}

/// An account at the bank.
#[derive(Debug)]
pub(super) struct TrueAccount {
    /// Its id in the books.
    pub account: i64,
    /// Its name in the books.
    pub name: &'static str,
    /// Its number at the bank.
    number: String,
    currency: Currency,
    opening_minor: i64,
    pub lines: Vec<TrueLine>,
}

/// A file the bank hands out.
pub(super) struct StatementFile {
    pub name: String,
    /// As base64, as `import-statement` takes it.
    pub content: String,
}

const PAYEES: [&str; 24] = [
    "ADOBE CREATIVE CLOUD",
    "STRIPE PAYOUT",
    "NORTHERN RAIL",
    "CLAY SUPPLY CO",
    "RENT STUDIO 4",
    "TELEKOM",
    "HARBOR GALLERY",
    "MUELLER GMBH",
    "CAFE LUMIERE",
    "CITY OF ASHEVILLE",
    "HEALTH INSURANCE",
    "AMAZON MARKETPLACE",
    "ETSY DEPOSIT",
    "TAX OFFICE",
    "LIBRARY WORKSHOP",
    "OWNER DRAWING",
    "POST OFFICE",
    "PRINTER INK",
    "J. OKAFOR LESSONS",
    "REFUND HOTEL",
    "INTEREST",
    "ACCOUNT FEE",
    "SHELL FUEL",
    "SMITH & SONS <LTD>",
];

impl TrueAccount {
    pub fn new(
        account: i64,
        name: &'static str,
        number: String,
        currency: Currency,
        opening_minor: i64,
    ) -> TrueAccount {
        TrueAccount { account, name, number, currency, opening_minor, lines: Vec::new() }
    }

    /// The letters of its currency.
    pub fn currency(&self) -> &str {
        self.currency.code()
    }

    /// The lines of one day. Now and then two are the same but for the bank's own number, as two coffees are.
    pub fn live_a_day(&mut self, day: Date, mark: &str, chance: &mut StdRng) {
        for _ in 0..[0, 0, 0, 1, 1, 2][chance.random_range(0..6)] {
            let payee = PAYEES[chance.random_range(0..PAYEES.len())];
            let size = [500, 5_000, 50_000, 400_000][chance.random_range(0..4)];
            let sign = if chance.random_range(0..5) < 2 { 1 } else { -1 };
            let amount_minor = sign * chance.random_range(1..=size);
            self.add(day, amount_minor, format!("{payee} {mark}"));
            if chance.random_range(0..40) == 0 {
                self.add(day, amount_minor, format!("{payee} {mark}"));
            }
        }
    }

    pub fn add(&mut self, day: Date, amount_minor: i64, text: String) {
        let id = format!("{}-{}", self.number, self.lines.len());
        self.lines.push(TrueLine { day, amount_minor, text, id });
    }

    /// A file of the lines of some days. A table names no days of its own, so that what is to prove a month comes as a document.
    pub fn file(&self, from: Date, through: Date, document: bool, chance: &mut StdRng) -> StatementFile {
        let before: i64 = self.lines.iter().filter(|line| line.day < from).map(|line| line.amount_minor).sum();
        let opening = self.opening_minor + before;
        let lines: Vec<&TrueLine> = self.lines.iter().filter(|line| (from..=through).contains(&line.day)).collect();
        let (text, ending) = match chance.random_range(0..3) {
            0 if !document => (self.csv(&lines, opening), "csv"),
            _ => (self.ofx(&lines, opening, through), "ofx"),
        };
        StatementFile { name: format!("{}-{from}-{through}.{ending}", self.number), content: STANDARD.encode(text) }
    }

    fn ofx(&self, lines: &[&TrueLine], opening: i64, through: Date) -> String {
        let mut rows = String::new();
        for line in lines {
            let (day, amount) = (line.day.strftime("%Y%m%d"), self.decimal(line.amount_minor));
            let text = line.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _infallible = writeln!(
                rows,
                "<STMTTRN><TRNTYPE>OTHER</TRNTYPE><DTPOSTED>{day}</DTPOSTED><TRNAMT>{amount}</TRNAMT>\
                 <FITID>{}</FITID><NAME>{text}</NAME></STMTTRN>",
                line.id
            );
        }
        let closing = opening + lines.iter().map(|line| line.amount_minor).sum::<i64>();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n\
             <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{}</CURDEF><BANKACCTFROM><BANKID>021</BANKID><ACCTID>{}</ACCTID>\
             <ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST><DTSTART>20160101</DTSTART><DTEND>{day}</DTEND>\n\
             {rows}</BANKTRANLIST><LEDGERBAL><BALAMT>{}</BALAMT><DTASOF>{day}</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS>\
             </BANKMSGSRSV1></OFX>\n",
            self.currency.code(),
            self.number,
            self.decimal(closing),
            day = through.strftime("%Y%m%d"),
        )
    }

    fn csv(&self, lines: &[&TrueLine], opening: i64) -> String {
        let mut rows = String::from("Date,Description,Amount,Balance\n");
        let mut balance = opening;
        for line in lines {
            balance += line.amount_minor;
            let (amount, balance) = (self.decimal(line.amount_minor), self.decimal(balance));
            let _infallible = writeln!(rows, "{},\"{}\",{amount},{balance}", line.day, line.text);
        }
        rows
    }

    fn decimal(&self, amount_minor: i64) -> String {
        let unit = 10u64.pow(self.currency.decimals());
        let sign = if amount_minor < 0 { "-" } else { "" };
        let (whole, part) = (amount_minor.unsigned_abs() / unit, amount_minor.unsigned_abs() % unit);
        if self.currency.decimals() == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{part:0width$}", width = self.currency.decimals() as usize)
    }

    /// The days of a file: mostly the month that is over, often with days before it that were in the file before, and
    /// sometimes far too much.
    pub fn period(month_ends: Date, chance: &mut StdRng) -> (Date, Date) {
        let starts = month_ends.first_of_month();
        let earlier = [0, 0, 3, 10, 40, 400][chance.random_range(0..6)];
        (starts.saturating_sub(earlier.days()), month_ends)
    }
}
