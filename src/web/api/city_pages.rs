//! `/api/v1/pages`: the operator's own pages, as everybody reads them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::boards::{Parameters, lang};
use crate::{
    city_pages::{self, CityPage, Words},
    context::Context,
    i18n::Lang,
    web::fault::Fault,
};

/// A page in the list of all.
#[derive(Serialize, ToSchema)]
pub struct CityPageListed {
    slug: String,
    title: String,
    /// Of the title: the one asked for, or the other where there is only that.
    language: Lang,
    /// Whether the foot of every page leads to it.
    in_foot: bool,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct CityPages {
    pages: Vec<CityPageListed>,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub struct CityPageShown {
    slug: String,
    title: String,
    /// Markdown.
    body: String,
    html: String,
    /// Of the texts: the one asked for, or the other where there is only that.
    language: Lang,
    /// Which of its versions it is.
    version: i32,
    published_at: Option<DateTime<Utc>>,
    url: String,
}

impl CityPageShown {
    fn of(page: CityPage, words: &Words, lang: Lang) -> Self {
        let (language, title) = words.title.best(lang);
        Self {
            title: title.to_owned(),
            body: words.body.best(lang).1.to_owned(),
            html: words.body_html.best(lang).1.to_owned(),
            language,
            version: words.number,
            published_at: page.published_at.map(|at| at.utc()),
            url: format!("/{}/pages/{}", lang.as_str(), page.slug),
            slug: page.slug,
        }
    }
}

/// The operator's own pages that everybody can read, in their order.
#[utoipa::path(get, path = "/api/v1/pages", operation_id = "pages_list", tag = "pages",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = CityPages)))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let listed = city_pages::published(&context).await?.into_iter();
    let pages = listed.map(|listed| {
        let (language, title) = listed.title.best(lang);
        CityPageListed {
            title: title.to_owned(),
            language,
            in_foot: listed.page.in_foot,
            url: format!("/{}/pages/{}", lang.as_str(), listed.page.slug),
            slug: listed.page.slug,
        }
    });
    Ok(HttpResponse::Ok().json(CityPages {
        pages: pages.collect(),
    }))
}

/// One of the operator's own pages.
#[utoipa::path(get, path = "/api/v1/pages/{slug}", operation_id = "pages_get", tag = "pages",
    params(("slug" = String, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = CityPageShown), (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (page, words) = city_pages::by_slug(&context, slug.into_inner()).await?;
    let shown = CityPageShown::of(page, &words, lang(&request, &query));
    Ok(HttpResponse::Ok().json(shown))
}
