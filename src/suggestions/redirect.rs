//! Sending a mail about a case to another office's mailbox, where the one that it was written to fails.
//!
//! It goes to official addresses alone, and to nobody who has not the case anyway: what tells of one case, or
//! was forwarded with it, to an office that has it, at its address of today. So whoever mends an office's
//! address sends there what did not arrive. Lists, which name cases by number, category and day, and that mails
//! to an office fail, are told to any office. All other mails stay with whom they were written to.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError, acts, follow,
    record::{self, Details},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{offices as office_table, outbox},
    },
    mail::{
        LetterKind,
        unsent::{self, UnsentError},
    },
    offices::Office,
    privacy::Private,
};

/// The offices to which a mail may be sent instead; none where it stays with whom it was written to.
pub async fn choices(context: &Context, id: i64) -> Result<Vec<Office>, SuggestionError> {
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let mail: Option<(LetterKind, Option<i64>)> = outbox::table
                .find(id)
                .select((outbox::kind, outbox::case_id))
                .first(connection)
                .optional()?;
            let (kind, case) = mail.ok_or(UnsentError::NotFound)?;
            Ok(offices(connection, kind, case, today)?)
        })
        .await
}

fn offices(
    connection: &mut AnyConnection,
    kind: LetterKind,
    case: Option<i64>,
    today: NaiveDate,
) -> Result<Vec<Office>, DbError> {
    let mut offices = match (kind, case) {
        (
            LetterKind::OfficeSuggestion | LetterKind::OfficeReply | LetterKind::Forwarded,
            Some(case),
        ) => follow::offices_of(connection, case)?,
        (
            LetterKind::OfficeFailing
            | LetterKind::CasesDue
            | LetterKind::CasesLate
            | LetterKind::CasesPassedOn
            | LetterKind::MailsWaiting,
            _,
        ) => office_table::table
            .order(office_table::slug)
            .select(Office::as_select())
            .load(connection)?,
        _ => Vec::new(),
    };
    offices.retain(|office| office.lives_on(today));
    Ok(offices)
}

/// Sends it to the office of this slug. The case's file says to which address it went.
pub async fn redirect(
    context: &Context,
    by: Option<i64>,
    id: i64,
    office: &str,
) -> Result<(), SuggestionError> {
    let today = context.clock.today(context.config.city.time_zone);
    let (cx, slug) = (context.clone(), office.to_owned());
    context
        .db
        .write(move |connection| {
            // The case first, as everywhere.
            let case: Option<Option<i64>> = outbox::table
                .find(id)
                .select(outbox::case_id)
                .first(connection)
                .optional()?;
            let case = case.ok_or(UnsentError::NotFound)?;
            locks::hold(connection, Table::Cases, BTreeSet::from_iter(case))?;
            let mail = unsent::hold(connection, &cx, id)?;
            let offices = offices(connection, mail.kind, mail.case, today)?;
            let office = offices.into_iter().find(|office| office.slug == slug);
            let Some(office) = office else {
                return Err(acts::refused("office", "choice"));
            };
            let to = Private::new(office.email);
            unsent::redirect(connection, &cx, by, &mail, &to)?;
            if let Some(case) = mail.case {
                let details = Details {
                    office: Some(office.id),
                    body: Some(&to),
                    ..Details::default()
                };
                record::append(connection, &cx, case, RecordKind::Mailed, details)?;
            }
            Ok(())
        })
        .await
}
