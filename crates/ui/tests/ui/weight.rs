//! Pages stay light: the goals are 28 KB for a list of fifty rows and 100 KB for the largest page.

use ui::*;

#[test]
fn a_list_page_of_fifty_rows_is_light() {
    let table = Table::new(
        "Entries",
        vec![
            Column::text("Date").narrow().quiet().sort("/books?sort=date", Order::Descending),
            Column::text("Entry").grow().sort("/books?sort=entry", Order::None),
            Column::text("Category").quiet(),
            Column::text("Pocket").quiet(),
            Column::figures("Amount, USD").sort("/books?sort=amount", Order::None),
        ],
    )
    .keys()
    .rows((0..50).map(|index| {
        Row::new(vec![
            "May 11".into(),
            "Blue Ridge Kiln Supply".into(),
            "Clay and glazes, tools".into(),
            chip(Hue::JobCosts, "Job costs").into(),
            "−184.37".into(),
        ])
        .href(format!("/books/entries/{index}"))
    }))
    .paging(Paging {
        shown: "1 to 50 of 1,204".into(),
        newer: None,
        older: Some("/books?page=2".into()),
        csv: Some("/books.csv".into()),
    });
    let place = |label: &str| NavItem { label: label.into(), href: format!("/{label}"), ..NavItem::default() };
    let frame = Frame {
        business_name: "Calloway Clay".into(),
        nav: vec![NavGroup {
            title: Some("Money".into()),
            icon: Some(Icon::Money),
            items: ["books", "bank", "pockets", "billing", "taxes", "forecast"].map(place).to_vec(),
        }],
        ..Frame::default()
    };
    let size = ui::page(&frame, Page { body: table.render(), ..Page::new("Entries") }).into_string().len();
    assert!(size <= 16 * 1024, "{size} bytes");
}
