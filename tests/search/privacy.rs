//! What is not public is never found, not even as a count.

use actix_web::http::Method;
use plaza::{
    accounts::Role,
    db::DatabaseUrl,
    forum::{
        boards::{self, NewBoard},
        reader::Circle,
    },
};
use serde_json::json;

use super::{address, count, found};
use crate::{
    boards::change,
    support::{Client, PASSWORD, Plaza},
};

const PHONE: &str = "0912-345-678";

async fn act(client: &Client, post: i64, act: &str) {
    let path = format!("/zh/posts/{post}/moderate");
    let fields = [("act", act), ("ground", "protect"), ("reason", "有人申訴")];
    client.post(&path, &fields).await.expect(303);
}

/// A guest's topic, which waits.
async fn guest_topic(guest: &Client, name: &str, body: &str) {
    let body =
        json!({ "title": "訪客的主題", "body": body, "guest": guest.as_guest(name, None).await });
    guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(202);
}

/// The author's appeal against the last act on a post, granted by somebody else.
async fn appeal(author: &Client, other: &Client, post: i64) {
    let path = format!("/zh/posts/{post}/decisions");
    let number = author.get(&path).await.expect(200).hidden("number");
    let words = [("number", &*number), ("words", "請放回去")];
    author.post(&path, &words).await.expect(303);
    let appeals = other.get("/zh/review/appeals").await.expect(200);
    let action = appeals.attribute("article form", "action").unwrap();
    let grant = [("decision", "grant"), ("answer", "已查明")];
    other.post(&action, &grant).await.expect(303);
}

/// Decides the only item that waits.
async fn decide(moderator: &Client, fields: &[(&str, &str)]) {
    let list = moderator.get("/zh/review").await.expect(200);
    let action = list
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = list.hidden("version");
    let mut all = vec![("version", &*version)];
    all.extend(fields);
    moderator.post(&action, &all).await.expect(303);
}

#[actix_web::test]
async fn what_waits_was_rejected_or_hidden_is_not_found_and_not_counted() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let guest = plaza.client().await;

    // Held, then approved; held, then rejected.
    for (decision, before) in [("approve", 0), ("reject", 1)] {
        guest_topic(&guest, decision, "斑馬線").await;
        assert_eq!(count(&guest, "斑馬線").await, before);
        assert_eq!(count(&author, "斑馬線").await, before);
        let fields = [("decision", decision), ("ground", "R3"), ("reason", "廣告")];
        decide(&moderator, &fields).await;
        assert_eq!(count(&guest, "斑馬線").await, 1, "{decision}");
    }

    // A topic with a reply: hidden and brought back, alone and together.
    let topic = author.topic("city", "交通", "紅綠燈").await;
    let reply = author.reply(topic, "紅綠燈和天橋").await;
    let opening = found(&guest, "kind:topic 紅綠燈").await.1[0]["post"]
        .as_i64()
        .unwrap();
    assert_eq!(count(&guest, "紅綠燈").await, 2);
    act(&moderator, reply, "hide").await;
    assert_eq!(count(&guest, "紅綠燈").await, 1);
    assert_eq!(count(&guest, "天橋").await, 0);
    appeal(&author, &other, reply).await;
    assert_eq!(count(&guest, "天橋").await, 1);
    act(&moderator, opening, "hide").await;
    let hidden = count(&guest, "紅綠燈").await;
    assert_eq!(hidden, 0, "replies go with their topic");
    assert_eq!(count(&author, "紅綠燈").await, 0, "not even for its author");
    appeal(&author, &other, opening).await;
    assert_eq!(count(&guest, "紅綠燈").await, 2);

    // An edit: the old words are gone, the new ones found; held again, neither.
    let edit = json!({ "title": "公園", "body": "噴水池" });
    let path = format!("/api/v1/posts/{opening}");
    author.json(Method::PATCH, &path, &edit).await.expect(200);
    assert_eq!(count(&guest, "交通").await, 0);
    assert_eq!(count(&guest, "紅綠燈").await, 1);
    assert_eq!(count(&guest, "噴水池").await, 1);
    let edit = json!({ "title": "公園", "body": format!("噴水池，他的電話{PHONE}") });
    author
        .decide("PATCH", &path, &edit, |_| ("other", "publish"))
        .await
        .expect(202);
    for gone in ["噴水池", "公園", "天橋"] {
        assert_eq!(count(&guest, gone).await, 0, "{gone}");
    }
    decide(&moderator, &[("decision", "approve")]).await;
    for back in ["噴水池", "公園", "天橋", "345"] {
        assert_eq!(count(&guest, back).await, 1, "{back}");
    }
}

