//! Who is mentioned in a post. Telling them of it is done in `reading::told`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    ForumError, State, copies, flags, names, originals, quotes, reading::digest::Told, rewriting,
};
use crate::{
    accounts::{AccountError, LONGEST_NAME, settings},
    context::Context,
    db::{
        AnyConnection, DbError, one_of,
        schema::{accounts, post_mentions, posts},
        text_enum,
    },
    i18n::Lang,
    review,
    text::{
        Field,
        mention::{self, Named},
        publication::Published,
        rewrite,
    },
};

text_enum! {
    /// Where in a post somebody's name stands.
    pub enum Stands {
        /// Its author calls them.
        Text = "text",
        /// Only in what it quotes: whom that post called was told by it.
        Quote = "quote",
        /// Only in an earlier version.
        Before = "before",
    }
}

/// More people of one name than these are not told apart.
const MOST: i64 = 500;

/// Everybody whose name may stand behind an `@` of this text. Several people of one name are
/// nobody, unless one of them writes in the topic.
pub(super) fn resolve(
    connection: &mut AnyConnection,
    body: &str,
    topic: Option<i64>,
) -> Result<Vec<Named>, ForumError> {
    let names = mention::candidates(body, LONGEST_NAME);
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String, bool)> = accounts::table
        .filter(accounts::name.eq_any(names))
        .order(accounts::id)
        .limit(MOST)
        .select((accounts::id, accounts::name, accounts::name_is_personal))
        .load(connection)?;
    let all: Vec<Named> = rows
        .into_iter()
        .map(|(id, name, is_personal)| Named {
            id,
            name,
            is_personal,
        })
        .collect();
    let several = |named: &Named| all.iter().filter(|one| one.name == named.name).count() > 1;
    let unsure: Vec<i64> = all
        .iter()
        .filter(|named| several(named))
        .map(|named| named.id)
        .collect();
    let here: Vec<i64> = match topic {
        Some(topic) if !unsure.is_empty() => posts::table
            .filter(posts::topic_id.eq(topic))
            .filter(posts::state.eq(State::Published))
            .filter(posts::account_id.assume_not_null().eq_any(unsure))
            .select(posts::account_id.assume_not_null())
            .distinct()
            .load(connection)?,
        _ => Vec::new(),
    };
    let alone_here = |named: &Named| {
        let mut others = all.iter().filter(|one| one.name == named.name);
        here.contains(&named.id) && others.all(|one| one.id == named.id || !here.contains(&one.id))
    };
    Ok(all
        .iter()
        .filter(|named| !several(named) || alone_here(named))
        .cloned()
        .collect())
}

/// Whom several posts mention, in any of their versions.
pub(super) fn recorded(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<Vec<(i64, Named)>, ForumError> {
    let rows: Vec<(i64, i64, String, bool)> = post_mentions::table
        .inner_join(accounts::table)
        .filter(post_mentions::post_id.eq_any(posts.to_vec()))
        .order((post_mentions::post_id, post_mentions::account_id))
        .select((
            post_mentions::post_id,
            accounts::id,
            accounts::name,
            accounts::name_is_personal,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(post, id, name, is_personal)| {
            let named = Named {
                id,
                name,
                is_personal,
            };
            (post, named)
        })
        .collect())
}

/// Somebody whose name stands in the present version of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentioned {
    pub name: String,
    /// Whether the name is personal data and carries a mark.
    pub name_marked: bool,
}

/// Whom the present versions of several posts mention.
pub(super) fn of_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, Vec<Mentioned>>, ForumError> {
    let rows: Vec<(i64, String, bool)> = post_mentions::table
        .inner_join(accounts::table)
        .filter(one_of(post_mentions::post_id, posts.to_vec()))
        .filter(post_mentions::stands.ne(Stands::Before))
        .order((post_mentions::post_id, post_mentions::account_id))
        .select((
            post_mentions::post_id,
            accounts::name,
            accounts::name_is_personal,
        ))
        .load(connection)?;
    let mut mentioned: HashMap<i64, Vec<Mentioned>> = HashMap::new();
    for (post, name, name_marked) in rows {
        mentioned
            .entry(post)
            .or_default()
            .push(Mentioned { name, name_marked });
    }
    Ok(mentioned)
}

