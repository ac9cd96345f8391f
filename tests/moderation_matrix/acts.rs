//! Each act of the table as a page's form and as a program's request.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{
    city::{THERE, Thing},
    kept,
};
use crate::support::{Answer, Client};

const REASON: &str = "陌生人會打這支電話";

/// What is asked of Plaza.
#[derive(Debug)]
pub enum Request {
    Look(String),
    Form(String, Vec<(String, String)>),
    /// A form that does only what its page showed before: opened, looked at, and then meant.
    Shown(String, Vec<(String, String)>),
    /// A form that carries what its page has put into it.
    Opened(String, Vec<(String, String)>),
    Program(Method, String, Value),
}

impl Request {
    /// Whether it is the queue's form with words in it.
    pub fn types_for_an_item(&self) -> bool {
        matches!(self, Self::Form(path, fields) if path.starts_with("/zh/review/")
            && fields.iter().any(|(name, words)| name == "reason" && !words.is_empty()))
    }

    /// As a program asks for it: with which method, and where.
    pub fn asked(&self) -> (Method, &str) {
        match self {
            Self::Look(path) => (Method::GET, path.as_str()),
            Self::Form(path, _) | Self::Shown(path, _) | Self::Opened(path, _) => {
                (Method::POST, path.as_str())
            }
            Self::Program(method, path, _) => (method.clone(), path.as_str()),
        }
    }

    pub async fn send(&self, client: &Client) -> Answer {
        match self {
            Self::Look(path) => client.get(path).await,
            Self::Form(path, fields) => client.post(path, &borrowed(fields)).await,
            Self::Shown(path, fields) => send_shown(client, path, fields).await,
            Self::Opened(path, fields) => send_opened(client, path, fields).await,
            Self::Program(method, path, body) => client.json(method.clone(), path, body).await,
        }
    }
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = fields.iter();
    fields.map(|(name, value)| (&**name, &**value)).collect()
}

/// Who may not open the page sends the form all the same.
async fn send_shown(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let page = client.get(path).await;
    let mut sent = owned(&[("do", "yes")]);
    sent.extend_from_slice(fields);
    if page.status.is_success() {
        let title = page.attribute("#f-title", "value").unwrap_or_default();
        sent.extend(owned(&[
            ("stamp", &*page.hidden("stamp")),
            ("title", &*title),
        ]));
        let shown = client.post(path, &borrowed(&sent)).await.expect(200);
        sent.extend(owned(&[("shown", &*shown.hidden("shown"))]));
        return client.post(path, &borrowed(&sent)).await.expect(303);
    }
    let refused = client.post(path, &borrowed(&sent)).await;
    assert_eq!(refused.status, page.status, "{path}");
    refused
}

/// As [`send_shown`], of a form without a second look.
async fn send_opened(client: &Client, path: &str, fields: &[(String, String)]) -> Answer {
    let page = client.get(path).await;
    let mut sent = fields.to_vec();
    if page.status.is_success() {
        sent.extend(owned(&[
            ("notice", &*page.hidden("notice")),
            ("submission", &*page.hidden("submission")),
        ]));
    }
    client.post(path, &borrowed(&sent)).await
}

