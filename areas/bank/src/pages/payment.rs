//! What a line pays: the open invoice or bill that is proposed, and the others to choose from.

use books::open_items::{Side, items_to_pay};
use kernel::Failure;
use locale::{fmt, t};
use ui::{Button, Choice, Field, Form, FormAction, Look, Markup, PageRequest, error_at, html, parts, typed_or};

use crate::{BankLineAnswer, LineView};

/// As many invoices as one line pays on the page; the command takes more.
const ROWS: usize = 3;
/// As many open invoices or bills to choose from.
const MOST: i64 = 500;

/// The one press that takes the proposal.
pub(super) fn proposal(line: &LineView, next: &str) -> Markup {
    html! {
        @if let Some(payment) = &line.payment {
            (parts::actions(html! {
                (FormAction::new("sort-as-payment", t!("It pays this"))
                    .hidden("line", line.id)
                    .hidden("pays[0][item]", payment.item)
                    .next(next)
                    .look(Look::Primary)
                    .key("Enter"))
            }))
        }
    }
}

/// The open invoices or bills of the line's direction, to choose from; nothing where there are none.
pub(super) fn form(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let line = &detail.line;
    let side = if line.amount_minor > 0 { Side::Receivable } else { Side::Payable };
    let mut choices = vec![Choice::new("", "")];
    for item in items_to_pay(request.context, MOST)?.into_iter().filter(|item| item.side == side) {
        let open = fmt::amount(item.open_minor(), &line.currency);
        let label =
            t!("{number} · {party}, {amount} open", number = item.number, party = item.party_name, amount = open);
        choices.push(Choice::new(item.id, label));
    }
    if choices.len() == 1 {
        return Ok(html! {});
    }
    let refused = request.refused_form("sort-as-payment").cloned();
    let refused = refused.as_ref();
    let names: Vec<String> =
        (0..ROWS).flat_map(|row| [format!("pays[{row}][item]"), format!("pays[{row}][amount_minor]")]).collect();
    let shown: Vec<&str> = names.iter().map(String::as_str).chain(["fee_minor"]).collect();
    let proposed = line.payment.as_ref().map(|payment| payment.item.to_string()).unwrap_or_default();
    let body = html! {
        @for row in 0..ROWS {
            @let (item, amount) = (format!("pays[{row}][item]"), format!("pays[{row}][amount_minor]"));
            @let first = if row == 0 { proposed.clone() } else { String::new() };
            div.row {
                (Field::select(&item, t!("Which one"), choices.clone()).id(format!("pays-{row}")).value(typed_or(refused, &item, first)).error(error_at(refused, &item)))
                (Field::money(&amount, t!("Amount")).id(format!("pays-amount-{row}")).value(typed_or(refused, &amount, "")).error(error_at(refused, &amount)))
            }
        }
        (Field::money("fee_minor", t!("Fee taken off on the way"))
            .id("pays-fee")
            .unit(line.book_currency.clone())
            .value(typed_or(refused, "fee_minor", ""))
            .error(error_at(refused, "fee_minor")))
        (parts::actions(html! { (Button::quiet(t!("It pays this"))) }))
    };
    Ok(html! {
        details open[refused.is_some()] {
            summary { (t!("It pays an open invoice or bill")) }
            (Form::new("sort-as-payment")
                .next(next)
                .hidden("from", request.address.clone())
                .hidden("line", line.id.to_string())
                .error(refused.and_then(|form| form.error_beside(&shown)))
                .body(body))
        }
    })
}
