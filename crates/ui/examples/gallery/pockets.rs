//! Where the money is, why, and what to move.

use ui::chart::{PocketPart, stacked_bar};
use ui::parts::{actions, columns, heading, period};
use ui::{Cell, Column, FormAction, Frame, Hue, Look, Markup, Page, Phone, Row, Table, chip, figure, html};

pub fn page(frame: &Frame) -> Markup {
    let pockets = [
        (
            Hue::HeldForAuthorities,
            "Held for authorities",
            "Sales tax of April, 112.34, and of May so far, 61.25.",
            "first",
            17_359,
            17_359,
            "173.59",
            "173.59",
            "0.00",
        ),
        (
            Hue::Tax,
            "Tax",
            "The estimate due June 15, 2,980.00 so far.",
            "25%",
            323_858,
            298_000,
            "3,238.58",
            "2,980.00",
            "+258.58",
        ),
        (
            Hue::JobCosts,
            "Job costs",
            "What the shop’s sales used up comes out before the shares, so the next clay order is paid for.",
            "first",
            128_460,
            120_000,
            "1,284.60",
            "1,200.00",
            "+84.60",
        ),
        (
            Hue::OwnersPay,
            "Owner’s pay",
            "One month of your pay. What gathers above it carries a thin month.",
            "45%",
            521_035,
            340_000,
            "5,210.35",
            "3,400.00",
            "+1,810.35",
        ),
        (
            Hue::RunningCosts,
            "Running costs",
            "One month of rent, power, software and insurance: your fixed costs of the last six months.",
            "20%",
            231_844,
            180_800,
            "2,318.44",
            "1,808.00",
            "+510.44",
        ),
        (
            Hue::Buffer,
            "Buffer",
            "Three months of fixed costs. When it is full, its share goes to Profit.",
            "7%",
            441_280,
            542_400,
            "4,412.80",
            "5,424.00",
            "−1,011.20",
        ),
        (
            Hue::Profit,
            "Profit",
            "The new kiln, 3,800.00 by December.",
            "3%",
            112_600,
            380_000,
            "1,126.00",
            "3,800.00",
            "−2,674.00",
        ),
    ];
    let bar: Vec<PocketPart> = pockets
        .iter()
        .map(|pocket| PocketPart { hue: pocket.0, name: pocket.1.into(), amount: pocket.4, target: Some(pocket.5) })
        .collect();
    let mut table = Table::new(
        "Pockets",
        vec![
            Column::text("Pocket").strong().narrow().phone(Phone::Lead),
            Column::text("What it is for").quiet().grow().phone(Phone::Hidden),
            Column::figures("Share").quiet().phone(Phone::Hidden),
            Column::figures("Holds, USD").phone(Phone::Figure),
            Column::figures("Target").quiet().phone(Phone::Hidden),
            Column::figures("Over or under").quiet().phone(Phone::Labelled),
        ],
    )
    .tall();
    for (hue, name, what, share, _, _, holds, target, over) in pockets {
        table = table.row(Row::new(vec![
            chip(hue, name).into(),
            what.into(),
            share.into(),
            figure("/pockets/2", holds).into(),
            target.into(),
            over.into(),
        ]));
    }
    let table = table.row(
        Row::new(vec![
            "Sum".into(),
            "The same as the three bank accounts together.".into(),
            "100%".into(),
            "17,764.36".into(),
            Cell::default(),
            Cell::default(),
        ])
        .sum(),
    );
    let transfers = Table::new(
        "Transfers to make",
        vec![
            Column::text("Transfer").quiet().grow().phone(Phone::Lead),
            Column::text("Pocket").quiet().narrow().phone(Phone::Second),
            Column::figures("Amount, USD").phone(Phone::Figure),
        ],
    )
    .headless()
    .select("transfer")
    .row(
        Row::new(vec!["Checking ··4821 to Tax savings ··9034".into(), chip(Hue::Tax, "Tax").into(), "763.10".into()])
            .choice(1, "763.10 to Tax savings"),
    )
    .row(
        Row::new(vec![
            "Checking ··4821 to Buffer savings ··9042".into(),
            chip(Hue::Buffer, "Buffer").into(),
            "201.68".into(),
        ])
        .choice(2, "201.68 to Buffer savings"),
    )
    .row(
        Row::new(vec!["Seen on the statement of May 7".into(), chip(Hue::Tax, "Tax").into(), "542.10".into()])
            .faded(true),
    );
    let left = html! { (heading("Two transfers to make", Some(html! { a href="/pockets/transfers.csv" download { "Save as CSV" } }))) (transfers) };
    let right = html! {
        (heading("Your pay", None))
        p.say { "$3,400.00 on Monday, May 25, the same as in April." }
        p.h { "The pocket took in " (figure("/pockets/4", "3,416.78")) " a month over the last six. It can rise once the buffer holds three months." }
        (actions(html! {
            (FormAction::new("pockets-plan-pay", "Plan this pay").look(Look::Primary))
            (ui::link_button(Look::Link, "/pockets/pay", "Another amount"))
        }))
    };
    ui::page(
        frame,
        Page {
            period: period(Some("/pockets?on=2026-05-11"), "Tuesday, May 12, 2026", Some("/pockets?on=2026-05-13")),
            lead: html! { "$17,764.36 " small { "in seven pockets" } },
            sub: html! { "+1,204.18 since April 12. Tax is covered; the buffer stands at " (figure("/pockets/6", "2.4 months")) " of three. " small { "The mark is the target; dots are what is missing." } },
            body: html! { (stacked_bar("The pockets", "What each pocket holds against its target; the table below has the figures.", &bar, "USD")) (table) (columns(left, right)) },
            ..Page::new("Pockets")
        },
    )
}
