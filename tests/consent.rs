//! Consents: written with what they cover, by every route, and ended with it.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{accounts, cases, consents, notice_texts, outbox, posts, registrations},
    },
    i18n::Lang,
    privacy::{
        consent::{self, Basis, Given},
        notices::Notice,
    },
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, Client, PASSWORD, Plaza};

/// The hashes of the notices' words, by notice and language. A changed text needs a
/// higher version in `privacy::notices` and its hash here.
const WORDS: &[(&str, i32, &str, &str)] = &[
    ("registration", 1, "zh", "d2950a691160ea31"),
    ("registration", 1, "en", "d2b10ab85c4eb111"),
    ("guest-post", 2, "zh", "332d434c098640af"),
    ("guest-post", 2, "en", "46fd0f696aeb78fc"),
    ("suggestion", 1, "zh", "5d39fe1763d8f399"),
    ("suggestion", 1, "en", "5b2630642f9aab67"),
    ("enquiry", 1, "zh", "9095446ef9fed53b"),
    ("enquiry", 1, "en", "59f098afbda14f42"),
    ("policy-mail", 1, "zh", "0fe7d2240782154b"),
    ("policy-mail", 1, "en", "321540f4b9ff5d59"),
];

const CASE: &str = "/en/suggestions/case";

#[actix_web::test]
async fn a_notices_words_change_only_with_its_version() {
    let plaza = Plaza::start().await;
    let mut now = Vec::new();
    for notice in Notice::ALL {
        for lang in Lang::ALL {
            let shown = notice.shown(lang, &plaza.context.config);
            assert_eq!(shown.points.len(), 8);
            for point in &shown.points {
                let missing = point.text.contains("notice-") || point.text.contains('{');
                assert!(!missing && !point.text.is_empty(), "{point:?}");
            }
            let hash = shown.hash_text()[..16].to_owned();
            now.push((notice.as_str(), shown.version, lang.as_str(), hash));
        }
    }
    let told: Vec<_> = WORDS
        .iter()
        .map(|(notice, version, lang, hash)| (*notice, *version, *lang, (*hash).to_owned()))
        .collect();
    assert_eq!(now, told, "raise the version and write the new hash here");
}

async fn rows<T, F>(plaza: &Plaza, query: F) -> T
where
    T: Send + 'static,
    F: FnOnce(&mut plaza::db::AnyConnection) -> Result<T, DbError> + Send + 'static,
{
    plaza.context.db.read(query).await.unwrap()
}

/// Rows of personal data that no standing consent and no duty covers, by table.
async fn uncovered(plaza: &Plaza) -> Vec<(&'static str, i64)> {
    let found = rows(plaza, |connection| {
        let standing = consents::table
            .filter(consents::withdrawn_at.is_null())
            .select(consents::id.nullable());
        let accounts: Vec<i64> = accounts::table
            .filter(
                accounts::consent_id
                    .is_null()
                    .or(accounts::consent_id.ne_all(standing)),
            )
            .select(accounts::id)
            .load(connection)?;
        let registrations: Vec<i64> = registrations::table
            .filter(
                registrations::consent_id
                    .is_null()
                    .or(registrations::consent_id.ne_all(standing)),
            )
            .select(registrations::id)
            .load(connection)?;
        let cases: Vec<i64> = cases::table
            .filter(
                cases::contact_name_sealed
                    .is_not_null()
                    .or(cases::contact_email_sealed.is_not_null())
                    .or(cases::contact_phone_sealed.is_not_null()),
            )
            .filter(
                cases::contact_consent_id
                    .is_null()
                    .or(cases::contact_consent_id.ne_all(standing)),
            )
            .select(cases::id)
            .load(connection)?;
        let posts: Vec<i64> = posts::table
            .filter(posts::guest_email.is_not_null())
            .filter(
                posts::guest_consent_id
                    .is_null()
                    .or(posts::guest_consent_id.ne_all(standing)),
            )
            .select(posts::id)
            .load(connection)?;
        Ok([
            ("accounts", accounts),
            ("registrations", registrations),
            ("cases", cases),
            ("posts", posts),
        ])
    })
    .await;
    found
        .into_iter()
        .flat_map(|(table, ids)| ids.into_iter().map(move |id| (table, id)))
        .collect()
}

/// Every consent: which, whose, its notice's text where one is kept.
async fn all(plaza: &Plaza) -> Vec<(Notice, Basis, Option<Vec<u8>>, i32)> {
    rows(plaza, |connection| {
        Ok(consents::table
            .order(consents::id)
            .select((
                consents::notice,
                consents::basis,
                consents::notice_hash,
                consents::policy_version,
            ))
            .load(connection)?)
    })
    .await
}

