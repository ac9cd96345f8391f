//! One decision about many items: first what it would do to each, then each in a transaction of its
//! own, as single decisions are, with what became of it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    ModerationError, Outcome, Shown, ShownPost, Waiting, acts, approve, queue::with_things, reached,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, DbError, schema::posts, text_enum},
    forum::State,
    privacy::ground::Ground,
    review::{self, Asked, Before, Claim, Filter, Kind},
    text_rules::refuse,
};

/// So many items are decided at once.
pub const MOST: usize = 50;

text_enum! {
    /// What is decided.
    #[schema(as = BulkWhat)]
    pub enum What {
        Approve = "approve",
        Reject = "reject",
        Mask = "mask",
    }
}

/// An item that was ticked, in the version that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub item: i64,
    pub version: i64,
}

/// A decision about many; what touches words has a ground for each of them.
pub enum Deed {
    Approve(Vec<Chosen>),
    Reject(Vec<(Chosen, Ground)>),
    Mask(Vec<(Chosen, Ground)>),
}

/// What a decision would do to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Would {
    /// A held post becomes public, or what a hidden profile says.
    Publish,
    /// It stays held for another reason.
    WaitOn,
    /// What is public already stays so.
    Stay,
    /// Its flags are dismissed.
    Dismiss,
    /// A post stays out of sight; `told`: its author gets a mail.
    Reject {
        told: bool,
    },
    /// A flagged post is hidden.
    Hide {
        told: bool,
    },
    /// Whose profile was flagged is asked to change it.
    Remind,
    /// The personal data in a post is masked, and the post stays where it is.
    Mask {
        told: bool,
    },
    /// The personal data in a held post is masked, and the post becomes public.
    MaskAndPublish {
        told: bool,
    },
    /// It ends with that item, which is about the same post.
    Together(i64),
    /// It was changed since it was looked at, or its state does not allow it any more.
    Changed,
    Before(Before),
    /// Somebody else works at it.
    Claimed(Claim),
    /// There is nothing to mask in it, or it is decided on a page of its own.
    Cannot,
    /// There is no such item, or this moderator does not decide it.
    Unknown,
}

/// An item and what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub item: i64,
    /// Of what it is about, while it waits for this moderator.
    pub title: Option<String>,
    pub would: Would,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    Done,
    /// As [`Would::Changed`].
    Changed,
    /// It was decided before, be it with another item about the same post.
    Before(Before),
    Claimed(Claim),
    Cannot,
    Unknown,
    /// It could not be tried: something is out of order, which the log tells. It waits as before.
    Failed,
}

/// An item and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub item: i64,
    /// As it was before.
    pub title: Option<String>,
    pub became: Became,
}

/// Says what a decision would do to each, in the order in which they are decided; it does nothing.
///
/// Field of [`ModerationError::Invalid`]: `items`.
pub async fn preview(
    context: &Context,
    moderator: &Member,
    chosen: &[Chosen],
    what: What,
) -> Result<Vec<Foreseen>, ModerationError> {
    let chosen = counted(chosen.iter().map(|chosen| (*chosen, chosen.version)))?;
    let looked = look(context, moderator, chosen.keys().copied().collect()).await?;
    let mut holding = looked.holding.clone();
    let mut gone = BTreeMap::new();
    let mut foreseen = Vec::with_capacity(chosen.len());
    for (item, version) in chosen {
        let mut would = looked.would(moderator.id, item, version, what);
        let waiting = looked.waiting.get(&item);
        let post = waiting.and_then(|waiting| waiting.item.about.post());
        if let Some(post) = post
            && let Some(holding) = holding.get_mut(&post)
        {
            would = beside(would, item, holding);
        }
        if let Some(post) = post
            && matches!(
                would,
                Would::Reject { .. }
                    | Would::Hide { .. }
                    | Would::Mask { .. }
                    | Would::MaskAndPublish { .. }
            )
        {
            match gone.get(&post) {
                // What is masked by the first of them is another text for the second.
                Some(_) if what == What::Mask => would = Would::Changed,
                Some(first) => would = Would::Together(*first),
                None => {
                    gone.insert(post, item);
                }
            }
        }
        foreseen.push(Foreseen {
            item,
            title: looked.title(item),
            would,
        });
    }
    Ok(foreseen)
}

