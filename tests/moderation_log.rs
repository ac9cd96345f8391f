//! The trace of moderation: each act leaves its entries in the ledger, and everybody reads them by
//! the month, without anything of anybody.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::schema::ledger_payloads,
    privacy::ledger::{self, Entry, LedgerError},
    statistics::freeze_closed,
};
use serde_json::{Value, json};

use crate::{
    arrange::arrange,
    boards::change,
    flags::{flag, item},
    support::{Client, PASSWORD, Plaza},
};

/// Stands in every title, text, reason, flag, appeal and answer.
const MARK: &str = "獨角獸";
const PHONE: &str = "0912-345-678";
const AUTHOR: &str = "dolphin";
const READER: &str = "heron";
const MODERATOR: &str = "lynx";
const OTHER: &str = "ibis";
const GUEST: &str = "小樹";
const AGENCY: &str = "高雄地檢署";
/// What no page about moderation tells.
const PLANTED: [&str; 9] = [
    MARK,
    PHONE,
    AUTHOR,
    READER,
    MODERATOR,
    OTHER,
    GUEST,
    AGENCY,
    "example.tw",
];

struct Scene {
    plaza: Plaza,
    author: Client,
    reader: Client,
    reader_id: i64,
    moderator: Client,
    moderator_id: i64,
    other: Client,
    other_id: i64,
    guest: Client,
}

async fn logged_on(plaza: &Plaza, name: &str, role: Role) -> (Client, i64) {
    let id = plaza.account(name, role).await;
    let client = plaza.client().await;
    client.log_on(&format!("{name}@example.tw"), PASSWORD).await;
    (client, id)
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let (author, _) = logged_on(&plaza, AUTHOR, Role::Resident).await;
    let (reader, reader_id) = logged_on(&plaza, READER, Role::Resident).await;
    let (moderator, moderator_id) = logged_on(&plaza, MODERATOR, Role::Moderator).await;
    let (other, other_id) = logged_on(&plaza, OTHER, Role::Moderator).await;
    Scene {
        guest: plaza.client().await,
        plaza,
        author,
        reader,
        reader_id,
        moderator,
        moderator_id,
        other,
        other_id,
    }
}

/// Every act of a moderator, with the entries that it leaves: act and ground.
const STEPS: [(&str, &[(&str, &str)]); 27] = [
    ("approve", &[("post-approved", "review")]),
    ("reject", &[("post-rejected", "circumstance-2")]),
    ("dismiss", &[("flags-dismissed", "review")]),
    ("hide-flagged", &[("post-hidden", "circumstance-2")]),
    ("mask-flagged", &[("post-masked", "circumstance-2")]),
    ("remind", &[("profile-reminded", "circumstance-2")]),
    ("hide-profile", &[("profile-hidden", "circumstance-2")]),
    ("hide", &[("post-hidden", "circumstance-2")]),
    ("mask", &[("post-masked", "circumstance-2")]),
    ("take-out", &[("post-edited", "circumstance-2")]),
    ("protect", &[("post-hidden", "circumstance-4")]),
    ("investigate", &[("post-hidden", "circumstance-1")]),
    (
        "grant",
        &[("appeal-granted", "consent"), ("post-restored", "consent")],
    ),
    ("refuse", &[("appeal-refused", "consent")]),
    ("pin", &[("topic-pinned", "reason")]),
    ("unpin", &[("topic-unpinned", "reason")]),
    ("lock", &[("topic-locked", "reason")]),
    ("unlock", &[("topic-unlocked", "reason")]),
    ("move", &[("topic-moved", "reason")]),
    ("tag", &[("topic-tagged", "reason")]),
    ("split", &[("topic-split", "reason")]),
    ("merge", &[("topic-merged", "reason")]),
    ("warn", &[("account-warned", "reason")]),
    ("silence", &[("account-silenced", "reason")]),
    ("release", &[("sanction-ended", "reason")]),
    ("suspend", &[("account-suspended", "reason")]),
    // It counts how well the detector does, and is done to nobody's post.
    ("feedback", &[]),
];

