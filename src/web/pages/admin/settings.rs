//! The settings with where each comes from, and the way to all else that administrators set.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use super::setting_form::in_words;
use crate::{
    context::Context,
    settings::{self, Group, Setting, Source},
    web::{
        extract::Administrator,
        fault::Fault,
        page::{Page, html},
    },
};

/// What is set in lists of its own, by its address and the key of its words.
const ELSEWHERE: [(&str, &str); 11] = [
    ("admin/boards", "boards-title"),
    ("admin/moderators", "moderators-title"),
    ("admin/offices", "organisation-short"),
    ("admin/routing", "rules-title"),
    ("admin/calendar", "calendar-title"),
    ("admin/templates", "templates-short"),
    ("admin/reasons", "reasons-title"),
    ("admin/watched", "watched-title"),
    ("admin/pages", "city-pages-title"),
    ("admin/webhooks", "webhooks-title"),
    ("admin/status", "status-title"),
];

#[derive(Template)]
#[template(path = "pages/admin/settings.html")]
struct SettingsPage {
    page: Page,
    all: Vec<Setting>,
    unknown: Vec<String>,
}

impl SettingsPage {
    /// Each group by its name and in words, with its settings.
    fn groups(&self) -> Vec<(&'static str, String, Vec<&Setting>)> {
        let of = |group: Group| {
            let settings = self.all.iter().filter(|one| one.key.group() == group);
            let words = self.page.t(&format!("settings-group-{}", group.as_str()));
            (group.as_str(), words, settings.collect())
        };
        Group::ALL.into_iter().map(of).collect()
    }

    fn title(&self, setting: &Setting) -> String {
        let key = setting.key.as_str();
        self.page.t(&format!("setting-{key}-title"))
    }

    fn href(&self, setting: &Setting) -> String {
        let key = setting.key.as_str();
        self.page.href(&format!("admin/settings/{key}"))
    }

    fn stands(&self, setting: &Setting) -> String {
        in_words(&self.page, setting.key, setting.value.as_ref())
    }

    fn source(&self, setting: &Setting) -> String {
        source_in_words(&self.page, &setting.source)
    }

    fn elsewhere(&self) -> Vec<(String, String)> {
        let link = |(path, words): (&str, &str)| (self.page.href(path), self.page.t(words));
        ELSEWHERE.into_iter().map(link).collect()
    }
}

/// Where what holds comes from.
pub(super) fn source_in_words(page: &Page, source: &Source) -> String {
    match source {
        Source::Shipped => page.t("settings-shipped"),
        Source::Page => page.t("settings-of-page"),
        Source::File(keys) => page.ta("settings-of-file", "keys", keys.join(", ")),
        Source::Unreadable => page.t("settings-unreadable"),
    }
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let (all, unknown) = settings::all(&context).await?;
    html(&SettingsPage { page, all, unknown })
}
