//! What a form that was refused shows again: what was typed, and the sentence at the field at fault.

use crate::RefusedForm;

impl RefusedForm {
    /// What was typed into a field; a field of several keeps its last answer.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// The sentence for a field, if it is the one at fault. Refusals write `parts[1].amount_minor` where forms write
    /// `parts[1][amount_minor]`; both name the same field.
    pub fn error_at(&self, name: &str) -> Option<String> {
        let field = self.refused.field.as_deref()?;
        (plain(field) == plain(name)).then(|| self.refused.to_string())
    }

    /// The sentence for the form as a whole, when none of these fields is the one at fault.
    pub fn error_beside(&self, fields: &[&str]) -> Option<String> {
        fields.iter().all(|name| self.error_at(name).is_none()).then(|| self.refused.to_string())
    }
}

fn plain(name: &str) -> String {
    name.replace(']', "").replace('[', ".")
}

/// A refused form's answer under a name, or what stands there otherwise.
pub fn typed_or(form: Option<&RefusedForm>, name: &str, otherwise: impl Into<String>) -> String {
    form.and_then(|form| form.typed(name)).map_or_else(|| otherwise.into(), String::from)
}

/// The sentence at a field of a form that may have been refused.
pub fn error_at(form: Option<&RefusedForm>, name: &str) -> Option<String> {
    form.and_then(|form| form.error_at(name))
}

#[cfg(test)]
mod tests {
    use kernel::{RefusalKind, Refused};

    use crate::RefusedForm;

    #[test]
    fn a_refusal_finds_its_field_however_the_name_is_written() {
        let refused = Refused::new("too-small", RefusalKind::Invalid, "Too small.".into()).at("parts[1].amount_minor");
        let values = vec![("parts[1][amount_minor]".to_owned(), "0".to_owned())];
        let form = RefusedForm { command: "divide-cash".into(), refused, values };
        assert_eq!(form.error_at("parts[1][amount_minor]").as_deref(), Some("Too small."));
        assert_eq!(form.error_at("parts[0][amount_minor]"), None);
        assert_eq!(form.error_beside(&["parts[1][amount_minor]"]), None);
        assert_eq!(form.error_beside(&["text"]).as_deref(), Some("Too small."));
        assert_eq!(form.typed("parts[1][amount_minor]"), Some("0"));
    }
}
