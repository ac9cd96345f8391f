//! The offices: the list with how their mail fares, a new one, and one to change or retire, with who
//! works for it.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::{Member, staff},
    context::Context,
    offices::{
        OfficeError,
        administer::{self, At, Entry, Everything, Kept},
        enquiries,
        entries::{Both, LONGEST_NAME, LONGEST_PHONE, LONGEST_SLUG, OfficeEntry, RepliesSend},
        mail_health::{self, Health},
        members::{self, Colleague},
    },
    privacy::Private,
    suggestions::{
        SuggestionError,
        retire::{self, Outcome, Waiting},
    },
    web::{
        confirm,
        digests::{self, Typed},
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 5] = ["name_zh", "name_en", "email", "phone", "hours"];

#[derive(Template)]
#[template(path = "pages/admin/offices.html")]
struct ListPage {
    page: Page,
    living: Vec<Kept>,
    retired: Vec<Kept>,
    health: BTreeMap<i64, Health>,
}

impl ListPage {
    fn retired(&self, kept: &Kept) -> Option<String> {
        let day = self.page.date(kept.office.retired_on?);
        Some(self.page.ta("office-retired-on", "day", day))
    }

    /// How its mail fares, where not well.
    fn fares(&self, kept: &Kept) -> Option<String> {
        fares(&self.page, kept, self.health.get(&kept.office.id))
    }
}

fn fares(page: &Page, kept: &Kept, health: Option<&Health>) -> Option<String> {
    let since = kept.office.mail_fails_since?;
    let health = health.copied().unwrap_or_default();
    let since = page.exact(since);
    Some(page.ta2(
        "office-mail-fails",
        "since",
        since,
        "refused",
        health.refused,
    ))
}

#[derive(Template)]
#[template(path = "pages/admin/office.html")]
struct OfficePage {
    page: Page,
    /// None for a new one.
    known: Option<Kept>,
    version: i32,
    entry: OfficeEntry,
    /// Its hours as they were typed.
    hours: String,
    /// How often its members get its digest, as it was typed.
    digest: Typed,
    rhythms: Vec<(&'static str, String)>,
    weekdays: Vec<(u32, String)>,
    hours_of_day: Vec<(u32, String)>,
    parents: Vec<(String, String)>,
    members: Vec<Colleague>,
    /// What was typed to add somebody.
    email: String,
    /// The cases for which it cannot be retired.
    waiting: Vec<Waiting>,
    fails: Option<String>,
    errors: Errors,
}

impl OfficePage {
    fn parent(&self) -> &str {
        self.entry.parent.as_deref().unwrap_or_default()
    }

    fn is_retired(&self) -> bool {
        let known = self.known.as_ref();
        known.is_some_and(|kept| kept.office.retired_on.is_some())
    }

    fn replies_send(&self) -> Vec<(&'static str, String)> {
        let words = |how: RepliesSend| self.page.ta("office-replies-send", "how", how.as_str());
        let all = RepliesSend::ALL.into_iter();
        all.map(|how| (how.as_str(), words(how))).collect()
    }

