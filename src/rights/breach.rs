//! Personal data that got out: the record of it, whom it concerns, and the letters to them.
//!
//! Preparing a record sends nothing; [`send`] does, once, after the letters were looked at.

use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _};
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{DisclosureError, affected, breach_letters};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{breach_cases, breach_marks, breaches, cases, events},
        text_enum,
    },
    i18n::Lang,
    mail::outbox::{self, Undelivered},
    once::Submission,
    privacy::inventory,
    suggestions::Reference,
    text::{self, Format, official},
    text_rules::{plain_line, readable, refuse, refuse_length},
};

/// The longest text about a breach, in characters.
pub const LONGEST: usize = 5_000;
/// The longest name of an authority, and of a reference.
pub const LONGEST_LINE: usize = 200;
/// The most cases that a breach names one by one.
pub const MOST_CASES: usize = 500;
const LISTED: i64 = 200;

text_enum! {
    /// Whom a breach concerns.
    pub enum Whom {
        /// Everybody with an account.
        Accounts = "accounts",
        /// Whose account was made between two days.
        AccountsOf = "accounts-of",
        /// Whose suggestion was made between two days.
        CasesOf = "cases-of",
        /// Whose suggestions are named one by one.
        Cases = "cases",
        /// Who is signed up for one event.
        SignUps = "sign-ups",
        /// Who signed up for any event between two days.
        SignUpsOf = "sign-ups-of",
        /// Who asked something about their data between two days.
        RequestsOf = "requests-of",
        /// Guests who left a public address with a post.
        Guests = "guests",
        /// Everybody whose address is held, for whatever matter.
        Everybody = "everybody",
    }
}

impl Whom {
    pub const ALL: [Self; 9] = [
        Self::Accounts,
        Self::AccountsOf,
        Self::CasesOf,
        Self::Cases,
        Self::SignUps,
        Self::SignUpsOf,
        Self::RequestsOf,
        Self::Guests,
        Self::Everybody,
    ];

    /// Whether two days bound it.
    pub const fn has_days(self) -> bool {
        matches!(
            self,
            Self::AccountsOf | Self::CasesOf | Self::SignUpsOf | Self::RequestsOf
        )
    }
}

/// A breach as the privacy officer types it, trimmed. Its words name nobody.
#[derive(Clone, Debug, Default)]
pub struct NewBreach {
    /// When it was found, in the city's time; `None` when it is no time.
    pub found: Option<NaiveDateTime>,
    pub happened_zh: String,
    pub happened_en: String,
    /// What was done about it.
    pub done_zh: String,
    pub done_en: String,
    /// Slugs of the inventory's files.
    pub files: Vec<String>,
    /// One or more of them.
    pub whom: Vec<Whom>,
    /// The first and the last day where one of `whom` has days.
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    /// References of cases as typed, where one of `whom` is cases by name.
    pub references: Vec<String>,
    /// The event's number where one of `whom` is who is signed up for one.
    pub event: Option<i64>,
}

/// That the supervising authority was told, as the privacy officer types it, trimmed.
#[derive(Clone, Debug, Default)]
pub struct NewReport {
    /// When, in the city's time; `None` when it is no time.
    pub at: Option<NaiveDateTime>,
    /// To whom.
    pub to: String,
    /// The number under which the authority, or the city, keeps it.
    pub reference: String,
}

/// A report that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    pub at: Timestamp,
    pub to: String,
    pub reference: String,
}

/// A breach on record.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Breach {
    pub id: i64,
    pub found_at: Timestamp,
    happened_zh: String,
    happened_en: String,
    done_zh: String,
    done_en: String,
    files: String,
    whom: String,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    /// When the letters were sent, how many were written since, and when all were.
    pub sent_at: Option<Timestamp>,
    pub letters: Option<i32>,
    pub enqueued_at: Option<Timestamp>,
    pub event: Option<i64>,
    reported: (Option<Timestamp>, Option<String>, Option<String>),
}

