//! Who set what, when and why stands on record, and the newest change can be taken back.

use actix_web::http::Method;
use plaza::db::DbError;
use serde_json::{Value, json};

use super::{City, LIST, answers};

/// The newest entries of the register with these acts.
async fn register(city: &City, act: &str) -> Vec<Value> {
    let all = city.guest.get("/api/v1/ledger").await.expect(200).json();
    let entries = all["entries"].as_array().unwrap().iter();
    entries
        .filter(|entry| entry["act"] == act)
        .cloned()
        .collect()
}

#[actix_web::test]
async fn each_change_stands_in_the_register_and_tells_administrators_who_and_why() {
    let city = City::start().await;
    let body = json!({ "value": 9, "version": 0, "reason": "大家都等太久" });
    let path = format!("{LIST}/close-days");
    let put = city.administrator.json(Method::PUT, &path, &body).await;
    put.expect(200);
    city.put("close-days", json!(12)).await.expect(200);
    let past = city.history("close-days").await;
    assert_eq!(past.len(), 2);
    assert_eq!(
        (&past[0]["value"], &past[1]["value"]),
        (&json!(12), &json!(9))
    );
    assert_eq!(past[1]["by"], "管理員");
    assert_eq!(past[1]["reason"], "大家都等太久");
    assert_eq!(past[1]["at"], "2026-03-02T02:00:00Z");
    assert_eq!(register(&city, "setting-changed").await.len(), 2);
    // Everybody reads what was set, and nobody who did it or why.
    let page = city.page("/en/ledger").await;
    assert!(page.contains("A setting was changed"), "{page}");
    assert!(page.contains("Closing answered suggestions"), "{page}");
    assert!(
        page.contains("Before: 9") && page.contains("From then on: 12"),
        "{page}"
    );
    assert!(
        !page.contains("管理員") && !page.contains("大家都等太久"),
        "{page}"
    );
}

#[actix_web::test]
async fn what_was_set_is_taken_back_by_a_change_of_its_own() {
    let city = City::start().await;
    city.undo("close-days").await.expect(422);
    city.put("close-days", json!(9)).await.expect(200);
    city.put("close-days", json!(12)).await.expect(200);
    city.undo("close-days").await.expect(200);
    assert_eq!(city.current.get().config.close_days, 9);
    let past = city.history("close-days").await;
    assert_eq!((past.len(), &past[0]["undoes"]), (3, &json!(2)));
    assert_eq!(register(&city, "setting-undone").await.len(), 1);
    // Who presses twice has it done once.
    let again = json!({ "version": 2 });
    let path = format!("{LIST}/close-days/undo");
    city.administrator
        .post_json(&path, &again)
        .await
        .expect(200);
    assert_eq!(city.history("close-days").await.len(), 3);
    // That it was taken back is taken back in the same way, and the first change leads to what ships.
    city.undo("close-days").await.expect(200);
    assert_eq!(city.current.get().config.close_days, 12);
    city.put("reopen-days", json!(7)).await.expect(200);
    city.undo("reopen-days").await.expect(200);
    assert_eq!(city.current.get().config.reopen_days, 60);
    assert_eq!(city.setting("reopen-days").await["source"], "shipped");
    // Two who press at once: one of them was first.
    let late = json!({ "version": 1 });
    let path = format!("{LIST}/close-days/undo");
    city.administrator.post_json(&path, &late).await.expect(409);
    let late = json!({ "version": 1, "value": 44 });
    let path = format!("{LIST}/close-days");
    let put = city.administrator.json(Method::PUT, &path, &late).await;
    put.expect(409);
}

#[actix_web::test]
async fn of_a_banner_the_register_has_the_hash_alone() {
    let city = City::start().await;
    let banner = json!({ "text_zh": "請打0912-345-678。", "text_en": "Ring us" });
    let asked = city.put("banner", banner.clone()).await.expect(422).json();
    let body = json!({
        "value": banner, "version": 0, "check": asked["check"],
        "decisions": answers(&asked, "publish", Some("none")),
    });
    let path = format!("{LIST}/banner");
    let put = city.administrator.json(Method::PUT, &path, &body).await;
    put.expect(200);
    let entry = register(&city, "setting-changed").await.remove(0);
    let said = entry.to_string();
    assert!(
        said.contains("sha256:") && !said.contains("0912-345"),
        "{said}"
    );
    city.put("banner", Value::Null).await.expect(200);
    assert!(!city.page("/zh").await.contains("0912-345"));
}

#[actix_web::test]
async fn a_value_of_another_program_ends_nothing_and_is_told() {
    let city = City::start().await;
    city.put("close-days", json!(9)).await.expect(200);
    city.plaza
        .context
        .db
        .write(|connection| {
            use diesel::prelude::*;
            use plaza::db::schema::settings;
            let now: plaza::db::Timestamp = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH.into();
            for (setting, version, value) in [
                ("close-days", 2, "\"a fortnight\""),
                ("colours", 1, "{\"accent\":\"#ffffff\"}"),
                ("weather", 1, "\"sunny\""),
            ] {
                diesel::insert_into(settings::table)
                    .values((
                        settings::setting.eq(setting),
                        settings::version.eq(version),
                        settings::value.eq(value),
                        settings::entry.eq(0),
                        settings::set_at.eq(now),
                    ))
                    .execute(connection)?;
            }
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
    plaza::settings::take_up(&city.current).await.unwrap();
    let config = city.current.get().config.clone();
    assert_eq!(config.close_days, 30, "what ships holds");
    assert_eq!(config.look, plaza::config::Look::default());
    city.page("/zh").await;
    let all = city.administrator.get(LIST).await.expect(200).json();
    assert_eq!(all["unknown"], json!(["weather"]));
    assert_eq!(city.setting("close-days").await["source"], "unreadable");
    let page = city
        .administrator
        .get("/en/admin/settings")
        .await
        .expect(200);
    assert!(page.body.contains("weather"), "{}", page.body);
    assert!(page.body.contains("cannot be read"), "{}", page.body);
    let page = city
        .administrator
        .get("/en/admin/settings/close-days")
        .await
        .expect(200);
    let past = page.texts(".records li").concat();
    assert!(
        past.contains("something that this version of Plaza cannot read"),
        "{past}"
    );
    city.administrator
        .get("/en/admin/settings/colours")
        .await
        .expect(200);
    // Set anew it is good again; that nobody can bring back what cannot be read is said.
    city.put("close-days", json!(14)).await.expect(200);
    assert_eq!(city.current.get().config.close_days, 14);
    city.undo("close-days").await.expect(422);
}
