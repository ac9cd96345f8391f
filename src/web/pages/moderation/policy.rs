//! The policy of moderation: what waits, what moderators may do and on which grounds, how authors are
//! told and appeal, and who sees what.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    i18n::Lang,
    moderation::acts::APPEAL_TIME,
    privacy::policy::hash,
    trust::{LEVELS, Threshold},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::text::render,
        shown::shown,
    },
};

#[derive(Template)]
#[template(path = "pages/moderation/policy.html")]
struct Policy {
    page: Page,
    body: String,
    version: String,
    hash: String,
}

/// The text with the time to appeal and the levels of trust as they are.
fn text(lang: Lang, has_limits: bool) -> String {
    let text = match lang {
        Lang::Zh => include_str!("../../../../content/moderation/zh.md"),
        Lang::En => include_str!("../../../../content/moderation/en.md"),
    };
    text.replace("{days}", &APPEAL_TIME.num_days().to_string())
        .replace("{levels}", &levels(lang, has_limits))
}

/// The levels of trust as a table in Markdown; where the city sets no limits, a sentence.
fn levels(lang: Lang, has_limits: bool) -> String {
    if !has_limits {
        return lang.t("moderation-levels-off");
    }
    let head = ["level", "earned", "posts", "topics", "flags", "links"];
    let head = head.map(|column| lang.t(&format!("moderation-levels-{column}")));
    let rows = LEVELS.iter().map(|level| row(&level_words(lang, level)));
    let lines = [row(&head), row(&["---"; 6].map(str::to_owned))];
    lines.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn level_words(lang: Lang, level: &Threshold) -> [String; 6] {
    [
        lang.ta("trust-level", "level", level.level.as_str()),
        level.earned.max(0).to_string(),
        level.posts.to_string(),
        level.topics.to_string(),
        level.flags.to_string(),
        level.links.map_or_else(
            || lang.t("moderation-levels-any"),
            |links| links.to_string(),
        ),
    ]
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// What the front matter says of the version.
fn version(text: &str) -> Option<&str> {
    let (_, version) = text.split_once("version = \"")?;
    version.split('"').next()
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let has_limits = context.config.review.limits;
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| text(lang, has_limits));
    let text = match page.lang {
        Lang::Zh => &zh,
        Lang::En => &en,
    };
    html(&Policy {
        body: page.shown(&shown(&render(text), &[], page.lang)),
        version: version(text).unwrap_or_default().to_owned(),
        hash: hex::encode(hash(&zh, &en)),
        page,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spam::watched::Effect;

    #[test]
    fn both_languages_are_of_the_same_version_and_have_the_same_sections() {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| text(lang, true));
        let sections = |text: &str| text.matches("\n## ").count();
        assert!(version(&en).is_some_and(|version| !version.is_empty()));
        assert_eq!(version(&zh), version(&en));
        assert_eq!(sections(&zh), sections(&en));
        assert!(sections(&en) >= 8);
        for text in [zh, en] {
            assert!(text.contains("30") && !text.contains('{'), "{text}");
        }
    }

    #[test]
    fn it_says_what_watched_words_do_and_how_somebody_suspended_appeals() {
        for lang in Lang::ALL {
            let text = text(lang, true);
            for effect in Effect::ALL {
                let named = lang.ta("watched-effect", "effect", effect.as_str());
                assert!(text.contains(&format!("- **{named}**")), "{named}");
            }
            let appeal = format!("(/{}/log-on/appeal)", lang.as_str());
            assert!(text.contains(&appeal), "{appeal}");
        }
    }

    #[test]
    fn every_level_has_its_row() {
        let table = levels(Lang::En, true);
        assert_eq!(table.lines().count(), LEVELS.len() + 2);
        let html = render(&table);
        assert_eq!(html.matches("<tr>").count(), LEVELS.len() + 1, "{html}");
        assert!(!levels(Lang::En, false).contains('|'));
    }
}
