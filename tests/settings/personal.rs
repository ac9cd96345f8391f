//! What an administrator lets everybody read is looked through for personal data, also where it comes back.

use actix_web::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{City, LIST, answers};
use crate::support::files::png;

const NAMED: &str = "請打0912-345-678。";

impl City {
    async fn banner_with(&self, text: &str) -> crate::support::Answer {
        let banner = json!({ "text_zh": text, "text_en": "Ring us" });
        self.put("banner", banner).await
    }
}

#[actix_web::test]
async fn a_banner_with_personal_data_is_shown_once_its_findings_are_answered() {
    let city = City::start().await;
    let asked = city.banner_with(NAMED).await.expect(422).json();
    assert_eq!(asked["texts"]["text_zh"], NAMED);
    assert_eq!(city.version("banner").await, 0);
    let body = |choice: &str, whose: Option<&str>| {
        json!({
            "value": { "text_zh": NAMED, "text_en": "Ring us" }, "version": 0,
            "check": asked["check"], "decisions": answers(&asked, choice, whose),
        })
    };
    let path = format!("{LIST}/banner");
    // Knowingly is not enough: the city publishes nobody's.
    let others = body("publish", Some("other"));
    let put = city.administrator.json(Method::PUT, &path, &others).await;
    assert_eq!(put.expect(422).json()["code"], "personal-data-undecided");
    let masked = body("mask", None);
    let put = city.administrator.json(Method::PUT, &path, &masked).await;
    put.expect(200);
    let page = city.page("/zh/rules").await;
    assert!(
        page.contains("請打") && !page.contains("0912-345-678"),
        "{page}"
    );

    // The same on the page, which shows what was typed.
    let form = [
        ("version", "1"),
        ("text_zh", "寫信到wang@example.tw。"),
        ("text_en", "Write to us"),
    ];
    let path = "/en/admin/settings/banner";
    let asked = city.administrator.post(path, &form).await.expect(422);
    assert_eq!(asked.texts("#findings").len(), 1);
    assert!(asked.texts("#f-text_zh")[0].contains("wang@example.tw"));
    let check = asked.attribute("input[name='check']", "value").unwrap();
    let all = [&form[..], &[("check", &*check), ("all", "mask")]].concat();
    city.administrator.post(path, &all).await.expect(303);
    let page = city.page("/zh/rules").await;
    assert!(
        page.contains("寫信到") && !page.contains("wang@example.tw"),
        "{page}"
    );
}

#[actix_web::test]
async fn a_banner_with_personal_data_does_not_come_back_unasked() {
    let city = City::start().await;
    // Of a program that did not look.
    let text = json!({ "text_zh": NAMED, "text_en": "Ring us", "from": null, "until": null });
    city.banner_with("好").await.expect(200);
    city.plaza
        .sql(&format!(
            "INSERT INTO settings (setting, version, value, entry, set_at) \
             SELECT setting, 2, '{text}', entry, set_at FROM settings WHERE setting = 'banner'"
        ))
        .unwrap();
    city.put("banner", Value::Null).await.expect(200);
    let asked = city.undo("banner").await.expect(422).json();
    assert_eq!(asked["texts"]["text_zh"], NAMED);
    let path = "/en/admin/settings/banner/undo";
    let page = city.administrator.post(path, &[("version", "3")]).await;
    let page = page.expect(422);
    assert_eq!(page.texts("form[action$='/undo'] #findings").len(), 1);
    assert_eq!(city.version("banner").await, 3);
    let body = json!({
        "version": 3, "check": asked["check"], "decisions": answers(&asked, "mask", None),
    });
    let path = format!("{LIST}/banner/undo");
    city.administrator.post_json(&path, &body).await.expect(200);
    let page = city.page("/zh/rules").await;
    assert!(
        page.contains("請打") && !page.contains("0912-345-678"),
        "{page}"
    );
}

#[actix_web::test]
async fn the_description_of_a_logo_is_looked_through_as_well() {
    let city = City::start().await;
    let data = STANDARD.encode(png(200, 100));
    let logo = json!({ "data": data, "alt_zh": NAMED, "alt_en": "Arms" });
    let asked = city.put("logo", logo).await.expect(422).json();
    assert_eq!(asked["findings"][0]["field"], "alt_zh");
    let fields = [("version", "0"), ("alt_zh", NAMED), ("alt_en", "Arms")];
    let picture = png(200, 100);
    let files = [("logo.png", &*picture)];
    let path = "/en/admin/settings/logo";
    let asked = city.administrator.post_files(path, &fields, &files).await;
    let asked = asked.expect(422);
    assert_eq!(asked.texts("#findings").len(), 1);
    // No browser sends a file again by itself.
    assert_eq!(asked.texts("#e-picture").len(), 1);
    assert_eq!(city.version("logo").await, 0);
}
