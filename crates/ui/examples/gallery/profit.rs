//! Profit and loss: by quarter with a number open, and by month.

use ui::chart::{Before, InOut, Series, columns_in_out};
use ui::parts::period;
use ui::{Cell, Column, Frame, Markup, Page, Panel, Phone, Row, Table, html, tabs};

const MONTHS: [(&str, i64, i64); 12] = [
    ("May", 9_800, 2_557),
    ("Jun", 8_580, 2_485),
    ("Jul", 6_082, 2_128),
    ("Aug", 5_741, 2_389),
    ("Sep", 9_923, 2_767),
    ("Oct", 9_258, 2_577),
    ("Nov", 10_184, 3_112),
    ("Dec", 9_287, 3_135),
    ("Jan", 5_022, 2_485),
    ("Feb", 9_016, 3_101),
    ("Mar", 8_384, 2_618),
    ("Apr", 8_963, 2_852),
];

fn picture(quarters: bool) -> Markup {
    let periods: Vec<InOut> = MONTHS
        .iter()
        .enumerate()
        .map(|(index, (name, income, outgo))| InOut {
            label: if quarters { name[..1].to_owned() } else { String::new() },
            name: (*name).to_owned(),
            income: income * 100,
            outgo: outgo * 100,
            before: Some(Before { income: income * 94 + 20_000, outgo: outgo * 93 + 8_000 }),
            washed: quarters && index >= 9,
        })
        .collect();
    columns_in_out(
        "Money in and out by month",
        "May 2025 to April 2026; the table below has the figures.",
        &periods,
        &Series::default(),
        "USD",
    )
}

fn frame_of(frame: &Frame, body: Markup, quarters: bool, panel: Option<Panel>) -> Markup {
    let tools = html! {
        (ui::parts::tools(
            tabs("Columns", &[("Months".into(), "?by=month".into(), !quarters), ("Quarters".into(), "?by=quarter".into(), quarters), ("Year".into(), "?by=year".into(), false)]),
            html! { (tabs("Basis", &[("Cash".into(), "?basis=cash".into(), true), ("Accrual".into(), "?basis=accrual".into(), false)])) a href="profit.csv" download { "CSV" } },
        ))
    };
    ui::page(
        frame,
        Page {
            period: period(Some("?to=2025-04"), "May 2025 to April 2026", Some("?to=2027-04")),
            lead: html! { "$68,034 " small { "profit in twelve months" } },
            sub: html! { "+3,306 against the year before. Thinnest: January and August." },
            body: html! { (tools) (body) p.h { "US dollars, whole. Your pay is not a cost here: it is drawn from profit." } },
            panel,
            ..Page::new("Profit and loss")
        },
    )
}

