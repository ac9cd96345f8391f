//! The load of moderation in figures: what waits at this moment, and what was done in a month.
//!
//! What waits is work and no figure about people. What was done the public log tells act by act, so
//! that counts of it tell nothing more; how long people waited, `statistics::reviews` tells. Nothing
//! here is counted by moderator, however many there are.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};

use super::{appeals::AppealState, log::Line};
use crate::{
    context::Context,
    db::{DbError, Timestamp, schema::appeals},
    privacy::ledger::Act,
    review::{
        Kind,
        load::{self, KINDS},
    },
    statistics::suppress::SMALLEST,
};

/// What waits at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Every kind with how many of it wait.
    pub kinds: Vec<(Kind, i64)>,
    /// Against decisions about posts.
    pub appeals: i64,
    /// Against what was imposed on accounts.
    pub sanction_appeals: i64,
    /// Of people who are named, for the privacy officer.
    pub requests: i64,
    /// Since when the oldest of all this waits.
    pub oldest: Option<Timestamp>,
}

impl Waiting {
    /// How many wait in all.
    pub fn total(&self) -> i64 {
        let items: i64 = self.kinds.iter().map(|(_, count)| count).sum();
        items + self.appeals + self.sanction_appeals + self.requests
    }

    /// For how many whole days the oldest has waited.
    pub fn oldest_days(&self, now: Timestamp) -> Option<i64> {
        let oldest = self.oldest?;
        Some((now.utc() - oldest.utc()).num_days())
    }
}

pub async fn waiting(context: &Context) -> Result<Waiting, DbError> {
    context
        .db
        .read(|connection| {
            let items = load::waiting(connection)?;
            let (appeals, oldest): (i64, Option<Timestamp>) = appeals::table
                .filter(appeals::state.eq(AppealState::Open))
                .select((count_star(), diesel::dsl::min(appeals::created_at)))
                .first(connection)?;
            let count = |kind: Kind| {
                let row = items.iter().find(|(known, ..)| *known == kind);
                (kind, row.map_or(0, |(_, count, _)| *count))
            };
            let oldest_items = items.iter().filter_map(|(.., oldest)| *oldest);
            Ok::<_, DbError>(Waiting {
                kinds: KINDS.map(count).to_vec(),
                appeals,
                sanction_appeals: count(Kind::SanctionAppeal).1,
                requests: count(Kind::Request).1,
                oldest: oldest_items.chain(oldest).min(),
            })
        })
        .await
}

/// What was done in a month, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Act and ground with how often, the most first.
    pub acts: Vec<(Act, String, usize)>,
    /// Appeals that were decided in the month.
    pub granted: usize,
    pub refused: usize,
}

impl Done {
    pub fn of(lines: &[(Line, usize)]) -> Self {
        let mut acts: BTreeMap<(Act, &str), usize> = BTreeMap::new();
        for (line, times) in lines {
            *acts.entry((line.act, line.ground.as_str())).or_default() += times;
        }
        let of = |wanted: Act| -> usize {
            let these = lines.iter().filter(|(line, _)| line.act == wanted);
            these.map(|(_, times)| times).sum()
        };
        let (granted, refused) = (of(Act::AppealGranted), of(Act::AppealRefused));
        let mut acts: Vec<(Act, String, usize)> = acts
            .into_iter()
            .map(|((act, ground), times)| (act, ground.to_owned(), times))
            .collect();
        // Of as many, in the order of the acts.
        acts.sort_by_key(|(.., times)| std::cmp::Reverse(*times));
        Self {
            acts,
            granted,
            refused,
        }
    }

    /// How many acts there were.
    pub fn total(&self) -> usize {
        self.acts.iter().map(|(.., times)| times).sum()
    }

    /// How many appeals were decided.
    pub fn appeals(&self) -> usize {
        self.granted + self.refused
    }

    /// The share of appeals that were upheld, in percent; of under ten none, for one of a few tells
    /// of somebody.
    pub fn upheld_percent(&self) -> Option<usize> {
        let decided = self.appeals();
        (decided >= SMALLEST as usize).then(|| (200 * self.granted + decided) / (2 * decided))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::moderated::Sort;

    fn line(act: Act, ground: &str, board: &str) -> Line {
        Line {
            sort: Sort::Post,
            act,
            ground: ground.to_owned(),
            rule: None,
            rules_version: None,
            board: Some(board.to_owned()),
            appeal: None,
        }
    }

    #[test]
    fn acts_are_counted_by_ground_whatever_the_board() {
        let done = Done::of(&[
            (line(Act::PostHidden, "circumstance-2", "city"), 2),
            (line(Act::PostHidden, "circumstance-2", "open"), 3),
            (line(Act::PostHidden, "circumstance-4", "city"), 1),
            (line(Act::PostApproved, "review", "city"), 9),
        ]);
        let acts: Vec<_> = done
            .acts
            .iter()
            .map(|(_, ground, n)| (&**ground, *n))
            .collect();
        assert_eq!(
            acts,
            [("review", 9), ("circumstance-2", 5), ("circumstance-4", 1)]
        );
        assert_eq!(done.total(), 15);
    }

    #[test]
    fn a_share_of_a_few_is_not_told() {
        let of = |granted, refused| Done {
            granted,
            refused,
            ..Done::default()
        };
        assert_eq!(of(9, 0).upheld_percent(), None);
        assert_eq!(of(3, 7).upheld_percent(), Some(30));
        assert_eq!(of(1, 11).upheld_percent(), Some(8));
        assert_eq!(of(0, 10).upheld_percent(), Some(0));
    }
}
