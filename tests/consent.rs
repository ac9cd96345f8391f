//! Consents: written with what they cover, by every route, and ended with it.

use actix_web::http::Method;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{accounts, cases, consents, event_sign_ups, notice_texts, outbox},
    },
    events,
    i18n::Lang,
    jobs::retention,
    privacy::{
        consent::{self, Basis, Given},
        erasures::Erased,
        inventory::{self, On, Owner, RESTS, Recipient, Rest, Retention, Scope},
        notices::Notice,
    },
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    support::{Answer, Client, PASSWORD, Plaza},
    supports::ask,
};

/// The hashes of the notices' words, by notice and language. A changed text needs a
/// higher version in `privacy::notices` and its hash here.
const WORDS: &[(&str, i32, &str, &str)] = &[
    ("registration", 4, "zh", "6c5f38f71467a8e7"),
    ("registration", 4, "en", "a9334f9c19782e82"),
    ("guest-post", 3, "zh", "2283d050cd9dcba1"),
    ("guest-post", 3, "en", "852ba8a39eec3dc3"),
    ("suggestion", 6, "zh", "a8219f54a1b27dbc"),
    ("suggestion", 6, "en", "2a89b13d7580293c"),
    ("enquiry", 4, "zh", "182fc80ce188fc38"),
    ("enquiry", 4, "en", "4dc60f6fee49e9ae"),
    ("policy-mail", 1, "zh", "0fe7d2240782154b"),
    ("policy-mail", 1, "en", "321540f4b9ff5d59"),
    ("about-me", 3, "zh", "e74ef7fb1dd686da"),
    ("about-me", 3, "en", "b109a5ed23f60921"),
    ("reading", 2, "zh", "30a2236deeaeb942"),
    ("reading", 2, "en", "fffdd7ec3a1b0b33"),
    ("flag", 1, "zh", "695180cd6b6e73d6"),
    ("flag", 1, "en", "60d8bd59e84ada4c"),
    ("publication", 3, "zh", "f650a41908a14d78"),
    ("publication", 3, "en", "e578b8091086382b"),
    ("support", 2, "zh", "94236f8691f929b5"),
    ("support", 2, "en", "e74138a1401cba31"),
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

/// Tables of the inventory that hold something which no standing consent and no duty on record
/// covers, with how many such rows: what the inventory says of each, asked of the database.
async fn uncovered(plaza: &Plaza) -> Vec<(&'static str, i64)> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    rows(plaza, |connection| {
        let mut found = Vec::new();
        for rest in RESTS {
            let table = rest.table;
            let lacking = match rest.on {
                On::Consent { column, .. } => format!(
                    "({column} IS NULL OR {column} NOT IN \
                     (SELECT id FROM consents WHERE withdrawn_at IS NULL))"
                ),
                On::With {
                    column,
                    table: parent,
                    key,
                } => format!("({column} IS NULL OR {column} NOT IN (SELECT {key} FROM {parent}))"),
                On::Duty(_) | On::Published | On::Unnamed(_) => continue,
            };
            let holds: Vec<String> = columns_of(rest)
                .iter()
                .map(|column| format!("{column} IS NOT NULL"))
                .collect();
            let holds = holds.join(" OR ");
            let sql =
                format!("SELECT count(*) AS count FROM {table} WHERE ({holds}) AND {lacking}");
            let Count { count } = diesel::sql_query(sql).get_result(connection)?;
            if count > 0 {
                found.push((table, count));
            }
        }
        Ok(found)
    })
    .await
}

/// The covered columns that an entry speaks of.
fn columns_of(rest: &Rest) -> Vec<&'static str> {
    if !rest.columns.is_empty() {
        return rest.columns.to_vec();
    }
    let named: Vec<&str> = RESTS
        .iter()
        .filter(|other| other.table == rest.table)
        .flat_map(|other| other.columns)
        .copied()
        .collect();
    let table = inventory::table(rest.table).unwrap();
    let columns = table.columns.iter();
    columns
        .filter(|(column, scope)| is_covered(*scope) && !named.contains(column))
        .map(|(column, _)| *column)
        .collect()
}

