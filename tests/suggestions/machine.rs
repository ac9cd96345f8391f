//! Random acts by random people: no case is ever without recipient, record or due date, and its
//! chain verifies.

use std::collections::BTreeMap;

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{case_offices, cases, handling_records, offices},
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
    /// An administrator retires this office, or takes it up again.
    Retire(usize, bool),
    Days(i64),
}

/// The last is above the first.
const OFFICES: [&str; 3] = ["maintenance", "environment", "public-works"];
/// The nicknames of those who work there, and of an administrator.
const STAFF: [&str; 4] = ["maintenance", "environment", "public-works", "admin"];

/// How often a city is begun anew; more in `scripts/measure machine`.
fn runs() -> u32 {
    std::env::var("MACHINE_RUNS").map_or(6, |runs| runs.parse().unwrap())
}

/// What residents do, by its address.
const RESIDENT: [&str; 7] = [
    "reopen",
    "reply",
    "rate",
    "address",
    "drop",
    "withdraw-contact",
    "restrict",
];

fn tries() -> impl Strategy<Value = Try> {
    let whose = (0..2_usize, 0..STAFF.len());
    let bodies = vec![
        json!({ "act": "take-up" }),
        json!({ "act": "reassign", "office": "environment", "reason": "r" }),
        json!({ "act": "reassign", "office": "maintenance", "reason": "r" }),
        json!({ "act": "reassign", "office": "public-works", "reason": "r" }),
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
        3 => whose.clone().prop_map(|(case, who)| Try::Answer(case, who)),
        1 => whose.prop_map(|(case, who)| Try::Contact(case, who)),
        1 => (0..2_usize).prop_map(Try::Confirm),
        2 => (0..2_usize, select(RESIDENT.to_vec()))
            .prop_map(|(case, what)| Try::Resident(case, what)),
        1 => (0..OFFICES.len(), any::<bool>()).prop_map(|(office, retired)| Try::Retire(office, retired)),
        2 => select(vec![1, 4, 31]).prop_map(Try::Days),
    ]
}

/// How a case stands.
struct Stands {
    state: State,
    due: Option<chrono::NaiveDate>,
    /// The places of the offices that have it, and whether each is not retired.
    offices: Vec<(i32, bool)>,
    file: Vec<RecordKind>,
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
                    "still_open": "s", "reply": "r", "stars": 4, "email": "chen@example.tw",
                });
                let path = format!("/api/v1/suggestions/case/{what}");
                self.resident.post_json(&path, &body).await.status
            }
            Try::Retire(office, retired) => {
                let path = format!("/api/v1/admin/offices/{}/retired", OFFICES[*office]);
                let body = json!({ "retired": retired });
                let admin = self.staff.last().unwrap();
                admin.json(Method::PUT, &path, &body).await.status
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

    async fn look(&self) -> BTreeMap<i64, Stands> {
        let found = self.plaza.context.db.read(|connection| {
            let states: Vec<(i64, State, Option<chrono::NaiveDate>)> = cases::table
                .select((cases::id, cases::state, cases::due_on))
                .load(connection)?;
            let mut all = BTreeMap::new();
            for (id, state, due) in states {
                let offices = case_offices::table
                    .inner_join(offices::table)
                    .filter(case_offices::case_id.eq(id))
                    .order(case_offices::position)
                    .select((case_offices::position, offices::retired_on.is_null()))
                    .load(connection)?;
                let file = handling_records::table
                    .filter(handling_records::case_id.eq(id))
                    .order(handling_records::number)
                    .select(handling_records::kind)
                    .load(connection)?;
                let stands = Stands {
                    state,
                    due,
                    offices,
                    file,
                };
                all.insert(id, stands);
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
        for (id, case) in &now {
            let was = &before[id];
            assert!(
                case.file.starts_with(&was.file),
                "a record was changed or lost"
            );
            let is_recorded = case.file.len() > was.file.len();
            let stays = case.state == was.state && case.due == was.due;
            assert!(stays || is_recorded, "{one:?}: no record");
            let (state, offices) = (case.state, &case.offices);
            let routed = state.is_open() || state.is_over();
            assert_eq!(
                case.due.is_some(),
                routed,
                "{one:?}: {state:?} and its due date"
            );
            let responsible = offices.first().map(|(place, _)| *place);
            assert_eq!(
                responsible,
                routed.then_some(0),
                "{one:?}: {state:?} and its recipient"
            );
            let live = offices.iter().all(|(_, lives)| *lives);
            assert!(live || !state.is_open(), "{one:?}: with a retired office");
        }
        // A resident drops what nobody has seen yet, and nothing else goes.
        let gone = before.iter().filter(|(id, _)| !now.contains_key(id));
        for (_, was) in gone {
            let dropped = matches!(one, Try::Resident(_, "drop"));
            assert!(dropped && was.state == State::New, "{one:?} lost a case");
        }
        before = now;
    }
    verify::all(&city.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    let whole = suggestions::verify(&city.plaza.context).await.unwrap();
    assert_eq!(whole as usize, before.len());
}

#[actix_web::test]
async fn a_case_opened_again_has_who_is_left_as_responsible_office() {
    let tried = [
        Try::Answer(0, 3),
        Try::Answer(1, 3),
        Try::Retire(0, true),
        Try::Resident(1, "reopen"),
    ];
    hold(false, tried.to_vec()).await;
}

#[test]
fn no_case_is_ever_without_recipient_record_or_due_date() {
    let config = Config {
        cases: runs(),
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
