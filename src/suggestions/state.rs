//! Where a case stands, and what can happen to it there: the one table of transitions.
//!
//! What is not in the table cannot happen. Carrying it out is in `record`, who may do it in `acts`.

use crate::db::text_enum;

text_enum! {
    /// Where a case stands.
    #[schema(as = CaseState)]
    pub enum State {
        /// Waits for its e-mail address to be confirmed.
        New = "new",
        /// Accepted, about to be routed.
        Confirmed = "confirmed",
        Routed = "routed",
        InProgress = "in-progress",
        Answered = "answered",
        Closed = "closed",
        /// Registered, and not processed on a ground of the law.
        NotProcessed = "not-processed",
        /// It goes on in another case.
        Duplicate = "duplicate",
        /// An agency outside the city has it.
        Forwarded = "forwarded",
    }
}

text_enum! {
    /// What happened to a case.
    pub enum RecordKind {
        Received = "received",
        Confirmed = "confirmed",
        /// The link went to another address.
        AddressCorrected = "address-corrected",
        AcceptedUnconfirmed = "accepted-unconfirmed",
        Routed = "routed",
        Mailed = "mailed",
        TakenUp = "taken-up",
        Answered = "answered",
        /// Another office has it now; the words say why.
        Reassigned = "reassigned",
        /// The answer comes later: the new date, and why.
        Extended = "extended",
        /// The promised day left the new office none, and became a later one.
        Redated = "redated",
        /// It went to an agency outside the city: which, to what address, with or without contact, and why.
        Forwarded = "forwarded",
        NotProcessedNoContent = "not-processed-no-content",
        NotProcessedNoName = "not-processed-no-name",
        NotProcessedAnswered = "not-processed-answered",
        NotProcessedElsewhere = "not-processed-elsewhere",
        /// Another case, which it names, is about the same.
        Duplicate = "duplicate",
        /// As that, and its resident gets the other's answer.
        Merged = "merged",
        /// Another case, which it names, was merged into this one.
        TookIn = "took-in",
        /// The case into which it was merged was answered; the answer.
        AnsweredToo = "answered-too",
        Closed = "closed",
        /// The days after the answer are over.
        ClosedByTime = "closed-by-time",
        Reopened = "reopened",
        ReopenedByResident = "reopened-by-resident",
        /// The offices were reminded that the answer is due.
        Reminded = "reminded",
        /// The answer is late, and the office above was told.
        Escalated = "escalated",
        /// The office's mails do not arrive, and the fallback's office has the case as well.
        PassedOn = "passed-on",
        /// What an office writes down for itself.
        Noted = "noted",
        /// The office asked its resident something.
        Asked = "asked",
        /// The resident replied to that.
        Replied = "replied",
        /// The resident wrote something more, unasked.
        Added = "added",
        /// A colleague handles it now; which, the body names.
        Assigned = "assigned",
        /// No colleague in particular handles it any more.
        Unassigned = "unassigned",
        /// Somebody of the office had the contact shown that its resident shares.
        ContactShown = "contact-shown",
        /// The resident took back the consent to be contacted, and the contact was erased.
        ContactWithdrawn = "contact-withdrawn",
        /// The resident agreed that words of it be published, and sent them to be looked at.
        PublicationAsked = "publication-asked",
        /// What was published of it, or was to be, was taken back.
        PublicationWithdrawn = "publication-withdrawn",
        /// The resident asked that the closed case be used no more; it is kept, unread.
        Restricted = "restricted",
        /// A mail to the resident came back.
        Bounced = "bounced",
        /// A program replied to a mail about it, such as an out-of-office note.
        AutoReplied = "auto-replied",
    }
}

