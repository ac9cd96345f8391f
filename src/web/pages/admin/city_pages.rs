//! The operator's own pages: the list, a new one, and a new version of one, with the personal-data check.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::Member,
    city_pages::{
        self, CityPageError, Draft, LONGEST_BODY, LONGEST_SLUG, LONGEST_TITLE, Listed, Made,
    },
    context::Context,
    text::official::Answered,
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::{
            checked::{self, Checked},
            kept,
        },
    },
};

/// The fields of the words that are given back when somebody was logged off meanwhile.
const TYPED: [&str; 4] = ["title_zh", "body_zh", "title_en", "body_en"];

#[derive(Template)]
#[template(path = "pages/admin/city_pages.html")]
struct ListPage {
    page: Page,
    listed: Vec<Listed>,
}

impl ListPage {
    fn title(&self, listed: &Listed) -> String {
        listed.title.best(self.page.lang).1.to_owned()
    }

    /// The language of the title, where it is not the reader's.
    fn lang(&self, listed: &Listed) -> &'static str {
        let (lang, _) = listed.title.best(self.page.lang);
        if lang == self.page.lang {
            ""
        } else {
            lang.tag()
        }
    }
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let listed = city_pages::list(&context).await?;
    html(&ListPage { page, listed })
}

#[derive(Template)]
#[template(path = "pages/admin/city_page_edit.html")]
struct EditPage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    newest: i32,
    /// Whether its name in addresses stays as it is.
    is_named: bool,
    submission: String,
    draft: Draft,
    errors: Errors,
    checked: Checked,
}

impl EditPage {
    fn back(&self) -> String {
        match self.id {
            Some(id) => self.page.href(&format!("admin/pages/{id}")),
            None => self.page.href("admin/pages"),
        }
    }
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    html(&EditPage {
        page,
        id: None,
        newest: 0,
        is_named: false,
        submission: Form::default().submission(&context),
        draft: Draft::default(),
        errors: Errors::default(),
        checked: Checked::default(),
    })
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let opened = city_pages::find(&context, path.1).await?;
    html(&EditPage {
        page,
        id: Some(path.1),
        newest: opened.page.newest,
        is_named: opened.page.published_at.is_some(),
        submission: Form::default().submission(&context),
        draft: Draft::of(&opened.page, &opened.newest),
        errors: Errors::default(),
        checked: Checked::default(),
    })
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, &member, None, form).await
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, &member, Some(path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    member: &Member,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (answered, lang) = (checked::read(&form), page.lang);
    let mut view = EditPage {
        page,
        id,
        newest: form.get("newest").parse().unwrap_or(0),
        is_named: false,
        submission: form.submission(context),
        draft: read(&form),
        errors: Errors::default(),
        checked: Checked::default(),
    };
    if let Some(id) = id {
        let opened = city_pages::find(context, id).await;
        let opened = opened.map_err(|error| kept::too_late(error, &form, &TYPED))?;
        view.is_named = opened.page.published_at.is_some();
        if view.is_named {
            view.draft.slug = opened.page.slug;
        }
    }
    let made = store(context, member, &view, answered.clone()).await;
    match made {
        Ok(Made::Page(id)) => {
            let path = format!("admin/pages/{id}?done=page-kept");
            return Ok(see_other(view.page.href(&path)));
        }
        Ok(Made::Undecided(undecided)) => {
            view.draft = view.draft.with(&undecided.fields);
            view.checked = Checked::asking(&undecided, &answered, lang);
        }
        Err(CityPageError::Invalid(errors)) => view.errors = Errors::found(&errors, lang),
        Err(CityPageError::Changed) => {
            // What was typed stays, over what the other left.
            if let Some(id) = id {
                view.newest = city_pages::find(context, id).await?.page.newest;
            }
            view.errors.add("title_zh", lang.t("city-page-changed"));
            return html_as(StatusCode::CONFLICT, &view);
        }
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    }
    html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

async fn store(
    context: &Context,
    member: &Member,
    view: &EditPage,
    answered: Answered,
) -> Result<Made, CityPageError> {
    let draft = view.draft.clone();
    match view.id {
        Some(id) => city_pages::change(context, member, id, view.newest, draft, answered).await,
        None => city_pages::create(context, member, &view.submission, draft, answered).await,
    }
}

fn read(form: &Form) -> Draft {
    Draft {
        slug: form.trimmed("slug"),
        title_zh: form.trimmed("title_zh"),
        title_en: form.trimmed("title_en"),
        body_zh: form.text("body_zh"),
        body_en: form.text("body_en"),
    }
}
