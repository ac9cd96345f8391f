//! The desk's list: which cases of a member's offices it shows, how many there are, and finding one.
//!
//! No contact is read here. What a line shows leaves no look, as `privacy::trace` says; so words
//! are looked for in cases of the member's own offices alone, whose members were all given them.

mod asked;

use std::ops::Deref;

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};

use self::asked::Asked;
pub use self::asked::{After, Handler, LONGEST_QUESTION, Narrow, View};
use super::{State, SuggestionError, assign, desk};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        schema::{
            case_assignees, case_offices, case_questions, cases, categories, districts,
            offices as office_table,
        },
    },
    i18n::Lang,
    offices::{Office, members::Colleague},
    privacy::{
        Private, Purpose, Viewer,
        trace::{self, Routed},
    },
};

/// How many cases a page of the desk shows.
pub const PAGE: usize = 50;
/// In how many of an office's newest cases words are looked for.
pub const SEARCHED: i64 = 5_000;

/// A line of the desk's list.
pub struct Line {
    row: Row,
    routed: Option<Routed>,
    /// Who handles it.
    pub handler: Option<Colleague>,
}

impl Deref for Line {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.row
    }
}

/// What a line says, but for the title.
#[derive(Queryable)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    title: Private<String>,
    pub language: Lang,
    pub state: State,
    pub due: Option<NaiveDate>,
    category_zh: String,
    category_en: String,
    pub category_slug: String,
    district_zh: String,
    district_en: String,
    pub district_slug: String,
    handler: Option<i64>,
    /// Since when its resident is waited for.
    pub asked: Option<NaiveDate>,
}

impl Line {
    /// For the members of an office that the case was routed to; none for an administrator of
    /// another.
    pub fn title(&self) -> Option<&str> {
        let routed = self.routed?;
        Some(
            self.row
                .title
                .reveal(Viewer::Routed(routed), Purpose::Handling),
        )
    }

    pub fn category(&self, lang: Lang) -> String {
        lang.pick(&self.category_zh, &self.category_en)
    }

    pub fn district(&self, lang: Lang) -> String {
        lang.pick(&self.district_zh, &self.district_en)
    }
}

/// How many cases wait, in all and in each part of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    pub new: i64,
    pub today: i64,
    pub overdue: i64,
    pub asked: i64,
    pub mine: i64,
}

impl Counts {
    /// None of what is over, which nobody has to do.
    pub fn of(&self, view: View) -> Option<i64> {
        match view {
            View::Waiting => Some(self.waiting),
            View::New => Some(self.new),
            View::Today => Some(self.today),
            View::Overdue => Some(self.overdue),
            View::Asked => Some(self.asked),
            View::Mine => Some(self.mine),
            View::Answered => None,
        }
    }
}

/// A page of the desk.
pub struct List {
    pub lines: Vec<Line>,
    pub next: Option<After>,
    pub counts: Counts,
    /// The offices among which the member can choose; none where there is one alone.
    pub offices: Vec<Office>,
    /// Who works for them.
    pub colleagues: Vec<Colleague>,
}

/// Adds to a query what narrows the list; the list and its counts are two queries of different
/// types.
macro_rules! narrowed {
    ($query:expr, $narrow:expr, $those:expr) => {{
        let (narrow, those): (&Narrow, &Those) = ($narrow, $those);
        let mut query = $query
            .filter(cases::due_on.is_not_null())
            .filter(cases::restricted_on.is_null());
        if let Some(offices) = &those.offices {
            let theirs = case_offices::table
                .filter(case_offices::office_id.eq_any(offices.clone()))
                .select(case_offices::case_id);
            query = query.filter(cases::id.eq_any(theirs));
        }
        if let Some(category) = &narrow.category {
            query = query.filter(categories::slug.eq(category.clone()));
        }
        if let Some(district) = &narrow.district {
            query = query.filter(districts::slug.eq(district.clone()));
        }
        match narrow.handler {
            Some(Handler::Nobody) => {
                query = query.filter(case_assignees::account_id.nullable().is_null());
            }
            Some(Handler::Account(account)) => {
                query = query.filter(case_assignees::account_id.nullable().eq(account));
            }
            None => {}
        }
        match &those.asked {
            Some(Asked::Number(reference)) => {
                query = query.filter(cases::reference.eq(reference.clone()));
            }
            Some(Asked::Words(words)) => {
                // Bounded: a desk is asked for what it works at, and nobody waits for the years before.
                let newest = case_offices::table
                    .filter(case_offices::office_id.eq_any(those.own.clone()))
                    .order(case_offices::case_id.desc())
                    .limit(SEARCHED)
                    .select(case_offices::case_id);
                query = query.filter(cases::id.eq_any(newest));
                for word in words {
                    let title = lower(cases::title).like(word.clone()).escape('\\');
                    let body = lower(cases::body).like(word.clone()).escape('\\');
                    query = query.filter(title.or(body));
                }
            }
            None => {}
        }
        query
    }};
}

