//! Putting away the notice of a major revision. An account's choice is kept with the account;
//! for anybody else the notice stays until its time is over, since nothing is kept on their device.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    context::Context,
    privacy::policy,
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::Form,
        page::{Page, see_other},
        pages::accounts::own_path,
    },
};

pub async fn dismiss(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i32)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    policy::dismiss(&context, member.id, path.1).await?;
    let back = own_path(&context, form.get("back"));
    Ok(see_other(back.unwrap_or_else(|| page.prefix())))
}
