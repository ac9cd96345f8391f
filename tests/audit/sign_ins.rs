//! When the city's people logged on: each of them, for themselves and administrators; of residents nothing.

use chrono::TimeDelta;
use plaza::{
    accounts::{Role, sign_ins},
    jobs::retention,
};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Plaza};

const API: &str = "/api/v1/admin/audit/sign-ins";
const PAGE: &str = "/en/admin/audit/sign-ins";

const CITY: [(&str, Role); 4] = [
    ("mod", Role::Moderator),
    ("staff", Role::Staff),
    ("officer", Role::PrivacyOfficer),
    ("admin", Role::Administrator),
];

/// One of each role logs on, one a minute, the administrator last; gives the administrator's browser.
async fn logged_on(plaza: &Plaza) -> Client {
    plaza.person("resident", Role::Resident).await;
    let mut last = None;
    for (name, role) in CITY {
        plaza.advance(TimeDelta::minutes(1));
        last = Some(plaza.person(name, role).await.client);
    }
    last.unwrap()
}

async fn listed(admin: &Client, query: &str) -> Vec<Value> {
    let read = admin.get(&format!("{API}{query}")).await.expect(200).json();
    read["sign_ins"].as_array().unwrap().clone()
}

fn names(all: &[Value]) -> Vec<&str> {
    all.iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn each_of_the_citys_people_is_noted_with_time_and_way_and_no_resident() {
    let plaza = Plaza::start().await;
    let admin = logged_on(&plaza).await;
    let all = listed(&admin, "").await;
    assert_eq!(names(&all), ["admin", "officer", "staff", "mod"]);
    assert_eq!(all[0]["at"], "2026-03-02T02:04:00Z");
    assert!(all.iter().all(|one| one["way"] == "password"));
    assert_eq!(all[3]["role"], "moderator");
    // Nothing of an address or a browser stands anywhere beside it.
    let dump = format!("{:?}", all);
    for word in ["127.0.0", "Mozilla", "@example.tw"] {
        assert!(!dump.contains(word), "{word}");
    }
    // A wrong password is no log-on.
    let stranger = plaza.client().await;
    let wrong = json!({ "email": "admin@example.tw", "password": "not the one" });
    stranger
        .post_json("/api/v1/sessions", &wrong)
        .await
        .expect(401);
    let right = json!({ "email": "staff@example.tw", "password": PASSWORD });
    stranger
        .post_json("/api/v1/sessions", &right)
        .await
        .expect(201);
    assert_eq!(listed(&admin, "").await.len(), 5);

    for (query, expected) in [
        ("?role=staff", vec!["staff", "staff"]),
        ("?way=passkey", vec![]),
        ("?way=password&role=moderator", vec!["mod"]),
        ("?from=2026-03-03", vec![]),
        ("?until=2026-03-01", vec![]),
    ] {
        assert_eq!(names(&listed(&admin, query).await), expected, "{query}");
        let page = admin.get(&format!("{PAGE}{query}")).await.expect(200);
        assert_eq!(page.texts("tbody tr").len(), expected.len(), "{query}");
    }
    let account = all[3]["account"].as_i64().unwrap();
    let own = listed(&admin, &format!("?account={account}")).await;
    assert_eq!(names(&own), ["mod"]);
    let second = all[1]["id"].as_i64().unwrap();
    let before = listed(&admin, &format!("?before={second}")).await;
    assert_eq!(names(&before), ["staff", "mod"]);
    for (query, field) in [("?role=king", "role"), ("?account=me", "account")] {
        let refused = admin.get(&format!("{API}{query}")).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{query}");
        assert_eq!(refused.json()["errors"][0]["field"], field);
        admin.get(&format!("{PAGE}{query}")).await.expect(422);
    }
}

async fn failed(admin: &Client) -> Value {
    admin.get(API).await.expect(200).json()["failed"].clone()
}

#[actix_web::test]
async fn what_failed_with_an_account_of_theirs_is_shown_until_its_owner_is_back() {
    let plaza = Plaza::start().await;
    let admin = logged_on(&plaza).await;
    let staff = plaza.client().await;
    staff.log_on("staff@example.tw", PASSWORD).await;
    let (app, _) = plaza.protect(&staff).await;
    assert_eq!(failed(&admin).await, json!([]));

    let stranger = plaza.client().await;
    let sessions = "/api/v1/sessions";
    for (name, times) in [("resident", 2), ("nobody", 2), ("mod", 5), ("staff", 1)] {
        let email = format!("{name}@example.tw");
        let wrong = json!({ "email": email, "password": "not the one" });
        for _ in 0..times {
            stranger.post_json(sessions, &wrong).await.expect(401);
        }
    }
    // Of a resident and of an address that is nobody's: nothing.
    let all = failed(&admin).await;
    assert_eq!(names(all.as_array().unwrap()), ["mod", "staff"]);
    assert_eq!(all[0]["role"], "moderator");
    assert_eq!(all[0]["wrong_passwords"], 5);
    assert_eq!(all[0]["last_at"], "2026-03-02T02:04:30Z");
    assert_eq!(all[0]["blocked_until"], "2026-03-02T02:05:30Z");
    assert_eq!(all[1]["wrong_passwords"], 1);
    assert_eq!(all[1]["blocked_until"], Value::Null);

    // Whoever knows the password, and not what comes after it.
    let right = json!({ "email": "staff@example.tw", "password": PASSWORD });
    let pending = stranger
        .post_json(sessions, &right)
        .await
        .expect(202)
        .json();
    let second = |code: &str| json!({ "pending": pending["pending"], "code": code });
    let step = "/api/v1/sessions/second-step";
    stranger
        .post_json(step, &second("000000x"))
        .await
        .expect(422);
    let all = failed(&admin).await;
    assert_eq!(names(all.as_array().unwrap()), ["mod", "staff"]);
    assert_eq!(all[1]["wrong_passwords"], 0);
    assert_eq!(all[1]["wrong_factors"], 1);
    let page = admin.get(PAGE).await.expect(200);
    let shown = page.texts("ol.records li");
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[0].contains("5 wrong passwords"), "{shown:?}");
    assert!(shown[0].contains("No log-on before 2026-03-02 10:05"));
    assert!(shown[1].contains("One wrong second factor"), "{shown:?}");

    let code = app.code(plaza.context.now());
    stranger.post_json(step, &second(&code)).await.expect(201);
    assert_eq!(
        names(failed(&admin).await.as_array().unwrap()),
        ["mod"],
        "staff is back"
    );
    plaza.advance(TimeDelta::days(1) + TimeDelta::seconds(1));
    assert_eq!(failed(&admin).await, json!([]), "after a day");
}

