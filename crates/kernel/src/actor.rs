use locale::Locale;
use store::BusinessId;

use crate::Scopes;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the business, at the machine or signed in.
    Owner,
    /// An adviser: reads and asks, writes nothing.
    Adviser,
    /// A program with a token of its own.
    Token {
        /// The name the owner gave it.
        name: String,
        /// What it may do.
        scopes: Scopes,
    },
    /// Mainstay itself, doing what falls due.
    Job,
}

impl Actor {
    /// How the log names the actor.
    pub fn label(&self) -> String {
        match self {
            Actor::Owner => "owner".into(),
            Actor::Adviser => "adviser".into(),
            Actor::Token { name, .. } => format!("token {name}"),
            Actor::Job => "job".into(),
        }
    }

    /// Whether the actor may run a command of an area.
    pub fn may_run(&self, area: &str, command: &str) -> bool {
        match self {
            Actor::Owner | Actor::Job => true,
            Actor::Adviser => false,
            Actor::Token { scopes, .. } => scopes.may_run(area, command),
        }
    }

    /// Whether the actor may ask a query of an area.
    pub fn may_ask(&self, area: &str, query: &str) -> bool {
        match self {
            Actor::Owner | Actor::Job | Actor::Adviser => true,
            Actor::Token { scopes, .. } => scopes.may_ask(area, query),
        }
    }
}

/// Who acts, in which business, and how they read.
#[derive(Debug, Clone)]
pub struct Who {
    /// The business.
    pub business: BusinessId,
    /// The actor.
    pub actor: Actor,
    /// The reader's language, and the country whose number and date formats they use; the business's own when absent.
    pub locale: Option<Locale>,
}

impl Who {
    /// The owner, in the language of the business.
    pub fn owner(business: BusinessId) -> Who {
        Who { business, actor: Actor::Owner, locale: None }
    }
}
