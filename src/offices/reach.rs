//! Where an office can be called, and whether somebody answers now: its own hours or the city's, on
//! its own days.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    OfficeError, days,
    hours::{self, Status},
};
use crate::{config::Hours, context::Context, db::schema::offices};

/// How an office can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub phone: String,
    pub hours: Hours,
    /// What holds now.
    pub status: Status,
}

/// Of the offices of these ids, by their ids.
pub async fn of(context: &Context, ids: Vec<i64>) -> Result<BTreeMap<i64, Reach>, OfficeError> {
    let (cx, now) = (context.clone(), context.now());
    context
        .db
        .read(move |connection| {
            let rows: Vec<(i64, String, Option<String>)> = offices::table
                .filter(offices::id.eq_any(ids.clone()))
                .select((offices::id, offices::phone, offices::hours))
                .load(connection)?;
            let own = days::own(connection, &cx)?;
            let (city, calendar) = (&cx.config.city, cx.calendar());
            let reach = rows.into_iter().map(|(id, phone, line)| {
                let hours = line.and_then(|line| line.parse().ok());
                let hours = hours.unwrap_or_else(|| city.hours.clone());
                let calendar = own.get(&id).unwrap_or(&calendar);
                let status = hours::status(&hours, calendar, city.time_zone, now);
                let reach = Reach {
                    phone,
                    hours,
                    status,
                };
                (id, reach)
            });
            Ok(reach.collect())
        })
        .await
}
