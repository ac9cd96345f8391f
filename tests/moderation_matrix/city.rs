//! The city of the table: everybody's client, and the things that are acted on, each new.

use std::{cell::Cell, collections::BTreeMap};

use actix_web::http::Method;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{appeals, data_requests, posts},
    },
    keys::Token,
};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Plaza};

/// The columns of the table.
pub const ROLES: [&str; 10] = [
    "guest",
    "resident",
    "author",
    "here",
    "there",
    "everywhere",
    "staff",
    "officer",
    "admin",
    "former",
];

/// The board that `here` moderates, and that of `there`.
pub const HERE: &str = "open";
pub const THERE: &str = "city";

/// The words of every appeal against a decision about a post, and about an account.
pub const APPEAL: &str = "請再看看這一則";
pub const ACCOUNT_APPEAL: &str = "我只是分享優惠訊息";
/// Of every profile that was flagged, and of whoever is named in a post.
pub const PROFILE: &str = "買藥找我。";
pub const REQUEST: &str = "電話是我的";
/// That every topic has.
pub const TAG: &str = "市集";

/// What is acted on; what a thing does not have is 0.
#[derive(Default)]
pub struct Thing {
    pub topic: i64,
    /// Of a topic, the one that opens it.
    pub post: i64,
    pub reply: i64,
    /// Another topic of the same board, and one of the other.
    pub beside: i64,
    pub across: i64,
    /// The item of the queue, and what was looked at.
    pub item: i64,
    pub version: i64,
    /// The decision about it, in the ledger; of what is kept, and of what was approved, its own.
    pub number: i64,
    pub appeal: i64,
    /// What somebody who is named in it asks.
    pub request: i64,
    /// An account of somebody new; `number` is what was imposed on it.
    pub account: i64,
    pub title: String,
    /// What stands in its text and nowhere else.
    pub words: String,
    /// For one form.
    pub token: String,
}

pub struct City {
    pub plaza: Plaza,
    clients: BTreeMap<&'static str, Client>,
    /// A moderator who stands in no column: nobody decides about their own decision.
    decider: Client,
    made: Cell<usize>,
}

impl City {
    pub async fn new() -> Self {
        let plaza = Plaza::with_boards().await;
        let mut clients = BTreeMap::from([("guest", plaza.client().await)]);
        let mut ids = BTreeMap::new();
        for (name, role) in [
            ("resident", Role::Resident),
            ("author", Role::Resident),
            ("here", Role::Moderator),
            ("there", Role::Moderator),
            ("everywhere", Role::Moderator),
            ("staff", Role::Staff),
            ("officer", Role::PrivacyOfficer),
            ("admin", Role::Administrator),
            ("former", Role::Moderator),
        ] {
            ids.insert(name, plaza.account(name, role).await);
            let client = plaza.client().await;
            client.log_on(&format!("{name}@example.tw"), PASSWORD).await;
            clients.insert(name, client);
        }
        for (name, board) in [("here", HERE), ("there", THERE)] {
            let path = format!("/api/v1/admin/moderators/{}/boards", ids[name]);
            let body = json!({ "boards": [board] });
            let chosen = clients["admin"].json(Method::PUT, &path, &body).await;
            chosen.expect(200);
        }
        // Whose session goes on, and whose role ends.
        clients["former"].get("/zh/review").await.expect(200);
        let path = format!("/api/v1/admin/moderators/{}", ids["former"]);
        let body = json!({});
        let ended = clients["admin"].json(Method::DELETE, &path, &body).await;
        ended.expect(200);
        let decider = plaza.log_on_as(Role::Moderator, "版主丁").await;
        Self {
            plaza,
            clients,
            decider,
            made: Cell::new(0),
        }
    }

    pub fn client(&self, role: &str) -> &Client {
        &self.clients[role]
    }

    /// A number that nothing had before.
    pub fn next(&self) -> usize {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }

    /// A new thing of this name in the table.
    pub async fn thing(&self, named: &str) -> Thing {
        let (kind, place) = named.split_once(' ').unwrap_or((named, ""));
        let boards = match place {
            "there" => [THERE, HERE],
            _ => [HERE, THERE],
        };
        let mut thing = match kind {
            "nothing" => Thing::default(),
            "post" => self.post(boards[0]).await,
            "topic" => self.topic(boards).await,
            "held" => self.held(boards[0]).await,
            "hidden" => self.hidden(boards[0]).await,
            "appealed" => self.appealed(boards[0]).await,
            "profile" => self.profile().await,
            "dismissed" => self.dismissed(boards[0]).await,
            "reminded" => self.reminded().await,
            "unseen" => self.unseen().await,
            "requested" => self.requested(boards[0]).await,
            "account" => self.newcomer().await.0,
            "silenced" => self.silenced().await.0,
            "contested" => self.contested().await,
            "locked" => self.arranged(boards, "lock").await,
            "pinned" => self.arranged(boards, "pin").await,
            "asked" => self.investigated(boards[0]).await,
            "approved" => self.approved(boards[0]).await,
            other => self.kept(other).await,
        };
        thing.token = Token::draw(&self.plaza.context.random).reveal().to_owned();
        thing
    }

    /// A topic of the author's with a telephone number that is public.
    async fn post(&self, board: &str) -> Thing {
        self.write("author", board, "mine", 201).await
    }

    /// One that waits for review: the number is somebody else's.
    async fn held(&self, board: &str) -> Thing {
        let mut thing = self.write("author", board, "other", 202).await;
        let post = thing.post;
        let is_it = |item: &Value| item["post"]["id"] == post;
        (thing.item, thing.version) = self.item("admin", is_it).await;
        thing
    }

    async fn write(&self, author: &str, board: &str, whose: &'static str, status: u16) -> Thing {
        let n = self.next();
        let words = format!("0912-345-{n:03}");
        let (title, body) = (format!("二手書{n}"), format!("打給我{words}"));
        let path = format!("/api/v1/boards/{board}/topics");
        let body = json!({ "title": &title, "body": body, "tags": [TAG] });
        let decide = |_: &str| (whose, "publish");
        let made = self.client(author).decide("POST", &path, &body, decide);
        made.await.expect(status);
        let newest: Result<(i64, i64), DbError> = self
            .plaza
            .context
            .db
            .read(|connection| {
                let newest = posts::table.order(posts::id.desc());
                let newest = newest.select((posts::topic_id, posts::id));
                Ok(newest.first(connection)?)
            })
            .await;
        let (topic, post) = newest.unwrap();
        Thing {
            topic,
            post,
            title,
            words,
            ..Thing::default()
        }
    }

    /// One with an answer, and others beside and across.
    async fn topic(&self, [own, other]: [&str; 2]) -> Thing {
        let thing = self.post(own).await;
        let author = self.client("author");
        let n = self.next();
        Thing {
            reply: author.reply(thing.topic, &format!("第{n}本還在。")).await,
            beside: author.topic(own, &format!("路燈{n}"), "不亮").await,
            across: author.topic(other, &format!("公車{n}"), "沒來").await,
            ..thing
        }
    }

    /// One with which somebody did this.
    async fn arranged(&self, boards: [&str; 2], act: &str) -> Thing {
        let thing = self.topic(boards).await;
        let path = format!("/api/v1/topics/{}/arrange", thing.topic);
        let body = json!({ "act": act, "reason": "依板規" });
        self.decider.post_json(&path, &body).await.expect(200);
        thing
    }

    /// A post that shall be hidden for an investigation, which nobody approved yet.
    async fn investigated(&self, board: &str) -> Thing {
        let mut thing = self.post(board).await;
        let path = format!("/api/v1/posts/{}/investigations", thing.post);
        let body = json!({
            "act": "hide", "agency": "高雄市政府警察局", "document": "115年3月1日第2號",
        });
        let asked = self.decider.post_json(&path, &body).await.expect(201);
        thing.number = asked.json()["id"].as_i64().unwrap();
        thing
    }

