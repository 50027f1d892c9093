//! What a command does to the books, read inside its transaction before anything is kept.

use kernel::{Context, Failure, RefusalKind, Refused, slots::EffectSource};
use serde::Deserialize as _;
use serde_json::Value;

use crate::{journal, records, rules};

pub use rules::effects::{AccountEffect, Effects, PocketEffect};

/// What was posted after the entry of that number does to cash, profit, accounts and pockets.
pub fn effects_after(context: &mut Context, after_entry: i64) -> Result<Effects, Failure> {
    journal::flush(context)?;
    let entries = records::entries_after(&mut context.tx, after_entry)?;
    let postings = records::postings_after(&mut context.tx, after_entry)?;
    let parts = records::parts_after(&mut context.tx, after_entry)?;
    Ok(rules::effects::effects(context.settings.currency.code(), entries, &postings, &parts))
}

/// The slot of the kernel that previews read.
pub(crate) fn source() -> EffectSource {
    EffectSource {
        run: |context, after_entry| {
            let effects = effects_after(context, after_entry)?;
            serde_json::to_value(effects)
                .map_err(|error| Refused::new("unwritable", RefusalKind::Invalid, error.to_string()).into())
        },
    }
}

/// The effects of a preview, where it has any.
pub(crate) fn read(effects: &Value) -> Option<Effects> {
    Effects::deserialize(effects).ok()
}
