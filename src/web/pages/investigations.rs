//! A moderator acts on a post because an investigation demands it: asks for a second person's
//! approval, and carries out what was approved. Both stand on the page of `moderate`.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use super::{kept, moderate::show, officer::check_part};
use crate::{
    context::Context,
    moderation::{ModerationError, acts::Touch, investigation},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, see_other},
    },
};

/// Asks; nothing is done to the post.
pub async fn ask(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["agency", "document"])?;
    let (post, mut errors) = (path.1, Errors::default());
    let (agency, document) = (form.trimmed("agency"), form.trimmed("document"));
    let touch: Option<Touch> = form.get("touch").parse().ok();
    if touch.is_none() {
        errors.add("touch", page.t("moderate-act-needed"));
    }
    check_part(&page, &mut errors, "agency", &agency);
    check_part(&page, &mut errors, "document", &document);
    let Some(touch) = touch.filter(|_| errors.is_empty()) else {
        return show(page, &context, &moderator, post, &form, errors).await;
    };
    match investigation::ask(&context, &moderator, post, touch, &agency, &document).await {
        Err(ModerationError::NothingToMask) => {
            errors.add("touch", page.t("moderate-nothing-to-mask"));
            show(page, &context, &moderator, post, &form, errors).await
        }
        done => {
            done.map_err(|error| kept::keep(error, &form, &["agency", "document"]))?;
            let path = page.href(&format!("posts/{post}/moderate"));
            Ok(see_other(format!("{path}?done=approval-asked")))
        }
    }
}

/// Does what was approved.
pub async fn carry_out(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (_, post, approval) = path.into_inner();
    let touch: Touch = form
        .get("touch")
        .parse()
        .map_err(|()| Fault::BadRequest("neither hide nor mask".into()))?;
    investigation::carry_out(&context, &moderator, post, touch, approval).await?;
    Ok(see_other(format!("{}?done=decided", page.href("ledger"))))
}
