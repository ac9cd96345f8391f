//! Making the files, step by step: each step reads what one part is made of and writes that part.
//!
//! What is kept from step to step is what may be published of each combination, the posts' numbers
//! of one month, and the names that are taken out. Whatever is taken away meanwhile takes the mark
//! as well, and the next step finds it gone.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    Bounds, FILES,
    collect::{self, Walk},
    generalise::{Crowd, Known, Published, generalise},
    layout::{self, Part, Rows},
    note,
    people::People,
    stored::{self, Stored},
    write::{self, FORUM, Piece, SUGGESTIONS, Set},
};
use crate::{
    context::Context,
    db::{DbError, Timestamp, schema::open_data_makings},
    statistics,
};

/// Who writes goes first, then what kind, then the language, then the board.
const ORDER: [usize; 4] = [3, 2, 1, 0];

/// What is to be done next.
enum Work {
    Head(&'static Set),
    Tail(&'static Set),
    /// The figures of a month.
    Figures(NaiveDate),
    /// Dividing the forum's rows of a period into parts.
    Period(String),
    Forum(Part),
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// The files stand in the place of the old ones.
    Done,
    /// Something was taken away since it began: nothing of it is ever seen.
    TakenAway,
}

/// Open data that is being made.
pub struct Making {
    mark: Vec<u8>,
    bounds: Bounds,
    /// The day on which it was begun: which months have closed is as of then.
    today: NaiveDate,
    /// What may be published of the rows of which something is known, and how many they are.
    said: BTreeMap<Known, (Published, u64)>,
    people: Arc<People>,
    work: VecDeque<Work>,
    /// How many parts of each file are written.
    parts: BTreeMap<&'static str, i32>,
    /// Whether no row of the set is written yet.
    first: bool,
}

impl Making {
    /// Reads what must be known before the first row is written.
    pub(super) async fn begin(
        context: &Context,
        mark: Vec<u8>,
        today: NaiveDate,
        bounds: Bounds,
    ) -> Result<Self, DbError> {
        let crowds = crowds(context, today, bounds).await?;
        let year_closed = |year: &str| year.parse().is_ok_and(|year: i32| year < today.year());
        let published = generalise(&crowds, &ORDER, year_closed).into_iter();
        let said: BTreeMap<Known, (Published, u64)> = published
            .map(|(known, published)| {
                let rows = crowds.get(&known).map_or(0, |crowd| crowd.rows);
                (known, (published, rows))
            })
            .collect();
        let months = context.db.read(collect::months).await?;
        let mut periods: Vec<String> = said.values().map(|(one, _)| one.period.clone()).collect();
        periods.sort_unstable();
        periods.dedup();
        let mut work = VecDeque::from([Work::Head(&SUGGESTIONS)]);
        work.extend(months.into_iter().map(Work::Figures));
        work.extend([Work::Tail(&SUGGESTIONS), Work::Head(&FORUM)]);
        work.extend(periods.into_iter().map(Work::Period));
        work.push_back(Work::Tail(&FORUM));
        Ok(Self {
            mark,
            bounds,
            today,
            said,
            people: Arc::new(People::read(context, bounds.batch).await?),
            work,
            parts: BTreeMap::new(),
            first: true,
        })
    }

    /// Does all that is left. Gives whether the files stand in the place of the old ones: not when
    /// something was taken away since it began, or when this node ends.
    pub async fn write(mut self, context: &Context) -> Result<bool, DbError> {
        loop {
            let step = if context.is_leaving() {
                Ok(Step::TakenAway)
            } else {
                self.step(context).await
            };
            match step {
                Ok(Step::More) => {}
                Ok(Step::Done) => return Ok(true),
                Ok(Step::TakenAway) => {
                    free(context, self.mark).await;
                    return Ok(false);
                }
                Err(error) => {
                    free(context, self.mark).await;
                    return Err(error);
                }
            }
        }
    }

    /// Does what is next.
    pub async fn step(&mut self, context: &Context) -> Result<Step, DbError> {
        let pieces = match self.work.pop_front() {
            None => return self.end(context).await,
            Some(Work::Head(set)) => {
                self.first = true;
                set.head()
            }
            Some(Work::Tail(set)) => set.tail(),
            Some(Work::Figures(month)) => {
                let figures = context
                    .db
                    .read(move |connection| collect::figures(connection, month))
                    .await?;
                self.rows(&SUGGESTIONS, write::figures(&figures))
            }
            Some(Work::Period(period)) => {
                let parts = self.lay_out(context, &period).await?;
                for part in parts.into_iter().rev() {
                    self.work.push_front(Work::Forum(part));
                }
                Vec::new()
            }
            Some(Work::Forum(part)) => {
                let rows = self.forum(context, part).await?;
                self.rows(&FORUM, rows)
            }
        };
        self.add(context, pieces).await
    }

    fn rows(&mut self, set: &Set, rows: Vec<Vec<String>>) -> Vec<Piece> {
        let pieces = set.rows(rows, self.first);
        self.first &= pieces.is_empty();
        pieces
    }

    async fn lay_out(&self, context: &Context, period: &str) -> Result<Vec<Part>, DbError> {
        let mut bare: BTreeMap<Published, usize> = BTreeMap::new();
        for (published, rows) in self.said.values() {
            if published.period == period && !published.is_whole() {
                let count = bare.entry(published.clone()).or_default();
                *count += usize::try_from(*rows).unwrap_or(usize::MAX);
            }
        }
        let posts = self.whole(context, period).await?;
        Ok(layout::lay_out(posts, bare, self.bounds.rows))
    }

    /// The posts of a month of which all may be said, each with its place.
    async fn whole(
        &self,
        context: &Context,
        period: &str,
    ) -> Result<BTreeMap<Published, Vec<(u64, i64)>>, DbError> {
        let mut posts: BTreeMap<Published, Vec<(u64, i64)>> = BTreeMap::new();
        // Of a year nothing is said whole.
        let Some(month) = statistics::parse_month(period) else {
            return Ok(posts);
        };
        let (from, until) = statistics::bounds(context, month);
        let mut walk = Walk::new(from, until, self.bounds.batch);
        while let Some(seen) = walk.next(context).await? {
            for one in seen {
                let said = self.said.get(&one.known);
                if let Some((published, _)) = said.filter(|(published, _)| published.is_whole()) {
                    let place = layout::place(&context.config.keys, one.post);
                    let placed = posts.entry(published.clone()).or_default();
                    placed.push((place, one.post));
                }
            }
        }
        Ok(posts)
    }

    /// The rows of a part, with the words of its posts. The detector looks at each.
    async fn forum(&self, context: &Context, part: Part) -> Result<Vec<Vec<String>>, DbError> {
        let posts = part.iter().flat_map(|(_, rows)| match rows {
            Rows::Posts(posts) => posts.as_slice(),
            Rows::Bare(_) => &[],
        });
        let posts: Vec<i64> = posts.copied().collect();
        let words = context
            .db
            .read(move |connection| collect::words(connection, posts))
            .await?;
        let (people, detector) = (Arc::clone(&self.people), context.detector());
        crate::threads::blocking(move || write::forum(part, words, &people, &detector))
            .await
            .map_err(|_| DbError::Panicked)
    }

    async fn add(&mut self, context: &Context, pieces: Vec<Piece>) -> Result<Step, DbError> {
        let numbered: Vec<(i32, Piece)> = pieces
            .into_iter()
            .map(|piece| {
                let parts = self.parts.entry(piece.file).or_default();
                *parts += 1;
                (*parts - 1, piece)
            })
            .collect();
        let (mark, now) = (self.mark.clone(), context.now());
        let going_on = context
            .db
            .write(move |connection| stored::add(connection, &mark, now, numbered))
            .await?;
        Ok(if going_on {
            Step::More
        } else {
            Step::TakenAway
        })
    }

    /// Puts the files in the place of the old ones; where they say something else than those, that
    /// stands in the ledger.
    async fn end(&mut self, context: &Context) -> Result<Step, DbError> {
        let Some((files, facts)) = self.survey(context).await? else {
            return Ok(Step::TakenAway);
        };
        let (cx, mark, today) = (context.clone(), self.mark.clone(), self.today);
        let until = super::until(context, today);
        context
            .db
            .write(move |connection| {
                let mark = open_data_makings::table.filter(open_data_makings::mark.eq(mark));
                if diesel::delete(mark).execute(connection)? == 0 {
                    return Ok(Step::TakenAway);
                }
                if stored::put(connection, today, until, files)? {
                    note(connection, &cx, facts)?;
                }
                Ok(Step::Done)
            })
            .await
    }

    /// Reads what was written, in its order, for its size and hashes: two files are written side by
    /// side, and what the ledger says is of one after the other. `None` where a part is gone.
    async fn survey(
        &self,
        context: &Context,
    ) -> Result<Option<(Vec<Stored>, Map<String, Value>)>, DbError> {
        let (mut all, mut files) = (Sha256::new(), Vec::new());
        for name in FILES {
            let parts = self.parts.get(name).copied().unwrap_or(0);
            let (mut bytes, mut hash) = (0, Sha256::new());
            for number in 0..parts {
                let making = self.mark.clone();
                let content = context
                    .db
                    .read(move |connection| stored::part(connection, &making, name, number))
                    .await?;
                let Some(content) = content else {
                    return Ok(None);
                };
                bytes += content.len() as u64;
                hash.update(content.as_bytes());
                all.update(content.as_bytes());
            }
            files.push(Stored {
                name,
                bytes,
                sha256: hex::encode(hash.finalize()),
                parts,
                making: self.mark.clone(),
            });
        }
        Ok(Some((files, facts(all))))
    }
}

/// What the ledger says of the files: anybody who has them can compare.
pub(super) fn facts(all: Sha256) -> Map<String, Value> {
    let hash = hex::encode(all.finalize());
    Map::from_iter([("sha256".to_owned(), json!(hash))])
}

/// Who wrote in the closed months, by what is known of the rows.
async fn crowds(
    context: &Context,
    today: NaiveDate,
    bounds: Bounds,
) -> Result<BTreeMap<Known, Crowd>, DbError> {
    let began = Timestamp::from_milliseconds(0).expect("there is such a moment");
    let mut walk = Walk::new(began, super::until(context, today), bounds.batch);
    let mut crowds: BTreeMap<Known, Crowd> = BTreeMap::new();
    while let Some(seen) = walk.next(context).await? {
        for one in seen {
            crowds.entry(one.known).or_default().add(one.person);
        }
    }
    Ok(crowds)
}

/// Takes the mark of a making away that goes no further: whoever comes next need not wait until it
/// is old. Where it cannot be deleted either, that matters less than why the making ended.
pub(super) async fn free(context: &Context, mark: Vec<u8>) {
    let mine = open_data_makings::mark.eq(mark);
    let freed = context
        .db
        .write(move |connection| {
            diesel::delete(open_data_makings::table.filter(mine)).execute(connection)?;
            Ok::<_, DbError>(())
        })
        .await;
    if let Err(left) = freed {
        tracing::warn!(error = %left, "the mark of a making stays until it is old");
    }
}
