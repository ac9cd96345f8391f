//! Flags: what readers report about a post or a profile, and how each of them ends.
//!
//! A topic's title is flagged with the post that opens it. Who gives a flag is in `give`, what
//! they are told of it in `told`. What moderators do about it is `moderation`'s; the item that
//! waits for them, `review` knows. Whoever takes something out of sight calls [`settle`] in the
//! same transaction, and whoever takes something personal out of it [`forget_words`].

/// The flags about something. A macro, for the type of the filter cannot be written.
macro_rules! flags_about {
    ($about:expr) => {{
        let (post, profile) = $about.columns();
        let of_profile = flags::profile_id.assume_not_null();
        flags::table.filter(
            flags::post_id
                .assume_not_null()
                .eq(post.unwrap_or(0))
                .or(of_profile.eq(profile.unwrap_or(0))),
        )
    }};
}

mod give;
pub(super) mod told;

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

pub use self::{
    give::{Given, NewFlag, check, give, look},
    told::{Told, see, told},
};
use super::ForumError;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{flag_looks, flags},
        text_enum,
    },
    privacy::{
        Purpose, Viewer,
        consent::{self, Subject},
        erasures::{self, Erased},
        notices::Notice,
        sealed::{self, Column},
    },
    review::{self, About, Reports},
    text::{Field, Format, Known, Withdrawn, findings::find, rewrite},
};

text_enum! {
    /// What is wrong with it, by the forum's rules.
    pub enum Reason {
        Spam = "spam",
        Insult = "insult",
        /// It tells personal data of somebody else.
        PersonalData = "personal-data",
        OffTopic = "off-topic",
        Unlawful = "unlawful",
        Other = "other",
    }
}

impl Reason {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Spam,
        Self::Insult,
        Self::PersonalData,
        Self::OffTopic,
        Self::Unlawful,
        Self::Other,
    ];
}

text_enum! {
    /// What came of a flag.
    pub enum Outcome {
        Open = "open",
        /// A moderator found no violation.
        Dismissed = "dismissed",
        /// A moderator did something about it.
        Acted = "acted",
        /// A moderator asked the owner of a profile to change it.
        Asked = "asked",
        /// It went away before a moderator decided.
        Gone = "gone",
    }
}

/// As many of an item's flags are shown.
const SHOWN: usize = 20;

/// A flag as it is kept; its words are sealed.
#[derive(Queryable)]
pub struct Flag {
    pub id: i64,
    pub item: i64,
    pub reason: Reason,
    /// A member's or a guest's: which, a moderator may know, and no more.
    pub by_member: bool,
    pub at: Timestamp,
    pub words: Option<Vec<u8>>,
    /// Why it may be of a program, as it is stored.
    pub automatic: Option<String>,
}

/// [`SHOWN`] flags of each of some review items: members' first, whom no guest crowds out, and then
/// the newest first.
pub fn of_items(connection: &mut AnyConnection, items: &[i64]) -> Result<Vec<Flag>, DbError> {
    let order = (flags::by_member.desc(), flags::number.desc());
    let all: Vec<(i64, i64)> = flags::table
        .filter(flags::item_id.eq_any(items.to_vec()))
        .order(order)
        .select((flags::id, flags::item_id.assume_not_null()))
        .load(connection)?;
    let mut counted: HashMap<i64, usize> = HashMap::new();
    let shown: Vec<i64> = all
        .into_iter()
        .filter(|(_, item)| {
            let count = counted.entry(*item).or_default();
            *count += 1;
            *count <= SHOWN
        })
        .map(|(id, _)| id)
        .collect();
    Ok(flags::table
        .filter(flags::id.eq_any(shown))
        .filter(flags::item_id.is_not_null())
        .order(order)
        .select((
            flags::id,
            flags::item_id.assume_not_null(),
            flags::reason,
            flags::by_member,
            flags::created_at,
            flags::words_sealed,
            flags::automatic,
        ))
        .load(connection)?)
}

