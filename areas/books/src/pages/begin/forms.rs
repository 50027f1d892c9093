//! The forms of the opening position, in the side panel: one for each kind, to give an item or to change it.

use kernel::Failure;
use ledger::AccountKind;
use locale::{fmt, t};
use ui::{
    Button, Choice, Field, Form, FormAction, Look, Markup, PageRequest, Panel, RefusedForm, error_at, html, parts,
    typed_or,
};

use super::{HERE, called, choices};
use crate::{
    opening::{OpeningItem, OpeningKind, OpeningPart},
    queries::OpeningPositionAnswer,
};

/// As many parts as an invoice or bill has rows for; the command takes more.
const PARTS: usize = 4;

/// What the form is filled with, and under which names its fields are sent.
struct Filled<'a> {
    kind: OpeningKind,
    /// The item that is changed; none when one is added.
    id: Option<i64>,
    item: Option<OpeningItem>,
    refused: Option<&'a RefusedForm>,
    currency: String,
    account: String,
}

/// The form that the address or a refusal opens.
pub(super) fn panel(request: &mut PageRequest<'_>, position: &OpeningPositionAnswer) -> Result<Option<Panel>, Failure> {
    let adding = request.refused_form("add-opening-item").cloned();
    let changing = request.refused_form("change-opening-item").cloned();
    let removing = request.refused_form("remove-opening-item").cloned();
    let typed =
        |form: &Option<RefusedForm>, name: &str| form.as_ref().and_then(|form| form.typed(name).map(str::to_owned));
    let id = typed(&changing, "item")
        .or_else(|| typed(&removing, "item"))
        .or_else(|| request.ask("change").map(str::to_owned))
        .and_then(|id| id.parse::<i64>().ok());
    let view = id.and_then(|id| position.items.iter().find(|view| view.id == id));
    let kind = typed(&adding, "kind").or_else(|| request.ask("add").map(str::to_owned));
    let kind = kind.as_deref().and_then(OpeningKind::from_word);
    let Some(kind) = view.map(|view| view.given.kind).or(kind) else { return Ok(None) };
    let refused = if view.is_some() { changing.as_ref().or(removing.as_ref()) } else { adding.as_ref() };
    let filled = Filled {
        kind,
        id: view.map(|view| view.id),
        item: view.map(|view| view.given.clone()),
        refused,
        currency: position.currency.clone(),
        account: request.ask("account").unwrap_or_default().to_owned(),
    };
    let (title, about) = called(kind);
    let body = html! {
        p { (about) }
        (filled.form(request)?)
        @if let Some(id) = filled.id {
            (FormAction::new("remove-opening-item", t!("Take it back")).hidden("item", id).hidden("from", HERE).next(HERE).look(Look::Link))
        }
    };
    Ok(Some(Panel { title, body, wide: true, address_to_close: HERE.into(), ..Panel::default() }))
}