impl Breach {
    /// What a sample of its letter tells.
    pub(super) fn sample(context: &Context) -> Self {
        Self {
            id: 1,
            found_at: context.now(),
            happened_zh: "一份備份檔案被複製到外部。".to_owned(),
            happened_en: "A backup was copied to the outside.".to_owned(),
            done_zh: "已更換金鑰，並向主管機關通報。".to_owned(),
            done_en: "The keys were changed, and the supervising authority was told.".to_owned(),
            files: "accounts".to_owned(),
            whom: Whom::Accounts.as_str().to_owned(),
            from_on: None,
            until_on: None,
            sent_at: None,
            letters: None,
            enqueued_at: None,
            event: None,
            reported: (None, None, None),
        }
    }

    pub fn happened(&self, lang: Lang) -> String {
        lang.pick(&self.happened_zh, &self.happened_en)
    }

    /// What was done about it.
    pub fn done(&self, lang: Lang) -> String {
        lang.pick(&self.done_zh, &self.done_en)
    }

    /// The inventory's files whose data got out, by slug.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.split(',')
    }

    /// Whom it concerns, one or more of them.
    pub fn whom(&self) -> Vec<Whom> {
        let words = self.whom.split(',');
        words.filter_map(|whom| whom.parse().ok()).collect()
    }

    /// Until when it must be reported to the supervising authority.
    pub fn due(&self, context: &Context) -> Timestamp {
        self.found_at + TimeDelta::hours(i64::from(context.config.breach_hours))
    }

    /// The report to the supervising authority, once it was made: it stops the clock.
    pub fn reported(&self) -> Option<Reported> {
        let (at, to, reference) = self.reported.clone();
        Some(Reported {
            at: at?,
            to: to?,
            reference: reference?,
        })
    }
}

/// How many people a breach concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// Accounts, cases, sign-ups, requests and posts of guests, by what they are.
    pub groups: Vec<(Group, usize)>,
    /// Letters that go out: one to each address.
    pub letters: usize,
    /// Those of whom there is no address.
    pub unreachable: usize,
    /// Letters that went out and did not arrive, as long as the list of mails keeps them; by why.
    pub undelivered: Vec<(Undelivered, usize)>,
}

impl Affected {
    /// All of its groups together.
    pub fn people(&self) -> usize {
        self.groups.iter().map(|(_, count)| count).sum()
    }
}

/// A breach with what is to be looked at before the letters go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub breach: Breach,
    pub affected: Affected,
}

/// A moment of the city's clock; `None` in the hour that a change of the clock leaves out.
pub(super) fn moment(context: &Context, local: NaiveDateTime) -> Option<Timestamp> {
    let zone = context.config.city.time_zone;
    let found = zone.from_local_datetime(&local).earliest()?;
    Some(found.to_utc().into())
}

fn check(new: &NewBreach, found: Option<Timestamp>, now: Timestamp) -> ValidationErrors {
    let mut errors = ValidationErrors::new();
    match found {
        None => refuse(&mut errors, "found", "moment"),
        Some(found) if found > now => refuse(&mut errors, "found", "future"),
        Some(_) => {}
    }
    for (field, text) in [
        ("happened-zh", &new.happened_zh),
        ("happened-en", &new.happened_en),
        ("done-zh", &new.done_zh),
        ("done-en", &new.done_en),
    ] {
        if text.is_empty() {
            refuse(&mut errors, field, "required");
        } else if text.chars().count() > LONGEST {
            refuse_length(&mut errors, field, 0, LONGEST);
        } else if !readable(text) {
            refuse(&mut errors, field, "characters");
        }
    }
    let known = |slug: &String| inventory::file(slug).is_some();
    if new.files.is_empty() || !new.files.iter().all(known) {
        refuse(&mut errors, "files", "fields");
    }
    if new.whom.is_empty() {
        refuse(&mut errors, "whom", "choice");
    }
    if new.whom.iter().any(|whom| whom.has_days()) {
        let sensible = |day: &NaiveDate| (2000..=9000).contains(&day.year());
        let (from, until) = (new.from_on.filter(sensible), new.until_on.filter(sensible));
        if from.is_none() {
            refuse(&mut errors, "from", "date");
        }
        match until {
            None => refuse(&mut errors, "until", "date"),
            Some(until) if from.is_some_and(|from| until < from) => {
                refuse(&mut errors, "until", "before-start");
            }
            Some(_) => {}
        }
    }
    if new.whom.contains(&Whom::Cases) {
        if new.references.is_empty() {
            refuse(&mut errors, "references", "required");
        } else if new.references.len() > MOST_CASES {
            refuse(&mut errors, "references", "too-many-cases");
        }
    }
    if new.whom.contains(&Whom::SignUps) && new.event.is_none() {
        refuse(&mut errors, "event", "event-number");
    }
    errors
}

