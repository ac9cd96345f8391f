//! What administrators keep: the boards, and the templates of answers.

pub mod board;
pub mod boards;
pub mod templates;
