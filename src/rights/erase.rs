//! Erasing what somebody gave, at their own wish: from the account, the posts and all of their
//! versions, the review queue, and the mails that wait or were kept.
//!
//! A tombstone stays where a post stood. What the ledger and the case files hold as a duty goes
//! by the retention schedule (Personal Data Protection Act art. 11).

use diesel::prelude::*;
use serde_json::{Map, json};

use super::RightsError;
use crate::{
    accounts::{Member, Password, Role, preferences, settings},
    attachments,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{
            accounts, appeals, attachments as attachments_table, cases, consents, data_requests,
            drafts as drafts_table, flags as flags_table, found_again, notifications, outbox,
            post_findings, post_mentions, post_quotes, post_revisions, posts, reactions,
            registrations, review_items, sealed_originals, sealed_quotes, topic_tags, topics,
        },
    },
    events::sign_up,
    forum::{
        State, copies, drafts,
        flags::{self, Outcome},
        mentions,
        owner::Owner,
        public_email, quotes,
        reading::{digest::Told, profiles, tracking},
        regroup::{self, NO_TITLE},
        words_again,
    },
    privacy::{
        OwnersProof, consent,
        erasures::{self, Erased, Line, Posts},
        ground::Ground,
        inventory::{self, Root},
        ledger::{self, About, Act},
    },
    requests, review,
    suggestions::{restrict, withdraw},
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
        member,
        Erased::Account {
            id: member.id,
            posts: fate,
        },
    )
    .await
}

/// Erases one's own post.
pub async fn own_post(context: &Context, owner: &Owner) -> Result<(), RightsError> {
    erase_now(context, owner, Erased::Post { id: owner.post() }).await
}

async fn erase_now(
    context: &Context,
    owner: &dyn OwnersProof,
    erased: Erased,
) -> Result<(), RightsError> {
    let (cx, ground) = (context.clone(), Ground::in_person(owner));
    context
        .db
        .write(move |connection| {
            if !carry_out(connection, &cx, cx.now(), erased, &ground)? {
                return Err(RightsError::NotFound);
            }
            erasures::append(connection, &cx, erased)
        })
        .await
}

/// Erases again what a line of the journal names, in the caller's transaction: after a backup was
/// restored. Gives whether the backup still held it.
pub fn again(
    connection: &mut AnyConnection,
    context: &Context,
    line: &Line,
    erased: Erased,
) -> Result<bool, RightsError> {
    if !is_meant(connection, line.at, erased)? {
        return Ok(false);
    }
    let ground = Ground::on_record(line);
    carry_out(connection, context, line.at, erased, &ground)
}

/// Whether what has the id now is what the line was written about. A restored database gives ids
/// again that it does not know; whatever came into being after the line is somebody else's.
fn is_meant(connection: &mut AnyConnection, at: Timestamp, erased: Erased) -> QueryResult<bool> {
    macro_rules! was_there {
        ($table:ident, $id:expr, $since:ident) => {
            $table::table
                .find($id)
                .filter($table::$since.le(at))
                .count()
                .get_result::<i64>(connection)?
        };
    }
    let there = match erased {
        Erased::Account { id, .. }
        | Erased::Profile { account: id }
        | Erased::Preferences { account: id }
        | Erased::Digest { account: id } => was_there!(accounts, id, created_at),
        Erased::Post { id } | Erased::Words { post: id } | Erased::Email { post: id } => {
            was_there!(posts, id, created_at)
        }
        Erased::File { id } => was_there!(attachments_table, id, created_at),
        Erased::Contact { case } | Erased::Restricted { case } => {
            was_there!(cases, case, created_at)
        }
        Erased::Request { id } => was_there!(data_requests, id, created_at),
        Erased::Reading { consent: id } | Erased::Consent { id } => {
            was_there!(consents, id, given_at)
        }
        // Kept anew after it was discarded, it is another.
        Erased::Draft { id } => was_there!(drafts_table, id, kept_at),
        Erased::Flag { id } => was_there!(flags_table, id, created_at),
        // The row itself keeps the day alone.
        Erased::SignUp { id } => consents::table
            .filter(consents::sign_up_id.eq(id))
            .filter(consents::given_at.le(at))
            .count()
            .get_result(connection)?,
    };
    Ok(there > 0)
}

/// Erases what is or was to be erased at `at`, and writes that into the ledger where it stood
/// there the first time. Gives whether there was anything.
fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    at: Timestamp,
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
        Erased::Words { post } => return Ok(words_again::withdraw(connection, context, post)?),
        Erased::File { id } => return Ok(words_again::without_file(connection, id)?),
        Erased::Contact { case } => return Ok(withdraw::erase(connection, context, case, ground)?),
        Erased::Restricted { case } => {
            let zone = context.config.city.time_zone;
            let day = at.utc().with_timezone(&zone).date_naive();
            return Ok(restrict::restrict_on(
                connection, context, case, day, ground,
            )?);
        }
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
        Erased::Consent { id } => return Ok(consent::withdraw_again(connection, at, id)?),
        Erased::Profile { account } => {
            return Ok(profiles::forget_again(connection, context, account)?);
        }
        Erased::Preferences { account } => {
            return Ok(preferences::forget_again(connection, account)?);
        }
        Erased::Digest { account } => return Ok(preferences::without_digest(connection, account)?),
        Erased::Draft { id } => return Ok(drafts::forget_again(connection, id)?),
        Erased::Flag { id } => return Ok(flags::forget_again(connection, at, id)?),
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
    // Whoever edits, decides about or attaches something to one of them at the same time was
    // first and is seen, or waits and finds it gone. With those that mention the account, once.
    let mut held = mentions::calling(connection, id)?;
    held.extend(&own);
    quotes::hold(connection, &held, &[])?;
    // While it is known which posts bear the name.
    copies::forget(connection, Told::By(id))?;
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
    let profile = review::About::Profile(id);
    flags::settle(connection, context.now(), profile, Outcome::Gone)?;
    flags::forget_account(connection, id)?;
    inventory::erase(connection, context, Root::Account(id), ground)?;
    Ok(true)
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
    quotes::hold(connection, &ids, &[])?;
    // While it is known who was told of them.
    copies::forget(connection, Told::Of(&ids))?;
    attachments::discard_of_posts(connection, &ids)?;
    drafts::forget_of_posts(connection, &ids)?;
    consent::withdraw_of_posts(connection, context.now(), &ids)?;
    flags::settle_erased(connection, context.now(), &ids)?;
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
