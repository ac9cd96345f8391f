//! A case whose address is not confirmed yet: its resident puts the address right or drops the case,
//! and reads when the mail came back. No office has seen it.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    Confirmation, RecordKind, State, SuggestionError, confirm,
    follow::{Case, Own},
    letters::Resident,
    record::{self, Details},
    suggestion::typed,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::{case_tokens, cases, handling_records},
    },
    mail::{LetterKind, outbox},
    privacy::{
        Private,
        erasures::{self, Erased},
        ground::Ground,
        inventory::{self, Root},
        ledger::{self, About, Act},
        sealed::{self, Column},
    },
    text_rules,
};

/// How often an address can be put right: a case is no way to write to many.
const MOST_CORRECTIONS: i64 = 3;

/// Whether the mail that asks for the confirmation was refused by the address.
pub async fn came_back(context: &Context, case: &Case) -> Result<bool, SuggestionError> {
    if case.confirmation != Confirmation::Pending {
        return Ok(false);
    }
    let id = case.id;
    context
        .db
        .read(move |connection| {
            let kind = LetterKind::SuggestionConfirmation;
            Ok(outbox::has(connection, id, kind, outbox::State::Dead)?)
        })
        .await
}

/// Mails the link to another address, for as long as the case waits; links that were mailed
/// before lead nowhere.
///
/// [`SuggestionError::Invalid`] with the field `email`; [`SuggestionError::NotNow`] where the case
/// waits no more.
pub async fn correct(
    context: &Context,
    case: &Own,
    email: Private<String>,
) -> Result<(), SuggestionError> {
    if !text_rules::email(typed(&email)) {
        return Err(super::acts::refused("email", "email"));
    }
    let (cx, id, slug) = (context.clone(), case.id, case.category.slug.clone());
    let (reference, lang) = (case.reference.clone(), case.language);
    context
        .db
        .write(move |connection| {
            hold_waiting(connection, id)?;
            if corrections(connection, id)? >= MOST_CORRECTIONS {
                return Err(super::acts::refused("email", "corrected-often"));
            }
            let keys = &cx.config.keys;
            let sealed = sealed::seal(keys, &cx.random, Column::CaseContactEmail, &email);
            diesel::update(cases::table.find(id))
                .set(cases::contact_email_sealed.eq(sealed))
                .execute(connection)?;
            diesel::delete(case_tokens::table.filter(case_tokens::case_id.eq(id)))
                .execute(connection)?;
            outbox::erase(connection, id, &[LetterKind::SuggestionConfirmation])?;
            let kind = RecordKind::AddressCorrected;
            record::append(connection, &cx, id, kind, Details::default())?;
            let resident = Resident {
                case: id,
                reference: reference.clone(),
                lang,
                slug: slug.clone(),
                to: email.clone(),
            };
            let until = confirm::until_of(connection, &cx, id)?;
            confirm::ask(connection, &cx, resident, until)
        })
        .await
}

/// Whether the case can still be dropped: [`SuggestionError::NotNow`] where it waits no more.
pub fn waits(case: &Case) -> Result<(), SuggestionError> {
    still_waits(case.state, case.confirmation)
}

/// Erases the case, all of it.
///
/// [`SuggestionError::NotNow`] where the case waits no more.
pub async fn drop_it(context: &Context, case: &Own) -> Result<(), SuggestionError> {
    let (cx, id, ground) = (context.clone(), case.id, Ground::in_person(case));
    context
        .db
        .write(move |connection| {
            hold_waiting(connection, id)?;
            erase(connection, &cx, id, &ground)?;
            erasures::append::<SuggestionError>(connection, &cx, Erased::Case { case: id })
        })
        .await
}

/// Erases a case that waits, in the caller's transaction; gives whether there was one. Also for a
/// restored backup, which the journal makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<bool, SuggestionError> {
    let gone = inventory::erase(connection, context, Root::Case(case), ground)?;
    if gone.is_empty() {
        return Ok(false);
    }
    let fields = Map::from_iter([("erased".to_owned(), json!("case"))]);
    let about = About::default();
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(true)
}

fn corrections(connection: &mut AnyConnection, case: i64) -> QueryResult<i64> {
    handling_records::table
        .filter(handling_records::case_id.eq(case))
        .filter(handling_records::kind.eq(RecordKind::AddressCorrected))
        .count()
        .get_result(connection)
}

fn hold_waiting(connection: &mut AnyConnection, case: i64) -> Result<(), SuggestionError> {
    locks::hold(connection, Table::Cases, [case].into())?;
    let found: Option<(State, Confirmation)> = cases::table
        .find(case)
        .select((cases::state, cases::confirmation))
        .first(connection)
        .optional()?;
    let (state, confirmation) = found.ok_or(SuggestionError::NoSuchCase)?;
    still_waits(state, confirmation)
}

fn still_waits(state: State, confirmation: Confirmation) -> Result<(), SuggestionError> {
    match (state, confirmation) {
        (State::New, Confirmation::Pending) => Ok(()),
        _ => Err(SuggestionError::NotNow(state)),
    }
}
