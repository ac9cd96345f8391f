//! The desk of an office: its cases, and answering one.

pub mod case;
pub mod enter;
pub mod list;
