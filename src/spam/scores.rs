//! How much a post looked like spam when it was sent, and why: for whoever looks at what waits.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Reason, Verdict};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{posts, review_items, spam_scores, watched_words},
    },
    i18n::Lang,
    review,
    webhooks::{self, Event},
};

/// For so long the same text is known again.
const LATELY: TimeDelta = TimeDelta::days(7);
/// A text is looked for among at most so many.
const MOST_REPEATED: i64 = 100;

/// A score from 0 to 100, and what it is put together from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub score: i32,
    pub reasons: Vec<Reason>,
    /// The watched words among the reasons, as administrators wrote them; empty until it is read.
    pub words: Vec<String>,
}

impl Score {
    pub(super) fn new(reasons: Vec<Reason>) -> Self {
        let sum: i32 = reasons.iter().map(|reason| reason.weight).sum();
        Self {
            score: sum.clamp(0, 100),
            reasons,
            words: Vec::new(),
        }
    }

    /// The reasons in words, each with what it adds to the score or takes from it.
    pub fn told(&self, lang: Lang) -> Vec<(String, i32)> {
        let mut named = self.words.iter();
        let told = |reason: &Reason| {
            let key = format!("spam-reason-{}", reason.code.as_str());
            let words = match reason.word.and_then(|_| named.next()) {
                Some(word) => lang.ta(&key, "word", word),
                None => lang.t(&key),
            };
            (words, reason.weight)
        };
        self.reasons.iter().map(told).collect()
    }
}

/// Keeps a verdict beside its post, in the transaction that stores the text; of one that is public
/// and shall be looked at, puts it into the queue.
pub fn keep(
    connection: &mut AnyConnection,
    now: Timestamp,
    post: i64,
    verdict: &Verdict,
    is_public: bool,
) -> Result<(), DbError> {
    let score = &verdict.score;
    let reasons = serde_json::to_string(&score.reasons).expect("codes and numbers make JSON");
    let (one, other) = verdict.bands.unzip();
    diesel::delete(spam_scores::table.find(post)).execute(connection)?;
    diesel::insert_into(spam_scores::table)
        .values((
            spam_scores::post_id.eq(post),
            spam_scores::score.eq(score.score),
            spam_scores::reasons.eq(reasons),
            spam_scores::band_a.eq(one),
            spam_scores::band_b.eq(other),
            spam_scores::made_at.eq(now),
        ))
        .execute(connection)?;
    if is_public && verdict.is_flagged() && !waits(connection, post)? {
        let why = review::Kind::WatchedWord;
        review::enqueue(connection, now, why, post)?;
        webhooks::happened_at(connection, now, Event::ItemOpened(why.as_str()))?;
    }
    Ok(())
}

/// By what a text is known again, forgotten. A macro, for the type of the change cannot be written.
macro_rules! unknown {
    () => {
        (
            spam_scores::band_a.eq(None::<i64>),
            spam_scores::band_b.eq(None::<i64>),
        )
    };
}

/// Forgets by what the texts of these posts are known again: words of theirs were masked or taken out.
pub fn forget_likeness(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    diesel::update(spam_scores::table.filter(spam_scores::post_id.eq_any(posts.to_vec())))
        .set(unknown!())
        .execute(connection)?;
    Ok(())
}

/// Forgets it of every text that was sent a week ago. The score and its reasons stay with the post.
pub async fn forget_old_likeness(context: &Context) -> Result<(), DbError> {
    let now = context.now();
    let old = move || {
        spam_scores::table
            .filter(spam_scores::band_a.is_not_null())
            .filter(spam_scores::made_at.le(now - LATELY))
    };
    let look = move |connection: &mut AnyConnection| Ok(old().count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::update(old()).set(unknown!()).execute(connection)?;
            Ok(())
        })
        .await
}

/// Whether a moderator is asked to look at it for a watched word already.
fn waits(connection: &mut AnyConnection, post: i64) -> Result<bool, DbError> {
    let waiting: i64 = review_items::table
        .filter(review_items::post_id.assume_not_null().eq(post))
        .filter(review_items::kind.eq(review::Kind::WatchedWord))
        .filter(review_items::decided_at.is_null())
        .count()
        .get_result(connection)?;
    Ok(waiting > 0)
}

