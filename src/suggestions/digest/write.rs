//! Writing the digests whose time has come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Happened, choices::holding, gets_one, letter};
use crate::{
    accounts::{
        Role,
        preferences::{self, Stops},
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{
            accounts, case_offices, cases, categories, digest_pending, districts, office_members,
            offices,
        },
    },
    i18n::Lang,
    mail::{
        digest::{Often, Rhythm},
        outbox,
    },
    offices::{Office, days},
    privacy::{
        Private,
        sealed::{self, Column},
    },
    suggestions::SuggestionError,
};

/// For how many accounts one transaction writes.
const BATCH: usize = 50;

/// Somebody whose digest of an office is due.
struct Due {
    account: i64,
    office: i64,
}

/// What happened, to which case, for whom.
struct Event {
    account: i64,
    office: i64,
    case: i64,
    happened: Happened,
}

/// A case as a digest names it.
pub(super) struct Named {
    pub case: i64,
    pub reference: String,
    /// In both languages.
    pub category: (String, String),
    pub district: (String, String),
    pub due_on: Option<NaiveDate>,
}

/// Writes all digests that are due, some accounts at a time.
pub async fn write_all(context: &Context) -> Result<(), SuggestionError> {
    let mut after = 0;
    while let Some(last) = write_some(context, after).await? {
        after = last;
    }
    Ok(())
}

/// Writes those of the accounts after this one; gives the last of them.
async fn write_some(context: &Context, after: i64) -> Result<Option<i64>, SuggestionError> {
    let cx = context.clone();
    // The look goes to the readers: where nothing is due, SQLite's one writer is left alone.
    let found = context
        .db
        .read(move |connection| due(connection, &cx, after))
        .await?;
    if found.is_empty() {
        return Ok(None);
    }
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Of two nodes one gets what is due; the other finds nothing.
            locks::alone(connection, Gate::Digests)?;
            let due = due(connection, &cx, after)?;
            write(connection, &cx, &due)?;
            Ok::<_, SuggestionError>(due.last().map(|one| one.account))
        })
        .await
}

/// Whose digests are due, on a working day of their office; of the first accounts after this one.
fn due(connection: &mut AnyConnection, context: &Context, after: i64) -> Result<Vec<Due>, DbError> {
    type Row = (i64, i64, Option<String>, String, Option<NaiveDate>);
    let staff: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| role.is_staff())
        .collect();
    let rows: Vec<Row> = office_members::table
        .inner_join(offices::table)
        .inner_join(accounts::table)
        .filter(office_members::account_id.gt(after))
        .filter(accounts::role.eq_any(staff))
        .filter(gets_one!())
        .order((office_members::account_id, office_members::office_id))
        .select((
            office_members::account_id,
            office_members::office_id,
            office_members::digest,
            offices::digest,
            office_members::digested_on,
        ))
        .load(connection)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let waiting: Vec<(i64, i64)> = digest_pending::table
        .select((digest_pending::account_id, digest_pending::office_id))
        .distinct()
        .load(connection)?;
    let waiting: BTreeSet<(i64, i64)> = waiting.into_iter().collect();
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone).naive_local();
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let mut of: BTreeSet<i64> = BTreeSet::new();
    let mut all = Vec::new();
    for (account, office, chosen, of_office, last) in rows {
        let read = |text: &str| text.parse::<Rhythm>().unwrap_or_default();
        let rhythm = holding(chosen.as_deref().map(read), read(&of_office));
        // One without an hour is due when there is something.
        let has_time = rhythm != Rhythm::AtOnce || waiting.contains(&(account, office));
        let works = own.get(&office).unwrap_or(&city).works(now.date());
        if works && has_time && rhythm.is_due(now, last) {
            of.insert(account);
            if of.len() > BATCH {
                break;
            }
            all.push(Due { account, office });
        }
    }
    Ok(all)
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    due: &[Due],
) -> Result<(), SuggestionError> {
    let readers = readers(connection, context, due)?;
    let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for one in due.iter().filter(|one| readers.contains_key(&one.account)) {
        members.entry(one.office).or_default().push(one.account);
    }
    let mut events = Vec::new();
    for (office, accounts) in &members {
        events.extend(take(connection, context, *office, accounts)?);
    }
    let named = named(connection, &events)?;
    let offices = in_order(connection, members.keys().copied().collect())?;
    for (account, (lang, to)) in readers {
        let mut told: Vec<(usize, Happened, &Named)> = events
            .iter()
            .filter(|event| event.account == account)
            .filter_map(|event| {
                let place = offices
                    .iter()
                    .position(|office| office.id == event.office)?;
                // An office that has the case no more is told nothing of it.
                let named = named.get(&(event.office, event.case))?;
                Some((place, event.happened, named))
            })
            .collect();
        if told.is_empty() {
            continue;
        }
        told.sort_by_key(|(place, happened, named)| (*place, *happened, named.due_on, named.case));
        let token = preferences::stop_link(connection, context, account, Stops::Offices)?;
        let letter = letter::letter(context, (lang, to), &offices, &told, &token);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

/// Language and address of those whose digests are due. One address that cannot be read must not keep
/// the digests from everybody else; what is for it goes on waiting.
fn readers(
    connection: &mut AnyConnection,
    context: &Context,
    due: &[Due],
) -> Result<BTreeMap<i64, (Lang, Private<String>)>, DbError> {
    let ids: Vec<i64> = due.iter().map(|one| one.account).collect();
    let rows: Vec<(i64, Lang, Vec<u8>)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::language, accounts::email_sealed))
        .load(connection)?;
    let open = |(id, lang, email): (i64, Lang, Vec<u8>)| {
        let to = sealed::open(&context.config.keys, Column::AccountEmail, &email);
        if to.is_err() {
            tracing::error!("an account's address cannot be opened");
        }
        Some((id, (lang, to.ok()?)))
    };
    Ok(rows.into_iter().filter_map(open).collect())
}

