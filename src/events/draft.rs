//! Announcing an event, changing it, and calling it off.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{EventError, by_id, of_organiser, sign_up};
use crate::{
    accounts::Member,
    began::Began,
    context::Context,
    db::{
        Timestamp,
        locks::{self, Table},
        schema::{event_sign_ups, events},
    },
    i18n::Lang,
    keys::Token,
    once::Submission,
    privacy::ground::{Consented, Ground},
    text::{
        Field, Format,
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
    text_rules::{plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 10_000;
pub const LONGEST_PLACE: usize = 200;
const LARGEST: i32 = 100_000;
/// What people gave is kept no longer than this after the event.
const LONGEST_KEPT: Months = Months::new(6);

/// An announcement's texts in one language, all or none.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub title: String,
    /// Markdown.
    pub body: String,
    pub place: String,
}

impl Words {
    fn is_empty(&self) -> bool {
        [&self.title, &self.body, &self.place]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// How people sign up.
#[derive(Clone, Copy, Debug, Default)]
pub struct SignUpTerms {
    /// The last day of signing up.
    pub until: Option<NaiveDate>,
    /// How many have a place; everybody where there is none.
    pub capacity: Option<i32>,
    /// The day on which what people gave is erased.
    pub erase_on: Option<NaiveDate>,
}

/// An announcement as somebody typed it; times are the city's.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub zh: Words,
    pub en: Words,
    pub starts_at: Option<NaiveDateTime>,
    pub ends_at: Option<NaiveDateTime>,
    pub sign_up: Option<SignUpTerms>,
}

const fn names(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["title_zh", "body_zh", "place_zh"],
        Lang::En => ["title_en", "body_en", "place_en"],
    }
}

impl Draft {
    fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        for (lang, words) in [(Lang::Zh, &self.zh), (Lang::En, &self.en)] {
            if words.is_empty() {
                continue;
            }
            let [title, body, place] = names(lang);
            for (name, text, longest, characters) in [
                (
                    title,
                    &words.title,
                    LONGEST_TITLE,
                    plain_line as fn(&str) -> bool,
                ),
                (body, &words.body, LONGEST_BODY, readable),
                (place, &words.place, LONGEST_PLACE, plain_line),
            ] {
                if text.trim().is_empty() {
                    refuse(&mut errors, name, "required");
                } else if text.chars().count() > longest {
                    refuse_length(&mut errors, name, 1, longest);
                } else if !characters(text) {
                    refuse(&mut errors, name, "characters");
                }
            }
        }
        if self.zh.is_empty() && self.en.is_empty() {
            refuse(&mut errors, "title_zh", "one-language");
        }
        match (self.starts_at, self.ends_at) {
            (Some(starts), Some(ends)) if ends < starts => {
                refuse(&mut errors, "ends_at", "event-end");
            }
            (Some(_), Some(ends)) => {
                if let Some(terms) = &self.sign_up {
                    check_terms(&mut errors, terms, ends.date());
                }
            }
            (starts, ends) => {
                for (name, time) in [("starts_at", starts), ("ends_at", ends)] {
                    if time.is_none() {
                        refuse(&mut errors, name, "time");
                    }
                }
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        [(Lang::Zh, &self.zh), (Lang::En, &self.en)]
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .flat_map(|(lang, words)| {
                let [title, body, place] = names(lang);
                [
                    Field::new(title, Format::Plain, words.title.trim()),
                    Field::new(body, Format::Markdown, words.body.trim()),
                    Field::new(place, Format::Plain, words.place.trim()),
                ]
            })
            .collect()
    }

    /// This draft with other texts: those that applying the answers left.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for (lang, words) in [(Lang::Zh, &mut self.zh), (Lang::En, &mut self.en)] {
            let [title, body, place] = names(lang);
            for field in fields {
                let text = match field.name {
                    name if name == title => &mut words.title,
                    name if name == body => &mut words.body,
                    name if name == place => &mut words.place,
                    _ => continue,
                };
                text.clone_from(&field.source);
            }
        }
        self
    }
}

fn check_terms(errors: &mut ValidationErrors, terms: &SignUpTerms, ends: NaiveDate) {
    match terms.until {
        None => refuse(errors, "sign_up_until", "date"),
        Some(until) if until > ends => refuse(errors, "sign_up_until", "event-until"),
        Some(_) => {}
    }
    let latest = ends.checked_add_months(LONGEST_KEPT);
    match terms.erase_on {
        None => refuse(errors, "erase_on", "date"),
        Some(day) if day <= ends || latest.is_none_or(|latest| day > latest) => {
            refuse(errors, "erase_on", "event-erase");
        }
        Some(_) => {}
    }
    if terms
        .capacity
        .is_some_and(|capacity| !(1..=LARGEST).contains(&capacity))
    {
        refuse(errors, "capacity", "event-capacity");
    }
}

/// What came of a draft.
pub enum Made {
    Event(i64),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
}

/// A cleared announcement on its way into the tables.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = events, treat_none_as_null = true)]
struct Stored {
    title_zh: String,
    title_en: String,
    body_zh: String,
    body_en: String,
    body_html_zh: String,
    body_html_en: String,
    place_zh: String,
    place_en: String,
    starts_at: Timestamp,
    ends_at: Timestamp,
    sign_up: bool,
    sign_up_until: Option<NaiveDate>,
    capacity: Option<i32>,
    erase_on: Option<NaiveDate>,
    updated_at: Timestamp,
}

impl Stored {
    fn of(
        draft: &Draft,
        publication: &Publication,
        zone: Tz,
        now: Timestamp,
    ) -> Result<Self, EventError> {
        let moment = |time: Option<NaiveDateTime>| -> Option<Timestamp> {
            let local = zone.from_local_datetime(&time?).earliest()?;
            Some(local.to_utc().into())
        };
        let (Some(starts_at), Some(ends_at)) = (moment(draft.starts_at), moment(draft.ends_at))
        else {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "starts_at", "time");
            return Err(errors.into());
        };
        let text = |name: &str| publication.source(name).to_owned();
        let terms = draft.sign_up.unwrap_or_default();
        Ok(Self {
            title_zh: text("title_zh"),
            title_en: text("title_en"),
            body_zh: text("body_zh"),
            body_en: text("body_en"),
            body_html_zh: publication.html("body_zh").to_owned(),
            body_html_en: publication.html("body_en").to_owned(),
            place_zh: text("place_zh"),
            place_en: text("place_en"),
            starts_at,
            ends_at,
            sign_up: draft.sign_up.is_some(),
            sign_up_until: terms.until,
            capacity: terms.capacity,
            erase_on: terms.erase_on,
            updated_at: now,
        })
    }
}

