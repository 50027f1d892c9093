//! Pictures without what a camera notes in them: place, time, serial numbers, thumbnails of what was cut away, and what a
//! phone hangs behind the picture. What shows the picture stays: its data, its colours, its animation, which way up it is.

use std::borrow::Cow;

use img_parts::{
    Bytes, ImageEXIF,
    jpeg::{Jpeg, JpegSegment, markers},
    png::Png,
    webp::WebP,
};

use crate::{FileKind, orientation, tiff};

/// Why a picture is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotClean {
    /// It cannot be read, and so not cleaned either.
    Damaged,
    /// What the camera noted is bound up with it in a way that is not undone here: a HEIC, or a photo as TIFF.
    HoldsNotes,
}

/// The bytes to keep: of a JPEG, PNG or WebP without what the camera noted, of all else as they came. No picture is kept with
/// the place where it was taken.
pub fn cleaned(kind: FileKind, bytes: &[u8]) -> Result<Cow<'_, [u8]>, CannotClean> {
    let copy = || Bytes::copy_from_slice(bytes);
    match kind {
        FileKind::Jpeg => Jpeg::from_bytes(copy()).map(jpeg).map(Cow::Owned).map_err(|_| CannotClean::Damaged),
        FileKind::Png => Png::from_bytes(copy()).map(png).map(Cow::Owned).map_err(|_| CannotClean::Damaged),
        FileKind::Webp => WebP::from_bytes(copy()).map(webp).map(Cow::Owned).map_err(|_| CannotClean::Damaged),
        FileKind::Heic => Err(CannotClean::HoldsNotes),
        FileKind::Tiff if !tiff::is_without_notes(bytes) => Err(CannotClean::HoldsNotes),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

/// Segments of a JPEG that show it: frames, tables and scans, JFIF's header, the colour profile, and Adobe's word on how
/// colours are coded. Everything else a program may have noted is left out.
fn shows(segment: &JpegSegment) -> bool {
    match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        marker => !is_note(marker),
    }
}

/// Whether a marker begins application data or a comment.
fn is_note(marker: u8) -> bool {
    matches!(marker, 0xE0..=0xEF | 0xFE)
}

fn jpeg(mut image: Jpeg) -> Vec<u8> {
    let turned = image.exif().and_then(|exif| orientation::read(&exif));
    image.segments_mut().retain(shows);
    image.set_exif(turned.map(|turned| orientation::write(turned).into()));
    // Behind the first scan's header stands the rest of the file, as it came.
    let headers = 2 + image.segments().iter().map(JpegSegment::len).sum::<usize>();
    let whole = image.encoder().bytes();
    let (headers, rest) = whole.split_at(headers.min(whole.len()));
    let mut kept = headers.to_vec();
    kept.extend(scans(rest));
    kept
}

/// The scans of a JPEG up to its end, without notes between them, and without what follows: phones hang films and second
/// pictures there, with notes of their own (ITU-T T.81, annex B.1.1).
fn scans(rest: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(rest.len());
    let mut at = 0;
    while at < rest.len() {
        let marker = rest.get(at + 1).copied().filter(|_| rest[at] == 0xFF);
        match marker {
            // The end of the picture.
            Some(0xD9) => break,
            // Filling before a marker.
            Some(0xFF) => at += 1,
            // A byte of data that is not part of a marker, and markers that stand alone: stuffed bytes, restarts.
            None | Some(0x00 | 0x01 | 0xD0..=0xD8) => {
                let length = if marker.is_some() { 2 } else { 1 };
                kept.extend_from_slice(&rest[at..at + length]);
                at += length;
            }
            // A segment between scans, with its length.
            Some(marker) => {
                let length = rest.get(at + 2..at + 4).map_or(0, |it| usize::from(it[0]) << 8 | usize::from(it[1]));
                let end = (at + 2 + length.max(2)).min(rest.len());
                if !is_note(marker) {
                    kept.extend_from_slice(&rest[at..end]);
                }
                at = end;
            }
        }
    }
    kept.extend([0xFF, 0xD9]);
    kept
}

fn png(mut image: Png) -> Vec<u8> {
    // What shows a picture (PNG third edition, sections 11.2 and 11.3); texts, times and private notes are left out.
    const SHOW: [&[u8; 4]; 20] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
        b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
    ];
    let turned = image.exif().and_then(|exif| orientation::read(&exif));
    image.chunks_mut().retain(|chunk| SHOW.contains(&&chunk.kind()));
    image.set_exif(turned.map(|turned| orientation::write(turned).into()));
    image.encoder().bytes().to_vec()
}

fn webp(mut image: WebP) -> Vec<u8> {
    // What shows a picture (RFC 9649, section 2.7).
    const SHOW: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let turned = image.exif().and_then(|exif| orientation::read(&exif));
    image.chunks_mut().retain(|chunk| SHOW.contains(&&chunk.id()));
    image.set_exif(turned.map(|turned| orientation::write(turned).into()));
    image.encoder().bytes().to_vec()
}