/// Takes what waits for these members of an office, and notes that their digest was due today.
fn take(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
    accounts: &[i64],
) -> Result<Vec<Event>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let these = office_members::table
        .filter(office_members::office_id.eq(office))
        .filter(office_members::account_id.eq_any(accounts.to_vec()));
    diesel::update(these)
        .set(office_members::digested_on.eq(today))
        .execute(connection)?;
    let waiting = digest_pending::table
        .filter(digest_pending::office_id.eq(office))
        .filter(digest_pending::account_id.eq_any(accounts.to_vec()));
    let taken: Vec<(i64, i64, Happened)> = diesel::delete(waiting)
        .returning((
            digest_pending::account_id,
            digest_pending::case_id,
            digest_pending::kind,
        ))
        .get_results(connection)?;
    let event = |(account, case, happened)| Event {
        account,
        office,
        case,
        happened,
    };
    Ok(taken.into_iter().map(event).collect())
}

/// The cases of these events that their offices have, by office and case.
fn named(
    connection: &mut AnyConnection,
    events: &[Event],
) -> Result<BTreeMap<(i64, i64), Named>, DbError> {
    type Row = (
        (i64, i64),
        String,
        (String, String),
        (String, String),
        Option<NaiveDate>,
    );
    if events.is_empty() {
        return Ok(BTreeMap::new());
    }
    let of: BTreeSet<i64> = events.iter().map(|event| event.case).collect();
    let rows: Vec<Row> = case_offices::table
        .inner_join(
            cases::table
                .inner_join(categories::table)
                .inner_join(districts::table),
        )
        .filter(case_offices::case_id.eq_any(of))
        .filter(cases::restricted_on.is_null())
        .select((
            (case_offices::office_id, case_offices::case_id),
            cases::reference,
            (categories::name_zh, categories::name_en),
            (districts::name_zh, districts::name_en),
            cases::due_on,
        ))
        .load(connection)?;
    let of_row = |(key, reference, category, district, due_on): Row| {
        let named = Named {
            case: key.1,
            reference,
            category,
            district,
            due_on,
        };
        (key, named)
    };
    Ok(rows.into_iter().map(of_row).collect())
}

/// In the order of their slugs.
fn in_order(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<Vec<Office>, DbError> {
    Ok(offices::table
        .filter(offices::id.eq_any(ids))
        .order(offices::slug)
        .select(Office::as_select())
        .load(connection)?)
}