fn is_covered(scope: Scope) -> bool {
    matches!(scope, Scope::Covered(_) | Scope::Sealed(_))
}

#[test]
fn whatever_is_covered_says_on_what_it_rests() {
    let mut without = Vec::new();
    for table in inventory::tables() {
        for (column, _) in table.columns.iter().filter(|(_, scope)| is_covered(*scope)) {
            let resting = RESTS.iter().filter(|rest| rest.table == table.name);
            let said = resting.filter(|rest| columns_of(rest).contains(column));
            if said.count() != 1 {
                without.push(format!("{}.{column}", table.name));
            }
        }
    }
    assert!(
        without.is_empty(),
        "{without:?} do not say once on what they rest"
    );
    for rest in RESTS {
        let table = inventory::table(rest.table).unwrap();
        let known = |column: &str| assert!(table.scope(column).is_some(), "{column}: {rest:?}");
        assert!(!columns_of(rest).is_empty(), "{rest:?} speaks of nothing");
        columns_of(rest).into_iter().for_each(known);
        match rest.on {
            On::Consent { column, notices } => {
                known(column);
                assert!(!notices.is_empty(), "{rest:?}");
            }
            On::With {
                column,
                table: parent,
                key,
            } => {
                known(column);
                let parent = RESTS.iter().find(|other| other.table == parent).unwrap();
                assert!(matches!(parent.on, On::Consent { .. }), "{rest:?}");
                let parent = inventory::table(parent.table).unwrap();
                assert!(parent.scope(key).is_some(), "{rest:?}");
            }
            On::Duty(_) | On::Published => {}
            // Nobody is led to, and so nothing can be asked of the row.
            On::Unnamed(_) => assert_eq!(table.owner, Owner::Nobody, "{rest:?}"),
        }
        // What the public list says is no other basis.
        let basis = table.file.unwrap().basis;
        let fits = match rest.on {
            On::Consent { .. } | On::With { .. } | On::Unnamed(_) => true,
            On::Duty(_) => matches!(basis, inventory::Basis::Duty | inventory::Basis::Security),
            On::Published => basis == inventory::Basis::Published,
        };
        assert!(fits, "{} is listed as {basis:?}", rest.table);
    }
    // And where it says consent, there is one.
    for file in inventory::files() {
        for table in file.tables() {
            let mut resting = RESTS.iter().filter(|rest| rest.table == table.name);
            let by_consent = |rest: &Rest| {
                matches!(
                    rest.on,
                    On::Consent { .. } | On::With { .. } | On::Unnamed(_)
                )
            };
            assert!(
                file.basis != inventory::Basis::Consent || resting.all(by_consent),
                "{} is said to rest on consent",
                table.name
            );
        }
    }
}

