//! Files to keep: exports and backups, written while they are sent.

use std::{
    fs::File,
    io::{self, Read, Write},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use http_body::Frame;
use kernel::{Failure, slots::ExportFailure};
use store::{Engine, Replace};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{answer, app::App, visit::Visit};
use crate::secret;

/// How much is sent at a time.
const CHUNK: usize = 64 * 1024;
/// How many chunks wait for a slow reader.
const CHUNKS_WAITING: usize = 4;

/// An export of the books.
pub(crate) async fn export(State(app): State<Arc<App>>, Path(format): Path<String>, visit: Visit) -> Response {
    let house = app.house.clone();
    app.known(visit, move |app, visit, who| {
        let mut formats = app.house.registry().areas.iter().flat_map(|area| &area.exports);
        let Some(found) = formats.find(|known| known.format == format) else { return Ok(answer::no_page(visit)) };
        let (name, write, who) = (format!("books-{}.{}", found.format, found.extension), found.write, who.clone());
        let (sender, body) = channel_body();
        std::thread::spawn(move || {
            let mut out = io::BufWriter::with_capacity(CHUNK, Sending { sender });
            let written: Result<(), ExportFailure> = house.read(&who, |context| write(context, &mut out));
            // The file is cut short for its reader: an answer that has begun cannot turn into a refusal.
            let stopped = match written {
                Ok(()) => out.flush().err().map(|error| error.to_string()),
                Err(ExportFailure::Failure(failure)) => Some(failure.to_string()),
                Err(ExportFailure::Write(error)) => Some(error.to_string()),
            };
            if let Some(reason) = stopped {
                tracing::warn!(reason, "an export stopped");
                out.get_ref().fail();
            }
        });
        Ok(file(&name, "application/octet-stream", body))
    })
    .await
}

/// A backup of everything in the data file; on a server, of this business.
pub(crate) async fn backup(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.known(visit, |app, _, who| {
        let store = app.house.store();
        let partial = std::env::temp_dir().join(format!("mainstay-{}.partial", secret::new()));
        match store.engine() {
            Engine::Sqlite => store.backup_to(&partial, Replace::No)?,
            Engine::Postgres => store.backup_business_to(who.business, &partial, Replace::No)?,
        };
        let opened = File::open(&partial);
        // Open, it stays readable until it is sent; gone from its folder, it cannot be forgotten there.
        let removed = std::fs::remove_file(&partial);
        if let Err(error) = removed {
            tracing::warn!(%error, "a backup that was sent could not be removed");
        }
        let opened = opened.map_err(|error| Failure::from(store::StoreError::Other(error.to_string())))?;
        Ok(send(opened, "mainstay.backup.zst", "application/zstd"))
    })
    .await
}

/// Sends an open file, to be saved under a name.
pub(crate) fn send(mut opened: File, name: &str, kind: &'static str) -> Response {
    let (sender, body) = channel_body();
    std::thread::spawn(move || {
        let mut out = Sending { sender };
        if let Err(error) = send_file(&mut opened, &mut out) {
            tracing::warn!(%error, "a file stopped on its way");
            out.fail();
        }
    });
    file(name, kind, body)
}

fn send_file(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match from.read(&mut chunk)? {
            0 => return Ok(()),
            length => to.write_all(&chunk[..length])?,
        }
    }
}

/// A file to be saved under a name, which is ours and plain.
pub(crate) fn file(name: &str, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A body that is filled from a thread that may block.
fn channel_body() -> (Sender<io::Result<Bytes>>, Body) {
    let (sender, receiver) = channel(CHUNKS_WAITING);
    (sender, Body::new(Received { receiver }))
}

struct Sending {
    sender: Sender<io::Result<Bytes>>,
}

impl Sending {
    /// Breaks the answer off, so that its reader knows that it is not whole.
    fn fail(&self) {
        // Where nobody reads any more, nobody needs to know.
        let _ = self.sender.blocking_send(Err(io::ErrorKind::Other.into()));
    }
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.sender.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Received {
    receiver: Receiver<io::Result<Bytes>>,
}

impl HttpBody for Received {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.receiver.poll_recv(context).map(|received| received.map(|chunk| chunk.map(Frame::data)))
    }
}
