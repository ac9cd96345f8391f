//! Each setting, changed and seen where it counts.

use chrono::TimeDelta;
use plaza::{accounts::Role, privacy::inventory::Class};
use serde_json::{Value, json};

use super::{City, LIST};
use crate::support::Client;

#[actix_web::test]
async fn the_citys_name_is_another_on_every_page_and_in_every_mail() {
    let city = City::start().await;
    assert!(city.page("/zh").await.contains("高雄市政府"));
    let name = json!({ "name_zh": "港都市政府", "name_en": "City of the Harbour" });
    city.put("name", name).await.expect(200);
    for (path, own) in [
        ("/zh", "港都市政府"),
        ("/en", "City of the Harbour"),
        ("/zh/rules", "港都市政府"),
    ] {
        let page = city.page(path).await;
        assert!(page.contains(own), "{path}");
        assert!(!page.contains("高雄市政府"), "{path}");
    }
    let ming = city.plaza.person("ming", Role::Resident).await;
    let email = [("email", &*ming.email)];
    let asked = city.guest.post("/zh/password/forgot", &email).await;
    asked.expect(303);
    let mail = city.plaza.mails().await.pop().unwrap();
    assert!(mail.text.contains("港都市政府"), "{}", mail.text);
}

#[actix_web::test]
async fn a_page_that_was_kept_is_made_anew() {
    let city = City::start().await;
    let before = city.page("/en/rules").await;
    assert!(before.contains("Kaohsiung City Government"));
    assert!(city.plaza.context.kept.bytes() > 0);
    let name = json!({ "name_zh": "港都", "name_en": "Harbour" });
    city.put("name", name).await.expect(200);
    assert_eq!(
        city.plaza.context.kept.bytes(),
        0,
        "no page of before lies in memory"
    );
    let after = city.page("/en/rules").await;
    assert!(!after.contains("Kaohsiung City Government"), "{after}");
    // What another node keeps is of no use either: its numbers are older.
    let kept = city.plaza.client().await;
    let stale = kept.get("/en/rules").await.expect(200).body;
    assert!(
        stale.contains("Kaohsiung City Government"),
        "it goes by what it began with"
    );
}

async fn languages(client: &Client, path: &str) -> Vec<String> {
    let page = client.get(path).await.expect(200);
    page.texts(".site-nav .language a")
}

#[actix_web::test]
async fn a_language_that_is_not_offered_leads_to_one_that_is() {
    let city = City::start().await;
    assert_eq!(languages(&city.guest, "/zh").await, ["English"]);
    city.put("languages", json!(["zh"])).await.expect(200);
    assert_eq!(languages(&city.guest, "/zh").await, [""; 0]);
    for (asked, led) in [
        ("/en", "/zh"),
        ("/en/boards/city", "/zh/boards/city"),
        ("/en/search?q=lamp", "/zh/search?q=lamp"),
    ] {
        let answer = city.guest.get_once(asked).await.expect(302);
        assert_eq!(answer.location(), led, "{asked}");
    }
    let page = city.page("/zh/rules").await;
    assert!(!page.contains("hreflang=\"en\""), "{page}");
    assert!(page.contains("hreflang=\"zh-Hant-TW\""), "{page}");
    let sitemap = city.page("/sitemap-pages.xml").await;
    assert!(!sitemap.contains("/en/"), "{sitemap}");
    // What was filled in before is taken all the same, and a program is answered in what is offered.
    let form = [("email", "new@example.tw")];
    let asked = city.guest.post("/en/password/forgot", &form).await;
    assert!(asked.status.is_redirection(), "{}", asked.body);
    // Who chose it for their mails keeps it, also where they change something else.
    let here = city.plaza.log_on_as(Role::Resident, "haihai").await;
    let reader = city.plaza.client_on(&city.current).await;
    reader.set_cookie("plaza", &here.cookie("plaza").unwrap());
    let path = "/zh/account/preferences";
    let chosen = [
        ("language", "en"),
        ("digest", "none"),
        ("appearance", "system"),
    ];
    reader.post(path, &chosen).await.expect(303);
    let form = reader.get(path).await.expect(200);
    let kept = form.attribute("input[name='language'][checked]", "value");
    assert_eq!(kept.as_deref(), Some("en"));
    city.put("languages", json!(["en", "zh"])).await.expect(200);
    let bare = city.guest.get_once("/rules").await;
    assert_eq!(bare.location(), "/en/rules");
    assert_eq!(languages(&city.guest, "/zh").await, ["English"]);
}

