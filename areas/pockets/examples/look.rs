#[path = "../tests/fixture.rs"]
mod fixture;
use fixture::*;
use ui::*;
fn main() {
    let dir = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    std::fs::create_dir_all(dir.join("assets")).unwrap();
    for name in ["mainstay.css", "mainstay.js", "mark.svg"] {
        std::fs::write(dir.join("assets").join(name), ui::asset(name).unwrap().bytes).unwrap();
    }
    let tmp = tempfile::tempdir().unwrap();
    let store = store::Store::open_file(&tmp.path().join("a.db"), &Default::default()).unwrap();
    let full = Business::with_years(store);
    let store = store::Store::open_file(&tmp.path().join("b.db"), &Default::default()).unwrap();
    let empty = Business::founded(store, TODAY, 0);
    let store = store::Store::open_file(&tmp.path().join("c.db"), &Default::default()).unwrap();
    let start = Business::founded(store, TODAY, 17_764_36);
    let p = |role: &str| full.pocket(role);
    let services = full.account("sales-services");
    let pages: Vec<(&str, &Business, String)> = vec![
        ("today", &full, "/".into()),
        ("today-free", &full, "/?open=free".into()),
        ("today-month", &full, "/?open=month".into()),
        ("today-tax", &full, "/?open=tax".into()),
        ("today-empty", &empty, "/".into()),
        ("today-start", &start, "/".into()),
        ("pockets", &full, "/pockets".into()),
        ("pockets-empty", &empty, "/pockets".into()),
        ("pockets-start", &start, "/pockets".into()),
        ("pockets-divide", &start, "/pockets?do=divide".into()),
        ("pockets-move", &full, format!("/pockets?do=move&from={}&to={}&minor=12345", p("buffer"), p("tax"))),
        ("pockets-shares", &full, "/pockets?do=shares".into()),
        ("pocket", &full, format!("/pockets/{}", p("running-costs"))),
        ("profit", &full, "/books".into()),
        ("profit-q", &full, format!("/books?by=quarter&open={services}.202602.202604")),
        ("profit-sum", &full, "/books?by=quarter&open=profit.202602.202604".into()),
        ("profit-y", &full, "/books?by=year".into()),
        ("profit-tax", &full, "/books?from=2026-01&through=2026-05&by=quarter".into()),
        ("profit-empty", &empty, "/books".into()),
        ("accounts", &full, "/books/accounts".into()),
        ("accounts-add", &full, "/books/accounts?add=account".into()),
        ("accounts-cat", &full, "/books/accounts?add=category".into()),
        ("register", &full, format!("/books/accounts/{}", full.account("Checking ··4821"))),
        ("entry", &full, "/books/entries/12".into()),
        ("post", &full, "/books/post".into()),
        ("balances", &full, "/books/balances".into()),
    ];
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (name, business, address) in &pages {
            let asked = std::time::Instant::now(); let page = business.render(address, None).unwrap(); let asked = asked.elapsed();
            let place = |label: &str, href: &str, icon| NavItem { label: label.into(), href: href.into(), count: None, current: false, icon };
            let frame = Frame {
                business_name: "Calloway Clay".into(), theme,
                nav: vec![
                    NavGroup { title: None, icon: None, items: vec![place("Today", "/", Some(Icon::Today))] },
                    NavGroup { title: Some("Money".into()), icon: Some(Icon::Money), items: vec![place("Books", "/books", None), place("Bank", "/bank", None), place("Pockets", "/pockets", None)] },
                ],
                footer_lines: vec!["Saved on this machine".into()], ..Frame::default()
            };
            let started = std::time::Instant::now();
            let text = ui::page(&frame, page).into_string();
            if suffix == "light" { println!("{name}: {} bytes {:?} asked {asked:?}", text.len(), started.elapsed()); }
            std::fs::write(dir.join(format!("{name}-{suffix}.html")), &text).unwrap();
            std::fs::write(dir.join(format!("{name}-{suffix}-390.html")), format!("<!doctype html><style>body{{margin:0}}iframe{{width:390px;height:1800px;border:0}}</style><iframe src=\"{name}-{suffix}.html\"></iframe>")).unwrap();
        }
    }
}
