//! The one list of areas. A new area is a line in each of the two functions.

use kernel::Registry;
use ui::PageEntry;

/// Everything that can be done and asked, lowest area first. What the start lacks is asked last: what is in the books now
/// comes before what is not.
pub fn registry() -> Registry {
    Registry::new(vec![
        books::area(),
        holdings::area(),
        pockets::area(),
        bank::area(),
        keep::area(),
        arrive::area(),
        books::opening_area(),
    ])
}

/// The pages of all areas, and those of the house itself.
pub fn pages() -> Vec<PageEntry> {
    [
        crate::web::house_pages(),
        books::pages::pages(),
        holdings::pages::pages(),
        pockets::pages(),
        bank::pages::pages(),
        arrive::pages::pages(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
