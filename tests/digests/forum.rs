//! The forum's digest: whatever happens in whatever order, each post that a reader was told of and has
//! not seen is in exactly one digest, and in none while it is out of sight.

use std::collections::BTreeSet;

use chrono::{Datelike as _, TimeDelta, Timelike as _};
use diesel::prelude::*;
use plaza::{
    accounts::{
        Member, Role,
        preferences::{self, Appearance, Digest, Preferences},
    },
    began::Began,
    db::{
        DbError,
        schema::{account_preferences, posts},
    },
    forum::{
        State,
        reading::{
            notifications::{self, Seen},
            watches::{self, Level},
        },
    },
    i18n::Lang,
    jobs::send_digests,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};

use super::{client_of, new_ones, refuse, runs};
use crate::support::{Arrived, Plaza};

/// What is done, to whom of two readers or to which of the posts so far.
#[derive(Clone, Debug)]
enum Step {
    Post,
    /// So many at once.
    Posts(usize),
    /// Its readers are told by a transaction that took its numbers before all others.
    Late,
    /// It goes out of sight, or comes back.
    Turn(usize),
    See(usize),
    Choose(usize, Digest),
    Hours(i64),
    Run,
    /// A run that breaks off after it noted what is mailed.
    Crash,
}

const READERS: [&str; 2] = ["one", "two"];
/// More than two mails name, of thirty posts each.
const MOST: usize = 70;
const NAMED: usize = 30;

fn steps() -> impl Strategy<Value = Step> {
    let rhythms = vec![Digest::None, Digest::Daily, Digest::Daily, Digest::Weekly];
    // Also back, and far ahead and back again.
    let hours = vec![1, 9, 24, 24, 24 * 7, -3, -30, 24 * 400, -24 * 400];
    prop_oneof![
        5 => Just(Step::Post),
        1 => (29..34_usize).prop_map(Step::Posts),
        2 => Just(Step::Late),
        2 => (0..MOST).prop_map(Step::Turn),
        1 => (0..READERS.len()).prop_map(Step::See),
        3 => (0..READERS.len(), select(rhythms)).prop_map(|(who, rhythm)| Step::Choose(who, rhythm)),
        5 => select(hours).prop_map(Step::Hours),
        6 => Just(Step::Run),
        2 => Just(Step::Crash),
    ]
}

struct Reader {
    account: i64,
    rhythm: Digest,
    /// The posts that no digest told and that were not seen.
    waits: BTreeSet<i64>,
}

struct City {
    plaza: Plaza,
    topic: i64,
    readers: Vec<Reader>,
    /// Each with whether everybody sees it.
    posts: Vec<(i64, bool)>,
    /// Those that readers were told of late, as that came.
    late: Vec<i64>,
    seen: BTreeSet<String>,
}

