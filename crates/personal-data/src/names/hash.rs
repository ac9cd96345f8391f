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
