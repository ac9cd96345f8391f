//! Random acts by random people: no case is ever without recipient, record or due date, and its
//! chain verifies.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{case_offices, cases, handling_records},
    },
    jobs,
    privacy::verify,
    suggestions::{self, RecordKind, State},
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use super::{Keepsake, id_of, jobs_run, life::act, suggest};
use crate::support::{Client, PASSWORD, Plaza};

/// What is tried, on the first or the second of two cases.
#[derive(Clone, Debug)]
enum Try {
    /// By the member of this office, or an administrator of none.
    Act(usize, usize, Value),
    Answer(usize, usize),
    Contact(usize, usize),
    Confirm(usize),
    Resident(usize, &'static str),
    Days(i64),
}

const OFFICES: [&str; 2] = ["maintenance", "environment"];
/// The nicknames of those who work there, and of an administrator.
const STAFF: [&str; 3] = ["maintenance", "environment", "admin"];

fn tries() -> impl Strategy<Value = Try> {
    let whose = (0..2_usize, 0..3_usize);
    let bodies = vec![
        json!({ "act": "take-up" }),
        json!({ "act": "reassign", "office": "environment", "reason": "r" }),
        json!({ "act": "reassign", "office": "maintenance", "reason": "r" }),
        json!({ "act": "forward", "agency": "a", "address": "a@freeway.example", "reason": "r" }),
        json!({ "act": "extend", "until": "2026-03-20", "reason": "r" }),
        json!({ "act": "extend", "until": "2026-04-20", "reason": "r" }),
        json!({ "act": "not-process", "ground": "answered", "reason": "r" }),
        json!({ "act": "duplicate", "merge": false }),
        json!({ "act": "duplicate", "merge": true }),
        json!({ "act": "close" }),
        json!({ "act": "reopen", "reason": "r" }),
        json!({ "act": "note", "words": "w" }),
        json!({ "act": "ask", "words": "w" }),
        json!({ "act": "assign", "to": 1, "from": null }),
        json!({ "act": "assign", "to": 2, "from": 1 }),
        json!({ "act": "assign", "to": null, "from": 2 }),
    ];
    prop_oneof![
        8 => (whose.clone(), select(bodies)).prop_map(|((case, who), body)| Try::Act(case, who, body)),
        3 => whose.prop_map(|(case, who)| Try::Answer(case, who)),
        1 => (0..2_usize, 0..3_usize).prop_map(|(case, who)| Try::Contact(case, who)),
        1 => (0..2_usize).prop_map(Try::Confirm),
        2 => (0..2_usize, select(vec!["reopen", "reply", "withdraw-contact", "restrict"]))
            .prop_map(|(case, what)| Try::Resident(case, what)),
        1 => select(vec![1, 4, 31]).prop_map(Try::Days),
    ]
}

struct City {
    plaza: Plaza,
    resident: Client,
    /// One of each office, and an administrator.
    staff: Vec<Client>,
    cases: Vec<(Keepsake, i64)>,
    links: Vec<Option<String>>,
}

impl City {
    async fn begin(with_email: bool) -> Self {
        let plaza = Plaza::city().await;
        let resident = plaza.client().await;
        let mut staff = Vec::new();
        for office in OFFICES {
            staff.push(plaza.staff_of(office).await);
        }
        plaza.account("admin", Role::Administrator).await;
        let admin = plaza.client().await;
        admin.log_on("admin@example.tw", PASSWORD).await;
        staff.push(admin);
        let (mut all, mut links) = (Vec::new(), Vec::new());
        for with_email in [with_email, false] {
            let contact = [("email", "lin@example.tw"), ("share_contact", "yes")];
            let fields: &[_] = if with_email { &contact } else { &[] };
            let keepsake = suggest(&resident, fields).await;
            let mails = plaza.mails().await;
            let link = with_email.then(|| mails[0].link("/en/suggestions/confirm/"));
            let id = id_of(&plaza, &keepsake.reference).await;
            all.push((keepsake, id));
            links.push(link);
        }
        Self {
            plaza,
            resident,
            staff,
            cases: all,
            links,
        }
    }

