//! Suggestions as a program submits and follows them.

use actix_web::test::TestRequest;
use diesel::prelude::*;
use plaza::db::{DbError, schema::cases};
use serde_json::{Value, json};

use super::{Keepsake, id_of};
use crate::support::Plaza;

fn keepsake(receipt: &Value) -> Keepsake {
    Keepsake {
        reference: receipt["reference"].as_str().unwrap().to_owned(),
        password: receipt["password"].as_str().unwrap().to_owned(),
    }
}

#[actix_web::test]
async fn what_can_be_chosen_comes_in_the_askers_language() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let categories = client.get("/api/v1/categories").await.expect(200).json();
    let first = &categories["categories"][0];
    assert_eq!(first["slug"], "road-damage");
    assert_eq!(first["name"], "道路破損");
    assert_eq!(first["due_days"], 6);
    assert!(first["hint"].as_str().unwrap().contains("1999"));
    assert_eq!(categories["categories"].as_array().unwrap().len(), 16);
    let districts = client.get("/api/v1/districts").await.expect(200).json();
    assert_eq!(districts["districts"].as_array().unwrap().len(), 38);
    assert_eq!(
        districts["districts"][0],
        json!({ "slug": "yancheng", "name": "鹽埕區" })
    );
}

#[actix_web::test]
async fn a_program_learns_the_offices_and_for_which_it_may_answer() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let offices = guest.get("/api/v1/offices").await.expect(200).json();
    let offices = offices["offices"].as_array().unwrap().clone();
    let slugs: Vec<&str> = offices
        .iter()
        .map(|office| office["slug"].as_str().unwrap())
        .collect();
    assert!(
        slugs.is_sorted() && slugs.contains(&"maintenance"),
        "{slugs:?}"
    );
    assert!(offices.iter().all(|office| office["own"] == false));
    let staff = plaza.staff_of("maintenance").await;
    let seen = staff.get("/api/v1/offices").await.expect(200).json();
    let own: Vec<&Value> = seen["offices"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|office| office["own"] == true)
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["slug"], "maintenance");
    let named = offices
        .iter()
        .find(|office| office["slug"] == "maintenance");
    assert_eq!(named.unwrap()["name"], own[0]["name"]);
}

#[actix_web::test]
async fn without_an_address_the_receipt_has_the_due_date() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({
        "category": "noise", "district": "yancheng", "title": " Loud ", "body": "At\r\nnight",
        "place": null, "contact": { "name": "林佳穎", "email": null, "phone": "" },
        "share_contact": false, "publish": true,
    });
    let answer = client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201);
    assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store");
    let receipt = answer.json();
    assert_eq!(receipt["office"]["slug"], "environment");
    assert_eq!(receipt["offices"][1]["slug"], "police");
    assert_eq!(receipt["due"], "2026-03-11");

    let found = super::case(&client, &keepsake(&receipt)).await;
    for (name, value) in [
        ("reference", receipt["reference"].clone()),
        ("state", json!("routed")),
        ("confirmation", json!("none")),
        ("category", json!("noise")),
        ("district", json!("yancheng")),
        ("title", json!("Loud")),
        ("body", json!("At\nnight")),
        ("due", json!("2026-03-11")),
        ("answer", json!(null)),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
    assert!(!found.to_string().contains("林佳穎"));
}

#[actix_web::test]
async fn with_an_address_it_is_confirmed_by_the_mails_token() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({
        "category": "noise", "district": "yancheng", "title": "t", "body": "b", "language": "en",
        "contact": { "email": "lin@example.tw" }, "share_contact": true, "publish": false,
    });
    let receipt = client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201)
        .json();
    assert!(receipt["due"].is_null());
    assert_eq!(receipt["office"]["slug"], "environment", "who would get it");
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    let confirmed = client
        .post_json("/api/v1/suggestions/confirm", &token)
        .await
        .expect(200)
        .json();
    assert_eq!(confirmed["reference"], receipt["reference"]);
    assert_eq!(confirmed["due"], "2026-03-11");
    assert_eq!(
        super::case(&client, &keepsake(&receipt)).await["state"],
        "routed"
    );
    for wrong in [json!({}), json!({ "token": 1 })] {
        client
            .post_json("/api/v1/suggestions/confirm", &wrong)
            .await
            .expect(400);
    }
}

