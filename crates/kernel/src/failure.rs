use locale::t;
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;

/// What sort of refusal it is; a way in turns it into an exit code or an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// The input is wrong, alone or against what is in the books.
    Invalid,
    /// What was named is not there.
    NotFound,
    /// It clashes with what was done before.
    Conflict,
    /// This actor may not.
    Forbidden,
}

/// A reason of a command or query to say no, in the owner's words. One enum per command, beside it.
pub trait Refusal {
    /// A stable word for scripts: `account-is-closed`.
    fn code(&self) -> &'static str;
    /// What happened, to what, in one sentence.
    fn sentence(&self) -> String;
    /// What to do next, where it is not plain from the sentence.
    fn way_out(&self) -> Option<String> {
        None
    }
    /// The input field at fault, as its JSON name (`parts[1].account`).
    fn field(&self) -> Option<String> {
        None
    }
    /// What sort it is.
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}

/// A refusal, said. This is what pages, the terminal and JSON show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refused {
    /// The stable word.
    pub code: String,
    /// What happened, to what.
    pub sentence: String,
    /// What to do next.
    pub way_out: Option<String>,
    /// The input field at fault.
    pub field: Option<String>,
    /// What sort it is.
    pub kind: RefusalKind,
}

impl Refused {
    /// A refusal of the house itself (not of a command): wrong input, not allowed, unknown name.
    pub fn new(code: &str, kind: RefusalKind, sentence: String) -> Refused {
        Refused { code: code.into(), sentence, way_out: None, field: None, kind }
    }

    /// With the field at fault.
    pub fn at(mut self, field: impl Into<String>) -> Refused {
        self.field = Some(field.into());
        self
    }

    /// With what to do next.
    pub fn try_instead(mut self, way_out: String) -> Refused {
        self.way_out = Some(way_out);
        self
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)?;
        match &self.way_out {
            Some(way_out) => write!(f, " {way_out}"),
            None => Ok(()),
        }
    }
}

/// Why a command or query has no outcome.
#[derive(Debug)]
pub enum Failure {
    /// It was refused: the reader can do something about it.
    Refused(Box<Refused>),
    /// The store failed: a full disk, a lost connection.
    Store(StoreError),
}

impl Failure {
    /// The refusal that says this to the reader. A store's failure is said in the store's own sentence.
    pub fn said(&self) -> Refused {
        match self {
            Failure::Refused(refused) => (**refused).clone(),
            Failure::Store(error) => Refused::new("store", RefusalKind::Conflict, error.to_string()),
        }
    }

    /// What was named is not there.
    pub fn not_found(what: &str, id: impl std::fmt::Display) -> Failure {
        Refused::new("not-found", RefusalKind::NotFound, t!("There is no {what} {id} here.", what = what, id = id))
            .into()
    }
}

impl<R: Refusal> From<R> for Failure {
    fn from(refusal: R) -> Failure {
        Failure::Refused(Box::new(Refused {
            code: refusal.code().into(),
            sentence: refusal.sentence(),
            way_out: refusal.way_out(),
            field: refusal.field(),
            kind: refusal.kind(),
        }))
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Refused(Box::new(refused))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Refused(refused) => refused.fmt(f),
            Failure::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
