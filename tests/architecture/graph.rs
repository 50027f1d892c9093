//! Who knows whom: the Cargo.toml files are the map, and ARCHITECTURE.md prints it.

use std::fs;

use super::source::root;

const ORDER: [&str; 17] = [
    "locale",
    "ledger",
    "files",
    "statements",
    "payments",
    "ledgers",
    "sample",
    "store",
    "kernel",
    "ui",
    "books",
    "holdings",
    "pockets",
    "bank",
    "keep",
    "arrive",
    "mainstay",
];

fn known(of: &str) -> Vec<String> {
    let folder = ["areas", "crates", "."]
        .map(|above| root().join(above).join(of))
        .into_iter()
        .find(|path| path.is_dir())
        .unwrap();
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let dependencies = text.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let mut known: Vec<String> = dependencies
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next().filter(|name| ORDER.contains(name)))
        .map(String::from)
        .collect();
    known.sort_by_key(|name| ORDER.iter().position(|one| one == name));
    known
}

#[test]
fn architecture_prints_the_graph_as_it_is() {
    let graph: String = ORDER
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| format!("{:<11} {}", name, known(name).join(" ")).trim_end().to_string() + "\n")
        .collect();
    let printed = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(printed.contains(&graph), "ARCHITECTURE.md should print this graph:\n\n{graph}");
}

#[test]
fn an_area_knows_only_lower_ones() {
    for (position, name) in ORDER.iter().enumerate() {
        for other in known(name) {
            let lower = ORDER.iter().position(|one| *one == other).unwrap();
            assert!(lower < position, "{name} knows {other}, which is not below it");
        }
    }
    assert!(
        !known("ui").iter().any(|name| ["books", "bank", "pockets", "keep"].contains(&name.as_str())),
        "ui knows no area"
    );
}
