//! The queue: question, reason in words, answer; one line beside the list, many at once in it.

use books::DimensionNames;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Hue, KeyHint, Look, Markup, Page, PageRequest, Paging,
    Panel, Phone, Row, Table, chip, error_at, html, link_button, parts, typed_or,
};

use super::{attribution, called, categories, own_accounts, payment, payout, rule_past};
use crate::{BankLineAnswer, BankLineDetail, LineView, RulePreview, ToSort, ToSortAnswer, commands::tax_codes};

const HERE: &str = "/bank";
/// The list without a line beside it: all there is on a phone.
const LIST: &str = "/bank?line=none";
/// As many parts one line is split into on the page; the command takes more.
const MOST_PARTS: usize = 8;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let before = request.ask("before").map(str::to_owned);
    let queue = ToSort { before, limit: None }.answer(request.context)?;
    if queue.count == 0 {
        return Ok(empty(&queue));
    }
    let asked = request
        .ask("line")
        .and_then(|line| line.parse::<i64>().ok())
        .filter(|id| queue.lines.iter().any(|line| line.id == *id));
    let first = queue.lines.first().map(|line| line.id).filter(|_| request.ask("line") != Some("none"));
    let current = asked.or(first);
    let detail = current.map(|line| BankLineDetail { line }.answer(request.context)).transpose()?;
    let also: Vec<i64> = detail.iter().flat_map(|detail| &detail.also).map(|line| line.id).collect();
    let body = list(request, &queue, current, &also)?;
    let panel = match &detail {
        Some(detail) => Some(panel(request, &queue, detail)?),
        None => None,
    };
    Ok(Page {
        lead: html! { (tn!(queue.count, "{count} line to sort.", "{count} lines to sort.")) },
        sub: sub(&queue),
        body,
        panel,
        keys: vec![
            KeyHint::new("J K", t!("move")),
            KeyHint::new("S", t!("split")),
            KeyHint::new("C", t!("category")),
            KeyHint::new("P", t!("private")),
            KeyHint::new("Enter", t!("book")),
        ],
        ..Page::new(t!("To sort"))
    })
}

fn empty(queue: &ToSortAnswer) -> Page {
    let (lead, sentence) = if queue.last_on.is_some() {
        (t!("Everything is sorted."), t!("Bring in the next statement when your bank has one."))
    } else {
        (
            t!("Nothing to sort yet."),
            t!("Bring in a bank statement: what Mainstay can tell is sorted at once, the rest is asked here."),
        )
    };
    let action = html! { (link_button(Look::Primary, "/bank/statements", &t!("Bring in a statement"))) };
    Page {
        lead: html! { (lead) },
        sub: doubtful(queue),
        body: parts::empty(parts::Drawing::Statement, &sentence, action),
        ..Page::new(t!("To sort"))
    }
}

fn doubtful(queue: &ToSortAnswer) -> Markup {
    html! {
        @if queue.doubtful > 0 {
            a href="/bank/statements" { (tn!(queue.doubtful, "{count} line may be here already.", "{count} lines may be here already.")) } " "
        }
    }
}

fn sub(queue: &ToSortAnswer) -> Markup {
    html! {
        (doubtful(queue))
        @if queue.last_sorted > 0 {
            (t!(
                "{sorted} of {lines} lines of the last file sorted themselves.",
                sorted = fmt::number(queue.last_sorted),
                lines = fmt::number(queue.last_lines)
            ))
            // What was booked without a rule of the owner's is said, and opens.
            @if queue.last_learned > 0 {
                " " a href="/bank/lines?by=learned" {
                    (tn!(queue.last_learned, "{count} of them went where you sorted its payee before.", "{count} of them went where you sorted their payees before."))
                }
            }
        }
    }
}

