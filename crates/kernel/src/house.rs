use std::{fs::File, sync::Arc};

use jiff::{Timestamp, ToSpan, civil::Date};
use locale::t;
use serde_json::{Value, value::RawValue};
use sha2::{Digest, Sha256};
use store::{BusinessId, Store};

use crate::{
    Actor, Command, Context, Failure, Progress, Query, RefusalKind, Refused, Registry, Settings, Undo, Who,
    archive::name_is_taken,
    context::Surroundings,
    records,
    registry::{Performed, perform},
};

/// The one place where commands and queries run: every way in calls it, and it alone opens transactions.
#[derive(Clone)]
pub struct House {
    store: Store,
    registry: Arc<Registry>,
    today: Option<Date>,
    progress: Progress,
    handed: Option<Arc<File>>,
}

/// One call of a command, as a way in received it.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The command's name.
    pub command: &'a str,
    /// Its input.
    pub input: &'a RawValue,
    /// The caller's key: the same key again answers what the first call answered and does nothing.
    pub key: Option<&'a str>,
}

/// What a command left behind.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Done {
    /// Its line in the log.
    pub activity: i64,
    /// Its outcome.
    pub outcome: Value,
    /// What was done.
    pub sentence: String,
    /// Whether `undo` takes it back.
    pub can_undo: bool,
}

/// What a command would do, found by doing it and taking it back.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Preview {
    /// What it would answer. Ids and numbers in it are those it would get now; they may differ when it is done.
    pub outcome: Value,
    /// What would be said to have been done.
    pub sentence: String,
    /// What it would do to cash, profit and pockets; null where it would post nothing that says so.
    pub effects: Value,
}

/// What a new business begins with.
pub struct Founding<'a, C: Command> {
    /// Its settings.
    pub settings: &'a Settings,
    /// The first command: it lays out the books.
    pub first: &'a C,
}

/// How long an answer is kept for a caller's key.
const KEYS_KEPT_DAYS: i32 = 30;
/// The longest key taken.
const KEY_LENGTH: usize = 200;

impl House {
    /// A house over a store.
    pub fn new(store: Store, registry: Registry) -> House {
        House { store, registry: Arc::new(registry), today: None, progress: Progress::default(), handed: None }
    }

    /// The same with the calendar held at a day (tests and the sample business).
    pub fn at(mut self, today: Option<Date>) -> House {
        self.today = today;
        self
    }

    /// The same with someone who watches how far its work is.
    pub fn watched(mut self, progress: Progress) -> House {
        self.progress = progress;
        self
    }

