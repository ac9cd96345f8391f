//! A page's versions, and what changed from one to the next.

use diesel::prelude::*;

use super::{CityPage, CityPageError, Words, by_id, words};
use crate::{
    context::Context,
    db::{
        DbError, Timestamp,
        schema::{accounts, city_page_revisions},
    },
    i18n::Lang,
    privacy::policy::{Block, difference},
    text::tamed,
};

/// The most versions that a list shows.
const LISTED: i64 = 200;

/// A version in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Version {
    pub number: i32,
    pub at: Timestamp,
    /// Who wrote it, unless the account is gone.
    pub by: Option<String>,
}

/// A page as administrators see it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub page: CityPage,
    pub newest: Words,
    /// The newest first.
    pub versions: Vec<Version>,
}

/// A page with its newest words and the list of its versions.
pub async fn find(context: &Context, id: i64) -> Result<Opened, CityPageError> {
    context
        .db
        .read(move |connection| {
            let page = by_id(connection, id)?;
            let newest = words(connection, id, page.newest)?;
            let versions: Vec<Version> = city_page_revisions::table
                .left_join(
                    accounts::table.on(accounts::id.nullable().eq(city_page_revisions::made_by)),
                )
                .filter(city_page_revisions::page_id.eq(id))
                .order(city_page_revisions::number.desc())
                .limit(LISTED)
                .select((
                    city_page_revisions::number,
                    city_page_revisions::made_at,
                    accounts::name.nullable(),
                ))
                .load(connection)?;
            Ok(Opened {
                page,
                newest,
                versions,
            })
        })
        .await
}

/// A version beside the one before it, in each language that either has.
pub struct Compared {
    pub page: CityPage,
    pub words: Words,
    pub languages: Vec<(Lang, Vec<Block>)>,
}

impl Compared {
    /// Whether it is the first, which has nothing before it.
    pub const fn is_first(&self) -> bool {
        self.words.number == 1
    }
}

/// One version and what it changed. The first is given as it was.
pub async fn compare(context: &Context, id: i64, number: i32) -> Result<Compared, CityPageError> {
    let (page, chosen, before) = context
        .db
        .read(move |connection| {
            let page = by_id(connection, id)?;
            let chosen = words(connection, id, number)?;
            let before = match words(connection, id, number.saturating_sub(1)) {
                Ok(before) => before,
                Err(CityPageError::NotFound) => chosen.clone(),
                Err(error) => return Err(error),
            };
            Ok::<_, CityPageError>((page, chosen, before))
        })
        .await?;
    let compare = move || {
        let languages = Lang::ALL.into_iter().filter_map(|lang| {
            let (old, new) = (text(&before, lang), text(&chosen, lang));
            let is_there = !old.is_empty() || !new.is_empty();
            is_there.then(|| (lang, difference(&old, &new)))
        });
        let languages: Vec<(Lang, Vec<Block>)> = languages.collect();
        (chosen, languages)
    };
    let compared = crate::threads::blocking(compare).await;
    let (words, languages) = compared.map_err(|_| DbError::Panicked)?;
    Ok(Compared {
        page,
        words,
        languages,
    })
}

/// Title and text of one language, as they were written.
fn text(words: &Words, lang: Lang) -> String {
    let (title, body) = match lang {
        Lang::Zh => (&words.title.zh, &words.body.zh),
        Lang::En => (&words.title.en, &words.body.en),
    };
    if title.is_empty() {
        return String::new();
    }
    tamed(&format!("# {title}\n\n{body}"))
}
