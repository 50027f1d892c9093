//! Keeping and leaving.
//!
//! Answers: is there a copy of everything, when was it last tried, and can I take my business elsewhere?
//!
//! ```text
//! archive    everything of one business as lines of JSON, which either engine reads back
//! ```

mod archive;

use kernel::Area;

/// What this area enters in the registry.
pub fn area() -> Area {
    Area { name: "keep", exports: vec![archive::export()], ..Area::default() }
}
