//! Withdrawing the consent for a guest's public e-mail address: it is gone wherever it stood.

use diesel::prelude::*;

use super::{ForumError, copies, owner::Owner, submission::field};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{post_findings, posts},
    },
    privacy::{
        consent::{self, Subject},
        erasures::{self, Erased},
        notices::Notice,
    },
};

/// Withdraws it. Doing it twice is no error.
pub async fn withdraw(context: &Context, owner: &Owner) -> Result<(), ForumError> {
    let (cx, post) = (context.clone(), owner.post());
    context
        .db
        .write(move |connection| erase_for_good(connection, &cx, post))
        .await
}

/// As [`erase`], and writes it to the erasure journal.
pub(super) fn erase_for_good(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<(), ForumError> {
    if erase(connection, context.now(), post)? {
        let path = &context.config.erasure_journal;
        erasures::append(path, context.now(), Erased::Email { post })
            .map_err(ForumError::Journal)?;
    }
    Ok(())
}

/// Ends the consent and erases the address, in the caller's transaction. Gives whether there
/// was anything: also for a restored backup, which the journal makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    now: Timestamp,
    post: i64,
) -> Result<bool, ForumError> {
    let withdrawn = consent::withdraw(connection, now, Subject::Post(post), Notice::GuestPost)?;
    diesel::update(posts::table.find(post))
        .set(posts::guest_email.eq(None::<String>))
        .execute(connection)?;
    diesel::delete(
        post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.eq(field::EMAIL)),
    )
    .execute(connection)?;
    if withdrawn > 0 {
        copies::forget(connection)?;
    }
    Ok(withdrawn > 0)
}