/// The page's request and the program's.
pub fn requests(act: &str, thing: &Thing) -> [Request; 2] {
    let post = thing.post;
    match act {
        "see the queue" => looks("/zh/review", "/api/v1/review"),
        "see the appeals" => looks("/zh/review/appeals", "/api/v1/appeals"),
        "see what is watched" => looks("/zh/admin/watched", "/api/v1/admin/watched"),
        "try a text" => forms(
            "/zh/admin/watched/try".to_owned(),
            owned(&[("text", "賭場")]),
            "/api/v1/admin/watched/try".to_owned(),
            json!({ "text": "賭場" }),
        ),
        // Each face has a word of its own: nothing is watched for twice.
        "watch for a word" => forms(
            "/zh/admin/watched/new".to_owned(),
            owned(&[("kind", "word"), ("words", "賭場"), ("effect", "flag")]),
            "/api/v1/admin/watched".to_owned(),
            json!({ "kind": "word", "words": "娛樂城", "effect": "flag" }),
        ),
        "choose a reason" => looks("/zh/review/bulk", "/api/v1/reasons"),
        // Its counts stand on the page alone.
        "see the counts" => looks("/zh/review/feedback", "/en/review/feedback"),
        "see others' appeals" => looks("/zh/review/accounts", "/api/v1/sanctions/appeals"),
        "see the standing" => looks(
            &format!("/zh/people/{}/standing", thing.account),
            &format!("/api/v1/people/{}/standing", thing.account),
        ),
        "approve" | "reject" => decision(act, thing),
        "hide the profile" => decision("hide", thing),
        "mask the item" => decision("mask", thing),
        "flag" => [
            Request::Opened(
                format!("/zh/posts/{post}/flag"),
                owned(&[("reason", "off-topic")]),
            ),
            Request::Program(
                Method::POST,
                format!("/api/v1/posts/{post}/flags"),
                json!({ "reason": "off-topic" }),
            ),
        ],
        "see several" => several("approve", thing, false),
        "approve several" => several("approve", thing, true),
        "reject several" => several("reject", thing, true),
        "mask several" => several("mask", thing, true),
        "see the item" => looks(
            &format!("/zh/review/{}", thing.item),
            &format!("/api/v1/review/{}", thing.item),
        ),
        "claim" => claim(thing, "take", "claim"),
        "take over" => claim(thing, "over", "take-over"),
        "give back" => claim(thing, "release", "release"),
        "restore" => forms(
            format!("/zh/posts/{post}/moderate"),
            owned(&[("act", act), ("reason", REASON)]),
            format!("/api/v1/posts/{post}/moderate"),
            json!({ "act": act, "reason": REASON }),
        ),
        "undo" => forms(
            format!("/zh/decisions/{}/undo", thing.number),
            Vec::new(),
            format!("/api/v1/decisions/{}/undo", thing.number),
            json!({}),
        ),
        "undo from the queue" => forms(
            "/zh/review/undo".to_owned(),
            owned(&[("number", thing.number.to_string().as_str())]),
            format!("/api/v1/decisions/{}/undo", thing.number),
            json!({}),
        ),
        "undo the last" => forms(
            "/zh/review/undo".to_owned(),
            Vec::new(),
            "/api/v1/review/undo".to_owned(),
            json!({}),
        ),
        "hide" | "mask" | "hold" => forms(
            format!("/zh/posts/{post}/moderate"),
            with_ground(&[("act", act)]),
            format!("/api/v1/posts/{post}/moderate"),
            json!({ "act": act, "ground": "R3", "reason": REASON }),
        ),
        "look closely" => looks(
            &format!("/zh/posts/{post}/take-out"),
            &format!("/zh/posts/{post}/moderate"),
        ),
        "take out" => [
            Request::Shown(
                format!("/zh/posts/{post}/take-out"),
                with_ground(&[("body", &*thing.words)]),
            ),
            Request::Program(
                Method::POST,
                format!("/api/v1/posts/{post}/take-out"),
                json!({ "body": thing.words, "began": "*", "ground": "R3", "reason": REASON }),
            ),
        ],
        "investigate" => {
            let (agency, document) = ("高雄市政府警察局", "115年3月1日第1號");
            forms(
                format!("/zh/posts/{post}/investigations"),
                owned(&[
                    ("touch", "hide"),
                    ("agency", agency),
                    ("document", document),
                ]),
                format!("/api/v1/posts/{post}/investigations"),
                json!({ "act": "hide", "agency": agency, "document": document }),
            )
        }
        "carry out" => forms(
            format!("/zh/posts/{post}/investigations/{}", thing.number),
            owned(&[("touch", "hide")]),
            format!("/api/v1/posts/{post}/investigations/{}", thing.number),
            json!({ "act": "hide" }),
        ),
        "tell the detector" => forms(
            format!("/zh/posts/{post}/feedback"),
            owned(&[
                ("form", thing.token.as_str()),
                ("verdict", "missed"),
                ("kind", "EMAIL"),
            ]),
            format!("/api/v1/posts/{post}/feedback"),
            json!({ "verdict": "missed", "kind": "EMAIL" }),
        ),
        "read the decisions" => looks(
            &format!("/zh/posts/{post}/decisions"),
            &format!("/api/v1/posts/{post}/decisions"),
        ),
        "edit" => [
            Request::Look(format!("/zh/posts/{post}/edit")),
            Request::Program(
                Method::PATCH,
                format!("/api/v1/posts/{post}"),
                json!({ "body": "已經賣完了。" }),
            ),
        ],
        "appeal" => forms(
            format!("/zh/posts/{post}/decisions"),
            owned(&[
                ("number", thing.number.to_string().as_str()),
                ("words", "這是我的電話"),
            ]),
            format!("/api/v1/posts/{post}/appeals"),
            json!({ "number": thing.number, "words": "這是我的電話" }),
        ),
        "decide the appeal" => forms(
            format!("/zh/review/appeals/{}", thing.appeal),
            owned(&[("decision", "refuse"), ("answer", "已查明")]),
            format!("/api/v1/appeals/{}", thing.appeal),
            json!({ "granted": false, "answer": "已查明" }),
        ),
        "answer the request" => forms(
            format!("/zh/officer/requests/{}", thing.request),
            owned(&[("decision", "refuse"), ("words", "已查明")]),
            format!("/api/v1/officer/requests/{}", thing.request),
            json!({ "decision": "refuse", "words": "已查明" }),
        ),
        "warn" | "silence" | "suspend" => impose(act, thing),
        "end" => sanction(thing, "end", "because", json!({ "reason": REASON })),
        "withdraw" => sanction(thing, "withdraw", "withdraw", json!({ "reason": REASON })),
        "answer the account" => {
            let body = json!({ "granted": true, "answer": REASON });
            sanction(thing, "answer", "answer", body)
        }
        "split" => forms(
            format!("/zh/topics/{}/split", thing.topic),
            owned(&[
                ("post", thing.reply.to_string().as_str()),
                ("title", "路燈"),
                ("reason", REASON),
            ]),
            format!("/api/v1/topics/{}/arrange", thing.topic),
            json!({ "act": "split", "posts": [thing.reply], "title": "路燈", "reason": REASON }),
        ),
        "see it arranged" => looks(
            &format!("/zh/topics/{}/arrange", thing.topic),
            &format!("/zh/topics/{}/split", thing.topic),
        ),
        "pin" | "unpin" | "lock" | "unlock" => arrange(act, thing, &[], json!({})),
        "tag" => arrange(act, thing, &[("tags", "路燈")], json!({ "tags": ["路燈"] })),
        "merge" => merge(thing, thing.beside),
        "merge across" => merge(thing, thing.across),
        "move across" => arrange(
            "move",
            thing,
            &[("board", THERE)],
            json!({ "board": THERE }),
        ),
        "poll about it" => poll(Some(thing.topic)),
        "poll of the city" => poll(None),
        other => kept::requests(other, thing),
    }
}

