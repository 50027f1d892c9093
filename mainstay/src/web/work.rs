//! Work that takes long: it runs on a thread of its own, tells how far it is, and goes on when nobody looks.
//!
//! Every form's work begins here. What ends at once is answered at once; of what does not, the browser gets a page that
//! shows how far it is, and that answers in the end as the form would have. Whoever comes back later finds the outcome in
//! the log, or what was refused among the things that wait.

pub(crate) mod cut_off;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use keep::{DismissWork, NoteWork};
use kernel::{Actor, Done, Failure, House, Progress, Who};
use locale::t;
use ui::RefusedForm;

use self::cut_off::Mark;
use super::{
    answer,
    app::App,
    forms,
    pages::{self, Asked},
    visit::Visit,
};

/// How long an answer waits for its work before it becomes a page of its own.
const AT_ONCE: Duration = Duration::from_millis(1_200);
/// A file in a form that was refused while nobody watched is not kept: it can be dropped again.
const LARGEST_TEXT_KEPT: usize = 64 * 1024;

/// All work of this program that has not been answered yet.
#[derive(Default)]
pub(crate) struct Works {
    all: Mutex<BTreeMap<i64, Arc<Work>>>,
}

/// What work is to be known by, and where its answer leads.
pub(crate) struct About {
    /// What is done, in a few words.
    pub what: String,
    /// Where to go when it is done.
    pub next: String,
    /// The page of the form, for what is refused.
    pub from: Option<String>,
    /// Whether the page at `next` itself tells what was refused.
    pub told_there: bool,
    /// Whether it is done in several steps, each kept by itself.
    pub in_steps: bool,
}

/// Work on its way, or ended and not answered yet.
pub(crate) struct Work {
    id: i64,
    who: Who,
    about: About,
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
    state: Mutex<Ended>,
    ended: Condvar,
}

#[derive(Default)]
struct Ended {
    with: Option<Outcome>,
    /// Whether its form has got another answer meanwhile.
    left_alone: bool,
    /// The note of what was not done.
    note: Option<i64>,
    /// What tells the next start of it, should this program end before the work does.
    mark: Option<Mark>,
}

/// How work ended.
#[derive(Default)]
pub(crate) struct Outcome {
    /// What was done.
    pub done: Vec<Done>,
    /// What was refused.
    pub refused: Vec<RefusedForm>,
    /// What failed without being a form's fault.
    pub failure: Option<Failure>,
    /// Where to go when it is done, known only now.
    pub next: Option<String>,
}

impl Outcome {
    /// Why it was not done, if it was not.
    fn why(&self) -> Option<String> {
        let refused = self.refused.first().map(|form| form.refused.to_string());
        refused.or_else(|| self.failure.as_ref().map(|failure| failure.said().to_string()))
    }
}

impl Works {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<Work>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, who: &Who, about: About) -> Arc<Work> {
        let mut all = self.lock();
        // The moment is a number that no other run of the program has given, so that an old address finds nothing.
        let id = all.keys().next_back().map_or(0, |last| last + 1).max(Timestamp::now().as_millisecond());
        let work = Arc::new(Work {
            id,
            who: who.clone(),
            about,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            stop: AtomicBool::new(false),
            state: Mutex::default(),
            ended: Condvar::new(),
        });
        all.insert(id, work.clone());
        work
    }

    /// Work of a business, by its number.
    fn find(&self, business: i64, id: i64) -> Option<Arc<Work>> {
        self.lock().get(&id).filter(|work| work.who.business == business).cloned()
    }

    /// What is being done for a business, or was done and has not been looked at since.
    fn of(&self, business: i64) -> Vec<Arc<Work>> {
        self.lock().values().filter(|work| work.who.business == business).cloned().collect()
    }

    fn forget(&self, id: i64) {
        self.lock().remove(&id);
    }
}

impl Work {
    fn lock(&self) -> MutexGuard<'_, Ended> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn progress(self: &Arc<Self>) -> Progress {
        let work = self.clone();
        Progress::watched(move |done, total| {
            if let Some(mark) = &mut work.lock().mark {
                mark.touch();
            }
            work.done.store(done, Ordering::Relaxed);
            work.total.store(total.unwrap_or(0), Ordering::Relaxed);
            !work.stop.load(Ordering::Relaxed)
        })
    }

    /// Its outcome, if it ends in time; else it is left alone.
    fn wait(&self, for_long: Duration) -> Option<Outcome> {
        let give_up = Instant::now() + for_long;
        let mut state = self.lock();
        while state.with.is_none() {
            let Some(left) = give_up.checked_duration_since(Instant::now()) else {
                state.left_alone = true;
                return None;
            };
            state = self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.with.take()
    }

    fn end(&self, house: &House, mut outcome: Outcome) {
        let mut state = self.lock();
        if state.left_alone {
            for form in &mut outcome.refused {
                form.values.retain(|(_, text)| text.len() <= LARGEST_TEXT_KEPT);
            }
            if let Some(why) = outcome.why() {
                state.note = self.note(house, why);
            }
        }
        state.mark = None;
        state.with = Some(outcome);
        self.ended.notify_all();
    }

    fn note(&self, house: &House, why: String) -> Option<i64> {
        let who = Who { actor: Actor::Job, ..self.who.clone() };
        match house.perform(&who, &NoteWork { what: self.about.what.clone(), why }) {
            Ok((noted, _)) => Some(noted.note),
            Err(failure) => {
                tracing::error!(%failure, "work that was not done could not be noted");
                None
            }
        }
    }
}