/// What would be let out by an item, where others hold the post beside it: the last of them lets it out.
fn beside(would: Would, item: i64, holding: &mut BTreeSet<i64>) -> Would {
    if !matches!(would, Would::Publish | Would::MaskAndPublish { .. }) {
        return would;
    }
    holding.remove(&item);
    match would {
        Would::Publish if !holding.is_empty() => Would::WaitOn,
        Would::MaskAndPublish { told } if !holding.is_empty() => Would::Mask { told },
        would => would,
    }
}

/// Decides each of them by itself, whatever became of the others. Sent again, what was decided is told
/// as decided before.
///
/// Field of [`ModerationError::Invalid`]: `items`.
pub async fn carry_out(
    context: &Context,
    moderator: &Member,
    deed: Deed,
) -> Result<Vec<Carried>, ModerationError> {
    let what = deed.what();
    let chosen = counted(deed.parts().into_iter())?;
    let looked = look(context, moderator, chosen.keys().copied().collect()).await?;
    let mut carried = Vec::with_capacity(chosen.len());
    for (item, (version, ground)) in chosen {
        let result = match (what, ground) {
            (What::Reject, Some(ground)) => {
                acts::reject(context, moderator, item, version, ground).await
            }
            (What::Mask, Some(ground)) => {
                acts::mask_waiting(context, moderator, item, version, ground).await
            }
            _ => {
                let approved = approve(context, moderator, item, version).await;
                approved.map_err(ModerationError::from)
            }
        };
        carried.push(Carried {
            item,
            title: looked.title(item),
            became: became(result),
        });
    }
    Ok(carried)
}

impl Deed {
    const fn what(&self) -> What {
        match self {
            Self::Approve(_) => What::Approve,
            Self::Reject(_) => What::Reject,
            Self::Mask(_) => What::Mask,
        }
    }

    /// Each item with its version and its ground.
    fn parts(self) -> Vec<(Chosen, (i64, Option<Ground>))> {
        match self {
            Self::Approve(all) => all
                .into_iter()
                .map(|chosen| (chosen, (chosen.version, None)))
                .collect(),
            Self::Reject(all) | Self::Mask(all) => all
                .into_iter()
                .map(|(chosen, ground)| (chosen, (chosen.version, Some(ground))))
                .collect(),
        }
    }
}

/// What was ticked, once each, in the order in which it is decided.
fn counted<T>(
    chosen: impl Iterator<Item = (Chosen, T)>,
) -> Result<BTreeMap<i64, T>, ModerationError> {
    let chosen: BTreeMap<i64, T> = chosen.map(|(chosen, with)| (chosen.item, with)).collect();
    let code = match chosen.len() {
        0 => "no-items-chosen",
        1..=MOST => return Ok(chosen),
        _ => "too-many-items",
    };
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, "items", code);
    Err(errors.into())
}

fn became(result: Result<Outcome, ModerationError>) -> Became {
    match result {
        Ok(Outcome::Done) => Became::Done,
        Ok(Outcome::Changed) | Err(ModerationError::Changed) => Became::Changed,
        Ok(Outcome::Before(before)) => Became::Before(before),
        Ok(Outcome::Claimed(claim)) => Became::Claimed(claim),
        Err(
            ModerationError::NothingToMask | ModerationError::NotNow | ModerationError::Missing(_),
        ) => Became::Cannot,
        Err(ModerationError::NotFound) => Became::Unknown,
        Err(fault) => {
            tracing::error!(error = %fault, "one of several decisions failed");
            Became::Failed
        }
    }
}

/// Items as they stand, by their numbers.
struct Looked {
    waiting: BTreeMap<i64, Waiting>,
    /// Those that wait, also where nothing is left of what they are about.
    open: BTreeSet<i64>,
    ended: BTreeMap<i64, Before>,
    /// The posts whose authors have accounts.
    of_accounts: BTreeSet<i64>,
    /// By which items the posts wait, where they are held.
    holding: BTreeMap<i64, BTreeSet<i64>>,
}

