//! Whom a breach concerns, and where each of them is reached.

use std::collections::{BTreeMap, HashSet};

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
        schema::{
            account_tokens, accounts, breach_cases, cases, data_requests, event_sign_ups, posts,
            registrations, support_requests, topics,
        },
        text_enum,
    },
    i18n::Lang,
    keys::Use,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How many people are read at once.
const BATCH: i64 = 200;

text_enum! {
    /// What people have here by which they are reached.
    pub enum Group {
        Accounts = "accounts",
        Cases = "cases",
        SignUps = "sign-ups",
        Requests = "requests",
        Guests = "guests",
        /// Addresses that somebody gave and nobody has confirmed yet.
        Registrations = "registrations",
        NewAddresses = "new-addresses",
        Supports = "supports",
    }
}

/// Somebody whom a breach concerns; `address` where there is one.
pub(super) struct Person {
    pub id: i64,
    pub lang: Lang,
    pub address: Option<Private<String>>,
}

/// Where people are read. `days`: only those of the breach's days.
#[derive(Clone, Copy, Debug)]
enum Source {
    Accounts { days: bool },
    Cases { days: bool },
    NamedCases,
    SignUpsOfEvent,
    SignUps { days: bool },
    Requests { days: bool },
    Guests,
    Registrations,
    NewAddresses,
    Supports,
}

impl Source {
    const fn group(self) -> Group {
        match self {
            Self::Accounts { .. } => Group::Accounts,
            Self::Cases { .. } | Self::NamedCases => Group::Cases,
            Self::SignUps { .. } | Self::SignUpsOfEvent => Group::SignUps,
            Self::Requests { .. } => Group::Requests,
            Self::Guests => Group::Guests,
            Self::Registrations => Group::Registrations,
            Self::NewAddresses => Group::NewAddresses,
            Self::Supports => Group::Supports,
        }
    }
}

fn sources(breach: &Breach) -> Vec<Source> {
    let of = |whom: Whom| match whom {
        Whom::Accounts => vec![Source::Accounts { days: false }],
        Whom::AccountsOf => vec![Source::Accounts { days: true }],
        Whom::CasesOf => vec![Source::Cases { days: true }],
        Whom::Cases => vec![Source::NamedCases],
        Whom::SignUps => vec![Source::SignUpsOfEvent],
        Whom::SignUpsOf => vec![Source::SignUps { days: true }],
        Whom::RequestsOf => vec![Source::Requests { days: true }],
        Whom::Guests => vec![Source::Guests],
        Whom::Everybody => vec![
            Source::Accounts { days: false },
            Source::Cases { days: false },
            Source::SignUps { days: false },
            Source::Requests { days: false },
            Source::Guests,
            Source::Registrations,
            Source::NewAddresses,
            Source::Supports,
        ],
    };
    breach.whom().into_iter().flat_map(of).collect()
}

/// What an address is known by among those that were written to about one breach.
pub(super) fn mark(context: &Context, breach: i64, address: &Private<String>) -> Vec<u8> {
    let address = address.reveal(Viewer::Plaza, Purpose::Delivery);
    let address = address.trim().to_lowercase();
    let parts = [&breach.to_be_bytes()[..], address.as_bytes()];
    context.config.keys.mac(Use::BreachMark, &parts).to_vec()
}

/// Some people of the breach's source of this number after the row `after`, in the order of their
/// rows: none when the source has no more. `None` when there is no such source.
pub(super) fn batch(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
    source: i32,
    after: i64,
) -> Result<Option<Vec<Person>>, DisclosureError> {
    let source = usize::try_from(source).ok();
    let source = source.and_then(|at| sources(breach).get(at).copied());
    let people = source.map(|source| people(connection, context, breach, source, after));
    people.transpose()
}

/// Whom the letters go to: each address once, and each person counted once.
pub(super) fn count(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
) -> Result<Affected, DisclosureError> {
    let mut affected = Affected::default();
    let (mut seen, mut known) = (HashSet::new(), HashSet::new());
    let mut groups: BTreeMap<Group, usize> = BTreeMap::new();
    for source in sources(breach) {
        let group = source.group();
        groups.entry(group).or_default();
        let mut after = 0;
        loop {
            let people = people(connection, context, breach, source, after)?;
            let Some(last) = people.last() else { break };
            after = last.id;
            for person in people {
                if !seen.insert((group, person.id)) {
                    continue;
                }
                *groups.entry(group).or_default() += 1;
                match person.address {
                    Some(address) => drop(known.insert(mark(context, breach.id, &address))),
                    None => affected.unreachable += 1,
                }
            }
        }
    }
    affected.letters = known.len();
    affected.groups = groups.into_iter().collect();
    Ok(affected)
}

