//! Taking the metadata out of pictures that stay as they are: those inside a document.

/// A JPEG without comments and application segments, but for those that say how its colours
/// are to be read. `None` when it cannot be followed to its picture.
pub(super) fn strip_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const SOI: [u8; 2] = [0xff, 0xd8];
    const APP0: u8 = 0xe0;
    const APP14: u8 = 0xee;
    const APP15: u8 = 0xef;
    const COMMENT: u8 = 0xfe;
    const SCAN: u8 = 0xda;
    let mut rest = bytes.strip_prefix(&SOI)?;
    let mut out = SOI.to_vec();
    loop {
        // Any number of 0xff may stand before a marker.
        rest = rest.strip_prefix(&[0xff])?;
        let marker = *rest.first()?;
        if marker == 0xff {
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(1)?, *rest.get(2)?]));
        let segment = rest.get(..=length).filter(|_| length >= 2)?;
        let kept = match marker {
            // The JFIF header, without the picture that it may hold.
            APP0 => segment.get(3..8) == Some(b"JFIF\0") && length == 16,
            APP14 => segment.get(3..8) == Some(b"Adobe"),
            COMMENT => false,
            marker => !(APP0..=APP15).contains(&marker),
        };
        if kept {
            out.push(0xff);
            out.extend_from_slice(segment);
        }
        rest = &rest[segment.len()..];
        if marker == SCAN {
            out.extend_from_slice(scans(rest));
            return Some(out);
        }
    }
}

/// From the first scan to the end of the picture; what follows it is none of it. Between two
/// scans of one picture stand tables alone.
fn scans(rest: &[u8]) -> &[u8] {
    let end = rest.windows(2).position(|pair| pair == [0xff, 0xd9]);
    end.map_or(rest, |end| &rest[..end + 2])
}

/// A JPEG 2000 file without its boxes of metadata. A bare codestream has none.
pub(super) fn strip_jp2(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xff, 0x4f, 0xff, 0x51]) {
        return Some(bytes.to_vec());
    }
    const KEPT: [&[u8; 4]; 4] = [b"jP  ", b"ftyp", b"jp2h", b"jp2c"];
    let mut rest = bytes;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let kind = rest.get(4..8)?;
        let length = match length {
            0 => rest.len(),
            1 => usize::try_from(u64::from_be_bytes(*rest.get(8..16)?.first_chunk()?)).ok()?,
            length => length,
        };
        let whole = rest.get(..length).filter(|_| length >= 8)?;
        if KEPT.iter().any(|kept| *kept == kind) {
            out.extend_from_slice(whole);
        }
        rest = &rest[length..];
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).expect("short");
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    }

    #[test]
    fn a_jpeg_keeps_its_picture_alone() {
        let jfif = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
        let jpeg = [
            &[0xff, 0xd8][..],
            &segment(0xe0, jfif),
            &segment(0xe1, b"Exif\0\0secret"),
            &segment(0xe2, b"ICC_PROFILE secret"),
            &segment(0xed, b"Photoshop secret"),
            &segment(0xee, b"Adobe\0d\0\0\0\0\x01"),
            &segment(0xfe, b"secret"),
            &segment(0xdb, b"table"),
            &segment(0xda, b"scan"),
            &[1, 2, 0xff, 0, 3, 0xff, 0xd9],
            b"secret after the end",
        ]
        .concat();
        let kept = strip_jpeg(&jpeg).expect("a picture");
        let text = String::from_utf8_lossy(&kept);
        assert!(!text.contains("secret"), "{text}");
        for part in ["JFIF", "Adobe", "table", "scan"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(kept.ends_with(&[0xff, 0xd9]));
        assert_eq!(strip_jpeg(&jpeg[..40]), None);
        assert_eq!(strip_jpeg(b"no picture"), None);
    }

    #[test]
    fn a_jpeg_2000_keeps_its_picture_alone() {
        let boxed = |kind: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len() + 8).expect("short");
            [&length.to_be_bytes()[..], kind, content].concat()
        };
        let file = [
            boxed(b"jP  ", b"\r\n\x87\n"),
            boxed(b"xml ", b"<secret/>"),
            boxed(b"uuid", b"secret"),
            boxed(b"jp2h", b"head"),
            boxed(b"jp2c", b"stream"),
        ]
        .concat();
        let kept = strip_jp2(&file).expect("a picture");
        let text = String::from_utf8_lossy(&kept);
        assert!(!text.contains("secret") && text.contains("head") && text.contains("stream"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let jpeg = [&[0xff, 0xd8, 0xff][..], &bytes].concat();
            let _ = strip_jpeg(&jpeg);
            let _ = strip_jp2(&bytes);
        }
    }
}
