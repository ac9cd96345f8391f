//! A moderator takes words out of a post: what goes and from where, what is refused, who is told, and how
//! the words come back.

mod back;
mod refused;
mod shown;

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{post_revisions, sealed_originals},
    },
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const PHONE: &str = "0912-345-678";
const MARK: &str = "【版主移除】";
/// What has to go.
const WORDS: &str = "這家店根本是騙子。";
const BODY: &str = "下午可以面交。這家店根本是騙子。書況很好。";
const LEFT: &str = "下午可以面交。書況很好。";
const AFTER: &str = "下午可以面交。【版主移除】書況很好。";
const REASON: &str = "沒有證據，會傷害店家";
const PAGE: &str = "/zh/posts/1/take-out";
const TAKE_OUT: &str = "/api/v1/posts/1/take-out";
const POST: &str = "/api/v1/posts/1";

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    /// Somebody who decided nothing yet.
    other: Client,
    guest: Client,
}

/// Sends a text, and publishes whatever is found in it.
async fn send(client: &Client, method: Method, path: &str, body: &Value) -> Answer {
    let answer = client.json(method.clone(), path, body).await;
    if answer.status.as_u16() != 422 {
        return answer;
    }
    let published = |_: &str| ("mine", "publish");
    client.decide(method.as_str(), path, body, published).await
}

/// A topic whose opening post, number 1, has this text.
async fn scene(title: &str, body: &str) -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let post = json!({ "title": title, "body": body });
    let path = "/api/v1/boards/city/topics";
    send(&author, Method::POST, path, &post).await.expect(201);
    Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        author,
        plaza,
    }
}

impl Scene {
    async fn edit(&self, body: &str) {
        self.plaza.advance(TimeDelta::minutes(11));
        let change = json!({ "body": body });
        let edited = send(&self.author, Method::PATCH, POST, &change).await;
        edited.expect(200);
    }

    /// What is asked of the API, with a ground.
    async fn ask(&self, mut what: Value) -> Answer {
        what["ground"] = json!("R3");
        if what["began"].is_null() {
            what["began"] = json!("*");
        }
        what["reason"] = json!(REASON);
        self.moderator.post_json(TAKE_OUT, &what).await
    }

    /// Takes the words out; gives the decision's number.
    async fn take_out(&self, left: &str) -> i64 {
        let done = self.ask(json!({ "body": left })).await.expect(200);
        assert_eq!(done.json()["status"], "decided");
        self.plaza.advance(TimeDelta::minutes(1));
        self.newest().await
    }

    async fn newest(&self) -> i64 {
        let path = format!("{POST}/decisions");
        let read = self.moderator.get(&path).await.expect(200).json();
        let all = read["decisions"].as_array().unwrap();
        all.last().unwrap()["number"].as_i64().unwrap()
    }

    async fn undo(&self, number: i64) -> u16 {
        let path = format!("/api/v1/decisions/{number}/undo");
        let answer = self.other.post_json(&path, &json!({})).await;
        answer.status.as_u16()
    }

    /// Its author appeals, and somebody else grants it.
    async fn grant(&self, number: i64) {
        let words = json!({ "number": number, "words": "這是事實" });
        let path = format!("{POST}/appeals");
        self.author.post_json(&path, &words).await.expect(200);
        let waiting = self.other.get("/api/v1/appeals").await.expect(200).json();
        let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
        let answer = json!({ "granted": true, "answer": "是我們看錯了" });
        self.other.post_json(&path, &answer).await.expect(200);
    }

    /// The posts of the topic as everybody sees them.
    async fn posts(&self) -> Value {
        let topic = self.guest.get("/api/v1/topics/1").await.expect(200).json();
        topic["posts"].clone()
    }

    async fn body(&self) -> String {
        self.posts().await[0]["body"].as_str().unwrap().to_owned()
    }

    /// The earlier versions, a line each.
    async fn before(&self) -> String {
        let before: Result<Vec<String>, DbError> = self
            .plaza
            .context
            .db
            .read(|connection| {
                let revisions = post_revisions::table.order(post_revisions::number);
                Ok(revisions.select(post_revisions::body).load(connection)?)
            })
            .await;
        before.unwrap().join("\n")
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

    /// How many decisions count against the author.
    async fn upheld(&self) -> i64 {
        let path = "/api/v1/account/standing";
        let own = self.author.get(path).await.expect(200).json();
        own["upheld"].as_i64().unwrap()
    }

    /// The last mail to the author.
    async fn mail(&self) -> String {
        let mails = self.plaza.mails().await;
        let last = mails.iter().rfind(|mail| mail.to == "haihai@example.tw");
        last.unwrap().text.clone()
    }
}

/// The error that a program is given: field and code.
fn wrong(answer: Answer) -> (String, String) {
    let error = answer.expect(422).json()["errors"][0].clone();
    let said = |name: &str| error[name].as_str().unwrap().to_owned();
    (said("field"), said("code"))
}
