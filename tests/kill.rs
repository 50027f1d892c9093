//! A program that is killed in the middle of an import leaves the batch whole or absent, and true books.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use crate::{
    cli::bank_lines,
    program::{Program, ofx, text},
};

pub fn long_statement(count: usize) -> String {
    let rows: Vec<(String, String, String, String)> = (0..count)
        .map(|row| {
            let day = format!("2026{:02}{:02}", row % 4 + 1, row / 4 % 28 + 1);
            (
                day,
                format!("{}{}.{:02}", if row % 3 == 0 { "" } else { "-" }, row % 500 + 1, row % 100),
                format!("PAYEE {}", row % 37),
                format!("K{row}"),
            )
        })
        .collect();
    let rows: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str())).collect();
    ofx(&rows, None)
}

#[test]
fn a_killed_import_is_whole_or_absent() {
    const LINES: usize = 3_000;
    let whole = Program::with_business();
    let file = whole.file("long.ofx", long_statement(LINES).as_bytes());
    let started = Instant::now();
    whole.ok(&["import", file.to_str().unwrap()]);
    let whole_time = started.elapsed();

    let (mut absent, mut complete) = (0, 0);
    // A machine that is busier now than when the whole was timed needs more rounds until a kill comes too late.
    let mut round = 0;
    while round < 16 || (complete == 0 && round < 60) {
        let program = Program::with_business();
        let file = program.file("long.ofx", long_statement(LINES).as_bytes());
        let mut child = program
            .command(&["import", file.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the very start to past the end, so that both outcomes are met.
        std::thread::sleep(whole_time * round / 14 + Duration::from_millis(1));
        // SIGKILL on Unix: nothing of the program runs after it.
        let _gone_already = child.kill();
        child.wait().unwrap();
        let lines = bank_lines(&program);
        assert!(lines == 0 || lines == LINES as i64, "round {round}: {lines} of {LINES} lines");
        if lines == 0 {
            absent += 1
        } else {
            complete += 1
        }
        let verified = program.run(&["verify"]);
        assert!(verified.status.success(), "{}", text(&verified.stdout));
        // What was lost is brought in again, and what was there adds nothing.
        program.ok(&["import", file.to_str().unwrap()]);
        assert_eq!(bank_lines(&program), LINES as i64);
        round += 1;
    }
    assert!(absent > 0, "no kill came before the commit");
    assert!(complete > 0, "no kill came after the commit");
}
