//! The panel that keeps a report under a name.

use locale::t;
use ui::{Button, Field, Form, PageRequest, Panel, error_at, html, parts, typed_or};

/// What of an address belongs to a report, and not to how it is looked at.
const KEPT: [&str; 9] = ["period", "from", "through", "on", "by", "basis", "account", "text", "source"];

/// The panel, where the address asks for it or its form was refused.
pub(in crate::pages) fn panel(request: &PageRequest<'_>, report: &str) -> Option<Panel> {
    let refused = request.refused_form("save-report");
    if request.ask("save").is_none() && refused.is_none() {
        return None;
    }
    let kept = request.query.iter().filter(|(name, text)| KEPT.contains(&name.as_str()) && !text.is_empty());
    let parameters: Vec<String> =
        kept.map(|(name, text)| format!("{name}={}", text.replace([' ', '&'], "+"))).collect();
    let form = Form::new("save-report")
        .hidden("report", report)
        .hidden("parameters", parameters.join("&"))
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
