//! The accounts: where money is, what is owed, and the categories, each leading to its register. Accounts are opened and
//! categories added here.

use kernel::{Failure, Query};
use ledger::{AccountKind, Cut, Period, Relative};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, Look, Markup, Page, PageRequest, Panel, Phone, RefusedForm, Row, Table,
    chip, error_at, figure, html, link_button, parts, typed_or,
};

use super::words;
use crate::{AccountLine, Accounts, Pocket, ProfitAndLoss, accounts::pockets};

const HERE: &str = "/books/accounts";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = Accounts::default().answer(request.context)?;
    let year = Some(Period::Relative(Relative::ThisTaxYear));
    let year = ProfitAndLoss { period: year, by: Cut::Whole, ..ProfitAndLoss::default() }.answer(request.context)?;
    let this_year = |id: i64| {
        let line = year.lines.iter().find(|line| line.account == Some(id));
        line.map_or(0, |line| line.amounts_minor[year.whole()])
    };
    let pockets = pockets(request.context)?.to_vec();
    let currency = &answer.currency;
    let of = |wanted: fn(&AccountLine) -> bool| -> Vec<&AccountLine> {
        answer.accounts.iter().filter(|line| wanted(line)).collect()
    };
    let money = of(|line| line.account.kind.is_cash() && shown(line));
    let debts = of(|line| {
        matches!(line.account.kind, AccountKind::Card | AccountKind::Loan | AccountKind::Payable) && shown(line)
    });
    let owned = of(|line| {
        matches!(
            line.account.kind,
            AccountKind::Receivable | AccountKind::Stock | AccountKind::Equipment | AccountKind::OtherAsset
        ) && shown(line)
    });
    let cash = ledger::sum(money.iter().map(|line| line.book_balance_minor)).unwrap_or(i64::MAX);
    let categories = |wanted: fn(&AccountLine) -> bool, title: String, term: String| {
        let rows = of(wanted)
            .into_iter()
            .filter(|line| !line.account.closed)
            .map(|line| category_row(line, &pockets, this_year(line.account.id), currency));
        let columns = vec![
            Column::text(t!("Category")).grow().phone(Phone::Lead),
            Column::text(t!("Pocket")).quiet().narrow().phone(Phone::Second),
            Column::text(t!("On the return")).quiet().narrow().phone(Phone::Hidden),
            Column::figures(t!("Tax year so far, {currency}", currency = currency)).phone(Phone::Figure),
        ];
        html! { (parts::heading(&format!("{title} {term}"), None)) (Table::new(title, columns).keys().rows(rows)) }
    };
    let body = html! {
        (parts::actions(html! {
            (link_button(Look::Primary, "?add=account", &t!("Open an account")))
            (link_button(Look::Link, "?add=category", &t!("Add a category")))
        }))
        (holdings(t!("Where the money is"), &money, currency))
        @if !debts.is_empty() { (holdings(t!("What you owe"), &debts, currency)) }
        @if !owned.is_empty() { (holdings(t!("What you are owed, and what you own"), &owned, currency)) }
        (categories(|line| line.account.kind == AccountKind::Income, t!("Money in"), t!("(income)")))
        (categories(|line| line.account.kind == AccountKind::Expense, t!("Money out"), t!("(expenses)")))
        (owners_side(&of(|line| line.account.kind == AccountKind::Equity && !line.account.closed), &pockets, currency))
    };
    let count = money.iter().filter(|line| line.account.role.is_empty()).count();
    Ok(Page {
        lead: html! { (fmt::money(cash, currency)) " " small { (tn!(count, "in one account", "in {spelled} accounts", spelled = words::spelled(count as i64))) } },
        sub: html! { (t!("What your bank, cash and processor accounts hold today; every line opens its register.")) },
        body,
        panel: panel(request, &pockets),
        ..Page::new(t!("Accounts"))
    })
}

/// The owner's accounts always; the technical ones while they hold something.
fn shown(line: &AccountLine) -> bool {
    !line.account.closed && (line.account.role.is_empty() || line.balance_minor != 0)
}

fn address(line: &AccountLine) -> String {
    format!("{HERE}/{}", line.account.id)
}

