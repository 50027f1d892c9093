//! The norm's model as our document: what a received file says.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use en16931::{
    Invoice, InvoiceAmount, Percentage,
    invoice::{self as norm, Code, LineVat, PaymentMeans, PostalAddress},
    profiles,
};
use jiff::civil::Date;
use locale::t;
use rust_decimal::Decimal;

use crate::{
    Address, Adjustment, Attachment, Category, Contact, Document, EarlierDocument, Exemption, Identifier, Kind, Line,
    LineAdjustment, Party, Payment, Period, Profile, Tax, Unreadable, norm::category_of,
};

/// What a received invoice says, in our words.
pub(crate) fn document(invoice: Invoice) -> Result<Document, Unreadable> {
    let lacks = |what: String| move || Unreadable::Lacks(what);
    let delivery = invoice.delivery.unwrap_or_default();
    Ok(Document {
        profile: profile(invoice.specification_id.as_deref()),
        kind: kind(invoice.kind, invoice.type_code.as_ref()),
        number: invoice.number.ok_or_else(lacks(t!("number")))?,
        issued_on: invoice.issue_date.and_then(day).ok_or_else(lacks(t!("day of issue")))?,
        due_on: invoice.due_date.and_then(day),
        currency: invoice.currency.map(String::from).ok_or_else(lacks(t!("currency")))?,
        seller: party(invoice.seller),
        buyer: party(invoice.buyer),
        buyer_reference: invoice.buyer_reference,
        order_reference: invoice.purchase_order_reference.map(|reference| reference.as_str().to_owned()),
        contract_reference: invoice.contract_reference.map(|reference| reference.as_str().to_owned()),
        project_reference: invoice.project_reference.map(|reference| reference.as_str().to_owned()),
        earlier: invoice
            .preceding_invoices
            .into_iter()
            .map(|earlier| EarlierDocument {
                number: earlier.reference.as_str().to_owned(),
                issued_on: earlier.issue_date.and_then(day),
            })
            .collect(),
        period: invoice.invoicing_period.map(period),
        delivered_on: delivery.date.and_then(day),
        delivered_to: delivery.address.map(address),
        notes: invoice.notes.into_iter().filter_map(|note| note.note).collect(),
        terms: invoice.payment_terms,
        payment: invoice.payment.map(payment),
        lines: invoice.lines.into_iter().map(line).collect(),
        discounts: invoice.allowances.into_iter().map(adjustment).collect(),
        charges: invoice.charges.into_iter().map(adjustment).collect(),
        exemptions: exemptions(&invoice.vat_breakdown),
        paid: invoice.totals.paid.map(InvoiceAmount::into_decimal),
        rounding: invoice.totals.rounding.map(InvoiceAmount::into_decimal),
        attachments: invoice.attachments.into_iter().filter_map(attachment).collect(),
    })
}

fn profile(specification: Option<&str>) -> Profile {
    match profiles::classify(specification).profile().map(|profile| profile.slug) {
        Some("xrechnung") => Profile::Xrechnung,
        Some("peppol") => Profile::Peppol,
        Some("zugferd-basic") => Profile::Basic,
        _ => Profile::En16931,
    }
}

/// The kind by its code in UNTDID 1001; whatever else is invoiced is an invoice, whatever else is credited a credit note.
fn kind(kind: en16931::DocumentKind, code: Option<&Code>) -> Kind {
    match (kind, code.map(Code::as_str)) {
        (en16931::DocumentKind::CreditNote, _) | (_, Some("381" | "396" | "81" | "83" | "261")) => Kind::CreditNote,
        (_, Some("386")) => Kind::Advance,
        (_, Some("384")) => Kind::Corrected,
        _ => Kind::Invoice,
    }
}

fn day(day: en16931::Date) -> Option<Date> {
    let year = i16::try_from(day.year()).ok()?;
    Date::new(year, i8::try_from(day.month()).ok()?, i8::try_from(day.day()).ok()?).ok()
}

fn period(period: norm::Period) -> Period {
    Period { from: period.start.and_then(day), through: period.end.and_then(day) }
}

fn address(address: PostalAddress) -> Address {
    Address {
        lines: [address.line1, address.line2, address.line3].into_iter().flatten().collect(),
        post_code: address.post_code,
        city: address.city,
        region: address.subdivision,
        country: address.country.map(String::from).unwrap_or_default(),
    }
}