/// An office has it and owes an answer.
const OPEN: &[State] = &State::OPEN;
/// Nobody owes an answer any more.
const OVER: &[State] = &State::OVER;
/// An office has or had it.
const ROUTED: &[State] = &[
    State::Routed,
    State::InProgress,
    State::Answered,
    State::Closed,
    State::NotProcessed,
    State::Duplicate,
    State::Forwarded,
];
/// A mail comes back whenever it likes.
const EVERY: &[State] = &[
    State::New,
    State::Confirmed,
    State::Routed,
    State::InProgress,
    State::Answered,
    State::Closed,
    State::NotProcessed,
    State::Duplicate,
    State::Forwarded,
];
/// All but those that wait for their address to be confirmed.
const ACCEPTED: &[State] = &[
    State::Confirmed,
    State::Routed,
    State::InProgress,
    State::Answered,
    State::Closed,
    State::NotProcessed,
    State::Duplicate,
    State::Forwarded,
];

impl State {
    /// Those in which an office owes an answer.
    pub const OPEN: [Self; 2] = [Self::Routed, Self::InProgress];
    /// Those in which an office owes no answer.
    pub const OVER: [Self; 5] = [
        Self::Answered,
        Self::Closed,
        Self::NotProcessed,
        Self::Duplicate,
        Self::Forwarded,
    ];

    /// Whether an office has it and owes an answer.
    pub fn is_open(self) -> bool {
        OPEN.contains(&self)
    }

    /// Whether nobody owes an answer any more.
    pub fn is_over(self) -> bool {
        OVER.contains(&self)
    }

    /// Whether it has ended: nothing more is expected of it. An answer may still be followed by more.
    pub fn has_ended(self) -> bool {
        self.is_over() && self != Self::Answered
    }

    /// The state after a record of `kind`; `None` where that cannot happen now.
    pub fn after(self, kind: RecordKind) -> Option<Self> {
        let (from, to) = kind.transition();
        from.contains(&self).then_some(to.unwrap_or(self))
    }
}

impl RecordKind {
    /// The states in which it can happen, and the one that it leads to; `None` where the case stays
    /// where it is.
    const fn transition(self) -> (&'static [State], Option<State>) {
        match self {
            Self::Received | Self::AddressCorrected => (&[State::New], None),
            Self::Confirmed | Self::AcceptedUnconfirmed => (&[State::New], Some(State::Confirmed)),
            Self::Routed => (&[State::Confirmed], Some(State::Routed)),
            Self::Mailed => (OPEN, None),
            Self::TakenUp => (&[State::Routed], Some(State::InProgress)),
            Self::Answered => (OPEN, Some(State::Answered)),
            Self::Reassigned => (OPEN, Some(State::Routed)),
            Self::Extended
            | Self::Redated
            | Self::Asked
            | Self::Replied
            | Self::Added
            | Self::Reminded
            | Self::Escalated
            | Self::PassedOn => (OPEN, None),
            Self::Forwarded => (OPEN, Some(State::Forwarded)),
            Self::NotProcessedNoContent
            | Self::NotProcessedNoName
            | Self::NotProcessedAnswered
            | Self::NotProcessedElsewhere => (OPEN, Some(State::NotProcessed)),
            Self::Duplicate | Self::Merged => (OPEN, Some(State::Duplicate)),
            Self::TookIn => (
                &[
                    State::Routed,
                    State::InProgress,
                    State::Answered,
                    State::Closed,
                ],
                None,
            ),
            Self::AnsweredToo => (&[State::Duplicate], None),
            Self::Closed | Self::ClosedByTime => (&[State::Answered], Some(State::Closed)),
            Self::Reopened => (OVER, Some(State::Routed)),
            Self::ReopenedByResident => (&[State::Answered, State::Closed], Some(State::Routed)),
            Self::Assigned | Self::Unassigned => (OPEN, None),
            Self::Noted | Self::ContactShown => (ROUTED, None),
            Self::ContactWithdrawn | Self::PublicationAsked | Self::PublicationWithdrawn => {
                (ACCEPTED, None)
            }
            Self::Restricted => (OVER, None),
            Self::Bounced | Self::AutoReplied => (EVERY, None),
        }
    }

    /// Whether it is the offices' own affair, and no part of what the resident reads.
    pub const fn is_internal(self) -> bool {
        matches!(
            self,
            Self::Noted
                | Self::TookIn
                | Self::Reminded
                | Self::Assigned
                | Self::Unassigned
                | Self::AutoReplied
        )
    }

