//! Coordinates beside a suggestion's place: typed or filled in, rounded to about a metre, and shown to
//! whoever sees the place.

use serde_json::{Value, json};

use super::{Keepsake, NEW, case, how_many_cases, id_of, lines, open, suggest, typed};
use crate::support::{Answer, Plaza};

const API: &str = "/api/v1/suggestions";
const GIVEN: [(&str, &str); 2] = [("latitude", "22.627339999"), ("longitude", " 120.30145 ")];
const LINK: &str = "geo:22.62734,120.30145";

fn shown() -> Value {
    json!({ "latitude": 22.62734, "longitude": 120.30145 })
}

/// Where the coordinates of a page lead.
fn link(page: &Answer) -> Option<String> {
    page.attribute("dl.facts a[href^='geo:']", "href")
}

#[actix_web::test]
async fn they_are_seen_by_whoever_sees_the_place() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.expect(200).hidden("submission");
    let mut fields = typed(&GIVEN);
    fields.push(("submission", &submission));
    let check = client.post(NEW, &fields).await.expect(200);
    assert_eq!(link(&check).as_deref(), Some(LINK), "what is sent is seen");
    assert_eq!(check.hidden("latitude"), "22.627339999");
    assert_eq!(check.hidden("longitude"), "120.30145");

    let keepsake = suggest(&client, &GIVEN).await;
    let mails = plaza.mails().await;
    assert!(
        lines(&mails[0]).contains("座標：22.62734,120.30145（geo:22.62734,120.30145）"),
        "{}",
        mails[0].text
    );
    assert_eq!(case(&client, &keepsake).await["coordinates"], shown());
    let own = open(&client, &keepsake).await.expect(200);
    assert_eq!(link(&own).as_deref(), Some(LINK));

    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    for path in [format!("/en/desk/{id}"), format!("/zh/desk/{id}/file")] {
        let page = staff.get(&path).await.expect(200);
        assert_eq!(link(&page).as_deref(), Some(LINK), "{path}");
    }
    let opened = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
    assert_eq!(opened.expect(200).json()["coordinates"], shown());
}

#[actix_web::test]
async fn nobody_has_to_give_any_and_what_was_taken_out_is_not_sent() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let none = [("latitude", ""), ("longitude", " ")];
    let keepsake = suggest(&client, &none).await;
    assert_eq!(case(&client, &keepsake).await["coordinates"], json!(null));
    assert_eq!(link(&open(&client, &keepsake).await.expect(200)), None);
    assert!(!lines(&plaza.mails().await[0]).contains("座標"));
    for sent in [json!(null), json!({}), json!({ "latitude": null })] {
        let mut body = json!({
            "category": "road-damage", "district": "lingya", "title": "t", "body": "b",
        });
        body["coordinates"] = sent;
        client.post_json(API, &body).await.expect(201);
    }
}

#[actix_web::test]
async fn what_is_no_position_is_told_beside_its_field_and_everything_is_kept() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    for (latitude, longitude, field, words) in [
        ("22.62734", "", "longitude", "belong together"),
        ("", "120.30145", "latitude", "belong together"),
        (
            "by the tree",
            "120.30145",
            "latitude",
            "no number of degrees",
        ),
        ("22.62734", "inf", "longitude", "no number of degrees"),
        ("120.30145", "22.62734", "latitude", "between -90 and 90"),
        ("22.62734", "-180.5", "longitude", "between -180 and 180"),
    ] {
        let fields = typed(&[
            ("latitude", latitude),
            ("longitude", longitude),
            ("place", "Sihwei 3rd Road"),
            ("send", "yes"),
        ]);
        let form = client.post(NEW, &fields).await.expect(422);
        let told = form.texts(&format!("#e-{field}"));
        assert!(told[0].contains(words), "{told:?}");
        assert_eq!(form.texts(".field-error").len(), 1, "the other is right");
        for (name, value) in [
            ("latitude", latitude),
            ("longitude", longitude),
            ("place", "Sihwei 3rd Road"),
        ] {
            assert_eq!(form.hidden(name), value);
        }
    }
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn a_program_is_told_as_well() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let mut body = json!({
        "category": "road-damage", "district": "lingya", "title": "t", "body": "b",
    });
    for (sent, field) in [
        (json!({ "latitude": 22.6 }), "longitude"),
        (json!({ "latitude": null, "longitude": 120 }), "latitude"),
        (json!({ "latitude": 90.01, "longitude": 0 }), "latitude"),
        (json!({ "latitude": 22.6, "longitude": -181 }), "longitude"),
    ] {
        body["coordinates"] = sent;
        for path in [API, "/api/v1/suggestions/preview"] {
            let problem = client.post_json(path, &body).await.expect(422).json();
            assert_eq!(problem["code"], "invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{path}");
            assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
        }
    }
    for sent in [
        json!("22.62734,120.30145"),
        json!([22.62734]),
        json!({ "latitude": "22.62734", "longitude": "120.30145" }),
    ] {
        body["coordinates"] = sent;
        let problem = client.post_json(API, &body).await.expect(400).json();
        assert_eq!(problem["code"], "bad-request");
    }
    assert_eq!(how_many_cases(&plaza).await, 0);
    body["coordinates"] = json!({ "latitude": 22.627341234, "longitude": 120.30145 });
    let preview = client.post_json("/api/v1/suggestions/preview", &body).await;
    preview.expect(200);
    let receipt = client.post_json(API, &body).await.expect(201).json();
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    let keepsake = Keepsake {
        reference: text("reference"),
        password: text("password"),
    };
    assert_eq!(case(&client, &keepsake).await["coordinates"], shown());
}

#[actix_web::test]
async fn the_same_form_with_another_position_is_another_suggestion() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.expect(200).hidden("submission");
    let send = async |latitude: &str| {
        let mut fields = typed(&[("latitude", latitude), ("longitude", "120.30145")]);
        fields.extend([("submission", submission.as_str()), ("send", "yes")]);
        client.post(NEW, &fields).await
    };
    let first = Keepsake::of(&send("22.62734").await);
    // It is the same place to the metre.
    assert_eq!(Keepsake::of(&send("22.627341").await), first);
    let other = send("22.62735").await.expect(422);
    assert!(other.texts("#e-title")[0].contains(&first.reference));
    assert_eq!(how_many_cases(&plaza).await, 1);
}
