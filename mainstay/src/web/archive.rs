//! An archive comes in through the browser: sent, looked into, brought in as a business of its own.
//!
//! It may be larger than memory, so it is written to a file as it comes. The file has no name: when the program ends,
//! whichever way, it is gone.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, Seek, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Path, Request, State, multipart::Field},
    http::StatusCode,
    response::Response,
};
use kernel::{Actor, Failure, House, RefusalKind, Refused, Who};
use locale::t;
use serde_json::json;
use store::{ArchiveLook, Engine};
use tokio::sync::mpsc::channel;

use super::{
    answer,
    app::App,
    pages::{self, Asked},
    upload,
    visit::Visit,
    work::{self, About, Outcome},
};
use crate::secret;

/// The page where an archive is dropped; what was dropped has an address below it.
const PAGE: &str = "/keep/archive";
/// The largest archive taken by a browser. `mainstay restore` has no such limit.
const LARGEST: u64 = 16 << 30;
/// How many pieces wait for a slow disk.
const PIECES_WAITING: usize = 8;
/// How much of the file is read at a time.
const CHUNK: usize = 1 << 16;

/// The archives that were sent: for each business the last one that was sent from its pages.
#[derive(Default, Clone)]
pub(crate) struct Archives {
    all: Arc<Mutex<BTreeMap<String, Arc<Sent>>>>,
}

/// An archive that was sent.
struct Sent {
    business: i64,
    file_name: String,
    file: Mutex<File>,
    found: Mutex<Found>,
}

/// What is known of it.
#[derive(Default)]
struct Found {
    look: Option<ArchiveLook>,
    /// Why it was not looked into to the end, or not brought in.
    refused: Option<Refused>,
    /// The name it was to get.
    name: Option<String>,
}

impl Archives {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Sent>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, sent: Arc<Sent>) -> String {
        let key = secret::new();
        let mut all = self.lock();
        all.retain(|_, other| other.business != sent.business);
        all.insert(key.clone(), sent);
        key
    }

    fn find(&self, business: i64, key: &str) -> Option<Arc<Sent>> {
        self.lock().get(key).filter(|sent| sent.business == business).cloned()
    }

    fn let_go(&self, business: i64, key: &str) {
        self.lock().retain(|known, sent| known != key || sent.business != business);
    }
}

impl Sent {
    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file from its beginning, for one reader at a time.
    fn read<T>(&self, work: impl FnOnce(BufReader<&mut File>) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.rewind().map_err(|error| unreadable(&error))?;
        work(BufReader::with_capacity(CHUNK, &mut file))
    }

    /// Keeps what came of looking or of bringing in; a refusal is told on the page of the archive.
    fn keep<T>(&self, outcome: Result<T, Failure>, done: impl FnOnce(&mut Found, T)) -> Option<Failure> {
        let mut found = self.found();
        match outcome {
            Ok(value) => {
                found.refused = None;
                done(&mut found, value);
                None
            }
            Err(Failure::Refused(refused)) => {
                found.refused = Some((*refused).clone());
                Some(Failure::Refused(refused))
            }
            Err(failure) => Some(failure),
        }
    }
}

fn unreadable(error: &io::Error) -> Failure {
    let sentence = t!("The archive could not be kept on this machine: {reason}.", reason = error);
    Refused::new("archive-not-kept", RefusalKind::Conflict, sentence).into()
}

/// Who may bring another business in: the owner of a data file. On a server the host does.
fn allowed(app: &App, who: &Who) -> Result<(), Failure> {
    if app.house.store().engine() == Engine::Sqlite && who.actor == Actor::Owner {
        return Ok(());
    }
    let sentence = t!("Only the owner of a data file brings another business into it; on a server the host does.");
    Err(Refused::new("only-owner", RefusalKind::Forbidden, sentence).into())
}

/// Takes an archive in as it comes, and looks into it.
pub(crate) async fn receive(State(app): State<Arc<App>>, visit: Visit, request: Request) -> Response {
    // Nobody else's file is worth keeping.
    if let Some(answer) = app.clone().turned_away(visit.clone()).await {
        return answer;
    }
    let allow = |app: &App, _: &Visit, who: &Who| {
        allowed(app, who)?;
        Ok(answer::plain(StatusCode::NO_CONTENT, String::new()))
    };
    let answered = app.clone().known(visit.clone(), allow).await;
    if answered.status() != StatusCode::NO_CONTENT {
        return answered;
    }
    let (file_name, file) = match sent_file(request).await {
        Ok(Some(sent)) => sent,
        Ok(None) => return answer::see_other(PAGE),
        Err(NotReceived::Form(status)) => return answer::plain(status, t!("The form could not be read.")),
        Err(NotReceived::TooLarge) => {
            let sentence = t!("That is larger than a browser may send; use `mainstay restore` for it.");
            return answer::plain(StatusCode::PAYLOAD_TOO_LARGE, sentence);
        }
        Err(NotReceived::Disk(error)) => {
            return app.blocking(visit, move |_, _| Err(unreadable(&error))).await;
        }
    };
    app.known(visit, move |app, visit, who| {
        let sent =
            Arc::new(Sent { business: who.business, file_name, file: Mutex::new(file), found: Mutex::default() });
        let next = format!("{PAGE}/{}", app.archives.put(sent.clone()));
        let what = t!("Look into the archive {file}", file = sent.file_name);
        let about = About { what, next, from: None, told_there: true, in_steps: false };
        work::run(app, visit, who, about, move |house| {
            let looked = sent.read(|archive| house.look_into_archive(archive));
            let failure = sent.keep(looked, |found, look| found.look = Some(look));
            Outcome { failure, ..Outcome::default() }
        })
    })
    .await
}

