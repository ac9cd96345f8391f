//! What one's account is set to, and the way back to nothing.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    accounts::{
        Member,
        preferences::{self, Appearance, Digest},
    },
    began::Began,
    context::Context,
    i18n::Lang,
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        preferences::{Named, Offered},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/preferences.html")]
struct PreferencesPage {
    page: Page,
    errors: Errors,
    chosen: Named,
    languages: Vec<(&'static str, &'static str)>,
    /// Slug, name, whether it is chosen.
    boards: Vec<(String, String, bool)>,
    districts: Vec<(String, String)>,
    digests: Vec<(&'static str, String)>,
    appearances: Vec<(&'static str, String)>,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let offered = Offered::load(&context, &member).await?;
    let chosen = offered.name(&preferences::of(&context, member.id).await?);
    show(page, StatusCode::OK, &offered, chosen, Errors::default())
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let offered = Offered::load(&context, &member).await?;
    let named = Named {
        language: form.trimmed("language"),
        boards: form.all("boards"),
        district: form.trimmed("district"),
        digest: form.trimmed("digest"),
        appearance: form.trimmed("appearance"),
    };
    match offered.read(&named) {
        Ok(chosen) => {
            let lang = chosen.language;
            preferences::keep(&context, member.id, chosen, Began::Anything).await?;
            Ok(done(lang, "preferences-kept"))
        }
        Err(errors) => {
            let errors = Errors::found(&errors, page.lang);
            show(
                page,
                StatusCode::UNPROCESSABLE_ENTITY,
                &offered,
                named,
                errors,
            )
        }
    }
}

pub async fn erase(
    page: Page,
    LoggedOn(Member { id, .. }): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    preferences::erase(&context, id).await?;
    Ok(done(page.lang, "preferences-erased"))
}

/// The account's page says it, in the language that was just chosen.
fn done(lang: Lang, what: &str) -> HttpResponse {
    see_other(format!("/{}/account?done={what}", lang.as_str()))
}

fn show(
    page: Page,
    status: StatusCode,
    offered: &Offered,
    chosen: Named,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let boards = offered.boards.iter().map(|listed| {
        let board = &listed.board;
        let is_chosen = chosen.boards.contains(&board.slug);
        (board.slug.clone(), board.name(lang), is_chosen)
    });
    let districts = offered.choices.districts.iter();
    // Who chose a language that is no more offered keeps it, and can change all else.
    let own: Option<Lang> = chosen.language.parse().ok();
    let own = own.filter(|own| !page.languages().contains(own));
    let languages = page.languages().iter().copied().chain(own);
    let template = PreferencesPage {
        languages: languages
            .map(|lang| (lang.as_str(), lang.own_name()))
            .collect(),
        boards: boards.collect(),
        districts: districts
            .map(|district| (district.slug.clone(), district.name(lang)))
            .collect(),
        digests: [Digest::None, Digest::Daily, Digest::Weekly]
            .map(|digest| (digest.as_str(), lang.t(digest_words(digest))))
            .to_vec(),
        appearances: [Appearance::System, Appearance::Light, Appearance::Dark]
            .map(|one| (one.as_str(), lang.t(appearance_words(one))))
            .to_vec(),
        page,
        errors,
        chosen,
    };
    html_as(status, &template).map(unstored)
}

pub(super) const fn digest_words(digest: Digest) -> &'static str {
    match digest {
        Digest::None => "preferences-digest-none",
        Digest::Daily => "preferences-digest-daily",
        Digest::Weekly => "preferences-digest-weekly",
    }
}

pub(super) const fn appearance_words(appearance: Appearance) -> &'static str {
    match appearance {
        Appearance::System => "preferences-appearance-system",
        Appearance::Light => "preferences-appearance-light",
        Appearance::Dark => "preferences-appearance-dark",
    }
}
