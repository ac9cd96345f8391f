//! What patterns may cost together. Each text is looked through for all of them, and how long one of them
//! takes grows with what it is compiled to.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
};

use validator::ValidationErrors;

use super::{
    Draft, Kind, Watched, WatchedError, apart, list,
    matching::{LARGEST, compiled_within},
};
use crate::{context::Context, text_rules::refused};

/// What all that are looked for weigh together at most, in bytes.
const HEAVIEST: usize = 16 * LARGEST;
/// A pattern weighs the least of these in which it can be compiled, else [`LARGEST`].
const SIZES: [usize; 5] = [
    LARGEST / 64,
    LARGEST / 16,
    LARGEST / 8,
    LARGEST / 4,
    LARGEST / 2,
];
/// The weights of so many patterns are remembered.
const REMEMBERED: usize = 2_000;

/// What patterns that are kept weigh.
static KNOWN: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);

fn known() -> MutexGuard<'static, HashMap<String, usize>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is looked for weighs this; a word nothing.
pub(super) fn of(kind: Kind, draft: &Draft) -> usize {
    match kind {
        Kind::Pattern if !draft.retired => of_pattern(&draft.words),
        _ => 0,
    }
}

fn of_pattern(pattern: &str) -> usize {
    let mut sizes = SIZES.into_iter();
    let least = sizes.find(|size| compiled_within(pattern, *size).is_ok());
    least.unwrap_or(LARGEST)
}

fn of_kept(one: &Watched) -> usize {
    if one.retired || one.kind == Kind::Word {
        return 0;
    }
    if let Some(weight) = known().get(&one.words) {
        return *weight;
    }
    let weight = of_pattern(&one.words);
    let mut known = known();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(one.words.clone(), weight);
    weight
}

/// Weighs what is kept, on a thread of its own, so that no transaction waits for it.
pub(super) async fn ahead(context: &Context) -> Result<(), WatchedError> {
    let there = list(context).await?;
    apart(move || there.iter().for_each(|one| _ = of_kept(one))).await?;
    Ok(())
}

/// What a draft weighs, once what is kept is weighed.
pub(super) async fn beside(
    context: &Context,
    kind: Kind,
    draft: Draft,
) -> Result<(usize, Draft), WatchedError> {
    ahead(context).await?;
    Ok(apart(move || (of(kind, &draft), draft)).await?)
}

/// Refuses what would be too heavy beside the others.
pub(super) fn bearable<'a>(
    others: impl Iterator<Item = &'a Watched>,
    added: usize,
) -> Result<(), ValidationErrors> {
    let others: usize = others.map(of_kept).sum();
    if added > 0 && others + added > HEAVIEST {
        return Err(refused("words", "watched-heavy"));
    }
    Ok(())
}