#[actix_web::test]
async fn what_is_masked_or_erased_is_gone_at_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let guest = plaza.client().await;
    let body = json!({ "title": "二手書", "body": format!("quokka打給我{PHONE}") });
    let publish = |_: &str| ("mine", "publish");
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, publish)
        .await
        .expect(201);
    let post = found(&guest, "quokka").await.1[0]["post"].as_i64().unwrap();
    assert_eq!(count(&guest, PHONE).await, 1);
    act(&moderator, post, "mask").await;
    assert_eq!(count(&guest, PHONE).await, 0);
    assert_eq!(count(&guest, "345").await, 0);
    assert_eq!(count(&guest, "quokka").await, 1);

    author
        .post(&format!("/zh/posts/{post}/erase"), &[])
        .await
        .expect(303);
    assert_eq!(count(&guest, "quokka").await, 0);
    assert_eq!(count(&guest, "二手書").await, 0);

    let topic = author.topic("city", "tapir", "tapir one").await;
    author.reply(topic, "tapir two").await;
    assert_eq!(count(&guest, "tapir").await, 2);
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    author.post("/zh/account/erase", &fields).await.expect(303);
    assert_eq!(count(&guest, "tapir").await, 0);
    // Nor is it left in a part of the index that waits to be tidied.
    assert!(!plaza.dump().contains("tapir"));
    if let DatabaseUrl::Sqlite(path) = &plaza.context.config.database_url {
        plaza.sql("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let bytes = std::fs::read(path).unwrap();
        for word in ["tapir", "quokka"] {
            let left = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!left, "the file still holds {word}");
        }
    }
}

#[actix_web::test]
async fn an_authors_name_is_found_by_its_filter_alone_and_exactly() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let guest = plaza.client().await;
    author.topic("city", "賞鳥", "去看黑面琵鷺").await;
    guest_topic(&guest, "haihai 2", "去看鯨魚").await;
    decide(&moderator, &[("decision", "approve")]).await;
    for (text, expected) in [
        ("haihai", 0),
        ("author:haihai", 1),
        ("author:haihai 黑面琵鷺", 1),
        ("author:haihai 鯨魚", 0),
        ("author:\"haihai 2\"", 1),
        ("author:haiha", 0),
        ("author:HAIHAI", 0),
        ("author:haihai@example.tw", 0),
        ("haihai@example.tw", 0),
    ] {
        assert_eq!(count(&guest, text).await, expected, "{text}");
    }
    // Posts that stay without their author are nobody's.
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    author.post("/zh/account/erase", &fields).await.expect(303);
    assert_eq!(count(&guest, "author:haihai").await, 0);
    assert_eq!(count(&guest, "黑面琵鷺").await, 1);
}

#[actix_web::test]
async fn a_board_that_not_everybody_reads_is_searched_by_its_readers_alone() {
    let plaza = Plaza::with_boards().await;
    for (slug, read_by) in [("staff", Circle::Staff), ("members", Circle::Members)] {
        let board = NewBoard {
            slug: slug.into(),
            name_zh: slug.into(),
            name_en: slug.into(),
            read_by,
            open_by: read_by,
            answer_by: read_by,
            ..NewBoard::default()
        };
        boards::add(&plaza.context, board).await.unwrap();
    }
    let guest = plaza.client().await;
    let member = plaza.log_on_as(Role::Resident, "haihai").await;
    let staff = plaza.log_on_as(Role::Moderator, "版主").await;
    staff.topic("staff", "wombat", "wombat").await;
    staff.topic("members", "wombat", "wombat").await;
    staff.topic("city", "wombat", "wombat").await;
    for (reader, expected) in [(&guest, 1), (&member, 2), (&staff, 3)] {
        assert_eq!(count(reader, "wombat").await, expected);
        let title = json!({ "title": "wombat" });
        let similar = reader
            .post_json("/api/v1/search/similar", &title)
            .await
            .expect(200)
            .json();
        assert_eq!(
            similar["topics"].as_array().unwrap().len(),
            expected as usize
        );
    }
    assert_eq!(count(&guest, "board:staff wombat").await, 0);
    assert_eq!(count(&guest, "author:版主").await, 1);

    // An administrator closes a board to the public, and it is gone from search at once.
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let staffs = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "city", staffs).await.expect(200);
    for (reader, expected) in [(&guest, 0), (&member, 1), (&staff, 3)] {
        assert_eq!(count(reader, "wombat").await, expected);
    }
}

#[actix_web::test]
async fn public_personal_data_keeps_its_mark_and_its_label() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_named(Role::Resident, "王小明", true).await;
    let guest = plaza.client().await;
    let body =
        json!({ "title": format!("徵球友{PHONE}"), "body": format!("星期天打球，打給我{PHONE}") });
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let page = guest
        .get(&address("/zh/search", &[("q", "打球 345")]))
        .await
        .expect(200);
    assert_eq!(page.texts(".row-title mark.pd"), [PHONE]);
    assert_eq!(page.texts(".row-text mark.pd"), [PHONE]);
    assert_eq!(page.texts(".row-text mark.pd .hit"), ["345"]);
    assert_eq!(page.texts(".row-facts mark.pd"), ["王小明"]);
    let legend = page.attribute(".row-text mark.pd", "aria-describedby");
    assert_eq!(page.texts(&format!("#{}", legend.unwrap())).len(), 1);

    let hit = found(&guest, "打球").await.1.remove(0);
    assert_eq!(
        hit["labels"],
        json!([
            { "field": "title", "kind": "phone", "scope": "public" },
            { "field": "excerpt", "kind": "phone", "scope": "public" },
        ])
    );
    assert_eq!(hit["author"]["name_scope"], "public");
    assert!(hit["warning"].as_str().unwrap().contains("個人資料"));
}
