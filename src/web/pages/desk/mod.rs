//! The desk of an office: its cases, answering one, and what else is done with it.

pub mod act;
pub mod case;
pub mod enter;
pub mod file;
pub mod files;
pub mod inbox;
pub mod list;
