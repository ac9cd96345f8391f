//! Who keeps where events go: administrators alone, on pages and in the API, with every act in the ledger.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::retention};
use serde_json::json;

use super::{API, Scene, deliver, deliveries, endpoint, hook, scene, signed, written};
use crate::{api_tokens::program, support::receiver::How};

const PAGE: &str = "/zh/admin/webhooks";
const KINDS: [&str; 1] = ["topic.created"];

#[actix_web::test]
async fn administrators_alone_keep_them_and_the_register_tells_no_address() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, secret) = hook(&admin, &receiver.url(), &KINDS).await;
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
    ] {
        let client = plaza.log_on_as(role, "某人").await;
        client.get(PAGE).await.expect(403);
        client.get(API).await.expect(403);
        client.get(&format!("{PAGE}/{id}")).await.expect(403);
        client.post_json(API, &json!({})).await.expect(403);
        let path = format!("{API}/{id}/secret");
        client.post_json(&path, &json!({})).await.expect(403);
    }
    plaza.client().await.get(API).await.expect(401);
    let list = admin.get(API).await.expect(200);
    assert!(!list.body.contains(&secret));
    for path in [PAGE.to_owned(), format!("{PAGE}/{id}")] {
        let page = admin.get(&path).await.expect(200);
        assert!(page.body.contains("127.0.0.1"));
        assert!(!page.body.contains(&secret), "it is shown once");
    }
    let path = format!("{API}/{id}/enabled");
    for enabled in [false, false, true] {
        let body = json!({ "enabled": enabled });
        admin.json(Method::PUT, &path, &body).await.expect(200);
    }
    let gone = admin
        .json(Method::DELETE, &format!("{API}/{id}"), &json!({}))
        .await;
    gone.expect(200);
    admin.get(&format!("{API}/{id}")).await.expect(404);
    let register = plaza.client().await.get("/api/v1/ledger").await.expect(200);
    let entries = register.json()["entries"].as_array().unwrap().clone();
    let did: Vec<String> = entries
        .iter()
        .filter_map(|entry| Some(entry["facts"]["what"].as_str()?.to_owned()))
        .collect();
    assert_eq!(did, ["removed", "on", "off", "added"]);
    assert!(!register.body.contains("127.0.0.1"));
    assert!(!plaza.dump().contains(&secret));
}

#[actix_web::test]
async fn an_endpoint_is_made_changed_and_removed_on_pages() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let form = admin.get(&format!("{PAGE}/new")).await.expect(200);
    let submission = form.hidden("submission");
    let url = receiver.url();
    let new = format!("{PAGE}/new");
    let wrong = [
        ("submission", &*submission),
        ("url", "ftp://x"),
        ("description", "儀表板"),
    ];
    let refused = admin.post(&new, &wrong).await.expect(422);
    assert_eq!(
        refused.attribute("#f-url", "value").as_deref(),
        Some("ftp://x")
    );
    assert_eq!(refused.texts(".error-summary li").len(), 2);
    let fields = [
        ("submission", &*submission),
        ("url", &*url),
        ("description", "儀表板"),
        ("kind", "topic.created"),
        ("kind", "post.masked"),
    ];
    let made = admin.post(&new, &fields).await.expect(201);
    assert_eq!(made.headers.get("cache-control").unwrap(), "no-store");
    let secret = made.texts(".keepsake code").remove(0);
    assert!(secret.starts_with("whsec_"));
    // The same form again is the same endpoint.
    let again = admin.post(&new, &fields).await.expect(201);
    assert_eq!(again.texts(".keepsake code"), [secret.as_str()]);
    let all = admin.get(API).await.expect(200).json();
    assert_eq!(all.as_array().unwrap().len(), 1);
    assert_eq!(all[0]["kinds"], json!(["topic.created", "post.masked"]));

    let one = format!("{PAGE}/{}", all[0]["id"]);
    let edit = format!("{one}/edit");
    let form = admin.get(&edit).await.expect(200);
    let version = form.hidden("version");
    let kinds = form.texts("input[name=kind][checked]").len();
    assert_eq!(kinds, 2);
    let fields = [
        ("version", &*version),
        ("url", &*url),
        ("description", "另一個儀表板"),
        ("kind", "post.masked"),
    ];
    let kept = admin.post(&edit, &fields).await.expect(303).location();
    let page = admin.get(&kept).await.expect(200);
    assert!(page.body.contains("另一個儀表板"));
    // Somebody else changed it since.
    let crossed = admin.post(&edit, &fields).await.expect(409);
    assert!(crossed.body.contains("另一個儀表板"));

    let done = admin.post(&one, &[("act", "test")]).await.expect(303);
    admin.get(&done.location()).await.expect(200);
    deliver(&plaza.context).await;
    let page = admin.get(&one).await.expect(200);
    assert!(page.texts("tbody td")[0].contains("測試"));
    assert!(page.body.contains("已送達"));
    let removed = admin.post(&one, &[("act", "delete")]).await.expect(303);
    let list = admin.get(&removed.location()).await.expect(200);
    assert!(list.texts("main .row").is_empty());
    assert_eq!(written(&plaza).await, 0, "its deliveries went with it");
}

