//! How administrators keep them: drafts, findings, versions, names, places, and who may not.

use actix_web::http::Method;
use futures_util::future::join_all;
use plaza::{accounts::Role, privacy::verify};
use serde_json::{Value, json};

use super::{API, PAGES, begin, in_foot, page, publish, published, scene};
use crate::support::{Answer, Client};

fn error(answer: &Answer) -> Value {
    answer.json()["errors"][0].clone()
}

async fn register(client: &Client) -> Vec<Value> {
    let register = client.get("/api/v1/ledger").await.expect(200).json();
    register["entries"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_page_is_written_looked_at_and_published_on_pages() {
    let (_plaza, admin, guest) = scene().await;
    let list = admin.get(PAGES).await.expect(200);
    assert_eq!(list.texts(".empty-title").len(), 1);
    let new = format!("{PAGES}/new");
    let form = admin.get(&new).await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", &*submission),
        ("slug", "opening-hours"),
        ("title_zh", "服務時間"),
        ("body_zh", "## 櫃台\r\n\r\n週一到週五，**八點到五點**。"),
    ];
    let wrong = [&fields[..1], &[("slug", "Opening Hours")], &fields[2..]].concat();
    let refused = admin.post(&new, &wrong).await.expect(422);
    assert_eq!(refused.texts("#e-slug").len(), 1);
    assert!(
        refused.texts("#f-body_zh")[0].contains("**八點到五點**"),
        "what was typed is kept"
    );
    let mut places = Vec::new();
    for _ in 0..2 {
        places.push(admin.post(&new, &fields).await.location());
    }
    assert_eq!(places[0], places[1], "sent twice, it is one page");
    assert_eq!(places[0], "/en/admin/pages/1?done=page-kept");

    // A draft: its preview for administrators, nothing for others.
    let draft = admin.get("/en/admin/pages/1").await.expect(200);
    assert_eq!(draft.texts(".preview strong"), ["服務時間", "八點到五點"]);
    guest.get("/zh/pages/opening-hours").await.expect(404);
    guest.get("/api/v1/pages/opening-hours").await.expect(404);
    let listed = guest.get("/api/v1/pages").await.expect(200).json();
    assert_eq!(listed["pages"], json!([]));
    assert!(
        !guest
            .get("/api/v1/ledger")
            .await
            .body
            .contains("opening-hours")
    );

    let path = "/en/admin/pages/1/publish";
    admin.post(path, &[]).await.expect(400);
    admin.post(path, &[("number", "2")]).await.expect(404);
    for _ in 0..2 {
        let done = admin.post(path, &[("number", "1")]).await;
        assert_eq!(done.location(), "/en/admin/pages/1?done=page-published");
    }
    let read = guest.get("/zh/pages/opening-hours").await.expect(200);
    assert_eq!(read.texts("h1"), ["服務時間"]);
    assert_eq!(read.texts(".post-body strong"), ["八點到五點"]);
    let acts = register(&guest).await;
    let acts: Vec<&str> = acts
        .iter()
        .map(|entry| entry["act"].as_str().unwrap())
        .collect();
    assert_eq!(acts, ["page-published", "page-added"], "twice is once");

    let done = admin.post("/en/admin/pages/1/withdraw", &[]).await;
    assert_eq!(done.location(), "/en/admin/pages/1?done=page-withdrawn");
    guest.get("/zh/pages/opening-hours").await.expect(404);
}

#[actix_web::test]
async fn administrators_alone_keep_them() {
    let (plaza, admin, guest) = scene().await;
    let id = begin(&admin, &page("guide", "指南", "內容。")).await;
    for (client, status) in [
        (guest, 401),
        (plaza.log_on_as(Role::Resident, "小樹").await, 403),
        (plaza.log_on_as(Role::Moderator, "版主").await, 403),
        (plaza.log_on_as(Role::Staff, "承辦").await, 403),
        (plaza.log_on_as(Role::PrivacyOfficer, "專員").await, 403),
    ] {
        for path in ["", "/new", "/1", "/1/edit", "/1/revisions/1"] {
            client.get(&format!("{PAGES}{path}")).await.expect(status);
        }
        for path in [
            "/new",
            "/1/edit",
            "/1/place",
            "/1/publish",
            "/1/withdraw",
            "/1/revisions/1/restore",
        ] {
            let sent = client
                .post(&format!("{PAGES}{path}"), &[("number", "1")])
                .await;
            sent.expect(status);
        }
        client.get(API).await.expect(status);
        client
            .post_json(API, &page("x1", "題", "文"))
            .await
            .expect(status);
        let publish = format!("{API}/{id}/publish");
        client
            .post_json(&publish, &json!({ "number": 1 }))
            .await
            .expect(status);
    }
    let opened = admin.get(&format!("{API}/{id}")).await.json();
    assert_eq!(opened["page"]["published"], Value::Null);
}

#[actix_web::test]
async fn personal_data_is_asked_about_before_anything_is_kept() {
    let (plaza, admin, guest) = scene().await;
    let contact = format!("電話{}。", plaza.context.config.city.phone);
    begin(&admin, &page("contact-us", "聯絡", &contact)).await;
    let private = page("about-us", "關於我們", "我叫王小明，打0912-345-678。");
    let asked = admin.post_json(API, &private).await.expect(422).json();
    assert_eq!(asked["code"], "personal-data-undecided");
    let findings = asked["findings"].as_array().unwrap();
    assert!(findings.len() >= 2, "{findings:?}");
    // Knowingly is not enough: the city publishes nobody's.
    let decide = |choice: &str, whose: Option<&str>| -> Value {
        let decision = |finding: &Value| {
            json!({
                "field": finding["field"], "start": finding["start"], "end": finding["end"],
                "whose": whose, "choice": choice,
            })
        };
        let mut body = private.clone();
        body["check"] = asked["check"].clone();
        body["decisions"] = findings.iter().map(decision).collect();
        body
    };
    let refused = admin
        .post_json(API, &decide("publish", Some("other")))
        .await;
    assert_eq!(
        refused.expect(422).json()["code"],
        "personal-data-undecided"
    );
    let masked = admin
        .post_json(API, &decide("mask", None))
        .await
        .expect(201);
    let id = masked.json()["id"].as_i64().unwrap();
    publish(&admin, id, 1).await;
    let read = guest.get("/zh/pages/about-us").await.expect(200);
    assert!(!read.body.contains("0912-345-678") && !read.body.contains("王小明"));

    let form = [
        ("slug", "form"),
        ("title_zh", "表單"),
        ("body_zh", "寫信到wang@example.tw。"),
    ];
    let asked = admin.post(&format!("{PAGES}/new"), &form).await.expect(422);
    assert_eq!(asked.texts("#findings").len(), 1);
    assert!(asked.texts("#f-body_zh")[0].contains("wang@example.tw"));
    let all = admin.get(API).await.json();
    assert_eq!(
        all.as_array().unwrap().len(),
        2,
        "nothing of the form was kept"
    );
}

#[actix_web::test]
async fn a_new_version_is_read_once_it_is_published_and_an_earlier_one_can_be_taken_up_again() {
    let (plaza, admin, guest) = scene().await;
    let id = published(&admin, &page("guide", "指南", "帶身分證件。")).await;
    let path = format!("{API}/{id}");
    let change = json!({
        "slug": "guide", "title_zh": "洽公指南", "body_zh": "帶身分證件與印章。", "newest": 1,
        "title_en": "Guide", "body_en": "Bring your papers.",
    });
    for _ in 0..2 {
        admin.json(Method::PUT, &path, &change).await.expect(200);
    }
    let shown = async || {
        guest
            .get("/api/v1/pages/guide?lang=zh")
            .await
            .expect(200)
            .json()
    };
    assert_eq!(shown().await["title"], "指南", "the draft is nobody's yet");
    let opened = admin.get(&path).await.expect(200).json();
    assert_eq!(opened["page"]["newest"], 2, "the same twice is one version");
    assert_eq!(opened["versions"][0]["by"], "管理員");

    let compared = admin
        .get(&format!("{path}/revisions/2"))
        .await
        .expect(200)
        .json();
    let said = compared["difference"].to_string();
    assert!(
        said.contains(r#""change":"added","text":"與印章""#),
        "{said}"
    );
    let difference = admin
        .get(&format!("{PAGES}/{id}/revisions/2"))
        .await
        .expect(200);
    let added: String = difference.texts("ins").concat();
    assert!(
        added.contains("與印章") && added.contains("Bring"),
        "{added}"
    );
    admin
        .get(&format!("{PAGES}/{id}/revisions/3"))
        .await
        .expect(404);
    admin
        .get(&format!("{PAGES}/{id}/revisions/0"))
        .await
        .expect(404);

    publish(&admin, id, 2).await;
    assert_eq!(shown().await["title"], "洽公指南");
    let restore = format!("{PAGES}/{id}/revisions/1/restore");
    for _ in 0..2 {
        let done = admin.post(&restore, &[]).await;
        assert_eq!(done.location(), format!("{PAGES}/{id}?done=page-restored"));
    }
    assert_eq!(shown().await["title"], "洽公指南", "still to be published");
    let opened = admin.get(&path).await.json();
    assert_eq!(opened["page"]["newest"], 3);
    assert_eq!(opened["newest"]["title_zh"], "指南");
    assert_eq!(opened["newest"]["title_en"], "");
    publish(&admin, id, 3).await;
    assert_eq!(shown().await["body"], "帶身分證件。");
    // And any version as it is.
    publish(&admin, id, 2).await;
    assert_eq!(shown().await["version"], 2);

    let all = register(&guest).await;
    let acts: Vec<&str> = all
        .iter()
        .map(|entry| entry["act"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        [
            "page-published",
            "page-published",
            "page-restored",
            "page-published",
            "page-changed",
            "page-published",
            "page-added",
        ]
    );
    assert_eq!(all[0]["facts"], json!({ "page": "guide", "version": "2" }));
    assert!(
        all[6]["facts"].as_object().unwrap().is_empty(),
        "no name of a draft"
    );
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn two_who_edit_at_once_lose_nothing() {
    let (plaza, admin, _) = scene().await;
    let id = begin(&admin, &page("guide", "指南", "帶身分證件。")).await;
    let second = plaza.log_on_as(Role::Administrator, "另一位").await;
    let edit = format!("{PAGES}/{id}/edit");
    let newest = admin.get(&edit).await.expect(200).hidden("newest");
    let theirs = [
        ("newest", &*newest),
        ("slug", "guide"),
        ("title_zh", "指南"),
        ("body_zh", "先寫好的。"),
    ];
    second.post(&edit, &theirs).await.expect(303);
    let mine = [&theirs[..3], &[("body_zh", "後寫的。")]].concat();
    let late = admin.post(&edit, &mine).await.expect(409);
    assert_eq!(late.texts("#f-body_zh"), ["後寫的。"]);
    let again = late.hidden("newest");
    let mine = [&[("newest", &*again)][..], &mine[1..]].concat();
    admin.post(&edit, &mine).await.expect(303);
    let opened = admin.get(&format!("{API}/{id}")).await.json();
    assert_eq!(opened["newest"]["body_zh"], "後寫的。");
    assert_eq!(opened["versions"].as_array().unwrap().len(), 3);
    let stale = json!({ "slug": "guide", "title_zh": "指南", "body_zh": "更晚。", "newest": 1 });
    let path = format!("{API}/{id}");
    admin.json(Method::PUT, &path, &stale).await.expect(409);
    let place = json!({ "position": 3, "changes": 7 });
    let path = format!("{path}/place");
    admin.json(Method::PUT, &path, &place).await.expect(409);
}

#[actix_web::test]
async fn names_are_free_known_and_stay() {
    let (_plaza, admin, _) = scene().await;
    for (slug, code) in [
        ("", "page-slug"),
        ("a", "page-slug"),
        ("Über-uns", "page-slug"),
        ("../../etc/passwd", "page-slug"),
        ("privacy", "page-reserved"),
        ("rules", "page-reserved"),
        ("log-on", "page-reserved"),
        ("admin", "page-reserved"),
    ] {
        let refused = admin
            .post_json(API, &page(slug, "題目", "內文"))
            .await
            .expect(422);
        assert_eq!(error(&refused)["code"], code, "{slug}");
    }
    let (guide, same) = (page("guide", "指南", "一"), page("guide", "指南", "二"));
    let id = begin(&admin, &guide).await;
    let refused = admin.post_json(API, &same).await.expect(422);
    assert_eq!(error(&refused)["code"], "page-slug-taken");
    // A draft's name may change; what was published is linked to.
    let path = format!("{API}/{id}");
    let renamed = json!({ "slug": "counter", "title_zh": "指南", "body_zh": "一", "newest": 1 });
    admin.json(Method::PUT, &path, &renamed).await.expect(200);
    publish(&admin, id, 2).await;
    let mut again = renamed.clone();
    again["slug"] = json!("desk-guide");
    again["newest"] = json!(2);
    let refused = admin.json(Method::PUT, &path, &again).await.expect(422);
    assert_eq!(error(&refused)["code"], "page-slug-stays");
    let form = admin.get(&format!("{PAGES}/{id}/edit")).await.expect(200);
    assert!(form.texts("#f-slug").is_empty());

    let once = page("at-once", "同時", "一");
    let sent = join_all((0..4).map(|_| admin.post_json(API, &once))).await;
    let taken = sent.iter().filter(|answer| answer.status.as_u16() == 201);
    assert_eq!(taken.count(), 1);
    for answer in sent.iter().filter(|answer| answer.status.as_u16() != 201) {
        assert_eq!(answer.status.as_u16(), 422, "{}", answer.body);
        assert_eq!(error(answer)["code"], "page-slug-taken");
    }
}

#[actix_web::test]
async fn what_is_no_page_is_refused_by_its_field() {
    let (_plaza, admin, _) = scene().await;
    let long = "長".repeat(20_001);
    for (body, field, code) in [
        (json!({ "slug": "guide" }), "title_zh", "one-language"),
        (
            json!({ "slug": "guide", "title_en": "Guide" }),
            "body_en",
            "required",
        ),
        (page("guide", "一\n二", "內文"), "title_zh", "characters"),
        (page("guide", "指南", &long), "body_zh", "length"),
        (page("guide", "指南", "\u{0}"), "body_zh", "characters"),
    ] {
        let refused = admin.post_json(API, &body).await.expect(422);
        let error = error(&refused);
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code))
        );
    }
    let id = begin(&admin, &page("guide", "指南", "內文")).await;
    for position in [0, -1, 1000] {
        let place = json!({ "position": position, "changes": 0 });
        let path = format!("{API}/{id}/place");
        let refused = admin.json(Method::PUT, &path, &place).await.expect(422);
        assert_eq!(error(&refused)["code"], "page-position");
    }
    let typed = [("position", "first"), ("changes", "0"), ("in_foot", "yes")];
    let refused = admin
        .post(&format!("{PAGES}/{id}/place"), &typed)
        .await
        .expect(422);
    assert_eq!(
        refused.attribute("#f-position", "value").as_deref(),
        Some("first")
    );
    for path in [
        format!("{API}/99"),
        format!("{PAGES}/99"),
        format!("{PAGES}/99/edit"),
    ] {
        admin.get(&path).await.expect(404);
    }
    admin
        .post(&format!("{PAGES}/99/withdraw"), &[])
        .await
        .expect(404);

    for number in 0..12 {
        let id = begin(&admin, &page(&format!("foot-{number}"), "頁尾", "內文")).await;
        in_foot(&admin, id, 5, true).await;
    }
    let place = json!({ "position": 1, "in_foot": true, "in_sitemap": true, "changes": 0 });
    let path = format!("{API}/{id}/place");
    let refused = admin.json(Method::PUT, &path, &place).await.expect(422);
    assert_eq!(error(&refused)["code"], "page-foot-full");
}
