//! `/api/v1/admin/{offices,categories,districts,rules}/…`: one of them as it stands, with the tag that a change of it
//! names. All of them are read in `organisation`, and changed in `organisation_entries` and `organisation_rules`.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use super::{
    organisation::{CategoryShown, DistrictShown, OfficeShown},
    organisation_rules::RuleShown,
};
use crate::{
    context::Context,
    offices::{
        Category, District,
        administer::{self, Kept},
        mail_health,
    },
    web::{extract::Administrator, fault::Fault, matching::tag, page::unstored},
};

/// An office. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/offices/{slug}", operation_id = "organisation_office", tag = "administration", security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = OfficeShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn office(
    _: Administrator,
    context: Data<Context>,
    slug: Path<String>,
) -> Result<HttpResponse, Fault> {
    let kept = kept(&context, &slug).await?;
    let health = mail_health::list(&context).await?;
    let tag = tag(kept.version);
    let shown = OfficeShown::of(kept, &health);
    Ok(unstored(HttpResponse::Ok().insert_header(tag).json(shown)))
}

async fn kept(context: &Context, slug: &str) -> Result<Kept, Fault> {
    let all = administer::everything(context).await?;
    all.office(slug).cloned().ok_or(Fault::NotFound)
}

pub(super) async fn office_version(context: &Context, slug: &str) -> Result<i32, Fault> {
    Ok(kept(context, slug).await?.version)
}

/// A category. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/categories/{slug}", operation_id = "organisation_category", tag = "administration", security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = CategoryShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn category(
    _: Administrator,
    context: Data<Context>,
    slug: Path<String>,
) -> Result<HttpResponse, Fault> {
    let found = find_category(&context, &slug).await?;
    let tag = tag(found.version);
    let shown = CategoryShown::of(found);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn find_category(context: &Context, slug: &str) -> Result<Category, Fault> {
    let all = administer::everything(context).await?;
    let mut all = all.categories.into_iter();
    all.find(|one| one.slug == slug).ok_or(Fault::NotFound)
}

pub(super) async fn category_version(context: &Context, slug: &str) -> Result<i32, Fault> {
    Ok(find_category(context, slug).await?.version)
}

/// A district. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/districts/{slug}", operation_id = "organisation_district", tag = "administration", security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = DistrictShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn district(
    _: Administrator,
    context: Data<Context>,
    slug: Path<String>,
) -> Result<HttpResponse, Fault> {
    let found = find_district(&context, &slug).await?;
    let tag = tag(found.version);
    let shown = DistrictShown::of(found);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn find_district(context: &Context, slug: &str) -> Result<District, Fault> {
    let all = administer::everything(context).await?;
    let mut all = all.districts.into_iter();
    all.find(|one| one.slug == slug).ok_or(Fault::NotFound)
}

pub(super) async fn district_version(context: &Context, slug: &str) -> Result<i32, Fault> {
    Ok(find_district(context, slug).await?.version)
}

/// A rule of routing. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/rules/{id}", operation_id = "organisation_rule", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = RuleShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn rule(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let all = administer::everything(&context).await?;
    let found = all.rule(*id).ok_or(Fault::NotFound)?;
    let tag = tag(found.version);
    let shown = RuleShown::of(found);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

pub(super) async fn rule_version(context: &Context, id: i64) -> Result<i32, Fault> {
    let all = administer::everything(context).await?;
    let found = all.rule(id).ok_or(Fault::NotFound)?;
    Ok(found.version)
}