#[actix_web::test]
async fn while_a_secret_is_exchanged_both_sign() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, old) = hook(&admin, &receiver.url(), &KINDS).await;
    let path = format!("{API}/{id}/secret");
    let made = admin.post_json(&path, &json!({})).await.expect(200).json();
    let new = made["secret"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    assert!(!endpoint(&admin, id).await["exchanged_until"].is_null());
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "第一站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    plaza.advance(TimeDelta::hours(24));
    author.topic("city", "第二站", "這裡也沒有座位。").await;
    deliver(&plaza.context).await;
    let heard = receiver.heard();
    assert!(signed(&heard[0], &old) && signed(&heard[0], &new));
    assert!(signed(&heard[1], &new) && !signed(&heard[1], &old));
}

#[actix_web::test]
async fn a_secret_that_cannot_be_opened_is_exchanged() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    let lost = "UPDATE webhook_endpoints SET secret_sealed = 'x'";
    plaza.sql(lost).unwrap();
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    assert_eq!(deliveries(&admin, id).await[0]["failure"], "settings");
    let path = format!("{API}/{id}/secret");
    let made = admin.post_json(&path, &json!({})).await.expect(200).json();
    assert!(endpoint(&admin, id).await["exchanged_until"].is_null());
    plaza.advance(TimeDelta::seconds(5));
    deliver(&plaza.context).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(signed(&receiver.heard()[0], secret));
}

#[actix_web::test]
async fn a_key_makes_one_endpoint_and_its_fields_are_checked() {
    let Scene {
        plaza: _plaza,
        admin,
        receiver,
        ..
    } = scene().await;
    let body = json!({ "url": receiver.url(), "kinds": KINDS });
    let mut made = Vec::new();
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(API)
            .insert_header(("idempotency-key", "the-same-key"))
            .set_json(&body);
        made.push(admin.send(request).await.expect(201).json());
    }
    assert_eq!(made[0], made[1]);
    for (field, wrong) in [
        ("kinds", json!({ "url": receiver.url(), "kinds": [] })),
        (
            "kinds",
            json!({ "url": receiver.url(), "kinds": ["topic.deleted"] }),
        ),
        (
            "kinds",
            json!({ "url": receiver.url(), "kinds": ["webhook.test"] }),
        ),
        (
            "description",
            json!({
                "url": receiver.url(), "kinds": KINDS, "description": "x".repeat(201),
            }),
        ),
        ("url", json!({ "url": "x".repeat(501), "kinds": KINDS })),
        (
            "url",
            json!({ "url": format!("{}?{}", receiver.url(), "站".repeat(300)), "kinds": KINDS }),
        ),
    ] {
        let refused = admin.post_json(API, &wrong).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field);
    }
    for _ in 1..20 {
        admin.post_json(API, &body).await.expect(201);
    }
    let refused = admin.post_json(API, &body).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "webhook-many");
}

