//! What comes by telephone, by letter, by e-mail or at the counter stands in the same series of cases.

use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::consents},
    i18n::Lang,
    privacy::{notices::Notice, verify},
};
use serde_json::{Value, json};

use super::{Keepsake, case, how_many_cases, id_of, kinds};
use crate::support::{Client, Plaza};

const ENTER: &str = "/en/desk/new";
const NAME: &str = "林佳穎";

async fn enter(staff: &Client, more: &[(&str, &str)]) -> crate::support::Answer {
    let form = staff.get(ENTER).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let whole = [
        ("submission", submission.as_str()),
        ("notice", notice.as_str()),
        ("medium", "telephone"),
        ("received", "2026-02-27"),
        ("category", "road-damage"),
        ("district", "lingya"),
        ("title", "A hole before the bus stop"),
        ("body", "Two hands wide."),
    ];
    let mut fields: Vec<_> = whole
        .into_iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend(more);
    staff.post(ENTER, &fields).await
}

#[actix_web::test]
async fn a_call_becomes_a_case_of_the_same_series_with_the_same_file() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let contact = [
        ("name", NAME),
        ("phone", "0912-345-678"),
        ("share_contact", "yes"),
        ("agreed", "yes"),
    ];
    let told = Keepsake::of(&enter(&staff, &contact).await);
    // Whoever called follows it as everybody does.
    let guest = plaza.client().await;
    let found = case(&guest, &told).await;
    assert_eq!(found["medium"], "telephone");
    assert_eq!(found["received_on"], "2026-02-27");
    assert_eq!(
        kinds(&guest, &told).await,
        ["received", "accepted-unconfirmed", "routed", "mailed"]
    );
    let page = super::open(&guest, &told).await.expect(200);
    assert!(
        page.body
            .contains("Received by telephone on 27 February 2026")
    );
    let desk = format!("/en/desk/{}", id_of(&plaza, &told.reference).await);
    let show = [("show-contact", "yes")];
    let shown = staff.post(&desk, &show).await.expect(200);
    assert!(shown.body.contains(NAME), "the office may have the contact");
    assert!(!plaza.holds(NAME), "it lies in the open");
    // How it came is in the chain; a consent by declaration is on record.
    let dump = plaza.dump().replace('"', "");
    assert!(dump.contains("medium:telephone"), "not in the chain");
    assert!(dump.contains("declared"));
    let verified = verify::all(&plaza.context, Vec::new(), |_| {}).await;
    verified.unwrap();
    // It can be taken back like any other.
    let withdraw = "/api/v1/suggestions/case/withdraw-contact";
    let body = json!({ "reference": told.reference, "password": told.password });
    guest.post_json(withdraw, &body).await.expect(200);
    assert!(!staff.get(&desk).await.body.contains(NAME));
    staff.post(&desk, &show).await.expect(404);
}

