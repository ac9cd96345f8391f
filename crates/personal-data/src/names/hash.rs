//! One hash for features and dictionary keys; model files depend on it.

/// Mixes three values under a template's number.
#[inline(always)]
pub fn mix(template: u64, a: u64, b: u64, c: u64) -> u64 {
    let h = (a ^ (template << 48)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let h = (h ^ (h >> 29) ^ b).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let h = (h ^ (h >> 32) ^ c).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// Extends a running key by one more unit.
#[inline(always)]
pub fn extend(key: u64, unit: u64) -> u64 {
    let h = (key ^ unit).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 29)
}

/// The index of the first of `marks` (two bytes each) that is `wanted`, looked up four at a time.
#[inline(always)]
pub fn position(marks: &[u8], wanted: u16) -> Option<usize> {
    const ONES: u64 = 0x0001_0001_0001_0001;
    const HIGH: u64 = 0x8000_8000_8000_8000;
    let wanted = u64::from(wanted) * ONES;
    let (words, _) = marks.as_chunks::<8>();
    let mut index = 0;
    for word in words {
        let differ = u64::from_le_bytes(*word) ^ wanted;
        // The lowest high bit stands at the first pair that does not differ.
        let same = differ.wrapping_sub(ONES) & !differ & HIGH;
        if same != 0 {
            return Some(index + same.trailing_zeros() as usize / 16);
        }
        index += 4;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_marks() {
        let marks: Vec<u16> = vec![3, 0, 7, 0x0100, 0x0001, 7, 0xffff, 0x8000];
        let bytes: Vec<u8> = marks.iter().flat_map(|mark| mark.to_le_bytes()).collect();
        for wanted in [3, 0, 7, 0x0100, 0x0001, 0xffff, 0x8000, 4, 0x0700, 0x7fff] {
            let plain = marks.iter().position(|mark| *mark == wanted);
            assert_eq!(position(&bytes, wanted), plain, "{wanted:#x}");
        }
        assert_eq!(position(&[], 0), None);
    }

    #[test]
    fn every_value_and_its_place_count() {
        let one = mix(1, 2, 3, 4);
        assert_eq!(one, mix(1, 2, 3, 4));
        for other in [
            mix(2, 2, 3, 4),
            mix(1, 3, 2, 4),
            mix(1, 2, 4, 3),
            mix(1, 2, 3, 5),
        ] {
            assert_ne!(one, other);
        }
        assert_ne!(extend(extend(0, 1), 2), extend(extend(0, 2), 1));
    }
}
