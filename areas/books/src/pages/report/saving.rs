//! The panel that keeps a report under a name.

use locale::t;
use ui::{Button, Field, Form, PageRequest, Panel, error_at, html, parts, typed_or};

use crate::Report;

/// What of an address belongs to how a report is looked at, and not to the report.
const NOT_KEPT: [&str; 7] = ["open", "save", "csv", "after", "before", "all", "edit"];

/// The panel, where the address asks for it or its form was refused. `of` is what the report is of, where that stands in
/// the path of its address: an account's id, a dimension's word.
pub(in crate::pages) fn panel(request: &PageRequest<'_>, report: Report, of: Option<&str>) -> Option<Panel> {
    let refused = request.refused_form("save-report");
    if request.ask("save").is_none() && refused.is_none() {
        return None;
    }
    let mut changes = NOT_KEPT.map(|name| (name, "")).to_vec();
    changes.extend(report.is_of().zip(of));
    let address = request.address_with(&changes);
    let form = Form::new("save-report")
        .hidden("report", report.word())
        .hidden("parameters", address.split_once('?').map_or("", |(_, asks)| asks))
        .next("/reports")
        .error(refused.and_then(|form| form.error_beside(&["name"])))
        .body(html! {
            (Field::text("name", t!("Name")).value(typed_or(refused, "name", "")).error(error_at(refused, "name")).required().autofocus()
                .help(t!("A period such as “last quarter” moves on with time; days that were chosen stay.")))
            (parts::actions(html! { (Button::primary(t!("Keep it"))) }))
        });
    Some(Panel {
        title: t!("Keep this report"),
        address_to_close: request.address_with(&[("save", "")]),
        body: html! { (form) },
        ..Panel::default()
    })
}
