//! Where books of another program are dropped, looked at, and proven.

use kernel::{Failure, Query};
use ledger::AccountKind;
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, DropZone, Field, Form, FormAction, Look, Markup, Page, PageEntry, PageRequest, Phone,
    RefusedForm, Row, Table, html, link_button, parts,
};

use crate::{Arrival, ArrivalPreview, ArrivalPreviewAnswer, Arrivals, MappedAccount, mapping::LEAVE_OUT};

const HERE: &str = "/keep/arrive";

/// The page of this area.
pub fn pages() -> Vec<PageEntry> {
    vec![PageEntry { path: HERE, place: "/keep", offers: &["arrive-ledger", "withdraw-arrival"], render: page }]
}

fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let refused = request.refused_form("arrive-ledger").cloned();
    if let Some((form, content)) = refused.as_ref().and_then(|form| Some((form, form.typed("content")?.to_owned()))) {
        return looked_at(request, form, content);
    }
    let came = Arrivals::default().answer(request.context)?.arrivals;
    let error = refused.map(|form| form.refused.to_string());
    let body = html! {
        (Form::new("arrive-ledger").files().next(HERE).hidden("from", HERE).hidden("look_first", "true").error(error).body(html! {
            (DropZone::new("content", t!("Drop the books of another program here, or choose them"))
                .hint(t!("A journal of hledger or ledger, a ledger of beancount, GnuCash’s export of transactions, or a CSV file with day, account and amount. It is shown first; nothing comes in before you say so."))
                .accept(".journal,.j,.hledger,.ledger,.dat,.beancount,.bean,.csv,.tsv,.txt"))
            (parts::actions(html! { (Button::primary(t!("Look at it"))) }))
        }))
        @for arrival in &came { (arrived(arrival)) }
    };
    let lead = html! {
        @match came.iter().find(|one| one.withdrawn_on.is_none()) {
            Some(one) => (tn!(one.transactions, "{file} is here with {count} transaction.", "{file} is here with {count} transactions.", file = one.file_name)),
            None => (t!("Bring your books along.")),
        }
    };
    let sub = html! { (t!("Every account’s total and its balance at the end are held against the file’s, and all of it can be taken back.")) };
    Ok(Page { lead, sub, body, ..Page::new(t!("Keep and leave")) })
}

/// A file that came in, with what each account took.
fn arrived(arrival: &Arrival) -> Markup {
    let columns = vec![
        Column::text(t!("Account here")).grow().phone(Phone::Lead),
        Column::text(t!("In the file")).quiet().grow().phone(Phone::Second),
        Column::figures(t!("Brought in")).phone(Phone::Hidden),
        Column::figures(t!("At its end")).phone(Phone::Hidden),
        Column::figures(t!("Here that day")).phone(Phone::Figure),
        Column::figures(t!("Difference")).phone(Phone::Hidden),
    ];
    let apart = arrival.totals.iter().filter(|total| total.file_balance_minor != total.here_balance_minor).count();
    let rows = arrival.totals.iter().map(|total| {
        let money = |minor| fmt::amount(minor, &total.currency);
        let balances = total.file_balance_minor.zip(total.here_balance_minor);
        let balance = |of: fn((i64, i64)) -> i64| balances.map_or_else(String::new, |both| money(of(both)));
        let apart = balances.is_some_and(|(file, here)| file != here);
        let address = format!("/books/accounts/{}", total.account);
        Row::new(vec![
            Cell::new(html! { a href=(address) { (total.account_name) } }),
            total.names.clone().into(),
            money(total.here_minor).into(),
            balance(|(file, _)| file).into(),
            Cell::new(html! { @if balances.is_some() { (parts::figure(&address, &balance(|(_, here)| here))) } }),
            balance(|(file, here)| here.saturating_sub(file)).into(),
        ])
        .marked(apart)
    });
    let withdraw = FormAction::new("withdraw-arrival", t!("Take it back"))
        .hidden("arrival", arrival.arrival)
        .next(HERE)
        .look(Look::Link)
        .confirm(t!("Reverse all entries of {file}?", file = arrival.file_name));
    let action = arrival.withdrawn_on.is_none().then(|| html! { (withdraw) });
    html! {
        (parts::heading(&arrival.file_name, action))
        p.h {
            (tn!(arrival.transactions, "{count} transaction,", "{count} transactions,")) " "
            (fmt::date(arrival.from_on)) " – " (fmt::date(arrival.through_on))
            @if let Some(day) = arrival.withdrawn_on { " · " (t!("taken back on {day}", day = fmt::date(day))) }
        }
        @if arrival.withdrawn_on.is_none() {
            p.h {
                @if apart == 0 {
                    (t!("Every account holds here what it holds at the end of the file."))
                } @else {
                    (tn!(apart, "{count} account holds here something else than at the end of the file: something was booked to it here that the file does not know.", "{count} accounts hold here something else than at the end of the file: something was booked to them here that the file does not know."))
                }
            }
            (Table::new(t!("Totals of {file}", file = arrival.file_name), columns).compact().rows(rows))
        }
    }
}