async fn look(
    context: &Context,
    moderator: &Member,
    items: Vec<i64>,
) -> Result<Looked, ModerationError> {
    let (by, now) = (moderator.id, context.now());
    context
        .db
        .read(move |connection| {
            let reviewer = reached::reviewer(connection, by)?.ok_or(ModerationError::NotFound)?;
            let asked = Asked {
                reviewer,
                now,
                filter: &Filter::default(),
            };
            let found = review::waiting::some(connection, asked, &items)?;
            let open = found.iter().map(|item| item.id).collect();
            let of_posts: Vec<i64> = found.iter().filter_map(|item| item.about.post()).collect();
            let ended = review::waiting::ended(connection, reviewer, &items)?;
            let waiting = with_things(connection, found)?;
            Ok(Looked {
                waiting: waiting
                    .into_iter()
                    .map(|waiting| (waiting.item.id, waiting))
                    .collect(),
                open,
                ended: ended.into_iter().collect(),
                holding: holding(connection, &of_posts)?,
                of_accounts: of_accounts(connection, of_posts)?,
            })
        })
        .await
}

fn holding(
    connection: &mut AnyConnection,
    of: &[i64],
) -> Result<BTreeMap<i64, BTreeSet<i64>>, DbError> {
    let mut by_post: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for held in review::holding(connection, of)? {
        by_post.entry(held.post).or_default().insert(held.item);
    }
    Ok(by_post)
}

fn of_accounts(connection: &mut AnyConnection, of: Vec<i64>) -> Result<BTreeSet<i64>, DbError> {
    let rows: Vec<i64> = posts::table
        .filter(posts::id.eq_any(of))
        .filter(posts::account_id.is_not_null())
        .select(posts::id)
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

impl Looked {
    fn title(&self, item: i64) -> Option<String> {
        Some(match &self.waiting.get(&item)?.shown {
            Shown::Post(shown) => shown.title.clone(),
            Shown::Profile(text) => text.name.clone(),
            Shown::Elsewhere(elsewhere) => elsewhere.title().to_owned(),
        })
    }

    /// As a single decision finds it.
    fn would(&self, moderator: i64, item: i64, version: i64, what: What) -> Would {
        if let Some(before) = self.ended.get(&item) {
            return Would::Before(before.clone());
        }
        let Some(waiting) = self.waiting.get(&item) else {
            return match self.open.contains(&item) {
                true => Would::Changed,
                false => Would::Unknown,
            };
        };
        match &waiting.item.claim {
            Some(claim) if claim.by != moderator => return Would::Claimed(claim.clone()),
            _ if waiting.version() != version => return Would::Changed,
            _ => {}
        }
        match (&waiting.shown, what) {
            (Shown::Profile(_), What::Approve) => match waiting.item.kind {
                Kind::HeldAgain => Would::Publish,
                _ => Would::Dismiss,
            },
            (Shown::Profile(_), What::Reject) => Would::Remind,
            (Shown::Profile(_), What::Mask) | (Shown::Elsewhere(_), _) => Would::Cannot,
            (Shown::Post(shown), what) => {
                let told = self.of_accounts.contains(&shown.post.id);
                of_post(shown, waiting.item.kind, what, told)
            }
        }
    }
}

fn of_post(shown: &ShownPost, kind: Kind, what: What, told: bool) -> Would {
    let is_flag = kind == Kind::Flag;
    match (what, shown.post.state) {
        (What::Approve, _) if is_flag => Would::Dismiss,
        (What::Approve, State::Held) => Would::Publish,
        (What::Approve, State::Published) => Would::Stay,
        (What::Mask, State::Held | State::Published) if !shown.post.marked() => Would::Cannot,
        (What::Mask, State::Held) if !is_flag => Would::MaskAndPublish { told },
        (What::Mask, State::Held | State::Published) => Would::Mask { told },
        (What::Reject, State::Held | State::Published) if is_flag => Would::Hide { told },
        (What::Reject, State::Held | State::Published | State::Hidden) if !is_flag => {
            Would::Reject { told }
        }
        _ => Would::Changed,
    }
}
