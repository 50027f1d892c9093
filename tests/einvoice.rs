//! `mainstay einvoice`: the examples of docs/schemas/einvoice go through the program, and the schema there is the program's.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::{Program, text};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas/einvoice")
}

#[test]
fn the_schema_in_the_documents_is_the_programs() {
    let printed = Program::new().ok(&["einvoice", "schema"]);
    let file = folder().join("document.schema.json");
    if std::env::var("INSTA_UPDATE").is_ok_and(|asked| asked == "always") {
        std::fs::write(&file, &printed).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), printed, "write it anew: INSTA_UPDATE=always");
}

#[test]
fn every_example_is_written_and_read() {
    let program = Program::new();
    let mut examples = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".schema.json") {
            continue;
        }
        examples += 1;
        let stated: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for format in ["ubl", "cii"] {
            let xml = program.data().join(format!("{name}.{format}.xml"));
            let (from, to) = (path.to_str().unwrap(), xml.to_str().unwrap());
            program.ok(&["einvoice", "write", "--format", format, from, "-o", to]);
            let said = &program.json(&["einvoice", "read", to, "--json"])[0];
            assert_eq!(said["document"]["number"], stated["number"], "{name}");
            assert_eq!(said["syntax"], json!(format));
        }
    }
    assert!(examples >= 3);
}

#[test]
fn what_is_missing_is_said_and_nothing_is_written() {
    let program = Program::new();
    let mut document: Value =
        serde_json::from_slice(&std::fs::read(folder().join("german-services.json")).unwrap()).unwrap();
    document.as_object_mut().unwrap().remove("buyer_reference");
    let file = program.file("lacking.json", document.to_string().as_bytes());
    let target = program.data().join("never.xml");
    let (from, to) = (file.to_str().unwrap(), target.to_str().unwrap());
    let output = program.run(&["einvoice", "write", "--format", "ubl", from, "-o", to, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["findings"][0]["field"], json!("buyer_reference"), "{said}");
    assert!(!target.exists());
}

#[test]
fn a_document_that_is_none_is_answered_in_a_sentence() {
    let program = Program::new();
    for (name, content) in [
        ("cut.json", &b"{\"number\": "[..]),
        ("price.json", b"{\"lines\": [{\"price\": 12}]}"),
        ("bytes.json", &[0xff, 0xfe]),
    ] {
        let file = program.file(name, content);
        for verb in [&["write", "--format", "cii"][..], &["read"]] {
            let mut arguments = vec!["einvoice"];
            arguments.extend(verb);
            arguments.push(file.to_str().unwrap());
            let output = program.run(&arguments);
            assert_eq!(output.status.code(), Some(1), "{name}");
            let said = text(&output.stderr);
            assert!(said.starts_with("mainstay: ") && said.trim().lines().count() == 1, "{name}: {said}");
        }
    }
}