#[actix_web::test]
async fn a_notice_tells_the_kinds_the_terms_and_the_receivers_of_the_inventory() {
    let own = [("cases".to_owned(), 37), ("requests".to_owned(), 41)];
    let plaza = Plaza::start_with(|config| config.retention = own.into()).await;
    for notice in Notice::ALL {
        let tables = inventory::collected_at(notice);
        // These mails use what the account's notice tells of.
        assert_eq!(tables.is_empty(), notice == Notice::PolicyMail);
        for lang in Lang::ALL {
            let shown = notice.shown(lang, &plaza.context.config);
            let (kinds, long) = (shown.text("kinds"), shown.text("long"));
            for kind in tables.iter().flat_map(|table| table.kinds()) {
                let words = lang.t(kind.words());
                assert!(kinds.contains(&words), "{notice:?} lacks {words}: {kinds}");
            }
            for table in &tables {
                let term = match table.retention {
                    Retention::Years { class, .. } => match class.name() {
                        "cases" => 37,
                        _ => 41,
                    },
                    Retention::Days { days, .. } if days > 0 => days,
                    _ => continue,
                };
                let told = long.split(|c: char| !c.is_ascii_digit());
                let told = told.filter_map(|figure| figure.parse::<i64>().ok());
                assert!(
                    told.into_iter().any(|figure| figure == term),
                    "{notice:?} does not tell of the {term} of {}: {long}",
                    table.name
                );
            }
            let told = shown.text("receivers").to_lowercase();
            let nobody = ["沒有別人", "nobody but you"];
            let files = tables.iter().filter_map(|table| table.file);
            for recipient in files.flat_map(|file| file.recipients) {
                let is_told = match recipient {
                    Recipient::Nobody => nobody.iter().any(|words| told.contains(words)),
                    Recipient::Public => {
                        told.contains(&lang.t("file-recipient-public").to_lowercase())
                    }
                    other => {
                        assert!(!nobody.iter().any(|words| told.contains(words)), "{told}");
                        told.contains(&lang.t(other.words()).to_lowercase())
                    }
                };
                assert!(is_told, "{notice:?} does not tell of {recipient:?}: {told}");
            }
        }
    }
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
    body["guest"] = client.as_guest("路人甲", Some("passer@example.tw")).await;
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
    // Somebody who is named in a post.
    let about_me = "/zh/posts/1/about-me";
    let notice = guest.get(about_me).await.hidden("notice");
    let fields = [
        ("words", "第二行是我"),
        ("email", "named@example.tw"),
        ("notice", notice.as_str()),
    ];
    guest.post(about_me, &fields).await.expect(303);
    // A flag by page and API, with words and without.
    let flag = "/zh/posts/1/flag";
    let notice = guest.get(flag).await.hidden("notice");
    let fields = [
        ("reason", "spam"),
        ("words", "這是廣告"),
        ("notice", notice.as_str()),
    ];
    guest.post(flag, &fields).await.expect(303);
    let body = json!({ "reason": "other" });
    let path = "/api/v1/posts/1/flags";
    guest.post_json(path, &body).await.expect(202);
    // Signing up for an event by page and API.
    let concert = event(&plaza).await;
    sign_up(&guest, concert, "wang@example.tw").await;
    let notice = guest
        .get(&format!("/api/v1/events/{concert}?lang=zh"))
        .await
        .json()["notice"]["hash"]
        .clone();
    let body = json!({ "name": "林佳穎", "email": "lin@example.tw", "notice": notice });
    guest
        .post_json(&format!("/api/v1/events/{concert}/sign-ups"), &body)
        .await
        .expect(202);
    // Supporting a suggestion by page and API.
    let topic = plaza.published_suggestion().await.topic;
    ask(&guest, topic, "supports@example.tw").await.expect(303);
    let body = json!({ "email": "too@example.tw", "language": "en" });
    let path = format!("/api/v1/topics/{topic}/support/mail");
    guest.post_json(&path, &body).await.expect(202);
    // What an account keeps: a draft, a place read, a new address, a request to the officer.
    let amei = plaza.person("amei", Role::Resident).await;
    let (draft, path) = (json!({ "body": "還沒寫完" }), "/api/v1/drafts/topic/1");
    let kept = amei.client.json(Method::PUT, path, &draft).await;
    kept.expect(200);
    let address = [("email", "new@example.tw"), ("password", PASSWORD)];
    let asked = amei.client.post("/en/account/address", &address).await;
    asked.expect(303);
    let notice = amei.client.get("/en/account/reading").await;
    let fields = [("wanted", "yes"), ("notice", &notice.hidden("notice"))];
    let begun = amei.client.post("/en/account/reading", &fields).await;
    begun.expect(303);
    let body = json!({ "kind": "object", "words": "請不要使用" });
    let path = "/api/v1/account/data-requests";
    amei.client.post_json(path, &body).await.expect(202);
    // Mails about the policy.
    let ming = plaza.person("ming", Role::Resident).await;
    let body = json!({ "wanted": true, "language": "en" });
    let path = "/api/v1/account/policy-mails";
    ming.client.json(Method::PUT, path, &body).await.expect(200);

    assert_eq!(uncovered(&plaza).await, [], "nothing is held without");
    // It would be seen: what belongs to somebody loses what it rests on.
    let lost = "UPDATE consents SET withdrawn_at = given_at WHERE notice = 'reading'";
    plaza.sql(lost).unwrap();
    assert_eq!(uncovered(&plaza).await, [("reading_trackers", 1)]);
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
    assert_eq!(given(Notice::AboutMe), 1);
    assert_eq!(given(Notice::EventSignUp), 2);
    // One stands in the demo city; what has no words needs none.
    assert_eq!(given(Notice::Flag), 2);
    assert_eq!(given(Notice::Support), 2);
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
    let concert = event(&plaza).await;
    sign_up(&guest, concert, "wang@example.tw").await;
    let notice = guest.get("/zh/posts/1/about-me").await.hidden("notice");
    let fields = [
        ("words", "第二行是我"),
        ("email", "named@example.tw"),
        ("notice", notice.as_str()),
    ];
    let about_me = "/zh/posts/1/about-me";
    guest.post(about_me, &fields).await.expect(303);
    let flag = json!({ "reason": "spam", "words": "這是廣告" });
    let path = "/api/v1/posts/1/flags";
    guest.post_json(path, &flag).await.expect(202);
    let topic = plaza.published_suggestion().await.topic;
    ask(&guest, topic, "supports@example.tw").await.expect(303);
    for sql in [
        "UPDATE flags SET consent_id = NULL WHERE words_sealed IS NOT NULL",
        "UPDATE support_requests SET consent_id = NULL",
        "UPDATE data_requests SET consent_id = NULL",
        "UPDATE event_sign_ups SET consent_id = NULL",
        "INSERT INTO event_sign_ups (event_id, name_sealed, email_sealed, email_index, language, \
         state, token_hash, signed_up_on, last_day) SELECT event_id, name_sealed, email_sealed, \
         name_sealed, language, state, name_sealed, signed_up_on, last_day FROM event_sign_ups",
        "UPDATE accounts SET consent_id = NULL",
        "UPDATE registrations SET consent_id = NULL",
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
        (
            "/zh/posts/1/about-me",
            vec![("words", "第二行是我"), ("email", "named@example.tw")],
        ),
        (
            "/zh/posts/1/flag",
            vec![("reason", "spam"), ("words", "這是廣告")],
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

#[actix_web::test]
async fn a_guest_posts_only_after_reading_the_notice_whose_hash_the_consent_then_holds() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("open", "早餐", "哪裡有？").await;
    let old = "0".repeat(64);
    let (opens, answers) = (
        "/api/v1/boards/open/topics".to_owned(),
        format!("/api/v1/topics/{topic}/posts"),
    );
    for path in [&opens, &answers] {
        for notice in [None, Some(""), Some(&*old)] {
            let mut signed = json!({ "name": "1234", "email": CONTACT });
            if let Some(notice) = notice {
                signed["notice"] = json!(notice);
            }
            let body = json!({ "title": "t", "body": "b", "guest": signed });
            let refused = guest.post_json(path, &body).await.expect(422);
            assert_eq!(refused.json()["code"], "notice-changed", "{path}");
        }
    }
    let page = format!("/zh/topics/{topic}/reply");
    let fields = [("body", "b"), ("name", "1234"), ("email", CONTACT)];
    let refused = guest.post(&page, &fields).await.expect(422);
    assert!(!refused.texts(".field-error").is_empty());
    let before = all(&plaza).await.len();
    // Read in English by a program that asks for Chinese answers.
    let read = guest.get("/api/v1/notices/guest-post?lang=en").await;
    let hash = read.expect(200).json()["hash"].as_str().unwrap().to_owned();
    let signed = json!({ "name": "1234", "email": CONTACT, "notice": hash, "language": "en" });
    let body = json!({ "title": "t", "body": "b", "guest": signed });
    let posted = guest.decide("POST", &opens, &body, |_| ("mine", "publish"));
    posted.await.expect(202);
    let given = all(&plaza).await.split_off(before);
    let [(Notice::GuestPost, Basis::Consent, kept, _)] = &given[..] else {
        panic!("{} consents", given.len())
    };
    let english = Notice::GuestPost.shown(Lang::En, &plaza.context.config);
    assert_eq!(english.hash_text(), hash);
    assert_eq!(kept.as_deref(), Some(&*english.whole().hash()));
}

/// An event that takes one sign-up and a waiting list, what is given being erased on 31 March.
async fn event(plaza: &Plaza) -> i64 {
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let event = json!({
        "zh": { "title": "港邊音樂會", "body": "帶野餐墊來。", "place": "駁二" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        "sign_up": { "until": "2026-03-13", "capacity": 1, "erase_on": "2026-03-31" },
    });
    let made = staff.post_json("/api/v1/events", &event).await.expect(201);
    made.json()["id"].as_i64().unwrap()
}

async fn sign_up(guest: &Client, event: i64, email: &str) {
    let path = format!("/zh/events/{event}/sign-up");
    let notice = guest.get(&path).await.hidden("notice");
    let fields = [("name", "王大明"), ("email", email), ("notice", &notice)];
    guest.post(&path, &fields).await.expect(303);
}

/// Each consent to a sign-up: its id, whose it is, and when it was withdrawn.
async fn of_sign_ups(plaza: &Plaza) -> Vec<(i64, Option<i64>, Option<plaza::db::Timestamp>)> {
    rows(plaza, |connection| {
        Ok(consents::table
            .filter(consents::notice.eq(Notice::EventSignUp))
            .order(consents::id)
            .select((consents::id, consents::sign_up_id, consents::withdrawn_at))
            .load(connection)?)
    })
    .await
}

/// The sign-ups' ids.
async fn sign_ups(plaza: &Plaza) -> Vec<i64> {
    rows(plaza, |connection| {
        Ok(event_sign_ups::table
            .order(event_sign_ups::id)
            .select(event_sign_ups::id)
            .load(connection)?)
    })
    .await
}

#[actix_web::test]
async fn the_words_of_an_events_notice_change_only_with_their_version() {
    let plaza = Plaza::start().await;
    let id = event(&plaza).await;
    let event = events::find(&plaza.context, id).await.unwrap();
    let now = Lang::ALL.map(|lang| {
        let text = events::notice::of(&plaza.context, &event, lang);
        assert!(!text.body.contains('{') && text.body.contains("31"));
        (text.version, text.hash_text()[..16].to_owned())
    });
    let told = [(2, "49be5381a7bb5227"), (2, "634ff6d43f11a624")];
    let told = told.map(|(version, hash)| (version, hash.to_owned()));
    assert_eq!(now, told, "raise the version and write the new hash here");
}

#[actix_web::test]
async fn withdrawing_the_consent_to_a_sign_up_cancels_it_and_is_kept_of_nobody() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let concert = event(&plaza).await;
    sign_up(&guest, concert, "first@example.tw").await;
    let first = plaza.mails().await.pop().unwrap();
    sign_up(&guest, concert, "second@example.tw").await;
    let ids = sign_ups(&plaza).await;
    let given = of_sign_ups(&plaza).await;
    assert_eq!(given[0].1, Some(ids[0]));
    // Signing up again is no second consent.
    sign_up(&guest, concert, "second@example.tw").await;
    assert_eq!(of_sign_ups(&plaza).await.len(), 2);
    let backup = plaza.backup();

    guest
        .post(&first.link("/events/cancel/"), &[])
        .await
        .expect(200);
    assert_eq!(sign_ups(&plaza).await, ids[1..]);
    let left = of_sign_ups(&plaza).await;
    assert_eq!(left[0].1, None, "it is nobody's any more");
    assert_eq!(left[0].2, Some(plaza.context.now()));
    assert_eq!((left[1].1, left[1].2), (Some(ids[1]), None));
    let mails = plaza.mails().await;
    let up = mails.iter().find(|mail| mail.subject.starts_with("您遞補"));
    assert_eq!(up.unwrap().to, "second@example.tw");
    let register = guest.get("/en/ledger").await.expect(200);
    let erased = register.texts("main .rows li");
    let told = erased
        .iter()
        .filter(|line| line.contains("What: a sign-up"));
    assert_eq!(told.count(), 1, "{erased:?}");
    // No mail to either leaves a copy once it is delivered.
    let kept: Vec<String> = rows(&plaza, |connection| {
        Ok(outbox::table.select(outbox::kind).load(connection)?)
    })
    .await;
    assert!(kept.is_empty(), "{kept:?}");
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(
        of_sign_ups(&plaza).await.len(),
        2,
        "it is still to be shown"
    );
    assert_eq!(uncovered(&plaza).await, []);

    // On the day that was told, both go.
    plaza.advance(TimeDelta::days(28));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(of_sign_ups(&plaza).await.len(), 2);
    plaza.advance(TimeDelta::days(1));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(of_sign_ups(&plaza).await, []);
    assert!(sign_ups(&plaza).await.is_empty());

    // A restored backup forgets the cancelled one again, and only that one.
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.journal(), [Erased::SignUp { id: ids[0] }]);
    assert_eq!(plaza.replay(&restored).await, 1);
    assert_eq!(plaza.replay(&restored).await, 0);
    let left: Result<Vec<i64>, DbError> = restored
        .db
        .read(|connection| {
            let ids = event_sign_ups::table.select(event_sign_ups::id);
            Ok(ids.load(connection)?)
        })
        .await;
    assert_eq!(left.unwrap(), ids[1..]);
}

#[actix_web::test]
async fn an_event_that_is_called_off_leaves_no_consents() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let event = json!({
        "zh": { "title": "港邊音樂會", "body": "帶野餐墊來。", "place": "駁二" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        "sign_up": { "until": "2026-03-13", "erase_on": "2026-03-31" },
    });
    let made = staff.post_json("/api/v1/events", &event).await.expect(201);
    let concert = made.json()["id"].as_i64().unwrap();
    sign_up(&guest, concert, "first@example.tw").await;
    assert_eq!(of_sign_ups(&plaza).await.len(), 1);
    let way = format!("/zh/events/{concert}/call-off");
    staff.post(&way, &[]).await.expect(303);
    assert_eq!(of_sign_ups(&plaza).await, []);
    // The ledger says that the list was erased, and not how many stood on it.
    let register = guest.get("/api/v1/ledger").await.expect(200).json();
    let entry = &register["entries"][0];
    assert_eq!(entry["act"], "erased");
    assert_eq!(entry["ground"], "consent");
    assert_eq!(entry["facts"], json!({ "erased": "sign-ups" }));
}

#[actix_web::test]
async fn two_clicks_at_once_cancel_once() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let concert = event(&plaza).await;
    sign_up(&guest, concert, "first@example.tw").await;
    let link = plaza.mails().await.pop().unwrap().link("/events/cancel/");
    for waiting in ["second@example.tw", "third@example.tw"] {
        sign_up(&guest, concert, waiting).await;
    }
    let clicks = (0..4).map(|_| guest.post(&link, &[]));
    let answers = futures_util::future::join_all(clicks).await;
    let mut statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410]);
    let mails = plaza.mails().await;
    let moved = mails
        .iter()
        .filter(|mail| mail.subject.starts_with("您遞補"));
    assert_eq!(moved.count(), 1);
    assert_eq!(plaza.journal().len(), 1);
}

