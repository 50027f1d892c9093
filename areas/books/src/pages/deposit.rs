//! Under an entry that split an income, owes an advance or exchanged money: an amount for its job, an advance held, earned
//! and returned, and the pocket whose money was exchanged.

use kernel::Failure;
use ledger::{AccountKind, PartReason};
use locale::{fmt, t};
use ui::{
    Button, Choice, Field, Form, FormAction, Look, Markup, PageRequest, RefusedForm, error_at, html, parts, typed_or,
};

use crate::{
    EntryAnswer,
    accounts::{accounts, pocket_of_role, pockets},
    commands::Deposit,
    deposit::{DEPOSIT, EXCHANGE, exchanged, parts_now},
};

/// What can be said of a deposit; nothing under any other entry.
pub(super) fn section(request: &mut PageRequest<'_>, entry: &EntryAnswer) -> Result<Markup, Failure> {
    let here = format!("/books/entries/{}", entry.entry);
    let stands = entry.reversed_by.is_none() && entry.reverses.is_none();
    if let Some((kind, of)) = &entry.source
        && (kind == DEPOSIT || kind == EXCHANGE)
    {
        let exchange = kind == EXCHANGE;
        let title = if exchange { t!("It follows an exchange") } else { t!("A step of a deposit") };
        let open = if exchange { t!("Open the exchange") } else { t!("Open the deposit") };
        return Ok(html! {
            (parts::heading(&title, None))
            p.h { a href={ "/books/entries/" (of) } { (open) } }
            @if stands && !exchange {
                (parts::actions(html! { (FormAction::new("reverse-deposit-step", t!("Take this step back")).hidden("entry", entry.entry).next(&here)) }))
            }
        });
    }
    if !stands || entry.postings.is_empty() {
        return Ok(html! {});
    }
    if exchanged(request.context, entry.entry)?.is_some() {
        return exchange(request, entry, &here);
    }
    let earned = |reason: PartReason| {
        matches!(reason, PartReason::Share | PartReason::Overflow | PartReason::JobCosts | PartReason::Advance)
    };
    let income = entry.parts.iter().any(|part| part.amount_minor > 0 && earned(part.reason));
    let deposits = accounts(request.context)?.iter().find(|account| account.role == "client-deposits");
    let deposits = deposits.map(|account| account.id);
    let owes = entry.postings.iter().any(|posting| Some(posting.account) == deposits && posting.book_amount_minor < 0);
    if !income && !owes {
        return Ok(html! {});
    }
    match Deposit::read(request.context, entry.entry) {
        Ok(deposit) => deposit_section(request, &deposit, &here),
        Err(Failure::Refused(_)) => Ok(html! {}),
        Err(failure) => Err(failure),
    }
}

fn deposit_section(request: &mut PageRequest<'_>, deposit: &Deposit, here: &str) -> Result<Markup, Failure> {
    let currency = deposit.currency.code().to_owned();
    let (open, _) = deposit.open(request.context)?;
    let now = parts_now(request.context, deposit.entry)?;
    let job_costs = pocket_of_role(request.context, "job-costs")?.map(|pocket| pocket.id);
    let agreed = now.iter().find(|part| Some(part.pocket) == job_costs).map_or(0, |part| part.amount_minor);
    let brought = deposit.owed_on.is_some();
    if brought && open <= 0 {
        return Ok(html! {});
    }
    let earn = earn_form(request, deposit, open, here)?;
    let giving_back = return_form(request, deposit, here)?;
    let form = request.refused_form("agree-job-costs");
    let body = html! {
        (Field::money("amount_minor", t!("For its job’s costs")).short().unit(&currency)
            .value(typed_or(form, "amount_minor", fmt::amount(agreed, &currency))).error(error_at(form, "amount_minor")))
        p.h { (t!("Materials and helpers of this job come first; the other pockets give it in proportion.")) }
        (parts::actions(html! { (Button::quiet(t!("Set it aside"))) }))
    };
    let held = request.refused_form("hold-advance");
    Ok(html! {
        (parts::heading(&if brought { t!("This advance") } else { t!("This deposit") }, None))
        @if let Some(form) = held { (parts::warning(html! { (form.refused) })) }
        @if open > 0 {
            p.h { (t!("{amount} of it waits as an advance until it is earned.", amount = fmt::money(open, &currency))) }
            (earn)
            (giving_back)
        } @else {
            (parts::actions(html! { (FormAction::new("hold-advance", t!("It is an advance")).hidden("entry", deposit.entry).next(here).look(Look::Quiet)) }))
            p.h { (t!("Work for it is still to be done: tax keeps its share, the rest waits in Held for clients.")) }
        }
        @if job_costs.is_some() && open == 0 && !brought {
            (Form::new("agree-job-costs").hidden("entry", deposit.entry.to_string()).next(here)
                .error(form.and_then(|form| form.error_beside(&["amount_minor"]))).body(body))
        }
    })
}

