//! Grounds: why somebody's content or data may be altered, deleted or provided.
//!
//! The policy knows its owner's consent and four circumstances, and nothing else. A [`Ground`]
//! exists only whole: each is made by a function that refuses when a part is missing, and
//! names the part. Every function that touches another's content or data takes one:
//!
//! ```no_run
//! use plaza::{
//!     db::AnyConnection,
//!     events::sign_up,
//!     forum::public_email,
//!     moderation::acts,
//!     privacy::{ground::Ground, inventory::{self, Now, Root, Schedule}},
//!     suggestions::withdraw,
//! };
//! # use plaza::{accounts::Member, context::Context};
//! # fn all(cx: Context, me: Member, ground: fn() -> Ground, db: &mut AnyConnection, now: Now, schedule: Schedule) {
//! let _ = acts::hide(&cx, &me, 1, ground());
//! let _ = acts::mask(&cx, &me, 1, ground());
//! let _ = acts::reject(&cx, &me, 1, ground());
//! let _ = withdraw::erase(db, &cx, 1, &ground());
//! let _ = sign_up::erase(db, &cx, 1, &ground());
//! let _ = public_email::erase(db, &cx, 1, &ground());
//! let _ = inventory::erase(db, &cx, Root::Account(1), &ground());
//! let _ = inventory::delete_due(db, &cx, &schedule, now, &ground());
//! # }
//! ```
//!
//! so that code without a ground does not compile. Moderating:
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::hide(&cx, &me, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::mask(&cx, &me, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::reject(&cx, &me, 1);
//! # }
//! ```
//!
//! Erasing, be it for its owner or by the schedule:
//!
//! ```compile_fail
//! # use plaza::{context::Context, db::AnyConnection, suggestions::withdraw};
//! # fn all(cx: Context, db: &mut AnyConnection) {
//! let _ = withdraw::erase(db, &cx, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{context::Context, db::AnyConnection, events::sign_up};
//! # fn all(cx: Context, db: &mut AnyConnection) {
//! let _ = sign_up::erase(db, &cx, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{context::Context, db::AnyConnection, forum::public_email};
//! # fn all(cx: Context, db: &mut AnyConnection) {
//! let _ = public_email::erase(db, &cx, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{context::Context, db::AnyConnection, privacy::inventory::{self, Root}};
//! # fn all(cx: Context, db: &mut AnyConnection) {
//! let _ = inventory::erase(db, &cx, Root::Account(1));
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{context::Context, db::AnyConnection, privacy::inventory::{self, Now, Schedule}};
//! # fn all(cx: Context, db: &mut AnyConnection, now: Now, schedule: Schedule) {
//! let _ = inventory::delete_due(db, &cx, &schedule, now);
//! # }
//! ```
//!
//! Giving a case's data away takes an agreement or an approval, of which a ground is made; and
//! nothing of it can be shown without the ledger's entry (see [`super::Private`]).
//!
//! Nor can a ground be put together from parts that nobody looked at:
//!
//! ```compile_fail
//! use plaza::privacy::ground::Violation;
//! let _ = Violation { rule: "spam".into(), version: "1".into(), threat: String::new() };
//! ```

use serde::Serialize;

use super::approval::Approval;

/// The longest words of a part, in characters.
pub const LONGEST: usize = 500;

/// A part of a ground that is missing, or too long, or not what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ground lacks its {part}")]
pub struct Missing {
    /// The part's name, as forms and the API call it.
    pub part: &'static str,
}

/// Why it may be done.
#[derive(Debug)]
pub enum Ground {
    /// The owner wants it so.
    OwnersConsent(Consented),
    /// (1) An investigation by a legal institution.
    Investigation(Investigation),
    /// (2) A violation of the published rules that poses a threat.
    Violation(Violation),
    /// (3) The site's efficiency; off unless the operator turns it on.
    Efficiency(Efficiency),
    /// (4) Protecting the rights of other users.
    ProtectingOthers(Complaint),
}

/// How the owner consented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consented {
    /// The owner does it.
    InPerson,
    /// By the published retention schedule, which the owner was told of when giving the data.
    Schedule,
    /// By the consent with this id.
    OnRecord(i64),
    /// By the agreement with this id, under the policy that the owner accepted with it.
    Agreement(i64),
}

/// An investigation with its agency, its document and a second person's approval.
#[derive(Debug)]
pub struct Investigation {
    approval: Approval,
}

/// Which published rule was broken, and what threat that is.
#[derive(Clone, Debug)]
pub struct Violation {
    rule: String,
    version: String,
    threat: String,
}

/// How the site gains, where the operator has published that such acts happen.
#[derive(Clone, Debug)]
pub struct Efficiency {
    gain: String,
}

/// What somebody complained of.
#[derive(Clone, Debug)]
pub struct Complaint {
    words: String,
    confidential: bool,
}

impl Investigation {
    /// An approval holds agency and document, and was given by a second person.
    pub const fn new(approval: Approval) -> Self {
        Self { approval }
    }

    pub fn approval(&self) -> &Approval {
        &self.approval
    }
}

impl Violation {
    /// `rule` is the id of a rule in the forum rules of `version`, which `published` names;
    /// `threat` says in a sentence what the violation threatens.
    pub fn new(
        rule: &str,
        version: &str,
        threat: &str,
        published: impl Fn(&str, &str) -> bool,
    ) -> Result<Self, Missing> {
        if !published(rule, version) {
            return Err(Missing { part: "rule" });
        }
        Ok(Self {
            rule: rule.to_owned(),
            version: version.to_owned(),
            threat: words("threat", threat)?,
        })
    }
}

impl Efficiency {
    /// Fails when the operator did not turn this ground on.
    pub fn new(allowed: bool, gain: &str) -> Result<Self, Missing> {
        if !allowed {
            return Err(Missing {
                part: "operators-permission",
            });
        }
        Ok(Self {
            gain: words("gain", gain)?,
        })
    }
}

impl Complaint {
    pub fn new(complaint: &str) -> Result<Self, Missing> {
        words("complaint", complaint).map(|words| Self {
            words,
            confidential: false,
        })
    }

    /// What somebody told the privacy officer alone: sealed in the ledger, and shown neither to
    /// the author nor to moderators.
    pub fn in_confidence(complaint: &str) -> Result<Self, Missing> {
        words("complaint", complaint).map(|words| Self {
            words,
            confidential: true,
        })
    }
}

fn words(part: &'static str, text: &str) -> Result<String, Missing> {
    let text = text.trim();
    let known = !text.is_empty() && text.chars().count() <= LONGEST;
    known.then(|| text.to_owned()).ok_or(Missing { part })
}

/// A ground as the ledger says it, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// `consent` or `circumstance-1` … `circumstance-4`.
    pub ground: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_version: Option<String>,
}

