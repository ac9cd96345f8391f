//! What moderators impose on accounts: who may, what follows, until when, and what is told.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::accounts},
    jobs::remind_moderators,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Person, Plaza};

/// Wednesday, two days after the clock's beginning.
const LAST: &str = "2026-03-04";
const REASON: &str = "多次張貼廣告";

struct Scene {
    plaza: Plaza,
    /// Of the account `whom`.
    person: Person,
    whom: i64,
    moderator: Client,
    topic: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = moderator.topic("city", "公告", "請大家回覆").await;
    let person = plaza.person("haihai", Role::Resident).await;
    let own = person.client.get("/api/v1/account").await.expect(200);
    Scene {
        whom: own.json()["id"].as_i64().unwrap(),
        plaza,
        person,
        moderator,
        topic,
    }
}

impl Scene {
    async fn impose(&self, by: &Client, kind: &str, last_day: Option<&str>) -> Answer {
        let path = format!("/api/v1/people/{}/sanctions", self.whom);
        let body = json!({ "kind": kind, "last_day": last_day, "reason": REASON });
        by.post_json(&path, &body).await
    }

    async fn end(&self, number: &Value) -> Answer {
        let path = format!("/api/v1/sanctions/{number}/end");
        let body = json!({ "reason": "他道歉了" });
        self.moderator.post_json(&path, &body).await
    }

    async fn reply(&self, body: &str) -> Answer {
        let path = format!("/api/v1/topics/{}/posts", self.topic);
        let body = json!({ "body": body });
        self.person.client.post_json(&path, &body).await
    }

    /// Whether the person is let in.
    async fn logs_on(&self) -> Answer {
        let body = json!({ "email": self.person.email, "password": PASSWORD });
        let client = self.plaza.client().await;
        client.post_json("/api/v1/sessions", &body).await
    }

    fn page(&self) -> String {
        format!("/zh/people/{}/standing", self.whom)
    }
}

fn number(answer: &Answer) -> Value {
    answer.json()["number"].clone()
}

#[actix_web::test]
async fn whoever_is_silenced_reads_follows_and_flags_but_posts_nothing_until_its_day_is_over() {
    let scene = scene().await;
    let own = &scene.person.client;
    let before = scene.reply("先前的回覆").await.expect(201).json()["id"].clone();
    let imposed = scene.impose(&scene.moderator, "silence", Some(LAST)).await;
    imposed.expect(201);

    let refused = scene.reply("我想說").await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "silenced");
    let said = refused["errors"][0]["detail"].as_str().unwrap();
    assert!(said.contains("2026年3月4日"), "{said}");
    let drafts = own.get("/api/v1/drafts").await.expect(200).json();
    assert_eq!(drafts["drafts"][0]["body"], "我想說");
    let topic = json!({ "title": "題目", "body": "內文" });
    let opened = own.post_json("/api/v1/boards/city/topics", &topic).await;
    opened.expect(422);
    // No new words by a change either; taking words back always goes.
    let path = format!("/api/v1/posts/{before}");
    let change = json!({ "body": "換成別的話" });
    let changed = own.json(Method::PATCH, &path, &change).await.expect(422);
    assert_eq!(changed.json()["errors"][0]["code"], "silenced");
    own.json(Method::DELETE, &path, &json!({}))
        .await
        .expect(204);

    let path = format!("/api/v1/topics/{}", scene.topic);
    let shown = own.get(&path).await.expect(200).json();
    let flag = format!("/api/v1/posts/{}/flags", shown["posts"][0]["id"]);
    own.post_json(&flag, &json!({ "reason": "off-topic" }))
        .await
        .expect(202);

    scene.plaza.at("2026-03-04T23:59");
    scene.reply("還不行").await.expect(422);
    scene.plaza.at("2026-03-05T00:00");
    scene.reply("可以了").await.expect(201);
}

