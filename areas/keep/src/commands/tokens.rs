//! Tokens: which programs may come in, and how far.

use jiff::civil::Date;
use kernel::{Actor, Command, Context, Failure, Refusal, RefusalKind, Scopes, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::NewToken;

/// Lets a program in. The secret is made by whoever calls and never comes here: only its SHA-256 does.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// What you call the program.
    pub name: String,
    /// What it may do, words parted by spaces: read, write, or one of an area (read:bank, write:books), a single query
    /// (show:needs) or a single command (do:import-statement).
    pub scopes: String,
    /// The last day on which it is good; for ever when left empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// The SHA-256 of the secret, 64 hexadecimal digits.
    pub sha256: String,
}

/// The token.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Token {
    /// Its number.
    pub token: i64,
}

#[derive(Debug)]
enum TokenRefusal {
    OnlyOwner,
    Name,
    Scope(String),
    Expired,
    Digest,
    NoSuchToken(i64),
}

impl Refusal for TokenRefusal {
    fn code(&self) -> &'static str {
        match self {
            TokenRefusal::OnlyOwner => "only-owner",
            TokenRefusal::Name => "token-name-length",
            TokenRefusal::Scope(_) => "unknown-scope",
            TokenRefusal::Expired => "token-expired",
            TokenRefusal::Digest => "bad-digest",
            TokenRefusal::NoSuchToken(_) => "no-such-token",
        }
    }

    fn sentence(&self) -> String {
        match self {
            TokenRefusal::OnlyOwner => t!("Only the owner lets programs in."),
            TokenRefusal::Name => t!("The name of a token has 1 to 80 characters."),
            TokenRefusal::Scope(word) => t!("{word} is nothing a token may do.", word = word),
            TokenRefusal::Expired => t!("The last day of a token lies before today."),
            TokenRefusal::Digest => t!("The SHA-256 of the secret has 64 hexadecimal digits."),
            TokenRefusal::NoSuchToken(id) => t!("There is no token {id} in use here.", id = id),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            TokenRefusal::Scope(_) => Some(t!(
                "Use read, write, read:AREA, write:AREA, show:QUERY or do:COMMAND, with the names of `mainstay list`."
            )),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            TokenRefusal::Name => "name",
            TokenRefusal::Scope(_) => "scopes",
            TokenRefusal::Expired => "expires_on",
            TokenRefusal::Digest => "sha256",
            TokenRefusal::OnlyOwner | TokenRefusal::NoSuchToken(_) => return None,
        };
        Some(field.to_owned())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            TokenRefusal::OnlyOwner => RefusalKind::Forbidden,
            TokenRefusal::NoSuchToken(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

/// A program must not widen what it may do by making itself another token.
fn owner_only(context: &Context) -> Result<(), TokenRefusal> {
    if context.actor == Actor::Owner { Ok(()) } else { Err(TokenRefusal::OnlyOwner) }
}

fn digest(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

impl Command for MakeToken {
    const NAME: &'static str = "make-token";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] =
        &["only-owner", "token-name-length", "unknown-scope", "token-expired", "bad-digest"];
    type Outcome = Token;

    fn about() -> String {
        t!("Let a program in by a token.")
    }

    fn perform(&self, context: &mut Context) -> Result<Token, Failure> {
        owner_only(context)?;
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
            return Err(TokenRefusal::Name.into());
        }
        let registry = context.registry();
        let scopes = Scopes::read(&self.scopes, &registry)
            .map_err(|word| TokenRefusal::Scope(word.chars().take(60).collect()))?;
        if self.expires_on.is_some_and(|day| day < context.today) {
            return Err(TokenRefusal::Expired.into());
        }
        let token_hash = digest(&self.sha256).ok_or(TokenRefusal::Digest)?;
        // The day ends where the business is.
        let expires_at = self
            .expires_on
            .and_then(|day| day.tomorrow().ok()?.to_zoned(context.settings.zone()).ok())
            .map(|midnight| midnight.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let created_at = context.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let token = context.tx.token_create(&NewToken {
            token_hash,
            name,
            scopes: &scopes.to_string(),
            created_at: &created_at,
            expires_at: expires_at.as_deref(),
        })?;
        Ok(Token { token })
    }

    fn sentence(&self, _: &Token) -> String {
        t!("{name} may come in with a token.", name = self.name.trim())
    }

    fn undo(&self, outcome: &Token) -> Undo {
        Undo::Compensating { command: RevokeToken::NAME, input: serde_json::json!({ "token": outcome.token }) }
    }

    fn for_the_log(&self) -> Value {
        serde_json::json!({ "name": self.name, "scopes": self.scopes, "expires_on": self.expires_on })
    }
}

/// Takes a token back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeToken {
    /// Its number.
    pub token: i64,
}

impl Command for RevokeToken {
    const NAME: &'static str = "revoke-token";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["only-owner", "no-such-token"];
    type Outcome = Token;

    fn about() -> String {
        t!("Take a token back, so that it opens nothing any more.")
    }

    fn perform(&self, context: &mut Context) -> Result<Token, Failure> {
        owner_only(context)?;
        let now = context.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        if !context.tx.token_revoke(self.token, &now)? {
            return Err(TokenRefusal::NoSuchToken(self.token).into());
        }
        Ok(Token { token: self.token })
    }

    fn sentence(&self, _: &Token) -> String {
        t!("Token {id} opens nothing any more.", id = self.token)
    }

    fn undo(&self, _: &Token) -> Undo {
        Undo::None { reason: t!("A token that was taken back may be known to others; make a new one.") }
    }
}