impl City {
    async fn begin() -> Self {
        let plaza = Plaza::with_boards().await;
        plaza.account("writer", Role::Resident).await;
        let writer = client_of(&plaza, "writer").await;
        let topic = writer.topic("city", "路燈", "路燈不亮。").await;
        let mut readers = Vec::new();
        for name in READERS {
            let account = plaza.account(name, Role::Resident).await;
            let member = Member::new(account, name.to_owned(), Role::Resident, Lang::Zh);
            watches::set_topic(&plaza.context, &member, topic, Some(Level::Watching))
                .await
                .unwrap();
            readers.push(Reader {
                account,
                rhythm: Digest::None,
                waits: BTreeSet::new(),
            });
        }
        Self {
            plaza,
            topic,
            readers,
            posts: Vec::new(),
            late: Vec::new(),
            seen: BTreeSet::new(),
        }
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Post => self.post().await,
            Step::Posts(count) => {
                for _ in 0..*count {
                    self.post().await;
                }
            }
            Step::Late => self.post_late().await,
            Step::Turn(at) if !self.posts.is_empty() => {
                let at = at % self.posts.len();
                self.show(at, !self.posts[at].1).await;
            }
            Step::Turn(_) => {}
            Step::See(who) => {
                let reader = &mut self.readers[*who];
                notifications::see(&self.plaza.context, reader.account, Seen::Until(i64::MAX))
                    .await
                    .unwrap();
                reader.waits.clear();
            }
            Step::Choose(who, rhythm) => self.choose(*who, *rhythm).await,
            Step::Hours(hours) => {
                let jump = TimeDelta::hours(*hours);
                let then = self.plaza.context.now() + jump;
                if (2025..2029).contains(&then.utc().year()) {
                    self.plaza.advance(jump);
                }
            }
            Step::Run => {
                let due = self.due().await;
                send_digests::once(&self.plaza.context).await.unwrap();
                self.look(&due).await;
            }
            Step::Crash => {
                refuse(&self.plaza, "digest", true);
                // It fails where anybody was to be told something.
                let _ = send_digests::once(&self.plaza.context).await;
                refuse(&self.plaza, "digest", false);
                self.look(&[]).await;
            }
        }
    }

    async fn post(&mut self) {
        if self.posts.len() >= MOST {
            return;
        }
        let writer = client_of(&self.plaza, "writer").await;
        let post = writer.reply(self.topic, "還是不亮。").await;
        self.posts.push((post, true));
        for reader in &mut self.readers {
            reader.waits.insert(post);
        }
    }

    async fn post_late(&mut self) {
        let before = self.posts.len();
        self.post().await;
        let Some((post, _)) = self.posts.get(before).copied() else {
            return;
        };
        self.late.push(post);
        for (at, reader) in self.readers.iter().enumerate() {
            let sql = format!(
                "UPDATE notifications SET id = -{}{at} WHERE post_id = {post} AND account_id = {}",
                self.late.len(),
                reader.account
            );
            self.plaza.sql(&sql).unwrap();
        }
    }

    async fn show(&mut self, at: usize, public: bool) {
        let (post, state) = (
            self.posts[at].0,
            if public {
                State::Published
            } else {
                State::Held
            },
        );
        let turned = self.plaza.context.db.write(move |connection| {
            diesel::update(posts::table.find(post))
                .set(posts::state.eq(state))
                .execute(connection)?;
            Ok::<_, DbError>(())
        });
        turned.await.unwrap();
        self.posts[at].1 = public;
    }

    async fn choose(&mut self, who: usize, rhythm: Digest) {
        let reader = &mut self.readers[who];
        let chosen = Preferences {
            language: Lang::Zh,
            boards: Vec::new(),
            district: None,
            digest: rhythm,
            appearance: Appearance::default(),
        };
        preferences::keep(&self.plaza.context, reader.account, chosen, Began::Anything)
            .await
            .unwrap();
        reader.rhythm = rhythm;
    }

    /// The digests that arrived so far.
    async fn arrived(&self) -> Vec<Arrived> {
        let mails = self.plaza.mails().await.into_iter();
        mails
            .filter(|mail| mail.subject.contains("則新通知"))
            .collect()
    }

    /// The posts that everybody sees.
    fn shown(&self) -> BTreeSet<i64> {
        let shown = self.posts.iter().filter(|(_, public)| *public);
        shown.map(|(post, _)| *post).collect()
    }

    /// The accounts that have to get one in a run at this moment: every day, from eight o'clock on.
    async fn due(&self) -> Vec<i64> {
        let zone = self.plaza.context.config.city.time_zone;
        let now = self.plaza.context.now().utc().with_timezone(&zone);
        if now.hour() < 8 {
            return Vec::new();
        }
        let today = now.date_naive();
        let had = self.plaza.context.db.read(move |connection| {
            let had = account_preferences::table
                .filter(account_preferences::digested_on.eq(today))
                .select(account_preferences::account_id);
            Ok::<Vec<i64>, DbError>(had.load(connection)?)
        });
        let (had, shown) = (had.await.unwrap(), self.shown());
        let daily = self.readers.iter().filter(|reader| {
            let waits = !reader.waits.is_disjoint(&shown);
            reader.rhythm == Digest::Daily && waits && !had.contains(&reader.account)
        });
        daily.map(|reader| reader.account).collect()
    }

    /// Holds what arrived to what happened.
    async fn look(&mut self, due: &[i64]) {
        let new = new_ones(self.arrived().await, &mut self.seen);
        let shown = self.shown();
        for (reader, name) in self.readers.iter_mut().zip(READERS) {
            let to = format!("{name}@example.tw");
            let mails: Vec<&Arrived> = new.iter().filter(|mail| mail.to == to).collect();
            if mails.is_empty() {
                assert!(!due.contains(&reader.account), "{name} got none");
                continue;
            }
            assert_ne!(reader.rhythm, Digest::None, "{name} was told");
            let told = told(&mails, &self.late);
            let fewest = told.len().div_ceil(NAMED);
            assert_eq!(mails.len(), fewest, "{name} got an empty one, or too many");
            let public: BTreeSet<i64> = reader.waits.intersection(&shown).copied().collect();
            assert_eq!(told, public, "{name} was told something else");
            reader.waits.retain(|post| !told.contains(post));
        }
    }
}

