//! What an area enters so that the web shows its pages: an address, and a function from a request to a page.

use kernel::{Context, Failure, Preview, Refused};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Page;

/// A page of an area.
pub struct PageEntry {
    /// Its address, with `{names}` for the parts that vary: `/books/accounts/{id}`.
    pub path: &'static str,
    /// The place of the navigation that is marked as current: the address of the place, or of one of its views.
    pub place: &'static str,
    /// The commands that this page offers by forms made by hand.
    pub offers: &'static [&'static str],
    /// Renders it from queries.
    pub render: fn(&mut PageRequest<'_>) -> Result<Page, Failure>,
}

/// A request for a page, parsed.
pub struct PageRequest<'a> {
    /// Where queries are asked.
    pub context: &'a mut Context,
    /// The varying parts of the address.
    pub path: Vec<(String, String)>,
    /// What stands behind the question mark, in order.
    pub query: Vec<(String, String)>,
    /// The address itself, with its query: where a form leads back to.
    pub address: String,
    /// A form of this page that was refused: what was typed, and what is wrong with it.
    pub refused: Option<RefusedForm>,
    /// A form of this page whose effect was asked for before it is sent.
    pub previewed: Option<PreviewedForm>,
}

/// A form whose effect was asked for: what was typed, and what it would do.
#[derive(Debug, Clone)]
pub struct PreviewedForm {
    /// The command it is for.
    pub command: String,
    /// What it would do.
    pub preview: Preview,
    /// What was typed: names and texts.
    pub values: Vec<(String, String)>,
}

/// A form that was refused.
#[derive(Debug, Clone)]
pub struct RefusedForm {
    /// The command it was for.
    pub command: String,
    /// What is wrong.
    pub refused: Refused,
    /// What was typed: names and texts.
    pub values: Vec<(String, String)>,
}

impl PageRequest<'_> {
    /// A varying part of the address.
    pub fn part(&self, name: &str) -> &str {
        find(&self.path, name).unwrap_or_default()
    }

    /// A part of the address that is a number; not found when it is none.
    pub fn id(&self, name: &str) -> Result<i64, Failure> {
        self.part(name).parse().map_err(|_| Failure::not_found(&locale::t!("page"), self.part(name)))
    }

    /// What the query says under a name; nothing when it is absent or empty.
    pub fn ask(&self, name: &str) -> Option<&str> {
        find(&self.query, name).filter(|text| !text.is_empty())
    }

    /// The refused form of a command, if that is what this request answers.
    pub fn refused_form(&self, command: &str) -> Option<&RefusedForm> {
        self.refused.as_ref().filter(|form| form.command == command)
    }

    /// The previewed form of a command, if that is what this request answers.
    pub fn previewed_form(&self, command: &str) -> Option<&PreviewedForm> {
        self.previewed.as_ref().filter(|form| form.command == command)
    }

    /// What was typed into a command's form, whether it was refused or its effect asked for.
    pub fn typed_values(&self, command: &str) -> Option<&[(String, String)]> {
        let refused = self.refused_form(command).map(|form| form.values.as_slice());
        refused.or_else(|| self.previewed_form(command).map(|form| form.values.as_slice()))
    }

    /// This page's address with some of its query changed; an empty text takes a name out.
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let path = self.address.split('?').next().unwrap_or_default();
        let kept = self.query.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let kept = kept.map(|(name, text)| (name.as_str(), text.as_str()));
        let pairs: Vec<String> = kept
            .chain(changes.iter().copied())
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{}={}", encode(name), encode(text)))
            .collect();
        if pairs.is_empty() { path.to_string() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

/// Encodes all that has a meaning in a query; RFC 3986, section 2.3 names what is left as it is.
fn encode(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, MEANING)
}

const MEANING: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

#[cfg(test)]
mod tests {
    #[test]
    fn what_has_a_meaning_in_a_query_is_encoded() {
        assert_eq!(super::encode("a b&c=ü").to_string(), "a%20b%26c%3D%C3%BC");
    }
}
