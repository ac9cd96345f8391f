//! The privacy officer's pages: `hub` leads to the others.

pub mod hub;
pub mod retention;
