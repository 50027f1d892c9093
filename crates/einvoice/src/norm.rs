//! Our document as the norm's own model, and the words both have for the same thing.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use en16931::{
    DocumentKind, DocumentReference, Invoice, InvoiceAmount, InvoiceLine, InvoiceNote, Percentage, Quantity,
    UnitPriceAmount,
    invoice::{
        self as norm, CreditTransfer, Delivery, DocumentAllowanceCharge, Item, LineAllowanceCharge, LineVat,
        PaymentInstructions, PaymentMeans, PostalAddress, PrecedingInvoice, PriceDetails, SupportingDocument,
    },
    profiles, reconcile,
};
use jiff::civil::Date;
use locale::t;
use rust_decimal::Decimal;

use crate::{
    Address, Adjustment, Attachment, Category, Document, Identifier, Kind, Line, LineAdjustment, Party, Payment,
    Period, Profile, Tax, totals,
};

/// A figure or text that the norm has no form for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Misfit {
    /// The field of the document: `lines[2].price`.
    pub field: String,
    /// What is wrong with it, in a sentence.
    pub message: String,
}

impl Misfit {
    fn new(field: impl Into<String>, message: String) -> Misfit {
        Misfit { field: field.into(), message }
    }

    pub(crate) fn too_large(field: String) -> Misfit {
        Misfit::new(field, t!("This is more than an invoice can hold."))
    }
}

/// Our document as the norm has it, with sums and tax.
pub(crate) fn invoice(document: &Document) -> Result<Invoice, Misfit> {
    let document = &document.resolved()?;
    let (kind, type_code) = match document.kind {
        Kind::Invoice => (DocumentKind::Invoice, "380"),
        Kind::Advance => (DocumentKind::Invoice, "386"),
        Kind::Corrected => (DocumentKind::Invoice, "384"),
        Kind::CreditNote => (DocumentKind::CreditNote, "381"),
    };
    let mut invoice = Invoice::default();
    invoice.kind = kind;
    invoice.specification_id = Some(specification(document.profile).to_owned());
    // Peppol and XRechnung name the process; a plain EN 16931 document need not (BT-23).
    if matches!(document.profile, Profile::Peppol | Profile::Xrechnung) {
        invoice.business_process = Some("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0".to_owned());
    }
    invoice.number = text(&document.number);
    invoice.issue_date = Some(day("issued_on", document.issued_on)?);
    invoice.due_date = document.due_on.map(|on| day("due_on", on)).transpose()?;
    invoice.type_code = Some(type_code.into());
    invoice.currency = text(&document.currency).map(Into::into);
    invoice.buyer_reference = document.buyer_reference.clone();
    let reference = |text: &Option<String>| text.as_ref().map(DocumentReference::new);
    invoice.purchase_order_reference = reference(&document.order_reference);
    invoice.contract_reference = reference(&document.contract_reference);
    invoice.project_reference = reference(&document.project_reference);
    for (at, earlier) in document.earlier.iter().enumerate() {
        let issue_date = earlier.issued_on.map(|on| day(&format!("earlier[{at}].issued_on"), on)).transpose()?;
        let reference = DocumentReference::new(&earlier.number);
        invoice.preceding_invoices.push(PrecedingInvoice { reference, issue_date });
    }
    invoice.invoicing_period = document.period.map(|period| period_of("period", period)).transpose()?;
    invoice.delivery = delivery(document)?;
    invoice.notes = document.notes.iter().map(InvoiceNote::new).collect();
    invoice.payment_terms = document.terms.clone();
    invoice.payment = document.payment.as_ref().map(payment);
    invoice.seller = party(&document.seller);
    invoice.buyer = party(&document.buyer);
    for (at, line) in document.lines.iter().enumerate() {
        invoice.lines.push(invoice_line(at, line)?);
    }
    for (at, discount) in document.discounts.iter().enumerate() {
        invoice.allowances.push(adjustment(&format!("discounts[{at}]"), discount)?);
    }
    for (at, charge) in document.charges.iter().enumerate() {
        invoice.charges.push(adjustment(&format!("charges[{at}]"), charge)?);
    }
    for (at, file) in document.attachments.iter().enumerate() {
        invoice.attachments.push(attachment(at, file)?);
    }
    let mut reconciler = reconcile::Reconciler::new();
    for exemption in &document.exemptions {
        let (reason, code) = (exemption.reason.as_deref(), exemption.code.as_deref());
        reconciler = reconciler.exemption(category_code(exemption.category), reason, code);
    }
    if let Some(paid) = document.paid {
        reconciler = reconciler.paid(amount("paid", paid)?);
    }
    if let Some(rounding) = document.rounding {
        reconciler = reconciler.rounding(amount("rounding", rounding)?);
    }
    reconciler.apply(&mut invoice).map_err(|error| Misfit::new("lines", error.to_string()))?;
    Ok(invoice)
}

