//! A topic with its posts, and the form for a reply.

use std::collections::{BTreeMap, HashMap};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};
use askama::Template;

use super::{
    Parameters,
    compose::{self, Compose},
    drafts, entry_words,
    found::{self, Answer, Asked, Begun, Found},
    reply, structured,
};
use crate::{
    context::Context,
    crosslinks,
    forum::{
        State, address,
        cursor::From,
        posts::Post,
        quotes,
        reader::Entry,
        reading::{
            reactions::{Kind, Totals},
            watches::Level,
        },
        topics::Topic,
    },
    offices::Office,
    polls::{Phase, Poll},
    privacy::{Private, Purpose, Viewer},
    published::{Behind, shown::Shown, support::Support, ties::Ties},
    text::impersonal,
    web::{
        fault::Fault,
        form::Errors,
        language::with_query,
        page::{Page, html_as, moved},
        pages::{
            feedback::{self, Feedback},
            reading::own::{self, Own},
        },
        place::{Jump, jump, place, post_of, query_of},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/topic.html")]
struct TopicPage {
    page: Page,
    topic: Topic,
    /// Its address, where the form leads that goes to a day.
    address: String,
    posts: Vec<Post>,
    /// The query that leads to this page of the topic, for links that come back to it.
    here: String,
    previous: Option<String>,
    next: Option<String>,
    /// None where this reader cannot reply.
    reply: Option<Compose>,
    /// Whether they can and, if not, why.
    entry: Entry,
    /// Whether they can send it to the suggestion box.
    may_send: bool,
    /// The cases of the reader's offices that came out of it.
    sent: Vec<crosslinks::Sent>,
    /// Where the suggestion stands that it is.
    suggestion: Option<Shown>,
    /// The case behind it, where that is of the reader's offices.
    behind: Option<Behind>,
    /// The published suggestions that came out of it, and the topic out of which it came.
    ties: Ties,
    /// The reader's own offices.
    offices: Vec<Office>,
    /// For moderators: their word about the detector, post by post.
    feedback: Option<Feedback>,
    errors: Errors,
    polls: Vec<Poll>,
    /// What the moderator said of a post of the reader's own.
    rejected: BTreeMap<i64, Private<String>>,
    /// What is kept for this reader; none for a guest.
    own: Option<Own>,
    reactions: HashMap<i64, Totals>,
    /// Of a published suggestion.
    support: Option<Support>,
}

impl TopicPage {
    fn rejected_because(&self, post: &Post) -> Option<&str> {
        let because = self.rejected.get(&post.id).filter(|_| post.mine)?;
        let reader = self.page.account.as_ref()?;
        Some(because.reveal(Viewer::Owner(reader), Purpose::OwnAccess))
    }
}

impl TopicPage {
    fn reactions(&self, post: &Post) -> Totals {
        self.reactions.get(&post.id).cloned().unwrap_or_default()
    }

    /// Whether this reader can change a post: for an office only who works for it.
    fn may_edit(&self, post: &Post) -> bool {
        let speaks = |office| self.offices.contains(office);
        post.mine && post.state.is_alive() && post.office.as_ref().is_none_or(speaks)
    }

    /// Whether everybody can read it, and so its feed.
    fn has_feed(&self) -> bool {
        self.topic.state == State::Published && self.topic.board.is_public()
    }

    /// Whether this reader can react to a post.
    fn may_react(&self, post: &Post) -> bool {
        let open = !self.topic.locked && self.topic.board.archived_at.is_none();
        let public = [post.state, self.topic.state] == [State::Published; 2];
        self.own.is_some() && open && public && !post.mine
    }

    fn entry_words(&self) -> String {
        entry_words(&self.page, self.entry)
    }

    /// The line that begins a quote of a post, for a script that quotes what is selected.
    fn quote_line(&self, post: &Post) -> String {
        quotes::line(post)
    }
}

/// A topic under its right address; under one with other words, where that is.
pub async fn get(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64, String)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (_, id, slug) = path.into_inner();
    at(&request, page, &context, id, Some(&slug), &query).await
}

/// Under its number alone, which is right only where its title gives no words.
pub async fn bare(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    at(&request, page, &context, path.1, Some(""), &query).await
}

/// Under the address that topics had before they had words in it.
pub async fn old(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    at(&request, page, &context, path.1, None, &query).await
}

async fn at(
    request: &HttpRequest,
    mut page: Page,
    context: &Context,
    id: i64,
    slug: Option<&str>,
    query: &Parameters,
) -> Result<HttpResponse, Fault> {
    let (day, is_wrong) = match jump(query) {
        Jump::None => (None, false),
        Jump::To(day) => (Some(day), false),
        Jump::Wrong => (None, true),
    };
    let asked = Asked {
        topic: id,
        slug: slug.map(str::to_owned),
        from: place(query),
        post: post_of(query),
        day,
        quoted: query.get("quote").and_then(|id| id.parse().ok()),
    };
    let (cx, reader) = (context.clone(), page.account.clone());
    let answer = context
        .db
        .read(move |connection| found::answer(connection, &cx, &asked, reader.as_ref()))
        .await?;
    let found = match answer {
        Answer::Elsewhere(path) => return Ok(moved(with_query(page.href(&path), request))),
        Answer::Day(path, first) => {
            let place = first.map_or_else(|| query_of(&From::<i64>::End), address::to_post);
            let there = format!("{}{place}", page.href(&path));
            return Ok(HttpResponse::Found()
                .insert_header((header::LOCATION, there))
                .finish());
        }
        Answer::Here(found) => *found,
    };
    let mut errors = Errors::default();
    if is_wrong {
        page.forget_query();
        errors.add("on", page.t("invalid-date"));
    }
    show(page, context, found, errors).await
}

/// The topic again from `post` on, whose form named no kind.
pub(in crate::web::pages) async fn kind_needed(
    page: Page,
    context: &Context,
    topic: i64,
    post: i64,
) -> Result<HttpResponse, Fault> {
    let errors = feedback::kind_needed(page.lang, post);
    let (cx, reader) = (context.clone(), page.account.clone());
    let found = context
        .db
        .read(move |connection| found::with_post(connection, &cx, topic, post, reader.as_ref()))
        .await?;
    show(page, context, found, errors).await
}

async fn show(
    mut page: Page,
    context: &Context,
    found: Found,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let (topic, list, own) = (found.topic, found.posts, found.own);
    own::seen(&mut page, context, &topic, &list.items, own.as_ref()).await?;
    let address = page.href(&topic.path());
    let reply = match found.reply {
        Some(begun) => Some(reply_form(&page, context, &topic, &found.offices, begun).await?),
        None => None,
    };
    let here = match found.from {
        From::Start => String::new(),
        From::End => "page=last&".to_owned(),
        From::After(post) => format!("after={post}&"),
        From::Before(post) => format!("before={post}&"),
    };
    let feedback = found
        .moderates
        .then(|| Feedback::new(context, page.lang, "topic", String::new()));
    let status = errors.status();
    let mut rejected = BTreeMap::new();
    for post in &list.items {
        if let Some(because) = &post.rejected_because {
            rejected.insert(post.id, because.open(context)?);
        }
    }
    let entry = topic.answers_for(page.account.as_ref());
    let page = if errors.is_empty() {
        listed(page, context, &topic, &list.items)
    } else {
        page.unlisted()
    };
    let view = TopicPage {
        previous: list.before.map(|post| format!("{address}?before={post}")),
        next: list.after.map(|post| format!("{address}?after={post}")),
        address,
        posts: list.items,
        may_send: found.may_send,
        sent: found.sent,
        suggestion: found.suggestion,
        behind: found.behind,
        ties: found.ties,
        offices: found.offices,
        entry,
        here,
        topic,
        reply,
        feedback,
        errors,
        page,
        polls: found.polls,
        rejected,
        own,
        reactions: found.reactions,
        support: found.support,
    };
    html_as(status, &view)
}

/// The form below the topic: with what its reader has begun, or empty; and with the post that it is to
/// quote.
async fn reply_form(
    page: &Page,
    context: &Context,
    topic: &Topic,
    offices: &[Office],
    begun: Begun,
) -> Result<Compose, Fault> {
    let (what, back) = (compose::Purpose::Reply, String::new());
    let action = page.href(&format!("topics/{}/reply", topic.id));
    let draft = page.account.as_ref().zip(begun.draft);
    let draft = draft.map(|(member, draft)| drafts::Found::of(context, member, draft));
    let kept_at = draft.as_ref().map(|draft| draft.kept_at);
    let form = match draft {
        Some(draft) => {
            let addresses = (action, back);
            drafts::brought_back(context, page, draft, (what, false), None, addresses).await?
        }
        None => {
            let guest = page.account.is_none();
            let form = Compose::blank(context, what, action, back, guest, page.lang);
            page.has_form(&form.submission);
            form.speaking_for(topic.board.office, offices)
        }
    };
    let mut form =
        form.with_offices(offices, page.lang)
            .with_draft(page, reply::place(topic.id), kept_at);
    if let Some(post) = begun.quoted {
        quote(&mut form, &post);
    }
    Ok(form)
}

/// Puts the words of a post below what was begun.
fn quote(form: &mut Compose, post: &Post) {
    let quote = quotes::begin(post);
    form.quoted.clone_from(&quote);
    form.body = match form.body.trim_end() {
        "" => quote,
        begun => format!("{begun}\n\n{quote}"),
    };
    form.reply_to = post.id.to_string();
}

/// The page with what search engines are told of it; of what not everybody may read, nothing.
fn listed(page: Page, context: &Context, topic: &Topic, posts: &[Post]) -> Page {
    if topic.state != State::Published || !topic.board.is_public() {
        return page.unlisted();
    }
    let lang = page.lang;
    page.named(|listing| {
        listing.kind = "article";
        listing.title = Some(impersonal::masked(&topic.title));
        listing.description = Some(lang.ta("forum-topic-about", "board", topic.board.name(lang)));
        if let Some(data) = structured::posting(context, lang, topic, posts) {
            listing.begins();
            listing.carry(&data);
        }
    })
}
