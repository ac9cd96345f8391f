//! A closed case whose resident wants it used no more: its contact is destroyed, its file kept.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    context::Context,
    db::{DbError, schema::cases},
    privacy::{erasures::Erased, verify},
};

use serde_json::json;

use crate::{
    suggestions::{Keepsake, id_of, suggest},
    support::{Answer, Client, Plaza},
};

const EMAIL: &str = "lin.jiaying@private.example";

async fn restrict(client: &Client, keepsake: &Keepsake) -> Answer {
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    client.post("/en/suggestions/case/restrict", &fields).await
}

async fn page(client: &Client, keepsake: &Keepsake) -> Answer {
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    client
        .post("/en/suggestions/case", &fields)
        .await
        .expect(200)
}

/// A confirmed case with contact: its keepsake, its address at the desk, an office's member.
async fn scene() -> (Plaza, Client, Keepsake, String, Client) {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let fields = [("email", EMAIL), ("share_contact", "yes")];
    let keepsake = suggest(&resident, &fields).await;
    let link = plaza.mails().await[0].link("/en/suggestions/confirm/");
    resident.post(&link, &[]).await.expect(200);
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    (plaza, resident, keepsake, desk, staff)
}

#[actix_web::test]
async fn an_answered_case_is_kept_and_used_no_more() {
    let (plaza, resident, keepsake, desk, staff) = scene().await;
    let form = "form[action$='/case/restrict']";
    // While the office works on it, it is needed.
    assert!(page(&resident, &keepsake).await.texts(form).is_empty());
    let before = plaza.dump();
    restrict(&resident, &keepsake).await.expect(409);
    let program = "/api/v1/suggestions/case/restrict";
    let key = json!({ "reference": keepsake.reference, "password": keepsake.password });
    resident.post_json(program, &key).await.expect(409);
    assert_eq!(plaza.dump(), before);
    let unanswered = plaza.backup();
    staff
        .post(&desk, &[("answer", "It is mended.")])
        .await
        .expect(303);
    plaza.mails().await;
    let offered = page(&resident, &keepsake).await;
    assert_eq!(offered.texts(form).len(), 1);
    assert!(
        offered.texts("main")[0].contains("article 11"),
        "the refusal names its ground"
    );
    let backup = plaza.backup();
    let wrong = Keepsake {
        reference: keepsake.reference.clone(),
        password: "wrong".into(),
    };
    restrict(&resident, &wrong).await.expect(404);
    let guessed = json!({ "reference": keepsake.reference, "password": "wrong" });
    resident.post_json(program, &guessed).await.expect(404);
    staff.get(&desk).await.expect(200);

    let done = resident.post_json(program, &key).await.expect(200);
    assert_eq!(done.json(), json!({ "status": "restricted" }));
    restrict(&resident, &keepsake).await.expect(200);
    // The office sees it no more; its resident does.
    staff.get(&desk).await.expect(404);
    staff
        .post(&desk, &[("answer", "Once more.")])
        .await
        .expect(404);
    let list = staff.get("/en/desk?state=answered").await.expect(200);
    assert!(!list.body.contains(&keepsake.reference));
    let kept = page(&resident, &keepsake).await;
    assert!(kept.texts("main")[0].contains("It is mended."));
    assert!(kept.texts(form).is_empty());
    let verified = verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    assert_eq!(verified.erased, 0, "the file is whole");
    let register = plaza.client().await.get("/en/ledger").await.expect(200);
    assert_eq!(
        register.texts("main .rows .row-title"),
        ["A file was restricted", "Personal data was erased"]
    );

    // A restored backup forgets the contact again, and is restricted again.
    let id = id_of(&plaza, &keepsake.reference).await;
    assert_eq!(plaza.journal(), [Erased::Restricted { case: id }]);
    let restored = plaza.restored(&backup);
    assert!(row(&restored, id).await.1.is_some(), "the contact is back");
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(
        row(&restored, id).await,
        row(&plaza.context, id).await,
        "the day, and the contact"
    );
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);

    // One of before the answer forgets the contact, and its office still has to answer.
    let restored = plaza.restored(&unanswered);
    assert!(row(&restored, id).await.1.is_some(), "the contact is back");
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(row(&restored, id).await, (None, None));
}

/// The day since when a case is restricted, and its contact's address.
async fn row(context: &Context, case: i64) -> (Option<NaiveDate>, Option<Vec<u8>>) {
    let row: Result<_, DbError> = context
        .db
        .read(move |connection| {
            let row = cases::table.find(case);
            let columns = (cases::restricted_on, cases::contact_email_sealed);
            Ok(row.select(columns).first(connection)?)
        })
        .await;
    row.unwrap()
}

#[actix_web::test]
async fn a_case_without_contact_is_restricted_again_too() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{id}");
    staff
        .post(&desk, &[("answer", "It is mended.")])
        .await
        .expect(303);
    let backup = plaza.backup();
    restrict(&resident, &keepsake).await.expect(200);
    assert_eq!(plaza.journal(), [Erased::Restricted { case: id }]);
    let restored = plaza.restored(&backup);
    // It is the day on which it was asked for that counts.
    plaza.advance(TimeDelta::days(3));
    assert_eq!(plaza.replay(&restored).await, 1);
    let day = row(&plaza.context, id).await;
    assert!(day.0.is_some());
    assert_eq!(row(&restored, id).await, day);
}

#[actix_web::test]
async fn no_agreement_reaches_a_restricted_case() {
    let (plaza, resident, keepsake, desk, staff) = scene().await;
    staff
        .post(&desk, &[("answer", "It is mended.")])
        .await
        .expect(303);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let agreement = [
        ("recipient", "Water Bureau"),
        ("kind", "agency"),
        ("purpose", "inspection"),
        ("starts", "2026-03-01"),
        ("ends", "2026-03-31"),
        ("field-title", "yes"),
    ];
    officer
        .post("/en/officer/agreements", &agreement)
        .await
        .expect(303);
    let choice = officer.get("/en/officer/disclosures").await;
    let under = choice
        .attribute("#f-under option[value^='agreement-']", "value")
        .unwrap();
    let give = [
        ("reference", keepsake.reference.as_str()),
        ("under", &under),
        ("as", "page"),
        ("field-title", "yes"),
    ];
    officer
        .post("/en/officer/disclosures", &give)
        .await
        .expect(200);
    restrict(&resident, &keepsake).await.expect(200);
    let refused = officer
        .post("/en/officer/disclosures", &give)
        .await
        .expect(422);
    assert!(refused.texts(".error-summary")[0].contains("used no more"));
}