#[actix_web::test]
async fn whoever_is_suspended_is_logged_off_and_not_let_in_until_its_day_is_over() {
    let scene = scene().await;
    let own = &scene.person.client;
    let imposed = scene.impose(&scene.moderator, "suspend", Some(LAST)).await;
    imposed.expect(201);
    own.get("/api/v1/account").await.expect(401);
    let refused = scene.logs_on().await.expect(403);
    assert_eq!(refused.json()["code"], "account-suspended");
    // As often as they try: the right password is no failed attempt.
    for _ in 0..7 {
        scene.logs_on().await.expect(403);
    }
    // Who does not know the password learns nothing.
    let guest = scene.plaza.client().await;
    let wrong = json!({ "email": scene.person.email, "password": "wrong and long" });
    guest
        .post_json("/api/v1/sessions", &wrong)
        .await
        .expect(401);
    let fields = [("email", &*scene.person.email), ("password", PASSWORD)];
    let page = guest.post("/zh/log-on", &fields).await.expect(403);
    assert!(page.texts(".error-summary a")[0].contains("2026年3月4日"));
    assert!(guest.cookie("plaza").is_none());

    scene.plaza.at("2026-03-05T00:00");
    scene.logs_on().await.expect(201);
}

#[actix_web::test]
async fn it_ends_early_by_an_act_of_its_own_and_once() {
    let scene = scene().await;
    for kind in ["silence", "suspend"] {
        let imposed = scene.impose(&scene.moderator, kind, Some(LAST)).await;
        let number = number(&imposed.expect(201));
        scene.end(&number).await.expect(200);
        scene.end(&number).await.expect(409);
        scene.logs_on().await.expect(201);
    }
    let warned = scene.impose(&scene.moderator, "warn", None).await;
    scene.end(&number(&warned.expect(201))).await.expect(409);
    scene
        .person
        .client
        .log_on(&scene.person.email, PASSWORD)
        .await;
    scene.reply("可以了").await.expect(201);
    // What was over by itself is not ended again.
    let imposed = scene.impose(&scene.moderator, "silence", Some(LAST)).await;
    let number = number(&imposed.expect(201));
    scene.plaza.at("2026-03-05T09:00");
    scene.end(&number).await.expect(409);
    scene.end(&json!(9999)).await.expect(404);
}

#[actix_web::test]
async fn it_stands_in_the_register_and_is_told_by_mail_and_on_the_account() {
    let scene = scene().await;
    scene.plaza.mails().await;
    let form = scene.moderator.get(&scene.page()).await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", &*submission),
        ("kind", "silence"),
        ("last_day", LAST),
        ("reason", REASON),
    ];
    // Pressed twice, it is done once.
    for _ in 0..2 {
        let done = scene.moderator.post(&scene.page(), &fields).await;
        let told = scene.moderator.get(&done.location()).await.expect(200);
        assert!(told.texts(".notice")[0].contains("完成"));
        assert!(told.body.contains(REASON));
        assert!(!told.body.contains(&scene.person.email));
    }
    let mails = scene.plaza.mails().await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == scene.person.email)
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains(REASON) && told[0].text.contains("2026年3月4日"));
    let own = scene.person.client.get("/zh/account/standing").await;
    let own = own.expect(200);
    assert!(own.body.contains(REASON) && own.body.contains("禁言"));

    let register = scene.plaza.client().await.get("/zh/ledger").await;
    let register = register.expect(200);
    assert_eq!(register.body.matches("一個帳號被禁言").count(), 1);
    assert!(!register.body.contains(REASON) && !register.body.contains("haihai"));

    let path = format!("/api/v1/people/{}/standing", scene.whom);
    let standing = scene.moderator.get(&path).await.expect(200);
    assert!(!standing.body.contains(&scene.person.email));
    let standing = standing.json();
    let sanctions = standing["sanctions"].as_array().unwrap();
    assert_eq!((sanctions.len(), &sanctions[0]["holds"]), (1, &json!(true)));
    // A decision against it, like any other.
    assert_eq!(standing["upheld"], 1);

    let number = sanctions[0]["number"].to_string();
    let field = format!("because-{number}");
    let without = [("number", &*number)];
    let end = format!("{}/end", scene.page());
    let asked = scene.moderator.post(&end, &without).await.expect(422);
    assert_eq!(asked.texts(".field-error").len(), 1);
    let why = [("number", &*number), (&*field, "他道歉了")];
    scene.moderator.post(&end, &why).await.expect(303);
    let mails = scene.plaza.mails().await;
    let last = mails.last().unwrap();
    assert!(last.to == scene.person.email && last.text.contains("他道歉了"));
    scene.reply("可以了").await.expect(201);
}

