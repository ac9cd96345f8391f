//! Withdrawing the consent to be contacted about a case: its contact details are erased,
//! wherever they lie, and the case goes on without them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    Confirmation, RecordKind, State, SuggestionError, follow, letters,
    record::{self, Details},
    route::route,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{case_tokens, cases},
    },
    mail::{LetterKind, outbox},
    privacy::{
        Private,
        consent::{self, Subject},
        erasures::{self, Erased},
        ground::Ground,
        ledger::{self, About, Act},
        notices::Notice,
        sealed,
    },
};

/// The mails to the contact, and those that hold it.
const WITH_CONTACT: [LetterKind; 5] = [
    LetterKind::SuggestionConfirmation,
    LetterKind::Answer,
    LetterKind::CaseNews,
    LetterKind::ForwardedContact,
    LetterKind::OfficeSuggestion,
];

/// Withdraws it with the case's number and password; gives the number as it is written.
///
/// Doing it twice is no error. Fails as [`follow::open`] does.
pub async fn withdraw_contact(
    context: &Context,
    reference: &str,
    password: &str,
) -> Result<String, SuggestionError> {
    let case = follow::open(context, reference, password).await?;
    let (cx, id, ground) = (context.clone(), case.id, Ground::in_person(&case));
    context
        .db
        .write(move |connection| {
            if erase(connection, &cx, id, &ground)? {
                erasures::append::<SuggestionError>(connection, &cx, Erased::Contact { case: id })?;
            }
            Ok::<_, SuggestionError>(())
        })
        .await?;
    Ok(case.reference.clone())
}

/// Ends the consent and erases what it covered, in the caller's transaction. Gives whether
/// there was anything: also for a restored backup, which the journal makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<bool, SuggestionError> {
    let now = context.now();
    let mut withdrawn = 0;
    for notice in [Notice::Suggestion, Notice::Enquiry] {
        withdrawn += consent::withdraw(connection, now, Subject::Case(case), notice)?;
    }
    if withdrawn == 0 {
        return Ok(false);
    }
    diesel::update(cases::table.find(case))
        .set((
            cases::contact_name_sealed.eq(None::<Vec<u8>>),
            cases::contact_email_sealed.eq(None::<Vec<u8>>),
            cases::contact_phone_sealed.eq(None::<Vec<u8>>),
            cases::confirmation.eq(Confirmation::None),
        ))
        .execute(connection)?;
    diesel::delete(case_tokens::table.filter(case_tokens::case_id.eq(case))).execute(connection)?;
    // What went to another agency went; a mail with the contact that has not left does not leave.
    let waiting = outbox::awaited(connection, case, LetterKind::OfficeSuggestion)?;
    outbox::erase(connection, case, &WITH_CONTACT)?;
    tell_again(connection, context, case, waiting)?;
    let state: State = cases::table
        .find(case)
        .select(cases::state)
        .first(connection)?;
    if state == State::New {
        let accepted = RecordKind::AcceptedUnconfirmed;
        record::append(connection, context, case, accepted, Details::default())?;
    }
    let kind = RecordKind::ContactWithdrawn;
    record::append(connection, context, case, kind, Details::default())?;
    let about = About {
        case: Some(case),
        ..About::default()
    };
    let fields = Map::from_iter([("erased".to_owned(), json!("contact"))]);
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    if state == State::New {
        route(connection, context, case)?;
    }
    Ok(true)
}

/// The mails that still waited, to addresses by their blind indices, held the contact; they go out
/// without it.
fn tell_again(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    mut waiting: BTreeSet<Vec<u8>>,
) -> Result<(), SuggestionError> {
    let keys = &context.config.keys;
    for office in follow::offices_of(connection, case)? {
        let index = sealed::email_index(keys, &Private::new(office.email.clone()));
        if waiting.remove(&index) {
            let letter = letters::to_office(connection, context, case, &office, None)?;
            outbox::enqueue(connection, context, &letter)?;
        }
    }
    Ok(())
}

/// Whether a consent to be contacted stands for a case.
pub async fn stands(context: &Context, case: i64) -> Result<bool, SuggestionError> {
    context
        .db
        .read(move |connection| {
            for notice in [Notice::Suggestion, Notice::Enquiry] {
                if consent::standing(connection, Subject::Case(case), notice)?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
}
