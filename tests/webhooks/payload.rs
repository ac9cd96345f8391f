//! What is told: what everybody can read when it leaves, and nothing that somebody gave the city.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{
    API, Scene, allowing, deliver, deliveries, hook, hook_all, kinds, scene, signed, written,
};
use crate::{
    boards::change,
    sealed::{PLANTED, plant},
    support::{Client, Plaza, receiver::Receiver},
};

/// Does something with a post as a moderator.
async fn moderate(moderator: &Client, post: &Value, act: &str) {
    let path = format!("/api/v1/posts/{post}/moderate");
    let body = json!({ "act": act, "ground": "R3", "reason": "和主題無關" });
    moderator.post_json(&path, &body).await.expect(200);
}

/// The post that opens a topic.
async fn opening(client: &Client, topic: i64) -> Value {
    let path = format!("/api/v1/topics/{topic}");
    let shown = client.get(&path).await.expect(200).json();
    shown["posts"][0]["id"].clone()
}

#[actix_web::test]
async fn a_topic_is_told_with_its_words_and_signed_as_the_standard_says() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "早於端點", "沒有人問起。").await;
    assert_eq!(written(&plaza).await, 0, "nobody asked for it");
    let (id, secret) = hook(&admin, &receiver.url(), &["topic.created"]).await;
    let topic = author.topic("city", "公車站", "沒有遮雨棚。").await;
    author.reply(topic, "而且沒有座位。").await;
    assert_eq!(written(&plaza).await, 1, "replies were not asked for");
    deliver(&plaza.context).await;
    let heard = receiver.heard();
    assert_eq!(heard.len(), 1);
    let heard = &heard[0];
    assert_eq!(heard.path, "/hook");
    assert_eq!(heard.header("content-type"), "application/json");
    let now = plaza.context.now().utc().timestamp();
    let name = heard.header("webhook-id");
    let told = name.strip_prefix("msg_").unwrap();
    assert_eq!(told.len(), 24);
    assert!(!name.contains(&now.to_string()), "{name} says when");
    assert_eq!(deliveries(&admin, id).await[0]["webhook_id"], name);
    assert_eq!(heard.header("webhook-timestamp"), now.to_string());
    assert!(signed(heard, &secret));
    assert!(!signed(heard, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    let said = heard.json();
    assert_eq!(said["type"], "topic.created");
    assert_eq!(said["data"]["scope"], "public");
    let post = &said["data"]["post"];
    assert_eq!(post["topic"], topic);
    assert_eq!(post["board"], "city");
    assert_eq!(post["title"], "公車站");
    assert_eq!(post["body"], "沒有遮雨棚。");
    assert_eq!(post["author"]["name"], "小樹");
    assert_eq!(post["available"], true);
    let url = post["url"].as_str().unwrap();
    assert!(url.starts_with("http://plaza.test/zh/t/"), "{url}");
}

#[actix_web::test]
async fn personal_data_that_its_author_made_public_is_marked_and_what_was_masked_meanwhile_is_masked()
 {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(&admin, &receiver.url(), &["topic.created", "post.masked"]).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let body = json!({ "title": "二手書", "body": "打給我0911-222-333" });
    let knowingly = |_: &str| ("mine", "publish");
    let path = "/api/v1/boards/city/topics";
    let posted = author.decide("POST", path, &body, knowingly).await;
    let topic = posted.expect(201).json()["id"].as_i64().unwrap();
    deliver(&plaza.context).await;
    let first = receiver.heard().remove(0).json();
    let finding = &first["data"]["post"]["findings"][0];
    assert_eq!(finding["kind"], "PHONE");
    assert_eq!(finding["scope"], "public");

    // Another, which is masked before it leaves.
    let body = json!({ "title": "腳踏車", "body": "想賣，晚上再聯絡0911-222-333" });
    let posted = author.decide("POST", path, &body, knowingly).await;
    let second = posted.expect(201).json()["id"].as_i64().unwrap();
    assert_ne!(second, topic);
    moderate(&moderator, &opening(&author, second).await, "mask").await;
    deliver(&plaza.context).await;
    let heard = receiver.heard();
    let told = ["post.masked", "topic.created", "topic.created"];
    assert_eq!(kinds(&receiver), told);
    for heard in &heard[1..] {
        let said = String::from_utf8(heard.body.clone()).unwrap();
        assert!(!said.contains("0911-222-333"), "{said}");
        assert!(said.contains("腳踏車"), "{said}");
    }
}

#[actix_web::test]
async fn of_what_is_out_of_sight_the_number_alone_is_told() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let asked = [
        "topic.created",
        "post.published",
        "post.edited",
        "post.hidden",
        "post.restored",
        "post.withdrawn",
    ];
    hook(&admin, &receiver.url(), &asked).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = author.topic("city", "公車站", "沒有遮雨棚。").await;
    let post = opening(&author, topic).await;
    let path = format!("/api/v1/posts/{post}");
    let edit = json!({ "title": "公車站", "body": "沒有遮雨棚，也沒有座位。" });
    author.json(Method::PATCH, &path, &edit).await.expect(200);
    deliver(&plaza.context).await;
    assert_eq!(kinds(&receiver), ["post.edited", "topic.created"]);
    moderate(&moderator, &post, "hide").await;
    deliver(&plaza.context).await;
    let hidden = receiver.heard().pop().unwrap();
    assert_eq!(hidden.kind(), "post.hidden");
    assert_eq!(
        hidden.json()["data"]["post"],
        json!({
            "id": post, "topic": topic, "board": "city", "available": false, "opens_topic": true,
        })
    );
    let path = format!("/api/v1/posts/{post}/moderate");
    let restore = json!({ "act": "restore", "reason": "沒有違規" });
    moderator.post_json(&path, &restore).await.expect(200);
    deliver(&plaza.context).await;
    let restored = receiver.heard().pop().unwrap();
    assert_eq!(restored.kind(), "post.restored");
    assert_eq!(restored.json()["data"]["post"]["title"], "公車站");
    // What goes with it is told by the post that opens the topic; a reply goes alone.
    let reply = author.reply(topic, "而且很暗。").await;
    moderate(&moderator, &json!(reply), "hide").await;
    // Both are told at once, in either order.
    deliver(&plaza.context).await;
    let heard = receiver.heard();
    let hidden = heard.iter().rfind(|heard| heard.kind() == "post.hidden");
    let hidden = hidden.unwrap().json()["data"]["post"].clone();
    assert_eq!(
        (&hidden["id"], &hidden["opens_topic"]),
        (&json!(reply), &json!(false))
    );
}

