//! The policy of moderation: what waits, what moderators may do and on which grounds, how authors are
//! told and appeal, and who sees what.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use askama::Template;

use crate::{
    i18n::Lang,
    moderation::acts::APPEAL_TIME,
    privacy::policy::hash,
    web::{
        fault::Fault,
        page::{Page, html},
        pages::text::render,
    },
};

/// The text in both languages, with the time to appeal as it is.
static TEXTS: LazyLock<[String; 2]> = LazyLock::new(|| {
    let days = APPEAL_TIME.num_days().to_string();
    [
        include_str!("../../../../content/moderation/zh.md"),
        include_str!("../../../../content/moderation/en.md"),
    ]
    .map(|text| text.replace("{days}", &days))
});

#[derive(Template)]
#[template(path = "pages/moderation/policy.html")]
struct Policy {
    page: Page,
    body: String,
    version: &'static str,
    hash: String,
}

fn text(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => &TEXTS[0],
        Lang::En => &TEXTS[1],
    }
}

/// What the front matter says of the version.
fn version(text: &str) -> Option<&str> {
    let (_, version) = text.split_once("version = \"")?;
    version.split('"').next()
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    let text = text(page.lang);
    html(&Policy {
        body: page.shown(&render(text)),
        version: version(text).unwrap_or_default(),
        hash: hex::encode(hash(&TEXTS[0], &TEXTS[1])),
        page,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_are_of_the_same_version_and_have_the_same_sections() {
        let sections = |lang| text(lang).matches("\n## ").count();
        assert!(version(text(Lang::En)).is_some_and(|version| !version.is_empty()));
        assert_eq!(version(text(Lang::Zh)), version(text(Lang::En)));
        assert_eq!(sections(Lang::Zh), sections(Lang::En));
        assert!(sections(Lang::En) >= 8);
        for lang in Lang::ALL {
            assert!(
                text(lang).contains("30") && !text(lang).contains('{'),
                "{lang:?}"
            );
        }
    }
}
