//! Whatever happens in whatever order — runs, crashes in the middle of one, a clock that jumps, events
//! that are committed late, other choices — each event is in exactly one digest of each member who gets
//! one, and in none of an office that has its case no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use diesel::{dsl::count, prelude::*};
use plaza::{
    db::{
        DbError,
        schema::{cases, digest_pending, offices},
    },
    jobs::send_digests,
    mail::digest::Rhythm,
    suggestions::digest::choices,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use super::{
    OFFICE, add, arrived, client_of, colleague, new_ones, reassign, reference, refuse, runs,
    suggest, told,
};
use crate::{
    suggestions::id_of,
    support::{Arrived, Client, Plaza},
};

/// What is done, to whom of two members or to which of the cases so far.
#[derive(Clone, Debug)]
enum Step {
    Suggest,
    Add(usize),
    /// It leaves the office, or comes back.
    Move(usize),
    /// An event of this case is committed that took its number before all others.
    Late(usize),
    Choose(usize, Rhythm),
    Hours(i64),
    Run,
    /// A run that breaks off after it took what waits.
    Crash,
}

const MEMBERS: [&str; 2] = ["one", "two"];

fn steps() -> impl Strategy<Value = Step> {
    let rhythms = vec![
        Rhythm::None,
        Rhythm::Paused,
        Rhythm::AtOnce,
        Rhythm::AtOnce,
        Rhythm::Daily { hour: 0 },
        Rhythm::Daily { hour: 8 },
        Rhythm::Weekly {
            weekday: 3,
            hour: 12,
        },
    ];
    // Also back, and far ahead and back again.
    let hours = vec![1, 5, 14, 24, 72, 24 * 7, -3, -30, 24 * 400, -24 * 400];
    prop_oneof![
        3 => Just(Step::Suggest),
        4 => (0..8_usize).prop_map(Step::Add),
        2 => (0..8_usize).prop_map(Step::Move),
        2 => (0..8_usize).prop_map(Step::Late),
        3 => (0..MEMBERS.len(), select(rhythms)).prop_map(|(who, rhythm)| Step::Choose(who, rhythm)),
        4 => select(hours).prop_map(Step::Hours),
        6 => Just(Step::Run),
        2 => Just(Step::Crash),
    ]
}

/// An event as a digest tells it: its heading and its case's number.
type Event = (String, String);

struct Member {
    account: i64,
    rhythm: Rhythm,
    /// What waits for the next digest, each with how often.
    waits: BTreeMap<Event, usize>,
}

struct Case {
    key: Value,
    id: i64,
    /// Whether the office has it.
    here: bool,
}

struct City {
    plaza: Plaza,
    resident: Client,
    members: Vec<Member>,
    cases: Vec<Case>,
    office: i64,
    /// The digests that arrived before.
    seen: BTreeSet<String>,
    late: i64,
}

impl City {
    async fn begin() -> Self {
        let plaza = Plaza::city().await;
        let resident = plaza.client().await;
        // They give cases away and take them back, and get no digest.
        plaza.staff_of(OFFICE).await;
        plaza.staff_of("environment").await;
        let mut members = Vec::new();
        for name in MEMBERS {
            members.push(Member {
                account: colleague(&plaza, name).await,
                rhythm: Rhythm::None,
                waits: BTreeMap::new(),
            });
        }
        let office = plaza.context.db.read(|connection| {
            let office = offices::table.filter(offices::slug.eq(OFFICE));
            Ok::<i64, DbError>(office.select(offices::id).first(connection)?)
        });
        let office = office.await.unwrap();
        Self {
            plaza,
            resident,
            members,
            cases: Vec::new(),
            office,
            seen: BTreeSet::new(),
            late: 0,
        }
    }

    /// It waits for everybody who gets a digest.
    fn happened(&mut self, what: &str, case: usize) {
        let event = (what.to_owned(), reference(&self.cases[case].key).to_owned());
        let wants = |member: &&mut Member| member.rhythm != Rhythm::None;
        for member in self.members.iter_mut().filter(wants) {
            *member.waits.entry(event.clone()).or_default() += 1;
        }
    }

    /// One of the cases so far.
    fn case(&self, at: usize) -> Option<usize> {
        (!self.cases.is_empty()).then(|| at % self.cases.len())
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Suggest => {
                let key = suggest(&self.resident).await;
                let id = id_of(&self.plaza, reference(&key)).await;
                let here = true;
                self.cases.push(Case { key, id, here });
                self.happened("新案件", self.cases.len() - 1);
            }
            Step::Add(at) => {
                let Some(case) = self.case(*at) else { return };
                add(&self.resident, &self.cases[case].key).await;
                // Of a case that another office has, nothing waits here.
                if self.cases[case].here {
                    self.happened("市民來訊", case);
                }
            }
            Step::Move(at) => {
                let Some(case) = self.case(*at) else { return };
                let Case { id, here, .. } = self.cases[case];
                let (from, to) = if here {
                    (OFFICE, "environment")
                } else {
                    ("environment", OFFICE)
                };
                let promised = self.due(id).await;
                reassign(&client_of(&self.plaza, from).await, id, to).await;
                self.cases[case].here = !here;
                self.happened("改分", case);
                // It is told by the office that it came to.
                if !here && self.due(id).await != promised {
                    self.happened("更改期限", case);
                }
            }
            Step::Late(at) => {
                let Some(case) = self.case(*at) else { return };
                self.commit_late(case).await;
                self.happened("已結束", case);
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
                send_digests::once(&self.plaza.context).await.unwrap();
                self.look().await;
            }
            Step::Crash => {
                refuse(&self.plaza, "staff-digest", true);
                // It fails where anybody was to be told something.
                let _ = send_digests::once(&self.plaza.context).await;
                refuse(&self.plaza, "staff-digest", false);
                self.look().await;
            }
        }
    }

    async fn due(&self, case: i64) -> Option<NaiveDate> {
        let read = self.plaza.context.db.read(move |connection| {
            let due = cases::table.find(case).select(cases::due_on);
            Ok::<Option<NaiveDate>, DbError>(due.first(connection)?)
        });
        read.await.unwrap()
    }

    /// Lets the rows come that a transaction wrote long ago and commits now.
    async fn commit_late(&mut self, case: usize) {
        self.late -= 1;
        let (office, case, late) = (self.office, self.cases[case].id, self.late);
        let wants = self.members.iter().enumerate();
        let wants = wants.filter(|(_, member)| member.rhythm != Rhythm::None);
        let rows: Vec<(i64, i64)> = wants
            .map(|(at, member)| (late * 10 - i64::try_from(at).unwrap(), member.account))
            .collect();
        let written = self.plaza.context.db.write(move |connection| {
            for (id, account) in rows {
                diesel::insert_into(digest_pending::table)
                    .values((
                        digest_pending::id.eq(id),
                        digest_pending::office_id.eq(office),
                        digest_pending::account_id.eq(account),
                        digest_pending::case_id.eq(case),
                        digest_pending::kind.eq("ended"),
                    ))
                    .execute(connection)?;
            }
            Ok::<_, DbError>(())
        });
        written.await.unwrap();
    }

    async fn choose(&mut self, who: usize, rhythm: Rhythm) {
        let member = &mut self.members[who];
        let chosen = vec![(self.office, Some(rhythm))];
        choices::choose(&self.plaza.context, member.account, chosen)
            .await
            .unwrap();
        if [member.rhythm, rhythm].contains(&Rhythm::None) && member.rhythm != rhythm {
            member.waits.clear();
        }
        member.rhythm = rhythm;
    }

    /// How many rows wait for each member.
    async fn rows(&self) -> BTreeMap<i64, i64> {
        let read = self.plaza.context.db.read(|connection| {
            let waits = digest_pending::table
                .group_by(digest_pending::account_id)
                .select((digest_pending::account_id, count(digest_pending::id)));
            Ok::<Vec<(i64, i64)>, DbError>(waits.load(connection)?)
        });
        read.await.unwrap().into_iter().collect()
    }

    /// Holds what arrived, and what still waits, to what happened.
    async fn look(&mut self) {
        let new = new_ones(arrived(&self.plaza).await, &mut self.seen);
        let here: BTreeSet<String> = self
            .cases
            .iter()
            .filter(|case| case.here)
            .map(|case| reference(&case.key).to_owned())
            .collect();
        let rows = self.rows().await;
        let today = self.plaza.context.now();
        let today = today.day_in(self.plaza.context.config.city.time_zone);
        for (member, name) in self.members.iter_mut().zip(MEMBERS) {
            let to = format!("{name}@example.tw");
            let mails: Vec<&Arrived> = new.iter().filter(|mail| mail.to == to).collect();
            let left = rows.get(&member.account).copied().unwrap_or_default();
            let waits: usize = member.waits.values().sum();
            let public: BTreeMap<Event, usize> = member
                .waits
                .iter()
                .filter(|((_, reference), _)| here.contains(reference))
                .map(|(event, times)| (event.clone(), *times))
                .collect();
            match mails[..] {
                // Nothing was taken, or nothing that it may be told.
                [] if left > 0 => assert_eq!(left, i64::try_from(waits).unwrap(), "{name}"),
                [] => assert_eq!(public, BTreeMap::new(), "{name} was not told"),
                [mail] => {
                    let silent = [Rhythm::None, Rhythm::Paused].contains(&member.rhythm);
                    assert!(!silent, "{name} was told though {}", member.rhythm);
                    let works = self.plaza.context.calendar().works(today);
                    assert!(works, "{name} was told on a {}", today.weekday());
                    let told = told(mail);
                    let all: BTreeMap<Event, usize> = told
                        .iter()
                        .map(|(what, case, times)| ((what.clone(), case.clone()), *times))
                        .collect();
                    assert_eq!(all.len(), told.len(), "a case stands twice");
                    assert_eq!(all, public, "{name} was told something else");
                    assert_eq!(left, 0, "{name} is told something again");
                }
                _ => panic!("{name} got two at once"),
            }
            if left == 0 {
                member.waits.clear();
            }
        }
    }
}

async fn hold(steps: Vec<Step>) {
    let mut city = City::begin().await;
    for step in &steps {
        city.step(step).await;
    }
    // Whoever gets any digest at all has everything in the end.
    let wanting: Vec<usize> = (0..MEMBERS.len())
        .filter(|who| city.members[*who].rhythm != Rhythm::None)
        .collect();
    for who in wanting {
        city.choose(who, Rhythm::AtOnce).await;
    }
    city.plaza.at("2026-04-22T10:00");
    city.step(&Step::Run).await;
    assert!(city.members.iter().all(|member| member.waits.is_empty()));
    city.step(&Step::Run).await;
}

#[test]
fn each_event_is_in_exactly_one_digest_whatever_happens() {
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
