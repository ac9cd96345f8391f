//! The answers of the demo city's past month, made up from what came in: each by the office to which
//! the city's routing leads, after so many days and with such stars as stand in `demo/city.toml`.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;

use crate::{
    context::Context,
    offices::{self, OfficeError, routing},
    statistics::{
        Counted,
        answers::{Answered, Place, Rated},
    },
};

/// What becomes of one suggestion after the other, each list begun again at its end.
#[derive(Deserialize)]
pub(super) struct AnswersEntry {
    /// Working days until the answer.
    days: Vec<i64>,
    /// What its resident gave; 0 is nothing.
    stars: Vec<i64>,
}

/// Adds to a month the offices and the answers of what came in.
pub(super) async fn add(
    context: &Context,
    counted: &mut Counted,
    entry: AnswersEntry,
) -> anyhow::Result<()> {
    let choices = offices::choices(context).await?;
    let mut places = Vec::new();
    for ((category, district), people) in &counted.submitters_by_place {
        let slug = |key: &str| key.split('/').nth(1).unwrap_or_default().to_owned();
        let known = choices.category(&slug(category));
        let category = known.with_context(|| category.clone())?;
        let known = choices.district(&slug(district));
        let district = known.with_context(|| district.clone())?;
        places.push((category.clone(), district.clone(), *people));
    }
    let cx = context.clone();
    let routed = context
        .db
        .read(move |connection| {
            let mut routed = Vec::new();
            for (category, district, people) in places {
                let to = routing::route(connection, &cx, category.id, district.id)?;
                let office = to.recipients.responsible().slug.clone();
                routed.push((category, district, office, people));
            }
            Ok::<_, OfficeError>(routed)
        })
        .await?;
    let mut days = entry.days.iter().cycle();
    let mut stars = entry.stars.iter().cycle();
    let mut by_office: BTreeMap<String, i64> = BTreeMap::new();
    for (category, district, office, people) in routed {
        let place = Place {
            category: format!("category/{}", category.slug),
            district: format!("district/{}", district.slug),
            office: format!("office/{office}"),
        };
        *by_office.entry(place.office.clone()).or_default() += people;
        for _ in 0..people {
            let days = *days.next().context("days of answers")?;
            counted.answers.push(Answered {
                place: place.clone(),
                in_time: days <= i64::from(category.due_days),
                days,
            });
            let stars = *stars.next().context("stars of answers")?;
            if stars > 0 {
                let place = place.clone();
                counted.ratings.push(Rated { place, stars });
            }
        }
    }
    counted.submitters_by_office = by_office;
    Ok(())
}
