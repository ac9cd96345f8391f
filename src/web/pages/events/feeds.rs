//! Events as feeds: Atom (RFC 4287) and iCalendar (RFC 5545).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    events::{self, Event, ical},
    i18n::Lang,
    web::{fault::Fault, keep::Making},
};

#[derive(Template)]
#[template(path = "pages/events/feed.xml", escape = "html")]
struct Feed<'a> {
    context: &'a Context,
    lang: Lang,
    title: String,
    updated: String,
    events: Vec<Event>,
}

impl Feed<'_> {
    fn absolute(&self, path: &str) -> String {
        self.context.config.absolute(path)
    }

    fn time(&self, at: &crate::db::Timestamp) -> String {
        at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    fn date(&self, at: &crate::db::Timestamp) -> String {
        let zone = self.context.config.city.time_zone;
        let local = at.utc().with_timezone(&zone);
        format!(
            "{} {}",
            self.lang.date(local.date_naive()),
            local.format("%H:%M")
        )
    }
}

fn title(context: &Context, lang: Lang) -> String {
    let city = &context.config.city;
    let name = lang.pick(&city.name_zh, &city.name_en);
    lang.ta("events-feed", "city", name)
}

/// Events to come, in a feed that holds until the first of them is over; without any, for this moment.
async fn upcoming(context: &Context, making: &Making) -> Result<Vec<Event>, Fault> {
    let events = events::upcoming(context).await?;
    let ends = events.iter().map(|event| event.ends_at).min();
    making.until(ends.unwrap_or_else(|| context.now()));
    Ok(events)
}

pub async fn atom(
    making: Making,
    context: Data<Context>,
    path: Path<Lang>,
) -> Result<HttpResponse, Fault> {
    let events = upcoming(&context, &making).await?;
    let updated = events.iter().map(|event| event.updated_at).max();
    let updated = updated.unwrap_or_else(|| context.now());
    let feed = Feed {
        context: &context,
        lang: *path,
        title: title(&context, *path),
        updated: updated
            .utc()
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        events,
    };
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed.render()?))
}

pub async fn calendar(
    making: Making,
    context: Data<Context>,
    path: Path<Lang>,
) -> Result<HttpResponse, Fault> {
    let events = upcoming(&context, &making).await?;
    Ok(ics(&context, *path, &events))
}

pub async fn one(context: Data<Context>, path: Path<(Lang, i64)>) -> Result<HttpResponse, Fault> {
    let event = events::find(&context, path.1).await?;
    Ok(ics(&context, path.0, &[event]))
}

fn ics(context: &Context, lang: Lang, events: &[Event]) -> HttpResponse {
    let host = context.config.base_url.host_str().unwrap_or("localhost");
    let address = |id: i64| {
        let path = format!("/{}/events/{id}", lang.as_str());
        context.config.absolute(&path)
    };
    let body = ical::calendar(events, lang, &title(context, lang), host, address);
    HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .body(body)
}