/// The one item, as of several that are ticked; `done` is more than a look at what it would do.
fn several(decision: &str, thing: &Thing, done: bool) -> [Request; 2] {
    let item = format!("{}:{}", thing.item, thing.version);
    let mut fields = with_ground(&[("act", decision), ("item", &*item)]);
    if done {
        fields.extend(owned(&[("carry-out", "yes")]));
    }
    let items = json!([{ "id": thing.item, "version": thing.version }]);
    forms(
        "/zh/review/bulk".to_owned(),
        fields,
        "/api/v1/review/bulk".to_owned(),
        json!({
            "decision": decision, "items": items, "preview": !done,
            "ground": "R3", "reason": REASON,
        }),
    )
}

fn claim(thing: &Thing, field: &str, word: &str) -> [Request; 2] {
    forms(
        format!("/zh/review/{}", thing.item),
        owned(&[("claim", field)]),
        format!("/api/v1/review/{}/{word}", thing.item),
        json!({}),
    )
}

fn impose(kind: &str, thing: &Thing) -> [Request; 2] {
    let last = if kind == "warn" { "" } else { "2026-03-09" };
    let mut body = json!({ "kind": kind, "reason": REASON });
    if !last.is_empty() {
        body["last_day"] = json!(last);
    }
    forms(
        format!("/zh/people/{}/standing", thing.account),
        owned(&[("kind", kind), ("last_day", last), ("reason", REASON)]),
        format!("/api/v1/people/{}/sanctions", thing.account),
        body,
    )
}

