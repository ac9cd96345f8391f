//! A moderator takes words out of a post: what goes and from where, what is refused, who is told, and how
//! the words come back.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{post_revisions, sealed_originals},
    },
    jobs::retention,
    privacy::verify,
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

#[actix_web::test]
async fn what_a_moderator_deletes_is_shown_first_then_goes_everywhere_and_its_author_is_told() {
    let scene = scene("騙子店的二手書", "這家店根本是騙子。急售。").await;
    scene.edit(BODY).await;
    let link = scene.moderator.get("/zh/posts/1/moderate").await;
    let linked = link.attribute("main a[href$='/take-out']", "href");
    assert_eq!(linked.as_deref(), Some(PAGE));
    let page = scene.moderator.get(PAGE).await.expect(200);
    assert_eq!(page.texts("#f-body"), [BODY]);
    assert!(page.texts("main button[name=do]").is_empty());
    let stamp = page.hidden("stamp");
    let mut fields = vec![
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", LEFT),
        ("reason", REASON),
    ];
    let before = scene.plaza.dump();
    // Whatever button is pressed, nothing is done that was not shown.
    for button in ["preview", "do"] {
        let mut fields = fields.clone();
        fields.push((button, "yes"));
        let shown = scene.moderator.post(PAGE, &fields).await.expect(200);
        let gone = shown.texts(".diff del").concat();
        assert!(gone.contains(WORDS) && gone.contains("騙子店的"), "{gone}");
        assert!(shown.texts(".diff ins").concat().contains(MARK));
        assert_eq!(shown.attribute("#f-reason", "value").unwrap(), REASON);
    }
    let mut previewed = fields.clone();
    previewed.push(("preview", "yes"));
    let shown = scene.moderator.post(PAGE, &previewed).await.expect(200);
    let shown = shown.hidden("shown");
    fields.extend([("shown", &*shown), ("do", "yes")]);
    // What was changed after it was shown is shown once more.
    let mut other = fields.clone();
    other[2] = ("body", "下午可以面交。");
    let again = scene.moderator.post(PAGE, &other).await.expect(200);
    assert!(again.texts(".diff del").concat().contains("書況很好。"));
    // Without a ground nothing is done.
    let refused = scene.moderator.post(PAGE, &fields).await.expect(422);
    let named = refused.attribute(".error-summary a", "href").unwrap();
    assert_eq!(named, "#f-ground");
    assert_eq!(scene.plaza.dump(), before);

    fields.push(("ground", "R3"));
    let done = scene.moderator.post(PAGE, &fields).await.expect(303);
    let to = done.location();
    assert!(to.contains("?done=decided"), "{to}");
    assert!(!to.contains("%E9%A8%99"), "the address keeps the words");
    assert_eq!(scene.body().await, AFTER);
    assert_eq!(scene.before().await, "【版主移除】急售。");
    let topic = scene.guest.get("/api/v1/topics/1").await.expect(200).json();
    assert_eq!(topic["title"], "【版主移除】二手書");
    for path in [
        "/zh/topics/1",
        "/zh/posts/1/revisions",
        "/zh/posts/1/revisions?version=1",
        "/zh/boards/city",
        "/feeds/zh/topics/1.atom",
        "/zh/search?q=%E9%9D%A2%E4%BA%A4",
    ] {
        let body = scene.guest.get(path).await.expect(200).body;
        assert!(!body.contains("騙子"), "{path}");
    }
    assert!(!scene.plaza.dump().contains(WORDS), "it is kept in clear");
    assert_eq!(scene.kept().await, 1);
    assert_eq!(scene.upheld().await, 1);

    let mail = scene.mail().await;
    assert!(mail.contains("移除了這則發言裡的部分字句"), "{mail}");
    assert!(mail.contains(REASON), "{mail}");
    let decided = scene.author.get(&format!("{POST}/decisions")).await;
    let decided = decided.expect(200).json()["decisions"][0].clone();
    assert_eq!(decided["act"], "post-edited");
    assert_eq!(decided["words"], REASON);
    assert_eq!(decided["may_appeal"], true);
    let page = scene.author.get("/zh/posts/1/decisions").await.expect(200);
    let page = page.texts("main").concat();
    assert!(page.contains("版主移除一則發言裡的字句"), "{page}");
    let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register["entries"][0]["act"], "post-edited");
    assert_eq!(register["entries"][0]["ground"], "circumstance-2");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn nobody_puts_words_into_anothers_mouth_nor_does_it_by_halves() {
    let scene = scene("二手書", "下午面交，Kindle附保護套。").await;
    let before = scene.plaza.dump();
    for (left, field, code) in [
        (
            json!({ "body": "上午面交，Kindle附保護套。" }),
            "body",
            "taken-added",
        ),
        (
            json!({ "body": "面交下午，Kindle附保護套。" }),
            "body",
            "taken-added",
        ),
        (
            json!({ "body": "下午面交，Kindle附保護套。好。" }),
            "body",
            "taken-added",
        ),
        (json!({ "title": "新書" }), "title", "taken-added"),
        (
            json!({ "body": "下午面交，Kin附保護套。" }),
            "body",
            "taken-part-of-word",
        ),
        (
            json!({ "body": "下午面交Kindle附保護套。" }),
            "body",
            "taken-no-words",
        ),
        (json!({ "body": "" }), "body", "taken-everything"),
        (
            json!({ "body": "下午面交，Kindle附保護套。" }),
            "body",
            "taken-nothing",
        ),
        (json!({}), "body", "taken-nothing"),
    ] {
        let said = format!("{left}");
        for preview in [true, false] {
            let mut left = left.clone();
            left["preview"] = json!(preview);
            let told = wrong(scene.ask(left).await);
            assert_eq!(told, (field.to_owned(), code.to_owned()), "{said}");
        }
    }
    // On the page it is said in words, and what was typed is kept.
    let stamp = scene.moderator.get(PAGE).await.expect(200).hidden("stamp");
    let fields = [
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", "上午面交"),
        ("ground", "R3"),
        ("reason", REASON),
        ("preview", "yes"),
    ];
    let refused = scene.moderator.post(PAGE, &fields).await.expect(422);
    assert!(refused.texts(".field-error")[0].contains("請只刪除"));
    assert_eq!(refused.texts("#f-body"), ["上午面交"]);
    assert_eq!(refused.attribute("#f-reason", "value").unwrap(), REASON);
    let ground = refused.attribute("#f-ground option[selected]", "value");
    assert_eq!(ground.as_deref(), Some("R3"));
    // A ground without one of its parts is none.
    for ground in [
        json!({}),
        json!({ "ground": "R99", "reason": REASON }),
        json!({ "ground": "R3" }),
    ] {
        let mut body = ground.clone();
        body["body"] = json!("下午面交。");
        body["began"] = json!("*");
        let refused = scene.moderator.post_json(TAKE_OUT, &body).await;
        let (field, _) = wrong(refused);
        assert!(["ground", "reason"].contains(&&*field), "{ground}");
    }
    // What is not known to be seen is not taken out.
    let mut left = json!({ "body": "下午面交。", "ground": "R3", "reason": REASON });
    let (field, _) = wrong(scene.moderator.post_json(TAKE_OUT, &left).await);
    assert_eq!(field, "began");
    left["began"] = json!("*");
    scene.author.post_json(TAKE_OUT, &left).await.expect(403);
    scene.guest.post_json(TAKE_OUT, &left).await.expect(401);
    let nowhere = "/api/v1/posts/99/take-out";
    scene.moderator.post_json(nowhere, &left).await.expect(404);
    assert_eq!(scene.plaza.dump(), before);
    // What nobody sees is hidden already.
    let hide = json!({ "act": "hide", "ground": "R3", "reason": REASON });
    let path = format!("{POST}/moderate");
    scene.moderator.post_json(&path, &hide).await.expect(200);
    scene.ask(json!({ "body": "下午面交。" })).await.expect(409);
    scene.moderator.get(PAGE).await.expect(409);
}