/// The texts in which personal data stands: the letters go to many, and name nobody.
async fn named_people(
    context: &Context,
    new: &NewBreach,
) -> Result<Vec<&'static str>, DisclosureError> {
    let texts = [
        ("happened-zh", &new.happened_zh),
        ("happened-en", &new.happened_en),
        ("done-zh", &new.done_zh),
        ("done-en", &new.done_en),
    ];
    // What is too long is refused for that.
    let texts = texts
        .into_iter()
        .filter(|(_, text)| text.chars().count() <= LONGEST)
        .map(|(name, text)| text::Field::new(name, Format::Plain, text.as_str()))
        .collect();
    Ok(official::with_personal_data(context, texts).await?)
}

/// Writes a breach down; gives its id. Nothing is sent. A reference that is no case's is refused. The
/// same `submission` twice is one breach.
pub async fn prepare(
    context: &Context,
    by: &Member,
    submission: &str,
    new: NewBreach,
) -> Result<i64, DisclosureError> {
    let said = ["breach", &format!("{new:?}")];
    let submission = Submission::new(context, submission, Some(by.id), &said);
    let now = context.now();
    let found = new.found.and_then(|found| moment(context, found));
    let mut errors = check(&new, found, now);
    for name in named_people(context, &new).await? {
        refuse(&mut errors, name, "personal-data");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let found = found.ok_or(DisclosureError::NotFound)?;
    let mut whom = Whom::ALL.to_vec();
    whom.retain(|one| new.whom.contains(one));
    let (cx, by) = (context.clone(), by.id);
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                insert(connection, new, (found, whom), by, now)
            })
        })
        .await
}

fn insert(
    connection: &mut AnyConnection,
    new: NewBreach,
    (found, whom): (Timestamp, Vec<Whom>),
    by: i64,
    now: Timestamp,
) -> Result<i64, DisclosureError> {
    let named = match whom.contains(&Whom::Cases) {
        true => ids_of(connection, &new.references)?,
        false => Vec::new(),
    };
    let event = new.event.filter(|_| whom.contains(&Whom::SignUps));
    if let Some(event) = event {
        let known: i64 = events::table.find(event).count().get_result(connection)?;
        if known == 0 {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "event", "event-number");
            return Err(errors.into());
        }
    }
    let days = whom.iter().any(|whom| whom.has_days());
    let words: Vec<&str> = whom.iter().map(|whom| whom.as_str()).collect();
    let id: i64 = diesel::insert_into(breaches::table)
        .values((
            breaches::found_at.eq(found),
            breaches::happened_zh.eq(new.happened_zh),
            breaches::happened_en.eq(new.happened_en),
            breaches::done_zh.eq(new.done_zh),
            breaches::done_en.eq(new.done_en),
            breaches::files.eq(new.files.join(",")),
            breaches::whom.eq(words.join(",")),
            breaches::from_on.eq(new.from_on.filter(|_| days)),
            breaches::until_on.eq(new.until_on.filter(|_| days)),
            breaches::event_id.eq(event),
            breaches::prepared_by.eq(by),
            breaches::created_at.eq(now),
        ))
        .returning(breaches::id)
        .get_result(connection)?;
    for case in named {
        diesel::insert_into(breach_cases::table)
            .values((
                breach_cases::breach_id.eq(id),
                breach_cases::case_id.eq(case),
            ))
            .execute(connection)?;
    }
    Ok(id)
}

