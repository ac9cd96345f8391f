//! The policy at the privacy officer's: what is in force, drafts of the next version, and a
//! draft's own page, where it is written, looked at and published.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::policy_mails,
    context::Context,
    db::Timestamp,
    i18n::Lang,
    privacy::policy::{
        self, Block, Change, Draft, Fields, Kind, LONGEST_PARTICULARS, LONGEST_TEXT, PolicyError,
        Version,
    },
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::{kept, privacy::kind, text::render},
    },
};

/// The fields whose words are given back where they were not taken.
const TEXTS: [&str; 4] = ["text_zh", "text_en", "particulars_zh", "particulars_en"];

#[derive(Template)]
#[template(path = "pages/officer/policy.html")]
struct List {
    page: Page,
    drafts: Vec<Draft>,
    versions: Vec<Version>,
}

impl List {
    fn kind(&self, version: &Version) -> String {
        kind(&self.page, version)
    }
}

pub async fn list(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let drafts = policy::drafts(&context).await?;
    let versions = policy::versions(&context).await?;
    html(&List {
        page,
        drafts,
        versions,
    })
    .map(unstored)
}

/// Begins a draft.
pub async fn begin(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let id = policy::begin(&context).await?;
    Ok(see_other(format!("{}/officer/policy/{id}", page.prefix())))
}

#[derive(Template)]
#[template(path = "pages/officer/draft.html")]
struct DraftPage {
    page: Page,
    errors: Errors,
    id: i64,
    /// Of the text from which the form began.
    read: i64,
    kind: &'static str,
    kinds: Vec<(&'static str, String)>,
    fields: Fields,
    effective_on: String,
    last: Version,
    preview: Option<Preview>,
}

/// Each language's text as people will read it, and what changes.
struct Preview {
    texts: Vec<(Lang, String)>,
    changes: Vec<(Lang, Vec<Block>)>,
}

impl Preview {
    fn of(fields: &Fields, last: &Version) -> Self {
        let text = |lang: Lang| match lang {
            Lang::Zh => &fields.text_zh,
            Lang::En => &fields.text_en,
        };
        Self {
            texts: Lang::ALL
                .into_iter()
                .map(|lang| (lang, render(text(lang))))
                .collect(),
            changes: Lang::ALL
                .into_iter()
                .map(|lang| {
                    let mut blocks = policy::difference(last.text(lang), text(lang));
                    blocks.retain(Block::changed);
                    (lang, blocks)
                })
                .collect(),
        }
    }
}

fn show(
    page: Page,
    status: StatusCode,
    (id, read): (i64, Timestamp),
    (fields, effective_on): (Fields, String),
    last: Version,
    errors: Errors,
    preview: bool,
) -> Result<HttpResponse, Fault> {
    let preview = preview.then(|| Preview::of(&fields, &last));
    let template = DraftPage {
        kind: fields.kind.as_str(),
        kinds: vec![
            (Kind::Minor.as_str(), page.t("policy-kind-minor-hint")),
            (Kind::Major.as_str(), page.t("policy-kind-major-hint")),
        ],
        page,
        errors,
        id,
        read: read.milliseconds(),
        fields,
        effective_on,
        last,
        preview,
    };
    html_as(status, &template).map(unstored)
}

pub async fn get(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (draft, last) = policy::draft(&context, path.1).await?;
    let date = draft
        .fields
        .effective_on
        .map(|day| day.to_string())
        .unwrap_or_default();
    let none = Errors::default();
    show(
        page,
        StatusCode::OK,
        (draft.id, draft.updated_at),
        (draft.fields, date),
        last,
        none,
        false,
    )
}

fn typed(form: &Form) -> (Fields, String) {
    let date = form.trimmed("effective_on");
    let fields = Fields {
        // What is neither is no draft's kind, and refused as such.
        kind: form.get("kind").parse().unwrap_or(Kind::First),
        text_zh: form.text("text_zh"),
        text_en: form.text("text_en"),
        particulars_zh: form.text("particulars_zh"),
        particulars_en: form.text("particulars_en"),
        effective_on: date.parse().ok(),
    };
    (fields, date)
}

/// Saves; then shows the preview, publishes or discards, by the button that was pressed.
pub async fn post(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (fields, date) = typed(&form);
    let PrivacyOfficer(officer) = kept::admit(officer, &form, &TEXTS)?;
    let id = path.1;
    let read = form.get("read").parse().ok();
    let read = read.and_then(Timestamp::from_milliseconds);
    let list = format!("{}/officer/policy", page.prefix());
    if form.has("discard") {
        let discarded = policy::discard(&context, id, read).await;
        discarded.map_err(|error| kept::keep(error, &form, &TEXTS))?;
        return Ok(see_other(format!("{list}?done=policy-discarded")));
    }
    let found = policy::draft(&context, id).await;
    let (draft, last) = found.map_err(|error| kept::too_late(error, &form, &TEXTS))?;
    let stands = (id, draft.updated_at);
    if form.has("publish") {
        let typed = Some(fields.clone());
        return match policy_mails::publish(&context, &officer, id, read, typed).await {
            Ok(number) => Ok(see_other(format!(
                "{}/privacy/versions/{number}?done=policy-published",
                page.prefix()
            ))),
            Err(error) => refused(page, error, stands, (fields, date), last, &form),
        };
    }
    let saved = match policy::save(&context, id, read, fields.clone()).await {
        Ok(saved) => saved,
        Err(error) => return refused(page, error, stands, (fields, date), last, &form),
    };
    if form.has("preview") {
        let today = context.clock.today(context.config.city.time_zone);
        let found = policy::check(&fields, &last, today).err();
        let errors = found.map_or_else(Errors::default, |errors| Errors::found(&errors, page.lang));
        let saved = (id, saved);
        return show(
            page,
            StatusCode::OK,
            saved,
            (fields, date),
            last,
            errors,
            true,
        );
    }
    Ok(see_other(format!("{list}/{id}?done=policy-saved")))
}

fn refused(
    page: Page,
    error: PolicyError,
    stands: (i64, Timestamp),
    typed: (Fields, String),
    last: Version,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let (status, errors) = match error {
        PolicyError::Invalid(found) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Errors::found(&found, page.lang),
        ),
        // What was typed stays; sent again, it goes over what the other left.
        PolicyError::Changed => {
            let mut errors = Errors::default();
            errors.add("text_zh", page.t("policy-changed-meanwhile"));
            (StatusCode::CONFLICT, errors)
        }
        error => return Err(kept::too_late(error, form, &TEXTS)),
    };
    show(page, status, stands, typed, last, errors, false)
}
