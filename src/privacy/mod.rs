//! The privacy policy as types: what is covered, and the only ways out of it.
//!
//! Data that a person gave to the city is [`Private`]. What people publish in
//! the forum is public and is not handled here; see `text`.

pub mod access_log;
pub mod actors;
pub mod approval;
pub mod audit;
pub mod chain;
pub mod consent;
pub mod cookies;
pub mod counting;
pub mod enclosed;
mod erased;
pub mod erasures;
pub mod ground;
pub mod inventory;
pub mod keepsake;
pub mod ledger;
pub mod moderated;
pub mod notices;
pub mod origins;
mod owners;
pub mod policy;
mod private;
pub mod reason;
pub mod received;
mod recorder;
pub mod rotation;
pub mod sealed;
pub mod statement;
pub mod trace;
pub mod verify;

pub(crate) use owners::Proven;
pub use owners::{Owned, OwnersProof};
pub use private::{Private, Purpose, Viewer};
pub use recorder::Recorder;
