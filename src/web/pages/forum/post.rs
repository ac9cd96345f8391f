//! A post's own address: it leads to wherever the post stands now.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};

use crate::{
    context::Context,
    forum::posts,
    web::{fault::Fault, page::Page},
};

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = posts::find(&context, path.1, page.account.as_ref()).await?;
    let address = page.href(&topic.path_of(post.id));
    Ok(HttpResponse::Found()
        .insert_header((header::LOCATION, address))
        .finish())
}