#[actix_web::test]
async fn contact_needs_the_notice_read_out_and_a_letter_goes_under_no_agreement() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for (wrong, field) in [
        ([("medium", ""), ("name", "")], "medium"),
        ([("medium", "web"), ("name", "")], "medium"),
        ([("received", "2026-03-03"), ("name", "")], "received"),
        ([("received", "2025-02-01"), ("name", "")], "received"),
        ([("received", "soon"), ("name", "")], "received"),
        ([("medium", "counter"), ("name", NAME)], "agreed"),
        ([("title", ""), ("name", "")], "title"),
        ([("notice", "00"), ("name", "")], "agreed"),
    ] {
        let answer = enter(&staff, &wrong).await.expect(422);
        let named = answer.attribute(".error-summary a", "href").unwrap();
        assert_eq!(named, format!("#f-{field}"), "{wrong:?}");
        assert!(answer.body.contains("Two hands wide."), "the text was lost");
    }
    assert_eq!(how_many_cases(&plaza).await, 0);
    let written = async |medium| {
        let fields = [("medium", medium), ("name", NAME), ("share_contact", "yes")];
        Keepsake::of(&enter(&staff, &fields).await)
    };
    let (told, by_mail) = (written("letter").await, written("email").await);
    let guest = plaza.client().await;
    assert_eq!(case(&guest, &by_mail).await["medium"], "email");
    for (lang, words) in [
        ("en", "Received by e-mail on 27 February 2026"),
        ("zh", "2026年2月27日以電子郵件收到"),
    ] {
        let fields = [
            ("reference", by_mail.reference.as_str()),
            ("password", by_mail.password.as_str()),
        ];
        let path = format!("/{lang}/suggestions/case");
        let page = guest.post(&path, &fields).await.expect(200);
        assert!(page.body.contains(words), "{lang}");
    }
    let called = [("name", NAME), ("share_contact", "yes"), ("agreed", "yes")];
    let by_call = Keepsake::of(&enter(&staff, &called).await);
    let agreement = json!({
        "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘道路",
        "fields": ["contact-name"], "starts_on": "2026-03-01", "ends_on": "2026-03-31",
    });
    let made = officer
        .post_json("/api/v1/officer/agreements", &agreement)
        .await;
    let agreement = made.expect(201).json()["id"].clone();
    let give = async |told: &Keepsake| {
        let body = json!({
            "reference": told.reference, "fields": ["contact-name"], "agreement": agreement,
        });
        officer
            .post_json("/api/v1/officer/disclosures", &body)
            .await
    };
    for written in [&told, &by_mail] {
        let refused = give(written).await.expect(409).json();
        assert_eq!(refused["code"], "contact-not-told");
    }
    give(&by_call).await.expect(200);
}

#[actix_web::test]
async fn a_program_enters_once_and_an_enquiry_goes_to_the_privacy_officer() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let body = json!({
        "medium": "counter", "received": "2026-03-02", "category": "privacy-enquiry",
        "district": "whole-city", "title": "要看自己的資料", "body": "市府有我的哪些資料？",
    });
    let enter = async |client: &Client, body: &Value| {
        let request = actix_web::test::TestRequest::post()
            .uri("/api/v1/desk/cases")
            .insert_header(("idempotency-key", "one-visit-to-the-counter"))
            .set_json(body);
        client.send(request).await
    };
    enter(&plaza.client().await, &body).await.expect(401);
    let resident = plaza.log_on_as(Role::Resident, "amei").await;
    enter(&resident, &body).await.expect(403);
    let first = enter(&staff, &body).await.expect(201).json();
    assert_eq!(first["office"]["slug"], "privacy-office");
    assert_eq!(enter(&staff, &body).await.expect(201).json(), first);
    assert_eq!(how_many_cases(&plaza).await, 1);
    let reference = first["reference"].as_str().unwrap();
    let desk = format!("/en/desk/{}", id_of(&plaza, reference).await);
    officer.get(&desk).await.expect(200);
    // Whoever entered it for another office does not read it afterwards.
    staff.get(&desk).await.expect(404);
    let page = staff.get("/en/desk/new?about=enquiry").await.expect(200);
    assert_eq!(
        page.texts("#f-category option[selected]"),
        ["Privacy enquiry"]
    );
    let unread = json!({
        "medium": "telephone", "received": "2026-03-02", "category": "road-damage",
        "district": "lingya", "title": "路面有洞", "body": "公車站前。",
        "contact": { "phone": "0912-345-678" },
    });
    let refused = staff.post_json("/api/v1/desk/cases", &unread).await;
    assert_eq!(refused.expect(422).json()["errors"][0]["field"], "agreed");
}

