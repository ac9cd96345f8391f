//! Taking a request back, and with it the consent to keep its address: by the link that came
//! with the confirmation, as long as the request is not answered.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{RequestError, RequestState};
use crate::{
    context::Context,
    db::{AnyConnection, Timestamp, schema::data_requests},
    keys::Token,
    mail::outbox::{self, Undelivered},
    privacy::{
        Owned, OwnersProof, Private, Proven,
        consent::{self, Subject},
        erasures::{self, Erased},
        ground::Ground,
        ledger::{self, About, Act},
        notices::Notice,
        sealed::{self, Column, email_index},
    },
    review::{
        Decision,
        matters::{self, Matter},
    },
};

/// Whether a link would withdraw a request; changes nothing.
pub async fn look(context: &Context, token: &Token) -> Result<(), RequestError> {
    let hash = token.hash();
    context
        .db
        .read(move |connection| find(connection, hash).map(drop))
        .await
}

/// Withdraws it: the consent ends, the address and the words are gone at once.
pub async fn withdraw(context: &Context, token: &Token) -> Result<(), RequestError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            let id = find(connection, hash)?;
            let ground = Ground::in_person(&ByLink(id));
            if !erase(connection, &cx, id, &ground)? {
                return Err(RequestError::Gone);
            }
            // Last, as whatever fails before it undoes the transaction and needs no line.
            erasures::append::<RequestError>(connection, &cx, Erased::Request { id })
        })
        .await
}

/// Whoever followed the link that withdraws a request.
struct ByLink(i64);

impl Proven for ByLink {}
impl OwnersProof for ByLink {
    fn owned(&self) -> Owned {
        Owned::Request(self.0)
    }
}

fn find(connection: &mut AnyConnection, hash: Vec<u8>) -> Result<i64, RequestError> {
    let found: Option<i64> = data_requests::table
        .filter(data_requests::withdraw_hash.eq(hash))
        .select(data_requests::id)
        .first(connection)
        .optional()?;
    found.ok_or(RequestError::Gone)
}

/// Ends the consent and erases what it covered, in the caller's transaction. Gives whether
/// there was anything that is not answered yet: also for a restored backup, which the journal
/// makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    ground: &Ground,
) -> Result<bool, RequestError> {
    let now = context.now();
    // The row is the lock: whoever answers it at the same time waits here, or was first.
    let waiting: Option<Option<Vec<u8>>> = diesel::update(
        data_requests::table
            .find(id)
            .filter(data_requests::state.eq_any([RequestState::Unconfirmed, RequestState::Open])),
    )
    .set(data_requests::state.eq(data_requests::state))
    .returning(data_requests::contact_sealed)
    .get_result(connection)
    .optional()?;
    let Some(contact) = waiting else {
        return Ok(false);
    };
    if consent::withdraw(connection, now, Subject::Request(id), Notice::AboutMe)? == 0 {
        return Ok(false);
    }
    let keys = &context.config.keys;
    if let Some(contact) = contact {
        let contact = sealed::open(keys, Column::RequestContact, &contact)?;
        let index = email_index(keys, &contact);
        outbox::erase_request(connection, id, &index)?;
    }
    let nothing = Private::new(String::new());
    let nothing = sealed::seal(keys, &context.random, Column::RequestWords, &nothing);
    diesel::update(data_requests::table.find(id))
        .set((
            data_requests::state.eq(RequestState::Withdrawn),
            data_requests::contact_sealed.eq(None::<Vec<u8>>),
            data_requests::words_sealed.eq(nothing),
            // Of the officer's words to whoever asked nothing stays either.
            data_requests::extended_because_sealed.eq(None::<Vec<u8>>),
            data_requests::answer_sealed.eq(None::<Vec<u8>>),
            data_requests::undelivered_at.eq(None::<Timestamp>),
            data_requests::undelivered_because.eq(None::<Undelivered>),
            data_requests::token_hash.eq(None::<Vec<u8>>),
            data_requests::withdraw_hash.eq(None::<Vec<u8>>),
            data_requests::closed_on.eq(context.clock.today(context.config.city.time_zone)),
        ))
        .execute(connection)?;
    matters::end(
        connection,
        now,
        Matter::Request(id),
        Decision::Rejected,
        None,
    )?;
    let fields = Map::from_iter([("erased".to_owned(), json!("request"))]);
    let about = About::default();
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(true)
}
