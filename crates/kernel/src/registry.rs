use std::borrow::Cow;

use locale::t;
use serde_json::{Value, value::RawValue};

use crate::{
    Actor, Command, Context, Failure, Query, RefusalKind, Refused, Undo, UndoKind, schema_of,
    slots::{Check, CloseCheck, EffectSource, Export, NeedSource, Place, SearchSource},
};

/// What an area enters: its commands and queries, and what it fills of the slots.
#[derive(Default)]
pub struct Area {
    /// Its name, as in the code, the CLI and the guide.
    pub name: &'static str,
    /// Writes.
    pub commands: Vec<CommandEntry>,
    /// Reads.
    pub queries: Vec<QueryEntry>,
    /// Checks of `verify`.
    pub checks: Vec<Check>,
    /// What a month must be to be closed.
    pub close: Vec<CloseCheck>,
    /// Kinds of record that search finds.
    pub search: Vec<SearchSource>,
    /// What waits for the owner.
    pub needs: Vec<NeedSource>,
    /// Places in the navigation.
    pub places: Vec<Place>,
    /// Formats to leave with.
    pub exports: Vec<Export>,
    /// What a command would do, for a preview; the area of the entries fills it.
    pub effects: Option<EffectSource>,
}

/// What a command left behind, before it is committed.
pub(crate) struct Performed {
    pub outcome: Value,
    pub sentence: String,
    pub undo: Undo,
    pub input: Value,
}

/// A command as the ways in see it.
pub struct CommandEntry {
    /// Its name.
    pub name: &'static str,
    /// Which way it is taken back.
    pub undo: UndoKind,
    /// Codes of its own refusals.
    pub refusals: &'static [&'static str],
    /// What it does.
    pub about: fn() -> String,
    /// Schema of its input.
    pub input: fn() -> Value,
    /// Schema of its outcome.
    pub outcome: fn() -> Value,
    pub(crate) perform: fn(&mut Context, &RawValue) -> Result<Performed, Failure>,
}

impl CommandEntry {
    /// The entry of a command.
    pub fn of<C: Command>() -> CommandEntry {
        CommandEntry {
            name: C::NAME,
            undo: C::UNDO,
            refusals: C::REFUSALS,
            about: C::about,
            input: schema_of::<C>,
            outcome: schema_of::<C::Outcome>,
            perform: |context, input| {
                let command: C = read_input(input.get())?;
                perform(context, &command).map(|(_, performed)| performed)
            },
        }
    }
}

/// Performs a command and gathers what the log and the caller need of it.
pub(crate) fn perform<C: Command>(context: &mut Context, command: &C) -> Result<(C::Outcome, Performed), Failure> {
    let outcome = command.perform(context)?;
    let performed = Performed {
        outcome: to_value(&outcome)?,
        sentence: command.sentence(&outcome),
        undo: command.undo(&outcome),
        input: command.for_the_log(),
    };
    Ok((outcome, performed))
}

/// A query as the ways in see it.
pub struct QueryEntry {
    /// Its name.
    pub name: &'static str,
    /// The question it answers.
    pub about: fn() -> String,
    /// Schema of its parameters.
    pub parameters: fn() -> Value,
    /// Schema of its answer.
    pub answer: fn() -> Value,
    pub(crate) ask: fn(&mut Context, &str) -> Result<Value, Failure>,
}

impl QueryEntry {
    /// The entry of a query.
    pub fn of<Q: Query>() -> QueryEntry {
        QueryEntry {
            name: Q::NAME,
            about: Q::about,
            parameters: schema_of::<Q>,
            answer: schema_of::<Q::Answer>,
            ask: |context, parameters| to_value(&read_input::<Q>(parameters)?.answer(context)?),
        }
    }
}

fn to_value(value: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(value)
        .map_err(|error| Refused::new("unwritable", RefusalKind::Invalid, error.to_string()).into())
}

/// The character NUL says nothing in a text and PostgreSQL keeps none (its documentation, "Character Types"), so that it is
/// left out of whatever comes in, on either engine. JSON can write it in one way only.
fn without_nul(json: &str) -> Cow<'_, str> {
    const NUL: &str = "\\u0000";
    if !json.contains(NUL) {
        return json.into();
    }
    let (mut kept, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(at) = rest.find('\\') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.strip_prefix(NUL) {
            Some(after) => after,
            None => {
                // An escape is kept whole: a backslash that is itself escaped begins none.
                let length = rest.chars().take(2).map(char::len_utf8).sum();
                kept.push_str(&rest[..length]);
                &rest[length..]
            }
        };
    }
    kept.push_str(rest);
    kept.into()
}