/// The scores of these posts; those that nobody judged have none.
pub fn of_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, Score>, DbError> {
    let rows: Vec<(i64, i32, String)> = spam_scores::table
        .filter(spam_scores::post_id.eq_any(posts.to_vec()))
        .select((
            spam_scores::post_id,
            spam_scores::score,
            spam_scores::reasons,
        ))
        .load(connection)?;
    let read = |(post, score, reasons): (i64, i32, String)| {
        // A reason that this version does not know has no words to show.
        let reasons: Vec<Reason> = serde_json::from_str(&reasons).unwrap_or_default();
        (post, score, reasons)
    };
    let rows: Vec<(i64, i32, Vec<Reason>)> = rows.into_iter().map(read).collect();
    let named: Vec<i64> = rows
        .iter()
        .flat_map(|(.., reasons)| reasons)
        .filter_map(|reason| reason.word)
        .collect();
    let words: HashMap<i64, String> = watched_words::table
        .filter(watched_words::id.eq_any(named))
        .select((watched_words::id, watched_words::words))
        .load::<(i64, String)>(connection)?
        .into_iter()
        .collect();
    let score = |(post, score, reasons): (i64, i32, Vec<Reason>)| {
        let named = reasons.iter().filter_map(|reason| reason.word);
        let words = named.filter_map(|word| words.get(&word).cloned());
        let score = Score {
            score,
            words: words.collect(),
            reasons,
        };
        (post, score)
    };
    Ok(rows.into_iter().map(score).collect())
}

/// How many posts said nearly the same lately. A guest's posts are tied by nothing: each has a key of
/// its own, so an earlier one of the same guest is another's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeated {
    /// Of the account that writes.
    pub own: i64,
    pub others: i64,
}

/// Which posts said nearly the same lately, beside the one that is changed.
pub(super) fn repeated(
    connection: &mut AnyConnection,
    now: Timestamp,
    bands: Option<(i64, i64)>,
    post: Option<i64>,
    account: Option<i64>,
) -> Result<Repeated, DbError> {
    let Some((one, other)) = bands else {
        return Ok(Repeated::default());
    };
    let same = || {
        spam_scores::table
            .inner_join(posts::table.on(posts::id.eq(spam_scores::post_id)))
            .filter(spam_scores::made_at.gt(now - LATELY))
            .filter(
                spam_scores::band_a
                    .assume_not_null()
                    .eq(one)
                    .or(spam_scores::band_b.assume_not_null().eq(other)),
            )
            .filter(spam_scores::post_id.ne(post.unwrap_or(0)))
            .select(spam_scores::post_id)
            .limit(MOST_REPEATED)
    };
    let writer = account.unwrap_or(0);
    let is_own = posts::account_id.assume_not_null().eq(writer);
    let is_anothers = posts::account_id
        .is_null()
        .or(posts::account_id.assume_not_null().ne(writer));
    let own: Vec<i64> = same().filter(is_own).load(connection)?;
    let others: Vec<i64> = same().filter(is_anothers).load(connection)?;
    let count = |posts: &[i64]| i64::try_from(posts.len()).unwrap_or(MOST_REPEATED);
    Ok(Repeated {
        own: count(&own),
        others: count(&others),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spam::Code;

    #[test]
    fn every_reason_has_its_words_in_both_languages() {
        let codes = [
            Code::Links,
            Code::Repeated,
            Code::RepeatedLinks,
            Code::OwnRepeated,
            Code::Capitals,
            Code::MixedScripts,
            Code::NewAccount,
            Code::Trap,
            Code::Fast,
            Code::Untimed,
            Code::NoProof,
            Code::Learned,
        ];
        let mut reasons: Vec<Reason> = codes.map(Reason::of).to_vec();
        reasons.push(Reason::watched(3));
        let mut score = Score::new(reasons);
        score.words = vec!["賭場".to_owned()];
        for lang in Lang::ALL {
            let told = score.told(lang);
            assert_eq!(told.len(), codes.len() + 1);
            assert!(told.iter().all(|(words, _)| !words.contains("spam-")));
            assert!(told[codes.len()].0.contains("賭場"));
        }
        assert_eq!(score.score, 100);
        let less = Score::new(vec![Reason::weighing(Code::Learned, -20)]);
        assert_eq!(less.score, 0);
    }
}
