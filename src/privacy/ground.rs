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
//!     forum::{public_email, stale::Began},
//!     moderation::{acts, hold},
//!     polls,
//!     privacy::{ground::Ground, inventory::{self, Now, Root, Rules}},
//!     suggestions::{upkeep, withdraw},
//! };
//! # use plaza::{accounts::Member, context::Context};
//! # fn all(cx: Context, me: Member, ground: fn() -> Ground, db: &mut AnyConnection, now: Now, rules: Rules) {
//! let _ = acts::hide(&cx, &me, 1, Began::Anything, ground());
//! let _ = acts::mask(&cx, &me, 1, Began::Anything, ground());
//! let _ = hold::hold(&cx, &me, 1, Began::Anything, ground());
//! let _ = acts::reject(&cx, &me, 1, 1, ground());
//! let _ = acts::hide_profile(&cx, &me, 1, 1, ground());
//! let _ = withdraw::erase(db, &cx, 1, &ground());
//! let _ = sign_up::erase(db, &cx, 1, &ground());
//! let _ = public_email::erase(db, &cx, 1, &ground());
//! let _ = inventory::erase(db, &cx, Root::Account(1), &ground());
//! let _ = inventory::delete_due(db, &cx, &rules, now, &ground());
//! let _ = upkeep::accept_unconfirmed(&cx, ground());
//! let _ = polls::settle(&cx, &ground());
//! # }
//! ```
//!
//! so that code without a ground does not compile. Moderating:
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, forum::stale::Began, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::hide(&cx, &me, 1, Began::Anything);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, forum::stale::Began, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::mask(&cx, &me, 1, Began::Anything);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::reject(&cx, &me, 1, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! let _ = acts::hide_profile(&cx, &me, 1, 1);
//! # }
//! ```
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, forum::stale::Began, moderation::hold};
//! # fn all(cx: Context, me: Member) {
//! let _ = hold::hold(&cx, &me, 1, Began::Anything);
//! # }
//! ```
//!
//! Erasing, be it for its owner or by the schedule, by the inventory or by a room's own job:
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
//! # use plaza::{context::Context, db::AnyConnection, privacy::inventory::{self, Now, Rules}};
//! # fn all(cx: Context, db: &mut AnyConnection, now: Now, rules: Rules) {
//! let _ = inventory::delete_due(db, &cx, &rules, now);
//! # }
//! ```
//!
//! ```compile_fail
//! # fn all(cx: plaza::context::Context) {
//! let _ = plaza::suggestions::upkeep::accept_unconfirmed(&cx);
//! # }
//! ```
//!
//! ```compile_fail
//! # fn all(cx: plaza::context::Context) {
//! let _ = plaza::polls::settle(&cx);
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
//!
//! An owner's consent is somebody's who was proven to be the owner, or stands in the erasure journal:
//!
//! ```no_run
//! use plaza::{forum::owner::Owner, privacy::{erasures::Line, ground::Ground}};
//! fn all(owner: &Owner, line: &Line) -> [Ground; 2] {
//!     [Ground::in_person(owner), Ground::on_record(line)]
//! }
//! ```
//!
//! and is not claimed by anybody else:
//!
//! ```compile_fail
//! # use plaza::{accounts::Member, context::Context, forum::stale::Began, moderation::acts};
//! # fn all(cx: Context, me: Member) {
//! use plaza::privacy::{Owned, ground::{Consented, Ground, InPerson}};
//! let claimed = Ground::OwnersConsent(Consented::InPerson(InPerson(Owned::Post(1))));
//! let _ = acts::hide(&cx, &me, 1, Began::Anything, claimed);
//! # }
//! ```
//!
//! ```compile_fail
//! use plaza::privacy::ground::{Consented, Ground, OnRecord};
//! let _ = Ground::OwnersConsent(Consented::OnRecord(OnRecord(())));
//! ```
//!
//! ```compile_fail
//! use plaza::privacy::{erasures::{Erased, Line, What}, ground::Ground};
//! # fn all(at: plaza::db::Timestamp) {
//! let what = What::Erased(Erased::Post { id: 1 });
//! let _ = Ground::on_record(&Line { at, what, mark: Vec::new(), read: () });
//! # }
//! ```

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Owned, OwnersProof,
    approval::Approval,
    erasures::Line,
    reason::{Because, Chosen},
};
use crate::{db::text_enum, i18n::Lang};

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
    /// What the owner gave stands again as it was given; nothing of theirs is taken.
    AsGiven(AsGiven),
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
    /// The owner does it: see [`Ground::in_person`].
    InPerson(InPerson),
    /// By the published retention schedule, which the owner was told of when giving the data.
    Schedule,
    /// What it was given for has ended, and the consent covered that alone (Personal Data
    /// Protection Act art. 11).
    PurposeEnded,
    /// The owner did it before, as the erasure journal says: see [`Ground::on_record`].
    OnRecord(OnRecord),
    /// By the agreement with this id, under the policy that the owner accepted with it.
    Agreement(i64),
    /// The form said that what the city is not competent for goes to the agency that is.
    Forwarding,
    /// The form asked whether the responsible office may have the contact, and its owner said so.
    Sharing,
}

