//! How much waits for a person at most: what comes after that the mail server keeps.

/// How many mails.
const MOST: i64 = 2_000;
/// How many bytes, together.
const MOST_BYTES: i64 = 1024 * 1024 * 1024;
/// One part in so many of both is left for mails to addresses that Plaza made, of which nobody knows one
/// who was never written to.
const PARTS: i64 = 10;

/// Whether there is room for one more of this size, beside those that wait.
pub(super) fn is_left(waiting: &[i64], size: i64, is_tagged: bool) -> bool {
    let (most, bytes) = if is_tagged {
        (MOST, MOST_BYTES)
    } else {
        (MOST - MOST / PARTS, MOST_BYTES - MOST_BYTES / PARTS)
    };
    let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let taken: i64 = waiting.iter().sum();
    count < most && taken.saturating_add(size) <= bytes
}

#[cfg(test)]
mod tests {
    use super::is_left;

    #[test]
    fn of_number_and_bytes_a_tenth_is_left_for_addresses_that_plaza_made() {
        const MIB: i64 = 1024 * 1024;
        for (count, each, size, untagged, tagged) in [
            (0, 0, MIB, true, true),
            (1_799, 1, 1, true, true),
            (1_800, 1, 1, false, true),
            (1_999, 1, 1, false, true),
            (2_000, 1, 1, false, false),
            (90, 10 * MIB, 21 * MIB, true, true),
            (90, 10 * MIB, 22 * MIB, false, true),
            (100, 10 * MIB, 24 * MIB, false, true),
            (100, 10 * MIB, 25 * MIB, false, false),
        ] {
            let waiting = vec![each; count];
            let has = [false, true].map(|is_tagged| is_left(&waiting, size, is_tagged));
            assert_eq!(has, [untagged, tagged], "{count} of {each}, and {size}");
        }
    }
}
