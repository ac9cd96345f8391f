//! The city's own colours and logo: on every page, at addresses that may be kept for ever.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{City, LIST, codes};
use crate::support::files::{holds, photograph, png};

const SHEET: &str = "link[rel='stylesheet'][href^='/look/']";

#[actix_web::test]
async fn colours_are_a_stylesheet_of_every_page() {
    let city = City::start().await;
    let page = city.guest.get("/zh").await.expect(200);
    assert_eq!(
        page.attribute(SHEET, "href"),
        None,
        "those that ship need none"
    );
    let colours = json!({ "accent": "#7A1F5C", "accent_dark": "f0a8d8" });
    city.put("colours", colours).await.expect(200);
    assert_eq!(
        city.setting("colours").await["value"],
        json!({ "accent": "#7a1f5c", "accent_dark": "#f0a8d8" })
    );
    let page = city.guest.get("/zh").await.expect(200);
    let first = page.attribute(SHEET, "href").unwrap();
    let sheet = city.guest.get(&first).await.expect(200);
    assert!(
        sheet
            .body
            .contains("--accent: light-dark(#7a1f5c, #f0a8d8)"),
        "{}",
        sheet.body
    );
    let kept = city.guest.header(&first, "cache-control").await;
    assert!(kept.contains("immutable"), "{kept}");
    let kind = city.guest.header(&first, "content-type").await;
    assert_eq!(kind, "text/css; charset=utf-8");
    // Other colours stand elsewhere, and a node that does not know of them gives them all the same.
    let colours = json!({ "accent": "#5a3fa0", "accent_dark": "#f0a8d8" });
    city.put("colours", colours).await.expect(200);
    let page = city.guest.get("/en/rules").await.expect(200);
    let second = page.attribute(SHEET, "href").unwrap();
    assert_ne!(first, second);
    let elsewhere = city.plaza.client().await;
    for sheet in [&first, &second] {
        elsewhere.get(sheet).await.expect(200);
    }
    for wrong in [
        "/look/page-zzzzzz-f0a8d8-00000000.css",
        "/look/x",
        "/look/logo-x.png",
    ] {
        city.guest.get(wrong).await.expect(404);
    }
    city.put("colours", Value::Null).await.expect(200);
    let page = city.guest.get("/zh").await.expect(200);
    assert_eq!(page.attribute(SHEET, "href"), None);
}

#[actix_web::test]
async fn a_logo_is_made_anew_and_goes_with_its_words() {
    let city = City::start().await;
    let path = "/zh/admin/settings/logo";
    let secret = "25.0338N 121.5645E";
    let bytes = photograph(300, 900, secret);
    let fields = [("version", "0"), ("alt_zh", "港都市徽"), ("alt_en", "")];
    let files = [("arms.jpg", &*bytes)];
    let kept = city.administrator.post_files(path, &fields, &files).await;
    kept.expect(303);
    let page = city.guest.get("/zh").await.expect(200);
    let source = page.attribute(".brand img", "src").unwrap();
    assert_eq!(page.attribute(".brand img", "alt").unwrap(), "港都市徽");
    assert_eq!(page.attribute(".brand img", "width").unwrap(), "320");
    let page = city.guest.get("/en/rules").await.expect(200);
    assert_eq!(page.attribute(".brand img", "alt").unwrap(), "");
    let picture = city.guest.get(&source).await.expect(200);
    assert!(
        !holds(&picture.bytes, secret),
        "what stood in the file is left out"
    );
    assert!(picture.bytes.len() < bytes.len());
    let kind = city.guest.header(&source, "content-type").await;
    assert_eq!(kind, "image/jpeg");
    assert!(
        city.guest
            .header(&source, "cache-control")
            .await
            .contains("immutable")
    );
    assert!(city.plaza.objects().is_empty(), "it lies in the database");

    // Other words, the same picture.
    let fields = [("version", "1"), ("alt_zh", ""), ("alt_en", "Arms")];
    city.administrator
        .post_files(path, &fields, &[])
        .await
        .expect(303);
    let page = city.guest.get("/en/rules").await.expect(200);
    assert_eq!(page.attribute(".brand img", "src").unwrap(), source);
    assert_eq!(page.attribute(".brand img", "alt").unwrap(), "Arms");

    // A program sends it in Base64; taken back, the first is there again.
    let data = STANDARD.encode(png(200, 100));
    let logo = json!({ "data": data, "alt_zh": "徽", "alt_en": "Arms" });
    city.put("logo", logo).await.expect(200);
    let page = city.guest.get("/en/rules").await.expect(200);
    let other = page.attribute(".brand img", "src").unwrap();
    assert!(other.ends_with(".png") && other != source, "{other}");
    city.undo("logo").await.expect(200);
    let page = city.guest.get("/en/rules").await.expect(200);
    assert_eq!(page.attribute(".brand img", "src").unwrap(), source);
    // What was read can be sent back as it was.
    let read = city.administrator.get(&format!("{LIST}/logo")).await;
    let value = read.expect(200).json()["setting"]["value"].clone();
    city.put("logo", value.clone()).await.expect(200);
    // Said otherwise than the picture is, no page could show it.
    for (field, wrong) in [
        ("ending", json!("png")),
        ("width", json!(0)),
        ("height", json!(90_000)),
    ] {
        let mut logo = value.clone();
        logo[field] = wrong;
        let refused = city.put("logo", logo).await.expect(422);
        let expected = ("picture".to_owned(), "setting-no-picture".to_owned());
        assert_eq!(codes(&refused), [expected], "{field}");
    }
    city.put("logo", Value::Null).await.expect(200);
    let page = city.guest.get("/en/rules").await.expect(200);
    let shipped = page.attribute(".brand img", "src").unwrap();
    assert!(shipped.contains("city.svg"), "{shipped}");
}
