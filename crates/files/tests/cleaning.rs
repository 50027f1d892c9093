//! Pictures made by hand, with a place in them, and what is left of them.

#![expect(clippy::unwrap_used, reason = "a picture that cannot be made fails its test")]

use files::{CannotClean, FileKind, cleaned};
use proptest::prelude::*;

/// EXIF with an orientation of 6 (a quarter turn) and a GPS directory with a latitude.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\x00*\x00\x00\x00\x08".to_vec();
    tiff.extend(b"\x00\x02"); // two entries
    tiff.extend(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"); // orientation
    tiff.extend(b"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26"); // GPS directory at 38
    tiff.extend(b"\x00\x00\x00\x00");
    tiff.extend(b"\x00\x01\x00\x02\x00\x05\x00\x00\x00\x03\x00\x00\x00\x38\x00\x00\x00\x00"); // latitude at 56
    tiff.extend(b"\x00\x00\x00\x23\x00\x00\x00\x01GPS-35.5951N");
    tiff
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap();
    [&[0xFF, marker][..], &length.to_be_bytes(), contents].concat()
}

/// A JPEG of two scans, with notes before, between and behind them.
fn jpeg() -> Vec<u8> {
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\x00\x00\x01\x00\x01\x00\x00"),
        segment(0xE1, &[b"Exif\0\0".to_vec(), exif()].concat()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<GPSLatitude>35.5951</GPSLatitude>"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"),
        segment(0xE2, b"MPF\0GPS in the list of pictures"),
        segment(0xED, b"Photoshop 3.0\x008BIM GPS by IPTC"),
        segment(0xFE, b"GPS in a comment"),
        segment(0xDB, &[0; 65]),
        segment(0xC2, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00"),
        segment(0xC4, &[0; 19]),
        segment(0xDA, b"\x01\x01\x00\x00\x00\x00"),
        b"first\xFF\x00scan\xFF\xD0".to_vec(),
        segment(0xFE, b"GPS between the scans"),
        // A table whose bytes look like the end.
        segment(0xC4, b"\x00\xFF\xD9\x00"),
        segment(0xDA, b"\x01\x01\x00\x00\x00\x00"),
        b"second scan\xFF\xD9".to_vec(),
        b"ftypmp42 GPS of the film behind".to_vec(),
    ]
    .concat()
}

fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], contents: &[u8]| {
        let body = [&kind[..], contents].concat();
        [&u32::try_from(contents.len()).unwrap().to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
    };
    [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"),
        chunk(b"gAMA", b"\x00\x00\xB1\x8F"),
        chunk(b"eXIf", &exif()),
        chunk(b"tEXt", b"Location\0GPS 35.5951"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0GPS"),
        chunk(b"tIME", b"\x07\xEA\x05\x0C\x09\x00\x00"),
        chunk(b"prVt", b"GPS by a program"),
        chunk(b"IDAT", b"\x78\x9C\x63\x60\x00\x00\x00\x02\x00\x01"),
        chunk(b"IEND", b""),
        b"GPS behind the end".to_vec(),
    ]
    .concat()
}

/// CRC-32 as PNG has it (annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

fn webp() -> Vec<u8> {
    let chunk = |id: &[u8; 4], contents: &[u8]| {
        let padding = vec![0; contents.len() % 2];
        [&id[..], &u32::try_from(contents.len()).unwrap().to_le_bytes(), contents, &padding].concat()
    };
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", b"\x0C\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
        chunk(b"VP8 ", b"\x50\x5a\x00\x9d\x01\x2a\x01\x00\x01\x00pixels"),
        chunk(b"EXIF", &exif()),
        chunk(b"XMP ", b"<GPSLatitude>35.5951</GPSLatitude>"),
        chunk(b"note", b"GPS by a program"),
    ]
    .concat();
    [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
}

fn names(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The bytes of EXIF that says orientation 6 and nothing else.
const TURNED: &[u8] = b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00";

#[test]
fn a_photo_forgets_its_place_and_stays_the_way_up() {
    for (kind, bytes, pixels) in [
        (FileKind::Jpeg, jpeg(), &[&b"first\xFF\x00scan\xFF\xD0"[..], b"second scan", b"ICC_PROFILE\0", b"JFIF\0"][..]),
        (FileKind::Png, png(), &[b"\x78\x9C\x63\x60", b"gAMA", b"IEND"]),
        (FileKind::Webp, webp(), &[b"pixels"]),
    ] {
        assert_eq!(FileKind::of(&bytes), kind);
        assert!(names(&bytes, b"GPS"));
        let clean = cleaned(kind, &bytes).unwrap();
        for word in [&b"GPS"[..], b"35.5951", b"\x88\x25", b"tIME", b"ftyp"] {
            assert!(!names(&clean, word), "{kind:?} still has {:?}", String::from_utf8_lossy(word));
        }
        assert!(names(&clean, TURNED), "{kind:?} lost the way up");
        for pixels in pixels {
            assert!(names(&clean, pixels), "{kind:?} lost {:?}", String::from_utf8_lossy(pixels));
        }
        assert_eq!(FileKind::of(&clean), kind);
        assert_eq!(cleaned(kind, &clean).unwrap(), clean, "{kind:?} changes when cleaned again");
    }
}

#[test]
fn a_jpeg_ends_at_its_end() {
    let clean = cleaned(FileKind::Jpeg, &jpeg()).unwrap().into_owned();
    assert!(clean.ends_with(b"second scan\xFF\xD9"));
    assert!(names(&clean, b"\x00\xFF\xD9\x00"), "a table that looks like the end is not the end");
}

#[test]
fn what_cannot_be_read_is_not_kept_as_if_it_were_clean() {
    assert_eq!(cleaned(FileKind::Jpeg, b"\xFF\xD8\xFF"), Err(CannotClean::Damaged));
    assert_eq!(cleaned(FileKind::Png, &png()[..40]), Err(CannotClean::Damaged));
    assert_eq!(cleaned(FileKind::Webp, &webp()[..40]), Err(CannotClean::Damaged));
}

#[test]
fn documents_are_kept_as_they_came() {
    let picture = |kind: &FileKind| kind.is_cleaned() || matches!(kind, FileKind::Heic | FileKind::Tiff);
    for kind in FileKind::ALL.into_iter().filter(|kind| !picture(kind)) {
        assert_eq!(cleaned(kind, b"bytes").unwrap(), &b"bytes"[..]);
    }
}

proptest! {
    /// Any bytes, and any picture with some of its bytes changed, are answered and never panic.
    #[test]
    fn no_bytes_panic(noise in prop::collection::vec(any::<u8>(), 0..200), which in 0usize..4, at in prop::collection::vec((0usize..400, any::<u8>()), 0..8)) {
        let mut bytes = [jpeg(), png(), webp(), noise][which].clone();
        for (place, byte) in at {
            if let Some(known) = bytes.get_mut(place) {
                *known = byte;
            }
        }
        for kind in [FileKind::of(&bytes), FileKind::Jpeg, FileKind::Png, FileKind::Webp] {
            if let Ok(clean) = cleaned(kind, &bytes)
                && kind.is_cleaned()
            {
                prop_assert_eq!(cleaned(kind, &clean).map(|it| it.into_owned()), Ok(clean.into_owned()));
            }
        }
    }
}

#[test]
fn what_cannot_be_rid_of_its_camera_s_notes_is_not_kept() {
    let heic = b"\x00\x00\x00\x18ftypheic\x00\x00";
    assert_eq!(cleaned(FileKind::Heic, heic), Err(CannotClean::HoldsNotes));
    let scan = b"II*\0\x08\0\0\0\0\0\0\0\0\0";
    assert_eq!(cleaned(FileKind::Tiff, scan).as_deref(), Ok(&scan[..]));
    assert_eq!(cleaned(FileKind::Tiff, b"II*\0\xFF\0\0\0"), Err(CannotClean::HoldsNotes));
}
