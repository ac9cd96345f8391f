//! Whatever people do in whatever order, a node that keeps pages says what one says that keeps none,
//! byte for byte: on every page that may be kept, in both languages, as the time goes on.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use proptest::{prelude::*, test_runner::Config};
use serde_json::json;

use super::{counts, pages, plain, words};
use crate::{
    arrange::arrange,
    support::{Answer, Client, Plaza, measure},
};

/// Something that happens; topics and posts are chosen among those there are.
#[derive(Clone, Debug)]
enum Happens {
    Open(bool),
    Reply(usize),
    Quote(usize, usize),
    Edit(usize),
    Hide(usize),
    Erase(usize),
    Thank(usize),
    Merge(usize, usize),
    Move(usize, bool),
    Lock(usize, bool),
    Pin(usize, bool),
    Rename,
    Wait(i64),
}

fn happens() -> impl Strategy<Value = Happens> {
    let one_of = 0_usize..64;
    prop_oneof![
        3 => any::<bool>().prop_map(Happens::Open),
        6 => one_of.clone().prop_map(Happens::Reply),
        2 => (one_of.clone(), one_of.clone()).prop_map(|(topic, post)| Happens::Quote(topic, post)),
        2 => one_of.clone().prop_map(Happens::Edit),
        1 => one_of.clone().prop_map(Happens::Hide),
        2 => one_of.clone().prop_map(Happens::Erase),
        2 => one_of.clone().prop_map(Happens::Thank),
        2 => (one_of.clone(), one_of.clone()).prop_map(|(one, other)| Happens::Merge(one, other)),
        1 => (one_of.clone(), any::<bool>()).prop_map(|(topic, to)| Happens::Move(topic, to)),
        1 => (one_of.clone(), any::<bool>()).prop_map(|(topic, on)| Happens::Lock(topic, on)),
        1 => (one_of, any::<bool>()).prop_map(|(topic, on)| Happens::Pin(topic, on)),
        1 => Just(Happens::Rename),
        3 => (1_i64..40_000).prop_map(Happens::Wait),
    ]
}

struct People {
    author: Client,
    moderator: Client,
    topics: Vec<i64>,
    posts: Vec<i64>,
}

impl People {
    fn topic(&self, at: usize) -> Option<i64> {
        self.topics.get(at % self.topics.len().max(1)).copied()
    }

    fn post(&self, at: usize) -> Option<i64> {
        self.posts.get(at % self.posts.len().max(1)).copied()
    }

    /// What is refused changes nothing, which is looked at like all else.
    async fn answer(&mut self, topic: Option<i64>, body: &str) {
        let Some(topic) = topic else { return };
        let path = format!("/api/v1/topics/{topic}/posts");
        let answer = self.author.post_json(&path, &json!({ "body": body })).await;
        if answer.status == 201 {
            self.posts.extend(answer.json()["id"].as_i64());
        }
    }

    async fn arrange(&self, topic: Option<i64>, act: &str, more: serde_json::Value) {
        if let Some(topic) = topic {
            arrange(&self.moderator, topic, act, more).await;
        }
    }

    async fn on_post(&self, method: Method, at: usize, rest: &str, body: serde_json::Value) {
        if let Some(post) = self.post(at) {
            let path = format!("/api/v1/posts/{post}{rest}");
            // Nobody thanks for a post of their own.
            let by = if rest.is_empty() {
                &self.author
            } else {
                &self.moderator
            };
            by.json(method, &path, &body).await;
        }
    }

    async fn happen(&mut self, plaza: &Plaza, happens: &Happens) {
        match *happens {
            Happens::Open(open) => {
                let board = if open { "open" } else { "city" };
                let number = self.topics.len();
                let title = format!("主題{number}");
                let topic = self.author.topic(board, &title, "內文").await;
                self.topics.push(topic);
            }
            Happens::Reply(at) => self.answer(self.topic(at), "回覆").await,
            Happens::Quote(at, of) => {
                if let Some(post) = self.post(of) {
                    let body = format!("> [quote:{post}:1]\n> 回覆\n\n對");
                    self.answer(self.topic(at), &body).await;
                }
            }
            Happens::Edit(at) => {
                let body = json!({ "body": "改過的回覆" });
                self.on_post(Method::PATCH, at, "", body).await;
            }
            Happens::Hide(at) => {
                if let Some(post) = self.post(at) {
                    let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
                    let path = format!("/zh/posts/{post}/moderate");
                    self.moderator.post(&path, &fields).await;
                }
            }
            Happens::Erase(at) => self.on_post(Method::DELETE, at, "", json!({})).await,
            Happens::Thank(at) => {
                let path = "/reactions/thanks";
                self.on_post(Method::PUT, at, path, json!({})).await;
            }
            Happens::Merge(one, other) => {
                let into = json!({ "topic": self.topic(other) });
                self.arrange(self.topic(one), "merge", into).await;
            }
            Happens::Move(at, open) => {
                let board = if open { "open" } else { "city" };
                let to = json!({ "board": board });
                self.arrange(self.topic(at), "move", to).await;
            }
            Happens::Lock(at, on) => {
                let act = if on { "lock" } else { "unlock" };
                self.arrange(self.topic(at), act, json!({})).await;
            }
            Happens::Pin(at, on) => {
                let act = if on { "pin" } else { "unpin" };
                self.arrange(self.topic(at), act, json!({})).await;
            }
            Happens::Rename => {
                let rename = "UPDATE boards SET name_en = name_en || '!'";
                plaza.sql(rename).unwrap();
            }
            Happens::Wait(seconds) => plaza.advance(TimeDelta::seconds(seconds)),
        }
    }
}

async fn all_agree(story: Vec<Happens>) {
    let plaza = Plaza::with_boards().await;
    let mut people = People {
        author: plaza.log_on_as(Role::Resident, "海海").await,
        moderator: plaza.log_on_as(Role::Moderator, "版主").await,
        topics: Vec::new(),
        posts: Vec::new(),
    };
    let keeping = plaza.client().await;
    let keeps_none = plaza.client_of(&plain(&plaza).await).await;
    let mut seen = Vec::new();
    for happens in &story {
        plaza.advance(TimeDelta::seconds(1));
        people.happen(&plaza, happens).await;
        // Addresses that led somewhere before, too; what is the city's own, `held` looks at.
        let citys = ["/privacy", "/rules", "/accessibility", "/open-data"];
        for path in pages(&plaza, &people.topics).await {
            if !seen.contains(&path) && !citys.iter().any(|own| path.contains(own)) {
                seen.push(path);
            }
        }
        for path in &seen {
            let (kept, right) = (
                keeping.get_once(path).await,
                keeps_none.get_once(path).await,
            );
            assert_eq!(kept.status, right.status, "{path} after {happens:?}");
            assert_eq!(words(&kept), words(&right), "{path} after {happens:?}");
            let place = |answer: &Answer| answer.headers.get("location").cloned();
            assert_eq!(place(&kept), place(&right), "{path} after {happens:?}");
        }
    }
    let (hits, misses) = counts(&plaza);
    println!("{hits} pages were given as they were kept, {misses} were made");
    assert!(hits > 0);
}

proptest! {
    #![proptest_config(Config {
        cases: u32::try_from(measure::number("PAGE_STORIES", 2)).unwrap(),
        failure_persistence: None,
        ..Config::default()
    })]
    #[test]
    fn kept_pages_say_what_fresh_ones_would(story in prop::collection::vec(happens(), 6..12)) {
        actix_web::rt::System::new().block_on(all_agree(story));
    }
}
