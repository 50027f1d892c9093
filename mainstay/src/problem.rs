//! A refusal as a problem of RFC 9457, which the API answers with and the terminal prints beside `--json`.

use kernel::{Failure, RefusalKind, Refused};
use locale::t;
use serde::Serialize;
use store::StoreError;

/// `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// The stable word of the refusal, as a name that claims no address: `urn:mainstay:account-is-closed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What sort of problem it is; the same for every problem of that sort.
    pub title: String,
    /// The HTTP status it is answered with.
    pub status: u16,
    /// What happened, to what, and what to do next.
    pub detail: String,
    /// The input field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A refusal as a problem.
    pub fn of(refused: &Refused) -> Problem {
        let title = match refused.kind {
            RefusalKind::Invalid => t!("The input is not right."),
            RefusalKind::NotFound => t!("There is no such thing."),
            RefusalKind::Conflict => t!("It clashes with what is there."),
            RefusalKind::Forbidden => t!("This is not allowed."),
        };
        Problem {
            kind: format!("urn:mainstay:{}", refused.code),
            title,
            status: status(refused.kind),
            detail: refused.to_string(),
            field: refused.field.clone(),
        }
    }

    /// A failure as a problem: a refusal, or a store that could not do its part.
    pub fn of_failure(failure: &Failure) -> Problem {
        match failure {
            Failure::Refused(refused) => Problem::of(refused),
            Failure::Store(error) => Problem {
                title: t!("The data could not be reached."),
                status: store_status(error),
                ..Problem::of(&failure.said())
            },
        }
    }
}

/// The HTTP status of a refusal.
pub(crate) fn status(kind: RefusalKind) -> u16 {
    match kind {
        RefusalKind::Invalid => 422,
        RefusalKind::NotFound => 404,
        RefusalKind::Conflict => 409,
        RefusalKind::Forbidden => 403,
    }
}

/// The HTTP status of a store that failed: what waiting may mend is 503, what needs room is 507.
fn store_status(error: &StoreError) -> u16 {
    match error {
        StoreError::Busy | StoreError::Connection { .. } => 503,
        StoreError::DiskFull => 507,
        _ => 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_field_and_way_out() {
        let refused = Refused::new("account-is-closed", RefusalKind::Conflict, "Rent is closed.".into())
            .at("account")
            .try_instead("Open it again.".into());
        let problem = serde_json::to_value(Problem::of(&refused)).unwrap();
        assert_eq!(
            problem,
            serde_json::json!({
                "type": "urn:mainstay:account-is-closed", "title": "It clashes with what is there.", "status": 409,
                "detail": "Rent is closed. Open it again.", "field": "account",
            })
        );
    }

    #[test]
    fn a_store_that_is_busy_says_to_try_again() {
        assert_eq!(Problem::of_failure(&StoreError::Busy.into()).status, 503);
        assert_eq!(Problem::of_failure(&StoreError::DiskFull.into()).status, 507);
    }
}