/// The cases with these references, each once.
fn ids_of(connection: &mut AnyConnection, typed: &[String]) -> Result<Vec<i64>, DisclosureError> {
    let mut references = HashSet::new();
    for one in typed {
        let reference = Reference::parse(one).ok_or(DisclosureError::NoSuchCase)?;
        references.insert(reference.as_str().to_owned());
    }
    let wanted: Vec<&String> = references.iter().collect();
    let ids: Vec<i64> = cases::table
        .filter(cases::reference.eq_any(wanted))
        .order(cases::id)
        .select(cases::id)
        .load(connection)?;
    if ids.len() == references.len() {
        Ok(ids)
    } else {
        Err(DisclosureError::NoSuchCase)
    }
}

type Columns = (
    breaches::id,
    breaches::found_at,
    breaches::happened_zh,
    breaches::happened_en,
    breaches::done_zh,
    breaches::done_en,
    breaches::files,
    breaches::whom,
    breaches::from_on,
    breaches::until_on,
    breaches::sent_at,
    breaches::letters,
    breaches::enqueued_at,
    breaches::event_id,
    (
        breaches::reported_at,
        breaches::reported_to,
        breaches::reported_as,
    ),
);
const COLUMNS: Columns = (
    breaches::id,
    breaches::found_at,
    breaches::happened_zh,
    breaches::happened_en,
    breaches::done_zh,
    breaches::done_en,
    breaches::files,
    breaches::whom,
    breaches::from_on,
    breaches::until_on,
    breaches::sent_at,
    breaches::letters,
    breaches::enqueued_at,
    breaches::event_id,
    (
        breaches::reported_at,
        breaches::reported_to,
        breaches::reported_as,
    ),
);

/// The newest breaches.
pub async fn list(context: &Context) -> Result<Vec<Breach>, DbError> {
    context
        .db
        .read(|connection| {
            let all = breaches::table
                .order(breaches::id.desc())
                .limit(LISTED)
                .select(COLUMNS)
                .load(connection)?;
            Ok(all)
        })
        .await
}

/// The breaches of which letters did not arrive, as long as the list of mails keeps them.
pub async fn with_undelivered(context: &Context) -> Result<HashSet<i64>, DbError> {
    context.db.read(outbox::breaches_undelivered).await
}

fn find(connection: &mut AnyConnection, id: i64) -> Result<Breach, DisclosureError> {
    let found = breaches::table
        .find(id)
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    found.ok_or(DisclosureError::NotFound)
}

/// A breach and whom its letters would go to now.
pub async fn prepared(context: &Context, id: i64) -> Result<Prepared, DisclosureError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let breach = find(connection, id)?;
            let mut affected = affected::count(connection, &cx, &breach)?;
            affected.undelivered = outbox::undelivered_of(connection, &cx.config.keys, id)?;
            Ok(Prepared { breach, affected })
        })
        .await
}

/// Sends the letters, one to each address, in its owner's language: a job writes them, batch by
/// batch. Twice is once.
pub async fn send(context: &Context, by: &Member, id: i64) -> Result<(), DisclosureError> {
    let (by, now) = (by.id, context.now());
    context
        .db
        .write(move |connection| {
            diesel::update(breaches::table.find(id).filter(breaches::sent_at.is_null()))
                .set((
                    breaches::sent_at.eq(now),
                    breaches::sent_by.eq(by),
                    breaches::letters.eq(0),
                ))
                .execute(connection)?;
            find(connection, id).map(drop)
        })
        .await
}

/// Writes some of the letters that were sent and are not written yet; gives whether there may be
/// more. A batch is written whole with how far it came, or not at all, and nobody is written to
/// twice.
pub async fn write_letters(context: &Context) -> Result<bool, DisclosureError> {
    let next: Option<i64> = context
        .db
        .read(|connection| {
            let next = breaches::table
                .filter(breaches::sent_at.is_not_null())
                .filter(breaches::enqueued_at.is_null())
                .order(breaches::id)
                .select(breaches::id);
            Ok::<_, DisclosureError>(next.first(connection).optional()?)
        })
        .await?;
    let Some(id) = next else { return Ok(false) };
    let cx = context.clone();
    context
        .db
        .write(move |connection| write_batch(connection, &cx, id))
        .await?;
    Ok(true)
}