fn list(
    request: &mut PageRequest<'_>,
    queue: &ToSortAnswer,
    current: Option<i64>,
    also: &[i64],
) -> Result<Markup, Failure> {
    let currency = request.context.settings.currency.code().to_string();
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::text(t!("Suggested")).quiet().phone(Phone::Second),
        Column::figures(currency.clone()).phone(Phone::Figure),
    ];
    let rows = queue.lines.iter().map(|line| {
        let href = request.address_with(&[("line", &line.id.to_string()), ("split", "")]);
        Row::new(vec![super::day(line), called(line).into(), suggested(line), super::amount(line).into()])
            .href(href)
            .choice(line.id, called(line))
            .current(Some(line.id) == current)
            .marked(also.contains(&line.id))
    });
    let paging = Paging {
        shown: tn!(queue.lines.len(), "{count} line shown", "{count} lines shown"),
        newer: request.ask("before").map(|_| HERE.to_owned()),
        older: queue.older.as_ref().map(|older| request.address_with(&[("before", older), ("line", "")])),
        csv: None,
    };
    let table =
        Table::new(t!("Lines to sort"), columns).one_line().headless().keys().select("lines").rows(rows).paging(paging);
    let refused = request.refused_form("sort-lines").cloned();
    let categories = categories(request.context, false)?;
    let private = books::account_of_role(request.context, "private").map(|account| account.id).ok();
    Ok(html! {
        (parts::progress(&t!("Sorted"), queue.last_sorted, queue.last_lines.max(queue.last_sorted + queue.count)))
        (Form::new("sort-lines").next(HERE).hidden("from", LIST).error(refused.as_ref().and_then(|form| form.error_beside(&["category"]))).body(html! {
            (table)
            div.bulk.many {
                span { b data-chosen {} " " (t!("Sort the selected lines into")) }
                (Field::select("category", t!("Sort the selected lines into"), categories)
                    .id("many")
                    .label_hidden()
                    .value(typed_or(refused.as_ref(), "category", ""))
                    .error(error_at(refused.as_ref(), "category")))
                (Button::quiet(t!("Sort them")))
                @if let Some(private) = private { (Button::quiet(t!("Private")).named("category", private.to_string())) }
            }
        }))
    })
}

fn suggested(line: &LineView) -> Cell {
    if let Some(payment) = &line.payment {
        return Cell::remark(t!("Pays {number}", number = payment.number), payment.party.clone());
    }
    match &line.suggestion {
        None => Cell::remark("", t!("No idea yet")),
        Some(suggestion) if suggestion.unsure => Cell::remark(suggestion.name.clone(), t!("unsure")),
        Some(suggestion) => suggestion.name.clone().into(),
    }
}

