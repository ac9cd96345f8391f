//! Cases that end without an answer of their own: not processed, duplicate, merged.

use serde_json::json;

use super::{REASON, Scene, act, confirmed, only, wrong};
use crate::{
    suggestions::{case, id_of, kinds, suggest},
    support::Plaza,
};

#[actix_web::test]
async fn what_is_not_processed_is_registered_and_says_on_which_ground() {
    for (ground, article) in [
        ("no-content", "art. 173 no. 1"),
        ("answered", "art. 173 no. 2"),
        ("elsewhere", "art. 173 no. 3"),
    ] {
        let scene = Scene::set(&[]).await;
        let body = json!({ "act": "not-process", "ground": ground, "reason": REASON });
        scene.act(&body).await.expect(200);
        let found = scene.case().await;
        assert_eq!(found["state"], "not-processed");
        assert_eq!(found["due"], "2026-03-10", "it stays what it was");
        let told = scene.told().await;
        assert!(told.contains(article) && told.contains(REASON), "{told}");
        assert!(told.contains("stays registered"), "{told}");
        assert!(scene.page().await.contains(article));
        let done = scene.staff.get("/en/desk?view=answered").await.expect(200);
        assert!(done.body.contains(&scene.keepsake.reference));
        scene.verify().await;
    }
}

#[actix_web::test]
async fn who_gives_no_name_is_refused_only_where_the_city_says_so() {
    let body = json!({ "act": "not-process", "ground": "no-name", "reason": REASON });
    let scene = Scene::set(&[]).await;
    assert_eq!(wrong(scene.act(&body).await), only("ground", "choice"));
    let form = scene.resident.get("/en/suggestions/new").await.expect(200);
    assert!(
        form.body
            .contains("handles suggestions without a name like all others")
    );

    let plaza = Plaza::city_with(|config| config.needs_name = true).await;
    let client = plaza.client().await;
    let form = client.get("/en/suggestions/new").await.expect(200);
    assert!(form.body.contains("may go by that"));
    let keepsake = suggest(&client, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    act(&staff, id, &body).await.expect(200);
    assert_eq!(case(&client, &keepsake).await["state"], "not-processed");
}

#[actix_web::test]
async fn a_duplicate_tells_its_resident_nothing_of_the_other_case() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.client().await;
    let main = suggest(&other, &[("title", "The first of both")]).await;
    let police = [("category", "noise"), ("district", "yancheng")];
    let elsewhere = suggest(&other, &police).await;
    let of = |reference: &str| json!({ "act": "duplicate", "of": reference });
    let own = scene.keepsake.reference.as_str();
    for (reference, code) in [
        ("", "reference"),
        ("KH-2026-000042-6", "reference"),
        // A case of other offices and none at all: the same answer.
        (elsewhere.reference.as_str(), "reference-unknown"),
        ("KH-2026-000042-9", "reference-unknown"),
        (own, "reference-own"),
    ] {
        let refused = scene.act(&of(reference)).await;
        assert_eq!(wrong(refused), only("of", code), "{reference}");
    }
    scene.act(&of(&main.reference)).await.expect(200);
    let found = scene.case().await;
    assert_eq!(found["state"], "duplicate");
    let told = scene.told().await;
    let page = scene.page().await;
    for text in [&told, &page, &found.to_string()] {
        assert!(!text.contains(&main.reference), "{text}");
        assert!(!text.contains("The first of both"), "{text}");
    }
    // The office sees both ways, and the main one's resident nothing at all.
    let desk = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
    assert!(desk.expect(200).body.contains(&main.reference));
    let id = id_of(&scene.plaza, &main.reference).await;
    let desk = scene.staff.get(&format!("/en/desk/{id}")).await.expect(200);
    assert!(desk.body.contains(own));
    let theirs = case(&other, &main).await;
    assert_eq!(theirs["state"], "routed");
    assert!(!theirs.to_string().contains(own));

    // No chain of duplicates, and no answer for whom none was promised.
    let third = suggest(&other, &[]).await;
    let third = id_of(&scene.plaza, &third.reference).await;
    let refused = act(&scene.staff, third, &of(own)).await;
    assert_eq!(wrong(refused), only("of", "reference-duplicate"));
    let path = format!("/en/desk/{id}");
    scene
        .staff
        .post(&path, &[("answer", "It is mended.")])
        .await
        .expect(303);
    assert!(!scene.told().await.contains("It is mended."));
    scene.verify().await;
}

#[actix_web::test]
async fn who_is_merged_gets_the_answer_too_before_and_after() {
    let scene = Scene::set(&[]).await;
    let other = scene.plaza.client().await;
    let (main, main_id) = confirmed(&scene.plaza, &other, "main@example.tw", &[]).await;
    let merge = json!({ "act": "duplicate", "of": main.reference, "merge": true });
    scene.act(&merge).await.expect(200);
    let told = scene.told().await;
    assert!(told.contains("You get the answer as well"), "{told}");
    let took = kinds(&other, &main).await;
    assert!(
        !took.contains(&"took-in".to_owned()),
        "the offices' own affair"
    );
    let desk = format!("/api/v1/desk/cases/{main_id}");
    let seen = scene.staff.get(&desk).await.expect(200).json();
    assert_eq!(seen["same_matter"], json!([scene.keepsake.reference]));
    let last = seen["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["kind"], &last["subject"]),
        (&json!("took-in"), &json!(scene.keepsake.reference))
    );

    let elsewhere = suggest(&other, &[]).await;
    let away = json!({ "act": "duplicate", "of": elsewhere.reference });
    let refused = act(&scene.staff, main_id, &away).await;
    assert_eq!(wrong(refused), only("merge", "merge-promised"));

    // What concerns the main case concerns who was merged into it.
    let later = json!({ "act": "extend", "until": "2026-03-20", "reason": REASON });
    act(&scene.staff, main_id, &later).await.expect(200);
    assert!(scene.told().await.contains("20 March 2026"));
    let answer = json!({ "answer": "We mended both holes." });
    let path = format!("{desk}/answer");
    scene.staff.post_json(&path, &answer).await.expect(200);
    let told = scene.told().await;
    assert!(told.contains("We mended both holes.") && told.contains(&scene.keepsake.reference));
    assert!(!told.contains(&main.reference));
    let found = scene.case().await;
    assert_eq!(found["answer"], "We mended both holes.");
    assert_eq!(found["state"], "duplicate");
    let mains = scene.plaza.mails().await;
    let mains = mains.iter().filter(|mail| mail.to == "main@example.tw");
    assert_eq!(
        mains
            .filter(|mail| mail.text.contains("both holes"))
            .count(),
        1
    );

    // One that comes after the answer gets it at once.
    let (late, late_id) = confirmed(&scene.plaza, &other, "late@example.tw", &[]).await;
    act(&scene.staff, late_id, &merge).await.expect(200);
    let mails = scene.plaza.mails().await;
    let last = mails
        .iter()
        .rfind(|mail| mail.to == "late@example.tw")
        .unwrap();
    assert!(last.text.contains("We mended both holes."));
    assert_eq!(case(&other, &late).await["answer"], "We mended both holes.");

    // Opened again, it goes on by itself.
    let again = json!({ "act": "reopen", "reason": REASON });
    scene.act(&again).await.expect(200);
    act(&scene.staff, main_id, &again).await.expect(200);
    let second = json!({ "answer": "And once more." });
    scene.staff.post_json(&path, &second).await.expect(200);
    assert_eq!(scene.case().await["answer"], "We mended both holes.");
    assert_eq!(case(&other, &late).await["answer"], "And once more.");
    scene.verify().await;
}