#[actix_web::test]
async fn of_two_who_look_at_the_same_standing_the_second_is_shown_what_the_first_did() {
    let scene = scene().await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let looked = other.get(&scene.page()).await.expect(200);
    let (submission, seen) = (looked.hidden("submission"), looked.hidden("seen"));
    let path = format!("/api/v1/people/{}", scene.whom);
    let stamp = other.get(&format!("{path}/standing")).await.expect(200);
    let stamp = stamp.json()["stamp"].clone();
    let imposed = scene.impose(&scene.moderator, "silence", Some(LAST)).await;
    let number = number(&imposed.expect(201));
    let mut fields = [
        ("submission", &*submission),
        ("seen", &*seen),
        ("kind", "silence"),
        ("last_day", LAST),
        ("reason", REASON),
    ];
    let anew = other.post(&scene.page(), &fields).await.expect(409);
    assert!(anew.texts("#e-kind")[0].contains("有變動"));
    assert!(anew.body.contains(&format!("id=\"sanction-{number}\"")));
    let kept = anew.attribute("input[name=reason]", "value");
    assert_eq!(kept.as_deref(), Some(REASON));
    let body = json!({
        "kind": "silence", "last_day": LAST, "reason": REASON, "stamp": stamp,
    });
    let late = other.post_json(&format!("{path}/sanctions"), &body).await;
    assert_eq!(late.expect(409).json()["code"], "standing-changed");
    let upheld = async || {
        let standing = other.get(&format!("{path}/standing")).await.expect(200);
        standing.json()["upheld"].clone()
    };
    assert_eq!(upheld().await, 1);
    // Who looked again can, and pressed twice it is done once.
    let seen = anew.hidden("seen");
    fields[1].1 = &seen;
    for _ in 0..2 {
        other.post(&scene.page(), &fields).await.expect(303);
    }
    assert_eq!(upheld().await, 2);
    // What was ended or taken back since was not seen either.
    let looked = other.get(&scene.page()).await.expect(200);
    scene.end(&number).await.expect(200);
    let (submission, seen) = (looked.hidden("submission"), looked.hidden("seen"));
    fields[0].1 = &submission;
    fields[1].1 = &seen;
    other.post(&scene.page(), &fields).await.expect(409);
    assert_eq!(upheld().await, 2);
}

#[actix_web::test]
async fn moderators_decide_about_residents_and_administrators_about_all_but_themselves() {
    let plaza = Plaza::with_boards().await;
    let roles = [
        Role::Resident,
        Role::Staff,
        Role::Moderator,
        Role::PrivacyOfficer,
        Role::Administrator,
    ];
    let mut people = Vec::new();
    for role in roles {
        let client = plaza.log_on_as(role, "某人").await;
        let own = client.get("/api/v1/account").await.expect(200).json();
        people.push((role, client, own["id"].as_i64().unwrap()));
    }
    let guest = plaza.client().await;
    for (role, client, own) in &people {
        for (other, _, id) in &people {
            let status = match (role, other) {
                _ if id == own => 404,
                (Role::Administrator, _) | (Role::Moderator, Role::Resident) => 200,
                (Role::Moderator, _) => 404,
                _ => 403,
            };
            // Oneself is nobody whom one decides about; who decides about nobody is turned away first.
            let status = match role {
                Role::Administrator | Role::Moderator => status,
                _ => 403,
            };
            let what = format!("{role:?} about {other:?}");
            let api = format!("/api/v1/people/{id}/standing");
            let page = format!("/zh/people/{id}/standing");
            for path in [&api, &page] {
                let answer = client.get(path).await;
                assert_eq!(answer.status.as_u16(), status, "{what}: {path}");
                guest.get(path).await.expect(401);
            }
            let body = json!({ "kind": "warn", "reason": REASON });
            let path = format!("/api/v1/people/{id}/sanctions");
            let done = client.post_json(&path, &body).await.status.as_u16();
            assert_eq!(done == 201, status == 200, "{what}: {done}");
            guest.post_json(&path, &body).await.expect(401);
            let fields = [("kind", "warn"), ("reason", REASON)];
            let done = client.post(&page, &fields).await.status.as_u16();
            assert_eq!(done == 303, status == 200, "{what}: {done}");
        }
    }
}

