//! What administrators keep for moderation, as things and as acts of the table: who moderates, the
//! reasons, and the watched words; and the city's own people, about whose accounts they alone decide.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{
    acts::{Request, forms, looks, owned},
    city::{City, HERE, Thing},
};

const MODERATORS: &str = "admin/moderators";
const REASONS: &str = "admin/reasons";
const WATCHED: &str = "admin/watched";

/// What else is asked of Plaza: the page's request and the program's. What both faces do is done
/// with words of each, for nothing is kept twice.
pub fn requests(act: &str, thing: &Thing) -> [Request; 2] {
    let Thing { number, words, .. } = thing;
    match act {
        "see who moderates" => lists(MODERATORS),
        "give the role" => forms(
            page(MODERATORS),
            owned(&[("email", words.as_str()), ("reach", "everywhere")]),
            api(MODERATORS),
            json!({ "email": words, "everywhere": true }),
        ),
        "choose the boards" => [
            Request::Form(
                page(&format!("{MODERATORS}/{}", thing.account)),
                owned(&[("seen", words.as_str()), ("reach", "everywhere")]),
            ),
            Request::Program(
                Method::PUT,
                api(&format!("{MODERATORS}/{}/boards", thing.account)),
                json!({ "everywhere": true }),
            ),
        ],
        "end the role" => [
            Request::Form(
                page(&format!("{MODERATORS}/{}/end", thing.account)),
                Vec::new(),
            ),
            Request::Program(
                Method::DELETE,
                api(&format!("{MODERATORS}/{}", thing.account)),
                json!({}),
            ),
        ],
        "see kept reasons" => lists(REASONS),
        "keep a reason" => forms(
            page(&format!("{REASONS}/new")),
            fields(&reason("離題", "Off the topic", 0)),
            api(REASONS),
            reason("張貼廣告", "Advertising", 0),
        ),
        "change a reason" => {
            let changed = |face: &str| {
                let (zh, en) = (format!("{words}{face}"), format!("Reason {words} {face}"));
                reason(&zh, &en, thing.version)
            };
            replaced(REASONS, *number, &changed("甲"), changed("乙"))
        }
        "bring a file in" => {
            let file = |word: &str| format!("kind,words,effect\nword,{word},flag\n");
            forms(
                page(WATCHED),
                owned(&[("csv", &*file("走私菸"))]),
                api(&format!("{WATCHED}/import")),
                json!({ "csv": file("走私酒") }),
            )
        }
        "change the watched" => {
            let changed = |face: &str| {
                let words = format!("{words}{face}");
                let version = thing.version;
                json!({ "kind": "word", "words": words, "effect": "flag", "version": version })
            };
            replaced(WATCHED, *number, &changed("甲"), changed("乙"))
        }
        "see one and a file" => looks(
            &page(&format!("{WATCHED}/{number}")),
            &api(&format!("{WATCHED}/export")),
        ),
        other => panic!("nobody knows how to {other}"),
    }
}

fn page(path: &str) -> String {
    format!("/zh/{path}")
}

fn api(path: &str) -> String {
    format!("/api/v1/{path}")
}

fn lists(path: &str) -> [Request; 2] {
    looks(&page(path), &api(path))
}

/// It is offered for no decision: the other rows have none to choose.
fn reason(zh: &str, en: &str, version: i64) -> Value {
    json!({
        "words_zh": zh, "words_en": en, "position": 7, "retired": true, "version": version,
    })
}

/// Changes an entry of a list: the page's fields, and what a program sends.
fn replaced(list: &str, id: i64, of_page: &Value, of_program: Value) -> [Request; 2] {
    let path = format!("{list}/{id}");
    [
        Request::Form(page(&path), fields(of_page)),
        Request::Program(Method::PUT, api(&path), of_program),
    ]
}

/// What a program sends, as the fields of a form.
fn fields(body: &Value) -> Vec<(String, String)> {
    let fields = body.as_object().unwrap().iter();
    fields
        .map(|(name, value)| {
            let value = match value {
                Value::String(words) => words.clone(),
                value => value.to_string(),
            };
            (name.clone(), value)
        })
        .collect()
}

impl City {
    /// A new thing that administrators keep.
    pub async fn kept(&self, kind: &str) -> Thing {
        let n = self.next();
        match kind {
            // Its words are the address.
            "candidate" => {
                let name = format!("candidate{n}");
                Thing {
                    account: self.plaza.account(&name, Role::Resident).await,
                    words: format!("{name}@example.tw"),
                    ..Thing::default()
                }
            }
            "employed" => self.employed(Role::Staff).await,
            "officer" => self.employed(Role::PrivacyOfficer).await,
            "colleague" => self.employed(Role::Moderator).await,
            "chief" => self.employed(Role::Administrator).await,
            "restrained" => self.restrained().await,
            "moderator" => self.moderator(&format!("moderator{n}")).await,
            "reason" => {
                let words = format!("理由第{n}項");
                let body = reason(&words, &format!("Reason {n}"), 0);
                self.keep(REASONS, words, body).await
            }
            "watched" => {
                let words = format!("走私貨{n}號");
                let body = json!({ "kind": "word", "words": &words, "effect": "hold" });
                self.keep(WATCHED, words, body).await
            }
            other => panic!("nobody knows how to make a {other}"),
        }
    }

    /// Somebody new who works for the city.
    async fn employed(&self, role: Role) -> Thing {
        let name = format!("employed{}", self.next());
        Thing {
            account: self.plaza.account(&name, role).await,
            ..Thing::default()
        }
    }

    /// One of them whom somebody silenced.
    async fn restrained(&self) -> Thing {
        let mut thing = self.employed(Role::Staff).await;
        let path = api(&format!("people/{}/sanctions", thing.account));
        let body = json!({ "kind": "silence", "last_day": "2026-03-09", "reason": "多次張貼廣告" });
        let imposed = self.client("admin").post_json(&path, &body).await;
        thing.number = imposed.expect(201).json()["number"].as_i64().unwrap();
        thing
    }

    /// Somebody new who moderates the one board; its words say what the page of it shows.
    async fn moderator(&self, name: &str) -> Thing {
        let account = self.plaza.account(name, Role::Resident).await;
        let admin = self.client("admin");
        let body = json!({ "email": format!("{name}@example.tw"), "boards": [HERE] });
        admin.post_json(&api(MODERATORS), &body).await.expect(200);
        let shown = admin.get(&page(&format!("{MODERATORS}/{account}"))).await;
        Thing {
            account,
            words: shown.expect(200).hidden("seen"),
            ..Thing::default()
        }
    }

    /// Adds it to a list, as its first version.
    async fn keep(&self, list: &str, words: String, body: Value) -> Thing {
        let added = self.client("admin").post_json(&api(list), &body).await;
        Thing {
            number: added.expect(201).json()["id"].as_i64().unwrap(),
            version: 1,
            words,
            ..Thing::default()
        }
    }
}
