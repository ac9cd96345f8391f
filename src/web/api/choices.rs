//! `/api/v1/categories`, `/api/v1/districts` and `/api/v1/offices`: what a program can name.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type},
};

use crate::{
    config::Hours,
    context::Context,
    db::AnyConnection,
    i18n::Lang,
    offices::{self, Office, hours::Status, reach},
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
    phone: String,
    /// When the telephone is answered, on the days on which it works: its own hours or the city's.
    hours: HoursBody,
    /// Whether it is answered now.
    open_now: bool,
    /// Until when, in the city's time (08:00).
    until: Option<String>,
    /// From when it is again, in the city's time (2026-03-02T08:00).
    opens: Option<String>,
}

/// Office hours.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct HoursBody {
    /// Days of the week in their order, 1 for Monday.
    pub(super) days: Vec<u32>,
    /// From when to when on such a day, in their order: `["08:00", "12:00"]`.
    #[schema(schema_with = spans)]
    pub(super) open: Vec<(String, String)>,
}

/// Two times of a day, as often as you like.
fn spans() -> Array {
    let time = ObjectBuilder::new().schema_type(Type::String);
    let span = ArrayBuilder::new()
        .items(time)
        .min_items(Some(2))
        .max_items(Some(2));
    ArrayBuilder::new()
        .items(span)
        .description(Some(
            "From when to when on such a day, in their order: `[\"08:00\", \"12:00\"]`.",
        ))
        .build()
}

impl HoursBody {
    pub(super) fn of(hours: &Hours) -> Self {
        let clock = |time: NaiveTime| time.format("%H:%M").to_string();
        let open = hours.open().iter();
        Self {
            days: hours.days().to_vec(),
            open: open
                .map(|(from, until)| (clock(*from), clock(*until)))
                .collect(),
        }
    }
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

/// The offices, by their slugs, each with whether its telephone is answered now.
#[utoipa::path(get, path = "/api/v1/offices", operation_id = "offices_list", tag = "suggestions", responses((status = 200, body = Offices)))]
pub async fn offices(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(member): Visitor,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let own = match &member {
        Some(member) => {
            let account = member.id;
            let own = move |connection: &mut AnyConnection| offices::own(connection, account);
            context.db.read(own).await?
        }
        None => Vec::new(),
    };
    let offices = offices::list(&context).await?;
    let ids = offices.iter().map(|office| office.id).collect();
    let mut reach = reach::of(&context, ids).await?;
    let offices = offices.into_iter().filter_map(|office| {
        let reach = reach.remove(&office.id)?;
        let (until, opens) = match reach.status {
            Status::Open { until } => (Some(until), None),
            Status::Closed { opens } => (None, opens),
        };
        Some(OfficeListed {
            name: office.name(lang),
            own: own.contains(&office),
            hours: HoursBody::of(&reach.hours),
            phone: reach.phone,
            open_now: until.is_some(),
            until: until.map(|until| until.format("%H:%M").to_string()),
            opens: opens.map(|opens| opens.format("%Y-%m-%dT%H:%M").to_string()),
            slug: office.slug,
        })
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
