//! How often a digest comes: by the office, by the member, and no more by one press.

use actix_web::{http::Method, test::TestRequest};
use chrono::TimeDelta;
use plaza::{accounts::Role, mail::digest::Rhythm, suggestions::digest::choices};
use serde_json::{Value, json};

use super::{
    CHOICES, OFFICE, add, choose, client_of, colleague, daily, digests, reassign, reference,
    suggest, told,
};
use crate::{
    suggestions::id_of,
    support::{Client, Plaza},
};

const PAGE: &str = "/en/account/digests";

/// The choice about the one office.
async fn chosen(client: &Client) -> Value {
    let all = client.get(CHOICES).await.expect(200).json();
    assert_eq!(all.as_array().unwrap().len(), 1);
    all[0].clone()
}

/// An administrator chooses for an office.
pub async fn of_office(admin: &Client, office: &str, rhythm: &str) {
    let page = format!("/en/admin/offices/{office}");
    let form = admin.get(&page).await.expect(200);
    let typed = |name: &str| form.attribute(&format!("#f-{name}"), "value").unwrap();
    let (zh, en, email, phone) = (
        typed("name_zh"),
        typed("name_en"),
        typed("email"),
        typed("phone"),
    );
    let version = form.hidden("version");
    let fields = [
        ("name_zh", zh.as_str()),
        ("name_en", &en),
        ("email", &email),
        ("phone", &phone),
        ("rhythm", rhythm),
        ("weekday", "1"),
        ("hour", "8"),
        ("version", &version),
    ];
    admin.post(&page, &fields).await.expect(303);
}

#[actix_web::test]
async fn the_offices_choice_holds_until_a_member_makes_one() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    let none = json!({ "rhythm": "none", "weekday": null, "hour": null });
    let start = chosen(&reader).await;
    assert_eq!((&start["own"], &start["of_office"]), (&Value::Null, &none));
    suggest(&resident).await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    of_office(&admin, OFFICE, "at-once").await;
    let page = reader.get(PAGE).await.expect(200);
    assert!(
        page.body.contains("As the office: At once"),
        "{}",
        page.body
    );
    // It begins with nothing, and ends with what waits.
    assert!(digests(&plaza).await.is_empty());
    suggest(&resident).await;
    assert_eq!(digests(&plaza).await.len(), 1);
    suggest(&resident).await;
    of_office(&admin, OFFICE, "none").await;
    of_office(&admin, OFFICE, "at-once").await;
    assert_eq!(digests(&plaza).await.len(), 1);
    // The member's own goes before.
    let fields = [("rhythm-maintenance", "none")];
    let kept = reader.post(PAGE, &fields).await.expect(303);
    assert_eq!(kept.location(), "/en/account/digests?done=digests-kept");
    suggest(&resident).await;
    assert_eq!(digests(&plaza).await.len(), 1);
    assert_eq!(chosen(&reader).await["own"]["rhythm"], "none");
    reader
        .post(PAGE, &[("rhythm-maintenance", "office")])
        .await
        .expect(303);
    assert!(chosen(&reader).await["own"].is_null());
    suggest(&resident).await;
    assert_eq!(digests(&plaza).await.len(), 2);
}

#[actix_web::test]
async fn a_pause_loses_nothing_and_another_rhythm_takes_over_what_waits() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "paused" })).await;
    let case = suggest(&resident).await;
    for _ in 0..3 {
        plaza.advance(TimeDelta::days(1));
        assert!(digests(&plaza).await.is_empty());
    }
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, daily()).await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    assert_eq!(told(&all[0])[0].1, reference(&case));
}

