//! The operator's list of reasons for moderators' decisions, in both languages. Administrators keep
//! it, and it is about nobody.
//!
//! A decision takes one along as its words stand that day ([`Chosen`]): what is changed here later
//! changes no decision.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use validator::ValidationErrors;

use super::reasons_shipped::{SHIPPED, SPAM};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::decision_reasons, text_enum},
    i18n::Lang,
    privacy::{
        ground::{Ground, LONGEST as LONGEST_WORDS},
        reason::{Because, Chosen},
    },
    text_rules::{plain_line, readable, refuse, refuse_length},
    trust::restraint::Kind,
};

/// The longest words of a reason in one language, in characters.
pub const LONGEST: usize = 120;
/// The highest place in the list.
pub const LAST: i32 = 1000;

text_enum! {
    /// What a reason can be given for.
    pub enum For {
        Reject = "reject",
        Hide = "hide",
        Mask = "mask",
        TakeOut = "take-out",
        Hold = "hold",
        Warn = "warn",
        Silence = "silence",
        Suspend = "suspend",
        /// Pinning a topic, or unpinning it.
        Pin = "pin",
        /// Locking a topic, or opening it again.
        Lock = "lock",
        Move = "move",
        Tag = "tag",
        Split = "split",
        Merge = "merge",
        /// Bringing a hidden post back.
        Restore = "restore",
        /// Taking a decision back.
        Undo = "undo",
        /// Ending a silence or a suspension before its day.
        End = "end",
    }
}

impl For {
    pub const ALL: [Self; 17] = [
        Self::Reject,
        Self::Hide,
        Self::Mask,
        Self::TakeOut,
        Self::Hold,
        Self::Warn,
        Self::Silence,
        Self::Suspend,
        Self::Pin,
        Self::Lock,
        Self::Move,
        Self::Tag,
        Self::Split,
        Self::Merge,
        Self::Restore,
        Self::Undo,
        Self::End,
    ];
    /// What is arranged about topics on their one page; splitting has a page of its own.
    pub const ARRANGED: [Self; 5] = [Self::Pin, Self::Lock, Self::Move, Self::Tag, Self::Merge];
    /// What is imposed on accounts.
    pub const SANCTIONS: [Self; 3] = [Self::Warn, Self::Silence, Self::Suspend];
}

impl From<Kind> for For {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Warn => Self::Warn,
            Kind::Silence => Self::Silence,
            Kind::Suspend => Self::Suspend,
            Kind::HideProfile => Self::Hide,
            Kind::AskProfile => Self::Reject,
        }
    }
}

/// Why a reason was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ReasonError {
    #[error("there is no such reason")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("the reason was changed meanwhile")]
    Changed,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Error> for ReasonError {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(UniqueViolation, _) => {
                let mut errors = ValidationErrors::new();
                refuse(&mut errors, "words_zh", "reason-taken");
                Self::Invalid(errors)
            }
            error => Self::Db(error.into()),
        }
    }
}

/// A reason as it stands.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub zh: String,
    pub en: String,
    /// What it can be given for; empty for everything.
    pub acts: Vec<For>,
    /// The lower, the nearer to the top.
    pub position: i32,
    /// Not offered any more.
    pub retired: bool,
    pub version: i32,
    /// Whether it says that a text is spam, which is learned from what is decided for it.
    pub teaches_spam: bool,
}

impl Listed {
    pub fn words(&self, lang: Lang) -> String {
        lang.pick(&self.zh, &self.en)
    }

    pub fn is_for(&self, act: For) -> bool {
        self.acts.is_empty() || self.acts.contains(&act)
    }

    fn chosen(&self) -> Chosen {
        Chosen {
            id: self.id,
            zh: self.zh.clone(),
            en: self.en.clone(),
        }
    }
}

/// A reason as it shall be, trimmed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub zh: String,
    pub en: String,
    /// Empty for everything.
    pub acts: Vec<For>,
    pub position: i32,
    pub retired: bool,
    pub teaches_spam: bool,
}

impl From<Listed> for Draft {
    fn from(listed: Listed) -> Self {
        Self {
            zh: listed.zh,
            en: listed.en,
            acts: listed.acts,
            position: listed.position,
            retired: listed.retired,
            teaches_spam: listed.teaches_spam,
        }
    }
}

