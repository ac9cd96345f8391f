//! What several people do with one case: notes, two at once, strangers.

use plaza::accounts::Role;
use serde_json::json;

use super::{REASON, RESIDENT, Scene, act, wrong};
use crate::{
    suggestions::{id_of, kinds},
    support::{PASSWORD, Plaza},
};

#[actix_web::test]
async fn a_note_is_for_the_offices_alone() {
    const NOTE: &str = "Asked the contractor; back on Tuesday.";
    let scene = Scene::set(&[]).await;
    let path = format!("/en/desk/{}/acts/note", scene.id);
    let submission = scene
        .staff
        .get(&path)
        .await
        .expect(200)
        .hidden("submission");
    let fields = [("submission", submission.as_str()), ("words", NOTE)];
    for _ in 0..2 {
        scene.staff.post(&path, &fields).await.expect(303);
    }
    let before = scene.plaza.mails().await.len();
    assert_eq!(before, 2, "nobody is mailed a note");
    let desk = scene
        .staff
        .get(&format!("/en/desk/{}", scene.id))
        .await
        .expect(200);
    assert_eq!(desk.body.matches(NOTE).count(), 1, "sent twice, kept once");
    let api = format!("/api/v1/desk/cases/{}", scene.id);
    let seen = scene.staff.get(&api).await.expect(200).json();
    let last = seen["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["words"]),
        (&json!("noted"), &json!(NOTE))
    );
    let (own, page) = (scene.case().await.to_string(), scene.page().await);
    assert!(!own.contains(NOTE) && !own.contains("noted"));
    assert!(!page.contains(NOTE) && !page.contains("Note of"));
    // What came after it keeps its words.
    scene.answer("It is mended.").await.expect(200);
    assert!(scene.page().await.contains("Maintenance Office answered."));
    scene.verify().await;
}

#[actix_web::test]
async fn who_comes_second_reads_who_was_faster_and_keeps_the_words() {
    let scene = Scene::set(&[]).await;
    let colleague = scene.plaza.account("colleague", Role::Staff).await;
    plaza::offices::join(&scene.plaza.context, colleague, "maintenance")
        .await
        .unwrap();
    let second = scene.plaza.client().await;
    second.log_on("colleague@example.tw", PASSWORD).await;
    scene.answer("The first answer.").await.expect(200);
    let desk = format!("/en/desk/{}", scene.id);
    let typed = "The second answer, typed for an hour";
    let page = second.post(&desk, &[("answer", typed)]).await.expect(422);
    let summary = page.texts("[role=alert]").remove(0);
    for words in [
        "it is Answered now",
        "by maintenance",
        "Maintenance Office answered.",
    ] {
        assert!(summary.contains(words), "{summary}");
    }
    assert!(page.body.contains(typed));
    for (name, field) in [
        ("extend", "reason"),
        ("not-process", "reason"),
        ("forward", "agency"),
    ] {
        let path = format!("{desk}/acts/{name}");
        let page = second.get(&path).await.expect(409);
        assert!(page.texts("[role=alert]")[0].contains("it is Answered now"));
        let fields = [
            ("until", "2026-03-20"),
            ("ground", "answered"),
            ("agency", "Typed by hand"),
            ("address", "desk@freeway.example"),
            ("reason", "Typed by hand"),
        ];
        let page = second.post(&path, &fields).await.expect(409);
        assert!(page.texts("[role=alert]")[0].contains("by maintenance"));
        let kept = page.body.matches("Typed by hand").count();
        assert!(kept >= 1, "{name} {field}");
    }
    let problem = act(&second, scene.id, &json!({ "act": "take-up" })).await;
    let problem = problem.expect(409).json();
    assert_eq!(
        (&problem["code"], &problem["state"]),
        (&json!("conflict"), &json!("answered"))
    );
    assert_eq!(scene.case().await["answer"], "The first answer.");
}

