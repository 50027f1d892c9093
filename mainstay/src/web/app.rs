//! What all requests share.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use kernel::{Failure, House, Who};

use super::{
    answer,
    archive::Archives,
    hosts::Hosts,
    pages::Pages,
    switch,
    throttle::Throttle,
    visit::Visit,
    work::{Works, cut_off::Place},
};
use crate::secret;

/// The program as requests see it: built once.
pub(crate) struct App {
    pub house: House,
    pub pages: Pages,
    pub hosts: Hosts,
    /// What is being done on threads of its own.
    pub works: Works,
    /// Where long work is marked while it runs.
    pub marks: Place,
    /// Archives that were sent and not brought in yet.
    pub archives: Archives,
    /// Wrong tokens, by the address they came from.
    pub wrong_tokens: Throttle,
    /// Where scheduled backups go unless their owner says otherwise.
    pub backups: Option<PathBuf>,
    /// The day at which the calendar is held, if it is.
    pub today: Option<Date>,
    /// The name of the session's cookie. Browsers share cookies between the ports of a host, so two data files open at
    /// once must not overwrite each other's.
    pub cookie: String,
    /// The hash of the key to the set-up page, while there is no business that a link could lead to.
    start_key: Mutex<Option<[u8; 32]>>,
}

impl App {
    pub fn new(house: House, pages: Pages, hosts: Hosts, today: Option<Date>, backups: Option<PathBuf>) -> App {
        let place = secret::hash(&house.store().location());
        let cookie = format!("mainstay-{}", place[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        let marks = Place::of(&house, backups.as_deref());
        let (works, archives, wrong_tokens) = (Works::default(), Archives::default(), Throttle::default());
        App {
            house,
            pages,
            hosts,
            works,
            marks,
            archives,
            wrong_tokens,
            backups,
            today,
            cookie,
            start_key: Mutex::new(None),
        }
    }

    /// Keeps the key to the set-up page, or with none closes it.
    pub fn keep_start_key(&self, key: Option<&str>) {
        *self.start_key.lock().unwrap_or_else(PoisonError::into_inner) = key.map(secret::hash);
    }

    /// Whether this is the key to the set-up page.
    pub fn is_start_key(&self, key: &str) -> bool {
        let kept = self.start_key.lock().unwrap_or_else(PoisonError::into_inner);
        *kept == Some(secret::hash(key))
    }

    /// Runs work that reads or writes data on a thread where it may block. A panic there answers this one request with
    /// an error and harms no other.
    pub async fn blocking(
        self: Arc<App>,
        visit: Visit,
        work: impl FnOnce(&App, &Visit) -> Result<Response, Failure> + Send + 'static,
    ) -> Response {
        let broken = answer::broken(&visit);
        let run = move || {
            let locale = visit.locale();
            locale::scoped(locale, || work(&self, &visit).unwrap_or_else(|failure| answer::failed(&visit, &failure)))
        };
        tokio::task::spawn_blocking(run).await.unwrap_or(broken)
    }

    /// The answer to a browser that is not known; none to one that is.
    pub async fn turned_away(self: Arc<App>, visit: Visit) -> Option<Response> {
        let response = self
            .blocking(visit, |app, visit| match visit.session(app)? {
                Some(_) => Ok(StatusCode::NO_CONTENT.into_response()),
                None => Ok(answer::stranger(visit)),
            })
            .await;
        (response.status() != StatusCode::NO_CONTENT).then_some(response)
    }

    /// The same for a browser that is known; any other gets nothing.
    pub async fn known(
        self: Arc<App>,
        visit: Visit,
        work: impl FnOnce(&App, &Visit, &Who) -> Result<Response, Failure> + Send + 'static,
    ) -> Response {
        self.blocking(visit, |app, visit| {
            let Some(known) = visit.session(app)? else { return Ok(answer::stranger(visit)) };
            let meant = switch::check(app, visit, &known.who);
            let response = meant
                .and_then(|()| work(app, visit, &known.who))
                .unwrap_or_else(|failure| answer::failed(visit, &failure));
            Ok(known.renew(app, response))
        })
        .await
    }
}
