//! What suggestions can be about and where: the categories and the districts, each a list, a new one,
//! and one to change or retire.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use crate::{
    accounts::Member,
    context::Context,
    offices::{
        What,
        administer::{self, At, Entry, Everything},
        enquiries,
        entries::{Both, CategoryEntry, DistrictEntry, LONGEST_HINT, LONGEST_NAME, LONGEST_SLUG},
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
const TYPED: [&str; 4] = ["name_zh", "name_en", "hint_zh", "hint_en"];

/// Which of both a page is about.
pub trait Kind {
    const WHAT: What;
    /// Its place below `/admin/`.
    const PATH: &'static str;
}

pub struct Categories;
pub struct Districts;

impl Kind for Categories {
    const WHAT: What = What::Category;
    const PATH: &'static str = "categories";
}

impl Kind for Districts {
    const WHAT: What = What::District;
    const PATH: &'static str = "districts";
}

/// One of either kind as a form shows it; a district has no hint and no days.
#[derive(Clone, Default)]
struct Draft {
    slug: String,
    name: Both,
    hint: Both,
    due_days: String,
    retired_on: Option<NaiveDate>,
    version: i32,
}

impl Draft {
    fn entry<K: Kind>(&self) -> Entry {
        match K::WHAT {
            What::Category => Entry::Category(CategoryEntry {
                slug: self.slug.clone(),
                name: self.name.clone(),
                hint: self.hint.clone(),
                // What is no number is refused as one that is too small.
                due_days: self.due_days.parse().unwrap_or(0),
            }),
            _ => Entry::District(DistrictEntry {
                slug: self.slug.clone(),
                name: self.name.clone(),
            }),
        }
    }
}

/// All of a kind but those of enquiries, as they stand.
async fn all<K: Kind>(context: &Context) -> Result<Vec<Draft>, Fault> {
    let Everything {
        categories,
        districts,
        ..
    } = administer::everything(context).await?;
    let both = |zh, en| Both { zh, en };
    Ok(match K::WHAT {
        What::Category => categories
            .into_iter()
            .filter(|one| one.slug != enquiries::CATEGORY)
            .map(|one| Draft {
                slug: one.slug,
                name: both(one.name_zh, one.name_en),
                hint: both(one.hint_zh, one.hint_en),
                due_days: one.due_days.to_string(),
                retired_on: one.retired_on,
                version: one.version,
            })
            .collect(),
        _ => districts
            .into_iter()
            .filter(|one| one.slug != enquiries::DISTRICT)
            .map(|one| Draft {
                slug: one.slug,
                name: both(one.name_zh, one.name_en),
                retired_on: one.retired_on,
                version: one.version,
                ..Draft::default()
            })
            .collect(),
    })
}

#[derive(Template)]
#[template(path = "pages/admin/names.html")]
struct ListPage {
    page: Page,
    path: &'static str,
    is_category: bool,
    all: Vec<Draft>,
}

impl ListPage {
    fn name(&self, draft: &Draft) -> String {
        self.page.lang.pick(&draft.name.zh, &draft.name.en)
    }

    fn retired(&self, draft: &Draft) -> Option<String> {
        let day = self.page.date(draft.retired_on?);
        Some(self.page.ta("office-retired-on", "day", day))
    }
}

#[derive(Template)]
#[template(path = "pages/admin/name.html")]
struct NamePage {
    page: Page,
    path: &'static str,
    is_category: bool,
    /// Whether it is to be added.
    is_new: bool,
    draft: Draft,
    errors: Errors,
}

impl NamePage {
    const fn of<K: Kind>(page: Page, is_new: bool, draft: Draft, errors: Errors) -> Self {
        Self {
            page,
            path: K::PATH,
            is_category: matches!(K::WHAT, What::Category),
            is_new,
            draft,
            errors,
        }
    }
}

pub async fn list<K: Kind>(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    html(&ListPage {
        page,
        path: K::PATH,
        is_category: K::WHAT == What::Category,
        all: all::<K>(&context).await?,
    })
}

pub async fn new<K: Kind>(page: Page, _: Administrator) -> Result<HttpResponse, Fault> {
    let (draft, errors) = (Draft::default(), Errors::default());
    html(&NamePage::of::<K>(page, true, draft, errors))
}

pub async fn create<K: Kind>(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep::<K>(page, &context, &member, None, form).await
}

async fn find<K: Kind>(context: &Context, slug: &str) -> Result<Draft, Fault> {
    let mut all = all::<K>(context).await?.into_iter();
    all.find(|draft| draft.slug == slug).ok_or(Fault::NotFound)
}

pub async fn edit<K: Kind>(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let draft = find::<K>(&context, &path.1).await?;
    html(&NamePage::of::<K>(page, false, draft, Errors::default()))
}

pub async fn change<K: Kind>(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep::<K>(page, &context, &member, Some(&path.1), form).await
}

async fn keep<K: Kind>(
    page: Page,
    context: &Context,
    member: &Member,
    slug: Option<&str>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let known = match slug {
        Some(slug) => {
            let found = find::<K>(context, slug).await;
            found.map_err(|fault| kept::too_late(fault, &form, &TYPED))?
        }
        None => Draft::default(),
    };
    let mut draft = Draft {
        slug: slug.map_or_else(|| form.trimmed("slug"), str::to_owned),
        name: Both {
            zh: form.trimmed("name_zh"),
            en: form.trimmed("name_en"),
        },
        hint: Both {
            zh: form.trimmed("hint_zh"),
            en: form.trimmed("hint_en"),
        },
        due_days: form.trimmed("due_days"),
        retired_on: known.retired_on,
        version: form.get("version").parse().unwrap_or(0),
    };
    let at = match slug {
        Some(_) => At::Version(draft.version),
        None => At::New,
    };
    let done = administer::keep(context, member.id, at, draft.entry::<K>()).await;
    let (errors, status) = match super::organisation_refusal(&page, done, "name_zh") {
        Ok(None) => {
            let list = page.href(&format!("admin/{}?done=organisation-kept", K::PATH));
            return Ok(see_other(list));
        }
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what another left.
    if status == StatusCode::CONFLICT {
        draft.version = known.version;
    }
    html_as(
        status,
        &NamePage::of::<K>(page, slug.is_none(), draft, errors),
    )
}

/// Retires it, or takes it up again.
pub async fn retire<K: Kind>(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let retired = super::yes_or_no(&form, "retired")?;
    administer::retire(&context, member.id, K::WHAT, &path.1, retired).await?;
    let list = page.href(&format!("admin/{}?done=organisation-kept", K::PATH));
    Ok(see_other(list))
}
