use std::fmt;

use crate::Registry;

/// What a token may do: words parted by spaces.
///
/// ```text
/// read            every query                write            every command
/// read:bank       the queries of an area     write:bank       the commands of an area
/// show:needs      one query                  do:undo          one command
/// ```
///
/// Writing does not include reading: what a program may only bring in, it need not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes {
    words: Vec<String>,
}

impl Scopes {
    /// Reads the words of an owner; the first that names nothing here is handed back.
    pub fn read(text: &str, registry: &Registry) -> Result<Scopes, String> {
        let mut words: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let known = match word.split_once(':') {
                None => matches!(word, "read" | "write"),
                Some(("read" | "write", area)) => registry.areas.iter().any(|known| known.name == area),
                Some(("show", query)) => registry.query(query).is_ok(),
                Some(("do", command)) => registry.command(command).is_ok(),
                Some(_) => false,
            };
            if !known {
                return Err(word.to_owned());
            }
            if !words.iter().any(|before| before == word) {
                words.push(word.to_owned());
            }
        }
        if words.is_empty() { Err(text.to_owned()) } else { Ok(Scopes { words }) }
    }

    /// The words as they were kept. A word that names nothing any more allows nothing.
    pub fn kept(text: &str) -> Scopes {
        Scopes { words: text.split_whitespace().map(str::to_owned).collect() }
    }

    /// Whether a query of an area may be asked.
    pub fn may_ask(&self, area: &str, query: &str) -> bool {
        self.allows("read", area, "show", query)
    }

    /// Whether a command of an area may be run.
    pub fn may_run(&self, area: &str, command: &str) -> bool {
        self.allows("write", area, "do", command)
    }

    fn allows(&self, all: &str, area: &str, one: &str, name: &str) -> bool {
        self.words.iter().any(|word| match word.split_once(':') {
            None => word == all,
            Some((kind, of)) => (kind == all && of == area) || (kind == one && of == name),
        })
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_allows_what_it_names_and_nothing_else() {
        // (scopes, may ask needs of the house, may run undo of the house)
        for (scopes, asks, runs) in [
            ("read", true, false),
            ("write", false, true),
            ("read write", true, true),
            ("read:house", true, false),
            ("write:house", false, true),
            ("read:bank write:bank", false, false),
            ("show:needs", true, false),
            ("show:search do:undo", false, true),
            ("do:needs show:undo", false, false),
            ("reading writer read: :read", false, false),
            ("", false, false),
        ] {
            let scopes = Scopes::kept(scopes);
            assert_eq!((scopes.may_ask("house", "needs"), scopes.may_run("house", "undo")), (asks, runs), "{scopes}");
        }
    }

    #[test]
    fn a_word_that_names_nothing_is_handed_back() {
        let registry = Registry::new(Vec::new());
        for (text, wrong) in [
            ("read everything", "everything"),
            ("read:bank", "read:bank"),
            ("do:post-entry", "do:post-entry"),
            ("show:undo", "show:undo"),
            ("", ""),
        ] {
            assert_eq!(Scopes::read(text, &registry), Err(wrong.to_owned()));
        }
        assert_eq!(Scopes::read(" read  do:undo read ", &registry).map(|it| it.to_string()), Ok("read do:undo".into()));
    }
}
