//! Writing the digests whose time has come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::{dsl::exists, prelude::*};

use super::{Happened, letter};
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
    mail::{digest::Rhythm, outbox},
    offices::{Office, days},
    privacy::{
        Private,
        sealed::{self, Column},
    },
    suggestions::SuggestionError,
};

/// For how many accounts one transaction writes.
const BATCH: usize = 50;
/// How many of their digests are looked for at once.
const LOOKED: i64 = 500;

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

/// Whose digests are due, on a working day of their office; of the first accounts after this one. The
/// database alone looks through those that are not due, which is nearly all of them at any minute.
fn due(connection: &mut AnyConnection, context: &Context, after: i64) -> Result<Vec<Due>, DbError> {
    let staff: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| role.is_staff())
        .collect();
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone).naive_local();
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let mut working: Vec<i64> = offices::table.select(offices::id).load(connection)?;
    working.retain(|office| own.get(office).unwrap_or(&city).works(now.date()));
    // A member's own choice goes before the office's.
    let holds = |rhythms: Vec<String>| {
        office_members::digest
            .eq_any(rhythms.clone())
            .or(office_members::digest
                .is_null()
                .and(offices::digest.eq_any(rhythms)))
    };
    let [today, one, two, three, four, five, six] = Rhythm::reached(now).map(|(rhythms, from)| {
        let lacks = office_members::digested_on
            .is_null()
            .or(office_members::digested_on.lt(from))
            .or(office_members::digested_on.gt(now.date()));
        holds(rhythms).and(lacks)
    });
    let has_day = today.or(one).or(two).or(three).or(four).or(five).or(six);
    // One without an hour is due when there is something.
    let waiting = digest_pending::table
        .filter(digest_pending::office_id.eq(office_members::office_id))
        .filter(digest_pending::account_id.eq(office_members::account_id));
    let at_once = holds(vec![Rhythm::AtOnce.to_string()]).and(exists(waiting));
    let rows: Vec<(i64, i64)> = office_members::table
        .inner_join(offices::table)
        .inner_join(accounts::table)
        .filter(office_members::account_id.gt(after))
        .filter(office_members::office_id.eq_any(working))
        .filter(accounts::role.eq_any(staff))
        .filter(has_day.or(at_once))
        .order((office_members::account_id, office_members::office_id))
        .limit(LOOKED)
        .select((office_members::account_id, office_members::office_id))
        .load(connection)?;
    // Of the last account there may be more than these rows.
    let most = usize::try_from(LOOKED).unwrap_or(usize::MAX);
    let cut = rows.last().filter(|_| rows.len() == most);
    let cut = cut.map(|(account, _)| *account);
    let mut of: BTreeSet<i64> = BTreeSet::new();
    let mut all = Vec::new();
    for (account, office) in rows {
        of.insert(account);
        if of.len() > BATCH || (cut == Some(account) && of.len() > 1) {
            break;
        }
        all.push(Due { account, office });
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
        let mut told: Vec<letter::Told> = events
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
        for part in letter::parts(&told) {
            let to = (lang, to.clone());
            let letter = letter::letter(context, to, &offices, part, &token);
            outbox::enqueue(connection, context, &letter)?;
        }
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
