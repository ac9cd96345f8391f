//! A moderator acts on a published post: hide it, or mask what is personal in it.

use actix_web::{
    HttpResponse,
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
        topics::Topic,
    },
    moderation::{
        ModerationError,
        acts::{self, Touch},
        appeals::{self, Decided},
        investigation, sanctions,
    },
    privacy::approval::{Request, State},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds::{self, Came},
        page::{Page, html_as, see_other},
        pages::{decisions::act_words, officer::state_words},
    },
};

#[derive(Template)]
#[template(path = "pages/review/moderate.html")]
struct Moderate {
    page: Page,
    topic: Topic,
    post: Post,
    decided: Vec<Decided>,
    grounds: Vec<(String, String)>,
    errors: Errors,
    act: String,
    ground: String,
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
        let mut acts = vec![("hide".to_owned(), self.page.t("moderate-hide"))];
        if self.post.marked() {
            acts.insert(0, ("mask".to_owned(), self.page.t("moderate-mask")));
        }
        acts
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
) -> Result<HttpResponse, Fault> {
    let form = Form::default();
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
    let decided = appeals::of_post(context, moderator, id).await?;
    let status = errors.status();
    let view = Moderate {
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        topic,
        post,
        decided,
        errors,
        act: form.get("act").to_owned(),
        ground: form.get("ground").to_owned(),
        reason: form.text("reason"),
        came: Came::of(form),
        ways: grounds::ways(page.lang),
        asked: investigation::of_post(context, id).await?,
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
    if !matches!(&*act, "hide" | "mask") {
        errors.add("act", lang.t("moderate-act-needed"));
    }
    let ground = match grounds::read(&form, lang, &context) {
        Ok(ground) if errors.is_empty() => ground,
        Ok(_) => return show(page, &context, &moderator, id, &form, errors).await,
        Err((field, message)) => {
            errors.add(field, message);
            return show(page, &context, &moderator, id, &form, errors).await;
        }
    };
    let found = posts::find(&context, id, Some(&moderator)).await;
    let (topic, _) = found.map_err(|error| kept::keep(error, &form, &["reason"]))?;
    let done = match &*act {
        "mask" => acts::mask(&context, &moderator, id, ground).await,
        _ => acts::hide(&context, &moderator, id, ground).await,
    };
    match done {
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
