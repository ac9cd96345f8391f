//! Cases that go on elsewhere or later: reassigned, forwarded, extended.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{REASON, RESIDENT, Scene, act, only, open, wrong};
use crate::{suggestions::kinds, support::PASSWORD};

#[actix_web::test]
async fn a_reassigned_case_is_the_other_offices_and_its_resident_knows_why() {
    let scene = Scene::set(&[("phone", "0912-345-678"), ("share_contact", "yes")]).await;
    let other = scene.plaza.staff_of("environment").await;
    let desk = format!("/en/desk/{}", scene.id);
    other.get(&desk).await.expect(404);
    let path = format!("{desk}/acts/reassign");
    let form = scene.staff.get(&path).await.expect(200);
    let submission = form.hidden("submission");
    let offices = form.texts("select[name=office] option").join("|");
    assert!(!offices.contains("Maintenance Office"), "{offices}");
    let fields = [
        ("submission", submission.as_str()),
        ("office", "environment"),
        ("reason", REASON),
    ];
    for _ in 0..2 {
        let done = scene.staff.post(&path, &fields).await.expect(303);
        assert_eq!(done.location(), "/en/desk?done=act-reassign");
    }
    // It left one desk and stands on the other.
    scene.staff.get(&desk).await.expect(404);
    let list = scene.staff.get("/en/desk").await.expect(200);
    assert!(!list.body.contains(&scene.keepsake.reference));
    let list = other.get("/en/desk").await.expect(200);
    assert!(list.body.contains(&scene.keepsake.reference));
    other.get(&desk).await.expect(200);

    let found = scene.case().await;
    assert_eq!(found["state"], "routed");
    assert_eq!(found["offices"].as_array().unwrap().len(), 1);
    assert_eq!(found["office"]["slug"], "environment");
    assert_eq!(found["due"], "2026-03-10", "what was promised stands");
    let file = kinds(&scene.resident, &scene.keepsake).await;
    assert!(
        file.ends_with(&["reassigned".to_owned(), "mailed".to_owned()]),
        "{file:?}"
    );
    let page = scene.page().await;
    assert!(page.contains(REASON), "{page}");
    assert!(page.contains("Routed to the Maintenance Office."), "{page}");

    let told = scene.told().await;
    assert!(
        told.contains("another office") && told.contains(REASON),
        "{told}"
    );
    let mails = scene.plaza.mails().await;
    let to_office: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "environment@kcg.example")
        .collect();
    let [mail] = &to_office[..] else {
        panic!("{} mails to the new office", to_office.len())
    };
    assert!(mail.text.contains(REASON) && mail.text.contains("0912-345-678"));
    // Both had it, so its own record is told in both their names.
    let again = json!({ "act": "reassign", "office": "environment", "reason": REASON });
    let refused = act(&other, scene.id, &again).await;
    assert_eq!(wrong(refused), only("office", "office-has-it"));
    scene.verify().await;
}

#[actix_web::test]
async fn a_late_case_that_is_reassigned_is_due_on_the_next_working_day() {
    let scene = Scene::set(&[]).await;
    // From Monday, 2 March, to Friday, 13 March; it was due on the 10th.
    scene.plaza.advance(TimeDelta::days(11));
    let to = json!({ "act": "reassign", "office": "environment", "reason": REASON });
    scene.act(&to).await.expect(200);
    let found = scene.case().await;
    assert_eq!(found["due"], "2026-03-16", "a Monday");
    let records = found["records"].as_array().unwrap();
    let moved = records.iter().find(|one| one["kind"] == "redated").unwrap();
    assert_eq!(moved["until"], "2026-03-16", "it stands in the file");
    let told = scene.told().await;
    assert!(
        told.contains("The answer is now due on 16 March 2026"),
        "{told}"
    );
    scene.verify().await;
}

