//! Inputs as forms see them: fields with a label, help, a type and a picker, read from the JSON schema that
//! `schemars` derives. One definition serves the API's document, generated forms, and the reading of text input.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};

/// The JSON schema of a type, without references, so that a reader need not resolve any.
pub fn schema_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// What helps to fill a field in. Given in an input's schema as `x-picker`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picker {
    /// An amount of money in minor units; typed as people write amounts, sums allowed.
    Money,
    /// A date.
    Date,
    /// A month, `2026-05`.
    Month,
    /// An account of any kind, by id.
    Account,
    /// A category (income, expense or drawing), by id.
    Category,
    /// A pocket, by id.
    Pocket,
    /// A party, by id.
    Party,
    /// A client, by id where the field is a number, by name where it is text.
    Client,
    /// A project, likewise.
    Project,
    /// An offer, likewise.
    Offer,
    /// A channel, likewise.
    Channel,
    /// A file, as base64.
    File,
    /// A share in thousandths; typed as a percentage.
    Percent,
}

impl Picker {
    fn from_word(word: &str) -> Option<Picker> {
        Some(match word {
            "money" => Picker::Money,
            "date" => Picker::Date,
            "month" => Picker::Month,
            "account" => Picker::Account,
            "category" => Picker::Category,
            "pocket" => Picker::Pocket,
            "party" => Picker::Party,
            "client" => Picker::Client,
            "project" => Picker::Project,
            "offer" => Picker::Offer,
            "channel" => Picker::Channel,
            "file" => Picker::File,
            "percent" => Picker::Percent,
            _ => return None,
        })
    }
}

/// The type of a field, as far as text input needs to know it.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// Yes or no.
    Flag,
    /// One of these words.
    OneOf(Vec<String>),
    /// Several of another type.
    List(Box<FieldType>),
    /// Fields of its own.
    Group(Vec<Field>),
    /// Anything else: JSON.
    Other,
}

/// One field of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its JSON name.
    pub name: String,
    /// Its label, in English; pages translate it.
    pub label: String,
    /// What it means, in a sentence.
    pub help: String,
    /// Its type.
    pub kind: FieldType,
    /// What helps to fill it in.
    pub picker: Option<Picker>,
    /// The field beside it that names the currency of its amount: an account, or the currency itself. Given in the schema
    /// as `x-currency-of`; the books' currency where there is none.
    pub currency_of: Option<String>,
    /// Whether it must be given.
    pub required: bool,
}

/// The fields of an object's schema, in the order of their definition where the schema keeps it.
pub fn fields(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    properties
        .iter()
        .map(|(name, property)| {
            let inner = without_null(property);
            Field {
                name: name.clone(),
                label: word(property, "title").unwrap_or_else(|| sentence_case(name)),
                help: word(property, "description").unwrap_or_default(),
                kind: field_type(inner),
                picker: word(property, "x-picker")
                    .or_else(|| word(inner, "x-picker"))
                    .and_then(|it| Picker::from_word(&it))
                    .or_else(|| (word(inner, "format").as_deref() == Some("date")).then_some(Picker::Date)),
                currency_of: word(property, "x-currency-of").or_else(|| word(inner, "x-currency-of")),
                required: required.contains(&name.as_str()),
            }
        })
        .collect()
}

fn word(schema: &Value, key: &str) -> Option<String> {
    schema.get(key).and_then(Value::as_str).map(String::from)
}

/// `due_on` reads "Due on", `amount_minor` reads "Amount".
fn sentence_case(name: &str) -> String {
    let spaced = name.trim_end_matches("_minor").replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The schema of an optional field without its `null`.
fn without_null(schema: &Value) -> &Value {
    schema
        .get("anyOf")
        .and_then(Value::as_array)
        .and_then(|any| any.iter().find(|one| one.get("type").and_then(Value::as_str) != Some("null")))
        .unwrap_or(schema)
}

fn field_type(schema: &Value) -> FieldType {
    let words = |list: &Vec<Value>| list.iter().filter_map(Value::as_str).map(String::from).collect::<Vec<_>>();
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return FieldType::OneOf(words(list));
    }
    // schemars writes an enum with documented variants as `oneOf` with a `const` each.
    if let Some(list) = schema.get("oneOf").and_then(Value::as_array) {
        let constants: Vec<String> = list
            .iter()
            .flat_map(|one| {
                one.get("const")
                    .and_then(Value::as_str)
                    .map(|it| vec![it.to_string()])
                    .or_else(|| one.get("enum").and_then(Value::as_array).map(words))
                    .unwrap_or_default()
            })
            .collect();
        return if constants.is_empty() { FieldType::Other } else { FieldType::OneOf(constants) };
    }
    let kind = match schema.get("type") {
        Some(Value::String(one)) => one.as_str(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).find(|it| *it != "null").unwrap_or(""),
        _ => "",
    };
    match kind {
        "string" => FieldType::Text,
        "integer" => FieldType::Integer,
        "boolean" => FieldType::Flag,
        "array" => FieldType::List(Box::new(
            schema.get("items").map_or(FieldType::Other, |items| field_type(without_null(items))),
        )),
        "object" if schema.get("properties").is_some() => FieldType::Group(fields(schema)),
        _ => FieldType::Other,
    }
}
