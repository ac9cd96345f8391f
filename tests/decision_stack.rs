//! Decisions about the same post stand on one another: after any order of hiding, holding, masking,
//! bringing back, approving, taking back, granted appeals and the author's own changes, the post
//! stands and reads as what is left of them says, and an original is kept just as long as its mask.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::sealed_originals},
    jobs::retention,
    privacy::verify,
};
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const PHONE: &str = "0912-345-678";
const POST: &str = "/api/v1/posts/2";

#[derive(Clone, Copy, Debug)]
enum Move {
    Hide,
    Hold,
    Mask,
    Restore,
    Approve,
    Edit,
    /// The decision at this place among those that were made.
    Undo(usize),
    Grant(usize),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        Just(Move::Hide),
        Just(Move::Hold),
        Just(Move::Mask),
        Just(Move::Restore),
        Just(Move::Approve),
        Just(Move::Edit),
        (0usize..40).prop_map(Move::Undo),
        (0usize..40).prop_map(Move::Undo),
        (0usize..40).prop_map(Move::Grant),
    ];
    vec(one, 30)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Published,
    Held,
    Hidden,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Hide,
    Hold,
    Mask,
    Restore,
    Approve,
}

#[derive(Clone, Debug)]
struct Made {
    number: i64,
    kind: Kind,
    was: Stands,
    became: Stands,
    /// How many changes the author had made.
    edits: usize,
    undone: bool,
}

/// What the post is, reckoned apart from Plaza.
struct Model {
    stands: Stands,
    made: Vec<Made>,
    /// The mask that stands in the present text.
    masked_by: Option<i64>,
    edits: usize,
}

impl Model {
    fn top(&self) -> Option<usize> {
        let moves = |made: &Made| !made.undone && made.kind != Kind::Mask;
        self.made.iter().rposition(moves)
    }

    fn push(&mut self, number: i64, kind: Kind, became: Stands) {
        self.made.push(Made {
            number,
            kind,
            was: self.stands,
            became,
            edits: self.edits,
            undone: false,
        });
        self.stands = became;
    }

    fn unmask(&mut self, at: usize) {
        self.made[at].undone = true;
        if self.masked_by == Some(self.made[at].number) {
            self.masked_by = None;
        }
    }

    /// Whether the decision can be taken back; then it is.
    fn undo(&mut self, at: usize) -> bool {
        let made = self.made[at].clone();
        if made.undone {
            return true;
        }
        match made.kind {
            Kind::Restore => return false,
            Kind::Mask => self.unmask(at),
            kind => {
                let unseen = kind == Kind::Hold && self.edits > made.edits;
                if self.top() != Some(at) || self.stands != made.became || unseen {
                    return false;
                }
                self.made[at].undone = true;
                self.stands = made.was;
            }
        }
        true
    }

    /// An appeal against it is granted.
    fn grant(&mut self, at: usize) {
        let made = self.made[at].clone();
        if made.kind == Kind::Mask {
            return self.unmask(at);
        }
        let covered = self.top() != Some(at);
        self.made[at].undone = true;
        if covered {
            let mut above = self.made[at + 1..].iter_mut();
            let next = above.find(|next| !next.undone && next.kind != Kind::Mask);
            next.unwrap().was = made.was;
        } else if made.kind == Kind::Hide || self.edits == made.edits {
            self.stands = Stands::Published;
        }
    }
}

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    other: Client,
    guest: Client,
    model: Model,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "二手書", "意者電洽。").await;
    let published = |_: &str| ("mine", "publish");
    let reply = json!({ "body": format!("打給我{PHONE}") });
    let path = format!("/api/v1/topics/{topic}/posts");
    let made = author.decide("POST", &path, &reply, published).await;
    made.expect(201);
    Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        author,
        plaza,
        model: Model {
            stands: Stands::Published,
            made: Vec::new(),
            masked_by: None,
            edits: 0,
        },
    }
}

impl Scene {
    async fn decisions(&self) -> Vec<Value> {
        let path = format!("{POST}/decisions");
        let read = self.moderator.get(&path).await.expect(200).json();
        read["decisions"].as_array().unwrap().clone()
    }

    async fn newest(&self) -> i64 {
        let all = self.decisions().await;
        all.last().unwrap()["number"].as_i64().unwrap()
    }