fn panel(request: &mut PageRequest<'_>, queue: &ToSortAnswer, detail: &BankLineAnswer) -> Result<Panel, Failure> {
    let line = &detail.line;
    let at = queue.lines.iter().position(|one| one.id == line.id);
    let next = at
        .and_then(|at| queue.lines.get(at + 1))
        .map_or_else(|| HERE.to_owned(), |next| request.address_with(&[("line", &next.id.to_string()), ("split", "")]));
    let private = books::account_of_role(request.context, "private").map(|account| account.id).ok();
    let question = match &line.suggestion {
        _ if line.payment.is_some() => line.payment.as_ref().map_or_else(String::new, |payment| {
            t!("Does it pay {number} of {party}?", number = payment.number, party = payment.party)
        }),
        Some(suggestion) if suggestion.pair.is_some() => {
            t!("Is this the other side of a transfer with {account}?", account = suggestion.name)
        }
        Some(suggestion) if suggestion.payout.is_some() => payout::question(line).unwrap_or_default(),
        Some(suggestion) if suggestion.account.is_some() => t!("A transfer with {account}?", account = suggestion.name),
        Some(suggestion) if suggestion.category.is_some() => t!("{category}?", category = suggestion.name),
        Some(_) => t!("How do these parts go this time?"),
        None if line.amount_minor > 0 => t!("What was this money for?"),
        None => t!("What was this spent on?"),
    };
    let suggested = line.suggestion.as_ref().map(|suggestion| suggestion.reason.clone());
    let reason = line
        .payment
        .as_ref()
        .map(|payment| payment.reason.clone())
        .or(suggested)
        .unwrap_or_else(|| t!("Nothing like it was sorted before."));
    // Later pages of the queue do not know their place in the whole.
    let place = match at.filter(|_| request.ask("before").is_none()) {
        Some(at) => t!("{place} of {count}", place = fmt::number(at as i64 + 1), count = fmt::number(queue.count)),
        None => tn!(queue.count, "{count} line to sort", "{count} lines to sort"),
    };
    let body = html! {
        p.kick { (fmt::date(line.booked_on)) " · " (line.account_name) @if line.text != called(line) { " · " (line.text) } }
        (super::worth(line))
        (parts::question(&question, &reason))
        p.at { a href=(LIST) { (place) } }
        (pair(line, &next))
        (payment::proposal(line, &next))
        (payout::proposed(request, detail, &next)?)
        @if asks(line) { (parts::heading(&t!("Or something else"), None)) }
        (answer(request, detail, &next)?)
        (parts::actions(html! {
            @if let Some(private) = private {
                (FormAction::new("sort-line", t!("Private"))
                    .hidden("line", line.id)
                    .hidden("parts[0][category]", private)
                    .next(next.clone())
                    .look(Look::Link)
                    .key("P"))
            }
            (link_button(Look::Link, &next, &t!("Later")))
        }))
        (payment::form(request, detail, &next)?)
        (transfer(request, detail, &next)?)
        (payout::other(request, detail, &next)?)
        (from_now_on(request, detail, &next)?)
        (similar(detail))
    };
    Ok(Panel {
        title: called(line),
        address_to_close: LIST.to_owned(),
        body,
        wide: true,
        kicker: String::new(),
        figure: fmt::money(line.amount_minor, &line.currency),
    })
}

/// Whether a pair, a payment or a payout is asked about: the answer to that is the page's one primary action.
fn asks(line: &LineView) -> bool {
    let suggestion = line.suggestion.as_ref();
    line.payment.is_some() || suggestion.is_some_and(|one| one.pair.is_some() || one.payout.is_some())
}

/// The one question about a pair that is not sure.
fn pair(line: &LineView, next: &str) -> Markup {
    let Some(other) = line.suggestion.as_ref().and_then(|suggestion| suggestion.pair) else { return html! {} };
    let action =
        |command: &str, label: String| FormAction::new(command, label).hidden("line", line.id).hidden("other", other);
    html! {
        (parts::actions(html! {
            (action("pair-lines", t!("Yes, one transfer")).next(next).look(Look::Primary).key("Y Enter"))
            (action("part-lines", t!("No")).next(format!("{HERE}?line={}", line.id)).key("N"))
        }))
    }
}