fn identifier(identifier: en16931::Identifier) -> Identifier {
    Identifier { scheme: identifier.scheme().map(str::to_owned), value: identifier.content().to_owned() }
}

fn party(party: norm::Party) -> Party {
    Party {
        name: party.name.unwrap_or_default(),
        trading_name: party.trading_name,
        address: address(party.address),
        vat_id: party.vat_identifier,
        tax_number: party.tax_registration,
        company_id: party.legal_registration.map(identifier),
        legal_note: party.additional_legal_information,
        electronic_address: party.electronic_address.map(identifier),
        contact: Contact { name: party.contact.name, phone: party.contact.phone, mail: party.contact.email },
    }
}

fn payment(payment: norm::PaymentInstructions) -> Payment {
    let transfer = match payment.means {
        Some(PaymentMeans::CreditTransfer(transfers)) => transfers.into_iter().next().unwrap_or_default(),
        _ => norm::CreditTransfer::default(),
    };
    Payment {
        means: payment.means_code.map(String::from).unwrap_or_default(),
        reference: payment.remittance_information,
        account: transfer.account_identifier,
        account_name: transfer.account_name,
        bic: transfer.provider_identifier,
    }
}

/// A category that EN 16931 does not take is read as outside the scope; that it is one is among the findings.
fn tax(vat: &LineVat) -> Tax {
    Tax {
        category: category_of(vat.category.as_str()).unwrap_or(Category::OutsideScope),
        rate: vat.rate.map(Percentage::into_decimal).unwrap_or_default(),
    }
}

fn line(line: norm::InvoiceLine) -> Line {
    Line {
        name: line.item.name.unwrap_or_default(),
        description: line.item.description,
        note: line.note,
        article: line.item.seller_identifier,
        quantity: line.quantity.into_decimal(),
        unit: line.unit_code.into(),
        price: price(&line.price),
        discounts: line.allowances.into_iter().map(line_adjustment).collect(),
        charges: line.charges.into_iter().map(line_adjustment).collect(),
        tax: tax(&line.vat),
        period: line.period.map(period),
    }
}

/// A price may be for a number of pieces (BT-149): ours is for one.
fn price(price: &norm::PriceDetails) -> Decimal {
    let of = price.base_quantity.map(en16931::Quantity::into_decimal).filter(|of| !of.is_zero());
    let net = price.net_price.into_decimal();
    of.and_then(|of| net.checked_div(of)).unwrap_or(net)
}

fn line_adjustment(adjustment: norm::LineAllowanceCharge) -> LineAdjustment {
    LineAdjustment {
        amount: Some(adjustment.amount.into_decimal()),
        percent: adjustment.percentage.map(Percentage::into_decimal),
        base: adjustment.base_amount.map(InvoiceAmount::into_decimal),
        reason: adjustment.reason.or_else(|| adjustment.reason_code.map(String::from)).unwrap_or_default(),
    }
}

fn adjustment(adjustment: norm::DocumentAllowanceCharge) -> Adjustment {
    Adjustment {
        amount: Some(adjustment.amount.into_decimal()),
        percent: adjustment.percentage.map(Percentage::into_decimal),
        base: adjustment.base_amount.map(InvoiceAmount::into_decimal),
        reason: adjustment.reason.or_else(|| adjustment.reason_code.map(String::from)).unwrap_or_default(),
        tax: tax(&adjustment.vat),
    }
}

fn exemptions(groups: &[norm::VatBreakdown]) -> Vec<Exemption> {
    let of = |group: &norm::VatBreakdown| {
        let category = category_of(group.category.as_str())?;
        group.has_exemption_reason().then(|| Exemption {
            category,
            reason: group.exemption_reason.clone(),
            code: group.exemption_reason_code.clone().map(String::from),
        })
    };
    groups.iter().filter_map(of).collect()
}

fn attachment(document: norm::SupportingDocument) -> Option<Attachment> {
    let file = document.attachment?;
    Some(Attachment {
        reference: document.reference.as_str().to_owned(),
        description: document.description,
        name: file.filename().to_owned(),
        kind: file.mime_code().to_owned(),
        base64: BASE64.encode(file.content()),
    })
}
