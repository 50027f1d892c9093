//! The transfers to make: what moves where and for which pockets, the payment files, and where pockets live.

use books::pages::words;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Phone, Row, Table, chip, html, link_button,
    parts::{self, Drawing},
};

use super::transfer_forms as forms;
use crate::{
    commands::PaymentFormat,
    queries::{
        AccountStanding, CurrencyTransfers, FileState, HousedPocket, PaymentFileLine, PaymentFileView, PaymentFiles,
        TransferToMake, TransfersToMake, TransfersToMakeAnswer,
    },
};

pub(super) const HERE: &str = "/pockets/transfers";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = TransfersToMake::default().answer(request.context)?;
    let before = request.ask("before").and_then(|text| text.parse().ok());
    let files = PaymentFiles { before, limit: None }.answer(request.context)?;
    let panel = forms::panel(request, &answer)?;
    let mapped = answer.currencies.iter().any(|one| one.mapped);
    let body = html! {
        @if !mapped && files.files.is_empty() {
            (parts::empty(Drawing::Jars, &t!("Keep the tax on an account of its own? Say which pocket lives where, and the transfers that bring its money there stand here."),
                link_button(Look::Primary, &format!("{HERE}?do=homes"), &t!("Say where a pocket lives"))))
        } @else {
            @for one in &answer.currencies {
                @if one.mapped || !one.transfers.is_empty() { (currency(request, one, answer.currencies.len() > 1, panel.is_none())) }
            }
            @if !mapped { (parts::actions(link_button(Look::Primary, &format!("{HERE}?do=homes"), &t!("Say where a pocket lives")))) }
            (made(request, &files.files, files.older))
        }
    };
    Ok(Page {
        lead: lead(&answer),
        sub: html! { @if mapped { (t!("After them each account holds what the pockets that live on it hold. Only money that has reached a bank is moved.")) } },
        body,
        panel,
        ..Page::new(t!("Transfers to make"))
    })
}

/// How much in how many transfers, currency by currency.
fn lead(answer: &TransfersToMakeAnswer) -> Markup {
    let count: usize = answer.currencies.iter().map(|one| one.transfers.len()).sum();
    if count == 0 {
        return html! { (t!("Nothing to transfer")) };
    }
    let sums: Vec<String> = answer.currencies.iter().filter(|one| !one.transfers.is_empty()).map(sum).collect();
    html! { (words::listed(&sums)) " " small { (tn!(count, "in one transfer", "in {spelled} transfers", spelled = words::spelled(count as i64))) } }
}

fn sum(one: &CurrencyTransfers) -> String {
    let total = ledger::sum(one.transfers.iter().map(|made| made.amount_minor)).unwrap_or(i64::MAX);
    fmt::money(total, &one.currency)
}

fn currency(request: &PageRequest<'_>, one: &CurrencyTransfers, several: bool, roomy: bool) -> Markup {
    let heading =
        if several { t!("Accounts in {currency}", currency = one.currency) } else { t!("Accounts and their pockets") };
    html! {
        @if !one.transfers.is_empty() { (proposal(request, one, roomy)) }
        (parts::heading(&heading, Some(html! { a href={ (HERE) "?do=homes&currency=" (one.currency) } { (t!("Change where pockets live")) } })))
        (accounts(one, roomy))
        @for under_way in &one.under_way {
            p.h { (t!("{amount} from {from} to {to} seems to be on its way already: that much left and has not arrived. It is proposed again when it does not.", amount = fmt::money(under_way.amount_minor, &one.currency), from = under_way.from_name, to = under_way.to_name)) }
        }
        @if one.elsewhere_minor != 0 {
            p.h {
                (t!("{amount} is not at a bank yet: with a payment service, in the cash box, or between your accounts. It waits on the main account’s side.", amount = fmt::money(one.elsewhere_minor, &one.currency)))
                @if one.in_transit_minor != 0 {
                    " " (t!("{amount} of it is between your accounts: if you made that transfer by hand, do not make it twice.", amount = fmt::money(one.in_transit_minor, &one.currency)))
                }
            }
        }
        p.h { (t!("Differences under {amount} wait.", amount = fmt::money(one.minimum_minor, &one.currency))) }
    }
}

