//! Files from outside: how they come in by a form and by the watched folder, and how they are handed out.

use std::fs;

use serde_json::{Value, json};

use crate::{
    http::Caller,
    program::{Program, ofx},
};

/// A form with a file, as a browser without script sends it.
fn upload(caller: &Caller, record: &str, files: &[(&str, &str)]) -> u16 {
    let mut body = String::new();
    for (name, text) in
        [("kind", "entry"), ("record", record), ("next", "/books/entries/1"), ("from", "/books/entries/1")]
    {
        body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"));
    }
    for (name, content) in files {
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"content\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--edge--\r\n");
    let headers = [("Origin", caller.address.as_str()), ("Sec-Fetch-Site", "same-origin")];
    caller.post("/do/attach-file", "multipart/form-data; boundary=edge", &body, &headers).status
}

#[test]
fn what_is_attached_can_do_nothing_in_the_browser() {
    let program = Program::with_business();
    let server = program.serve();
    let owner = Caller::owner(&server);
    let files = [
        ("page.pdf", "<html><script>alert(1)</script>"),
        ("drawing.png", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("bill.html", "%PDF-1.7 a bill"),
        ("Gebühr \"März\".txt", "A note"),
    ];
    assert_eq!(upload(&owner, "1", &files), 303);
    let attached = program.show("attachments", &["kind=entry", "record=1"]);
    let attached = attached["attachments"].as_array().unwrap();
    assert_eq!(attached.len(), 4, "{attached:?}");
    let mut seen = Vec::new();
    for one in attached {
        let answer = owner.get(&format!("/files/{}", one["id"]));
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let shown = answer.header("content-disposition").split(';').next().unwrap_or_default().to_owned();
        let kind = answer.header("content-type").to_owned();
        assert!(policy.contains("sandbox") || kind == "application/pdf", "{policy}");
        seen.push((shown, kind));
        let etag = answer.header("etag").to_owned();
        assert_eq!(owner.get_with(&format!("/files/{}", one["id"]), &[("If-None-Match", &etag)]).status, 304);
        assert!([401, 403].contains(&Caller::stranger(&server).get(&format!("/files/{}", one["id"])).status));
    }
    let (saved, opaque) = ("attachment".to_owned(), "application/octet-stream".to_owned());
    assert_eq!(
        seen,
        [
            (saved.clone(), opaque.clone()),
            (saved, opaque),
            ("inline".to_owned(), "application/pdf".to_owned()),
            ("inline".to_owned(), "text/plain; charset=utf-8".to_owned()),
        ]
    );
    assert_eq!(owner.get("/files/999999").status, 404);
    // What the entry's page shows of it.
    let page = owner.get("/books/entries/1");
    assert!(page.body.contains("bill.html") && !page.body.contains("<script>alert"), "{}", page.body);
}

#[test]
fn the_watched_folder_is_emptied_once() {
    let program = Program::with_business();
    let folder = program.data().join("inbox/calloway-clay");
    assert!(program.ok(&["inbox"]).contains("inbox"));
    let statement = ofx(&[("20260303", "-600.00", "STUDIO RENT", "F2")], Some(("400.00", "20260305")));
    fs::write(folder.join("march.ofx"), &statement).unwrap();
    fs::write(folder.join("2026-03-03 rent 600.00.pdf"), "%PDF-1.7 rent").unwrap();
    fs::write(folder.join("unknown.csv"), "Date,Amount,What\n2026-04-01,-5.00,Coffee\n2026-04-02,-6.00,Tea\n").unwrap();
    fs::write(folder.join("late.pdf.crdownload"), "half").unwrap();
    let became = |taken: &[Value]| {
        let mut became: Vec<_> = taken
            .iter()
            .map(|one| (one["file"].as_str().unwrap().to_owned(), one["became"].as_str().unwrap().to_owned()))
            .collect();
        became.sort();
        became
    };
    let pair = |file: &str, became: &str| (file.to_owned(), became.to_owned());
    let taken = program.json(&["inbox", "--json"]);
    assert_eq!(
        became(&taken),
        [pair("2026-03-03 rent 600.00.pdf", "waits"), pair("march.ofx", "imported"), pair("unknown.csv", "waits")]
    );
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the half download and the folder of what was taken: {left:?}");
    assert_eq!(fs::read_dir(folder.join("taken")).unwrap().count(), 3);

    // The same files again add nothing.
    fs::write(folder.join("march copy.ofx"), &statement).unwrap();
    fs::write(folder.join("rent copy.pdf"), "%PDF-1.7 rent").unwrap();
    let again = program.json(&["inbox", "--json"]);
    assert_eq!(became(&again), [pair("march copy.ofx", "imported"), pair("rent copy.pdf", "before")]);
    assert_eq!(crate::cli::bank_lines(&program), 1);
    let inbox = program.show("inbox", &[]);
    assert_eq!(inbox["count"], 2);
    let waits: Vec<&Value> = inbox["documents"].as_array().unwrap().iter().map(|one| &one["waits_for"]).collect();
    assert!(waits.contains(&&json!("import")) && waits.contains(&&json!("filing")), "{inbox}");
    program.ok(&["verify"]);

    // A statement with a question is looked at on the bank's page.
    let import = inbox["documents"].as_array().unwrap().iter().find(|one| one["waits_for"] == "import").unwrap();
    let server = program.serve();
    let page = Caller::owner(&server).get(&format!("/bank/statements?document={}", import["id"]));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("unknown.csv") && page.body.contains("Coffee"), "{}", page.body);
}
