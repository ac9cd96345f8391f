//! One item of the queue, with all that helps to decide it: what it is about as it would be shown,
//! who wrote it, what was decided about it before, and about others like it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ModerationError, Record, Shown, Waiting,
    decided::{self, Decided},
    queue::{flagged, with_things},
    reached, record,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{post_decisions, posts, review_items, topics},
        text_enum,
    },
    forum::{State, findings::PublicFinding, flags},
    privacy::ledger::{self, Act, Entry},
    review::{self, About, Asked, Before, Claim, Decision, Filter, Item, Kind, Subject, claims},
    spam::{self, Score},
};

/// As many similar decisions are shown.
const SIMILAR: i64 = 5;

/// An item that was asked for.
pub enum Found {
    Open(Box<ItemPage>),
    /// It was decided before, or ended by itself.
    Ended(Before),
}

/// An item that waits, with what helps to decide it.
pub struct ItemPage {
    pub waiting: Waiting,
    /// Nothing of whoever has no account, a guest or a resident without a name.
    pub author: Option<Record>,
    /// What was decided about it before and stands in the ledger, oldest first; nothing of a profile.
    pub decisions: Vec<Decided>,
    /// How much it looks like spam, where somebody judged it when it was written.
    pub score: Option<Score>,
    /// The last decisions about what waited for the same reason on the same board.
    pub similar: Vec<Similar>,
    /// Why else a post is held that this item holds.
    pub also: Vec<Kind>,
    /// The item before it, and the one after it, of what was asked for.
    pub before: Option<i64>,
    pub after: Option<i64>,
}

impl ItemPage {
    /// Its findings, each with its words as they stand there.
    pub fn findings(&self) -> Vec<(&PublicFinding, String)> {
        let Shown::Post(shown) = &self.waiting.shown else {
            return Vec::new();
        };
        let findings = shown.post.findings.iter();
        findings
            .map(|finding| (finding, shown.words(finding)))
            .collect()
    }
}

text_enum! {
    /// How something ended that waited for the same reason.
    pub enum End {
        Approved = "approved",
        /// It was let out with the personal data in it masked.
        Masked = "masked",
        /// What was flagged breaks no rule.
        Dismissed = "dismissed",
        Rejected = "rejected",
    }
}

/// A decision about something else; whose it was, it does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    pub end: End,
    pub day: NaiveDate,
    /// What was done and on which ground, where it was turned down or masked.
    pub entry: Option<Entry>,
}

/// An item, where this moderator may decide it; `filter` says between which others it stands. That
/// its flags' words are read is written down, and a claim of one's own is longer by it.
///
/// [`ModerationError::NotFound`] as for one that does not exist.
pub async fn of(
    context: &Context,
    moderator: &Member,
    id: i64,
    filter: Filter,
) -> Result<Found, ModerationError> {
    let (cx, by) = (context.clone(), moderator.id);
    let loaded = context
        .db
        .read(move |connection| load(connection, &cx, by, id, &filter))
        .await?;
    let (mut page, given) = match loaded {
        Loaded::Open(page, given) => (page, given),
        Loaded::Ended(before) => return Ok(Found::Ended(before)),
    };
    let mut flags = flagged(context, by, given).await?;
    page.waiting.flags = flags.remove(&id).unwrap_or_default();
    if let Some(post) = page.waiting.item.about.post() {
        page.decisions = decided::of_post(context, moderator, post).await?;
    }
    if let Some(claim) = &mut page.waiting.item.claim
        && claim.by == by
    {
        lengthen(context, id, claim).await?;
    }
    Ok(Found::Open(page))
}

/// Makes one's own claim longer; it may have ended meanwhile, and then it stays as it is.
async fn lengthen(context: &Context, item: i64, claim: &mut Claim) -> Result<(), DbError> {
    let (now, by) = (context.now(), claim.by);
    let until = context
        .db
        .write(move |connection| claims::take(connection, now, item, by, false))
        .await?;
    claim.until = until.unwrap_or(claim.until);
    Ok(())
}

enum Loaded {
    Open(Box<ItemPage>, Vec<flags::Flag>),
    Ended(Before),
}

fn load(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    id: i64,
    filter: &Filter,
) -> Result<Loaded, ModerationError> {
    let reviewer = reached::reviewer(connection, moderator)?.ok_or(ModerationError::NotFound)?;
    review::about(connection, id, reviewer)?.ok_or(ModerationError::NotFound)?;
    if let Some(before) = review::ended(connection, id)? {
        return Ok(Loaded::Ended(before));
    }
    let asked = Asked {
        reviewer,
        now: context.now(),
        filter,
    };
    let whole = Asked {
        filter: &Filter::default(),
        ..asked
    };
    let item = review::waiting::some(connection, whole, &[id])?.pop();
    let place = item.as_ref().map(Item::place);
    let waiting = with_things(connection, item.into_iter().collect())?.pop();
    let waiting = waiting.ok_or(ModerationError::NotFound)?;
    let (before, after) = match place {
        Some(place) => review::waiting::beside(connection, asked, place)?,
        None => (None, None),
    };
    let given = flags::of_items(connection, &[id])?;
    let author = match author(connection, waiting.item.about)? {
        Some(account) => record::of(connection, context, (moderator, account))?,
        None => None,
    };
    let score = match waiting.item.about.post() {
        Some(post) => spam::of_posts(connection, &[post])?.remove(&post),
        None => None,
    };
    let page = ItemPage {
        author,
        score,
        decisions: Vec::new(),
        similar: similar(connection, context, &waiting)?,
        also: also(connection, &waiting)?,
        before,
        after,
        waiting,
    };
    Ok(Loaded::Open(Box::new(page), given))
}

