//! A moderator's word about the detector: the small forms under a post, and what was counted.
//!
//! The forms stand on the review queue and on a topic's page; both send here and are led back.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use personal_data::Kind;

use super::{
    forum,
    review::{self, Asked},
};
use crate::{
    accounts::Member,
    clock::Random,
    context::Context,
    forum::{
        findings::PublicFinding,
        posts::{self, Post},
    },
    i18n::Lang,
    keys::Token,
    moderation::feedback::{self, Counts, Said, Verdict},
    text::{css_name, publication::Whose},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, see_other},
    },
};

/// What the forms of one page need.
pub struct Feedback {
    random: Random,
    lang: Lang,
    /// `review` or `topic`: where the answer leads back to.
    pub from: &'static str,
    /// What the queue's address says.
    pub after: String,
}

/// A finding as a moderator is told of it.
pub struct Judged {
    /// Names the finding in the form.
    pub at: String,
    pub words: String,
    /// What it is or may be, and whose its author says it is.
    pub said: String,
}

impl Feedback {
    pub fn new(context: &Context, lang: Lang, from: &'static str, after: String) -> Self {
        Self {
            random: context.random.clone(),
            lang,
            from,
            after,
        }
    }

    /// A token for one form: it counts once.
    pub fn token(&self) -> String {
        Token::draw(&self.random).reveal().to_owned()
    }

    /// Every kind with its word and its name.
    pub fn kinds(&self) -> Vec<(&'static str, String)> {
        Kind::ALL
            .iter()
            .map(|kind| (kind.as_str(), name(self.lang, *kind)))
            .collect()
    }

    /// The field of the form that says what was missed in a post.
    pub fn kind_field(&self, post: &Post) -> String {
        kind_field(post.id)
    }

    /// The published findings of a post; `title` is its topic's.
    pub fn findings(&self, post: &Post, title: &str) -> Vec<Judged> {
        let source = |finding: &PublicFinding| match &*finding.field {
            "title" => finding.words(title),
            "body" => finding.words(&post.body),
            "name" => post.author.name.clone(),
            "email" => post.author.email.clone().unwrap_or_default(),
            _ => post.words_in_file(finding).unwrap_or_default(),
        };
        post.findings
            .iter()
            .map(|finding| Judged {
                at: format!("{}:{}:{}", finding.field, finding.start, finding.end),
                words: source(finding),
                said: self.said(finding),
            })
            .collect()
    }

    fn said(&self, finding: &PublicFinding) -> String {
        let whose = self.lang.t(match finding.whose {
            Whose::Mine => "review-mine",
            Whose::Other => "review-other",
            Whose::Nobody => "review-none",
        });
        let key = if finding.is_sure() {
            "review-finding-is"
        } else {
            "review-finding-may-be"
        };
        let kind = self.lang.t(&format!("kind-one-{}", css_name(finding.kind)));
        self.lang.t_with(key, &[("kind", kind), ("whose", whose)])
    }
}

fn name(lang: Lang, kind: Kind) -> String {
    lang.t(&format!("kind-{}", css_name(kind)))
}

fn kind_field(post: i64) -> String {
    format!("kind-{post}")
}

/// The error of a form that named no kind.
pub fn kind_needed(lang: Lang, post: i64) -> Errors {
    let mut errors = Errors::default();
    errors.add(&kind_field(post), lang.t("feedback-kind-needed"));
    errors
}

pub async fn post(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let post = path.1;
    let unreadable = |what: &str| Fault::BadRequest(what.into());
    let token = Token::parse(form.get("form")).ok_or_else(|| unreadable("no form"))?;
    let verdict = form.get("verdict").parse();
    let said = match verdict.map_err(|()| unreadable("no verdict"))? {
        Verdict::NotPersonal => {
            let place = form.get("at").parse();
            Said::NotPersonal(place.map_err(|()| unreadable("no finding"))?)
        }
        Verdict::Missed => match form.get("kind").parse() {
            Ok(kind) => Said::Missed(kind),
            Err(_) => return ask_kind(page, &context, &moderator, post, &form).await,
        },
    };
    let told = feedback::tell(&context, &moderator, post, said, token.hash()).await?;
    let done = if told.counted {
        "feedback-counted"
    } else {
        "feedback-gone"
    };
    Ok(see_other(if form.get("from") == "review" {
        let (asked, item) = of_queue(&form);
        let query = asked.query();
        match item {
            Some(item) => {
                let address = review::done(&page, &format!("review/{item}"), &query, done);
                format!("{address}#item-{item}")
            }
            None => review::done(&page, "review", &query, done),
        }
    } else {
        page.href(&format!("t/{}?post={post}&done={done}", told.topic))
    }))
}

/// The queue on which the form stood, and the item in it.
fn of_queue(form: &Form) -> (Asked, Option<i64>) {
    let item: Option<i64> = form.get("item").parse().ok();
    let asked = Asked::parse(form.get("after"));
    (asked, item.filter(|item| *item > 0))
}

async fn ask_kind(
    page: Page,
    context: &Context,
    moderator: &Member,
    post: i64,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    if form.get("from") == "review" {
        return review::item::kind_needed(page, context, moderator, of_queue(form), post).await;
    }
    let (topic, _) = posts::find(context, post, page.account.as_ref()).await?;
    forum::topic::kind_needed(page, context, topic.id, post).await
}

#[derive(Template)]
#[template(path = "pages/review/feedback.html")]
struct Table {
    page: Page,
    counts: Counts,
}

impl Table {
    fn name(&self, kind: &Kind) -> String {
        name(self.page.lang, *kind)
    }
}

pub async fn get(page: Page, _: Moderator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let counts = feedback::counts(&context).await?;
    html(&Table { page, counts })
}