impl Scene {
    /// A topic with a public telephone: the topic and its post.
    async fn topic(&self) -> (i64, i64) {
        let body = json!({ "title": format!("{MARK}走失"), "body": format!("{MARK}請打{PHONE}") });
        let path = "/api/v1/boards/city/topics";
        let published = |_: &str| ("mine", "publish");
        let made = self.author.decide("POST", path, &body, published).await;
        let topic = made.expect(201).json()["id"].as_i64().unwrap();
        let shown = self.guest.get(&format!("/api/v1/topics/{topic}")).await;
        let post = shown.expect(200).json()["posts"][0]["id"].as_i64().unwrap();
        (topic, post)
    }

    /// A guest's topic that waits.
    async fn held(&self) {
        let signed = self.guest.as_guest(GUEST, None).await;
        let body = json!({ "title": format!("{MARK}大拍賣"), "body": MARK, "guest": signed });
        let path = "/api/v1/boards/open/topics";
        let published = |_: &str| ("mine", "publish");
        let held = self.guest.decide("POST", path, &body, published).await;
        held.expect(202);
    }

    /// The address below which the author's profile is shown.
    async fn profile(&self) -> String {
        let (_, post) = self.topic().await;
        let body = json!({ "about": format!("{MARK}買賣找我。") });
        let path = "/api/v1/account/profile";
        self.author.json(Method::PUT, path, &body).await.expect(200);
        let shown = self.guest.get(&format!("/api/v1/posts/{post}")).await;
        format!(
            "/zh/people/{}",
            shown.expect(200).json()["author"]["profile"]
        )
    }

    /// Decides about the only item that waits.
    async fn decide(&self, decision: &str) -> i32 {
        let (item, version) = item(&self.moderator).await;
        let before = self.last().await;
        let mut body = self.ground("R5");
        body["decision"] = json!(decision);
        body["version"] = json!(version.parse::<i64>().unwrap());
        let path = format!("/api/v1/review/{item}");
        self.moderator.post_json(&path, &body).await.expect(200);
        before
    }

    fn ground(&self, ground: &str) -> Value {
        json!({
            "ground": ground, "reason": format!("{MARK}的理由"),
            "complained_by": "telephone", "complained_on": "2026-03-01",
        })
    }

    /// Acts on a public post.
    async fn moderate(&self, post: i64, act: &str, ground: &str) {
        let mut body = self.ground(ground);
        body["act"] = json!(act);
        let path = format!("/api/v1/posts/{post}/moderate");
        self.moderator.post_json(&path, &body).await.expect(200);
    }

    /// Hides a post because of an investigation that a second person approved.
    async fn investigate(&self) -> i32 {
        let (_, post) = self.topic().await;
        let path = format!("/zh/posts/{post}/investigations");
        let asked = [
            ("touch", "hide"),
            ("agency", AGENCY),
            ("document", "115年偵字第42號"),
        ];
        self.moderator.post(&path, &asked).await.expect(303);
        let approver = self.plaza.log_on_as(Role::Administrator, "管理員").await;
        let page = approver.get("/zh/officer/approvals").await.expect(200);
        let action = page.attribute("form[action*='/officer/approvals/']", "action");
        let action = action.expect("nothing to approve");
        approver.post(&action, &[]).await.expect(303);
        let before = self.last().await;
        let number = action.rsplit('/').next().unwrap();
        let path = format!("{path}/{number}");
        let hide = [("touch", "hide")];
        self.moderator.post(&path, &hide).await.expect(303);
        before
    }

    /// Hides a post against which its author appeals; gives the post.
    async fn appealed(&self) -> i64 {
        let (_, post) = self.topic().await;
        self.moderate(post, "hide", "R2").await;
        let body = json!({ "number": self.last().await, "words": format!("{MARK}沒有錯") });
        let path = format!("/api/v1/posts/{post}/appeals");
        self.author.post_json(&path, &body).await.expect(200);
        post
    }