#[actix_web::test]
async fn their_owner_sees_their_own_and_others_see_none() {
    let plaza = Plaza::start().await;
    let admin = logged_on(&plaza).await;
    let staff = plaza.client().await;
    staff.log_on("staff@example.tw", PASSWORD).await;
    let page = staff.get("/en/account").await.expect(200);
    assert_eq!(page.texts("#sign-ins").len(), 1);
    let own = staff
        .get("/api/v1/account/sign-ins")
        .await
        .expect(200)
        .json();
    assert_eq!(own["sign_ins"].as_array().unwrap().len(), 2);
    assert_eq!(own["sign_ins"][0]["way"], "password");
    let data = staff.get("/api/v1/account/data").await.expect(200);
    assert!(data.body.contains("sign_ins"), "{}", data.body);
    staff.get(API).await.expect(403);
    staff.get(PAGE).await.expect(403);

    let resident = plaza.client().await;
    resident.log_on("resident@example.tw", PASSWORD).await;
    let page = resident.get("/en/account").await.expect(200);
    assert!(page.texts("#sign-ins").is_empty());
    let none = resident
        .get("/api/v1/account/sign-ins")
        .await
        .expect(200)
        .json();
    assert_eq!(none["sign_ins"], json!([]));
    plaza.client().await.get(API).await.expect(401);

    // As a file, which stands in the register.
    let body = json!({ "format": "csv", "filter": { "role": "staff" } });
    let file = admin.post_json(&format!("{API}/export"), &body).await;
    let file = file.expect(200);
    assert_eq!(file.body.lines().count(), 3, "{}", file.body);
    assert!(file.body.starts_with("at,account,name,role,way\n"));
    let page = admin.get(PAGE).await.expect(200);
    let submission = page.hidden("submission");
    let fields = [("submission", &*submission), ("format", "json")];
    let file = admin.post(&format!("{PAGE}/export"), &fields).await;
    assert_eq!(file.expect(200).json().as_array().unwrap().len(), 5);
    let register = plaza.client().await.get("/api/v1/ledger").await.json();
    let acts = register["entries"].as_array().unwrap();
    assert_eq!(acts.len(), 2);
    assert!(acts.iter().all(|entry| entry["act"] == "audit-exported"));
    assert_eq!(acts[0]["facts"]["what"], "sign-ins");
    assert!(!register.to_string().contains("admin@"), "{register}");
}

#[actix_web::test]
async fn they_go_after_a_year() {
    let plaza = Plaza::start().await;
    logged_on(&plaza).await;
    plaza.advance(TimeDelta::days(sign_ins::DAYS - 1));
    retention::once(&plaza.context).await.unwrap();
    let admin = plaza.client().await;
    admin.log_on("admin@example.tw", PASSWORD).await;
    assert_eq!(listed(&admin, "").await.len(), 5);
    plaza.advance(TimeDelta::days(2));
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(names(&listed(&admin, "").await), ["admin"]);
}
