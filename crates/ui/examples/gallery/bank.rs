//! The queue to sort, with the open line beside it.

use ui::parts::{actions, progress};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Frame, Hue, KeyHint, Markup, Page, Panel, Phone, Row, Table, Toast,
    chip, html, tabs,
};

pub fn page(frame: &Frame) -> Markup {
    let lines = [
        ("May 11", "Blue Ridge Kiln Supply", "Clay and glazes, tools", "", "−184.37"),
        ("May 11", "J Marsh, by Zelle", "Pays invoice 2026-030", "", "+95.00"),
        ("May 10", "Ingles Market", "Personal", "unsure", "−63.18"),
        ("May 9", "Square, market day", "Shop sales, fees apart", "", "+233.41"),
        ("May 8", "Blue Ridge Kiln Supply", "Clay and glazes", "", "−96.20"),
        ("May 8", "USPS 0388 Asheville", "Packing and postage", "", "−38.65"),
        ("May 7", "Amzn Mktp US*2K7", "", "No idea yet", "−27.49"),
        ("May 7", "Check 1042", "", "No idea yet", "−310.00"),
        ("May 6", "Delta Air Lines", "Travel", "unsure", "−212.40"),
        ("May 6", "Blue Ridge Kiln Supply", "Clay and glazes", "", "−41.75"),
        ("May 5", "Etsy payout", "Shop sales, fees apart", "", "+118.27"),
        ("May 5", "Google Workspace", "Software and phone", "", "−14.40"),
        ("May 4", "Lowe’s 00417", "Tools and repairs", "unsure", "−52.88"),
        ("May 4", "French Broad Coffee", "Personal", "unsure", "−11.25"),
    ];
    let queue = Table::new(
        "Lines to sort",
        vec![
            Column::text("Day").quiet().narrow().phone(Phone::Second),
            Column::text("Line").grow().phone(Phone::Lead),
            Column::text("Suggestion").quiet().narrow().phone(Phone::Second),
            Column::figures("Amount, USD").phone(Phone::Figure),
        ],
    )
    .headless()
    .keys()
    .rows(lines.iter().enumerate().map(|(index, (day, line, suggestion, doubt, amount))| {
        Row::new(vec![(*day).into(), (*line).into(), Cell::remark(*suggestion, *doubt), (*amount).into()])
            .href(format!("/bank?line={index}"))
            .current(index == 0)
            .marked(index == 4 || index == 9)
    }));
    let taken = Table::new(
        "Lines the rule would take",
        vec![Column::text("Day").quiet().narrow(), Column::text("Line").grow(), Column::figures("Amount, USD")],
    )
    .headless()
    .compact()
    .row(Row::new(vec!["May 8".into(), "Blue Ridge Kiln Supply".into(), "−96.20".into()]))
    .row(Row::new(vec!["May 6".into(), "Blue Ridge Kiln Supply".into(), "−41.75".into()]));
    let split = Form::new("bank-sort-line").next("/bank").hidden("line", "1").keep("line-1").body(html! {
        div.parts {
            (Field::text("part-1", "First part").value("Clay and glazes").label_hidden())
            (Field::money("amount-1", "Amount of the first part").value("139.57").label_hidden())
            (chip(Hue::JobCosts, "Job costs"))
            (Field::text("part-2", "Second part").value("Small tools").label_hidden())
            (Field::money("amount-2", "Amount of the second part").value("44.80").label_hidden().autofocus())
            (chip(Hue::RunningCosts, "Running costs"))
        }
        (actions(html! { (Button::primary("Book both parts").key("Enter")) (Button::link("Don’t split").named("split", "no")) }))
        hr;
        (Field::checkbox("rule", "Do this from now on", true))
        p.say { "When the text has " a href="?edit=text" { "blue ridge kiln" } " and the amount is under " a href="?edit=amount" { "$150" } ", book it to " a href="?edit=category" { "Clay and glazes" } ". Above that, ask." }
    });
    let body = html! {
        p.kick { "May 11 · Checking ··4821 · SQ *BLUE RIDGE KILN SUPP" }
        (ui::parts::question("Clay and glazes, with some tools on it?", "Seven of nine earlier lines from this shop went there. The two above $150 you split with small tools."))
        (split)
        div { p.h { "Two lines in this queue would go too:" } (taken) p.h { "Seven past lines agree. The two you split stay split." } }
    };
    ui::page(
        frame,
        Page {
            period: tabs(
                "Views of the bank",
                &[
                    ("To sort".into(), "/bank".into(), true),
                    ("Lines".into(), "/bank/lines".into(), false),
                    ("Statements".into(), "/bank/statements".into(), false),
                    ("Rules".into(), "/bank/rules".into(), false),
                ],
            ),
            lead: html! { "Fourteen lines to sort." },
            sub: html! { "47 of 61 from this morning sorted themselves. About four minutes." },
            body: html! { (progress("Lines sorted", 47, 61)) (queue) },
            panel: Some(Panel {
                title: "Blue Ridge Kiln Supply".into(),
                figure: "−$184.37".into(),
                address_to_close: "/bank".into(),
                wide: true,
                body,
                ..Panel::default()
            }),
            toast: Some(Toast {
                sentence: "Brought in 61 lines from three files. 12 were here already.".into(),
                undo: Some(FormAction::new("undo", "Undo").hidden("entry", 61)),
            }),
            keys: vec![
                KeyHint::new("J K", "move"),
                KeyHint::new("S", "split"),
                KeyHint::new("C", "category"),
                KeyHint::new("P", "personal"),
            ],
            ..Page::new("Bank")
        },
    )
}
