//! What is judged before it is published: a text's fields, as they would stand.

use super::{
    files::{self, Part},
    posts::Post,
    submission::{Author, Submission, field},
    topics::Topic,
};
use crate::{
    context::Context,
    db::DbError,
    search,
    spam::{self, Verdict, Wanted, watched::Said},
    text::publication::Publication,
};

/// Judges a new text. An office's own words are the city's: they are looked through for nothing.
pub async fn new(
    context: &Context,
    submission: &Submission,
    publication: &Publication,
) -> Result<Verdict, DbError> {
    judge(context, submission, publication, None, Vec::new()).await
}

/// Judges what becomes of a post, by what is new in it; `before` is what stood there.
pub(super) async fn edit(
    context: &Context,
    submission: &Submission,
    publication: &Publication,
    post: i64,
    before: Vec<Said>,
) -> Result<Verdict, DbError> {
    judge(context, submission, publication, Some(post), before).await
}

async fn judge(
    context: &Context,
    submission: &Submission,
    publication: &Publication,
    post: Option<i64>,
    before: Vec<Said>,
) -> Result<Verdict, DbError> {
    if submission.office.is_some() {
        return Ok(Verdict::default());
    }
    let guest = match &submission.author {
        Author::Guest { .. } => Some(submission.signals.clone()),
        Author::Account(_) | Author::Resident { .. } | Author::KeyHolder { .. } => None,
    };
    let account = match &submission.author {
        Author::Account(member) => Some(member.id),
        _ => None,
    };
    let wanted = Wanted {
        post,
        account,
        guest,
        said: said(publication),
        beside: beside(submission, publication),
        before,
    };
    spam::judge(context, wanted).await
}

/// The texts that a reader will see, and the name that stands beside them.
fn said(publication: &Publication) -> Vec<Said> {
    [field::TITLE, field::BODY, field::NAME]
        .into_iter()
        .filter_map(|name| {
            let text = publication.text(name)?;
            Some(Said {
                field: name,
                source: text.source.clone(),
                seen: search::plain(&text.html),
            })
        })
        .collect()
}

/// What else becomes public with them: a topic's tags, a guest's address, what is said of the files.
fn beside(submission: &Submission, publication: &Publication) -> Vec<Said> {
    let is_of_file = |field: &str| {
        let part = files::part_of(field);
        matches!(part, Some((_, Part::Name | Part::Alt)))
    };
    let tags = submission.title.as_ref().map(|_| &submission.tags);
    let tags = tags.map(|tags| as_seen(field::TAGS, tags));
    let texts = publication.texts.iter().filter_map(|text| {
        if text.field == field::EMAIL {
            Some(as_seen(field::EMAIL, &text.source))
        } else {
            is_of_file(text.field).then(|| as_seen(field::FILES, &text.source))
        }
    });
    tags.into_iter().chain(texts).collect()
}

/// What no form masks by itself: it is looked through as a reader sees it.
fn as_seen(field: &'static str, text: &str) -> Said {
    Said {
        field,
        source: String::new(),
        seen: text.to_owned(),
    }
}

/// What stands there now.
pub(super) fn standing(topic: &Topic, post: &Post) -> Vec<Said> {
    let title = post.opens_topic.then(|| Said {
        field: field::TITLE,
        source: topic.title.clone(),
        seen: search::plain(&topic.title_html),
    });
    let body = Said {
        field: field::BODY,
        source: post.body.clone(),
        seen: search::plain(&post.body_html),
    };
    let name = Said {
        field: field::NAME,
        source: post.author.name.clone(),
        seen: post.author.name.clone(),
    };
    let email = post.author.email.iter();
    let email = email.map(|email| as_seen(field::EMAIL, email));
    let of_file = post.files.iter().flat_map(|file| [&file.name, &file.alt]);
    let of_file = of_file.map(|text| as_seen(field::FILES, text));
    let texts = title.into_iter().chain([body, name]);
    texts.chain(email).chain(of_file).collect()
}