#[actix_web::test]
async fn whoever_moderates_no_more_decides_nothing() {
    let scene = scene().await;
    let imposed = scene.impose(&scene.moderator, "silence", Some(LAST)).await;
    let number = number(&imposed.expect(201));
    scene
        .plaza
        .context
        .db
        .write(|connection| {
            diesel::update(accounts::table.filter(accounts::role.eq(Role::Moderator)))
                .set(accounts::role.eq(Role::Resident))
                .execute(connection)?;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
    scene.end(&number).await.expect(403);
    let more = scene.impose(&scene.moderator, "warn", None).await;
    more.expect(403);
    scene.moderator.get(&scene.page()).await.expect(403);
}

#[actix_web::test]
async fn what_is_wrong_is_told_and_what_was_typed_is_kept() {
    let scene = scene().await;
    let path = format!("/api/v1/people/{}/sanctions", scene.whom);
    for (kind, last_day, reason, field) in [
        ("silence", None, REASON, "last_day"),
        ("suspend", Some("2026-03-01"), REASON, "last_day"),
        ("suspend", Some("2027-03-05"), REASON, "last_day"),
        ("warn", None, " ", "reason"),
    ] {
        let body = json!({ "kind": kind, "last_day": last_day, "reason": reason });
        let answer = scene.moderator.post_json(&path, &body).await;
        let wrong = answer.expect(422).json()["errors"][0].clone();
        assert_eq!(wrong["field"], field, "{body}");
    }
    let long = "長".repeat(501);
    let fields = [("kind", "silence"), ("last_day", "soon"), ("reason", &long)];
    let again = scene.moderator.post(&scene.page(), &fields).await;
    let again = again.expect(422);
    assert_eq!(again.texts(".error-summary a").len(), 2);
    let reason = again.attribute("input[name=reason]", "value");
    assert_eq!(reason.as_deref(), Some(&*long));
    let none = scene
        .moderator
        .post(&scene.page(), &[("reason", REASON)])
        .await;
    assert_eq!(none.expect(422).texts(".field-error").len(), 1);
    // Whose session had ended meanwhile finds the reason again.
    let guest = scene.plaza.client().await;
    let typed = [("kind", "warn"), ("reason", REASON)];
    let lost = guest.post(&scene.page(), &typed).await.expect(401);
    assert_eq!(lost.texts("textarea[readonly]"), [REASON]);
    // Nothing came of any of it.
    scene.reply("我還在").await.expect(201);
    let missing = "/api/v1/people/9999/standing";
    scene.moderator.get(missing).await.expect(404);
}

#[actix_web::test]
async fn of_two_suspensions_the_later_counts_and_nobody_slips_through_at_the_same_moment() {
    let scene = scene().await;
    for day in ["2026-03-06", LAST] {
        let imposed = scene.impose(&scene.moderator, "suspend", Some(day)).await;
        imposed.expect(201);
    }
    scene.plaza.at("2026-03-05T10:00");
    scene.logs_on().await.expect(403);
    scene.plaza.at("2026-03-07T10:00");
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let path = format!("/api/v1/people/{}/sanctions", scene.whom);
    let body = json!({ "kind": "suspend", "last_day": "2026-03-09", "reason": REASON });
    let (imposed, begun) = futures_util::join!(moderator.post_json(&path, &body), scene.logs_on());
    imposed.expect(201);
    if begun.status == 201 {
        let token = begun.json()["token"].as_str().unwrap().to_owned();
        let client = scene.plaza.client().await;
        client.bear(&token);
        client.get("/api/v1/account").await.expect(401);
    }
    scene.plaza.advance(TimeDelta::minutes(1));
    scene.logs_on().await.expect(403);
}

#[actix_web::test]
async fn an_appeal_goes_to_somebody_else_and_granted_it_ends_what_was_imposed() {
    let scene = scene().await;
    let imposed = scene.impose(&scene.moderator, "silence", Some(LAST)).await;
    let number = number(&imposed.expect(201));
    let own = &scene.person.client;
    let page = own.get("/zh/account/standing").await.expect(200);
    let named = page.hidden("number");
    let field = format!("words-{named}");
    let nothing = [("number", &*named), (&*field, " ")];
    let path = "/zh/account/standing/appeal";
    own.post(path, &nothing).await.expect(422);
    let words = [("number", &*named), (&*field, "那是我租屋的心得")];
    for _ in 0..2 {
        own.post(path, &words).await.expect(303);
    }
    let page = own.get("/zh/account/standing").await.expect(200);
    assert!(page.body.contains("那是我租屋的心得") && page.body.contains("等候"));

    // Who imposed it sees it, and does not answer.
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let granted = json!({ "granted": true, "answer": "確實不是廣告" });
    scene
        .moderator
        .post_json(&answer, &granted)
        .await
        .expect(403);
    let page = scene.moderator.get(&scene.page()).await.expect(200);
    assert!(page.body.contains("那是我租屋的心得"));
    assert!(page.attribute("button[value=grant]", "name").is_none());
    // Nor does the one who appealed, or any resident.
    own.post_json(&answer, &granted).await.expect(403);

    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let list = other.get("/zh/review/accounts").await.expect(200);
    let way = list.attribute("main .row-title a", "href").unwrap();
    assert!(way.starts_with(&scene.page()), "{way}");
    let waiting = other.get("/api/v1/sanctions/appeals").await.expect(200);
    assert_eq!(waiting.json()["waiting"].as_array().unwrap().len(), 1);
    let field = format!("answer-{named}");
    let fields = [
        ("number", &*named),
        ("decision", "grant"),
        (&*field, "確實不是廣告"),
    ];
    let path = format!("{}/answer", scene.page());
    other.post(&path, &fields).await.expect(303);
    other.post_json(&answer, &granted).await.expect(409);

    scene.reply("謝謝").await.expect(201);
    let standing = own.get("/api/v1/account/standing").await.expect(200).json();
    assert_eq!(standing["upheld"], 0, "{standing}");
    assert_eq!(standing["sanctions"][0]["appeal"]["granted"], true);
    let mails = scene.plaza.mails().await;
    let last = mails.last().unwrap();
    assert!(last.to == scene.person.email && last.text.contains("確實不是廣告"));
    let waiting = other.get("/api/v1/sanctions/appeals").await.expect(200);
    assert_eq!(waiting.json()["waiting"], json!([]));
}

#[actix_web::test]
async fn it_stands_on_the_record_until_an_appeal_undoes_it() {
    let scene = scene().await;
    let reply = scene.reply("一。").await.expect(201).json()["id"].clone();
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    let flag = json!({ "reason": "spam" });
    let path = format!("/api/v1/posts/{reply}/flags");
    reader.post_json(&path, &flag).await;
    let imposed = scene.impose(&scene.moderator, "warn", None).await;
    let number = imposed.expect(201).json()["number"].clone();
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let queue = other.get("/api/v1/review").await.expect(200).json();
    let item = queue["items"][0]["id"].clone();
    assert!(queue["items"][0]["urgency_score"].is_i64(), "{queue}");
    let record = async || {
        let item = other.get(&format!("/api/v1/review/{item}")).await;
        item.expect(200).json()["author"]["imposed"].clone()
    };
    assert_eq!(record().await[0]["kind"], "warn");
    let page = other.get(&format!("/en/review/{item}")).await.expect(200);
    assert!(page.body.contains("warned on") && page.body.contains("Urgency:"));
    let words = json!({ "words": "我沒有" });
    let path = format!("/api/v1/sanctions/{number}/appeal");
    let appealed = scene.person.client.post_json(&path, &words).await;
    appealed.expect(202);
    let answer = json!({ "granted": true, "answer": "看錯了" });
    let path = format!("/api/v1/sanctions/{number}/answer");
    other.post_json(&path, &answer).await.expect(200);
    assert_eq!(record().await, json!([]));
}

#[actix_web::test]
async fn whoever_is_suspended_appeals_with_address_and_password() {
    let scene = scene().await;
    let guest = scene.plaza.client().await;
    let path = "/zh/log-on/appeal";
    let form = |password: &str| {
        [
            ("email", scene.person.email.clone()),
            ("password", password.to_owned()),
            ("words", "帳號被盜用了".to_owned()),
        ]
    };
    let send = async |password: &str| {
        let fields = form(password);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        guest.post(path, &fields).await
    };
    // As long as it is not suspended, there is nothing to appeal against.
    let not = send(PASSWORD).await.expect(422);
    assert_eq!(not.texts("textarea[name=words]"), ["帳號被盜用了"]);
    let imposed = scene.impose(&scene.moderator, "suspend", Some(LAST)).await;
    let number = number(&imposed.expect(201));
    scene.plaza.mails().await;
    let mails = scene.plaza.mails().await;
    assert_eq!(mails.last().unwrap().link("/log-on"), path);
    send("wrong and long").await.expect(422);
    for _ in 0..2 {
        send(PASSWORD).await.expect(303);
    }
    assert!(guest.cookie("plaza").is_none(), "nobody is let in by it");

    let other = scene.plaza.log_on_as(Role::Administrator, "管理員").await;
    let waiting = other.get("/api/v1/sanctions/appeals").await.expect(200);
    let waiting = waiting.json()["waiting"].clone();
    assert_eq!(waiting.as_array().unwrap().len(), 1, "{waiting}");
    assert_eq!(waiting[0]["number"], number);
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let refused = json!({ "granted": false, "answer": "看不出來" });
    other.post_json(&answer, &refused).await.expect(200);
    scene.logs_on().await.expect(403);
    // It can be appealed against once, and what was typed is not lost.
    let again = send(PASSWORD).await.expect(409);
    assert_eq!(again.texts("textarea[name=words]"), ["帳號被盜用了"]);
    assert!(again.texts("#e-words")[0].contains("已經答覆"));
    let sent =
        json!({ "email": scene.person.email, "password": PASSWORD, "words": "帳號被盜用了" });
    let again = guest
        .post_json("/api/v1/account/suspension/appeal", &sent)
        .await;
    assert_eq!(again.expect(409).json()["code"], "appeal-answered");
    let waiting = other.get("/api/v1/sanctions/appeals").await.expect(200);
    assert_eq!(waiting.json()["waiting"], json!([]));
}

#[actix_web::test]
async fn an_appeal_has_its_time_and_is_ones_own() {
    let scene = scene().await;
    let warned = scene.impose(&scene.moderator, "warn", None).await;
    let number = number(&warned.expect(201));
    let path = format!("/api/v1/sanctions/{number}/appeal");
    let words = json!({ "words": "我沒有" });
    let other = scene.plaza.log_on_as(Role::Resident, "別人").await;
    other.post_json(&path, &words).await.expect(404);
    let empty = json!({ "words": "" });
    let own = &scene.person.client;
    own.post_json(&path, &empty).await.expect(422);
    scene.plaza.advance(TimeDelta::days(31));
    own.log_on(&scene.person.email, PASSWORD).await;
    let late = own.post_json(&path, &words).await.expect(409);
    assert_eq!(late.json()["code"], "appeal-over");
    // The page says so where the words were typed, and gives them back.
    let number = number.to_string();
    let field = format!("words-{number}");
    let fields = [("number", &*number), (&*field, "我沒有")];
    let page = own.post("/zh/account/standing/appeal", &fields).await;
    let page = page.expect(409);
    assert_eq!(page.texts(&format!("textarea#f-{field}")), ["我沒有"]);
    assert!(page.texts(&format!("#e-{field}"))[0].contains("期限已過"));
    let way = page.attribute(".error-summary a", "href");
    assert_eq!(way, Some(format!("#f-{field}")));
}

#[actix_web::test]
async fn a_suspension_of_a_month_ago_is_appealed_against_no_more_and_the_words_stay() {
    let scene = scene().await;
    let imposed = scene
        .impose(&scene.moderator, "suspend", Some("2026-06-01"))
        .await;
    imposed.expect(201);
    let guest = scene.plaza.client().await;
    let fields = [
        ("email", &*scene.person.email),
        ("password", PASSWORD),
        ("words", "帳號被盜用了"),
    ];
    let api = json!({ "email": scene.person.email, "password": PASSWORD, "words": "帳號被盜用了" });
    scene.plaza.advance(TimeDelta::days(31));
    let late = guest.post("/zh/log-on/appeal", &fields).await.expect(409);
    assert!(late.texts("#e-words")[0].contains("期限已過"));
    assert_eq!(late.texts("textarea[name=words]"), ["帳號被盜用了"]);
    let late = guest
        .post_json("/api/v1/account/suspension/appeal", &api)
        .await;
    assert_eq!(late.expect(409).json()["code"], "appeal-over");
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let waiting = moderator.get("/api/v1/sanctions/appeals").await.expect(200);
    assert_eq!(waiting.json()["waiting"], json!([]));
    // A newer one can be, beside it; sent twice it is one.
    let imposed = scene
        .impose(&moderator, "suspend", Some("2026-06-01"))
        .await;
    let number = number(&imposed.expect(201));
    for _ in 0..2 {
        guest.post("/zh/log-on/appeal", &fields).await.expect(303);
        let sent = guest
            .post_json("/api/v1/account/suspension/appeal", &api)
            .await;
        sent.expect(202);
    }
    let waiting = moderator.get("/api/v1/sanctions/appeals").await.expect(200);
    let waiting = waiting.json()["waiting"].clone();
    assert_eq!(waiting.as_array().unwrap().len(), 1, "{waiting}");
    assert_eq!(waiting[0]["number"], number);
}

#[actix_web::test]
async fn an_appeal_about_an_account_is_answered_by_a_day_that_is_told_and_reminded_of() {
    let scene = scene().await;
    let plaza = &scene.plaza;
    let other = plaza.person("other", Role::Moderator).await.client;
    // Of two, the later one is appealed against first: the list is in the order of the days.
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let warned = scene.impose(&scene.moderator, "warn", None).await;
        numbers.push(number(&warned.expect(201)));
    }
    let appeal = async |number: &Value| {
        let path = format!("/api/v1/sanctions/{number}/appeal");
        let own = &scene.person.client;
        own.post_json(&path, &json!({ "words": "我沒有" }))
            .await
            .expect(202);
    };
    // Thursday; ten working days later is Thursday 19 March.
    plaza.at("2026-03-05T11:00");
    appeal(&numbers[1]).await;
    plaza.at("2026-03-06T11:00");
    appeal(&numbers[0]).await;
    let own = &scene.person.client;
    let page = own.get("/zh/account/standing").await.expect(200);
    assert!(page.body.contains("2026年3月19日"), "{}", page.body);
    let standing = own.get("/api/v1/account/standing").await.expect(200).json();
    assert_eq!(standing["sanctions"][0]["appeal"]["due"], "2026-03-19");
    let waiting = other.get("/api/v1/sanctions/appeals").await.expect(200);
    let waiting = waiting.json()["waiting"].clone();
    let listed: Vec<(&Value, &str)> = waiting
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["number"], one["due"].as_str().unwrap()))
        .collect();
    let expected = [(&numbers[1], "2026-03-19"), (&numbers[0], "2026-03-20")];
    assert_eq!(listed, expected);

    let reminded = async || -> Vec<String> {
        remind_moderators::once(&plaza.context).await.unwrap();
        let mails = plaza.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.subject.contains("申訴該答覆了"));
        mails.map(|mail| mail.to).collect()
    };
    plaza.at("2026-03-18T12:00");
    assert!(reminded().await.is_empty());
    // Who imposed it cannot answer, and is not reminded.
    plaza.at("2026-03-19T12:00");
    assert_eq!(reminded().await, ["other@example.tw"]);
    plaza.at("2026-03-20T12:00");
    other.log_on("other@example.tw", PASSWORD).await;
    let list = other.get("/zh/review/accounts").await.expect(200);
    assert_eq!(list.texts(".due").len(), 2);
    assert!(list.attribute(".due.late", "class").is_some());
    let page = other.get(&scene.page()).await.expect(200);
    assert!(page.attribute(".due.late", "class").is_some());
}

