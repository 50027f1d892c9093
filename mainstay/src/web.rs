//! The pages: rendered on the server, reached by the owner's browser and nobody else.
//!
//! A request passes, in this order: the host and origin it claims (`hosts`), the session it carries (`visit`), the page
//! or form it asks for (`pages`, `forms`). Work on the data blocks, so it runs on threads of its own.

mod answer;

mod app;
mod archive;
mod assets;
mod download;
mod enter;
mod files;
mod forms;
mod frame;
mod headers;
mod hosts;
mod house;
mod keep;
mod pages;
mod pickers;
mod server;
mod start;
mod switch;
mod throttle;
mod tokens;
mod upload;
mod visit;
mod work;

pub(crate) use app::App;
pub use hosts::Hosts;
pub(crate) use house::pages as house_pages;
pub use server::Server;
pub(crate) use visit::Visit;
