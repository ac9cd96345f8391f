//! What is read has a tag; who edits names it, and writes over nothing that they have not read.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{ask, header};
use crate::support::{Answer, Client, Plaza};

async fn read(client: &Client, path: &str) -> (String, Value) {
    let answer = client.get(path).await.expect(200);
    let tag = header(&answer, "etag").unwrap_or_else(|| panic!("{path} has no tag"));
    assert!(tag.starts_with('"') && tag.contains('.'), "{path}: {tag}");
    (tag.to_owned(), answer.json())
}

async fn put(client: &Client, path: &str, tag: &str, body: &Value) -> Answer {
    let headers = [("if-match", tag)];
    ask(client, Method::PUT, path, &headers, Some(body)).await
}

/// What is read at `from` is edited at `to`, first to one, then to the other.
async fn edited(plaza: &Plaza, client: &Client, from: &str, to: &str, [one, other]: [Value; 2]) {
    let (first, _) = read(client, from).await;
    let known = ask(
        client,
        Method::GET,
        from,
        &[("if-none-match", &first)],
        None,
    )
    .await;
    let known = known.expect(304);
    assert_eq!(
        (header(&known, "etag"), known.bytes.len()),
        (Some(&*first), 0),
        "{from}"
    );
    let done = put(client, to, &first, &one).await;
    assert!(
        done.status.is_success(),
        "{to}: {} {}",
        done.status,
        done.body
    );
    let (second, _) = read(client, from).await;
    let stamp = |tag: &str| tag.trim_matches('"').split('.').next().unwrap().to_owned();
    assert_ne!(stamp(&first), stamp(&second), "{to}");
    let headers = [("if-none-match", &*first)];
    ask(client, Method::GET, from, &headers, None)
        .await
        .expect(200);
    let before = plaza.dump();
    for stale in [&*first, "\"no-such-tag\"", "W/\"x\"", "nothing", ""] {
        let late = put(client, to, stale, &other).await.expect(412);
        assert_eq!(late.json()["code"], "changed-meanwhile", "{to}");
        let tag = header(&late, "etag").unwrap();
        assert_eq!(stamp(tag), stamp(&second), "{to} tells what stands there");
    }
    assert!(plaza.dump() == before, "{to} wrote over what was not read");
    let done = put(client, to, &format!("\"no-such-tag\", {second}"), &other).await;
    assert!(
        done.status.is_success(),
        "{to}: {} {}",
        done.status,
        done.body
    );
    let done = put(client, to, "*", &one).await;
    assert!(
        done.status.is_success(),
        "{to}: {} {}",
        done.status,
        done.body
    );
    let (third, _) = read(client, from).await;
    assert_ne!(stamp(&third), stamp(&first), "{to}");
}

/// The same with this field changed.
fn with(body: &Value, field: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[field] = value;
    body
}

#[actix_web::test]
async fn what_administrators_keep_is_edited_as_it_was_read() {
    let plaza = Plaza::demo_city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let added = async |path: &str, body: &Value| {
        let added = admin.post_json(path, body).await.expect(201).json();
        format!("{path}/{}", added["id"])
    };
    let reason = json!({ "words_zh": "與看板無關", "words_en": "Beside the board" });
    let template = json!({ "language": "zh", "name": "謝謝", "body": "謝謝您。" });
    let watched = json!({ "kind": "word", "words": "娛樂城", "effect": "flag" });
    let webhook = json!({ "url": "https://hooks.city.example/", "kinds": ["topic.created"] });
    let reason = added("/api/v1/admin/reasons", &reason).await;
    let template = added("/api/v1/desk/templates", &template).await;
    let watched = added("/api/v1/admin/watched", &watched).await;
    let webhook = added("/api/v1/admin/webhooks", &webhook).await;
    let rules = "/api/v1/admin/organisation";
    let rules = admin.get(rules).await.expect(200).json()["rules"].clone();
    let mut rules = rules.as_array().unwrap().iter();
    let rule = rules.find(|rule| !rule["category"].is_null()).unwrap();
    let rule = format!("/api/v1/admin/rules/{}", rule["id"]);
    for (path, field, values) in [
        (&*reason, "position", [json!(7), json!(8)]),
        (&template, "name", [json!("感謝"), json!("多謝")]),
        (&watched, "note", [json!("賭博"), json!("廣告")]),
        (&webhook, "description", [json!("儀表板"), json!("公文")]),
        (
            "/api/v1/admin/offices/maintenance",
            "name_en",
            [json!("Roads"), json!("Road Works")],
        ),
        (
            "/api/v1/admin/categories/road-damage",
            "due_days",
            [json!(23), json!(24)],
        ),
        (
            "/api/v1/admin/districts/lingya",
            "name_en",
            [json!("Ling-ya"), json!("Lingya")],
        ),
        (&rule, "from", [json!("2026-01-05"), json!("2026-01-06")]),
    ] {
        let (_, there) = read(&admin, path).await;
        let bodies = values.map(|value| with(&there, field, value));
        edited(&plaza, &admin, path, path, bodies).await;
    }
    // Without a tag its version says what was read, as before.
    let (_, there) = read(&admin, &reason).await;
    let old = with(&there, "version", json!(1));
    let old = with(&old, "position", json!(3));
    let stale = admin.json(Method::PUT, &reason, &old).await.expect(409);
    assert_eq!(stale.json()["code"], "conflict");
    for gone in [
        "reasons/999",
        "watched/999",
        "webhooks/999",
        "offices/none",
        "categories/none",
        "rules/999",
    ] {
        let path = format!("/api/v1/admin/{gone}");
        admin.get(&path).await.expect(404);
        put(&admin, &path, "*", &there).await;
    }
}

