//! What falls due by itself while the program runs. One thread walks the businesses one by one; a turn that was missed
//! while nothing ran is taken at the next start, and of several programs over one database one takes it.

pub(crate) mod backups;

use std::{path::PathBuf, time::Duration};

use kernel::House;

use crate::secret;

/// How often it is looked whether something falls due.
const EVERY: Duration = Duration::from_secs(30);

/// Starts the thread. It ends with the program; what it was in the middle of is taken up again when its lease is over.
pub(crate) fn start(house: House, backups: Option<PathBuf>) {
    std::thread::spawn(move || {
        let holder = secret::new();
        loop {
            match house.store().directory().businesses() {
                Ok(businesses) => {
                    for business in businesses {
                        // One business's trouble is not another's.
                        if let Err(failure) = backups::if_due(&house, &business, backups.as_deref(), &holder) {
                            tracing::error!(%failure, business = business.id, "a backup could not be made or noted");
                        }
                    }
                }
                Err(error) => tracing::error!(%error, "the businesses could not be read"),
            }
            std::thread::sleep(EVERY);
        }
    });
}
