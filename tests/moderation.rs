//! Acts on somebody's post: each with its ground, in the ledger, told, and open to appeal.

use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::retention, privacy::verify};
use serde_json::json;

use crate::support::{Client, PASSWORD, Plaza};

const PHONE: &str = "0912-345-678";

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    other: Client,
    topic: i64,
    post: i64,
}

/// A topic of an author in which their own telephone is public; edited once.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let body = json!({ "title": "二手書", "body": format!("打給我{PHONE}") });
    let made = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201)
        .json();
    let (topic, post) = (made["id"].as_i64().unwrap(), 1);
    let body = json!({ "body": format!("請打給我{PHONE}，謝謝") });
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(200);
    Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    }
}

async fn act(client: &Client, post: i64, act: &str, ground: &str, reason: &str) -> u16 {
    let path = format!("/zh/posts/{post}/moderate");
    let fields = [("act", act), ("ground", ground), ("reason", reason)];
    client.post(&path, &fields).await.status.as_u16()
}

async fn originals(plaza: &Plaza) -> i64 {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::sealed_originals};
    let counted: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(sealed_originals::table.count().get_result(connection)?))
        .await;
    counted.unwrap()
}

#[actix_web::test]
async fn an_act_whose_ground_lacks_a_part_is_refused_by_the_parts_name_and_changes_nothing() {
    let scene = scene().await;
    let before = scene.plaza.dump();
    for (fields, wrong) in [
        (
            [("act", "mask"), ("ground", ""), ("reason", "它威脅到鄰居")],
            "ground",
        ),
        (
            [
                ("act", "mask"),
                ("ground", "R99"),
                ("reason", "它威脅到鄰居"),
            ],
            "ground",
        ),
        (
            [
                ("act", "mask"),
                ("ground", "efficiency"),
                ("reason", "比較快"),
            ],
            "ground",
        ),
        (
            [("act", "mask"), ("ground", "R3"), ("reason", " ")],
            "reason",
        ),
        (
            [("act", "mask"), ("ground", "protect"), ("reason", "")],
            "reason",
        ),
        (
            [("act", ""), ("ground", "R3"), ("reason", "它威脅到鄰居")],
            "act",
        ),
    ] {
        let path = format!("/zh/posts/{}/moderate", scene.post);
        let answer = scene.moderator.post(&path, &fields).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{wrong}"), "{fields:?}");
    }
    assert_eq!(scene.plaza.dump(), before);
}

#[actix_web::test]
async fn masking_changes_what_the_ledger_says_and_an_appeal_puts_it_back() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    } = scene().await;
    let guest = plaza.client().await;
    let shown = async || {
        guest
            .get(&format!("/zh/topics/{topic}"))
            .await
            .expect(200)
            .body
    };
    let versions = async || guest.get(&format!("/zh/posts/{post}/revisions")).await.body;
    assert!(shown().await.contains(PHONE) && versions().await.contains(PHONE));
    let before = plaza.dump();
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    assert!(!shown().await.contains(PHONE), "still shown");
    assert!(!versions().await.contains("345"), "still in a revision");
    assert!(
        !plaza.dump().contains("0912-345-678"),
        "still stored in the open"
    );
    // Everybody reads what was done and why, and about nobody.
    let register = guest.get("/zh/ledger").await.expect(200);
    let row = register.texts("main .rows li").remove(0);
    assert!(
        row.contains("個人資料被遮蔽") && row.contains("R3"),
        "{row}"
    );
    for name in ["haihai", "版主甲", "陌生人", "/topics/"] {
        assert!(!register.texts("main")[0].contains(name), "{name}");
    }
    // The author is told, with the way to appeal.
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .find(|mail| mail.subject.contains("發言"))
        .unwrap();
    assert!(mail.text.contains("陌生人會打這支電話") && !mail.text.contains(PHONE));
    let decisions = mail.link("/decisions");
    let page = author.get(&decisions).await.expect(200);
    assert!(page.texts("main")[0].contains("陌生人會打這支電話"));
    let number = page.hidden("number");
    author
        .post(&decisions, &[("number", &number), ("words", "")])
        .await
        .expect(422);
    // Two clicks at the same moment are one appeal.
    let words = [("number", &*number), ("words", "這是我自己的電話")];
    let (one, other_click) = futures_util::join!(
        author.post(&decisions, &words),
        author.post(&decisions, &words)
    );
    one.expect(303);
    other_click.expect(303);
    assert!(
        !plaza.dump().contains("這是我自己的電話"),
        "an appeal is sealed"
    );
    // Somebody else decides; whoever decided first cannot.
    let appeals = other.get("/zh/review/appeals").await.expect(200);
    assert!(appeals.texts("article")[0].contains("這是我自己的電話"));
    let action = appeals.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "您說得對")];
    moderator.post(&action, &grant).await.expect(422);
    other.post(&action, &grant).await.expect(303);
    other.post(&action, &grant).await.expect(409);
    assert!(shown().await.contains(PHONE) && versions().await.contains(PHONE));
    for line in before.lines().filter(|line| line.contains(PHONE)) {
        assert!(plaza.dump().contains(line), "not as it was: {line}");
    }
    let told = plaza.mails().await;
    assert!(told.iter().any(|mail| mail.text.contains("您說得對")));
    assert_eq!(
        guest.get("/zh/ledger").await.texts("main .rows li").len(),
        3
    );
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn hiding_takes_a_topic_out_of_sight_and_a_granted_appeal_brings_it_back() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        topic,
        post,
    } = scene().await;
    let guest = plaza.client().await;
    let path = format!("/zh/topics/{topic}");
    assert_eq!(
        act(&moderator, post, "hide", "protect", "有人申訴這是詐騙").await,
        303
    );
    guest.get(&path).await.expect(404);
    assert_eq!(act(&other, post, "hide", "R7", "詐騙").await, 404);
    let own = author.get(&path).await.expect(200);
    let decisions = own.attribute("a[href$='/decisions']", "href").unwrap();
    author
        .get(&format!("/zh/posts/{post}/edit"))
        .await
        .expect(403);
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "這不是詐騙")];
    // Nobody else appeals for the author.
    let stranger = plaza.log_on_as(Role::Resident, "路過").await;
    stranger.get(&decisions).await.expect(404);
    stranger.post(&decisions, &words).await.expect(404);
    author.post(&decisions, &words).await.expect(303);
    let action = other.get("/zh/review/appeals").await;
    let action = action.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "已查明")];
    other.post(&action, &grant).await.expect(303);
    guest.get(&path).await.expect(200);
}

