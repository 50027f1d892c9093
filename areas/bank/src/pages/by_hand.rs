//! What the columns of a CSV file hold, chosen one by one.

use locale::t;
use statements::{ColumnsByHand, Delimiter, EVERY_DELIMITER, MEANINGS, Meaning, amount::DecimalMark, date::DateOrder};
use ui::{Button, Cell, Choice, Column, Field, Markup, Phone, RefusedForm, Row, Table, html, parts};

use crate::{PreviewColumn, PreviewWriting};

/// What was chosen in the form before; none where it had no such fields.
pub(super) fn said(form: &RefusedForm) -> Option<ColumnsByHand> {
    let word = |name: &str| form.typed(&format!("columns[{name}]")).filter(|word| !word.is_empty());
    let of = |name: &str| word(name).map(serde_json::Value::from);
    let meanings: Vec<Meaning> = (0..)
        .map_while(|index: usize| word(&format!("meanings][{index}")))
        .map_while(|word| serde_json::from_value(word.into()).ok())
        .collect();
    let said = ColumnsByHand {
        afresh: word("afresh") == Some("true"),
        delimiter: of("delimiter").and_then(|word| serde_json::from_value(word).ok()),
        shown_with: of("shown_with").and_then(|word| serde_json::from_value(word).ok()),
        date_order: of("date_order").and_then(|word| serde_json::from_value(word).ok()),
        decimal_mark: of("decimal_mark").and_then(|word| serde_json::from_value(word).ok()),
        sign_reversed: word("sign_reversed").map(|word| word == "true"),
        meanings,
    };
    (said != ColumnsByHand::default()).then_some(said)
}

/// The fields: how cells are written, and what each column holds.
pub(super) fn fields(writing: PreviewWriting, columns: &[PreviewColumn]) -> Markup {
    let heads = vec![
        Column::text(t!("Column")).phone(Phone::Lead),
        Column::text(t!("What stands in it")).quiet().phone(Phone::Second),
        Column::text(t!("Read as")).grow().phone(Phone::Second),
    ];
    let rows = columns.iter().enumerate().map(|(index, column)| {
        let name = match column.name.trim() {
            "" => t!("column {number}", number = index + 1),
            name => name.to_owned(),
        };
        let choices = MEANINGS.into_iter().map(|meaning| Choice::new(word(&meaning), meaning_words(meaning))).collect();
        let chosen = word(&column.meaning.unwrap_or(Meaning::Ignore));
        let field = Field::select(&format!("columns[meanings][{index}]"), name.clone(), choices)
            .label_hidden()
            .short()
            .value(chosen);
        Row::new(vec![name.into(), column.samples.join(" · ").into(), Cell::new(html! { (field) })])
    });
    let shown = writing.delimiter.map(|delimiter| word(&delimiter)).unwrap_or_default();
    html! {
        (parts::heading(&t!("How its columns are read"), None))
        input type="hidden" name="columns[shown_with]" value=(shown);
        div.f {
            p.h { (t!("Change what is wrong and look again: the first lines above show how the file is read then.")) }
            div.row {
                @if writing.delimiter.is_some() {
                    (Field::select("columns[delimiter]", t!("Between columns"), delimiters()).value(shown))
                }
                (Field::select("columns[date_order]", t!("Dates"), date_orders()).value(word(&writing.date_order)))
            }
            div.row {
                (Field::select("columns[decimal_mark]", t!("Decimals"), decimal_marks()).value(word(&writing.decimal_mark)))
                (Field::select("columns[sign_reversed]", t!("Sign"), signs()).value(writing.sign_reversed.to_string()))
            }
        }
        (Table::new(t!("How its columns are read"), heads).compact().rows(rows))
        (parts::actions(html! {
            (Button::quiet(t!("Look again")).named("look_again", "true"))
            (Button::link(t!("Read its columns again")).named("columns[afresh]", "true"))
        }))
    }
}

/// The word with which a choice is sent.
fn word(choice: &impl serde::Serialize) -> String {
    serde_json::to_value(choice).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn delimiters() -> Vec<Choice> {
    let words = |delimiter| match delimiter {
        Delimiter::Comma => t!("a comma ,"),
        Delimiter::Semicolon => t!("a semicolon ;"),
        Delimiter::Tab => t!("a tab"),
        Delimiter::Bar => t!("a bar |"),
    };
    EVERY_DELIMITER.into_iter().map(|delimiter| Choice::new(word(&delimiter), words(delimiter))).collect()
}

fn date_orders() -> Vec<Choice> {
    vec![
        Choice::new(word(&DateOrder::DayMonthYear), t!("day, month, year: 31/12/2026")),
        Choice::new(word(&DateOrder::MonthDayYear), t!("month, day, year: 12/31/2026")),
        Choice::new(word(&DateOrder::YearMonthDay), t!("year, month, day: 2026-12-31")),
    ]
}

fn decimal_marks() -> Vec<Choice> {
    vec![
        Choice::new(word(&DecimalMark::Point), t!("after a point: 1,234.50")),
        Choice::new(word(&DecimalMark::Comma), t!("after a comma: 1.234,50")),
    ]
}

fn signs() -> Vec<Choice> {
    vec![Choice::new("false", t!("plus is money in")), Choice::new("true", t!("plus is money out"))]
}

fn meaning_words(meaning: Meaning) -> String {
    match meaning {
        Meaning::Ignore => t!("not read"),
        Meaning::Date => t!("the day"),
        Meaning::Amount => t!("the amount"),
        Meaning::MoneyIn => t!("money in"),
        Meaning::MoneyOut => t!("money out"),
        Meaning::Direction => t!("words for in and out"),
        Meaning::Text => t!("the text"),
        Meaning::Counterparty => t!("who paid or was paid"),
        Meaning::Payer => t!("who paid"),
        Meaning::CounterpartyAccount => t!("their account"),
        Meaning::Balance => t!("the balance"),
        Meaning::Fee => t!("a fee"),
        Meaning::Gross => t!("the amount before fees"),
        Meaning::Currency => t!("the currency"),
        Meaning::Account => t!("your account"),
        Meaning::BankId => t!("the bank’s number"),
        Meaning::Reference => t!("a reference"),
        Meaning::Kind => t!("the kind of movement"),
        Meaning::Status => t!("whether it is booked"),
    }
}