#[actix_web::test]
async fn more_appeals_about_accounts_than_a_page_holds_go_on_behind_its_link() {
    let scene = scene().await;
    let own = &scene.person.client;
    for _ in 0..21 {
        let warned = scene.impose(&scene.moderator, "warn", None).await;
        let path = format!("/api/v1/sanctions/{}/appeal", number(&warned.expect(201)));
        own.post_json(&path, &json!({ "words": "我沒有" }))
            .await
            .expect(202);
    }
    let path = "/api/v1/sanctions/appeals";
    let one = scene.moderator.get(path).await.expect(200).json();
    assert_eq!(one["waiting"].as_array().unwrap().len(), 20);
    let next = one["next"].as_str().unwrap();
    let two = scene.moderator.get(&format!("{path}?after={next}")).await;
    let two = two.expect(200).json();
    assert_eq!(two["waiting"].as_array().unwrap().len(), 1);
    assert!(two["next"].is_null());
    let page = scene.moderator.get("/zh/review/accounts").await.expect(200);
    let on = page.attribute("a[rel=next]", "href").unwrap();
    let page = scene.moderator.get(&on).await.expect(200);
    assert_eq!(page.texts("main .row-title").len(), 1);
}

#[actix_web::test]
async fn mails_say_what_is_true_of_what_was_imposed_and_lead_to_the_policy() {
    let scene = scene().await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    for (kind, last_day) in [("warn", None), ("silence", Some(LAST))] {
        let imposed = scene.impose(&scene.moderator, kind, last_day).await;
        let number = number(&imposed.expect(201));
        let mails = scene.plaza.mails().await;
        assert_eq!(mails.last().unwrap().link("/moderation"), "/zh/moderation");
        let own = &scene.person.client;
        let path = format!("/api/v1/sanctions/{number}/appeal");
        own.post_json(&path, &json!({ "words": "我沒有" }))
            .await
            .expect(202);
        // Whoever imposed it wrote no post.
        let page = scene.moderator.get(&scene.page()).await.expect(200);
        assert!(!page.texts("main")[0].contains("您寫的發言"));
        let answer = json!({ "granted": false, "answer": "看不出來" });
        let path = format!("/api/v1/sanctions/{number}/answer");
        other.post_json(&path, &answer).await.expect(200);
        let mails = scene.plaza.mails().await;
        let told = &mails.last().unwrap().text;
        assert!(told.contains("維持原處置"), "{told}");
        assert!(!told.contains("最後一天"), "{told}");
    }
}

