//! Opinion polls: the list, one poll with its ballot or its results, and making one.

pub mod list;
pub mod new;
pub mod show;