#[actix_web::test]
async fn nothing_that_opens_a_case_or_reaches_its_resident_is_stored_readable() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({
        "category": "noise", "district": "yancheng", "title": "t", "body": "b",
        "contact": { "name": "canary-name", "email": "canary@example.tw", "phone": "0912345678" },
        "share_contact": false, "publish": false,
    });
    let receipt = client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201)
        .json();
    type Sealed = Option<Vec<u8>>;
    let stored: (Sealed, Sealed, Sealed, Vec<u8>) = plaza
        .context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                cases::table
                    .select((
                        cases::contact_name_sealed,
                        cases::contact_email_sealed,
                        cases::contact_phone_sealed,
                        cases::password_hash,
                    ))
                    .first(connection)?,
            )
        })
        .await
        .unwrap();
    let holds = |bytes: &[u8], text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!holds(&stored.0.unwrap(), "canary"));
    assert!(!holds(&stored.1.unwrap(), "canary"));
    assert!(!holds(&stored.2.unwrap(), "0912"));
    assert!(!holds(
        &stored.3,
        &receipt["password"].as_str().unwrap()[..4]
    ));
}

#[actix_web::test]
async fn before_sending_a_program_sees_what_the_form_says() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let preview = async |body: &Value| {
        let request = TestRequest::post()
            .uri("/api/v1/suggestions/preview")
            .insert_header(("accept-language", "en"))
            .set_json(body);
        client.send(request).await
    };
    let mut body = json!({
        "category": "noise", "district": "yancheng", "title": "Loud", "body": "At night",
        "share_contact": true,
    });
    let tables = ["cases", "consents", "outbox", "submissions"];
    let before = tables.map(|table| plaza.rows_of(table));
    let answer = preview(&body).await.expect(200);
    assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store");
    let seen = answer.json();
    assert_eq!(seen["office"]["slug"], "environment");
    assert_eq!(seen["offices"][1]["slug"], "police");
    assert_eq!(seen["due"], "2026-03-11");
    let kept = seen["retention"].as_str().unwrap();
    assert!(kept.contains("is kept for 5 years"), "{kept}");
    // There is no contact that could be shared.
    assert_eq!(
        (&seen["with_contact"], &seen["awaits_confirmation"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(seen["sees"], "The suggestion without your contact details.");

    body["contact"] = json!({ "email": "lin@example.tw" });
    let seen = preview(&body).await.expect(200).json();
    assert_eq!(
        (&seen["with_contact"], &seen["awaits_confirmation"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(seen["sees"], "The suggestion and your contact details.");
    body["share_contact"] = json!(false);
    let seen = preview(&body).await.expect(200).json();
    assert_eq!(seen["with_contact"], false);

    for (field, value) in [
        ("category", "nothing"),
        ("district", ""),
        ("title", ""),
        ("body", ""),
    ] {
        let mut wrong = body.clone();
        wrong[field] = json!(value);
        let refused = preview(&wrong).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field);
    }
    let mut wrong = body.clone();
    wrong["files"] = json!(["of nobody"]);
    let refused = preview(&wrong).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "files-gone");
    body["notice"] = json!("00");
    let refused = preview(&body).await.expect(422).json();
    assert_eq!(refused["code"], "notice-changed");
    let after = tables.map(|table| plaza.rows_of(table));
    assert_eq!(before, after, "nothing is stored");
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn a_desk_program_sees_what_the_page_shows() {
    let plaza = Plaza::city().await;
    let suggested = plaza.published_suggestion().await;
    let staff = plaza.staff_of("maintenance").await;
    let id = id_of(&plaza, suggested.key["reference"].as_str().unwrap()).await;
    let opened = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
    let opened = opened.expect(200).json();
    assert_eq!(opened["published"], suggested.topic);
    assert_eq!(opened["medium"], "web");
    assert_eq!(opened["received_on"], json!(null));
    assert_eq!(opened["topic"], json!(null));
    assert_eq!(opened["created_at"], "2026-03-02T02:00:00Z");

    let entered = json!({
        "medium": "letter", "received": "2026-02-27", "category": "road-damage",
        "district": "lingya", "title": "A hole", "body": "Two hands wide.",
    });
    let entered = staff.post_json("/api/v1/desk/cases", &entered).await;
    let reference = entered.expect(201).json()["reference"].clone();
    let id = id_of(&plaza, reference.as_str().unwrap()).await;
    let opened = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
    let opened = opened.expect(200).json();
    assert_eq!(opened["medium"], "letter");
    assert_eq!(opened["received_on"], "2026-02-27");
    assert_eq!(opened["published"], json!(null));
    // The file that is printed says when it came, not when it was entered.
    let file = staff.get(&format!("/en/desk/{id}/file")).await.expect(200);
    let facts = file.texts("dl.facts dd");
    assert!(facts.contains(&"27 February 2026".to_owned()), "{facts:?}");
}
