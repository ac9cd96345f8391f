//! Database, attachments, erasure journal and temporary files on a disk that is full, and then on one
//! that nothing can be written to: each write is told so with words, everything is read as before,
//! nothing is half kept, and with room again Plaza goes on without a restart. On PostgreSQL the server has
//! its own disk, and this one has the rest.
//!
//! `STEADY_ROUNDS` says how often (`scripts/measure disk-full`).

use std::{collections::BTreeSet, time::Duration};

use serde_json::json;

use super::{
    asks::{self, Town},
    disk::{ReadOnly, Stuffing, on_a_small_disk, place},
    figures::until,
    http::{Http, Reply},
    program::{Program, WITHSTANDS_LIMITS},
    truth,
};
use crate::support::{files::png, measure::number};

/// In MiB: a city, its log, and little else.
const SIZE: usize = 48;
/// So many writes are to be put off at least.
const ENOUGH: usize = 5;
/// The longest until what a full disk still takes is used up, or it is noticed that it has room.
const NOTICED: Duration = Duration::from_secs(120);

#[test]
fn a_disk_that_takes_nothing_is_told_and_used_again_without_a_restart() {
    let said = on_a_small_disk("steady::disk_full::on_the_small_disk", SIZE);
    let figure = said.lines().find(|line| line.contains("disk-full on "));
    println!("{}", figure.expect("what became of it"));
}

#[actix_web::test]
#[ignore = "the test above starts it on a small disk"]
async fn on_the_small_disk() {
    let Some(disk) = place() else { return };
    let rounds = number("STEADY_ROUNDS", 1);
    let town = Town::with(1).await;
    let mut program = Program::serve_after(&town.plaza, WITHSTANDS_LIMITS);
    let id = program.id();
    let mut scene = Scene::begin(&program, &town).await;
    let (mut full, mut read_only) = (0, 0);
    for _ in 0..rounds {
        let stuffing = Stuffing::of(&disk);
        full += scene.takes_nothing();
        drop(stuffing);
        scene.goes_on().await;
        let forbidden = ReadOnly::of(&disk, &program);
        read_only += scene.takes_nothing() + scene.takes_not_a_byte();
        drop(forbidden);
        scene.goes_on().await;
    }
    let posts = scene.all_there().await;
    drop(scene);
    assert!(program.runs() && program.id() == id, "it was started anew");
    program.stop();
    program.verify();
    truth::is_whole(&town.plaza.context.config.database_url);
    println!(
        "\ndisk-full on {}: {rounds} rounds; full: {full} writes put off, read-only: {read_only}; each with \
         words, none half kept; {posts} posts there; everything read meanwhile; went on without a restart",
        town.database()
    );
}

/// Somebody who writes and reads.
struct Scene<'a> {
    town: &'a Town,
    http: Http,
    page: String,
    /// The post with a picture, and that.
    shown: i64,
    picture: String,
    /// A post that is to be erased one day.
    erasable: i64,
    /// What was acknowledged.
    kept: BTreeSet<i64>,
    steps: usize,
}

impl<'a> Scene<'a> {
    async fn begin(program: &Program, town: &'a Town) -> Self {
        let mut http = program.client();
        let begun = asks::log_in(&mut http, &asks::name(0)).unwrap().expect(201);
        http.bear(begun.json()["token"].as_str().unwrap());
        let mut scene = Self {
            town,
            http,
            page: town.page().await,
            shown: 0,
            picture: String::new(),
            erasable: 0,
            kept: BTreeSet::new(),
            steps: 0,
        };
        scene.erasable = scene.post().unwrap();
        scene.shown = scene.post_with_picture();
        let path = format!("/api/v1/posts/{}", scene.shown);
        let post = scene.http.get(&path).unwrap().expect(200).json();
        let picture = &post["attachments"][0]["variants"][0]["url"];
        scene.picture = picture.as_str().unwrap().to_owned();
        scene
    }

    /// Replies; gives the answer where that is "later".
    fn post(&mut self) -> Result<i64, Reply> {
        self.post_showing(&[])
    }

