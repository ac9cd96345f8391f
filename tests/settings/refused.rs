//! What is wrong is refused with its field, and changes nothing.

use actix_web::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{City, LIST, codes};
use crate::support::{
    Plaza,
    files::{gif, png},
};

#[actix_web::test]
async fn what_cannot_be_is_refused_by_its_field() {
    let city = City::start().await;
    for (key, value, field, code) in [
        (
            "colours",
            json!({ "accent": "teal", "accent_dark": "#7accd3" }),
            "accent",
            "setting-colour",
        ),
        (
            "colours",
            json!({ "accent": "#ffe000", "accent_dark": "#7accd3" }),
            "accent",
            "setting-contrast",
        ),
        (
            "colours",
            json!({ "accent": "#0b6570", "accent_dark": "#222222" }),
            "accent_dark",
            "setting-contrast",
        ),
        ("retention-cases", json!(4), "value", "setting-years"),
        ("retention-decisions", json!(0), "value", "setting-years"),
        ("retention-requests", json!(101), "value", "setting-number"),
        ("languages", json!([]), "value", "setting-no-language"),
        ("languages", json!(["fr"]), "value", "setting-form"),
        (
            "name",
            json!({ "name_zh": "高".repeat(61), "name_en": "K" }),
            "name_zh",
            "length",
        ),
        (
            "name",
            json!({ "name_zh": "高雄", "name_en": "<script>" }),
            "name_en",
            "setting-markup",
        ),
        (
            "name",
            json!({ "name_zh": "", "name_en": "K" }),
            "name_zh",
            "required",
        ),
        ("edit-minutes", json!(1441), "value", "setting-number"),
        ("edit-minutes", json!("ten"), "value", "setting-number"),
        ("limits", json!(1), "value", "setting-form"),
        (
            "banner",
            json!({ "text_zh": "停水", "text_en": "" }),
            "text_en",
            "required",
        ),
        (
            "banner",
            json!({ "text_zh": "水", "text_en": "W", "until": "2026-03-01T00:00:00Z" }),
            "until",
            "setting-past",
        ),
        (
            "maintenance",
            json!({ "begins": "2026-03-03T00:00:00Z", "ends": "2026-03-03T00:00:00Z" }),
            "ends",
            "setting-order",
        ),
        (
            "logo",
            json!({ "alt_zh": "", "alt_en": "" }),
            "picture",
            "setting-no-picture",
        ),
        (
            "logo",
            json!({ "data": "not base64!" }),
            "value",
            "setting-form",
        ),
        (
            "logo",
            json!({ "picture": "ab".repeat(32), "ending": "png", "width": 1, "height": 1, "alt_zh": "", "alt_en": "" }),
            "picture",
            "setting-no-picture",
        ),
    ] {
        let refused = city.put(key, value.clone()).await.expect(422);
        let expected = vec![(field.to_owned(), code.to_owned())];
        assert_eq!(codes(&refused), expected, "{key} {value}");
        let detail = refused.json()["errors"][0]["detail"].to_string();
        assert!(
            !detail.contains("invalid-"),
            "no words for {code}: {detail}"
        );
        assert_eq!(city.version(key).await, 0, "{key}");
    }
    let nowhere = format!("{LIST}/no-such-thing");
    city.administrator.get(&nowhere).await.expect(404);
    let body = json!({ "value": 1, "version": 0 });
    let put = city.administrator.json(Method::PUT, &nowhere, &body).await;
    put.expect(404);
    city.administrator
        .get("/zh/admin/settings/nothing")
        .await
        .expect(404);
}

#[actix_web::test]
async fn a_change_that_names_no_value_takes_nothing_away() {
    let city = City::start().await;
    city.put("close-days", json!(9)).await.expect(200);
    let slip = json!({ "version": 1, "vaule": 12 });
    let path = format!("{LIST}/close-days");
    let put = city.administrator.json(Method::PUT, &path, &slip).await;
    put.expect(400);
    assert_eq!(city.setting("close-days").await["value"], 9);
    assert_eq!(city.version("close-days").await, 1);
}

#[actix_web::test]
async fn a_form_is_shown_again_with_what_was_typed_and_what_is_wrong() {
    let city = City::start().await;
    let path = "/en/admin/settings/colours";
    let fields = [
        ("version", "0"),
        ("accent", "#ffe000"),
        ("accent_dark", "#7accd3"),
    ];
    let refused = city.administrator.post(path, &fields).await.expect(422);
    assert_eq!(refused.attribute("#f-accent", "value").unwrap(), "#ffe000");
    let words = refused.texts("#e-accent").concat();
    assert!(words.contains("1.19") && words.contains("4.5"), "{words}");
    assert_eq!(refused.texts(".error-summary a").len(), 1);
    // Without a script a button shows what was typed, and keeps nothing.
    let mut look = fields.to_vec();
    look[1] = ("accent", "#7a1f5c");
    look.push(("preview", "yes"));
    let shown = city.administrator.post(path, &look).await.expect(200);
    let said = shown.texts("[data-colour-said]").concat();
    assert!(said.contains("8.7"), "{said}");
    let sheet = shown
        .attribute("link[href^='/look/sample-']", "href")
        .unwrap();
    let sheet = city.guest.get(&sheet).await.expect(200);
    assert!(sheet.body.contains("#7a1f5c"), "{}", sheet.body);
    assert_eq!(city.version("colours").await, 0);

    let long = "字".repeat(3000);
    let fields = [("version", "0"), ("value", "9"), ("reason", &*long)];
    let refused = city
        .administrator
        .post("/zh/admin/settings/close-days", &fields)
        .await;
    let refused = refused.expect(422);
    assert_eq!(
        refused.attribute(".error-summary a", "href").unwrap(),
        "#f-reason"
    );
    assert_eq!(refused.attribute("#f-value", "value").unwrap(), "9");
}

