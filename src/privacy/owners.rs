//! Proofs that somebody is the owner of what they look at or touch.
//!
//! Each is a type of the room that finds it out, which makes it after a look and nowhere else: a
//! member who is logged on, the author of a post, whoever opened a case with its password or
//! followed a mailed link. `tests/floors.rs` holds the list of them. Nothing else is a proof:
//!
//! ```compile_fail
//! struct Myself;
//! impl plaza::privacy::OwnersProof for Myself {
//!     fn owned(&self) -> plaza::privacy::Owned {
//!         plaza::privacy::Owned::Post(1)
//!     }
//! }
//! ```

use std::fmt;

/// What somebody was found to be the owner of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {
    Account(i64),
    Post(i64),
    Case(i64),
    /// A request to the privacy officer.
    Request(i64),
    /// A sign-up for an event.
    SignUp(i64),
}

/// Somebody was found to be an owner.
pub trait OwnersProof: Proven {
    fn owned(&self) -> Owned;
}

/// Keeps others than Plaza's own rooms from making proofs.
pub(crate) mod proven {
    pub trait Proven {}
}
pub(crate) use proven::Proven;

impl fmt::Debug for dyn OwnersProof + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("proven")
    }
}
