//! What the measuring programs share: the texts they read and the time they count.
//!
//! Figures only: nothing here is used by the detector, and nothing here tests it.

pub mod shapes;
pub mod texts;
pub mod time;