/// The posts that were told of by events of a kind, and whether their words were.
fn told(receiver: &Receiver, kind: &str) -> Vec<(i64, bool)> {
    let heard = receiver.heard().into_iter();
    let mut told: Vec<(i64, bool)> = heard
        .filter(|heard| heard.kind() == kind)
        .map(|heard| {
            let post = heard.json()["data"]["post"].clone();
            (
                post["id"].as_i64().unwrap(),
                post["available"].as_bool().unwrap(),
            )
        })
        .collect();
    told.sort_unstable();
    told
}

#[actix_web::test]
async fn what_everybody_read_is_told_as_gone_also_once_its_board_is_for_some_alone() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(
        &admin,
        &receiver.url(),
        &["post.edited", "post.hidden", "post.withdrawn"],
    )
    .await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let first = author.topic("city", "公車站", "沒有遮雨棚。").await;
    let second = author.topic("city", "另一站", "那裡也沒有座位。").await;
    let (hidden, erased) = (
        opening(&author, first).await,
        opening(&author, second).await,
    );
    plaza.advance(TimeDelta::minutes(1));
    let closed = json!({ "read_by": "members", "open_by": "members", "answer_by": "members" });
    change(&admin, "city", closed).await.expect(200);
    plaza.advance(TimeDelta::minutes(1));
    // Nobody but members ever read this one.
    let third = author.topic("city", "第三站", "只有會員看過這一站。").await;
    let inside = opening(&author, third).await;
    let edit = json!({ "title": "公車站", "body": "沒有遮雨棚，也沒有座位。" });
    let path = format!("/api/v1/posts/{hidden}");
    author.json(Method::PATCH, &path, &edit).await.expect(200);
    moderate(&moderator, &hidden, "hide").await;
    moderate(&moderator, &inside, "hide").await;
    let erase = format!("/zh/posts/{erased}/erase");
    author.post(&erase, &[]).await.expect(303);
    deliver(&plaza.context).await;
    assert_eq!(kinds(&receiver), ["post.hidden", "post.withdrawn"]);
    for heard in receiver.heard() {
        let post = match heard.kind() == "post.hidden" {
            true => &hidden,
            false => &erased,
        };
        assert_eq!(
            heard.json()["data"]["post"],
            json!({ "id": post, "available": false, "opens_topic": true })
        );
    }
}

