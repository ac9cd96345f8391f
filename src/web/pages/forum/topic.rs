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
    reply::{self, own_offices},
    structured,
};
use crate::{
    context::Context,
    crosslinks,
    forum::{
        State, address,
        cursor::From,
        drafts::Place,
        posts::{self, Post},
        quotes,
        reader::Entry,
        reading::{
            reactions::{Kind, Totals},
            watches::Level,
        },
        regroup::{self, Link},
        topics::{self, Topic},
    },
    moderation,
    offices::Office,
    polls::{self, Phase, Poll},
    privacy::{Private, Purpose, Viewer},
    published::{
        self, Behind,
        shown::{self, Shown},
        support::{self, Support},
        ties::{self, Ties},
    },
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
    let mut from = place(query);
    let post = post_of(query);
    let link = match (post, from) {
        (Some(post), _) => Some(Link::Post(post)),
        (None, From::After(place)) => Some(Link::After(place)),
        (None, _) => None,
    };
    if let Some(link) = link {
        regroup::followed(context, id, link, page.account.as_ref()).await?;
    }
    let topic = topics::find(context, id, page.account.as_ref()).await?;
    let right = page.href(&topic.path());
    if slug != Some(&topic.slug) {
        return Ok(moved(with_query(right, request)));
    }
    let mut errors = Errors::default();
    match jump(query) {
        Jump::None => {}
        Jump::Wrong => {
            page.forget_query();
            errors.add("on", page.t("invalid-date"));
        }
        Jump::To(day) => {
            let first = posts::first_from(context, &topic, page.account.as_ref(), day).await?;
            let place = first.map_or_else(|| query_of(&From::<i64>::End), address::to_post);
            let there = format!("{right}{place}");
            return Ok(HttpResponse::Found()
                .insert_header((header::LOCATION, there))
                .finish());
        }
    }
    if let Some(post) = post {
        from = posts::from_post(context, &topic, page.account.as_ref(), post).await?;
    }
    let quoted = query.get("quote").and_then(|id| id.parse().ok());
    show(page, context, topic, from, quoted, errors).await
}

/// The topic again from `post` on, whose form named no kind.
pub(in crate::web::pages) async fn kind_needed(
    page: Page,
    context: &Context,
    topic: i64,
    post: i64,
) -> Result<HttpResponse, Fault> {
    let errors = feedback::kind_needed(page.lang, post);
    let topic = topics::find(context, topic, page.account.as_ref()).await?;
    let from = posts::from_post(context, &topic, page.account.as_ref(), post).await?;
    show(page, context, topic, from, None, errors).await
}

async fn show(
    mut page: Page,
    context: &Context,
    topic: Topic,
    from: From<i64>,
    quoted: Option<i64>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let list = posts::of_topic(context, &topic, page.account.as_ref(), from).await?;
    let own = own::of_topic(&mut page, context, &topic, &list.items).await?;
    let reader = page.account.as_ref();
    let reactions = own::reactions(context, reader, &list.items).await?;
    let address = page.href(&topic.path());
    let entry = topic.answers_for(reader);
    let may_reply = topic.state == State::Published && entry.is_open();
    let offices = own_offices(context, reader).await?;
    let mut reply = match may_reply {
        true => {
            let action = page.href(&format!("topics/{}/reply", topic.id));
            Some(reply_form(&page, context, &topic, action, &offices).await?)
        }
        false => None,
    };
    if let Some(reply) = &mut reply
        && let Some(quoted) = quoted
        && let Ok((_, post)) = posts::find(context, quoted, reader).await
        && post.topic == topic.id
        && post.state == State::Published
    {
        let quote = quotes::begin(&post);
        reply.quoted.clone_from(&quote);
        reply.body = match reply.body.trim_end() {
            "" => quote,
            begun => format!("{begun}\n\n{quote}"),
        };
        reply.reply_to = post.id.to_string();
    }
    let here = match from {
        From::Start => String::new(),
        From::End => "page=last&".to_owned(),
        From::After(post) => format!("after={post}&"),
        From::Before(post) => format!("before={post}&"),
    };
    let moderates = moderation::moderates(context, reader, topic.board.id).await?;
    let feedback = moderates.then(|| Feedback::new(context, page.lang, "topic", String::new()));
    let status = errors.status();
    let polls = polls::of_topic(context, topic.id).await?;
    let mut rejected = BTreeMap::new();
    for post in &list.items {
        if let Some(because) = &post.rejected_because {
            rejected.insert(post.id, because.open(context)?);
        }
    }
    let suggestion = shown::find(context, topic.id).await?;
    let support = match &suggestion {
        Some(suggestion) => {
            Some(support::of_suggestion(context, suggestion, &topic, reader).await?)
        }
        None => None,
    };
    let may_send = crosslinks::may_send(context, &topic, reader).await?;
    let sent = crosslinks::of_topic(context, topic.id, reader).await?;
    let behind = published::behind(context, topic.id, reader).await?;
    let ties = ties::of_topic(context, topic.id, reader).await?;
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
        may_send,
        sent,
        suggestion,
        behind,
        ties,
        offices,
        entry,
        here,
        topic,
        reply,
        feedback,
        errors,
        page,
        polls,
        rejected,
        own,
        reactions,
        support,
    };
    html_as(status, &view)
}

/// The form below the topic: with what its reader has begun, or empty.
async fn reply_form(
    page: &Page,
    context: &Context,
    topic: &Topic,
    action: String,
    offices: &[Office],
) -> Result<Compose, Fault> {
    let (what, back) = (compose::Purpose::Reply, String::new());
    let found = drafts::find(context, page.account.as_ref(), Place::Topic(topic.id)).await?;
    let kept_at = found.as_ref().map(|found| found.kept_at);
    let form = match found {
        Some(found) => {
            let addresses = (action, back);
            drafts::brought_back(context, page, found, (what, false), None, addresses).await?
        }
        None => {
            let guest = page.account.is_none();
            let form = Compose::blank(context, what, action, back, guest, page.lang);
            page.has_form(&form.submission);
            form.speaking_for(topic.board.office, offices)
        }
    };
    Ok(form
        .with_offices(offices, page.lang)
        .with_draft(page, reply::place(topic.id), kept_at))
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
