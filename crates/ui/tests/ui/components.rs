//! Snapshots of the parts whose markup the style sheet and the script rely on.

use locale::{Language, Locale, scoped};
use ui::chart::{Before, InOut, PocketPart, Series, columns_in_out, stacked_bar};
use ui::parts::{Drawing, definitions, empty, period, progress};
use ui::*;

fn lines(markup: impl Render) -> String {
    // One tag a line, so that a change shows where it is.
    markup.render().into_string().replace("><", ">\n<")
}

#[test]
fn table() {
    let table = Table::new(
        "Entries",
        vec![
            Column::text("Date").narrow().sort("?sort=date", Order::Descending),
            Column::text("Entry").grow(),
            Column::figures("Amount, USD").washed(true),
        ],
    )
    .keys()
    .select("entry")
    .row(
        Row::new(vec![
            "May 11".into(),
            "Blue Ridge <Kiln>".into(),
            Cell::figure("/books/entry/1", "−184.37").opened(true),
        ])
        .href("/books/entry/1")
        .choice(1, "entry 1")
        .current(true),
    )
    .row(Row::new(vec!["Sum".into(), Cell::default(), "−184.37".into()]).total())
    .paging(Paging {
        shown: "1 of 1".into(),
        older: Some("?page=2".into()),
        csv: Some("entries.csv".into()),
        newer: None,
    });
    insta::assert_snapshot!(lines(table));
}

#[test]
fn fields() {
    let all = [
        Field::text("name", "Name").value("Calloway").help("As clients know it.").required(),
        Field::money("amount", "Amount")
            .unit("USD")
            .value("twelve")
            .error(Some("“twelve” cannot be read as an amount.".into()))
            .help("In dollars."),
        Field::date("day", "Day").value("2026-05-12").short(),
        Field::select(
            "category",
            "Category",
            vec![Choice::new(1, "Projects").group("Money in"), Choice::new(2, "Travel").group("Money out")],
        )
        .value("2"),
        Field::checkbox("rule", "Do this from now on", true),
        Field::textarea("note", "Note", 3).value("a <b>"),
    ];
    insta::assert_snapshot!(all.iter().map(|field| lines(field) + "\n").collect::<String>());
}

#[test]
fn form_and_action() {
    let form = Form::new("bank-sort-line")
        .next("/bank?page=2")
        .hidden("line", "7")
        .keep("line-7")
        .body(html! { (Button::primary("Book it").key("Enter")) (Button::link("Later").unchecked()) });
    let action = FormAction::new("undo", "Undo").hidden("entry", 61).next("/bank").confirm("Really?").key("U");
    insta::assert_snapshot!(format!("{}\n\n{}", lines(form), lines(action)));
}

#[test]
fn small_parts() {
    insta::assert_snapshot!(
        [
            figure("/pockets/2", "3,412.17"),
            chip(Hue::Tax, "Tax"),
            tabs("Views", &[("To sort".into(), "/bank".into(), true), ("Lines".into(), "/bank/lines".into(), false)]),
            period(Some("?before"), "May 2026", None),
            progress("Sorted", 47, 61),
            definitions(&[("Retainer".into(), html! { "2,400.00" })]),
            empty(Drawing::Desk, "Nothing waits.", html! {}),
        ]
        .map(|part| lines(part) + "\n")
        .concat()
    );
}

#[test]
fn charts() {
    let periods = [
        InOut { label: "M".into(), name: "May".into(), income: 980_000, outgo: 255_700, before: None, washed: true },
        InOut {
            label: "J".into(),
            name: "June".into(),
            income: 0,
            outgo: 100,
            before: Some(Before { income: 2_000_000, outgo: 0 }),
            washed: false,
        },
    ];
    let parts = [
        PocketPart { hue: Hue::Tax, name: "Tax".into(), amount: 341_217, target: Some(315_359) },
        PocketPart { hue: Hue::Buffer, name: "Buffer".into(), amount: 441_280, target: Some(542_400) },
        PocketPart { hue: Hue::HeldForClients, name: "Held for clients".into(), amount: 10_000, target: None },
        PocketPart { hue: Hue::Profit, name: "Profit".into(), amount: -500, target: None },
    ];
    insta::assert_snapshot!(format!(
        "{}\n\n{}",
        lines(columns_in_out("In and out", "By month", &periods, &Series::default(), "USD")),
        lines(stacked_bar("Pockets", "", &parts, "USD"))
    ));
}

fn frame() -> Frame {
    Frame {
        business_name: "Calloway Clay".into(),
        nav: vec![
            NavGroup {
                title: None,
                icon: None,
                items: vec![NavItem {
                    label: "Today".into(),
                    href: "/".into(),
                    icon: Some(Icon::Today),
                    ..NavItem::default()
                }],
            },
            NavGroup {
                title: Some("Money".into()),
                icon: Some(Icon::Money),
                items: vec![NavItem {
                    label: "Bank".into(),
                    href: "/bank".into(),
                    count: Some(14),
                    current: true,
                    icon: None,
                    views: vec![
                        NavView { label: "To sort".into(), href: "/bank".into(), current: true },
                        NavView { label: "Lines".into(), href: "/bank/lines".into(), current: false },
                    ],
                }],
            },
        ],
        footer_lines: vec!["Saved on this machine".into()],
        ..Frame::default()
    }
}

#[test]
fn whole_page() {
    let page = ui::page(
        &frame(),
        Page {
            lead: html! { "Fourteen lines to sort." },
            body: html! { p { "body" } },
            panel: Some(Panel {
                title: "Line".into(),
                address_to_close: "/bank".into(),
                wide: true,
                ..Panel::default()
            }),
            toast: Some(Toast { sentence: "Brought in 61 lines.".into(), undo: Some(FormAction::new("undo", "Undo")) }),
            keys: vec![KeyHint::new("S", "split")],
            ..Page::new("Bank")
        },
    );
    let text = lines(page);
    // The hash of the style sheet changes with every edit of it.
    let text: String = text
        .lines()
        .map(|line| {
            line.split_once("?v=").map_or(line.to_owned(), |(before, after)| format!("{before}{}", &after[16..])) + "\n"
        })
        .collect();
    insta::assert_snapshot!(text);
}

#[test]
fn no_page_needs_more_than_the_content_security_policy_gives() {
    let page = ui::page(&frame(), Page::new("Bank")).into_string()
        + &ui::error_page(Language::English, Theme::Dark, 404, "Gone.", "Look elsewhere.").into_string();
    for forbidden in [" style=", "<style", "onclick=", "javascript:", "<script>", "http://", "https://"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn pages_speak_the_readers_language() {
    for (language, word) in [(Language::French, "Rechercher"), (Language::German, "Suchen")] {
        let page =
            scoped(Locale::new(language, "FR"), || ui::page(&Frame { language, ..frame() }, Page::new("Banque")))
                .into_string();
        assert!(page.contains(word) && page.contains(&format!("<html lang=\"{}\"", language.code())), "{language:?}");
    }
}

#[test]
fn every_text_of_the_parts_is_translated() {
    for folder in ["src", "src/chart"] {
        for file in std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            for key in locale::keys_in_source(&std::fs::read_to_string(&path).unwrap()) {
                for language in [Language::French, Language::German] {
                    assert!(
                        locale::catalogue(language).contains_key(&key),
                        "{language:?} lacks {key:?} of {}",
                        path.display()
                    );
                }
            }
        }
    }
}