/// The mapping as it was sent: names like `mapping[3][to]`.
fn sent(form: &RefusedForm) -> Vec<MappedAccount> {
    let mut mapping = Vec::new();
    for position in 0.. {
        let of = |field: &str| form.typed(&format!("mapping[{position}][{field}]")).map(str::to_owned);
        let Some(account) = of("account") else { break };
        let name = of("name").filter(|name| !name.trim().is_empty());
        mapping.push(MappedAccount { account, to: of("to").unwrap_or_default(), name });
    }
    mapping
}

fn looked_at(request: &mut PageRequest<'_>, form: &RefusedForm, content: String) -> Result<Page, Failure> {
    let file_name = form.typed("file_name").unwrap_or_default().to_owned();
    let through = form.typed("through").and_then(|day| day.parse().ok());
    let asked = ArrivalPreview { content: content.clone(), mapping: sent(form), through };
    let preview = match asked.answer(request.context) {
        Ok(preview) => preview,
        // The file itself cannot be read: that is what was refused.
        Err(Failure::Refused(refused)) => {
            let body = html! {
                (parts::warning(html! { (refused.to_string()) }))
                (parts::actions(html! { (link_button(Look::Primary, HERE, &t!("Choose another file"))) }))
            };
            let lead = html! { (t!("{file} could not be brought in.", file = file_name)) };
            let sub = html! { (t!("Nothing was stored.")) };
            return Ok(Page { lead, sub, body, ..Page::new(t!("Keep and leave")) });
        }
        Err(failure) => return Err(failure),
    };
    let choices = choices(request)?;
    let days = preview.from_on.zip(preview.through_on);
    let body = html! {
        @if form.refused.code != "only-looked" { (parts::warning(html! { (form.refused.to_string()) })) }
        (findings(&preview))
        (Form::new("arrive-ledger").next(HERE).hidden("from", HERE).hidden("content", content).hidden("file_name", file_name.clone()).body(html! {
            (parts::heading(&t!("What becomes of each account"), None))
            (mapping_table(&preview, &choices))
            (parts::heading(&t!("How much of it"), None))
            (Field::date("through", t!("Through which day")).value(through.map(|day| day.to_string()).unwrap_or_default()).help(t!("Empty brings in all of it.")).short())
            @if !preview.balances_wrong.is_empty() {
                (Field::checkbox("accept_unproven", t!("Bring it in although these balances do not hold"), false))
            }
            (parts::actions(html! {
                (Button::primary(t!("Bring it in")))
                (Button::quiet(t!("Look again")).named("look_first", "true"))
                (link_button(Look::Link, HERE, &t!("Not now")))
            }))
        }))
        @if !preview.remainders.is_empty() {
            (parts::heading(&t!("What stays behind"), None))
            ul.happened {
                @for one in &preview.remainders {
                    li { (one.what) @if !one.lines.is_empty() { " " small { (lines_words(&one.lines, one.count)) } } }
                }
            }
        }
    };
    let lead = html! {
        (tn!(preview.new, "{file} would bring {count} transaction.", "{file} would bring {count} transactions.", file = file_name))
    };
    let sub = html! {
        @if let Some((from, through)) = days { (fmt::date(from)) " – " (fmt::date(through)) " · " }
        (preview.format) " · " (t!("Nothing is kept yet."))
    };
    Ok(Page { lead, sub, body, ..Page::new(t!("Keep and leave")) })
}

fn lines_words(lines: &[i64], count: i64) -> String {
    let shown = lines.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let more = if i64::try_from(lines.len()).is_ok_and(|shown| shown < count) { " …" } else { "" };
    t!("line {lines}", lines = format!("{shown}{more}"))
}