fn suggestion(more: Value) -> Value {
    let mut body = json!({
        "category": "road-damage", "district": "lingya",
        "title": "A hole", "body": "Two hands wide.",
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

const CONTACT: &str = "resident@example.tw";

fn contact() -> Value {
    json!({ "contact": { "name": "王大明", "email": CONTACT, "phone": "0912-345-678" }, "share_contact": true })
}

/// A guest's post with a public e-mail address, its findings answered.
async fn guest_post(client: &Client, path: &str, mut body: Value) -> Answer {
    body["guest"] = json!({ "name": "路人甲", "email": "passer@example.tw" });
    client
        .decide("POST", path, &body, |_| ("mine", "publish"))
        .await
}

#[actix_web::test]
async fn whatever_route_it_came_by_it_has_a_consent_or_a_duty() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    // Registration by page and API, one confirmed and one not.
    let form = guest.get("/zh/register").await;
    let notice = form.hidden("notice");
    let fields = [
        ("email", "a@example.tw"),
        ("password", PASSWORD),
        ("name", "甲"),
        ("name_is_personal", "no"),
        ("notice", notice.as_str()),
    ];
    guest.post("/zh/register", &fields).await.expect(303);
    let body = json!({ "email": "b@example.tw", "password": PASSWORD, "language": "en" });
    guest.post_json("/api/v1/accounts", &body).await.expect(202);
    let mails = plaza.mails().await;
    let link = mails[0].link("/register/");
    guest.post(&link, &[]).await.expect(303);
    // Suggestions by page and API, with contact and without.
    guest
        .post_json("/api/v1/suggestions", &suggestion(contact()))
        .await
        .expect(201);
    guest
        .post_json("/api/v1/suggestions", &suggestion(json!({})))
        .await
        .expect(201);
    let form = guest.get("/en/suggestions/new").await;
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", notice.as_str()),
        ("category", "road-damage"),
        ("district", "lingya"),
        ("title", "A hole"),
        ("body", "Two hands wide."),
        ("phone", "07-000-0000"),
        ("send", "yes"),
    ];
    guest.post("/en/suggestions/new", &fields).await.expect(200);
    // Guests in the forum.
    let board = rows(&plaza, |connection| {
        use plaza::db::schema::boards;
        Ok(boards::table
            .filter(boards::guest_posting.eq(true))
            .select(boards::slug)
            .first::<String>(connection)?)
    })
    .await;
    let topic = json!({ "title": "早餐店", "body": "哪一家好吃？" });
    guest_post(&guest, &format!("/api/v1/boards/{board}/topics"), topic)
        .await
        .expect(202);
    // Mails about the policy.
    let ming = plaza.person("ming", Role::Resident).await;
    let body = json!({ "wanted": true, "language": "en" });
    let path = "/api/v1/account/policy-mails";
    ming.client.json(Method::PUT, path, &body).await.expect(200);

    assert_eq!(uncovered(&plaza).await, [], "nothing is held without");
    let consents = all(&plaza).await;
    let given = |notice: Notice| {
        consents
            .iter()
            .filter(|(of, basis, ..)| *of == notice && *basis == Basis::Consent)
            .count()
    };
    assert_eq!(given(Notice::Registration), 2);
    assert_eq!(
        given(Notice::Suggestion),
        2,
        "the one without contact needs none"
    );
    assert!(given(Notice::GuestPost) >= 1);
    assert_eq!(given(Notice::PolicyMail), 1);
    let texts: Vec<(Vec<u8>, String)> = rows(&plaza, |connection| {
        Ok(notice_texts::table
            .select((notice_texts::hash, notice_texts::body))
            .load(connection)?)
    })
    .await;
    for (notice, _, hash, policy) in &consents {
        let hash = hash.as_ref().unwrap();
        let (_, body) = texts.iter().find(|(known, _)| known == hash).unwrap();
        assert_eq!(
            Sha256::digest(body.as_bytes()).to_vec(),
            *hash,
            "{notice:?}"
        );
        assert_eq!(*policy, 1);
    }
}

#[actix_web::test]
async fn the_database_itself_refuses_data_without_a_consent() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    guest
        .post_json("/api/v1/suggestions", &suggestion(contact()))
        .await
        .expect(201);
    let body = json!({ "email": "b@example.tw", "password": PASSWORD });
    guest.post_json("/api/v1/accounts", &body).await.expect(202);
    for sql in [
        "UPDATE accounts SET consent_id = NULL",
        "UPDATE cases SET contact_consent_id = NULL WHERE contact_email_sealed IS NOT NULL",
        "UPDATE posts SET guest_email = 'x@example.tw', guest_consent_id = NULL",
        "INSERT INTO registrations (token_hash, name, name_is_personal, email_sealed, email_index, \
         password_hash, language, rules_version, created_at, expires_at) SELECT email_index, name, \
         name_is_personal, email_sealed, email_index, password_hash, language, rules_version, \
         created_at, expires_at FROM registrations",
    ] {
        let refused = plaza.sql(sql).err().unwrap_or_default();
        assert!(refused.contains("consent"), "{sql}: {refused:?}");
    }
    assert_eq!(uncovered(&plaza).await, []);
}

