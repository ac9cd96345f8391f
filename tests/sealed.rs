//! Covered contact data at rest: given through the public routes, and found in no file, log,
//! row or copy; sealed anew with a new secret; and seen by an office only with a trace.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    commands::prepare::prepare,
    context::Context,
    db::{DbError, rows::SealedColumn, schema::looks},
    jobs::sign_heads,
    keys::Keys,
    mail::{Step, outbox, paused},
    privacy::{
        Private,
        rotation::{self, RotationError},
        sealed::Column,
        verify,
    },
};
use serde_json::json;

use crate::{
    inbound,
    support::{Client, PASSWORD, Plaza},
    supports::{ask, support_by_mail},
};

/// What people gave and nobody may find: one datum for each way in.
pub const PLANTED: [&str; 28] = [
    "waits.for.link@private.example",
    "has.account@private.example",
    "wants.this.now@private.example",
    "writes.in@private.example",
    "never.confirms@private.example",
    "秘密的林佳穎",
    "0912-987-654",
    "0987-111-222",
    "mailbox of has.account does not exist",
    "鄰居陳小姐申訴說",
    "那是我外婆的本名",
    "named.in.post@private.example",
    "第二行是我",
    "不要再統計我了",
    "答覆裡才有的話",
    "秘密的報名者",
    "comes.to.the.fair@private.example",
    "申訴的答覆才提到的話",
    "因為要問過林佳穎的姊姊",
    "退回的理由才提到的話",
    "草稿裡才有的話",
    "不予核可的理由才提到的話",
    "waits.to.support@private.example",
    "has.supported@private.example",
    "檢舉裡才有的話",
    "以郵件回覆才有的話。",
    "沒有歸入案件的信才有的話。",
    "no account clerk.of.city at this server",
];

async fn suggest(client: &Client, email: &str, phone: &str, share: bool) -> (String, String) {
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "路面有洞",
        "body": "公車站前面。", "publish": false, "share_contact": share,
        "contact": { "name": PLANTED[5], "email": email, "phone": phone },
    });
    let answer = client.post_json("/api/v1/suggestions", &body).await;
    let answer = answer.expect(201).json();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("reference"), text("password"))
}

/// What is given to whoever planted it: the number and password of the case that was confirmed,
/// and the key of a guest's post, number 2.
pub struct Planted {
    reference: String,
    password: String,
    key: String,
}

