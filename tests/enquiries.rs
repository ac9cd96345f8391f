//! The contact block and its clock, and enquiries about the policy as cases.

use chrono::TimeDelta;
use plaza::{accounts::Role, db::schema::consents, offices::enquiries};
use serde_json::json;

use crate::{
    suggestions::id_of,
    support::{Answer, Client, Plaza},
};

const NEW: &str = "/en/enquiries/new";

async fn status(client: &Client, lang: &str) -> String {
    let page = client.get(&format!("/{lang}/rules")).await.expect(200);
    page.texts("footer .contact-status").remove(0)
}

#[actix_web::test]
async fn the_contact_block_knows_hours_holidays_and_make_up_workdays() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for (time, zh, en) in [
        (
            "2025-01-24T17:29",
            "服務中，到17:30",
            "open now, until 17:30",
        ),
        // Lunar new year 2025.
        (
            "2025-01-24T17:30",
            "目前休息，2025年2月3日8:00開始服務",
            "closed now, opens 3 February 2025 8:00",
        ),
        (
            "2025-01-29T10:00",
            "目前休息，週一8:00開始服務",
            "closed now, opens Monday 8:00",
        ),
        (
            "2025-02-03T12:15",
            "目前休息，今天13:30開始服務",
            "closed now, opens 13:30",
        ),
        // The make-up Saturday, and a Saturday that is none.
        (
            "2025-02-07T18:00",
            "目前休息，明天8:00開始服務",
            "closed now, opens tomorrow 8:00",
        ),
        (
            "2025-02-08T10:00",
            "服務中，到12:00",
            "open now, until 12:00",
        ),
        (
            "2025-02-15T10:00",
            "目前休息，週一8:00開始服務",
            "closed now, opens Monday 8:00",
        ),
        // Lunar new year 2026 and the day after.
        (
            "2026-02-14T09:00",
            "目前休息，2026年2月23日8:00開始服務",
            "closed now, opens 23 February 2026 8:00",
        ),
        (
            "2026-02-22T09:00",
            "目前休息，明天8:00開始服務",
            "closed now, opens tomorrow 8:00",
        ),
        (
            "2026-02-23T09:00",
            "服務中，到12:00",
            "open now, until 12:00",
        ),
    ] {
        plaza.at(time);
        assert_eq!(status(&client, "zh").await, zh, "{time}");
        assert_eq!(status(&client, "en").await, en, "{time}");
    }
    let page = client.get("/en/no-such-page").await;
    let block = page.texts("footer .contact").remove(0);
    for words in [
        "07-3368333#2507",
        "second@kcg.gov.tw",
        "Monday to Friday 8:00–12:00 and 13:30–17:30",
    ] {
        assert!(block.contains(words), "{words} in {block}");
    }
    let form = page.attribute("footer .contact a[href*=enquiries]", "href");
    assert_eq!(form.unwrap(), NEW);
}

#[actix_web::test]
async fn due_dates_pass_over_holidays_and_count_a_make_up_saturday() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    for (time, due) in [
        // Ten working days, over lunar new year and Peace Memorial Day of 2026.
        ("2026-02-12T10:00", "6 March 2026"),
        // and of 2025, with Saturday 8 February.
        ("2025-01-24T10:00", "13 February 2025"),
    ] {
        plaza.at(time);
        let page = client.get(NEW).await.expect(200);
        let text = page.texts("main").remove(0);
        assert!(
            text.contains(&format!("an answer by {due}")),
            "{time}: {text}"
        );
    }
}

/// Opens the form and sends it, as a browser without a script or a cookie does.
async fn enquire(client: &Client, path: &str, more: &[(&str, &str)]) -> Answer {
    let form = client.get(path).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let mut fields = vec![
        ("submission", submission.as_str()),
        ("notice", notice.as_str()),
        ("about", "update"),
        ("body", "My name is spelt wrongly in an old letter."),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    client.post(path, &fields).await
}

fn keepsake(answer: &Answer) -> (String, String) {
    let codes = answer.texts(".keepsake code");
    (codes[0].clone(), codes[1].clone())
}

#[actix_web::test]
async fn an_enquiry_that_may_be_automatic_is_a_case_as_any_other() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let sent = enquire(&guest, NEW, &[("website", "https://x.example")]).await;
    let (reference, _) = keepsake(&sent.expect(200));
    let id = id_of(&plaza, &reference).await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    let case = officer.get(&format!("/api/v1/desk/cases/{id}")).await;
    assert_eq!(case.expect(200).json()["may_be_automatic"], json!(["trap"]));
    assert_eq!(plaza.mails().await.len(), 1, "the office is told as ever");
}

