//! A file of a case, for the offices that have it.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    attachments::Variant,
    context::Context,
    privacy::{Purpose, Viewer},
    suggestions::files,
    web::{
        extract::Staff,
        fault::Fault,
        pages::attachments::{self, How},
    },
};

pub async fn get(
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(i64, i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (case, file, variant) = path.into_inner();
    let variant: Variant = variant.parse().map_err(|()| Fault::NotFound)?;
    let (file, looked) = files::at_desk(&context, &member, case, file).await?;
    let viewer = Viewer::Office(&looked);
    let name = file.name.reveal(viewer, Purpose::Handling);
    attachments::of_case(&context, &file, variant, (How::of(file.kind), name)).await
}