#[actix_web::test]
async fn words_that_go_where_they_are_quoted_are_told_of_the_posts_that_quote_them() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(&admin, &receiver.url(), &["post.masked", "post.edited"]).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let other = plaza.log_on_as(Role::Resident, "阿花").await;
    let third = plaza.log_on_as(Role::Resident, "老李").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let knowingly = |_: &str| ("mine", "publish");
    let body = json!({ "title": "二手書", "body": "打給我0911-222-333" });
    let path = "/api/v1/boards/city/topics";
    let posted = author.decide("POST", path, &body, knowingly).await;
    let topic = posted.expect(201).json()["id"].as_i64().unwrap();
    let source = opening(&author, topic).await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let quoting =
        json!({ "body": format!("> [quote:{source}:1]\n> 打給我0911-222-333\n\n我明天打。") });
    let posted = other.decide("POST", &path, &quoting, knowingly).await;
    let quoting = posted.expect(201).json()["id"].as_i64().unwrap();
    let words = "請問還有沒有別的，例如地圖或者字典？";
    let hidden =
        json!({ "body": format!("> [quote:{source}:1]\n> 打給我0911-222-333\n\n{words}") });
    let posted = third.decide("POST", &path, &hidden, knowingly).await;
    moderate(&moderator, &posted.expect(201).json()["id"], "hide").await;
    deliver(&plaza.context).await;
    assert_eq!(receiver.kinds(), [""; 0]);

    moderate(&moderator, &source, "mask").await;
    deliver(&plaza.context).await;
    let source = source.as_i64().unwrap();
    let both = [(source, true), (quoting, true)];
    assert_eq!(told(&receiver, "post.masked"), both);
    for heard in receiver.heard() {
        let said = String::from_utf8(heard.body).unwrap();
        assert!(!said.contains("0911-222-333"), "{said}");
    }
    // The words come back to both, and go from both for good.
    let decisions = format!("/api/v1/posts/{source}/decisions");
    let decided = author.get(&decisions).await.expect(200).json();
    let undo = format!(
        "/api/v1/decisions/{}/undo",
        decided["decisions"][0]["number"]
    );
    moderator.post_json(&undo, &json!({})).await.expect(200);
    deliver(&plaza.context).await;
    assert_eq!(told(&receiver, "post.edited"), both);
    let erase = format!("/zh/posts/{source}/erase");
    author.post(&erase, &[]).await.expect(303);
    deliver(&plaza.context).await;
    let again = [(source, true), (quoting, true), (quoting, true)];
    assert_eq!(told(&receiver, "post.masked"), again);
}

#[actix_web::test]
async fn what_programs_were_told_is_told_as_withdrawn_once_it_is_erased_hidden_or_not() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(&admin, &receiver.url(), &["post.withdrawn"]).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let first = author.topic("city", "公車站", "沒有遮雨棚。").await;
    let second = author.topic("city", "另一站", "那裡也沒有座位。").await;
    let seen = opening(&author, first).await;
    let hidden = opening(&author, second).await;
    moderate(&moderator, &hidden, "hide").await;
    // Nobody ever saw this one.
    let path = format!("/api/v1/topics/{first}/posts");
    let body = json!({ "body": "他的電話0922-333-444" });
    let held = author
        .decide("POST", &path, &body, |_| ("other", "publish"))
        .await;
    let held = held.expect(202).json()["id"].clone();
    for post in [&held, &hidden, &seen] {
        let erase = format!("/zh/posts/{post}/erase");
        author.post(&erase, &[]).await.expect(303);
    }
    deliver(&plaza.context).await;
    let told = receiver.heard().into_iter().map(|heard| heard.json());
    let mut told: Vec<Value> = told.map(|said| said["data"]["post"].clone()).collect();
    told.sort_by_key(|post| post["id"].as_i64());
    let gone = [(&seen, first), (&hidden, second)].map(|(post, topic)| {
        json!({
            "id": post, "topic": topic, "board": "city", "available": false, "opens_topic": true,
        })
    });
    assert_eq!(told, gone);
}

#[actix_web::test]
async fn of_words_that_come_back_while_their_post_is_hidden_nothing_is_told() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(&admin, &receiver.url(), &["post.edited"]).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let body = json!({ "title": "二手書", "body": "打給我0911-222-333" });
    let path = "/api/v1/boards/city/topics";
    let posted = author
        .decide("POST", path, &body, |_| ("mine", "publish"))
        .await;
    let topic = posted.expect(201).json()["id"].as_i64().unwrap();
    let post = opening(&author, topic).await;
    moderate(&moderator, &post, "mask").await;
    moderate(&moderator, &post, "hide").await;
    let decided = author.get(&format!("/api/v1/posts/{post}/decisions")).await;
    let decided = decided.expect(200).json();
    let mut decisions = decided["decisions"].as_array().unwrap().iter();
    let masked = decisions.find(|one| one["act"] == "post-masked").unwrap();
    let appeal = json!({ "number": masked["number"], "words": "請再看看" });
    let path = format!("/api/v1/posts/{post}/appeals");
    author.post_json(&path, &appeal).await.expect(200);
    let waiting = other.get("/api/v1/appeals").await.expect(200).json();
    let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
    let granted = json!({ "granted": true, "answer": "是我們看錯了" });
    other.post_json(&path, &granted).await.expect(200);
    deliver(&plaza.context).await;
    assert_eq!(receiver.kinds(), [""; 0]);
}