    /// The same with a file that its commands read where it lies ([`Context::handed`]).
    pub fn handing(mut self, file: Arc<File>) -> House {
        self.handed = Some(file);
        self
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The same over another store: a copy of the books that is to be looked at.
    pub fn over(&self, store: Store) -> House {
        House { store, ..self.clone() }
    }

    /// The store below.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What can be done and asked.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Founds a business: its settings and its first command, together or not at all.
    pub fn found<C: Command>(&self, founding: &Founding<'_, C>) -> Result<BusinessId, Failure> {
        let settings = founding.settings;
        settings.check()?;
        let now = Timestamp::now();
        let directory = self.store.directory();
        let business = match directory.business_named(&settings.name)? {
            // A founding that was cut short left its name and nothing else; it is taken up again.
            Some(business) if self.settings(business.id)?.is_none() => business.id,
            Some(_) => return Err(name_is_taken(&settings.name).into()),
            None => directory.create_business(&settings.name, &now.to_string())?,
        };
        let mut tx = self.store.begin_write(business)?;
        records::insert_settings(&mut tx, settings)?;
        let mut context = self.context(tx, settings.clone(), Actor::Owner, now);
        let (_, performed) = self.spoken(&context.settings.locale(), || perform(&mut context, founding.first))?;
        log(&mut context, C::NAME, performed)?;
        context.tx.commit()?;
        Ok(business)
    }

    /// The settings of a business, if it has been founded.
    pub fn settings(&self, business: BusinessId) -> Result<Option<Settings>, Failure> {
        self.store.read(business, |tx| Ok(records::settings(tx)?))
    }

    /// Runs a command.
    pub fn run(&self, who: &Who, call: Call<'_>) -> Result<Done, Failure> {
        let mut context = self.open(who, true)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        let done = self.spoken(&locale, || self.run_in(&mut context, call))?;
        context.tx.commit()?;
        Ok(done)
    }

    /// Performs a command and lets go of it before the commit, as a program that is cut off does; `at` runs in that
    /// moment. For the simulator, which copies the data file then.
    pub fn interrupted(&self, who: &Who, call: Call<'_>, at: impl FnOnce()) -> Result<(), Failure> {
        let mut context = self.open(who, true)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        self.spoken(&locale, || self.run_in(&mut context, call))?;
        at();
        Ok(())
    }

    /// Runs a command given as a value.
    pub fn perform<C: Command>(&self, who: &Who, command: &C) -> Result<(C::Outcome, Done), Failure> {
        let mut context = self.open(who, true)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        let done = self.spoken(&locale, || {
            self.registry.allow_command(&context.actor, C::NAME)?;
            let (outcome, performed) = perform(&mut context, command)?;
            Ok::<_, Failure>((outcome, log(&mut context, C::NAME, performed)?))
        })?;
        context.tx.commit()?;
        Ok(done)
    }

    /// What a command would do: it is performed as [`House::run`] performs it, its effects are read, and the transaction
    /// is dropped, so that nothing of it stays. It is refused where the command itself would be.
    pub fn preview(&self, who: &Who, call: Call<'_>) -> Result<Preview, Failure> {
        let mut context = self.open(who, true)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        self.spoken(&locale, || {
            self.registry.allow_command(&context.actor, call.command)?;
            let entry = self.registry.command(call.command)?;
            let posted_before = context.tx.head()?.last_entry;
            let performed = (entry.perform)(&mut context, call.input)?;
            let source = self.registry.areas.iter().find_map(|area| area.effects.as_ref());
            let effects = match source {
                Some(source) => (source.run)(&mut context, posted_before)?,
                None => Value::Null,
            };
            Ok(Preview { outcome: performed.outcome, sentence: performed.sentence, effects })
        })
    }

    /// Runs many commands in one transaction, each in a savepoint: a refusal is its outcome and the rest goes on.
    /// Nothing is answered before all is committed.
    pub fn run_batch(&self, who: &Who, calls: &[Call<'_>]) -> Result<Vec<Result<Done, Refused>>, Failure> {
        let mut context = self.open(who, true)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        let mut outcomes = Vec::with_capacity(calls.len());
        self.spoken(&locale, || {
            for call in calls {
                let mark = context.tx.savepoint_begin()?;
                match self.run_in(&mut context, *call) {
                    Ok(done) => {
                        context.tx.savepoint_release(mark)?;
                        outcomes.push(Ok(done));
                    }
                    Err(Failure::Refused(refused)) => {
                        context.tx.savepoint_roll_back(mark)?;
                        outcomes.push(Err(*refused));
                    }
                    Err(failure) => return Err(failure),
                }
            }
            Ok(())
        })?;
        context.tx.commit()?;
        Ok(outcomes)
    }

    /// Asks a query.
    pub fn ask(&self, who: &Who, query: &str, parameters: &str) -> Result<Value, Failure> {
        let entry = self.registry.query(query)?;
        self.registry.allow_query(&who.actor, query)?;
        self.read(who, |context| (entry.ask)(context, parameters))
    }

    /// Asks a query given as a value.
    pub fn answer<Q: Query>(&self, who: &Who, query: &Q) -> Result<Q::Answer, Failure> {
        self.registry.allow_query(&who.actor, Q::NAME)?;
        self.read(who, |context| query.answer(context))
    }

    /// Reads in one snapshot: what a page does.
    pub fn read<T, E: From<Failure>>(
        &self,
        who: &Who,
        work: impl FnOnce(&mut Context) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut context = self.open(who, false)?;
        let locale = who.locale.clone().unwrap_or_else(|| context.settings.locale());
        self.spoken(&locale, || work(&mut context))
    }

    fn run_in(&self, context: &mut Context, call: Call<'_>) -> Result<Done, Failure> {
        self.registry.allow_command(&context.actor, call.command)?;
        let entry = self.registry.command(call.command)?;
        let kept = match call.key {
            Some(key) => {
                let hash = input_hash(call);
                if let Some(done) = answered(context, key, call, &hash)? {
                    return Ok(done);
                }
                Some((key, hash))
            }
            None => None,
        };
        let performed = (entry.perform)(context, call.input)?;
        let done = log(context, entry.name, performed)?;
        if let Some((key, hash)) = kept {
            let kept_until = context.today.saturating_add(KEYS_KEPT_DAYS.days()).to_string();
            records::insert_answered(&mut context.tx, key, entry.name, &hash, &done, &kept_until)?;
        }
        Ok(done)
    }

    fn open(&self, who: &Who, write: bool) -> Result<Context, Failure> {
        let mut tx = if write { self.store.begin_write(who.business)? } else { self.store.begin_read(who.business)? };
        let settings = records::settings(&mut tx)?.ok_or_else(|| {
            Refused::new("no-business", RefusalKind::NotFound, t!("There is no business here yet."))
                .try_instead(t!("Start one with `mainstay init`, or run `mainstay` and fill in one page."))
        })?;
        Ok(self.context(tx, settings, who.actor.clone(), Timestamp::now()))
    }

    pub(crate) fn context(&self, tx: store::Tx, settings: Settings, actor: Actor, now: Timestamp) -> Context {
        let from = Surroundings {
            registry: self.registry.clone(),
            progress: self.progress.clone(),
            handed: self.handed.clone(),
            now,
            today: self.today,
        };
        Context::new(tx, settings, actor, from, rand::random())
    }

    /// Runs work with every word in a language.
    fn spoken<T>(&self, locale: &locale::Locale, work: impl FnOnce() -> T) -> T {
        locale::scoped(locale.clone(), work)
    }
}

fn input_hash(call: Call<'_>) -> [u8; 32] {
    Sha256::new().chain_update(call.command).chain_update([0]).chain_update(call.input.get()).finalize().into()
}

fn answered(context: &mut Context, key: &str, call: Call<'_>, hash: &[u8; 32]) -> Result<Option<Done>, Failure> {
    if key.is_empty() || key.len() > KEY_LENGTH {
        return Err(Refused::new(
            "bad-key",
            RefusalKind::Invalid,
            t!("An idempotency key has 1 to {most} characters.", most = KEY_LENGTH),
        )
        .into());
    }
    let today = context.today.to_string();
    match records::answered(&mut context.tx, key, &today)? {
        None => Ok(None),
        Some(kept) if kept.command == call.command && kept.input_hash == *hash => Ok(Some(kept.done())),
        Some(_) => Err(Refused::new(
            "key-was-used",
            RefusalKind::Conflict,
            t!("That idempotency key came before with another input."),
        )
        .try_instead(t!("Send a new key for a new call."))
        .into()),
    }
}

/// Writes the log's line. Every command leaves one.
pub(crate) fn log(context: &mut Context, command: &str, performed: Performed) -> Result<Done, Failure> {
    let activity = context.tx.next_id()?;
    let (undo_command, undo_input, undo_note) = match performed.undo {
        Undo::Exact { command, input } | Undo::Compensating { command, input } => {
            (Some(command), Some(input.to_string()), None)
        }
        Undo::None { reason } => (None, None, Some(reason)),
    };
    let line = records::NewActivity {
        id: activity,
        at: context.now.to_string(),
        actor: context.actor.label(),
        command,
        input: performed.input.to_string(),
        sentence: &performed.sentence,
        undo_command,
        undo_input,
        undo_note,
    };
    records::insert_activity(&mut context.tx, &line)?;
    Ok(Done { activity, outcome: performed.outcome, sentence: performed.sentence, can_undo: undo_command.is_some() })
}
