//! What a line or a rule says beyond its category: client, project, offer, channel, and the pocket it moves.

use books::DimensionNames;
use kernel::Failure;
use locale::t;
use ui::{Choice, Field, Markup, PageRequest, RefusedForm, error_at, html, typed_or};

/// The fields, folded away while nothing is said in them. `group` is the field of the command they stand in, if any.
pub(super) fn fields(
    request: &mut PageRequest<'_>,
    refused: Option<&RefusedForm>,
    group: &str,
    said: &DimensionNames,
    pocket: Option<i64>,
) -> Result<Markup, Failure> {
    let fields = books::pages::dimension_fields(request.context, group)?.map(|of| {
        let value = typed_or(refused, &of.name, said.said(of.dimension));
        of.field.value(value).error(error_at(refused, &of.name))
    });
    let mut choices = vec![Choice::new("", t!("As the category says"))];
    choices.extend(books::pockets(request.context)?.iter().map(|one| Choice::new(one.id, one.name.clone())));
    let name = if group.is_empty() { "pocket".to_owned() } else { format!("{group}[pocket]") };
    let typed = refused.is_some_and(|form| {
        form.values.iter().any(|(given, text)| !text.is_empty() && (*given == name || given.contains("dimensions")))
    });
    let open = typed || pocket.is_some() || !said.is_empty();
    Ok(html! {
        details open[open] {
            summary { (t!("Whom and what it was for, and which pocket")) }
            @for pair in fields.chunks(2) { div.row { @for field in pair { (field) } } }
            (Field::select(&name, t!("Pocket"), choices)
                .id(format!("{group}-pocket"))
                .value(typed_or(refused, &name, pocket.map(|id| id.to_string()).unwrap_or_default()))
                .error(error_at(refused, &name)))
        }
    })
}