fn write_batch(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
) -> Result<(), DisclosureError> {
    // The row is the lock: of two nodes the second waits here and goes on from where the first came.
    let place: Option<(i32, i64)> = diesel::update(
        breaches::table
            .find(id)
            .filter(breaches::enqueued_at.is_null()),
    )
    .set(breaches::letters.eq(breaches::letters))
    .returning((breaches::enqueued_source, breaches::enqueued_after))
    .get_result(connection)
    .optional()?;
    let Some((source, after)) = place else {
        return Ok(());
    };
    let breach = find(connection, id)?;
    let this = breaches::table.find(id);
    let Some(people) = affected::batch(connection, context, &breach, source, after)? else {
        diesel::update(this)
            .set(breaches::enqueued_at.eq(context.now()))
            .execute(connection)?;
        let marks = breach_marks::table.filter(breach_marks::breach_id.eq(id));
        diesel::delete(marks).execute(connection)?;
        return Ok(());
    };
    let Some(last) = people.last().map(|person| person.id) else {
        diesel::update(this)
            .set((
                breaches::enqueued_source.eq(source + 1),
                breaches::enqueued_after.eq(0),
            ))
            .execute(connection)?;
        return Ok(());
    };
    let marked = people.into_iter().filter_map(|person| {
        let address = person.address?;
        let mark = affected::mark(context, id, &address);
        Some((mark, person.lang, address))
    });
    let marked: Vec<_> = marked.collect();
    let marks: Vec<&Vec<u8>> = marked.iter().map(|(mark, ..)| mark).collect();
    let mut told: HashSet<Vec<u8>> = breach_marks::table
        .filter(breach_marks::breach_id.eq(id))
        .filter(breach_marks::mark.eq_any(marks))
        .select(breach_marks::mark)
        .load(connection)?
        .into_iter()
        .collect();
    let mut letters = 0;
    for (mark, lang, address) in marked {
        if !told.insert(mark.clone()) {
            continue;
        }
        diesel::insert_into(breach_marks::table)
            .values((breach_marks::breach_id.eq(id), breach_marks::mark.eq(mark)))
            .execute(connection)?;
        let letter = breach_letters::letter(context, &breach, lang, address);
        outbox::enqueue(connection, context, &letter)?;
        letters += 1;
    }
    diesel::update(this)
        .set((
            breaches::enqueued_after.eq(last),
            breaches::letters.eq(breach.letters.unwrap_or(0) + letters),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes down that the supervising authority was told; the clock stops. Twice is once: what was
/// written first stands.
///
/// Fields of [`DisclosureError::Invalid`]: `at`, `to`, `reference`.
pub async fn report_made(
    context: &Context,
    by: &Member,
    id: i64,
    new: NewReport,
) -> Result<(), DisclosureError> {
    let (by, now) = (by.id, context.now());
    let at = new.at.and_then(|at| moment(context, at));
    context
        .db
        .write(move |connection| {
            let breach = find(connection, id)?;
            if breach.reported().is_some() {
                return Ok(());
            }
            let mut errors = ValidationErrors::new();
            match at {
                None => refuse(&mut errors, "at", "moment"),
                Some(at) if at > now => refuse(&mut errors, "at", "future"),
                Some(at) if at < breach.found_at => refuse(&mut errors, "at", "before-found"),
                Some(_) => {}
            }
            for (field, text) in [("to", &new.to), ("reference", &new.reference)] {
                if text.is_empty() {
                    refuse(&mut errors, field, "required");
                } else if text.chars().count() > LONGEST_LINE {
                    refuse_length(&mut errors, field, 0, LONGEST_LINE);
                } else if !plain_line(text) {
                    refuse(&mut errors, field, "characters");
                }
            }
            if !errors.is_empty() {
                return Err(errors.into());
            }
            diesel::update(
                breaches::table
                    .find(id)
                    .filter(breaches::reported_at.is_null()),
            )
            .set((
                breaches::reported_at.eq(at),
                breaches::reported_to.eq(new.to),
                breaches::reported_as.eq(new.reference),
                breaches::reported_by.eq(by),
            ))
            .execute(connection)?;
            Ok(())
        })
        .await
}

pub use affected::Group;
pub use breach_letters::{Report, preview, report, sample_mails, undelivered};
