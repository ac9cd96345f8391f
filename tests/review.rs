//! What waits for a moderator, and what becomes of it.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use crate::support::{Answer, Client, Plaza};

const PHONE: &str = "0912-345-678";

/// A guest's topic that waits.
pub async fn held(plaza: &Plaza, title: &str) {
    let guest = plaza.client().await;
    let signed = guest.as_guest("小樹", None).await;
    let body = json!({ "title": title, "body": "內文", "guest": signed });
    guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(202);
}

/// Approves what stands first in the queue.
pub async fn approve(moderator: &Client) {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let item = &queue["items"][0];
    let body = json!({ "decision": "approve", "version": item["version"] });
    let path = format!("/api/v1/review/{}", item["id"]);
    moderator.post_json(&path, &body).await.expect(200);
}

/// The address of the only item's forms, and the version that is shown.
async fn item(moderator: &Client) -> (String, String) {
    let list = moderator.get("/zh/review").await.expect(200);
    (
        list.attribute("article form[action*='/review/']", "action")
            .unwrap(),
        list.hidden("version"),
    )
}

#[actix_web::test]
async fn only_moderators_come_in() {
    let plaza = Plaza::with_boards().await;
    for (role, status) in [
        (Role::Resident, 403),
        (Role::Staff, 403),
        (Role::Moderator, 200),
        (Role::Administrator, 200),
    ] {
        let client = plaza.log_on_as(role, "某人").await;
        client.get("/zh/review").await.expect(status);
        let post = client
            .post("/zh/review/1", &[("decision", "approve")])
            .await;
        assert_eq!(post.status.as_u16(), if status == 200 { 404 } else { 403 });
    }
    plaza.client().await.get("/zh/review").await.expect(401);
}

#[actix_web::test]
async fn what_is_approved_becomes_visible_with_its_marks() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    held(&plaza, "早餐店").await;
    let list = moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("article h2"), ["早餐店"]);
    assert_eq!(list.texts("article .post-author mark.pd"), ["小樹"]);
    assert!(list.texts("article li")[0].contains("姓名"));
    plaza.advance(TimeDelta::hours(5));
    let (action, version) = item(&moderator).await;
    let done = moderator
        .post(&action, &[("decision", "approve"), ("version", &version)])
        .await
        .location();
    assert!(moderator.get(&done).await.texts(".notice")[0].contains("完成"));
    let board = guest.get("/api/v1/boards/open").await.json();
    let id = board["topics"][0]["id"].as_i64().unwrap();
    assert_eq!(board["topics"][0]["active_at"], "2026-03-02T07:00:00Z");
    let page = guest.get(&format!("/en/topics/{id}")).await.expect(200);
    assert_eq!(page.texts(".post-author mark.pd"), ["小樹"]);
    assert!(page.texts(".post-warning")[0].contains("name"));
    assert_eq!(moderator.get("/zh/review").await.texts("article").len(), 0);

    // A guest's reply counts once it is approved.
    let reply = json!({ "body": "果貿", "guest": guest.as_guest("1234", None).await });
    guest
        .post_json(&format!("/api/v1/topics/{id}/posts"), &reply)
        .await
        .expect(202);
    let replies =
        async || guest.get(&format!("/api/v1/topics/{id}")).await.json()["replies"].clone();
    assert_eq!(replies().await, 0);
    let (action, version) = item(&moderator).await;
    moderator
        .post(&action, &[("decision", "approve"), ("version", &version)])
        .await
        .location();
    assert_eq!(replies().await, 1);
}

