//! The forum as Atom feeds (RFC 4287): all of it, a board, a topic, a tag.
//!
//! A feed leaves the site, so each entry carries what a page says beside a post: its marks, the
//! warning in the feed's language, and a category for each kind of public personal data.

use std::collections::{BTreeSet, HashMap};

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    db::Timestamp,
    forum::{
        boards,
        cursor::From,
        newest::{self, Newest, Within},
        reader::Reader,
        tags, topics,
    },
    i18n::Lang,
    published::support,
    text::css_name,
    web::{fault::Fault, keep::Making, pictures::pictures},
};

#[derive(Template)]
#[template(path = "pages/forum/feed.xml", escape = "html")]
struct Feed<'a> {
    context: &'a Context,
    lang: Lang,
    title: String,
    /// The feed's own path below `/feeds/LANG/`.
    own: String,
    /// The page's path below `/LANG/` that shows the same.
    page: String,
    posts: Vec<Newest>,
    /// How many support those that are suggestions, by topic.
    supports: HashMap<i64, i64>,
    /// Whether it is of one topic, whose title is its own.
    is_topic: bool,
}

impl Feed<'_> {
    /// A path that may hold a tag's letters, as an address does.
    fn feed(&self) -> String {
        let path = format!("/feeds/{}/{}", self.lang.as_str(), self.own);
        self.context.config.absolute(&path)
    }

    fn href(&self, path: &str) -> String {
        let path = format!("/{}/{path}", self.lang.as_str());
        self.context.config.absolute(&path)
    }

    fn entry(&self, newest: &Newest) -> String {
        self.href(&newest.path())
    }

    /// A name for the entry that stays when addresses or languages change (RFC 4151).
    fn id(&self, newest: &Newest) -> String {
        let host = self.context.config.base_url.host_str().unwrap_or("plaza");
        format!("tag:{host},2026:post-{}", newest.post.id)
    }

    /// Of an empty feed: now.
    fn updated(&self) -> String {
        let newest = self
            .posts
            .iter()
            .map(|newest| newest.post.version_at())
            .max();
        self.time(&newest.unwrap_or_else(|| self.context.now()))
    }

    fn changed(&self, newest: &Newest) -> String {
        self.time(&newest.post.version_at())
    }

    fn time(&self, at: &Timestamp) -> String {
        at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// Who speaks: of an official answer, its office.
    fn author(&self, newest: &Newest) -> String {
        if let Some(office) = &newest.post.office {
            return office.name(self.lang);
        }
        let author = &newest.post.author;
        match author.name.as_str() {
            "" => self.lang.t(author.unnamed()),
            name if author.guest => self.lang.ta("forum-feed-guest", "name", name),
            name => name.to_owned(),
        }
    }

    /// The text; a picture's words stand for it, for a reader's program asks for nothing here.
    fn body(&self, newest: &Newest) -> String {
        pictures(&newest.post.body_html, &[]).into_owned()
    }

    /// How many support the suggestion that an entry is.
    fn support(&self, newest: &Newest) -> Option<String> {
        let count = self.supports.get(&newest.post.topic);
        let count = count.filter(|_| newest.post.opens_topic)?;
        Some(self.lang.ta("support-count", "count", count))
    }

    /// That an office answers with it.
    fn official(&self, newest: &Newest) -> Option<String> {
        let office = newest.post.office.as_ref()?;
        Some(
            self.lang
                .ta("official-of", "office", office.name(self.lang)),
        )
    }

    /// Whether the name of who wrote it is shown and personal data.
    fn is_signed_marked(newest: &Newest) -> bool {
        newest.post.office.is_none() && newest.post.author.name_marked
    }

    /// The sentences that stand above the post, as on its page under it.
    fn warnings(&self, newest: &Newest) -> Vec<String> {
        let post = &newest.post;
        let mut keys = Vec::new();
        if newest.marked() {
            keys.push("face-post-warning");
        }
        if post.mentions_marked() {
            keys.push("mention-warning");
        }
        if post.author.email_marked {
            keys.push("face-author-warning");
        } else if Self::is_signed_marked(newest) {
            keys.push("forum-name-warning");
        }
        keys.into_iter().map(|key| self.lang.t(key)).collect()
    }

    /// Each kind of public personal data in the entry, and its words.
    fn kinds(&self, newest: &Newest) -> Vec<(String, String)> {
        let findings = newest.post.findings.iter().chain(&newest.title_findings);
        let mut kinds: BTreeSet<String> = findings
            .filter(|finding| finding.marked())
            .map(|finding| css_name(finding.kind))
            .collect();
        if Self::is_signed_marked(newest) || newest.post.mentions_marked() {
            kinds.insert("person".to_owned());
        }
        self.named(kinds)
    }

    /// As [`Self::kinds`], in the feed's own title: that of its topic.
    fn own_kinds(&self) -> Vec<(String, String)> {
        let title = self.posts.first().filter(|_| self.is_topic);
        let findings = title.iter().flat_map(|newest| &newest.title_findings);
        self.named(findings.map(|finding| css_name(finding.kind)).collect())
    }

    fn named(&self, kinds: BTreeSet<String>) -> Vec<(String, String)> {
        let words = |kind: &String| {
            let words = self.lang.t(&format!("kind-{kind}"));
            self.lang.ta("face-mark-is", "kind", words)
        };
        kinds
            .into_iter()
            .map(|kind| {
                let words = words(&kind);
                (kind, words)
            })
            .collect()
    }
}