#[actix_web::test]
async fn what_is_no_choice_is_refused_and_stays_as_it_was_typed() {
    let plaza = Plaza::city().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    for (rhythm, weekday, hour) in [
        ("hourly", "1", "8"),
        ("", "1", "8"),
        ("daily", "1", ""),
        ("daily", "1", "24"),
        ("weekly", "8", "9"),
        ("weekly", "", "9"),
    ] {
        let fields = [
            ("rhythm-maintenance", rhythm),
            ("weekday-maintenance", weekday),
            ("hour-maintenance", hour),
        ];
        let refused = reader.post(PAGE, &fields).await.expect(422);
        assert_eq!(
            refused.texts("#e-rhythm-maintenance").len(),
            1,
            "{fields:?}"
        );
        if hour == "9" {
            let typed = refused.attribute("#f-hour-maintenance [selected]", "value");
            assert_eq!(typed.as_deref(), Some("9"));
        }
    }
    for (body, field) in [
        (
            json!({ "office": OFFICE, "own": { "rhythm": "daily" } }),
            "digest",
        ),
        (json!({ "office": "environment", "own": null }), "office"),
    ] {
        let problem = reader.json(Method::PUT, CHOICES, &body).await.expect(422);
        assert_eq!(problem.json()["errors"][0]["field"], field);
    }
    assert!(chosen(&reader).await["own"].is_null());
    // Nobody chooses for an office that is not theirs, and a resident has none.
    let resident = plaza.log_on_as(Role::Resident, "somebody").await;
    assert_eq!(resident.get(CHOICES).await.expect(200).json(), json!([]));
    let page = resident.get(PAGE).await.expect(200);
    assert!(
        page.texts("main form[action$='/account/digests']")
            .is_empty()
    );
    // An office is not paused.
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let all = admin.get("/api/v1/admin/organisation").await.expect(200);
    let all = all.json();
    let mut offices = all["offices"].as_array().unwrap().iter();
    let mut body = offices.find(|one| one["slug"] == OFFICE).unwrap().clone();
    body["digest"] = json!({ "rhythm": "paused" });
    let path = format!("/api/v1/admin/offices/{OFFICE}");
    let problem = admin.json(Method::PUT, &path, &body).await.expect(422);
    assert_eq!(problem.json()["errors"][0]["field"], "digest");
}

#[actix_web::test]
async fn one_press_ends_them_without_logging_on_and_a_look_does_not() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    suggest(&resident).await;
    let mail = digests(&plaza).await.pop().unwrap();
    let link = mail.link("/digest/stop/");
    let header = mail.raw.replace("\r\n ", " ");
    assert!(header.contains(&format!("List-Unsubscribe: <http://plaza.test{link}>")));
    let token = link.rsplit('/').next().unwrap();
    assert!(!plaza.dump().contains(token), "it is hashed at rest");
    let guest = plaza.client().await;
    suggest(&resident).await;
    guest.get(&link).await.expect(200);
    assert_eq!(chosen(&reader).await["own"]["rhythm"], "at-once");
    // As a mail program posts it.
    let post = TestRequest::post()
        .uri(&link)
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload("List-Unsubscribe=One-Click");
    guest.send(post).await.expect(200);
    assert_eq!(chosen(&reader).await["own"]["rhythm"], "none");
    assert_eq!(digests(&plaza).await.len(), 1, "what waited is gone");
    guest.get(&link).await.expect(410);
    guest.post(&link, &[]).await.expect(410);
    // A program ends them too.
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    suggest(&resident).await;
    let all = digests(&plaza).await;
    let newest = all.iter().find(|mail| mail.link("/digest/stop/") != link);
    let link = newest.unwrap().link("/digest/stop/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    let path = "/api/v1/digest/stop";
    guest.post_json(path, &token).await.expect(200);
    guest.post_json(path, &token).await.expect(410);
    assert_eq!(chosen(&reader).await["own"]["rhythm"], "none");
}