#[actix_web::test]
async fn what_only_some_may_read_is_told_to_no_program() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook_all(&admin, &receiver.url()).await;
    let board = json!({
        "slug": "inside", "name_zh": "內部", "name_en": "Inside", "description_zh": "同仁",
        "description_en": "Colleagues", "read_by": "staff", "open_by": "staff", "answer_by": "staff",
    });
    let made = admin.post_json("/api/v1/boards", &board).await;
    made.expect(200);
    admin.topic("inside", "內部的事", "只給同仁。").await;
    deliver(&plaza.context).await;
    for heard in receiver.heard() {
        assert!(!String::from_utf8_lossy(&heard.body).contains("內部的事"));
        assert_ne!(heard.kind(), "topic.created");
    }
}

#[actix_web::test]
async fn of_a_case_its_number_is_told_and_none_of_its_words() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let told = ["suggestion.received", "suggestion.routed"];
    hook(&admin, &receiver.url(), &told).await;
    let resident = plaza.client().await;
    let suggestion = json!({
        "category": "road-damage", "district": "lingya", "title": "路面有一個洞",
        "body": "兩個手掌寬。", "place": "站牌前面",
    });
    let sent = resident.post_json("/api/v1/suggestions", &suggestion).await;
    let sent = sent.expect(201).json();
    deliver(&plaza.context).await;
    assert_eq!(kinds(&receiver), told);
    for heard in receiver.heard() {
        let said = heard.json();
        assert_eq!(said["data"]["scope"], "covered");
        let case = &said["data"]["case"];
        assert_eq!(case["reference"], sent["reference"]);
        assert_eq!(case["category"], "road-damage");
        assert_eq!(case["state"], "routed");
        assert!(!case["offices"].as_array().unwrap().is_empty());
        let said = String::from_utf8(heard.body).unwrap();
        let password = sent["password"].as_str().unwrap();
        for word in ["路面有一個洞", "兩個手掌寬", "站牌前面", "lingya", password] {
            assert!(!said.contains(word), "{said}");
        }
    }
}

#[actix_web::test]
async fn decisions_are_told_as_the_register_tells_them() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let before = author.topic("city", "先前的", "在端點之前決定。").await;
    moderate(&moderator, &opening(&author, before).await, "hide").await;
    hook(&admin, &receiver.url(), &["moderation.decided"]).await;
    let topic = author.topic("city", "公車站", "沒有遮雨棚。").await;
    let post = opening(&author, topic).await;
    moderate(&moderator, &post, "hide").await;
    deliver(&plaza.context).await;
    deliver(&plaza.context).await;
    assert_eq!(receiver.kinds(), ["moderation.decided"]);
    let said = receiver.heard().remove(0).json();
    // The day in Taipei, and no moment.
    assert_eq!(said["timestamp"], "2026-03-01T16:00:00+00:00");
    let register = admin.get("/api/v1/ledger").await.expect(200).json();
    let entries = register["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["act"] == "post-hidden");
    let decision = &said["data"]["decision"];
    for part in ["number", "act", "ground"] {
        assert_eq!(decision[part], entry.unwrap()[part], "{part}");
    }
    assert_eq!(decision["about"], "post");
    assert!(decision["facts"].get("board").is_none());
    let said = said.to_string();
    assert!(!said.contains("公車站") && !said.contains("小樹"), "{said}");
}

#[actix_web::test]
async fn nothing_that_people_gave_under_the_policy_is_told_to_a_program() {
    let plaza = Plaza::city_with(allowing(20)).await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let receiver = Receiver::start();
    hook_all(&admin, &receiver.url()).await;
    plant(&plaza).await;
    deliver(&plaza.context).await;
    let heard = receiver.heard();
    assert!(heard.len() > 5, "{} events", heard.len());
    for heard in heard {
        let said = String::from_utf8(heard.body).unwrap();
        for datum in PLANTED {
            assert!(!said.contains(datum), "{said}");
        }
    }
    let page = admin.get(&format!("{API}/1/deliveries")).await.expect(200);
    for datum in PLANTED {
        assert!(!page.body.contains(datum));
    }
}
