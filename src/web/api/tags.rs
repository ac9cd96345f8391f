//! `/api/v1/tags`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, TopicListed, lang},
    paged::{self, Ways},
};
use crate::{
    context::Context,
    forum::{reading::tracking, tags, topics},
    web::{extract::Visitor, fault::Fault},
};

/// A tag with how many topics have it that everybody can read.
#[derive(Serialize, ToSchema)]
pub struct TagCounted {
    tag: String,
    topics: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Tags {
    tags: Vec<TagCounted>,
}

#[derive(Serialize, ToSchema)]
pub struct TagWithTopics {
    tag: String,
    topics: Vec<TopicListed>,
    /// Ask again with `after` set to this for older topics.
    next: Option<String>,
    /// Ask again with `before` set to this for newer topics.
    previous: Option<String>,
}

/// List the tags, the most used first.
#[utoipa::path(get, path = "/api/v1/tags", operation_id = "tags_list", tag = "forum",
    responses((status = 200, body = Tags)))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let tags = tags::list(&context).await?;
    let (tags, ways) = paged::part(&query, tags, |counted| counted.tag.clone())?;
    let tags = tags
        .into_iter()
        .map(|counted| TagCounted {
            tag: counted.tag,
            topics: counted.topics,
        })
        .collect();
    Ok(ways.on(&request, HttpResponse::Ok().json(Tags { tags })))
}

/// A page of the topics with a tag, the newest activity first.
#[utoipa::path(get, path = "/api/v1/tags/{tag}", operation_id = "tags_get", tag = "forum",
    params(("tag" = String, Path), ("after" = Option<String>, Query, description = "`next` of the page before"), ("before" = Option<String>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = TagWithTopics), (status = 404, description = "`not-found`: no topic that the asker sees has it")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    Visitor(reader): Visitor,
    tag: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let page = topics::with_tag(&context, &tag, reader.as_ref(), from).await?;
    let mut page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    tracking::count_unread(&context, reader.as_ref(), page.items.iter_mut()).await?;
    let shown = HttpResponse::Ok().json(TagWithTopics {
        tag: tags::normal(&tag),
        next: page.after.map(|cursor| cursor.to_string()),
        previous: page.before.map(|cursor| cursor.to_string()),
        topics: page
            .items
            .into_iter()
            .map(|topic| TopicListed::of(topic, lang))
            .collect(),
    });
    Ok(ways.on(&request, shown))
}
