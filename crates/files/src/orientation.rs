//! The one thing worth keeping of what a camera notes: which way up the picture is.

/// The tag of the orientation (EXIF 2.32, table 4).
const ORIENTATION: u16 = 0x0112;
/// The type of a 16-bit number (TIFF 6.0, section 2).
const SHORT: u16 = 3;

/// The orientation in EXIF data, 2 to 8; none where there is none to speak of: upright, absent or unreadable.
pub(crate) fn read(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        b"II*\x00" => true,
        b"MM\x00*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let first: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let first = if little { u32::from_le_bytes(first) } else { u32::from_be_bytes(first) };
    let first = usize::try_from(first).ok()?;
    let count = usize::from(short(first)?);
    let entries = first.checked_add(2)?;
    (0..count)
        .filter_map(|entry| entries.checked_add(entry * 12))
        .take_while(|at| at.checked_add(12).is_some_and(|end| end <= exif.len()))
        .find(|at| short(*at) == Some(ORIENTATION) && short(at + 2) == Some(SHORT))
        .and_then(|at| short(at + 8))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (2..=8).contains(value))
}

/// EXIF data that says which way up, and nothing else.
pub(crate) fn write(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\x00\x08\x00\x00\x00\x01\x00".to_vec();
    exif.extend(ORIENTATION.to_le_bytes());
    exif.extend(SHORT.to_le_bytes());
    exif.extend(1u32.to_le_bytes());
    exif.extend(u32::from(orientation).to_le_bytes());
    exif.extend(0u32.to_le_bytes());
    exif
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for orientation in 2..=8 {
            assert_eq!(read(&write(orientation)), Some(orientation));
        }
        assert_eq!(read(&write(1)), None);
        assert_eq!(read(&write(9)), None);
    }

    #[test]
    fn the_other_byte_order_is_read() {
        let exif = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00";
        assert_eq!(read(exif), Some(6));
    }

    #[test]
    fn cut_data_has_none() {
        let whole = write(6);
        for length in 0..18 {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
        assert_eq!(read(b"II*\x00\xFF\xFF\xFF\xFF"), None);
    }
}
