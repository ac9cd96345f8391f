//! What a topic's page shows to one reader alone, and what it lets count as read.

use crate::{
    context::Context,
    db::AnyConnection,
    forum::{
        ForumError, State,
        posts::Post,
        reading::{
            bookmarks,
            notifications::{self, Seen},
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

/// What is kept for one account beside a page of a topic.
pub fn of_topic(
    connection: &mut AnyConnection,
    account: i64,
    topic: &Topic,
    posts: &[Post],
) -> Result<Own, ForumError> {
    let shown = public(posts);
    Ok(Own {
        unread: tracking::of_topic(connection, account, topic, &shown)?,
        level: watches::level(connection, account, Place::Topic(topic.id))?,
        bookmarks: bookmarks::among(connection, account, &shown)?,
    })
}

/// Lets a page of a topic count as read and what was told of its posts as seen, unless the browser
/// fetches it before anybody looks at it.
pub async fn seen(
    page: &mut Page,
    context: &Context,
    topic: &Topic,
    posts: &[Post],
    own: Option<&Own>,
) -> Result<(), Fault> {
    let (Some(member), Some(own)) = (page.account.clone(), own) else {
        return Ok(());
    };
    if page.ahead {
        return Ok(());
    }
    let shown = public(posts);
    if own.unread.as_ref().is_some_and(|unread| unread.moves) {
        tracking::move_on(context, member.id, topic, &shown).await?;
    }
    if page.unseen > 0 {
        notifications::see(context, member.id, Seen::Posts(shown)).await?;
        page.unseen = context
            .db
            .read(move |connection| notifications::unseen(connection, &member))
            .await?;
    }
    Ok(())
}

/// The posts to which readers react and that they keep.
pub fn public(posts: &[Post]) -> Vec<i64> {
    let public = posts.iter().filter(|post| post.state == State::Published);
    public.map(|post| post.id).collect()
}
