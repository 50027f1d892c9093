//! Reading an archive back: a business that was whole where it was written, or none.

use std::io::BufRead;

use jiff::Timestamp;
use locale::t;
use schemars::JsonSchema;
use serde::Serialize;
use store::{ArchiveLook, ArchiveReader, BusinessId, StoreError};

use crate::slots::Checked;
use crate::{Actor, Context, Failure, House, RefusalKind, Refused, Who, progress, records};

/// The longest name of a business.
const NAME_LENGTH: usize = 120;

/// A business that came out of an archive.
#[derive(Debug, Clone, Serialize)]
pub struct Arrived {
    /// Its number here.
    pub business: BusinessId,
    /// Its name here.
    pub name: String,
    /// How many entries it has.
    pub entries: i64,
    /// How many records in all.
    pub rows: u64,
    /// The sum of the archive.
    pub sha256: String,
}

/// A check of `verify`, and what it found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Verified {
    /// Its name, `chain-is-unbroken`.
    pub name: String,
    /// What has to hold.
    pub about: String,
    /// What was looked at and what is wrong.
    pub found: Checked,
}

impl House {
    /// Looks at everything that must always hold.
    pub fn verify(&self, who: &Who) -> Result<Vec<Verified>, Failure> {
        self.read(who, verify)
    }

    /// Looks into an archive and keeps nothing of it: what it is, what it holds, and whether every sum in it is right. One
    /// that is damaged, cut short or from a newer program is refused with the reason.
    pub fn look_into_archive(&self, archive: impl BufRead) -> Result<ArchiveLook, Failure> {
        let reader = ArchiveReader::open(archive).map_err(refused)?;
        reader.look(&mut |done, total| self.progress().so_far(done, Some(total)).is_ok()).map_err(refused)
    }

    /// Makes a business of an archive, under its own name or a new one. An archive that is damaged, cut short, from a newer
    /// program, or whose books do not hold is refused with the reason, and nothing of it is kept.
    pub fn take_archive(&self, archive: impl BufRead, name: Option<&str>) -> Result<Arrived, Failure> {
        let reader = ArchiveReader::open(archive).map_err(refused)?;
        let header = reader.header().clone();
        let name = name.unwrap_or(&header.business.name).trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_LENGTH {
            return Err(crate::SettingsRefusal::NameLength.into());
        }
        let directory = self.store().directory();
        if directory.business_named(&name)?.is_some() {
            return Err(name_is_taken(&name).into());
        }
        let mut tx = directory.begin_business(&name, &header.business.created_at)?;
        let mut so_far = |done, total| self.progress().so_far(done, Some(total)).is_ok();
        let report = reader.read_into(&mut tx, &mut so_far).map_err(refused)?;
        let settings = records::settings(&mut tx).map_err(refused)?;
        let mut settings = settings.ok_or_else(|| bad(t!("it holds no settings of a business")))?;
        if settings.name != name {
            settings.name.clone_from(&name);
            records::rename(&mut tx, &name)?;
        }
        let mut context = self.context(tx, settings, Actor::Owner, Timestamp::now());
        let verified = verify(&mut context).map_err(said)?;
        if let Some(problem) = verified.iter().flat_map(|check| &check.found.problems).next() {
            return Err(bad(t!("its books do not hold: {problem}", problem = problem.trim_end_matches('.'))).into());
        }
        let business = context.tx.business();
        context.tx.commit().map_err(refused)?;
        Ok(Arrived { business, name, entries: report.entries, rows: report.rows, sha256: report.sha256 })
    }
}

fn verify(context: &mut Context) -> Result<Vec<Verified>, Failure> {
    let registry = context.registry();
    let checks = registry.areas.iter().flat_map(|area| &area.checks);
    checks
        .map(|check| {
            let found = (check.run)(context)?;
            Ok(Verified { name: check.name.to_owned(), about: (check.about)(), found })
        })
        .collect()
}

/// A business of that name is here already.
pub(crate) fn name_is_taken(name: &str) -> Refused {
    let sentence = t!("There is a business named {name} here already.", name = name);
    Refused::new("name-is-taken", RefusalKind::Conflict, sentence).at("name")
}

fn bad(detail: String) -> Refused {
    Refused::new("bad-archive", RefusalKind::Invalid, StoreError::BadArchive { detail }.to_string())
}

/// What is wrong with the archive itself is a refusal; what is wrong with the database stays a failure of the store.
fn refused(error: StoreError) -> Failure {
    match error {
        StoreError::Stopped => progress::stopped().into(),
        error @ StoreError::BadArchive { .. } => {
            Refused::new("bad-archive", RefusalKind::Invalid, error.to_string()).into()
        }
        error @ StoreError::NewerSchema { .. } => {
            Refused::new("newer-archive", RefusalKind::Invalid, error.to_string()).into()
        }
        error @ (StoreError::ForeignKeyViolation | StoreError::Decode { .. }) => {
            let detail = error.to_string();
            bad(detail.trim_end_matches('.').to_owned()).into()
        }
        error => error.into(),
    }
}

/// A check that cannot even read the books.
fn said(failure: Failure) -> Failure {
    match failure {
        Failure::Store(error) => refused(error),
        failure => failure,
    }
}
