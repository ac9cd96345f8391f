//! The log of moderation as a feed (Atom, RFC 4287): an entry for each month that has closed.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::{Days, NaiveDate};

use crate::{
    clock::day_begins,
    context::Context,
    i18n::Lang,
    moderation::{
        load::Done,
        log::{self, Line},
        past::Past,
    },
    statistics::month_of,
    web::{fault::Fault, pages::statistics::month_name},
};

#[derive(Template)]
#[template(path = "pages/moderation/feed.xml", escape = "html")]
struct Feed {
    lang: Lang,
    city: String,
    base: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    title: String,
    /// Where the month stands in the log.
    path: String,
    updated: String,
    /// Each act with how often it was done.
    acts: Vec<String>,
}

impl Feed {
    fn href(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.base, self.lang.as_str())
    }
}

pub async fn get(
    path: Path<Lang>,
    context: Data<Context>,
    past: Data<Past>,
) -> Result<HttpResponse, Fault> {
    let lang = *path;
    let months = log::closed(&context, &past).await?.into_iter();
    let entries: Vec<Entry> = months
        .map(|(month, lines)| entry(&context, lang, month, &lines))
        .collect();
    let city = &context.config.city;
    // Without a month there is nothing newer than the feed itself.
    let first = || began(&context, month_of(context.clock.today(city.time_zone)));
    let feed = Feed {
        lang,
        city: lang.pick(&city.name_zh, &city.name_en),
        base: context.config.absolute(""),
        updated: match entries.first() {
            Some(newest) => newest.updated.clone(),
            None => first(),
        },
        entries,
    };
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed.render()?))
}

/// When a month began, as feeds write it.
fn began(context: &Context, month: NaiveDate) -> String {
    let at = day_begins(month, context.config.city.time_zone);
    at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn entry(context: &Context, lang: Lang, month: NaiveDate, lines: &[(Line, usize)]) -> Entry {
    let next = month_of(month + Days::new(31));
    let acts = Done::of(lines).acts.into_iter();
    Entry {
        title: lang.ta("moderation-log-of", "month", month_name(month, lang)),
        path: format!("moderation/log?before={}", next.format("%Y-%m")),
        updated: began(context, next),
        acts: acts
            .map(|(act, ground, times)| {
                let act = lang.ta("ledger-act", "act", act.as_str());
                let ground = lang.ta("moderation-ground", "ground", ground);
                let times = lang.ta("moderation-times", "count", times);
                format!("{act} · {ground} · {times}")
            })
            .collect(),
    }
}
