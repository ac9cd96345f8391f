//! One of the operator's own pages: as it would be read, where it is found, its versions, and what is done
//! with it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    city_pages::{
        self, CityPage, CityPageError, Compared, LAST_POSITION, MOST_IN_FOOT, Opened, Place,
        Version, Words,
    },
    context::Context,
    i18n::Lang,
    privacy::policy::{Block, Change},
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
    },
};

/// A version's words in one language, as everybody would read them.
struct Preview {
    lang: Lang,
    title: String,
    body: String,
}

/// In each language that it has.
fn previews(page: &Page, words: &Words) -> Vec<Preview> {
    let in_each = Lang::ALL.into_iter().map(|lang| {
        let (title, body) = match lang {
            Lang::Zh => (&words.title.zh, &words.body_html.zh),
            Lang::En => (&words.title.en, &words.body_html.en),
        };
        Preview {
            lang,
            title: title.clone(),
            body: page.shown(body),
        }
    });
    in_each
        .filter(|preview| !preview.title.is_empty())
        .collect()
}

#[derive(Template)]
#[template(path = "pages/admin/city_page.html")]
struct OnePage {
    page: Page,
    own: CityPage,
    previews: Vec<Preview>,
    versions: Vec<Version>,
    /// Where it is to be found, as it was typed.
    position: String,
    in_foot: bool,
    in_sitemap: bool,
    errors: Errors,
}

impl OnePage {
    fn of(page: Page, opened: Opened) -> Self {
        Self {
            previews: previews(&page, &opened.newest),
            position: opened.page.position.to_string(),
            in_foot: opened.page.in_foot,
            in_sitemap: opened.page.in_sitemap,
            own: opened.page,
            versions: opened.versions,
            errors: Errors::default(),
            page,
        }
    }

    fn href(&self, version: &Version) -> String {
        let path = format!("admin/pages/{}/revisions/{}", self.own.id, version.number);
        self.page.href(&path)
    }

    fn is_shown(&self, version: &Version) -> bool {
        self.own.shown == Some(version.number)
    }
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let opened = city_pages::find(&context, path.1).await?;
    html(&OnePage::of(page, opened))
}

/// Where it is found.
pub async fn place(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (id, position) = (path.1, form.trimmed("position"));
    let place = Place {
        // What is no number is none that there can be.
        position: position.parse().unwrap_or(0),
        in_foot: form.has("in_foot"),
        in_sitemap: form.has("in_sitemap"),
    };
    let changes = form.get("changes").parse().unwrap_or(0);
    let placed = city_pages::place(&context, &member, id, changes, place).await;
    let (errors, status) = match placed {
        Ok(()) => return Ok(done(&page, id, "page-placed")),
        Err(CityPageError::Invalid(errors)) => (
            Errors::found(&errors, page.lang),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(CityPageError::Changed) => {
            let mut errors = Errors::default();
            errors.add("position", page.t("city-page-changed"));
            (errors, StatusCode::CONFLICT)
        }
        Err(error) => return Err(error.into()),
    };
    let opened = city_pages::find(&context, id).await?;
    let view = OnePage {
        position,
        in_foot: place.in_foot,
        in_sitemap: place.in_sitemap,
        errors,
        ..OnePage::of(page, opened)
    };
    html_as(status, &view)
}

pub async fn publish(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let number: Option<i32> = form.get("number").parse().ok();
    let number = number.ok_or_else(|| Fault::BadRequest("no version is named".into()))?;
    city_pages::publish(&context, &member, path.1, number).await?;
    Ok(done(&page, path.1, "page-published"))
}

pub async fn withdraw(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    city_pages::withdraw(&context, &member, path.1).await?;
    Ok(done(&page, path.1, "page-withdrawn"))
}

/// An earlier version is the newest again.
pub async fn restore(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64, i32)>,
) -> Result<HttpResponse, Fault> {
    city_pages::restore(&context, &member, path.1, path.2).await?;
    Ok(done(&page, path.1, "page-restored"))
}

fn done(page: &Page, id: i64, what: &str) -> HttpResponse {
    see_other(page.href(&format!("admin/pages/{id}?done={what}")))
}

#[derive(Template)]
#[template(path = "pages/admin/city_page_version.html")]
struct VersionPage {
    page: Page,
    compared: Compared,
    previews: Vec<Preview>,
}

impl VersionPage {
    fn is_newest(&self) -> bool {
        self.compared.page.newest == self.compared.words.number
    }

    fn is_shown(&self) -> bool {
        self.compared.page.shown == Some(self.compared.words.number)
    }

    fn is_same(&self) -> bool {
        let mut languages = self.compared.languages.iter();
        languages.all(|(_, blocks)| !blocks.iter().any(Block::changed))
    }
}

/// A version, and what it changed.
pub async fn version(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64, i32)>,
) -> Result<HttpResponse, Fault> {
    let compared = city_pages::compare(&context, path.1, path.2).await?;
    html(&VersionPage {
        previews: previews(&page, &compared.words),
        page,
        compared,
    })
}
