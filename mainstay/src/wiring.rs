//! The one list of areas. A new area is a line in each of the two functions.

use kernel::Registry;
use ui::PageEntry;

/// Everything that can be done and asked, lowest area first.
pub fn registry() -> Registry {
    Registry::new(vec![books::area()])
}

/// The pages of all areas.
pub fn pages() -> Vec<PageEntry> {
    let pages: [Vec<PageEntry>; 0] = [];
    pages.into_iter().flatten().collect()
}
