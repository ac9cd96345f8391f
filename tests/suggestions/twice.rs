//! The same submission sent twice is one case; another's identical text is another.

use std::rc::Rc;

use actix_web::{
    http::{Method, header::HeaderName},
    test::TestRequest,
};
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{Keepsake, NEW, how_many_cases, id_of, jobs_run, kinds, life::Scene, suggest, typed};
use crate::support::{Answer, Client, Plaza};

async fn with_key(client: &Client, key: &str, body: &Value) -> Answer {
    let request = TestRequest::default()
        .method(Method::POST)
        .uri("/api/v1/suggestions")
        .insert_header((HeaderName::from_static("idempotency-key"), key))
        .set_json(body);
    client.send(request).await
}

fn body(title: &str) -> Value {
    json!({ "category": "road-damage", "district": "lingya", "title": title, "body": "b" })
}

#[actix_web::test]
async fn a_form_that_is_sent_again_shows_the_same_number_and_password() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.hidden("submission");
    let fields = typed(&[("submission", &submission), ("send", "yes")]);
    let first = Keepsake::of(&client.post(NEW, &fields).await);
    plaza.advance(TimeDelta::hours(23));
    jobs_run(&plaza).await;
    assert_eq!(Keepsake::of(&client.post(NEW, &fields).await), first);
    assert_eq!(how_many_cases(&plaza).await, 1);
    assert_eq!(plaza.mails().await.len(), 1, "the office is told once");
}

#[actix_web::test]
async fn many_clicks_at_once_are_one_case() {
    let plaza = Plaza::city().await;
    let client = Rc::new(plaza.client().await);
    let submission = client.get(NEW).await.hidden("submission");
    let clicks: Vec<_> = (0..8)
        .map(|_| {
            let (client, submission) = (Rc::clone(&client), submission.clone());
            actix_web::rt::spawn(async move {
                let fields = typed(&[("submission", &submission), ("send", "yes")]);
                Keepsake::of(&client.post(NEW, &fields).await)
            })
        })
        .collect();
    let keys: Vec<_> = (0..8)
        .map(|_| {
            let client = Rc::clone(&client);
            actix_web::rt::spawn(async move {
                with_key(
                    &client,
                    "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d",
                    &body("by key"),
                )
                .await
                .expect(201)
                .body
            })
        })
        .collect();
    let mut shown = Vec::new();
    for click in clicks {
        shown.push(click.await.unwrap());
    }
    assert!(
        shown.iter().all(|keepsake| *keepsake == shown[0]),
        "{shown:?}"
    );
    let mut answers = Vec::new();
    for key in keys {
        answers.push(key.await.unwrap());
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(how_many_cases(&plaza).await, 2);
    assert_eq!(plaza.mails().await.len(), 2);
}

#[actix_web::test]
async fn anothers_identical_text_is_another_case() {
    let plaza = Plaza::city().await;
    let (one, other) = (plaza.client().await, plaza.client().await);
    let first = suggest(&one, &[]).await;
    let second = suggest(&other, &[]).await;
    assert_ne!(first.reference, second.reference);
    assert_ne!(first.password, second.password);
    let third = one
        .post_json("/api/v1/suggestions", &body("x"))
        .await
        .expect(201)
        .json();
    let fourth = one
        .post_json("/api/v1/suggestions", &body("x"))
        .await
        .expect(201)
        .json();
    assert_ne!(third["reference"], fourth["reference"]);
    assert_eq!(how_many_cases(&plaza).await, 4);
}

#[actix_web::test]
async fn a_form_that_was_sent_and_changed_is_told_and_can_be_sent_anew() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let submission = client.get(NEW).await.hidden("submission");
    let fields = typed(&[("submission", &submission), ("send", "yes")]);
    let first = Keepsake::of(&client.post(NEW, &fields).await);

    let changed = typed(&[
        ("submission", &submission),
        ("send", "yes"),
        ("title", "Two holes"),
    ]);
    let form = client.post(NEW, &changed).await.expect(422);
    assert!(
        form.body.contains(&first.reference),
        "which case was sent is told"
    );
    assert!(!form.body.contains(&first.password));
    assert_eq!(form.hidden("title"), "Two holes");
    let fresh = form.hidden("submission");
    assert_ne!(fresh, submission);
    assert_eq!(how_many_cases(&plaza).await, 1);

    let again = typed(&[
        ("submission", &fresh),
        ("send", "yes"),
        ("title", "Two holes"),
    ]);
    let second = Keepsake::of(&client.post(NEW, &again).await);
    assert_ne!(second.reference, first.reference);
}

