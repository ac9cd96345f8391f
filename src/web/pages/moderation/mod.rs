//! What everybody reads about moderation: the policy, the log with its feed, and its load in figures.

pub mod feed;
pub mod figures;
pub mod log;
pub mod policy;