/// What the flags of a review item say: each member's counts, and all guests' together as one. What may
/// be of a program is shown, and presses nobody.
fn reports(connection: &mut AnyConnection, item: i64) -> Result<Reports, DbError> {
    // Of a member more than one, where flags joined that had been decided before.
    let of_members: Vec<(Reason, Option<i64>, i64)> = flags::table
        .filter(flags::item_id.eq(item))
        .filter(flags::automatic.is_null())
        .filter(flags::by_member.eq(true))
        .select((flags::reason, flags::account_id, flags::id))
        .load(connection)?;
    let of_guests: Vec<Reason> = flags::table
        .filter(flags::item_id.eq(item))
        .filter(flags::automatic.is_null())
        .filter(flags::by_member.eq(false))
        .select(flags::reason)
        .distinct()
        .load(connection)?;
    let sources = |wanted: Option<Reason>| {
        let is_said = |reason: Reason| wanted.is_none_or(|wanted| wanted == reason);
        let members: HashSet<Result<i64, i64>> = of_members
            .iter()
            .filter(|(reason, ..)| is_said(*reason))
            // Who has no account any more is told from others by the flag alone.
            .map(|(_, account, flag)| account.ok_or(*flag))
            .collect();
        let guests = of_guests.iter().any(|reason| is_said(*reason));
        i64::try_from(members.len()).unwrap_or(i64::MAX) + i64::from(guests)
    };
    Ok(Reports {
        sources: sources(None),
        personal: sources(Some(Reason::PersonalData)),
        unlawful: sources(Some(Reason::Unlawful)),
    })
}

/// Ends the open flags about something.
pub fn settle(
    connection: &mut AnyConnection,
    now: Timestamp,
    about: About,
    outcome: Outcome,
) -> Result<(), DbError> {
    diesel::update(flags_about!(about).filter(flags::outcome.eq(Outcome::Open)))
        .set((
            flags::outcome.eq(outcome),
            flags::settled_at.eq(now),
            // Of one that was opened anew that may have been seen.
            flags::seen.eq(false),
        ))
        .execute(connection)?;
    Ok(())
}

/// Opens the flags of an item anew that ended so, in the item that waits `into` now: their own, or another
/// about the same thing. Whoever gave one is told.
pub fn reopen(
    connection: &mut AnyConnection,
    now: Timestamp,
    (item, into): (i64, i64),
    ended: Outcome,
) -> Result<(), DbError> {
    let those = || {
        flags::table
            .filter(flags::item_id.eq(item))
            .filter(flags::outcome.eq(ended))
    };
    if item != into {
        let moved: i64 = those().count().get_result(connection)?;
        let before = review::again::joined(connection, into, moved)?;
        // Their numbers go on after the last that is there.
        diesel::update(those())
            .set(flags::number.eq(flags::number + before))
            .execute(connection)?;
    }
    diesel::update(those())
        .set((
            flags::item_id.eq(into),
            flags::outcome.eq(Outcome::Open),
            flags::settled_at.eq(None::<Timestamp>),
            flags::reopened_at.eq(now),
            flags::seen.eq(false),
        ))
        .execute(connection)?;
    let reports = reports(connection, into)?;
    review::weigh(connection, into, reports)
}

/// Ends the open flags about posts that are erased; what any flag says about them goes as well, for
/// it may repeat them.
pub fn settle_erased(
    connection: &mut AnyConnection,
    now: Timestamp,
    posts: &[i64],
) -> Result<(), DbError> {
    let about = flags::table.filter(flags::post_id.eq_any(posts.to_vec()));
    diesel::update(about.filter(flags::outcome.eq(Outcome::Open)))
        .set((
            flags::outcome.eq(Outcome::Gone),
            flags::settled_at.eq(now),
            flags::seen.eq(false),
        ))
        .execute(connection)?;
    forget_words_about(connection, now, posts)
}

/// As [`forget_words`], about many posts.
pub fn forget_words_about(
    connection: &mut AnyConnection,
    now: Timestamp,
    posts: &[i64],
) -> Result<(), DbError> {
    let written: Vec<i64> = flags::table
        .filter(flags::post_id.eq_any(posts.to_vec()))
        .filter(flags::words_sealed.is_not_null())
        .select(flags::id)
        .load(connection)?;
    without_words(connection, now, written)
}

