//! The watched folder: what is put there is taken into the books once. A statement whose account and shape are known comes
//! in at once; one that leaves a question open waits in the inbox, and so does every paper until it is filed.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use keep::NoteWork;
use kernel::{Call, Failure, House, RefusalKind, Refused, Who};
use locale::t;
use serde::Serialize;
use serde_json::{json, value::RawValue};
use sha2::{Digest, Sha256};
use store::Business;

/// The folder beside the data file.
const FOLDER: &str = "inbox";
/// Where files go that were taken.
const TAKEN: &str = "taken";
/// The largest file that is taken; larger ones stay where they are, and are said.
const LARGEST: u64 = 25 * 1024 * 1024;
/// How often a running server looks.
pub(crate) const EVERY: Duration = Duration::from_secs(5);

/// What became of a file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Taken {
    /// The file's name.
    pub file: String,
    /// What was done with it: `imported`, `waits`, `before`, or nothing when it was refused.
    pub became: &'static str,
    /// In a sentence.
    pub sentence: String,
}

/// The folder of a business: its name in small letters, with its number where another has the same.
pub(crate) fn folder_of(data: &Path, business: &Business, all: &[Business]) -> PathBuf {
    let slug = |name: &str| {
        let plain: String = name
            .chars()
            .map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
            .collect();
        let pieces: Vec<&str> = plain.split('-').filter(|piece| !piece.is_empty()).collect();
        if pieces.is_empty() { "business".to_owned() } else { pieces.join("-") }
    };
    let own = slug(&business.name);
    let shared = all.iter().any(|other| other.id != business.id && slug(&other.name) == own);
    let name = if shared { format!("{own}-{}", business.id) } else { own };
    data.join(FOLDER).join(name)
}

/// Files as they were seen last: a file is read once its size stands still, and one that was refused is not read again
/// until its size changes.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<PathBuf, Sight>);

/// How a file was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sight {
    size: u64,
    refused: bool,
}

/// Takes what lies in the folder and has stood still since it was seen last. Makes the folder where there is none.
pub(crate) fn take(house: &House, who: &Who, folder: &Path, seen: &mut Seen) -> io::Result<Vec<Taken>> {
    fs::create_dir_all(folder.join(TAKEN))?;
    let mut now = HashMap::new();
    let mut taken = Vec::new();
    for found in fs::read_dir(folder)? {
        let found = found?;
        let name = found.file_name().to_string_lossy().into_owned();
        // A name that begins with a point belongs to a program: a download that is under way, a folder's settings.
        let partial = name.starts_with('.') || [".part", ".crdownload", ".tmp"].iter().any(|end| name.ends_with(end));
        let about = found.metadata()?;
        if partial || !found.file_type()?.is_file() || about.len() == 0 {
            continue;
        }
        let size = about.len();
        match seen.0.get(&found.path()) {
            Some(before) if before.size == size && before.refused => {
                now.insert(found.path(), *before);
                continue;
            }
            Some(before) if before.size == size => {}
            _ => {
                now.insert(found.path(), Sight { size, refused: false });
                continue;
            }
        }
        let one = if size > LARGEST {
            Ok(Taken { file: name.clone(), became: "refused", sentence: too_large() })
        } else {
            take_one(house, who, folder, &found.path(), &name)
        };
        match one {
            Ok(one) => {
                if one.became == "refused" {
                    // It stays where it is, and is said once.
                    now.insert(found.path(), Sight { size, refused: true });
                }
                taken.push(one);
            }
            Err(error) => {
                now.insert(found.path(), Sight { size, refused: false });
                tracing::warn!(%error, file = name, "a file of the inbox was not taken");
            }
        }
    }
    seen.0 = now;
    Ok(taken)
}

fn too_large() -> String {
    t!("The file is larger than 25 MB.") + " " + &t!("Save it smaller, or in parts.")
}

fn take_one(house: &House, who: &Who, folder: &Path, path: &Path, name: &str) -> io::Result<Taken> {
    let bytes = fs::read(path)?;
    let (became, sentence) = match offer(house, who, name, &bytes) {
        Ok(taken) => taken,
        Err(Failure::Refused(refused)) => ("refused", refused.to_string()),
        // A store that is busy or full says nothing about the file: it is tried again.
        Err(failure) => return Err(io::Error::other(failure.to_string())),
    };
    if became != "refused" {
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        fs::rename(path, folder.join(TAKEN).join(format!("{}-{name}", &digest[..16])))?;
    }
    Ok(Taken { file: name.to_owned(), became, sentence })
}