/// The words that lie beside the entries of the ledger.
async fn words(context: &plaza::context::Context) -> Vec<String> {
    use plaza::{db::schema::ledger_payloads, privacy::ledger};
    let sealed: Result<Vec<Vec<u8>>, DbError> = context
        .db
        .read(|connection| {
            let sealed = ledger_payloads::table.select(ledger_payloads::payload_sealed);
            Ok(sealed.load(connection)?)
        })
        .await;
    let open = |sealed: &Vec<u8>| ledger::open(context, sealed).unwrap().words;
    sealed.unwrap().iter().map(open).collect()
}

#[actix_web::test]
async fn what_somebody_wrote_against_it_goes_with_the_account_and_is_forgotten_in_a_backup_too() {
    const OWN: &str = "那是我租屋的心得";
    let scene = scene().await;
    let imposed = scene.impose(&scene.moderator, "warn", None).await;
    let number = number(&imposed.expect(201));
    let own = &scene.person.client;
    let path = format!("/api/v1/sanctions/{number}/appeal");
    let appeal = json!({ "words": OWN });
    own.post_json(&path, &appeal).await.expect(202);
    let plaza = &scene.plaza;
    let said = words(&plaza.context).await;
    assert!(said.iter().any(|one| one == OWN), "{said:?}");
    let backup = plaza.backup();
    let erase = [("posts", "erase"), ("password", PASSWORD)];
    own.post("/zh/account/erase", &erase).await.expect(303);

    let restored = plaza.restored(&backup);
    assert!(words(&restored).await.iter().any(|one| one == OWN));
    assert_eq!(plaza.replay(&restored).await, 1);
    for context in [&plaza.context, &restored] {
        let said = words(context).await;
        assert!(said.iter().all(|one| one != OWN), "{said:?}");
        // Why it was imposed stays with the record of what moderators do.
        assert!(said.iter().any(|one| one == REASON), "{said:?}");
        let verified = plaza::privacy::verify::all(context, Vec::new(), |_| {}).await;
        assert!(verified.is_ok(), "the chains hold");
    }
    let waiting = scene.moderator.get("/api/v1/sanctions/appeals").await;
    assert_eq!(waiting.expect(200).json()["waiting"], json!([]));
}
