//! Erasing what somebody gave, at their own wish: from the account, the posts and all of their
//! versions, the review queue, and the mails that wait or were kept.
//!
//! A tombstone stays where a post stood. What the ledger and the case files hold as a duty goes
//! by the retention schedule (Personal Data Protection Act art. 11).

use diesel::prelude::*;
use serde_json::{Map, json};

use super::RightsError;
use crate::{
    accounts::{Member, Password, Role, settings},
    attachments,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{
            accounts, appeals, found_again, notifications, outbox, post_findings, post_mentions,
            post_quotes, post_revisions, posts, reactions, registrations, review_items,
            sealed_originals, sealed_quotes, topic_tags, topics,
        },
    },
    events::sign_up,
    forum::{
        State, copies, drafts, mentions,
        owner::Owner,
        public_email, quotes,
        reading::tracking,
        regroup::{self, NO_TITLE},
    },
    privacy::{
        consent,
        erasures::{self, Erased, Posts},
        ground::{Consented, Ground},
        inventory::{self, Root},
        ledger::{self, About, Act},
    },
    requests,
    suggestions::withdraw,
    text::rewrite::Gone,
};

/// Erases one's own account after the password was given once more. It cannot be undone.
///
/// Field of [`crate::accounts::AccountError::Invalid`]: `password`.
pub async fn own_account(
    context: &Context,
    member: &Member,
    password: &Password,
    fate: Posts,
) -> Result<(), RightsError> {
    if member.role != Role::Resident {
        return Err(RightsError::HasDuties);
    }
    settings::ask_again(context, member.id, "password", password).await?;
    erase_now(
        context,
        Erased::Account {
            id: member.id,
            posts: fate,
        },
    )
    .await
}

/// Erases one's own post.
pub async fn own_post(context: &Context, owner: &Owner) -> Result<(), RightsError> {
    erase_now(context, Erased::Post { id: owner.post() }).await
}

async fn erase_now(context: &Context, erased: Erased) -> Result<(), RightsError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let ground = Ground::OwnersConsent(Consented::InPerson);
            if !carry_out(connection, &cx, erased, &ground)? {
                return Err(RightsError::NotFound);
            }
            // Last, as whatever fails before it undoes the transaction and needs no line.
            erasures::append(&cx.config.erasure_journal, cx.now(), erased)
                .map_err(RightsError::Journal)
        })
        .await
}

/// Erases again what the journal names: after a backup was restored. Gives how many of them
/// the backup still held.
pub async fn replay(context: &Context, all: Vec<Erased>) -> Result<usize, RightsError> {
    let mut held = 0;
    for erased in all {
        let cx = context.clone();
        let there = context
            .db
            .write(move |connection| {
                let ground = Ground::OwnersConsent(Consented::InPerson);
                carry_out(connection, &cx, erased, &ground)
            })
            .await?;
        held += usize::from(there);
    }
    Ok(held)
}

/// Erases it and writes that into the ledger. Gives whether there was anything.
fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    erased: Erased,
    ground: &Ground,
) -> Result<bool, RightsError> {
    let (what, there) = match erased {
        Erased::Post { id } => {
            let there: i64 = posts::table
                .find(id)
                .filter(posts::state.ne_all([State::Erased, State::Withdrawn]))
                .count()
                .get_result(connection)?;
            posts_of(connection, context, vec![id])?;
            ("post", there > 0)
        }
        Erased::Account { id, posts } => {
            let there = account(connection, context, id, posts, ground)?;
            ("account", there)
        }
        Erased::Contact { case } => return Ok(withdraw::erase(connection, context, case, ground)?),
        Erased::SignUp { id } => {
            return Ok(sign_up::erase(connection, context, id, ground)?.is_some());
        }
        Erased::Email { post } => {
            return Ok(public_email::erase(connection, context, post, ground)?);
        }
        Erased::Request { id } => return Ok(requests::erase(connection, context, id, ground)?),
        Erased::Reading { consent } => {
            return Ok(tracking::forget_again(connection, context, consent)?);
        }
    };
    if there {
        let fields = Map::from_iter([("erased".to_owned(), json!(what))]);
        let about = About::default();
        ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    }
    Ok(there)
}

