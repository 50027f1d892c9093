//! The rules, each a sentence; one opens beside the list to be changed, with what it would take.

use kernel::{Currencies, Failure, Query, input_from_pairs};
use locale::{fmt, t, tn};
use ui::{Column, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table, html, link_button, parts};

use super::{accuracy, rule_form, rule_past};
use crate::{RuleInput, RulePreview, RuleView, Rules};

const HERE: &str = "/bank/rules";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let rules = Rules {}.answer(request.context)?.rules;
    let open = request.ask("rule").map(str::to_owned);
    let chosen = open
        .as_ref()
        .and_then(|id| id.parse::<i64>().ok())
        .and_then(|id| rules.iter().find(|rule| rule.id == id))
        .cloned();
    let panel = match (&chosen, open.as_deref()) {
        (Some(rule), _) => Some(panel(request, Some(rule), rules.len())?),
        (None, Some("new")) => Some(panel(request, None, rules.len())?),
        _ => None,
    };
    let new = link_button(Look::Primary, "/bank/rules?rule=new", &t!("Make a rule"));
    if rules.is_empty() {
        let sentence = t!(
            "Rules sort what comes in by its words, its account or its amount. You can also make one from a line in the queue."
        );
        let accuracy = if panel.is_none() {
            accuracy::section(request)?
        } else {
            html! {}
        };
        let body = html! { (parts::empty(parts::Drawing::Desk, &sentence, new)) (accuracy) };
        return Ok(Page { lead: html! { (t!("No rules yet.")) }, body, panel, ..Page::new(t!("Rules")) });
    }
    let columns = vec![
        Column::figures(t!("Order")).narrow().quiet().phone(Phone::Hidden),
        Column::text(t!("When")).phone(Phone::Lead),
        Column::text(t!("Book it to")).phone(Phone::Second),
    ];
    let rows = rules.iter().map(|rule| {
        Row::new(vec![fmt::number(rule.position).into(), rule.when.clone().into(), rule.into.clone().into()])
            .href(format!("{HERE}?rule={}", rule.id))
            .current(chosen.as_ref().is_some_and(|chosen| chosen.id == rule.id))
    });
    let accuracy = if panel.is_none() {
        accuracy::section(request)?
    } else {
        html! {}
    };
    let body = html! {
        (parts::actions(new))
        (Table::new(t!("Rules"), columns).tall().keys().rows(rows))
        (accuracy)
    };
    let sub = html! { (t!("They are tried from the top; the first that fits decides.")) };
    let lead = html! { (tn!(rules.len(), "{count} rule sorts what comes in.", "{count} rules sort what comes in.")) };
    Ok(Page { lead, sub, body, panel, ..Page::new(t!("Rules")) })
}

fn panel(request: &mut PageRequest<'_>, rule: Option<&RuleView>, count: usize) -> Result<Panel, Failure> {
    let command = if rule.is_some() { "change-rule" } else { "add-rule" };
    let refused = request.refused_form(command).cloned();
    // While it is being made, what is typed is looked at.
    let typed = if request.previewed_form(command).is_some() { typed(request, command)? } else { None };
    let input = typed.or_else(|| rule.map(|rule| rule.rule.clone())).unwrap_or_default();
    let preview = if refused.is_some() { None } else { Some(RulePreview(input.clone()).answer(request.context)?) };
    let form = rule_form::form(request, rule, &input, refused.as_ref())?;
    let empty = input.condition().is_empty();
    let body = html! {
        (form)
        @if let Some(rule) = rule { (history(rule)) }
        section #effects aria-live="polite" {
            @match &preview {
                Some(preview) if !empty => (rule_past::taken(preview)),
                _ => p.h { (t!("Say which lines it takes, and here stand those that wait and how the past agrees.")) },
            }
        }
        @if let Some(rule) = rule {
            (parts::actions(html! {
                @if rule.position > 1 {
                    (FormAction::new("move-rule", t!("Try it earlier")).hidden("rule", rule.id).hidden("position", rule.position - 1).next(HERE))
                }
                @if usize::try_from(rule.position).is_ok_and(|position| position < count) {
                    (FormAction::new("move-rule", t!("Try it later")).hidden("rule", rule.id).hidden("position", rule.position + 1).next(HERE))
                }
                (FormAction::new("remove-rule", t!("Remove it")).hidden("rule", rule.id).next(HERE).look(Look::Link))
            }))
        }
    };
    Ok(Panel {
        title: if rule.is_some() { t!("A rule") } else { t!("A new rule") },
        address_to_close: HERE.to_owned(),
        body,
        wide: true,
        kicker: String::new(),
        figure: String::new(),
    })
}

/// The rule that is typed into a form, where it can be read as one.
fn typed(request: &mut PageRequest<'_>, command: &str) -> Result<Option<RuleInput>, Failure> {
    let books = request.context.settings.currency;
    let foreign = books::accounts(request.context)?.iter().filter(|account| account.currency != books);
    let currencies = Currencies { books, accounts: foreign.map(|account| (account.id, account.currency)).collect() };
    let Some(values) = request.typed_values(command) else { return Ok(None) };
    let schema = (request.context.registry().command(command)?.input)();
    let read = input_from_pairs(&schema, values, &currencies).ok();
    let rule = read.and_then(|input| serde_json::from_value(input.get("rule")?.clone()).ok());
    Ok(rule)
}

/// When a rule was made and changed, and the lines that stand where it put them.
fn history(rule: &RuleView) -> Markup {
    let lines = tn!(rule.lines, "{count} line stands where it put it.", "{count} lines stand where it put them.");
    html! {
        p.h {
            @if let Some(made_on) = rule.made_on { (t!("Made on {day}.", day = fmt::date(made_on))) " " }
            @if let Some(changed_on) = rule.changed_on { (t!("Changed on {day}.", day = fmt::date(changed_on))) " " }
            @if rule.lines > 0 { a href={ "/bank/lines?rule=" (rule.id) } { (lines) } } @else { (t!("It has sorted nothing yet.")) }
        }
    }
}
