//! Taking posts away for good: a tombstone stays where others could read one, and nothing of it is
//! left in versions, findings, quotes, the review queue and the copies.
//!
//! Who may and what for, `rights` and `published` know.

use diesel::prelude::*;

use super::{
    ForumError, State, copies, drafts, flags, quotes,
    reading::digest::Told,
    regroup::{self, NO_TITLE},
};
use crate::{
    attachments,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{
            appeals, found_again, notifications, post_decisions, post_findings, post_mentions,
            post_quotes, post_revisions, posts as post_table, reactions, review_items,
            sealed_originals, sealed_quotes, topic_tags, topics,
        },
    },
    privacy::consent,
    spam,
    text::rewrite::Gone,
    webhooks,
};

/// Leaves a tombstone of each post that others could read, and of the others nothing to see.
pub fn posts(
    connection: &mut AnyConnection,
    context: &Context,
    ids: Vec<i64>,
) -> Result<(), ForumError> {
    if ids.is_empty() {
        return Ok(());
    }
    quotes::hold(connection, &ids, &[])?;
    // While it stands which of them everybody could read.
    webhooks::withdrawn(connection, context, &ids)?;
    // While it is known who was told of them.
    copies::forget(connection, Told::Of(&ids))?;
    attachments::discard_of_posts(connection, &ids)?;
    drafts::forget_of_posts(connection, &ids)?;
    consent::withdraw_of_posts(connection, context.now(), &ids)?;
    flags::settle_erased(connection, context.now(), &ids)?;
    let these = || post_table::table.filter(post_table::id.eq_any(ids.clone()));
    diesel::update(
        these()
            .filter(post_table::state.eq_any([State::Held, State::Rejected]))
            .filter(post_table::was_public.eq(false)),
    )
    .set((
        post_table::state.eq(State::Withdrawn),
        post_table::guest_key_hash.eq(None::<Vec<u8>>),
    ))
    .execute(connection)?;
    diesel::update(these().filter(post_table::state.ne(State::Withdrawn)))
        .set((
            post_table::state.eq(State::Erased),
            post_table::guest_key_hash.eq(None::<Vec<u8>>),
        ))
        .execute(connection)?;
    diesel::update(these())
        .set((
            post_table::body.eq(""),
            post_table::body_html.eq(""),
            post_table::account_id.eq(None::<i64>),
            post_table::office_id.eq(None::<i64>),
            post_table::guest_name.eq(None::<String>),
            post_table::guest_name_is_personal.eq(false),
            post_table::guest_email.eq(None::<String>),
            post_table::submission.eq(None::<Vec<u8>>),
            post_table::edited_at.eq(None::<Timestamp>),
        ))
        .execute(connection)?;
    macro_rules! delete_of {
        ($($table:ident)*) => {
            $(diesel::delete($table::table.filter($table::post_id.eq_any(ids.clone())))
                .execute(connection)?;)*
        };
    }
    delete_of!(
        post_revisions post_findings review_items sealed_quotes sealed_originals appeals
        post_decisions post_quotes post_mentions found_again notifications reactions
    );
    spam::forget(connection, &ids)?;
    // What is personal in them is quoted nowhere either.
    quotes::forget(connection, context, &ids, Gone::Everything)?;
    let touched: Vec<(i64, bool)> = post_table::table
        .filter(post_table::id.eq_any(ids.clone()))
        .select((post_table::topic_id, post_table::opens_topic))
        .load(connection)?;
    let answered: Vec<i64> = touched.iter().map(|(topic, _)| *topic).collect();
    regroup::recount(connection, &answered)?;
    let opened: Vec<i64> = touched
        .into_iter()
        .filter_map(|(topic, opens)| opens.then_some(topic))
        .collect();
    diesel::delete(topic_tags::table.filter(topic_tags::topic_id.eq_any(opened.clone())))
        .execute(connection)?;
    diesel::update(topics::table.filter(topics::id.eq_any(opened.clone())))
        .set((topics::title.eq(NO_TITLE), topics::title_html.eq(NO_TITLE)))
        .execute(connection)?;
    // A topic that others answered stays for their sake; nothing of it waits for review any more.
    diesel::update(
        topics::table
            .filter(topics::id.eq_any(opened.clone()))
            .filter(topics::reply_count.eq(0)),
    )
    .set(topics::state.eq(State::Erased))
    .execute(connection)?;
    // So does one of which a moderator rejected a change: what others answered before is theirs. What
    // a moderator hid stays hidden, as it was hidden with its answers.
    diesel::update(
        topics::table
            .filter(topics::id.eq_any(opened))
            .filter(topics::state.eq_any([State::Held, State::Rejected]))
            .filter(topics::reply_count.gt(0)),
    )
    .set(topics::state.eq(State::Published))
    .execute(connection)?;
    copies::changed(connection, &ids)?;
    Ok(())
}
