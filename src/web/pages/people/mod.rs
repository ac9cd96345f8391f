//! Profiles: what people show of themselves, and where each chooses it.

pub mod own;
pub mod profile;
