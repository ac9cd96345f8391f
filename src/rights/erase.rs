//! Erasing what somebody gave, at their own wish: from the account, the posts and all of their
//! versions, the review queue, and the mails that wait or were kept.
//!
//! A tombstone stays where a post stood. What the ledger and the case files hold as a duty goes
//! by the retention schedule (Personal Data Protection Act art. 11); what somebody wrote in the
//! ledger against a sanction goes with the account.

use chrono::NaiveDate;
use diesel::{dsl::exists, prelude::*};
use serde_json::{Map, json};

use super::RightsError;
use crate::{
    accounts::{Member, Password, Role, preferences, settings},
    attachments,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{
            accounts, appeals, attachments as attachments_table, cases, consents, data_requests,
            drafts as drafts_table, flags as flags_table, posts, published_suggestions,
            registrations, sealed_originals,
        },
    },
    events::sign_up,
    forum::{
        State, copies, drafts, erase as forget,
        flags::{self, Outcome},
        mentions,
        owner::Owner,
        public_email, quotes,
        reading::{digest::Told, profiles, tracking},
        words_again,
    },
    mail::outbox,
    privacy::{
        OwnersProof, consent,
        erasures::{self, Erased, Line, Posts},
        ground::Ground,
        inventory::{self, Root},
        ledger::{self, About, Act},
    },
    published::{self, support},
    requests, review,
    suggestions::{
        SuggestionError,
        digest::{self, choices},
        follow, pending, restrict, withdraw,
    },
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
    let right = settings::ask_again(context, member.id, "password", password).await?;
    let still = move |connection: &mut AnyConnection| Ok(right.still(connection)?);
    erase_own(context, member, fate, still).await
}

/// As [`own_account`], of somebody who has no password and proved just now who they are.
pub async fn own_account_proven(
    context: &Context,
    member: &Member,
    fate: Posts,
) -> Result<(), RightsError> {
    if member.role != Role::Resident {
        return Err(RightsError::HasDuties);
    }
    erase_own(context, member, fate, |_| Ok(())).await
}

/// `first` is what has to hold still, in the same transaction.
async fn erase_own(
    context: &Context,
    member: &Member,
    posts: Posts,
    first: impl FnOnce(&mut AnyConnection) -> Result<(), RightsError> + Send + 'static,
) -> Result<(), RightsError> {
    let id = member.id;
    let (cx, ground) = (context.clone(), Ground::in_person(member));
    context
        .db
        .write(move |connection| {
            // Before the account's row, as the erasure itself does.
            digest::hold(connection, id)?;
            first(connection)?;
            erase_in(connection, &cx, Erased::Account { id, posts }, &ground)
        })
        .await
}

/// Erases one's own post.
pub async fn own_post(context: &Context, owner: &Owner) -> Result<(), RightsError> {
    erase_now(context, owner, Erased::Post { id: owner.post() }).await
}

/// Restricts a closed case with its number and password, and takes back what was published of it;
/// gives the number as it is written. Twice is once.
///
/// [`SuggestionError::NotNow`] while the case is being handled; otherwise fails as
/// [`follow::open`] does.
pub async fn own_case(
    context: &Context,
    reference: &str,
    password: &str,
) -> Result<String, RightsError> {
    let case = follow::open(context, reference, password).await?;
    if !case.state.is_over() {
        return Err(SuggestionError::NotNow(case.state).into());
    }
    let (cx, id, ground) = (context.clone(), case.id, Ground::in_person(&case));
    context
        .db
        .write(move |connection| {
            let today = cx.clock.today(cx.config.city.time_zone);
            if restrict_on(connection, &cx, id, today, &ground)? {
                let restricted = Erased::Restricted { case: id };
                erasures::append::<RightsError>(connection, &cx, restricted)?;
            }
            Ok::<_, RightsError>(())
        })
        .await?;
    Ok(case.reference.clone())
}

/// Gives whether there was anything left to restrict or to take back.
fn restrict_on(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    day: NaiveDate,
    ground: &Ground,
) -> Result<bool, RightsError> {
    let taken_back = published::withdraw::take(connection, context, case)?;
    let restricted = restrict::restrict_on(connection, context, case, day, ground)?;
    if taken_back {
        published::withdraw::note(connection, context, case, ground)?;
    }
    Ok(taken_back || restricted)
}

async fn erase_now(
    context: &Context,
    owner: &dyn OwnersProof,
    erased: Erased,
) -> Result<(), RightsError> {
    let (cx, ground) = (context.clone(), Ground::in_person(owner));
    context
        .db
        .write(move |connection| erase_in(connection, &cx, erased, &ground))
        .await
}

