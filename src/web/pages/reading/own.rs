//! What a topic's page shows to one reader alone, and what it lets count as read.

use std::collections::HashMap;

use crate::{
    accounts::Member,
    context::Context,
    forum::{
        State,
        posts::Post,
        reading::{
            bookmarks,
            notifications::{self, Seen},
            reactions::{self, Totals},
            tracking::{self, Unread},
            watches::{self, Level, Place},
        },
        topics::Topic,
    },
    web::{fault::Fault, page::Page},
};

/// Of who is logged on.
pub struct Own {
    /// `None` where it is not remembered.
    pub unread: Option<Unread>,
    pub level: Option<Level>,
    bookmarks: Vec<i64>,
}

impl Own {
    pub fn is_bookmarked(&self, post: &Post) -> bool {
        self.bookmarks.contains(&post.id)
    }

    pub fn is_new(&self, post: &Post) -> bool {
        let mut unread = self.unread.iter();
        unread.any(|unread| unread.here.contains(&post.id))
    }

    /// The first post that was not read, where there is one, and whether it stands here.
    pub fn first(&self) -> Option<(i64, bool)> {
        let unread = self.unread.as_ref()?;
        let first = unread.first?;
        Some((first, unread.here.contains(&first)))
    }
}

/// The reactions to the posts of a page.
pub async fn reactions(
    context: &Context,
    reader: Option<&Member>,
    posts: &[Post],
) -> Result<HashMap<i64, Totals>, Fault> {
    let account = reader.map(|reader| reader.id);
    Ok(reactions::of_posts(context, account, public(posts)).await?)
}

/// What one reader is shown beside a page of a topic. The page counts as read and what was told
/// of its posts as seen, unless the browser fetches it before anybody looks at it.
pub async fn of_topic(
    page: &mut Page,
    context: &Context,
    topic: &Topic,
    posts: &[Post],
) -> Result<Option<Own>, Fault> {
    let Some(member) = page.account.clone() else {
        return Ok(None);
    };
    let account = member.id;
    let shown = public(posts);
    let unread = tracking::of_topic(context, member.id, topic, &shown).await?;
    if !page.ahead {
        if unread.is_some() {
            tracking::shown(context, member.id, topic, &shown).await?;
        }
        if page.unseen > 0 {
            notifications::see(context, member.id, Seen::Posts(shown.clone())).await?;
            page.unseen = context
                .db
                .read(move |connection| notifications::unseen(connection, &member))
                .await?;
        }
    }
    Ok(Some(Own {
        unread,
        level: watches::level(context, account, Place::Topic(topic.id)).await?,
        bookmarks: bookmarks::among(context, account, shown).await?,
    }))
}

fn public(posts: &[Post]) -> Vec<i64> {
    let public = posts.iter().filter(|post| post.state == State::Published);
    public.map(|post| post.id).collect()
}