#[actix_web::test]
async fn a_file_that_is_no_still_picture_is_no_logo() {
    let city = City::start().await;
    let path = "/en/admin/settings/logo";
    let fields = [("version", "0"), ("alt_zh", "市徽"), ("alt_en", "Arms")];
    let large = vec![0x89; 2 * 1024 * 1024 + 1];
    for (bytes, code) in [
        (gif(8, 8, 2, ""), "setting-logo-kind"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "setting-logo-kind",
        ),
        (png(300, 20)[..60].to_vec(), "setting-logo-damaged"),
        (large, "setting-logo-large"),
        (png(10, 100), "setting-tall"),
    ] {
        let files = [("logo.png", &*bytes)];
        let refused = city.administrator.post_files(path, &fields, &files).await;
        let refused = refused.expect(422);
        let words = refused.texts("#e-picture").concat();
        let known = plaza::i18n::Lang::En.ta(&format!("invalid-{code}"), "max", 2);
        assert!(words.contains(&known), "{code}: {words}");
        assert_eq!(refused.attribute("#f-alt_en", "value").unwrap(), "Arms");
    }
    assert_eq!(city.version("logo").await, 0);
}

#[actix_web::test]
async fn a_logo_is_no_larger_than_any_file_of_the_city_may_be() {
    let city = City::start_with(|config| config.attachments.largest = 1024 * 1024).await;
    let path = "/en/admin/settings/logo";
    let page = city.administrator.get(path).await.expect(200);
    assert!(page.texts("#h-picture").concat().contains("1 MiB at most"));
    // Whole it would be read as far as it goes, and refused as no picture.
    let large = vec![0x89; 1024 * 1024 + 1];
    let fields = [("version", "0"), ("alt_zh", "市徽"), ("alt_en", "Arms")];
    let files = [("logo.png", &*large)];
    let refused = city.administrator.post_files(path, &fields, &files).await;
    let words = refused.expect(422).texts("#e-picture").concat();
    assert!(
        words.contains("Choose a smaller one, 1 MiB at most"),
        "{words}"
    );
    let sent = json!({ "data": STANDARD.encode(&large), "alt_zh": "", "alt_en": "" });
    let refused = city.put("logo", sent).await.expect(422);
    let expected = vec![("picture".to_owned(), "setting-logo-large".to_owned())];
    assert_eq!(codes(&refused), expected);
}

#[actix_web::test]
async fn what_the_file_says_holds_and_the_page_says_so() {
    let named = [
        "city.name_zh",
        "close_days",
        "review.first_posts",
        "look.accent",
    ];
    let city = City::start_with(|config| config.fixed = named.into_iter().collect()).await;
    for (key, keys) in [
        ("name", json!(["city.name_zh"])),
        ("close-days", json!(["close_days"])),
        ("first-posts", json!(["review.first_posts"])),
        ("colours", json!(["look.accent"])),
    ] {
        let setting = city.setting(key).await;
        assert_eq!(setting["source"], "file", "{key}");
        assert_eq!(setting["file_keys"], keys, "{key}");
        let value = setting["value"].clone();
        let other = if key == "close-days" { json!(9) } else { value };
        let refused = city.put(key, other).await.expect(422);
        assert_eq!(
            codes(&refused),
            [("value".to_owned(), "setting-fixed".to_owned())]
        );
        city.undo(key).await.expect(422);
        let page = format!("/en/admin/settings/{key}");
        let page = city.administrator.get(&page).await.expect(200);
        let said = page.texts("main").concat();
        assert!(said.contains(keys[0].as_str().unwrap()), "{said}");
        assert_eq!(page.attribute("main form", "action"), None, "{key}");
    }
    assert_eq!(city.setting("reopen-days").await["source"], "shipped");
}

#[actix_web::test]
async fn what_was_set_before_waits_while_the_file_says_it() {
    let city = City::start().await;
    city.put("close-days", json!(9)).await.expect(200);
    // The same database, where the file says it now.
    let node = city
        .plaza
        .node(|config| config.fixed = ["close_days"].into_iter().collect())
        .await;
    let node = plaza::settings::in_force(&node).await.unwrap();
    assert_eq!(node.config.close_days, 30);
    let node = city.plaza.node(|_| {}).await;
    let node = plaza::settings::in_force(&node).await.unwrap();
    assert_eq!(node.config.close_days, 9);
    assert_eq!(node.file.close_days, 30);
}

#[actix_web::test]
async fn the_command_says_what_the_file_says_and_what_is_left_to_pages() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let file = plaza.configure(etc.path());
    let said = crate::support::command::good(&["config", "check", "--config", &file]);
    assert!(
        said.contains("no page changes it: city.name_zh, city.name_en"),
        "{said}"
    );
    let json = crate::support::command::good(&["config", "check", "--json", "--config", &file]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["set_by_file"], json!(["city.name_zh", "city.name_en"]));
    let left = json["left_to_pages"].as_array().unwrap();
    assert!(left.contains(&json!("close-days")) && !left.contains(&json!("name")));
}