    /// An act on the post; gives whether it was done.
    async fn act(&self, act: &str) -> bool {
        let body = json!({ "act": act, "ground": "R3", "reason": "陌生人會打這支電話" });
        let path = format!("{POST}/moderate");
        let answer = self.moderator.post_json(&path, &body).await;
        match answer.status.as_u16() {
            200 => true,
            409 => false,
            _ => panic!("{}", answer.body),
        }
    }

    async fn make(&mut self, act: &str, kind: Kind, from: Stands, became: Stands) {
        let visible = self.model.masked_by.is_none();
        let can = self.model.stands == from && (kind != Kind::Mask || visible);
        // What was hidden and is not on top any more cannot be brought back.
        let top = self.model.top().map(|top| self.model.made[top].kind);
        let can = can && (kind != Kind::Restore || top == Some(Kind::Hide));
        assert_eq!(self.act(act).await, can, "{act}");
        if can {
            let number = self.newest().await;
            self.model.push(number, kind, became);
            if kind == Kind::Mask {
                self.model.masked_by = Some(number);
            }
        }
    }

    async fn approve(&mut self) {
        let queue = self.moderator.get("/api/v1/review").await.expect(200);
        let queue = queue.json();
        let waiting = queue["items"].as_array().unwrap();
        let held = self.model.stands == Stands::Held;
        assert_eq!(!waiting.is_empty(), held, "{queue}");
        if held {
            let path = format!("/api/v1/review/{}", waiting[0]["id"]);
            let body = json!({ "decision": "approve", "version": waiting[0]["version"] });
            self.moderator.post_json(&path, &body).await.expect(200);
            let number = self.newest().await;
            self.model.push(number, Kind::Approve, Stands::Published);
        }
    }

    async fn edit(&mut self) {
        if self.model.stands == Stands::Hidden {
            return;
        }
        self.model.edits += 1;
        let text = format!("第{}次改：打給我{PHONE}", self.model.edits);
        let published = |_: &str| ("mine", "publish");
        let change = json!({ "body": text });
        let answer = self.author.decide("PATCH", POST, &change, published).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        self.model.masked_by = None;
    }

    async fn undo(&mut self, at: usize) {
        let path = format!("/api/v1/decisions/{}/undo", self.model.made[at].number);
        let answer = self.other.post_json(&path, &json!({})).await;
        let can = self.model.undo(at);
        let expected = if can { 200 } else { 409 };
        assert_eq!(answer.status.as_u16(), expected, "{}", answer.body);
    }

    async fn grant(&mut self, at: usize) {
        let made = self.model.made[at].clone();
        let number = made.number;
        let all = self.decisions().await;
        let known = all.iter().find(|one| one["number"] == number).unwrap();
        let appealable = [Kind::Hide, Kind::Hold, Kind::Mask].contains(&made.kind);
        let may = appealable && !made.undone && known["appeal"].is_null();
        if !may {
            return;
        }
        let covered = made.kind != Kind::Mask && self.model.top() != Some(at);
        let out_of_sight = match made.kind {
            Kind::Hold => self.model.stands == Stands::Held,
            _ => self.model.stands == Stands::Hidden,
        };
        let edited = made.kind == Kind::Hold && self.model.edits > made.edits;
        if made.kind != Kind::Mask && !covered && !out_of_sight && !edited {
            return;
        }
        let body = json!({ "number": number, "words": "請再看看" });
        let path = format!("{POST}/appeals");
        self.author.post_json(&path, &body).await.expect(200);
        // While it waits, nobody else takes the decision back.
        let undo = format!("/api/v1/decisions/{number}/undo");
        let refused = self.other.post_json(&undo, &json!({})).await.expect(409);
        assert_eq!(refused.json()["code"], "appealed");
        let waiting = self.other.get("/api/v1/appeals").await.expect(200).json();
        let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
        let answer = json!({ "granted": true, "answer": "是我們看錯了" });
        self.other.post_json(&path, &answer).await.expect(200);
        self.model.grant(at);
    }

    async fn kept(&self) -> i64 {
        let counted: Result<i64, DbError> = self
            .plaza
            .context
            .db
            .read(|connection| Ok(sealed_originals::table.count().get_result(connection)?))
            .await;
        counted.unwrap()
    }