/// What is done about something that was imposed; `field` is where the page's form has its reason.
fn sanction(thing: &Thing, word: &str, field: &str, body: Value) -> [Request; 2] {
    let (number, field) = (
        thing.number.to_string(),
        format!("{field}-{}", thing.number),
    );
    forms(
        format!("/zh/people/{}/standing/{word}", thing.account),
        owned(&[
            ("number", &*number),
            ("decision", "grant"),
            (&*field, REASON),
        ]),
        format!("/api/v1/sanctions/{}/{word}", thing.number),
        body,
    )
}

pub fn looks(page: &str, program: &str) -> [Request; 2] {
    [page, program].map(|path| Request::Look(path.to_owned()))
}

pub fn forms(
    page: String,
    fields: Vec<(String, String)>,
    program: String,
    body: Value,
) -> [Request; 2] {
    [
        Request::Form(page, fields),
        Request::Program(Method::POST, program, body),
    ]
}

pub fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn with_ground(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all = owned(fields);
    all.extend(owned(&[("ground", "R3"), ("reason", REASON)]));
    all
}

fn decision(act: &str, thing: &Thing) -> [Request; 2] {
    let version = thing.version.to_string();
    forms(
        format!("/zh/review/{}", thing.item),
        with_ground(&[("decision", act), ("version", &version)]),
        format!("/api/v1/review/{}", thing.item),
        json!({ "decision": act, "version": thing.version, "ground": "R3", "reason": REASON }),
    )
}

fn arrange(act: &str, thing: &Thing, fields: &[(&str, &str)], mut body: Value) -> [Request; 2] {
    let mut all = owned(&[("act", act), ("reason", REASON)]);
    all.extend(owned(fields));
    body["act"] = json!(act);
    body["reason"] = json!(REASON);
    forms(
        format!("/zh/topics/{}/arrange", thing.topic),
        all,
        format!("/api/v1/topics/{}/arrange", thing.topic),
        body,
    )
}

fn merge(thing: &Thing, other: i64) -> [Request; 2] {
    let number = other.to_string();
    let fields = [("other", number.as_str())];
    arrange("merge", thing, &fields, json!({ "topic": other }))
}

fn poll(topic: Option<i64>) -> [Request; 2] {
    let (title, question) = ("夜間公車", "末班車該幾點？");
    let (opens, closes) = ("2026-03-02", "2026-03-06");
    let number = topic.map(|topic| topic.to_string()).unwrap_or_default();
    forms(
        "/zh/polls/new".to_owned(),
        owned(&[
            ("topic", number.as_str()),
            ("title_zh", title),
            ("question_zh", question),
            ("options_zh", "十一點\n十二點"),
            ("opens_on", opens),
            ("closes_on", closes),
        ]),
        "/api/v1/polls".to_owned(),
        json!({
            "topic": topic,
            "zh": { "title": title, "question": question, "options": ["十一點", "十二點"] },
            "opens_on": opens, "closes_on": closes,
        }),
    )
}