/// Puts the first ones in where there is none. Safe to run again, and on several nodes at once.
pub async fn put_in(context: &Context) -> Result<(), DbError> {
    let done = context
        .db
        .write(|connection| {
            let known: i64 = decision_reasons::table.count().get_result(connection)?;
            if known > 0 {
                return Ok(());
            }
            for (position, (zh, en, acts)) in (1..).zip(SHIPPED) {
                let draft = Draft {
                    zh: zh.to_owned(),
                    en: en.to_owned(),
                    acts: acts.to_vec(),
                    position: position * 10,
                    retired: false,
                    teaches_spam: zh == SPAM,
                };
                insert(connection, &draft)?;
            }
            Ok::<_, DbError>(())
        })
        .await;
    match done {
        // Another node was faster.
        Err(DbError::Query(Error::DatabaseError(UniqueViolation, _))) => Ok(()),
        other => other,
    }
}

type Row = (i64, String, String, String, i32, bool, i32, bool);

fn listed((id, zh, en, acts, position, retired, version, teaches_spam): Row) -> Listed {
    Listed {
        id,
        zh,
        en,
        acts: acts.split(',').filter_map(|act| act.parse().ok()).collect(),
        position,
        retired,
        version,
        teaches_spam,
    }
}

/// All of them in their order, those that are not offered any more at the end.
pub async fn list(context: &Context) -> Result<Vec<Listed>, DbError> {
    let rows: Vec<Row> = context
        .db
        .read(|connection| {
            let rows = decision_reasons::table
                .order((
                    decision_reasons::retired,
                    decision_reasons::position,
                    decision_reasons::id,
                ))
                .select(decision_reasons::all_columns)
                .load(connection)?;
            Ok::<_, DbError>(rows)
        })
        .await?;
    Ok(rows.into_iter().map(listed).collect())
}

/// Those that can be given for one of these acts, in their order.
pub async fn offered(context: &Context, acts: &[For]) -> Result<Vec<Listed>, DbError> {
    let mut all = list(context).await?;
    all.retain(|listed| !listed.retired && acts.iter().any(|act| listed.is_for(*act)));
    Ok(all)
}

/// None of those that are offered was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unchosen;

/// What is wrong with why something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// The reason that was named is not offered.
    Chosen,
    /// Nothing is said.
    Words,
    /// The words are too long.
    Length,
    /// Something in the words cannot be read.
    Characters,
}

/// The reason that `id` names among those that are offered; `None` where none is offered.
pub fn choose(offered: &[Listed], id: &str) -> Result<Option<Chosen>, Unchosen> {
    if offered.is_empty() {
        return Ok(None);
    }
    let named = offered.iter().find(|one| one.id.to_string() == id);
    named.map(|one| Some(one.chosen())).ok_or(Unchosen)
}

/// The reason that `id` names for this act, as [`choose`] does.
pub async fn named(
    context: &Context,
    act: For,
    id: &str,
) -> Result<Result<Option<Chosen>, Unchosen>, DbError> {
    let offered = offered(context, &[act]).await?;
    Ok(choose(&offered, id))
}

/// What stands for why this act is done where nobody says it: the first in the list that names the act;
/// `None` where none does.
pub(super) async fn by_default(context: &Context, act: For) -> Result<Option<Chosen>, DbError> {
    let offered = offered(context, &[act]).await?;
    let meant = offered.iter().find(|one| one.acts.contains(&act));
    Ok(meant.map(Listed::chosen))
}

/// Why something is done that takes no ground: a reason of those that are offered for it, where `id`
/// names one, words, or both.
pub async fn because(
    context: &Context,
    act: For,
    id: &str,
    words: &str,
) -> Result<Result<Because, Lacks>, DbError> {
    let chosen = if id.is_empty() {
        None
    } else {
        match named(context, act, id).await? {
            Ok(Some(chosen)) => Some(chosen),
            Ok(None) | Err(Unchosen) => return Ok(Err(Lacks::Chosen)),
        }
    };
    Ok(if words.chars().count() > LONGEST_WORDS {
        Err(Lacks::Length)
    } else if readable(words) {
        Because::new(chosen, words).map_err(|_| Lacks::Words)
    } else {
        Err(Lacks::Characters)
    })
}

/// Whether something is done because a text is spam: by the reason that its ground names, as the list
/// says today.
pub(super) fn is_spam(connection: &mut AnyConnection, ground: &Ground) -> Result<bool, DbError> {
    let Some(chosen) = ground.chosen() else {
        return Ok(false);
    };
    let teaches: Option<bool> = decision_reasons::table
        .find(chosen.id)
        .select(decision_reasons::teaches_spam)
        .first(connection)
        .optional()?;
    Ok(teaches.unwrap_or(false))
}

