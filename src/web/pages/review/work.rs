//! The item that is worked on, in words: what it is about, who wrote it, and what was decided before.

use std::collections::BTreeMap;

use super::{Asked, address, claim_words, kind_words, pressing};
use crate::{
    context::Context,
    db::Timestamp,
    forum::{State, flags::Reason},
    moderation::{
        Against, Elsewhere, Flagged, Record, Shown,
        item::{End, ItemPage, Similar},
    },
    privacy::ground::Way,
    review::{Item, Kind},
    spam::Score,
    text::css_name,
    web::{
        form::Form,
        grounds::{Came, PROTECT},
        page::Page,
        pages::{decisions::act_words, feedback::Feedback},
    },
};

/// The ground as it was chosen and typed.
#[derive(Default)]
pub(super) struct Typed {
    pub ground: String,
    /// Of the operator's list.
    pub reason_id: String,
    pub reason: String,
    pub came: Came,
}

impl Typed {
    pub fn of(form: &Form) -> Self {
        Self {
            ground: form.get("ground").to_owned(),
            reason_id: form.get("reason_id").to_owned(),
            reason: form.text("reason"),
            came: Came::of(form),
        }
    }

    pub fn is_empty(&self) -> bool {
        let chosen = [&self.ground, &self.reason_id, &self.reason];
        chosen.iter().all(|typed| typed.is_empty()) && !self.complains()
    }

    /// Whether it is about a complaint.
    pub fn complains(&self) -> bool {
        self.ground == PROTECT || !self.came.by.is_empty() || !self.came.on.is_empty()
    }

    /// What somebody wrote, for what waits no more.
    pub fn left_over(self) -> Vec<String> {
        Some(self.reason)
            .filter(|reason| !reason.is_empty())
            .into_iter()
            .collect()
    }
}

/// What was decided about it before.
pub(super) struct Earlier {
    pub what: String,
    pub words: Option<String>,
    pub at: String,
}

