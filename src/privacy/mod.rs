//! The privacy policy as types: what is covered, and the only ways out of it.
//!
//! Data that a person gave to the city is [`Private`]. What people publish in
//! the forum is public and is not handled here; see `text`.

pub mod access_log;
pub mod cookies;
pub mod counting;
pub mod inventory;
pub mod origins;
mod private;
mod recorder;
pub mod sealed;

pub use private::{Private, Purpose, Viewer};
pub use recorder::Recorder;
