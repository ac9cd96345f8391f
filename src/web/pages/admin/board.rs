//! A new board, and one to change, with what was changed of it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::boards::circle_words;
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError,
        administer::{
            self, Difference, Draft, Kept, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_SLUG, Past,
            field,
        },
        reader::Circle,
    },
    offices,
    text::official::Answered,
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
        pages::{
            checked::{self, Checked},
            kept,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/admin/board.html")]
struct BoardPage {
    page: Page,
    /// None for a new one.
    id: Option<i64>,
    version: i32,
    draft: Draft,
    circles: Vec<(&'static str, String)>,
    offices: Vec<(String, String)>,
    /// What was changed of it, newest first.
    past: Vec<Past>,
    errors: Errors,
    checked: Checked,
    /// What is asked before the newest change is taken back.
    undoing: Checked,
}

impl BoardPage {
    async fn of(
        page: Page,
        context: &Context,
        id: Option<i64>,
        version: i32,
        draft: Draft,
    ) -> Result<Self, Fault> {
        let circles = Circle::ALL.map(|circle| (circle.as_str(), circle_words(&page, circle)));
        let offices = offices::list(context).await?.into_iter();
        let past = match id {
            Some(id) => administer::history(context, id).await?,
            None => Vec::new(),
        };
        Ok(Self {
            circles: circles.to_vec(),
            offices: offices
                .map(|office| (office.slug.clone(), office.name(page.lang)))
                .collect(),
            page,
            id,
            version,
            draft,
            past,
            errors: Errors::default(),
            checked: Checked::default(),
            undoing: Checked::default(),
        })
    }

    fn did(&self, past: &Past) -> String {
        let by = past.by.clone();
        let by = by.unwrap_or_else(|| self.page.t("board-past-nobody"));
        let words = match past.undoes {
            Some(_) => "board-past-undone",
            None if past.is_new => "board-past-added",
            None => "board-past-changed",
        };
        self.page.ta(words, "by", by)
    }

    fn label(&self, difference: &Difference) -> String {
        self.page.t(match difference.field {
            field::SLUG => "board-slug",
            field::NAME_ZH => "board-name-zh",
            field::NAME_EN => "board-name-en",
            field::DESCRIPTION_ZH => "board-description-zh",
            field::DESCRIPTION_EN => "board-description-en",
            field::READ_BY => "board-who-reads",
            field::OPEN_BY => "board-who-opens",
            field::ANSWER_BY => "board-who-answers",
            field::GUEST_POSTING => "board-guests",
            field::OFFICE => "board-office",
            field::TAKES_SUGGESTIONS => "board-takes-suggestions",
            _ => "board-archived",
        })
    }

    fn in_words(&self, field: &str, value: &str) -> String {
        let office = || self.offices.iter().find(|(slug, _)| slug == value);
        match (field, value) {
            (field::READ_BY | field::OPEN_BY | field::ANSWER_BY, _) => {
                circle_words(&self.page, value.parse().unwrap_or_default())
            }
            (field::OFFICE, "") => self.page.t("board-no-office"),
            (field::OFFICE, _) => office().map_or(value, |(_, name)| name).to_owned(),
            (field::GUEST_POSTING | field::TAKES_SUGGESTIONS | field::ARCHIVED, "yes") => {
                self.page.t("board-yes")
            }
            (field::GUEST_POSTING | field::TAKES_SUGGESTIONS | field::ARCHIVED, _) => {
                self.page.t("board-no")
            }
            _ => value.to_owned(),
        }
    }

    fn show(&self, status: StatusCode) -> Result<HttpResponse, Fault> {
        html_as(status, self)
    }
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let draft = Draft::default();
    let view = BoardPage::of(page, &context, None, 0, draft).await?;
    view.show(StatusCode::OK)
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    keep(page, administrator, &context, None, form).await
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (board, draft) = administer::find(&context, path.1).await?;
    let view = BoardPage::of(page, &context, Some(path.1), board.version, draft).await?;
    view.show(StatusCode::OK)
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    keep(page, administrator, &context, Some(path.1), form).await
}

/// The newest change is taken back.
pub async fn undo(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (id, version) = (path.1, form.get("version").parse().unwrap_or(0));
    let (mut errors, mut undoing) = (Errors::default(), Checked::default());
    let answered = checked::read(&form);
    let status = match administer::undo(&context, &member, id, version, answered.clone()).await {
        Ok(Kept::Board(_)) => {
            let href = format!("admin/boards/{id}?done=board-undone");
            return Ok(see_other(page.href(&href)));
        }
        Ok(Kept::Undecided(undecided)) => {
            undoing = Checked::asking(&undecided, &answered, page.lang);
            errors.add("past", page.t("undo-asks"));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ForumError::Invalid(found)) => {
            // What is wrong with the change itself stands where changes do.
            for (field, message) in Errors::found(&found, page.lang).all() {
                let field = if field == "version" { "past" } else { field };
                errors.add(field, message.clone());
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ForumError::Changed) => {
            errors.add("past", page.t("board-undo-meanwhile"));
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error.into()),
    };
    let (board, draft) = administer::find(&context, id).await?;
    let mut view = BoardPage::of(page, &context, Some(id), board.version, draft).await?;
    view.errors = errors;
    view.undoing = undoing;
    view.show(status)
}

async fn keep(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: &Context,
    id: Option<i64>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let draft = read(&form);
    let Administrator(member) =
        kept::admit(administrator, &form, &["description_zh", "description_en"])?;
    let version = form.get("version").parse().unwrap_or(0);
    let (answered, lang) = (checked::read(&form), page.lang);
    let prefix = page.prefix();
    let done = store(
        context,
        &member,
        id,
        version,
        draft.clone(),
        answered.clone(),
    )
    .await;
    let mut view = BoardPage::of(page, context, id, version, draft).await?;
    match done {
        Ok(Kept::Board(_)) => {
            return Ok(see_other(format!("{prefix}/admin/boards?done=board-kept")));
        }
        Ok(Kept::Undecided(undecided)) => {
            view.draft = view.draft.with(&undecided.fields);
            view.checked = Checked::asking(&undecided, &answered, lang);
        }
        Err(ForumError::Invalid(errors)) => view.errors = Errors::found(&errors, lang),
        Err(ForumError::Changed) => {
            // What was typed stays, over what the other left.
            if let Some(id) = id {
                view.version = administer::find(context, id).await?.0.version;
            }
            view.errors.add("slug", lang.t("board-changed-meanwhile"));
            return view.show(StatusCode::CONFLICT);
        }
        Err(error) => return Err(error.into()),
    }
    view.show(StatusCode::UNPROCESSABLE_ENTITY)
}

async fn store(
    context: &Context,
    member: &Member,
    id: Option<i64>,
    version: i32,
    draft: Draft,
    answered: Answered,
) -> Result<Kept, ForumError> {
    match id {
        Some(id) => administer::change(context, member, id, version, draft, answered).await,
        None => administer::create(context, member, draft, answered).await,
    }
}

fn read(form: &Form) -> Draft {
    let circle = |name: &str| form.get(name).parse().unwrap_or_default();
    Draft {
        slug: form.trimmed("slug"),
        name_zh: form.trimmed("name_zh"),
        name_en: form.trimmed("name_en"),
        description_zh: form.trimmed("description_zh"),
        description_en: form.trimmed("description_en"),
        read_by: circle("read_by"),
        open_by: circle("open_by"),
        answer_by: circle("answer_by"),
        guest_posting: form.has("guest_posting"),
        office: form.trimmed("office"),
        takes_suggestions: form.has("takes_suggestions"),
    }
}