    fn post_showing(&mut self, files: &[&str]) -> Result<i64, Reply> {
        self.steps += 1;
        let words = format!("第{}盞路燈不亮。", self.steps);
        let body = json!({ "body": words, "attachments": files });
        let key = format!("disk-full-{}", self.steps);
        let reply = asks::reply_with(&mut self.http, self.town.topic, &body, &key).unwrap();
        if reply.says_later() {
            return Err(reply);
        }
        assert!(matches!(reply.status, 201 | 202), "{}", reply.text());
        let id = reply.json()["id"].as_i64().unwrap();
        self.kept.insert(id);
        Ok(id)
    }

    fn post_with_picture(&mut self) -> i64 {
        let taken = asks::upload(&mut self.http, "lamp.png", &png(12, 10)).unwrap();
        let taken = taken.expect(201).json();
        let token = taken["token"].as_str().unwrap();
        self.post_showing(&[token]).unwrap()
    }

    /// Holds that nothing is written to this disk, or all of it; gives how many writes were put off.
    fn takes_nothing(&mut self) -> usize {
        let mut later = ENOUGH;
        if self.town.plaza.on_postgres() {
            self.post().expect("the server has a disk of its own");
        } else {
            // What can be written before the log must grow is taken.
            until("the database takes nothing", NOTICED, || {
                if let Err(reply) = self.post() {
                    has_words(&reply);
                    later += 1;
                }
                (later >= 2 * ENOUGH).then_some(())
            });
        }
        let before = self.town.plaza.objects();
        for _ in 0..ENOUGH {
            let refused = asks::upload(&mut self.http, "lamp.png", &png(14, 10)).unwrap();
            has_words(&refused);
        }
        assert_eq!(self.town.plaza.objects(), before, "half a file is kept");
        self.reads();
        later
    }

    /// What little a full disk might still take, a read-only one does not; gives how many were put off.
    fn takes_not_a_byte(&mut self) -> usize {
        if !self.town.plaza.on_postgres() {
            self.typed_words_come_back();
        }
        let erased = asks::erase(&mut self.http, self.erasable).unwrap();
        has_words(&erased);
        self.reads();
        1 + usize::from(!self.town.plaza.on_postgres())
    }

    /// The page that says "later" gives back what somebody typed.
    fn typed_words_come_back(&mut self) {
        let form = [
            ("submission", "typed-on-a-full-disk"),
            ("body", "寫了很久的話"),
        ];
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let path = format!("/zh/topics/{}/reply", self.town.topic);
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let page = self
            .http
            .send("POST", &path, &headers, form.as_bytes())
            .unwrap();
        let text = page.text();
        assert!(page.says_later(), "{} {text}", page.status);
        assert!(page.header("retry-after").is_some(), "{text}");
        assert!(
            text.contains("<h1") && text.contains("寫了很久的話"),
            "{text}"
        );
    }

    /// Everything that is there is read.
    fn reads(&mut self) {
        let post = format!("/api/v1/posts/{}", self.shown);
        let erasable = format!("/api/v1/posts/{}", self.erasable);
        for path in [
            "/healthz",
            "/zh",
            &self.page,
            &post,
            &erasable,
            &self.picture,
        ] {
            let reply = self.http.get(path).unwrap();
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        }
    }

    /// Everything works again by itself, and nothing is there but what was acknowledged.
    async fn goes_on(&mut self) {
        until("it writes again", NOTICED, || self.post().ok());
        self.post_with_picture();
        self.reads();
        self.all_there().await;
    }

    async fn all_there(&mut self) -> usize {
        for id in &self.kept {
            let reply = self.http.get(&format!("/api/v1/posts/{id}")).unwrap();
            assert_eq!(reply.status, 200, "{id}: {}", reply.text());
        }
        let (there, _) = self.town.counts().await;
        assert_eq!(
            usize::try_from(there).unwrap(),
            self.kept.len(),
            "half kept"
        );
        self.kept.len()
    }
}

/// It says in words that this is for later.
#[track_caller]
fn has_words(reply: &Reply) {
    let said = reply.json();
    assert!(reply.says_later(), "{} {}", reply.status, reply.text());
    assert!(reply.header("retry-after").is_some(), "{said}");
    assert!(
        said["title"]
            .as_str()
            .is_some_and(|title| !title.is_empty()),
        "{said}"
    );
}
