//! The contact at the desk: on purpose, on record, for the responsible office alone.

use plaza::{accounts::Role, privacy::verify};
use serde_json::json;

use super::{desk_many::colleague, life::Scene, open};

const PHONE: &str = "0912-345-678";
const SHARED: [(&str, &str); 2] = [("phone", PHONE), ("share_contact", "yes")];
const SHOW: [(&str, &str); 1] = [("show-contact", "yes")];

#[actix_web::test]
async fn each_time_it_is_shown_stands_in_the_file_that_its_resident_reads() {
    let scene = Scene::set(&SHARED).await;
    let desk = format!("/en/desk/{}", scene.id);
    let page = scene.staff.get(&desk).await.expect(200);
    assert!(!page.body.contains(PHONE));
    assert_eq!(page.texts("button[name=show-contact]").len(), 1);
    for times in 1..3 {
        // What was begun is not lost by it.
        let fields = [("show-contact", "yes"), ("answer", "Begun, not sent")];
        let shown = scene.staff.post(&desk, &fields).await.expect(200);
        assert!(shown.body.contains(PHONE));
        assert_eq!(shown.texts("textarea[name=answer]"), ["Begun, not sent"]);
        assert!(shown.texts("button[name=show-contact]").is_empty());
        let own = open(&scene.resident, &scene.keepsake).await.expect(200);
        let records = own.texts(".records li").join("\n");
        let told = "A member of the Maintenance Office had the contact details shown.";
        assert_eq!(records.matches(told).count(), times, "{records}");
    }
    // The ground is in the chain, and the chain is whole.
    let dump = scene.plaza.dump().replace('"', "");
    assert!(dump.contains("ground:consent"), "no ground in the chain");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn an_administrator_of_none_of_its_offices_is_shown_none() {
    let scene = Scene::set(&SHARED).await;
    let desk = format!("/en/desk/{}", scene.id);
    let program = format!("/api/v1/desk/cases/{}/contact", scene.id);
    let administrator = scene.plaza.person("admin", Role::Administrator).await;
    let other = scene.plaza.staff_of("police").await;
    let page = administrator.client.get(&desk).await.expect(200);
    assert!(page.texts("button[name=show-contact]").is_empty());
    for client in [&administrator.client, &other] {
        client.post(&desk, &SHOW).await.expect(404);
        client
            .post(&format!("{desk}/file"), &SHOW)
            .await
            .expect(404);
        client.post_json(&program, &json!({})).await.expect(404);
    }
    assert!(!scene.plaza.dump().contains("contact-shown"));
    let program = format!("/api/v1/desk/cases/{}", scene.id);
    let opened = scene.staff.get(&program).await.expect(200);
    assert_eq!(opened.json()["has_contact"], true);
}

#[actix_web::test]
async fn the_file_to_print_holds_the_whole_record_and_the_contact_only_on_purpose() {
    let scene = Scene::set(&SHARED).await;
    let (other, _) = colleague(&scene.plaza, "second", "maintenance").await;
    let acts = [
        json!({ "act": "note", "words": "The crew was asked." }),
        json!({ "act": "assign", "to": other }),
        json!({ "act": "extend", "until": "2026-03-20", "reason": "The crew is away." }),
    ];
    for body in &acts {
        scene.act(body).await.expect(200);
    }
    scene.answer("It is filled.").await.expect(200);
    let file = format!("/en/desk/{}/file", scene.id);
    let page = scene.staff.get(&file).await.expect(200);
    let text = page.texts("main").remove(0);
    for said in [
        scene.keepsake.reference.as_str(),
        "A hole before the bus stop",
        "Two hands wide.",
        "The crew was asked.",
        "second",
        "The crew is away.",
        "It is filled.",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!page.body.contains(PHONE));
    let shown = scene.staff.post(&file, &SHOW).await.expect(200);
    assert!(shown.body.contains(PHONE));
    // It is a page of the office alone.
    scene.resident.get(&file).await.expect(401);
    let police = scene.plaza.staff_of("police").await;
    police.get(&file).await.expect(404);
}
