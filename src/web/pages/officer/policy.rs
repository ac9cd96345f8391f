//! The policy at the privacy officer's: what is in force, drafts of the next version, and a
//! draft's own page, where it is written, looked at and published.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use validator::ValidationErrors;

use crate::{
    accounts::policy_mails,
    context::Context,
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
    id: i64,
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
        draft.id,
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
    let PrivacyOfficer(officer) = match officer {
        Ok(officer) => officer,
        Err(fault) => {
            let texts = vec![
                fields.text_zh,
                fields.text_en,
                fields.particulars_zh,
                fields.particulars_en,
            ];
            return kept::answer(fault, page, texts);
        }
    };
    let id = path.1;
    let list = format!("{}/officer/policy", page.prefix());
    if form.has("discard") {
        policy::discard(&context, id).await?;
        return Ok(see_other(format!("{list}?done=policy-discarded")));
    }
    let (_, last) = policy::draft(&context, id).await?;
    if let Err(error) = policy::save(&context, id, fields.clone()).await {
        return refused(page, error, id, (fields, date), last);
    }
    if form.has("publish") {
        return match policy_mails::publish(&context, &officer, id).await {
            Ok(number) => Ok(see_other(format!(
                "{}/privacy/versions/{number}?done=policy-published",
                page.prefix()
            ))),
            Err(error) => refused(page, error, id, (fields, date), last),
        };
    }
    if form.has("preview") {
        let today = context.clock.today(context.config.city.time_zone);
        let found = policy::check(&fields, &last, today).err();
        let errors = found.map_or_else(Errors::default, |errors| Errors::found(&errors, page.lang));
        return show(page, StatusCode::OK, id, (fields, date), last, errors, true);
    }
    Ok(see_other(format!("{list}/{id}?done=policy-saved")))
}

fn refused(
    page: Page,
    error: PolicyError,
    id: i64,
    typed: (Fields, String),
    last: Version,
) -> Result<HttpResponse, Fault> {
    let errors: ValidationErrors = match error {
        PolicyError::Invalid(errors) => errors,
        error => return Err(error.into()),
    };
    let errors = Errors::found(&errors, page.lang);
    show(
        page,
        StatusCode::UNPROCESSABLE_ENTITY,
        id,
        typed,
        last,
        errors,
        false,
    )
}