    /// Decides the only appeal that waits.
    async fn answer(&self, granted: bool) {
        let waiting = self.other.get("/api/v1/appeals").await.expect(200).json();
        let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
        let body = json!({ "granted": granted, "answer": format!("{MARK}看過了") });
        self.other.post_json(&path, &body).await.expect(200);
    }

    async fn arrange(&self, act: &str) -> i32 {
        let (topic, _) = self.topic().await;
        match act {
            "unpin" | "unlock" => {
                let first = act.trim_start_matches("un");
                let done = arrange(&self.moderator, topic, first, json!({})).await;
                done.expect(200);
            }
            _ => {}
        }
        let more = match act {
            "move" => json!({ "board": "open" }),
            "tag" => json!({ "tags": ["路燈"] }),
            "split" => {
                let reply = self.author.reply(topic, MARK).await;
                json!({ "posts": [reply], "title": format!("{MARK}的腳印") })
            }
            "merge" => json!({ "topic": self.topic().await.0 }),
            _ => json!({}),
        };
        let before = self.last().await;
        let done = arrange(&self.moderator, topic, act, more).await;
        done.expect(200);
        before
    }

    async fn sanction(&self, kind: &str) -> i32 {
        let before = self.last().await;
        let reason = format!("{MARK}的理由");
        let path = format!("/api/v1/people/{}", self.reader_id);
        if kind == "release" {
            let standing = self.moderator.get(&format!("{path}/standing")).await;
            let number = standing.expect(200).json()["sanctions"][0]["number"].clone();
            let path = format!("/api/v1/sanctions/{number}/end");
            let body = json!({ "reason": reason });
            self.moderator.post_json(&path, &body).await.expect(200);
            return before;
        }
        let mut body = json!({ "kind": kind, "reason": reason });
        if kind != "warn" {
            body["last_day"] = json!("2026-03-20");
        }
        let path = format!("{path}/sanctions");
        self.moderator.post_json(&path, &body).await.expect(201);
        before
    }

    /// Does a step, with all that comes before it; gives the last entry's number right before.
    async fn step(&self, step: &str) -> i32 {
        match step {
            "approve" | "reject" => {
                self.held().await;
                self.decide(step).await
            }
            "dismiss" | "hide-flagged" | "mask-flagged" => {
                let (_, post) = self.topic().await;
                flag(
                    &self.reader,
                    &format!("/zh/posts/{post}/flag"),
                    "spam",
                    MARK,
                )
                .await;
                self.decide(match step {
                    "dismiss" => "approve",
                    "hide-flagged" => "reject",
                    _ => "mask",
                })
                .await
            }
            "remind" | "hide-profile" => {
                let profile = self.profile().await;
                flag(&self.reader, &format!("{profile}/flag"), "spam", MARK).await;
                self.decide(match step {
                    "remind" => "reject",
                    _ => "hide",
                })
                .await
            }
            "hide" | "mask" | "protect" => {
                let (_, post) = self.topic().await;
                let before = self.last().await;
                match step {
                    "protect" => self.moderate(post, "hide", "protect").await,
                    _ => self.moderate(post, step, "R2").await,
                }
                before
            }
            "take-out" => {
                let (_, post) = self.topic().await;
                let before = self.last().await;
                let mut body = self.ground("R2");
                body["body"] = json!(format!("{MARK}{PHONE}"));
                body["began"] = json!("*");
                let path = format!("/api/v1/posts/{post}/take-out");
                self.moderator.post_json(&path, &body).await.expect(200);
                before
            }
            "investigate" => self.investigate().await,
            "grant" | "refuse" => {
                self.appealed().await;
                let before = self.last().await;
                self.answer(step == "grant").await;
                before
            }
            "warn" | "silence" | "release" | "suspend" => self.sanction(step).await,
            "feedback" => {
                let (_, post) = self.topic().await;
                let before = self.last().await;
                let body = json!({ "verdict": "missed", "kind": "EMAIL" });
                let path = format!("/api/v1/posts/{post}/feedback");
                self.moderator.post_json(&path, &body).await.expect(200);
                before
            }
            _ => self.arrange(step).await,
        }
    }