/// Residents give their data on every way there is.
pub async fn plant(plaza: &Plaza) -> Planted {
    let client = plaza.client().await;
    let register = |email: &'static str| {
        let body = json!({ "email": email, "password": PASSWORD, "name": "阿德" });
        let client = &client;
        async move {
            client
                .post_json("/api/v1/accounts", &body)
                .await
                .expect(202)
        }
    };
    register(PLANTED[0]).await;
    register(PLANTED[1]).await;
    let mails = plaza.mails().await;
    let mail = mails.iter().find(|mail| mail.to == PLANTED[1]).unwrap();
    client.post(&mail.link("/register/"), &[]).await.expect(303);
    client.log_on(PLANTED[1], PASSWORD).await;
    let change = [("email", PLANTED[2]), ("password", PASSWORD)];
    client
        .post("/en/account/address", &change)
        .await
        .expect(303);
    let forgot = [("email", PLANTED[1])];
    client
        .post("/en/password/forgot", &forgot)
        .await
        .expect(303);
    // Somebody types a known address at log-on, and fails.
    let wrong = [("email", PLANTED[1]), ("password", "not the password")];
    plaza.client().await.post("/en/log-on", &wrong).await;

    // A moderator masks in their post on somebody's complaint, and they appeal.
    plaza.add_boards().await;
    let body = json!({ "title": "二手書", "body": "打給我0911-222-333" });
    client
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let begun = json!({ "body": PLANTED[20] });
    let path = "/api/v1/drafts/board/city";
    let kept = client.json(Method::PUT, path, &begun).await;
    kept.expect(200);
    let visitor = plaza.client().await;
    let signed = visitor.as_guest("訪客", None).await;
    let guest = json!({ "title": "早餐", "body": "哪裡有？", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let decide = |_: &str| ("none", "publish");
    let given = visitor.decide("POST", path, &guest, decide);
    let key = given.await.expect(202).json()["key"].clone();
    let neighbour = plaza.log_on_as(Role::Resident, "鄰居").await;
    let quote = json!({ "body": "> [quote:1:1]\n> 打給我0911-222-333\n\n還在嗎？" });
    neighbour
        .decide("POST", "/api/v1/topics/1/posts", &quote, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let act = [
        ("act", "mask"),
        ("ground", "protect"),
        ("complained_by", "telephone"),
        ("complained_on", "2026-03-01"),
        ("reason", PLANTED[9]),
    ];
    moderator
        .post("/zh/posts/1/moderate", &act)
        .await
        .expect(303);
    let number = client.get("/zh/posts/1/decisions").await.hidden("number");
    let appeal = [("number", &*number), ("words", PLANTED[10])];
    client
        .post("/zh/posts/1/decisions", &appeal)
        .await
        .expect(303);

    // Somebody is named in it, and the account objects to something.
    let named = [("email", PLANTED[11]), ("words", PLANTED[12])];
    client
        .post("/zh/posts/1/about-me", &named)
        .await
        .expect(303);
    let object = [("kind", "object"), ("words", PLANTED[13])];
    client
        .post("/zh/account/data/request", &object)
        .await
        .expect(303);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    for answer in [
        [("decision", "extend"), ("words", PLANTED[18])],
        [("decision", "grant"), ("words", PLANTED[14])],
    ] {
        officer
            .post("/zh/officer/requests/2", &answer)
            .await
            .expect(303);
    }
    // The appeal is refused by another moderator, who sends a guest's post back too.
    let other = plaza.log_on_as(Role::Moderator, "另一位版主").await;
    let refuse = [("decision", "refuse"), ("answer", PLANTED[17])];
    other
        .post("/zh/review/appeals/1", &refuse)
        .await
        .expect(303);
    let guest = plaza.client().await;
    let signed = guest.as_guest("路人", None).await;
    let body = json!({ "title": "賣傢俱", "body": "便宜賣。", "guest": signed });
    guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("mine", "publish")
        })
        .await;
    let waits = other.get("/api/v1/review?kind=guest-post").await;
    let waits = waits.expect(200).json();
    let newest = waits["items"].as_array().unwrap().last().unwrap();
    let path = format!("/zh/review/{}", newest["id"]);
    let item = other.get(&path).await;
    let version = item.attribute("input[name=version]", "value").unwrap();
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "protect"),
        ("complained_by", "telephone"),
        ("complained_on", "2026-03-01"),
        ("reason", PLANTED[19]),
    ];
    other.post(&path, &reject).await.expect(303);
    let flag = [("reason", "other"), ("words", PLANTED[24])];
    client.post("/zh/posts/1/flag", &flag).await.expect(303);

    // An investigation is asked for, and a second person declines it.
    let asked = [
        ("touch", "hide"),
        ("agency", "高雄地檢署"),
        ("document", "雄檢字第7號"),
    ];
    other
        .post("/zh/posts/1/investigations", &asked)
        .await
        .expect(303);
    let decline = [("answer", "decline"), ("because", PLANTED[21])];
    officer
        .post("/zh/officer/approvals/1", &decline)
        .await
        .expect(303);

    suggest(&client, PLANTED[4], PLANTED[7], true).await;
    let (reference, password) = suggest(&client, PLANTED[3], PLANTED[6], true).await;
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == PLANTED[3]).unwrap();
    client
        .post(&mail.link("/suggestions/confirm/"), &[])
        .await
        .expect(200);

    // The office answers, and a server refuses a mail with words that name its recipient.
    let staff = plaza.staff_of("maintenance").await;
    let list = staff.get("/zh/desk").await.expect(200);
    let id = list.attribute("td a[href*='/desk/']", "href").unwrap();
    staff
        .post(&id, &[("answer", "已經補好了。")])
        .await
        .expect(303);
    let context = &plaza.context;
    let leased = outbox::next(context).await.unwrap().unwrap();
    let words = Private::new(PLANTED[8].to_owned());
    outbox::refused(context, leased, words).await.unwrap();
    // Somebody signs up for an event.
    let event = json!({
        "zh": { "title": "園遊會", "body": "歡迎來玩。", "place": "市府廣場" },
        "starts_at": "2026-05-14T19:00:00", "ends_at": "2026-05-14T21:00:00",
        "sign_up": { "until": "2026-05-13", "erase_on": "2026-05-31" },
    });
    staff.post_json("/api/v1/events", &event).await.expect(201);
    let form = client.get("/zh/events/1/sign-up").await;
    let notice = form.hidden("notice");
    let fields = [
        ("name", PLANTED[15]),
        ("email", PLANTED[16]),
        ("notice", &*notice),
    ];
    client
        .post("/zh/events/1/sign-up", &fields)
        .await
        .expect(303);
    // Somebody supports a suggestion, and somebody wants to.
    let suggested = plaza.published_suggestion().await;
    let topic = suggested.topic;
    support_by_mail(plaza, topic, PLANTED[23]).await;
    let asked = ask(&plaza.client().await, topic, PLANTED[22]).await;
    asked.expect(303);
    // Later the server takes no mail at all, and says why.
    let words = Private::new(PLANTED[27].to_owned());
    let noted = paused::note(context, Step::LogOn, Some(535), &words);
    noted.await.unwrap();
    // A member of the office answers by mail, and a mail comes that has no place.
    let case = suggested.key["reference"].as_str().unwrap();
    inbound::plant(plaza, case, [PLANTED[25], PLANTED[26]]).await;
    Planted {
        reference,
        password,
        key: key.as_str().unwrap().to_owned(),
    }
}

