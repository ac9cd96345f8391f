//! Cases that their residents open again.

use actix_web::{
    http::{Method, header::HeaderName},
    test::TestRequest,
};
use chrono::TimeDelta;
use plaza::jobs;
use serde_json::json;

use super::{REASON, REOPEN, Scene, act};
use crate::{
    suggestions::{kinds, open},
    support::PASSWORD,
};

#[actix_web::test]
async fn a_resident_opens_an_answered_case_again_for_some_days() {
    let scene = Scene::set(&[]).await;
    let key = |words: &str| {
        json!({
            "reference": scene.keepsake.reference, "password": scene.keepsake.password,
            "still_open": words,
        })
    };
    let again = |words: &str| {
        let request = TestRequest::default()
            .method(Method::POST)
            .uri(REOPEN)
            .insert_header((
                HeaderName::from_static("idempotency-key"),
                "once and no more",
            ))
            .set_json(key(words));
        scene.resident.send(request)
    };
    let form = "form[action$='/case/reopen']";
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts(form).is_empty(), "nothing is answered yet");
    scene
        .resident
        .post_json(REOPEN, &key("x"))
        .await
        .expect(409);
    scene.answer("It is mended.").await.expect(200);
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert_eq!(page.texts(form).len(), 1);

    let wrong_key = json!({
        "reference": scene.keepsake.reference, "password": "wrong", "still_open": "x",
    });
    scene
        .resident
        .post_json(REOPEN, &wrong_key)
        .await
        .expect(404);
    let fields = [
        ("reference", scene.keepsake.reference.as_str()),
        ("password", scene.keepsake.password.as_str()),
        ("still_open", " "),
    ];
    let path = "/en/suggestions/case/reopen";
    let page = scene.resident.post(path, &fields).await.expect(422);
    assert_eq!(page.texts("#e-still_open").len(), 1);
    let before = scene.plaza.mails().await.len();
    scene.plaza.advance(TimeDelta::days(1));
    for _ in 0..2 {
        again("The hole is still there.").await.expect(200);
    }
    let found = scene.case().await;
    assert_eq!(
        (&found["state"], &found["due"]),
        (&json!("routed"), &json!("2026-03-11"))
    );
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert_eq!(
        file.iter()
            .filter(|kind| *kind == "reopened-by-resident")
            .count(),
        1
    );
    let mails = scene.plaza.mails().await;
    assert_eq!(mails.len(), before + 1, "the office, and nobody else");
    assert!(mails[before].text.contains("The hole is still there."));
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    assert!(desk.expect(200).body.contains("The hole is still there."));

    // A month after the answer it closes, and a month later its resident's time is over.
    scene.answer("Now it is.").await.expect(200);
    scene.plaza.advance(TimeDelta::days(29));
    jobs::close_answered::once(&scene.plaza.context)
        .await
        .unwrap();
    assert_eq!(scene.case().await["state"], "answered");
    scene.plaza.advance(TimeDelta::days(1));
    for _ in 0..2 {
        jobs::close_answered::once(&scene.plaza.context)
            .await
            .unwrap();
    }
    let found = scene.case().await;
    assert_eq!(found["state"], "closed");
    assert!(found["open_until"].is_string());
    scene.plaza.advance(TimeDelta::days(31));
    assert!(scene.case().await["open_until"].is_null());
    scene
        .resident
        .post_json(REOPEN, &key("Too late."))
        .await
        .expect(409);
    // Its office can.
    let staff = scene.plaza.client().await;
    staff.log_on("maintenance@example.tw", PASSWORD).await;
    let again = json!({ "act": "reopen", "reason": REASON });
    act(&staff, scene.id, &again).await.expect(200);
    assert_eq!(scene.case().await["state"], "routed");
    assert!(scene.told().await.contains("reopened"));
    scene.verify().await;
}

#[actix_web::test]
async fn a_restricted_case_is_neither_closed_nor_opened_again() {
    let scene = Scene::set(&[]).await;
    scene.answer("It is mended.").await.expect(200);
    let key = json!({
        "reference": scene.keepsake.reference, "password": scene.keepsake.password,
        "still_open": "The hole is still there.",
    });
    let path = "/api/v1/suggestions/case/restrict";
    scene.resident.post_json(path, &key).await.expect(200);
    scene.resident.post_json(REOPEN, &key).await.expect(409);
    scene.act(&json!({ "act": "close" })).await.expect(404);
    scene.plaza.advance(TimeDelta::days(31));
    jobs::close_answered::once(&scene.plaza.context)
        .await
        .unwrap();
    assert_eq!(scene.case().await["state"], "answered");
}