#[actix_web::test]
async fn a_key_serves_one_content_for_a_day() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let key = "0f9a3f5e-6a5e-4a54-8d4e-aa4a9a9d1b11";
    let first = with_key(&client, key, &body("one"))
        .await
        .expect(201)
        .json();
    assert_eq!(
        with_key(&client, key, &body("one"))
            .await
            .expect(201)
            .json(),
        first
    );
    // What stands around a text is no other content.
    assert_eq!(
        with_key(&client, key, &body(" one "))
            .await
            .expect(201)
            .json(),
        first
    );
    assert_eq!(how_many_cases(&plaza).await, 1);
    // Guests may choose the same key, and a password is made of no key alone.
    let other = with_key(&client, key, &body("two"))
        .await
        .expect(201)
        .json();
    assert_ne!(other["reference"], first["reference"]);
    assert_ne!(other["password"], first["password"]);
    // Whoever is logged on has keys of their own: each for one content, and none is another's.
    let ming = plaza.log_on_as(Role::Resident, "小明").await;
    let own = with_key(&ming, key, &body("one")).await.expect(201).json();
    assert_ne!(own["reference"], first["reference"]);
    assert_ne!(own["password"], first["password"]);
    let problem = with_key(&ming, key, &body("two")).await.expect(422).json();
    assert_eq!(problem["code"], "idempotency-key-reused");
    assert_eq!(how_many_cases(&plaza).await, 3);
    for wrong in ["", &"k".repeat(300)] {
        with_key(&client, wrong, &body("one")).await.expect(400);
    }

    plaza.advance(TimeDelta::hours(25));
    jobs_run(&plaza).await;
    let later = with_key(&client, key, &body("two"))
        .await
        .expect(201)
        .json();
    assert_ne!(later["reference"], first["reference"]);
}

async fn answer(staff: &Client, id: i64, key: &str, body: &Value) -> Answer {
    let request = TestRequest::default()
        .method(Method::POST)
        .uri(&format!("/api/v1/desk/cases/{id}/answer"))
        .insert_header((HeaderName::from_static("idempotency-key"), key))
        .set_json(body);
    staff.send(request).await
}

#[actix_web::test]
async fn an_answer_that_comes_again_is_done_and_another_is_too_late() {
    let scene = Scene::set(&[]).await;
    let (staff, id) = (&scene.staff, scene.id);
    let body = json!({ "answer": "We filled it." });
    let before = scene.plaza.mails().await.len();
    for _ in 0..2 {
        let done = answer(staff, id, "answer-key-1", &body).await.expect(200);
        assert_eq!(done.json()["status"], "answered");
    }
    let other = json!({ "answer": "We did not." });
    let late = answer(staff, id, "answer-key-2", &body).await.expect(409);
    assert_eq!(late.json()["state"], "answered");
    let reused = answer(staff, id, "answer-key-1", &other).await.expect(422);
    assert_eq!(reused.json()["code"], "idempotency-key-reused");
    let answered = async || {
        let file = kinds(&scene.resident, &scene.keepsake).await;
        file.iter().filter(|kind| *kind == "answered").count()
    };
    assert_eq!(answered().await, 1);
    assert_eq!(scene.plaza.mails().await.len(), before + 1);

    // So is the page's form.
    let again = json!({ "act": "reopen", "reason": "Something is left." });
    scene.act(&again).await.expect(200);
    let desk = format!("/en/desk/{id}");
    let page = staff.get(&desk).await.expect(200);
    let submission = page.hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("answer", "Now it is filled."),
    ];
    for _ in 0..2 {
        let done = staff.post(&desk, &fields).await.expect(303);
        assert_eq!(done.location(), format!("{desk}?done=answered"));
    }
    assert_eq!(answered().await, 2);
    scene.verify().await;
}

#[actix_web::test]
async fn an_answer_in_public_that_comes_again_stands_there_once() {
    let plaza = Plaza::city().await;
    let suggested = plaza.published_suggestion().await;
    let staff = plaza.staff_of("maintenance").await;
    let id = id_of(&plaza, suggested.key["reference"].as_str().unwrap()).await;
    let body = json!({ "answer": "We filled it.", "publish": true });
    for _ in 0..2 {
        let done = answer(&staff, id, "answer-key-3", &body).await.expect(200);
        assert_eq!(done.json()["status"], "answered");
    }
    let topic = format!("/en/topics/{}", suggested.topic);
    let page = plaza.client().await.get(&topic).await.expect(200);
    assert_eq!(page.texts(".post.official").len(), 1);
}
