//! Forms: `POST /do/<command>`, which answers by going on to `next`, or with the form again and what is wrong with it.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::StatusCode,
    response::Response,
};
use kernel::{Call, Done, Failure, Field, House, Picker, RefusalKind, Refused, Who, fields, input_from_pairs};
use locale::t;
use serde_json::value::RawValue;
use ui::{PreviewedForm, RefusedForm};

use crate::currencies;

use super::{
    answer,
    app::App,
    pages::{self, Asked},
    upload::{self, Submitted},
    visit::{DONE, Visit, with_cookie},
    work::{self, About, Outcome},
};

/// How long the sentence about what was done waits for the page that shows it.
const DONE_SECONDS: i64 = 60;

/// Runs the command of a form.
pub(crate) async fn submit(
    State(app): State<Arc<App>>,
    Path(command): Path<String>,
    visit: Visit,
    request: Request,
) -> Response {
    // Nobody else's form is worth reading.
    if let Some(answer) = app.clone().turned_away(visit.clone()).await {
        return answer;
    }
    let submitted = match upload::read(request).await {
        Ok(submitted) => submitted,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            return answer::plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                t!("That is larger than 32 MiB; use `mainstay import` for large files."),
            );
        }
        Err(status) => return answer::plain(status, t!("The form could not be read.")),
    };
    app.known(visit, move |app, visit, who| run(app, visit, who, &command, submitted)).await
}

/// Shows what the command of a form would do, on the page the form came from, and does nothing.
pub(crate) async fn preview(
    State(app): State<Arc<App>>,
    Path(command): Path<String>,
    visit: Visit,
    request: Request,
) -> Response {
    if let Some(answer) = app.clone().turned_away(visit.clone()).await {
        return answer;
    }
    let Ok(submitted) = upload::read(request).await else {
        return answer::plain(StatusCode::BAD_REQUEST, t!("The form could not be read."));
    };
    app.known(visit, move |app, visit, who| run_preview(app, visit, who, &command, submitted)).await
}

fn run_preview(
    app: &App,
    visit: &Visit,
    who: &Who,
    command: &str,
    mut submitted: Submitted,
) -> Result<Response, Failure> {
    let next = submitted.take("next").filter(|address| is_local(address));
    let address = submitted.take_where("from", is_local).or(next).unwrap_or_default();
    let values = submitted.pairs;
    let previewed = input(&app.house, who, command, &values)
        .and_then(|input| app.house.preview(who, Call { command, input: &input, key: None }));
    let preview = match previewed {
        Ok(preview) => preview,
        Err(Failure::Refused(refused)) => {
            let form = RefusedForm { command: command.to_owned(), refused: *refused, values };
            return again(app, visit, who, form, Some(address), &[]);
        }
        Err(failure) => return Err(failure),
    };
    let path = address.split('?').next().unwrap_or_default();
    let Some(found) = app.pages.find(path).filter(|found| found.entry.offers.contains(&command)) else {
        return Ok(answer::no_page(visit));
    };
    let previewed = Some(PreviewedForm { command: command.to_owned(), preview, values });
    let query = query_of(&address);
    pages::show(app, visit, who, found, Asked { address, query, refused: None, previewed })
}

fn run(app: &App, visit: &Visit, who: &Who, command: &str, mut submitted: Submitted) -> Result<Response, Failure> {
    let next = submitted.take("next").filter(|address| is_local(address));
    // A command may have a field of that name (the pocket that money comes from): only an address is the form's place.
    let from = submitted.take_where("from", is_local);
    let entry = app.house.registry().command(command)?;
    let calls = calls(&fields(&(entry.input)()), &submitted);
    let about = About {
        what: (entry.about)().trim_end_matches('.').to_owned(),
        from: from.or_else(|| next.clone()),
        next: next.unwrap_or_else(|| "/activity".to_owned()),
        told_there: false,
        in_steps: calls.len() > 1,
    };
    let (who_there, command) = (who.clone(), command.to_owned());
    work::run(app, visit, who, about, move |house| {
        let mut outcome = Outcome::default();
        // A file that is refused keeps none of the others out.
        for pairs in calls {
            match call(house, &who_there, &command, &pairs) {
                Ok(one) => outcome.done.push(one),
                Err(Failure::Refused(one)) => {
                    let command = command.clone();
                    outcome.refused.push(RefusedForm { command, refused: *one, values: pairs });
                }
                Err(failure) => {
                    outcome.failure = Some(failure);
                    break;
                }
            }
        }
        outcome
    })
}

