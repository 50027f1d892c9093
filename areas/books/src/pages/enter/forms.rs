//! Each form: its sentence, its term, its few fields.

use ledger::{AccountKind, Month};
use locale::{fmt, t};
use ui::{Button, Choice, Column, Field, Form, Markup, Phone, Row, Table, html, parts, readable};

use super::{
    Entering, Group,
    fields::{Fields, Own},
};
use crate::{RefundablePurchase, chart::TaxDirection};

pub(super) const FORMS: &[Entering] = &[
    Entering {
        path: "/enter/takings",
        offers: &["record-takings"],
        group: Group::In,
        sentence: || t!("I sold for cash today"),
        term: || t!("Cash takings, with a count of the box. A difference gets its own name."),
        fields: takings,
        above: None,
    },
    Entering {
        path: "/enter/refund",
        offers: &["record-supplier-refund"],
        group: Group::In,
        sentence: || t!("A supplier gave money back"),
        term: || t!("A refund makes the cost smaller; it is no income."),
        fields: refund,
        above: Some(refund_choice),
    },
    Entering {
        path: "/enter/loan",
        offers: &["receive-loan"],
        group: Group::In,
        sentence: || t!("A loan arrived"),
        term: || t!("A debt: no income, and nothing to pay tax on."),
        fields: loan,
        above: None,
    },
    Entering {
        path: "/enter/grant",
        offers: &["receive-grant"],
        group: Group::In,
        sentence: || t!("A grant arrived"),
        term: || t!("A subsidy: income, without VAT or sales tax in it."),
        fields: income,
        above: None,
    },
    Entering {
        path: "/enter/insurance",
        offers: &["receive-insurance-payout"],
        group: Group::In,
        sentence: || t!("An insurance paid out"),
        term: || t!("Compensation: income, without VAT or sales tax in it."),
        fields: income,
        above: None,
    },
    Entering {
        path: "/enter/own-money-in",
        offers: &["put-in-own-money"],
        group: Group::In,
        sentence: || t!("I put own money in"),
        term: || t!("A contribution: your money, no income."),
        fields: own_in,
        above: None,
    },
    Entering {
        path: "/enter/equipment-left",
        offers: &["dispose-equipment"],
        group: Group::In,
        sentence: || t!("I sold or scrapped equipment"),
        term: || t!("A disposal: its value leaves the books, the rest is a gain or a loss."),
        fields: disposal,
        above: None,
    },
    Entering {
        path: "/enter/purchase",
        offers: &["record-purchase"],
        group: Group::Out,
        sentence: || t!("I paid for something by card"),
        term: || t!("A cost. Paid in cash or from your own money, it is booked here too."),
        fields: purchase,
        above: None,
    },
    Entering {
        path: "/enter/shared-cost",
        offers: &["record-shared-cost"],
        group: Group::Out,
        sentence: || t!("I paid for something that is partly private"),
        term: || t!("The business’s share is a cost, the rest a drawing."),
        fields: shared,
        above: None,
    },
    Entering {
        path: "/enter/equipment",
        offers: &["buy-equipment"],
        group: Group::Out,
        sentence: || t!("I bought equipment"),
        term: || t!("A fixed asset, spread over its years, or a cost at once where the law allows it."),
        fields: equipment,
        above: None,
    },
    Entering {
        path: "/enter/loan-instalment",
        offers: &["pay-loan"],
        group: Group::Out,
        sentence: || t!("I paid a loan’s instalment"),
        term: || t!("Interest is a cost, repayment is not."),
        fields: instalment,
        above: None,
    },
    Entering {
        path: "/enter/tax",
        offers: &["record-tax-payment"],
        group: Group::Out,
        sentence: || t!("I paid a tax, or got one back"),
        term: || t!("Your own taxes are drawings, VAT and sales tax were held for the authority: none is a cost."),
        fields: tax,
        above: None,
    },
    Entering {
        path: "/enter/own-money-out",
        offers: &["take-out-own-money"],
        group: Group::Out,
        sentence: || t!("I took money out for myself"),
        term: || t!("A drawing: no cost."),
        fields: own_out,
        above: None,
    },
    Entering {
        path: "/enter/cash",
        offers: &["withdraw-cash"],
        group: Group::Still,
        sentence: || t!("I drew cash for the cash box"),
        term: || t!("From one of your accounts to another: cash stays cash."),
        fields: cash,
        above: None,
    },
    Entering {
        path: "/enter/transfer",
        offers: &["transfer-between-accounts"],
        group: Group::Still,
        sentence: || t!("I moved money between my accounts"),
        term: || t!("A transfer: neither income nor cost."),
        fields: transfer,
        above: None,
    },
    Entering {
        path: "/enter/mileage",
        offers: &["claim-mileage"],
        group: Group::Still,
        sentence: || t!("I drove my own car for work"),
        term: || t!("Mileage: a cost that you bore yourself."),
        fields: mileage,
        above: None,
    },
    Entering {
        path: "/enter/depreciation",
        offers: &["book-depreciation"],
        group: Group::Still,
        sentence: || t!("My equipment lost value"),
        term: || t!("Depreciation in equal parts; what is booked already is not booked again."),
        fields: depreciation,
        above: None,
    },
    Entering {
        path: "/enter/correction",
        offers: &["correct-cost"],
        group: Group::Still,
        sentence: || t!("I booked a cost wrongly"),
        term: || t!("A correction: the wrong entry is reversed, the right one booked."),
        fields: correction,
        above: None,
    },
];

