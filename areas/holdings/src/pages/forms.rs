//! The forms by which what happened is told. Each stands in the side panel, as the address asks or a refusal brings it back.

use books::{
    Account, accounts,
    pages::{CRYPTO, effects_panel},
};
use kernel::Failure;
use ledger::AccountKind;
use locale::t;
use ui::{
    Button, Choice, Field, Form, Markup, PageRequest, Panel, RefusedForm, error_at, html, parts, preview_button,
    typed_or,
};

use crate::{CryptoHoldingsAnswer, asset::Asset, rules::lots::CostMethod};

pub(super) const OFFERS: &[&str] = &[
    "receive-crypto",
    "buy-crypto",
    "sell-crypto",
    "spend-crypto",
    "swap-crypto",
    "move-crypto",
    "pay-crypto-fee",
    "open-crypto",
    "import-crypto",
    "take-back-crypto",
    "set-crypto-price",
    "set-cost-method",
];

/// A form: its word in the address, its command, the sentence one looks for, and what it is.
struct Telling {
    word: &'static str,
    command: &'static str,
    sentence: fn() -> String,
    term: fn() -> String,
    fields: fn(&Fields<'_>) -> Markup,
}

const FORMS: &[Telling] = &[
    Telling {
        word: "receive",
        command: "receive-crypto",
        sentence: || t!("I was paid in crypto"),
        term: || t!("Income at what it was worth that day, which is also what it cost."),
        fields: receive,
    },
    Telling {
        word: "buy",
        command: "buy-crypto",
        sentence: || t!("I bought some"),
        term: || t!("What was paid, fees included, is what it cost."),
        fields: buy,
    },
    Telling {
        word: "sell",
        command: "sell-crypto",
        sentence: || t!("I sold some"),
        term: || t!("What arrived less what it had cost is the gain or loss."),
        fields: sell,
    },
    Telling {
        word: "spend",
        command: "spend-crypto",
        sentence: || t!("I paid with it"),
        term: || t!("A cost at what it was worth that day, and a gain or loss on what it had cost."),
        fields: spend,
    },
    Telling {
        word: "swap",
        command: "swap-crypto",
        sentence: || t!("I swapped one for another"),
        term: || t!("One was sold, and the other bought for what that was worth."),
        fields: swap,
    },
    Telling {
        word: "move",
        command: "move-crypto",
        sentence: || t!("I moved it to another wallet"),
        term: || t!("Nothing is gained; it stays as old as it was, and only the fee leaves."),
        fields: moved,
    },
    Telling {
        word: "fee",
        command: "pay-crypto-fee",
        sentence: || t!("A fee was taken of it"),
        term: || t!("A cost at what it had cost."),
        fields: fee,
    },
    Telling {
        word: "open",
        command: "open-crypto",
        sentence: || t!("I held some already"),
        term: || t!("What was there when the books began, with what it cost then."),
        fields: opened,
    },
    Telling {
        word: "import",
        command: "import-crypto",
        sentence: || t!("I have a list of it"),
        term: || {
            t!(
                "A CSV file with the columns date, type, asset and quantity, and amount, wallet, into, into_asset, into_quantity, fee, id and text where they say something. Types are buy, sell, receive, swap, move and fee."
            )
        },
        fields: list,
    },
    Telling {
        word: "method",
        command: "set-cost-method",
        sentence: || t!("How the cost of what leaves is found"),
        term: || {
            t!("What was booked by another method is reversed and booked anew. Ask your adviser before you change it.")
        },
        fields: method,
    },
];

/// The address of the page with a form open.
pub(super) fn address(word: &str) -> String {
    format!("{CRYPTO}?tell={word}")
}

/// The list of what can be told.
pub(super) fn menu() -> Markup {
    html! {
        ul.happened {
            @for form in FORMS.iter().filter(|form| form.word != "method") {
                li { a href=(address(form.word)) { ((form.sentence)()) } }
            }
        }
    }
}

/// What fields are filled from.
struct Fields<'a> {
    refused: Option<&'a RefusedForm>,
    typed: Option<&'a [(String, String)]>,
    accounts: &'a [Account],
    held: &'a CryptoHoldingsAnswer,
    currency: String,
    today: String,
    charges_tax: bool,
    codes: Vec<Choice>,
}

