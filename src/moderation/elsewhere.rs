//! What waits in the queue and is decided on a page of its own: what it is about, by when it is answered,
//! and where. What people wrote in it, that page shows, and leaves the look's trace.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    db::{
        AnyConnection, DbError,
        schema::{accounts, appeals, boards, chain_links, data_requests, posts, sanctions, topics},
    },
    i18n::Lang,
    privacy::ledger::Act,
    review::{Item, Matter, Subject},
    trust::restraint,
};

/// Something that is decided on a page of its own.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub matter: Matter,
    /// What was decided, that an appeal is against; nothing of a request.
    pub against: Option<Against>,
    pub of: Of,
}

/// What an appeal is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    Decision(Act),
    Sanction(restraint::Kind),
}

/// Whom or what it concerns.
#[derive(Clone, Debug)]
pub enum Of {
    Post(OfPost),
    Account(OfAccount),
}

/// An account, by its public name.
#[derive(Clone, Debug)]
pub struct OfAccount {
    pub id: i64,
    pub name: String,
}

/// A post, by its topic.
#[derive(Clone, Debug)]
pub struct OfPost {
    pub post: i64,
    pub title: String,
    pub title_html: String,
    pub language: Lang,
    pub board_zh: String,
    pub board_en: String,
}

impl Elsewhere {
    /// What it is called in a list: the topic's title, or the account's public name.
    pub fn title(&self) -> &str {
        match &self.of {
            Of::Post(of) => &of.title,
            Of::Account(of) => &of.name,
        }
    }

    /// Where it is decided, below the language. The list of appeals is in the order of the days by which
    /// they are answered, and shall begin with this one, which is `due`.
    pub fn path(&self, due: Option<NaiveDate>) -> String {
        match (self.matter, &self.of) {
            (Matter::Appeal(id), _) => {
                let after = due.map(|due| format!("?after={due}.{}", id - 1));
                format!("review/appeals{}#appeal-{id}", after.unwrap_or_default())
            }
            (Matter::Request(id), _) => format!("officer/requests#request-{id}"),
            (Matter::SanctionAppeal(number), Of::Account(of)) => {
                format!("people/{}/standing#sanction-{number}", of.id)
            }
            (Matter::SanctionAppeal(_), Of::Post(_)) => "review/accounts".to_owned(),
        }
    }
}

/// Those of these items that are decided on a page of their own, by their numbers.
pub(super) fn of_items(
    connection: &mut AnyConnection,
    items: &[Item],
) -> Result<HashMap<i64, Elsewhere>, DbError> {
    let (mut of_appeals, mut of_sanctions, mut of_requests) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        match item.about {
            Subject::Content(_) => {}
            Subject::Matter(Matter::Appeal(id)) => of_appeals.push(id),
            Subject::Matter(Matter::SanctionAppeal(number)) => of_sanctions.push(number),
            Subject::Matter(Matter::Request(id)) => of_requests.push(id),
        }
    }
    let mut known = appeals_of(connection, of_appeals)?;
    known.extend(sanctions_of(connection, of_sanctions)?);
    known.extend(requests_of(connection, of_requests)?);
    let of_item = |item: &Item| {
        let Subject::Matter(matter) = item.about else {
            return None;
        };
        let found = known.iter().find(|one| one.matter == matter)?;
        Some((item.id, found.clone()))
    };
    Ok(items.iter().filter_map(of_item).collect())
}

type PostRow = (i64, (String, String, Lang), (String, String));

fn of_post((post, (title, title_html, language), (board_zh, board_en)): PostRow) -> Of {
    Of::Post(OfPost {
        post,
        title,
        title_html,
        language,
        board_zh,
        board_en,
    })
}

fn appeals_of(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<Vec<Elsewhere>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, Act, PostRow)> = appeals::table
        .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .inner_join(boards::table.on(boards::id.eq(topics::board_id)))
        .inner_join(
            chain_links::table.on(chain_links::chain
                .eq(0)
                .and(chain_links::number.eq(appeals::ledger_number))),
        )
        .filter(appeals::id.eq_any(ids))
        .select((
            appeals::id,
            chain_links::kind,
            (
                posts::id,
                (topics::title, topics::title_html, topics::language),
                (boards::name_zh, boards::name_en),
            ),
        ))
        .load(connection)?;
    let all = rows.into_iter().map(|(id, act, post)| Elsewhere {
        matter: Matter::Appeal(id),
        against: Some(Against::Decision(act)),
        of: of_post(post),
    });
    Ok(all.collect())
}

fn sanctions_of(
    connection: &mut AnyConnection,
    numbers: Vec<i32>,
) -> Result<Vec<Elsewhere>, DbError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i32, restraint::Kind, i64, String)> = sanctions::table
        .inner_join(accounts::table)
        .filter(sanctions::ledger_number.eq_any(numbers))
        .select((
            sanctions::ledger_number,
            sanctions::kind,
            accounts::id,
            accounts::name,
        ))
        .load(connection)?;
    let all = rows.into_iter().map(|(number, kind, id, name)| Elsewhere {
        matter: Matter::SanctionAppeal(number),
        against: Some(Against::Sanction(kind)),
        of: Of::Account(OfAccount { id, name }),
    });
    Ok(all.collect())
}

fn requests_of(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<Vec<Elsewhere>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, PostRow)> = data_requests::table
        .inner_join(posts::table.on(posts::id.nullable().eq(data_requests::post_id)))
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .inner_join(boards::table.on(boards::id.eq(topics::board_id)))
        .filter(data_requests::id.eq_any(ids))
        .select((
            data_requests::id,
            (
                posts::id,
                (topics::title, topics::title_html, topics::language),
                (boards::name_zh, boards::name_en),
            ),
        ))
        .load(connection)?;
    let all = rows.into_iter().map(|(id, post)| Elsewhere {
        matter: Matter::Request(id),
        against: None,
        of: of_post(post),
    });
    Ok(all.collect())
}