fn people(
    connection: &mut AnyConnection,
    context: &Context,
    breach: &Breach,
    source: Source,
    after: i64,
) -> Result<Vec<Person>, DisclosureError> {
    let days = |days: bool| match days {
        true => bounds(context, breach).map(Some),
        false => Ok(None),
    };
    match source {
        Source::Accounts { days: of_days } => {
            let rows = of_accounts(connection, days(of_days)?, after)?;
            opened(context, Column::AccountEmail, rows)
        }
        Source::Cases { days: of_days } => {
            let rows = of_cases(connection, days(of_days)?, None, after)?;
            opened(context, Column::CaseContactEmail, rows)
        }
        Source::NamedCases => {
            let rows = of_cases(connection, None, Some(breach.id), after)?;
            opened(context, Column::CaseContactEmail, rows)
        }
        Source::SignUpsOfEvent => {
            let event = breach.event.ok_or(DisclosureError::NotFound)?;
            let rows = of_sign_ups(connection, None, Some(event), after)?;
            opened(context, Column::EventEmail, rows)
        }
        Source::SignUps { days: of_days } => {
            let between = breach.from_on.zip(breach.until_on).filter(|_| of_days);
            if of_days && between.is_none() {
                return Err(DisclosureError::NotFound);
            }
            let rows = of_sign_ups(connection, between, None, after)?;
            opened(context, Column::EventEmail, rows)
        }
        Source::Requests { days: of_days } => {
            of_requests(connection, context, days(of_days)?, after)
        }
        Source::Guests => of_guests(connection, after),
        Source::Registrations => {
            let rows = of_registrations(connection, after)?;
            opened(context, Column::RegistrationEmail, rows)
        }
        Source::NewAddresses => {
            let rows = of_new_addresses(connection, after)?;
            opened(context, Column::TokenEmail, rows)
        }
        Source::Supports => {
            let rows = of_supports(connection, after)?;
            opened(context, Column::SupportEmail, rows)
        }
    }
}

type Bounds = (Timestamp, Timestamp);

/// A row's id and language with its sealed address, where there is one.
type Row = (i64, Lang, Option<Vec<u8>>);

fn opened(
    context: &Context,
    column: Column,
    rows: Vec<Row>,
) -> Result<Vec<Person>, DisclosureError> {
    let keys = &context.config.keys;
    let open = |sealed: Vec<u8>| sealed::open(keys, column, &sealed);
    rows.into_iter()
        .map(|(id, lang, sealed)| {
            let address = sealed.map(open).transpose()?;
            Ok(Person { id, lang, address })
        })
        .collect()
}

/// The moments between which a breach's days lie.
fn bounds(context: &Context, breach: &Breach) -> Result<Bounds, DisclosureError> {
    let (Some(from), Some(until)) = (breach.from_on, breach.until_on) else {
        return Err(DisclosureError::NotFound);
    };
    let midnight = |day: NaiveDate| moment(context, day.and_time(NaiveTime::MIN));
    let after = until.checked_add_days(Days::new(1)).and_then(midnight);
    let bounds = midnight(from).zip(after);
    bounds.ok_or(DisclosureError::NotFound)
}

fn of_accounts(
    connection: &mut AnyConnection,
    days: Option<Bounds>,
    after: i64,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = accounts::table
        .filter(accounts::id.gt(after))
        .order(accounts::id)
        .limit(BATCH)
        .select((
            accounts::id,
            accounts::language,
            accounts::email_sealed.nullable(),
        ))
        .into_boxed();
    if let Some((from, after)) = days {
        query = query
            .filter(accounts::created_at.ge(from))
            .filter(accounts::created_at.lt(after));
    }
    Ok(query.load(connection)?)
}

/// Of certain days, or those that a breach names.
fn of_cases(
    connection: &mut AnyConnection,
    days: Option<Bounds>,
    named_by: Option<i64>,
    after: i64,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = cases::table
        .filter(cases::id.gt(after))
        .order(cases::id)
        .limit(BATCH)
        .select((cases::id, cases::language, cases::contact_email_sealed))
        .into_boxed();
    if let Some((from, after)) = days {
        query = query
            .filter(cases::created_at.ge(from))
            .filter(cases::created_at.lt(after));
    }
    if let Some(breach) = named_by {
        let named = breach_cases::table
            .filter(breach_cases::breach_id.eq(breach))
            .select(breach_cases::case_id);
        query = query.filter(cases::id.eq_any(named));
    }
    Ok(query.load(connection)?)
}