/// The cleared announcement, or what must be answered first.
async fn clear(
    context: &Context,
    draft: Draft,
    answered: Answered,
) -> Result<Result<Stored, Box<Undecided>>, EventError> {
    draft.check()?;
    let publication = match official::clear(context, draft.fields(), answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Err(undecided)),
    };
    let left: Vec<Field> = publication
        .texts
        .iter()
        .map(|text| Field::new(text.field, Format::Plain, text.source.clone()))
        .collect();
    let draft = draft.with(&left);
    draft.check()?;
    let zone = context.config.city.time_zone;
    Stored::of(&draft, &publication, zone, context.now()).map(Ok)
}

/// Announces an event, which staff do; who does it is its organiser. The same `submission` twice is
/// one event.
pub async fn create(
    context: &Context,
    organiser: &Member,
    submission: &str,
    draft: Draft,
    answered: Answered,
) -> Result<Made, EventError> {
    let said = ["event", &format!("{draft:?}")];
    let submission = Submission::new(context, submission, Some(organiser.id), &said);
    let stored = match clear(context, draft, answered).await? {
        Ok(stored) => stored,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    if stored.ends_at < context.now() {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "starts_at", "past");
        return Err(errors.into());
    }
    let (cx, organiser) = (context.clone(), organiser.id);
    let id = context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                let id = diesel::insert_into(events::table)
                    .values((
                        stored,
                        events::organiser_id.eq(organiser),
                        events::cancelled.eq(false),
                        events::created_at.eq(cx.now()),
                    ))
                    .returning(events::id)
                    .get_result(connection)?;
                Ok::<i64, EventError>(id)
            })
        })
        .await?;
    Ok(Made::Event(id))
}