#[actix_web::test]
async fn what_is_rejected_stays_out_of_sight_with_its_reason() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let body = json!({ "title": "鄰居", "body": format!("他的電話是{PHONE}") });
    let id = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202)
        .json()["id"]
        .as_i64()
        .unwrap();
    let list = moderator.get("/zh/review").await;
    assert!(list.texts("article .tag")[0].contains("別人的個人資料"));
    assert_eq!(list.texts("article .post-body mark.pd"), [PHONE]);
    let (action, version) = item(&moderator).await;
    let refused = moderator
        .post(
            &action,
            &[("decision", "reject"), ("ground", "R3"), ("reason", " ")],
        )
        .await
        .expect(422);
    assert_eq!(refused.texts(".error-summary a").len(), 1);
    let long = "字".repeat(501);
    let refused = moderator
        .post(
            &action,
            &[("decision", "reject"), ("ground", "R3"), ("reason", &long)],
        )
        .await
        .expect(422);
    assert_eq!(refused.attribute("input[name=reason]", "value"), Some(long));
    moderator
        .post(
            &action,
            &[("decision", "reject"), ("ground", "R3"), ("reason", "a\0b")],
        )
        .await
        .expect(422);
    moderator
        .post(&action, &[("decision", "burn")])
        .await
        .expect(400);
    moderator
        .post(
            &action,
            &[
                ("decision", "reject"),
                ("version", &version),
                ("ground", "R3"),
                ("reason", "規則R3：別人的電話"),
            ],
        )
        .await
        .location();
    plaza
        .client()
        .await
        .get(&format!("/zh/topics/{id}"))
        .await
        .expect(404);
    let own = author.get(&format!("/zh/topics/{id}")).await.expect(200);
    assert!(own.body.contains("規則R3：別人的電話"));
    let post = own.attribute("article.post", "id").unwrap();
    let post = post.trim_start_matches("post-");
    author
        .get(&format!("/zh/posts/{post}/edit"))
        .await
        .expect(403);
}

#[actix_web::test]
async fn of_two_moderators_the_second_sees_what_the_first_decided() {
    let plaza = Plaza::with_boards().await;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    held(&plaza, "早餐店").await;
    let (action, version) = item(&second).await;
    first
        .post(&action, &[("decision", "approve"), ("version", &version)])
        .await
        .location();
    let told = second
        .post(
            &action,
            &[("decision", "reject"), ("ground", "R3"), ("reason", "廣告")],
        )
        .await
        .expect(409);
    assert!(
        told.texts(".notice")[0].contains("版主甲"),
        "{:?}",
        told.texts(".notice")
    );
    assert_eq!(told.texts("textarea[readonly]"), ["廣告"]);
    let board = plaza.client().await.get("/api/v1/boards/open").await.json();
    assert_eq!(board["topics"].as_array().unwrap().len(), 1);

    // At the same moment: one of them decides.
    held(&plaza, "午餐店").await;
    let (action, version) = item(&second).await;
    let approve = [("decision", "approve"), ("version", &*version)];
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", "廣告"),
    ];
    let (one, other) =
        futures_util::join!(first.post(&action, &approve), second.post(&action, &reject));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[actix_web::test]
async fn a_version_that_nobody_looked_at_is_not_approved() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let body = json!({ "title": "鄰居", "body": format!("他的電話是{PHONE}") });
    let path = "/api/v1/boards/city/topics";
    let publish = |_: &str| ("other", "publish");
    let held = author
        .decide("POST", path, &body, publish)
        .await
        .expect(202)
        .json();
    let (action, version) = item(&moderator).await;
    plaza.advance(TimeDelta::minutes(1));
    let topic = held["id"].as_i64().unwrap();
    let post =
        author.get(&format!("/api/v1/topics/{topic}")).await.json()["posts"][0]["id"].clone();
    let worse = json!({ "title": "鄰居", "body": format!("他的電話是{PHONE}，快打給他") });
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &worse, publish)
        .await
        .expect(202);
    let told = moderator
        .post(&action, &[("decision", "approve"), ("version", &version)])
        .await
        .expect(409);
    assert!(told.texts(".notice")[0].contains("改過"));
    assert_eq!(told.texts("article").len(), 1, "it still waits, once");
    plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await
        .expect(404);
}

/// A topic of a resident with somebody else's telephone, which waits; its number.
async fn waiting(author: &Client) -> i64 {
    let body = json!({ "title": "鄰居", "body": format!("他的電話是{PHONE}") });
    let path = "/api/v1/boards/city/topics";
    let publish = |_: &str| ("other", "publish");
    let held = author.decide("POST", path, &body, publish).await;
    held.expect(202).json()["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn nobody_is_rejected_for_what_is_gone_and_what_was_typed_stays() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = waiting(&author).await;
    let (action, version) = item(&moderator).await;
    plaza.advance(TimeDelta::minutes(1));
    let mended = json!({ "title": "鄰居", "body": "他很吵" });
    let patch = "PATCH".parse().unwrap();
    author
        .json(patch, "/api/v1/posts/1", &mended)
        .await
        .expect(202);
    let reject = |version: &str| {
        let version = version.to_owned();
        [
            ("decision", "reject".to_owned()),
            ("version", version),
            ("ground", "R3".to_owned()),
            ("reason", "別人的電話".to_owned()),
        ]
    };
    let send = async |version: &str| {
        let fields = reject(version);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, &**v)).collect();
        moderator.post(&action, &fields).await
    };
    let told = send(&version).await.expect(409);
    assert!(told.texts(".notice")[0].contains("改過"));
    assert_eq!(told.hidden("reason"), "別人的電話");
    let chosen = told.attribute("select[name=ground] option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("R3"));
    assert!(told.texts("article")[0].contains("他很吵"));
    let own = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(!own.body.contains("別人的電話"));
    send(&told.hidden("version")).await.expect(303);
    let own = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(own.body.contains("別人的電話"));
}