/// The category, or the parts of a split.
fn answer(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let line = &detail.line;
    let refused = request.refused_form("sort-line").cloned();
    let refused = refused.as_ref();
    let given = refused.map_or(0, |form| {
        form.values.iter().filter(|(name, text)| name.ends_with("[amount_minor]") && !text.is_empty()).count()
    });
    let count =
        request.ask("split").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1).max(given).clamp(1, MOST_PARTS);
    let choices = categories(request.context, line.amount_minor > 0)?;
    let charges_tax = request.context.settings.charges_tax_on(line.booked_on);
    let mut codes = vec![Choice::new("", t!("As the category says"))];
    codes.extend(tax_codes(&request.context.settings.country).into_iter().map(|(code, name)| Choice::new(code, name)));
    let suggestion = line.suggestion.as_ref().and_then(|suggestion| suggestion.category);
    let pocket = pocket_of(request, suggestion)?;
    let more = request.address_with(&[("line", &line.id.to_string()), ("split", &(count + 1).to_string())]);
    let whole = request.address_with(&[("line", &line.id.to_string()), ("split", "")]);
    let asked = asks(line);
    let extra = attribution::fields(request, refused, "", &DimensionNames::default(), None)?;
    let book = if count > 1 { t!("Book the parts") } else { t!("Book it") };
    let part = |index: usize| {
        let name = |field: &str| format!("parts[{index}][{field}]");
        let category = typed_or(
            refused,
            &name("category"),
            if index == 0 { suggestion.map(|id| id.to_string()).unwrap_or_default() } else { String::new() },
        );
        let mut select = Field::select(&name("category"), t!("Category"), choices.clone())
            .id(format!("category-{index}"))
            .value(category)
            .error(error_at(refused, &name("category")));
        if index == 0 {
            // The key puts the caret into the field, as its label does.
            select = select.key("C");
        } else {
            select = select.label_hidden();
        }
        html! {
            @if count > 1 {
                div.parts {
                    (select)
                    (Field::money(&name("amount_minor"), t!("Amount"))
                        .id(format!("amount-{index}"))
                        .label_hidden()
                        .value(typed_or(refused, &name("amount_minor"), ""))
                        .error(error_at(refused, &name("amount_minor"))))
                    @if index + 1 == count { span.h { (t!("or the rest")) } } @else { span {} }
                }
            } @else { (select) }
            @if charges_tax {
                (Field::select(&name("tax_code"), t!("VAT or sales tax"), codes.clone())
                    .id(format!("tax-{index}"))
                    .value(typed_or(refused, &name("tax_code"), ""))
                    .error(error_at(refused, &name("tax_code"))))
            }
        }
    };
    Ok(html! {
        (Form::new("sort-line")
            .next(next)
            .hidden("from", request.address.clone())
            .hidden("line", line.id.to_string())
            .error(refused.and_then(|form| form.error_beside(&["parts[0][category]", "parts[0][tax_code]", "parts[1][amount_minor]"])))
            .body(html! {
                @for index in 0..count { (part(index)) }
                (extra)
                @if let Some((name, position)) = pocket { p.h { (chip(Hue::at(position), &name)) } }
                (parts::actions(html! {
                    (if asked { Button::quiet(book) } else { Button::primary(book) }.key("Enter"))
                    @if count < MOST_PARTS {
                        a.b.l href=(more) data-key="S" { (if count > 1 { t!("Add a part") } else { t!("Split") }) (parts::keycap("S")) }
                    }
                    @if count > 1 { (link_button(Look::Link, &whole, &t!("Don’t split"))) }
                }))
            }))
    })
}

/// The pocket that a category's money moves, with its place.
fn pocket_of(request: &mut PageRequest<'_>, category: Option<i64>) -> Result<Option<(String, usize)>, Failure> {
    let Some(category) = category else { return Ok(None) };
    let Some(pocket) = books::account(request.context, category)?.pocket else { return Ok(None) };
    let pockets = books::pockets(request.context)?;
    let found = pockets.iter().find(|one| one.id == pocket);
    Ok(found.map(|one| {
        let place = books::chart::POCKET_ROLES.iter().position(|role| *role == one.role).map_or(0, |index| index + 1);
        (one.name.clone(), place)
    }))
}

fn transfer(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let line = &detail.line;
    let refused = request.refused_form("sort-as-transfer").cloned();
    let choices = own_accounts(request.context, Some(line.account), t!("Another account"))?;
    let suggested = line.suggestion.as_ref().and_then(|suggestion| suggestion.account);
    let body = html! {
        (Form::new("sort-as-transfer").next(next).hidden("from", request.address.clone()).hidden("line", line.id.to_string()).body(html! {
            (Field::select("account", t!("It went to or came from"), choices)
                .id("transfer-account")
                .value(typed_or(refused.as_ref(), "account", suggested.map(|id| id.to_string()).unwrap_or_default()))
                .error(error_at(refused.as_ref(), "account")))
            (parts::actions(html! { (Button::quiet(t!("It is a transfer"))) }))
        }))
    };
    Ok(html! {
        details open[(suggested.is_some() && !asks(line)) || refused.is_some()] {
            summary { (t!("A transfer between your own accounts")) }
            (body)
        }
    })
}

