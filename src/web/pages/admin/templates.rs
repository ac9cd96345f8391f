//! The templates of answers: the list, a new one, and one to change or remove.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    i18n::Lang,
    offices,
    suggestions::{
        desk::LONGEST_ANSWER,
        templates::{self, Draft, LONGEST_NAME},
    },
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["name", "body"];

#[derive(Template)]
#[template(path = "pages/admin/templates.html")]
struct ListPage {
    page: Page,
    templates: Vec<templates::Template>,
}

impl ListPage {
    fn category(&self, template: &templates::Template) -> String {
        match &template.category {
            Some(category) => category.name(self.page.lang),
            None => self.page.t("templates-every"),
        }
    }

    fn language(&self, template: &templates::Template) -> String {
        words(&self.page, template.language)
    }
}

fn words(page: &Page, lang: Lang) -> String {
    page.ta("templates-in", "language", lang.as_str())
}

#[derive(Template)]
#[template(path = "pages/admin/template.html")]
struct TemplatePage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    version: i32,
    draft: Draft,
    categories: Vec<(String, String)>,
    languages: Vec<(&'static str, String)>,
    errors: Errors,
}

impl TemplatePage {
    fn language(&self) -> &'static str {
        self.draft.language.map_or("", Lang::as_str)
    }
}

async fn show(
    page: Page,
    context: &Context,
    (id, version): (Option<i64>, i32),
    draft: Draft,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let categories = offices::choices(context).await?.categories.into_iter();
    let view = TemplatePage {
        categories: categories
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        languages: Lang::ALL
            .iter()
            .map(|lang| (lang.as_str(), words(&page, *lang)))
            .collect(),
        page,
        id,
        version,
        draft,
        errors,
    };
    html_as(status, &view)
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let templates = templates::list(&context, None, None).await?;
    html(&ListPage { page, templates })
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let (draft, errors) = (Draft::default(), Errors::default());
    show(page, &context, (None, 0), draft, errors, StatusCode::OK).await
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, None, form).await
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let template = templates::find(&context, path.1).await?;
    let known = (Some(path.1), template.version);
    let errors = Errors::default();
    show(
        page,
        &context,
        known,
        template.into(),
        errors,
        StatusCode::OK,
    )
    .await
}

/// Changes it, or with `remove` takes it away.
pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    kept::admit(administrator, &form, &TYPED)?;
    if form.has("remove") {
        templates::remove(&context, path.1).await?;
        let list = page.href("admin/templates?done=template-removed");
        return Ok(see_other(list));
    }
    keep(page, &context, Some(path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let draft = Draft {
        category: form.trimmed("category"),
        language: form.get("language").parse().ok(),
        name: form.trimmed("name"),
        body: form.text("body"),
    };
    let version = form.get("version").parse().unwrap_or(0);
    let done = match id {
        Some(id) => templates::change(context, id, version, draft.clone()).await,
        None => templates::create(context, draft.clone()).await.map(drop),
    };
    let mut known = (id, version);
    let (errors, status) = match super::refusal(&page, done, "name", "template-changed") {
        Ok(None) => return Ok(see_other(page.href("admin/templates?done=template-kept"))),
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what the other left.
    if status == StatusCode::CONFLICT
        && let Some(id) = id
    {
        known.1 = templates::find(context, id).await?.version;
    }
    show(page, context, known, draft, errors, status).await
}