pub fn quarters(frame: &Frame) -> Markup {
    let heads = ["May to Jul", "Aug to Oct", "Nov to Jan", "Feb to Apr"];
    let mut columns = vec![Column::text("").phone(Phone::Lead)];
    columns.extend(
        heads.iter().enumerate().map(|(index, head)| Column::figures(*head).washed(index == 3).phone(Phone::Hidden)),
    );
    columns.push(Column::figures("12 months").strong().phone(Phone::Figure));
    columns.push(Column::figures("Year on year").quiet().phone(Phone::Hidden));
    let rows = [
        ("gr", "Money in", "(income)", ["24,462", "24,922", "24,493", "26,363", "100,240", "+5,418"]),
        ("pt", "Retainers", "", ["15,300", "15,300", "11,700", "11,700", "54,000", "−3,600"]),
        ("pt", "Projects", "", ["4,250", "5,100", "3,800", "8,550", "21,700", "+3,750"]),
        ("pt", "Online sales", "", ["3,712", "3,442", "8,273", "4,433", "19,860", "+4,548"]),
        ("pt", "Workshops", "", ["1,200", "1,080", "720", "1,680", "4,680", "+720"]),
        ("gr", "Money out", "(expenses)", ["7,170", "7,733", "8,732", "8,571", "32,206", "+2,112"]),
        ("pt", "Materials and packing", "", ["1,531", "1,602", "2,426", "2,174", "7,733", "+843"]),
        ("pt", "Studio rent and power", "", ["3,759", "3,771", "3,951", "3,860", "15,341", "+537"]),
        ("pt", "Shop and card fees", "", ["204", "189", "455", "244", "1,092", "+250"]),
        ("pt", "Software and phone", "", ["642", "656", "663", "702", "2,663", "+167"]),
        ("pt", "Tools and repairs", "", ["86", "450", "209", "405", "1,150", "−227"]),
        ("pt", "Travel", "", ["210", "327", "118", "424", "1,079", "+174"]),
        ("pt", "Insurance and bookkeeper", "", ["738", "738", "910", "762", "3,148", "+368"]),
        ("to", "Profit", "", ["17,292", "17,189", "15,761", "17,792", "68,034", "+3,306"]),
    ];
    let table = Table::new("Profit and loss by quarter", columns).compact().even().picture(1, 4, picture(true)).rows(
        rows.iter().map(|(rank, name, term, figures)| {
            let mut cells = vec![Cell::remark(*name, *term)];
            cells.extend(
                figures.iter().map(|text| Cell::figure("/books/profit?open=1", *text).opened(*text == "8,550")),
            );
            let row = Row::new(cells);
            match *rank {
                "gr" => row.group(),
                "pt" => row.part(),
                _ => row.total(),
            }
        }),
    );
    let entries = Table::new(
        "Entries",
        vec![
            Column::text("Day").quiet().narrow().phone(Phone::Second),
            Column::text("Entry").grow().phone(Phone::Lead),
            Column::figures("Amount, USD").phone(Phone::Figure),
        ],
    )
    .headless()
    .compact()
    .rows(
        [
            ("Feb 6", "Museum of Mountain Craft", "2026-006", "2,150.00"),
            ("Feb 19", "Tallow & Thyme, deposit", "2026-010", "1,250.00"),
            ("Mar 11", "Tallow & Thyme, final", "2026-015", "2,250.00"),
            ("Apr 3", "Penn Street School", "2026-021", "1,700.00"),
            ("Apr 22", "Fernhollow Inn, deposit", "2026-024", "1,200.00"),
        ]
        .map(|(day, who, invoice, amount)| {
            Row::new(vec![
                day.into(),
                html! { b { (who) } br; small { "Invoice " (invoice) } }.into(),
                Cell::figure("/books/entry/1", amount),
            ])
        }),
    )
    .row(Row::new(vec![Cell::default(), "Five entries".into(), "8,550.00".into()]).sum());
    let panel = Panel {
        kicker: "Where this number comes from".into(),
        title: "Projects, February to April".into(),
        figure: "$8,550.00".into(),
        address_to_close: "/books/profit".into(),
        wide: false,
        body: html! {
            p.cmp { span { "+4,750.00 on the quarter before" } span { "+1,650.00 on the same quarter a year ago" } }
            p { "Money received for projects, on the day it reached the bank, without sales tax. Retainers and workshops are counted on their own lines." }
            (entries)
            div { h3 { "Not in this number" } p.h { "Invoice 2026-029 to Tallow & Thyme, 1,250.00, sent April 21 and not yet paid. It counts when the money comes." } }
            (ui::parts::actions(html! { a href="/books/entries" { "Open these five" } a href="/x.csv" download { "Save as CSV" } }))
        },
    };
    frame_of(frame, html! { (table) }, true, Some(panel))
}

pub fn months(frame: &Frame) -> Markup {
    let mut columns = vec![Column::text("").phone(Phone::Lead)];
    columns.extend(MONTHS.iter().map(|(name, ..)| Column::figures(*name).phone(Phone::Hidden)));
    columns.push(Column::figures("12 months").strong().phone(Phone::Figure));
    let figures = |pick: fn(i64, i64) -> i64, total: &str| {
        let mut cells: Vec<Cell> = MONTHS
            .iter()
            .map(|(_, income, outgo)| Cell::figure("/books/profit?open=1", locale::fmt::number(pick(*income, *outgo))))
            .collect();
        cells.push(total.into());
        cells
    };
    let row = |name: &str, term: &str, cells: Vec<Cell>| Row::new([vec![Cell::remark(name, term)], cells].concat());
    let table = Table::new("Profit and loss by month", columns)
        .compact()
        .even()
        .picture(1, 12, picture(false))
        .row(row("Money in", "(income)", figures(|income, _| income, "100,240")).group())
        .row(row("Money out", "(expenses)", figures(|_, outgo| outgo, "32,206")).group())
        .row(row("Profit", "", figures(|income, outgo| income - outgo, "68,034")).total());
    frame_of(frame, html! { (table) }, false, None)
}
