use std::sync::Arc;

use locale::t;

use crate::{RefusalKind, Refused};

/// Who watches: told how much is done of how much, where that is known; answers whether to go on.
type Watcher = dyn Fn(u64, Option<u64>) -> bool + Send + Sync;

/// Where long work says how far it is, and hears whether it is still wanted. Nobody watches unless someone asked to.
#[derive(Clone, Default)]
pub struct Progress {
    watcher: Option<Arc<Watcher>>,
}

impl Progress {
    /// Told how much is done of how much, where that is known. When `watcher` answers no, the work ends as a refusal and
    /// its transaction is rolled back.
    pub fn watched(watcher: impl Fn(u64, Option<u64>) -> bool + Send + Sync + 'static) -> Progress {
        Progress { watcher: Some(Arc::new(watcher)) }
    }

    /// Says how far the work is. Calling it for every record is cheap where nobody watches; a watcher is called each time.
    pub fn so_far(&self, done: u64, total: Option<u64>) -> Result<(), Refused> {
        match &self.watcher {
            Some(watcher) if !watcher(done, total) => Err(stopped()),
            _ => Ok(()),
        }
    }
}

/// The work was asked to stop.
pub(crate) fn stopped() -> Refused {
    Refused::new("stopped", RefusalKind::Conflict, t!("It was stopped, and nothing of it was kept."))
}
