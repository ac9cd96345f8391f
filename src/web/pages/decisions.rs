//! What was decided about a post, for its author: what, why, and how to appeal.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{kept, review::list};
use crate::{
    accounts::Member,
    context::Context,
    forum::{ForumError, owner::Owner, rules},
    moderation::{
        ModerationError,
        appeals::{self, AppealState, LONGEST},
        decided::{self, Decided},
        reasons::For,
        undo,
    },
    privacy::{
        Private,
        ledger::{Act, Entry},
    },
    review::About,
    text_rules::readable,
    web::{
        extract::{LoggedOn, Moderator},
        fault::Fault,
        form::{Errors, Form},
        grounds,
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/review/decisions.html")]
struct Decisions {
    page: Page,
    list: List,
    post: i64,
    /// For bringing it back, of the operator's list; none where there are none.
    restoring: Vec<(String, String)>,
    chosen: String,
}

impl Decisions {
    /// Whether bringing it back was refused just now.
    fn is_refused(&self) -> bool {
        let mut fields = ["reason", "reason_id"].into_iter();
        fields.any(|field| self.list.errors.on(field).is_some())
    }

    /// Why it comes back, as it was typed.
    fn restoring_words(&self) -> &str {
        if self.is_refused() {
            &self.list.typed
        } else {
            ""
        }
    }

    /// Whether a moderator can bring the post back without taking a decision back.
    fn may_restore(&self) -> bool {
        let mut decided = self.list.decided.iter();
        self.is_refused() || decided.any(|one| one.entry.act == Act::PostHidden && one.may_undo)
    }
}

/// The decisions with their forms to appeal, wherever they stand.
pub(super) struct List {
    pub decided: Vec<Decided>,
    /// Where an appeal goes.
    pub action: String,
    /// What the forms carry on for somebody without an account.
    pub hidden: Vec<(&'static str, String)>,
    pub errors: Errors,
    /// The words as they were sent, of the entry that the errors name.
    pub typed: String,
    /// For taking a decision back, of the operator's list; none of it for authors.
    pub reasons: Vec<(String, String)>,
}

/// The name of the appeal's field for errors: each entry has its own.
pub(super) fn appeal_field(number: i32) -> String {
    format!("words-{number}")
}

impl List {
    /// What is said where undoing a decision left what the author wrote since.
    pub fn newer_text(&self, page: &Page, decided: &Decided) -> Option<String> {
        let mut facts = decided.entry.facts.iter();
        let (name, value) = facts.find(|(name, _)| name == "newer_text")?;
        Some(page.ta2("ledger-fact", "name", name, "value", value))
    }

    pub fn words(&self, page: &Page, decided: &Decided) -> String {
        act_words(page, &decided.entry)
    }

    /// Whether the ground says more than its name.
    pub fn has_words(&self, decided: &Decided) -> bool {
        let (entry, payload) = (&decided.entry, &decided.payload);
        let worded = ["circumstance-1", "circumstance-4", "reason"];
        // What an appeal brought back has the answer's words.
        let is_answered = entry.facts.iter().any(|(name, _)| name == "of");
        let may_say = match entry.act {
            Act::DecisionUndone
            | Act::PostWaitsAgain
            | Act::FlagsReopened
            | Act::ReviewReopened => true,
            Act::PostRestored => !is_answered,
            _ => false,
        };
        entry.rule.is_some()
            || payload.chosen.is_some()
            || worded.contains(&entry.ground.as_str()) && !payload.words.is_empty()
            || may_say && !payload.words.is_empty()
    }

    /// Why taking it back was refused.
    pub fn refused(&self, decided: &Decided) -> Option<&str> {
        self.errors.on(&format!("undo-{}", decided.entry.number))
    }

    /// What is wrong with the appeal that was sent against it.
    pub fn unsent(&self, decided: &Decided) -> Option<&str> {
        self.errors.on(&appeal_field(decided.entry.number))
    }

    pub fn state(&self, page: &Page, state: &AppealState) -> String {
        page.ta("appeal-state", "state", state.as_str())
    }
}

/// What an entry says: the act and its ground.
pub(super) fn act_words(page: &Page, entry: &Entry) -> String {
    let act = page.ta("ledger-act", "act", entry.act.as_str());
    let ground = page.ta("ledger-ground", "ground", &entry.ground);
    match &entry.rule {
        Some(rule) => format!("{act} · {ground} {}", rules::name(page.lang, rule)),
        None => format!("{act} · {ground}"),
    }
}

pub async fn get(
    page: Page,
    LoggedOn(reader): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let refused = (Errors::default(), StatusCode::OK);
    show(page, &context, &reader, path.1, refused, &Form::default()).await
}

pub(super) async fn show(
    page: Page,
    context: &Context,
    reader: &Member,
    post: i64,
    (errors, status): (Errors, StatusCode),
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let decided = match Owner::by_account(context, reader, post).await {
        Ok(owner) => decided::of_own(context, &owner).await?,
        Err(ForumError::NotFound | ForumError::NotYours) if reader.is_moderator => {
            decided::of_post(context, reader, post).await?
        }
        Err(error) => return Err(error.into()),
    };
    let (mut reasons, mut restoring) = (Vec::new(), Vec::new());
    if decided.iter().any(|one| one.may_undo) || !errors.is_empty() && reader.is_moderator {
        reasons = grounds::reasons(context, page.lang, &[For::Undo]).await?;
        restoring = grounds::reasons(context, page.lang, &[For::Restore]).await?;
    }
    // A form of a moderator sends a reason, one of an author an appeal.
    let sent = if form.has("words") { "words" } else { "reason" };
    let list = List {
        decided,
        action: format!("{}/posts/{post}/decisions", page.prefix()),
        hidden: Vec::new(),
        errors,
        typed: form.text(sent),
        reasons,
    };
    let chosen = form.get("reason_id").to_owned();
    let view = Decisions {
        page,
        list,
        post,
        restoring,
        chosen,
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    reader: Result<LoggedOn, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let words = form.text("words");
    let LoggedOn(reader) = kept::admit(reader, &form, &["words"])?;
    let number = form.get("number").parse().map_err(|_| Fault::NotFound)?;
    if let Some(message) = wrong(&page, &words) {
        let mut errors = Errors::default();
        errors.add(&appeal_field(number), message);
        let refused = (errors, StatusCode::UNPROCESSABLE_ENTITY);
        return show(page, &context, &reader, path.1, refused, &form).await;
    }
    let owner = Owner::by_account(&context, &reader, path.1).await?;
    let done = appeals::appeal(&context, &owner, number, Private::new(words)).await;
    done.map_err(|error| kept::keep(error, &form, &["words"]))?;
    Ok(see_other(format!(
        "{}/posts/{}/decisions?done=appealed",
        page.prefix(),
        path.1
    )))
}

/// Takes a decision back.
pub async fn undo(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i32)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["reason"])?;
    let about = undo::about(&context, path.1).await?;
    let to = match about {
        About::Post(post) => format!("posts/{post}/decisions"),
        About::Profile(_) => "review".to_owned(),
    };
    take_back(page, &context, &moderator, (path.1, about), &form, &to).await
}

/// Takes the moderator's own last decision back, or with `number` that one.
pub async fn undo_last(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &["reason"])?;
    let last = match form.get("number").parse() {
        Ok(number) => (number, undo::about(&context, number).await?),
        Err(_) => {
            let last = undo::last(&context, &moderator).await?;
            let last = last.ok_or(Fault::NotFound)?;
            (last.number, last.about)
        }
    };
    take_back(page, &context, &moderator, last, &form, "review").await
}

/// Where it is refused, the decisions about the post say why, or for a profile the queue does.
async fn take_back(
    page: Page,
    context: &Context,
    moderator: &Member,
    (number, about): (i32, About),
    form: &Form,
    to: &str,
) -> Result<HttpResponse, Fault> {
    let why = if form.text("reason").is_empty() && form.get("reason_id").is_empty() {
        None
    } else {
        let (fields, needed) = (("reason_id", "reason"), "review-reason-needed");
        match grounds::because(form, page.lang, context, For::Undo, fields, needed).await? {
            Ok(because) => Some(because),
            Err((_, message)) => {
                let refused = (number, message, StatusCode::UNPROCESSABLE_ENTITY);
                return untaken(page, context, moderator, about, refused, form).await;
            }
        }
    };
    let refused = match undo::undo(context, moderator, number, why).await {
        Ok(undone) => {
            let done = if undone.is_told { "undone" } else { "reopened" };
            return Ok(see_other(page.href(&format!("{to}?done={done}"))));
        }
        Err(error) => error,
    };
    let Some(why) = refusal(&refused) else {
        return Err(kept::keep(refused, form, &["reason"]));
    };
    let refused = (number, page.t(why), StatusCode::CONFLICT);
    untaken(page, context, moderator, about, refused, form).await
}

/// Says why a decision is not taken back: for a post by the decisions about it, for a profile above the
/// queue.
async fn untaken(
    page: Page,
    context: &Context,
    moderator: &Member,
    about: About,
    (number, why, status): (i32, String, StatusCode),
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let About::Post(post) = about else {
        let words = form.text("reason");
        return list::refused(page, context, moderator, (why, status), words).await;
    };
    let mut errors = Errors::default();
    errors.add(&format!("undo-{number}"), why);
    show(page, context, moderator, post, (errors, status), form).await
}

/// Why a decision cannot be taken back.
pub(super) fn refusal(error: &ModerationError) -> Option<&'static str> {
    Some(match error {
        ModerationError::Newer => "undo-newer",
        ModerationError::Changed => "undo-changed",
        ModerationError::Appealed => "undo-appealed",
        ModerationError::Gone => "undo-gone",
        ModerationError::NotNow => "undo-not-now",
        _ => return None,
    })
}

/// What is wrong with an appeal's words, or an answer's.
pub(super) fn wrong(page: &Page, words: &str) -> Option<String> {
    if words.is_empty() {
        Some(page.t("appeal-words-needed"))
    } else if words.chars().count() > LONGEST {
        Some(page.ta("invalid-too-long", "max", LONGEST))
    } else if !readable(words) {
        Some(page.t("invalid-characters"))
    } else {
        None
    }
}
