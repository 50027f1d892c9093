//! Writes OFX (Open Financial Exchange): 1.0.2 as SGML, whose values have no end tags, and 2.2 as XML.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::csv::decimal;
use crate::facts::On;
use crate::files::{Booked, Extract};

/// The longest NAME the format allows (OFX 2.2, 11.4.3); what is longer stands in MEMO.
const NAME_LENGTH: usize = 32;

pub fn write(extract: &Extract<'_>, xml: bool) -> String {
    let mut out = Tags { text: String::new(), xml };
    if xml {
        out.line("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>");
        out.line("<?OFX OFXHEADER=\"200\" VERSION=\"220\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>");
    } else {
        for header in ["OFXHEADER:100", "DATA:OFXSGML", "VERSION:102", "SECURITY:NONE", "ENCODING:USASCII"] {
            out.line(header);
        }
        for header in ["CHARSET:1252", "COMPRESSION:NONE", "OLDFILEUID:NONE", "NEWFILEUID:NONE", ""] {
            out.line(header);
        }
    }
    let (from, to) = extract.covers;
    let card = extract.account.on == On::Card;
    let (messages, response, statement, holder) = if card {
        ("CREDITCARDMSGSRSV1", "CCSTMTTRNRS", "CCSTMTRS", "CCACCTFROM")
    } else {
        ("BANKMSGSRSV1", "STMTTRNRS", "STMTRS", "BANKACCTFROM")
    };
    out.line("<OFX>");
    out.line("<SIGNONMSGSRSV1><SONRS>");
    out.status();
    out.value("DTSERVER", &day(to));
    out.value("LANGUAGE", "ENG");
    out.line("</SONRS></SIGNONMSGSRSV1>");
    out.line(&format!("<{messages}><{response}>"));
    out.value("TRNUID", "1");
    out.status();
    out.line(&format!("<{statement}>"));
    out.value("CURDEF", extract.facts.currency);
    out.line(&format!("<{holder}>"));
    if !card {
        out.value("BANKID", extract.account.bank);
    }
    out.value("ACCTID", extract.account.number);
    if !card {
        out.value("ACCTTYPE", if extract.account.on == On::Savings { "SAVINGS" } else { "CHECKING" });
    }
    out.line(&format!("</{holder}>"));
    out.line("<BANKTRANLIST>");
    out.value("DTSTART", &day(from));
    out.value("DTEND", &day(to));
    for line in extract.lines {
        transaction(&mut out, line);
    }
    out.line("</BANKTRANLIST>");
    out.line("<LEDGERBAL>");
    out.value("BALAMT", &decimal(extract.closing, '.'));
    out.value("DTASOF", &day(to));
    out.line("</LEDGERBAL>");
    out.line(&format!("</{statement}></{response}></{messages}>"));
    out.line("</OFX>");
    out.text
}

fn transaction(out: &mut Tags, line: &Booked<'_>) {
    let movement = line.movement;
    out.line("<STMTTRN>");
    out.value("TRNTYPE", if movement.amount < 0 { "DEBIT" } else { "CREDIT" });
    out.value("DTPOSTED", &day(movement.date));
    out.value("TRNAMT", &decimal(movement.amount, '.'));
    out.value("FITID", &line.id);
    let name: String = movement.text.chars().take(NAME_LENGTH).collect();
    out.value("NAME", name.trim_end());
    if movement.text.chars().count() > NAME_LENGTH {
        out.value("MEMO", &movement.text);
    }
    out.line("</STMTTRN>");
}

/// Noon, as banks write it, so that no time zone moves the day.
fn day(date: Date) -> String {
    format!("{}120000", date.strftime("%Y%m%d"))
}

struct Tags {
    text: String,
    xml: bool,
}

impl Tags {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    fn value(&mut self, tag: &str, value: &str) {
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let end = if self.xml { format!("</{tag}>") } else { String::new() };
        // Writing to a string cannot fail.
        let _ = write!(self.text, "<{tag}>{value}{end}\r\n");
    }

    fn status(&mut self) {
        self.line("<STATUS>");
        self.value("CODE", "0");
        self.value("SEVERITY", "INFO");
        self.line("</STATUS>");
    }
}
