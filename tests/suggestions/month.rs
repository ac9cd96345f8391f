//! A month of cases through the whole of their life, on the pages and interfaces that people use.
//! Small here; `scripts/measure month` makes it 5,000, as many as a mayor's mailbox gets.
//!
//! What each case meets is drawn from a fixed seed. At the end nothing may be lost: every case that
//! was submitted is there with recipient, file and due date, every mail left, every answer reached
//! whoever confirmed an address, and the chain verifies.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use plaza::{
    db::{
        DbError,
        schema::{case_offices, cases, handling_records, outbox},
    },
    jobs,
    privacy::verify,
    suggestions::{self, RecordKind, State},
};
use serde_json::json;

use super::{Keepsake, id_of, life::act};
use crate::support::{Client, PASSWORD, Plaza, measure::number};

/// What residents write about; the demo's rules give each to another office.
const CATEGORIES: [&str; 4] = ["road-damage", "street-lights", "parking-traffic", "noise"];
const DISTRICTS: [&str; 4] = ["lingya", "sanmin", "gushan", "namaxia"];
/// The days on which cases come in, weekends too.
const DAYS: usize = 28;
/// The days after which all that can happen by itself has happened.
const AFTER: usize = 45;

/// A sequence of numbers that is the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// So many of a hundred times.
    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }
}

/// A case as its resident and the day's work know it.
struct Known {
    keepsake: Keepsake,
    id: i64,
    email: Option<String>,
    confirmed: bool,
    answered: bool,
}

impl Known {
    /// Done, or refused with a reason, never a fault; and no office finds a case whose address may
    /// still be confirmed.
    fn may(&self, status: u16) -> u16 {
        let waits = self.email.is_some() && !self.confirmed;
        let is_known = [200, 409, 422].contains(&status) || waits && status == 404;
        assert!(is_known, "{status} for {}", self.keepsake.reference);
        status
    }
}

struct Month {
    plaza: Plaza,
    dice: Dice,
    resident: Client,
    /// Who can act for every office.
    staff: Client,
    known: Vec<Known>,
    letters: usize,
}

impl Month {
    async fn begin() -> Self {
        let plaza = Plaza::city().await;
        plaza.at("2026-03-02T08:30");
        plaza
            .account("head", plaza::accounts::Role::Administrator)
            .await;
        Self {
            resident: plaza.client().await,
            staff: plaza.client().await,
            plaza,
            dice: Dice(6),
            known: Vec::new(),
            letters: 0,
        }
    }

