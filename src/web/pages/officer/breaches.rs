//! Breaches: those on record, and a new one.

use std::collections::HashSet;

use actix_web::{HttpResponse, web::Data};
use askama::Template;
use chrono::NaiveDateTime;

use super::fields::Tick;
use crate::{
    context::Context,
    privacy::inventory,
    rights::{
        DisclosureError,
        breach::{self, Breach, NewBreach, Whom},
    },
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/officer/breaches.html")]
struct Breaches {
    page: Page,
    errors: Errors,
    form: Form,
    submission: String,
    files: Vec<Tick>,
    /// Value, words, and whether it is ticked.
    whom: Vec<(&'static str, String, bool)>,
    hours: u32,
    breaches: Vec<Breach>,
    /// Those of which letters did not arrive.
    undelivered: HashSet<i64>,
}

impl Breaches {
    /// The beginning of what happened.
    fn title(&self, breach: &Breach) -> String {
        let happened = breach.happened(self.page.lang);
        let mut title: String = happened.chars().take(80).collect();
        if title.len() < happened.len() {
            title.push('…');
        }
        title
    }
}

async fn show(
    page: Page,
    context: &Context,
    errors: Errors,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let files = inventory::files()
        .into_iter()
        .map(|file| Tick {
            name: format!("file-{}", file.slug),
            words: page.t(&format!("file-{}-name", file.slug)),
            ticked: form.has(&format!("file-{}", file.slug)),
        })
        .collect();
    let ticked = form.all("whom");
    let whom = Whom::ALL
        .iter()
        .map(|whom| {
            let words = page.ta("breach-whom", "whom", whom.as_str());
            let ticked = ticked.iter().any(|ticked| ticked == whom.as_str());
            (whom.as_str(), words, ticked)
        })
        .collect();
    let template = Breaches {
        submission: form.submission(context),
        files,
        whom,
        hours: context.config.breach_hours,
        breaches: breach::list(context).await?,
        undelivered: breach::with_undelivered(context).await?,
        page,
        errors,
        form,
    };
    html_as(status, &template)
}

pub async fn get(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, Errors::default(), Form::default()).await
}

/// As `datetime-local` sends it, with or without seconds; or with a space by hand.
pub(super) fn moment(typed: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok())
}

pub async fn post(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let PrivacyOfficer(officer) = kept::admit(
        officer,
        &form,
        &[
            "happened-zh",
            "happened-en",
            "done-zh",
            "done-en",
            "references",
        ],
    )?;
    let files = inventory::files().into_iter().map(|file| file.slug);
    // A choice that is none makes none of them.
    let whom: Result<Vec<Whom>, ()> = form.all("whom").iter().map(|one| one.parse()).collect();
    let new = NewBreach {
        found: moment(&form.trimmed("found")),
        happened_zh: form.text("happened-zh"),
        happened_en: form.text("happened-en"),
        done_zh: form.text("done-zh"),
        done_en: form.text("done-en"),
        files: files
            .filter(|slug| form.has(&format!("file-{slug}")))
            .map(str::to_owned)
            .collect(),
        whom: whom.unwrap_or_default(),
        from_on: form.trimmed("from").parse().ok(),
        until_on: form.trimmed("until").parse().ok(),
        references: form
            .get("references")
            .split(['\n', ',', '，', '、'])
            .map(|one| one.trim().to_owned())
            .filter(|one| !one.is_empty())
            .collect(),
        event: form.trimmed("event").parse().ok(),
    };
    let mut errors = Errors::default();
    let submission = form.submission(&context);
    match breach::prepare(&context, &officer, &submission, new).await {
        Ok(id) => {
            let path = page.href(&format!("officer/breaches/{id}"));
            return Ok(see_other(format!("{path}?done=breach-prepared")));
        }
        Err(DisclosureError::Invalid(found)) => errors = Errors::found(&found, page.lang),
        Err(DisclosureError::NoSuchCase) => {
            errors.add("references", page.t("breach-no-such-case"));
        }
        Err(error) => return Err(error.into()),
    }
    show(page, &context, errors, form).await
}