/// Why else a post is held that this item holds.
fn also(connection: &mut AnyConnection, waiting: &Waiting) -> Result<Vec<Kind>, DbError> {
    let item = &waiting.item;
    let Shown::Post(shown) = &waiting.shown else {
        return Ok(Vec::new());
    };
    if item.kind == Kind::Flag || shown.post.state != State::Held {
        return Ok(Vec::new());
    }
    let holding = review::holding(connection, &[shown.post.id])?.into_iter();
    let others = holding.filter(|other| other.item != item.id);
    Ok(others.map(|other| other.kind).collect())
}

/// The account behind what an item is about, where there is one.
fn author(connection: &mut AnyConnection, about: Subject) -> Result<Option<i64>, DbError> {
    Ok(match about {
        Subject::Content(About::Post(post)) => posts::table
            .find(post)
            .select(posts::account_id)
            .first::<Option<i64>>(connection)
            .optional()?
            .flatten(),
        Subject::Content(About::Profile(account)) => Some(account),
        // Who decides it reads that on its page.
        Subject::Matter(_) => None,
    })
}

type SimilarRow = (i64, Option<i64>, Decision, Option<Timestamp>);

fn similar(
    connection: &mut AnyConnection,
    context: &Context,
    waiting: &Waiting,
) -> Result<Vec<Similar>, ModerationError> {
    let rows = match &waiting.shown {
        Shown::Post(shown) => on_board(connection, &waiting.item, shown.board)?,
        Shown::Profile(_) => of_profiles(connection, &waiting.item)?,
        Shown::Elsewhere(_) => Vec::new(),
    };
    let items: Vec<i64> = rows.iter().map(|(item, ..)| *item).collect();
    let by_item: Vec<(Option<i64>, i32, Act)> = post_decisions::table
        .filter(post_decisions::item_id.eq_any(items))
        .filter(post_decisions::undone_at.is_null())
        .filter(post_decisions::act.ne(Act::PostApproved))
        .order(post_decisions::number)
        .select((
            post_decisions::item_id,
            post_decisions::number,
            post_decisions::act,
        ))
        .load(connection)?;
    let of_posts: Vec<i64> = rows.iter().filter_map(|(_, post, ..)| *post).collect();
    let entries = ledger::about_posts(connection, &of_posts)?;
    let (zone, kind) = (context.config.city.time_zone, waiting.item.kind);
    let similar = |(item, post, decision, at): SimilarRow| {
        let at = at?;
        let decided = by_item.iter().find(|(by, ..)| *by == Some(item));
        let end = match (decision, decided) {
            (Decision::Rejected, _) => End::Rejected,
            (Decision::Approved, _) if kind == Kind::Flag => End::Dismissed,
            (Decision::Approved, Some((.., Act::PostMasked))) => End::Masked,
            (Decision::Approved, _) => End::Approved,
        };
        let is_it = |entry: &Entry| match decided {
            Some((_, number, _)) => entry.number == *number,
            // Of before it was kept by which item a decision came.
            None => entry.at >= at && is_against(entry),
        };
        let mut entries = entries.iter();
        let of_it = entries.find(|(about, entry)| Some(*about) == post && is_it(entry));
        Some(Similar {
            end,
            day: at.day_in(zone),
            entry: of_it
                .filter(|_| matches!(end, End::Rejected | End::Masked))
                .map(|(_, entry)| entry.clone()),
        })
    };
    Ok(rows.into_iter().filter_map(similar).collect())
}

/// Whether an entry says what was decided against a post.
const fn is_against(entry: &Entry) -> bool {
    matches!(
        entry.act,
        Act::PostRejected | Act::PostHidden | Act::PostMasked | Act::PostEdited | Act::PostHeld
    )
}

fn on_board(
    connection: &mut AnyConnection,
    item: &Item,
    board: i64,
) -> Result<Vec<SimilarRow>, DbError> {
    Ok(review_items::table
        .inner_join(posts::table.inner_join(topics::table))
        .filter(topics::board_id.eq(board))
        .filter(review_items::kind.eq(item.kind))
        .filter(review_items::by_moderator.eq(true))
        .filter(review_items::id.ne(item.id))
        .order((review_items::decided_at.desc(), review_items::id.desc()))
        .limit(SIMILAR)
        .select((
            review_items::id,
            review_items::post_id,
            review_items::state,
            review_items::decided_at,
        ))
        .load(connection)?)
}

fn of_profiles(connection: &mut AnyConnection, item: &Item) -> Result<Vec<SimilarRow>, DbError> {
    Ok(review_items::table
        .filter(review_items::profile_id.is_not_null())
        .filter(review_items::kind.eq(item.kind))
        .filter(review_items::by_moderator.eq(true))
        .filter(review_items::id.ne(item.id))
        .order((review_items::decided_at.desc(), review_items::id.desc()))
        .limit(SIMILAR)
        .select((
            review_items::id,
            review_items::post_id,
            review_items::state,
            review_items::decided_at,
        ))
        .load(connection)?)
}
