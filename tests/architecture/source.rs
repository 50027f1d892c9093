//! The sources as text: paths, code without comments, and string literals with what stands before them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A source file.
pub struct Source {
    /// Its path from the root, with `/`.
    pub path: String,
    text: String,
}

/// A string literal.
pub struct Literal {
    /// Its text as written, escapes included.
    pub text: String,
    /// The code right before it.
    pub before: String,
    /// Its line.
    pub line: usize,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// All Rust files of the workspace's own crates.
pub fn sources() -> impl Iterator<Item = Source> {
    let mut found = Vec::new();
    for folder in ["areas", "crates", "mainstay"] {
        collect(&root().join(folder), &mut found);
    }
    found.sort();
    found.into_iter().map(|path| Source {
        path: path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
    })
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "target" {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

impl Source {
    /// The code: comments are blanked out, strings stay.
    pub fn code(&self) -> String {
        self.scan().0
    }

    /// The code before its unit tests.
    pub fn code_without_tests(&self) -> String {
        let code = self.code();
        code.split("#[cfg(test)]").next().unwrap_or_default().to_string()
    }

    /// The string literals before its unit tests.
    pub fn literals(&self) -> Vec<Literal> {
        let tests = self.text.find("#[cfg(test)]").map_or(usize::MAX, |at| self.text[..at].lines().count());
        self.scan().1.into_iter().filter(|literal| literal.line <= tests).collect()
    }

    fn scan(&self) -> (String, Vec<Literal>) {
        let letters: Vec<char> = self.text.chars().collect();
        let (mut code, mut literals) = (String::new(), Vec::new());
        let (mut at, mut line) = (0, 1);
        while at < letters.len() {
            let rest = &letters[at..];
            if rest.starts_with(&['/', '/']) {
                at += rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len());
            } else if rest.starts_with(&['/', '*']) {
                let end = rest.windows(2).position(|pair| pair == ['*', '/']).map_or(rest.len(), |end| end + 2);
                line += rest[..end].iter().filter(|letter| **letter == '\n').count();
                at += end;
            } else if let Some((length, body)) = string(rest) {
                let before = code.chars().rev().take(240).collect::<Vec<_>>().into_iter().rev().collect();
                literals.push(Literal { text: body, before, line });
                code.extend(&rest[..length]);
                line += rest[..length].iter().filter(|letter| **letter == '\n').count();
                at += length;
            } else if let Some(length) = character(rest) {
                code.extend(&rest[..length]);
                at += length;
            } else {
                line += usize::from(rest[0] == '\n');
                code.push(rest[0]);
                at += 1;
            }
        }
        (code, literals)
    }
}

/// A string literal at the front: its length and its body.
fn string(rest: &[char]) -> Option<(usize, String)> {
    if rest[0] == 'r' && rest.len() > 1 && (rest[1] == '"' || rest[1] == '#') {
        let hashes = rest[1..].iter().take_while(|letter| **letter == '#').count();
        if rest.get(1 + hashes) != Some(&'"') {
            return None;
        }
        let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
        let start = hashes + 2;
        let end = rest[start..].windows(close.len()).position(|window| window == close)?;
        return Some((start + end + close.len(), rest[start..start + end].iter().collect()));
    }
    if rest[0] != '"' {
        return None;
    }
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return Some((at + 1, rest[1..at].iter().collect())),
            _ => at += 1,
        }
    }
    None
}

/// A character literal at the front, so that a quote in it opens no string; a lifetime is none.
fn character(rest: &[char]) -> Option<usize> {
    if rest[0] != '\'' {
        return None;
    }
    match (rest.get(1), rest.get(2)) {
        (Some('\\'), _) => {
            rest[2..].iter().position(|letter| *letter == '\'').map(|end| end + 3).filter(|length| *length <= 12)
        }
        (Some(_), Some('\'')) => Some(3),
        _ => None,
    }
}