#[actix_web::test]
async fn of_two_offices_one_takes_the_place_of_the_other() {
    // Noise in Yancheng goes to the environment's office and to the police.
    let fields = [("category", "noise"), ("district", "yancheng")];
    let scene = Scene::set(&fields).await;
    let environment = scene.plaza.staff_of("environment").await;
    let found = scene.case().await;
    let second = found["offices"][1]["slug"].as_str().unwrap().to_owned();
    let own = json!({ "act": "reassign", "office": "environment", "reason": REASON });
    let refused = act(&environment, scene.id, &own).await;
    assert_eq!(wrong(refused), only("office", "office-has-it"));
    let to = json!({ "act": "reassign", "office": second, "reason": REASON });
    act(&environment, scene.id, &to).await.expect(200);
    let found = scene.case().await;
    assert_eq!(found["office"]["slug"], second);
    assert_eq!(found["offices"].as_array().unwrap().len(), 1);
    let desk = format!("/en/desk/{}", scene.id);
    environment.get(&desk).await.expect(404);
    scene.verify().await;
}

#[actix_web::test]
async fn what_is_forwarded_takes_along_only_what_its_resident_was_told_of() {
    const AGENCY: &str = "desk@freeway.example";
    let contact = [("name", "林佳穎"), ("phone", "0912-345-678")];
    for (shares, told_then) in [(false, true), (true, true), (true, false)] {
        let mut fields = contact.to_vec();
        fields.extend([("latitude", "22.62734"), ("longitude", "120.30145")]);
        if shares {
            fields.push(("share_contact", "yes"));
        }
        let scene = Scene::set(&fields).await;
        if !told_then {
            let older = "UPDATE consents SET notice_version = 3 WHERE case_id IS NOT NULL";
            scene.plaza.sql(older).unwrap();
        }
        let body = json!({
            "act": "forward", "agency": "國道高速公路局", "address": AGENCY, "reason": REASON,
        });
        scene.act(&body).await.expect(200);
        let goes = shares && told_then;
        let mails = scene.plaza.mails().await;
        let sent: Vec<_> = mails.iter().filter(|mail| mail.to == AGENCY).collect();
        assert_eq!(sent.len(), if goes { 2 } else { 1 });
        let words = &sent[0].text;
        assert!(words.contains("A hole before the bus stop") && words.contains(REASON));
        assert!(words.contains("geo:22.62734,120.30145"), "{words}");
        for value in ["林佳穎", "0912-345-678", RESIDENT] {
            assert!(!words.contains(value), "contact in the mail with the words");
            let along = sent.get(1).is_some_and(|mail| mail.text.contains(value));
            assert_eq!(along, goes, "{value}");
        }
        let found = scene.case().await;
        assert_eq!(found["state"], "forwarded");
        let record = found["records"].as_array().unwrap().last().unwrap();
        assert_eq!(record["agency"], "國道高速公路局");
        assert_eq!(record["address"], AGENCY);
        assert_eq!(record["with_contact"], goes);
        let told = scene.told().await;
        assert!(told.contains(AGENCY) && told.contains(REASON), "{told}");
        let along = told.contains("went along") && !told.contains("No contact details");
        assert_eq!(along, goes, "{told}");
        let register = scene.resident.get("/en/ledger").await.expect(200).body;
        assert_eq!(register.matches("Recipient: Public agency").count(), 1);
        let register = scene.resident.get("/api/v1/ledger").await.expect(200).body;
        assert_eq!(
            register.contains("contact-phone"),
            goes,
            "which fields, it says"
        );
        assert!(register.contains("title,text,coordinates"), "{register}");
        scene.verify().await;
    }
}