    /// The register, newest first.
    async fn entries(&self) -> Vec<Entry> {
        let read = ledger::register(&self.plaza.context, None, 1000).await;
        read.unwrap().0
    }

    async fn last(&self) -> i32 {
        self.entries().await.first().map_or(0, |entry| entry.number)
    }

    /// Who stands beside each entry, by its number.
    async fn by(&self) -> BTreeMap<i32, Option<i64>> {
        let cx = self.plaza.context.clone();
        let read: Result<BTreeMap<i32, Option<i64>>, LedgerError> = self
            .plaza
            .context
            .db
            .read(move |connection| {
                let rows: Vec<(i32, Vec<u8>)> = ledger_payloads::table
                    .select((ledger_payloads::number, ledger_payloads::payload_sealed))
                    .load(connection)?;
                rows.into_iter()
                    .map(|(number, sealed)| Ok((number, ledger::open(&cx, &sealed)?.by)))
                    .collect()
            })
            .await;
        read.unwrap()
    }

    /// The month is over by now, and so are the sessions of before.
    async fn a_month_later(&self) {
        self.plaza.advance(TimeDelta::days(35));
        let people = [
            (&self.author, AUTHOR),
            (&self.moderator, MODERATOR),
            (&self.other, OTHER),
        ];
        for (client, name) in people {
            client.log_on(&format!("{name}@example.tw"), PASSWORD).await;
        }
    }

    async fn log(&self, query: &str) -> Value {
        let path = format!("/api/v1/moderation/log{query}");
        self.guest.get(&path).await.expect(200).json()
    }
}

/// The lines of a page of the log.
fn lines(log: &Value) -> &Vec<Value> {
    log["lines"].as_array().unwrap()
}

/// How often each act is told.
fn acts(log: &Value) -> BTreeMap<String, u64> {
    let mut acts = BTreeMap::new();
    for line in lines(log) {
        let act = line["act"].as_str().unwrap().to_owned();
        *acts.entry(act).or_default() += line["times"].as_u64().unwrap();
    }
    acts
}