fn holdings(title: String, lines: &[&AccountLine], currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::text(t!("What it is")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Entries")).quiet().phone(Phone::Hidden),
        Column::figures(t!("Holds, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = lines.iter().map(|line| {
        let amount = line.balance_minor.saturating_mul(line.account.kind.sign());
        let own = line.account.currency.code();
        // The head names the books' currency; another stands with its amount.
        let amount = if own == currency { fmt::amount(amount, currency) } else { fmt::money(amount, own) };
        Row::new(vec![
            line.account.name.as_str().into(),
            words::account(&line.account).into(),
            fmt::number(line.postings).into(),
            figure(&address(line), &amount).into(),
        ])
        .href(address(line))
    });
    let sum = ledger::sum(lines.iter().map(|line| line.book_balance_minor.saturating_mul(line.account.kind.sign())))
        .unwrap_or(i64::MAX);
    let mut table = Table::new(&title, columns).keys().rows(rows);
    if lines.len() > 1 {
        table = table.row(
            Row::new(vec![t!("Sum").into(), Cell::default(), Cell::default(), fmt::amount(sum, currency).into()]).sum(),
        );
    }
    html! { (parts::heading(&title, None)) (table) }
}

fn pocket_of(line: &AccountLine, pockets: &[Pocket]) -> Cell {
    match line.account.pocket.and_then(|id| pockets.iter().find(|pocket| pocket.id == id)) {
        Some(pocket) => chip(words::hue(&pocket.role), &pocket.name).into(),
        None if line.account.kind == AccountKind::Income => t!("Split by the shares").into(),
        None => Cell::default(),
    }
}

fn category_row(line: &AccountLine, pockets: &[Pocket], this_year: i64, currency: &str) -> Row {
    let amount = if this_year == 0 {
        t!("–").into()
    } else {
        figure(&address(line), &fmt::amount(this_year, currency)).into()
    };
    let row = vec![
        line.account.name.as_str().into(),
        pocket_of(line, pockets),
        line.account.tax_line.as_str().into(),
        amount,
    ];
    Row::new(row).href(address(line))
}

fn owners_side(lines: &[&AccountLine], pockets: &[Pocket], currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("What")).grow().phone(Phone::Lead),
        Column::text(t!("Pocket")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Put in less taken, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = lines.iter().map(|line| {
        let amount = line.book_balance_minor.saturating_mul(line.account.kind.sign());
        let amount = if line.postings == 0 {
            t!("–").into()
        } else {
            figure(&address(line), &fmt::amount_signed(amount, currency)).into()
        };
        Row::new(vec![line.account.name.as_str().into(), pocket_of(line, pockets), amount]).href(address(line))
    });
    let title = t!("Your side (equity)");
    html! {
        (parts::heading(&title, None))
        (Table::new(&title, columns).keys().rows(rows))
        p.h { (t!("What you take out is yours, not a cost: it is drawn from profit and never lessens it.")) }
    }
}

fn panel(request: &PageRequest<'_>, pockets: &[Pocket]) -> Option<Panel> {
    let add = request.ask("add");
    let (account, category) = (request.refused_form("open-account"), request.refused_form("add-category"));
    let (title, body) = if account.is_some() || add == Some("account") {
        (t!("Open an account"), account_form(account, request))
    } else if category.is_some() || add == Some("category") {
        (t!("Add a category"), category_form(category, pockets))
    } else {
        return None;
    };
    Some(Panel { title, body, wide: true, address_to_close: HERE.into(), ..Panel::default() })
}

fn account_form(form: Option<&RefusedForm>, request: &PageRequest<'_>) -> Markup {
    let currency = request.context.settings.currency;
    let kinds = [AccountKind::Bank, AccountKind::CashBox, AccountKind::Processor, AccountKind::Card, AccountKind::Loan];
    let kinds = kinds.map(|kind| Choice::new(kind.as_str(), words::kind(kind))).to_vec();
    let fields = ["name", "kind", "currency", "opening_minor", "opened_on"];
    let body = html! {
        (Field::text("name", t!("Name")).value(typed_or(form, "name", "")).error(error_at(form, "name")).help(t!("As you call it: “Checking ··4821”.")).required().autofocus())
        (Field::select("kind", t!("What it is"), kinds).value(typed_or(form, "kind", "bank")).error(error_at(form, "kind")))
        div.row {
            (Field::money("opening_minor", t!("What was on it")).unit(currency.code()).value(typed_or(form, "opening_minor", "")).error(error_at(form, "opening_minor")))
            (Field::date("opened_on", t!("On this day")).value(typed_or(form, "opened_on", request.context.today.to_string())).error(error_at(form, "opened_on")))
        }
        p.h { (t!("A debt, as on a card or a loan, is a negative amount. Leave it empty when the first statement begins at nothing.")) }
        (Field::text("currency", t!("Currency")).short().value(typed_or(form, "currency", currency.code())).error(error_at(form, "currency")))
        (parts::actions(html! { (Button::primary(t!("Open the account"))) }))
    };
    html! { (Form::new("open-account").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body)) }
}

fn category_form(form: Option<&RefusedForm>, pockets: &[Pocket]) -> Markup {
    let kinds = vec![
        Choice::new("expense", t!("Money out (a cost of the business)")),
        Choice::new("income", t!("Money in (income)")),
        Choice::new("equity", t!("Taken by you (a drawing)")),
    ];
    let mut choices = vec![Choice::new("", t!("As usual for its kind"))];
    choices.extend(pockets.iter().map(|pocket| Choice::new(pocket.id, &pocket.name)));
    let fields = ["name", "kind", "pocket", "tax_line"];
    let body = html! {
        (Field::text("name", t!("Name")).value(typed_or(form, "name", "")).error(error_at(form, "name")).required().autofocus())
        (Field::radio("kind", t!("What it is for"), kinds).value(typed_or(form, "kind", "expense")))
        @if let Some(error) = error_at(form, "kind") { p.er { (error) } }
        (Field::select("pocket", t!("Pocket"), choices).value(typed_or(form, "pocket", "")).error(error_at(form, "pocket"))
            .help(t!("A cost draws on running costs and a drawing on your pay, unless you choose another; income is split by the shares.")))
        (Field::text("tax_line", t!("Line on the tax return")).value(typed_or(form, "tax_line", "")).error(error_at(form, "tax_line")))
        (parts::actions(html! { (Button::primary(t!("Add the category"))) }))
    };
    html! { (Form::new("add-category").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body)) }
}