    /// One for which the second person approved it.
    async fn approved(&self, board: &str) -> Thing {
        let thing = self.investigated(board).await;
        let path = format!("/api/v1/officer/approvals/{}", thing.number);
        let body = json!({ "approved": true });
        let officer = self.client("officer");
        officer.post_json(&path, &body).await.expect(200);
        thing
    }

    /// A post that somebody hid.
    async fn hidden(&self, board: &str) -> Thing {
        let thing = self.post(board).await;
        self.hide(thing, "author").await
    }

    async fn hide(&self, mut thing: Thing, author: &str) -> Thing {
        let post = thing.post;
        let body = json!({ "act": "hide", "ground": "R3", "reason": "陌生人會打這支電話" });
        let path = format!("/api/v1/posts/{post}/moderate");
        self.decider.post_json(&path, &body).await.expect(200);
        let path = format!("/api/v1/posts/{post}/decisions");
        let decided = self.client(author).get(&path).await.expect(200).json();
        thing.number = decided["decisions"][0]["number"].as_i64().unwrap();
        thing
    }

    /// One whose author appealed.
    async fn appealed(&self, board: &str) -> Thing {
        let thing = self.hidden(board).await;
        self.appeal(thing, "author").await
    }

    /// A post on the first board whose author, of this role, appealed against its being hidden.
    pub async fn appeal_of(&self, author: &str) -> Thing {
        let thing = self.write(author, HERE, "mine", 201).await;
        let thing = self.hide(thing, author).await;
        self.appeal(thing, author).await
    }

    async fn appeal(&self, mut thing: Thing, author: &str) -> Thing {
        let post = thing.post;
        let path = format!("/api/v1/posts/{post}/appeals");
        let body = json!({ "number": thing.number, "words": APPEAL });
        let sent = self.client(author).post_json(&path, &body).await;
        sent.expect(200);
        let appeal: Result<i64, DbError> = self
            .plaza
            .context
            .db
            .read(move |connection| {
                let of_post = appeals::table.filter(appeals::post_id.eq(post));
                Ok(of_post.select(appeals::id).first(connection)?)
            })
            .await;
        thing.appeal = appeal.unwrap();
        let is_it = |item: &Value| item["kind"] == "appeal" && item["elsewhere"]["post"] == post;
        (thing.item, thing.version) = self.item("admin", is_it).await;
        thing
    }

