//! The pages of this area: what is held, and what was gained and lost.

mod crypto;
mod forms;
mod gains;
mod panel;

use books::pages::{CRYPTO, GAINS};
use books::rules::rates::RateSource;
use locale::t;
use ui::PageEntry;

use crate::EventKind;

/// The pages of this area; both belong to the books.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, offers, render| PageEntry { path, place: path, offers, render };
    vec![entry(CRYPTO, forms::OFFERS, crypto::page), entry(GAINS, &[], gains::page)]
}

/// What happened, in a word.
fn kind_said(kind: EventKind) -> String {
    match kind {
        EventKind::Opened => t!("at the start"),
        EventKind::Received => t!("received"),
        EventKind::Bought => t!("bought"),
        EventKind::Sold => t!("sold"),
        EventKind::Spent => t!("paid with"),
        EventKind::Swapped => t!("swapped"),
        EventKind::Moved => t!("moved"),
        EventKind::Fee => t!("fee"),
    }
}

/// Who stated a price.
fn source_said(source: RateSource) -> String {
    match source {
        RateSource::BankLine => t!("what was paid"),
        RateSource::Owner => t!("you"),
        RateSource::Document => t!("a document"),
        RateSource::CentralBank => t!("a central bank's file"),
    }
}