/// What was proven and what is to be known before it comes in.
fn findings(preview: &ArrivalPreviewAnswer) -> Markup {
    let held = preview.balances_stated - i64::try_from(preview.balances_wrong.len()).unwrap_or(0);
    html! {
        @if preview.duplicate > 0 {
            p { (tn!(preview.duplicate, "{count} transaction is here already and is not added again.", "{count} transactions are here already and are not added again.")) }
        }
        @if held > 0 {
            p { (tn!(held, "{count} balance that the file states proves out.", "{count} balances that the file states prove out.")) }
        }
        @for sentence in &preview.balances_wrong { (parts::warning(html! { (sentence) })) }
        @if preview.divided > 0 {
            p { (tn!(preview.divided, "{count} transaction is on or after the day your pockets begin: what it earns is divided by your shares.", "{count} transactions are on or after the day your pockets begin: what they earn is divided by your shares.")) }
        }
    }
}

fn mapping_table(preview: &ArrivalPreviewAnswer, choices: &[Choice]) -> Markup {
    let columns = vec![
        Column::text(t!("In the file")).phone(Phone::Lead),
        Column::text(t!("Becomes")).grow().phone(Phone::Second),
        Column::figures(t!("Its total")).phone(Phone::Figure),
        Column::figures(t!("Here now")).phone(Phone::Hidden),
        Column::figures(t!("Then")).phone(Phone::Hidden),
    ];
    let rows = preview.accounts.iter().enumerate().map(|(position, one)| {
        let field = |name: &str| format!("mapping[{position}][{name}]");
        let money = |minor| fmt::amount(minor, &one.currency);
        let select = Field::select(&field("to"), t!("What {account} becomes", account = one.account), choices.to_vec())
            .label_hidden()
            .value(one.to.clone());
        let stays = one.to == LEAVE_OUT;
        let then = if stays { one.before_minor } else { one.before_minor.saturating_add(one.file_minor) };
        Row::new(vec![
            Cell::new(html! {
                (one.account)
                @if one.currency != preview_currency(preview) { " " small { (one.currency) } }
                @if let Some(problem) = &one.problem { br; small { b { (problem) } } }
                input type="hidden" name=(field("account")) value=(one.account);
            }),
            Cell::new(html! {
                (select)
                @if one.opens { (Field::text(&field("name"), t!("Name of the new account for {account}", account = one.account)).label_hidden().value(one.name.clone())) }
            }),
            money(one.file_minor).into(),
            money(one.before_minor).into(),
            if one.to.is_empty() || stays { "–".into() } else { money(then).into() },
        ])
    });
    html! { (Table::new(t!("What becomes of each account"), columns).rows(rows)) }
}

/// The currency most accounts have: it is not repeated in each row.
fn preview_currency(preview: &ArrivalPreviewAnswer) -> &str {
    let same = |one: &str| preview.accounts.iter().filter(|other| other.currency == one).count();
    let most = preview.accounts.iter().max_by_key(|one| same(&one.currency));
    most.map_or("", |one| one.currency.as_str())
}

/// What an account may become: something new, something here, nothing.
fn choices(request: &mut PageRequest<'_>) -> Result<Vec<Choice>, Failure> {
    let mut choices = vec![Choice::new("", t!("Choose"))];
    choices.extend(AccountKind::ALL.map(|kind| Choice::new(kind.as_str(), new_words(kind)).group(t!("A new account"))));
    choices.push(Choice::new(LEAVE_OUT, t!("Leave its transactions out")).group(t!("Nothing")));
    for account in books::accounts(request.context)?.iter().filter(|account| !account.closed) {
        choices.push(Choice::new(account.id, account.name.clone()).group(t!("Here already")));
    }
    Ok(choices)
}

fn new_words(kind: AccountKind) -> String {
    match kind {
        AccountKind::Bank => t!("New bank account"),
        AccountKind::CashBox => t!("New cash box"),
        AccountKind::Processor => t!("New payment processor"),
        AccountKind::Card => t!("New card"),
        AccountKind::Loan => t!("New loan"),
        AccountKind::Receivable => t!("New account of what clients owe"),
        AccountKind::Payable => t!("New account of what you owe"),
        AccountKind::Stock => t!("New stock"),
        AccountKind::Equipment => t!("New equipment"),
        AccountKind::OtherAsset => t!("New other asset"),
        AccountKind::Equity => t!("New account of the owner’s"),
        AccountKind::Income => t!("New income category"),
        AccountKind::Expense => t!("New cost category"),
    }
}
