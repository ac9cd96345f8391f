//! Where a topic stands, below the language: `t/12/公車站牌`.
//!
//! The id finds it; the slug says what it is about and follows the title (`copies`). With another slug,
//! or none, a page leads on to the right one.

/// A topic's page. Without a slug it is found as well.
pub fn of_topic(topic: i64, slug: &str) -> String {
    if slug.is_empty() {
        return format!("t/{topic}");
    }
    let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    format!("t/{topic}/{slug}")
}

/// The page of its topic that begins with a post.
pub fn of_post(topic: i64, slug: &str, post: i64) -> String {
    let topic = of_topic(topic, slug);
    format!("{topic}{}", to_post(post))
}

/// What leads from a topic's page to the one that begins with a post.
pub fn to_post(post: i64) -> String {
    format!("?post={post}#post-{post}")
}
