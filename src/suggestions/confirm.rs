//! Confirming a suggestion's e-mail address, so that nobody writes in another's name.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;

use super::{
    Confirmation, RecordKind, State, SuggestionError,
    letters::{self, Resident},
    record::{self, Details},
    route::route,
};
use crate::{
    accounts::throttle,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{case_tokens, cases},
    },
    keys::Token,
    mail::{
        outbox,
        suppression::{self, Reason},
    },
    privacy::sealed::{self, Column},
};

/// Until when the address of a case that is submitted at this moment can be confirmed.
pub(super) fn until(context: &Context, submitted: Timestamp) -> Timestamp {
    submitted + TimeDelta::days(context.config.confirmation_days.into())
}

/// The same of a case that is there: as it was when it was submitted, whatever was set since.
pub(super) fn until_of(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<Timestamp, SuggestionError> {
    let (submitted, stored): (Timestamp, Option<Timestamp>) = cases::table
        .find(case)
        .select((cases::created_at, cases::confirm_until))
        .first(connection)?;
    // A program of before stored none.
    Ok(stored.unwrap_or_else(|| until(context, submitted)))
}

/// Mails the link that confirms a case's address, in the transaction that wrote the address. Nothing
/// goes to an address that was mailed too often: the case waits, and is accepted without it when its
/// time has come.
pub(super) fn ask(
    connection: &mut AnyConnection,
    context: &Context,
    resident: Resident,
    until: Timestamp,
) -> Result<(), SuggestionError> {
    if !throttle::may_mail(connection, context, &resident.to)? {
        return Ok(());
    }
    let token = Token::draw(&context.random);
    diesel::insert_into(case_tokens::table)
        .values((
            case_tokens::case_id.eq(resident.case),
            case_tokens::token_hash.eq(token.hash()),
            case_tokens::expires_at.eq(until),
        ))
        .execute(connection)?;
    let letter = letters::confirmation(context, resident, &token);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

/// What a link leads to.
pub struct Confirmed {
    pub reference: String,
    pub due: Option<NaiveDate>,
    /// Whether it had been confirmed before: a second click is no error.
    pub before: bool,
}

/// What a link would confirm, without doing it.
pub async fn look(context: &Context, token: &Token) -> Result<Confirmed, SuggestionError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .read(move |connection| find(connection, &cx, &hash).map(|(_, found)| found))
        .await
}

/// Confirms, accepts and routes the case, once; a second click finds it done.
pub async fn confirm(context: &Context, token: &Token) -> Result<Confirmed, SuggestionError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            let (case, found) = find(connection, &cx, &hash)?;
            if found.before {
                return Ok(found);
            }
            // The first of two clicks at once changes the row; the second waits and finds it changed.
            let first: Option<Option<Vec<u8>>> = diesel::update(
                cases::table
                    .find(case)
                    .filter(cases::confirmation.eq(Confirmation::Pending)),
            )
            .set(cases::confirmation.eq(Confirmation::Confirmed))
            .returning(cases::contact_email_sealed)
            .get_result(connection)
            .optional()?;
            let before = first.is_none();
            if let Some(contact) = first {
                if let Some(email) = contact {
                    let keys = &cx.config.keys;
                    let email = sealed::open(keys, Column::CaseContactEmail, &email)?;
                    let index = sealed::email_index(keys, &email);
                    suppression::lift(connection, &index, Reason::HardBounce)?;
                }
                record::append(
                    connection,
                    &cx,
                    case,
                    RecordKind::Confirmed,
                    Details::default(),
                )?;
                route(connection, &cx, case)?;
            }
            find(connection, &cx, &hash).map(|(_, found)| Confirmed { before, ..found })
        })
        .await
}

fn find(
    connection: &mut AnyConnection,
    context: &Context,
    hash: &[u8],
) -> Result<(i64, Confirmed), SuggestionError> {
    let row: Option<(i64, String, Option<NaiveDate>, Confirmation, State)> = case_tokens::table
        .inner_join(cases::table)
        .filter(case_tokens::token_hash.eq(hash))
        .filter(case_tokens::expires_at.gt(context.now()))
        .select((
            cases::id,
            cases::reference,
            cases::due_on,
            cases::confirmation,
            cases::state,
        ))
        .first(connection)
        .optional()?;
    match row {
        Some((_, _, _, Confirmation::Expired | Confirmation::None, _)) | None => {
            Err(SuggestionError::Gone)
        }
        Some((case, reference, due, confirmation, _)) => Ok((
            case,
            Confirmed {
                reference,
                due,
                before: confirmation == Confirmation::Confirmed,
            },
        )),
    }
}