fn purchase(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("What did it cost?")))
        (fields.category(t!("What was it for?"), AccountKind::Expense, ""))
        (fields.tax_code(TaxDirection::Purchase))
        (fields.money_account("paid_from", t!("Paid from"), AccountKind::Card, Own::Offered))
        div.row { (fields.party(t!("Shop or supplier"))) (fields.text(t!("Note"))) }
        (fields.belonging())
    }
}

fn shared(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("What did it cost?")))
        div.row {
            (fields.filled("business_share", Field::number("business_share", t!("For the business")).unit("%").required(), "40"))
            (fields.category(t!("What was it for?"), AccountKind::Expense, "phone-internet"))
        }
        (fields.tax_code(TaxDirection::Purchase))
        (fields.money_account("paid_from", t!("Paid from"), AccountKind::Bank, Own::Offered))
        div.row { (fields.party(t!("Shop or supplier"))) (fields.text(t!("Note"))) }
        (fields.belonging())
    }
}

/// The purchase that the form is about, where one was chosen.
fn chosen(fields: &Fields) -> Option<&RefundablePurchase> {
    let chosen = fields.value("purchase", "");
    fields.purchases.iter().find(|purchase| purchase.entry.to_string() == chosen)
}

/// Which purchase it gives back: found by its words, or none of those in the books.
fn refund_choice(fields: &Fields) -> Markup {
    let who = |purchase: &RefundablePurchase| match &purchase.party {
        Some(party) if !purchase.text.contains(party.as_str()) => readable(&format!("{party}: {}", purchase.text)),
        _ => readable(&purchase.text),
    };
    let money = |amount: i64| fmt::money(amount, fields.currency());
    if let Some(purchase) = chosen(fields) {
        return html! {
            p {
                (t!("It gives back")) " " a href={ "/books/entries/" (purchase.entry) } { (who(purchase)) }
                ", " (fmt::date(purchase.posted_on)) ", " (money(purchase.price_minor)) "."
                @if purchase.left_minor < purchase.price_minor { " " (t!("{amount} of it has not come back yet.", amount = money(purchase.left_minor))) }
                " " a href="/enter/refund" { (t!("Choose another")) }
            }
            p.h { (t!("Its category, its tax, whom it was for, and the pockets that paid get it back in proportion.")) }
        };
    }
    let columns = vec![
        Column::text(t!("Purchase")).grow().phone(Phone::Lead),
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Paid, {currency}", currency = fields.currency())).phone(Phone::Figure),
    ];
    let rows = fields.purchases.iter().filter(|purchase| purchase.left_minor > 0).map(|purchase| {
        let href = format!("/enter/refund?purchase={}", purchase.entry);
        Row::new(vec![
            html! { a href=(href) { (readable(&who(purchase))) } }.into(),
            fmt::date(purchase.posted_on).into(),
            fmt::amount(purchase.price_minor, fields.currency()).into(),
        ])
    });
    let find = html! {
        div.row {
            (Field::search("find", t!("Which purchase does it give back?")).placeholder(t!("Shop, or what it was")).value(fields.value("find", "")))
            (parts::actions(html! { (Button::quiet(t!("Find it"))) }))
        }
    };
    html! {
        (Form::get("/enter/refund").body(find))
        @if fields.purchases.is_empty() { p.h { (t!("No purchase of the last two years has these words.")) } }
        @else { (Table::new(t!("Purchases"), columns).rows(rows)) }
        (parts::heading(&t!("Or it is not in the books"), None))
    }
}

