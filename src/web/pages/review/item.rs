//! One item of the queue: what it is about, what is known of it, and the decision.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Asked, claim_words, done, ended_words,
    list::{self, Said},
    work::{MASK, Typed},
};
use crate::{
    accounts::Member,
    context::Context,
    moderation::{
        self, ModerationError, Outcome, acts,
        claims::{self, Claimed},
        reasons::For,
    },
    web::{
        extract::Reviewer,
        fault::Fault,
        form::Form,
        grounds,
        page::{Page, see_other},
        pages::{feedback, kept},
    },
};

/// What is typed.
const TYPED: [&str; 1] = ["reason"];

pub async fn get(
    mut page: Page,
    Reviewer(reviewer): Reviewer,
    context: Data<Context>,
    path: Path<(String, i64)>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let query = request.query_string();
    let says = |part: &str| query.split('&').any(|pair| pair.starts_with(part));
    // What was told about the item would not be seen at the page's top.
    let notice = if says("done=feedback-") {
        page.notice.take()
    } else {
        None
    };
    let said = Said {
        notice,
        masks: says(MASK),
        ..Said::default()
    };
    let shown = (Asked::parse(query), Some(path.1));
    list::show(page, &context, &reviewer, shown, (StatusCode::OK, said)).await
}

/// The item again, for a form that named no kind of what was missed in `post`.
pub(in crate::web::pages) async fn kind_needed(
    page: Page,
    context: &Context,
    moderator: &Member,
    (asked, item): (Asked, Option<i64>),
    post: i64,
) -> Result<HttpResponse, Fault> {
    let said = Said {
        errors: feedback::kind_needed(page.lang, post),
        ..Said::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    list::show(page, context, moderator, (asked, item), (status, said)).await
}

pub async fn post(
    page: Page,
    reviewer: Result<Reviewer, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Reviewer(reviewer) = kept::admit(reviewer, &form, &TYPED)?;
    let (asked, item) = (Asked::parse(request.query_string()), path.1);
    let (status, said) = if form.has("claim") {
        match claim(&page, &context, &reviewer, item, &form).await? {
            Ok(word) => {
                let (path, query) = (format!("review/{item}"), asked.query());
                return Ok(see_other(done(&page, &path, &query, word)));
            }
            Err(said) => said,
        }
    } else {
        match decide(&page, &context, &reviewer, item, &form).await? {
            Ok(()) => {
                let path = next(&context, &reviewer, &form).await?;
                return Ok(see_other(done(&page, &path, &asked.query(), "decided")));
            }
            Err(said) => said,
        }
    };
    let shown = list::show(
        page,
        &context,
        &reviewer,
        (asked, Some(item)),
        (status, said),
    );
    shown
        .await
        .map_err(|fault| kept::too_late(fault, &form, &TYPED))
}

/// The page that follows, where it is not simply the next one.
type Answer = (StatusCode, Said);

async fn decide(
    page: &Page,
    context: &Context,
    moderator: &Member,
    item: i64,
    form: &Form,
) -> Result<Result<(), Answer>, Fault> {
    let version = form.get("version").parse().unwrap_or(0);
    let decision = form.get("decision");
    let act = match decision {
        "mask" => For::Mask,
        "hide" => For::Hide,
        _ => For::Reject,
    };
    let outcome = match decision {
        "approve" => Ok(moderation::approve(context, moderator, item, version).await?),
        "reject" | "mask" | "hide" => match grounds::read(form, page.lang, context, act).await? {
            Ok(ground) => {
                let done = match act {
                    For::Mask => {
                        acts::mask_waiting(context, moderator, item, version, ground).await
                    }
                    For::Hide => {
                        acts::hide_profile(context, moderator, item, version, ground).await
                    }
                    _ => acts::reject(context, moderator, item, version, ground).await,
                };
                match done {
                    Err(ModerationError::NothingToMask) => {
                        Err(("ground", page.t("moderate-nothing-to-mask")))
                    }
                    done => Ok(done.map_err(|error| kept::too_late(error, form, &TYPED))?),
                }
            }
            Err(wrong) => Err(wrong),
        },
        _ => return Err(Fault::BadRequest("no such decision".into())),
    };
    let mut said = Said {
        typed: Some(Typed::of(form)),
        masks: decision == "mask",
        ..Said::default()
    };
    let told = match outcome {
        Ok(Outcome::Done) => return Ok(Ok(())),
        Ok(Outcome::Before(before)) => ended_words(page.lang, before),
        Ok(Outcome::Changed) => page.t("review-changed-item"),
        Ok(Outcome::Claimed(claim)) => page.ta("review-claimed", "name", claim.name),
        Err((field, message)) => {
            said.errors.add(field, message);
            return Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, said)));
        }
    };
    said.told = Some(told);
    Ok(Err((StatusCode::CONFLICT, said)))
}

/// Where the next item is, claimed so that nobody else reads it meanwhile: the one that the form names,
/// or the list where that is somebody else's by now.
async fn next(context: &Context, moderator: &Member, form: &Form) -> Result<String, Fault> {
    let list = "review".to_owned();
    let Ok(next) = form.get("next").parse::<i64>() else {
        return Ok(list);
    };
    match claims::claim(context, moderator, next).await {
        Ok(Claimed::Yours { .. }) => Ok(format!("review/{next}")),
        Ok(Claimed::By(_) | Claimed::Ended(_)) | Err(ModerationError::NotFound) => Ok(list),
        Err(error) => Err(error.into()),
    }
}

/// Claims the item, takes it over or gives it back; the word that confirms it, or the page that says
/// why not, or that keeps what was begun.
async fn claim(
    page: &Page,
    context: &Context,
    moderator: &Member,
    item: i64,
    form: &Form,
) -> Result<Result<&'static str, Answer>, Fault> {
    let keep = |error: ModerationError| kept::keep(error, form, &TYPED);
    let claimed = match form.get("claim") {
        "release" => {
            let released = claims::release(context, moderator, item).await;
            released.map_err(keep)?;
            None
        }
        "over" => Some(claims::take_over(context, moderator, item).await),
        _ => Some(claims::claim(context, moderator, item).await),
    };
    let (status, word, told) = match claimed.transpose().map_err(keep)? {
        None => (StatusCode::OK, "review-released", "done-review-released"),
        Some(Claimed::Yours { .. }) => (StatusCode::OK, "review-claimed", "done-review-claimed"),
        Some(Claimed::By(claim)) => {
            let told = claim_words(page, "review-claim-other", &claim);
            return Ok(Err((StatusCode::CONFLICT, said(form, told))));
        }
        Some(Claimed::Ended(before)) => {
            let told = ended_words(page.lang, before);
            return Ok(Err((StatusCode::CONFLICT, said(form, told))));
        }
    };
    Ok(if Typed::of(form).is_empty() {
        Ok(word)
    } else {
        Err((status, said(form, page.t(told))))
    })
}

fn said(form: &Form, told: String) -> Said {
    Said {
        typed: Some(Typed::of(form)),
        told: Some(told),
        ..Said::default()
    }
}
