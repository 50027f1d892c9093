//! The pages of the bank.

use ui::PageEntry;

/// The pages of this area.
pub fn pages() -> Vec<PageEntry> {
    Vec::new()
}
