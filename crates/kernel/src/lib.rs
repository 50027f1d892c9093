//! What every area stands on.
//!
//! Answers: what can be done and asked here ([`Registry`]), by whom ([`Actor`]), what was done when ([`activity`]), and
//! how a refusal is said ([`Refusal`]). A write is a [`Command`], a read is a [`Query`]; each is defined once and from
//! that one definition come the CLI, the JSON API, the generated forms, the log's sentence and the authorisation.
//!
//! Data flows one way: a way in → [`House::run`] → [`Command::perform`] → rules → records; and back: records →
//! [`Query::answer`] → page, JSON or table. [`Context`] carries the open transaction of one business, today's date, the
//! actor and the source of randomness; nothing else brings time or chance into a command.
//!
//! [`slots`] are the places where a higher area adds to a lower one: checks of `verify`, search sources, what needs the
//! owner, places in the navigation, formats to leave with.

pub mod activity;
mod actor;
mod archive;
mod command;
mod context;
mod failure;
mod house;
mod pairs;
mod progress;
mod query;
mod records;
mod registry;
mod schema;
mod scopes;
pub mod search;
mod settings;
pub mod slots;
mod undo;

pub use actor::{Actor, Who};
pub use archive::{Arrived, Verified};
pub use command::{Command, Undo, UndoKind};
pub use context::Context;
pub use failure::{Failure, Refusal, RefusalKind, Refused};
pub use house::{Call, Done, Founding, House, Preview};
pub use pairs::{Currencies, input_from_pairs};
pub use progress::Progress;
pub use query::Query;
pub use registry::{Area, CommandEntry, QueryEntry, Registry};
pub use schema::{Field, FieldType, Picker, fields, schema_of};
pub use scopes::Scopes;
pub use settings::{Settings, SettingsRefusal};
pub use undo::UndoActivity;
