//! An office asks the resident something; the case waits for the reply, and the clock does not.

use actix_web::{http::header::HeaderName, test::TestRequest};
use serde_json::{Value, json};

use super::{case, id_of, life::Scene, lines, open, suggest};
use crate::support::Client;

const QUESTION: &str = "哪一個車道？\nWhich side?";
const REPLY: &str = "The right lane,\nbefore the stop.";
const PATH: &str = "/en/suggestions/case/reply";

fn ask() -> Value {
    json!({ "act": "ask", "words": QUESTION })
}

async fn asked(staff: &Client) -> (i64, usize) {
    let list = staff.get("/api/v1/desk/cases?view=asked").await.expect(200);
    let list = list.json();
    let count = list["counts"]["asked"].as_i64().unwrap();
    (count, list["cases"].as_array().unwrap().len())
}

#[actix_web::test]
async fn a_question_is_mailed_and_waits_until_the_resident_replies_once() {
    let scene = Scene::set(&[]).await;
    let due = case(&scene.resident, &scene.keepsake).await["due"].clone();
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts("#reply").is_empty());
    scene.act(&json!({ "act": "take-up" })).await.expect(200);
    scene.act(&ask()).await.expect(200);
    let mails = scene.plaza.mails().await;
    let told = mails.last().unwrap();
    assert!(lines(told).contains(QUESTION), "{}", told.text);
    assert_eq!(asked(&scene.staff).await, (1, 1));
    let page = scene.staff.get("/en/desk").await.expect(200);
    assert!(page.texts("tbody tr")[0].contains("Waiting for the resident"));

    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts("#reply p.lines")[0].contains(QUESTION));
    let submission = page.texts("#reply input[type=hidden]").len();
    assert_eq!(submission, 3);
    let id = page
        .attribute("#reply input[name=submission]", "value")
        .unwrap();
    let fields = |reply| {
        [
            ("reference", scene.keepsake.reference.as_str()),
            ("password", scene.keepsake.password.as_str()),
            ("submission", id.as_str()),
            ("reply", reply),
        ]
    };
    let long = "a".repeat(2_001);
    for wrong in ["", "a\0b", &long] {
        let refused = scene.resident.post(PATH, &fields(wrong)).await.expect(422);
        assert_eq!(refused.texts("#e-reply").len(), 1);
    }
    assert_eq!(asked(&scene.staff).await, (1, 1));
    let before = scene.plaza.mails().await.len();
    for _ in 0..2 {
        let done = scene.resident.post(PATH, &fields(REPLY)).await.expect(200);
        assert!(done.texts("#reply").is_empty());
    }
    assert_eq!(asked(&scene.staff).await, (0, 0));
    let mails = scene.plaza.mails().await;
    assert_eq!(mails.len(), before + 1, "the office is told once");
    let told = mails.last().unwrap();
    assert_eq!(told.to, "maintenance@kcg.example");
    assert!(lines(told).contains(REPLY), "{}", told.text);
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    assert!(desk.expect(200).texts(".records").concat().contains(REPLY));
    let found = case(&scene.resident, &scene.keepsake).await;
    assert_eq!(found["due"], due, "the clock runs on");
    assert_eq!(found["state"], "in-progress");
    let kinds: Vec<_> = found["records"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .take(3)
        .collect();
    assert_eq!(kinds[0]["kind"], "mailed");
    assert_eq!(
        (&kinds[1]["kind"], &kinds[1]["words"]),
        (&json!("replied"), &json!(REPLY))
    );
    assert_eq!(
        (&kinds[2]["kind"], &kinds[2]["words"]),
        (&json!("asked"), &json!(QUESTION))
    );
    // Nothing is asked any more: what comes now is added.
    let late = json!({
        "reference": scene.keepsake.reference, "password": scene.keepsake.password,
        "reply": "Once more",
    });
    let program = "/api/v1/suggestions/case/reply";
    let added = scene.resident.post_json(program, &late).await.expect(200);
    assert_eq!(added.json()["status"], "added");
    scene.verify().await;
}

#[actix_web::test]
async fn a_program_replies_once_and_only_to_its_own_case() {
    let scene = Scene::set(&[]).await;
    let other = suggest(&scene.resident, &[]).await;
    scene.act(&ask()).await.expect(200);
    let program = "/api/v1/suggestions/case/reply";
    let body = |reference: &str, password: &str| json!({ "reference": reference, "password": password, "reply": REPLY });
    let (own, theirs) = (&scene.keepsake, &other);
    let wrong = body(&own.reference, &theirs.password);
    scene.resident.post_json(program, &wrong).await.expect(404);
    assert_eq!(asked(&scene.staff).await, (1, 1));
    for _ in 0..2 {
        let request = TestRequest::post()
            .uri(program)
            .insert_header((HeaderName::from_static("idempotency-key"), "reply-key-1"))
            .set_json(body(&own.reference, &own.password));
        let done = scene.resident.send(request).await.expect(200);
        assert_eq!(done.json()["status"], "replied");
    }
    assert_eq!(asked(&scene.staff).await, (0, 0));
}

#[actix_web::test]
async fn what_was_asked_before_a_case_ended_is_asked_no_more() {
    let scene = Scene::set(&[]).await;
    scene.act(&ask()).await.expect(200);
    scene.answer("Done without it.").await.expect(200);
    assert_eq!(asked(&scene.staff).await, (0, 0));
    scene.act(&ask()).await.expect(409);
    let over = scene.staff.get("/api/v1/desk/cases?view=answered").await;
    assert_eq!(over.expect(200).json()["cases"][0]["asked"], Value::Null);
    let again = json!({ "act": "reopen", "reason": "Something is left." });
    scene.act(&again).await.expect(200);
    assert_eq!(asked(&scene.staff).await, (0, 0));
    let page = open(&scene.resident, &scene.keepsake).await.expect(200);
    assert!(page.texts("#reply").is_empty());
    let id = id_of(&scene.plaza, &scene.keepsake.reference).await;
    assert_eq!(id, scene.id);
}
