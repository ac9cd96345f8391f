//! Campaign links: a short address on a poster or in a leaflet, counted by the day.
//!
//! A link is the same for everybody, carries nothing of anybody, and leads to a page of this
//! site. What is counted is how often it was opened on a day: not by whom, when or from where.

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};
use validator::ValidationErrors;

use super::{EventError, today};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{campaign_days as days, campaign_links as links},
    },
    text_rules::{plain_line, refuse, refuse_length},
};

pub const LONGEST_CODE: usize = 30;
pub const LONGEST_PURPOSE: usize = 200;

/// A link with how often it was opened altogether.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub code: String,
    /// A page without its language: `events/3`.
    pub target: String,
    pub purpose: String,
    pub made_on: NaiveDate,
    pub visits: i64,
}

/// A link to make.
#[derive(Clone, Debug, Default)]
pub struct NewLink {
    pub code: String,
    pub target: String,
    pub purpose: String,
}

/// Makes a link. `is_page` says whether a target is an open page of this site.
pub async fn create(
    context: &Context,
    new: NewLink,
    is_page: impl Fn(&str) -> bool,
) -> Result<(), EventError> {
    let mut errors = ValidationErrors::new();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(3..=LONGEST_CODE).contains(&new.code.len()) || !new.code.bytes().all(plain) {
        refuse(&mut errors, "code", "campaign-code");
    }
    let path = |byte: u8| plain(byte) || byte == b'/';
    if new.target.starts_with('/') || !new.target.bytes().all(path) || !is_page(&new.target) {
        refuse(&mut errors, "target", "campaign-target");
    }
    if new.purpose.is_empty() {
        refuse(&mut errors, "purpose", "required");
    } else if new.purpose.chars().count() > LONGEST_PURPOSE {
        refuse_length(&mut errors, "purpose", 1, LONGEST_PURPOSE);
    } else if !plain_line(&new.purpose) {
        refuse(&mut errors, "purpose", "characters");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let made_on = today(context);
    context
        .db
        .write(move |connection| {
            let made = diesel::insert_into(links::table)
                .values((
                    links::code.eq(new.code),
                    links::target.eq(new.target),
                    links::purpose.eq(new.purpose),
                    links::made_on.eq(made_on),
                ))
                .execute(connection);
            match made {
                Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                    Err(EventError::CodeTaken)
                }
                other => Ok(other.map(|_| ())?),
            }
        })
        .await
}

/// Where a link leads, without counting anything.
pub async fn target(context: &Context, code: &str) -> Result<String, EventError> {
    let code = code.to_owned();
    context
        .db
        .read(move |connection| leads_to(connection, &code))
        .await
}

fn leads_to(connection: &mut AnyConnection, code: &str) -> Result<String, EventError> {
    if code.contains('\0') {
        return Err(EventError::NotFound);
    }
    let target = links::table.find(code).select(links::target);
    let target: Option<String> = target.first(connection).optional()?;
    target.ok_or(EventError::NotFound)
}

/// Where a link leads; counts one more for today.
pub async fn visit(context: &Context, code: &str) -> Result<String, EventError> {
    let (code, day) = (code.to_owned(), today(context));
    let mut tries = 0;
    loop {
        let code = code.clone();
        let visited = context
            .db
            .write(move |connection| {
                let target = leads_to(connection, &code)?;
                let counted = diesel::update(days::table.find((&code, day)))
                    .set(days::visits.eq(days::visits + 1))
                    .execute(connection)?;
                if counted == 0 {
                    diesel::insert_into(days::table)
                        .values((days::code.eq(&code), days::day.eq(day), days::visits.eq(1)))
                        .execute(connection)?;
                }
                Ok(target)
            })
            .await;
        match visited {
            // The day's first two visits at once: now the row is there.
            Err(EventError::Db(DbError::Query(Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation,
                _,
            )))) if tries == 0 => tries += 1,
            other => return other,
        }
    }
}

/// Every link with its total, the newest first.
pub async fn list(context: &Context) -> Result<Vec<Link>, EventError> {
    context
        .db
        .read(|connection| {
            let totals: Vec<(String, Option<i64>)> = days::table
                .group_by(days::code)
                .select((days::code, diesel::dsl::sum(days::visits)))
                .load(connection)?;
            let all: Vec<(String, String, String, NaiveDate)> = links::table
                .order((links::made_on.desc(), links::code))
                .select((links::code, links::target, links::purpose, links::made_on))
                .load(connection)?;
            Ok(all
                .into_iter()
                .map(|(code, target, purpose, made_on)| {
                    let total = totals.iter().find(|(known, _)| *known == code);
                    Link {
                        visits: total.and_then(|(_, visits)| *visits).unwrap_or(0),
                        code,
                        target,
                        purpose,
                        made_on,
                    }
                })
                .collect())
        })
        .await
}