#[actix_web::test]
async fn two_answers_at_the_same_moment_are_one() {
    let scene = Scene::set(&[]).await;
    let path = format!("/api/v1/desk/cases/{}/answer", scene.id);
    let (one, other) = (json!({ "answer": "One." }), json!({ "answer": "Other." }));
    let both = futures_util::future::join(
        scene.staff.post_json(&path, &one),
        scene.staff.post_json(&path, &other),
    );
    let (one, other) = both.await;
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert_eq!(file.iter().filter(|kind| *kind == "answered").count(), 1);
    let mails = scene.plaza.mails().await;
    let answers = mails.iter().filter(|mail| mail.to == RESIDENT);
    assert_eq!(answers.count(), 2, "the confirmation and one answer");
}

#[actix_web::test]
async fn an_enquiry_stays_with_the_office_that_its_notice_named() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({ "about": "policy", "body": "How long is it kept?" });
    let receipt = client
        .post_json("/api/v1/enquiries", &body)
        .await
        .expect(201)
        .json();
    let id = id_of(&plaza, receipt["reference"].as_str().unwrap()).await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for body in [
        json!({ "act": "reassign", "office": "environment", "reason": REASON }),
        json!({
            "act": "forward", "agency": "A", "address": "desk@freeway.example", "reason": REASON,
        }),
    ] {
        act(&officer, id, &body).await.expect(409);
    }
    let desk = officer.get(&format!("/en/desk/{id}")).await.expect(200);
    assert!(!desk.body.contains("acts/reassign") && desk.body.contains("acts/extend"));
}

#[actix_web::test]
async fn other_offices_and_strangers_do_nothing_and_bad_input_is_refused() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.staff_of("police").await;
    let guest = scene.plaza.client().await;
    let before = scene.plaza.dump();
    let long = "長".repeat(2_001);
    for (body, field) in [
        (
            json!({ "act": "reassign", "office": "environment", "reason": "" }),
            "reason",
        ),
        (
            json!({ "act": "reassign", "office": "nowhere", "reason": "r" }),
            "office",
        ),
        (
            json!({ "act": "reassign", "office": "a\u{0}b", "reason": "r" }),
            "office",
        ),
        (
            json!({ "act": "forward", "agency": "", "address": "a@b.example", "reason": "r" }),
            "agency",
        ),
        (
            json!({ "act": "forward", "agency": "a\nb", "address": "a@b.example", "reason": "r" }),
            "agency",
        ),
        (
            json!({ "act": "forward", "agency": "a", "address": "nowhere", "reason": "r" }),
            "address",
        ),
        (
            json!({ "act": "extend", "until": "2026-03-20", "reason": long }),
            "reason",
        ),
        (
            json!({ "act": "not-process", "ground": null, "reason": "r" }),
            "ground",
        ),
        (json!({ "act": "duplicate", "of": "x".repeat(5000) }), "of"),
        (json!({ "act": "note", "words": "a\u{0}b" }), "words"),
    ] {
        let refused = scene.act(&body).await;
        assert_eq!(wrong(refused)[0].0, field, "{body}");
        act(&guest, scene.id, &body).await.expect(401);
    }
    for body in [
        json!({ "act": "erase" }),
        json!({}),
        json!({ "act": "extend", "until": "x" }),
    ] {
        scene.act(&body).await.expect(400);
    }
    let note = json!({ "act": "note", "words": "r" });
    act(&other, scene.id, &note).await.expect(404);
    act(&scene.staff, 99_999, &note).await.expect(404);
    act(&scene.staff, -1, &note).await.expect(404);
    other
        .get(&format!("/api/v1/desk/cases/{}", scene.id))
        .await
        .expect(404);
    let path = format!("/en/desk/{}/acts", scene.id);
    other.get(&format!("{path}/note")).await.expect(404);
    scene.staff.get(&format!("{path}/erase")).await.expect(404);
    let late = other
        .post(&format!("{path}/note"), &[("words", "My words")])
        .await;
    assert!(
        late.expect(404).body.contains("My words"),
        "what was typed is kept"
    );
    assert_eq!(scene.plaza.dump(), before, "nothing was done");
}