pub async fn find(context: &Context, id: i64) -> Result<Listed, ReasonError> {
    let all = list(context).await?;
    let found = all.into_iter().find(|one| one.id == id);
    found.ok_or(ReasonError::NotFound)
}

/// Adds one; gives its id.
pub async fn create(context: &Context, draft: Draft) -> Result<i64, ReasonError> {
    check(&draft)?;
    context
        .db
        .write(move |connection| Ok(insert(connection, &draft)?))
        .await
}

fn insert(connection: &mut AnyConnection, draft: &Draft) -> QueryResult<i64> {
    diesel::insert_into(decision_reasons::table)
        .values((
            decision_reasons::words_zh.eq(&draft.zh),
            decision_reasons::words_en.eq(&draft.en),
            decision_reasons::acts.eq(stored(&draft.acts)),
            decision_reasons::position.eq(draft.position),
            decision_reasons::retired.eq(draft.retired),
            decision_reasons::version.eq(1),
            decision_reasons::teaches_spam.eq(draft.teaches_spam),
        ))
        .returning(decision_reasons::id)
        .get_result(connection)
}

fn stored(acts: &[For]) -> String {
    let chosen = For::ALL.into_iter().filter(|act| acts.contains(act));
    chosen.map(For::as_str).collect::<Vec<_>>().join(",")
}

/// Changes what stands in `version`.
pub async fn change(
    context: &Context,
    id: i64,
    version: i32,
    draft: Draft,
) -> Result<(), ReasonError> {
    check(&draft)?;
    context
        .db
        .write(move |connection| {
            let changed = diesel::update(
                decision_reasons::table
                    .find(id)
                    .filter(decision_reasons::version.eq(version)),
            )
            .set((
                decision_reasons::words_zh.eq(draft.zh),
                decision_reasons::words_en.eq(draft.en),
                decision_reasons::acts.eq(stored(&draft.acts)),
                decision_reasons::position.eq(draft.position),
                decision_reasons::retired.eq(draft.retired),
                decision_reasons::version.eq(decision_reasons::version + 1),
                decision_reasons::teaches_spam.eq(draft.teaches_spam),
            ))
            .execute(connection)?;
            if changed == 1 {
                return Ok(());
            }
            let there: i64 = decision_reasons::table
                .find(id)
                .count()
                .get_result(connection)?;
            Err(if there == 0 {
                ReasonError::NotFound
            } else {
                ReasonError::Changed
            })
        })
        .await
}

fn check(draft: &Draft) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    for (field, words) in [("words_zh", &draft.zh), ("words_en", &draft.en)] {
        let length = words.chars().count();
        if length == 0 {
            refuse(&mut errors, field, "required");
        } else if length > LONGEST {
            refuse_length(&mut errors, field, 1, LONGEST);
        } else if !plain_line(words) {
            refuse(&mut errors, field, "characters");
        }
    }
    if !(0..=LAST).contains(&draft.position) {
        refuse(&mut errors, "position", "reason-position");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        let one = |id, acts: &[For]| Listed {
            id,
            zh: "離題".into(),
            en: "Off topic".into(),
            acts: acts.to_vec(),
            position: 1,
            retired: false,
            version: 1,
            teaches_spam: false,
        };
        let offered = [one(3, &[]), one(4, &[For::Hide])];
        assert!(offered[0].is_for(For::Mask) && !offered[1].is_for(For::Mask));
        assert_eq!(choose(&[], "9"), Ok(None));
        for id in ["", "5", "03", "x"] {
            assert_eq!(choose(&offered, id), Err(Unchosen), "{id}");
        }
        let chosen = choose(&offered, "4").expect("offered").expect("chosen");
        assert_eq!((chosen.id, &*chosen.en), (4, "Off topic"));
    }

    #[test]
    fn what_is_shipped_can_be_kept() {
        for (zh, en, acts) in SHIPPED {
            let draft = Draft {
                zh: zh.to_owned(),
                en: en.to_owned(),
                acts: acts.to_vec(),
                position: 1,
                retired: false,
                teaches_spam: zh == SPAM,
            };
            assert!(check(&draft).is_ok(), "{zh}");
            let read: Vec<For> = stored(acts)
                .split(',')
                .filter_map(|act| act.parse().ok())
                .collect();
            assert_eq!(read, acts, "{zh}");
        }
    }
}