fn erase_in(
    connection: &mut AnyConnection,
    context: &Context,
    erased: Erased,
    ground: &Ground,
) -> Result<(), RightsError> {
    if !carry_out(connection, context, context.now(), erased, ground)? {
        return Err(RightsError::NotFound);
    }
    erasures::append(connection, context, erased)
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
        | Erased::Digest { account: id }
        | Erased::OfficeDigest { account: id, .. } => was_there!(accounts, id, created_at),
        Erased::Post { id } | Erased::Words { post: id } | Erased::Email { post: id } => {
            was_there!(posts, id, created_at)
        }
        Erased::File { id } => was_there!(attachments_table, id, created_at),
        Erased::Case { case } | Erased::Contact { case } | Erased::Restricted { case } => {
            was_there!(cases, case, created_at)
        }
        // Published again after it was taken back, it is another.
        Erased::Publication { case } => was_there!(published_suggestions, case, sent_at),
        Erased::Request { id } => was_there!(data_requests, id, created_at),
        Erased::Reading { consent: id } | Erased::Consent { id } => {
            was_there!(consents, id, given_at)
        }
        // Kept anew after it was discarded, it is another.
        Erased::Draft { id } => was_there!(drafts_table, id, kept_at),
        Erased::Flag { id } => was_there!(flags_table, id, created_at),
        // Support has no time; the topic that has the id now may be another, and the account.
        Erased::Support { topic, account } => published_suggestions::table
            .filter(published_suggestions::topic_id.eq(topic))
            .filter(published_suggestions::sent_at.le(at))
            .filter(exists(
                accounts::table
                    .find(account)
                    .filter(accounts::created_at.le(at)),
            ))
            .count()
            .get_result(connection)?,
        // A mark is of one suggestion and one address alone.
        Erased::SupportMark { .. } => 1,
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
            forget::posts(connection, context, vec![id])?;
            ("post", there > 0)
        }
        Erased::Account { id, posts } => {
            let there = account(connection, context, id, posts, ground)?;
            ("account", there)
        }
        Erased::Words { post } => return Ok(words_again::withdraw(connection, context, post)?),
        Erased::File { id } => return Ok(words_again::without_file(connection, at, id)?),
        Erased::Case { case } => return Ok(pending::erase(connection, context, case, ground)?),
        Erased::Contact { case } => return Ok(withdraw::erase(connection, context, case, ground)?),
        Erased::Restricted { case } => {
            let zone = context.config.city.time_zone;
            let day = at.day_in(zone);
            return restrict_on(connection, context, case, day, ground);
        }
        Erased::Publication { case } => {
            return Ok(published::withdraw::erase(
                connection, context, case, ground,
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
        Erased::OfficeDigest { account, office } => {
            return Ok(choices::stop_again(connection, account, office)?);
        }
        Erased::Draft { id } => return Ok(drafts::forget_again(connection, id)?),
        Erased::Flag { id } => return Ok(flags::forget_again(connection, at, id)?),
        Erased::Support { topic, account } => {
            return Ok(support::take_back_again(
                connection, context, topic, account,
            )?);
        }
        Erased::SupportMark { topic, mark } => {
            return Ok(support::erase_again(connection, context, topic, mark)?);
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
    // Whoever tells it of a case at the same time was first, or finds it gone.
    digest::hold(connection, id)?;
    // Whoever flags at the same time, or what it shows of itself, was first and is seen, or waits
    // and finds it gone.
    locks::hold(connection, Table::Accounts, [id].into())?;
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
        Posts::Erase => forget::posts(connection, context, own)?,
        Posts::Keep => {
            // What waits or was turned down was never public; it goes.
            let unseen: Vec<i64> = posts::table
                .filter(posts::account_id.eq(id))
                .filter(posts::state.ne(State::Published))
                .select(posts::id)
                .load(connection)?;
            forget::posts(connection, context, unseen)?;
            attachments::forget_writers(connection, id)?;
            // What readers said about the others may name their author.
            flags::forget_words_about(connection, context.now(), &own)?;
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
    outbox::erase_all_to(connection, &index)?;
    sign_up::erase_of(connection, context, &index)?;
    support::erase_of(connection, context, id)?;
    diesel::delete(registrations::table.filter(registrations::email_index.eq(&index)))
        .execute(connection)?;
    let profile = review::About::Profile(id);
    flags::settle(connection, context.now(), profile, Outcome::Gone)?;
    flags::forget_words(connection, context.now(), profile)?;
    flags::forget_account(connection, id)?;
    inventory::erase(connection, context, Root::Account(id), ground)?;
    Ok(true)
}
