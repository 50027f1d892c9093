//! Leaving with everything: the archive, which another store of this program reads back as the same business.

use std::io::Write;

use kernel::{
    Context,
    slots::{Export, ExportFailure},
};
use locale::t;
use store::ArchiveError;

/// The format.
pub(crate) fn export() -> Export {
    Export {
        format: "archive",
        about: || t!("Everything, for another Mainstay; mainstay restore reads it back"),
        extension: "archive.jsonl",
        write: write_archive,
    }
}

fn write_archive(context: &mut Context, out: &mut dyn Write) -> Result<(), ExportFailure> {
    let progress = context.watched();
    let written = context
        .tx
        .write_archive(env!("CARGO_PKG_VERSION"), out, &mut |done, total| progress.so_far(done, Some(total)).is_ok());
    match written {
        Ok(_) => Ok(()),
        Err(ArchiveError::Store(error)) => Err(error.into()),
        Err(ArchiveError::Stream(error)) => Err(error.into()),
    }
}
