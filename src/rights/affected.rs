//! Whom a breach concerns, and where each of them is reached.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::{
    DisclosureError,
    breach::{Affected, Breach, Whom, moment},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, breach_cases, cases, data_requests, event_sign_ups},
    },
    i18n::Lang,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// An address with the language of its owner.
type To = (Lang, Private<String>);

/// A language with a sealed address and the column that it stands in, where there is one.
type Row = (Lang, Option<(Column, Vec<u8>)>);

/// Whom the letters go to: each address once.
pub(super) fn recipients(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
) -> Result<(Affected, Vec<To>), DisclosureError> {
    let rows = match breach.whom {
        Whom::Accounts | Whom::AccountsOf => of_accounts(connection, context, breach)?,
        Whom::CasesOf | Whom::Cases => of_cases(connection, context, breach)?,
        Whom::SignUps | Whom::SignUpsOf => of_sign_ups(connection, breach)?,
        Whom::RequestsOf => of_requests(connection, context, breach)?,
    };
    let mut affected = Affected {
        people: rows.len(),
        ..Affected::default()
    };
    let (mut known, mut to) = (HashSet::new(), Vec::new());
    for (lang, sealed) in rows {
        let Some((column, sealed)) = sealed else {
            affected.unreachable += 1;
            continue;
        };
        let address = sealed::open(&context.config.keys, column, &sealed)?;
        let plain = address.reveal(Viewer::Plaza, Purpose::Delivery);
        if known.insert(plain.to_lowercase()) {
            to.push((lang, address));
        }
    }
    affected.letters = to.len();
    Ok((affected, to))
}

/// The moments between which a breach's days lie; all time where it has none.
fn bounds(
    context: &Context,
    breach: &Breach,
) -> Result<Option<(Timestamp, Timestamp)>, DisclosureError> {
    let (Some(from), Some(until)) = (breach.from_on, breach.until_on) else {
        return Ok(None);
    };
    let midnight = |day: NaiveDate| moment(context, day.and_time(NaiveTime::MIN));
    let after = until.checked_add_days(Days::new(1)).and_then(midnight);
    let bounds = midnight(from).zip(after);
    bounds.map(Some).ok_or(DisclosureError::NotFound)
}

fn in_column(column: Column, rows: Vec<(Lang, Option<Vec<u8>>)>) -> Vec<Row> {
    rows.into_iter()
        .map(|(lang, sealed)| (lang, sealed.map(|sealed| (column, sealed))))
        .collect()
}

fn of_accounts(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = accounts::table
        .order(accounts::id)
        .select((accounts::language, accounts::email_sealed.nullable()))
        .into_boxed();
    if let Some((from, after)) = bounds(context, breach)? {
        query = query
            .filter(accounts::created_at.ge(from))
            .filter(accounts::created_at.lt(after));
    }
    Ok(in_column(Column::AccountEmail, query.load(connection)?))
}

fn of_cases(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = cases::table
        .order(cases::id)
        .select((cases::language, cases::contact_email_sealed))
        .into_boxed();
    query = match bounds(context, breach)? {
        Some((from, after)) => query
            .filter(cases::created_at.ge(from))
            .filter(cases::created_at.lt(after)),
        None => {
            let named = breach_cases::table
                .filter(breach_cases::breach_id.eq(breach.id))
                .select(breach_cases::case_id);
            query.filter(cases::id.eq_any(named))
        }
    };
    Ok(in_column(Column::CaseContactEmail, query.load(connection)?))
}

fn of_sign_ups(
    connection: &mut AnyConnection,
    breach: &Breach,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = event_sign_ups::table
        .order(event_sign_ups::id)
        .select((
            event_sign_ups::language,
            event_sign_ups::email_sealed.nullable(),
        ))
        .into_boxed();
    query = match (breach.event, breach.from_on, breach.until_on) {
        (Some(event), ..) => query.filter(event_sign_ups::event_id.eq(event)),
        (None, Some(from), Some(until)) => {
            query.filter(event_sign_ups::signed_up_on.between(from, until))
        }
        _ => return Err(DisclosureError::NotFound),
    };
    Ok(in_column(Column::EventEmail, query.load(connection)?))
}

/// The language of a request, the address that came with it, and its account's; both sealed.
type Asked = (Lang, Option<Vec<u8>>, Option<Vec<u8>>);

/// Who asked from an account is reached there, others at the address that they gave, as long as
/// it is kept.
fn of_requests(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
) -> Result<Vec<Row>, DisclosureError> {
    let (from, after) = bounds(context, breach)?.ok_or(DisclosureError::NotFound)?;
    let rows: Vec<Asked> = data_requests::table
        .left_join(accounts::table)
        .filter(data_requests::created_at.ge(from))
        .filter(data_requests::created_at.lt(after))
        .order(data_requests::id)
        .select((
            data_requests::language,
            data_requests::contact_sealed,
            accounts::email_sealed.nullable(),
        ))
        .load(connection)?;
    let address = |contact: Option<Vec<u8>>, account: Option<Vec<u8>>| {
        let contact = contact.map(|sealed| (Column::RequestContact, sealed));
        contact.or_else(|| account.map(|sealed| (Column::AccountEmail, sealed)))
    };
    Ok(rows
        .into_iter()
        .map(|(lang, contact, account)| (lang, address(contact, account)))
        .collect())
}
