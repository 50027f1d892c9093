//! `mainstay token`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use keep::{MakeToken, RevokeToken, Token, Tokens};
use locale::t;
use serde_json::{Value, json};

use super::{place::Place, report, stopped::Stopped};
use crate::secret;

/// Give programs access to the API, and take it back
#[derive(Debug, Args)]
pub(crate) struct TokenVerb {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token; it is shown once
    Add {
        /// What you call the program
        name: String,
        /// What the program may do: read, write, read:AREA, write:AREA, show:QUERY or do:COMMAND, parted by spaces
        #[arg(long, default_value = "read write")]
        scopes: String,
        /// The program may look, but not change anything
        #[arg(long, conflicts_with = "scopes")]
        read_only: bool,
        /// The last day on which it is good
        #[arg(long, value_name = "DATE")]
        expires: Option<Date>,
        /// Print the outcome as JSON
        #[arg(long)]
        json: bool,
    },
    /// List the tokens
    List {
        /// Print the list as JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a token back
    Revoke {
        /// Its number
        id: i64,
        /// Print the outcome as JSON
        #[arg(long)]
        json: bool,
    },
}

impl TokenVerb {
    pub fn json(&self) -> bool {
        match self.what {
            What::Add { json, .. } | What::List { json } | What::Revoke { json, .. } => json,
        }
    }

    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        match self.what {
            What::Add { name, scopes, read_only, expires, json } => {
                let secret = secret::new();
                let scopes = if read_only { "read".to_owned() } else { scopes };
                let made = MakeToken {
                    name: name.clone(),
                    scopes: scopes.clone(),
                    expires_on: expires,
                    sha256: secret::hex(&secret::hash(&secret)),
                };
                let (Token { token: id }, _) = entered.house.perform(&entered.who, &made)?;
                if json {
                    report::json_line(&json!({ "id": id, "name": name, "scopes": scopes, "token": secret }))?;
                } else {
                    report::line(&t!("Token {id} for {name}; keep it, it is not shown again:", id = id, name = name))?;
                    report::line(&secret)?;
                }
            }
            What::List { json } => {
                let tokens = entered.house.answer(&entered.who, &Tokens {})?;
                let tokens: Vec<Value> = tokens.iter().map(|token| json!({
                    "id": token.token, "name": token.name, "scopes": token.scopes, "created_at": token.created_at,
                    "expires_at": token.expires_at, "last_used_at": token.last_used_at, "revoked_at": token.revoked_at,
                })).collect();
                if json {
                    report::json_line(&tokens)?;
                } else {
                    print!("{}", report::text(&Value::Array(tokens)));
                }
            }
            What::Revoke { id, json } => {
                let (_, done) = entered.house.perform(&entered.who, &RevokeToken { token: id })?;
                if json {
                    report::json_line(&json!({ "id": id, "revoked": true }))?;
                } else {
                    report::line(&done.sentence)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