#[actix_web::test]
async fn while_an_agency_has_a_case_its_resident_reads_which_and_no_office_as_responsible() {
    const AGENCY: &str = "國道高速公路局";
    const LABELS: [&str; 3] = ["Responsible office", "Telephone", "Forwarded to"];
    let scene = Scene::set(&[]).await;
    // Which of the labels the page has, and what stands beside all labels.
    let facts = async || {
        let page = open(&scene.resident, &scene.keepsake).await.expect(200);
        let mut labels = page.texts("main .facts dt");
        labels.retain(|label| LABELS.contains(&label.as_str()));
        (labels, page.texts("main .facts dd").join("|"))
    };
    let (labels, shown) = facts().await;
    assert_eq!(labels, ["Responsible office", "Telephone"]);
    assert!(!shown.contains(AGENCY), "{shown}");
    assert_eq!(scene.case().await["agency"], Value::Null);
    let body = json!({
        "act": "forward", "agency": AGENCY, "address": "desk@freeway.example", "reason": REASON,
    });
    scene.act(&body).await.expect(200);
    let (labels, shown) = facts().await;
    assert_eq!(labels, ["Forwarded to"]);
    assert!(shown.contains(AGENCY), "{shown}");
    let found = scene.case().await;
    assert_eq!(found["agency"], AGENCY);
    assert_eq!(found["office"], Value::Null);
    // Opened again, it is the office's again.
    let again = json!({ "act": "reopen", "reason": "It is the city's after all." });
    scene.act(&again).await.expect(200);
    let (labels, shown) = facts().await;
    assert_eq!(labels, ["Responsible office", "Telephone"]);
    assert!(!shown.contains(AGENCY), "{shown}");
    let found = scene.case().await;
    assert_eq!(found["agency"], Value::Null);
    assert_eq!(found["office"]["slug"], "maintenance");
}

#[actix_web::test]
async fn contact_that_is_withdrawn_before_the_mail_leaves_does_not_leave() {
    let scene = Scene::set(&[("phone", "0912-345-678"), ("share_contact", "yes")]).await;
    let body = json!({
        "act": "forward", "agency": "國道高速公路局", "address": "desk@freeway.example",
        "reason": REASON,
    });
    scene.act(&body).await.expect(200);
    let key = json!({
        "reference": scene.keepsake.reference, "password": scene.keepsake.password,
    });
    let path = "/api/v1/suggestions/case/withdraw-contact";
    scene.resident.post_json(path, &key).await.expect(200);
    let mails = scene.plaza.mails().await;
    let sent: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "desk@freeway.example")
        .collect();
    assert_eq!(sent.len(), 1);
    assert!(!sent[0].text.contains("0912-345-678"));
}

#[actix_web::test]
async fn an_extension_is_later_on_a_working_day_and_in_time() {
    let scene = Scene::set(&[]).await;
    let until = |day: &str| json!({ "act": "extend", "until": day, "reason": REASON });
    for (day, code) in [
        ("2026-03-10", "due-not-later"),
        ("2026-03-04", "due-not-later"),
        ("2026-03-14", "due-day-off"),
        ("2027-03-05", "due-too-far"),
    ] {
        let refused = scene.act(&until(day)).await;
        assert_eq!(wrong(refused), only("until", code), "{day}");
    }
    let nothing = json!({ "act": "extend", "until": null, "reason": " " });
    let both = wrong(scene.act(&nothing).await);
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(scene.case().await["due"], "2026-03-10");
    assert_eq!(
        scene.plaza.mails().await.len(),
        2,
        "nobody is told of nothing"
    );

    // On the promised day itself it still can be.
    scene.plaza.advance(TimeDelta::days(8));
    scene.act(&until("2026-03-20")).await.expect(200);
    let found = scene.case().await;
    assert_eq!(
        (&found["due"], &found["state"]),
        (&json!("2026-03-20"), &json!("routed"))
    );
    let record = found["records"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&record["until"], &record["words"]),
        (&json!("2026-03-20"), &json!(REASON))
    );
    let told = scene.told().await;
    assert!(
        told.contains("20 March 2026") && told.contains(REASON),
        "{told}"
    );

    scene.plaza.advance(TimeDelta::days(11));
    let path = format!("/en/desk/{}/acts/extend", scene.id);
    let late = [("until", "2026-03-27"), ("reason", REASON)];
    scene.staff.log_on("maintenance@example.tw", PASSWORD).await;
    let page = scene.staff.post(&path, &late).await.expect(422);
    assert_eq!(page.texts("#e-until").len(), 1);
    assert_eq!(
        page.texts("textarea[name=reason]"),
        [REASON],
        "what was typed is kept"
    );
    scene.verify().await;
}