#[actix_web::test]
async fn a_banner_is_shown_while_it_is_said_to_be() {
    let city = City::start().await;
    let banner = json!({
        "text_zh": "明天全市停水。", "text_en": "No water <tomorrow>.",
        "from": "2026-03-02T11:00:00+08:00", "until": "2026-03-02T12:00:00+08:00",
    });
    city.put("banner", banner).await.expect(200);
    let shown = async || {
        let page = city.guest.get("/en/rules").await.expect(200);
        page.texts("aside.revision p")
    };
    assert_eq!(shown().await, [""; 0]);
    // A page that was kept holds no longer than its words.
    city.plaza.advance(TimeDelta::hours(1));
    assert_eq!(shown().await, ["No water <tomorrow>."]);
    assert!(city.page("/zh/rules").await.contains("明天全市停水。"));
    city.plaza.advance(TimeDelta::hours(1));
    assert_eq!(shown().await, [""; 0]);
    city.put("banner", json!({ "text_zh": "好", "text_en": "Well" }))
        .await
        .expect(200);
    assert_eq!(shown().await, ["Well"]);
    city.put("banner", Value::Null).await.expect(200);
    assert_eq!(shown().await, [""; 0]);
}

#[actix_web::test]
async fn maintenance_is_announced_until_it_is_over() {
    let city = City::start().await;
    let away = json!({
        "begins": "2026-03-02T22:00:00+08:00", "ends": "2026-03-02T23:30:00+08:00",
    });
    city.put("maintenance", away).await.expect(200);
    let page = city.page("/en/rules").await;
    assert!(
        page.contains("From 2 March 2026 22:00 until 2 March 2026 23:30"),
        "{page}"
    );
    let page = city.page("/zh/rules").await;
    assert!(page.contains("2026年3月2日 22:00"), "{page}");
    city.plaza.at("2026-03-02T23:30");
    let page = city.page("/en/rules").await;
    assert!(!page.contains("being worked on"), "{page}");
}

#[actix_web::test]
async fn numbers_and_switches_hold_for_what_goes_by_them() {
    let city = City::start().await;
    for (key, value) in [
        ("edit-minutes", json!(3)),
        ("first-posts", json!(2)),
        ("limits", json!(true)),
        ("hold-at", json!(55)),
        ("remind-hours", json!(12)),
        ("appeal-days", json!(7)),
        ("confirmation-days", json!(5)),
        ("remind-days", json!(1)),
        ("close-days", json!(14)),
        ("reopen-days", json!(21)),
    ] {
        city.put(key, value.clone()).await.expect(200);
        assert_eq!(city.setting(key).await["value"], value, "{key}");
        assert_eq!(city.setting(key).await["source"], "page", "{key}");
    }
    let config = city.current.get().config.clone();
    assert_eq!((config.edit_minutes, config.review.first_posts), (3, 2));
    assert!(config.review.limits);
    assert_eq!((config.spam.hold_at, config.review.remind_hours), (55, 12));
    assert_eq!(
        (config.review.appeal_days, config.confirmation_days),
        (7, 5)
    );
    assert_eq!((config.remind_days, config.close_days), (1, 14));
    assert_eq!(config.reopen_days, 21);
    // A resident's post waits from now on, and everybody reads that.
    let here = city.plaza.log_on_as(Role::Resident, "haihai").await;
    let resident = city.plaza.client_on(&city.current).await;
    resident.set_cookie("plaza", &here.cookie("plaza").unwrap());
    let body = json!({ "title": "路燈", "body": "路燈不亮。" });
    let posted = resident
        .post_json("/api/v1/boards/city/topics", &body)
        .await;
    posted.expect(202);
}