/// Where an item is decided that has a page of its own.
pub(super) struct Lead {
    pub href: String,
    /// What it is against; nothing of a request.
    pub against: Option<String>,
    /// By when it is answered, in words and as a day, with the class that goes with it.
    pub due: Option<(String, &'static str, String)>,
}

impl Lead {
    fn of(page: &Page, item: &Item, elsewhere: &Elsewhere) -> Self {
        let against = elsewhere.against.map(|against| match against {
            Against::Decision(act) => page.ta("ledger-act", "act", act.as_str()),
            Against::Sanction(kind) => page.ta("sanction-kind", "kind", kind.as_str()),
        });
        let due = |day| {
            let (words, tone) = page.due(day);
            (words, tone, page.date(day))
        };
        Self {
            href: page.href(&elsewhere.path(item.due)),
            against,
            due: item.due.map(due),
        }
    }
}

/// The item that is worked on.
pub(super) struct Work {
    pub id: i64,
    pub shown: Shown,
    /// Where it is decided, unless that is here.
    pub lead: Option<Lead>,
    pub version: i64,
    /// Whether it waits because it was flagged.
    pub flagged: bool,
    pub flagged_times: i32,
    pub flags: Vec<Flagged>,
    pub why: String,
    pub urgency: String,
    /// And as the number by which the queue is in order.
    pub urgency_score: String,
    pub tone: &'static str,
    pub at: Timestamp,
    /// A confirmation that stands at the item.
    pub notice: Option<String>,
    /// The kinds of personal data in it, each with how much of it.
    pub marks: Vec<(String, String)>,
    pub feedback: Feedback,
    pub can_mask: bool,
    /// What the button says that masks.
    pub mask_words: String,
    /// The page on which the form is ready to mask everything, unless it is this one.
    pub mask: Option<String>,
    pub masks: bool,
    /// Where else something is done to the post, each with its key and its words.
    pub ways: Vec<(&'static str, String, String)>,
    /// How much it looks like spam, and each reason with its weight.
    pub score: Option<(String, Vec<String>)>,
    /// What is known of the author; nothing of a guest.
    pub record: Vec<(String, String)>,
    /// The account whose standing this moderator decides about.
    pub account: Option<i64>,
    pub earlier: Vec<Earlier>,
    pub similar: Vec<String>,
    /// Why else a post is held that it holds.
    pub also: Vec<String>,
    /// Who works at it until when.
    pub claim: Option<String>,
    pub claiming: &'static str,
    pub claiming_words: String,
    /// What turning it down does.
    pub against: String,
    /// Whether what the profile says can be hidden by who looks.
    pub hides: bool,
    pub action: String,
    /// The items before and after it.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Which comes after a decision.
    pub next_id: String,
}

impl Work {
    /// `masks` says whether its form shall be ready to mask everything.
    pub fn new(
        page: &Page,
        context: &Context,
        asked: &Asked,
        found: ItemPage,
        (me, masks): (i64, bool),
    ) -> Self {
        let version = found.waiting.version();
        let (item, shown, flags) = (found.waiting.item, found.waiting.shown, found.waiting.flags);
        let flagged = item.kind == Kind::Flag;
        let can_mask = can_mask(&shown);
        let masks = masks && can_mask;
        let (urgency, tone) = pressing(page.lang, item.urgency);
        let (claim, claiming, claiming_words) = match &item.claim {
            None => (None, "take", "review-claim"),
            Some(claim) if claim.by == me => {
                let words = claim_words(page, "review-claim-mine", claim);
                (Some(words), "release", "review-claim-release")
            }
            Some(claim) => {
                let words = claim_words(page, "review-claim-other", claim);
                (Some(words), "over", "review-claim-over")
            }
        };
        let record = found.author.as_ref();
        let decided = found.decisions.iter().map(|decided| Earlier {
            what: act_words(page, &decided.entry),
            words: decided.payload.shown(page.lang),
            at: page.exact(decided.entry.at),
        });
        let is_held =
            matches!(&shown, Shown::Post(shown) if !flagged && shown.post.state == State::Held);
        let lets_out = is_held && found.also.is_empty();
        let lead = match &shown {
            Shown::Elsewhere(elsewhere) => Some(Lead::of(page, &item, elsewhere)),
            Shown::Post(_) | Shown::Profile(_) => None,
        };
        Self {
            id: item.id,
            lead,
            version,
            flagged,
            flagged_times: item.flags,
            why: kind_words(page.lang, item.kind),
            urgency_score: page.ta("review-urgency-score", "score", item.urgency),
            urgency,
            tone,
            at: item.created_at,
            notice: None,
            marks: marks(page, &shown),
            feedback: Feedback::new(context, page.lang, "review", asked.query()),
            can_mask,
            mask_words: page.t(if lets_out {
                "review-mask-and-publish"
            } else {
                "moderate-mask"
            }),
            mask: (can_mask && !masks).then(|| to_mask(page, asked, item.id)),
            masks,
            ways: ways(page, &shown),
            score: found
                .score
                .as_ref()
                .and_then(|score| spam_words(page, score)),
            record: record.map_or_else(Vec::new, |record| facts(page, record)),
            account: record
                .filter(|record| record.decidable)
                .map(|record| record.account),
            earlier: decided.collect(),
            also: found
                .also
                .iter()
                .map(|kind| kind_words(page.lang, *kind))
                .collect(),
            similar: found.similar.iter().map(|one| similar(page, one)).collect(),
            claim,
            claiming,
            claiming_words: page.t(claiming_words),
            against: page.t(match (item.kind, &shown) {
                (Kind::Flag, Shown::Post(_)) => "moderate-hide",
                (_, Shown::Profile(_)) => "review-remind",
                _ => "review-reject",
            }),
            hides: matches!(shown, Shown::Profile(_))
                && record.is_some_and(|record| record.decidable),
            action: asked.item(page, item.id),
            before: found.before.map(|id| asked.item(page, id)),
            after: found.after.map(|id| asked.item(page, id)),
            next_id: found.after.map(|id| id.to_string()).unwrap_or_default(),
            shown,
            flags,
        }
    }

