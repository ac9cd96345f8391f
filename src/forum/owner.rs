//! Who wrote a post: its account, whoever holds the key that a guest was given, or the resident who
//! opened the case that was published with it.
//!
//! All that an author does to a post takes an [`Owner`], and an owner is made here alone, after
//! a look. Nobody puts one together:
//!
//! ```compile_fail
//! let _ = plaza::forum::owner::Owner { post: 1, by: todo!() };
//! ```

use diesel::prelude::*;

use super::{
    ForumError,
    posts::{self, Post},
    reader::Reader,
    submission::Author,
};
use crate::{
    accounts::{Member, throttle},
    context::Context,
    db::schema::{posts as post_table, published_suggestions, topics},
    keys::Keys,
    privacy::{Owned, OwnersProof, Proven, keepsake::Keepsake},
};

/// Somebody who was found to be the author of a post.
#[derive(Clone)]
pub struct Owner {
    post: i64,
    by: By,
}

#[derive(Clone)]
enum By {
    Account(Member),
    Key,
    Case,
}

impl Owner {
    /// The member who wrote the post: [`ForumError::NotYours`] for another's that the member sees.
    pub async fn by_account(
        context: &Context,
        member: &Member,
        post: i64,
    ) -> Result<Self, ForumError> {
        let (id, reader) = (member.id, Reader::from(member));
        context
            .db
            .read(move |connection| {
                let author: Option<Option<i64>> = post_table::table
                    .find(post)
                    .select(post_table::account_id)
                    .first(connection)
                    .optional()?;
                if author.flatten() == Some(id) {
                    return Ok(());
                }
                posts::visible(connection, post, reader)?;
                Err(ForumError::NotYours)
            })
            .await?;
        Ok(Self {
            post,
            by: By::Account(member.clone()),
        })
    }

    /// The guest who holds the post's key. Failures are counted by post, whether or not there is
    /// one; as with a case's password, a block never keeps the right key out.
    pub async fn by_key(context: &Context, post: i64, typed: &str) -> Result<Self, ForumError> {
        let (cx, key) = (context.clone(), typed.to_owned());
        let is_right = context
            .db
            .read(move |connection| {
                let stored: Option<Option<Vec<u8>>> = post_table::table
                    .find(post)
                    .select(post_table::guest_key_hash)
                    .first(connection)
                    .optional()?;
                // What was typed is hashed and compared whether or not there is one.
                let stored = stored.flatten().unwrap_or_else(|| vec![0; 32]);
                Ok::<_, ForumError>(opens(&cx.config.keys, post, &key, &stored))
            })
            .await?;
        if is_right {
            return Ok(Self { post, by: By::Key });
        }
        let counted = throttle::key(context, "post-key", &post.to_be_bytes());
        throttle::count(context, counted).await?;
        Err(ForumError::NoSuchKey)
    }

    /// The resident who opened a case, whose words were published as a topic.
    pub async fn by_case(context: &Context, case: &dyn OwnersProof) -> Result<Self, ForumError> {
        let Owned::Case(case) = case.owned() else {
            return Err(ForumError::NotYours);
        };
        let post = context
            .db
            .read(move |connection| {
                let opening = published_suggestions::table
                    .inner_join(topics::table.inner_join(post_table::table))
                    .filter(published_suggestions::case_id.eq(case))
                    .filter(post_table::opens_topic.eq(true))
                    .select(post_table::id);
                Ok::<_, ForumError>(opening.first(connection).optional()?)
            })
            .await?
            .ok_or(ForumError::NotFound)?;
        Ok(Self { post, by: By::Case })
    }

    /// The post that is theirs.
    pub const fn post(&self) -> i64 {
        self.post
    }

    /// Whom the post's texts are published by, when they are published again.
    pub fn author(&self, post: &Post) -> Author {
        match &self.by {
            By::Account(member) => Author::Account(member.clone()),
            By::Key | By::Case => Author::KeyHolder {
                name: post.author.name.clone(),
                public_email: post.author.email.clone().unwrap_or_default(),
            },
        }
    }

    pub(super) const fn is_guest(&self) -> bool {
        matches!(self.by, By::Key | By::Case)
    }

    pub(super) const fn is_resident(&self) -> bool {
        matches!(self.by, By::Case)
    }

    pub(super) fn reader(&self) -> Reader {
        match &self.by {
            By::Account(member) => member.into(),
            By::Key | By::Case => Reader::with_key_of(self.post),
        }
    }
}

impl Proven for Owner {}
impl OwnersProof for Owner {
    fn owned(&self) -> Owned {
        Owned::Post(self.post)
    }
}

/// Whether this is the key of a post; `stored` is what is kept of it.
pub(super) fn opens(keys: &Keys, post: i64, key: &str, stored: &[u8]) -> bool {
    Keepsake::PostKey.holds(keys, &post.to_string(), key, stored)
}

/// What is kept of a post's key.
pub(super) fn stored(context: &Context, post: i64, key: &str) -> Vec<u8> {
    let keys = &context.config.keys;
    Keepsake::PostKey.stored(keys, &context.random, &post.to_string(), key)
}
