//! The version that ships: `content/policy/`, put in at a city's first start with the
//! operator's name and contacts filled in.
//!
//! What is published is what people read: contacts that change later are a revision.

use diesel::prelude::*;

use super::{Kind, hash, today};
use crate::{
    config::Config,
    context::Context,
    db::{AnyConnection, DbError, schema::policy_versions},
    i18n::Lang,
};

/// Puts the first version in where there is none. Safe to run again, and on several nodes at once.
pub async fn put_in(context: &Context) -> Result<(), DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let cx = context.clone();
    let done = context
        .db
        .write(move |connection| {
            let versions: i64 = policy_versions::table.count().get_result(connection)?;
            if versions == 0 {
                put_in_here(connection, &cx)?;
            }
            Ok(())
        })
        .await;
    match done {
        // Another node was faster, with the same text.
        Err(DbError::Query(Error::DatabaseError(UniqueViolation, _))) => Ok(()),
        other => other,
    }
}

/// As [`put_in`], in an open transaction; gives the version's number.
pub(super) fn put_in_here(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<i32, DbError> {
    const FIRST: i32 = 1;
    let (zh, en) = (
        text(&context.config, Lang::Zh),
        text(&context.config, Lang::En),
    );
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::number.eq(FIRST),
            policy_versions::kind.eq(Kind::First),
            policy_versions::hash.eq(hash(&zh, &en)),
            policy_versions::text_zh.eq(zh),
            policy_versions::text_en.eq(en),
            policy_versions::particulars_zh.eq(""),
            policy_versions::particulars_en.eq(""),
            policy_versions::effective_on.eq(today(context)),
            policy_versions::published_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(FIRST)
}

/// The shipped text with the operator's own words in the places that are left for them.
fn text(config: &Config, lang: Lang) -> String {
    let text = match lang {
        Lang::Zh => include_str!("../../../content/policy/zh.md"),
        Lang::En => include_str!("../../../content/policy/en.md"),
    };
    let city = &config.city;
    text.trim()
        .replace("{city}", &lang.pick(&city.name_zh, &city.name_en))
        .replace("{phone}", &city.phone)
        .replace("{email}", &city.email)
        .replace("{site}", config.base_url.as_str().trim_end_matches('/'))
        .replace("{days}", &config.confirmation_days.to_string())
}