#[actix_web::test]
async fn a_program_names_what_its_change_began_from_and_goes_from_page_to_page() {
    let Scene {
        plaza: _plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    let one = format!("{API}/{id}");
    let read = admin.get(&one).await.expect(200);
    let tag = read.headers.get("etag").unwrap().to_str().unwrap();
    let change = |description: &str| {
        let body = json!({
            "url": receiver.url(), "kinds": KINDS, "description": description,
        });
        let request = TestRequest::put().uri(&one);
        request.insert_header(("if-match", tag)).set_json(&body)
    };
    admin.send(change("儀表板")).await.expect(200);
    let late = admin.send(change("另一個")).await.expect(412).json();
    assert_eq!(late["code"], "changed-meanwhile");
    assert_eq!(endpoint(&admin, id).await["description"], "儀表板");

    for _ in 0..3 {
        let tried = admin.post_json(&format!("{one}/test"), &json!({})).await;
        tried.expect(200);
    }
    let all = deliveries(&admin, id).await;
    assert_eq!(all.len(), 3);
    let list = format!("{one}/deliveries");
    let first = admin.get(&format!("{list}?limit=2")).await.expect(200);
    let next = &all[1]["id"];
    assert_eq!(first.json()["deliveries"], json!(all[..2]));
    assert_eq!(&first.json()["next"], next);
    let link = first.headers.get("link").unwrap().to_str().unwrap();
    let way = format!("<{list}?limit=2&before={next}>; rel=\"next\"");
    assert_eq!(link, way);
    let rest = admin.get(&format!("{list}?limit=2&before={next}")).await;
    let rest = rest.expect(200);
    assert_eq!(rest.json()["deliveries"], json!(all[2..]));
    assert!(rest.headers.get("link").is_none());
}

#[actix_web::test]
async fn switched_off_it_is_told_of_nothing_and_a_test_is_tried_once() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "第一站", "沒有遮雨棚。").await;
    let switch = format!("{API}/{id}/enabled");
    let off = json!({ "enabled": false });
    admin.json(Method::PUT, &switch, &off).await.expect(200);
    author.topic("city", "第二站", "這裡也沒有座位。").await;
    deliver(&plaza.context).await;
    assert!(receiver.heard().is_empty());
    let all = deliveries(&admin, id).await;
    assert_eq!(all.len(), 1, "the second was not asked for");
    assert_eq!(
        (&all[0]["state"], &all[0]["failure"]),
        (&json!("dead"), &json!("off"))
    );
    let test = format!("{API}/{id}/test");
    admin.post_json(&test, &json!({})).await.expect(409);
    let on = json!({ "enabled": true });
    admin.json(Method::PUT, &switch, &on).await.expect(200);
    receiver.answer(How::Status(500));
    admin.post_json(&test, &json!({})).await.expect(200);
    deliver(&plaza.context).await;
    let tried = deliveries(&admin, id).await.remove(0);
    assert_eq!(
        (&tried["kind"], &tried["state"]),
        (&json!("webhook.test"), &json!("dead"))
    );
    let stands = endpoint(&admin, id).await;
    assert!(stands["failing_since"].is_null());
    // What was not told may be told once more; a test has said all that it can.
    let status = admin.get("/api/v1/status").await.expect(200).json();
    assert_eq!(
        (&stands["dead"], &status["queues"]["webhooks_dead"]),
        (&json!(1), &json!(1))
    );
    receiver.answer(How::Status(200));
    let again = format!("{API}/{id}/redeliver");
    let one = json!({ "delivery": all[0]["id"] });
    admin.post_json(&again, &one).await.expect(200);
    deliver(&plaza.context).await;
    assert_eq!(receiver.kinds().last().unwrap(), "topic.created");
    let unknown = json!({ "delivery": 999_999 });
    admin.post_json(&again, &unknown).await.expect(404);
}

#[actix_web::test]
async fn after_thirty_days_nothing_is_left_of_a_delivery() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    hook(&admin, &receiver.url(), &KINDS).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    deliver(&plaza.context).await;
    plaza.advance(TimeDelta::days(29));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(written(&plaza).await, 1);
    plaza.advance(TimeDelta::days(2));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(written(&plaza).await, 0);
}

#[actix_web::test]
async fn events_go_elsewhere_for_who_has_proven_who_they_are_and_for_no_token() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &KINDS).await;
    let program = program(&plaza, &admin, &["admin:write"]).await;
    let (one, edit) = (format!("{API}/{id}"), format!("{PAGE}/{id}/edit"));
    let (here, elsewhere) = (receiver.url(), format!("{}/elsewhere", receiver.url()));
    let body = |url: &str, description: &str, version: i64| json!({ "url": url, "kinds": KINDS, "description": description, "version": version });
    let refused = program
        .json(Method::PUT, &one, &body(&elsewhere, "", 1))
        .await;
    assert_eq!(refused.expect(403).json()["code"], "not-for-tokens");
    let kept = program
        .json(Method::PUT, &one, &body(&here, "儀表板", 1))
        .await;
    kept.expect(200);

    plaza.advance(TimeDelta::minutes(11));
    let kept = admin.json(Method::PUT, &one, &body(&here, "看板", 2)).await;
    kept.expect(200);
    let refused = admin
        .json(Method::PUT, &one, &body(&elsewhere, "看板", 3))
        .await;
    assert_eq!(refused.expect(403).json()["code"], "confirm-first");
    // What cannot be kept is said first.
    let late = admin
        .json(Method::PUT, &one, &body(&elsewhere, "看板", 2))
        .await;
    assert_eq!(late.expect(409).json()["code"], "conflict");
    let typed = |url: &str, version: &str| {
        [
            ("version", version.to_owned()),
            ("url", url.to_owned()),
            ("description", "第三塊看板".to_owned()),
            ("kind", "topic.created".to_owned()),
        ]
    };
    let send = async |fields: [(&str, String); 4]| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (*name, &**text)).collect();
        admin.post(&edit, &fields).await
    };
    let refused = send(typed(&elsewhere, "3")).await.expect(403);
    assert!(
        refused.body.contains("第三塊看板"),
        "what was typed is lost"
    );
    send(typed(&here, "3")).await.expect(303);
    assert_eq!(endpoint(&admin, id).await["url"], json!(here));

    plaza.prove_all().await;
    send(typed(&elsewhere, "4")).await.expect(303);
    assert_eq!(endpoint(&admin, id).await["url"], json!(elsewhere));
    let back = admin.json(Method::PUT, &one, &body(&here, "", 5)).await;
    back.expect(200);
}