    /// What everybody sees is what the model says.
    async fn check(&self, after: &str) {
        let model = &self.model;
        let topic = self.guest.get("/api/v1/topics/1").await.expect(200);
        let visible = model.stands == Stands::Published;
        let topic = topic.json();
        assert_eq!(topic["replies"], i64::from(visible), "{after}: {topic}");
        let readable = visible && model.masked_by.is_none();
        let text = topic.to_string();
        assert_eq!(text.contains(PHONE), readable, "{after}: {text}");
        let own = self.author.get(POST).await.expect(200).body;
        let unmasked = model.masked_by.is_none();
        assert_eq!(own.contains(PHONE), unmasked, "{after}: {own}");
        let masks = |made: &&Made| made.kind == Kind::Mask && !made.undone;
        let masks = model.made.iter().filter(masks).count();
        assert_eq!(self.kept().await, i64::try_from(masks).unwrap(), "{after}");
    }
}

#[actix_web::test]
async fn whatever_is_decided_in_whatever_order_what_is_left_of_it_stands() {
    let seeded = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), seeded);
    for _ in 0..4 {
        let moves = moves().new_tree(&mut runner).unwrap().current();
        let mut scene = scene().await;
        for (at, one) in moves.iter().enumerate() {
            scene.plaza.advance(TimeDelta::minutes(11));
            let count = scene.model.made.len();
            match *one {
                Move::Hide => {
                    let (from, to) = (Stands::Published, Stands::Hidden);
                    scene.make("hide", Kind::Hide, from, to).await;
                }
                Move::Hold => {
                    let (from, to) = (Stands::Published, Stands::Held);
                    scene.make("hold", Kind::Hold, from, to).await;
                }
                Move::Mask => {
                    let stays = Stands::Published;
                    scene.make("mask", Kind::Mask, stays, stays).await;
                }
                Move::Restore => {
                    let (from, to) = (Stands::Hidden, Stands::Published);
                    scene.make("restore", Kind::Restore, from, to).await;
                }
                Move::Approve => scene.approve().await,
                Move::Edit => scene.edit().await,
                Move::Undo(which) if count > 0 => scene.undo(which % count).await,
                Move::Grant(which) if count > 0 => scene.grant(which % count).await,
                Move::Undo(_) | Move::Grant(_) => {}
            }
            let after = format!("{at} of {:?}", &moves[..=at]);
            scene.check(&after).await;
        }
        // When the time to appeal has ended, nothing is kept of any mask.
        scene.plaza.advance(TimeDelta::days(31));
        retention::once(&scene.plaza.context).await.unwrap();
        assert_eq!(scene.kept().await, 0);
        verify::all(&scene.plaza.context, Vec::new(), |_| {})
            .await
            .unwrap();
    }
}

#[actix_web::test]
async fn what_the_privacy_officer_or_a_second_person_decided_no_moderator_takes_back() {
    let scene = scene().await;
    let administrator = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let investigations = format!("{POST}/investigations");
    let body = json!({ "act": "hide", "agency": "地檢署", "document": "115偵字第1號" });
    let asked = scene.moderator.post_json(&investigations, &body).await;
    let id = asked.json()["id"].as_i64().unwrap();
    let approve = json!({ "approved": true });
    let path = format!("/api/v1/officer/approvals/{id}");
    administrator.post_json(&path, &approve).await.expect(200);
    let path = format!("{investigations}/{id}");
    let hide = json!({ "act": "hide" });
    scene.moderator.post_json(&path, &hide).await.expect(200);
    let number = scene.newest().await;
    let undo = format!("/api/v1/decisions/{number}/undo");
    scene.other.post_json(&undo, &json!({})).await.expect(409);
    let restore = json!({ "act": "restore", "reason": "看錯了" });
    let path = format!("{POST}/moderate");
    scene.other.post_json(&path, &restore).await.expect(409);
    let all = scene.decisions().await;
    assert_eq!(all[0]["may_undo"], false);
    let patch = json!({ "body": "改" });
    let edit = scene.author.json(Method::PATCH, POST, &patch).await;
    assert!(!edit.status.is_success());
}