#[actix_web::test]
async fn what_its_author_changes_or_erases_at_once_is_neither_approved_nor_rejected() {
    for (sql, [approve, reject]) in [
        (
            "UPDATE posts SET edited_at = '2026-03-02 23:00:00', body = '快打給他' WHERE id = 1",
            [409, 409],
        ),
        (
            "UPDATE posts SET state = 'withdrawn', body = '' WHERE id = 1; \
          DELETE FROM review_items WHERE post_id = 1",
            [404, 409],
        ),
    ] {
        for (decision, status) in [("approve", approve), ("reject", reject)] {
            let plaza = Plaza::with_boards().await;
            let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
            let author = plaza.log_on_as(Role::Resident, "海海").await;
            let topic = waiting(&author).await;
            let (action, version) = item(&moderator).await;
            let fields = [
                ("decision", decision),
                ("version", &*version),
                ("ground", "R3"),
                ("reason", "別人的電話"),
            ];
            let answer = plaza.at_once(sql, moderator.post(&action, &fields)).await;
            assert_eq!(answer.status.as_u16(), status, "{decision} {sql}");
            let guest = plaza.client().await;
            guest.get(&format!("/zh/topics/{topic}")).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn hidden_and_rejected_at_once_a_reply_is_counted_out_once() {
    let plaza = Plaza::with_boards().await;
    let one = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "路燈", "不亮").await;
    let reply = author.reply(topic, "還是不亮").await;
    author.reply(topic, "今天也是").await;
    // An import waits for review while it is public.
    let waits = format!(
        "INSERT INTO review_items (kind, post_id, state, created_at) \
         SELECT 'imported', id, 'open', created_at FROM posts WHERE id = {reply}"
    );
    plaza.sql(&waits).unwrap();
    let (action, version) = item(&one).await;
    let hide = format!(
        "UPDATE posts SET state = 'hidden', was_public = {} WHERE id = {reply}; \
         UPDATE topics SET reply_count = reply_count - 1 WHERE id = {topic}",
        if plaza.on_postgres() { "true" } else { "1" }
    );
    let fields = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", "廣告"),
    ];
    plaza
        .at_once(&hide, one.post(&action, &fields))
        .await
        .expect(303);
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["replies"], 1);
    plaza
        .sql(&format!("DELETE FROM search_texts WHERE post_id = {reply}"))
        .unwrap();
}

/// The titles in the list.
fn listed(queue: &Answer) -> Vec<String> {
    queue.texts("[data-keys] .row-title a")
}

#[actix_web::test]
async fn the_list_has_pages() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for n in 0..23 {
        held(&plaza, &format!("主題{n}")).await;
    }
    let first = moderator.get("/en/review").await.expect(200);
    assert!(first.texts(".tally")[0].contains("23 items"));
    assert_eq!(listed(&first).len(), 20);
    assert_eq!(first.texts("article h2"), ["主題0"], "one is worked on");
    let next = first.attribute("a[rel=next]", "href").unwrap();
    let second = moderator.get(&next).await.expect(200);
    assert_eq!(listed(&second), ["主題20", "主題21", "主題22"]);
    assert_eq!(second.texts("article h2"), ["主題20"]);
}

