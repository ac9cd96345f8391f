//! Published suggestions as everybody reads them: the list with its filters, and what stands above
//! the topic of one. Where a case stands is read from the case each time.

use std::collections::{HashMap, HashSet};

use chrono::{Months, NaiveDate};
use diesel::{dsl::max, prelude::*};

use super::{
    PublishedError,
    order::{Order, Place},
    public,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{
            boards as board_table, case_offices, cases, categories, districts, handling_records,
            offices as office_table, posts, published_suggestions, topics,
        },
    },
    forum::{
        State as Visible, address, boards,
        cursor::{Activity, From, Page},
        reader::Reader,
    },
    i18n::Lang,
    offices::{Category, District, Office},
    suggestions::{RecordKind, State, follow::Own},
};

/// Suggestions on a page of the list.
pub const PAGE: usize = 20;

/// What a list is narrowed to, slugs and the first day of a month; and in which order it stands.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub category: Option<String>,
    pub district: Option<String>,
    pub office: Option<String>,
    pub state: Option<State>,
    pub month: Option<NaiveDate>,
    pub order: Order,
}

/// The states in which a published case can be.
pub const STATES: [State; 7] = [
    State::Routed,
    State::InProgress,
    State::Answered,
    State::Closed,
    State::NotProcessed,
    State::Duplicate,
    State::Forwarded,
];

/// A published suggestion. Nothing of it leads to its case.
#[derive(Clone, Debug)]
pub struct Shown {
    pub topic: i64,
    /// The title as it may be published, and with its marks.
    pub title: String,
    pub title_html: String,
    pub language: Lang,
    slug: String,
    pub replies: i32,
    /// How many people supported it when they were last counted.
    pub supports: i64,
    /// When it became public.
    pub at: Timestamp,
    pub facts: Facts,
    /// Whether the office's answer stands in the topic.
    pub official: bool,
}

/// What everybody reads of a published case beside its words. Its notice names each.
#[derive(Clone, Debug)]
pub struct Facts {
    pub category: Category,
    pub district: District,
    /// The offices that handle it, the responsible one first.
    pub offices: Vec<Office>,
    pub state: State,
    /// The day on which it reached the city.
    pub received: NaiveDate,
    /// The day of the latest answer.
    pub answered: Option<NaiveDate>,
}

impl Facts {
    /// Those of one's own case, as everybody would read them.
    pub fn of_own(own: &Own, context: &Context) -> Self {
        let zone = context.config.city.time_zone;
        let day = |at: Timestamp| at.day_in(zone);
        let answers = own.records.iter();
        let answers = answers.filter(|record| record.kind == RecordKind::Answered);
        Self {
            category: own.category.clone(),
            district: own.district.clone(),
            offices: own.offices.clone(),
            state: own.state,
            received: own.received_on.unwrap_or_else(|| day(own.created_at)),
            answered: answers.map(|record| day(record.at)).max(),
        }
    }

    /// The key of the word for where it stands.
    pub fn state_word(&self) -> &'static str {
        words(self.state).0
    }

    /// The key of the sentence that says where it stands.
    pub fn state_sentence(&self) -> &'static str {
        words(self.state).1
    }

    pub fn office_names(&self, lang: Lang) -> impl Iterator<Item = String> {
        self.offices.iter().map(move |office| office.name(lang))
    }
}

impl Shown {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.topic, &self.slug)
    }

    fn place(&self, order: Order) -> Place {
        let id = self.topic;
        match order {
            Order::Newest => Place::Newest(Activity { at: self.at, id }),
            Order::Support => Place::Support(self.supports, id),
        }
    }
}

/// The keys of the words for a state, short and as a sentence.
const fn words(state: State) -> (&'static str, &'static str) {
    match state {
        State::New => ("state-short-new", "state-new"),
        State::Confirmed => ("state-short-confirmed", "state-confirmed"),
        State::Routed => ("state-short-routed", "state-routed"),
        State::InProgress => ("state-short-in-progress", "state-in-progress"),
        State::Answered => ("state-short-answered", "state-answered"),
        State::Closed => ("state-short-closed", "state-closed"),
        State::NotProcessed => ("state-short-not-processed", "state-not-processed"),
        State::Duplicate => ("state-short-duplicate", "state-duplicate"),
        State::Forwarded => ("state-short-forwarded", "state-forwarded"),
    }
}

pub(super) type Row = (
    (i64, i64, Option<Timestamp>, i64),
    (String, String, Lang, String, i32),
    (State, Timestamp, Option<NaiveDate>),
    Category,
    District,
);

/// What a [`Row`] holds; a macro, for its type cannot be written.
macro_rules! columns {
    () => {
        (
            (
                published_suggestions::case_id,
                published_suggestions::topic_id,
                published_suggestions::published_at,
                published_suggestions::supporters,
            ),
            (
                topics::title,
                topics::title_html,
                topics::language,
                topics::slug,
                topics::reply_count,
            ),
            (cases::state, cases::created_at, cases::received_on),
            Category::as_select(),
            District::as_select(),
        )
    };
}
pub(super) use columns;

