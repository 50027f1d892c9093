//! Whether a TIFF holds what a camera noted: the Exif and GPS directories of a photo. A scan has neither (TIFF 6.0, section
//! 2; Exif 2.3, section 4.6.3: tags 34665 and 34853).

/// As many directories and entries as are looked at; a scan has a directory for each page.
const MOST_DIRECTORIES: usize = 10_000;

const EXIF: u16 = 34665;
const GPS: u16 = 34853;
/// XMP and IPTC, in which programs write names and places.
const XMP: u16 = 700;
const IPTC: u16 = 33723;

/// Whether it is sure that no camera noted anything: false where a directory says so or cannot be read.
pub(crate) fn is_without_notes(bytes: &[u8]) -> bool {
    without_notes(bytes).unwrap_or(false)
}

fn without_notes(bytes: &[u8]) -> Option<bool> {
    let little = bytes.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let two: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| -> Option<usize> {
        let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let mut at = long(4)?;
    for _ in 0..MOST_DIRECTORIES {
        if at == 0 {
            return Some(true);
        }
        let entries = usize::from(short(at)?);
        for entry in 0..entries {
            if matches!(short(at.checked_add(2 + entry * 12)?)?, EXIF | GPS | XMP | IPTC) {
                return Some(false);
            }
        }
        at = long(at.checked_add(2 + entries * 12)?)?;
    }
    // A chain without an end is no picture.
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of one directory with these tags, and the place of the next one.
    fn tiff(tags: &[u16], next: u32) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend((tags.len() as u16).to_le_bytes());
        for tag in tags {
            bytes.extend(tag.to_le_bytes());
            bytes.extend([0; 10]);
        }
        bytes.extend(next.to_le_bytes());
        bytes
    }

    #[test]
    fn a_scan_has_no_notes_and_a_photo_has() {
        for (bytes, without) in [
            (tiff(&[256, 257], 0), true),
            (tiff(&[256, EXIF], 0), false),
            (tiff(&[256, GPS], 0), false),
            (tiff(&[XMP], 0), false),
            // Cut short, pointing outside, and pointing at itself.
            (tiff(&[256], 0)[..12].to_vec(), false),
            (tiff(&[256], 9_999), false),
            (tiff(&[256], 8), false),
            (b"MM\0*".to_vec(), false),
        ] {
            assert_eq!(is_without_notes(&bytes), without, "{bytes:?}");
        }
    }
}