/// What flags say about something goes, for it may repeat what is there no longer.
pub fn forget_words(
    connection: &mut AnyConnection,
    now: Timestamp,
    about: About,
) -> Result<(), DbError> {
    let written: Vec<i64> = flags_about!(about)
        .filter(flags::words_sealed.is_not_null())
        .select(flags::id)
        .load(connection)?;
    without_words(connection, now, written)
}

/// As [`forget_words`], where the flags stay open: what those say stays for who decides about them,
/// unless it repeats what is `gone`. Where more than these words is gone, what tells personal data of
/// any kind goes as well.
pub fn forget_repeated(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    gone: &[Withdrawn],
    is_more_gone: bool,
) -> Result<(), ForumError> {
    let written: Vec<(i64, Outcome, Vec<u8>)> = flags_about!(about)
        .filter(flags::words_sealed.is_not_null())
        .select((
            flags::id,
            flags::outcome,
            flags::words_sealed.assume_not_null(),
        ))
        .load(connection)?;
    let detector = context.detector();
    let mut forgotten = Vec::new();
    for (id, outcome, sealed) in written {
        let words = sealed::open(&context.config.keys, Column::FlagWords, &sealed)?;
        let field = Field {
            name: "words",
            format: Format::Plain,
            source: words.reveal(Viewer::Plaza, Purpose::Storage).clone(),
            known: Known::default(),
        };
        let repeats = rewrite::withdraw_words(&field, &detector, &[], gone).is_some()
            || is_more_gone && !find(&field, &detector).is_empty();
        if repeats || outcome != Outcome::Open {
            forgotten.push(id);
        }
    }
    Ok(without_words(connection, context.now(), forgotten)?)
}

/// With what they say goes the consent on which it was kept.
fn without_words(
    connection: &mut AnyConnection,
    now: Timestamp,
    written: Vec<i64>,
) -> Result<(), DbError> {
    consent::withdraw_of_flags(connection, now, &written)?;
    diesel::update(flags::table.filter(flags::id.eq_any(written)))
        .set(flags::words_sealed.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(())
}

/// The open flags that lead to nothing any more, neither an item nor what they are about: nobody
/// ever decides them.
pub fn lost(
    connection: &mut AnyConnection,
    _now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    Ok(flags::table
        .filter(flags::outcome.eq(Outcome::Open))
        .filter(flags::item_id.is_null())
        .filter(flags::post_id.is_null())
        .filter(flags::profile_id.is_null())
        .limit(limit)
        .select(flags::id)
        .load(connection)?)
}

/// Takes an account that is erased out of its flags, with all that it wrote in them; that somebody
/// flagged, and why, stays for who decides.
pub fn forget_account(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    let own = || flags::table.filter(flags::account_id.eq(account));
    diesel::delete(flag_looks::table.filter(flag_looks::flag_id.eq_any(own().select(flags::id))))
        .execute(connection)?;
    diesel::update(own())
        .set((
            flags::account_id.eq(None::<i64>),
            flags::words_sealed.eq(None::<Vec<u8>>),
            flags::consent_id.eq(None::<i64>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes back the words of the flag that rest on this consent, at their writer's wish; the flag
/// itself stays. Gives whether there were any.
pub fn withdraw_words(
    connection: &mut AnyConnection,
    context: &Context,
    consent: i64,
) -> Result<bool, ForumError> {
    let flag: Option<i64> = flags::table
        .filter(flags::consent_id.eq(consent))
        .select(flags::id)
        .first(connection)
        .optional()?;
    let Some(id) = flag else {
        return Ok(false);
    };
    let there = forget_again(connection, context.now(), id)?;
    if there {
        erasures::append::<ForumError>(connection, context, Erased::Flag { id })?;
    }
    Ok(there)
}

/// As [`withdraw_words`], without a line in the erasure journal: also for a restored backup.
pub fn forget_again(
    connection: &mut AnyConnection,
    at: Timestamp,
    flag: i64,
) -> Result<bool, DbError> {
    diesel::update(flags::table.find(flag))
        .set(flags::words_sealed.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(consent::withdraw(connection, at, Subject::Flag(flag), Notice::Flag)? > 0)
}