#[actix_web::test]
async fn a_post_that_its_author_changed_meanwhile_is_shown_anew() {
    let scene = scene("二手書", BODY).await;
    let stamp = scene.moderator.get(PAGE).await.expect(200).hidden("stamp");
    let tag = scene.moderator.header(POST, "etag").await;
    let now = "這家店根本是騙子。已售出。";
    scene.edit(now).await;
    let before = scene.plaza.dump();
    let fields = [
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", LEFT),
        ("reason", REASON),
        ("preview", "yes"),
    ];
    let anew = scene.moderator.post(PAGE, &fields).await.expect(409);
    assert!(anew.texts(".field-error")[0].contains("作者改過"));
    assert_eq!(anew.texts("#f-body"), [now]);
    assert_eq!(anew.attribute("#f-reason", "value").unwrap(), REASON);
    let late = json!({ "body": LEFT, "began": tag.trim_matches('"') });
    let late = scene.ask(late).await.expect(409);
    assert_eq!(late.json()["code"], "changed-meanwhile");
    assert_eq!(scene.plaza.dump(), before);
    // Of what stands there now it goes.
    let fresh = scene.moderator.header(POST, "etag").await;
    let body = json!({ "body": "已售出。", "began": fresh.trim_matches('"') });
    scene.ask(body).await.expect(200);
    assert_eq!(scene.body().await, "【版主移除】已售出。");
}

