//! Giving a flag: by anybody who may read what it is about, once by each account.

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{Outcome, Reason};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::{accounts, boards as board_table, flags, posts, profiles, topics},
    },
    forum::{ForumError, State, allowance, boards, reader::Reader, reading::profile_hidden},
    i18n::Lang,
    once::Submission,
    privacy::{
        Private, Purpose, Viewer,
        consent::{self, Basis, Subject},
        notices::Notice,
        sealed::{self, Column},
    },
    review::{self, About},
    spam::automatic::Automatic,
    text_rules::{readable, refuse, refuse_length},
    webhooks::{self, Event},
};

/// Characters of a flag's words.
const LONGEST: usize = 1000;

/// As many flags of guests wait about a thing: nobody can tell whether they are of many or of one.
const OF_GUESTS: i64 = 50;

/// The number of a submission that added no flag, for the account had given one.
const BEFORE: i64 = 0;
/// And for guests had given as many as wait.
const ENOUGH: i64 = -1;

/// What somebody reports.
pub struct NewFlag {
    pub about: About,
    pub reason: Reason,
    /// Empty where they wrote nothing.
    pub words: Private<String>,
    /// In which they read the notice.
    pub language: Lang,
    /// Why the form may have been filled in by a program.
    pub automatic: Option<Automatic>,
}

/// What came of giving a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Now,
    /// This account had flagged it, and a moderator has not decided yet; nothing is changed.
    Before,
    /// Guests had given as many as wait about one thing; nothing is changed.
    Enough,
}

fn typed(words: &Private<String>) -> &str {
    words.reveal(Viewer::Plaza, Purpose::Storage)
}