    /// The office of enquiries is never retired.
    fn can_be_retired(&self) -> bool {
        self.entry.slug != enquiries::OFFICE
    }
}

impl OfficePage {
    /// Of the office of this slug as it stands, or a new one.
    async fn of(page: Page, context: &Context, slug: Option<&str>) -> Result<Self, Fault> {
        let Everything { offices, .. } = administer::everything(context).await?;
        let lang = page.lang;
        let parents = offices
            .iter()
            .filter(|kept| Some(kept.office.slug.as_str()) != slug)
            .map(|kept| (kept.office.slug.clone(), kept.office.name(lang)))
            .collect();
        let known = match slug {
            Some(slug) => {
                let known = offices.into_iter().find(|kept| kept.office.slug == slug);
                Some(known.ok_or(Fault::NotFound)?)
            }
            None => None,
        };
        let (mut staff, mut fails) = (Vec::new(), None);
        if let Some(kept) = &known {
            staff = members::of_office(context, &kept.office.slug).await?;
            let health = mail_health::list(context).await?;
            fails = fares(&page, kept, health.get(&kept.office.id));
        }
        let entry = known.as_ref().map(|kept| kept.entry.clone());
        let entry = entry.unwrap_or_default();
        Ok(Self {
            version: known.as_ref().map_or(0, |kept| kept.version),
            hours: entry.hours_line(),
            digest: Typed::of(Some(entry.digest)),
            rhythms: digests::rhythms(&page, false),
            weekdays: digests::weekdays(&page),
            hours_of_day: digests::hours(),
            entry,
            page,
            known,
            parents,
            members: staff,
            email: String::new(),
            waiting: Vec::new(),
            fails,
            errors: Errors::default(),
        })
    }
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let offices = administer::everything(&context).await?.offices;
    let health = mail_health::list(&context).await?;
    let (living, retired) = offices
        .into_iter()
        .partition(|kept| kept.office.retired_on.is_none());
    html(&ListPage {
        page,
        living,
        retired,
        health,
    })
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    html(&OfficePage::of(page, &context, None).await?)
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

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    html(&OfficePage::of(page, &context, Some(&path.1)).await?)
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    keep(page, &context, &member, Some(&path.1), form).await
}

async fn keep(
    page: Page,
    context: &Context,
    member: &Member,
    slug: Option<&str>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let hours = form.trimmed("hours");
    let typed = Typed::of_form(&form, "");
    let entry = OfficeEntry {
        slug: slug.map_or_else(|| form.trimmed("slug"), str::to_owned),
        name: Both {
            zh: form.trimmed("name_zh"),
            en: form.trimmed("name_en"),
        },
        email: form.trimmed("email"),
        phone: form.trimmed("phone"),
        parent: Some(form.trimmed("parent")).filter(|slug| !slug.is_empty()),
        hours: hours.parse().ok(),
        digest: typed.read().unwrap_or_default(),
        replies_send: form.get("replies_send").parse().unwrap_or_default(),
    };
    let version = form.get("version").parse().unwrap_or(0);
    let at = match slug {
        Some(_) => At::Version(version),
        None => At::New,
    };
    let mut unread = Errors::default();
    if !hours.is_empty() && entry.hours.is_none() {
        unread.add("hours", page.t("invalid-office-hours"));
    }
    if form.has("rhythm") && typed.read().is_none() {
        unread.add("rhythm", page.t("invalid-digest"));
    }
    let (errors, status) = if unread.is_empty() {
        let done = administer::keep(context, member.id, at, Entry::Office(entry.clone())).await;
        match super::organisation_refusal(&page, done, "name_zh") {
            Ok(None) => {
                let list = page.href("admin/offices?done=organisation-kept");
                return Ok(see_other(list));
            }
            Ok(Some(refused)) => refused,
            Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
        }
    } else {
        (unread, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let mut view = OfficePage::of(page, context, slug).await?;
    // What was typed stays, over what another left.
    if status != StatusCode::CONFLICT {
        view.version = version;
    }
    view.entry = entry;
    view.hours = hours;
    view.digest = typed;
    view.errors = errors;
    html_as(status, &view)
}

/// Retires it, or takes it up again; while cases wait for its answer the page names them.
pub async fn retire(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let retired = super::yes_or_no(&form, "retired")?;
    let (mut errors, mut waiting) = (Errors::default(), Vec::new());
    match retire::office(&context, &member, &path.1, retired).await {
        Ok(Outcome::Done) => {
            let list = page.href("admin/offices?done=organisation-kept");
            return Ok(see_other(list));
        }
        Ok(Outcome::HasCases(cases)) => {
            errors.add("retired", page.t("office-has-cases"));
            waiting = cases;
        }
        Err(SuggestionError::Office(OfficeError::NoFallback)) => {
            errors.add("retired", page.t("invalid-no-fallback"));
        }
        Err(error) => return Err(error.into()),
    }
    let mut view = OfficePage::of(page, &context, Some(&path.1)).await?;
    view.errors = errors;
    view.waiting = waiting;
    html_as(StatusCode::CONFLICT, &view)
}

/// Adds somebody by the address of an account, or with `remove` takes one away.
pub async fn members(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &["member"])?;
    let proven = confirm::recently(&request, &context, &member).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["member"]))?;
    let office = &path.1;
    let back = page.href(&format!("admin/offices/{office}?done=organisation-kept"));
    if form.has("remove") {
        let account = form.get("remove").parse();
        let account = account.map_err(|_| Fault::BadRequest("no account".into()))?;
        members::remove(&context, member.id, office, account).await?;
        return Ok(see_other(back));
    }
    let email = form.trimmed("member");
    let found = staff::at(&context, vec![Private::new(email.clone())]).await?;
    let Some(account) = found.into_iter().next().flatten() else {
        let mut view = OfficePage::of(page, &context, Some(office)).await?;
        let words = view.page.t("invalid-member-unknown");
        view.errors.add("member", words);
        view.email = email;
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    match members::add(&context, member.id, office, account).await {
        Ok(()) => Ok(see_other(back)),
        Err(OfficeError::NotFound) => Err(kept::too_late(Fault::NotFound, &form, &["member"])),
        Err(error) => Err(error.into()),
    }
}
