//! The document as we speak of it. Amounts are decimal numbers in texts (`"1250.00"`), days are `2026-11-21`.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An invoice or a credit note, whole: what is written into a file, and what a file says.
///
/// Only what a person decides stands here; sums, tax and what is due follow from it (`Document::totals`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Which rules it is to keep.
    #[serde(default)]
    pub profile: Profile,
    /// What kind of document it is.
    #[serde(default)]
    pub kind: Kind,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The day it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The currency of all its amounts, as ISO 4217 names it: EUR.
    pub currency: String,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// What the buyer wants to read on it to know it again: in Germany the Leitweg-ID of an authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer_reference: Option<String>,
    /// The buyer's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_reference: Option<String>,
    /// The contract it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_reference: Option<String>,
    /// The project it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_reference: Option<String>,
    /// The documents it corrects, credits or deducts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierDocument>,
    /// The time it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The day of the delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Date>,
    /// Where it was delivered to, when not to the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_to: Option<Address>,
    /// Texts on the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// When and how it is to be paid, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// How it is to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// The lines.
    pub lines: Vec<Line>,
    /// What is taken off the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Adjustment>,
    /// What is put on the whole: shipping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Adjustment>,
    /// Why a category of tax is not charged, once for each such category.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<Exemption>,
    /// What was paid before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub paid: Option<Decimal>,
    /// What the amount due is rounded by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub rounding: Option<Decimal>,
    /// Files that go along: receipts, time sheets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// The rules a document keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// EN 16931 as it is.
    #[default]
    En16931,
    /// XRechnung 3.0, for authorities and businesses in Germany.
    Xrechnung,
    /// Peppol BIS Billing 3.0.
    Peppol,
    /// Factur-X and ZUGFeRD 2.x at the level BASIC.
    Basic,
}

/// What kind of document it is; the codes are those of UNTDID 1001.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An invoice (380).
    #[default]
    Invoice,
    /// Money asked for before the work is done (386).
    Advance,
    /// It stands in the place of an earlier invoice (384).
    Corrected,
    /// It takes an earlier invoice back, in whole or in part (381).
    CreditNote,
}

/// Who sells or buys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The full legal name.
    pub name: String,
    /// The name it trades under, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trading_name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// VAT id, with its country in front: DE123456789.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<String>,
    /// The number a tax office gave, where there is no VAT id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// The number in a register of companies: in France the SIREN with scheme 0002.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<Identifier>,
    /// What else the law wants said of it: legal form, capital, register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_note: Option<String>,
    /// Where electronic documents reach it: a mail address with scheme EM, a number of Peppol with its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub electronic_address: Option<Identifier>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
}

/// An identifier and the list it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The code of the list (ISO 6523 ICD, or EAS for addresses); none when the identifier is of no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The identifier.
    pub value: String,
}

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number, and up to two lines more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_code: Option<String>,
    /// Town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Region or state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Country, as ISO 3166-1 names it: DE.
    pub country: String,
}

/// Whom to ask about a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name of a person or department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
}

impl Contact {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Contact::default()
    }
}

/// A document that came before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierDocument {
    /// Its number.
    pub number: String,
    /// The day it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
}

/// A time, both days included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Date>,
}

/// How it is to be paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The way, by its code in UNTDID 4461: 58 for a SEPA transfer, 30 for another transfer, 48 for a card, 10 for cash.
    pub means: String,
    /// What the payer is to write on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The account: an IBAN, or another number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// In whose name the account is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_name: Option<String>,
    /// The bank's BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

/// A line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What is sold.
    pub name: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A note on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The seller's own number of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// How many; below zero where something is taken back or deducted.
    #[schemars(with = "String")]
    pub quantity: Decimal,
    /// Of what, by its code in UN/ECE Recommendation 20: HUR for hours, DAY for days, C62 for pieces.
    #[serde(default = "pieces")]
    pub unit: String,
    /// Price of one, without tax, never below zero.
    #[schemars(with = "String")]
    pub price: Decimal,
    /// What is taken off this line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<LineAdjustment>,
    /// What is put on this line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<LineAdjustment>,
    /// Its tax.
    pub tax: Tax,
    /// The time it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

fn pieces() -> String {
    "C62".to_owned()
}

/// A tax by its category and rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// The category.
    pub category: Category,
    /// Percent; zero in every category that charges none, and not said outside the scope of tax.
    #[serde(default)]
    #[schemars(with = "String")]
    pub rate: Decimal,
}

impl Default for Tax {
    fn default() -> Tax {
        Tax { category: Category::OutsideScope, rate: Decimal::ZERO }
    }
}

/// The categories of VAT, which are the codes of UNCL 5305 that EN 16931 takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Standard and reduced rates (S).
    Standard,
    /// The rate is zero (Z).
    ZeroRated,
    /// Exempt, as a small business or by what is sold (E).
    Exempt,
    /// The buyer owes the tax (AE).
    ReverseCharge,
    /// Goods within the European Union (K).
    IntraCommunity,
    /// Out of the European Union (G).
    Export,
    /// Not subject to VAT (O).
    OutsideScope,
    /// IGIC of the Canary Islands (L).
    CanaryIslands,
    /// IPSI of Ceuta and Melilla (M).
    CeutaMelilla,
}

/// What is taken off or put on the whole document, within one tax.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// How much, never below zero. Left out, it follows from the percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// Percent of the lines with the same tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// What the percentage is of. Left out, it is the sum of the lines with the same tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub base: Option<Decimal>,
    /// Why.
    pub reason: String,
    /// Its tax.
    pub tax: Tax,
}

/// What is taken off or put on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineAdjustment {
    /// How much, never below zero. Left out, it follows from the percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// Percent of quantity times price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// What the percentage is of. Left out, it is quantity times price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub base: Option<Decimal>,
    /// Why.
    pub reason: String,
}

/// Why a category charges no tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The category.
    pub category: Category,
    /// In words, with the article of the law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By its code in the VATEX list: VATEX-EU-AE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// What it is called in the document.
    pub reference: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Name of the file.
    pub name: String,
    /// Its type: application/pdf, image/png, image/jpeg, text/csv.
    pub kind: String,
    /// Its bytes, in base64.
    pub base64: String,
}