/// The part of an advance that is earned now; of one that was brought along also what it becomes.
fn earn_form(request: &mut PageRequest<'_>, deposit: &Deposit, open: i64, here: &str) -> Result<Markup, Failure> {
    let currency = deposit.currency.code();
    let income =
        |account: &&crate::Account| account.kind == AccountKind::Income && account.pocket.is_none() && !account.closed;
    let categories: Vec<Choice> = match deposit.owed_on {
        Some(_) => accounts(request.context)?
            .iter()
            .filter(income)
            .map(|account| Choice::new(account.id, &account.name))
            .collect(),
        None => Vec::new(),
    };
    let usual = accounts(request.context)?.iter().find(|account| account.role == "sales-services");
    let usual = usual.map(|account| account.id.to_string()).unwrap_or_default();
    let form = request.refused_form("earn-advance");
    let body = html! {
        div.row {
            (Field::money("amount_minor", t!("Earned now")).id("earn-amount").short().unit(currency).value(typed_or(form, "amount_minor", fmt::amount(open, currency))).error(error_at(form, "amount_minor")))
            @if !categories.is_empty() {
                (Field::select("category", t!("It becomes income of"), categories.clone()).value(typed_or(form, "category", usual)).error(error_at(form, "category")))
            }
        }
        (parts::actions(html! { (Button::quiet(t!("It is earned"))) }))
    };
    let made = Form::new("earn-advance").hidden("entry", deposit.entry.to_string()).next(here);
    Ok(html! { (made.error(beside(form, &["amount_minor", "category"])).body(body)) })
}

/// What goes back to the client: paid from an account here, or shown by a statement that did it already.
fn return_form(request: &mut PageRequest<'_>, deposit: &Deposit, here: &str) -> Result<Markup, Failure> {
    let currency = deposit.currency;
    let cash = |account: &&crate::Account| {
        account.kind.is_cash() && account.role.is_empty() && !account.closed && account.currency == currency
    };
    let mut choices = match deposit.owed_on {
        Some(_) => Vec::new(),
        None => vec![Choice::new("", t!("The payment is in the books already"))],
    };
    let accounts = accounts(request.context)?.iter().filter(cash);
    choices.extend(accounts.map(|account| Choice::new(account.id, &account.name)));
    let form = request.refused_form("return-advance");
    let body = html! {
        (Field::select("account", t!("Paid back from"), choices).value(typed_or(form, "account", "")).error(error_at(form, "account")))
        p.h { (t!("A bank line that you sort as the refund does this by itself.")) }
        (parts::actions(html! { (Button::link(t!("It was paid back"))) }))
    };
    let made = Form::new("return-advance").hidden("entry", deposit.entry.to_string()).next(here);
    Ok(html! { (made.error(beside(form, &["account"])).body(body)) })
}

fn beside(form: Option<&RefusedForm>, fields: &[&str]) -> Option<String> {
    form.and_then(|form| form.error_beside(fields))
}

/// Whose money an exchange between currencies was.
fn exchange(request: &mut PageRequest<'_>, entry: &EntryAnswer, here: &str) -> Result<Markup, Failure> {
    let now = exchanged(request.context, entry.entry)?.unwrap_or_default();
    let known = pockets(request.context)?.to_vec();
    let choices: Vec<Choice> =
        known.iter().filter(|pocket| !pocket.closed).map(|pocket| Choice::new(pocket.id, &pocket.name)).collect();
    let current = now.first().map(|(_, part)| part.pocket.to_string()).unwrap_or_default();
    let form = request.refused_form("take-exchange-from");
    let body = html! {
        (Field::select("pocket", t!("Out of the pocket"), choices).value(typed_or(form, "pocket", current)).error(error_at(form, "pocket")))
        p.h { (t!("What left in one currency leaves it, and what came in the other enters it.")) }
        (parts::actions(html! { (Button::quiet(t!("It was this pocket’s money"))) }))
    };
    let made = Form::new("take-exchange-from").hidden("entry", entry.entry.to_string()).next(here);
    Ok(html! {
        (parts::heading(&t!("This exchange"), None))
        (made.error(beside(form, &["pocket"])).body(body))
    })
}