fn of_sign_ups(
    connection: &mut AnyConnection,
    days: Option<(NaiveDate, NaiveDate)>,
    event: Option<i64>,
    after: i64,
) -> Result<Vec<Row>, DisclosureError> {
    let mut query = event_sign_ups::table
        .filter(event_sign_ups::id.gt(after))
        .order(event_sign_ups::id)
        .limit(BATCH)
        .select((
            event_sign_ups::id,
            event_sign_ups::language,
            event_sign_ups::email_sealed.nullable(),
        ))
        .into_boxed();
    if let Some((from, until)) = days {
        query = query.filter(event_sign_ups::signed_up_on.between(from, until));
    }
    if let Some(event) = event {
        query = query.filter(event_sign_ups::event_id.eq(event));
    }
    Ok(query.load(connection)?)
}

/// A request, its language, the address that came with it, and its account's; both sealed.
type Asked = (i64, Lang, Option<Vec<u8>>, Option<Vec<u8>>);

/// Who asked from an account is reached there, others at the address that they gave, as long as
/// it is kept.
fn of_requests(
    connection: &mut AnyConnection,
    context: &Context,
    days: Option<Bounds>,
    after: i64,
) -> Result<Vec<Person>, DisclosureError> {
    let mut query = data_requests::table
        .left_join(accounts::table)
        .filter(data_requests::id.gt(after))
        .order(data_requests::id)
        .limit(BATCH)
        .select((
            data_requests::id,
            data_requests::language,
            data_requests::contact_sealed,
            accounts::email_sealed.nullable(),
        ))
        .into_boxed();
    if let Some((from, after)) = days {
        query = query
            .filter(data_requests::created_at.ge(from))
            .filter(data_requests::created_at.lt(after));
    }
    let rows: Vec<Asked> = query.load(connection)?;
    let keys = &context.config.keys;
    rows.into_iter()
        .map(|(id, lang, contact, account)| {
            let address = match (contact, account) {
                (Some(contact), _) => Some(sealed::open(keys, Column::RequestContact, &contact)?),
                (None, Some(account)) => Some(sealed::open(keys, Column::AccountEmail, &account)?),
                (None, None) => None,
            };
            Ok(Person { id, lang, address })
        })
        .collect()
}

/// Guests' posts with a public address.
fn of_guests(connection: &mut AnyConnection, after: i64) -> Result<Vec<Person>, DisclosureError> {
    let rows: Vec<(i64, Lang, Option<String>)> = posts::table
        .filter(posts::id.gt(after))
        .filter(posts::guest_email.is_not_null())
        .order(posts::id)
        .limit(BATCH)
        .select((posts::id, posts::language, posts::guest_email))
        .load(connection)?;
    let people = rows.into_iter().map(|(id, lang, address)| Person {
        id,
        lang,
        address: address.map(Private::new),
    });
    Ok(people.collect())
}

fn of_registrations(connection: &mut AnyConnection, after: i64) -> QueryResult<Vec<Row>> {
    registrations::table
        .filter(registrations::id.gt(after))
        .order(registrations::id)
        .limit(BATCH)
        .select((
            registrations::id,
            registrations::language,
            registrations::email_sealed.nullable(),
        ))
        .load(connection)
}

/// Addresses to which accounts want to move.
fn of_new_addresses(connection: &mut AnyConnection, after: i64) -> QueryResult<Vec<Row>> {
    account_tokens::table
        .inner_join(accounts::table)
        .filter(account_tokens::id.gt(after))
        .filter(account_tokens::email_sealed.is_not_null())
        .order(account_tokens::id)
        .limit(BATCH)
        .select((
            account_tokens::id,
            accounts::language,
            account_tokens::email_sealed,
        ))
        .load(connection)
}

/// In the language of what they want to support: theirs is not kept.
fn of_supports(connection: &mut AnyConnection, after: i64) -> QueryResult<Vec<Row>> {
    support_requests::table
        .inner_join(topics::table)
        .filter(support_requests::id.gt(after))
        .order(support_requests::id)
        .limit(BATCH)
        .select((
            support_requests::id,
            topics::language,
            support_requests::email_sealed.nullable(),
        ))
        .load(connection)
}