/// Brings a statement in, or takes the file into the inbox.
fn offer(house: &House, who: &Who, name: &str, bytes: &[u8]) -> Result<(&'static str, String), Failure> {
    use files::FileKind as Kind;
    let content = STANDARD.encode(bytes);
    let may_be_statement = matches!(Kind::of(bytes), Kind::Xml | Kind::Text | Kind::Other);
    let mut why = None;
    if may_be_statement {
        match run(house, who, "import-statement", json!({ "file_name": name, "content": content, "look_first": true }))
        {
            Ok(done) => return Ok(("imported", done.sentence)),
            Err(Failure::Refused(refused)) => why = question(&refused),
            Err(failure) => return Err(failure),
        }
    }
    let waits_for = if why.is_some() { "import" } else { "filing" };
    let input =
        json!({ "file_name": name, "content": content, "waits_for": waits_for, "why": why.unwrap_or_default() });
    let done = run(house, who, "take-file", input)?;
    Ok((if done.outcome["before"] == true { "before" } else { "waits" }, done.sentence))
}

/// What a statement asks before it comes in; nothing where the file is none.
fn question(refused: &Refused) -> Option<String> {
    const STATEMENT: [&str; 9] = [
        "columns-to-confirm",
        "ambiguous",
        "balance",
        "mapping",
        "unreadable-line",
        "cut-short",
        "bank-message",
        "investments-only",
        "line-outside-the-books",
    ];
    let placing = refused.field.as_deref() == Some("account");
    (placing || STATEMENT.contains(&refused.code.as_str())).then(|| refused.to_string())
}

fn run(house: &House, who: &Who, command: &str, input: serde_json::Value) -> Result<kernel::Done, Failure> {
    let input = RawValue::from_string(input.to_string())
        .map_err(|error| Refused::new("bad-input", RefusalKind::Invalid, error.to_string()))?;
    house.run(who, Call { command, input: &input, key: None })
}

/// Looks into the folders of all businesses for as long as the program runs.
pub(crate) fn watch(house: &House, data: &Path) {
    let mut seen: HashMap<i64, Seen> = HashMap::new();
    loop {
        match house.store().directory().businesses() {
            Ok(all) => {
                for business in &all {
                    let who = Who { actor: kernel::Actor::Job, ..Who::owner(business.id) };
                    let folder = folder_of(data, business, &all);
                    match take(house, &who, &folder, seen.entry(business.id).or_default()) {
                        Ok(taken) => tell(house, &who, &folder, &taken),
                        Err(error) => {
                            tracing::warn!(%error, folder = %folder.display(), "the inbox could not be read");
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the businesses could not be read"),
        }
        std::thread::sleep(EVERY);
    }
}

/// Nobody watches the folder's work, so what it refused waits on the first page until the owner has seen it.
fn tell(house: &House, who: &Who, folder: &Path, taken: &[Taken]) {
    for one in taken.iter().filter(|one| one.became == "refused") {
        let what = t!("{file} stays in {folder}.", file = one.file, folder = folder.display());
        if let Err(failure) = house.perform(who, &NoteWork { what, why: one.sentence.clone() }) {
            tracing::error!(%failure, "a file that was not taken could not be noted");
        }
    }
}

/// What is said where nothing lay in the folder.
pub(crate) fn nothing(folder: &Path) -> String {
    t!("Nothing waits in {folder}.", folder = folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_too_large_is_told_once_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = store::Store::open_file(&folder.path().join("data.db"), &store::FileOptions::default()).unwrap();
        let house = House::new(store, crate::wiring::registry());
        let settings = kernel::Settings::defaults("Calloway Clay", "US", jiff::civil::date(2026, 1, 1));
        let first = books::SetUpBooks { accounts: Vec::new(), overhead_minor: None };
        let business = house.found(&kernel::Founding { settings: &settings, first: &first }).unwrap();
        let who = Who { actor: kernel::Actor::Job, ..Who::owner(business) };
        let inbox = folder.path().join("inbox");
        fs::create_dir_all(&inbox).unwrap();
        fs::File::create(inbox.join("film.mov")).unwrap().set_len(LARGEST + 1).unwrap();
        let mut seen = Seen::default();
        let told: Vec<usize> = (0..4).map(|_| take(&house, &who, &inbox, &mut seen).unwrap().len()).collect();
        assert_eq!(told, [0, 1, 0, 0]);
        let refused = Taken { file: "film.mov".into(), became: "refused", sentence: too_large() };
        tell(&house, &who, &inbox, &[refused]);
        let noted = house.ask(&who, "activity", "{}").unwrap();
        assert!(noted.to_string().contains("film.mov"));
        assert!(inbox.join("film.mov").exists());
    }

    #[test]
    fn each_business_has_a_folder_of_its_own() {
        let business = |id: i64, name: &str| Business { id, name: name.into(), created_at: String::new() };
        let all = [
            business(1, "Calloway Clay"),
            business(2, "Ünal & Söhne"),
            business(3, "calloway, clay!"),
            business(4, "…"),
        ];
        let names: Vec<String> = all
            .iter()
            .map(|one| {
                folder_of(Path::new("/d"), one, &all).file_name().unwrap_or_default().to_string_lossy().into_owned()
            })
            .collect();
        assert_eq!(names, ["calloway-clay-1", "Ünal-söhne", "calloway-clay-3", "business"]);
    }
}
