//! What search engines are told: robots.txt (RFC 9309) and the sitemap (sitemaps.org protocol).
//! Only what everybody may read stands in it, in the languages that are offered.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    city_pages,
    context::Context,
    db::Timestamp,
    forum::{boards, catalogue, reader::Reader},
    i18n::Lang,
    web::{fault::Fault, listing::hreflang},
};

/// The pages of no room's rows, by their path below the language.
const PAGES: &[&str] = &[
    "",
    "suggestions",
    "suggestions/new",
    "events",
    "polls",
    "statistics",
    "statistics/suggestions",
    "open-data",
    "privacy",
    "privacy/files",
    "rules",
    "moderation",
    "moderation/log",
    "moderation/figures",
    "ledger",
    "accessibility",
];

#[derive(Template)]
#[template(path = "pages/sitemap/index.xml", escape = "html")]
struct Index {
    base: String,
    stretches: i64,
}

#[derive(Template)]
#[template(path = "pages/sitemap/list.xml", escape = "html")]
struct List {
    base: String,
    /// Those in which pages are offered.
    languages: Vec<Lang>,
    /// Paths below the language, each with when it last changed where that is known.
    paths: Vec<(String, Option<Timestamp>)>,
}

impl List {
    fn hreflang(&self, lang: &Lang) -> &'static str {
        hreflang(*lang)
    }

    fn day(&self, at: &Timestamp) -> String {
        at.utc().format("%F").to_string()
    }
}

fn xml(template: &impl Template) -> Result<HttpResponse, Fault> {
    Ok(HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .body(template.render()?))
}

pub async fn robots(context: Data<Context>) -> HttpResponse {
    let sitemap = context.config.absolute("/sitemap.xml");
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(format!(
            "User-agent: *\nDisallow: /api/\nSitemap: {sitemap}\n"
        ))
}

pub async fn index(context: Data<Context>) -> Result<HttpResponse, Fault> {
    xml(&Index {
        base: context.config.absolute(""),
        stretches: catalogue::stretches(&context).await?,
    })
}

pub async fn pages(context: Data<Context>) -> Result<HttpResponse, Fault> {
    let own = city_pages::published(&context).await?.into_iter();
    let own = own.filter(|listed| listed.page.in_sitemap).map(|listed| {
        let path = format!("pages/{}", listed.page.slug);
        (path, listed.page.published_at)
    });
    let boards = boards::list(&context, Reader::GUEST).await?;
    let boards = boards.into_iter().map(|listed| {
        let path = format!("boards/{}", listed.board.slug);
        (path, listed.active_at)
    });
    xml(&List {
        base: context.config.absolute(""),
        languages: context.config.languages.offered().to_vec(),
        paths: PAGES
            .iter()
            .map(|path| ((*path).to_owned(), None))
            .chain(own)
            .chain(boards)
            .collect(),
    })
}

pub async fn topics(context: Data<Context>, number: Path<i64>) -> Result<HttpResponse, Fault> {
    let topics = catalogue::stretch(&context, *number).await?;
    if topics.is_empty() {
        return Err(Fault::NotFound);
    }
    xml(&List {
        base: context.config.absolute(""),
        languages: context.config.languages.offered().to_vec(),
        paths: topics
            .into_iter()
            .map(|topic| (topic.path(), Some(topic.active_at)))
            .collect(),
    })
}