/// Does work on a thread of its own. Answers with its outcome when it ends at once, else with the page of the work.
pub(crate) fn run(
    app: &App,
    visit: &Visit,
    who: &Who,
    about: About,
    task: impl FnOnce(&House) -> Outcome + Send + 'static,
) -> Result<Response, Failure> {
    let work = app.works.begin(who, about);
    let (house, own) = (app.house.clone(), work.clone());
    let locale = locale::current();
    std::thread::spawn(move || {
        let watched = house.clone().watched(own.progress());
        let ended = catch_unwind(AssertUnwindSafe(|| locale::scoped(locale.clone(), || task(&watched))));
        let outcome = ended.unwrap_or_else(|_| {
            let sentence = t!("Something went wrong here. Nothing was changed.");
            let refused = kernel::Refused::new("broken", kernel::RefusalKind::Conflict, sentence);
            Outcome { failure: Some(refused.into()), ..Outcome::default() }
        });
        locale::scoped(locale, || own.end(&house, outcome));
    });
    match work.wait(AT_ONCE) {
        Some(outcome) => {
            app.works.forget(work.id);
            finish(app, visit, who, &work.about, outcome)
        }
        None => {
            let mut state = work.lock();
            if state.with.is_none() {
                let Work { id, who, about, .. } = &*work;
                let mark = Mark::leave(&app.marks, *id, who.business, &about.what, about.in_steps);
                // Without it the work goes on all the same; only a crash would not be told.
                state.mark = mark.inspect_err(|error| tracing::warn!(%error, "long work could not be marked")).ok();
            }
            drop(state);
            Ok(answer::see_other(&format!("/work/{}", work.id)))
        }
    }
}

/// Answers as the form that began the work would have been answered.
fn finish(app: &App, visit: &Visit, who: &Who, about: &About, outcome: Outcome) -> Result<Response, Failure> {
    match outcome.failure {
        Some(Failure::Refused(_)) if about.told_there => return Ok(answer::see_other(&about.next)),
        Some(failure) => return Err(failure),
        None => {}
    }
    if let Some(next) = &outcome.next {
        return Ok(answer::see_other(next));
    }
    forms::answered(app, visit, who, about, outcome)
}

/// How far work is; once it has ended, its answer.
pub(crate) async fn page(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        let Some(work) = app.works.find(who.business, id) else { return Ok(answer::see_other("/work")) };
        let mut state = work.lock();
        if let Some(outcome) = state.with.take() {
            let note = state.note.take();
            drop(state);
            app.works.forget(id);
            if let Some(note) = note {
                // It is seen now. That it was seen before changes nothing.
                let _ = app.house.perform(who, &DismissWork { note });
            }
            return finish(app, visit, who, &work.about, outcome);
        }
        drop(state);
        let number = |number: &AtomicU64| number.load(Ordering::Relaxed).to_string();
        let query = vec![
            ("what".to_owned(), work.about.what.clone()),
            ("done".to_owned(), number(&work.done)),
            ("total".to_owned(), number(&work.total)),
            ("stopping".to_owned(), work.stop.load(Ordering::Relaxed).to_string()),
        ];
        let Some(found) = app.pages.find(&visit.path) else { return Ok(answer::no_page(visit)) };
        pages::show(
            app,
            visit,
            who,
            found,
            Asked { address: visit.path.clone(), query, refused: None, previewed: None },
        )
    })
    .await
}

/// What is being done now, and what was not done.
pub(crate) async fn list(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        let query = app.works.of(who.business).iter().flat_map(|work| told(work)).collect();
        let Some(found) = app.pages.find(&visit.path) else { return Ok(answer::no_page(visit)) };
        pages::show(
            app,
            visit,
            who,
            found,
            Asked { address: visit.path.clone(), query, refused: None, previewed: None },
        )
    })
    .await
}

/// What the list says of work: what it is, how far it is, and whether it has ended well. What ended badly has a note.
fn told(work: &Work) -> Vec<(String, String)> {
    let state = work.lock();
    let (id, what) = (work.id, work.about.what.clone());
    match &state.with {
        None => {
            let number = |number: &AtomicU64| number.load(Ordering::Relaxed).to_string();
            let far = |name: &str, count| (format!("{name}-{id}"), number(count));
            vec![(format!("work-{id}"), what), far("done", &work.done), far("total", &work.total)]
        }
        Some(outcome) if outcome.why().is_none() => vec![(format!("ended-{id}"), what)],
        Some(_) => Vec::new(),
    }
}

/// Asks work to stop: it ends as refused, and nothing of it is kept.
pub(crate) async fn stop(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, _, who| {
        let Some(work) = app.works.find(who.business, id) else {
            return Ok(answer::plain(StatusCode::NOT_FOUND, t!("There is no such work.")));
        };
        work.stop.store(true, Ordering::Relaxed);
        Ok(answer::see_other(&format!("/work/{id}")))
    })
    .await
}