/// The identifier of a profile (BT-24).
pub(crate) fn specification(profile: Profile) -> &'static str {
    match profile {
        Profile::En16931 => profiles::EN16931.specification_id,
        Profile::Xrechnung => profiles::XRECHNUNG.specification_id,
        Profile::Peppol => profiles::PEPPOL_BIS_3.specification_id,
        Profile::Basic => profiles::ZUGFERD_BASIC.specification_id,
    }
}

const CATEGORIES: [(Category, &str); 9] = [
    (Category::Standard, "S"),
    (Category::ZeroRated, "Z"),
    (Category::Exempt, "E"),
    (Category::ReverseCharge, "AE"),
    (Category::IntraCommunity, "K"),
    (Category::Export, "G"),
    (Category::OutsideScope, "O"),
    (Category::CanaryIslands, "L"),
    (Category::CeutaMelilla, "M"),
];

/// The code of a category in UNCL 5305.
pub(crate) fn category_code(category: Category) -> &'static str {
    CATEGORIES.iter().find(|(known, _)| *known == category).map_or("O", |(_, code)| code)
}

/// The category of a code; none for one that is not ours.
pub(crate) fn category_of(code: &str) -> Option<Category> {
    CATEGORIES.iter().find(|(_, known)| *known == code).map(|(category, _)| *category)
}