/// Announces an event of a demo city; everything that is found in it is masked.
pub async fn seed(context: &Context, organiser: &Member, draft: Draft) -> Result<i64, EventError> {
    let mut answered = Answered::default();
    // What masking brings to light is asked once more.
    for _ in 0..3 {
        let submission = Token::draw(&context.random);
        let draft = draft.clone();
        match create(context, organiser, submission.reveal(), draft, answered).await? {
            Made::Event(id) => return Ok(id),
            Made::Undecided(undecided) => {
                answered = Answered {
                    check: Some(undecided.check),
                    decisions: Vec::new(),
                    mask_all: true,
                };
            }
        }
    }
    Err(ValidationErrors::new().into())
}

/// Changes an announcement of one's own. More places let who waits move up. The day of erasure
/// cannot be put off: people were told when. [`EventError::Changed`] where it is not what the change `began` from.
pub async fn update(
    context: &Context,
    organiser: &Member,
    id: i64,
    draft: Draft,
    answered: Answered,
    began: Began,
) -> Result<Made, EventError> {
    let old = of_organiser(context, organiser, id).await?;
    if began.is_not(&old.stamp()) {
        return Err(EventError::Changed);
    }
    let stored = match clear(context, draft, answered).await? {
        Ok(stored) => stored,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    if let (Some(old), Some(new)) = (old.erase_on, stored.erase_on)
        && new > old
    {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "erase_on", "event-later");
        return Err(errors.into());
    }
    let erase_on = stored.erase_on.or(old.erase_on);
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Events, [id].into())?;
            if began.is_not(&by_id(connection, id)?.stamp()) {
                return Err(EventError::Changed);
            }
            diesel::update(events::table.find(id))
                .set(stored)
                .execute(connection)?;
            // Who signed up before sign-up was switched off is erased on the day they were told.
            diesel::update(events::table.find(id))
                .set(events::erase_on.eq(erase_on))
                .execute(connection)?;
            let event = by_id(connection, id)?;
            diesel::update(event_sign_ups::table.filter(event_sign_ups::event_id.eq(id)))
                .set(event_sign_ups::last_day.eq(sign_up::last_day(&event)))
                .execute(connection)?;
            sign_up::move_up(connection, &cx, &event)
        })
        .await?;
    Ok(Made::Event(id))
}

/// Calls an event off: everybody who signed up is told, and the list is erased.
pub async fn call_off(context: &Context, organiser: &Member, id: i64) -> Result<(), EventError> {
    of_organiser(context, organiser, id).await?;
    let (cx, now, by) = (context.clone(), context.now(), organiser.id);
    context
        .db
        .write(move |connection| {
            let first = diesel::update(events::table.find(id).filter(events::cancelled.eq(false)))
                .set((events::cancelled.eq(true), events::updated_at.eq(now)))
                .execute(connection)?;
            if first == 0 {
                return Ok(());
            }
            let event = by_id(connection, id)?;
            // They gave it for the event alone, and that has ended.
            let ground = Ground::OwnersConsent(Consented::PurposeEnded);
            sign_up::dismiss(connection, &cx, &event, by, &ground)
        })
        .await
}

/// The day that a form offers for erasure: a month after the event.
pub fn usual_erasure(ends: NaiveDate) -> NaiveDate {
    ends + Days::new(30)
}
