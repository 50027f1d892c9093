//! The rules, each a sentence; one opens beside the list to be changed, with what it would take.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, RefusedForm, Row,
    Table, error_at, html, link_button, parts, typed_or,
};

use super::{View, accuracy, categories, own_accounts, views};
use crate::{
    RuleInput, RulePreview, RulePreviewAnswer, RuleView, Rules, commands::tax_codes, rules::deciding::Direction,
};

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
        return Ok(Page {
            period: views(View::Rules),
            lead: html! { (t!("No rules yet.")) },
            body,
            panel,
            ..Page::new(t!("Bank"))
        });
    }
    let columns = vec![
        Column::figures(t!("Order")).narrow().quiet().phone(Phone::Hidden),
        Column::text(t!("When")).grow().phone(Phone::Lead),
        Column::text(t!("Book it to")).narrow().phone(Phone::Second),
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
    Ok(Page { period: views(View::Rules), lead, sub, body, panel, ..Page::new(t!("Bank")) })
}

fn panel(request: &mut PageRequest<'_>, rule: Option<&RuleView>, count: usize) -> Result<Panel, Failure> {
    let command = if rule.is_some() { "change-rule" } else { "add-rule" };
    let refused = request.refused_form(command).cloned();
    let input = rule.map(|rule| rule.rule.clone()).unwrap_or_default();
    let preview = if rule.is_some() { Some(RulePreview(input.clone()).answer(request.context)?) } else { None };
    let form = form(request, rule, &input, refused.as_ref())?;
    let body = html! {
        (form)
        @if let Some(rule) = rule { (history(rule)) }
        @if let Some(preview) = &preview { (taken(preview)) }
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

fn form(
    request: &mut PageRequest<'_>,
    rule: Option<&RuleView>,
    input: &RuleInput,
    refused: Option<&RefusedForm>,
) -> Result<Markup, Failure> {
    let currency = request.context.settings.currency;
    let charges_tax = request.context.settings.charges_tax_on(request.context.today);
    let mut codes = vec![Choice::new("", t!("the tax of its category"))];
    codes.extend(tax_codes(&request.context.settings.country).into_iter().map(|(code, name)| Choice::new(code, name)));
    let accounts = own_accounts(request.context, None, t!("any account"))?;
    let transfers = own_accounts(request.context, None, t!("no account"))?;
    let choices = categories(request.context, input.direction == Direction::In)?;
    let directions = vec![
        Choice::new(Direction::Any.as_str(), t!("Money in or out")),
        Choice::new(Direction::In.as_str(), t!("Money in")),
        Choice::new(Direction::Out.as_str(), t!("Money out")),
    ];
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let money = |amount: Option<i64>| amount.map(|amount| fmt::amount(amount, currency.code())).unwrap_or_default();
    let text = |name: &str, label: String, value: &str| {
        Field::text(name, label)
            .label_hidden()
            .placeholder(t!("anything"))
            .value(typed_or(refused, name, value))
            .error(error_at(refused, name))
    };
    let amount = |name: &str, label: String, value: Option<i64>| {
        Field::money(name, label)
            .label_hidden()
            .placeholder(t!("anything"))
            .value(typed_or(refused, name, money(value)))
            .error(error_at(refused, name))
    };
    let select = |name: &str, label: String, choices: Vec<Choice>, value: String| {
        Field::select(name, label, choices)
            .label_hidden()
            .value(typed_or(refused, name, value))
            .error(error_at(refused, name))
    };
    let named = ["rule[text_has]", "rule[account]", "rule[category]", "rule[tax_code]", "rule[from_minor]"];
    let mut form = Form::new(if rule.is_some() { "change-rule" } else { "add-rule" })
        .next(HERE)
        .hidden("from", request.address.clone())
        .error(refused.and_then(|form| form.error_beside(&named)));
    if let Some(rule) = rule {
        form = form.hidden("id", rule.id.to_string());
    }
    Ok(html! {
        (form.body(html! {
            (parts::sentence(html! {
                (t!("When the text has")) " " (text("rule[text_has]", t!("When the text has"), &input.text_has)) " "
                (t!("and the other side’s name has")) " "
                (text("rule[counterparty_has]", t!("and the other side’s name has"), &input.counterparty_has)) " "
                (t!("on")) " " (select("rule[account]", t!("on"), accounts, id(input.account))) ", "
                (t!("and it is")) " "
                (select("rule[direction]", t!("and it is"), directions, input.direction.as_str().to_owned())) " "
                (t!("from")) " " (amount("rule[from_minor]", t!("from"), input.from_minor)) " "
                (t!("up to")) " " (amount("rule[through_minor]", t!("up to"), input.through_minor)) ", "
                (t!("book it to")) " " (select("rule[category]", t!("book it to"), choices, id(input.category)))
                @if charges_tax {
                    " " (t!("with")) " "
                    (select("rule[tax_code]", t!("VAT or sales tax"), codes, input.tax_code.clone().unwrap_or_default()))
                }
                ", " (t!("or call it a transfer with")) " "
                (select("rule[transfer_account]", t!("or call it a transfer with"), transfers, id(input.transfer_account))) "."
            }))
            @if rule.is_none() { (Field::checkbox("apply", t!("Sort the lines that wait by it at once"), true)) }
            (parts::actions(html! { (Button::primary(if rule.is_some() { t!("Keep the change") } else { t!("Make the rule") })) }))
        }))
    })
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

/// What a rule would take of the queue, and how the past agrees.
fn taken(preview: &RulePreviewAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let rows = preview.lines.iter().map(|line| {
        Row::new(vec![fmt::date_short(line.booked_on).into(), line.title.clone().into(), super::amount(line).into()])
            .href(format!("/bank?line={}", line.id))
    });
    html! {
        (parts::heading(&tn!(preview.count, "{count} waiting line would go there", "{count} waiting lines would go there"), None))
        @if !preview.lines.is_empty() { (Table::new(t!("Lines"), columns).headless().compact().rows(rows)) }
        p.h {
            (tn!(preview.agree, "{count} past line agrees,", "{count} past lines agree,")) " "
            (tn!(preview.differ, "{count} went elsewhere.", "{count} went elsewhere."))
        }
    }
}