#[actix_web::test]
async fn who_stopped_them_gets_none_of_an_office_that_begins_one_later() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let actor = plaza.staff_of(OFFICE).await;
    let account = colleague(&plaza, "reader").await;
    plaza::offices::join(&plaza.context, account, "police")
        .await
        .unwrap();
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    suggest(&resident).await;
    let link = digests(&plaza).await.pop().unwrap().link("/digest/stop/");
    plaza.client().await.post(&link, &[]).await.expect(200);
    let data = "/api/v1/account/data";
    let held = reader.get(data).await.expect(200).json();
    assert_eq!(held["suppressed_addresses"][0]["covers"], "staff-digest");
    // Of the one where they are, and of the one to which they come.
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    for office in ["police", "environment"] {
        of_office(&admin, office, "at-once").await;
    }
    plaza::offices::join(&plaza.context, account, "environment")
        .await
        .unwrap();
    for office in ["police", "environment"] {
        let case = suggest(&resident).await;
        let id = id_of(&plaza, reference(&case)).await;
        reassign(&actor, id, office).await;
        assert_eq!(digests(&plaza).await.len(), 1, "{office}");
    }
    let choices = reader.get(CHOICES).await.expect(200).json();
    let mut choices = choices.as_array().unwrap().iter();
    let of_police = choices.find(|one| one["office"] == "police").unwrap();
    assert_eq!(of_police["own"]["rhythm"], "none", "it is told there too");
    // A choice for none is none for them; one for some is.
    choose(&reader, json!({ "rhythm": "none" })).await;
    let held = reader.get(data).await.expect(200).json();
    assert_eq!(held["suppressed_addresses"].as_array().unwrap().len(), 1);
    let body = json!({ "office": "environment", "own": { "rhythm": "at-once" } });
    reader.json(Method::PUT, CHOICES, &body).await.expect(200);
    let held = reader.get(data).await.expect(200).json();
    assert!(held["suppressed_addresses"].is_null());
    let case = suggest(&resident).await;
    reassign(&actor, id_of(&plaza, reference(&case)).await, "environment").await;
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 2);
    assert!(
        all.iter()
            .flat_map(told)
            .any(|(_, one, _)| one == reference(&case))
    );
}

#[actix_web::test]
async fn who_works_there_no_more_gets_no_digest_of_it() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let account = colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    suggest(&resident).await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let path = format!("/api/v1/admin/offices/{OFFICE}/members/{account}");
    admin
        .send(TestRequest::delete().uri(&path))
        .await
        .expect(200);
    assert!(digests(&plaza).await.is_empty());
    plaza::offices::join(&plaza.context, account, OFFICE)
        .await
        .unwrap();
    assert!(digests(&plaza).await.is_empty());
}

/// As PostgreSQL says through which gate cases get their offices, and members leave.
fn through_the_gate(plaza: &Plaza, how: &str) -> String {
    if plaza.on_postgres() {
        format!("SELECT {how}(7316985)")
    } else {
        "SELECT 1".to_owned()
    }
}

#[actix_web::test]
async fn who_leaves_while_a_case_comes_takes_neither_along() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let account = colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    let case = suggest(&resident).await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    // Somebody who is told of a case right now is told, and leaves then.
    let tells = through_the_gate(&plaza, "pg_advisory_xact_lock_shared");
    let told = format!(
        "INSERT INTO digest_pending (office_id, account_id, case_id, kind) \
         SELECT m.office_id, m.account_id, c.id, 'late' FROM office_members m, cases c \
         WHERE m.account_id = {account} AND c.reference = '{}'",
        reference(&case)
    );
    let path = format!("/api/v1/admin/offices/{OFFICE}/members/{account}");
    let leaving = admin.send(TestRequest::delete().uri(&path));
    plaza.crossing(&tells, &told, leaving).await.expect(200);
    assert!(plaza.rows_of("digest_pending").is_empty());
    // Somebody who is leaving is not told, and the case is added to all the same.
    plaza::offices::join(&plaza.context, account, OFFICE)
        .await
        .unwrap();
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    let leaves = through_the_gate(&plaza, "pg_advisory_xact_lock");
    let leaves = format!("{leaves}; DELETE FROM office_members WHERE account_id = {account}");
    plaza.at_once(&leaves, add(&resident, &case)).await;
    assert!(plaza.rows_of("digest_pending").is_empty());
}

#[actix_web::test]
async fn what_somebody_ended_is_ended_again_in_a_restored_city() {
    let plaza = Plaza::city().await;
    let account = colleague(&plaza, "reader").await;
    let reader = client_of(&plaza, "reader").await;
    choose(&reader, json!({ "rhythm": "at-once" })).await;
    let backup = plaza.backup();
    plaza.advance(TimeDelta::minutes(1));
    choose(&reader, json!({ "rhythm": "none" })).await;
    let restored = plaza.restored(&backup);
    let own = async || choices::of(&restored, account).await.unwrap()[0].own;
    assert_eq!(own().await, Some(Rhythm::AtOnce));
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(own().await, Some(Rhythm::None));
}