/// Given in places of their own, and looked for at rest by `factors`, `webhooks` and `sign_on`.
const ELSEWHERE: [Column; 6] = [
    Column::AuthenticatorSecret,
    Column::PasskeyLabel,
    Column::WebhookSecret,
    Column::WebhookOldSecret,
    Column::SignOnSubject,
    Column::SignOnSaid,
];

#[actix_web::test]
async fn what_residents_give_is_found_nowhere_at_rest() {
    let plaza = Plaza::city().await;
    let planted = plant(&plaza).await;
    for column in Column::ALL {
        if ELSEWHERE.contains(column) {
            continue;
        }
        let (table, name) = column.name();
        let filled = plaza
            .context
            .db
            .read(move |connection| {
                let place = SealedColumn {
                    table,
                    id: "id",
                    column: name,
                    indices: &[],
                };
                place.waiting(connection, b"none")
            })
            .await;
        let filled: Result<i64, DbError> = filled;
        assert!(filled.unwrap() > 0, "nothing was planted in {table}.{name}");
    }
    let backup = plaza.made_backup("backup");
    let at_rest = plaza.at_rest();
    let found = at_rest.find("路面有洞");
    assert!(!found.is_empty(), "nothing at all can be found");
    assert!(
        found
            .iter()
            .any(|name| name.starts_with(backup.to_str().unwrap())),
        "the backup was not looked into"
    );
    for datum in PLANTED.into_iter().chain([&*planted.key]) {
        let found = at_rest.find(datum);
        assert!(found.is_empty(), "{datum} stands in {found:?}");
    }
    // Nor in what time leaves behind: the link never followed, the mails done with.
    plaza.advance(TimeDelta::days(40));
    plaza::jobs::accept_unconfirmed::once(&plaza.context)
        .await
        .unwrap();
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    plaza.made_backup("later");
    let at_rest = plaza.at_rest();
    for datum in PLANTED {
        let found = at_rest.find(datum);
        assert!(
            found.is_empty(),
            "{datum} stands in {found:?} after a while"
        );
    }
}

#[actix_web::test]
async fn what_lay_in_the_open_before_is_sealed_at_the_next_start() {
    let plaza = Plaza::city().await;
    plant(&plaza).await;
    let marked = |words: &str| {
        if plaza.on_postgres() {
            format!("convert_to('plain:{words}', 'UTF8')")
        } else {
            format!("CAST('plain:{words}' AS BLOB)")
        }
    };
    // As the migration leaves what an older Plaza wrote.
    for (table, column, words) in [
        ("appeals", "answer_sealed", PLANTED[17]),
        ("data_requests", "extended_because_sealed", PLANTED[18]),
        ("review_items", "decision_reason_sealed", PLANTED[19]),
        ("approvals", "declined_because_sealed", PLANTED[21]),
    ] {
        let value = marked(words);
        let sql = format!("UPDATE {table} SET {column} = {value} WHERE {column} IS NOT NULL");
        plaza.sql(&sql).unwrap();
        assert!(!plaza.at_rest().find(words).is_empty(), "{words}");
    }
    for _ in 0..2 {
        prepare(&plaza.context).await.unwrap();
    }
    assert!(!is_unfinished(&plaza.context).await);
    let member = plaza.client().await;
    member.log_on(PLANTED[1], PASSWORD).await;
    let decisions = member.get("/zh/posts/1/decisions").await.expect(200);
    assert!(decisions.body.contains(PLANTED[17]));
    let data = member.get("/zh/account/data").await.expect(200);
    assert!(data.body.contains(PLANTED[18]));
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "another").await;
    let ended = officer.get("/zh/officer/approvals").await.expect(200);
    assert!(ended.body.contains(PLANTED[21]));
    for words in [17, 18, 19, 21].map(|at| PLANTED[at]) {
        let rows = plaza.dump();
        assert!(!rows.contains(words), "{words} lies in the open");
    }
}

