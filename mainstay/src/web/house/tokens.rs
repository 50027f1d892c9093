//! Which programs may come in, and letting another one in.

use keep::{TokenLine, Tokens};
use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Row, Table, html, parts,
};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let tokens = Tokens {}.answer(request.context)?;
    let good = tokens.iter().filter(|token| token.good).count();
    let shown = request.ask("secret").map(|secret| (secret.to_owned(), request.ask("name").unwrap_or("").to_owned()));
    let refused = request.refused_form("make-token");
    let value = |name: &str| refused.and_then(|form| form.typed(name)).unwrap_or_default().to_owned();
    let error = |name: &str| refused.and_then(|form| form.error_at(name));
    let access = vec![
        Choice::new("read", t!("Look, and change nothing")),
        Choice::new("read write", t!("Look and change everything")),
        Choice::new("do:import-statement", t!("Bring in bank statements, and see nothing")),
    ];
    let chosen = Some(value("access")).filter(|access| !access.is_empty()).unwrap_or_else(|| "read".to_owned());
    let body = html! {
        @if let Some((secret, name)) = &shown {
            (parts::heading(&t!("The token of {name}", name = name), None))
            p { code { (secret) } }
            p.h { (t!("Copy it now: it is shown this once, and kept nowhere. A program sends it as Authorization: Bearer TOKEN.")) }
        }
        @if !tokens.is_empty() { (table(&tokens)) }
        (parts::heading(&t!("Let a program in"), None))
        (Form::post_to("/keep/tokens").body(html! {
            (Field::text("name", t!("What you call the program")).value(value("name")).error(error("name")).required())
            (Field::select("access", t!("What it may do"), access).value(chosen))
            (Field::text("scopes", t!("Or exactly")).value(value("scopes")).error(error("scopes")).placeholder("read:bank do:import-statement")
                .help(t!("Words parted by spaces: read, write, read:AREA, write:AREA, show:QUERY, do:COMMAND. Left empty, the choice above is meant.")))
            (Field::date("expires_on", t!("Good until")).value(value("expires_on")).error(error("expires_on")).short()
                .help(t!("For ever when left empty; you can take it back at any time.")))
            (parts::actions(html! { (Button::primary(t!("Make the token"))) }))
        }))
    };
    let lead = match good {
        0 => html! { (t!("No program may come in.")) },
        1 => html! { (t!("One program may come in.")) },
        _ => html! { (t!("{count} programs may come in.", count = good)) },
    };
    let sub = html! { (t!("Everything the pages do is also an API; the document of it is at")) " " a href="/api/openapi.json" { "/api/openapi.json" } };
    Ok(Page { lead, sub, body, ..Page::new(t!("Tokens for programs")) })
}

fn table(tokens: &[TokenLine]) -> Markup {
    let columns = vec![
        Column::text(t!("Program")).grow(),
        Column::text(t!("May do")),
        Column::text(t!("Made")).quiet().narrow(),
        Column::text(t!("Last used")).quiet().narrow(),
        Column::text(t!("State")),
    ];
    let day = |at: &str| at.get(..10).and_then(|day| day.parse().ok()).map_or_else(String::new, fmt::date);
    let rows = tokens.iter().map(|token| {
        let state = match (&token.revoked_at, &token.expires_at, token.good) {
            (Some(at), ..) => Cell::from(t!("taken back {day}", day = day(at))),
            (None, Some(at), false) => Cell::from(t!("ended {day}", day = day(at))),
            (None, end, _) => Cell::new(html! {
                @if let Some(end) = end { (t!("good until {day}", day = day(end))) " " }
                (FormAction::new("revoke-token", t!("Take back")).hidden("token", token.token).next("/keep/tokens").look(Look::Link)
                    .confirm(t!("Take the token of {name} back? Its program is shut out at once.", name = token.name)))
            }),
        };
        let used = token.last_used_at.as_deref().map_or_else(|| t!("never"), day);
        Row::new(vec![
            token.name.as_str().into(),
            Cell::new(html! { code { (token.scopes) } }),
            day(&token.created_at).into(),
            used.into(),
            state,
        ])
        .faded(!token.good)
    });
    html! { (Table::new(t!("Tokens"), columns).rows(rows.collect::<Vec<_>>())) }
}
