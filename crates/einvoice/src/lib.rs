//! Electronic invoices to EN 16931: our document, written into and read from UBL 2.1 and UN/CEFACT CII.
//!
//! Answers: what does this invoice add up to, what does it lack before it may be sent, what does the file of it say, and
//! what does the file say that somebody sent us?
//!
//! ```text
//! Document    what a person decides: who, what, how many, at which price and tax, how it is to be paid
//!   totals    what follows from it: sums, tax by category and rate, what is due
//!   check     what is missing or wrong by the rules of its profile, each with the field and in plain words
//!   write     the document as XML, in either syntax; refused while something is wrong
//! read        a file of either syntax as a document, with the totals it states and what is wrong with it
//! ```
//!
//! The rules and the two syntaxes are those of the crate `en16931`, which stays behind our types
//! ([`ATTRIBUTION`] is its notice). Pure: no I/O, no clock, no randomness.

mod back;
mod check;
mod document;
mod norm;
mod totals;

pub use check::Finding;
pub use document::{
    Address, Adjustment, Attachment, Category, Contact, Document, EarlierDocument, Exemption, Identifier, Kind, Line,
    LineAdjustment, Party, Payment, Period, Profile, Tax,
};
pub use norm::Misfit;
pub use rust_decimal::Decimal;
pub use totals::{TaxTotal, Totals, line_net};

/// What has to be said wherever documents to the norm are made.
pub const ATTRIBUTION: &str = en16931::ATTRIBUTION;

/// The two languages of the norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// OASIS UBL 2.1: Peppol, XRechnung.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice D16B: XRechnung, and inside the PDF of Factur-X and ZUGFeRD.
    Cii,
}

/// Why a document is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// A figure or text that the norm has no form for.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// It breaks rules of its profile.
    #[error("{}", .0.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join(" "))]
    Wrong(Vec<Finding>),
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The document.
    pub document: Document,
    /// The sums as the file states them.
    pub totals: Totals,
    /// The language it is in.
    pub syntax: Syntax,
    /// The rules it says it keeps, by their identifier.
    pub specification: Option<String>,
    /// What is wrong with it by the rules of EN 16931 or of its own profile.
    pub findings: Vec<Finding>,
    /// What the file says that our document has no place for, by the path in the file.
    pub left_out: Vec<String>,
}

/// Why a file cannot be read as an invoice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no XML, no invoice, or built to do harm; the text says which.
    #[error("{0}")]
    File(String),
    /// It has no line, number, day or currency, so there is nothing to take over.
    #[error("{}", locale::t!("The invoice has no {what}.", what = .0))]
    Lacks(String),
}

impl Document {
    /// What follows from the document: sums, tax by category and rate, what is due.
    pub fn totals(&self) -> Result<Totals, Misfit> {
        norm::invoice(self).map(|invoice| totals::of(&invoice))
    }

    /// What is missing or wrong by the rules of its profile; nothing when it may be sent.
    pub fn check(&self) -> Result<Vec<Finding>, Misfit> {
        norm::invoice(self).map(|invoice| self.findings(&invoice))
    }

    fn findings(&self, invoice: &en16931::Invoice) -> Vec<Finding> {
        let mut findings = check::findings(invoice, check::rules(self.profile));
        if self.profile == Profile::Basic {
            findings.extend(check::beyond_basic(self));
        }
        findings
    }

    /// The same document with every amount said that a percentage only implied.
    pub fn resolved(&self) -> Result<Document, Misfit> {
        totals::resolved(self)
    }
}

/// The document as XML.
pub fn write(document: &Document, syntax: Syntax) -> Result<String, NotWritten> {
    let invoice = norm::invoice(document)?;
    let findings = document.findings(&invoice);
    if findings.iter().any(|finding| finding.fatal) {
        return Err(NotWritten::Wrong(findings));
    }
    let syntax = match syntax {
        Syntax::Ubl => en16931_formats::Syntax::Ubl,
        Syntax::Cii => en16931_formats::Syntax::Cii,
    };
    match en16931_formats::write_unchecked(&invoice, syntax) {
        Ok(written) => match check::lost(&written.entries) {
            lost if lost.is_empty() => Ok(written.xml),
            lost => Err(NotWritten::Wrong(lost)),
        },
        Err(unwritable) => Err(NotWritten::Wrong(vec![check::unwritable(&unwritable)])),
    }
}

/// A file of either syntax as a document.
pub fn read(bytes: &[u8]) -> Result<Received, Unreadable> {
    let read = en16931_formats::read(bytes).map_err(|error| Unreadable::File(error.to_string()))?;
    let specification = read.invoice.specification_id.clone();
    let rules = en16931::profiles::classify(specification.as_deref()).profile().unwrap_or(&en16931::profiles::EN16931);
    let findings = check::findings(&read.invoice, rules);
    let left_out = read.entries.iter().filter(|entry| entry.is_loss()).map(|entry| entry.path.clone()).collect();
    let syntax = if read.syntax == en16931_formats::Syntax::Ubl { Syntax::Ubl } else { Syntax::Cii };
    Ok(Received {
        totals: totals::of(&read.invoice),
        document: back::document(read.invoice)?,
        syntax,
        specification,
        findings,
        left_out,
    })
}