fn read_input<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Failure> {
    let json = without_nul(json);
    let mut reader = serde_json::Deserializer::from_str(&json);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let said = error.inner().to_string();
        // serde names a missing field in its sentence, and the object around it in its path.
        if let Some(field) = said.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            let place = if path == "." { field.to_owned() } else { format!("{path}.{field}") };
            let sentence = t!("The field {field} is missing.", field = place);
            return Refused::new("bad-input", RefusalKind::Invalid, sentence).at(place).into();
        }
        let refused = Refused::new("bad-input", RefusalKind::Invalid, format!("{said}."));
        Failure::from(if path == "." { refused } else { refused.at(path) })
    })
}

/// Everything that can be done and asked in this program: the areas, wired.
#[derive(Default)]
pub struct Registry {
    /// The areas, lowest first.
    pub areas: Vec<Area>,
}

impl Registry {
    /// The registry of these areas, with the kernel's own commands and queries before them.
    pub fn new(areas: Vec<Area>) -> Registry {
        let house = Area {
            name: "house",
            commands: vec![CommandEntry::of::<crate::UndoActivity>()],
            queries: vec![
                QueryEntry::of::<crate::activity::ActivityLog>(),
                QueryEntry::of::<crate::search::Search>(),
                QueryEntry::of::<crate::search::Needs>(),
            ],
            ..Area::default()
        };
        Registry { areas: std::iter::once(house).chain(areas).collect() }
    }

    /// All commands with their area's name.
    pub fn commands(&self) -> impl Iterator<Item = (&'static str, &CommandEntry)> {
        self.areas.iter().flat_map(|area| area.commands.iter().map(move |entry| (area.name, entry)))
    }

    /// All queries with their area's name.
    pub fn queries(&self) -> impl Iterator<Item = (&'static str, &QueryEntry)> {
        self.areas.iter().flat_map(|area| area.queries.iter().map(move |entry| (area.name, entry)))
    }

    /// The command of that name.
    pub fn command(&self, name: &str) -> Result<&CommandEntry, Refused> {
        self.commands()
            .map(|(_, entry)| entry)
            .find(|entry| entry.name == name)
            .ok_or_else(|| unknown("commands", name))
    }

    /// Refuses an actor that may not run a command.
    pub(crate) fn allow_command(&self, actor: &Actor, name: &str) -> Result<(), Refused> {
        let area = self.commands().find(|(_, entry)| entry.name == name).map_or("", |(area, _)| area);
        if actor.may_run(area, name) {
            return Ok(());
        }
        let (code, sentence) = match actor {
            Actor::Token { scopes, .. } if scopes.to_string() != "read" => {
                ("out-of-scope", t!("{actor} may not run {name}.", actor = actor.label(), name = name))
            }
            _ => ("read-only", t!("{actor} may look, but not change anything.", actor = actor.label())),
        };
        Err(Refused::new(code, RefusalKind::Forbidden, sentence))
    }

    /// Refuses an actor that may not ask a query.
    pub(crate) fn allow_query(&self, actor: &Actor, name: &str) -> Result<(), Refused> {
        let area = self.queries().find(|(_, entry)| entry.name == name).map_or("", |(area, _)| area);
        if actor.may_ask(area, name) {
            return Ok(());
        }
        let sentence = t!("{actor} may not ask {name}.", actor = actor.label(), name = name);
        Err(Refused::new("out-of-scope", RefusalKind::Forbidden, sentence))
    }

    /// The query of that name.
    pub fn query(&self, name: &str) -> Result<&QueryEntry, Refused> {
        self.queries().map(|(_, entry)| entry).find(|entry| entry.name == name).ok_or_else(|| unknown("queries", name))
    }
}

fn unknown(list: &str, name: &str) -> Refused {
    let name: String = name.chars().take(60).collect();
    Refused::new("unknown-name", RefusalKind::NotFound, t!("There is no {name}.", name = name))
        .try_instead(t!("See `mainstay list {list}`.", list = list))
}

#[cfg(test)]
mod tests {
    use super::without_nul;

    #[test]
    fn the_character_nul_is_left_out_and_nothing_else() {
        for (json, kept) in [
            (r#"{"a":"b"}"#, r#"{"a":"b"}"#),
            (r#"{"a":"b\u0000c"}"#, r#"{"a":"bc"}"#),
            (r#"{"a":"\u0000\u0000"}"#, r#"{"a":""}"#),
            // A backslash, and the letters u0000.
            (r#"{"a":"\\u0000 \u0000é\n"}"#, r#"{"a":"\\u0000 é\n"}"#),
            (r#""\u00001\"#, r#""1\"#),
        ] {
            assert_eq!(without_nul(json), kept, "{json}");
        }
    }
}