fn text(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn amount(field: &str, figure: Decimal) -> Result<InvoiceAmount, Misfit> {
    InvoiceAmount::from_decimal_exact(figure).map_err(|error| match error {
        en16931::AmountError::PrecisionLoss { .. } => {
            Misfit::new(field, t!("{amount} has more than two decimals.", amount = figure))
        }
        _ => Misfit::too_large(field.to_owned()),
    })
}

fn day(field: &str, on: Date) -> Result<en16931::Date, Misfit> {
    let (month, day) = (on.month().unsigned_abs(), on.day().unsigned_abs());
    let refused = |_| Misfit::new(field, t!("{day} is no day that an invoice can name.", day = on));
    en16931::Date::new(i32::from(on.year()), month, day).map_err(refused)
}

fn period_of(field: &str, period: Period) -> Result<norm::Period, Misfit> {
    Ok(norm::Period {
        start: period.from.map(|on| day(&format!("{field}.from"), on)).transpose()?,
        end: period.through.map(|on| day(&format!("{field}.through"), on)).transpose()?,
    })
}

fn delivery(document: &Document) -> Result<Option<Delivery>, Misfit> {
    if document.delivered_on.is_none() && document.delivered_to.is_none() {
        return Ok(None);
    }
    Ok(Some(Delivery {
        date: document.delivered_on.map(|on| day("delivered_on", on)).transpose()?,
        address: document.delivered_to.as_ref().map(address),
        ..Delivery::default()
    }))
}

fn address(address: &Address) -> PostalAddress {
    let mut lines = address.lines.iter().cloned();
    PostalAddress {
        line1: lines.next(),
        line2: lines.next(),
        // What is beyond three lines is joined to the third: the norm has no fourth.
        line3: lines.reduce(|all, line| format!("{all}, {line}")),
        city: address.city.clone(),
        post_code: address.post_code.clone(),
        subdivision: address.region.clone(),
        country: text(&address.country).map(Into::into),
    }
}

fn identifier(identifier: &Identifier) -> en16931::Identifier {
    match &identifier.scheme {
        Some(scheme) => en16931::Identifier::schemed(&identifier.value, scheme),
        None => en16931::Identifier::new(&identifier.value),
    }
}

fn party(party: &Party) -> norm::Party {
    norm::Party {
        name: text(&party.name),
        trading_name: party.trading_name.clone(),
        legal_registration: party.company_id.as_ref().map(identifier),
        vat_identifier: party.vat_id.clone(),
        tax_registration: party.tax_number.clone(),
        additional_legal_information: party.legal_note.clone(),
        electronic_address: party.electronic_address.as_ref().map(identifier),
        address: address(&party.address),
        contact: norm::Contact {
            name: party.contact.name.clone(),
            phone: party.contact.phone.clone(),
            email: party.contact.mail.clone(),
        },
        ..norm::Party::default()
    }
}

fn payment(payment: &Payment) -> PaymentInstructions {
    let transfer = CreditTransfer {
        account_identifier: payment.account.clone(),
        account_name: payment.account_name.clone(),
        provider_identifier: payment.bic.clone(),
    };
    PaymentInstructions {
        means_code: text(&payment.means).map(Into::into),
        means_text: None,
        remittance_information: payment.reference.clone(),
        means: (transfer != CreditTransfer::default()).then(|| PaymentMeans::CreditTransfer(vec![transfer])),
    }
}

fn vat(tax: &Tax) -> LineVat {
    // Outside the scope of tax a rate must not even be zero (BR-O-05).
    let rate = (tax.category != Category::OutsideScope).then(|| Percentage::new(tax.rate));
    LineVat { category: category_code(tax.category).into(), rate }
}

fn invoice_line(at: usize, line: &Line) -> Result<InvoiceLine, Misfit> {
    let field = format!("lines[{at}]");
    let net = totals::line_net(line).ok_or_else(|| Misfit::too_large(format!("{field}.quantity")))?;
    let net_amount = amount(&format!("{field}.discounts"), net)?;
    let LineVat { category, rate } = vat(&line.tax);
    let mut written = InvoiceLine::new(
        (at + 1).to_string(),
        "",
        Quantity::new(line.quantity),
        line.unit.as_str(),
        net_amount,
        category,
        rate,
    );
    written.item = Item {
        name: text(&line.name),
        description: line.description.clone(),
        seller_identifier: line.article.clone(),
        ..Item::default()
    };
    written.note = line.note.clone();
    written.price = PriceDetails { net_price: UnitPriceAmount::new(line.price), ..PriceDetails::default() };
    written.period = line.period.map(|period| period_of(&format!("{field}.period"), period)).transpose()?;
    for (at, discount) in line.discounts.iter().enumerate() {
        written.allowances.push(line_adjustment(&format!("{field}.discounts[{at}]"), discount)?);
    }
    for (at, charge) in line.charges.iter().enumerate() {
        written.charges.push(line_adjustment(&format!("{field}.charges[{at}]"), charge)?);
    }
    Ok(written)
}

fn line_adjustment(field: &str, adjustment: &LineAdjustment) -> Result<LineAllowanceCharge, Misfit> {
    Ok(LineAllowanceCharge {
        amount: amount(&format!("{field}.amount"), adjustment.amount.unwrap_or_default())?,
        base_amount: adjustment.base.map(|base| amount(&format!("{field}.base"), base)).transpose()?,
        percentage: adjustment.percent.map(Percentage::new),
        reason: text(&adjustment.reason),
        reason_code: None,
    })
}

fn adjustment(field: &str, adjustment: &Adjustment) -> Result<DocumentAllowanceCharge, Misfit> {
    Ok(DocumentAllowanceCharge {
        amount: amount(&format!("{field}.amount"), adjustment.amount.unwrap_or_default())?,
        base_amount: adjustment.base.map(|base| amount(&format!("{field}.base"), base)).transpose()?,
        percentage: adjustment.percent.map(Percentage::new),
        vat: vat(&adjustment.tax),
        reason: text(&adjustment.reason),
        reason_code: None,
    })
}

fn attachment(at: usize, file: &Attachment) -> Result<SupportingDocument, Misfit> {
    let field = format!("attachments[{at}]");
    let bytes = BASE64.decode(&file.base64).map_err(|_| {
        Misfit::new(format!("{field}.base64"), t!("The bytes of {name} are not in base64.", name = file.name))
    })?;
    let attachment = en16931::Attachment::new(bytes, &file.kind, &file.name)
        .map_err(|_| Misfit::new(format!("{field}.name"), t!("A file that goes along needs a name and a type.")))?;
    Ok(SupportingDocument {
        reference: DocumentReference::new(&file.reference),
        description: file.description.clone(),
        uri: None,
        attachment: Some(attachment),
    })
}
