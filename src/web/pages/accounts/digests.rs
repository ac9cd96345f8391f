//! The digests that an account gets by mail: of the forum, and of each office that it works for.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::preferences::digest_words;
use crate::{
    accounts::{Member, preferences},
    context::Context,
    suggestions::digest::{
        choices::{self, Choice},
        own::{self, Watched},
    },
    web::{
        digests::{self, AS_OFFICE, Typed},
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

/// The choice about one office.
struct Row {
    slug: String,
    office: String,
    rhythms: Vec<(&'static str, String)>,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "pages/accounts/digests.html")]
struct DigestsPage {
    page: Page,
    errors: Errors,
    /// How often those of the forum and of one's own cases come.
    of_forum: String,
    /// The own cases that are told of.
    cases: Vec<Watched>,
    rows: Vec<Row>,
    weekdays: Vec<(u32, String)>,
    hours: Vec<(u32, String)>,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let all = choices::of(&context, member.id).await?;
    let typed = all.iter().map(|choice| Typed::of(choice.own)).collect();
    show(page, &context, &member, &all, typed, Errors::default()).await
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    if form.has("forget") {
        let case = form.get("forget").parse();
        let case = case.map_err(|_| Fault::BadRequest("no case".into()))?;
        own::forget(&context, member.id, case).await?;
        return Ok(see_other(page.href("account/digests?done=digests-kept")));
    }
    let all = choices::of(&context, member.id).await?;
    let (mut chosen, mut typed) = (Vec::new(), Vec::new());
    let mut errors = Errors::default();
    for choice in &all {
        let end = format!("-{}", choice.office.slug);
        let field = format!("rhythm{end}");
        // Of an office that came to the account since the page was shown nothing was asked.
        if !form.has(&field) {
            typed.push(Typed::of(choice.own));
            continue;
        }
        let one = Typed::of_form(&form, &end);
        match (one.rhythm.as_str(), one.read()) {
            (AS_OFFICE, _) => chosen.push((choice.office.id, None)),
            (_, Some(rhythm)) => chosen.push((choice.office.id, Some(rhythm))),
            (_, None) => errors.add(&field, page.t("invalid-digest")),
        }
        typed.push(one);
    }
    if !errors.is_empty() {
        return show(page, &context, &member, &all, typed, errors).await;
    }
    choices::choose(&context, member.id, chosen).await?;
    Ok(see_other(page.href("account/digests?done=digests-kept")))
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    all: &[Choice],
    typed: Vec<Typed>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let kept = preferences::of(context, member.id).await?;
    let rows = all.iter().zip(typed).map(|(choice, typed)| {
        let words = digests::in_words(&page, choice.of_office);
        let mut rhythms = vec![(AS_OFFICE, page.ta("digests-as-office", "rhythm", words))];
        rhythms.extend(digests::rhythms(&page, true));
        Row {
            slug: choice.office.slug.clone(),
            office: choice.office.name(page.lang),
            rhythms,
            typed,
        }
    });
    let template = DigestsPage {
        rows: rows.collect(),
        of_forum: page.t(digest_words(kept.digest)),
        cases: own::list(context, member.id).await?,
        weekdays: digests::weekdays(&page),
        hours: digests::hours(),
        errors,
        page,
    };
    let status: StatusCode = template.errors.status();
    html_as(status, &template).map(unstored)
}
