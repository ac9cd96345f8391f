//! How urgent an item is: one table, by which the queue is ordered, the oldest first within each
//! line.
//!
//! | urgency | what waits |
//! |---|---|
//! | 90 | several sources report that something everybody sees tells personal data |
//! | 80 | one does |
//! | 75 | an appeal or a request that is to be answered today, or was to be before |
//! | 70 | somebody wants to publish another's personal data |
//! | 65 | somebody who is named in a post asks for something, which the law gives a time |
//! | 60 | a newer detector found what may not be published |
//! | 50 | somebody reports that something is unlawful |
//! | 40 | several sources report something for another reason |
//! | 35 | somebody appeals |
//! | 30 | one does |
//! | 25 | a resident publishes a suggestion |
//! | 20 | another post that is held |
//! | 10 | what was imported, and is public as it was elsewhere |
//!
//! Nothing is hidden by it: machines hold and propose, and a moderator decides.

use super::Kind;
use crate::db::text_enum;

/// From so many sources on, more than one person is troubled.
pub const SEVERAL: i64 = 3;

/// Of what is to be answered today, or was to be before.
pub const LATE: i32 = 75;

/// What the flags of one item say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Whoever flagged it: each member once, and all guests together once, for nobody can tell
    /// whether they are many or one.
    pub sources: i64,
    /// Those of them who say that it tells personal data.
    pub personal: i64,
    /// And that it is unlawful.
    pub unlawful: i64,
}

/// The number by which an item stands in the queue.
pub const fn urgency(kind: Kind, reports: Reports) -> i32 {
    match kind {
        Kind::Flag if reports.personal >= SEVERAL => 90,
        Kind::Flag if reports.personal > 0 => 80,
        Kind::PersonalDataOfOthers => 70,
        Kind::Request => 65,
        Kind::FoundAgain => 60,
        Kind::Flag if reports.unlawful > 0 => 50,
        Kind::Flag if reports.sources >= SEVERAL => 40,
        Kind::Appeal | Kind::SanctionAppeal => 35,
        Kind::Flag => 30,
        Kind::Publication => 25,
        Kind::GuestPost
        | Kind::FirstPost
        | Kind::UnreadAttachment
        | Kind::HeldAgain
        | Kind::WatchedWord
        | Kind::Spam => 20,
        Kind::Imported => 10,
    }
}

text_enum! {
    /// How urgent something is, in a word.
    pub enum Pressing {
        /// Somebody's personal data is at stake, or somebody is to be answered by now.
        Urgent = "urgent",
        Soon = "soon",
        InTurn = "in-turn",
    }
}

impl Pressing {
    pub const fn of(urgency: i32) -> Self {
        match urgency {
            60.. => Self::Urgent,
            25.. => Self::Soon,
            _ => Self::InTurn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Reports = Reports {
        sources: 0,
        personal: 0,
        unlawful: 0,
    };

    #[test]
    fn personal_data_stands_before_everything_and_what_was_imported_behind() {
        let flagged = |sources, personal, unlawful| {
            let reports = Reports {
                sources,
                personal,
                unlawful,
            };
            urgency(Kind::Flag, reports)
        };
        let held = |kind| urgency(kind, NONE);
        let order = [
            flagged(4, SEVERAL, 1),
            flagged(9, SEVERAL - 1, 9),
            LATE,
            held(Kind::PersonalDataOfOthers),
            held(Kind::Request),
            held(Kind::FoundAgain),
            flagged(1, 0, 1),
            flagged(SEVERAL, 0, 0),
            held(Kind::Appeal),
            flagged(SEVERAL - 1, 0, 0),
            held(Kind::Publication),
            held(Kind::GuestPost),
            held(Kind::Imported),
        ];
        assert!(order.is_sorted_by(|one, other| one > other), "{order:?}");
        assert_eq!(held(Kind::GuestPost), held(Kind::UnreadAttachment));
        assert_eq!(held(Kind::Appeal), held(Kind::SanctionAppeal));
    }

    #[test]
    fn no_flag_makes_less_urgent() {
        for sources in 1..6 {
            for personal in 0..=sources {
                for unlawful in 0..=sources {
                    let less = Reports {
                        sources,
                        personal,
                        unlawful,
                    };
                    let more = [
                        Reports {
                            sources: sources + 1,
                            ..less
                        },
                        Reports {
                            personal: personal + 1,
                            ..less
                        },
                        Reports {
                            unlawful: unlawful + 1,
                            ..less
                        },
                    ];
                    let before = urgency(Kind::Flag, less);
                    for after in more {
                        assert!(urgency(Kind::Flag, after) >= before, "{less:?} {after:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_urgency_has_its_word() {
        for (urgency, word) in [
            (90, Pressing::Urgent),
            (60, Pressing::Urgent),
            (59, Pressing::Soon),
            (25, Pressing::Soon),
            (24, Pressing::InTurn),
            (0, Pressing::InTurn),
        ] {
            assert_eq!(Pressing::of(urgency), word, "{urgency}");
        }
    }
}
