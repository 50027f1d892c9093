//! What search finds in the books: entries, parties and accounts.

use kernel::{
    Context, Failure,
    slots::{Hit, SearchSource},
};
use locale::fmt;

use crate::{accounts, commands, dimensions, journal, parties, records};

/// The kinds of record that search finds here.
pub(crate) fn search_sources() -> Vec<SearchSource> {
    vec![
        SearchSource { kind: parties::PARTY, describe: describe_parties },
        SearchSource { kind: commands::ACCOUNT, describe: describe_accounts },
        SearchSource { kind: journal::ENTRY, describe: describe_entries },
        SearchSource { kind: dimensions::DIMENSION_VALUE, describe: describe_values },
    ]
}

fn describe_parties(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(name) = records::party_name(&mut context.tx, *id)? {
            let href = format!("/search?q={}", name.split_whitespace().collect::<Vec<_>>().join("+"));
            hits.push(Hit { kind: parties::PARTY.into(), id: *id, title: name, detail: String::new(), href });
        }
    }
    Ok(hits)
}

fn describe_accounts(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let known = accounts::accounts(context)?;
    let found = ids.iter().filter_map(|id| known.iter().find(|account| account.id == *id));
    Ok(found
        .map(|account| Hit {
            kind: commands::ACCOUNT.into(),
            id: account.id,
            title: account.name.clone(),
            detail: account.code.clone(),
            href: format!("/books/accounts/{}", account.id),
        })
        .collect())
}

fn describe_values(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let known = dimensions::dimension_values(context)?;
    let found = ids.iter().filter_map(|id| known.iter().find(|value| value.id == *id));
    Ok(found
        .map(|value| Hit {
            kind: dimensions::DIMENSION_VALUE.into(),
            id: value.id,
            title: value.name.clone(),
            detail: value.dimension.label(),
            href: "/books/dimensions".into(),
        })
        .collect())
}

fn describe_entries(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(entry) = records::entry(&mut context.tx, *id)? {
            let detail = fmt::date(entry.posted_on);
            let href = format!("/books/entries/{id}");
            hits.push(Hit { kind: journal::ENTRY.into(), id: *id, title: entry.text, detail, href });
        }
    }
    Ok(hits)
}
