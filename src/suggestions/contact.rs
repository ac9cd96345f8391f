//! The contact that a resident shares with the office: shown on purpose, and each time on record.

use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError,
    acts::Acting,
    desk,
    record::{self, Details},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::cases,
    },
    privacy::{
        Private,
        ground::{Consented, Ground},
        sealed::{self, Column},
    },
};

/// Contact details that a resident shares with the office.
#[derive(Default)]
pub struct Shared {
    pub name: Option<Private<String>>,
    pub email: Option<Private<String>>,
    pub phone: Option<Private<String>>,
}

/// Whether there is a contact that the member's office may have shown.
pub(super) fn is_shared(
    connection: &mut AnyConnection,
    member: &Member,
    (case, office): (i64, i64),
) -> Result<bool, SuggestionError> {
    if !desk::own(connection, member)?.contains(&office) {
        return Ok(false);
    }
    let shared: i64 = cases::table
        .find(case)
        .filter(cases::share_contact.eq(true))
        .filter(
            cases::contact_name_sealed
                .is_not_null()
                .or(cases::contact_email_sealed.is_not_null())
                .or(cases::contact_phone_sealed.is_not_null()),
        )
        .count()
        .get_result(connection)?;
    Ok(shared > 0)
}

/// The contact, for a member of the office; that it was shown stands in the case's file, which its
/// resident reads, before anybody sees it.
///
/// [`SuggestionError::NoContact`] where none is shared, or the member works for none of its
/// offices: the resident shares it with the office that is responsible, with no administrator.
pub async fn show(
    context: &Context,
    member: &Member,
    case: i64,
) -> Result<Shared, SuggestionError> {
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Cases, [case].into())?;
            let office = desk::office_of(connection, &member, case)?;
            if !is_shared(connection, &member, (case, office))? {
                return Err(SuggestionError::NoContact);
            }
            let acting = Acting {
                member: &member,
                office,
                case,
            };
            let ground = Ground::OwnersConsent(Consented::Sharing);
            noted(connection, &cx, acting, &ground)?;
            shared(connection, &cx, case)
        })
        .await
}

fn noted(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    ground: &Ground,
) -> Result<(), SuggestionError> {
    let details = Details {
        ground: Some(ground),
        ..acting.details(None)
    };
    record::append(
        connection,
        context,
        acting.case,
        RecordKind::ContactShown,
        details,
    )
}

fn shared(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<Shared, SuggestionError> {
    type Sealed = Option<Vec<u8>>;
    let (name, email, phone): (Sealed, Sealed, Sealed) = cases::table
        .find(case)
        .select((
            cases::contact_name_sealed,
            cases::contact_email_sealed,
            cases::contact_phone_sealed,
        ))
        .first(connection)?;
    let open = |column, sealed: Sealed| {
        sealed
            .map(|sealed| sealed::open(&context.config.keys, column, &sealed))
            .transpose()
    };
    Ok(Shared {
        name: open(Column::CaseContactName, name)?,
        email: open(Column::CaseContactEmail, email)?,
        phone: open(Column::CaseContactPhone, phone)?,
    })
}
