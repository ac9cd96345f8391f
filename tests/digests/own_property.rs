//! A resident's own cases, whatever happens in whatever order: each event is in exactly one digest of each who
//! watches its case and gets digests, in order, and comes when a digest is due.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, TimeDelta, Timelike as _};
use diesel::prelude::*;
use plaza::{
    accounts::{
        Role,
        preferences::{self, Appearance, Digest, Preferences},
    },
    began::Began,
    db::{DbError, schema::account_preferences},
    i18n::Lang,
    jobs::send_digests,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use super::{OFFICE, client_of, new_ones, own::watch, reassign, reference, refuse, runs, suggest};
use crate::{
    suggestions::id_of,
    support::{Arrived, Plaza},
};

const READERS: [&str; 2] = ["one", "two"];
const CASES: usize = 3;
/// How a digest says that a case went to another office.
const WENT: &str = "已改由其他機關處理";

/// What is done, to whom of the readers and to which of the cases.
#[derive(Clone, Debug)]
enum Step {
    /// It goes to the other of two offices.
    Move(usize),
    /// That it did is committed by a transaction that took its numbers before all others.
    Late(usize),
    Watch(usize, usize, bool),
    Choose(usize, Digest),
    Hours(i64),
    Run,
    /// A run that breaks off after it took what waits.
    Crash,
}

fn steps() -> impl Strategy<Value = Step> {
    let rhythms = vec![Digest::None, Digest::Daily, Digest::Daily, Digest::Weekly];
    // Also back, and far ahead and back again.
    let hours = vec![1, 9, 24, 24, 24 * 7, -3, -30, 24 * 400, -24 * 400];
    let (who, case) = (0..READERS.len(), 0..CASES);
    prop_oneof![
        6 => case.clone().prop_map(Step::Move),
        3 => case.clone().prop_map(Step::Late),
        3 => (who.clone(), case, any::<bool>())
            .prop_map(|(who, case, wanted)| Step::Watch(who, case, wanted)),
        2 => (who, select(rhythms)).prop_map(|(who, rhythm)| Step::Choose(who, rhythm)),
        5 => select(hours).prop_map(Step::Hours),
        6 => Just(Step::Run),
        2 => Just(Step::Crash),
    ]
}

struct Reader {
    account: i64,
    rhythm: Digest,
    watches: BTreeSet<usize>,
    /// How often each case went on since a digest told of it.
    waits: BTreeMap<usize, usize>,
}

struct Case {
    key: Value,
    id: i64,
    /// Whether the office has it that it came to first.
    here: bool,
}

struct City {
    plaza: Plaza,
    readers: Vec<Reader>,
    cases: Vec<Case>,
    seen: BTreeSet<String>,
    /// The least number of a row so far, below those that the database gives.
    least: i64,
}

impl City {
    async fn begin() -> Self {
        let plaza = Plaza::city().await;
        plaza.staff_of(OFFICE).await;
        plaza.staff_of("environment").await;
        let guest = plaza.client().await;
        let mut cases = Vec::new();
        for _ in 0..CASES {
            let key = suggest(&guest).await;
            let id = id_of(&plaza, reference(&key)).await;
            cases.push(Case {
                key,
                id,
                here: true,
            });
        }
        let mut readers = Vec::new();
        for name in READERS {
            readers.push(Reader {
                account: plaza.account(name, Role::Resident).await,
                rhythm: Digest::None,
                watches: BTreeSet::new(),
                waits: BTreeMap::new(),
            });
        }
        Self {
            plaza,
            readers,
            cases,
            seen: BTreeSet::new(),
            least: 0,
        }
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Move(case) => self.go_on(*case).await,
            Step::Late(case) => self.come_late(*case),
            Step::Watch(who, case, wanted) => self.watch(*who, *case, *wanted).await,
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

    async fn go_on(&mut self, at: usize) {
        let Case { id, here, .. } = self.cases[at];
        let (from, to) = if here {
            (OFFICE, "environment")
        } else {
            ("environment", OFFICE)
        };
        reassign(&client_of(&self.plaza, from).await, id, to).await;
        self.cases[at].here = !here;
        for reader in &mut self.readers {
            if reader.watches.contains(&at) && reader.rhythm != Digest::None {
                *reader.waits.entry(at).or_default() += 1;
            }
        }
    }

    /// Lets the rows come that a transaction wrote long ago and commits now.
    fn come_late(&mut self, at: usize) {
        let case = self.cases[at].id;
        for reader in &mut self.readers {
            if !reader.watches.contains(&at) || reader.rhythm == Digest::None {
                continue;
            }
            self.least -= 1;
            let sql = format!(
                "INSERT INTO case_watch_news (id, account_id, case_id, kind) \
                 VALUES ({}, {}, {case}, 'reassigned')",
                self.least, reader.account
            );
            self.plaza.sql(&sql).unwrap();
            *reader.waits.entry(at).or_default() += 1;
        }
    }

    /// What waits of a case goes with the watch.
    async fn watch(&mut self, who: usize, case: usize, wanted: bool) {
        let client = client_of(&self.plaza, READERS[who]).await;
        watch(&client, &self.cases[case].key, wanted).await;
        let reader = &mut self.readers[who];
        if wanted {
            reader.watches.insert(case);
        } else {
            reader.watches.remove(&case);
            reader.waits.remove(&case);
        }
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
        if rhythm == Digest::None {
            reader.waits.clear();
        }
    }

    /// Who has to get one in a run at this moment: every day, from eight o'clock on.
    async fn due(&self) -> Vec<usize> {
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
        let had = had.await.unwrap();
        let is_due = |reader: &Reader| {
            let waits = reader.rhythm == Digest::Daily && !reader.waits.is_empty();
            waits && !had.contains(&reader.account)
        };
        let all = self.readers.iter().enumerate();
        all.filter(|(_, reader)| is_due(reader))
            .map(|(who, _)| who)
            .collect()
    }

    /// Holds what arrived to what happened.
    async fn look(&mut self, due: &[usize]) {
        let mut all = self.plaza.mails().await;
        all.retain(|mail| mail.subject.starts_with("您的案件"));
        let new = new_ones(all, &mut self.seen);
        for (who, (reader, name)) in self.readers.iter_mut().zip(READERS).enumerate() {
            let to = format!("{name}@example.tw");
            let mails: Vec<&Arrived> = new.iter().filter(|mail| mail.to == to).collect();
            let [mail] = mails[..] else {
                assert!(mails.is_empty(), "{name} got two at once");
                assert!(!due.contains(&who), "{name} got none");
                continue;
            };
            assert_ne!(reader.rhythm, Digest::None, "{name} was told");
            let waits: Vec<(String, usize)> = std::mem::take(&mut reader.waits)
                .into_iter()
                .map(|(case, times)| (reference(&self.cases[case].key).to_owned(), times))
                .collect();
            assert!(!waits.is_empty(), "{name} got an empty one");
            assert_eq!(told(mail), waits, "{name} was told something else");
        }
    }
}

/// Which cases went to another office, and how often, in the order of the digest.
fn told(mail: &Arrived) -> Vec<(String, usize)> {
    let lines = mail.text.lines();
    let told = lines.filter(|line| line.starts_with("KH-") && line.contains(WENT));
    told.map(|line| {
        let (case, _) = line.split_once('　').unwrap();
        let last = line.rsplit('　').next().unwrap();
        let times = last.trim().strip_suffix('次');
        let times = times.map_or(1, |times| times.trim().parse().unwrap());
        (case.to_owned(), times)
    })
    .collect()
}

async fn hold(steps: Vec<Step>) {
    let mut city = City::begin().await;
    for who in 0..READERS.len() {
        city.watch(who, who, true).await;
        city.choose(who, Digest::Daily).await;
    }
    for step in &steps {
        city.step(step).await;
    }
    // In the end whoever gets any digest has everything.
    for who in 0..READERS.len() {
        if city.readers[who].rhythm != Digest::None {
            city.choose(who, Digest::Daily).await;
        }
    }
    for morning in ["2026-07-22T10:00", "2026-07-23T10:00"] {
        city.plaza.at(morning);
        city.step(&Step::Run).await;
    }
    assert!(city.readers.iter().all(|reader| reader.waits.is_empty()));
}

#[test]
fn each_event_of_an_own_case_is_in_exactly_one_digest_of_each_who_watches_it() {
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
