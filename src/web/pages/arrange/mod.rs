//! What moderators arrange about a topic: pin, lock, move, tag and merge on one page, splitting
//! on another.

pub mod split;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::kept;
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError, State, boards,
        topics::{self, Topic},
    },
    i18n::Lang,
    moderation::{
        self, ModerationError,
        arrange::{Arranged, Change, arrange},
        reasons::For,
    },
    privacy::{ground::LONGEST, reason::Because},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds,
        page::{Page, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/arrange/topic.html")]
struct Arrange {
    page: Page,
    topic: Topic,
    boards: Vec<(String, String)>,
    errors: Errors,
    act: String,
    until: String,
    board: String,
    tags: String,
    other: String,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    reason_id: String,
    reason: String,
}

impl Arrange {
    /// What can be done with the topic as it stands.
    fn acts(&self) -> Vec<(&'static str, String)> {
        let pin = if self.topic.pin.is_some() {
            vec![
                ("unpin", self.page.t("arrange-unpin")),
                ("pin", self.page.t("arrange-pin-anew")),
            ]
        } else {
            vec![("pin", self.page.t("arrange-pin"))]
        };
        let lock = if self.topic.locked {
            ("unlock", self.page.t("arrange-unlock"))
        } else {
            ("lock", self.page.t("arrange-lock"))
        };
        let mut acts = pin;
        acts.extend([
            lock,
            ("move", self.page.t("arrange-move")),
            ("tag", self.page.t("arrange-tag")),
            ("merge", self.page.t("arrange-merge")),
        ]);
        acts
    }
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let topic = find(&context, path.1, &moderator).await?;
    let form = Form::default();
    show(page, &context, &moderator, topic, &form, Errors::default()).await
}

async fn find(context: &Context, topic: i64, moderator: &Member) -> Result<Topic, Fault> {
    let (cx, moderator) = (context.clone(), moderator.clone());
    let (topic, is_theirs) = context
        .db
        .read(move |connection| {
            let topic = topics::in_full(connection, &cx, topic, &moderator)?;
            let is_theirs = moderation::moderates(connection, Some(&moderator), topic.board.id)?;
            Ok::<_, ForumError>((topic, is_theirs))
        })
        .await?;
    if is_theirs && topic.state == State::Published {
        Ok(topic)
    } else {
        Err(Fault::NotFound)
    }
}

async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    topic: Topic,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let boards = boards::list(context, moderator).await?;
    let reach = moderation::reach(context, moderator).await?;
    let boards = boards
        .into_iter()
        .map(|listed| listed.board)
        .filter(|board| board.archived_at.is_none() && board.id != topic.board.id)
        .filter(|board| reach.covers(board.id))
        .filter(|board| board.read_by == topic.board.read_by)
        .map(|board| (board.slug.clone(), board.name(page.lang)))
        .collect();
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let until = topic
        .pin
        .and_then(|pin| pin.until)
        .map(|day| day.to_string());
    let typed = |name: &str, otherwise: String| {
        if form.has(name) {
            form.trimmed(name)
        } else {
            otherwise
        }
    };
    let view = Arrange {
        act: form.get("act").to_owned(),
        until: typed("until", until.unwrap_or_default()),
        board: form.trimmed("board"),
        tags: typed("tags", topic.tags.join(" ")),
        other: form.trimmed("other"),
        reasons: grounds::reasons(context, page.lang, &For::ARRANGED).await?,
        reason_id: form.get("reason_id").to_owned(),
        reason: form.text("reason"),
        page,
        topic,
        boards,
        errors,
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
    let lang = page.lang;
    let mut errors = Errors::default();
    let change = read(&form, lang, &mut errors);
    let because = because(&context, &form, lang, given_for(&form), &mut errors).await?;
    let (Some(change), Some(because)) = (change, because) else {
        let topic = find(&context, path.1, &moderator).await?;
        return show(page, &context, &moderator, topic, &form, errors).await;
    };
    match arrange(&context, &moderator, path.1, change, because).await {
        Ok(Arranged::Topic(topic)) => Ok(see_other(format!(
            "{}/t/{topic}?done=decided",
            page.prefix()
        ))),
        Ok(Arranged::Undecided(_)) => Err(Fault::Internal("a title without a title".into())),
        Err(ModerationError::Invalid(found)) => {
            let errors = Errors::found(&found, lang);
            let topic = find(&context, path.1, &moderator).await?;
            show(page, &context, &moderator, topic, &form, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form, lang: Lang, errors: &mut Errors) -> Option<Change> {
    let wrong = |errors: &mut Errors, field: &str, key: &str| {
        errors.add(field, lang.t(key));
        None
    };
    Some(match form.get("act") {
        "pin" => {
            let until = form.trimmed("until");
            let day = until.parse().ok();
            if day.is_none() && !until.is_empty() {
                return wrong(errors, "until", "invalid-date");
            }
            Change::Pin { until: day }
        }
        "unpin" => Change::Unpin,
        "lock" => Change::Lock,
        "unlock" => Change::Unlock,
        "move" => Change::Move {
            board: form.trimmed("board"),
        },
        "tag" => Change::Tag {
            tags: form.trimmed("tags"),
        },
        "merge" => match topic_in(form.get("other")) {
            Some(other) => Change::Merge { other },
            None => return wrong(errors, "other", "invalid-other-topic"),
        },
        _ => return wrong(errors, "act", "arrange-act-needed"),
    })
}

/// A topic's number, or the one in its address.
fn topic_in(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let in_address = ["/t/", "/topics/"]
        .into_iter()
        .find_map(|place| typed.split_once(place))
        .map(|(_, rest)| rest);
    let number = in_address.unwrap_or(typed);
    let end = number.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = number.split_at(end.unwrap_or(number.len()));
    let whole = rest.is_empty() || in_address.is_some();
    number.parse().ok().filter(|_| whole)
}

/// What reasons are offered for what is chosen.
fn given_for(form: &Form) -> For {
    match form.get("act") {
        "lock" | "unlock" => For::Lock,
        "move" => For::Move,
        "tag" => For::Tag,
        "merge" => For::Merge,
        _ => For::Pin,
    }
}

/// Why it is done, as the form says, or its error.
async fn because(
    context: &Context,
    form: &Form,
    lang: Lang,
    act: For,
    errors: &mut Errors,
) -> Result<Option<Because>, Fault> {
    let fields = ("reason_id", "reason");
    let needed = "arrange-reason-needed";
    Ok(
        match grounds::because(form, lang, context, act, fields, needed).await? {
            Ok(because) => Some(because),
            Err((field, message)) => {
                errors.add(&field, message);
                None
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_named_by_number_or_address() {
        for (typed, topic) in [
            (" 12 ", Some(12)),
            ("http://plaza.test/zh/topics/12?after=3#post-4", Some(12)),
            ("/en/topics/7", Some(7)),
            (
                "http://plaza.test/zh/t/12/%E8%B7%AF?after=3#post-4",
                Some(12),
            ),
            ("/t/7", Some(7)),
            ("/zh/t/", None),
            ("", None),
            ("twelve", None),
            ("12 or so", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(topic_in(typed), topic, "{typed}");
        }
    }
}
