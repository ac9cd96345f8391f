//! A resident writes to an open case though nobody asked, and what is said where that is over.

use actix_web::{http::header::HeaderName, test::TestRequest};
use serde_json::{Value, json};

use super::{Keepsake, case, id_of, kinds, life::Scene, lines, open, suggest};
use crate::support::{Answer, Client, Plaza};

const WORDS: &str = "It is deeper since the rain,\nand a bicycle fell.";
const PAGE: &str = "/en/suggestions/case/reply";
const PROGRAM: &str = "/api/v1/suggestions/case/reply";

fn body(keepsake: &Keepsake, words: &str) -> Value {
    json!({
        "reference": keepsake.reference, "password": keepsake.password, "reply": words,
    })
}

/// Sends the form of the case's page with this id.
async fn send(client: &Client, keepsake: &Keepsake, submission: &str, words: &str) -> Answer {
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
        ("submission", submission),
        ("reply", words),
    ];
    client.post(PAGE, &fields).await
}

#[actix_web::test]
async fn what_is_added_stands_in_the_file_once_and_the_office_is_told() {
    let scene = Scene::set(&[]).await;
    let before = case(&scene.resident, &scene.keepsake).await;
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts("#reply").is_empty(), "nothing is asked");
    let submission = page
        .attribute("#add input[name=submission]", "value")
        .unwrap();
    let (guest, keepsake) = (&scene.resident, &scene.keepsake);
    let long = "a".repeat(2_001);
    for wrong in ["", "a\0b", &long] {
        let refused = send(guest, keepsake, &submission, wrong).await.expect(422);
        assert_eq!(refused.texts("#add #e-reply").len(), 1);
    }
    assert_eq!(case(guest, keepsake).await["records"], before["records"]);
    let mails = scene.plaza.mails().await.len();
    for _ in 0..2 {
        let done = send(guest, keepsake, &submission, WORDS).await.expect(200);
        assert_eq!(
            done.texts("p[role=status]"),
            ["The office has what you added."]
        );
        assert_eq!(done.texts("#add").len(), 1, "there may be more to add");
    }
    let told = scene.plaza.mails().await;
    assert_eq!(told.len(), mails + 1, "the office is told once");
    let told = told.last().unwrap();
    assert_eq!(told.to, "maintenance@kcg.example");
    assert!(told.subject.contains(&keepsake.reference));
    assert!(told.subject.contains("補充"), "{}", told.subject);
    assert!(lines(told).contains(WORDS), "{}", told.text);
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    let records = desk.expect(200).texts(".records").concat();
    assert!(records.contains("The resident added something."));
    assert!(records.contains(WORDS));
    let found = case(guest, keepsake).await;
    for same in ["state", "due"] {
        assert_eq!(found[same], before[same], "{same}");
    }
    let records = found["records"].as_array().unwrap();
    let [.., added, mailed] = &records[..] else {
        panic!("{records:?}")
    };
    assert_eq!(
        (&added["kind"], &added["words"]),
        (&json!("added"), &json!(WORDS))
    );
    assert_eq!(mailed["kind"], "mailed");
    // Work has begun meanwhile: that is open too, and the same words may come again.
    scene.act(&json!({ "act": "take-up" })).await.expect(200);
    let page = open(guest, keepsake).await.expect(200);
    let next = page
        .attribute("#add input[name=submission]", "value")
        .unwrap();
    send(guest, keepsake, &next, WORDS).await.expect(200);
    let file = kinds(guest, keepsake).await;
    assert_eq!(file.iter().filter(|kind| *kind == "added").count(), 2);
    scene.verify().await;
}

