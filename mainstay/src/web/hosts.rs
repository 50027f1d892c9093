//! Which names the server answers to, and which pages may send it anything.
//!
//! A page of a foreign site can make the owner's browser send requests here, under a name of its own that it lets point
//! to this machine. Both are told by the headers that the browser sets and no page can change.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::Next,
    response::Response,
};
use locale::t;

use super::{answer, app::App, visit};

/// The names the server answers to, each with its port.
#[derive(Debug, Clone)]
pub struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    /// The names of the loopback interface and of the listener's own address, and further ones (`books.example.org`).
    pub fn of(listener: SocketAddr, more: &[String]) -> Hosts {
        let port = listener.port();
        let mut names: Vec<String> =
            ["127.0.0.1", "localhost", "[::1]"].iter().map(|name| format!("{name}:{port}")).collect();
        names.push(listener.to_string());
        for name in more {
            names.push(format!("{name}:{port}"));
            names.push(name.clone());
        }
        if port == 80 {
            // A browser leaves the port of its scheme out.
            names.extend(names.clone().iter().filter_map(|name| name.strip_suffix(":80").map(String::from)));
        }
        Hosts { names: names.into_iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    fn knows_origin(&self, origin: &str) -> bool {
        origin.split_once("://").is_some_and(|(scheme, host)| matches!(scheme, "http" | "https") && self.knows(host))
    }
}

/// Refuses requests under a foreign name, and changes sent by a foreign page.
///
/// `Sec-Fetch-Site` says it plainly where the browser sends it, `Origin` stands beside it; a request with neither comes
/// from no page (https://web.dev/articles/fetch-metadata), and the session's cookie is `SameSite=Strict` besides.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match refusal(&app.hosts, request.method(), request.headers()) {
        Some(sentence) => answer::plain(StatusCode::FORBIDDEN, sentence),
        None => next.run(request).await,
    }
}

fn refusal(hosts: &Hosts, method: &Method, headers: &HeaderMap) -> Option<String> {
    // A value that is no text is no name of ours.
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if !text("host").is_some_and(|host| hosts.knows(host)) {
        return Some(t!("This server does not answer to that name."));
    }
    let changes = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    // A token is sent by a program on purpose, never by a browser on its own.
    if changes && visit::bearer(headers).is_none() {
        let own_site = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
        let own_origin = text("origin").is_none_or(|origin| hosts.knows_origin(origin));
        if !own_site || !own_origin {
            return Some(t!("That was sent by another site."));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_site_sends_changes_nothing() {
        let hosts = Hosts::of("127.0.0.1:7777".parse().unwrap(), &[]);
        for (headers, passes) in [
            (&[][..], true),
            (&[("origin", "http://127.0.0.1:7777"), ("sec-fetch-site", "same-origin")], true),
            (&[("origin", "http://127.0.0.1:7778")], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")], false),
            (&[("origin", "http://evil.example"), ("authorization", "Bearer abc")], true),
        ] {
            let mut all = HeaderMap::new();
            all.insert("host", "127.0.0.1:7777".parse().unwrap());
            for (name, value) in headers {
                all.insert(*name, value.parse().unwrap());
            }
            assert_eq!(refusal(&hosts, &Method::POST, &all).is_none(), passes, "{headers:?}");
            assert!(refusal(&hosts, &Method::GET, &all).is_none(), "{headers:?}");
        }
        assert!(refusal(&hosts, &Method::GET, &HeaderMap::new()).is_some());
    }

    #[test]
    fn only_own_names_and_origins_are_known() {
        let hosts = Hosts::of("127.0.0.1:7777".parse().unwrap(), &["books.example.org".into()]);
        for (name, known) in [
            ("127.0.0.1:7777", true),
            ("localhost:7777", true),
            ("LOCALHOST:7777", true),
            ("[::1]:7777", true),
            ("books.example.org", true),
            ("localhost", false),
            ("localhost:7778", false),
            ("evil.example", false),
            ("127.0.0.1:7777.evil.example", false),
            ("", false),
        ] {
            assert_eq!(hosts.knows(name), known, "{name}");
        }
        for (origin, known) in [
            ("http://127.0.0.1:7777", true),
            ("https://books.example.org", true),
            ("null", false),
            ("http://evil.example", false),
            ("file://localhost:7777", false),
        ] {
            assert_eq!(hosts.knows_origin(origin), known, "{origin}");
        }
    }
}
