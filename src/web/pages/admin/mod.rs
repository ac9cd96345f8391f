//! What administrators keep: the boards.

pub mod board;
pub mod boards;
