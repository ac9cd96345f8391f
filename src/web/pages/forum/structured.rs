//! A topic for search engines: schema.org's DiscussionForumPosting, with what its page shows but
//! the public personal data, which would stand there without its mark. Only public topics and
//! posts come here.

use personal_data::{Kind, mask};
use serde::Serialize;

use crate::{
    context::Context,
    db::Timestamp,
    forum::{
        State,
        posts::{Byline, Post},
        topics::Topic,
    },
    i18n::Lang,
    search::impersonal,
};

/// A topic whose opening post stands on the page, with the answers beside it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Posting {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    words: Words,
    headline: String,
    is_part_of: Part,
    interaction_statistic: Counter,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comment: Vec<Words>,
}

/// What a post says, who said it and when.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Words {
    #[serde(rename = "@type")]
    sort: &'static str,
    url: String,
    text: String,
    in_language: &'static str,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    author: Author,
}

#[derive(Serialize)]
struct Author {
    #[serde(rename = "@type")]
    sort: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Part {
    #[serde(rename = "@type")]
    sort: &'static str,
    name: String,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counter {
    #[serde(rename = "@type")]
    sort: &'static str,
    interaction_type: &'static str,
    user_interaction_count: i32,
}

/// None where the opening post is not public, or stands on another page.
pub fn posting(context: &Context, lang: Lang, topic: &Topic, posts: &[Post]) -> Option<Posting> {
    let shown = || posts.iter().filter(|post| post.state == State::Published);
    let opening = shown().find(|post| post.opens_topic)?;
    let whole = |path: &str| {
        let path = format!("/{}/{path}", lang.as_str());
        context.config.absolute(&path)
    };
    let address = whole(&topic.path());
    let answers = shown().filter(|post| !post.opens_topic);
    Some(Posting {
        context: "https://schema.org",
        comment: answers
            .map(|post| words(lang, post, "Comment", whole(&topic.path_of(post.id))))
            .collect(),
        words: words(lang, opening, "DiscussionForumPosting", address),
        headline: impersonal(&topic.title_html),
        is_part_of: Part {
            sort: "CollectionPage",
            name: topic.board.name(lang).to_owned(),
            url: whole(&format!("boards/{}", topic.board.slug)),
        },
        interaction_statistic: Counter {
            sort: "InteractionCounter",
            interaction_type: "https://schema.org/CommentAction",
            user_interaction_count: topic.reply_count,
        },
    })
}

fn words(lang: Lang, post: &Post, sort: &'static str, url: String) -> Words {
    let time = |at: Timestamp| at.utc().to_rfc3339();
    Words {
        sort,
        url,
        text: impersonal(&post.body_html),
        in_language: post.language.tag(),
        date_published: time(post.created_at),
        date_modified: post.edited_at.map(time),
        author: match &post.office {
            Some(office) => Author {
                sort: "Organization",
                name: office.name(lang).to_owned(),
            },
            None => Author {
                sort: "Person",
                name: name(lang, &post.author),
            },
        },
    }
}

/// As the page shows it; a name that is the person's own is masked.
fn name(lang: Lang, author: &Byline) -> String {
    if author.name.is_empty() {
        lang.t(author.unnamed())
    } else if author.name_marked {
        mask(Kind::Person, &author.name)
    } else {
        author.name.clone()
    }
}
