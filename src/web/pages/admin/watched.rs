//! The watched words and patterns: the list with its test field and its file, a new one, and one to
//! change.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::calendar::bytes_of;
use crate::{
    context::Context,
    spam::watched::{
        self, Draft, Effect, Hit, Kind, LONGEST, LONGEST_NOTE, Report, Watched, WatchedError, file,
    },
    web::{
        extract::{Administrator, Moderator},
        fault::Fault,
        form::{Errors, Form, messages},
        multipart::Filed,
        page::{Page, html, html_as, see_other},
        pages::kept,
        watched::unreadable,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["words", "note"];
/// The same of the list's own forms.
const TYPED_BELOW: [&str; 3] = ["text", "words", "csv"];
/// So many characters are shown around what was found.
const AROUND: usize = 16;

#[derive(Template)]
#[template(path = "pages/admin/watched.html")]
struct ListPage {
    page: Page,
    /// Whether the reader changes anything here, or reads and tries alone.
    changes: bool,
    watched: Vec<Watched>,
    kinds: Vec<(&'static str, String)>,
    /// What the test field was given: a text, and one to be tried alone.
    text: String,
    words: String,
    kind: String,
    tried: Option<Tried>,
    csv: String,
    brought: Option<Report>,
    errors: Errors,
}

/// What the test field found.
struct Tried {
    places: Vec<Place>,
    /// What would happen to the text; empty where one was tried alone.
    outcome: String,
}

/// Where something stands in the text.
struct Place {
    before: String,
    found: String,
    after: String,
    effect: String,
}

impl ListPage {
    async fn of(page: Page, context: &Context) -> Result<Self, Fault> {
        Ok(Self {
            watched: watched::list(context).await?,
            kinds: kinds(&page),
            changes: page
                .account
                .as_ref()
                .is_some_and(|member| member.is_administrator),
            page,
            text: String::new(),
            words: String::new(),
            kind: String::new(),
            tried: None,
            csv: String::new(),
            brought: None,
            errors: Errors::default(),
        })
    }

    fn kind_of(&self, one: &Watched) -> String {
        kind_words(&self.page, one.kind)
    }

    fn effect_of(&self, one: &Watched) -> String {
        effect_words(&self.page, one.effect)
    }
}

fn kind_words(page: &Page, kind: Kind) -> String {
    page.ta("watched-kind", "kind", kind.as_str())
}

fn effect_words(page: &Page, effect: Effect) -> String {
    page.ta("watched-effect", "effect", effect.as_str())
}

fn kinds(page: &Page) -> Vec<(&'static str, String)> {
    let named = |kind: Kind| (kind.as_str(), kind_words(page, kind));
    Kind::ALL.map(named).to_vec()
}

fn effects(page: &Page) -> Vec<(&'static str, String)> {
    let named = |effect: Effect| {
        let words = page.ta("watched-does", "effect", effect.as_str());
        (effect.as_str(), words)
    };
    Effect::ALL.map(named).to_vec()
}

#[derive(Template)]
#[template(path = "pages/admin/watched_one.html")]
struct OnePage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    version: i32,
    draft: Draft,
    kinds: Vec<(&'static str, String)>,
    effects: Vec<(&'static str, String)>,
    errors: Errors,
}

impl OnePage {
    fn kind(&self) -> &'static str {
        self.draft.kind.map_or("", Kind::as_str)
    }

    fn effect(&self) -> &'static str {
        self.draft.effect.map_or("", Effect::as_str)
    }
}

fn show(
    page: Page,
    (id, version): (Option<i64>, i32),
    draft: Draft,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let view = OnePage {
        kinds: kinds(&page),
        effects: effects(&page),
        page,
        id,
        version,
        draft,
        errors,
    };
    html_as(status, &view)
}

pub async fn list(page: Page, _: Moderator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    html(&ListPage::of(page, &context).await?)
}

/// A file is brought in; with `try` it is only said what that would change.
pub async fn post(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &filed.form, &TYPED_BELOW)?;
    import(page, &context, member.id, filed).await
}

/// A text is looked through.
pub async fn test(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    kept::admit(moderator, &form, &TYPED_BELOW)?;
    let (text, words) = (form.text("text"), form.trimmed("words"));
    let kind: Option<Kind> = form.get("kind").parse().ok();
    let alone = (!words.is_empty()).then(|| (kind.unwrap_or(Kind::Word), words.clone()));
    let is_alone = alone.is_some();
    let found = watched::try_text(&context, &text, alone).await;
    let mut view = ListPage::of(page, &context).await?;
    view.kind = kind.map_or("", Kind::as_str).to_owned();
    view.words = words;
    match found {
        Ok(hits) => view.tried = Some(tried(&view.page, &text, &hits, is_alone)),
        Err(WatchedError::Invalid(errors)) => {
            view.errors = Errors::found(&errors, view.page.lang);
        }
        Err(error) => return Err(kept::keep(error, &form, &TYPED_BELOW)),
    }
    view.text = text;
    let status = view.errors.status();
    html_as(status, &view)
}

fn tried(page: &Page, text: &str, hits: &[Hit], is_alone: bool) -> Tried {
    let strongest = hits.iter().map(|hit| hit.effect).min();
    let outcome = strongest.map_or("none", Effect::as_str);
    let place = |hit: &Hit| {
        let range = hit.place.clone().unwrap_or(0..0);
        let before: Vec<char> = text[..range.start].chars().rev().take(AROUND).collect();
        Place {
            before: before.into_iter().rev().collect(),
            found: hit.found.clone(),
            after: text[range.end..].chars().take(AROUND).collect(),
            effect: if is_alone {
                String::new()
            } else {
                effect_words(page, hit.effect)
            },
        }
    };
    Tried {
        places: hits.iter().map(place).collect(),
        outcome: if is_alone {
            String::new()
        } else {
            page.ta("watched-outcome", "effect", outcome)
        },
    }
}

async fn import(
    page: Page,
    context: &Context,
    by: i64,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let Filed { form, files, .. } = filed;
    let text = match files.into_iter().next() {
        Some(file) => String::from_utf8(bytes_of(file).await?),
        None => Ok(form.text("csv")),
    };
    let Ok(text) = text else {
        let words = page.t("watched-not-utf8");
        return refuse(page, context, String::new(), words).await;
    };
    let read = file::brought(text.clone()).await;
    let read = read.map_err(|error| kept::keep(error, &form, &TYPED_BELOW))?;
    let drafts = match read {
        Ok(drafts) => drafts,
        Err(error) => {
            let words = unreadable(&error, page.lang);
            return refuse(page, context, text, words).await;
        }
    };
    let tries = form.has("try");
    match watched::import(context, Some(by), drafts, tries).await {
        Ok(report) if tries => {
            let mut view = ListPage::of(page, context).await?;
            view.csv = text;
            view.brought = Some(report);
            html(&view)
        }
        Ok(_) => Ok(see_other(page.href("admin/watched?done=watched-kept"))),
        Err(WatchedError::Invalid(errors)) => {
            let words: Vec<String> = messages(&errors, page.lang).into_values().collect();
            refuse(page, context, text, words.join(" ")).await
        }
        Err(error) => Err(kept::keep(error, &form, &TYPED_BELOW)),
    }
}

/// The list with the file that was not taken, and why.
async fn refuse(
    page: Page,
    context: &Context,
    csv: String,
    words: String,
) -> Result<HttpResponse, Fault> {
    let mut view = ListPage::of(page, context).await?;
    view.errors.add("csv", words);
    view.csv = csv;
    html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

pub async fn new(page: Page, _: Administrator) -> Result<HttpResponse, Fault> {
    let (draft, errors) = (Draft::default(), Errors::default());
    show(page, (None, 0), draft, errors, StatusCode::OK)
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, member.id, None, form).await
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let one = watched::find(&context, path.1).await?;
    let known = (Some(path.1), one.version);
    show(page, known, one.into(), Errors::default(), StatusCode::OK)
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, member.id, Some(path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    by: i64,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let draft = Draft {
        kind: form.get("kind").parse().ok(),
        words: form.trimmed("words"),
        effect: form.get("effect").parse().ok(),
        note: form.trimmed("note"),
        retired: form.has("retired"),
    };
    let version = form.get("version").parse().unwrap_or(0);
    let done = match id {
        Some(id) => watched::change(context, by, id, version, draft.clone()).await,
        None => watched::create(context, by, draft.clone()).await.map(drop),
    };
    let mut known = (id, version);
    let (errors, status) = match super::refusal(&page, done, "words", "watched-changed") {
        Ok(None) => return Ok(see_other(page.href("admin/watched?done=watched-kept"))),
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what the other left.
    if status == StatusCode::CONFLICT
        && let Some(id) = id
    {
        known.1 = watched::find(context, id).await?.version;
    }
    show(page, known, draft, errors, status)
}