/// The transfers, to be chosen from, and the file that is made of them.
fn proposal(request: &PageRequest<'_>, one: &CurrencyTransfers, roomy: bool) -> Markup {
    let from_and_to = Column::text(t!("From and to")).strong().phone(Phone::Lead);
    let columns = vec![
        // On one line where there is room, on two beside an open panel.
        if roomy { from_and_to.narrow() } else { from_and_to },
        Column::text(t!("Why")).quiet().grow().phone(Phone::Second),
        Column::figures(t!("Amount, {currency}", currency = one.currency)).phone(Phone::Figure),
    ];
    let rows = one.transfers.iter().map(|made| {
        let title = title(made);
        Row::new(vec![title.clone().into(), why(one, made), fmt::amount(made.amount_minor, &one.currency).into()])
            .choice(made.key(), title)
    });
    let table = Table::new(t!("Transfers to make"), columns).tall().select("only").rows(rows);
    html! {
        (parts::heading(&tn!(one.transfers.len(), "One transfer to make", "{spelled} transfers to make",
            spelled = words::capital(&words::spelled(one.transfers.len() as i64))), None))
        (forms::make(request, one, html! { (table) }))
    }
}

fn title(made: &TransferToMake) -> String {
    t!("From {from} to {to}", from = made.from_name, to = made.to_name)
}

/// Which pockets a transfer is for, and what they need.
fn why(one: &CurrencyTransfers, made: &TransferToMake) -> Cell {
    let account = if made.takes_back { made.from } else { made.to };
    let standing = one.accounts.iter().find(|known| known.account == account);
    let said = standing.map(|known| {
        let wanted = fmt::amount(known.wanted_minor.max(0), &one.currency);
        let holds = fmt::amount(known.holds_minor, &one.currency);
        if made.takes_back {
            t!("{holds} is there, its pockets hold {wanted}", holds = holds, wanted = wanted)
        } else {
            t!("hold {wanted}, of which {holds} is there", holds = holds, wanted = wanted)
        }
    });
    html! { (chips(&made.pockets)) " " (said.unwrap_or_default()) }.into()
}

fn chips(pockets: &[HousedPocket]) -> Markup {
    html! { @for (at, pocket) in pockets.iter().enumerate() { @if at > 0 { " " } (chip(words::hue(&pocket.role), &pocket.name)) } }
}

/// The accounts in rows. Beside an open panel there is no room for what is on the way.
fn accounts(one: &CurrencyTransfers, roomy: bool) -> Markup {
    let mut columns = vec![
        Column::text(t!("Account")).strong().narrow().phone(Phone::Lead),
        Column::text(t!("Pockets that live there")).quiet().grow().phone(Phone::Second),
        Column::figures(t!("Its pockets, {currency}", currency = one.currency)).phone(Phone::Labelled),
        Column::figures(t!("Holds")).phone(Phone::Figure),
        Column::figures(t!("On the way")).quiet().phone(Phone::Labelled),
    ];
    if !roomy {
        columns.pop();
    }
    let rows = one.accounts.iter().map(|account| {
        let coming = account.arriving_minor.saturating_sub(account.leaving_minor);
        let mut cells = vec![
            account.name.as_str().into(),
            living(account),
            if account.main || !account.pockets.is_empty() {
                fmt::amount(account.wanted_minor, &one.currency).into()
            } else {
                t!("–").into()
            },
            ui::figure(
                &format!("/books/accounts/{}", account.account),
                &fmt::amount(account.holds_minor, &one.currency),
            )
            .into(),
            if coming == 0 { t!("–").into() } else { fmt::amount_signed(coming, &one.currency).into() },
        ];
        cells.truncate(if roomy { 5 } else { 4 });
        Row::new(cells)
    });
    html! { (Table::new(t!("Accounts and their pockets"), columns).tall().rows(rows)) }
}

fn living(account: &AccountStanding) -> Cell {
    html! {
        @if account.main { (t!("Main account: every pocket without one of its own")) }
        @else if account.pockets.is_empty() { (t!("None; it is left alone")) }
        @else { (chips(&account.pockets)) }
        @if !account.has_iban { " " a href={ "/books/accounts/" (account.account) "?do=details" } { (t!("IBAN missing")) } }
    }
    .into()
}

/// The payment files, newest first.
fn made(request: &PageRequest<'_>, files: &[PaymentFileView], older: Option<i64>) -> Markup {
    if files.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Made on")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Payment file")).grow().phone(Phone::Lead),
        Column::text(t!("How far it is")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let rows = files.iter().map(|file| {
        Row::new(vec![
            fmt::date(file.made_on).into(),
            Cell::remark(transfers_of(file), format_name(&file.format)),
            state(file).into(),
            fmt::money(file.total_minor, &file.currency).into(),
        ])
        .href(request.address_with(&[("file", &file.id.to_string()), ("do", "")]))
        .faded(file.state == FileState::Withdrawn)
    });
    html! {
        (parts::heading(&t!("Payment files"), None))
        (Table::new(t!("Payment files"), columns).keys().rows(rows))
        @if let Some(older) = older { p.h { a href={ (HERE) "?before=" (older) } { (t!("Earlier ones")) } } }
    }
}