/// What the owner does it to; only a proof makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InPerson(Owned);

/// That the erasure journal names it; only a line of the journal makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnRecord(());

/// Whose own words stand again, and what whoever brings them back says of it.
#[derive(Clone, Debug)]
pub struct AsGiven {
    owned: Owned,
    why: Option<Because>,
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
    chosen: Option<Chosen>,
}

/// How the site gains, where the operator has published that such acts happen.
#[derive(Clone, Debug)]
pub struct Efficiency {
    gain: String,
    chosen: Option<Chosen>,
}

text_enum! {
    /// By which way a complaint came.
    pub enum Way {
        /// Written on the site, beside the post or elsewhere.
        Site = "site",
        Mail = "mail",
        Telephone = "telephone",
        Letter = "letter",
        Counter = "counter",
    }
}

impl Way {
    pub const ALL: [Self; 5] = [
        Self::Site,
        Self::Mail,
        Self::Telephone,
        Self::Letter,
        Self::Counter,
    ];
}

/// What somebody complained of, and which complaint that is.
#[derive(Clone, Debug)]
pub struct Complaint {
    words: String,
    source: Source,
    chosen: Option<Chosen>,
}

/// Which complaint it is.
#[derive(Clone, Debug)]
enum Source {
    /// It came on this day and by this way.
    Came(NaiveDate, Way),
    /// The request to the privacy officer with this id, told in confidence.
    Request(i64),
    /// One of before, which the erasure journal names without its words.
    Journal,
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

impl AsGiven {
    /// Of an owner who is proven to be one.
    pub fn new(owner: &dyn OwnersProof, why: Option<Because>) -> Self {
        Self {
            owned: owner.owned(),
            why,
        }
    }
}

impl Violation {
    /// `rule` is the id of a rule in the forum rules of `version`, which `published` names;
    /// `threat` says in a sentence what the violation threatens. A reason of the operator's list
    /// says that too: beside it there may be no sentence.
    pub fn new(
        rule: &str,
        version: &str,
        threat: &str,
        chosen: Option<Chosen>,
        published: impl Fn(&str, &str) -> bool,
    ) -> Result<Self, Missing> {
        if !published(rule, version) {
            return Err(Missing { part: "rule" });
        }
        Ok(Self {
            rule: rule.to_owned(),
            version: version.to_owned(),
            threat: beside("threat", threat, chosen.as_ref())?,
            chosen,
        })
    }
}

impl Efficiency {
    /// Fails when the operator did not turn this ground on.
    pub fn new(allowed: bool, gain: &str, chosen: Option<Chosen>) -> Result<Self, Missing> {
        if !allowed {
            return Err(Missing {
                part: "operators-permission",
            });
        }
        Ok(Self {
            gain: beside("gain", gain, chosen.as_ref())?,
            chosen,
        })
    }
}

impl Complaint {
    /// What a complaint says, that came by `way` on `day`, which is not after `today`.
    pub fn new(
        complaint: &str,
        way: Option<Way>,
        day: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Self, Missing> {
        let words = words("complaint", complaint)?;
        let lacks = |part| Missing { part };
        let way = way.ok_or(lacks("complaint-way"))?;
        let day = day.filter(|day| *day <= today);
        let source = Source::Came(day.ok_or(lacks("complaint-day"))?, way);
        Ok(Self {
            words,
            source,
            chosen: None,
        })
    }

    /// With a reason of the operator's list beside it.
    #[must_use]
    pub fn because(self, chosen: Option<Chosen>) -> Self {
        Self { chosen, ..self }
    }

    /// What somebody told the privacy officer alone, in this request: sealed in the ledger, and
    /// shown neither to the author nor to moderators.
    pub fn in_confidence(request: i64, complaint: &str) -> Result<Self, Missing> {
        Ok(Self {
            words: words("complaint", complaint)?,
            source: Source::Request(request),
            chosen: None,
        })
    }

    /// What was done in confidence before the backup that is restored, as the erasure journal says.
    pub fn again(_: &Line, complaint: &str) -> Result<Self, Missing> {
        Ok(Self {
            words: words("complaint", complaint)?,
            source: Source::Journal,
            chosen: None,
        })
    }

    fn is_confidential(&self) -> bool {
        matches!(self.source, Source::Request(_) | Source::Journal)
    }
}

fn words(part: &'static str, text: &str) -> Result<String, Missing> {
    let text = text.trim();
    let known = !text.is_empty() && text.chars().count() <= LONGEST;
    known.then(|| text.to_owned()).ok_or(Missing { part })
}

/// As [`words`], which may be none where a reason was chosen.
fn beside(part: &'static str, text: &str, chosen: Option<&Chosen>) -> Result<String, Missing> {
    if chosen.is_some() && text.trim().is_empty() {
        return Ok(String::new());
    }
    words(part, text)
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
    /// The owner, who is proven to be one, does it.
    pub fn in_person(owner: &dyn OwnersProof) -> Self {
        Self::OwnersConsent(Consented::InPerson(InPerson(owner.owned())))
    }

    /// The owner did it before the backup that is restored.
    pub const fn on_record(_: &Line) -> Self {
        Self::OwnersConsent(Consented::OnRecord(OnRecord(())))
    }

    /// Whether it lets somebody touch this post. A consent lets nobody touch another's than
    /// its giver's.
    pub fn reaches_post(&self, post: i64) -> bool {
        match self {
            Self::OwnersConsent(Consented::InPerson(InPerson(owned))) => {
                *owned == Owned::Post(post)
            }
            Self::OwnersConsent(_) => false,
            Self::AsGiven(given) => given.owned == Owned::Post(post),
            _ => true,
        }
    }

    pub fn named(&self) -> Named {
        let plain = |ground| Named {
            ground,
            rule: None,
            rules_version: None,
        };
        match self {
            Self::OwnersConsent(_) | Self::AsGiven(_) => plain("consent"),
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

    /// Which complaint it answers, for the ledger's sealed payload: the way and the day on which it
    /// came, or the request.
    pub fn complaint(&self) -> Option<String> {
        let Self::ProtectingOthers(complaint) = self else {
            return None;
        };
        Some(match complaint.source {
            Source::Came(day, way) => format!("{} {day}", way.as_str()),
            Source::Request(request) => format!("request {request}"),
            Source::Journal => "erasure journal".to_owned(),
        })
    }

    /// The reason that was chosen from the operator's list.
    pub fn chosen(&self) -> Option<&Chosen> {
        match self {
            Self::Violation(violation) => violation.chosen.as_ref(),
            Self::Efficiency(efficiency) => efficiency.chosen.as_ref(),
            Self::ProtectingOthers(complaint) => complaint.chosen.as_ref(),
            Self::AsGiven(given) => given.why.as_ref().and_then(Because::chosen),
            Self::OwnersConsent(_) | Self::Investigation(_) => None,
        }
    }

    /// What whoever it concerns reads in their language: the reason that was chosen, and the words.
    pub fn said(&self, lang: Lang) -> String {
        let words = self.words();
        match self.chosen() {
            Some(chosen) => chosen.with(lang, &words),
            None => words,
        }
    }

    /// Whether its words are for the privacy officer alone.
    pub fn is_confidential(&self) -> bool {
        matches!(self, Self::ProtectingOthers(complaint) if complaint.is_confidential())
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
            Self::OwnersConsent(Consented::InPerson(_)) => "in person".to_owned(),
            Self::OwnersConsent(Consented::Schedule) => "retention schedule".to_owned(),
            Self::OwnersConsent(Consented::PurposeEnded) => "purpose ended".to_owned(),
            Self::OwnersConsent(Consented::OnRecord(_)) => "erasure journal".to_owned(),
            Self::OwnersConsent(Consented::Agreement(agreement)) => {
                format!("agreement {agreement}")
            }
            Self::OwnersConsent(Consented::Forwarding) => "forwarding".to_owned(),
            Self::OwnersConsent(Consented::Sharing) => "sharing".to_owned(),
            Self::AsGiven(given) => {
                let why = given.why.as_ref();
                why.map_or_else(String::new, |why| why.words().to_owned())
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
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        let (day, tomorrow) = (Some(today), today.succ_opt());
        let way = Some(Way::Telephone);
        for (complaint, way, day, lacks) in [
            (" \n", way, day, "complaint"),
            (&*long, way, day, "complaint"),
            ("它威脅到鄰居", None, day, "complaint-way"),
            ("它威脅到鄰居", way, None, "complaint-day"),
            ("它威脅到鄰居", way, tomorrow, "complaint-day"),
        ] {
            let made = Complaint::new(complaint, way, day, today);
            assert_eq!(made.map_err(part).err(), Some(lacks));
        }
        let whole = Complaint::new("它威脅到鄰居", way, day, today).expect("whole");
        let named = Ground::ProtectingOthers(whole).complaint();
        assert_eq!(named.as_deref(), Some("telephone 2026-03-02"));
        for (rule, version, threat, lacks) in [
            ("", "1", "它威脅到鄰居", "rule"),
            ("respect", "2", "它威脅到鄰居", "rule"),
            ("respect", "1", "  ", "threat"),
        ] {
            let made = Violation::new(rule, version, threat, None, published);
            assert_eq!(made.map_err(part).err(), Some(lacks));
        }
        assert_eq!(
            Efficiency::new(false, "faster", None).map_err(part).err(),
            Some("operators-permission")
        );
        assert_eq!(
            Efficiency::new(true, "", None).map_err(part).err(),
            Some("gain")
        );
        let whole = Violation::new("respect", "1", " 它威脅到鄰居 ", None, published);
        let whole = whole.expect("whole");
        let ground = Ground::Violation(whole);
        assert_eq!(ground.words(), "它威脅到鄰居");
        assert_eq!(ground.named().rule.as_deref(), Some("respect"));
    }

    #[test]
    fn a_chosen_reason_may_stand_without_a_sentence_but_not_without_a_rule() {
        let published = |rule: &str, _: &str| rule == "respect";
        let chosen = || {
            Some(Chosen {
                id: 1,
                zh: "人身攻擊".into(),
                en: "Personal attack".into(),
            })
        };
        let made = Violation::new("respect", "1", " ", chosen(), published).expect("whole");
        let ground = Ground::Violation(made);
        assert_eq!(ground.words(), "");
        assert_eq!(ground.said(Lang::En), "Personal attack");
        assert_eq!(ground.chosen(), chosen().as_ref());
        let without = Violation::new("other", "1", "", chosen(), published);
        assert_eq!(without.err(), Some(Missing { part: "rule" }));
        let long = "長".repeat(LONGEST + 1);
        assert!(Violation::new("respect", "1", &long, chosen(), published).is_err());
        assert!(Efficiency::new(true, "", chosen()).is_ok());
    }

    struct Author(i64);

    impl crate::privacy::Proven for Author {}
    impl OwnersProof for Author {
        fn owned(&self) -> Owned {
            Owned::Post(self.0)
        }
    }

    #[test]
    fn a_consent_reaches_its_givers_own_post_and_no_other() {
        let own = Ground::in_person(&Author(7));
        assert!(own.reaches_post(7) && !own.reaches_post(8));
        let again = Ground::AsGiven(AsGiven::new(&Author(7), None));
        assert!(again.reaches_post(7) && !again.reaches_post(8));
        for consented in [Consented::Schedule, Consented::Agreement(7)] {
            assert!(!Ground::OwnersConsent(consented).reaches_post(7));
        }
    }
}
