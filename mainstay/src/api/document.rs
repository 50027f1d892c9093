//! The OpenAPI 3.1 document, made from the registry: it cannot say more or less than there is.

use kernel::{Registry, fields, schema_of};
use serde_json::{Map, Value, json};

/// The document of everything that can be done and asked.
pub(crate) fn document(registry: &Registry) -> Value {
    let mut paths = Map::new();
    for (area, command) in registry.commands() {
        let refusals: Vec<String> = command.refusals.iter().map(|code| format!("`urn:mainstay:{code}`")).collect();
        let description =
            if refusals.is_empty() { String::new() } else { format!("Refusals of its own: {}.", refusals.join(", ")) };
        let operation = json!({
            "operationId": command.name, "tags": [area], "summary": (command.about)(), "description": description,
            "parameters": [
                { "$ref": "#/components/parameters/IdempotencyKey" }, { "$ref": "#/components/parameters/DryRun" },
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": (command.input)() } } },
            "responses": responses(&done_schema((command.outcome)())),
        });
        path(&mut paths, command.name).insert("post".into(), operation);
    }
    for (area, query) in registry.queries() {
        let operation = json!({
            "operationId": format!("show-{}", query.name), "tags": [area], "summary": (query.about)(),
            "parameters": parameters(&(query.parameters)()),
            "responses": responses(&(query.answer)()),
        });
        path(&mut paths, query.name).insert("get".into(), operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mainstay",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Everything the pages and the terminal do. Amounts are integers in minor units (cents), dates are ISO 8601.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "Made by `mainstay token add NAME`." },
                "session": { "type": "apiKey", "in": "cookie", "name": "mainstay", "description": "The owner's own browser." },
            },
            "parameters": {
                "DryRun": {
                    "name": "dry_run", "in": "query", "required": false,
                    "description": "With 1, what the command would do is answered (outcome, sentence, and its effects on cash, profit, accounts and pockets) and nothing is kept.",
                    "schema": { "type": "string", "enum": ["1", "true"] },
                },
                "IdempotencyKey": {
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "description": "A key of your own for this call. The same key with the same input does nothing and answers the same for 30 days; with another input it is refused.",
                    "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
                },
            },
            "schemas": { "Problem": problem_schema() },
            "responses": {
                "Problem": {
                    "description": "What happened, to what, and what to do next (RFC 9457).",
                    "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
                },
            },
        },
    })
}

/// A command and a query may have one name; they share its path.
fn path<'a>(paths: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    let entry = paths.entry(format!("/api/{name}")).or_insert_with(|| Value::Object(Map::new()));
    match entry {
        Value::Object(operations) => operations,
        // Only objects are entered above.
        _ => unreachable!("a path holds operations"),
    }
}

fn responses(answer: &Value) -> Value {
    json!({
        "200": { "description": "Done.", "content": { "application/json": { "schema": answer } } },
        "default": { "$ref": "#/components/responses/Problem" },
    })
}

fn done_schema(outcome: Value) -> Value {
    json!({
        "type": "object",
        "required": ["outcome", "sentence", "activity", "can_undo"],
        "properties": {
            "outcome": outcome,
            "sentence": { "type": "string", "description": "What was done, as the owner would say it." },
            "activity": { "type": "integer", "description": "Its line in the log, which `undo` takes." },
            "can_undo": { "type": "boolean", "description": "Whether `undo` takes it back." },
        },
    })
}

/// The parameters of a query stand behind the question mark, amounts and dates written as people write them.
fn parameters(schema: &Value) -> Vec<Value> {
    let of = |name: &str| schema.pointer(&format!("/properties/{name}")).cloned().unwrap_or(Value::Bool(true));
    fields(schema)
        .iter()
        .map(|field| {
            json!({
                "name": field.name, "in": "query", "required": field.required, "description": field.help,
                "schema": of(&field.name),
            })
        })
        .collect()
}

fn problem_schema() -> Value {
    let mut schema = schema_of::<ProblemDocument>();
    if let Some(object) = schema.as_object_mut() {
        object.remove("title");
    }
    schema
}

/// A problem, as the document describes it.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is read; the problem itself is written by `Problem`")]
struct ProblemDocument {
    /// The stable word of the refusal: `urn:mainstay:account-is-closed`.
    r#type: String,
    /// What sort of problem it is.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened, to what, and what to do next.
    detail: String,
    /// The input field at fault.
    field: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiring;

    #[test]
    fn every_command_and_query_is_described_once() {
        let registry = wiring::registry();
        let document = document(&registry);
        for (_, command) in registry.commands() {
            let operation = &document["paths"][format!("/api/{}", command.name)]["post"];
            assert_eq!(operation["operationId"], command.name);
            assert!(operation["requestBody"]["content"]["application/json"]["schema"].is_object(), "{}", command.name);
        }
        for (_, query) in registry.queries() {
            assert!(document["paths"][format!("/api/{}", query.name)]["get"].is_object(), "{}", query.name);
        }
        assert_eq!(document, super::document(&wiring::registry()), "the document changes by itself");
    }
}