#[actix_web::test]
async fn sign_ups_from_before_consents_had_rows_get_theirs() {
    const NAME: &str = "2026-01-12-000000_names_and_sign_ups";
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let concert = event(&plaza).await;
    sign_up(&guest, concert, "first@example.tw").await;
    sign_up(&guest, concert, "second@example.tw").await;
    let hash = |texts: Vec<(Vec<u8>, i32, String)>| texts.into_iter().next().unwrap();
    let texts = async || {
        rows(&plaza, |connection| {
            Ok(notice_texts::table
                .filter(notice_texts::notice.eq(Notice::EventSignUp))
                .select((
                    notice_texts::hash,
                    notice_texts::version,
                    notice_texts::body,
                ))
                .load::<(Vec<u8>, i32, String)>(connection)?)
        })
        .await
    };
    let shown = hash(texts().await);
    let folder = if plaza.on_postgres() {
        "postgres"
    } else {
        "sqlite"
    };
    // Back to the tables of that time, and forth again with what stands in them.
    for direction in ["down", "up"] {
        let path = format!("migrations/{folder}/{NAME}/{direction}.sql");
        let sql = std::fs::read_to_string(path).unwrap();
        plaza.sql(&format!("BEGIN; {sql} COMMIT;")).unwrap();
    }
    assert_eq!(uncovered(&plaza).await, []);
    let given = of_sign_ups(&plaza).await;
    let ids = sign_ups(&plaza).await;
    assert_eq!(given.len(), 2);
    assert_eq!(
        given.iter().map(|one| one.1.unwrap()).collect::<Vec<_>>(),
        ids
    );
    // The hash is what was kept; the text comes back when it is shown again.
    let old = hash(texts().await);
    assert_eq!((&old.0, old.1, &*old.2), (&shown.0, 0, ""));
    sign_up(&guest, concert, "third@example.tw").await;
    let again = texts().await;
    assert_eq!((again.len(), &again[0].2), (1, &shown.2));
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
    let key = json!({ "reference": receipt["reference"], "password": receipt["password"] });
    client
        .post_json("/api/v1/suggestions/case/withdraw-contact", &key)
        .await
        .expect(200);
    let case = client
        .post_json("/api/v1/suggestions/case", &key)
        .await
        .expect(200)
        .json();
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
async fn a_withdrawal_and_a_group_of_mails_that_is_recorded_do_not_wait_for_each_other() {
    use plaza::{
        mail::{About, Draft, Letter, LetterKind, outbox as mails},
        privacy::Private,
    };
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let receipt = client
        .post_json("/api/v1/suggestions", &suggestion(contact()))
        .await
        .expect(201)
        .json();
    let cx = plaza.context.clone();
    // Mails with the contact, of kinds that come in another order than the mails.
    let write = move |connection: &mut plaza::db::AnyConnection| {
        let case = cases::table.select(cases::id).first(connection)?;
        let mut ids = Vec::new();
        for kind in [LetterKind::OfficeSuggestion, LetterKind::CaseNews] {
            let draft = Draft {
                lang: Lang::En,
                city: "City".into(),
                subject: "Subject".into(),
                paragraphs: Vec::new(),
                button: None,
                policy_url: "http://plaza.test/en/privacy".into(),
            };
            let letter = Letter {
                kind,
                about: About::Case(case),
                to: Private::new("somebody@mail.example".to_owned()),
                content: draft.compose(),
            };
            ids.extend(mails::enqueue(connection, &cx, &letter)?.row());
        }
        Ok::<_, DbError>(ids)
    };
    let ids = plaza.context.db.write(write).await.unwrap();
    let held = "UPDATE outbox SET attempts = attempts WHERE id =";
    let key = json!({ "reference": receipt["reference"], "password": receipt["password"] });
    plaza
        .crossing(
            &format!("{held} {}", ids[0]),
            &format!("{held} {}", ids[1]),
            client.post_json("/api/v1/suggestions/case/withdraw-contact", &key),
        )
        .await
        .expect(200);
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
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(all(&plaza).await.len(), 1, "it still waits");
    plaza.advance(TimeDelta::hours(25));
    // The registration goes first; what covers nothing any more goes in the next round.
    for of in ["registrations", "consents"] {
        let deleted = retention::once(&plaza.context).await.unwrap();
        assert!(deleted.iter().any(|due| due.table == of), "{deleted:?}");
    }
    assert_eq!(all(&plaza).await.len(), 0);
}