#[actix_web::test]
async fn a_program_adds_once_and_only_to_its_own_case() {
    let scene = Scene::set(&[]).await;
    let other = suggest(&scene.resident, &[]).await;
    for password in [other.password.as_str(), ""] {
        let wrong = Keepsake {
            reference: scene.keepsake.reference.clone(),
            password: password.to_owned(),
        };
        let refused = scene
            .resident
            .post_json(PROGRAM, &body(&wrong, WORDS))
            .await;
        assert_eq!(refused.expect(404).json()["code"], "no-such-case");
        send(&scene.resident, &wrong, "another-form", WORDS)
            .await
            .expect(404);
    }
    let mails = scene.plaza.mails().await.len();
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(PROGRAM)
            .insert_header((HeaderName::from_static("idempotency-key"), "added-key-1"))
            .set_json(body(&scene.keepsake, WORDS));
        let done = scene.resident.send(request).await.expect(200);
        assert_eq!(done.json()["status"], "added");
    }
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert_eq!(file.iter().filter(|kind| *kind == "added").count(), 1);
    let theirs = kinds(&scene.resident, &other).await;
    assert!(!theirs.contains(&"added".to_owned()));
    assert_eq!(scene.plaza.mails().await.len(), mails + 1);
}

#[actix_web::test]
async fn before_the_address_is_confirmed_the_way_on_is_told() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let keepsake = suggest(&client, &[("email", "lin@example.tw")]).await;
    let page = open(&client, &keepsake).await.expect(200);
    assert!(page.texts("#add").is_empty());
    let refused = client.post_json(PROGRAM, &body(&keepsake, WORDS)).await;
    let refused = refused.expect(409).json();
    assert_eq!(refused["code"], "conflict");
    assert_eq!(
        (&refused["state"], &refused["instead"]),
        (&json!("new"), &json!("confirm"))
    );
    let page = send(&client, &keepsake, "a-form-of-then", WORDS)
        .await
        .expect(409);
    let told = page.texts("[role=alert]").concat();
    assert!(told.contains("follow the link in the mail"), "{told}");
    assert!(told.contains(WORDS), "what was typed is kept");
    assert_eq!(kinds(&client, &keepsake).await, ["received"]);
}

#[actix_web::test]
async fn what_is_over_is_opened_again_or_suggested_anew() {
    let scene = Scene::set(&[]).await;
    let (guest, keepsake) = (&scene.resident, &scene.keepsake);
    let begun = open(guest, keepsake).await.expect(200);
    let submission = begun
        .attribute("#add input[name=submission]", "value")
        .unwrap();
    scene.answer("It is mended.").await.expect(200);
    let mails = scene.plaza.mails().await.len();
    let page = open(guest, keepsake).await.expect(200);
    assert!(page.texts("#add").is_empty());
    assert_eq!(page.texts("#reopen form").len(), 1);
    // The page was open while the office answered.
    let page = send(guest, keepsake, &submission, WORDS).await.expect(409);
    let told = page.texts("[role=alert]").concat();
    assert!(told.contains("You can reopen this case"), "{told}");
    assert!(told.contains(WORDS), "what was typed is kept");
    assert_eq!(
        page.texts("#reopen form").len(),
        1,
        "and the way on is there"
    );
    let refused = guest.post_json(PROGRAM, &body(keepsake, WORDS)).await;
    let refused = refused.expect(409).json();
    assert_eq!(
        (&refused["state"], &refused["instead"]),
        (&json!("answered"), &json!("reopen"))
    );
    assert!(!refused["detail"].as_str().unwrap().is_empty());

    let other = suggest(guest, &[]).await;
    let ends = json!({ "act": "not-process", "ground": "answered", "reason": "See the other." });
    let id = id_of(&scene.plaza, &other.reference).await;
    let path = format!("/api/v1/desk/cases/{id}/acts");
    scene.staff.post_json(&path, &ends).await.expect(200);
    let refused = guest.post_json(PROGRAM, &body(&other, WORDS)).await;
    assert_eq!(refused.expect(409).json()["instead"], "anew");
    for case in [keepsake, &other] {
        assert!(!kinds(guest, case).await.contains(&"added".to_owned()));
    }
    let routed = scene.plaza.mails().await;
    let mut told = routed[mails..].iter();
    assert!(!told.any(|mail| mail.text.contains("bicycle")));
    scene.verify().await;
}