fn transfers_of(file: &PaymentFileView) -> String {
    match &file.lines[..] {
        [only] => t!("From {from} to {to}", from = only.from_name, to = only.to_name),
        lines => tn!(lines.len(), "One transfer", "{count} transfers"),
    }
}

pub(super) fn format_name(word: &str) -> String {
    match word {
        "csv" => t!("Table (CSV)"),
        other => t!("SEPA {version}", version = other),
    }
}

/// The word by which a form sends a format.
pub(super) fn format_word(format: PaymentFormat) -> &'static str {
    match format {
        PaymentFormat::Pain09 => "pain.001.001.09",
        PaymentFormat::Pain03 => "pain.001.001.03",
        PaymentFormat::Csv => "csv",
    }
}

pub(super) fn state(file: &PaymentFileView) -> String {
    match file.state {
        FileState::Made | FileState::UnderWay if file.lines.iter().any(|line| line.overdue) => {
            t!("Should have arrived by now")
        }
        FileState::Made => t!("Not seen on a statement yet"),
        FileState::UnderWay => {
            let arrived = file.lines.iter().filter(|line| line.arrived_on.is_some()).count() as i64;
            t!("{arrived} of {all} arrived", arrived = arrived, all = file.lines.len())
        }
        FileState::Arrived => t!("Arrived"),
        FileState::Ended => {
            let arrived = file.lines.iter().filter(|line| line.arrived_on.is_some()).count() as i64;
            t!("{arrived} of {all} arrived, no more to come", arrived = arrived, all = file.lines.len())
        }
        FileState::Withdrawn => t!("Withdrawn, not made"),
    }
}

/// What a statement has shown of a transfer.
pub(super) fn seen(line: &PaymentFileLine) -> String {
    match (line.arrived_on, line.returned_on, line.given_up_on, line.left_on) {
        (Some(day), ..) => t!("arrived on {day}", day = fmt::date_short(day)),
        (_, Some(day), ..) => t!("came back on {day}", day = fmt::date_short(day)),
        (_, _, Some(day), _) => t!("given up on {day}", day = fmt::date_short(day)),
        (.., Some(day)) => t!("left on {day}", day = fmt::date_short(day)),
        _ => t!("not seen yet"),
    }
}

/// On the page of all pockets: what there is to transfer, and what has been seen of it.
pub(super) fn section(answer: &TransfersToMakeAnswer, latest: Option<&PaymentFileView>) -> Markup {
    let count: usize = answer.currencies.iter().map(|one| one.transfers.len()).sum();
    let mapped = answer.currencies.iter().any(|one| one.mapped);
    if !mapped {
        let several = answer.currencies.iter().any(|one| one.accounts.len() > 1);
        return html! { @if several { p.h { a href=(HERE) { (t!("Keep a pocket on an account of its own")) } } } };
    }
    let title = match count {
        0 => t!("No transfer to make"),
        count => tn!(
            count,
            "One transfer to make",
            "{spelled} transfers to make",
            spelled = words::capital(&words::spelled(count as i64))
        ),
    };
    let columns = vec![
        Column::text(t!("From and to")).grow().phone(Phone::Lead),
        Column::text(t!("For")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let waiting = answer.currencies.iter().flat_map(|one| {
        one.transfers.iter().map(|made| {
            Row::new(vec![
                title_cell(made),
                chips(&made.pockets).into(),
                fmt::money(made.amount_minor, &one.currency).into(),
            ])
            .href(HERE)
        })
    });
    let seen = latest.filter(|file| file.state != FileState::Withdrawn).into_iter().flat_map(|file| {
        file.lines.iter().map(|line| {
            let what = match line.arrived_on {
                Some(day) => t!("Seen on the statement of {day}", day = fmt::date_short(day)),
                None if line.returned_on.is_some() || line.given_up_on.is_some() || line.overdue => seen(line),
                None => t!("Handed to the bank for {day}", day = fmt::date_short(file.requested_on)),
            };
            let name = t!("From {from} to {to}", from = line.from_name, to = line.to_name);
            Row::new(vec![
                Cell::remark(name, what),
                Cell::default(),
                fmt::money(line.amount_minor, &file.currency).into(),
            ])
            .href(format!("{HERE}?file={}", file.id))
            .faded(true)
        })
    });
    let rows: Vec<Row> = waiting.chain(seen).collect();
    html! {
        (parts::heading(&title, Some(html! { a href=(HERE) { (t!("Open the transfers")) } })))
        @if !rows.is_empty() { (Table::new(title, columns).headless().rows(rows)) }
    }
}

fn title_cell(made: &TransferToMake) -> Cell {
    title(made).into()
}
