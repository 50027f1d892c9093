//! The usual share of a sale for its job's costs, set in the side panel.

use ledger::AccountKind;
use locale::t;
use ui::{Button, Choice, Field, Form, Markup, PageRequest, Panel, error_at, html, parts, typed_or};

const HERE: &str = "/pockets";

/// The form, where the address or a refusal opens it.
pub(super) fn panel(request: &mut PageRequest<'_>) -> Result<Option<Panel>, kernel::Failure> {
    let opened = request.refused_form("set-job-cost-share").is_some()
        || (request.refused.is_none() && request.ask("do") == Some("job-costs"));
    if !opened {
        return Ok(None);
    }
    let income =
        |account: &&books::Account| account.kind == AccountKind::Income && account.pocket.is_none() && !account.closed;
    let mut choices = vec![Choice::new("", t!("All that have no share of their own"))];
    let accounts = books::accounts(request.context)?.iter().filter(income);
    choices.extend(accounts.map(|account| Choice::new(account.id, &account.name)));
    let today = request.context.today.to_string();
    let form = request.refused_form("set-job-cost-share");
    let fields = ["category", "permille", "from_on"];
    let body = html! {
        p { (t!("What a sale usually costs you in materials and helpers goes to Job costs first; the rest is split by the shares. An amount agreed for one deposit is set on its own page.")) }
        (Field::select("category", t!("Sales of"), choices).value(typed_or(form, "category", "")).error(error_at(form, "category")))
        div.row {
            (Field::number("permille", t!("Usual share")).unit("%").value(typed_or(form, "permille", "")).error(error_at(form, "permille")).required())
            (Field::date("from_on", t!("From this day on")).value(typed_or(form, "from_on", today)).error(error_at(form, "from_on")))
        }
        (parts::actions(html! { (Button::primary(t!("Set this share"))) }))
    };
    let form =
        Form::new("set-job-cost-share").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body);
    Ok(Some(Panel {
        title: t!("Job costs first"),
        body: html! { (form) },
        wide: true,
        address_to_close: HERE.into(),
        ..Panel::default()
    }))
}

/// The way to it.
pub(super) fn link() -> Markup {
    html! { a.b.l href="/pockets?do=job-costs" { (t!("Job costs first")) } }
}
