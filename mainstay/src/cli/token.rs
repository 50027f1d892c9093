//! `mainstay token`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use kernel::{RefusalKind, Refused};
use locale::t;
use serde_json::{Value, json};
use store::NewToken;

use super::{place::Place, report, stopped::Stopped};
use crate::{moment, secret, web::READ_AND_WRITE, web::READ_ONLY};

/// Give programs access to the API, and take it back
#[derive(Debug, Args)]
pub(crate) struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token; it is shown once
    Add {
        /// What you call the program
        name: String,
        /// The program may look, but not change anything
        #[arg(long)]
        read_only: bool,
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

impl Token {
    pub fn json(&self) -> bool {
        match self.what {
            What::Add { json, .. } | What::List { json } | What::Revoke { json, .. } => json,
        }
    }

    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let (directory, business) = (entered.house.store().directory(), entered.who.business);
        let now = moment::text(Timestamp::now());
        match self.what {
            What::Add { name, read_only, json } => {
                let secret = secret::new();
                let scopes = if read_only { READ_ONLY } else { READ_AND_WRITE };
                let token_hash = secret::hash(&secret);
                let id = directory.token_create(&NewToken {
                    token_hash,
                    business,
                    name: &name,
                    scopes,
                    created_at: &now,
                })?;
                if json {
                    report::json_line(&json!({ "id": id, "name": name, "scopes": scopes, "token": secret }))?;
                } else {
                    report::line(&t!("Token {id} for {name}; keep it, it is not shown again:", id = id, name = name))?;
                    report::line(&secret)?;
                }
            }
            What::List { json } => {
                let tokens: Vec<Value> = directory
                    .token_list(business)?
                    .into_iter()
                    .map(|token| {
                        json!({
                            "id": token.id, "name": token.name, "scopes": token.scopes, "created_at": token.created_at,
                            "revoked_at": token.revoked_at,
                        })
                    })
                    .collect();
                if json {
                    report::json_line(&tokens)?;
                } else {
                    print!("{}", report::text(&Value::Array(tokens)));
                }
            }
            What::Revoke { id, json } => {
                if !directory.token_revoke(business, id, &now)? {
                    let sentence = t!("There is no token {id} in use here.", id = id);
                    return Err(Refused::new("no-such-token", RefusalKind::NotFound, sentence).into());
                }
                if json {
                    report::json_line(&json!({ "id": id, "revoked_at": now }))?;
                } else {
                    report::line(&t!("Token {id} opens nothing any more.", id = id))?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
