//! What keeps spam out without asking anybody else: words that the city watches for, and how much a
//! text looks like spam. It holds back and proposes; nobody's words are changed here, and a suggestion
//! to the city is never refused or held for what stands in it.

pub mod automatic;
pub mod bayes;
pub mod features;
pub mod lessons;
pub mod proof;
pub mod scores;
pub mod watched;

use chrono::TimeDelta;
use diesel::prelude::*;
use validator::{ValidationError, ValidationErrors};

use self::{
    features::Looks,
    proof::{Checked, Signals},
    scores::Repeated,
    watched::{Effect, Hit, Said},
};
pub use self::{
    features::{Code, Reason},
    lessons::{forget, learn, unlearn},
    scores::{Score, forget_likeness, forget_old_likeness, keep, of_posts},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, spam_scores},
    },
    review,
};

/// An account is new for so long.
const NEW: TimeDelta = TimeDelta::days(1);
/// The role of whom the city does not employ, as it is stored.
const RESIDENT: &str = "resident";

/// What somebody wants to publish, as it would stand.
#[derive(Clone, Default)]
pub struct Wanted {
    /// The post, where it is an edit.
    pub post: Option<i64>,
    /// The account that writes.
    pub account: Option<i64>,
    /// Of a guest: what their form brought along.
    pub guest: Option<Signals>,
    pub said: Vec<Said>,
    /// What is public beside the text (tags, the names of files, an address): only watched words are
    /// looked for in it.
    pub beside: Vec<Said>,
    /// What stood there before: an edit is judged by what is new in it.
    pub before: Vec<Said>,
}

/// What is said of a text before it is published.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The watched words that are new in it.
    hits: Vec<Hit>,
    score: Score,
    /// From this score on it waits for a moderator; none where the score holds nothing.
    hold_at: Option<i32>,
    bands: Option<(i64, i64)>,
}

impl Verdict {
    /// Why it is not published as it stands: at each field the first word that is refused, or that
    /// is to be masked, as its author wrote it. Which words to mask stands in `masks`; a word that
    /// formatting parts cannot be masked by itself.
    pub fn refusal(&self) -> Option<ValidationErrors> {
        self.refused(Effect::Mask)
    }

    /// As [`Verdict::refusal`], of what cannot wait: a word that would be held is refused, too.
    pub fn refusal_at_once(&self) -> Option<ValidationErrors> {
        self.refused(Effect::Hold)
    }

    fn refused(&self, weakest: Effect) -> Option<ValidationErrors> {
        let can_mask = |hit: &Hit| hit.effect == Effect::Mask && hit.place.is_some();
        let refused = self.hits.iter().filter(|hit| hit.effect <= weakest);
        let mut refused: Vec<&Hit> = refused.collect();
        refused.sort_by_key(|hit| (can_mask(hit), hit.effect));
        let mut errors = ValidationErrors::new();
        for hit in &refused {
            if errors.errors().contains_key(hit.field) {
                continue;
            }
            let mut error = ValidationError::new("watched-word");
            if can_mask(hit) {
                error = ValidationError::new("watched-mask");
                let same = refused.iter().filter(|other| other.field == hit.field);
                let masks: Vec<&str> = same.map(|other| other.found.as_str()).collect();
                error.add_param("masks".into(), &masks);
            }
            error.add_param("word".into(), &hit.found);
            errors.add(hit.field, error);
        }
        (!errors.is_empty()).then_some(errors)
    }

    /// Why it waits for a moderator, where nothing else holds it.
    pub fn hold(&self) -> Option<review::Kind> {
        if self.hits.iter().any(|hit| hit.effect == Effect::Hold) {
            return Some(review::Kind::WatchedWord);
        }
        let is_spam = self.hold_at.is_some_and(|least| self.score.score >= least);
        is_spam.then_some(review::Kind::Spam)
    }

    /// Whether a moderator looks at it once it is published.
    pub fn is_flagged(&self) -> bool {
        self.hits.iter().any(|hit| hit.effect == Effect::Flag)
    }

    pub const fn score(&self) -> &Score {
        &self.score
    }
}

/// What the database knows that bears on a text.
struct Known {
    watched: Vec<watched::Watched>,
    /// Whether a new account writes.
    is_new: bool,
    /// Whether the city's own people write, whose texts get no score.
    is_city: bool,
    /// How many posts said the same lately.
    repeated: Repeated,
    /// What was learned says so much.
    learned: i32,
    /// Much the same text was looked at with as high a score before, within the week in which it is
    /// known again.
    was_passed: bool,
}

