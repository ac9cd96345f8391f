//! Reactions to posts: a few fixed words, each once for an account and post. Everybody sees how
//! many there are; who they are of, nobody but each for themselves.
//!
//! A total is shown from the first reaction on, and is no statistic (promise 13): it is a count of
//! what was publicly said at a post, like the replies under it, not a figure about the people who
//! read there. It is broken down by nothing, and no page, mail, export or figure tells who
//! reacted, not to the post's author and not to the city's own people.

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};

use super::once;
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, DbError, one_of, schema::reactions, text_enum},
    forum::{ForumError, State, posts, reader::Reader},
};

text_enum! {
    /// What can be said with one press.
    #[schema(as = ReactionKind)]
    pub enum Kind {
        Agree = "agree",
        Thanks = "thanks",
        Helpful = "helpful",
    }
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Agree, Self::Thanks, Self::Helpful];
}

/// The reactions to one post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    counts: Vec<(Kind, i64)>,
    /// The reader's own.
    mine: Vec<Kind>,
}

impl Totals {
    pub fn count(&self, kind: Kind) -> i64 {
        let mut counts = self.counts.iter();
        let found = counts.find(|(counted, _)| *counted == kind);
        found.map_or(0, |(_, count)| *count)
    }

    pub fn is_mine(&self, kind: Kind) -> bool {
        self.mine.contains(&kind)
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// Reacts to a post, or takes the reaction back; twice is once.
///
/// [`ForumError::NotYours`] to one's own post, [`ForumError::Closed`] where the topic is locked or
/// its board archived. What was reacted can be taken back anywhere.
pub async fn set(
    context: &Context,
    member: &Member,
    post: i64,
    kind: Kind,
    given: bool,
) -> Result<(), ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .write(move |connection| {
            if !given {
                diesel::delete(reactions::table.find((post, account, kind))).execute(connection)?;
                return Ok(());
            }
            let (topic, found) = posts::visible(connection, post, reader)?;
            if found.state != State::Published || topic.state != State::Published {
                return Err(ForumError::NotFound);
            }
            if found.mine {
                return Err(ForumError::NotYours);
            }
            if topic.locked || topic.board.archived_at.is_some() {
                return Err(ForumError::Closed);
            }
            once(connection, |connection| {
                diesel::insert_into(reactions::table)
                    .values((
                        reactions::post_id.eq(post),
                        reactions::account_id.eq(account),
                        reactions::kind.eq(kind),
                    ))
                    .execute(connection)
            })?;
            Ok(())
        })
        .await
}

/// The reactions to posts that the reader was shown, by post.
pub fn of_posts(
    connection: &mut AnyConnection,
    account: Option<i64>,
    posts: &[i64],
) -> Result<HashMap<i64, Totals>, DbError> {
    let counted: Vec<(i64, Kind, i64)> = reactions::table
        .filter(one_of(reactions::post_id, posts.to_vec()))
        .group_by((reactions::post_id, reactions::kind))
        .select((reactions::post_id, reactions::kind, count_star()))
        .load(connection)?;
    let mut all: HashMap<i64, Totals> = HashMap::new();
    for (post, kind, count) in counted {
        all.entry(post).or_default().counts.push((kind, count));
    }
    if let Some(account) = account {
        let mine: Vec<(i64, Kind)> = reactions::table
            .filter(reactions::account_id.eq(account))
            .filter(one_of(reactions::post_id, posts.to_vec()))
            .select((reactions::post_id, reactions::kind))
            .load(connection)?;
        for (post, kind) in mine {
            all.entry(post).or_default().mine.push(kind);
        }
    }
    Ok(all)
}
