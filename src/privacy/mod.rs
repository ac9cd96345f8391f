//! The privacy policy as types: what is covered, and the only ways out of it.
//!
//! Data that a person gave to the city is [`Private`]. What people publish in
//! the forum is public and is not handled here; see `text`.

pub mod approval;
pub mod chain;
pub mod ground;
pub mod inventory;
pub mod ledger;
mod private;
pub mod rotation;
pub mod sealed;
pub mod statement;
pub mod trace;
pub mod verify;

pub use private::{Private, Purpose, Viewer};