impl Filled<'_> {
    /// The name of a field in the form.
    fn name(&self, field: &str) -> String {
        match (self.id, field.split_once('[')) {
            (None, _) => field.to_owned(),
            (Some(_), None) => format!("given[{field}]"),
            (Some(_), Some((first, rest))) => format!("given[{first}][{rest}"),
        }
    }

    fn given<T>(&self, read: impl Fn(&OpeningItem) -> T) -> T
    where
        T: Default,
    {
        self.item.as_ref().map(read).unwrap_or_default()
    }

    fn money(&self, amount: i64) -> String {
        if amount == 0 { String::new() } else { fmt::amount(amount, &self.currency) }
    }

    fn part(&self, row: usize) -> Option<&OpeningPart> {
        self.item.as_ref().and_then(|item| item.parts.get(row))
    }

    /// A field with what was typed, or what was given before, and the sentence if it is the one at fault.
    fn fill(&self, field: Field, name: &str, value: String) -> Field {
        field.value(typed_or(self.refused, name, value)).error(error_at(self.refused, name))
    }

    fn text(&self, field: &str, label: String, value: String) -> Field {
        let name = self.name(field);
        self.fill(Field::text(&name, label), &name, value)
    }

    fn date(&self, field: &str, label: String, value: Option<jiff::civil::Date>) -> Field {
        let name = self.name(field);
        self.fill(Field::date(&name, label), &name, value.map(|day| day.to_string()).unwrap_or_default())
    }

    fn amount(&self, field: &str, label: String, value: i64) -> Field {
        let name = self.name(field);
        self.fill(Field::money(&name, label).unit(&self.currency), &name, self.money(value))
    }

    fn select(&self, field: &str, label: String, of: Vec<Choice>, value: Option<i64>) -> Field {
        let name = self.name(field);
        let value = value.map_or_else(|| self.account.clone(), |id| id.to_string());
        self.fill(Field::select(&name, label, of), &name, value)
    }

    fn form(&self, request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
        let body = match self.kind {
            OpeningKind::AccountBalance => self.balance(request)?,
            OpeningKind::OpenInvoice | OpeningKind::OpenBill => self.document(request)?,
            OpeningKind::TotalToDate => self.total(request)?,
            OpeningKind::TaxPrepaid => self.prepaid(request)?,
            OpeningKind::Equipment => self.equipment(),
            OpeningKind::ClientDeposit => html! {
                (self.text("party", t!("Client"), self.given(|item| item.party.clone())).required())
                div.row {
                    (self.amount("amount_minor", t!("How much"), self.given(|item| item.amount_minor)).required())
                    (self.date("dated_on", t!("Received on"), self.given(|item| item.dated_on)))
                }
            },
            OpeningKind::LastTaxBill => html! {
                (self.amount("amount_minor", t!("How much"), self.given(|item| item.amount_minor)).required())
                p.h { (t!("Income tax and contributions together. It is kept as a fact; nothing is booked.")) }
            },
            OpeningKind::Stock | OpeningKind::TaxCollected => html! {
                (self.amount("amount_minor", t!("How much"), self.given(|item| item.amount_minor)).required())
                (self.text("name", t!("What to call it"), self.given(|item| item.name.clone())))
            },
        };
        let (command, label) = match self.id {
            None => ("add-opening-item", t!("Add it")),
            Some(_) => ("change-opening-item", t!("Change it")),
        };
        let kind = self.name("kind");
        let shown = [
            "name",
            "account",
            "party",
            "number",
            "dated_on",
            "due_on",
            "amount_minor",
            "book_amount_minor",
            "written_off_minor",
            "life_years",
        ]
        .map(|field| self.name(field));
        let parts = (0..PARTS).flat_map(|row| {
            ["category", "amount_minor", "tax_code", "tax_minor"]
                .map(|field| self.name(&format!("parts[{row}][{field}]")))
        });
        let shown: Vec<String> = shown.into_iter().chain(parts).collect();
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        let mut form = Form::new(command)
            .next(HERE)
            .hidden("from", request.address.clone())
            .hidden(kind, self.kind.as_str())
            .error(self.refused.and_then(|form| form.error_beside(&shown)))
            .body(html! { (body) (parts::actions(html! { (Button::primary(label)) })) });
        if let Some(id) = self.id {
            form = form.hidden("item", id.to_string());
        }
        Ok(html! { (form) })
    }

    fn balance(&self, request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
        let own = choices(request, |account| account.kind.has_statements() && account.role.is_empty())?;
        Ok(html! {
            (self.select("account", t!("Account"), own, self.given(|item| item.account)).required())
            (self.amount("amount_minor", t!("What was on it"), self.given(|item| item.amount_minor)))
            p.h { (t!("At the end of the day before the books begin, in the account’s own currency. A debt, as on a card or a loan, is negative; nothing is 0.")) }
            (self.amount("book_amount_minor", t!("Worth, where the account has another currency"), self.given(|item| item.book_amount_minor.unwrap_or(0))))
        })
    }

    fn document(&self, request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
        let invoice = self.kind == OpeningKind::OpenInvoice;
        let categories = if invoice {
            choices(request, |account| account.kind == AccountKind::Income)?
        } else {
            choices(request, |account| account.is_category() && account.kind != AccountKind::Income)?
        };
        let taxed = request.context.settings.charges_tax_since.is_some();
        let rows = self.given(|item| item.parts.len()).max(1);
        let more = request.ask("parts").and_then(|text| text.parse::<usize>().ok()).unwrap_or(rows);
        let typed = (1..PARTS)
            .filter(|row| {
                self.refused.is_some_and(|form| {
                    form.typed(&self.name(&format!("parts[{row}][category]"))).is_some_and(|text| !text.is_empty())
                })
            })
            .max()
            .map_or(0, |row| row + 1);
        let rows = rows.max(more).max(typed).clamp(1, PARTS);
        let address = request.address_with(&[("parts", &(rows + 1).to_string())]);
        let who = if invoice { t!("Client") } else { t!("Supplier") };
        let declared = self.name("tax_declared");
        let is_declared =
            typed_or(self.refused, &declared, if self.given(|item| item.tax_declared) { "true" } else { "" });
        Ok(html! {
            (self.text("party", who, self.given(|item| item.party.clone())).required())
            div.row {
                (self.text("number", t!("Its own number"), self.given(|item| item.number.clone())).required())
                (self.amount("amount_minor", t!("Still to be paid, tax included"), self.given(|item| item.amount_minor)).required())
            }
            div.row {
                (self.date("dated_on", t!("Issued on"), self.given(|item| item.dated_on)).required())
                (self.date("due_on", t!("Due on"), self.given(|item| item.due_on)))
            }
            @for row in 0..rows { (self.document_part(request, row, rows, &categories, taxed)) }
            @if let Some(error) = error_at(self.refused, &self.name("parts")) { p.er { (error) } }
            @if rows < PARTS { p { a href=(address) { (t!("It is for more than one thing")) } } }
            @if taxed {
                (Field::checkbox(&declared, t!("Its tax was declared to the tax office already"), is_declared == "true")
                    .help(t!("Then it is not owed again when the money comes.")))
            }
        })
    }

    fn document_part(
        &self,
        request: &PageRequest<'_>,
        row: usize,
        rows: usize,
        categories: &[Choice],
        taxed: bool,
    ) -> Markup {
        let field = |name: &str| format!("parts[{row}][{name}]");
        let part = self.part(row);
        let label = if rows > 1 { t!("For what ({number})", number = row + 1) } else { t!("For what") };
        let sale = self.kind == OpeningKind::OpenInvoice;
        let country = &request.context.settings.country;
        let codes = crate::chart::chart(country).tax_codes.iter().filter(|code| {
            use crate::chart::{TaxDirection, TaxKind};
            let side = if sale { TaxDirection::Sale } else { TaxDirection::Purchase };
            code.kind != TaxKind::Ask && [side, TaxDirection::None].contains(&code.direction)
        });
        let mut choice = vec![Choice::new("", t!("As the category says"))];
        choice.extend(codes.map(|code| Choice::new(&code.code, &code.name)));
        html! {
            (self.select(&field("category"), label, categories.to_vec(), part.map(|part| part.category)))
            @if rows > 1 { (self.amount(&field("amount_minor"), t!("How much of it; the last may be left empty"), part.and_then(|part| part.amount_minor).unwrap_or(0))) }
            @if taxed {
                div.row {
                    @let name = self.name(&field("tax_code"));
                    (self.fill(Field::select(&name, t!("VAT or sales tax"), choice), &name, part.and_then(|part| part.tax_code.clone()).unwrap_or_default()))
                    (self.amount(&field("tax_minor"), t!("Tax, where it differs"), part.and_then(|part| part.tax_minor).unwrap_or(0)))
                }
            }
        }
    }

    fn total(&self, request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
        let categories = choices(request, |account| account.kind.is_profit_and_loss())?;
        Ok(html! {
            (self.select("account", t!("Category"), categories, self.given(|item| item.account)).required())
            div.row {
                (self.amount("amount_minor", t!("So far this year, without VAT"), self.given(|item| item.amount_minor)).required())
                (self.date("dated_on", t!("Up to"), self.given(|item| item.dated_on)))
            }
            p.h { (t!("Give one sum up to the day before the books begin, or one for each month with its last day.")) }
        })
    }

    fn prepaid(&self, request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
        let drawings =
            choices(request, |account| account.role.starts_with("owner-") && account.role != "owner-put-in")?;
        Ok(html! {
            (self.select("account", t!("What it was for"), drawings, self.given(|item| item.account)))
            div.row {
                (self.amount("amount_minor", t!("How much"), self.given(|item| item.amount_minor)).required())
                (self.date("dated_on", t!("Paid on"), self.given(|item| item.dated_on)))
            }
        })
    }

    fn equipment(&self) -> Markup {
        html! {
            (self.text("name", t!("What it is"), self.given(|item| item.name.clone())).required())
            div.row {
                (self.amount("amount_minor", t!("What it cost"), self.given(|item| item.amount_minor)).required())
                (self.date("dated_on", t!("Bought on"), self.given(|item| item.dated_on)).required())
            }
            @let years = self.name("life_years");
            @let served = self.given(|item| item.life_years).map(|years| years.to_string()).unwrap_or_default();
            div.row {
                (self.fill(Field::number(&years, t!("Serves for")).unit(t!("years")), &years, served))
                (self.amount("written_off_minor", t!("Written off already"), self.given(|item| item.written_off_minor.unwrap_or_default())))
            }
            p.h { (t!("The years count from the day it was bought. What was written off already is reckoned in equal parts where you leave it empty; the rest goes on from there. Without years it keeps its value.")) }
        }
    }
}
