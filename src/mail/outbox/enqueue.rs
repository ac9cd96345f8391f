//! Writing a letter into the outbox.

use diesel::prelude::*;

use super::{About, Letter, State};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::outbox},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// Writes a letter; call it in the transaction of its cause. Gives the row's id, for whoever may
/// take the letter back.
pub fn enqueue(
    connection: &mut AnyConnection,
    context: &Context,
    letter: &Letter,
) -> Result<i64, DbError> {
    let (case, sign_up, support) = match letter.about {
        About::Nothing => (None, None, None),
        About::Case(case) => (Some(case), None, None),
        About::SignUp(sign_up) => (None, Some(sign_up), None),
        About::Support(request) => (None, None, Some(request)),
    };
    let keys = &context.config.keys;
    let content = serde_json::to_string(&letter.content).expect("strings serialise");
    let now = context.now();
    diesel::insert_into(outbox::table)
        .values((
            outbox::message_id.eq(new_message_id(context)),
            outbox::kind.eq(letter.kind),
            outbox::case_id.eq(case),
            outbox::sign_up_id.eq(sign_up),
            outbox::support_request_id.eq(support),
            outbox::recipient_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::OutboxRecipient,
                &letter.to,
            )),
            outbox::recipient_index.eq(sealed::email_index(keys, &letter.to)),
            outbox::domain_mark.eq(sealed::domain_mark(keys, &letter.to)),
            outbox::content_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::OutboxContent,
                &Private::new(content),
            )),
            outbox::state.eq(State::Queued),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
            outbox::due_at.eq(now),
            outbox::created_at.eq(now),
        ))
        .returning(outbox::id)
        .get_result(connection)
        .map_err(DbError::from)
}

/// By which programs know a mail again that they get twice.
pub(in crate::mail) fn new_message_id(context: &Context) -> String {
    let id = hex::encode(context.random.bytes::<16>());
    let host = context.config.base_url.host_str().unwrap_or("localhost");
    format!("<{id}@{host}>")
}
