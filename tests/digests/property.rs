//! Whatever happens in whatever order — runs, crashes in the middle of one, a clock that jumps, events
//! that are committed late, other choices, members who leave and come back — each event is in exactly one
//! digest of each member who gets one, in order, and in none of an office that has its case no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use diesel::{dsl::count, prelude::*};
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{cases, digest_pending, offices},
    },
    jobs::send_digests,
    mail::digest::{Often, Rhythm},
    offices::{self as organisation, members},
    suggestions::digest::choices,
};
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::{
    OFFICE, add, arrived,
    choices::of_office,
    client_of, colleague, new_ones, reassign, reference, refuse, runs,
    steps::{MEMBERS, Step, steps},
    suggest, told,
};
use crate::{
    suggestions::id_of,
    support::{Arrived, Client, Plaza},
};

/// What can happen here, in the order in which a digest tells it.
const HEADINGS: [&str; 5] = ["新案件", "改分", "市民來訊", "更改期限", "已結束"];

/// An event as a digest tells it: its heading and its case's number.
type Event = (String, String);

struct Member {
    account: i64,
    /// Whether the office is theirs now.
    works: bool,
    /// `None`: as the office.
    own: Option<Rhythm>,
    /// What waits for the next digest, each with how often.
    waits: BTreeMap<Event, usize>,
}

impl Member {
    /// How often they get one, where the office chose so.
    fn rhythm(&self, of_office: Rhythm) -> Rhythm {
        if self.works {
            self.own.unwrap_or(of_office)
        } else {
            Rhythm::None
        }
    }

    /// One that ends takes along what waits, and one begins with nothing.
    fn turn(&mut self, had: Rhythm, has: Rhythm) {
        if had != has && [had, has].contains(&Rhythm::None) {
            self.waits.clear();
        }
    }
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
    /// What the office chose.
    rhythm: Rhythm,
    admin: i64,
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
                works: true,
                own: None,
                waits: BTreeMap::new(),
            });
        }
        let office = plaza.context.db.read(|connection| {
            let office = offices::table.filter(offices::slug.eq(OFFICE));
            Ok::<i64, DbError>(office.select(offices::id).first(connection)?)
        });
        let office = office.await.unwrap();
        let admin = plaza.account("admin", Role::Administrator).await;
        Self {
            plaza,
            resident,
            members,
            cases: Vec::new(),
            office,
            rhythm: Rhythm::None,
            admin,
            seen: BTreeSet::new(),
            late: 0,
        }
    }

    /// It waits for everybody who gets a digest.
    fn happened(&mut self, what: &str, case: usize) {
        let event = (what.to_owned(), reference(&self.cases[case].key).to_owned());
        let of_office = self.rhythm;
        let wants = |member: &&mut Member| member.rhythm(of_office) != Rhythm::None;
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
                // It is told to the office that it came to.
                if here {
                    return;
                }
                self.happened("改分", case);
                if self.due(id).await != promised {
                    self.happened("更改期限", case);
                }
            }
            Step::Late(at) => {
                let Some(case) = self.case(*at) else { return };
                self.commit_late(case).await;
                self.happened("已結束", case);
            }
            Step::Choose(who, own) => self.choose(*who, *own).await,
            Step::Office(often) => self.choose_for_office(*often).await,
            Step::Leave(who) => self.leave(*who).await,
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
        let wants = wants.filter(|(_, member)| member.rhythm(self.rhythm) != Rhythm::None);
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

    async fn choose(&mut self, who: usize, own: Option<Rhythm>) {
        let member = &mut self.members[who];
        choices::choose(
            &self.plaza.context,
            member.account,
            vec![(self.office, own)],
        )
        .await
        .unwrap();
        // Of an office that is not theirs nothing is chosen.
        if member.works {
            let had = member.rhythm(self.rhythm);
            member.own = own;
            member.turn(had, member.rhythm(self.rhythm));
        }
    }

    async fn choose_for_office(&mut self, often: Often) {
        let admin = client_of(&self.plaza, "admin").await;
        of_office(&admin, OFFICE, often.as_str()).await;
        let has = Rhythm::new(often, Some(1), Some(8)).unwrap();
        for member in &mut self.members {
            member.turn(member.rhythm(self.rhythm), member.rhythm(has));
        }
        self.rhythm = has;
    }

    async fn leave(&mut self, who: usize) {
        let context = &self.plaza.context;
        let member = &mut self.members[who];
        if member.works {
            members::remove(context, self.admin, OFFICE, member.account)
                .await
                .unwrap();
        } else {
            organisation::join(context, member.account, OFFICE)
                .await
                .unwrap();
        }
        member.works = !member.works;
        member.own = None;
        member.waits.clear();
    }

    /// In which order a digest tells of cases that the same happened to.
    async fn order(&self) -> BTreeMap<String, (Option<NaiveDate>, i64)> {
        type Row = (String, (Option<NaiveDate>, i64));
        let read = self.plaza.context.db.read(|connection| {
            let all = cases::table.select((cases::reference, (cases::due_on, cases::id)));
            Ok::<Vec<Row>, DbError>(all.load(connection)?)
        });
        read.await.unwrap().into_iter().collect()
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
        let (rows, order) = (self.rows().await, self.order().await);
        let of_office = self.rhythm;
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
                    let rhythm = member.rhythm(of_office);
                    let silent = [Rhythm::None, Rhythm::Paused].contains(&rhythm);
                    assert!(!silent, "{name} was told though {rhythm}");
                    let works = self.plaza.context.calendar().works(today);
                    assert!(works, "{name} was told on a {}", today.weekday());
                    let told = told(mail);
                    let all: BTreeMap<Event, usize> = told
                        .iter()
                        .map(|(what, case, times)| ((what.clone(), case.clone()), *times))
                        .collect();
                    let places = told.iter().map(|(what, case, _)| {
                        let heading = HEADINGS.iter().position(|one| one == what);
                        (heading.expect("a heading"), order[case])
                    });
                    assert!(places.is_sorted_by(|one, next| one < next), "{told:?}");
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
        .filter(|who| city.members[*who].rhythm(city.rhythm) != Rhythm::None)
        .collect();
    for who in wanting {
        city.choose(who, Some(Rhythm::AtOnce)).await;
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