#[actix_web::test]
async fn an_item_has_its_page_and_its_neighbours() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for n in 0..3 {
        held(&plaza, &format!("主題{n}")).await;
    }
    let list = moderator.get("/en/review?board=open").await.expect(200);
    let rows = "[data-keys] .row:nth-of-type(2) a";
    let second = list.attribute(rows, "href").unwrap();
    let page = moderator.get(&second).await.expect(200);
    assert_eq!(page.texts("article h2"), ["主題1"]);
    assert_eq!(page.texts("[aria-current] a"), ["主題1"]);
    let neighbours = page.texts(".bench-item .pages a");
    assert_eq!(neighbours, ["Previous item", "Next item"]);
    // A decision leads to the next one in the same queue.
    let action = page.attribute("#approve", "action").unwrap();
    let approve = [
        ("decision", "approve"),
        ("version", &*page.hidden("version")),
        ("next", &*page.hidden("next")),
    ];
    let done = moderator.post(&action, &approve).await.location();
    let third = moderator.get(&done).await.expect(200);
    assert_eq!(third.texts("article h2"), ["主題2"]);
    assert!(done.contains("board=open"), "{done}");
    // What was decided says by whom, and shows what still waits.
    let late = moderator.get(&second).await.expect(200);
    assert!(late.texts(".notice")[0].contains("版主"));
    assert_eq!(late.texts("article h2"), ["主題0"]);
    moderator.get("/en/review/77").await.expect(404);
    let none = moderator.get("/en/review?board=city").await.expect(200);
    assert!(listed(&none).is_empty() && none.texts("article").is_empty());
    assert_eq!(none.texts(".empty a").len(), 1, "a way to all of it");
}

#[actix_web::test]
async fn what_is_claimed_is_taken_over_and_nothing_that_was_typed_is_lost() {
    let plaza = Plaza::with_boards().await;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    held(&plaza, "早餐店").await;
    let (action, version) = item(&second).await;
    let done = first.post(&action, &[("claim", "take")]).await.location();
    let mine = first.get(&done).await.expect(200);
    assert!(mine.texts(".notice")[0].contains("由您處理"));
    assert_eq!(mine.texts("button[name=claim]").len(), 1);
    let list = second.get("/zh/review").await.expect(200);
    assert!(list.texts("[data-keys] .row")[0].contains("版主甲"));
    let typed = [("version", &*version), ("ground", "R3"), ("reason", "廣告")];
    let with = |button: (&'static str, &'static str)| [&[button][..], &typed].concat();
    let told = second.post(&action, &with(("decision", "reject"))).await;
    let told = told.expect(409);
    assert!(told.texts(".notice")[0].contains("版主甲"));
    assert_eq!(told.hidden("reason"), "廣告");
    assert_eq!(
        told.attribute("button[name=claim]", "value").as_deref(),
        Some("over")
    );
    let over = second.post(&action, &with(("claim", "over"))).await;
    let over = over.expect(200);
    assert_eq!(over.hidden("reason"), "廣告");
    second
        .post(&action, &with(("decision", "reject")))
        .await
        .expect(303);
    let late = first.post(&action, &[("claim", "take")]).await.expect(409);
    assert!(late.texts(".notice")[0].contains("版主乙"));
}

#[actix_web::test]
async fn several_are_decided_as_the_preview_says() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for n in 0..3 {
        held(&plaza, &format!("主題{n}")).await;
    }
    let list = moderator.get("/en/review").await.expect(200);
    let ticked: Vec<String> = (1..=3)
        .map(|n| {
            let row = format!("[data-keys] .row:nth-of-type({n}) input[name=item]");
            list.attribute(&row, "value").unwrap()
        })
        .collect();
    let query: Vec<String> = ticked.iter().map(|one| format!("item={one}")).collect();
    let choose = format!("/en/review/bulk?{}", query.join("&"));
    let page = moderator.get(&choose).await.expect(200);
    assert_eq!(page.texts("main ul li"), ["主題0", "主題1", "主題2"]);
    let send = async |fields: &[(&str, &str)]| {
        let mut all: Vec<(&str, &str)> = ticked.iter().map(|one| ("item", &**one)).collect();
        all.extend(fields);
        moderator.post("/en/review/bulk", &all).await
    };
    // Without an act, and without a ground, nothing is shown and nothing is lost.
    send(&[]).await.expect(422);
    let refused = send(&[("act", "reject"), ("reason", "because")]).await;
    let refused = refused.expect(422);
    assert_eq!(refused.texts("#e-ground").len(), 1);
    assert_eq!(refused.hidden("reason"), "because");
    let ground = [("act", "reject"), ("ground", "R5"), ("reason", "because")];
    let shown = send(&ground).await.expect(200);
    assert_eq!(shown.texts(".rows .row").len(), 3);
    assert_eq!(shown.texts("button.primary"), ["Reject or hide 3 items"]);
    assert_eq!(
        moderator
            .get("/en/review")
            .await
            .texts("[data-keys] .row")
            .len(),
        3
    );
    let change = send(&[&ground[..], &[("change", "yes")]].concat()).await;
    assert_eq!(change.expect(200).hidden("reason"), "because");
    let carry = [&ground[..], &[("carry-out", "yes")]].concat();
    let told = send(&carry).await.expect(200);
    assert_eq!(told.texts("#told-title"), ["Done: 3. Not done: 0."]);
    let again = send(&carry).await.expect(200);
    assert_eq!(again.texts("#told-title"), ["Done: 0. Not done: 3."]);
    assert!(
        moderator
            .get("/en/review")
            .await
            .texts("article")
            .is_empty()
    );
    let none = moderator.get("/en/review/bulk").await.expect(200);
    assert_eq!(none.texts(".empty").len(), 1);
}

