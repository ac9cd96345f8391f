//! A forum to test in: two boards, and the shortest way to a topic and a post.

use actix_web::http::StatusCode;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::cases},
    forum::{
        boards::{self, NewBoard},
        reader::Circle,
    },
    i18n::Lang,
    published,
};
use serde_json::{Value, json};

use super::{Answer, Client, Plaza};

impl Plaza {
    /// Boards `city` (accounts only) and `open` (guests may post).
    pub async fn with_boards() -> Self {
        let plaza = Self::start().await;
        plaza.add_boards().await;
        plaza
    }

    /// The same boards in a city that is there already.
    pub async fn add_boards(&self) {
        for (position, (slug, zh, en, guest_posting)) in [
            ("city", "市政大小事", "City affairs", false),
            ("open", "鄰里生活", "Neighbourhood life", true),
        ]
        .into_iter()
        .enumerate()
        {
            let board = NewBoard {
                slug: slug.into(),
                name_zh: zh.into(),
                name_en: en.into(),
                description_zh: format!("{zh}的看板"),
                description_en: format!("The board {en}"),
                guest_posting,
                position: i32::try_from(position).unwrap(),
                ..NewBoard::default()
            };
            boards::add(&self.context, board).await.unwrap();
        }
    }
}

/// A suggestion that its resident published.
pub struct Suggested {
    pub topic: i64,
    /// The number and the password of its case, as a program sends them.
    pub key: Value,
}

impl Plaza {
    /// A suggestion that everybody can read, in a city.
    pub async fn published_suggestion(&self) -> Suggested {
        let resident = self.client().await;
        let known = resident.get("/api/v1/boards/suggestions").await;
        if known.status == StatusCode::NOT_FOUND {
            let board = NewBoard {
                slug: "suggestions".into(),
                name_zh: "市民的建議".into(),
                name_en: "Residents' suggestions".into(),
                description_zh: "公開的建議".into(),
                description_en: "What residents published".into(),
                open_by: Circle::Staff,
                position: 9,
                takes_suggestions: true,
                ..NewBoard::default()
            };
            boards::add(&self.context, board).await.unwrap();
        }
        let (title, body) = ("公車站加遮雨棚", "雨天等車都淋濕。");
        let suggestion = json!({
            "category": "road-damage", "district": "lingya", "title": title, "body": body,
        });
        let sent = resident.post_json("/api/v1/suggestions", &suggestion).await;
        let sent = sent.expect(201).json();
        let reference = sent["reference"].as_str().unwrap().to_owned();
        let case = self.context.db.read(move |connection| {
            Ok::<i64, DbError>(
                cases::table
                    .filter(cases::reference.eq(reference))
                    .select(cases::id)
                    .first(connection)?,
            )
        });
        let words = (title.to_owned(), body.to_owned(), Lang::Zh);
        let context = &self.context;
        let topic = published::seed(context, context, case.await.unwrap(), words);
        Suggested {
            topic: topic.await.unwrap(),
            key: json!({ "reference": sent["reference"], "password": sent["password"] }),
        }
    }
}

impl Plaza {
    /// The board on which suggestions are published.
    pub async fn publishes_suggestions(&self) {
        let board = NewBoard {
            slug: "suggestions".into(),
            name_zh: "市民的建議".into(),
            name_en: "Residents' suggestions".into(),
            description_zh: "公開的建議".into(),
            description_en: "What residents published".into(),
            guest_posting: true,
            open_by: Circle::Staff,
            takes_suggestions: true,
            ..NewBoard::default()
        };
        boards::add(&self.context, board).await.unwrap();
    }
}

impl Plaza {
    /// A topic on the board `open` to which so many replies of a guest wait for review.
    pub async fn crowd(&self, waiting: usize) -> i64 {
        let author = self.log_on_as(Role::Resident, "開版的人").await;
        let topic = author.topic("open", "路燈", "路燈不亮。").await;
        let guest = self.client().await;
        let reply = json!({ "body": "還是不亮。", "guest": guest.as_guest("1234", None).await });
        let path = format!("/api/v1/topics/{topic}/posts");
        guest.post_json(&path, &reply).await.expect(202);
        let columns = "topic_id, opens_topic, guest_name, guest_name_is_personal, guest_consent_id, \
                       body, body_html, pipeline, language, state, created_at, was_public";
        let mut there = 1;
        while there < waiting {
            let more = there.min(waiting - there);
            self.sql(&format!(
                "INSERT INTO posts ({columns}) SELECT {columns} FROM posts \
                 WHERE state = 'held' AND topic_id = {topic} LIMIT {more}"
            ))
            .unwrap();
            there += more;
        }
        self.sql(&format!(
            "INSERT INTO review_items (kind, post_id, state, created_at, urgency) \
             SELECT 'guest-post', id, 'open', created_at, 20 FROM posts \
             WHERE state = 'held' AND topic_id = {topic} AND id NOT IN \
             (SELECT post_id FROM review_items WHERE post_id IS NOT NULL) ORDER BY id"
        ))
        .unwrap();
        topic
    }
}

impl Client {
    /// Opens a topic in which nothing is found; gives its id.
    pub async fn topic(&self, board: &str, title: &str, body: &str) -> i64 {
        let answer = self
            .post_json(
                &format!("/api/v1/boards/{board}/topics"),
                &json!({ "title": title, "body": body }),
            )
            .await
            .expect(201);
        answer.json()["id"].as_i64().unwrap()
    }

    /// Where a topic stands.
    pub async fn address(&self, topic: i64, lang: &str) -> String {
        let path = format!("/api/v1/topics/{topic}?lang={lang}");
        let topic = self.get(&path).await.expect(200).json();
        topic["url"].as_str().unwrap().to_owned()
    }

    /// Replies with a text in which nothing is found; gives the post's id.
    pub async fn reply(&self, topic: i64, body: &str) -> i64 {
        let answer = self
            .post_json(
                &format!("/api/v1/topics/{topic}/posts"),
                &json!({ "body": body }),
            )
            .await
            .expect(201);
        answer.json()["id"].as_i64().unwrap()
    }

    /// Who posts without an account, having read the notice.
    pub async fn as_guest(&self, name: &str, email: Option<&str>) -> Value {
        let read = self.get("/api/v1/notices/guest-post?lang=zh").await;
        let hash = read.expect(200).json()["hash"].clone();
        json!({ "name": name, "email": email, "notice": hash, "language": "zh" })
    }

    /// Sends a text, answers its findings by kind and sends it again.
    ///
    /// `decide` gives `whose` and `choice` for a kind.
    pub async fn decide(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        decide: impl Fn(&str) -> (&'static str, &'static str),
    ) -> Answer {
        let method: actix_web::http::Method = method.parse().unwrap();
        let asked = self.json(method.clone(), path, body).await.expect(422);
        let mut again = body.clone();
        again["check"] = asked.json()["check"].clone();
        again["decisions"] = decisions(&asked.json(), decide);
        self.json(method, path, &again).await
    }
}

/// Decisions for the findings of a 422 answer.
pub fn decisions(asked: &Value, decide: impl Fn(&str) -> (&'static str, &'static str)) -> Value {
    asked["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("no findings in {asked}"))
        .iter()
        .map(|finding| {
            let (whose, choice) = decide(finding["kind"].as_str().unwrap());
            json!({
                "field": finding["field"], "start": finding["start"], "end": finding["end"],
                "whose": whose, "choice": choice,
            })
        })
        .collect()
}
