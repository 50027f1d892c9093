//! The pages: rendered on the server, reached by the owner's browser and nobody else.
//!
//! A request passes, in this order: the host and origin it claims (`hosts`), the session it carries (`visit`), the page
//! or form it asks for (`pages`, `forms`). Work on the data blocks, so it runs on threads of its own.

mod answer;

mod app;
mod assets;
mod download;
mod enter;
mod files;
mod forms;
mod frame;
mod headers;
mod hosts;
mod house;
mod pages;
mod pickers;
mod server;
mod start;
mod upload;
mod visit;

pub(crate) use app::App;
pub use hosts::Hosts;
pub(crate) use house::pages as house_pages;
pub use server::Server;
pub(crate) use visit::{READ_AND_WRITE, READ_ONLY, Visit};