fn account(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    fate: Posts,
    ground: &Ground,
) -> Result<bool, RightsError> {
    let index: Option<Vec<u8>> = accounts::table
        .find(id)
        .select(accounts::email_index)
        .first(connection)
        .optional()?;
    let Some(index) = index else {
        return Ok(false);
    };
    let own: Vec<i64> = posts::table
        .filter(posts::account_id.eq(id))
        .select(posts::id)
        .load(connection)?;
    hold(connection, &own)?;
    match fate {
        Posts::Erase => posts_of(connection, context, own)?,
        Posts::Keep => {
            // What waits or was turned down was never public; it goes.
            let unseen: Vec<i64> = posts::table
                .filter(posts::account_id.eq(id))
                .filter(posts::state.ne(State::Published))
                .select(posts::id)
                .load(connection)?;
            posts_of(connection, context, unseen)?;
            attachments::forget_writers(connection, id)?;
            diesel::update(posts::table.filter(posts::account_id.eq(id)))
                .set((
                    posts::account_id.eq(None::<i64>),
                    posts::submission.eq(None::<Vec<u8>>),
                ))
                .execute(connection)?;
            // What was masked for them, and what they wrote about it, nobody needs any more.
            diesel::delete(
                sealed_originals::table.filter(sealed_originals::post_id.eq_any(own.clone())),
            )
            .execute(connection)?;
            diesel::delete(appeals::table.filter(appeals::post_id.eq_any(own)))
                .execute(connection)?;
        }
    }
    attachments::discard_pending_of(connection, id)?;
    mentions::forget(connection, context, id)?;
    diesel::delete(outbox::table.filter(outbox::recipient_index.eq(&index))).execute(connection)?;
    sign_up::erase_of(connection, context, &index)?;
    diesel::delete(registrations::table.filter(registrations::email_index.eq(&index)))
        .execute(connection)?;
    inventory::erase(connection, context, Root::Account(id), ground)?;
    Ok(true)
}

/// The rows are the lock: whoever edits, decides about or attaches something to one of the posts
/// at the same time was first and is seen, or waits and finds it gone.
fn hold(connection: &mut AnyConnection, ids: &[i64]) -> QueryResult<()> {
    diesel::update(posts::table.filter(posts::id.eq_any(ids.to_vec())))
        .set(posts::pipeline.eq(posts::pipeline))
        .execute(connection)?;
    Ok(())
}

/// Leaves a tombstone of each post that others could read, and of the others nothing to see.
fn posts_of(
    connection: &mut AnyConnection,
    context: &Context,
    ids: Vec<i64>,
) -> Result<(), RightsError> {
    if ids.is_empty() {
        return Ok(());
    }
    hold(connection, &ids)?;
    attachments::discard_of_posts(connection, &ids)?;
    drafts::forget_of_posts(connection, &ids)?;
    consent::withdraw_of_posts(connection, context.now(), &ids)?;
    let these = || posts::table.filter(posts::id.eq_any(ids.clone()));
    diesel::update(
        these()
            .filter(posts::state.eq_any([State::Held, State::Rejected]))
            .filter(posts::was_public.eq(false)),
    )
    .set((
        posts::state.eq(State::Withdrawn),
        posts::guest_key_hash.eq(None::<Vec<u8>>),
    ))
    .execute(connection)?;
    diesel::update(these().filter(posts::state.ne(State::Withdrawn)))
        .set((
            posts::state.eq(State::Erased),
            posts::guest_key_hash.eq(None::<Vec<u8>>),
        ))
        .execute(connection)?;
    diesel::update(these())
        .set((
            posts::body.eq(""),
            posts::body_html.eq(""),
            posts::account_id.eq(None::<i64>),
            posts::office_id.eq(None::<i64>),
            posts::guest_name.eq(None::<String>),
            posts::guest_name_is_personal.eq(false),
            posts::guest_email.eq(None::<String>),
            posts::submission.eq(None::<Vec<u8>>),
            posts::edited_at.eq(None::<Timestamp>),
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
        post_quotes post_mentions found_again notifications reactions
    );
    // What is personal in them is quoted nowhere either.
    quotes::forget(connection, context, &ids, Gone::Everything)?;
    let touched: Vec<(i64, bool)> = posts::table
        .filter(posts::id.eq_any(ids.clone()))
        .select((posts::topic_id, posts::opens_topic))
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
    diesel::update(
        topics::table
            .filter(topics::id.eq_any(opened))
            .filter(topics::state.eq(State::Held))
            .filter(topics::reply_count.gt(0)),
    )
    .set(topics::state.eq(State::Published))
    .execute(connection)?;
    copies::changed(connection, &ids)?;
    Ok(())
}
