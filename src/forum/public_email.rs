//! Withdrawing the consent for a guest's public e-mail address: it is gone wherever it stood.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{ForumError, copies, flags, owner::Owner, reading::digest::Told, submission::field};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{post_findings, posts},
    },
    privacy::{
        consent::{self, Subject},
        erasures::{self, Erased},
        ground::Ground,
        ledger::{self, About, Act},
        notices::Notice,
    },
    review,
};

/// Withdraws it. Doing it twice is no error.
pub async fn withdraw(context: &Context, owner: &Owner) -> Result<(), ForumError> {
    let (cx, post, ground) = (context.clone(), owner.post(), Ground::in_person(owner));
    context
        .db
        .write(move |connection| erase_for_good(connection, &cx, post, &ground))
        .await
}

/// As [`erase`] at its owner's wish, and writes it to the erasure journal.
pub(super) fn erase_for_good(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    ground: &Ground,
) -> Result<(), ForumError> {
    if erase(connection, context, post, ground)? {
        erasures::append::<ForumError>(connection, context, Erased::Email { post })?;
    }
    Ok(())
}

/// Ends the consent, erases the address and writes that into the ledger, in the caller's
/// transaction. Gives whether there was anything: also for a restored backup, which the journal
/// makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    ground: &Ground,
) -> Result<bool, ForumError> {
    let subject = Subject::Post(post);
    let withdrawn = consent::withdraw(connection, context.now(), subject, Notice::GuestPost)?;
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
        flags::forget_words(connection, context.now(), review::About::Post(post))?;
        // No digest names an address.
        copies::forget(connection, Told::InTopics(&[]))?;
        let fields = Map::from_iter([("erased".to_owned(), json!("email"))]);
        let about = About::default();
        ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    }
    Ok(withdrawn > 0)
}