#[actix_web::test]
async fn the_years_of_records_are_in_the_notices_at_once() {
    let city = City::start().await;
    let years = async || {
        let config = city.current.get().config.clone();
        Class::Cases.years(&config.retention)
    };
    assert_eq!(years().await, 5);
    let files = city.page("/en/privacy/files").await;
    assert!(!files.contains("12 years"), "{files}");
    city.put("retention-cases", json!(12)).await.expect(200);
    assert_eq!(years().await, 12);
    let form = city.page("/en/suggestions/new").await;
    assert!(form.contains("12 years"), "the notice says the years");
    // What is agreed to from now on is agreed to by that notice: it is there.
    let files = city.page("/en/privacy/files").await;
    assert!(files.contains("12 years"), "{files}");
}

#[actix_web::test]
async fn pages_do_what_programs_do() {
    let city = City::start().await;
    let path = "/en/admin/settings/close-days";
    let page = city.administrator.get(path).await.expect(200);
    assert_eq!(page.attribute("#f-value", "value").unwrap(), "30");
    let fields = [("version", "0"), ("value", "9"), ("reason", "Fewer wait")];
    let kept = city.administrator.post(path, &fields).await.expect(303);
    assert_eq!(
        kept.location(),
        "/en/admin/settings/close-days?done=setting-kept"
    );
    let page = city.administrator.get(&kept.location()).await.expect(200);
    assert_eq!(page.attribute("#f-value", "value").unwrap(), "9");
    let past = page.texts(".records li").concat();
    assert!(
        past.contains("管理員") && past.contains("Fewer wait"),
        "{past}"
    );
    let all = city
        .administrator
        .get("/zh/admin/settings")
        .await
        .expect(200);
    assert!(all.body.contains("答覆後9天"), "{}", all.body);
    for elsewhere in ["boards", "pages", "webhooks"] {
        let link = format!("main a[href='/zh/admin/{elsewhere}']");
        assert_eq!(all.texts(&link).len(), 1, "{elsewhere}");
    }
    // Whoever sends the same form twice changes nothing by that; whoever read an older state is told.
    city.administrator.post(path, &fields).await.expect(303);
    let late = [("version", "0"), ("value", "10")];
    let refused = city.administrator.post(path, &late).await.expect(409);
    assert_eq!(refused.attribute("#f-value", "value").unwrap(), "10");
    let undone = [("version", "1")];
    let undo = city
        .administrator
        .post(&format!("{path}/undo"), &undone)
        .await;
    undo.expect(303);
    assert_eq!(city.setting("close-days").await["value"], 30);

    let times = [
        ("version", "0"),
        ("begins", "2026-03-03T22:00"),
        ("ends", "2026-03-03T23:00"),
    ];
    let path = "/zh/admin/settings/maintenance";
    city.administrator.post(path, &times).await.expect(303);
    let value = city.setting("maintenance").await["value"].clone();
    assert_eq!(value["begins"], "2026-03-03T14:00:00Z");
    let page = city.administrator.get(path).await.expect(200);
    assert_eq!(
        page.attribute("#f-begins", "value").unwrap(),
        "2026-03-03T22:00"
    );
    let away = [("version", "1"), ("shipped", "yes")];
    city.administrator.post(path, &away).await.expect(303);
    assert!(city.setting("maintenance").await["value"].is_null());
    let chosen = [("version", "0"), ("offered", "en"), ("first", "zh")];
    let path = "/zh/admin/settings/languages";
    city.administrator.post(path, &chosen).await.expect(303);
    let value = city.setting("languages").await["value"].clone();
    assert_eq!(value, json!(["en"]));
    let path = "/en/admin/settings/limits";
    city.administrator
        .post(path, &[("version", "0"), ("value", "yes")])
        .await
        .expect(303);
    city.administrator
        .post(path, &[("version", "1")])
        .await
        .expect(303);
    assert_eq!(city.setting("limits").await["value"], false);
}

#[actix_web::test]
async fn administrators_alone_see_and_set() {
    let city = City::start().await;
    city.guest.get(LIST).await.expect(401);
    for role in [
        Role::Resident,
        Role::Staff,
        Role::Moderator,
        Role::PrivacyOfficer,
    ] {
        let other = city.plaza.log_on_as(role, "somebody").await;
        other.get(LIST).await.expect(403);
        other.get("/zh/admin/settings/name").await.expect(403);
        let fields = [("version", "0"), ("value", "9")];
        let refused = other.post("/zh/admin/settings/close-days", &fields).await;
        refused.expect(403);
    }
    assert_eq!(city.version("close-days").await, 0);
}