fn refund(fields: &Fields) -> Markup {
    let chosen = chosen(fields);
    let left = chosen.map(|purchase| fmt::amount(purchase.left_minor, fields.currency())).unwrap_or_default();
    html! {
        @if let Some(purchase) = chosen { input type="hidden" name="purchase" value=(purchase.entry); }
        div.row {
            (fields.filled("amount_minor", Field::money("amount_minor", t!("What came back?")).unit(fields.currency()), left).required())
            (fields.day())
        }
        @if chosen.is_none() {
            (fields.category(t!("What had it been for?"), AccountKind::Expense, ""))
            (fields.tax_code(TaxDirection::Purchase))
        }
        (fields.money_account("into", t!("Arrived in"), AccountKind::Bank, Own::No))
        div.row { (fields.party(t!("Shop or supplier"))) (fields.text(t!("Note"))) }
        @if chosen.is_none() { (fields.belonging()) }
    }
}

fn loan(fields: &Fields) -> Markup {
    html! {
        (fields.filled("name", Field::text("name", t!("Who lends?")).required().autofocus(), ""))
        div.row { (fields.money("amount_minor", t!("How much is borrowed?")).required()) (fields.day()) }
        (fields.worth())
        (fields.money_account("into", t!("Arrived in"), AccountKind::Bank, Own::No))
        div.row {
            (fields.filled("yearly_rate", Field::number("yearly_rate", t!("Interest a year")).unit("%"), ""))
            (fields.money("instalment_minor", t!("Paid back each month")))
            (fields.money("fee_minor", t!("Fee kept back")))
        }
        p.h { (t!("The rate and the monthly amount are remembered: each instalment is then proposed with its interest.")) }
    }
}

fn instalment(fields: &Fields) -> Markup {
    if fields.loans.is_empty() {
        return html! { p { (t!("No loan is in the books yet.")) " " a href="/enter/loan" { (t!("Book the loan first")) } "." } };
    }
    let chosen = fields.value("loan", "");
    let loan = fields.loans.iter().find(|loan| loan.account.to_string() == chosen).or(fields.loans.first());
    let choices = fields.loans.iter().map(|loan| {
        let left = fmt::money(loan.owed_minor, loan.currency.code());
        Choice::new(loan.account, t!("{name}, {amount} left", name = loan.name, amount = left))
    });
    let next = loan.and_then(|loan| loan.next);
    let currency = loan.map_or_else(|| fields.currency().to_owned(), |loan| loan.currency.code().to_owned());
    let typed = |amount: Option<i64>| amount.map(|amount| fmt::amount(amount, &currency)).unwrap_or_default();
    let interest = fields.money("interest_minor", t!("Interest in it"));
    html! {
        (fields.select("loan", t!("Which loan?"), choices.collect()).required())
        div.row {
            (fields.filled("amount_minor", Field::money("amount_minor", t!("What was paid?")).unit(currency.as_str()), typed(next.map(|next| next.amount_minor))))
            (interest.placeholder(typed(next.map(|next| next.interest_minor))))
        }
        (fields.worth())
        p.h { (t!("Left empty, the interest is a month’s at the loan’s rate on what is still owed. Your bank’s figure goes before it.")) }
        div.row { (fields.money_account("paid_from", t!("Paid from"), AccountKind::Bank, Own::No)) (fields.day()) }
    }
}

