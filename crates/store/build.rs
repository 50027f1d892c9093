//! Lists the migrations, so that none is forgotten: every file of the folder is compiled in, in the order of its number.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../migrations").canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            files.push(path);
        }
    }
    files.sort();
    let mut list = String::from("&[\n");
    for (index, path) in files.iter().enumerate() {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a migration's name is not text")?;
        let (number, name) =
            stem.split_once('-').ok_or_else(|| format!("{stem}: a migration is named NNNN-name.sql"))?;
        let number: i64 = number.parse()?;
        if number != index as i64 + 1 {
            return Err(format!("{stem}: migration {} is missing or there twice", index + 1).into());
        }
        println!("cargo::rerun-if-changed={}", path.display());
        list.push_str(&format!(
            "    Migration {{ number: {number}, name: {name:?}, text: include_str!({path:?}) }},\n"
        ));
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), list)?;
    Ok(())
}
