//! What is missing or wrong, in plain words and with the field of our document.

use en16931::{
    BtId, Group, Invoice, Path, Severity,
    validation::{Finding as NormFinding, profile::Profile as Rules},
};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Document, Profile};

/// One thing missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The rule, as the norm numbers it: BR-CO-25.
    pub rule: String,
    /// The field of our document: `seller.contact.phone`, `lines[2].tax.rate`; empty for the whole.
    pub field: String,
    /// What is missing or wrong, in a sentence.
    pub message: String,
    /// Whether the document may not be sent like this.
    pub fatal: bool,
}

/// The rules of a profile.
pub(crate) fn rules(profile: Profile) -> &'static Rules {
    use en16931::profiles::{EN16931, PEPPOL_BIS_3, XRECHNUNG, ZUGFERD_BASIC};
    match profile {
        Profile::En16931 => &EN16931,
        Profile::Xrechnung => &XRECHNUNG,
        Profile::Peppol => &PEPPOL_BIS_3,
        Profile::Basic => &ZUGFERD_BASIC,
    }
}

/// What is wrong with an invoice by those rules, what prevents sending first.
pub(crate) fn findings(invoice: &Invoice, rules: &Rules) -> Vec<Finding> {
    rules.validate(invoice).findings().iter().map(in_words).collect()
}

/// That an invoice has no form in a syntax.
pub(crate) fn unwritable(error: &en16931_formats::Unwritable) -> Finding {
    Finding { rule: String::new(), field: String::new(), message: error.to_string(), fatal: true }
}

/// What the schema of Factur-X BASIC 1.09 has no element for, though EN 16931 does.
pub(crate) fn beyond_basic(document: &Document) -> Vec<Finding> {
    let mut beyond: Vec<String> = Vec::new();
    let mut note = |said: bool, field: String| {
        if said {
            beyond.push(field);
        }
    };
    note(document.project_reference.is_some(), "project_reference".into());
    note(document.seller.legal_note.is_some(), "seller.legal_note".into());
    note(!document.seller.contact.is_empty(), "seller.contact".into());
    note(!document.buyer.contact.is_empty(), "buyer.contact".into());
    let payment = document.payment.as_ref();
    note(payment.is_some_and(|payment| payment.account_name.is_some()), "payment.account_name".into());
    note(payment.is_some_and(|payment| payment.bic.is_some()), "payment.bic".into());
    note(document.rounding.is_some(), "rounding".into());
    note(!document.attachments.is_empty(), "attachments".into());
    for (at, line) in document.lines.iter().enumerate() {
        note(line.description.is_some(), format!("lines[{at}].description"));
        note(line.article.is_some(), format!("lines[{at}].article"));
    }
    let message = || t!("The level BASIC has no place for this. Leave it out, or use EN 16931.");
    beyond.into_iter().map(|field| Finding { rule: String::new(), field, message: message(), fatal: true }).collect()
}

/// What of a document has no place in a syntax. Nothing is left out silently: such a document is not written.
pub(crate) fn lost(entries: &[en16931_formats::report::Entry]) -> Vec<Finding> {
    let lost = entries.iter().filter(|entry| entry.is_loss());
    lost.map(|entry| {
        let what = entry.term.as_deref().unwrap_or(&entry.path);
        Finding {
            rule: entry.rule.clone().unwrap_or_default(),
            field: String::new(),
            message: t!("{what} has no place in a file of this kind: {reason}", what = what, reason = entry.message),
            fatal: true,
        }
    })
    .collect()
}

fn in_words(finding: &NormFinding) -> Finding {
    let place = place(finding.path);
    let message = match whole_sentence(&finding.rule) {
        Some(sentence) => sentence,
        None => match &place {
            Some(place) if demands_presence(&finding.rule) => t!("{what} is missing.", what = place.name),
            Some(place) => t!("{what}: {rule}", what = place.name, rule = finding.message),
            None => finding.message.clone(),
        },
    };
    let message = match &finding.detail {
        Some(detail) => t!(
            "{sentence} It should be {expected}, and is {actual}.",
            sentence = message,
            expected = detail.expected,
            actual = detail.actual
        ),
        None => message,
    };
    Finding {
        rule: finding.rule.clone(),
        field: place.map(|place| place.field).unwrap_or_default(),
        message,
        fatal: finding.severity == Severity::Fatal,
    }
}