#[actix_web::test]
async fn each_act_leaves_its_entry_and_the_log_tells_it_without_anybody() {
    let scene = scene().await;
    for (step, left) in STEPS {
        let before = scene.step(step).await;
        let mut entries = scene.entries().await;
        entries.retain(|entry| entry.number > before);
        entries.reverse();
        let told: Vec<(&str, &str)> = entries
            .iter()
            .map(|entry| (entry.act.as_str(), entry.ground.as_str()))
            .collect();
        assert_eq!(told, left, "{step}");
        let by = scene.by().await;
        let decider = match step {
            "grant" | "refuse" => scene.other_id,
            _ => scene.moderator_id,
        };
        for entry in &entries {
            assert_eq!(by[&entry.number], Some(decider), "{step}");
            let names_board = |(name, _): &(String, String)| ["board", "from"].contains(&&**name);
            assert!(!entry.facts.iter().any(names_board), "{step}: {entry:?}");
        }
    }
    // The log tells what the register tells, act by act.
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for entry in scene.entries().await {
        *all.entry(entry.act.as_str().to_owned()).or_default() += 1;
    }
    let log = scene.log("").await;
    assert_eq!(acts(&log), all);
    assert_eq!(log["month"], "2026-03");
    let known = BTreeSet::from([
        "act",
        "sort",
        "ground",
        "rule",
        "rules_version",
        "board",
        "board_name",
        "appeal",
        "times",
    ]);
    for line in lines(&log) {
        let mut keys = line.as_object().unwrap().keys();
        assert!(keys.all(|key| known.contains(&**key)), "{line}");
    }
    let page = scene.guest.get("/zh/moderation/log").await.expect(200);
    assert_eq!(page.texts("#month"), ["2026年3月"]);
    assert_eq!(page.texts("main .rows li").len(), lines(&log).len());
    // A month later nothing of anybody stands on any page about it either.
    scene.plaza.advance(TimeDelta::days(35));
    freeze_closed(&scene.plaza.context).await.unwrap();
    for path in [
        "/zh/moderation",
        "/en/moderation",
        "/zh/moderation/log",
        "/en/moderation/log",
        "/zh/moderation/figures",
        "/en/moderation/figures/2026-03",
        "/feeds/zh/moderation.atom",
        "/feeds/en/moderation.atom",
        "/api/v1/moderation/log",
        "/api/v1/moderation/figures",
        "/api/v1/moderation/figures/2026-03",
        "/zh/ledger",
        "/en/ledger",
        "/api/v1/ledger",
    ] {
        let body = scene.guest.get(path).await.expect(200).body;
        for planted in PLANTED {
            assert!(!body.contains(planted), "{planted} in {path}");
        }
        for raw in ["moderation-log-", "ledger-act", "statistics-review-"] {
            assert!(!body.contains(raw), "{raw} in {path}");
        }
        if !path.contains("ledger") {
            for day in ["2026-03-02", "3月2日", "2 March"] {
                assert!(!body.contains(day), "{day} in {path}");
            }
        }
    }
}

#[actix_web::test]
async fn the_log_tells_nothing_of_what_came_first() {
    let mut told = Vec::new();
    for steps in [["hide", "lock", "protect"], ["protect", "lock", "hide"]] {
        let scene = scene().await;
        for step in steps {
            scene.step(step).await;
            scene.plaza.advance(TimeDelta::days(1));
        }
        let log = scene.log("").await;
        assert_eq!(lines(&log).len(), 3, "{log}");
        told.push(log);
    }
    assert_eq!(told[0], told[1]);
}