#[actix_web::test]
async fn who_wrote_to_the_city_reads_on_which_days_it_was_read() {
    let plaza = Plaza::city().await;
    plant(&plaza).await;
    let member = plaza.client().await;
    member.log_on(PLANTED[1], PASSWORD).await;
    let looks = async |table: &str| {
        let held = member.get("/api/v1/account/data").await.expect(200).json();
        held[table].as_array().cloned().unwrap_or_default()
    };
    let before = looks("request_looks").await.len();
    assert!(looks("appeal_looks").await.is_empty());
    let ask = [("kind", "object"), ("words", "再說一次")];
    member
        .post("/zh/account/data/request", &ask)
        .await
        .expect(303);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "another").await;
    let moderator = plaza.log_on_as(Role::Moderator, "第三位版主").await;
    for _ in 0..2 {
        let queue = officer.get("/zh/officer/requests").await.expect(200);
        assert!(queue.body.contains("再說一次"));
        let decisions = moderator.get("/zh/posts/1/decisions").await.expect(200);
        assert!(decisions.body.contains(PLANTED[17]));
    }
    let (requests, appeals) = (looks("request_looks").await, looks("appeal_looks").await);
    assert_eq!((requests.len(), appeals.len()), (before + 1, 1));
    for look in requests.iter().chain(&appeals) {
        assert_eq!(look["day"], "2026-03-02");
        assert!(look.get("account_id").is_none(), "who it was is theirs");
    }
    // On another day it is another look.
    plaza.advance(TimeDelta::days(1));
    let moderator = plaza.log_on_as(Role::Moderator, "第四位版主").await;
    moderator.get("/api/v1/posts/1/decisions").await.expect(200);
    let member = plaza.client().await;
    member.log_on(PLANTED[1], PASSWORD).await;
    let held = member.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(held["appeal_looks"].as_array().unwrap().len(), 2);
}

async fn is_unfinished(context: &Context) -> bool {
    let keys = context.config.keys.clone();
    let db = context.db.clone();
    db.read(move |connection| rotation::is_unfinished(connection, &keys))
        .await
        .unwrap()
}

async fn reseal(context: &Context) -> Result<i64, RotationError> {
    let mut sealed = 0;
    let parts = (&context.db, &context.config.keys, &context.random);
    rotation::reseal(parts.0, parts.1, parts.2, |_, _, _| sealed += 1)
        .await
        .map(|()| sealed)
}

#[actix_web::test]
async fn a_new_secret_seals_everything_anew_and_the_old_one_can_go() {
    let (old, new) = ([7; 32], [9; 32]);
    let mut plaza = Plaza::city().await;
    let planted = plant(&plaza).await;
    sign_heads::once(&plaza.context).await.unwrap();
    assert!(!is_unfinished(&plaza.context).await);

    plaza.rekey(Keys::new(new));
    assert!(is_unfinished(&plaza.context).await);
    let before = plaza.dump();
    let lost = reseal(&plaza.context).await.unwrap_err();
    assert!(
        lost.to_string()
            .contains("the secret that sealed it is missing")
    );
    assert_eq!(
        plaza.dump(),
        before,
        "something changed without the old secret"
    );

    plaza.rekey(Keys::of(new, [old]));
    assert!(reseal(&plaza.context).await.unwrap() > 0);
    assert!(!is_unfinished(&plaza.context).await);
    assert_eq!(reseal(&plaza.context).await.unwrap(), 0, "done is done");

    // What a machine that was not told sealed meanwhile is taken up by the next run.
    plaza.rekey(Keys::new(old));
    suggest(&plaza.client().await, "", "0911-000-000", false).await;
    plaza.rekey(Keys::of(new, [old]));
    assert!(is_unfinished(&plaza.context).await);
    assert!(reseal(&plaza.context).await.unwrap() > 0);

    plaza.rekey(Keys::new(new));
    let client = plaza.client().await;
    client.log_on(PLANTED[1], PASSWORD).await;
    let account = client.get("/api/v1/account").await.expect(200).json();
    assert_eq!(account["email"], PLANTED[1]);
    let path = "/api/v1/suggestions/case";
    let case = |password: &str| json!({ "reference": planted.reference, "password": password });
    let followed = client.post_json(path, &case(&planted.password)).await;
    assert_eq!(followed.expect(200).json()["state"], "answered");
    let wrong = case("AAAA-AAAA-AAAA");
    client.post_json(path, &wrong).await.expect(404);
    let path = "/api/v1/posts/2/key";
    let opened = client.post_json(path, &json!({ "key": planted.key })).await;
    assert_eq!(opened.expect(200).json()["post"]["state"], "held");
    let wrong = json!({ "key": "AAAA-AAAA-AAAA" });
    client.post_json(path, &wrong).await.expect(404);
    // The chains hold as before, and what the old secret signed counts by its public half.
    let public = Keys::new(old).public_key();
    plaza.rekey(Keys::new(new).trusting(vec![public]));
    let verified = verify::all(&plaza.context, Vec::new(), |_| {}).await;
    assert_eq!(verified.unwrap().statements, 1);
    for datum in PLANTED {
        assert_eq!(plaza.at_rest().find(datum), [""; 0], "{datum}");
    }
}

