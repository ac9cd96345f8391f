//! A page of the operator's own, as everybody reads it.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    city_pages,
    context::Context,
    i18n::Lang,
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/city_page.html")]
struct Shown {
    page: Page,
    title: String,
    body: String,
    /// The language that it is in, where that is not the reader's.
    other: Option<Lang>,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let (_, slug) = path.into_inner();
    let (_, words) = city_pages::by_slug(&context, slug).await?;
    let (lang, title) = words.title.best(page.lang);
    let (_, body) = words.body_html.best(page.lang);
    html(&Shown {
        title: title.to_owned(),
        body: page.shown(body),
        other: (lang != page.lang).then_some(lang),
        page,
    })
}