/// Rules that name no single field, or whose field alone would not tell what to do.
fn whole_sentence(rule: &str) -> Option<String> {
    Some(match rule {
        "BR-CO-25" => t!("Something is to be paid, so the document needs the day it is due, or terms in words."),
        "BR-CO-26" => {
            t!("The buyer has to be able to tell the seller: give a VAT id, a company number, or a number of your own.")
        }
        "BR-DE-16" => t!("The seller needs a VAT id or a tax number."),
        "BR-16" => t!("The document has no line."),
        "BR-27" | "BR-28" => t!("A price is below zero. Put the minus before the quantity instead."),
        "BR-IC-11" => t!("A delivery within the European Union needs the day it was delivered, or the time it covers."),
        "BR-IC-12" => t!("A delivery within the European Union needs the country it went to."),
        "PEPPOL-EN16931-R003" => t!("The buyer's reference or the number of the buyer's order is missing."),
        "PEPPOL-EN16931-R002" => t!("Only one text may stand on a document for Peppol."),
        _ => return None,
    })
}

/// Rules of the form "shall have": what they are about is missing when they are broken.
fn demands_presence(rule: &str) -> bool {
    const PRESENCE: [&str; 43] = [
        "BR-01",
        "BR-02",
        "BR-03",
        "BR-04",
        "BR-05",
        "BR-06",
        "BR-07",
        "BR-08",
        "BR-09",
        "BR-10",
        "BR-11",
        "BR-21",
        "BR-22",
        "BR-23",
        "BR-24",
        "BR-25",
        "BR-26",
        "BR-33",
        "BR-38",
        "BR-42",
        "BR-44",
        "BR-49",
        "BR-50",
        "BR-57",
        "BR-61",
        "BR-62",
        "BR-63",
        "BR-CO-21",
        "BR-CO-22",
        "BR-CO-23",
        "BR-CO-24",
        "BR-DE-1",
        "BR-DE-2",
        "BR-DE-3",
        "BR-DE-4",
        "BR-DE-5",
        "BR-DE-6",
        "BR-DE-7",
        "BR-DE-8",
        "BR-DE-9",
        "BR-DE-15",
        "PEPPOL-EN16931-R010",
        "PEPPOL-EN16931-R020",
    ];
    // BR-S-02, BR-AE-03, BR-E-10 and their like, one set for each category: the numbers of the seller and the buyer, and
    // the reason why no tax is charged.
    let of_category = || {
        let mut parts = rule.strip_prefix("BR-").into_iter().flat_map(|rest| rest.split('-'));
        let category = parts
            .next()
            .is_some_and(|part| matches!(part, "S" | "Z" | "E" | "AE" | "IC" | "G" | "O" | "AF" | "AG" | "IG" | "IP"));
        category && parts.next().is_some_and(|number| matches!(number, "02" | "03" | "04" | "10" | "2" | "3" | "4"))
    };
    PRESENCE.contains(&rule) || of_category()
}

/// Where a finding is: the field of our document, and what it is called.
struct Place {
    field: String,
    name: String,
}