/// What breaks a rule in a flag's words, as field `words`.
pub fn check(words: &Private<String>) -> Result<(), ValidationErrors> {
    let words = typed(words);
    let mut errors = ValidationErrors::new();
    if words.chars().count() > LONGEST {
        refuse_length(&mut errors, "words", 0, LONGEST);
    } else if !readable(words) {
        refuse(&mut errors, "words", "characters");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// Whether a reader can flag it. [`ForumError::Gone`] where it was public and is no longer.
pub async fn look(
    context: &Context,
    about: About,
    reader: impl Into<Reader>,
) -> Result<(), ForumError> {
    let reader = reader.into();
    context
        .db
        .read(move |connection| can_be_read(connection, about, reader))
        .await
}

/// Gives a flag. The same `submission` twice is one flag; an account flags a thing once.
///
/// Field of [`ForumError::Invalid`]: `words`.
pub async fn give(
    context: &Context,
    by: Option<&Member>,
    submission: &str,
    new: NewFlag,
) -> Result<Given, ForumError> {
    check(&new.words)?;
    let thing = format!("{:?}", new.about);
    let said = ["flag", &thing, new.reason.as_str(), typed(&new.words)];
    let account = by.map(|member| member.id);
    let submission = Submission::new(context, submission, account, &said);
    let (cx, reader) = (context.clone(), Reader::from(by));
    context
        .db
        .write(move |connection| {
            let number = submission.once(connection, &cx, |connection| {
                hold(connection, new.about, account)?;
                can_be_read(connection, new.about, reader)?;
                match account {
                    Some(account) if is_gone(connection, account)? => {
                        Err(ForumError::AccountNeeded)
                    }
                    Some(account) if of_account(connection, account, new.about)? > 0 => Ok(BEFORE),
                    None if of_guests(connection, &new)? >= OF_GUESTS => Ok(ENOUGH),
                    account => {
                        allowance::take_flag(connection, &cx, reader)?;
                        insert(connection, &cx, account, &new)
                    }
                }
            })?;
            Ok::<_, ForumError>(match number {
                BEFORE => Given::Before,
                ENOUGH => Given::Enough,
                _ => Given::Now,
            })
        })
        .await
}

/// Of two who flag the same thing, or take it away at the same time, the second waits; so does
/// whoever erases the account that flags.
fn hold(
    connection: &mut AnyConnection,
    about: About,
    account: Option<i64>,
) -> Result<(), ForumError> {
    let (post, profile) = about.columns();
    let accounts = account.into_iter().chain(profile).collect();
    locks::hold(connection, Table::Accounts, accounts)?;
    locks::hold(connection, Table::Posts, post.into_iter().collect())?;
    Ok(())
}

/// Whether the account was erased since the request came.
fn is_gone(connection: &mut AnyConnection, account: i64) -> Result<bool, ForumError> {
    let there: i64 = accounts::table
        .find(account)
        .count()
        .get_result(connection)?;
    Ok(there == 0)
}

fn can_be_read(
    connection: &mut AnyConnection,
    about: About,
    reader: Reader,
) -> Result<(), ForumError> {
    let id = match about {
        About::Post(id) => id,
        About::Profile(id) => {
            let shown: Option<Option<String>> = profiles::table
                .find(id)
                .select(profiles::about)
                .first(connection)
                .optional()?;
            return match shown {
                None => Err(ForumError::NotFound),
                Some(Some(_)) if profile_hidden::hides(connection, id)? => Err(ForumError::Gone),
                Some(_) => Ok(()),
            };
        }
    };
    let row: Option<(State, bool, State)> = posts::table
        .inner_join(topics::table.inner_join(board_table::table))
        .filter(posts::id.eq(id))
        .filter(boards::readable(reader))
        .select((posts::state, posts::was_public, topics::state))
        .first(connection)
        .optional()?;
    match row {
        Some((State::Published, _, State::Published)) => Ok(()),
        Some((State::Erased, ..) | (_, true, _))
        | Some((State::Published, _, State::Hidden | State::Erased)) => Err(ForumError::Gone),
        _ => Err(ForumError::NotFound),
    }
}

/// How many flags of an account wait about a thing.
fn of_account(
    connection: &mut AnyConnection,
    account: i64,
    about: About,
) -> Result<i64, ForumError> {
    Ok(flags_about!(about)
        .filter(flags::outcome.eq(Outcome::Open))
        .filter(flags::account_id.eq(account))
        .count()
        .get_result(connection)?)
}

/// How many flags of guests wait about a thing: of those that may be a program's, or of the others, so
/// that programs leave people their place.
fn of_guests(connection: &mut AnyConnection, new: &NewFlag) -> Result<i64, ForumError> {
    let is_automatic = flags::automatic.is_not_null();
    Ok(flags_about!(new.about)
        .filter(flags::outcome.eq(Outcome::Open))
        .filter(flags::by_member.eq(false))
        .filter(is_automatic.eq(new.automatic.is_some()))
        .count()
        .get_result(connection)?)
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    account: Option<i64>,
    new: &NewFlag,
) -> Result<i64, ForumError> {
    let has_words = !typed(&new.words).is_empty();
    let consent = has_words.then(|| {
        let basis = Basis::Consent;
        consent::give(connection, context, Notice::Flag, new.language, basis)
    });
    let consent = consent.transpose()?;
    let now = context.now();
    let (item, number) = review::flagged(connection, now, new.about)?;
    if number == 1 {
        let event = Event::ItemOpened(review::Kind::Flag.as_str());
        webhooks::happened(connection, context, event)?;
    }
    let (post, profile) = new.about.columns();
    let (keys, random) = (&context.config.keys, &context.random);
    let sealed = consent.map(|_| sealed::seal(keys, random, Column::FlagWords, &new.words));
    let id = diesel::insert_into(flags::table)
        .values((
            flags::item_id.eq(item),
            flags::number.eq(number),
            flags::account_id.eq(account),
            flags::by_member.eq(account.is_some()),
            flags::post_id.eq(post),
            flags::profile_id.eq(profile),
            flags::reason.eq(new.reason),
            flags::words_sealed.eq(sealed),
            flags::outcome.eq(Outcome::Open),
            flags::created_at.eq(now),
            flags::seen.eq(false),
            flags::consent_id.eq(consent),
            flags::automatic.eq(new.automatic.as_ref().map(Automatic::stored)),
        ))
        .returning(flags::id)
        .get_result(connection)?;
    let reports = super::reports(connection, item)?;
    review::weigh(connection, item, reports)?;
    if let Some(consent) = consent {
        consent::bind(connection, consent, Subject::Flag(id))?;
        if let Some(account) = account {
            consent::bind(connection, consent, Subject::Account(account))?;
        }
    }
    Ok(id)
}