#[actix_web::test]
async fn a_form_that_is_sent_again_after_a_rotation_is_the_same_case() {
    let mut plaza = Plaza::city().await;
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": "路面有洞", "body": "公車站前面。",
    });
    let send = async |plaza: &Plaza| {
        let client = plaza.client().await;
        let request = actix_web::test::TestRequest::post()
            .uri("/api/v1/suggestions")
            .insert_header(("idempotency-key", "0b9d2f6e-one-form"))
            .set_json(&body);
        client.send(request).await.expect(201).json()
    };
    let first = send(&plaza).await;
    plaza.rekey(Keys::of([9; 32], [[7; 32]]));
    reseal(&plaza.context).await.unwrap();
    let again = send(&plaza).await;
    assert_eq!(first["reference"], again["reference"]);
    assert_eq!(first["password"], again["password"]);
}

#[actix_web::test]
async fn each_look_of_an_office_at_the_contact_can_be_read_by_its_owner() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let (reference, password) = suggest(&client, PLANTED[3], PLANTED[6], true).await;
    let path = "/api/v1/suggestions/case";
    let looks = async || {
        let body = json!({ "reference": reference, "password": password });
        let case = client.post_json(path, &body).await.expect(200).json();
        let looks = case["looks"].as_array().unwrap().clone();
        let word = |look: &serde_json::Value| look["purpose"].as_str().unwrap().to_owned();
        looks.iter().map(word).collect::<Vec<_>>()
    };
    assert_eq!(looks().await, [""; 0], "no office has it yet");
    let mail = plaza.mails().await.remove(0);
    client
        .post(&mail.link("/suggestions/confirm/"), &[])
        .await
        .expect(200);
    assert_eq!(looks().await, ["delivery"]);

    let staff = plaza.staff_of("maintenance").await;
    let list = staff.get("/zh/desk").await.expect(200);
    assert_eq!(looks().await, ["delivery"], "the list shows no contact");
    let desk = list.attribute("td a[href*='/desk/']", "href").unwrap();
    for _ in 0..2 {
        let page = staff.get(&desk).await.expect(200);
        assert!(!page.body.contains(PLANTED[6]), "nobody asked for it");
    }
    assert_eq!(
        looks().await,
        ["delivery", "handling"],
        "a day's looks are one"
    );
    plaza.advance(TimeDelta::days(1));
    staff.get(&desk).await.expect(200);
    assert_eq!(looks().await, ["handling", "delivery", "handling"]);
    // The contact is shown on purpose, and each time stands in the file.
    let shown = async || {
        let body = json!({ "reference": reference, "password": password });
        let case = client.post_json(path, &body).await.expect(200).json();
        let records = case["records"].as_array().unwrap().clone();
        let shown = records.iter().filter(|one| one["kind"] == "contact-shown");
        shown.count()
    };
    assert_eq!(shown().await, 0);
    for times in 1..3 {
        let page = staff.post(&desk, &[("show-contact", "yes")]).await;
        assert!(page.expect(200).body.contains(PLANTED[6]));
        assert_eq!(shown().await, times);
    }
    let fields = [
        ("reference", reference.as_str()),
        ("password", password.as_str()),
    ];
    let page = client
        .post("/zh/suggestions/case", &fields)
        .await
        .expect(200);
    assert!(page.body.contains("在處理建議時查看"), "{}", page.body);
}

#[actix_web::test]
async fn a_case_without_contact_leaves_the_trace_of_each_look_as_well() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    suggest(&client, "", PLANTED[6], false).await;
    let staff = plaza.staff_of("maintenance").await;
    let list = staff.get("/zh/desk").await.expect(200);
    let desk = list.attribute("td a[href*='/desk/']", "href").unwrap();
    let page = staff.get(&desk).await.expect(200);
    assert!(!page.body.contains(PLANTED[6]));
    let looks = plaza
        .context
        .db
        .read(|connection| {
            use diesel::prelude::*;
            Ok::<i64, DbError>(looks::table.count().get_result(connection)?)
        })
        .await;
    assert_eq!(looks.unwrap(), 2, "the mail's, and that of the desk");
}
