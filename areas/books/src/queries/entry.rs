//! One entry with all that belongs to it.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Basis, Currency, PartReason};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    accounts,
    dimensions::{self, DimensionValue},
    journal, proof, records,
    rules::rates::{RateSource, rate_of, rate_text},
};

/// An entry by its number.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryDetail {
    /// Its number.
    pub entry: i64,
}

/// An entry.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryAnswer {
    /// Its number.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// More about it.
    pub note: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// The kind of record it came from, and its id; absent when it was made by hand.
    pub source: Option<(String, i64)>,
    /// The line of the log that made it.
    pub activity: i64,
    /// The entry it reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses it.
    pub reversed_by: Option<i64>,
    /// Its link in the chain, in hexadecimal.
    pub hash: String,
    /// Its postings.
    pub postings: Vec<EntryPosting>,
    /// What it moved in the pockets, and why.
    pub parts: Vec<EntryPart>,
    /// By which rates its amounts in other currencies and crypto-assets were valued.
    pub rates: Vec<EntryRate>,
    /// Whether it is a cost that the rules want proof for and that has none.
    pub proof_missing: bool,
    /// Why it needs no proof, where that was said.
    pub proof_waived: Option<String>,
    /// The purchase that it gives back, where it is a supplier’s refund.
    pub refund_of: Option<i64>,
    /// The refunds that give it back, where it is a purchase.
    pub refunds: Vec<i64>,
}

/// A posting of an entry.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryPosting {
    /// The account.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// Its currency.
    pub currency: String,
    /// Minor units of its currency; a debit is positive.
    pub amount_minor: i64,
    /// Minor units of the books' currency.
    pub book_amount_minor: i64,
    /// Which books.
    pub basis: Basis,
    /// What it can be asked by.
    pub dimensions: Vec<DimensionValue>,
}

/// A rate of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryRate {
    /// The currency or crypto-asset.
    pub code: String,
    /// What one of it was worth in the books' currency, as an exact decimal number.
    pub rate: String,
    /// The day of the rate; none where only the amounts say it.
    pub on: Option<Date>,
    /// Who said so.
    pub source: Option<RateSource>,
}

/// A part of an entry.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryPart {
    /// The pocket.
    pub pocket: i64,
    /// Its name.
    pub pocket_name: String,
    /// Its place in lists.
    pub position: i64,
    /// The currency.
    pub currency: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Why.
    pub reason: PartReason,
    /// The share that was in force, in thousandths.
    pub permille: Option<u32>,
}

impl Query for EntryDetail {
    const NAME: &'static str = "entry";
    type Answer = EntryAnswer;

    fn about() -> String {
        t!("One entry: its postings, its pockets, where it came from.")
    }

    fn answer(&self, context: &mut Context) -> Result<EntryAnswer, Failure> {
        journal::flush(context)?;
        let row =
            records::entry(&mut context.tx, self.entry)?.ok_or_else(|| Failure::not_found(&t!("entry"), self.entry))?;
        let party = match row.party {
            Some(party) => records::party_name(&mut context.tx, party)?,
            None => None,
        };
        let proof_waived = records::proof_waiver(&mut context.tx, self.entry)?;
        let proof_missing = proof::unproven_on(context, row.posted_on)?.contains(&self.entry);
        let refund_of = records::refunded_purchase(&mut context.tx, self.entry)?;
        let refunds = records::supplier_refunds(&mut context.tx, self.entry)?;
        let kept = records::postings_of_entry(&mut context.tx, self.entry)?;
        let moves = records::parts_of_entry(&mut context.tx, self.entry)?;
        let values = dimensions::dimension_values(context)?.to_vec();
        let known = accounts::accounts(context)?;
        let postings: Vec<EntryPosting> = kept
            .into_iter()
            .map(|(posting, dimensions)| {
                let account = known.iter().find(|account| account.id == posting.account);
                EntryPosting {
                    account: posting.account,
                    account_name: account.map(|account| account.name.clone()).unwrap_or_default(),
                    currency: account.map(|account| account.currency.to_string()).unwrap_or_default(),
                    amount_minor: posting.amount_minor,
                    book_amount_minor: posting.book_amount_minor,
                    basis: posting.basis,
                    dimensions: values.iter().filter(|value| dimensions.contains(&Some(value.id))).cloned().collect(),
                }
            })
            .collect();
        let pockets = accounts::pockets(context)?;
        let parts = moves
            .into_iter()
            .map(|(currency, part)| {
                let pocket = pockets.iter().find(|pocket| pocket.id == part.pocket);
                EntryPart {
                    pocket: part.pocket,
                    pocket_name: pocket.map(|pocket| pocket.name.clone()).unwrap_or_default(),
                    position: pocket.map_or(0, |pocket| pocket.position),
                    currency: currency.to_string(),
                    amount_minor: part.amount_minor,
                    reason: part.reason,
                    permille: part.permille,
                }
            })
            .collect();
        let rates = rates_of(context, self.entry, &postings)?;
        Ok(EntryAnswer {
            entry: row.number,
            posted_on: row.posted_on,
            text: row.text,
            note: row.note,
            party,
            source: if row.source_kind.is_empty() { None } else { Some((row.source_kind, row.source)) },
            activity: row.activity,
            reverses: Some(row.reverses).filter(|entry| *entry != 0),
            reversed_by: row.reversed_by,
            hash: row.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            postings,
            parts,
            rates,
            proof_missing,
            proof_waived,
            refund_of,
            refunds,
        })
    }
}

/// The rates that were kept with an entry; where none was, what its own amounts say.
fn rates_of(context: &mut Context, entry: i64, postings: &[EntryPosting]) -> Result<Vec<EntryRate>, Failure> {
    let books = context.settings.currency;
    let mut rates: Vec<EntryRate> = records::entry_rates(&mut context.tx, entry)?
        .into_iter()
        .map(|(code, kept)| EntryRate {
            code,
            rate: rate_text(kept.rate),
            on: Some(kept.on),
            source: Some(kept.source),
        })
        .collect();
    for posting in postings.iter().filter(|posting| posting.currency != books.code()) {
        let known = rates.iter().any(|rate| rate.code == posting.currency);
        let Ok(currency) = posting.currency.parse::<Currency>() else { continue };
        if let (false, Some(rate)) = (known, rate_of(posting.amount_minor, currency, posting.book_amount_minor, books))
        {
            rates.push(EntryRate { code: posting.currency.clone(), rate: rate_text(rate), on: None, source: None });
        }
    }
    Ok(rates)
}