    async fn submit(&mut self) {
        let n = self.known.len();
        let pick = |dice: &mut Dice, all: [&'static str; 4]| all[dice.below(4) as usize];
        let email = self
            .dice
            .percent(70)
            .then(|| format!("resident-{n}@mail.example"));
        let share = self.dice.percent(60);
        // Each from an address of its own, as residents do.
        let octets = (n as u32 + 1).to_be_bytes();
        let address = Ipv4Addr::new(10, octets[1], octets[2], octets[3]);
        self.resident.come_from(IpAddr::V4(address), "simulated");
        let notice = "/api/v1/notices/suggestion?lang=zh";
        let notice = self.resident.get(notice).await.expect(200).json();
        let body = json!({
            "category": pick(&mut self.dice, CATEGORIES),
            "district": pick(&mut self.dice, DISTRICTS),
            "title": format!("第{n}件"),
            "body": "請派人來看一看。",
            "language": "zh",
            "contact": { "email": email },
            "share_contact": share,
            "notice": notice["hash"],
        });
        let made = self.resident.post_json("/api/v1/suggestions", &body).await;
        let made = made.expect(201).json();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let keepsake = Keepsake {
            reference: text("reference"),
            password: text("password"),
        };
        let id = id_of(&self.plaza, &keepsake.reference).await;
        self.known.push(Known {
            keepsake,
            id,
            email,
            confirmed: false,
            answered: false,
        });
    }

    /// Delivers what waits, and follows most of the links that ask for it.
    async fn mail(&mut self) {
        let mails = self.plaza.mails().await;
        for mail in &mails[self.letters..] {
            let Some(number) = mail.to.strip_prefix("resident-") else {
                continue;
            };
            let number: usize = number.split('@').next().unwrap().parse().unwrap();
            let asks = mail.text.contains("/suggestions/confirm/");
            if asks && self.dice.percent(80) {
                let link = mail.link("/zh/suggestions/confirm/");
                self.resident.post(&link, &[]).await.expect(200);
                self.known[number].confirmed = true;
            }
        }
        self.letters = mails.len();
    }

    /// What offices do on a working day: about a third of what they have, in every way there is.
    async fn work(&mut self, today: NaiveDate) {
        for at in 0..self.known.len() {
            if self.known[at].answered || !self.dice.percent(30) {
                continue;
            }
            let id = self.known[at].id;
            let body = match self.dice.below(100) {
                0..10 => json!({ "act": "take-up" }),
                10..15 => json!({ "act": "note", "words": "去看過了。" }),
                15..20 => {
                    json!({ "act": "reassign", "office": "environment", "reason": "環保局的業務" })
                }
                20..25 => {
                    let until = today + chrono::Days::new(14);
                    json!({ "act": "extend", "until": until, "reason": "要會勘。" })
                }
                25..28 => {
                    json!({ "act": "not-process", "ground": "answered", "reason": "已答覆。" })
                }
                28..30 => json!({
                    "act": "forward", "agency": "國道高速公路局",
                    "address": "desk@freeway.example", "reason": "國道的業務",
                }),
                30..33 if at > 0 => {
                    let of = &self.known[at - 1].keepsake.reference;
                    json!({ "act": "duplicate", "of": of, "merge": true })
                }
                _ => {
                    let path = format!("/api/v1/desk/cases/{id}/answer");
                    let body = json!({ "answer": "已經處理好了。" });
                    let done = self.staff.post_json(&path, &body).await;
                    self.known[at].answered = self.known[at].may(done.status.as_u16()) == 200;
                    continue;
                }
            };
            let done = act(&self.staff, id, &body).await;
            self.known[at].may(done.status.as_u16());
        }
    }

    /// Some residents were not content.
    async fn again(&mut self) {
        for at in 0..self.known.len() {
            if !self.known[at].answered || !self.dice.percent(1) {
                continue;
            }
            let keepsake = &self.known[at].keepsake;
            let body = json!({
                "reference": keepsake.reference, "password": keepsake.password,
                "still_open": "還是一樣。",
            });
            let path = "/api/v1/suggestions/case/reopen";
            let done = self.resident.post_json(path, &body).await;
            if self.known[at].may(done.status.as_u16()) == 200 {
                self.known[at].answered = false;
            }
        }
    }

    async fn jobs(&self) {
        let context = &self.plaza.context;
        jobs::accept_unconfirmed::once(context).await.unwrap();
        jobs::remind_offices::once(context).await.unwrap();
        jobs::close_answered::once(context).await.unwrap();
        jobs::retention::once(context).await.unwrap();
    }
}

/// What stands in the database at the end.
#[derive(Debug, Default)]
struct Found {
    cases: i64,
    /// Without recipient, file or due date, or waiting still.
    lost: Vec<i64>,
    /// Answered or ended on a day after the promised one, or open after it.
    overdue: usize,
    states: Vec<(State, i64)>,
    mails: i64,
    /// Mails that did not leave.
    waiting: i64,
}

fn look(connection: &mut plaza::db::AnyConnection) -> Result<Found, DbError> {
    type Row = (i64, State, Option<NaiveDate>);
    let all: Vec<Row> = cases::table
        .order(cases::id)
        .select((cases::id, cases::state, cases::due_on))
        .load(connection)?;
    let with_office: Vec<i64> = case_offices::table
        .select(case_offices::case_id)
        .distinct()
        .load(connection)?;
    let routed: Vec<i64> = handling_records::table
        .filter(handling_records::kind.eq(RecordKind::Routed))
        .select(handling_records::case_id)
        .load(connection)?;
    let late: Vec<i64> = handling_records::table
        .filter(handling_records::kind.eq(RecordKind::Escalated))
        .select(handling_records::case_id)
        .distinct()
        .load(connection)?;
    let (with_office, routed) = (
        with_office
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>(),
        routed
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>(),
    );
    let mut found = Found {
        cases: all.len() as i64,
        overdue: late.len(),
        ..Found::default()
    };
    let mut states: std::collections::BTreeMap<&str, (State, i64)> = Default::default();
    for (id, state, due) in all {
        states.entry(state.as_str()).or_insert((state, 0)).1 += 1;
        let whole = with_office.contains(&id) && routed.contains(&id) && due.is_some();
        if !whole || matches!(state, State::New | State::Confirmed) {
            found.lost.push(id);
        }
    }
    found.states = states.into_values().collect();
    found.mails = outbox::table.count().get_result(connection)?;
    found.waiting = outbox::table
        .filter(outbox::state.eq("queued"))
        .count()
        .get_result(connection)?;
    Ok(found)
}

#[actix_web::test]
async fn a_month_of_cases_loses_none() {
    let count = number("MONTH_CASES", 24);
    let mut month = Month::begin().await;
    for day in 0..DAYS + AFTER {
        let today = month.plaza.context.clock.today(chrono_tz::Tz::Asia__Taipei);
        let due = count * (day + 1) / DAYS;
        while month.known.len() < due.min(count) {
            month.submit().await;
        }
        month.mail().await;
        month.jobs().await;
        // Nobody works for ten days in the middle: things get late, and somebody is told.
        let strike = (10..20).contains(&day);
        if day % 7 == 0 {
            month.staff.log_on("head@example.tw", PASSWORD).await;
        }
        if !strike && month.plaza.context.calendar().works(today) {
            month.work(today).await;
        }
        month.again().await;
        month.plaza.advance(TimeDelta::days(1));
    }
    month.jobs().await;
    month.mail().await;

    let context = &month.plaza.context;
    let found = context.db.read(look).await.unwrap();
    assert_eq!(found.cases, count as i64);
    assert_eq!(found.lost, Vec::<i64>::new());
    assert_eq!(found.waiting, 0);
    assert!(found.overdue > 0, "ten days without work make nothing late");
    let mails = month.plaza.mails().await;
    let unanswered: Vec<&str> = month
        .known
        .iter()
        .filter(|known| known.answered && known.confirmed)
        .filter(|known| {
            let reference = &known.keepsake.reference;
            !mails.iter().any(|mail| {
                Some(&mail.to) == known.email.as_ref()
                    && mail.subject.contains(reference)
                    && mail.text.contains("已經處理好了。")
            })
        })
        .map(|known| known.keepsake.reference.as_str())
        .collect();
    assert_eq!(
        unanswered,
        Vec::<&str>::new(),
        "answers that reached nobody"
    );
    verify::all(context, Vec::new(), |_| {}).await.unwrap();
    let files = suggestions::verify(context).await.unwrap();
    assert_eq!(files as usize, count);
    let states: Vec<String> = found
        .states
        .iter()
        .map(|(state, many)| format!("{many} {}", state.as_str()))
        .collect();
    println!(
        "{count} cases: {} mails, {} overdue, lost: {} ({})",
        mails.len(),
        found.overdue,
        found.lost.len(),
        states.join(", "),
    );
}