/// Answers a form whose work has ended.
pub(super) fn answered(
    app: &App,
    visit: &Visit,
    who: &Who,
    about: &About,
    outcome: Outcome,
) -> Result<Response, Failure> {
    let done = outcome.done;
    let mut refused = outcome.refused.into_iter();
    if let Some(mut form) = refused.next() {
        let others: Vec<String> = refused.filter_map(|other| other.typed("file_name").map(str::to_owned)).collect();
        if !others.is_empty() {
            let said = t!("Not brought in either: {files}. Drop them again afterwards.", files = others.join(", "));
            form.refused.sentence = format!("{} {said}", form.refused.sentence);
        }
        return again(app, visit, who, form, about.from.clone(), &done);
    }
    let response = answer::see_other(&about.next);
    Ok(with_cookie(response, DONE, &ids(&done), DONE_SECONDS))
}

/// The calls a form makes: one, or one for each of several files in a field.
fn calls(wanted: &[Field], submitted: &Submitted) -> Vec<Vec<(String, String)>> {
    let takes_name = wanted.iter().any(|field| field.name == "file_name");
    let is_file = |name: &str| wanted.iter().any(|field| field.name == name && field.picker == Some(Picker::File));
    let files: Vec<_> = submitted.files.iter().filter(|(name, ..)| is_file(name)).collect();
    if files.is_empty() {
        return vec![submitted.pairs.clone()];
    }
    files
        .into_iter()
        .map(|(name, file, content)| {
            let mut pairs = submitted.pairs.clone();
            pairs.push((name.clone(), content.clone()));
            if takes_name {
                pairs.push(("file_name".to_owned(), file.clone()));
            }
            pairs
        })
        .collect()
}

fn call(house: &House, who: &Who, command: &str, pairs: &[(String, String)]) -> Result<Done, Failure> {
    let input = input(house, who, command, pairs)?;
    house.run(who, Call { command, input: &input, key: None })
}

/// What was typed, as the command takes it.
fn input(house: &House, who: &Who, command: &str, pairs: &[(String, String)]) -> Result<Box<RawValue>, Failure> {
    let entry = house.registry().command(command)?;
    let settings = house.settings(who.business)?.ok_or_else(|| Failure::not_found(&t!("business"), who.business))?;
    let currencies = currencies::of(house, who, &settings)?;
    let input = locale::scoped(settings.locale(), || input_from_pairs(&(entry.input)(), pairs, &currencies))?;
    let input = RawValue::from_string(input.to_string())
        .map_err(|error| Refused::new("bad-input", RefusalKind::Invalid, error.to_string()))?;
    Ok(input)
}

/// The form again, with what was typed: on the page it came from where that offers the command, else as a plain form.
fn again(
    app: &App,
    visit: &Visit,
    who: &Who,
    form: RefusedForm,
    from: Option<String>,
    done: &[Done],
) -> Result<Response, Failure> {
    let mut form = form;
    if !done.is_empty() {
        // Of several files some went in: that is said too, or the owner would send them again.
        let said = done.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>().join(" ");
        form.refused.sentence = format!("{} {}", form.refused.sentence, t!("Before that: {said}", said = said));
    }
    let address = from.unwrap_or_default();
    let path = address.split('?').next().unwrap_or_default();
    // An Undo stands on every page.
    let found = app
        .pages
        .find(path)
        .filter(|found| found.entry.offers.contains(&form.command.as_str()) || form.command == "undo");
    if let Some(found) = found {
        let query = query_of(&address);
        return pages::show(app, visit, who, found, Asked { address, query, refused: Some(form), previewed: None });
    }
    let address = format!("/do/{}", form.command);
    let Some(found) = app.pages.find(&address) else { return Ok(answer::no_page(visit)) };
    pages::show(app, visit, who, found, Asked { address, query: Vec::new(), refused: Some(form), previewed: None })
}

fn query_of(address: &str) -> Vec<(String, String)> {
    let uri: Result<axum::http::Uri, _> = address.parse();
    uri.ok()
        .and_then(|uri| axum::extract::Query::try_from_uri(&uri).ok())
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

fn ids(done: &[Done]) -> String {
    done.iter().take(20).map(|one| one.activity.to_string()).collect::<Vec<_>>().join(".")
}

/// Whether an address stays on this server: a path of its own, which no browser reads as another host's
/// (`//host`, `/\host`; WHATWG URL, "relative slash state").
fn is_local(address: &str) -> bool {
    let mut bytes = address.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for (address, local) in [
            ("/", true),
            ("/books?from=2026-01-01&q=a%20b", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/a\\b", false),
            ("https://evil.example", false),
            ("javascript:alert(1)", false),
            ("/\t/evil.example", false),
            ("/\r\nSet-Cookie: a=b", false),
            ("", false),
        ] {
            assert_eq!(is_local(address), local, "{address:?}");
        }
    }
}
