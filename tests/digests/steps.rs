//! What can happen to an office's digests, in any order; what has to hold then, `property` says.

use plaza::mail::digest::{Often, Rhythm};
use proptest::{prelude::*, sample::select};

/// What is done, to whom of two members or to which of the cases so far.
#[derive(Clone, Debug)]
pub enum Step {
    Suggest,
    Add(usize),
    /// It leaves the office, or comes back.
    Move(usize),
    /// An event of this case is committed that took its number before all others.
    Late(usize),
    /// `None`: as the office.
    Choose(usize, Option<Rhythm>),
    /// An administrator chooses for the office, with the day and hour that the form has.
    Office(Often),
    /// A member leaves, or comes back.
    Leave(usize),
    Hours(i64),
    Run,
    /// A run that breaks off after it took what waits.
    Crash,
}

pub const MEMBERS: [&str; 2] = ["one", "two"];

pub fn steps() -> impl Strategy<Value = Step> {
    let rhythms = vec![
        Rhythm::None,
        Rhythm::Paused,
        Rhythm::AtOnce,
        Rhythm::AtOnce,
        Rhythm::Daily { hour: 0 },
        Rhythm::Daily { hour: 8 },
        Rhythm::Weekly {
            weekday: 3,
            hour: 12,
        },
    ];
    // Also back, and far ahead and back again.
    let hours = vec![1, 5, 14, 24, 72, 24 * 7, -3, -30, 24 * 400, -24 * 400];
    prop_oneof![
        3 => Just(Step::Suggest),
        4 => (0..8_usize).prop_map(Step::Add),
        2 => (0..8_usize).prop_map(Step::Move),
        2 => (0..8_usize).prop_map(Step::Late),
        3 => (0..MEMBERS.len(), prop::option::weighted(0.7, select(rhythms)))
            .prop_map(|(who, own)| Step::Choose(who, own)),
        1 => select(vec![Often::None, Often::AtOnce, Often::Daily]).prop_map(Step::Office),
        1 => (0..MEMBERS.len()).prop_map(Step::Leave),
        4 => select(hours).prop_map(Step::Hours),
        6 => Just(Step::Run),
        2 => Just(Step::Crash),
    ]
}