#[actix_web::test]
async fn keys_are_turned_off_by_the_address_alone() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    held(&plaza, "早餐店").await;
    let page = moderator.get("/en/review?board=open").await.expect(200);
    assert!(page.texts("[data-silent]").is_empty());
    let off = page.attribute("[data-help] a", "href").unwrap();
    let off = moderator.get(&off).await.expect(200);
    assert_eq!(off.texts("[data-silent]").len(), 1);
    let row = off.attribute("[data-keys] a", "href").unwrap();
    assert!(row.contains("board=open&keys=off"), "{row}");
    let on = off.attribute("[data-help] a", "href").unwrap();
    let on = moderator.get(&on).await.expect(200);
    assert!(on.texts("[data-silent]").is_empty());
}

#[actix_web::test]
async fn what_no_moderator_saw_is_in_no_revision() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let others = |_: &str| ("other", "publish");
    let first = json!({ "title": "藏起來的題目", "body": "沒人看過的話，他的電話0912-345-678" });
    let held = author
        .decide("POST", "/api/v1/boards/city/topics", &first, others)
        .await
        .expect(202)
        .json();
    let second = json!({ "title": "改過的題目", "body": "好好說，他的電話0912-345-678" });
    let post = held["id"].as_i64().unwrap();
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &second, others)
        .await
        .expect(202);
    let queue = moderator.get("/zh/review").await.expect(200);
    let action = queue
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = queue.hidden("version");
    moderator
        .post(&action, &[("decision", "approve"), ("version", &version)])
        .await
        .expect(303);
    let guest = plaza.client().await;
    let topic = guest
        .get(&format!("/zh/topics/{}", held["topic"]))
        .await
        .expect(200);
    assert!(topic.body.contains("好好說"));
    for version in 1..4 {
        let page = guest
            .get(&format!("/zh/posts/{post}/revisions?version={version}"))
            .await;
        assert!(
            !page.body.contains("沒人看過的話") && !page.body.contains("藏起來的題目"),
            "version {version}"
        );
    }
}

#[actix_web::test]
async fn a_refused_reason_on_a_later_page_stays_where_it_was_typed() {
    let plaza = Plaza::with_boards().await;
    for number in 0..22 {
        held(&plaza, &format!("主題{number}")).await;
    }
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let first = moderator.get("/zh/review").await.expect(200);
    let next = first.attribute("a[rel=next]", "href").unwrap();
    let second = moderator.get(&next).await.expect(200);
    let titles = listed(&second);
    assert_eq!(titles, ["主題20", "主題21"]);
    let action = second.attribute("#approve", "action").unwrap();
    let version = second.hidden("version");
    let after = second.hidden("next");
    let long = "長".repeat(501);
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("next", &*after),
        ("ground", "R3"),
        ("reason", &*long),
    ];
    let refused = moderator.post(&action, &reject).await.expect(422);
    assert_eq!(listed(&refused), titles, "another page is shown");
    let chosen = refused.attribute("select[name=ground] option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("R3"));
    let kept = refused.attribute("input[name=reason][aria-invalid]", "value");
    assert_eq!(kept, Some(long.clone()));
    let reject = [&reject[..4], &[("reason", "沒有同意")]].concat();
    let done = moderator
        .post(&action, &reject)
        .await
        .expect(303)
        .location();
    let left = moderator.get(&done).await.expect(200);
    assert_eq!(listed(&left), ["主題21"]);
    assert_eq!(left.texts("article h2"), ["主題21"]);
}