/// The form that is asked for or came back.
pub(super) fn form(request: &mut PageRequest<'_>, held: &CryptoHoldingsAnswer) -> Result<Option<Panel>, Failure> {
    let refused = FORMS
        .iter()
        .find(|form| request.refused_form(form.command).is_some() || request.typed_values(form.command).is_some());
    let asked = request.ask("tell").and_then(|word| FORMS.iter().find(|form| form.word == word));
    let Some(form) = refused.or(asked) else { return Ok(None) };
    let open: Vec<Account> = accounts(request.context)?.iter().filter(|account| !account.closed).cloned().collect();
    let settings = request.context.settings.clone();
    let codes = books::chart::chart(&settings.country).tax_codes.iter();
    let codes = codes.map(|code| Choice::new(&code.code, &code.name)).collect();
    let refused = request.refused_form(form.command);
    let fields = Fields {
        refused,
        typed: request.typed_values(form.command),
        accounts: &open,
        held,
        currency: settings.currency.code().to_owned(),
        today: request.context.today.to_string(),
        charges_tax: settings.charges_tax_on(request.context.today),
        codes,
    };
    let shown = [
        "wallet",
        "into",
        "asset",
        "quantity",
        "into_asset",
        "into_quantity",
        "fee",
        "amount_minor",
        "worth_minor",
        "cost_minor",
        "paid_from",
        "category",
        "tax_code",
        "on",
        "since",
        "party",
        "text",
        "content",
        "account",
        "method",
    ];
    let error = refused.and_then(|refused| refused.error_beside(&shown));
    let preview = !matches!(form.word, "import" | "method");
    let sent =
        Form::new(form.command).next(CRYPTO).hidden("from", address(form.word)).previewed(form.command).error(error);
    let sent = if form.word == "import" { sent.files() } else { sent };
    let body = html! {
        p.h { ((form.term)()) }
        (sent.body(html! {
            ((form.fields)(&fields))
            (parts::actions(html! {
                (Button::primary(t!("Book it")).key("Ctrl Enter"))
                @if preview { (preview_button(form.command, &t!("See what it does"))) }
            }))
        }))
        @if preview { (effects_panel(request, form.command)?) }
    };
    Ok(Some(Panel { title: (form.sentence)(), body, wide: true, address_to_close: CRYPTO.into(), ..Panel::default() }))
}

