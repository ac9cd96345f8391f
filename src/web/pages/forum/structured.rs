//! A topic for search engines: schema.org's DiscussionForumPosting, with what its page shows but
//! the public personal data, which would stand there without its mark. Only public topics and
//! posts come here.

use personal_data::{Kind, mask};
use serde_json::{Value, json};

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
pub fn posting(context: &Context, lang: Lang, topic: &Topic, posts: &[Post]) -> Option<Value> {
    let shown = || posts.iter().filter(|post| post.state == State::Published);
    let opening = shown().find(|post| post.opens_topic)?;
    let whole = |path: &str| {
        let path = format!("/{}/{path}", lang.as_str());
        context.config.absolute(&path)
    };
    let answers: Vec<Value> = shown()
        .filter(|post| !post.opens_topic)
        .map(|post| {
            let mut answer = words(lang, post);
            answer["@type"] = json!("Comment");
            answer["url"] = json!(whole(&topic.path_of(post.id)));
            answer
        })
        .collect();
    let mut posting = words(lang, opening);
    posting["@context"] = json!("https://schema.org");
    posting["@type"] = json!("DiscussionForumPosting");
    posting["headline"] = json!(impersonal(&topic.title_html));
    posting["url"] = json!(whole(&topic.path()));
    posting["isPartOf"] = json!({
        "@type": "CollectionPage",
        "name": topic.board.name(lang),
        "url": whole(&format!("boards/{}", topic.board.slug)),
    });
    posting["interactionStatistic"] = json!({
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/CommentAction",
        "userInteractionCount": topic.reply_count,
    });
    if !answers.is_empty() {
        posting["comment"] = json!(answers);
    }
    Some(posting)
}

/// What a post says, who said it and when.
fn words(lang: Lang, post: &Post) -> Value {
    let time = |at: Timestamp| at.utc().to_rfc3339();
    let mut words = json!({
        "text": impersonal(&post.body_html),
        "inLanguage": post.language.tag(),
        "datePublished": time(post.created_at),
        "author": match &post.office {
            Some(office) => json!({ "@type": "Organization", "name": office.name(lang) }),
            None => json!({ "@type": "Person", "name": name(lang, &post.author) }),
        },
    });
    if let Some(at) = post.edited_at {
        words["dateModified"] = json!(time(at));
    }
    words
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
