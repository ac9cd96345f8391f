//! Replying to a topic. The empty form stands on the topic's own page; this one asks.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::{
    compose::{Compose, Purpose},
    entry_words, held,
    sent::{self, Sent, To},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, DbError},
    forum::{
        ForumError, State,
        drafts::Place,
        publish,
        reader::Entry,
        references::At,
        topics::{self, Topic},
    },
    offices::{self, Office},
    web::{
        extract::AddressLimits,
        fault::Fault,
        multipart::Filed,
        page::{Page, html_as, see_other},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/forum/reply.html")]
struct Reply {
    page: Page,
    topic: Topic,
    form: Compose,
    /// Whether this reader can answer.
    entry: Entry,
}

impl Reply {
    fn entry_words(&self) -> String {
        entry_words(&self.page, self.entry)
    }
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let lost = |fault: Fault| kept::keep(fault, &filed.form, &["body"]);
    let (id, reader) = (path.1, page.account.clone());
    let found = context
        .db
        .read(move |connection| {
            let topic = topics::visible(connection, id, reader.as_ref().into())?;
            let offices = own_offices(connection, reader.as_ref())?;
            Ok::<_, ForumError>((topic, offices))
        })
        .await;
    let (topic, offices) = found.map_err(|error| lost(error.into()))?;
    if topic.state != State::Published {
        return Err(lost(Fault::NotFound));
    }
    let href = format!("{}/topics/{}", page.prefix(), topic.id);
    let entry = topic.answers_for(page.account.as_ref());
    let to = To {
        purpose: Purpose::Reply,
        entry,
        at: At {
            topic: Some(topic.id),
            post: None,
        },
        action: format!("{href}/reply"),
        back: page.href(&topic.path()),
        draft: Place::Topic(topic.id),
        draft_name: place(topic.id),
        draft_back: format!("{href}?page=last#reply"),
        offices,
    };
    let publish = async |submission| publish::reply(&context, topic.id, submission).await;
    match sent::take((&request, &limits), (&context, &page), filed, to, publish).await? {
        Sent::Again(form, status) => {
            let form = *form;
            let view = Reply {
                page,
                topic,
                form,
                entry,
            };
            html_as(status, &view)
        }
        Sent::Done(answer) => Ok(answer),
        Sent::Posted(posted) if page.account.is_none() => {
            held::show(page, &context, topic.board, &posted, place(topic.id))
        }
        Sent::Posted(posted) => Ok(see_other(format!(
            "{href}?page=last#post-{}",
            posted.post()
        ))),
    }
}

/// Under which a draft is kept.
pub(super) fn place(topic: i64) -> String {
    format!("topic/{topic}")
}

/// The offices for which a member can answer.
pub(super) fn own_offices(
    connection: &mut AnyConnection,
    member: Option<&Member>,
) -> Result<Vec<Office>, DbError> {
    match member.filter(|member| member.is_staff) {
        Some(member) => offices::own(connection, member.id),
        None => Ok(Vec::new()),
    }
}