impl Fields<'_> {
    fn value(&self, name: &str, otherwise: impl Into<String>) -> String {
        let typed = self.typed.map(|values| values.iter().rev().find(|(known, _)| known == name));
        match typed {
            Some(found) => found.map(|(_, text)| text.clone()).unwrap_or_default(),
            None => otherwise.into(),
        }
    }

    fn filled(&self, name: &str, field: Field, otherwise: impl Into<String>) -> Field {
        field.value(self.value(name, otherwise)).error(error_at(self.refused, name))
    }

    fn day(&self) -> Field {
        self.filled("on", Field::date("on", t!("Day")), self.today.clone()).required()
    }

    fn wallet(&self, name: &str, label: String) -> Field {
        let usual =
            if name == "wallet" { self.held.wallets.first().cloned().unwrap_or_default() } else { String::new() };
        self.filled(name, Field::text(name, label).suggestions(self.held.wallets.clone()).required(), usual)
    }

    fn asset(&self, name: &str, label: String) -> Field {
        let mut known: Vec<String> = self.held.holdings.iter().map(|one| one.asset.code().to_owned()).collect();
        known.extend(Asset::known().map(str::to_owned));
        known.sort_unstable();
        known.dedup();
        self.filled(name, Field::text(name, label).placeholder("BTC").suggestions(known).required(), "")
    }

    fn quantity(&self, name: &str, label: String) -> Field {
        self.filled(name, Field::number(name, label).placeholder("0.05").required(), "")
    }

    /// Which asset, and how much of it.
    fn what(&self, how_much: String) -> Markup {
        html! { div.row { (self.asset("asset", t!("Asset"))) (self.quantity("quantity", how_much)) } }
    }

    fn worth(&self, label: String) -> Field {
        let help = t!("Empty, the price of that day says it.");
        self.filled("worth_minor", Field::money("worth_minor", label).unit(self.currency.as_str()), "").help(help)
    }

    /// Money on an account of any currency, with what it was worth where that is another than the books'.
    fn money(&self, account: &str, label: String, how_much: String) -> Markup {
        let mut choices = Vec::new();
        for one in self.accounts.iter().filter(|one| one.kind.is_cash() || one.kind == AccountKind::Card) {
            let own = one.currency.code() == self.currency;
            let name = match (one.role.as_str(), own) {
                ("in-transit", _) => t!("The bank; its statement will bring the line"),
                (_, true) => one.name.clone(),
                (_, false) => format!("{} ({})", one.name, one.currency),
            };
            choices.push(Choice::new(one.id, name));
        }
        let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
        let foreign = self.accounts.iter().any(|one| one.kind.has_statements() && one.currency.code() != self.currency);
        html! {
            div.row {
                (self.filled("amount_minor", Field::money("amount_minor", how_much).required(), ""))
                (self.filled(account, Field::select(account, label, choices).required(), first))
            }
            @if foreign {
                (self.filled("worth_minor", Field::money("worth_minor", t!("Worth in {currency}", currency = self.currency)).unit(self.currency.as_str()), "")
                    .help(t!("Only where the account has another currency; empty, the day’s rate says it.")))
            }
        }
    }

    fn category(&self, label: String, kind: AccountKind, own_role: &str, proposed: &str) -> Markup {
        let of = |wanted: &dyn Fn(&Account) -> bool, heading: String| -> Vec<Choice> {
            let found = self.accounts.iter().filter(|one| wanted(one));
            found.map(|one| Choice::new(one.id, &one.name).group(heading.clone())).collect()
        };
        let heading = if kind == AccountKind::Income { t!("Income") } else { t!("Costs") };
        let mut choices = of(&|one| one.kind == kind && !one.role.starts_with("crypto-"), heading);
        choices.extend(of(&|one| one.role == own_role, t!("Your own")));
        let usual = self.accounts.iter().find(|one| one.role == proposed).map(|one| one.id.to_string());
        html! {
            (self.filled("category", Field::select("category", label, choices).required(), usual.unwrap_or_default()))
            @if self.charges_tax {
                @let all = std::iter::once(Choice::new("", t!("As its category says"))).chain(self.codes.iter().cloned()).collect();
                (self.filled("tax_code", Field::select("tax_code", t!("Tax in it"), all), ""))
            }
        }
    }

    fn text(&self) -> Field {
        self.filled("text", Field::text("text", t!("Note")), "")
    }

    fn day_and_wallet(&self, label: String) -> Markup {
        html! { div.row { (self.wallet("wallet", label)) (self.day()) } }
    }
}

fn receive(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much?")))
        (fields.worth(t!("What was it worth that day?")))
        (fields.category(t!("What was it for?"), AccountKind::Income, "owner-put-in", "sales-services"))
        (fields.day_and_wallet(t!("Into which wallet?")))
        div.row { (fields.filled("party", Field::text("party", t!("From whom?")), "")) (fields.text()) }
        (Field::checkbox("by_document", t!("An invoice or receipt states what it was worth"), fields.value("by_document", "") == "true"))
    }
}

fn buy(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much arrived?")))
        (fields.money("paid_from", t!("Paid from"), t!("What was paid, fees included?")))
        (fields.day_and_wallet(t!("Into which wallet?")))
        (fields.text())
    }
}

fn sell(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much left?")))
        (fields.money("into", t!("Arrived in"), t!("What arrived, after fees?")))
        (fields.day_and_wallet(t!("From which wallet?")))
        (fields.text())
    }
}

