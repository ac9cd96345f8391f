//! The pages of the suggestion box. All but `watch` work without cookies, and all without JavaScript;
//! a case's number and password travel in bodies only. What is published is read without either.

pub mod case;
pub mod confirm;
pub mod file;
pub mod list;
pub mod new;
pub mod pending;
pub mod publication;
pub mod rate;
pub mod watch;