fn equipment(fields: &Fields) -> Markup {
    let treatments =
        vec![Choice::new("kept", t!("Spread over its years")), Choice::new("at-once", t!("A cost at once"))];
    let limit = fields.chart.equipment_at_once.as_ref();
    html! {
        (fields.filled("name", Field::text("name", t!("What did you buy?")).required().autofocus(), ""))
        div.row { (fields.money("amount_minor", t!("What did it cost?")).required()) (fields.day()) }
        (fields.worth())
        (fields.tax_code(TaxDirection::Purchase))
        div.row {
            (fields.select("treatment", t!("In the books it is"), treatments))
            (fields.filled("life_years", Field::number("life_years", t!("Serves for")).unit(t!("years")), "3"))
        }
        @if let Some(limit) = limit {
            p.h { (t!("A cost at once is allowed up to {amount} without tax.", amount = fmt::money_whole(limit.up_to_minor, fields.currency()))) " " (limit.source) }
        }
        (fields.money_account("paid_from", t!("Paid from"), AccountKind::Bank, Own::Offered))
        (fields.party(t!("Shop or supplier")))
        (fields.belonging())
    }
}

fn equipment_choices(fields: &Fields) -> Vec<Choice> {
    let choice = |piece: &crate::EquipmentLine| {
        let worth = fmt::money(piece.value_minor, fields.currency());
        Choice::new(piece.id, t!("{name}, worth {amount}", name = piece.name, amount = worth))
    };
    fields.equipment.iter().map(choice).collect()
}

fn no_equipment() -> Markup {
    html! { p { (t!("No equipment is in the books yet.")) " " a href="/enter/equipment" { (t!("Book what you bought first")) } "." } }
}

fn disposal(fields: &Fields) -> Markup {
    if fields.equipment.is_empty() {
        return no_equipment();
    }
    html! {
        (fields.select("equipment", t!("What left?"), equipment_choices(fields)).required())
        div.row {
            (fields.money("amount_minor", t!("What was paid for it?")).help(t!("Empty when it was scrapped.")))
            (fields.day())
        }
        (fields.worth())
        (fields.tax_code(TaxDirection::Sale))
        (fields.money_account("into", t!("Arrived in"), AccountKind::Bank, Own::No))
    }
}

fn depreciation(fields: &Fields) -> Markup {
    if fields.equipment.is_empty() {
        return no_equipment();
    }
    let this = Month::of(fields.today);
    let months = (0..24).map(|back| this.plus(-back));
    let choices = months.map(|month| Choice::new(month, fmt::month(month.first()))).collect();
    html! {
        (fields.select("through", t!("Up to and with"), choices).required())
        (Field::checkbox("yearly", t!("One entry a tax year, not one a month"), fields.value("yearly", "") == "true"))
        ul.pks {
            @for piece in &fields.equipment {
                li { span { a href={ "/books/entries/" (piece.entry) } { (piece.name) } " " small { (t!("bought {day}, {count} months", day = fmt::date(piece.bought_on), count = piece.life_months)) } } span { (fmt::amount(piece.value_minor, fields.currency())) } }
            }
        }
    }
}

fn tax(fields: &Fields) -> Markup {
    let taxes = vec![
        Choice::new("income-tax", t!("Income tax, prepayments too")),
        Choice::new("sales-tax", t!("VAT or sales tax")),
        Choice::new("contributions", t!("Social contributions")),
        Choice::new("health-insurance", t!("Health insurance")),
    ];
    let ways = vec![Choice::new("paid", t!("I paid it")), Choice::new("refunded", t!("It came back"))];
    html! {
        div.row { (fields.select("tax", t!("Which one?"), taxes)) (fields.select("went", t!("Which way?"), ways)) }
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("account", t!("Account"), AccountKind::Bank, Own::No))
        (fields.text(t!("Note")))
    }
}

fn income(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("into", t!("Arrived in"), AccountKind::Bank, Own::No))
        div.row { (fields.party(t!("From whom?"))) (fields.text(t!("What for?"))) }
        (fields.belonging())
    }
}

fn own_in(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("into", t!("Arrived in"), AccountKind::Bank, Own::No))
        (fields.text(t!("Note")))
    }
}