#[actix_web::test]
async fn boards_and_who_moderates_them_are_edited_as_they_were_read() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.member(Role::Moderator, "版主", false).await;
    let board = |name: &str| {
        json!({
            "slug": "city", "name_zh": name, "name_en": "City affairs",
            "description_zh": "說明", "description_en": "Text",
        })
    };
    let path = "/api/v1/boards/city";
    edited(&plaza, &admin, path, path, [board("市政"), board("大小事")]).await;
    let path = format!("/api/v1/admin/moderators/{}", moderator.id);
    let boards = |boards: &[&str]| json!({ "boards": boards });
    let both = [boards(&["city"]), boards(&["open", "city"])];
    edited(&plaza, &admin, &path, &format!("{path}/boards"), both).await;
    admin.get("/api/v1/admin/moderators/999").await.expect(404);
}

#[actix_web::test]
async fn settings_and_the_citys_own_pages_are_edited_as_they_were_read() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let path = "/api/v1/admin/settings/close-days";
    let both = [json!({ "value": 9 }), json!({ "value": 12 })];
    edited(&plaza, &admin, path, path, both).await;
    let added = async |path: &str, body: &Value| {
        let added = admin.post_json(path, body).await.expect(201).json();
        format!("{path}/{}", added["id"])
    };
    let page = |title: &str| json!({ "slug": "about", "title_zh": title, "body_zh": "內文" });
    let path = added("/api/v1/admin/pages", &page("關於")).await;
    edited(
        &plaza,
        &admin,
        &path,
        &path,
        [page("關於本站"), page("本站")],
    )
    .await;
    let place = |position: i32| json!({ "position": position });
    let to = format!("{path}/place");
    edited(&plaza, &admin, &path, &to, [place(7), place(8)]).await;
}

#[actix_web::test]
async fn what_is_announced_asked_and_drafted_is_edited_as_it_was_read() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let event = |place: &str| {
        json!({
            "zh": { "title": "港邊音樂會", "body": "帶一張野餐墊來。", "place": place },
            "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        })
    };
    let poll = |question: &str| {
        json!({
            "zh": { "title": "夜間公車", "question": question, "options": ["十一點", "十二點"] },
            "opens_on": "2026-03-05", "closes_on": "2026-03-09",
        })
    };
    let made = staff.post_json("/api/v1/events", &event("大港橋旁")).await;
    let path = format!("/api/v1/events/{}", made.expect(201).json()["id"]);
    edited(
        &plaza,
        &staff,
        &path,
        &path,
        [event("大港橋上"), event("大港橋下")],
    )
    .await;
    let made = moderator
        .post_json("/api/v1/polls", &poll("末班車該幾點？"))
        .await;
    let path = format!("/api/v1/polls/{}", made.expect(201).json()["id"]);
    let both = [poll("末班車幾點好？"), poll("末班車要到幾點？")];
    edited(&plaza, &moderator, &path, &path, both).await;
    let list = "/api/v1/officer/policy";
    let begun = officer.post_json(list, &json!({})).await.expect(201).json();
    let path = format!("{list}/{}", begun["id"]);
    let (_, draft) = read(&officer, &path).await;
    let draft = with(&draft, "kind", json!("minor"));
    let both = ["一字之差。", "兩字之差。"].map(|text| with(&draft, "text_zh", json!(text)));
    edited(&plaza, &officer, &path, &path, both).await;
    officer.get("/api/v1/officer/policy/999").await.expect(404);
}

#[actix_web::test]
async fn what_is_ones_own_is_edited_as_it_was_read() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "小樹").await;
    let topic = client.topic("city", "題目", "內文").await;
    let path = "/api/v1/account/preferences";
    let chosen = |appearance: &str| json!({ "language": "zh", "appearance": appearance });
    edited(
        &plaza,
        &client,
        path,
        path,
        [chosen("dark"), chosen("light")],
    )
    .await;
    let path = "/api/v1/account/profile";
    let both = [json!({ "since": true }), json!({ "count": true })];
    edited(&plaza, &client, path, path, both).await;
    let (old, _) = read(&client, path).await;
    put(&client, path, &old, &json!({ "posts": true }))
        .await
        .expect(200);
    let erase = async |tag: &str| {
        let headers = [("if-match", tag)];
        ask(&client, Method::DELETE, path, &headers, None).await
    };
    erase(&old).await.expect(412);
    let (now, _) = read(&client, path).await;
    erase(&now).await.expect(204);
    let path = format!("/api/v1/drafts/topic/{topic}");
    let words = |words: &str| json!({ "body": words });
    let first = client
        .json(Method::PUT, &path, &words("開頭"))
        .await
        .expect(200);
    let said = header(&first, "etag").unwrap().trim_matches('"').to_owned();
    let (tag, _) = read(&client, &path).await;
    assert!(tag.starts_with(&format!("\"{said}.")), "{tag}");
    edited(
        &plaza,
        &client,
        &path,
        &path,
        [words("中段"), words("結尾")],
    )
    .await;
    // Another tab discards what it has read, and nothing else; what is gone is no more what was read.
    let discard = async |tag: &str| {
        let headers = [("if-match", tag)];
        ask(&client, Method::DELETE, &path, &headers, None).await
    };
    discard(&tag).await.expect(412);
    let (now, _) = read(&client, &path).await;
    discard(&now).await.expect(204);
    put(&client, &path, &now, &words("又寫")).await.expect(412);
    client.get(&path).await.expect(404);
    client
        .json(Method::PUT, &path, &words("又寫"))
        .await
        .expect(200);
}

