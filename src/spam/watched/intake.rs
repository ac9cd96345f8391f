//! Many watched words at once: what a file brings in, or the city's first content.

use validator::ValidationErrors;

use super::{
    Draft, Effect, Kind, MOST, Watched, WatchedError, all, apart, insert, note, update, weights,
};
use crate::{context::Context, text_rules::refused};

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is new, and what becomes another.
    pub added: Vec<String>,
    pub changed: Vec<String>,
    /// How many say what stands there already.
    pub same: usize,
}

type Checked = (Kind, Effect, Draft);

/// Those that can be kept, and what they weigh.
fn check(drafts: Vec<Draft>) -> Result<(Vec<Checked>, usize), ValidationErrors> {
    let mut checked = Vec::with_capacity(drafts.len());
    let mut weight = 0;
    for draft in drafts {
        let (kind, effect) = draft.checked()?;
        weight += weights::of(kind, &draft);
        checked.push((kind, effect, draft));
    }
    Ok((checked, weight))
}

/// Brings in what a file names, all of it or nothing: it is added, or brought to what the file says.
/// What the file does not name stays. With `rehearse` nothing is kept. A command has no `by`.
pub async fn import(
    context: &Context,
    by: Option<i64>,
    drafts: Vec<Draft>,
    rehearse: bool,
) -> Result<Report, WatchedError> {
    // Each pattern is compiled to be checked: that is work for no more than can be kept.
    if drafts.len() > MOST {
        return Err(refused("words", "watched-many").into());
    }
    let (checked, weight) = apart(move || check(drafts)).await??;
    weights::ahead(context).await?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let there = all(connection)?;
            let mut report = Report::default();
            for (kind, effect, draft) in &checked {
                let is_same = |one: &&Watched| one.kind == *kind && one.words == draft.words;
                match there.iter().find(is_same) {
                    Some(now) if draft.is(now) => report.same += 1,
                    Some(now) => {
                        report.changed.push(draft.words.clone());
                        let known = (now.id, now.version);
                        if !rehearse && !update(connection, known, *kind, *effect, draft)? {
                            return Err(WatchedError::Changed);
                        }
                    }
                    None => {
                        report.added.push(draft.words.clone());
                        if !rehearse {
                            insert(connection, *kind, *effect, draft)?;
                        }
                    }
                }
            }
            if there.len() + report.added.len() > MOST {
                return Err(refused("words", "watched-many").into());
            }
            let is_named = |one: &&Watched| {
                let mut named = checked.iter();
                named.any(|(kind, _, draft)| one.kind == *kind && one.words == draft.words)
            };
            weights::bearable(there.iter().filter(|one| !is_named(one)), weight)?;
            let count = report.added.len() + report.changed.len();
            // How a city begins is nobody's decision about it.
            let begins = by.is_none() && there.is_empty();
            if !rehearse && count > 0 && !begins {
                note(connection, &cx, by, count)?;
            }
            Ok(report)
        })
        .await
}