    /// Tries it, which may be refused but never is a fault.
    async fn attempt(&self, tried: &Try) {
        let status = match tried {
            Try::Act(case, who, body) => {
                let mut body = body.clone();
                if body["act"] == "duplicate" {
                    body["of"] = json!(self.cases[1 - case].0.reference);
                }
                act(&self.staff[*who], self.cases[*case].1, &body)
                    .await
                    .status
            }
            Try::Answer(case, who) => {
                let path = format!("/api/v1/desk/cases/{}/answer", self.cases[*case].1);
                let body = json!({ "answer": "Done." });
                self.staff[*who].post_json(&path, &body).await.status
            }
            Try::Contact(case, who) => {
                let path = format!("/api/v1/desk/cases/{}/contact", self.cases[*case].1);
                self.staff[*who].post_json(&path, &json!({})).await.status
            }
            Try::Confirm(case) => match &self.links[*case] {
                Some(link) => self.resident.post(link, &[]).await.status,
                None => return,
            },
            Try::Resident(case, what) => {
                let keepsake = &self.cases[*case].0;
                let body = json!({
                    "reference": keepsake.reference, "password": keepsake.password,
                    "still_open": "s", "reply": "r",
                });
                let path = format!("/api/v1/suggestions/case/{what}");
                self.resident.post_json(&path, &body).await.status
            }
            Try::Days(days) => {
                self.plaza.advance(TimeDelta::days(*days));
                for (staff, name) in self.staff.iter().zip(STAFF) {
                    staff.log_on(&format!("{name}@example.tw"), PASSWORD).await;
                }
                jobs_run(&self.plaza).await;
                jobs::remind_offices::once(&self.plaza.context)
                    .await
                    .unwrap();
                jobs::close_answered::once(&self.plaza.context)
                    .await
                    .unwrap();
                return;
            }
        };
        let known = [200, 404, 409, 410, 422].contains(&status.as_u16());
        assert!(known, "{tried:?}: {status}");
    }

    /// Each case's state, whether it is due, how many offices have it, and its file.
    async fn look(&self) -> BTreeMap<i64, (State, bool, i64, Vec<RecordKind>)> {
        let found = self.plaza.context.db.read(|connection| {
            let states: Vec<(i64, State, Option<chrono::NaiveDate>)> = cases::table
                .select((cases::id, cases::state, cases::due_on))
                .load(connection)?;
            let mut all = BTreeMap::new();
            for (id, state, due) in states {
                let offices = case_offices::table
                    .filter(case_offices::case_id.eq(id))
                    .count()
                    .get_result(connection)?;
                let file = handling_records::table
                    .filter(handling_records::case_id.eq(id))
                    .order(handling_records::number)
                    .select(handling_records::kind)
                    .load(connection)?;
                all.insert(id, (state, due.is_some(), offices, file));
            }
            Ok::<_, DbError>(all)
        });
        found.await.unwrap()
    }
}

async fn hold(with_email: bool, tried: Vec<Try>) {
    let city = City::begin(with_email).await;
    let mut before = city.look().await;
    for one in &tried {
        city.attempt(one).await;
        let now = city.look().await;
        for (id, (state, is_due, offices, file)) in &now {
            let (was, _, _, earlier) = &before[id];
            assert!(file.starts_with(earlier), "a record was changed or lost");
            assert!(
                state == was || file.len() > earlier.len(),
                "{one:?}: no record"
            );
            let routed = state.is_open() || state.is_over();
            assert_eq!(*is_due, routed, "{one:?}: {state:?} and its due date");
            assert_eq!(*offices > 0, routed, "{one:?}: {state:?} and its recipient");
        }
        before = now;
    }
    verify::all(&city.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    assert_eq!(suggestions::verify(&city.plaza.context).await.unwrap(), 2);
}

#[test]
fn no_case_is_ever_without_recipient_record_or_due_date() {
    let config = Config {
        cases: 6,
        failure_persistence: None,
        max_shrink_iters: 8,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(
            &(any::<bool>(), proptest::collection::vec(tries(), 8..24)),
            |(with_email, tried)| {
                actix_web::rt::System::new().block_on(hold(with_email, tried));
                Ok(())
            },
        )
        .unwrap();
}