    /// The ground with which everything in it is masked: for whom it is about, what a reader reported
    /// is the complaint, and the reason is the one that the operator `meant` for masking, if any.
    pub fn ready_to_mask(&self, page: &Page, meant: Option<String>) -> Typed {
        let mut reports = self.flags.iter();
        let reported = reports.find(|flag| flag.reason == Reason::PersonalData);
        let (reason, came) = match reported {
            Some(flag) => (
                page.t("review-mask-words"),
                Came {
                    by: Way::Site.as_str().to_owned(),
                    on: page.local(flag.at).date().to_string(),
                },
            ),
            None => Default::default(),
        };
        Typed {
            ground: PROTECT.to_owned(),
            reason_id: meant.unwrap_or_default(),
            reason,
            came,
        }
    }
}

/// Whether there is something to mask in what is looked at, where it can be masked.
fn can_mask(shown: &Shown) -> bool {
    let Shown::Post(shown) = shown else {
        return false;
    };
    matches!(shown.post.state, State::Held | State::Published) && shown.post.marked()
}

/// Out of a held post words are taken; a public one may be held as well, or whatever else can be done.
fn ways(page: &Page, shown: &Shown) -> Vec<(&'static str, String, String)> {
    let Shown::Post(shown) = shown else {
        return Vec::new();
    };
    let all = [
        ("t", "take-out", "take-out-link"),
        ("h", "moderate?act=hold", "moderate-hold"),
        ("p", "moderate", "moderate-title"),
    ];
    let count = match shown.post.state {
        State::Published => all.len(),
        State::Held => 1,
        _ => 0,
    };
    let post = shown.post.id;
    let way = |(key, path, words): (&'static str, &str, &str)| {
        (
            key,
            page.href(&format!("posts/{post}/{path}")),
            page.t(words),
        )
    };
    all.into_iter().take(count).map(way).collect()
}

fn to_mask(page: &Page, asked: &Asked, item: i64) -> String {
    let query = asked.query();
    let and = if query.is_empty() { "" } else { "&" };
    address(
        page,
        &format!("review/{item}"),
        &format!("{query}{and}{MASK}"),
    )
}

/// Of an address: that the form shall be ready to mask everything.
pub(super) const MASK: &str = "act=mask";

fn marks(page: &Page, shown: &Shown) -> Vec<(String, String)> {
    let Shown::Post(shown) = shown else {
        return Vec::new();
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for finding in shown.post.findings.iter().filter(|one| one.marked()) {
        *kinds.entry(css_name(finding.kind)).or_default() += 1;
    }
    let words = |(kind, count): (String, usize)| {
        let name = page.t(&format!("kind-{kind}"));
        let words = page.ta2("review-mark-count", "kind", name, "count", count);
        (kind, words)
    };
    kinds.into_iter().map(words).collect()
}

/// Nothing where no reason speaks for or against it.
fn spam_words(page: &Page, score: &Score) -> Option<(String, Vec<String>)> {
    let reasons: Vec<String> = score
        .told(page.lang)
        .into_iter()
        .map(|(words, weight)| format!("{words} ({weight:+})"))
        .collect();
    let said = page.ta("spam-score", "score", score.score);
    (!reasons.is_empty()).then_some((said, reasons))
}

fn facts(page: &Page, record: &Record) -> Vec<(String, String)> {
    let against = record.against.iter().map(|(act, count)| {
        let act = page.ta("ledger-act", "act", act.as_str());
        format!("{act} ({count})")
    });
    let against = if record.against.is_empty() {
        page.t("review-author-none")
    } else {
        page.list(against)
    };
    let imposed = record.imposed.iter().map(|(kind, day)| {
        let (kind, day) = (kind.as_str(), page.date(*day));
        page.ta2("review-author-sanction", "kind", kind, "day", day)
    });
    let imposed = if record.imposed.is_empty() {
        page.t("review-author-none")
    } else {
        page.list(imposed)
    };
    let (upheld, dismissed) = (record.upheld, record.dismissed);
    let flags = page.ta2(
        "review-author-flags-are",
        "upheld",
        upheld,
        "dismissed",
        dismissed,
    );
    vec![
        (
            page.t("review-author-since"),
            page.ta("review-author-days", "count", record.days),
        ),
        (
            page.t("standing-level"),
            page.ta("trust-level", "level", record.level.as_str()),
        ),
        (page.t("review-author-posts"), record.published.to_string()),
        (page.t("review-author-decisions"), against),
        (page.t("review-author-imposed"), imposed),
        (page.t("review-author-flags"), flags),
    ]
}

fn similar(page: &Page, one: &Similar) -> String {
    let what = match (one.end, &one.entry) {
        (End::Approved, _) => page.t("review-was-approved"),
        (End::Masked, _) => page.t("review-was-masked"),
        (End::Dismissed, _) => page.t("review-was-dismissed"),
        (End::Rejected, Some(entry)) => act_words(page, entry),
        (End::Rejected, None) => page.t("review-was-rejected"),
    };
    page.ta2(
        "review-similar-one",
        "day",
        page.date(one.day),
        "what",
        what,
    )
}