#[actix_web::test]
async fn an_enquiry_becomes_a_case_that_the_privacy_officer_answers() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let contact = [
        ("name", "王大明"),
        ("email", "asker@example.tw"),
        ("phone", ""),
    ];
    let sent = enquire(&guest, NEW, &contact).await.expect(200);
    let (reference, password) = keepsake(&sent);
    assert!(
        reference.starts_with("KH-2026-"),
        "the same series as suggestions"
    );
    assert!(guest.cookie("plaza").is_none());
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0]
            .subject
            .starts_with("Please confirm your enquiry KH-")
    );
    assert!(
        !mails[0].text.contains("uggestion Box"),
        "{}",
        mails[0].text
    );
    let link = mails[0].link("/suggestions/confirm/");
    guest.post(&link, &[]).await.expect(200);
    let told = plaza.mails().await.pop().unwrap();
    assert_eq!(
        told.to, "second@kcg.gov.tw",
        "the privacy office's own address"
    );
    assert!(told.text.contains("隱私權詢問") && told.text.contains("王大明"));

    let fields = [("reference", &*reference), ("password", &*password)];
    let case = guest
        .post("/zh/suggestions/case", &fields)
        .await
        .expect(200);
    let text = case.texts("main").remove(0);
    assert!(text.contains("A change of my data") && text.contains("收到詢問"));
    assert!(text.contains("個資保護專員"), "{text}");

    // At the desk of the privacy officer, and of no other office.
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let list = officer.get("/en/desk").await.expect(200);
    assert!(list.texts("table").concat().contains(&reference));
    let href = list.attribute("table a", "href").unwrap();
    let staff = plaza.staff_of("maintenance").await;
    assert!(!staff.get("/en/desk").await.body.contains(&reference));
    staff.get(&href).await.expect(404);
    let item = officer.get(&href).await.expect(200);
    assert!(!item.body.contains("asker@example.tw"));
    let show = [("show-contact", "yes")];
    let item = officer.post(&href, &show).await.expect(200);
    assert!(item.body.contains("asker@example.tw"));
    let answer = [("answer", "It is corrected.")];
    officer.post(&href, &answer).await.expect(303);
    let answered = plaza.mails().await.pop().unwrap();
    assert_eq!(answered.to, "asker@example.tw");
    assert!(answered.subject.contains("your enquiry was answered"));
    assert!(answered.text.contains("It is corrected."));

    // Nor does the officer see suggestions of other offices.
    let body = json!({ "category": "road-damage", "district": "lingya", "title": "Hole", "body": "Deep." });
    let other = guest
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201);
    let other = other.json()["reference"].as_str().unwrap().to_owned();
    assert!(!officer.get("/en/desk").await.body.contains(&other));
}

#[actix_web::test]
async fn an_enquiry_needs_no_contact_and_carries_its_consent_where_there_is_one() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let zh = "/zh/enquiries/new";
    let sent = enquire(&guest, zh, &[("about", "policy")])
        .await
        .expect(200);
    assert!(sent.texts(".lead")[0].contains("個資保護專員"));
    assert!(
        sent.texts(".lead")[0].contains("2026年3月16日"),
        "ten working days"
    );
    let with = enquire(&guest, zh, &[("about", "use"), ("phone", "07-000-0000")]).await;
    let (reference, password) = keepsake(&with.expect(200));
    let notices: Vec<(String, Option<i64>)> = {
        use diesel::prelude::*;
        plaza
            .context
            .db
            .read(|connection| {
                Ok::<_, plaza::db::DbError>(
                    consents::table
                        .select((consents::notice, consents::case_id))
                        .load(connection)?,
                )
            })
            .await
            .unwrap()
    };
    assert_eq!(notices, [("enquiry".to_owned(), Some(2))]);
    let path = "/api/v1/suggestions/case/withdraw-contact";
    let body = json!({ "reference": reference, "password": password });
    guest.post_json(path, &body).await.expect(200);
    assert!(!plaza.holds("07-000-0000"));
}

#[actix_web::test]
async fn what_is_missing_is_told_and_what_was_typed_stays() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    for (more, field, words) in [
        (("about", ""), "about", "choose one"),
        (("about", "else"), "about", "choose one"),
        (("body", " "), "body", "fill this in"),
        (("email", "nobody"), "email", "e-mail address"),
        (("name", "a\u{202e}b"), "name", "characters"),
    ] {
        let refused = enquire(&guest, NEW, &[("phone", "07-111-1111"), more]).await;
        let refused = refused.expect(422);
        let error = refused.texts(&format!("#e-{field}")).remove(0);
        assert!(error.contains(words), "{more:?}: {error}");
        assert!(refused.body.contains("07-111-1111"));
    }
    assert!(plaza.mails().await.is_empty());
    // Sent twice it is one case, with the same number.
    let form = guest.get(NEW).await;
    let submission = form.hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("about", "policy"),
        ("body", "Who reads this?"),
    ];
    let first = keepsake(&guest.post(NEW, &fields).await.expect(200));
    let second = keepsake(&guest.post(NEW, &fields).await.expect(200));
    assert_eq!(first, second);
}

#[actix_web::test]
async fn programs_enquire_and_suggestions_never_offer_the_category() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let body = json!({ "about": "use", "body": "What do you keep?", "language": "en" });
    let receipt = client
        .post_json("/api/v1/enquiries", &body)
        .await
        .expect(201);
    assert_eq!(receipt.json()["office"]["slug"], enquiries::OFFICE);
    let empty = json!({ "about": "use", "body": "" });
    let refused = client
        .post_json("/api/v1/enquiries", &empty)
        .await
        .expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "body");
    let odd = json!({ "about": "weather", "body": "x" });
    client
        .post_json("/api/v1/enquiries", &odd)
        .await
        .expect(400);
    for (path, slug) in [
        ("/api/v1/categories", enquiries::CATEGORY),
        ("/api/v1/districts", enquiries::DISTRICT),
        ("/en/suggestions/new", enquiries::CATEGORY),
    ] {
        assert!(
            !client.get(path).await.expect(200).body.contains(slug),
            "{path}"
        );
    }
    let mut body = json!({ "district": "lingya", "title": "x", "body": "y" });
    body["category"] = json!(enquiries::CATEGORY);
    client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(422);
    plaza.advance(TimeDelta::days(1));
    // A second start changes nothing.
    plaza::commands::prepare::prepare(&plaza.context)
        .await
        .unwrap();
    let choices = enquiries::choices(&plaza.context).await.unwrap();
    assert_eq!((choices.categories.len(), choices.districts.len()), (1, 1));
}