#[actix_web::test]
async fn an_english_caller_is_entered_on_a_chinese_page() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let guest = plaza.client().await;
    let page = "/zh/desk/new";
    let form = staff.get(page).await.expect(200);
    assert_eq!(
        form.attribute("[name=language][checked]", "value"),
        Some("zh".to_owned()),
        "the page's language, until another is chosen"
    );
    let config = &plaza.context.config;
    let notice = |lang| Notice::Suggestion.shown(lang, config).hash_text();
    let (zh, en) = (notice(Lang::Zh), notice(Lang::En));
    let submission = form.hidden("submission");
    let fields = |language: &'static str, notices: &[&'static str]| {
        let mut fields = vec![
            ("submission", submission.clone()),
            ("medium", "telephone".to_owned()),
            ("received", "2026-03-02".to_owned()),
            ("category", "road-damage".to_owned()),
            ("district", "lingya".to_owned()),
            ("title", "A hole before the bus stop".to_owned()),
            ("body", "Two hands wide.".to_owned()),
            ("email", "caller@example.tw".to_owned()),
            ("agreed", "yes".to_owned()),
            ("language", language.to_owned()),
        ];
        for notice in notices {
            let hash = if *notice == "zh" { &zh } else { &en };
            fields.push(("notice", hash.clone()));
        }
        fields
    };
    let send = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        staff.post(page, &fields).await
    };
    // Somebody who was read the notice in Chinese did not agree to the English one.
    let refused = send(fields("en", &["zh"])).await.expect(422);
    assert_eq!(
        refused.attribute(".error-summary a", "href").as_deref(),
        Some("#f-agreed")
    );
    assert_eq!(
        refused.attribute("[name=language][checked]", "value"),
        Some("en".to_owned()),
        "the choice is kept"
    );
    let told = Keepsake::of(&send(fields("en", &["zh", "en"])).await);
    let hashes = plaza.context.db.read(|connection| {
        let hashes: Vec<Option<Vec<u8>>> = consents::table
            .filter(consents::notice.eq(Notice::Suggestion))
            .select(consents::notice_hash)
            .load(connection)?;
        Ok::<_, DbError>(hashes)
    });
    let read = Notice::Suggestion.shown(Lang::En, config).whole().hash();
    assert_eq!(hashes.await.unwrap(), [Some(read)]);
    let mails = plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "caller@example.tw");
    let link = mail.link("/en/suggestions/confirm/");
    guest.post(&link, &[]).await.expect(200);
    let id = id_of(&plaza, &told.reference).await;
    let opened = staff.get(&format!("/api/v1/desk/cases/{id}")).await;
    assert_eq!(opened.expect(200).json()["language"], "en");

    // A program says it alike, whatever language it asks in.
    let body = json!({
        "medium": "telephone", "received": "2026-03-02", "category": "road-damage",
        "district": "lingya", "title": "A hole", "body": "Two hands wide.", "agreed": true,
        "contact": { "email": "caller@example.tw" }, "language": "en", "notice": en,
    });
    let enter = async |body: &Value| {
        let request = actix_web::test::TestRequest::post()
            .uri("/api/v1/desk/cases")
            .insert_header(("accept-language", "zh-TW"))
            .set_json(body);
        staff.send(request).await
    };
    enter(&body).await.expect(201);
    let mails = plaza.mails().await;
    mails.last().unwrap().link("/en/suggestions/confirm/");
    let mut chinese = body;
    chinese["language"] = Value::Null;
    let refused = enter(&chinese).await.expect(422).json();
    assert_eq!(refused["code"], "notice-changed");
}

#[actix_web::test]
async fn coordinates_that_somebody_gives_are_typed_in() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of("maintenance").await;
    let guest = plaza.client().await;
    let shown = json!({ "latitude": 22.62734, "longitude": 120.30145 });
    let given = [("latitude", "22.62734"), ("longitude", "120.301451")];
    let told = Keepsake::of(&enter(&staff, &given).await);
    assert_eq!(case(&guest, &told).await["coordinates"], shown);

    let half = enter(&staff, &given[..1]).await.expect(422);
    let named = half.attribute(".error-summary a", "href");
    assert_eq!(named.as_deref(), Some("#f-longitude"));
    assert_eq!(half.hidden("latitude"), "22.62734", "it was lost");

    let body = json!({
        "medium": "telephone", "category": "road-damage", "district": "lingya",
        "title": "t", "body": "b", "received": "2026-03-02", "coordinates": shown,
    });
    let receipt = staff.post_json("/api/v1/desk/cases", &body).await;
    let receipt = receipt.expect(201).json();
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    let told = Keepsake {
        reference: text("reference"),
        password: text("password"),
    };
    assert_eq!(case(&guest, &told).await["coordinates"], shown);
}
