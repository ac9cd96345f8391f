//! The pages of the suggestion box. All work without cookies and without JavaScript;
//! a case's number and password travel in bodies only.

pub mod case;
pub mod confirm;
pub mod new;
