//! What search finds in the books: entries, parties and accounts.

use kernel::{
    Context, Failure,
    slots::{Hit, SearchSource},
};
use locale::{fmt, t};

use crate::{accounts, attachments, commands, dimensions, journal, labels, parties, records};

/// The kinds of record that search finds here.
pub(crate) fn search_sources() -> Vec<SearchSource> {
    vec![
        SearchSource { kind: parties::PARTY, describe: describe_parties },
        SearchSource { kind: commands::ACCOUNT, describe: describe_accounts },
        SearchSource { kind: journal::ENTRY, describe: describe_entries },
        SearchSource { kind: attachments::ATTACHMENT, describe: describe_attachments },
        SearchSource { kind: labels::TAG, describe: describe_tags },
        SearchSource { kind: labels::ENTRY_NOTE, describe: describe_entry_notes },
        SearchSource { kind: labels::NOTE, describe: describe_notes },
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

fn describe_attachments(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(attachment) = records::attachment(&mut context.tx, *id)? else { continue };
        // What it hangs on may have gone meanwhile, as the line of a withdrawn statement.
        let of = attachments::record_named(context, &attachment.kind, attachment.record).ok();
        hits.push(Hit {
            kind: attachments::ATTACHMENT.into(),
            id: *id,
            title: attachment.name,
            detail: of.as_ref().map(|of| of.title.clone()).unwrap_or_default(),
            href: of.map_or_else(|| format!("/files/{id}"), |of| of.href),
        });
    }
    Ok(hits)
}

fn describe_tags(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(name) = records::tag_name(&mut context.tx, *id)? {
            let (detail, href) = (t!("Tag"), format!("/books/tags?tag={id}"));
            hits.push(Hit { kind: labels::TAG.into(), id: *id, title: name, detail, href });
        }
    }
    Ok(hits)
}

fn describe_entry_notes(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(entry) = records::entry(&mut context.tx, *id)? {
            let (detail, href) = (entry.text, format!("/books/entries/{id}"));
            hits.push(Hit { kind: labels::ENTRY_NOTE.into(), id: *id, title: entry.note, detail, href });
        }
    }
    Ok(hits)
}

fn describe_notes(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        let Some((kind, record, note)) = records::note(&mut context.tx, *id)? else { continue };
        let Ok(of) = attachments::record_named(context, &kind, record) else { continue };
        hits.push(Hit { kind: labels::NOTE.into(), id: *id, title: note, detail: of.title, href: of.href });
    }
    Ok(hits)
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