impl Ground {
    pub fn named(&self) -> Named {
        let plain = |ground| Named {
            ground,
            rule: None,
            rules_version: None,
        };
        match self {
            Self::OwnersConsent(_) => plain("consent"),
            Self::Investigation(_) => plain("circumstance-1"),
            Self::Violation(violation) => Named {
                ground: "circumstance-2",
                rule: Some(violation.rule.clone()),
                rules_version: Some(violation.version.clone()),
            },
            Self::Efficiency(_) => plain("circumstance-3"),
            Self::ProtectingOthers(_) => plain("circumstance-4"),
        }
    }

    /// Whether its words are for the privacy officer alone.
    pub fn is_confidential(&self) -> bool {
        matches!(self, Self::ProtectingOthers(complaint) if complaint.confidential)
    }

    /// Whether whom it concerns is told; an investigation may forbid it.
    pub fn is_told(&self) -> bool {
        match self {
            Self::Investigation(investigation) => investigation.approval().told(),
            _ => true,
        }
    }

    /// What the ground says in words, which may name people: for the ledger's sealed payload
    /// and, unless they were told in confidence, for the author whom it concerns.
    pub fn words(&self) -> String {
        match self {
            Self::OwnersConsent(Consented::InPerson) => "in person".to_owned(),
            Self::OwnersConsent(Consented::Schedule) => "retention schedule".to_owned(),
            Self::OwnersConsent(Consented::OnRecord(consent)) => format!("consent {consent}"),
            Self::OwnersConsent(Consented::Agreement(agreement)) => {
                format!("agreement {agreement}")
            }
            Self::Investigation(investigation) => {
                let approval = investigation.approval();
                format!("{}, {}", approval.agency(), approval.document())
            }
            Self::Violation(violation) => violation.threat.clone(),
            Self::Efficiency(efficiency) => efficiency.gain.clone(),
            Self::ProtectingOthers(complaint) => complaint.words.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ground_with_a_missing_part_is_refused_by_the_parts_name() {
        let published = |rule: &str, version: &str| rule == "respect" && version == "1";
        let part = |missing: Missing| missing.part;
        let long = "長".repeat(LONGEST + 1);
        assert_eq!(Complaint::new(" \n").map_err(part).err(), Some("complaint"));
        assert_eq!(Complaint::new(&long).map_err(part).err(), Some("complaint"));
        for (rule, version, threat, lacks) in [
            ("", "1", "它威脅到鄰居", "rule"),
            ("respect", "2", "它威脅到鄰居", "rule"),
            ("respect", "1", "  ", "threat"),
        ] {
            let made = Violation::new(rule, version, threat, published);
            assert_eq!(made.map_err(part).err(), Some(lacks));
        }
        assert_eq!(
            Efficiency::new(false, "faster").map_err(part).err(),
            Some("operators-permission")
        );
        assert_eq!(Efficiency::new(true, "").map_err(part).err(), Some("gain"));
        let whole = Violation::new("respect", "1", " 它威脅到鄰居 ", published).expect("whole");
        let ground = Ground::Violation(whole);
        assert_eq!(ground.words(), "它威脅到鄰居");
        assert_eq!(ground.named().rule.as_deref(), Some("respect"));
    }
}
