//! What a record's body says: facts, a line each, an empty line, and words.
//!
//! A body is one text, to which the chain commits; how many facts stand in it, its kind says.

use chrono::NaiveDate;

use super::{RecordKind, suggestion::typed};
use crate::{
    offices::{routing::Routing, rules::Kind},
    privacy::Private,
};

/// A body, taken apart.
pub struct Said {
    facts: Vec<Private<String>>,
    words: Option<Private<String>>,
}

/// What stands in the third fact of a case that was forwarded.
const WITH_CONTACT: &str = "with contact";
const WITHOUT_CONTACT: &str = "without contact";

impl RecordKind {
    /// How many facts its body begins with.
    const fn facts(self) -> usize {
        match self {
            Self::Extended
            | Self::Redated
            | Self::Duplicate
            | Self::Merged
            | Self::TookIn
            | Self::Assigned
            | Self::Unassigned => 1,
            Self::Forwarded => 3,
            _ => 0,
        }
    }
}

impl Said {
    pub(super) fn read(kind: RecordKind, body: &Private<String>) -> Self {
        if kind.facts() == 0 {
            return Self {
                facts: Vec::new(),
                words: Some(body.clone()),
            };
        }
        let (facts, words) = typed(body)
            .split_once("\n\n")
            .map_or((typed(body), None), |(facts, words)| (facts, Some(words)));
        Self {
            facts: facts.lines().map(private).collect(),
            words: words.map(private),
        }
    }

    /// What somebody wrote.
    pub const fn words(&self) -> Option<&Private<String>> {
        self.words.as_ref()
    }

    /// The number of the other case, the agency's name, or the account of a colleague.
    pub fn subject(&self) -> Option<&Private<String>> {
        self.facts.first()
    }

    /// Where it was sent.
    pub fn address(&self) -> Option<&Private<String>> {
        self.facts.get(1)
    }

    /// Whether contact details went along; `None` where nothing was forwarded.
    pub fn with_contact(&self) -> Option<bool> {
        Some(typed(self.facts.get(2)?) == WITH_CONTACT)
    }

    /// The account that handles it now, or did before.
    pub fn colleague(&self) -> Option<i64> {
        typed(self.facts.first()?).parse().ok()
    }

    /// Which kind of rule found the offices; `None` where the record is of no routing.
    pub fn rule(&self) -> Option<Kind> {
        let (rule, _) = typed(self.words.as_ref()?).split_once(": ")?;
        rule.parse().ok()
    }

    /// The day on which the answer is due now.
    pub fn until(&self) -> Option<NaiveDate> {
        typed(self.facts.first()?).parse().ok()
    }
}

fn private(text: &str) -> Private<String> {
    Private::new(text.to_owned())
}

/// The body of a case that was routed: by which rule, and to which offices, by their slugs.
pub(super) fn routed(routing: &Routing) -> Private<String> {
    let slugs: Vec<&str> = routing
        .recipients
        .all()
        .map(|office| office.slug.as_str())
        .collect();
    Private::new(format!("{}: {}", routing.rule.as_str(), slugs.join(", ")))
}

/// The body of an extension.
pub(super) fn extended(until: NaiveDate, reason: &Private<String>) -> Private<String> {
    Private::new(format!("{until}\n\n{}", typed(reason)))
}

/// The body of a promised day that became another.
pub(super) fn redated(due: NaiveDate) -> Private<String> {
    Private::new(due.to_string())
}

/// The body of what goes to another agency; `agency` and `address` are single lines.
pub(super) fn forwarded(
    agency: &str,
    address: &Private<String>,
    contact: bool,
    reason: &Private<String>,
) -> Private<String> {
    let contact = if contact {
        WITH_CONTACT
    } else {
        WITHOUT_CONTACT
    };
    let (address, reason) = (typed(address), typed(reason));
    Private::new(format!("{agency}\n{address}\n{contact}\n\n{reason}"))
}

/// The body of a record that names a colleague: by the account, whose name may change.
pub(super) fn colleague(account: i64) -> Private<String> {
    Private::new(account.to_string())
}

/// The body of a record that names another case.
pub(super) fn other_case(reference: &str) -> Private<String> {
    private(reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_gives_back_what_was_put_into_it() {
        let reason = private("Because.\n\nAnd so.");
        let until = NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day");
        let said = Said::read(RecordKind::Extended, &extended(until, &reason));
        assert_eq!(said.until(), Some(until));
        assert_eq!(said.words().map(typed), Some(typed(&reason)));
        let said = Said::read(RecordKind::Redated, &redated(until));
        assert_eq!((said.until(), said.words().is_none()), (Some(until), true));
        let address = private("desk@agency.example");
        for contact in [true, false] {
            let body = forwarded("The Agency", &address, contact, &reason);
            let said = Said::read(RecordKind::Forwarded, &body);
            assert_eq!(said.subject().map(typed), Some("The Agency"));
            assert_eq!(said.address().map(typed), Some(typed(&address)));
            assert_eq!(said.with_contact(), Some(contact));
            assert_eq!(said.words().map(typed), Some(typed(&reason)));
        }
        let said = Said::read(RecordKind::Merged, &other_case("KH-2026-000042-9"));
        assert_eq!(said.subject().map(typed), Some("KH-2026-000042-9"));
        assert!(said.words().is_none());
        let said = Said::read(RecordKind::Assigned, &colleague(7));
        assert_eq!(said.colleague(), Some(7));
        let said = Said::read(RecordKind::Answered, &reason);
        assert_eq!(said.words().map(typed), Some(typed(&reason)));
    }
}
