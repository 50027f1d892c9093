//! Every other component, and an empty page.

use ui::chart::{
    Block, Point, Share, Step, framed, line, months_bar, pocket_bar, shares, sparkline, stepped, two_sides, waterfall,
};
use ui::parts::{Drawing, actions, definitions, heading, notice, period_picker, sentence, walk, warning};
use ui::{
    AttachedFile, Button, CheckLine, Checked, Choice, Column, DropZone, Field, Form, FormAction, Frame, Hue, Icon,
    Look, Markup, MonthBox, Order, Page, Paging, Render, Row, Table, attached_files, checklist, chip, html, icon,
    link_button, month_boxes,
};

pub fn page(frame: &Frame) -> Markup {
    let balance: Vec<Point> = [
        1_420_000, 1_510_000, 1_390_000, 1_275_000, 1_330_000, 1_502_000, 1_611_000, 1_702_000, 1_588_000, 1_640_000,
        1_694_000, 1_776_436, 1_720_000, 1_650_000, 1_690_000,
    ]
    .iter()
    .enumerate()
    .map(|(index, value)| Point {
        label: if index % 3 == 0 { format!("Week {}", index + 1) } else { String::new() },
        value: *value,
    })
    .collect();
    let income = [
        ("Northlight Hotels", 29),
        ("Shop and workshops", 24),
        ("Projects, nine clients", 22),
        ("Hearth & Rye", 18),
        ("Alder House", 7),
    ]
    .map(|(name, value)| Share { name: name.into(), value, figure: format!("{value}%"), current: value == 29 });
    let form = Form::new("billing-draft-invoice").next("/billing").keep("invoice-new").error(Some("This invoice has no lines yet. Add one and save again.".into())).body(html! {
        div.row {
            (Field::text("client", "Client").value("Fernhollow Inn").required().suggestions(vec!["Fernhollow Inn".into(), "Northlight Hotels".into()]))
            (Field::date("delivered", "Delivered").value("2026-05-08").required())
        }
        div.row {
            (Field::money("price", "Price").value("20+30%").unit("USD").help("= 26.00 each").required())
            (Field::money("deposit", "Deposit").value("twelve").unit("USD").error(Some("“twelve” cannot be read as an amount.".into())).required())
        }
        (Field::select("basis", "Category", vec![
            Choice::new(1, "Projects").group("Money in"), Choice::new(2, "Retainers").group("Money in"), Choice::new(3, "Travel").group("Money out"),
        ]).value("2"))
        (Field::textarea("note", "Note on the invoice", 3).value("Thank you, Rosa. The cups like a low oven before first use; a card in each box says how."))
        (Field::radio("template", "Look", vec![Choice::new("plain", "Plain"), Choice::new("ruled", "Ruled")]).value("plain"))
        (Field::checkbox("remind", "Remind them if it is late", true).help("A friendly note, five days after it was due."))
        (actions(html! { (Button::primary("Save the draft").key("Ctrl Enter")) (Button::quiet("Preview")) (Button::link("Not now").unchecked()) }))
    });
    let drop = Form::new("bank-import").files().body(html! {
        (DropZone::new("file", "Drop a bank statement here").hint("CSV, OFX, QFX, QIF, CAMT.053 or MT940, several at once.").accept(".csv,.ofx,.qfx").multiple())
        (actions(html! { (Button::primary("Bring it in")) }))
    });
    let list = Table::new(
        "Entries",
        vec![
            Column::text("Date").narrow().quiet().sort("?sort=date", Order::Descending),
            Column::text("Entry").grow().sort("?sort=entry", Order::None),
            Column::text("Pocket").quiet().narrow(),
            Column::text("Balance").narrow(),
            Column::figures("Amount, USD").sort("?sort=amount", Order::None),
        ],
    )
    .select("entry")
    .sticky()
    .keys()
    .rows((1..=4).map(|index| {
        Row::new(vec![
            format!("May {index}").into(),
            "Highwater Supply, clay".into(),
            chip(Hue::at(index + 5), "A pocket with a long name").into(),
            sparkline("Balance", &[5, 3, 8, 6, 9, 12, 7]).into(),
            "−640.00".into(),
        ])
        .href(format!("/books/entry/{index}"))
        .choice(index, format!("entry {index}"))
    }))
    .paging(Paging {
        shown: "1 to 4 of 1,204".into(),
        newer: None,
        older: Some("?page=2".into()),
        csv: Some("/x.csv".into()),
    });
    ui::page(
        frame,
        Page {
            period: period_picker(
                Some("?period=2026-q1"),
                "April to June 2026",
                Some("?period=2026-q3"),
                &[
                    ("This month".into(), "?period=this-month".into(), false),
                    ("This quarter".into(), "?period=this-quarter".into(), true),
                ],
                html! { (Form::get("/books").body(html! {
                    div.row { (Field::date("from", "From").value("2026-04-01")) (Field::date("through", "Through").value("2026-06-30")) }
                    (Button::quiet("Show these days"))
                })) },
            ),
            lead: html! { "Every component, " small { "to be looked at" } },
            body: html! {
                (warning(html! { "Late: the sales tax of March was due on April 20." }))
                (notice(html! { "The statement of April overlaps with this one; 12 lines were here already." }))
                (heading("Pockets", None))
                p.chips { @for hue in Hue::ALL { (chip(hue, &format!("{hue:?}"))) " " } }
                (ui::chart::stacked_bar("All ten", "", &Hue::ALL.map(|hue| ui::chart::PocketPart { hue, name: format!("{}", hue.position()), amount: 100, target: Some(80 + 10 * i64::try_from(hue.position()).unwrap_or(0)) }), "USD"))
                (pocket_bar(&ui::chart::PocketPart { hue: Hue::Buffer, name: "Buffer".into(), amount: 441_280, target: Some(542_400) }, "USD"))
                (ui::chart::framed(ui::chart::fan("The year ahead", "What is free in bad, likely and good months.", &[
                    ui::chart::FanLine { name: "No sale".into(), first: false, values: vec![900_000, 450_000, 0, 0, 0] },
                    ui::chart::FanLine { name: "Bad months".into(), first: false, values: vec![900_000, 600_000, 300_000, 0, 0] },
                    ui::chart::FanLine { name: "Likely months".into(), first: true, values: vec![900_000, 910_000, 920_000, 930_000, 940_000] },
                ], &["today".into(), String::new(), "Jul".into(), String::new(), "Sep".into()], "USD")))
                (heading("A form", None)) (form)
                (heading("A drop zone", None)) (drop)
                (heading("Files", None))
                (attached_files(&[
                    AttachedFile { name: "kiln-rent-may.pdf".into(), href: Some("/files/1".into()), detail: "PDF · 84 KB".into(), action: FormAction::new("detach-file", "Take off").look(Look::Link).render(), ..AttachedFile::default() },
                    AttachedFile { name: "old-receipt.jpg".into(), detail: "erased: a client asked".into(), ..AttachedFile::default() },
                ]))
                (heading("A list", Some(html! { a href="/new" { "New entry" } })))
                form.f method="post" action="/do/x" { div.bulk { span { b data-chosen { "0" } " chosen" } (Button::quiet("Set category")) (Button::link("Reverse")) } (list) }
                (heading("Balance", None)) (framed(line("Balance", "", &balance, Some(12), "USD")))
                (heading("Runway", None)) (months_bar("Runway", "2.7 months of 3", 27, Some(4)))
                (heading("Income by client", None)) (shares("Income by client", "", &income))
                (heading("Close of May", None))
                (month_boxes("Months", &[("Jun", "running"), ("May", "open"), ("Apr", "closed")].map(|(label, state)| MonthBox {
                    label: label.into(), state: state.into(), locked: state == "closed", href: "/books/close".into(), current: label == "May",
                })))
                (checklist(&[
                    CheckLine { checked: Checked::Failed, sentence: "3 bank lines wait for a word from you.".into(), remark: String::new(), mend: Some(("Mend it".into(), "/bank".into())) },
                    CheckLine { checked: Checked::Warned, sentence: "2 costs have no proof.".into(), remark: "May be accepted with a note.".into(), mend: Some(("Mend it".into(), "/books/proof".into())) },
                    CheckLine { checked: Checked::Passed, sentence: "No pocket is below zero.".into(), remark: String::new(), mend: None },
                ]))
                (heading("From income to profit", None))
                (stepped(waterfall("How income became profit", "", &[Step::level("Money in", 10_024_000), Step::change("Clay and glazes", -1_480_000), Step::change("Studio rent", -900_000), Step::change("Refund of a fee", 42_000), Step::level("Profit", 7_686_000)], "USD")))
                (heading("Two sides", None))
                (two_sides("Owned and owed", "", ("What you own", &[block("Checking", 1_690_000, false), block("Kiln", 420_000, false), block("Tax paid ahead", -60_000, false)]), ("Where it came from", &[block("Card", 214_000, false), block("Yours", 1_836_000, true)]), "USD"))
                (heading("A rule as a sentence", None))
                (Form::get("/rules").body(sentence(html! {
                    "When the text has " (Field::text("text", "Text").value("kiln supply").label_hidden()) " it is "
                    (Field::select("category", "Category", vec![Choice::new(1, "Clay and glazes"), Choice::new(2, "Tools")]).label_hidden()) "."
                })))
                (heading("The foot of a list from its beginning", None))
                (walk("50 of 1,204 entries", Some("?"), Some("?after=2026-05-12.88")))
                (heading("Agreement", None))
                (definitions(&[("Retainer, each month".into(), html! { "2,400.00" }), ("Hours used in May".into(), html! { "9.5 of 24" })]))
                (heading("Buttons and icons", None))
                (actions(html! { (link_button(Look::Primary, "/", "Primary")) (link_button(Look::Quiet, "/", "Quiet")) (link_button(Look::Link, "/", "Link")) (Button::quiet("Disabled").disabled(true)) }))
                p.chips { @for one in Icon::ALL { (icon(*one)) " " } }
            },
            ..Page::new("Components")
        },
    )
}

fn block(name: &str, amount: i64, main: bool) -> Block {
    Block { name: name.into(), amount, main }
}

pub fn empty(frame: &Frame) -> Markup {
    ui::page(
        frame,
        Page {
            body: html! {
                @for drawing in [Drawing::Statement, Drawing::Jars, Drawing::Ledger, Drawing::Desk, Drawing::Search] {
                    (ui::parts::empty(drawing, "Drop in a bank statement and see where you stand in two minutes.", html! {
                        (link_button(Look::Primary, "/bank/import", "Choose a statement")) (link_button(Look::Link, "/sample", "Show me with sample data"))
                    }))
                }
            },
            ..Page::new("Bank")
        },
    )
}