#[actix_web::test]
async fn an_agreement_is_changed_as_it_was_listed() {
    let plaza = Plaza::start().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let agreement = |purpose: &str| {
        json!({
            "recipient": "水利局", "recipient_kind": "agency", "purpose": purpose, "fields": ["text"],
            "starts_on": "2026-03-05", "ends_on": "2026-03-31",
        })
    };
    let list = "/api/v1/officer/agreements";
    let made = officer.post_json(list, &agreement("會勘")).await;
    let path = format!("{list}/{}", made.expect(201).json()["id"]);
    let stamp = async || {
        let listed = officer.get("/api/v1/privacy/agreements").await.json();
        let stamp = listed["agreements"][0]["stamp"].as_str().unwrap();
        format!("\"{stamp}\"")
    };
    let first = stamp().await;
    put(&officer, &path, &first, &agreement("會勘排水"))
        .await
        .expect(200);
    let second = stamp().await;
    let late = put(&officer, &path, &first, &agreement("會勘道路")).await;
    let late = late.expect(412);
    assert_eq!(late.json()["code"], "changed-meanwhile");
    assert_eq!(header(&late, "etag"), Some(&*second));
    assert_eq!(stamp().await, second);
    // Who names nothing writes over what stands there.
    officer
        .json(Method::PUT, &path, &agreement("會勘道路"))
        .await
        .expect(200);
    assert_ne!(stamp().await, second);
}

#[actix_web::test]
async fn of_two_who_edit_what_both_have_read_one_is_told() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "承辦人").await;
    let event = |place: &str| {
        json!({
            "zh": { "title": "港邊音樂會", "body": "帶一張野餐墊來。", "place": place },
            "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        })
    };
    let made = staff.post_json("/api/v1/events", &event("大港橋旁")).await;
    let path = format!("/api/v1/events/{}", made.expect(201).json()["id"]);
    let (tag, _) = read(&staff, &path).await;
    let (one, two) = (event("大港橋上"), event("大港橋下"));
    let both = futures_util::join!(
        put(&staff, &path, &tag, &one),
        put(&staff, &path, &tag, &two)
    );
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[actix_web::test]
async fn an_answer_is_known_in_its_language_alone() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let tag = async |path: &str| {
        let answer = guest.get(path).await.expect(200);
        header(&answer, "etag").unwrap().to_owned()
    };
    let (zh, en) = (
        tag("/api/v1/boards?lang=zh").await,
        tag("/api/v1/boards?lang=en").await,
    );
    assert_ne!(zh, en);
    let headers = [("if-none-match", &*zh)];
    let path = "/api/v1/boards?lang=zh";
    ask(&guest, Method::GET, path, &headers, None)
        .await
        .expect(304);
    ask(&guest, Method::HEAD, path, &headers, None)
        .await
        .expect(304);
    let path = "/api/v1/boards?lang=en";
    ask(&guest, Method::GET, path, &headers, None)
        .await
        .expect(200);
    // What was not found, and what is no answer of the API, has none.
    let answer = guest.get("/api/v1/boards/none").await.expect(404);
    assert!(header(&answer, "etag").is_none());
}
