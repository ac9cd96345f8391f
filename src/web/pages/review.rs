//! What waits for a moderator: read, then approve or reject with a reason.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    feedback::{self, Feedback},
    forum::Parameters,
};
use crate::{
    accounts::Member,
    context::Context,
    forum::cursor::From,
    moderation::{self, ModerationError, Outcome, Shown, Waiting, acts, appeals, reasons::For},
    review::{Decision, Kind},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds::{self, Came},
        page::{Page, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/review/list.html")]
struct Review {
    page: Page,
    waiting: Vec<Waiting>,
    count: i64,
    next: Option<String>,
    errors: Errors,
    /// The item whose form was refused, the ground, the reason and how the complaint came.
    typed: Option<(i64, String, String, Came)>,
    ways: Vec<(String, String)>,
    grounds: Vec<(String, String)>,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    /// The reason that was chosen in the form that was refused.
    reason_id: String,
    appeals: i64,
    /// What happened to an item meanwhile.
    told: Option<String>,
    feedback: Feedback,
    /// A confirmation that stands at its item.
    noticed: Option<(i64, String)>,
}

impl Review {
    fn why(&self, waiting: &Waiting) -> String {
        match waiting.item.kind {
            Kind::GuestPost => self.page.t("review-guest-post"),
            Kind::PersonalDataOfOthers => self.page.t("review-personal-data-of-others"),
            Kind::UnreadAttachment => self.page.t("review-unread-attachment"),
            Kind::Publication => self.page.t("review-publication"),
            Kind::FoundAgain => self.page.t("review-found-again"),
            Kind::Imported => self.page.t("review-imported"),
            Kind::Flag => self.page.t("review-flag"),
            Kind::HeldAgain => self.page.t("review-held-again"),
            Kind::FirstPost => self.page.t("review-first-post"),
        }
    }

    /// What turning an item down does.
    fn against(&self, waiting: &Waiting) -> String {
        self.page.t(match (waiting.item.kind, &waiting.shown) {
            (Kind::Flag, Shown::Post(_)) => "moderate-hide",
            (Kind::Flag, Shown::Profile(_)) => "review-remind",
            _ => "review-reject",
        })
    }

    fn can_mask(&self, waiting: &Waiting) -> bool {
        matches!(&waiting.shown, Shown::Post(shown) if shown.post.marked())
            && waiting.item.kind == Kind::Flag
    }

    fn noticed(&self, item: &i64) -> Option<&str> {
        let (at, notice) = self.noticed.as_ref()?;
        (at == item).then_some(notice)
    }

    /// The reason that was typed for an item that waits no more.
    fn left_over(&self) -> Vec<&str> {
        let typed = self.typed.iter();
        let gone = typed.filter(|(item, ..)| !self.waiting.iter().any(|w| w.item.id == *item));
        let reasons = gone.map(|(_, _, reason, _)| reason.as_str());
        reasons.filter(|reason| !reason.is_empty()).collect()
    }

    fn chosen(&self, item: &i64) -> &str {
        match &self.typed {
            Some((typed, ground, ..)) if typed == item => ground,
            _ => "",
        }
    }

    fn came_by(&self, item: &i64) -> &str {
        match &self.typed {
            Some((typed, .., came)) if typed == item => &came.by,
            _ => "",
        }
    }

    fn came_on(&self, item: &i64) -> &str {
        match &self.typed {
            Some((typed, .., came)) if typed == item => &came.on,
            _ => "",
        }
    }

    fn chosen_reason(&self, item: &i64) -> &str {
        match &self.typed {
            Some((typed, ..)) if typed == item => &self.reason_id,
            _ => "",
        }
    }

    fn typed(&self, item: &i64) -> &str {
        match &self.typed {
            Some((typed, _, reason, _)) if typed == item => reason,
            _ => "",
        }
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let from = From::parse(query.get("after").map(String::as_str), None);
    let item = query.get("item").and_then(|item| item.parse().ok());
    show(page, &context, &moderator, from, StatusCode::OK, |view| {
        // What was told about an item far down the page would not be seen at its top.
        if let Some(item) = item
            && view.waiting.iter().any(|waiting| waiting.item.id == item)
        {
            view.noticed = view.page.notice.take().map(|notice| (item, notice));
        }
    })
    .await
}

/// The queue again, for a form of `post` that named no kind.
pub(super) async fn kind_needed(
    page: Page,
    context: &Context,
    moderator: &Member,
    from: From<i64>,
    post: i64,
) -> Result<HttpResponse, Fault> {
    let errors = feedback::kind_needed(page.lang, post);
    show(
        page,
        context,
        moderator,
        from,
        StatusCode::UNPROCESSABLE_ENTITY,
        |view| {
            view.errors = errors;
        },
    )
    .await
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["reason"])?;
    let item = path.1;
    let from = From::parse(Some(form.get("after")), None);
    let reason = form.text("reason");
    let version = form.get("version").parse().unwrap_or(0);
    let typed = (item, form.get("ground").to_owned(), reason, Came::of(&form));
    let reason_id = form.get("reason_id").to_owned();
    let decision = form.get("decision");
    let act = match decision {
        "mask" => For::Mask,
        _ => For::Reject,
    };
    let outcome = match decision {
        "approve" => Ok(moderation::approve(&context, &moderator, item, version).await?),
        "reject" | "mask" => match grounds::read(&form, page.lang, &context, act).await? {
            Ok(ground) => {
                let done = if decision == "mask" {
                    acts::mask_flagged(&context, &moderator, item, version, ground).await
                } else {
                    acts::reject(&context, &moderator, item, version, ground).await
                };
                match done {
                    Err(ModerationError::NothingToMask) => {
                        Err(("ground", page.t("moderate-nothing-to-mask")))
                    }
                    done => Ok(done.map_err(|error| kept::too_late(error, &form, &["reason"]))?),
                }
            }
            Err(wrong) => Err(wrong),
        },
        _ => return Err(Fault::BadRequest("neither approve, reject nor mask".into())),
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err((field, message)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(page, &context, &moderator, from, status, |view| {
                view.errors.add(&format!("{field}-{item}"), message);
                view.typed = Some(typed);
                view.reason_id = reason_id;
            })
            .await;
        }
    };
    let lang = page.lang;
    let keeps_typed = decision != "approve";
    let told = match outcome {
        Outcome::Done => {
            let after = match from {
                From::After(item) => format!("after={item}&"),
                From::Start | From::End | From::Before(_) => String::new(),
            };
            return Ok(see_other(page.href(&format!("review?{after}done=decided"))));
        }
        Outcome::Before(before) => match (before.by, before.kind, before.decision) {
            (None, ..) => lang.t("review-ended-before"),
            (Some(by), Kind::Flag, _) => lang.ta("review-decided-before", "name", by),
            (Some(by), _, Decision::Approved) => lang.ta("review-approved-before", "name", by),
            (Some(by), _, Decision::Rejected) => lang.ta("review-rejected-before", "name", by),
        },
        Outcome::Changed => lang.t("review-changed"),
    };
    show(
        page,
        &context,
        &moderator,
        from,
        StatusCode::CONFLICT,
        |view| {
            view.told = Some(told);
            view.typed = keeps_typed.then_some(typed);
            view.reason_id = reason_id;
        },
    )
    .await
}

async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    from: From<i64>,
    status: StatusCode,
    change: impl FnOnce(&mut Review),
) -> Result<HttpResponse, Fault> {
    let after = match from {
        From::After(item) => item.to_string(),
        From::Start | From::End | From::Before(_) => String::new(),
    };
    let queue = moderation::queue(context, moderator, from).await?;
    let href = format!("{}/review", page.prefix());
    let mut view = Review {
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        ways: grounds::ways(page.lang),
        reasons: grounds::reasons(context, page.lang, &[For::Reject, For::Mask]).await?,
        reason_id: String::new(),
        appeals: appeals::count(context, moderator.id).await?,
        feedback: Feedback::new(context, page.lang, "review", after),
        page,
        count: queue.count,
        next: queue.page.after.map(|item| format!("{href}?after={item}")),
        waiting: queue.page.items,
        errors: Errors::default(),
        typed: None,
        told: None,
        noticed: None,
    };
    change(&mut view);
    html_as(status, &view).map(unstored)
}