fn own_out(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("paid_from", t!("Paid from"), AccountKind::Bank, Own::No))
        (fields.text(t!("Note")))
    }
}

fn cash(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("paid_from", t!("Paid from"), AccountKind::Bank, Own::No))
        (cash_box(fields))
    }
}

fn transfer(fields: &Fields) -> Markup {
    html! {
        (fields.amount_and_day(t!("How much?")))
        (fields.money_account("paid_from", t!("From"), AccountKind::Bank, Own::No))
        (fields.money_account("into", t!("To"), AccountKind::CashBox, Own::No))
        (fields.arrived())
        (fields.text(t!("Note")))
    }
}

fn mileage(fields: &Fields) -> Markup {
    let mut vehicles: Vec<Choice> = Vec::new();
    for rate in &fields.chart.mileage {
        if vehicles.iter().all(|choice| choice.value != rate.vehicle) {
            vehicles.push(Choice::new(&rate.vehicle, &rate.name));
        }
    }
    let newest =
        fields.chart.mileage.iter().filter(|rate| rate.from_on <= fields.today).max_by_key(|rate| rate.from_on);
    let unit = newest.map_or_else(|| t!("km"), |rate| if rate.unit == "mile" { t!("miles") } else { t!("km") });
    html! {
        div.row {
            (fields.filled("distance", Field::number("distance", t!("How far, there and back?")).unit(unit).required().autofocus(), ""))
            (fields.day())
        }
        (fields.text(t!("Where to, and why?")).required())
        @if vehicles.len() > 1 { (fields.select("vehicle", t!("In what?"), vehicles)) }
        @if let Some(rate) = newest { p.h { (t!("The rate of your country:")) " " (rate.source) "." } }
        @else { (fields.filled("rate", Field::number("rate", t!("Your rate for a kilometre")).unit(fields.currency()).required(), "")) }
        (fields.belonging())
    }
}

/// The coins and notes of a currency, the largest first, in minor units; what central banks issue for daily use.
fn denominations(currency: &str) -> &'static [i64] {
    match currency {
        // European Central Bank.
        "EUR" => &[200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1],
        // Federal Reserve, United States Mint.
        "USD" => &[100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 25, 10, 5, 1],
        // Bank of England, Royal Mint.
        "GBP" => &[50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1],
        _ => &[],
    }
}

fn cash_box(fields: &Fields) -> Markup {
    let boxes = fields.accounts.iter().filter(|account| account.kind == AccountKind::CashBox);
    let choices: Vec<Choice> = boxes.map(|account| Choice::new(account.id, &account.name)).collect();
    html! {
        @if choices.is_empty() { p.h { (t!("A cash box is opened with it.")) } }
        @else { (fields.select("cash_box", t!("Cash box"), choices)) }
    }
}

fn takings(fields: &Fields) -> Markup {
    let pieces = denominations(fields.currency());
    html! {
        div.row {
            (fields.money("takings_minor", t!("Sold for cash")).help(t!("From the till. Empty, the count tells it.")).autofocus())
            (fields.day())
        }
        (fields.category(t!("What was sold?"), AccountKind::Income, "sales-goods"))
        (fields.tax_code(TaxDirection::Sale))
        (cash_box(fields))
        fieldset.count {
            legend { (t!("What is in the box now?")) }
            @if pieces.is_empty() { (fields.money("counted_minor", t!("Counted"))) }
            @for (position, value) in pieces.iter().enumerate() {
                @let count = format!("pieces[{position}][count]");
                input type="hidden" name=(format!("pieces[{position}][value_minor]")) value=(value);
                (fields.filled(&count, Field::number(&count, fmt::money(*value, fields.currency())), ""))
            }
        }
    }
}

fn correction(fields: &Fields) -> Markup {
    html! {
        (fields.filled("entry", Field::number("entry", t!("Which entry?")).required().autofocus(), "").help(t!("Its number stands on its page and in each account’s register.")))
        (fields.category(t!("What was it for?"), AccountKind::Expense, ""))
        (fields.money("amount_minor", t!("What did it cost?")).help(t!("Empty stays as before.")))
        (fields.tax_code(TaxDirection::Purchase))
        (fields.text(t!("Note")))
    }
}
