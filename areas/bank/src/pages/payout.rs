//! One line of the bank that is many sales, less what a service took off: as the last one was divided, or as it is told.

use kernel::Failure;
use locale::{fmt, t};
use ui::{Button, Choice, Field, Form, Markup, PageRequest, error_at, html, parts, typed_or};

use super::categories;
use crate::{BankLineAnswer, LineView, commands::tax_codes};

/// The question that a proposal asks.
pub(super) fn question(line: &LineView) -> Option<String> {
    let proposal = line.suggestion.as_ref()?.payout.as_ref()?;
    let money = |amount: i64| fmt::money(amount, &line.book_currency);
    Some(t!(
        "A payout: {gross} of sales, {fee} of fees?",
        gross = money(proposal.gross_minor - proposal.marketplace_tax_minor),
        fee = money(proposal.fee_minor)
    ))
}

/// What is proposed, ready to be booked or corrected; nothing where nothing is.
pub(super) fn proposed(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let proposal = detail.line.suggestion.as_ref().and_then(|suggestion| suggestion.payout.as_ref());
    if proposal.is_some() { form(request, detail, next) } else { Ok(html! {}) }
}

/// The form folded away, for a payout that is the first of its service.
pub(super) fn other(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let suggestion = detail.line.suggestion.as_ref();
    if detail.line.amount_minor <= 0 || suggestion.is_some_and(|suggestion| suggestion.payout.is_some()) {
        return Ok(html! {});
    }
    let refused = request.refused_form("sort-as-payout").is_some();
    Ok(html! {
        details open[refused] {
            summary { (t!("A payout of a marketplace or card processor")) }
            (form(request, detail, next)?)
        }
    })
}

fn form(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let line = &detail.line;
    let refused = request.refused_form("sort-as-payout").cloned();
    let refused = refused.as_ref();
    let proposal = line.suggestion.as_ref().and_then(|suggestion| suggestion.payout.as_ref());
    let sales = books::account_of_role(request.context, "sales-goods").map(|account| account.id).ok();
    let amount = |amount: Option<i64>| {
        amount.filter(|amount| *amount != 0).map(|amount| fmt::amount(amount, &line.book_currency)).unwrap_or_default()
    };
    let category = proposal.map(|proposal| proposal.category).or(sales).map(|id| id.to_string()).unwrap_or_default();
    let choices = categories(request.context, true)?;
    let mut codes = vec![Choice::new("", t!("As the category says"))];
    codes.extend(tax_codes(&request.context.settings.country).into_iter().map(|(code, name)| Choice::new(code, name)));
    let charges_tax = request.context.settings.charges_tax_on(line.booked_on);
    let fields = ["gross_minor", "marketplace_tax_minor", "category", "tax_code"];
    let book = t!("Book sales and fees");
    let button = if proposal.is_some() { Button::primary(book).key("Enter") } else { Button::quiet(book) };
    Ok(html! {
        (Form::new("sort-as-payout")
            .next(next)
            .hidden("from", request.address.clone())
            .hidden("line", line.id.to_string())
            .error(refused.and_then(|form| form.error_beside(&fields)))
            .body(html! {
                div.row {
                    (Field::money("gross_minor", t!("Buyers paid in all"))
                        .id("payout-gross")
                        .unit(line.book_currency.clone())
                        .help(t!("Before the fee was taken off."))
                        .value(typed_or(refused, "gross_minor", amount(proposal.map(|proposal| proposal.gross_minor))))
                        .error(error_at(refused, "gross_minor"))
                        .required())
                    (Field::money("marketplace_tax_minor", t!("Of it tax the marketplace pays"))
                        .id("payout-tax")
                        .unit(line.book_currency.clone())
                        .help(t!("Neither your income nor yours to pay."))
                        .value(typed_or(refused, "marketplace_tax_minor", amount(proposal.map(|proposal| proposal.marketplace_tax_minor))))
                        .error(error_at(refused, "marketplace_tax_minor")))
                }
                (Field::select("category", t!("Sales of"), choices)
                    .id("payout-sales")
                    .value(typed_or(refused, "category", category))
                    .error(error_at(refused, "category")))
                @if charges_tax {
                    (Field::select("tax_code", t!("VAT or sales tax"), codes)
                        .id("payout-code")
                        .value(typed_or(refused, "tax_code", proposal.and_then(|proposal| proposal.tax_code.clone()).unwrap_or_default()))
                        .error(error_at(refused, "tax_code")))
                }
                (parts::actions(html! { (button) }))
            }))
    })
}
