//! The day on one page.

use ui::chart::{PocketPart, pocket_strip};
use ui::parts::{actions, columns, heading, period};
use ui::{Column, FormAction, Frame, Hue, Look, Markup, Page, Phone, Row, Table, chip, figure, html};

pub fn page(frame: &Frame) -> Markup {
    let due = Table::new(
        "Due next",
        vec![
            Column::text("Day").quiet().narrow().phone(Phone::Second),
            Column::text("What").grow().phone(Phone::Lead),
            Column::figures("Amount, USD").phone(Phone::Figure),
            Column::text("Pocket").quiet().narrow().phone(Phone::Second),
        ],
    )
    .headless()
    .rows(
        [
            ("Mon, May 18", "Clay, Highwater Supply (bill)", "640.00", Hue::JobCosts, "Job costs"),
            ("Wed, May 20", "Sales tax for April", "112.34", Hue::HeldForAuthorities, "Held for authorities"),
            ("Mon, May 25", "Your pay", "3,400.00", Hue::OwnersPay, "Owner’s pay"),
            ("Mon, June 15", "Estimated tax, so far", "2,980.00", Hue::Tax, "Tax"),
        ]
        .map(|(day, what, amount, hue, pocket)| {
            Row::new(vec![day.into(), what.into(), amount.into(), chip(hue, pocket).into()])
        }),
    );
    let main = html! {
        (heading("Three things today", None))
        ul.todo {
            @for (what, why, time) in [
                ("Second round of glaze tests for Northlight", "Due Thursday. Two of six ash glazes held in round one.", "3 h"),
                ("Send the final invoice to Fernhollow Inn", "Delivered on Friday. The draft is ready, $1,214.76 after their deposit.", "2 min"),
                ("Sort 14 bank lines", "47 of 61 lines from this morning’s statements sorted themselves.", "4 min"),
            ] {
                li { a href="/work/1" { (what) } small { (time) } p { (why) } }
            }
        }
        (heading("Due next", None)) (due)
    };
    let parts = [
        (Hue::Tax, "Tax", 76_310, "763.10"),
        (Hue::JobCosts, "Job costs", 11_016, "110.16"),
        (Hue::OwnersPay, "Owner’s pay", 129_647, "1,296.47"),
        (Hue::RunningCosts, "Running costs", 57_621, "576.21"),
        (Hue::Buffer, "Buffer", 20_168, "201.68"),
        (Hue::Profit, "Profit", 8_643, "86.43"),
    ];
    let bar: Vec<PocketPart> = parts
        .iter()
        .map(|(hue, name, amount, _)| PocketPart { hue: *hue, name: (*name).into(), amount: *amount, target: None })
        .collect();
    let rows: Vec<(String, Markup)> = vec![
        ("Northlight Hotels, May retainer".into(), html! { "2,400.00" }),
        ("Shopify, six orders less 20.79 fees".into(), html! { "634.05" }),
    ];
    let aside = html! {
        (heading("Came in since yesterday", None))
        p.bf { (figure("/bank/in", "$3,034.05")) }
        (ui::parts::lines(&rows))
        (pocket_strip("How it was parted", &bar, "USD"))
        (ui::parts::pocket_list(&parts.map(|(hue, name, _, amount)| (hue, name.to_owned(), html! { (amount) }))))
        (heading("One follow-up", None))
        p.say { "Jonah at Tallow & Thyme owes $1,250.00, six days late. He is usually four; a short note will do." }
        (actions(html! {
            (FormAction::new("billing-send-reminder", "Read and send the note").look(Look::Primary))
            (FormAction::new("today-put-off", "Not today").look(Look::Link))
        }))
    };
    ui::page(
        frame,
        Page {
            period: period(Some("/?day=2026-05-11"), "Tuesday, May 12, 2026", Some("/?day=2026-05-13")),
            lead: html! { "The studio and your pay are covered until August 3." },
            sub: html! { "That is if nothing more came in: " (figure("/pockets", "$14,352.19")) " outside the tax pocket, at " (figure("/forecast", "$5,208.00")) " a month. Nine days more than a month ago." },
            body: columns(main, aside),
            ..Page::new("Today")
        },
    )
}