/// Judges a text that somebody wants to publish. Whoever refuses or holds it does so by the verdict,
/// and [`keep`]s it beside the post.
pub async fn judge(context: &Context, wanted: Wanted) -> Result<Verdict, DbError> {
    let checked = match &wanted.guest {
        Some(signals) => Some(proof::check(context, signals).await?),
        None => None,
    };
    let cx = context.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let looks = Looks::of(&cx, &wanted.said);
        (wanted, looks)
    });
    let (wanted, looks) = looked.await.map_err(|_| DbError::Panicked)?;
    let (cx, post, account) = (context.clone(), wanted.post, wanted.account);
    let looked = context.db.read(move |connection| {
        let known = Known::read(connection, &cx, &looks, post, account)?;
        Ok::<_, DbError>((looks, known))
    });
    let (looks, known) = looked.await?;
    let hold_at = context.config.spam.hold_at;
    let verdict =
        tokio::task::spawn_blocking(move || verdict(&wanted, looks, &known, checked, hold_at));
    verdict.await.map_err(|_| DbError::Panicked)
}

impl Known {
    fn read(
        connection: &mut AnyConnection,
        context: &Context,
        looks: &Looks,
        post: Option<i64>,
        account: Option<i64>,
    ) -> Result<Self, DbError> {
        let now = context.now();
        let writer: Option<(String, Timestamp)> = match account {
            None => None,
            Some(account) => accounts::table
                .find(account)
                .select((accounts::role, accounts::created_at))
                .first(connection)
                .optional()?,
        };
        type Before = (i32, Option<i64>, Option<i64>);
        let before: Option<Before> = match post {
            None => None,
            Some(post) => spam_scores::table
                .find(post)
                .select((spam_scores::score, spam_scores::band_a, spam_scores::band_b))
                .first(connection)
                .optional()?,
        };
        let is_city = writer.as_ref().is_some_and(|(role, _)| role != RESIDENT);
        Ok(Self {
            watched: watched::all(connection)?,
            is_new: writer.is_some_and(|(_, since)| since + NEW > now),
            is_city,
            repeated: scores::repeated(connection, now, looks.bands, post, account)?,
            learned: lessons::weigh(connection, context, &looks.buckets)?,
            was_passed: before.is_some_and(|(score, one, other)| {
                let (now_one, now_other) = looks.bands.unzip();
                let is_much_the_same = now_one.is_some() && (now_one == one || now_other == other);
                is_much_the_same && score >= context.config.spam.hold_at
            }),
        })
    }
}

fn verdict(
    wanted: &Wanted,
    looks: Looks,
    known: &Known,
    checked: Option<Checked>,
    hold_at: i32,
) -> Verdict {
    let hits = new_hits(&known.watched, wanted);
    let mut reasons = looks.reasons;
    reasons.extend(features::of_repetition(known.repeated, looks.links));
    reasons.extend(known.is_new.then(|| Reason::of(Code::NewAccount)));
    if let Some(checked) = checked {
        reasons.extend(checked.reasons());
    }
    if known.learned != 0 {
        reasons.push(Reason::weighing(Code::Learned, known.learned));
    }
    if known.is_city {
        reasons.clear();
    }
    let mut named = Vec::new();
    for hit in &hits {
        if !named.contains(&hit.word) {
            named.push(hit.word);
            reasons.push(Reason::watched(hit.word));
        }
    }
    Verdict {
        hits,
        score: Score::new(reasons),
        hold_at: (!known.is_city && !known.was_passed).then_some(hold_at),
        bands: looks.bands,
    }
}

/// What stands in it oftener than before.
fn new_hits(all: &[watched::Watched], wanted: &Wanted) -> Vec<Hit> {
    let found = |said: &[Said]| -> Vec<Hit> {
        let hits = said.iter().flat_map(|one| watched::hits(all, one));
        hits.collect()
    };
    let (before, mut hits) = (found(&wanted.before), found(&wanted.said));
    hits.extend(found(&wanted.beside));
    let count = |hits: &[Hit], word: i64| hits.iter().filter(|hit| hit.word == word).count();
    let old: Vec<i64> = before
        .iter()
        .map(|hit| hit.word)
        .filter(|word| count(&hits, *word) <= count(&before, *word))
        .collect();
    hits.retain(|hit| !old.contains(&hit.word));
    hits
}