pub(in crate::web::pages) async fn answer(
    (context, making): (&Context, &Making),
    lang: Lang,
    within: Within,
    (title, own, page): (String, String, String),
) -> Result<HttpResponse, Fault> {
    let is_topic = matches!(within, Within::Topic(_));
    let posts = newest::posts(context, within).await?;
    if posts.is_empty() {
        making.until(context.now());
    }
    let topics = posts.iter().map(|newest| newest.post.topic).collect();
    let supports = support::of_topics(context, topics).await?;
    let feed = Feed {
        context,
        lang,
        title,
        own,
        page,
        posts,
        supports,
        is_topic,
    };
    Ok(HttpResponse::Ok()
        .content_type("application/atom+xml; charset=utf-8")
        .body(feed.render()?))
}

pub(in crate::web::pages) fn city(context: &Context, lang: Lang) -> String {
    let city = &context.config.city;
    lang.pick(&city.name_zh, &city.name_en)
}

pub async fn forum(
    making: Making,
    context: Data<Context>,
    path: Path<Lang>,
) -> Result<HttpResponse, Fault> {
    let lang = *path;
    let title = lang.ta("forum-feed", "city", city(&context, lang));
    let names = (title, "forum.atom".to_owned(), String::new());
    answer((&context, &making), lang, Within::Forum, names).await
}

pub async fn board(
    making: Making,
    context: Data<Context>,
    path: Path<(Lang, String)>,
) -> Result<HttpResponse, Fault> {
    let (lang, slug) = path.into_inner();
    let board = boards::find(&context, &slug, Reader::GUEST).await?;
    let title = format!("{} · {}", board.name(lang), city(&context, lang));
    let (own, page) = (format!("boards/{slug}.atom"), format!("boards/{slug}"));
    answer(
        (&context, &making),
        lang,
        Within::Board(board.id),
        (title, own, page),
    )
    .await
}

pub async fn topic(
    making: Making,
    context: Data<Context>,
    path: Path<(Lang, i64)>,
) -> Result<HttpResponse, Fault> {
    let (lang, id) = path.into_inner();
    let topic = topics::find(&context, id, Reader::GUEST).await?;
    let (own, page) = (format!("topics/{id}.atom"), topic.path());
    answer(
        (&context, &making),
        lang,
        Within::Topic(id),
        (topic.title, own, page),
    )
    .await
}

pub async fn tag(
    making: Making,
    context: Data<Context>,
    path: Path<(Lang, String)>,
) -> Result<HttpResponse, Fault> {
    let (lang, tag) = path.into_inner();
    let tag = tags::normal(&tag);
    // A tag that no public topic has is none.
    topics::with_tag(&context, &tag, Reader::GUEST, From::Start).await?;
    let title = format!("{tag} · {}", city(&context, lang));
    let (own, page) = (format!("tags/{tag}.atom"), format!("tags/{tag}"));
    answer(
        (&context, &making),
        lang,
        Within::Tag(tag),
        (title, own, page),
    )
    .await
}
