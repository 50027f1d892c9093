//! What every page is made of: the frame, tables, forms, charts, icons and themes.
//!
//! Answers: how does a page of Mainstay look, and which part shows this kind of thing?
//!
//! Main nouns: [`Frame`] and [`Page`] (rendered by [`page`] and [`bare_page`]), [`Table`], [`Field`] and [`FormAction`],
//! the small [`parts`], the pictures of [`chart`], [`Icon`], and the embedded style sheet and script ([`asset`]).
//!
//! Everything is rendered on the server and works without a script. The content security policy allows no inline style
//! or script, so widths of bars are SVG and everything else is a class. This crate knows no area: it is given words,
//! figures already formatted by [`locale::fmt`], and addresses.

mod asset;
mod attached;
mod button;
pub mod chart;
mod checklist;
mod data;
mod dialog;
mod field;
mod form;
mod frame;
mod icon;
mod page;
pub mod parts;
mod pocket;
mod readable;
mod refusal;
mod route;
mod table;

pub use asset::{Asset, asset, asset_address};
pub use attached::{AttachedFile, attached_files};
pub use button::{Button, Look, link_button};
pub use checklist::{CheckLine, Checked, MonthBox, checklist, month_boxes};
pub use data::data_address;
pub use dialog::{PaletteEntry, palette_entries};
pub use field::{Choice, DropZone, Field};
pub use form::{Form, FormAction, preview_button};
pub use frame::{BusinessLink, Frame, NavGroup, NavItem, NavView, Theme};
pub use icon::{Icon, icon};
pub use page::{KeyHint, Page, PageFile, Panel, Toast, bare_page, error_page, page};
pub use parts::{figure, tabs};
pub use pocket::{Hue, chip};
pub use readable::readable;
pub use refusal::{error_at, typed_or};
pub use route::{PageEntry, PageRequest, PreviewedForm, RefusedForm};
pub use table::{Cell, Column, Order, Paging, Phone, Row, Table};

pub use maud::{Markup, PreEscaped, Render, html};
