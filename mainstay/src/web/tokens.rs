//! Making a token on its page: the secret is made here, shown once, and kept nowhere.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use jiff::civil::Date;
use keep::MakeToken;
use kernel::{Command, Failure, RefusalKind, Refused};
use locale::{parse, t};
use ui::RefusedForm;

use super::{
    answer,
    app::App,
    pages::{self, Asked},
    upload::{self, Submitted},
    visit::Visit,
};
use crate::secret;

/// The page of the tokens.
const PAGE: &str = "/keep/tokens";

/// Makes a token and answers with the page that shows its secret. The page is not stored by any cache on its way.
pub(crate) async fn make(State(app): State<Arc<App>>, visit: Visit, request: Request) -> Response {
    if let Some(answer) = app.clone().turned_away(visit.clone()).await {
        return answer;
    }
    let submitted = match upload::read(request).await {
        Ok(submitted) => submitted,
        Err(status) => return answer::plain(status, t!("The form could not be read.")),
    };
    app.known(visit, move |app, visit, who| {
        let secret = secret::new();
        let made = asked(&submitted, &secret).map_err(Failure::from).and_then(|made| {
            app.house.perform(who, &made)?;
            Ok(made)
        });
        let (query, refused) = match made {
            Ok(made) => (vec![("secret".to_owned(), secret), ("name".to_owned(), made.name)], None),
            Err(Failure::Refused(refused)) => {
                let command = MakeToken::NAME.to_owned();
                (Vec::new(), Some(RefusedForm { command, refused: *refused, values: submitted.pairs }))
            }
            Err(failure) => return Err(failure),
        };
        let Some(found) = app.pages.find(PAGE) else { return Ok(answer::no_page(visit)) };
        pages::show(app, visit, who, found, Asked { address: PAGE.to_owned(), query, refused, previewed: None })
    })
    .await
}

fn asked(submitted: &Submitted, secret: &str) -> Result<MakeToken, Refused> {
    let text = |name: &str| {
        let found = submitted.pairs.iter().rev().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.trim()).to_owned()
    };
    let expires_on: Option<Date> = match text("expires_on").as_str() {
        "" => None,
        given => Some(parse::date(given).map_err(|error| {
            Refused::new("unreadable-date", RefusalKind::Invalid, error.to_string()).at("expires_on")
        })?),
    };
    // What is written exactly goes before what is chosen.
    let scopes = Some(text("scopes")).filter(|scopes| !scopes.is_empty()).unwrap_or_else(|| text("access"));
    Ok(MakeToken { name: text("name"), scopes, expires_on, sha256: secret::hex(&secret::hash(secret)) })
}