fn spend(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much left?")))
        (fields.worth(t!("What was it worth that day?")))
        (fields.category(t!("What was it for?"), AccountKind::Expense, "private", ""))
        (fields.day_and_wallet(t!("From which wallet?")))
        div.row { (fields.filled("party", Field::text("party", t!("Shop or supplier")), "")) (fields.text()) }
    }
}

fn swap(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much was given?")))
        div.row { (fields.asset("into_asset", t!("For which asset?"))) (fields.quantity("into_quantity", t!("How much arrived?"))) }
        (fields.worth(t!("What was given was worth")))
        (fields.day_and_wallet(t!("In which wallet?")))
        (fields.text())
    }
}

fn moved(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much arrived?")))
        (fields.filled("fee", Field::number("fee", t!("Fee beside it, of the same asset")), ""))
        div.row { (fields.wallet("wallet", t!("From"))) (fields.wallet("into", t!("To"))) }
        div.row { (fields.day()) (fields.text()) }
    }
}

fn fee(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much?")))
        (fields.day_and_wallet(t!("From which wallet?")))
        (fields.text())
    }
}

fn opened(fields: &Fields<'_>) -> Markup {
    html! {
        (fields.what(t!("How much?")))
        div.row {
            (fields.filled("cost_minor", Field::money("cost_minor", t!("What had it cost?")).unit(fields.currency.as_str()).required(), ""))
            (fields.filled("since", Field::date("since", t!("Held since")), ""))
        }
        (fields.day_and_wallet(t!("In which wallet?")))
    }
}

fn list(fields: &Fields<'_>) -> Markup {
    let money =
        fields.accounts.iter().filter(|one| one.kind.is_cash() && (one.role.is_empty() || one.role == "in-transit"));
    let money = money.map(|one| Choice::new(one.id, &one.name)).collect();
    html! {
        (fields.filled("content", Field::file("content", t!("File"), ".csv,.txt,.tsv", false), ""))
        (fields.wallet("wallet", t!("The wallet of rows that name none")))
        (fields.filled("account", Field::select("account", t!("Purchases were paid from, and sales arrived in"), money).required(), ""))
    }
}

fn method(fields: &Fields<'_>) -> Markup {
    let choices = vec![
        Choice::new(CostMethod::FirstInFirstOut.as_str(), t!("The oldest of the wallet first (FIFO)")),
        Choice::new(CostMethod::Average.as_str(), t!("The average of all there are")),
        Choice::new("section104", t!("Same day, thirty days, then the pool (United Kingdom)")),
    ];
    let now = serde_json::to_value(fields.held.method).ok();
    let now = now.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    html! { (fields.filled("method", Field::select("method", t!("Method"), choices).required(), now)) }
}

/// The form of a price stands on the page itself: it is needed again and again.
pub(super) fn price(request: &PageRequest<'_>, held: &CryptoHoldingsAnswer) -> Markup {
    let form = request.refused_form("set-crypto-price");
    let first = held.holdings.first().map(|one| one.asset.code().to_owned()).unwrap_or_default();
    let body = html! {
        (Field::text("asset", t!("Asset")).short().placeholder("BTC").value(typed_or(form, "asset", first)).error(error_at(form, "asset")).required())
        (Field::text("price", t!("One of it in {currency}", currency = held.currency)).short().placeholder("60000.50").value(typed_or(form, "price", "")).error(error_at(form, "price"))
            .help(t!("Empty to forget the price of that day.")))
        (Field::date("on", t!("Day")).id("price-on").short().value(typed_or(form, "on", request.context.today.to_string())).error(error_at(form, "on")))
        (parts::actions(html! { (Button::quiet(t!("Set the price"))) }))
    };
    html! {
        (parts::heading(&t!("Set a price"), None))
        (Form::new("set-crypto-price").next(CRYPTO).hidden("from", CRYPTO)
            .error(form.and_then(|form| form.error_beside(&["asset", "price", "on"])))
            .body(body))
    }
}