enum NotReceived {
    Form(StatusCode),
    TooLarge,
    Disk(io::Error),
}

/// The first file of a form, with its name.
async fn sent_file(request: Request) -> Result<Option<(String, File)>, NotReceived> {
    let form = |status| NotReceived::Form(status);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|rejection| form(rejection.status()))?;
    while let Some(part) = parts.next_field().await.map_err(|error| form(error.status()))? {
        let name = part.file_name().map(str::to_owned).filter(|name| !name.is_empty());
        if let Some(name) = name {
            return Ok(Some((name, write_down(part).await?)));
        }
    }
    Ok(None)
}

/// Writes a file down piece by piece, on a thread that may wait for the disk.
async fn write_down(mut part: Field<'_>) -> Result<File, NotReceived> {
    let (sender, mut pieces) = channel::<Bytes>(PIECES_WAITING);
    let writer = tokio::task::spawn_blocking(move || -> io::Result<File> {
        let mut file = tempfile::tempfile()?;
        while let Some(piece) = pieces.blocking_recv() {
            file.write_all(&piece)?;
        }
        Ok(file)
    });
    let mut bytes = 0;
    while let Some(piece) = part.chunk().await.map_err(|error| NotReceived::Form(error.status()))? {
        bytes += piece.len() as u64;
        if bytes > LARGEST {
            return Err(NotReceived::TooLarge);
        }
        // A writer that has given up says why below.
        if sender.send(piece).await.is_err() {
            break;
        }
    }
    drop(sender);
    let written = writer.await.unwrap_or_else(|_| Err(io::ErrorKind::Other.into()));
    written.map_err(NotReceived::Disk)
}

/// What was found in an archive that was sent, and the question what is to be done with it.
pub(crate) async fn show(State(app): State<Arc<App>>, Path(key): Path<String>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        allowed(app, who)?;
        // What was brought in or let go of is asked for again by a browser that goes back.
        let Some(sent) = app.archives.find(who.business, &key) else { return Ok(answer::see_other(PAGE)) };
        let query = query(app, &sent)?;
        let Some(page) = app.pages.find(&visit.path) else { return Ok(answer::no_page(visit)) };
        let address = visit.path.clone();
        pages::show(app, visit, who, page, Asked { address, query, refused: None, previewed: None })
    })
    .await
}

/// What the page shows, as the query of its address.
fn query(app: &App, sent: &Sent) -> Result<Vec<(String, String)>, Failure> {
    let found = sent.found();
    let mut query = vec![("file".to_owned(), sent.file_name.clone())];
    if let Some(look) = &found.look {
        let name = match &found.name {
            Some(name) => name.clone(),
            None => free_name(app, &look.header.business.name)?,
        };
        query.push(("look".to_owned(), json!(look).to_string()));
        query.push(("name".to_owned(), name));
    }
    if let Some(refused) = &found.refused {
        query.push(("refused".to_owned(), refused.to_string()));
        query.push(("field".to_owned(), refused.field.clone().unwrap_or_default()));
    }
    Ok(query)
}

/// The name of the archive's business, numbered where it is taken.
fn free_name(app: &App, name: &str) -> Result<String, Failure> {
    let directory = app.house.store().directory();
    let mut free = name.to_owned();
    let mut number = 2;
    while directory.business_named(&free)?.is_some() {
        free = format!("{name} {number}");
        number += 1;
    }
    Ok(free)
}

/// Brings an archive in that was looked into.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    visit: Visit,
    request: Request,
) -> Response {
    if let Some(answer) = app.clone().turned_away(visit.clone()).await {
        return answer;
    }
    let Ok(mut submitted) = upload::read(request).await else {
        return answer::plain(StatusCode::BAD_REQUEST, t!("The form could not be read."));
    };
    app.known(visit, move |app, visit, who| {
        allowed(app, who)?;
        let Some(sent) = app.archives.find(who.business, &key) else { return Ok(answer::see_other(PAGE)) };
        let name = submitted.take("name").map(|name| name.trim().to_owned()).unwrap_or_default();
        sent.found().name = Some(name.clone());
        let about = About {
            what: t!("Bring in the archive {file}", file = sent.file_name),
            next: format!("{PAGE}/{key}"),
            from: None,
            told_there: true,
            in_steps: false,
        };
        let (archives, business) = (app.archives.clone(), who.business);
        work::run(app, visit, who, about, move |house| {
            let outcome = bring_in(house, &sent, &name);
            if outcome.next.is_some() {
                archives.let_go(business, &key);
            }
            outcome
        })
    })
    .await
}

fn bring_in(house: &House, sent: &Sent, name: &str) -> Outcome {
    let mut next = None;
    let taken = sent.read(|archive| house.take_archive(archive, Some(name)));
    let failure = sent.keep(taken, |_, arrived| {
        next = Some(format!("/businesses?arrived={}&entries={}", arrived.business, arrived.entries));
    });
    Outcome { failure, next, ..Outcome::default() }
}

/// Lets go of an archive that was sent.
pub(crate) async fn let_go(State(app): State<Arc<App>>, Path(key): Path<String>, visit: Visit) -> Response {
    app.known(visit, move |app, _, who| {
        app.archives.let_go(who.business, &key);
        Ok(answer::see_other(PAGE))
    })
    .await
}
