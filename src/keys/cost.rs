//! How much work it is to make a hash of a password (argon2id).

use argon2::{Algorithm, Argon2, Params, Version};

const LANES: u32 = 1;

/// Memory and passes for one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// After OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
    pub const CITY: Self = Self {
        memory_kib: 19_456,
        passes: 2,
    };
    /// As little as there may be, for tests, which hash thousands of passwords that protect nothing.
    pub const LEAST: Self = Self {
        memory_kib: Params::MIN_M_COST,
        passes: Params::MIN_T_COST,
    };

    /// What makes such a hash. What it compares is compared by the parameters that the hash names.
    pub fn argon2(self) -> Argon2<'static> {
        let params = Params::new(self.memory_kib, self.passes, LANES, None);
        let params = params.expect("within argon2's bounds");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}
