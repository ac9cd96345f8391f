//! Words that were masked and words that were taken out of the same post: after any order of both, of the
//! author's own changes, of taking back and of granted appeals, the post reads as what is left of the
//! decisions says, and an original is kept just as long as its decision. Where a post stands,
//! `decision_stack` looks at.

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
const INSULT: &str = "根本是騙子";
const MARK: &str = "【版主移除】";
const POST: &str = "/api/v1/posts/2";

#[derive(Clone, Copy, Debug)]
enum Move {
    Mask,
    TakeOut,
    Edit,
    /// The decision at this place among those that were made.
    Undo(usize),
    Grant(usize),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        Just(Move::Mask),
        Just(Move::TakeOut),
        Just(Move::Edit),
        (0usize..40).prop_map(Move::Undo),
        (0usize..40).prop_map(Move::Undo),
        (0usize..40).prop_map(Move::Grant),
    ];
    vec(one, 24)
}

#[derive(Clone, Copy, Debug)]
struct Made {
    number: i64,
    undone: bool,
}

/// What the post is, reckoned apart from Plaza.
#[derive(Default)]
struct Model {
    made: Vec<Made>,
    /// The mask, and the taking out, that stand in the present text.
    masked_by: Option<i64>,
    taken_by: Option<i64>,
    edits: usize,
}

impl Model {
    fn undo(&mut self, at: usize) {
        self.made[at].undone = true;
        let number = Some(self.made[at].number);
        for stands in [&mut self.masked_by, &mut self.taken_by] {
            if *stands == number {
                *stands = None;
            }
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

/// The text as its author writes it, each time another.
fn text(edits: usize) -> String {
    format!("第{edits}次寫：打給我{PHONE}，那家店{INSULT}。")
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "二手書", "意者電洽。").await;
    let published = |_: &str| ("mine", "publish");
    let reply = json!({ "body": text(0) });
    let path = format!("/api/v1/topics/{topic}/posts");
    let made = author.decide("POST", &path, &reply, published).await;
    made.expect(201);
    Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        author,
        plaza,
        model: Model::default(),
    }
}

impl Scene {
    async fn decisions(&self) -> Vec<Value> {
        let path = format!("{POST}/decisions");
        let read = self.moderator.get(&path).await.expect(200).json();
        read["decisions"].as_array().unwrap().clone()
    }

    async fn body(&self) -> String {
        let post = self.guest.get(POST).await.expect(200).json();
        post["body"].as_str().unwrap().to_owned()
    }

    /// The number of a decision that was made just now.
    async fn made(&mut self) -> i64 {
        let all = self.decisions().await;
        let number = all.last().unwrap()["number"].as_i64().unwrap();
        let undone = false;
        self.model.made.push(Made { number, undone });
        number
    }

    async fn mask(&mut self) {
        let body = json!({ "act": "mask", "ground": "R3", "reason": "陌生人會打這支電話" });
        let path = format!("{POST}/moderate");
        let answer = self.moderator.post_json(&path, &body).await;
        if self.model.masked_by.is_some() {
            answer.expect(409);
            return;
        }
        answer.expect(200);
        self.model.masked_by = Some(self.made().await);
    }

    async fn take_out(&mut self) {
        let left = self.body().await.replace(INSULT, "");
        let body = json!({ "body": left, "began": "*", "ground": "R3", "reason": "沒有證據" });
        let path = format!("{POST}/take-out");
        let answer = self.moderator.post_json(&path, &body).await;
        if self.model.taken_by.is_some() {
            answer.expect(422);
            return;
        }
        answer.expect(200);
        self.model.taken_by = Some(self.made().await);
    }

    async fn edit(&mut self) {
        self.model.edits += 1;
        let published = |_: &str| ("mine", "publish");
        let change = json!({ "body": text(self.model.edits) });
        let answer = self.author.decide("PATCH", POST, &change, published).await;
        answer.expect(200);
        (self.model.masked_by, self.model.taken_by) = (None, None);
    }

    async fn undo(&mut self, at: usize) {
        let number = self.model.made[at].number;
        let path = format!("/api/v1/decisions/{number}/undo");
        let answer = self.other.post_json(&path, &json!({})).await;
        answer.expect(200);
        self.model.undo(at);
    }

    async fn grant(&mut self, at: usize) {
        let Made { number, undone } = self.model.made[at];
        if undone {
            return;
        }
        let body = json!({ "number": number, "words": "請再看看" });
        let path = format!("{POST}/appeals");
        self.author.post_json(&path, &body).await.expect(200);
        let waiting = self.other.get("/api/v1/appeals").await.expect(200).json();
        let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
        let answer = json!({ "granted": true, "answer": "是我們看錯了" });
        self.other.post_json(&path, &answer).await.expect(200);
        self.model.undo(at);
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
        let (model, body) = (&self.model, self.body().await);
        let (masked, taken) = (model.masked_by.is_some(), model.taken_by.is_some());
        assert_eq!(body.contains(PHONE), !masked, "{after}: {body}");
        assert_eq!(body.contains(INSULT), !taken, "{after}: {body}");
        assert_eq!(body.contains(MARK), taken, "{after}: {body}");
        if !masked && !taken {
            assert_eq!(body, text(model.edits), "{after}");
        }
        let stand = model.made.iter().filter(|made| !made.undone).count();
        assert_eq!(self.kept().await, i64::try_from(stand).unwrap(), "{after}");
    }
}

#[actix_web::test]
async fn whatever_is_masked_and_taken_out_in_whatever_order_what_is_left_of_it_is_read() {
    let seeded = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), seeded);
    for _ in 0..4 {
        let moves = moves().new_tree(&mut runner).unwrap().current();
        let mut scene = scene().await;
        for (at, one) in moves.iter().enumerate() {
            scene.plaza.advance(TimeDelta::minutes(11));
            let count = scene.model.made.len();
            match *one {
                Move::Mask => scene.mask().await,
                Move::TakeOut => scene.take_out().await,
                Move::Edit => scene.edit().await,
                Move::Undo(which) if count > 0 => scene.undo(which % count).await,
                Move::Grant(which) if count > 0 => scene.grant(which % count).await,
                Move::Undo(_) | Move::Grant(_) => {}
            }
            let after = format!("{at} of {:?}", &moves[..=at]);
            scene.check(&after).await;
        }
        // When the time to appeal has ended, nothing is kept of any of them.
        scene.plaza.advance(TimeDelta::days(31));
        retention::once(&scene.plaza.context).await.unwrap();
        assert_eq!(scene.kept().await, 0);
        verify::all(&scene.plaza.context, Vec::new(), |_| {})
            .await
            .unwrap();
    }
}
