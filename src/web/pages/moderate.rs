//! A moderator acts on a published post: masks what is personal in it, hides it, or takes it back into
//! review; and brings a hidden one back.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::kept;
use crate::{
    accounts::Member,
    context::Context,
    db::Timestamp,
    forum::{
        posts::{self, Post},
        stale::Began,
        topics::Topic,
    },
    moderation::{
        ModerationError,
        acts::{self, Touch},
        decided::{self, Decided},
        hold, investigation,
        reasons::For,
        sanctions,
    },
    privacy::{
        approval::{Request, State},
        ground::Ground,
    },
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds::{self, Came},
        page::{Page, html_as, see_other},
        pages::{
            decisions::{self, act_words},
            officer::state_words,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/review/moderate.html")]
struct Moderate {
    page: Page,
    topic: Topic,
    post: Post,
    decided: Vec<Decided>,
    /// Names what is shown.
    stamp: String,
    grounds: Vec<(String, String)>,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    errors: Errors,
    act: String,
    ground: String,
    reason_id: String,
    reason: String,
    came: Came,
    ways: Vec<(String, String)>,
    /// What was asked for because of an investigation.
    asked: Vec<(Touch, Request)>,
    touch: String,
    agency: String,
    document: String,
    /// The account that wrote it, where its standing can be looked at.
    author: Option<i64>,
    now: Timestamp,
}

impl Moderate {
    fn acts(&self) -> Vec<(String, String)> {
        let act = |name: &str, words: &str| (name.to_owned(), self.page.t(words));
        let mut acts = vec![act("hide", "moderate-hide"), act("hold", "moderate-hold")];
        if self.post.marked() {
            acts.insert(0, act("mask", "moderate-mask"));
        }
        acts
    }

    /// What an investigation may demand.
    fn touches(&self) -> Vec<(String, String)> {
        let mut acts = self.acts();
        acts.retain(|(act, _)| act.parse::<Touch>().is_ok());
        acts
    }

    /// Of what is held, the queue leads to it.
    fn may_take_out(&self) -> bool {
        self.post.state == crate::forum::State::Published
    }

    fn touch_words(&self, touch: &Touch) -> String {
        self.page.ta("approval-touch", "act", touch.as_str())
    }

    fn state(&self, request: &Request) -> (String, &'static str) {
        state_words(&self.page, request, self.now)
    }

    fn can_be_used(&self, request: &Request) -> bool {
        request.state(self.now) == State::Approved
    }

    fn words(&self, decided: &Decided) -> String {
        act_words(&self.page, &decided.entry)
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    // The queue leads to holding.
    let query = request.query_string();
    let holds = query.split('&').any(|pair| pair == "act=hold");
    let chosen = holds.then(|| ("act".to_owned(), "hold".to_owned()));
    let form = Form::new(chosen.into_iter().collect());
    show(page, &context, &moderator, path.1, &form, Errors::default()).await
}

pub(super) async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    id: i64,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = posts::find(context, id, Some(moderator)).await?;
    let decided = decided::of_post(context, moderator, id).await?;
    let status = errors.status();
    let view = Moderate {
        stamp: post.stamp(&topic.title),
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        topic,
        post,
        decided,
        errors,
        act: form.get("act").to_owned(),
        ground: form.get("ground").to_owned(),
        reasons: grounds::reasons(context, page.lang, &[For::Hide, For::Mask, For::Hold]).await?,
        reason_id: form.get("reason_id").to_owned(),
        reason: form.text("reason"),
        came: Came::of(form),
        ways: grounds::ways(page.lang),
        asked: investigation::of_post(context, moderator, id).await?,
        touch: form.get("touch").to_owned(),
        agency: form.trimmed("agency"),
        document: form.trimmed("document"),
        author: sanctions::author(context, moderator, id).await?,
        now: context.now(),
        page,
    };
    html_as(status, &view)
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["reason"])?;
    let (id, lang) = (path.1, page.lang);
    let mut errors = Errors::default();
    let act = form.get("act").to_owned();
    if act == "restore" {
        return restore(page, &context, &moderator, id, form).await;
    }
    if !matches!(&*act, "hide" | "mask" | "hold") {
        errors.add("act", lang.t("moderate-act-needed"));
    }
    let given_for = match &*act {
        "mask" => For::Mask,
        "hold" => For::Hold,
        _ => For::Hide,
    };
    let ground = match grounds::read(&form, lang, &context, given_for).await? {
        Ok(ground) if errors.is_empty() => ground,
        Ok(_) => return show(page, &context, &moderator, id, &form, errors).await,
        Err((field, message)) => {
            errors.add(field, message);
            return show(page, &context, &moderator, id, &form, errors).await;
        }
    };
    let found = posts::find(&context, id, Some(&moderator)).await;
    let (topic, _) = found.map_err(|error| kept::keep(error, &form, &["reason"]))?;
    match act_on(&context, &moderator, id, &form, ground).await {
        // It is shown anew, with what was typed.
        Err(ModerationError::Changed) => {
            errors.add("act", lang.t("review-changed"));
            let mut shown = show(page, &context, &moderator, id, &form, errors).await?;
            *shown.status_mut() = StatusCode::CONFLICT;
            Ok(shown)
        }
        Err(ModerationError::NothingToMask) => {
            errors.add("act", lang.t("moderate-nothing-to-mask"));
            show(page, &context, &moderator, id, &form, errors).await
        }
        done => {
            done.map_err(|error| kept::keep(error, &form, &["reason"]))?;
            let prefix = page.prefix();
            let masked = act == "mask";
            Ok(see_other(if masked {
                format!("{prefix}/{}?done=decided#post-{id}", topic.path())
            } else {
                format!("{prefix}/ledger?done=decided")
            }))
        }
    }
}

/// Does what was chosen to the post as it was seen.
async fn act_on(
    context: &Context,
    moderator: &Member,
    post: i64,
    form: &Form,
    ground: Ground,
) -> Result<(), ModerationError> {
    let seen = match form.get("stamp") {
        "" => Began::Anything,
        stamp => Began::At(stamp.to_owned()),
    };
    match form.get("act") {
        "mask" => acts::mask(context, moderator, post, seen, ground).await,
        "hold" => hold::hold(context, moderator, post, seen, ground).await,
        _ => acts::hide(context, moderator, post, seen, ground).await,
    }
}

/// Brings a hidden post back, as the page of the decisions about it offers.
async fn restore(
    page: Page,
    context: &Context,
    moderator: &Member,
    id: i64,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let mut errors = Errors::default();
    // The author reads it.
    let (fields, needed) = (("reason_id", "reason"), "review-reason-needed");
    let why = grounds::because(&form, page.lang, context, For::Restore, fields, needed).await?;
    let status = match why {
        Ok(why) => match hold::restore(context, moderator, id, why).await {
            Err(ModerationError::Appealed) => {
                errors.add("reason", page.t("undo-appealed"));
                StatusCode::CONFLICT
            }
            done => {
                done.map_err(|error| kept::keep(error, &form, &["reason"]))?;
                let to = format!("posts/{id}/decisions?done=decided");
                return Ok(see_other(page.href(&to)));
            }
        },
        Err((field, message)) => {
            errors.add(&field, message);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    decisions::show(page, context, moderator, id, (errors, status), &form).await
}
