//! A backup on demand, and the backups that are there.

use std::{fs::File, sync::Arc};

use axum::{
    extract::{Path, State},
    response::Response,
};
use keep::Backups;
use kernel::{Failure, Who};
use locale::t;
use store::Business;

use super::{
    answer,
    app::App,
    download,
    visit::Visit,
    work::{self, About, Outcome},
};
use crate::jobs;

/// Makes a backup and tries it, as a job would.
pub(crate) async fn backup_now(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.known(visit, |app, visit, who| {
        let business = business(app, who)?;
        let about = About {
            what: t!("Make a backup and try it"),
            next: "/keep".to_owned(),
            from: None,
            told_there: false,
            in_steps: false,
        };
        let folder = app.backups.clone();
        work::run(app, visit, who, about, move |house| match jobs::backups::make(house, &business, folder.as_deref()) {
            Ok(done) => Outcome { done: vec![done], ..Outcome::default() },
            Err(failure) => Outcome { failure: Some(failure), ..Outcome::default() },
        })
    })
    .await
}

fn business(app: &App, who: &Who) -> Result<Business, Failure> {
    let all = app.house.store().directory().businesses()?;
    let found = all.into_iter().find(|business| business.id == who.business);
    found.ok_or_else(|| Failure::not_found(&t!("business"), who.business))
}

/// The file of a backup. Which file that is was noted by the program itself and by nobody else.
pub(crate) async fn saved(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        let known = app.house.answer(who, &Backups { limit: Some(1_000) })?.backups;
        let found = known.into_iter().find(|backup| backup.backup == id && backup.removed_on.is_none());
        let opened = found.and_then(|backup| Some((File::open(&backup.file).ok()?, backup.file)));
        let Some((file, path)) = opened else { return Ok(answer::no_page(visit)) };
        let name =
            std::path::Path::new(&path).file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        Ok(download::send(file, &name, "application/zstd"))
    })
    .await
}