    /// Whether its words are an answer to the resident.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Answered | Self::AnsweredToo)
    }

    /// Whether its words are for the resident to read, or are the resident's own.
    pub const fn is_told(self) -> bool {
        matches!(
            self,
            Self::Answered
                | Self::AnsweredToo
                | Self::Reassigned
                | Self::Extended
                | Self::Redated
                | Self::Forwarded
                | Self::NotProcessedNoContent
                | Self::NotProcessedNoName
                | Self::NotProcessedAnswered
                | Self::NotProcessedElsewhere
                | Self::Reopened
                | Self::ReopenedByResident
                | Self::Asked
                | Self::Replied
                | Self::Added
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    const KINDS: [RecordKind; 40] = [
        RecordKind::Received,
        RecordKind::Confirmed,
        RecordKind::AddressCorrected,
        RecordKind::AcceptedUnconfirmed,
        RecordKind::Routed,
        RecordKind::Mailed,
        RecordKind::TakenUp,
        RecordKind::Answered,
        RecordKind::Reassigned,
        RecordKind::Extended,
        RecordKind::Redated,
        RecordKind::Forwarded,
        RecordKind::NotProcessedNoContent,
        RecordKind::NotProcessedNoName,
        RecordKind::NotProcessedAnswered,
        RecordKind::NotProcessedElsewhere,
        RecordKind::Duplicate,
        RecordKind::Merged,
        RecordKind::TookIn,
        RecordKind::AnsweredToo,
        RecordKind::Closed,
        RecordKind::ClosedByTime,
        RecordKind::Reopened,
        RecordKind::ReopenedByResident,
        RecordKind::Reminded,
        RecordKind::Escalated,
        RecordKind::PassedOn,
        RecordKind::Noted,
        RecordKind::Asked,
        RecordKind::Replied,
        RecordKind::Added,
        RecordKind::Assigned,
        RecordKind::Unassigned,
        RecordKind::ContactShown,
        RecordKind::ContactWithdrawn,
        RecordKind::PublicationAsked,
        RecordKind::PublicationWithdrawn,
        RecordKind::Restricted,
        RecordKind::Bounced,
        RecordKind::AutoReplied,
    ];

    proptest! {
        /// Whatever is tried in whatever order: nothing is handled that was not routed, nothing is
        /// routed that was not accepted, nothing is waiting to be confirmed twice, and what is over
        /// goes on only where it was opened again.
        #[test]
        fn every_way_through_keeps_its_order(tries in proptest::collection::vec(select(&KINDS[..]), 0..60)) {
            let mut state = State::New;
            let mut file: Vec<RecordKind> = Vec::new();
            for kind in tries {
                let Some(next) = state.after(kind) else { continue };
                let accepted = file.iter().any(|kind| {
                    matches!(kind, RecordKind::Confirmed | RecordKind::AcceptedUnconfirmed)
                });
                let routed = file.contains(&RecordKind::Routed);
                prop_assert_eq!(state == State::New, !accepted);
                prop_assert_eq!(state.is_open() || state.is_over(), routed);
                if kind == RecordKind::Routed {
                    prop_assert!(accepted && !routed);
                }
                if next.is_over() && next != state {
                    prop_assert!(state.is_open() || next == State::Closed);
                }
                if state.is_over() && next.is_open() {
                    prop_assert!(matches!(
                        kind,
                        RecordKind::Reopened | RecordKind::ReopenedByResident
                    ));
                }
                state = next;
                file.push(kind);
            }
        }
    }

    #[test]
    fn every_state_can_be_reached_and_what_is_over_can_be_opened_again() {
        let mut reached = vec![State::New];
        let mut at = 0;
        while let Some(state) = reached.get(at).copied() {
            let next = KINDS.iter().filter_map(|kind| state.after(*kind));
            for next in next.collect::<Vec<_>>() {
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), 9);
        for state in State::OVER {
            assert_eq!(state.after(RecordKind::Reopened), Some(State::Routed));
        }
    }
}