#[actix_web::test]
async fn what_was_quoted_goes_as_well_and_all_of_it_comes_back_when_it_is_taken_back() {
    let scene = scene("二手書", BODY).await;
    let quoter = scene.plaza.person("xiaohe", Role::Resident).await.client;
    let reply = format!("> [quote:1:1]\n> 下午可以面交。{WORDS}\n\n真的嗎？");
    let (path, reply) = ("/api/v1/topics/1/posts", json!({ "body": reply }));
    send(&quoter, Method::POST, path, &reply).await.expect(201);
    let before = scene.posts().await;
    let number = scene.take_out(LEFT).await;
    let posts = scene.posts().await;
    assert_eq!(posts[0]["body"], AFTER);
    let quoted = "> [quote:1:1]\n> 下午可以面交。【版主移除】\n\n真的嗎？";
    assert_eq!(posts[1]["body"], quoted);
    assert!(!scene.plaza.dump().contains(WORDS));
    // Twice is once.
    for _ in 0..2 {
        assert_eq!(scene.undo(number).await, 200);
        assert_eq!(scene.posts().await, before, "as it was");
    }
    assert_eq!((scene.kept().await, scene.upheld().await), (0, 0));
    assert!(scene.mail().await.contains("已撤銷"));
    let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register["entries"][0]["act"], "decision-undone");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_granted_appeal_puts_the_words_back_and_leaves_what_the_author_wrote_since() {
    let untouched = scene("二手書", BODY).await;
    let number = untouched.take_out(LEFT).await;
    untouched.grant(number).await;
    assert_eq!(untouched.body().await, BODY);
    assert_eq!(untouched.upheld().await, 0);
    assert!(untouched.mail().await.contains("發言已恢復原狀"));
    drop(untouched);

    let changed = scene("二手書", BODY).await;
    let number = changed.take_out(LEFT).await;
    changed.edit("書已經賣掉了。").await;
    assert_eq!(changed.before().await, AFTER);
    changed.grant(number).await;
    assert_eq!(changed.body().await, "書已經賣掉了。");
    assert_eq!(changed.before().await, BODY);
    let mail = changed.mail().await;
    assert!(mail.contains("您後來寫的內容沒有更動"), "{mail}");
}

#[actix_web::test]
async fn when_the_time_to_appeal_has_ended_the_words_are_nowhere() {
    let scene = scene("二手書", BODY).await;
    let number = scene.take_out(LEFT).await;
    scene.plaza.advance(TimeDelta::days(31));
    retention::once(&scene.plaza.context).await.unwrap();
    assert_eq!(scene.kept().await, 0);
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主丙").await;
    let path = format!("/api/v1/decisions/{number}/undo");
    moderator.post_json(&path, &json!({})).await.expect(409);
    assert_eq!(scene.body().await, AFTER);
}

#[actix_web::test]
async fn what_is_personal_in_the_rest_stays_marked_and_can_be_masked() {
    let text = format!("打給我{PHONE}。{WORDS}");
    let scene = scene("二手書", &text).await;
    let taken = scene.take_out(&format!("打給我{PHONE}。")).await;
    let page = scene.guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [PHONE]);
    let mask = json!({ "act": "mask", "ground": "R3", "reason": REASON });
    let path = format!("{POST}/moderate");
    scene.moderator.post_json(&path, &mask).await.expect(200);
    let masked = scene.newest().await;
    // What is under another act comes back without what that one took.
    assert_eq!(scene.undo(taken).await, 200);
    let body = scene.body().await;
    assert!(body.contains(WORDS) && !body.contains(PHONE), "{body}");
    assert_eq!(scene.undo(masked).await, 200);
    assert_eq!(scene.body().await, text);
    let page = scene.guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [PHONE]);
}

#[actix_web::test]
async fn a_program_sees_what_would_go_and_nothing_is_done() {
    let scene = scene("二手書", BODY).await;
    let before = scene.plaza.dump();
    let what = json!({ "body": LEFT, "preview": true });
    let would = scene.moderator.post_json(TAKE_OUT, &what).await;
    let would = would.expect(200).json();
    assert_eq!(would["status"], "preview");
    assert_eq!(would["body"]["text"], AFTER);
    let pieces = would["body"]["pieces"].as_array().unwrap();
    let removed = pieces.iter().filter(|piece| piece["change"] == "removed");
    let removed: Vec<&str> = removed
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(removed, [WORDS]);
    assert_eq!(would["title"]["text"], "二手書");
    assert_eq!(scene.plaza.dump(), before);
    // Where words were taken out before there is nothing to take.
    scene.take_out(LEFT).await;
    let told = wrong(scene.ask(json!({ "body": LEFT })).await);
    assert_eq!(told.1, "taken-nothing");
}

#[actix_web::test]
async fn whoever_is_called_in_what_was_taken_out_is_mentioned_no_more() {
    let scene = scene("二手書", BODY).await;
    let quoter = scene.plaza.person("xiaohe", Role::Resident).await.client;
    scene.edit("面交。@xiaohe是騙子。書況很好。").await;
    let reply = "> [quote:1:2]\n> @xiaohe是騙子。\n\n真的嗎？";
    let (path, reply) = ("/api/v1/topics/1/posts", json!({ "body": reply }));
    send(&quoter, Method::POST, path, &reply).await.expect(201);
    let before = scene.posts().await;
    for post in 0..2 {
        assert_eq!(before[post]["mentions"][0]["name"], "xiaohe", "{before}");
    }
    let number = scene.take_out("面交。書況很好。").await;
    let taken = scene.posts().await;
    assert!(!taken.to_string().contains("@xiaohe"), "{taken}");
    for post in 0..2 {
        assert!(taken[post]["mentions"][0].is_null(), "{taken}");
    }
    assert_eq!(scene.undo(number).await, 200);
    assert_eq!(scene.posts().await, before, "as it was");
}
