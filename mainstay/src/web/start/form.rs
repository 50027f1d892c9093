//! How the set-up page looks.

use kernel::{Refused, Settings};
use locale::{Language, t};
use ui::{Button, Choice, Field, Markup, html, parts};

use super::answers::{ACCOUNTS, Typed, text};
use crate::web::visit::Visit;

/// The countries offered by name; any other is typed by its code in the address (`/start?country=SE`).
fn countries() -> Vec<Choice> {
    [
        ("US", t!("United States")),
        ("FR", t!("France")),
        ("GB", t!("United Kingdom")),
        ("DE", t!("Germany")),
        ("AT", t!("Austria")),
        ("BE", t!("Belgium")),
        ("CA", t!("Canada")),
        ("CH", t!("Switzerland")),
        ("ES", t!("Spain")),
        ("IE", t!("Ireland")),
        ("IT", t!("Italy")),
        ("JP", t!("Japan")),
        ("NL", t!("Netherlands")),
    ]
    .into_iter()
    .map(|(code, name)| Choice::new(code, name))
    .collect()
}

/// The page with the form as it was filled, and what is wrong with it.
pub(super) fn page(visit: &Visit, usual: &Settings, typed: &Typed, refused: Option<&Refused>) -> String {
    let form = Filled { typed, refused };
    let another = visit.ask("another").is_some();
    let lead = html! { @if another { (t!("Let us set another business up.")) } @else { (t!("Let us set your business up.")) } };
    let body = html! {
        p.sub { (t!("One page. Every answer is already what most have; change what is different for you. Nothing leaves this machine.")) }
        (country_form(usual, typed, another))
        // Its own target: the answer is a whole page without the frame that the script changes in place.
        form.f method="post" action=(if another { "/start?another=1" } else { "/start" }) target="_self" {
            input type="hidden" name="country" value=(usual.country);
            @if let Some(sentence) = form.sentence_above() { p.er role="alert" { (sentence) } }
            (form.put("name", Field::text("name", t!("Name of your business")).required().autofocus().autocomplete("organization"))
                .help(t!("As your clients know it; it stands on every page.")))
            (parts::heading(&t!("Its money"), None))
            (form.put("currency", Field::text("currency", t!("Currency of your books")).short()).help(t!("Reports and taxes are in this currency; accounts may have others.")))
            (accounts(&form, text(typed, "currency")))
            (form.put("overhead", Field::money("overhead", t!("What a month costs you without any sale")).unit(text(typed, "currency")).short())
                .help(t!("Rent, software, insurance. It decides how full your buffer is to be; leave it empty and we ask when we know more.")))
            (parts::heading(&t!("Its taxes"), None))
            (form.put("charges_tax", Field::radio("charges_tax", tax_question(&usual.country), vec![Choice::new("no", t!("No")), Choice::new("yes", t!("Yes"))]))
                .help(t!("If you do, the tax in every deposit is kept apart at once: it was never yours.")))
            (form.put("charges_tax_since", Field::date("charges_tax_since", t!("Since when")).short()).help(t!("Only if yes; the day the pockets begin when left empty.")))
            (form.put("fiscal_year_start", Field::select("fiscal_year_start", t!("The tax year starts on"), fiscal_years(typed)))
                .help(t!("As your country has it; a company may have another.")))
            (parts::heading(&t!("Its days"), None))
            (form.put("starts_on", Field::date("starts_on", t!("Pockets begin on")).short())
                .help(t!("From this day on every deposit is split. Earlier statements fill your books and reports and split nothing.")))
            (form.put("time_zone", Field::text("time_zone", t!("Time zone"))).help(t!("Decides which day it is.")))
            (form.put("language", Field::select("language", t!("Language"), languages())).help(t!("Of the pages; accounts and tax words follow the country.")))
            (parts::actions(html! { (Button::primary(t!("Open the books"))) }))
        }
    };
    ui::bare_page(locale::language(), visit.theme(), &t!("Set up"), lead, body).into_string()
}

/// The country is asked first, because it answers most of the rest.
fn country_form(usual: &Settings, typed: &Typed, another: bool) -> Markup {
    let mut choices = countries();
    if !choices.iter().any(|choice| choice.value == usual.country) {
        choices.push(Choice::new(&usual.country, usual.country.clone()));
    }
    html! {
        form.f method="get" action="/start" target="_self" {
            input type="hidden" name="name" value=(text(typed, "name"));
            @if another { input type="hidden" name="another" value="1"; }
            (Field::select("country", t!("Where is your business?"), choices).value(usual.country.clone()).send_on_change()
                .help(t!("The country brings its chart of accounts, its pockets and their usual shares, and the words of its tax return.")))
            noscript { (parts::actions(html! { (Button::quiet(t!("Use this country's answers"))) })) }
        }
    }
}

fn accounts(form: &Filled<'_>, currency: &str) -> Markup {
    let kinds = || {
        vec![
            Choice::new("bank", t!("Bank account")),
            Choice::new("card", t!("Credit card")),
            Choice::new("processor", t!("Card processor")),
            Choice::new("cash-box", t!("Cash box")),
            Choice::new("loan", t!("Loan")),
        ]
    };
    html! {
        p.h { (t!("Where is its money? What stands on an account the evening before the pockets begin; a debt with a minus. Leave rows empty that you do not need.")) }
        @for row in 0..ACCOUNTS {
            fieldset.row {
                legend.vh { (t!("Account {number}", number = row + 1)) }
                (form.put(&format!("account-{row}-name"), Field::text(&format!("account-{row}-name"), t!("Account"))))
                (form.put(&format!("account-{row}-kind"), Field::select(&format!("account-{row}-kind"), t!("Kind"), kinds())))
                (form.put(&format!("account-{row}-opening"), Field::money(&format!("account-{row}-opening"), t!("Opening balance")).unit(currency).short()))
            }
        }
    }
}

fn tax_question(country: &str) -> String {
    match country {
        "US" | "CA" => t!("Do you charge sales tax?"),
        _ => t!("Do you charge VAT?"),
    }
}

fn fiscal_years(typed: &Typed) -> Vec<Choice> {
    let mut choices = vec![
        Choice::new("01-01", t!("1 January")),
        Choice::new("04-01", t!("1 April")),
        Choice::new("04-06", t!("6 April")),
        Choice::new("07-01", t!("1 July")),
        Choice::new("10-01", t!("1 October")),
    ];
    let given = text(typed, "fiscal_year_start");
    if !given.is_empty() && !choices.iter().any(|choice| choice.value == given) {
        choices.push(Choice::new(given, given));
    }
    choices
}

fn languages() -> Vec<Choice> {
    Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.own_name())).collect()
}

/// Fills fields with what was typed, and puts what is wrong at its field.
struct Filled<'a> {
    typed: &'a Typed,
    refused: Option<&'a Refused>,
}

impl Filled<'_> {
    fn put(&self, name: &str, field: Field) -> Field {
        let error = self.refused.filter(|refused| refused.field.as_deref() == Some(name)).map(ToString::to_string);
        field.value(text(self.typed, name)).error(error)
    }

    /// What is wrong with something that has no field of its own here.
    fn sentence_above(&self) -> Option<String> {
        let refused = self.refused?;
        let has_field = refused.field.as_deref().is_some_and(|field| {
            [
                "name",
                "currency",
                "overhead",
                "charges_tax_since",
                "fiscal_year_start",
                "starts_on",
                "time_zone",
                "language",
            ]
            .contains(&field)
                || field.starts_with("account-")
        });
        (!has_field).then(|| refused.to_string())
    }
}
