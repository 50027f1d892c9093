//! Finds the texts of `t!` and `tn!` in source code.

/// The English texts that stand in `t!("…")` and `tn!(count, "…", "…")` in a Rust source file, in order.
///
/// A test reads all sources with it and holds the result against [`catalogue`](crate::catalogue):
/// a text that is not there has no translation, a text of the catalogue that no source holds is no longer used.
/// Lines that are comments are passed over.
pub fn keys_in_source(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let code: String = source
        .lines()
        .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
        .collect::<Vec<_>>()
        .join("\n");
    for (name, count) in [("t!(", 1), ("tn!(", 2)] {
        for (at, _) in code.match_indices(name) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let mut rest = &code[at + name.len()..];
            if count == 1 && !rest.trim_start().starts_with('"') {
                continue;
            }
            for _ in 0..count {
                let Some((key, after)) = literal(rest) else { break };
                keys.push(key);
                rest = after;
            }
        }
    }
    keys
}

/// The next string literal of `text`, unescaped, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let start = text.find('"')? + 1;
    let mut value = String::new();
    let mut letters = text[start..].char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, &text[start + at + 1..])),
            '\\' => match letters.next()?.1 {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                // A backslash at the end of a line swallows the white space before the next word.
                '\n' => {
                    let rest = letters.as_str();
                    let skipped = rest.len() - rest.trim_start().len();
                    for _ in 0..rest[..skipped].chars().count() {
                        letters.next();
                    }
                }
                'u' => {
                    let code: String =
                        letters.by_ref().map(|(_, digit)| digit).skip(1).take_while(|digit| *digit != '}').collect();
                    value.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
                }
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::keys_in_source;

    #[test]
    fn finds_texts_of_both_macros() {
        let source = r#"
            // t!("in a comment")
            let a = t!("Hello {name}", name = x("no")); locale::t!(
                "A second \
                 line with \"quotes\" and \u{2212}"
            );
            assert!("not this"); format!("nor this");
            tn!(lines.len(), "{count} line", "{count} lines");
        "#;
        assert_eq!(
            keys_in_source(source),
            ["Hello {name}", "A second line with \"quotes\" and \u{2212}", "{count} line", "{count} lines"]
        );
    }

    #[test]
    fn unfinished_literals_are_left_out() {
        assert!(keys_in_source("t!(\"never closed").is_empty());
    }
}
