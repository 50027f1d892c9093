//! The registry is the list of all that can be done: each entry is explained, named alike, and reachable.

use std::collections::BTreeSet;

use mainstay::wiring;

/// Commands that the product's numbered promises rest on: each has a form made by hand on a page.
const BY_HAND: [&str; 23] = [
    "set-account-details",
    "map-pocket",
    "make-payment-file",
    "withdraw-payment-file",
    "agree-job-costs",
    "set-job-cost-share",
    "hold-advance",
    "earn-advance",
    "return-advance",
    "import-statement",
    "decide-doubtful",
    "withdraw-statement",
    "sort-line",
    "sort-lines",
    "add-rule",
    "remove-rule",
    "move-money",
    "divide-cash",
    "set-shares",
    "open-account",
    "post-entry",
    "reverse-entry",
    "undo",
];

#[test]
fn every_command_and_query_is_named_and_explained() {
    let registry = wiring::registry();
    let mut names = BTreeSet::new();
    let entries = registry.commands().map(|(_, entry)| (entry.name, (entry.about)(), (entry.input)()));
    let entries =
        entries.chain(registry.queries().map(|(_, entry)| (entry.name, (entry.about)(), (entry.parameters)())));
    for (name, about, schema) in entries {
        assert!(names.insert(name), "{name} stands twice");
        assert!(name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{name} is not kebab-case");
        assert!(about.ends_with('.') && about.len() > 10, "{name} is not explained: {about}");
        for field in kernel::fields(&schema) {
            assert!(!field.help.is_empty(), "{name}.{} has no help", field.name);
        }
    }
    assert!(names.len() > 30, "only {} commands and queries", names.len());
}

#[test]
fn what_is_promised_has_a_page_of_its_own() {
    let registry = wiring::registry();
    let offered: BTreeSet<&str> = wiring::pages().iter().flat_map(|page| page.offers.iter().copied()).collect();
    for name in BY_HAND {
        assert!(registry.command(name).is_ok(), "{name} is no command");
        assert!(offered.contains(name), "no page offers {name} by a form made by hand");
    }
    for name in offered {
        assert!(registry.command(name).is_ok(), "a page offers {name}, which is no command");
    }
}