/// The rule as a sentence with fields for words, and what it would take.
fn from_now_on(request: &mut PageRequest<'_>, detail: &BankLineAnswer, next: &str) -> Result<Markup, Failure> {
    let refused = request.refused_form("add-rule").cloned();
    let refused = refused.as_ref();
    let line = &detail.line;
    let choices = categories(request.context, line.amount_minor > 0)?;
    let accounts = own_accounts(request.context, None, t!("any account"))?;
    let category = detail.rule.category.map(|id| id.to_string()).unwrap_or_default();
    // How the past agrees is only a question once there is a place to agree with.
    let past = match detail.rule.category {
        Some(_) if !detail.rule.text_has.is_empty() => Some(RulePreview(detail.rule.clone()).answer(request.context)?),
        _ => None,
    };
    let direction = if line.amount_minor < 0 { "out" } else { "in" };
    Ok(html! {
        details.now open[refused.is_some() || !detail.also.is_empty() || !detail.similar.is_empty()] {
            summary { b { (t!("Do this from now on")) } }
            (Form::new("add-rule")
                .next(next)
                .hidden("from", request.address.clone())
                .hidden("apply", "true")
                .hidden("rule[direction]", direction)
                .error(refused.and_then(|form| form.error_beside(&["rule[text_has]", "rule[account]", "rule[category]", "rule[through_minor]"])))
                .body(html! {
                    (parts::sentence(html! {
                        (t!("When the text has")) " "
                        (Field::text("rule[text_has]", t!("When the text has"))
                            .label_hidden()
                            .value(typed_or(refused, "rule[text_has]", detail.rule.text_has.clone()))
                            .error(error_at(refused, "rule[text_has]"))
                            .required())
                        " " (t!("on")) " "
                        (Field::select("rule[account]", t!("on"), accounts)
                            .label_hidden()
                            .value(typed_or(refused, "rule[account]", ""))
                            .error(error_at(refused, "rule[account]")))
                        " " (t!("and the amount is at most")) " "
                        (Field::money("rule[through_minor]", t!("and the amount is at most"))
                            .label_hidden()
                            .placeholder(t!("anything"))
                            .value(typed_or(refused, "rule[through_minor]", ""))
                            .error(error_at(refused, "rule[through_minor]")))
                        ", " (t!("book it to")) " "
                        (Field::select("rule[category]", t!("book it to"), choices)
                            .label_hidden()
                            .value(typed_or(refused, "rule[category]", category))
                            .error(error_at(refused, "rule[category]")))
                        "."
                    }))
                    @if detail.also.is_empty() {
                        p.h { (t!("No other line in this queue would go too.")) }
                    } @else {
                        p.h { (tn!(detail.also.len(), "{count} other line in this queue would go too:", "{count} other lines in this queue would go too:")) }
                        (rule_past::small_table(&detail.also))
                    }
                    @if let Some(past) = &past { (rule_past::past(past)) }
                    (parts::actions(html! { (Button::quiet(t!("Make this rule"))) }))
                }))
        }
    })
}

fn similar(detail: &BankLineAnswer) -> Markup {
    if detail.similar.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Where it went")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let rows = detail.similar.iter().map(|line| {
        let into = if line.into.is_empty() { t!("To sort") } else { line.into.clone() };
        Row::new(vec![fmt::date_short(line.booked_on).into(), into.into(), super::amount(line).into()])
            .href(format!("/bank/lines?line={}", line.id))
    });
    html! {
        (parts::heading(&t!("Others like it"), None))
        (Table::new(t!("Others like it"), columns).headless().compact().rows(rows))
    }
}
