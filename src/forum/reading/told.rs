//! Who is told of a post when it becomes public: one row each, written in the transaction that
//! shows it.
//!
//! Whoever is mentioned, quoted or answered is told, and whoever watches; nobody of their own
//! posts, of what they may not read, or of what they muted. An edit tells nobody.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Date, Text},
};

use super::{appearing, notifications::Kind, watches::Level};
use crate::{
    accounts::Role,
    context::Context,
    db::{
        AnyConnection, one_of,
        schema::{
            accounts, boards, notifications, post_mentions, post_quotes, posts, topics, watches,
        },
    },
    forum::{
        ForumError, State,
        mentions::Stands,
        reader::{self, Circle},
    },
    webhooks::{self, Event},
};

/// What is asked about a post to know who is told.
struct New {
    post: i64,
    topic: i64,
    board: i64,
    author: Option<i64>,
    readers: Vec<Role>,
    today: chrono::NaiveDate,
}

type Row = (i64, bool, Option<i64>, Option<i64>, i64, Circle);

/// A moderator lets a post be seen: the first time it takes its number and everybody is told. Where
/// it opens its topic, so are those of its answers that waited for the topic.
pub fn when_first_seen(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<(), ForumError> {
    let opened: Option<i64> = posts::table
        .find(post)
        .filter(posts::opens_topic.eq(true))
        .select(posts::topic_id)
        .first(connection)
        .optional()?;
    let mut seen = vec![post];
    seen.extend::<Vec<i64>>(
        posts::table
            .filter(posts::topic_id.eq(opened.unwrap_or(0)))
            .filter(posts::id.ne(post))
            .filter(posts::state.eq(State::Published))
            .filter(posts::appeared.is_null())
            .order((posts::created_at, posts::id))
            .select(posts::id)
            .load(connection)?,
    );
    for post in seen {
        if appearing::appears(connection, post)? {
            of(connection, context, post)?;
        }
    }
    Ok(())
}

/// Tells everybody of a post that has become public. Done twice, it tells nobody twice.
pub fn of(connection: &mut AnyConnection, context: &Context, post: i64) -> Result<(), ForumError> {
    let row: Option<Row> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::id.eq(post))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .select((
            posts::topic_id,
            posts::opens_topic,
            posts::account_id,
            posts::reply_to,
            topics::board_id,
            boards::read_by,
        ))
        .first(connection)
        .optional()?;
    let Some((topic, opens, author, reply_to, board, read_by)) = row else {
        return Ok(());
    };
    // Of what only some may read nobody else is told.
    if read_by == Circle::Everybody {
        let event = match opens {
            true => Event::TopicCreated(post),
            false => Event::PostPublished(post),
        };
        webhooks::happened(connection, context, event)?;
    }
    let new = New {
        post,
        topic,
        board,
        author,
        readers: reader::roles_in(read_by),
        today: context.clock.today(context.config.city.time_zone),
    };
    let mentioned: Vec<i64> = post_mentions::table
        .filter(post_mentions::post_id.eq(post))
        .filter(post_mentions::stands.eq(Stands::Text))
        .select(post_mentions::account_id)
        .load(connection)?;
    new.tell(connection, Kind::Mention, &mentioned)?;
    let sources = post_quotes::table
        .filter(post_quotes::post_id.eq(post))
        .filter(post_quotes::verified.eq(true))
        .select(post_quotes::quoted_post_id);
    let quoted: Vec<i64> = posts::table
        .filter(posts::id.eq_any(sources))
        .filter(posts::account_id.is_not_null())
        .select(posts::account_id.assume_not_null())
        .load(connection)?;
    new.tell(connection, Kind::Quote, &quoted)?;
    if !opens {
        // By their numbers: a condition on one of a topic's posts would look through all of them.
        let opening: Option<i64> = posts::table
            .filter(posts::topic_id.eq(topic))
            .filter(posts::opens_topic.eq(true))
            .select(posts::id)
            .first(connection)
            .optional()?;
        let opening = posts::id.eq(opening.unwrap_or(0));
        let answered: Vec<i64> = posts::table
            .filter(opening.or(posts::id.eq(reply_to.unwrap_or(0))))
            .filter(posts::topic_id.eq(topic))
            .filter(posts::state.eq(State::Published))
            .filter(posts::account_id.is_not_null())
            .select(posts::account_id.assume_not_null())
            .load(connection)?;
        new.tell(connection, Kind::Reply, &answered)?;
    }
    new.tell_watching(connection)
}

/// Inserts a row for each of the accounts that `$those` selects and that may be told.
macro_rules! insert {
    ($connection:expr, $new:expr, $kind:expr, $those:expr) => {{
        let new: &New = $new;
        let of_topic = || watches::table.filter(watches::topic_id.eq(new.topic));
        let muted = of_topic()
            .filter(watches::level.eq(Level::Muted))
            .select(watches::account_id);
        let muted_board = watches::table
            .filter(watches::board_id.eq(new.board))
            .filter(watches::level.eq(Level::Muted))
            .select(watches::account_id);
        let told = notifications::table
            .filter(notifications::post_id.eq(new.post))
            .select(notifications::account_id);
        accounts::table
            .filter(accounts::id.eq_any($those))
            .filter(accounts::id.ne(new.author.unwrap_or(0)))
            .filter(one_of(accounts::role, new.readers.clone()))
            .filter(accounts::id.ne_all(told))
            .filter(accounts::id.ne_all(muted))
            .filter(
                accounts::id
                    .ne_all(muted_board)
                    .or(accounts::id.eq_any(of_topic().select(watches::account_id))),
            )
            .select((
                accounts::id,
                new.post.into_sql::<BigInt>(),
                $kind.as_str().into_sql::<Text>(),
                new.today.into_sql::<Date>(),
                false.into_sql::<Bool>(),
                false.into_sql::<Bool>(),
            ))
            .insert_into(notifications::table)
            .into_columns((
                notifications::account_id,
                notifications::post_id,
                notifications::kind,
                notifications::day,
                notifications::seen,
                notifications::mailed,
            ))
            .execute($connection)?
    }};
}

impl New {
    /// Tells some accounts, of those that may be told.
    fn tell(
        &self,
        connection: &mut AnyConnection,
        kind: Kind,
        accounts: &[i64],
    ) -> Result<(), ForumError> {
        if !accounts.is_empty() {
            insert!(connection, self, kind, accounts.to_vec());
        }
        Ok(())
    }

    /// Tells whoever watches the topic or its board.
    fn tell_watching(&self, connection: &mut AnyConnection) -> Result<(), ForumError> {
        let watching = || watches::table.filter(watches::level.eq(Level::Watching));
        let of_topic = watching().filter(watches::topic_id.eq(self.topic));
        insert!(
            connection,
            self,
            Kind::Watched,
            of_topic.select(watches::account_id)
        );
        let of_board = watching().filter(watches::board_id.eq(self.board));
        insert!(
            connection,
            self,
            Kind::Watched,
            of_board.select(watches::account_id)
        );
        Ok(())
    }
}