#[actix_web::test]
async fn a_text_that_has_changed_is_asked_again() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    let old = "0".repeat(64);
    for (path, fields) in [
        (
            "/en/register",
            vec![("email", "a@example.tw"), ("password", PASSWORD)],
        ),
        (
            "/zh/suggestions/new",
            vec![
                ("category", "road-damage"),
                ("district", "lingya"),
                ("title", "坑洞"),
                ("body", "兩個手掌寬"),
                ("send", "yes"),
            ],
        ),
    ] {
        let before = all(&plaza).await.len();
        let mut fields = fields;
        fields.push(("notice", &old));
        let again = client.post(path, &fields).await.expect(422);
        assert!(!again.texts(".field-error").is_empty(), "{path}");
        assert_eq!(
            all(&plaza).await.len(),
            before,
            "{path}: nothing was written"
        );
    }
    let mut body = suggestion(json!({ "language": "zh" }));
    body["notice"] = json!(old);
    let refused = client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(422);
    assert_eq!(refused.json()["code"], "notice-changed");
    let read = client
        .get("/api/v1/notices/suggestion")
        .await
        .expect(200)
        .json();
    assert_eq!(read["points"].as_array().unwrap().len(), 8);
    body["notice"] = read["hash"].clone();
    body["language"] = read["language"].clone();
    client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(201);
    client.get("/api/v1/notices/none").await.expect(404);
}

async fn case_with_contact(plaza: &Plaza, client: &Client) -> (String, String) {
    let receipt = client
        .post_json("/api/v1/suggestions", &suggestion(contact()))
        .await
        .expect(201)
        .json();
    let mails = plaza.mails().await;
    let link = mails
        .iter()
        .rev()
        .find(|mail| mail.to == CONTACT)
        .unwrap()
        .link("/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
    let word = |name: &str| receipt[name].as_str().unwrap().to_owned();
    (word("reference"), word("password"))
}

/// The kinds of mail that the outbox holds for cases, with their state.
async fn held(plaza: &Plaza) -> Vec<(String, String)> {
    rows(plaza, |connection| {
        Ok(outbox::table
            .filter(outbox::case_id.is_not_null())
            .order(outbox::id)
            .select((outbox::kind, outbox::state))
            .load::<(String, String)>(connection)?)
    })
    .await
}

#[actix_web::test]
async fn withdrawing_a_cases_consent_erases_its_contact_everywhere() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let (reference, password) = case_with_contact(&plaza, &client).await;
    // The office's mail waits and holds the contact; then it goes out without.
    assert!(
        held(&plaza)
            .await
            .contains(&("office-suggestion".into(), "queued".into()))
    );
    let fields = [("reference", &*reference), ("password", &*password)];
    let page = client.post(CASE, &fields).await.expect(200);
    let action = page
        .attribute("form[action$=withdraw]", "action")
        .expect("a way to withdraw");
    let wrong = [("reference", &*reference), ("password", "0000-0000-0000")];
    client.post(&action, &wrong).await.expect(404);
    let done = client.post(&action, &fields).await.expect(200);
    assert!(done.body.contains(&reference));
    client.post(&action, &fields).await.expect(200);

    type Sealed = Option<Vec<u8>>;
    let contact: (Sealed, Sealed, Sealed) = rows(&plaza, |connection| {
        Ok(cases::table
            .select((
                cases::contact_name_sealed,
                cases::contact_email_sealed,
                cases::contact_phone_sealed,
            ))
            .first(connection)?)
    })
    .await;
    assert_eq!(contact, (None, None, None));
    assert_eq!(
        held(&plaza).await,
        [("office-suggestion".into(), "queued".into())]
    );
    let before = plaza.mails().await.len();
    let office = plaza.mails().await.pop().unwrap();
    for word in ["王大明", CONTACT, "0912-345-678"] {
        assert!(!office.text.contains(word), "{word} in {}", office.text);
    }
    let page = client.post(CASE, &fields).await.expect(200);
    assert!(page.attribute("form[action$=withdraw]", "action").is_none());
    assert!(
        page.texts(".records")
            .concat()
            .contains("Consent to contact was withdrawn")
    );
    // The answer is written and mailed to nobody.
    let staff = plaza.staff_of("maintenance").await;
    let desk = staff.get("/en/desk/1").await.expect(200);
    assert!(!desk.body.contains(CONTACT) && !desk.body.contains("王大明"));
    staff
        .post("/en/desk/1", &[("answer", "It is filled.")])
        .await
        .expect(303);
    assert_eq!(plaza.mails().await.len(), before);
    assert_eq!(uncovered(&plaza).await, []);
}

