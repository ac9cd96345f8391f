//! Sizes in memory, as people write them: `32 MiB`, or a number of bytes.

use serde::Deserialize;

/// As it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Size {
    Bytes(u64),
    Written(String),
}

impl Size {
    /// So many bytes; none where it says no size.
    pub(super) fn bytes(&self) -> Option<u64> {
        let text = match self {
            Self::Bytes(bytes) => return Some(*bytes),
            Self::Written(text) => text.trim(),
        };
        let digits = text.find(|c: char| !c.is_ascii_digit());
        let (number, unit) = text.split_at(digits.unwrap_or(text.len()));
        let unit = match unit.trim_start() {
            "" | "B" => 1,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            _ => return None,
        };
        number.parse::<u64>().ok()?.checked_mul(unit)
    }

    /// As it was written.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Bytes(bytes) => bytes.to_string(),
            Self::Written(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn a_size_is_a_number_with_a_unit() {
        let bytes = |text: &str| Size::Written(text.to_owned()).bytes();
        for (text, size) in [
            ("0", Some(0)),
            ("100", Some(100)),
            ("32 MiB", Some(32 << 20)),
            ("32MiB", Some(32 << 20)),
            (" 4 KiB ", Some(4096)),
            ("2 GiB", Some(2 << 30)),
            ("32 MB", None),
            ("MiB", None),
            ("-1", None),
            ("1.5 MiB", None),
            ("", None),
            ("99999999999999999999", None),
            ("18446744073709551615 GiB", None),
        ] {
            assert_eq!(bytes(text), size, "{text}");
        }
        assert_eq!(Size::Bytes(7).bytes(), Some(7));
    }
}
