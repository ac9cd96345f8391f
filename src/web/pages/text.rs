//! The pages that are one text: forum rules, cookies, accessibility. The policy has versions; see `privacy`.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use askama::Template;

use crate::{
    i18n::Lang,
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

/// Nothing that runs, and headings that can be linked to.
static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder.add_generic_attributes(["id"]).link_rel(None);
    builder
});

#[derive(Template)]
#[template(path = "pages/text.html")]
struct TextPage {
    page: Page,
    title: String,
    body: String,
}

macro_rules! texts {
    ($($name:ident $title:literal $folder:literal;)*) => {
        $(pub async fn $name(page: Page) -> Result<HttpResponse, Fault> {
            let markdown = match page.lang {
                Lang::Zh => include_str!(concat!("../../../content/", $folder, "/zh.md")),
                Lang::En => include_str!(concat!("../../../content/", $folder, "/en.md")),
            };
            let title = page.t($title);
            html(&TextPage { title, body: render(markdown), page })
        })*
    };
}

texts! {
    rules "face-rules" "rules";
    cookies "face-cookies" "cookies";
    accessibility "face-accessibility" "accessibility";
}

/// The city's own text as HTML, without its front matter. HTML in it is shown and not obeyed.
pub(super) fn render(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, html::push_html};
    let body = match markdown
        .strip_prefix("+++")
        .and_then(|rest| rest.split_once("+++"))
    {
        Some((_, body)) => body,
        None => markdown,
    };
    let mut out = String::new();
    push_html(
        &mut out,
        Parser::new_ext(
            body,
            Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES,
        )
        .map(|event| match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            event => event,
        }),
    );
    SANITISER.clean(&out).to_string()
}
