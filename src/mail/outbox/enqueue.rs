//! Writing a letter into the outbox.

use diesel::prelude::*;

use super::{About, Letter, State};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::outbox},
    mail::suppression,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// It waits in the row of this id.
    Row(i64),
    /// Nothing was written: one can do without it, and its address gets no such mails.
    Suppressed,
}

impl Enqueued {
    /// The row's id, for whoever may take the letter back.
    pub const fn row(self) -> Option<i64> {
        match self {
            Self::Row(id) => Some(id),
            Self::Suppressed => None,
        }
    }
}

/// Writes a letter; call it in the transaction of its cause. The one place that leaves out what a
/// suppressed address is not sent.
pub fn enqueue(
    connection: &mut AnyConnection,
    context: &Context,
    letter: &Letter,
) -> Result<Enqueued, DbError> {
    let keys = &context.config.keys;
    let index = sealed::email_index(keys, &letter.to);
    if suppression::withholds(connection, &index, letter.kind)? {
        return Ok(Enqueued::Suppressed);
    }
    let (mut case, mut sign_up, mut support) = (None, None, None);
    let (mut request, mut breach) = (None, None);
    match letter.about {
        About::Nothing => {}
        About::Case(id) => case = Some(id),
        About::SignUp(id) => sign_up = Some(id),
        About::Support(id) => support = Some(id),
        About::Request(id) => request = Some(id),
        About::Breach(id) => breach = Some(id),
    }
    let content = serde_json::to_string(&letter.content).expect("strings serialise");
    let now = context.now();
    diesel::insert_into(outbox::table)
        .values((
            outbox::message_id.eq(new_message_id(context)),
            outbox::kind.eq(letter.kind),
            outbox::case_id.eq(case),
            outbox::sign_up_id.eq(sign_up),
            outbox::support_request_id.eq(support),
            outbox::request_id.eq(request),
            outbox::breach_id.eq(breach),
            outbox::recipient_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::OutboxRecipient,
                &letter.to,
            )),
            outbox::recipient_index.eq(index),
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
        .map(Enqueued::Row)
        .map_err(DbError::from)
}

/// By which programs know a mail again that they get twice.
pub(in crate::mail) fn new_message_id(context: &Context) -> String {
    let id = hex::encode(context.random.bytes::<16>());
    let host = context.config.base_url.host_str().unwrap_or("localhost");
    format!("<{id}@{host}>")
}