    /// A public post in which somebody is named who asks for something.
    async fn requested(&self, board: &str) -> Thing {
        let mut thing = self.post(board).await;
        let (guest, post) = (self.client("guest"), thing.post);
        let email = format!("me{post}@private.example");
        let fields = [("words", REQUEST), ("email", &*email)];
        let path = format!("/zh/posts/{post}/about-me");
        guest.post(&path, &fields).await.expect(303);
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == email).unwrap();
        guest.post(&mail.link("/about-me/"), &[]).await.expect(200);
        let request: Result<i64, DbError> = self
            .plaza
            .context
            .db
            .read(move |connection| {
                let of_post = data_requests::table.filter(data_requests::post_id.eq(post));
                Ok(of_post.select(data_requests::id).first(connection)?)
            })
            .await;
        thing.request = request.unwrap();
        let is_it = |item: &Value| item["elsewhere"]["post"] == post;
        (thing.item, thing.version) = self.item("officer", is_it).await;
        thing
    }

    /// Somebody new, and a client with whom they are logged on.
    async fn newcomer(&self) -> (Thing, Client) {
        let name = format!("newcomer{}", self.next());
        let client = self.plaza.log_on_as(Role::Resident, &name).await;
        let own = client.get("/api/v1/account").await.expect(200).json();
        let thing = Thing {
            account: own["id"].as_i64().unwrap(),
            ..Thing::default()
        };
        (thing, client)
    }

    /// One whom somebody silenced.
    async fn silenced(&self) -> (Thing, Client) {
        let (mut thing, client) = self.newcomer().await;
        let path = format!("/api/v1/people/{}/sanctions", thing.account);
        let body = json!({ "kind": "silence", "last_day": "2026-03-09", "reason": "多次張貼廣告" });
        let imposed = self.decider.post_json(&path, &body).await.expect(201);
        thing.number = imposed.json()["number"].as_i64().unwrap();
        (thing, client)
    }

    /// One who appealed against that.
    async fn contested(&self) -> Thing {
        let (mut thing, client) = self.silenced().await;
        let path = format!("/api/v1/sanctions/{}/appeal", thing.number);
        let body = json!({ "words": ACCOUNT_APPEAL });
        client.post_json(&path, &body).await.expect(202);
        let account = thing.account;
        let is_it = |item: &Value| item["elsewhere"]["account"] == account;
        (thing.item, thing.version) = self.item("admin", is_it).await;
        thing
    }

    /// A profile of somebody new that was flagged.
    async fn profile(&self) -> Thing {
        let name = format!("seller{}", self.next());
        let account = self.plaza.account(&name, Role::Resident).await;
        let owner = self.plaza.client().await;
        let email = format!("{name}@example.tw");
        owner.log_on(&email, PASSWORD).await;
        let body = json!({ "about": PROFILE });
        let path = "/api/v1/account/profile";
        owner.json(Method::PUT, path, &body).await.expect(200);
        let path = format!("/api/v1/people/{account}/flags");
        let body = json!({ "reason": "spam" });
        let flagged = self.client("resident").post_json(&path, &body).await;
        assert!(flagged.status.is_success(), "{}", flagged.body);
        let mut thing = Thing {
            account,
            ..Thing::default()
        };
        let is_it = |item: &Value| item["profile"]["id"] == account;
        (thing.item, thing.version) = self.item("admin", is_it).await;
        thing
    }

    /// A post whose flags somebody dismissed.
    async fn dismissed(&self, board: &str) -> Thing {
        let mut thing = self.post(board).await;
        let post = thing.post;
        let path = format!("/api/v1/posts/{post}/flags");
        let body = json!({ "reason": "spam" });
        let flagged = self.client("resident").post_json(&path, &body).await;
        assert!(flagged.status.is_success(), "{}", flagged.body);
        let is_it = |item: &Value| item["kind"] == "flag" && item["post"]["id"] == post;
        (thing.item, thing.version) = self.item("admin", is_it).await;
        self.decided(thing, "approve").await
    }

    /// A profile whose owner somebody asked to change it.
    async fn reminded(&self) -> Thing {
        let thing = self.profile().await;
        self.decided(thing, "reject").await
    }

    /// A profile that somebody hid.
    async fn unseen(&self) -> Thing {
        let thing = self.profile().await;
        self.decided(thing, "hide").await
    }

    /// With the number of what was decided about its item.
    async fn decided(&self, mut thing: Thing, decision: &str) -> Thing {
        let path = format!("/api/v1/review/{}", thing.item);
        let body = json!({
            "decision": decision, "version": thing.version, "ground": "R5", "reason": "這是廣告",
        });
        self.decider.post_json(&path, &body).await.expect(200);
        let register = self.client("guest").get("/api/v1/ledger").await;
        let register = register.expect(200).json();
        thing.number = register["entries"][0]["number"].as_i64().unwrap();
        thing
    }

    /// The item that waits, and the version that is shown, as somebody of this role finds it.
    async fn item(&self, role: &str, is_it: impl Fn(&Value) -> bool) -> (i64, i64) {
        let mut path = "/api/v1/review".to_owned();
        loop {
            let list = self.client(role).get(&path).await.expect(200).json();
            let mut items = list["items"].as_array().unwrap().iter();
            if let Some(item) = items.find(|item| is_it(item)) {
                let number = |name: &str| item[name].as_i64().unwrap();
                return (number("id"), number("version"));
            }
            let next = match &list["next"] {
                Value::Null => panic!("no such item waits"),
                Value::String(next) => next.clone(),
                next => next.to_string(),
            };
            path = format!("/api/v1/review?after={next}");
        }
    }
}