#[actix_web::test]
async fn withdrawing_before_the_address_is_confirmed_lets_the_case_go_on() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let receipt = client
        .post_json("/api/v1/suggestions", &suggestion(contact()))
        .await
        .expect(201)
        .json();
    let reference = receipt["reference"].as_str().unwrap();
    let path = format!("/api/v1/suggestions/{reference}");
    let password = json!({ "password": receipt["password"] });
    client
        .post_json(&format!("{path}/withdraw-contact"), &password)
        .await
        .expect(200);
    let case = client.post_json(&path, &password).await.expect(200).json();
    assert_eq!(case["state"], "routed");
    assert_eq!(case["confirmation"], "none");
    let kinds: Vec<_> = case["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "received",
            "accepted-unconfirmed",
            "contact-withdrawn",
            "routed",
            "mailed"
        ]
    );
    let mails = plaza.mails().await;
    assert!(
        mails.iter().all(|mail| mail.to != CONTACT),
        "the link is not mailed"
    );
    assert!(!mails.is_empty() && mails.iter().all(|mail| !mail.text.contains("王大明")));
}

#[actix_web::test]
async fn an_account_sees_its_consents_and_withdraws_them() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let form = guest.get("/en/register").await;
    let notice = form.hidden("notice");
    let fields = [
        ("email", "ming@example.tw"),
        ("password", PASSWORD),
        ("name", "ming"),
        ("name_is_personal", "no"),
        ("notice", notice.as_str()),
    ];
    guest.post("/en/register", &fields).await.expect(303);
    let link = plaza.mails().await[0].link("/register/");
    guest.post(&link, &[]).await.expect(303);
    guest.log_on("ming@example.tw", PASSWORD).await;
    guest
        .post("/en/account/policy-mails", &[("wanted", "yes")])
        .await
        .expect(303);
    let page = guest.get("/en/account").await.expect(200);
    let listed = page.texts("[aria-labelledby=consents] li");
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(
        listed[0].contains("Mails about major revisions") && listed[0].contains("2 March 2026")
    );
    assert!(listed[1].contains("Your account"));
    let erase = page.attribute(".records a.button", "href").unwrap();
    assert_eq!(erase, "/en/account/data");
    let action = page.attribute(".records form", "action").unwrap();
    let stranger = plaza.person("stranger", Role::Resident).await;
    stranger.client.post(&action, &[]).await.expect(404);

    plaza.advance(TimeDelta::days(1));
    let done = guest.post(&action, &[]).await;
    assert_eq!(done.location(), "/en/account?done=consent-withdrawn");
    guest.post(&action, &[]).await.expect(404);
    let page = guest.get("/zh/account").await;
    assert!(page.texts("[aria-labelledby=consents] li")[0].contains("2026年3月3日撤回"));
    assert!(page.texts("main").concat().contains("目前不會寄信"));

    let listed = guest
        .get("/api/v1/account/consents")
        .await
        .expect(200)
        .json();
    let own = listed["consents"].as_array().unwrap();
    assert_eq!(own[0]["withdrawn_at"], "2026-03-03T02:00:00Z");
    assert_eq!(own[1]["notice"], "registration");
    let path = format!("/api/v1/account/consents/{}/withdraw", own[1]["id"]);
    let refused = guest.post_json(&path, &json!({})).await.expect(409);
    assert_eq!(refused.json()["code"], "erase-instead");
    let account = rows(&plaza, |connection| {
        Ok(accounts::table
            .filter(accounts::name.eq("ming"))
            .select(accounts::id)
            .first::<i64>(connection)?)
    })
    .await;
    let given: Vec<Given> = consent::of_account(&plaza.context, account).await.unwrap();
    assert_eq!(given.len(), 2);
    assert_eq!(uncovered(&plaza).await, []);
}

#[actix_web::test]
async fn consents_of_registrations_that_were_never_confirmed_go_with_them() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let body = json!({ "email": "b@example.tw", "password": PASSWORD });
    guest.post_json("/api/v1/accounts", &body).await.expect(202);
    assert_eq!(all(&plaza).await.len(), 1);
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(all(&plaza).await.len(), 1, "it still waits");
    plaza.advance(TimeDelta::hours(25));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(all(&plaza).await.len(), 0);
}
