//! Profiles: what people show of themselves, and where each chooses it. And how an account stands: for
//! itself, and for who decides about it.

pub mod own;
pub mod profile;
pub mod standing;