/// The posts that the mails of one digest name, the newest first; those that readers were told of `late` took
/// their numbers before all others, each before the one before it.
fn told(mails: &[&Arrived], late: &[i64]) -> BTreeSet<i64> {
    let pieces = mails
        .iter()
        .flat_map(|mail| mail.text.split("/zh/posts/").skip(1));
    let told: Vec<i64> = pieces
        .map(|piece| {
            let digits = piece.find(|c: char| !c.is_ascii_digit());
            piece[..digits.unwrap_or(piece.len())].parse().unwrap()
        })
        .collect();
    let place = |post: &i64| match late.iter().position(|one| one == post) {
        Some(at) => -1 - i64::try_from(at).unwrap(),
        None => *post,
    };
    let falls = told.is_sorted_by(|one, next| place(one) > place(next));
    assert!(falls, "a post stands twice, or elsewhere: {told:?}");
    told.into_iter().collect()
}

async fn hold(steps: Vec<Step>) {
    let mut city = City::begin().await;
    for step in &steps {
        city.step(step).await;
    }
    // In the end everybody is told everything.
    for at in 0..city.posts.len() {
        city.show(at, true).await;
    }
    for who in 0..READERS.len() {
        city.choose(who, Digest::Daily).await;
    }
    for morning in ["2026-04-22T10:00", "2026-04-23T10:00"] {
        city.plaza.at(morning);
        city.step(&Step::Run).await;
    }
    assert!(city.readers.iter().all(|reader| reader.waits.is_empty()));
}

#[actix_web::test]
async fn one_that_was_missed_comes_at_its_hour_and_not_at_night() {
    let mut city = City::begin().await;
    city.choose(0, Digest::Daily).await;
    city.choose(1, Digest::Weekly).await;
    city.post().await;
    // Nothing ran on Tuesday, nor on Monday of the next week.
    for (time, digests) in [
        ("2026-03-04T07:59", 0),
        ("2026-03-04T08:00", 1),
        ("2026-03-10T07:59", 1),
        ("2026-03-10T08:00", 2),
    ] {
        city.plaza.at(time);
        send_digests::once(&city.plaza.context).await.unwrap();
        assert_eq!(city.arrived().await.len(), digests, "{time}");
    }
}

#[test]
fn each_post_is_in_exactly_one_digest_and_only_while_everybody_sees_it() {
    let config = Config {
        cases: runs(),
        failure_persistence: None,
        max_shrink_iters: 8,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&proptest::collection::vec(steps(), 12..40), |steps| {
            actix_web::rt::System::new().block_on(hold(steps));
            Ok(())
        })
        .unwrap();
}