#[actix_web::test]
async fn a_refused_appeal_and_a_late_one_change_nothing_and_the_original_goes() {
    let Scene {
        plaza,
        author,
        moderator,
        other,
        post,
        ..
    } = scene().await;
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    let decisions = format!("/zh/posts/{post}/decisions");
    let number = author.get(&decisions).await.hidden("number");
    let words = [("number", &*number), ("words", "請放回去")];
    author.post(&decisions, &words).await.expect(303);
    let appeals = other.get("/zh/review/appeals").await;
    let action = appeals.attribute("article form", "action").unwrap();
    let refuse = [("decision", "refuse"), ("answer", "規則如此")];
    other.post(&action, &refuse).await.expect(303);
    let page = author.get(&decisions).await.expect(200);
    assert!(page.texts("main")[0].contains("規則如此"));
    assert!(page.texts("main form").is_empty(), "once is enough");
    // With the appeal decided nobody needs the original; the day's round takes it.
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 0);
}

#[actix_web::test]
async fn after_thirty_days_there_is_no_appeal_and_no_original() {
    let Scene {
        plaza,
        author,
        moderator,
        post,
        ..
    } = scene().await;
    assert_eq!(
        act(&moderator, post, "mask", "R3", "陌生人會打這支電話").await,
        303
    );
    let decisions = format!("/zh/posts/{post}/decisions");
    plaza.advance(TimeDelta::days(13));
    author.get("/zh/account").await.expect(200);
    let number = author.get(&decisions).await.hidden("number");
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 1);
    plaza.advance(TimeDelta::days(17));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(originals(&plaza).await, 0);
    author.log_on("haihai@example.tw", PASSWORD).await;
    assert!(
        author
            .get(&decisions)
            .await
            .expect(200)
            .texts("main form")
            .is_empty()
    );
    let words = [("number", &*number), ("words", "請放回去")];
    author.post(&decisions, &words).await.expect(409);
}

#[actix_web::test]
async fn the_registers_day_is_the_citys() {
    let scene = scene().await;
    // Half past midnight in Taipei, still the day before in UTC.
    scene
        .plaza
        .advance(TimeDelta::hours(14) + TimeDelta::minutes(30));
    let done = act(&scene.moderator, scene.post, "hide", "protect", "有人申訴").await;
    assert_eq!(done, 303);
    let register = scene.plaza.client().await.get("/en/ledger").await;
    let row = register.expect(200).texts("main .rows li").remove(0);
    assert!(row.contains("3 March 2026"), "{row}");
}
