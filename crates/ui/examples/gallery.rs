//! Writes pages of every component to a folder, to be looked at in light, dark, wide and narrow:
//!
//! ```text
//! cargo run -p ui --example gallery -- target/gallery
//! python3 -m http.server -d target/gallery 8099
//! ```
//!
//! The business is invented: Calloway Clay, a ceramicist in Asheville.

#[path = "gallery/bank.rs"]
mod bank;
#[path = "gallery/components.rs"]
mod components;
#[path = "gallery/pockets.rs"]
mod pockets;
#[path = "gallery/profit.rs"]
mod profit;
#[path = "gallery/today.rs"]
mod today;

use std::path::Path;
use std::{env, fs, io};

use locale::Language;
use ui::{BusinessLink, Frame, Icon, Markup, NavGroup, NavItem, Theme};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for name in ["mainstay.css", "mainstay.js", "mark.svg"] {
        if let Some(file) = ui::asset(name) {
            fs::write(folder.join("assets").join(name), file.bytes)?;
        }
    }
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let pages: [(&str, Markup); 8] = [
            ("today", today::page(&frame("Today", theme))),
            ("pockets", pockets::page(&frame("Pockets", theme))),
            ("bank", bank::page(&frame("Bank", theme))),
            ("profit", profit::quarters(&frame("Books", theme))),
            ("months", profit::months(&frame("Books", theme))),
            ("components", components::page(&frame("Settings", theme))),
            ("empty", components::empty(&frame("Bank", theme))),
            (
                "error",
                ui::error_page(
                    Language::English,
                    theme,
                    404,
                    "There is no page here.",
                    "It may have moved, or the address was mistyped.",
                ),
            ),
        ];
        for (name, markup) in pages {
            let text = markup.into_string();
            println!("{name}-{suffix}: {} bytes", text.len());
            fs::write(folder.join(format!("{name}-{suffix}.html")), &text)?;
            // A headless browser is never as narrow as a phone; a frame inside a page can be.
            let phone = format!(
                "<!doctype html><style>body{{margin:0}}iframe{{width:390px;height:844px;border:0}}</style><iframe src=\"{name}-{suffix}.html\"></iframe>"
            );
            fs::write(folder.join(format!("{name}-{suffix}-390.html")), phone)?;
        }
    }
    Ok(())
}

fn frame(current: &str, theme: Theme) -> Frame {
    let place = |label: &str, count: Option<i64>| NavItem {
        label: label.to_owned(),
        href: format!("/{}", label.to_lowercase()),
        count,
        current: label == current,
        icon: None,
        views: Vec::new(),
    };
    let today = NavItem { icon: Some(Icon::Today), href: "/".to_owned(), ..place("Today", None) };
    let money = [
        ("Books", None),
        ("Bank", Some(14)),
        ("Pockets", None),
        ("Billing", Some(3)),
        ("Taxes", None),
        ("Forecast", None),
    ];
    let rest = ["Clients", "Offers", "Work", "Stock", "Risk", "Plan", "Peers", "Settings"];
    let icon_of = |label: &str| match label {
        "Clients" => Some(Icon::Clients),
        "Work" => Some(Icon::Work),
        _ => None,
    };
    Frame {
        business_name: "Calloway Clay".to_owned(),
        other_businesses: vec![BusinessLink { name: "Mud Season Workshops".to_owned(), href: "/to/2".to_owned() }],
        nav: vec![
            NavGroup { title: None, icon: None, items: vec![today] },
            NavGroup {
                title: Some("Money".to_owned()),
                icon: Some(Icon::Money),
                items: money.iter().map(|(label, count)| place(label, *count)).collect(),
            },
            NavGroup {
                title: Some("The rest".to_owned()),
                icon: None,
                items: rest.iter().map(|label| NavItem { icon: icon_of(label), ..place(label, None) }).collect(),
            },
        ],
        footer_lines: vec!["Saved on this machine".to_owned(), "Backed up 07:10 today".to_owned()],
        theme,
        language: Language::English,
        search_query: String::new(),
    }
}
