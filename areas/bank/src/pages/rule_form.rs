//! The rule as a sentence that can be changed: what it asks, where such a line goes, or into which parts it is split.

use kernel::Failure;
use locale::{fmt, t};
use ui::{
    Button, Choice, Field, Form, Markup, PageRequest, RefusedForm, error_at, html, link_button, parts, preview_button,
    typed_or,
};

use super::{attribution, categories, own_accounts};
use crate::{RuleInput, RuleView, commands::tax_codes, rules::deciding::Direction};

const HERE: &str = "/bank/rules";
/// As many parts a rule splits into on the page; the command takes more.
const MOST_PARTS: usize = 6;

pub(super) fn form(
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
    // So many parts were typed, asked for, or are the rule's.
    let typed = refused.map_or(0, |form| {
        form.values.iter().filter(|(name, _)| name.starts_with("rule[parts]") && name.ends_with("[category]")).count()
    });
    let asked = request.ask("parts").and_then(|count| count.parse::<usize>().ok());
    let count = asked.unwrap_or(input.parts.len()).max(typed).min(MOST_PARTS.max(input.parts.len()));
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
    let part = |index: usize| {
        let known = input.parts.get(index);
        let name = |field: &str| format!("rule[parts][{index}][{field}]");
        let share = known.and_then(|part| part.permille).map(percent).unwrap_or_default();
        let fixed = money(known.and_then(|part| part.amount_minor));
        let category = known.map(|part| part.category.to_string()).unwrap_or_default();
        let code = known.and_then(|part| part.tax_code.clone()).unwrap_or_default();
        html! {
            (Field::number(&name("permille"), t!("Share")).id(format!("share-{index}")).label_hidden().placeholder(t!("the rest"))
                .value(typed_or(refused, &name("permille"), share)).error(error_at(refused, &name("permille"))))
            " % " (t!("or the amount")) " "
            (Field::money(&name("amount_minor"), t!("or the amount")).id(format!("fixed-{index}")).label_hidden()
                .value(typed_or(refused, &name("amount_minor"), fixed)).error(error_at(refused, &name("amount_minor"))))
            " " (t!("to")) " " (select(&name("category"), t!("to"), choices.clone(), category).id(format!("part-{index}")))
            @if charges_tax {
                " " (t!("with")) " " (select(&name("tax_code"), t!("VAT or sales tax"), codes.clone(), code).id(format!("code-{index}")))
            }
            @if index + 1 < count { ", " } @else { "." }
        }
    };
    let mut named: Vec<String> =
        ["text_has", "counterparty_has", "account", "category", "tax_code", "transfer_account", "from_minor", "pocket"]
            .map(|name| format!("rule[{name}]"))
            .to_vec();
    named.extend(["client", "project", "offer", "channel"].map(|name| format!("rule[dimensions][{name}]")));
    for index in 0..count {
        let names = ["permille", "amount_minor", "category", "tax_code"];
        named.extend(names.map(|name| format!("rule[parts][{index}][{name}]")));
    }
    named.push("rule[parts]".to_owned());
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let command = if rule.is_some() { "change-rule" } else { "add-rule" };
    let mut form = Form::new(command)
        .previewed(command)
        .next(HERE)
        .hidden("from", request.address.clone())
        .error(refused.and_then(|form| form.error_beside(&named)));
    if let Some(rule) = rule {
        form = form.hidden("id", rule.id.to_string());
    }
    let more = request.address_with(&[("parts", &(count + 1).max(2).to_string())]);
    let whole = request.address_with(&[("parts", "0")]);
    let extra = attribution::fields(request, refused, "rule", &input.dimensions, input.pocket)?;
    Ok(html! {
        (form.body(html! {
            (parts::sentence(html! {
                (t!("When the text has")) " "
                (text("rule[text_has]", t!("When the text has"), &input.text_has)) " "
                (t!("and the other side’s name has")) " "
                (text("rule[counterparty_has]", t!("and the other side’s name has"), &input.counterparty_has)) " "
                (t!("on")) " " (select("rule[account]", t!("on"), accounts, id(input.account))) ", "
                (t!("and it is")) " "
                (select("rule[direction]", t!("and it is"), directions, input.direction.as_str().to_owned())) " "
                (t!("from")) " " (amount("rule[from_minor]", t!("from"), input.from_minor)) " "
                (t!("up to")) " " (amount("rule[through_minor]", t!("up to"), input.through_minor)) ", "
                @if count == 0 {
                    (t!("book it to")) " " (select("rule[category]", t!("book it to"), choices.clone(), id(input.category)))
                    @if charges_tax {
                        " " (t!("with")) " "
                        (select("rule[tax_code]", t!("VAT or sales tax"), codes.clone(), input.tax_code.clone().unwrap_or_default()))
                    }
                    ", " (t!("or call it a transfer with")) " "
                    (select("rule[transfer_account]", t!("or call it a transfer with"), transfers, id(input.transfer_account))) "."
                } @else {
                    (t!("split it:")) " "
                    @for index in 0..count { (part(index)) }
                }
            }))
            @if count > 0 {
                p.h { (t!("Fixed amounts come off first, shares divide what they leave, and the part with neither takes the rest.")) }
                @if let Some(error) = error_at(refused, "rule[parts]") { p.er role="alert" { (error) } }
            }
            (extra)
            @if rule.is_none() { (Field::checkbox("apply", t!("Sort the lines that wait by it at once"), true)) }
            (parts::actions(html! {
                (Button::primary(if rule.is_some() { t!("Keep the change") } else { t!("Make the rule") }))
                (preview_button(command, &t!("See what it does")))
                @if count < MOST_PARTS { (link_button(ui::Look::Link, &more, &if count > 0 { t!("Add a part") } else { t!("Split") })) }
                @if count > 0 { (link_button(ui::Look::Link, &whole, &t!("Don’t split"))) }
            }))
        }))
    })
}

/// A share as a percent field takes it: without its sign.
fn percent(permille: i64) -> String {
    fmt::percent_permille(permille).trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
}
