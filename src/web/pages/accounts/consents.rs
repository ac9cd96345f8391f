//! An account's consents: mails about the policy switched on and off, and any one withdrawn.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    accounts::policy_mails,
    context::Context,
    privacy::notices::Notice,
    rights::consents::{self, Outcome},
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::Form,
        page::{Page, see_other},
    },
};

pub async fn policy_mails(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let wanted = match form.get("wanted") {
        "yes" => true,
        "no" => false,
        _ => return Err(Fault::BadRequest("wanted is yes or no".into())),
    };
    let notice = Notice::PolicyMail;
    if wanted && !notice.still_stands(form.get("notice"), page.lang, &context.config) {
        let account = format!("{}/account?done=notice-changed", page.prefix());
        return Ok(see_other(account));
    }
    policy_mails::set(&context, member.id, wanted, page.lang).await?;
    let done = if wanted { "on" } else { "off" };
    Ok(see_other(format!(
        "{}/account?done=policy-mails-{done}",
        page.prefix()
    )))
}

pub async fn withdraw(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    match consents::withdraw(&context, &member, path.1).await? {
        Outcome::Withdrawn => Ok(see_other(format!(
            "{}/account?done=consent-withdrawn",
            page.prefix()
        ))),
        Outcome::EraseInstead => Ok(see_other(format!("{}/account/data", page.prefix()))),
        Outcome::None => Err(Fault::NotFound),
    }
}