diesel::define_sql_function! {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Whose cases are shown, and which of them are asked for.
struct Those {
    own: Vec<i64>,
    /// None where all offices' are.
    offices: Option<Vec<i64>>,
    asked: Option<Asked>,
}

/// The cases of the member's offices, the earliest due first. An administrator sees all offices'.
pub async fn list(
    context: &Context,
    member: &Member,
    view: View,
    narrow: Narrow,
    after: Option<After>,
) -> Result<List, SuggestionError> {
    let member = member.clone();
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let own = desk::own(connection, &member)?;
            let offices = choosable(connection, &member, &own)?;
            let chosen = narrow.office.as_ref().map(|slug| {
                let of_slug = offices.iter().filter(|office| office.slug == *slug);
                of_slug.map(|office| office.id).collect()
            });
            let theirs = chosen.or((!member.is_administrator).then(|| own.clone()));
            let of: Vec<i64> = match &theirs {
                Some(theirs) => theirs.clone(),
                None => offices.iter().map(|office| office.id).collect(),
            };
            let colleagues = assign::colleagues(connection, &member, &of)?;
            let those = Those {
                asked: narrow.question.as_deref().map(Asked::of),
                offices: theirs,
                own,
            };
            let counts = counts(connection, &member, &narrow, &those, today)?;
            let mut rows = rows(connection, &member, (view, today), (&narrow, &those), after)?;
            let more = rows.len() > PAGE;
            rows.truncate(PAGE);
            let place = |row: &Row| {
                Some(After {
                    due: row.due?,
                    id: row.id,
                })
            };
            let next = rows.last().filter(|_| more).and_then(place);
            Ok(List {
                lines: lines(connection, rows, &those.own)?,
                next,
                counts,
                offices: Some(offices)
                    .filter(|all| all.len() > 1)
                    .unwrap_or_default(),
                colleagues,
            })
        })
        .await
}

/// The offices among which the member can choose.
fn choosable(
    connection: &mut AnyConnection,
    member: &Member,
    own: &[i64],
) -> QueryResult<Vec<Office>> {
    let mut query = office_table::table
        .order(office_table::slug)
        .select(Office::as_select())
        .into_boxed();
    if !member.is_administrator {
        query = query.filter(office_table::id.eq_any(own.to_vec()));
    }
    query.load(connection)
}

fn rows(
    connection: &mut AnyConnection,
    member: &Member,
    (view, today): (View, NaiveDate),
    (narrow, those): (&Narrow, &Those),
    after: Option<After>,
) -> QueryResult<Vec<Row>> {
    let query = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .left_join(case_assignees::table)
        .left_join(case_questions::table)
        .order((cases::due_on.asc(), cases::id.asc()))
        .limit(PAGE as i64 + 1)
        .select((
            cases::id,
            cases::reference,
            cases::title,
            cases::language,
            cases::state,
            cases::due_on,
            categories::name_zh,
            categories::name_en,
            categories::slug,
            districts::name_zh,
            districts::name_en,
            districts::slug,
            case_assignees::account_id.nullable(),
            case_questions::asked_on.nullable(),
        ))
        .into_boxed();
    let mut query = narrowed!(query, narrow, those);
    query = match view {
        View::Answered => query.filter(cases::state.eq_any(State::OVER)),
        View::New => query.filter(cases::state.eq(State::Routed)),
        View::Waiting | View::Today | View::Overdue | View::Asked | View::Mine => {
            query.filter(cases::state.eq_any(State::OPEN))
        }
    };
    query = match view {
        View::Today => query.filter(cases::due_on.eq(today)),
        View::Overdue => query.filter(cases::due_on.lt(today)),
        View::Asked => query.filter(case_questions::asked_on.nullable().is_not_null()),
        View::Mine => query.filter(case_assignees::account_id.nullable().eq(member.id)),
        View::Waiting | View::New | View::Answered => query,
    };
    if let Some(After { due, id }) = after {
        query = query.filter(
            cases::due_on
                .gt(due)
                .or(cases::due_on.eq(due).and(cases::id.gt(id))),
        );
    }
    query.load(connection)
}

fn lines(
    connection: &mut AnyConnection,
    rows: Vec<Row>,
    own: &[i64],
) -> Result<Vec<Line>, SuggestionError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let routed = trace::routed(connection, &ids, own)?;
    let handlers = rows.iter().filter_map(|row| row.handler).collect();
    let names = assign::names(connection, handlers)?;
    let line = |mut row: Row| {
        // Whoever ended the case without the reply waits for it no more.
        row.asked = row.asked.filter(|_| row.state.is_open());
        let handler = row.handler.and_then(|id| {
            let name = names.get(&id)?.clone();
            Some(Colleague { id, name })
        });
        Line {
            routed: routed.get(&row.id).copied(),
            handler,
            row,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

fn counts(
    connection: &mut AnyConnection,
    member: &Member,
    narrow: &Narrow,
    those: &Those,
    today: NaiveDate,
) -> QueryResult<Counts> {
    let query = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .left_join(case_assignees::table)
        .left_join(case_questions::table)
        .filter(cases::state.eq_any(State::OPEN))
        .group_by((
            cases::state,
            cases::due_on,
            case_assignees::account_id,
            case_questions::asked_on,
        ))
        .select((
            cases::state,
            cases::due_on,
            case_assignees::account_id.nullable(),
            case_questions::asked_on.nullable(),
            count_star(),
        ))
        .into_boxed();
    type Group = (
        State,
        Option<NaiveDate>,
        Option<i64>,
        Option<NaiveDate>,
        i64,
    );
    let groups: Vec<Group> = narrowed!(query, narrow, those).load(connection)?;
    let mut counts = Counts::default();
    for (state, due, handler, asked, count) in groups {
        let due = due.map(|due| due.cmp(&today));
        let add = |to: &mut i64, when: bool| *to += if when { count } else { 0 };
        add(&mut counts.waiting, true);
        add(&mut counts.new, state == State::Routed);
        add(&mut counts.today, due == Some(std::cmp::Ordering::Equal));
        add(&mut counts.overdue, due == Some(std::cmp::Ordering::Less));
        add(&mut counts.asked, asked.is_some());
        add(&mut counts.mine, handler == Some(member.id));
    }
    Ok(counts)
}
