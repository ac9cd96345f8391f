//! What is done with a page beside writing it: where it is found, publishing a version, taking it back, and
//! taking an earlier version up again. Each act stands in the ledger, without a name that nobody has read.

use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    CityPage, CityPageError, LAST_POSITION, MOST_IN_FOOT,
    draft::{field, invalid},
    hold, know, words,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate},
        schema::{city_page_revisions, city_pages},
    },
    privacy::ledger::{self, About, Arrangement, OfPage},
};

/// Where a page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub position: i32,
    pub in_foot: bool,
    pub in_sitemap: bool,
}

impl Place {
    /// The names of what differs from where the page is found now.
    fn differs(self, page: &CityPage) -> Vec<&'static str> {
        [
            ("position", self.position != page.position),
            ("in_foot", self.in_foot != page.in_foot),
            ("in_sitemap", self.in_sitemap != page.in_sitemap),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

/// Puts a page that was read with so many `changes` to another place, at once.
pub async fn place(
    context: &Context,
    administrator: &Member,
    id: i64,
    changes: i32,
    place: Place,
) -> Result<(), CityPageError> {
    if !(1..=LAST_POSITION).contains(&place.position) {
        return Err(invalid(field::POSITION, "page-position"));
    }
    let (cx, by) = (context.clone(), administrator.id);
    let put: Result<(), CityPageError> = context
        .db
        .write(move |connection| {
            // Of two that go into the foot at once the second counts the first.
            if place.in_foot {
                locks::alone(connection, Gate::Foot)?;
            }
            let page = hold(connection, id)?;
            let changed = place.differs(&page);
            if changed.is_empty() {
                return Ok(());
            }
            if page.changes != changes {
                return Err(CityPageError::Changed);
            }
            if place.in_foot && !page.in_foot && in_foot(connection)? >= MOST_IN_FOOT {
                return Err(invalid(field::IN_FOOT, "page-foot-full"));
            }
            diesel::update(city_pages::table.find(id))
                .set((
                    city_pages::position.eq(place.position),
                    city_pages::in_foot.eq(place.in_foot),
                    city_pages::in_sitemap.eq(place.in_sitemap),
                    city_pages::changes.eq(city_pages::changes + 1),
                ))
                .execute(connection)?;
            let fields = Map::from_iter([("changed".to_owned(), json!(changed.join(", ")))]);
            note(connection, &cx, OfPage::Changed, Some(&page), by, fields)
        })
        .await;
    put?;
    Ok(know(context).await?)
}

fn in_foot(connection: &mut AnyConnection) -> Result<i64, CityPageError> {
    Ok(city_pages::table
        .filter(city_pages::in_foot.eq(true))
        .count()
        .get_result(connection)?)
}

/// Lets everybody read one version of a page. Twice is once.
pub async fn publish(
    context: &Context,
    administrator: &Member,
    id: i64,
    number: i32,
) -> Result<(), CityPageError> {
    let (cx, by) = (context.clone(), administrator.id);
    let published: Result<(), CityPageError> = context
        .db
        .write(move |connection| {
            let page = hold(connection, id)?;
            words(connection, id, number)?;
            if page.shown == Some(number) {
                return Ok(());
            }
            diesel::update(city_pages::table.find(id))
                .set((
                    city_pages::shown.eq(number),
                    city_pages::published_at.eq(cx.now()),
                    city_pages::changes.eq(city_pages::changes + 1),
                ))
                .execute(connection)?;
            // From now on its name is read.
            let page = super::by_id(connection, id)?;
            let fields = Map::from_iter([("version".to_owned(), json!(number.to_string()))]);
            note(connection, &cx, OfPage::Published, Some(&page), by, fields)
        })
        .await;
    published?;
    Ok(know(context).await?)
}

/// Takes a page back: nobody but administrators reads it. Twice is once.
pub async fn withdraw(
    context: &Context,
    administrator: &Member,
    id: i64,
) -> Result<(), CityPageError> {
    let (cx, by) = (context.clone(), administrator.id);
    let withdrawn: Result<(), CityPageError> = context
        .db
        .write(move |connection| {
            let page = hold(connection, id)?;
            if page.shown.is_none() {
                return Ok(());
            }
            let nothing: Option<i32> = None;
            diesel::update(city_pages::table.find(id))
                .set((
                    city_pages::shown.eq(nothing),
                    city_pages::changes.eq(city_pages::changes + 1),
                ))
                .execute(connection)?;
            note(
                connection,
                &cx,
                OfPage::Withdrawn,
                Some(&page),
                by,
                Map::new(),
            )
        })
        .await;
    withdrawn?;
    Ok(know(context).await?)
}

/// Takes an earlier version up again: its words are the newest, and nothing of what came after is lost. What
/// everybody reads stays as it is until that is published; gives the number of the new version.
pub async fn restore(
    context: &Context,
    administrator: &Member,
    id: i64,
    number: i32,
) -> Result<i32, CityPageError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            let page = hold(connection, id)?;
            let old = words(connection, id, number)?;
            let now = words(connection, id, page.newest)?;
            let is_same = old.title == now.title && old.body == now.body;
            if is_same {
                return Ok(page.newest);
            }
            let newest = page.newest + 1;
            diesel::insert_into(city_page_revisions::table)
                .values((
                    city_page_revisions::page_id.eq(id),
                    city_page_revisions::number.eq(newest),
                    city_page_revisions::title_zh.eq(old.title.zh),
                    city_page_revisions::title_en.eq(old.title.en),
                    city_page_revisions::body_zh.eq(old.body.zh),
                    city_page_revisions::body_en.eq(old.body.en),
                    city_page_revisions::body_html_zh.eq(old.body_html.zh),
                    city_page_revisions::body_html_en.eq(old.body_html.en),
                    city_page_revisions::made_by.eq(by),
                    city_page_revisions::made_at.eq(cx.now()),
                ))
                .execute(connection)?;
            diesel::update(city_pages::table.find(id))
                .set(city_pages::newest.eq(newest))
                .execute(connection)?;
            let fields = Map::from_iter([("version".to_owned(), json!(number.to_string()))]);
            note(connection, &cx, OfPage::Restored, Some(&page), by, fields)?;
            Ok(newest)
        })
        .await
}

/// Notes an act; the name of a page that nobody has read yet stands nowhere.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfPage,
    page: Option<&CityPage>,
    by: i64,
    mut fields: Map<String, Value>,
) -> Result<(), CityPageError> {
    let read = page.filter(|page| page.published_at.is_some());
    if let Some(page) = read {
        fields.insert("page".to_owned(), json!(page.slug));
    }
    let about = About {
        by: Some(by),
        ..About::default()
    };
    ledger::note(
        connection,
        context,
        Arrangement::Page(act),
        None,
        about,
        fields,
    )?;
    Ok(())
}