#[actix_web::test]
async fn a_page_of_the_log_is_a_month_and_what_is_asked_for_stays() {
    let scene = scene().await;
    let empty = scene.guest.get("/en/moderation/log").await.expect(200);
    assert!(empty.texts("main .empty")[0].contains("nothing yet"));
    assert_eq!(scene.log("").await["month"], Value::Null);
    for step in ["hide", "hide", "pin"] {
        scene.step(step).await;
    }
    scene.plaza.advance(TimeDelta::days(70));
    scene
        .author
        .log_on(&format!("{AUTHOR}@example.tw"), PASSWORD)
        .await;
    let email = format!("{MODERATOR}@example.tw");
    scene.moderator.log_on(&email, PASSWORD).await;
    scene.step("lock").await;
    let newest = scene.log("").await;
    assert_eq!(newest["month"], "2026-05");
    assert_eq!(
        acts(&newest),
        BTreeMap::from([("topic-locked".to_owned(), 1)])
    );
    let by_board = scene.log("?board=city").await;
    assert_eq!(by_board["month"], "2026-03");
    let next = newest["next"].as_str().unwrap();
    assert_eq!(next, "/api/v1/moderation/log?before=2026-05");
    let march = scene.guest.get(next).await.expect(200).json();
    assert_eq!(
        (&march["month"], &march["next"]),
        (&json!("2026-03"), &Value::Null)
    );
    // Equal acts stand together.
    assert_eq!(lines(&march).len(), 2, "{march}");
    assert_eq!(acts(&march)["post-hidden"], 2);
    let hidden = lines(&march)
        .iter()
        .find(|line| line["act"] == "post-hidden");
    let hidden = hidden.unwrap();
    assert_eq!(
        (&hidden["board"], &hidden["rule"]),
        (&json!("city"), &json!("R2"))
    );
    for (query, count) in [
        ("&act=topic-pinned", 1),
        ("&ground=circumstance-2", 1),
        ("&board=city", 2),
        ("&board=open", 0),
        ("&act=topic-pinned&ground=circumstance-2", 0),
        ("&act=disclosed", 2),
    ] {
        let asked = scene.log(&format!("?before=2026-05{query}")).await;
        assert_eq!(lines(&asked).len(), count, "{query}");
    }
    let page = scene
        .guest
        .get("/en/moderation/log?act=topic-pinned")
        .await
        .expect(200);
    let chosen = page.attribute("#f-act option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("topic-pinned"));
    let older = page.attribute("nav.pages a[rel=next]", "href").unwrap();
    assert_eq!(older, "/en/moderation/log?act=topic-pinned&before=2026-05");
    let page = scene.guest.get(&older).await.expect(200);
    assert_eq!(page.texts("#month"), ["March 2026"]);
    assert_eq!(page.texts("main .rows li").len(), 1);
    // The feed has an entry for each month that has closed.
    let feed = scene
        .guest
        .get("/feeds/en/moderation.atom")
        .await
        .expect(200);
    assert_eq!(feed.body.matches("<entry>").count(), 1, "{}", feed.body);
    assert!(
        feed.body.contains("Moderation in March 2026"),
        "{}",
        feed.body
    );
}

#[actix_web::test]
async fn the_log_tells_what_became_of_an_appeal() {
    let scene = scene().await;
    let states = async || {
        let log = scene.log("?act=post-hidden&before=2026-04").await;
        let states = lines(&log).iter().map(|line| line["appeal"].clone());
        states.collect::<Vec<_>>()
    };
    scene.appealed().await;
    scene.a_month_later().await;
    assert_eq!(states().await, [json!("open")]);
    scene.answer(true).await;
    assert_eq!(states().await, [json!("granted")]);
    let page = "/en/moderation/log?before=2026-04";
    let page = scene.guest.get(page).await.expect(200);
    assert!(page.texts("main .rows").concat().contains("Appeal granted"));
}

#[actix_web::test]
async fn the_month_that_is_not_over_tells_neither_boards_nor_what_became_of_appeals() {
    let scene = scene().await;
    scene.appealed().await;
    scene.answer(true).await;
    scene.step("hide").await;
    for query in ["", "?before=2026-04", "?before=2030-01"] {
        let log = scene.log(query).await;
        assert_eq!(
            (&log["month"], &log["open"]),
            (&json!("2026-03"), &json!(true))
        );
        for line in lines(&log) {
            for name in ["board", "board_name", "appeal"] {
                assert_eq!(line[name], Value::Null, "{query}: {line}");
            }
        }
        // Of the two nothing is told that tells them apart.
        let hidden = lines(&log)
            .iter()
            .filter(|line| line["act"] == "post-hidden");
        let times: Vec<Value> = hidden.map(|line| line["times"].clone()).collect();
        assert_eq!(times, [json!(2)], "{log}");
    }
    for query in ["?board=city", "?board=open", "?board=city&before=2026-04"] {
        let log = scene.log(query).await;
        assert_eq!((&log["month"], &log["next"]), (&Value::Null, &Value::Null));
        assert_eq!(lines(&log).len(), 0, "{log}");
    }
    for (lang, open, early, board) in [
        ("zh", "這個月還沒結束", "還沒有結束的月份", "市政大小事"),
        (
            "en",
            "This month is not over",
            "No month is over yet",
            "City affairs",
        ),
    ] {
        let page = format!("/{lang}/moderation/log");
        let shown = scene.guest.get(&page).await.expect(200);
        assert!(shown.texts("section").concat().contains(open), "{lang}");
        let rows = shown.texts("main .rows").concat();
        assert!(!rows.contains(board), "{lang}: {rows}");
        let narrowed = scene.guest.get(&format!("{page}?board=city")).await;
        let narrowed = narrowed.expect(200).texts("main .empty").concat();
        assert!(narrowed.contains(early), "{lang}: {narrowed}");
    }

    scene.a_month_later().await;
    for query in ["?board=city", "?board=city&before=2026-04"] {
        let log = scene.log(query).await;
        assert_eq!(
            (&log["month"], &log["open"]),
            (&json!("2026-03"), &json!(false))
        );
        let appeals: Vec<&Value> = lines(&log).iter().map(|line| &line["appeal"]).collect();
        assert_eq!(appeals, [&Value::Null, &json!("granted")], "{log}");
    }
    let page = scene.guest.get("/zh/moderation/log").await.expect(200);
    assert!(!page.texts("section").concat().contains("這個月還沒結束"));
    assert!(page.texts("main .rows").concat().contains("市政大小事"));
}

#[actix_web::test]
async fn a_month_that_is_over_is_read_once_and_its_appeals_as_they_stand() {
    let scene = scene().await;
    scene.appealed().await;
    scene.step("lock").await;
    scene.a_month_later().await;
    let march = async || {
        let log = scene.log("?before=2026-04").await;
        let told = lines(&log).iter();
        let told = told.map(|line| (line["act"].clone(), line["appeal"].clone()));
        told.collect::<Vec<_>>()
    };
    let hidden = |appeal: &str| {
        vec![
            (json!("post-hidden"), json!(appeal)),
            (json!("topic-locked"), Value::Null),
        ]
    };
    assert_eq!(march().await, hidden("open"));
    // Nobody can do this; whoever read the ledger again would tell it.
    scene.plaza.unguard("chain_links");
    let other = "UPDATE chain_links SET kind = 'topic-pinned' WHERE kind = 'topic-locked'";
    scene.plaza.sql(other).unwrap();
    assert_eq!(march().await, hidden("open"));
    for granted in [false, true] {
        if granted {
            scene.appealed().await;
        }
        scene.answer(granted).await;
        assert_eq!(march().await, hidden("refused"));
    }
    let april = scene.log("").await;
    assert_eq!(april["month"], "2026-04");
    assert_eq!(acts(&april)["appeal-granted"], 1);
}

#[actix_web::test]
async fn a_board_that_only_some_may_know_is_not_named_and_not_found_by_asking() {
    let scene = scene().await;
    scene.step("hide").await;
    scene.a_month_later().await;
    let board = async |query: &str| {
        let log = scene.log(query).await;
        let boards = lines(&log).iter().map(|line| line["board"].clone());
        boards.collect::<Vec<_>>()
    };
    assert_eq!(board("").await, [json!("city")]);
    assert_eq!(board("?board=city").await.len(), 1);
    let admin = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "city", closed).await.expect(200);
    assert_eq!(board("").await, [Value::Null]);
    assert_eq!(board("?board=city").await.len(), 0);
    let page = scene.guest.get("/zh/moderation/log").await.expect(200);
    assert!(!page.texts("main")[0].contains("市政大小事"));
}

#[actix_web::test]
async fn the_policy_of_moderation_says_what_the_program_does() {
    for has_limits in [false, true] {
        let plaza = Plaza::start_with(|config| config.review.limits = has_limits).await;
        let guest = plaza.client().await;
        let mut hashes = BTreeSet::new();
        for (lang, days) in [("zh", "30天"), ("en", "30 days")] {
            let page = guest.get(&format!("/{lang}/moderation")).await.expect(200);
            assert!(page.texts("main").concat().contains(days), "{lang}");
            let levels = page.texts("main table tbody tr").len();
            assert_eq!(levels, if has_limits { 4 } else { 0 }, "{lang}");
            for path in ["log", "figures"] {
                let link = format!("main a[href='/{lang}/moderation/{path}']");
                assert!(page.attribute(&link, "href").is_some(), "{link}");
            }
            hashes.extend(page.texts("main dd code"));
        }
        assert_eq!(hashes.len(), 1, "{hashes:?}");
    }
}
