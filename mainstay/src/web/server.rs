//! The server: its address, its routes, its start and its end.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{Method, StatusCode},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
    serve::ListenerExt,
};
use jiff::civil::Date;
use kernel::House;
use store::StoreError;
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};

use super::{
    answer,
    app::App,
    archive, assets, download, enter, files, forms, headers,
    hosts::{Hosts, guard},
    house, keep,
    pages::{self, Asked, Pages},
    start, switch, tokens,
    visit::Visit,
    work,
};
use crate::{api, jobs, wiring};

/// Where it listens unless told otherwise.
const PORT: u16 = 7777;
/// How many ports after it are tried when it is taken.
const PORTS_TRIED: u16 = 20;
/// The largest form or upload.
const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// How long an answer may take to begin.
const LONGEST_ANSWER: Duration = Duration::from_secs(120);

/// A server that listens, and has answered nothing yet.
pub struct Server {
    app: Arc<App>,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Listens at an address, else at port 7777 of the loopback interface or the next free one. Backups by a plan go to
    /// `backups` unless their owner chose another folder.
    pub fn listen(
        house: House,
        address: Option<SocketAddr>,
        more_hosts: &[String],
        today: Option<Date>,
        backups: Option<PathBuf>,
    ) -> io::Result<Server> {
        let listener = match address {
            Some(address) => TcpListener::bind(address)?,
            None => first_free()?,
        };
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let pages = Pages::new(wiring::pages());
        let app = Arc::new(App::new(house, pages, Hosts::of(address, more_hosts), today, backups));
        Ok(Server { app, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A link for one use, to a business or to the set-up page.
    pub fn link(&self, business: Option<i64>) -> Result<String, StoreError> {
        Ok(format!("http://{}{}", self.address, enter::link(&self.app, business)?))
    }

    /// Takes what is put into the folder `inbox` below that one, for as long as the server runs.
    pub fn watch(&self, data: &std::path::Path) {
        let (house, data) = (self.app.house.clone(), data.to_owned());
        std::thread::spawn(move || crate::inbox::watch(&house, &data));
    }

    /// Answers until it is asked to end; answers that have begun are finished.
    pub fn run(self) -> io::Result<()> {
        work::cut_off::tell(&self.app.house, &self.app.marks);
        jobs::start(self.app.house.clone(), self.app.backups.clone());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?.tap_io(|stream| {
                // An answer is one piece: waiting to fill a packet only delays it. Without it, it is merely later.
                let _ = stream.set_nodelay(true);
            });
            let service = router(self.app).into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).with_graceful_shutdown(asked_to_end()).await
        })
    }
}

fn first_free() -> io::Result<TcpListener> {
    let mut last = None;
    for port in PORT..=PORT + PORTS_TRIED {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Every route. What is not named here is a page of an area or of the house, or there is nothing.
fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/assets/{*path}", get(assets::asset))
        .route("/enter", get(enter))
        .route("/start", get(start::form).post(start::found))
        .route("/palette", get(palette))
        .route("/export/{format}", get(download::export))
        .route("/files/{attachment}", get(files::file))
        .route("/inbox/files/{document}", get(files::document))
        .route("/backup", get(download::backup))
        .route("/work", get(work::list))
        .route("/work/{id}", get(work::page))
        .route("/work/{id}/stop", post(work::stop))
        .route("/switch/{business}", post(switch::switch))
        .route("/businesses", get(switch::list))
        .route("/keep/backup-now", post(keep::backup_now))
        .route("/keep/backups/{id}", get(keep::saved))
        .route("/keep/tokens", get(page).post(tokens::make))
        .route("/keep/archive/{key}", get(archive::show).post(archive::take))
        .route("/keep/archive/{key}/drop", post(archive::let_go))
        .route("/do/{command}", post(forms::submit).get(page))
        .route("/preview/{command}", post(forms::preview))
        .merge(api::routes())
        .fallback(get(page))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_ANSWER))
        // An archive may be large and come slowly; it is written to a file as it comes.
        .merge(
            Router::new().route("/keep/archive", get(page).post(archive::receive)).layer(DefaultBodyLimit::disable()),
        )
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(headers::secure))
        .with_state(app)
}

/// A page of an area or of the house.
async fn page(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.blocking(visit, |app, visit| {
        let Some(known) = visit.session(app)? else {
            // Before there is a business, the browser that was let in goes on to set one up.
            let starting = visit.path == "/" && start::may_start(app, visit)?;
            return Ok(if starting { answer::see_other("/start") } else { answer::stranger(visit) });
        };
        let shown = match app.pages.find(&visit.path) {
            Some(found) => {
                let asked = Asked {
                    address: visit.address.clone(),
                    query: visit.query.clone(),
                    refused: None,
                    previewed: None,
                };
                pages::show(app, visit, &known.who, found, asked)
                    .unwrap_or_else(|failure| answer::failed(visit, &failure))
            }
            None if visit.path == "/" => answer::see_other(first_place(app)),
            None => answer::no_page(visit),
        };
        Ok(known.renew(app, shown))
    })
    .await
}

/// With a key, the one-time link; without, the page of that address: what happened?
async fn enter(State(app): State<Arc<App>>, method: Method, visit: Visit) -> Response {
    if visit.ask("key").is_some() {
        enter::enter(State(app), method, visit).await
    } else {
        page(State(app), visit).await
    }
}

/// Where one arrives while no area has a page at `/`: its first place, else all that can be done.
fn first_place(app: &App) -> &'static str {
    let mut places: Vec<_> = app.house.registry().areas.iter().flat_map(|area| &area.places).collect();
    places.sort_by_key(|place| (place.group, place.order));
    places.iter().map(|place| place.href).find(|href| app.pages.find(href).is_some()).unwrap_or("/do")
}

/// The entries of the command palette: places first, then what can be done, on the page that offers it where one does.
async fn palette(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.known(visit, |app, _, who| {
        let entries = app.house.read(who, |context| {
            let registry = context.registry();
            let own = house::places();
            let places = registry.areas.iter().flat_map(|area| &area.places).chain(&own);
            let mut entries: Vec<ui::PaletteEntry> = places
                .filter(|place| app.pages.find(place.href).is_some())
                .map(|place| ui::PaletteEntry {
                    label: (place.label)(),
                    href: place.href.to_owned(),
                    area: String::new(),
                })
                .collect();
            entries.extend(registry.commands().map(|(area, command)| {
                ui::PaletteEntry {
                    label: (command.about)().trim_end_matches('.').to_owned(),
                    href: app
                        .pages
                        .offering(command.name)
                        .map_or_else(|| format!("/do/{}", command.name), |page| page.path.to_owned()),
                    area: locale::translate(area).into_owned(),
                }
            }));
            Ok::<_, kernel::Failure>(ui::palette_entries(&entries).into_string())
        })?;
        Ok(answer::html_page(200, entries))
    })
    .await
}

/// Ends at Ctrl-C, and at the signal by which a service is stopped.
async fn asked_to_end() {
    let interrupted = async {
        // Without the handler the signal ends the program at once, which is safe for the data too.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