/// Stores whom the present version of a post mentions, beside whom earlier ones did.
pub(super) fn record(
    connection: &mut AnyConnection,
    post: i64,
    body: &str,
    known: &[Named],
) -> Result<(), ForumError> {
    diesel::update(post_mentions::table.filter(post_mentions::post_id.eq(post)))
        .set(post_mentions::stands.eq(Stands::Before))
        .execute(connection)?;
    for (account, outside) in mention::mentioned(body, known) {
        let stands = if outside { Stands::Text } else { Stands::Quote };
        let known = diesel::update(post_mentions::table.find((post, account)))
            .set(post_mentions::stands.eq(stands))
            .execute(connection)?;
        if known == 0 {
            diesel::insert_into(post_mentions::table)
                .values((
                    post_mentions::post_id.eq(post),
                    post_mentions::account_id.eq(account),
                    post_mentions::stands.eq(stands),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// Finds out anew whom the present version of some posts mentions, of everybody whom one of their
/// versions does: words were taken out of it, or put back.
pub fn look_again(connection: &mut AnyConnection, ids: &[i64]) -> Result<(), ForumError> {
    let recorded = recorded(connection, ids)?;
    let bodies: Vec<(i64, String)> = posts::table
        .filter(posts::id.eq_any(ids.to_vec()))
        .select((posts::id, posts::body))
        .load(connection)?;
    for (post, body) in bodies {
        let own = recorded.iter().filter(|(of, _)| *of == post);
        let known: Vec<Named> = own.map(|(_, named)| named.clone()).collect();
        if !known.is_empty() {
            record(connection, post, &body, &known)?;
        }
    }
    Ok(())
}

/// Takes somebody's name out of every mention, before the account goes.
pub fn forget(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), ForumError> {
    call(connection, context, account, None)
}

/// Changes one's public name, which holds at once wherever it stands: in mentions too.
///
/// Fails as [`settings::change_name`] does, and where a watched word is new in it.
pub async fn change_name(
    context: &Context,
    account: i64,
    typed: &str,
    is_personal: bool,
    lang: Lang,
) -> Result<(), AccountError> {
    names::look(context, Some(account), typed).await?;
    let cx = context.clone();
    let along = move |connection: &mut AnyConnection, name: &str, is_personal: bool| {
        let now = Named {
            id: account,
            name: name.to_owned(),
            is_personal,
        };
        let told = |error| match error {
            ForumError::Db(error) => AccountError::Db(error),
            ForumError::Sealed(error) => AccountError::Sealed(error),
            _ => AccountError::Gone,
        };
        call(connection, &cx, account, Some(&now)).map_err(told)?;
        flags::forget_words(connection, cx.now(), review::About::Profile(account))?;
        Ok(copies::forget(connection, Told::By(account))?)
    };
    settings::change_name(context, account, typed, is_personal, lang, along).await
}

/// The posts that mention somebody.
pub fn calling(connection: &mut AnyConnection, account: i64) -> Result<Vec<i64>, DbError> {
    Ok(post_mentions::table
        .filter(post_mentions::account_id.eq(account))
        .select(post_mentions::post_id)
        .load(connection)?)
}

/// Writes every mention of somebody anew; their present name is still stored.
fn call(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    now: Option<&Named>,
) -> Result<(), ForumError> {
    let posts = calling(connection, account)?;
    quotes::hold(connection, &posts, &[])?;
    let detector = context.detector();
    let anew = |text: &Field, published: &[Published]| {
        rewrite::rename_mentions(text, &detector, published, account, now)
    };
    for copy in rewriting::read(connection, &posts)? {
        copy.rewrite(connection, anew)?;
    }
    originals::rewrite(connection, context, &posts, anew)?;
    Ok(())
}