fn place(path: Path) -> Option<Place> {
    let at = path.index.unwrap_or_default();
    let of = |field: &str, name: String| Some(Place { field: field.to_owned(), name });
    let within = |field: String, name: String| Some(Place { field, name });
    let term = path.term.map(|BtId(number)| number);
    match (path.group, term) {
        (_, Some(1)) => of("number", t!("The number")),
        (_, Some(2)) => of("issued_on", t!("The day of issue")),
        (_, Some(3)) => of("kind", t!("The kind of document")),
        (_, Some(5)) => of("currency", t!("The currency")),
        (_, Some(9)) => of("due_on", t!("The day it is due")),
        (_, Some(10)) => of("buyer_reference", t!("The buyer's reference")),
        (_, Some(13)) => of("order_reference", t!("The buyer's order")),
        (_, Some(20)) => of("terms", t!("The terms of payment")),
        (_, Some(25)) => of("earlier", t!("The earlier document")),
        (_, Some(27)) => of("seller.name", t!("The seller's name")),
        (_, Some(30)) => of("seller.company_id", t!("The seller's company number")),
        (_, Some(31)) => of("seller.vat_id", t!("The seller's VAT id")),
        (_, Some(32)) => of("seller.tax_number", t!("The seller's tax number")),
        (_, Some(34)) => of("seller.electronic_address", t!("The seller's electronic address")),
        (_, Some(37)) => of("seller.address.city", t!("The seller's town")),
        (_, Some(38)) => of("seller.address.post_code", t!("The seller's postal code")),
        (_, Some(40)) => of("seller.address.country", t!("The seller's country")),
        (_, Some(41)) => of("seller.contact.name", t!("The name of a person to ask at the seller's")),
        (_, Some(42)) => of("seller.contact.phone", t!("The seller's telephone number")),
        (_, Some(43)) => of("seller.contact.mail", t!("The seller's mail address")),
        (_, Some(44)) => of("buyer.name", t!("The buyer's name")),
        (_, Some(47)) => of("buyer.company_id", t!("The buyer's company number")),
        (_, Some(48)) => of("buyer.vat_id", t!("The buyer's VAT id")),
        (_, Some(49)) => of("buyer.electronic_address", t!("The buyer's electronic address")),
        (_, Some(52)) => of("buyer.address.city", t!("The buyer's town")),
        (_, Some(53)) => of("buyer.address.post_code", t!("The buyer's postal code")),
        (_, Some(55)) => of("buyer.address.country", t!("The buyer's country")),
        (_, Some(72)) => of("delivered_on", t!("The day of delivery")),
        (_, Some(80)) => of("delivered_to.country", t!("The country of delivery")),
        (_, Some(81)) => of("payment.means", t!("The way of paying")),
        (_, Some(84)) => of("payment.account", t!("The account to pay to")),
        (Group::VatBreakdown, Some(120 | 121)) => of("exemptions", t!("The reason why no tax is charged")),
        (Group::Line, Some(129)) => {
            within(format!("lines[{at}].quantity"), t!("The quantity of line {line}", line = at + 1))
        }
        (Group::Line, Some(130)) => within(format!("lines[{at}].unit"), t!("The unit of line {line}", line = at + 1)),
        (Group::Line, Some(146)) => within(format!("lines[{at}].price"), t!("The price of line {line}", line = at + 1)),
        (Group::Line, Some(151 | 152)) => {
            within(format!("lines[{at}].tax"), t!("The tax of line {line}", line = at + 1))
        }
        (Group::Line, Some(153)) => within(format!("lines[{at}].name"), t!("What line {line} is for", line = at + 1)),
        (Group::Line, _) => within(format!("lines[{at}]"), t!("Line {line}", line = at + 1)),
        (Group::DocumentAllowance, _) => within(format!("discounts[{at}]"), t!("Discount {number}", number = at + 1)),
        (Group::DocumentCharge, _) => within(format!("charges[{at}]"), t!("Charge {number}", number = at + 1)),
        (Group::Seller, _) => of("seller", t!("The seller")),
        (Group::Buyer, _) => of("buyer", t!("The buyer")),
        (Group::Payment, _) => of("payment", t!("How it is to be paid")),
        (Group::Delivery, _) => of("delivered_to", t!("The delivery")),
        (Group::VatBreakdown, _) => of("lines", t!("The tax")),
        (Group::Totals, _) => of("", t!("The sums")),
        (Group::Attachment, _) => within(format!("attachments[{at}]"), t!("Attachment {number}", number = at + 1)),
        _ => None,
    }
}
