//! The order for a payment that leaves the business: the owner's pay, a contribution.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::AccountKind;
use locale::t;
use payments::{Iban, PainVersion, PaymentAccount, PaymentFile, PaymentOrder, Problem};

use super::{
    payment_file::{PaymentFormat, end},
    plan_pay::PlanRefusal,
};

/// A payment to be ordered.
pub(super) struct NewOrder {
    /// What its reference begins with: `PAY`.
    pub prefix: &'static str,
    /// The run it is for.
    pub id: i64,
    /// The account that pays.
    pub from_account: i64,
    /// Its name.
    pub from_name: String,
    /// Who receives; the business itself when empty.
    pub holder: String,
    /// The account that receives; empty when not given.
    pub iban: String,
    /// Minor units of the books' currency.
    pub amount_minor: i64,
    /// What it says on the statement.
    pub remittance: String,
    /// The day for which the bank is to make it.
    pub requested_on: Date,
    /// The format; what fits the currency and the accounts when absent.
    pub format: Option<PaymentFormat>,
}

/// An order that was made.
pub(super) struct MadeOrder {
    /// The reference that comes back on the statement.
    pub reference: String,
    /// The word of its format.
    pub format: &'static str,
    /// What it says.
    pub content: String,
}

/// Makes the order; the bank's own limits are answered as the problem they meet.
pub(super) fn make(context: &mut Context, new: NewOrder) -> Result<Result<MadeOrder, Problem>, Failure> {
    let currency = context.settings.currency;
    let reference = format!("{}-{}-{}", new.prefix, context.today.strftime("%Y%m%d"), new.id);
    let business = context.settings.name.clone();
    let details = books::account_details(context)?;
    let holder = if new.holder.is_empty() { business.clone() } else { new.holder };
    let order = PaymentOrder {
        debtor: end(&details, new.from_account, &new.from_name, &business),
        creditor: PaymentAccount { name: holder.clone(), holder, iban: new.iban.parse().ok(), bic: None },
        amount_minor: new.amount_minor,
        currency,
        end_to_end_id: reference.clone(),
        remittance: new.remittance,
        requested_on: new.requested_on,
    };
    let complete = order.debtor.iban.is_some() && order.creditor.iban.is_some();
    let fitting = if currency.code() == "EUR" && complete { PaymentFormat::Pain09 } else { PaymentFormat::Csv };
    let format = new.format.unwrap_or(fitting);
    let created_at = context.now.to_zoned(context.settings.zone()).datetime();
    let file = PaymentFile { message_id: reference.clone(), created_at, initiator: business, orders: vec![order] };
    let content = match format {
        PaymentFormat::Csv => Ok(payments::csv(&file)),
        PaymentFormat::Pain09 => payments::pain_xml(&file, PainVersion::V09),
        PaymentFormat::Pain03 => payments::pain_xml(&file, PainVersion::V03),
    };
    Ok(content.map(|content| MadeOrder { reference, format: format.word(), content }).map_err(|problem| problem.what))
}

/// Why a bank would not take an order, in a sentence.
pub(super) fn not_taken(what: Problem) -> String {
    match what {
        Problem::Amount => t!("A SEPA transfer moves from 0.01 to 999,999,999.99."),
        Problem::NotEuro => t!("A SEPA file moves euro; save a table (CSV) instead."),
        Problem::DebtorWithoutIban => t!("The IBAN of the account that pays is not written down."),
        Problem::CreditorWithoutIban => t!("The IBAN of the account that receives is not written down."),
        Problem::OutsideSepa => t!("One of the accounts is outside the countries of SEPA."),
        _ => t!("The name of an account’s holder has no letter that banks take."),
    }
}

/// The name of an open bank account of the books' currency, from which payments leave.
pub(super) fn paying_account(context: &mut Context, id: i64) -> Result<String, Failure> {
    let book_currency = context.settings.currency;
    let from = books::account(context, id)?;
    let name = from.name.clone();
    if from.kind != AccountKind::Bank || !from.role.is_empty() {
        return Err(PlanRefusal::NotABank { name }.into());
    }
    if from.closed {
        return Err(PlanRefusal::Closed { name }.into());
    }
    if from.currency != book_currency {
        return Err(PlanRefusal::OtherCurrency { name, currency: from.currency.code().to_owned() }.into());
    }
    Ok(name)
}

/// An IBAN as it is kept, and the holder's name; neither is one of the business's own.
pub(super) fn receiver(context: &mut Context, iban: &str, holder: &str) -> Result<(String, String), Failure> {
    let iban = match iban.trim() {
        "" => String::new(),
        written => written.parse::<Iban>().map_err(|_| PlanRefusal::NotAnIban)?.to_string(),
    };
    let details = books::account_details(context)?;
    if let Some(own) = details.iter().find(|own| !iban.is_empty() && own.iban == iban) {
        let name = books::account(context, own.account)?.name.clone();
        return Err(PlanRefusal::OwnAccount { name }.into());
    }
    let holder = holder.trim().to_owned();
    if holder.chars().count() > payments::NAME_LONGEST {
        return Err(PlanRefusal::HolderLength.into());
    }
    Ok((iban, holder))
}
