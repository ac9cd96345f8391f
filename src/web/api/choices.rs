//! `/api/v1/categories`, `/api/v1/districts` and `/api/v1/offices`: what a program can name.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    context::Context,
    i18n::Lang,
    offices::{self, Office},
    web::{extract::Visitor, fault::Fault, language, page::unstored},
};

/// What a suggestion can be about.
#[derive(Serialize, ToSchema)]
pub struct CategoryBody {
    slug: String,
    name: String,
    hint: String,
    /// Working days from routing to the answer.
    due_days: i32,
}

#[derive(Serialize, ToSchema)]
pub struct Categories {
    categories: Vec<CategoryBody>,
}

#[derive(Serialize, ToSchema)]
pub struct Named {
    slug: String,
    name: String,
}

impl Named {
    pub(super) fn of(office: &Office, lang: Lang) -> Self {
        Self {
            slug: office.slug.clone(),
            name: office.name(lang),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OfficeListed {
    /// What `office` of a post or a board is.
    slug: String,
    name: String,
    /// Whether the asker works for it, and so may answer for it.
    own: bool,
}

#[derive(Serialize, ToSchema)]
pub struct Offices {
    offices: Vec<OfficeListed>,
}

#[derive(Serialize, ToSchema)]
pub struct Districts {
    districts: Vec<Named>,
}

/// What suggestions can be about.
#[utoipa::path(get, path = "/api/v1/categories", operation_id = "suggestions_categories", tag = "suggestions", responses((status = 200, body = Categories)))]
pub async fn categories(
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let choices = offices::choices(&context).await?;
    let categories = choices
        .categories
        .iter()
        .map(|one| CategoryBody {
            slug: one.slug.clone(),
            name: one.name(lang),
            hint: one.hint(lang),
            due_days: one.due_days,
        })
        .collect();
    Ok(language::varies(
        HttpResponse::Ok().json(Categories { categories }),
        lang,
    ))
}

/// The offices, by their slugs.
#[utoipa::path(get, path = "/api/v1/offices", operation_id = "offices_list", tag = "suggestions", responses((status = 200, body = Offices)))]
pub async fn offices(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(member): Visitor,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let own = match &member {
        Some(member) => offices::own(&context, member.id).await?,
        None => Vec::new(),
    };
    let offices = offices::list(&context).await?;
    let offices = offices.into_iter().map(|office| OfficeListed {
        name: office.name(lang),
        own: own.contains(&office),
        slug: office.slug,
    });
    let offices = offices.collect();
    Ok(unstored(language::varies(
        HttpResponse::Ok().json(Offices { offices }),
        lang,
    )))
}

/// The city's districts.
#[utoipa::path(get, path = "/api/v1/districts", operation_id = "suggestions_districts", tag = "suggestions", responses((status = 200, body = Districts)))]
pub async fn districts(
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let choices = offices::choices(&context).await?;
    let districts = choices
        .districts
        .iter()
        .map(|one| Named {
            slug: one.slug.clone(),
            name: one.name(lang),
        })
        .collect();
    Ok(language::varies(
        HttpResponse::Ok().json(Districts { districts }),
        lang,
    ))
}