/// One page of the published suggestions.
pub async fn list(
    context: &Context,
    filter: Filter,
    from: From<Place>,
) -> Result<Page<Shown, Place>, PublishedError> {
    let (zone, order) = (context.config.city.time_zone, filter.order);
    let from = order.from(from);
    context
        .db
        .read(move |connection| {
            let mut query = public!()
                .select(columns!())
                .limit(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
                .into_boxed();
            if let Some(category) = named(filter.category) {
                query = query.filter(categories::slug.eq(category));
            }
            if let Some(district) = named(filter.district) {
                query = query.filter(districts::slug.eq(district));
            }
            if let Some(office) = named(filter.office) {
                let theirs = case_offices::table
                    .inner_join(office_table::table)
                    .filter(office_table::slug.eq(office))
                    .select(case_offices::case_id);
                query = query.filter(published_suggestions::case_id.eq_any(theirs));
            }
            if let Some(state) = filter.state {
                query = query.filter(cases::state.eq(state));
            }
            let published_at = published_suggestions::published_at.assume_not_null();
            if let Some(month) = filter.month
                && let Some(next) = month.checked_add_months(Months::new(1))
            {
                query = query
                    .filter(published_at.ge(day_begins(month, zone)))
                    .filter(published_at.lt(day_begins(next, zone)));
            }
            let topic = published_suggestions::topic_id;
            let supports = published_suggestions::supporters;
            query = match from {
                From::Start | From::End => query,
                From::After(Place::Newest(Activity { at, id })) => query.filter(
                    published_at
                        .lt(at)
                        .or(published_at.eq(at).and(topic.lt(id))),
                ),
                From::Before(Place::Newest(Activity { at, id })) => query.filter(
                    published_at
                        .gt(at)
                        .or(published_at.eq(at).and(topic.gt(id))),
                ),
                From::After(Place::Support(count, id)) => {
                    query.filter(supports.lt(count).or(supports.eq(count).and(topic.lt(id))))
                }
                From::Before(Place::Support(count, id)) => {
                    query.filter(supports.gt(count).or(supports.eq(count).and(topic.gt(id))))
                }
            };
            query = match (order, from.backwards()) {
                (Order::Newest, false) => {
                    query.order((published_suggestions::published_at.desc(), topic.desc()))
                }
                (Order::Newest, true) => {
                    query.order((published_suggestions::published_at.asc(), topic.asc()))
                }
                (Order::Support, false) => query.order((supports.desc(), topic.desc())),
                (Order::Support, true) => query.order((supports.asc(), topic.asc())),
            };
            let rows: Vec<Row> = query.load(connection)?;
            let rows = complete(connection, rows, zone)?;
            Ok(Page::of(rows, &from, PAGE, |one: &Shown| one.place(order)))
        })
        .await
}

/// No slug has a NUL, and PostgreSQL takes none.
fn named(slug: Option<String>) -> Option<String> {
    slug.map(|slug| slug.replace('\0', ""))
}

/// The suggestion that a topic is, if everybody can read it.
pub fn find(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
) -> Result<Option<Shown>, PublishedError> {
    let rows: Vec<Row> = public!()
        .select(columns!())
        .filter(published_suggestions::topic_id.eq(topic))
        .load(connection)?;
    Ok(complete(connection, rows, context.config.city.time_zone)?.pop())
}

/// Rows with their offices, answers and days, in three queries, however many they are.
pub(super) fn complete(
    connection: &mut AnyConnection,
    rows: Vec<Row>,
    zone: chrono_tz::Tz,
) -> Result<Vec<Shown>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = rows.iter().map(|((case, ..), ..)| *case).collect();
    let on: Vec<i64> = rows.iter().map(|((_, topic, ..), ..)| *topic).collect();
    let mut offices: HashMap<i64, Vec<Office>> = HashMap::new();
    let handling: Vec<(i64, Office)> = case_offices::table
        .inner_join(office_table::table)
        .filter(case_offices::case_id.eq_any(ids.clone()))
        .order((case_offices::case_id, case_offices::position))
        .select((case_offices::case_id, Office::as_select()))
        .load(connection)?;
    for (case, office) in handling {
        offices.entry(case).or_default().push(office);
    }
    let answered: Vec<(i64, Option<Timestamp>)> = handling_records::table
        .filter(handling_records::case_id.eq_any(ids))
        .filter(handling_records::kind.eq(RecordKind::Answered))
        .group_by(handling_records::case_id)
        .select((handling_records::case_id, max(handling_records::at)))
        .load(connection)?;
    let answered: HashMap<i64, Option<Timestamp>> = answered.into_iter().collect();
    let official: Vec<i64> = posts::table
        .filter(posts::topic_id.eq_any(on))
        .filter(posts::state.eq(Visible::Published))
        .filter(posts::office_id.is_not_null())
        .select(posts::topic_id)
        .distinct()
        .load(connection)?;
    let official: HashSet<i64> = official.into_iter().collect();
    let day = |at: Timestamp| at.day_in(zone);
    let shown = rows.into_iter().filter_map(|row| {
        let ((case, topic, at, supports), words, stands, category, district) = row;
        let (title, title_html, language, slug, replies) = words;
        let (state, created_at, received_on) = stands;
        Some(Shown {
            topic,
            title,
            title_html,
            language,
            slug,
            replies,
            supports,
            at: at?,
            facts: Facts {
                category,
                district,
                offices: offices.remove(&case).unwrap_or_default(),
                state,
                received: received_on.unwrap_or_else(|| day(created_at)),
                answered: answered.get(&case).copied().flatten().map(day),
            },
            official: official.contains(&topic),
        })
    });
    Ok(shown.collect())
}
