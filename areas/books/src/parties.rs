//! Parties: who pays and who is paid. The clients' area grows around them.

use kernel::{Context, Failure, search::remember_words};

use crate::{records, rules::squeezed};

/// The kind under which search finds a party.
pub(crate) const PARTY: &str = "party";

/// The party of that name, made when there is none. Case and spaces do not make a new one. An empty name is no party.
pub fn party_named(context: &mut Context, name: &str) -> Result<Option<i64>, Failure> {
    let name = squeezed(name);
    if name.is_empty() {
        return Ok(None);
    }
    let key = name.to_lowercase();
    if let Some(party) = records::party_with_key(&mut context.tx, &key)? {
        return Ok(Some(party));
    }
    let id = context.tx.next_id()?;
    records::insert_party(&mut context.tx, id, &name, &key)?;
    remember_words(context, PARTY, id, &name);
    Ok(Some(id))
}
