//! Mails that have not left: what of them administrators see, and what becomes of them by page, API
//! and command.

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    db::{AnyConnection, DbError},
    i18n::Lang,
    jobs::watch_mail::{Told, Watch},
    keys::Keys,
    mail::{About, Draft, Letter, LetterKind, outbox},
    privacy::{Private, rotation},
};
use serde_json::{Value, json};

use crate::support::{
    Client, Plaza,
    command::{good, refused},
    relay::Relay,
};

const API: &str = "/api/v1/mail";
const PAGE: &str = "/en/admin/mail";
const OFFICE: &str = "maintenance@kcg.example";
const TO_OFFICE: &str = "RCPT TO:<maintenance@kcg.example>";
const TO_RESIDENT: &str = "RCPT TO:<wang.ming@mail.example>";
const UNKNOWN: &str = "550 5.1.1 <wang.ming@mail.example>: no user wang.ming here";

struct City {
    plaza: Plaza,
    relay: Relay,
    admin: Client,
}

impl City {
    /// A city with one mail to a resident, and one to an office about a case.
    async fn start() -> Self {
        let plaza = Plaza::city().await;
        let admin = plaza.log_on_as(Role::Administrator, "admin").await;
        let guest = plaza.client().await;
        let body =
            json!({ "email": "wang.ming@mail.example", "password": "long enough a password" });
        guest.post_json("/api/v1/accounts", &body).await.expect(202);
        let body = json!({
            "category": "road-damage", "district": "lingya", "title": "一個洞", "body": "很大",
        });
        let path = "/api/v1/suggestions";
        guest.post_json(path, &body).await.expect(201);
        let relay = Relay::start();
        Self {
            plaza,
            relay,
            admin,
        }
    }

    /// As [`City::start`], where both servers have answered so.
    async fn with(resident: &str, office: &str) -> Self {
        let city = Self::start().await;
        let answers = [(TO_RESIDENT, resident), (TO_OFFICE, office)];
        city.relay.answer(&answers);
        city.deliver().await;
        city
    }

    async fn deliver(&self) {
        self.plaza.deliver(&self.relay.mail("", "", 20)).await;
    }

    async fn list(&self, query: &str) -> Value {
        let path = format!("{API}{query}");
        self.admin.get(&path).await.expect(200).json()
    }

    /// The number of the mail of a kind that stands so.
    async fn id(&self, state: &str, kind: &str) -> i64 {
        let list = self.list(&format!("?state={state}&kind={kind}")).await;
        let mails = list["mails"].as_array().unwrap();
        assert_eq!(mails.len(), 1, "{kind} that are {state}: {list}");
        mails[0]["id"].as_i64().unwrap()
    }

    /// What the register says was done, the newest first.
    async fn register(&self) -> Vec<String> {
        let entries = self.admin.get("/api/v1/ledger").await.expect(200).json();
        let entries = entries["entries"].as_array().unwrap().clone();
        let act = |entry: &Value| entry["act"].as_str().unwrap().to_owned();
        let acts = entries.iter().map(act);
        acts.filter(|act| act.starts_with("mail-")).collect()
    }
}

#[actix_web::test]
async fn a_residents_address_is_masked_and_an_offices_is_shown() {
    let city = City::with(UNKNOWN, "550 maintenance has left").await;
    let list = city.list("").await;
    assert_eq!(
        list["counts"],
        json!({ "waiting": 0, "delayed": 0, "dead": 2 })
    );
    let mails = list["mails"].as_array().unwrap();
    let (office, resident) = (&mails[0], &mails[1]);
    assert_eq!(office["to"], OFFICE);
    let words = office["words"].as_str().unwrap();
    assert!(words.contains("maintenance has left"), "{words}");
    assert_eq!(resident["kind"], "registration");
    assert_eq!(resident["to"], "w…@mail.example");
    assert_eq!(resident["ended"], "refused");
    let words = resident["words"].as_str().unwrap();
    assert!(words.contains("no user … here"), "{words}");

    let one = format!("{PAGE}/{}", resident["id"]);
    for path in [PAGE, &*one] {
        let page = city.admin.get(path).await.expect(200);
        assert!(page.body.contains("w…@mail.example"), "{path}");
        assert!(!page.body.contains("wang.ming"), "{path}");
    }
    let page = city.admin.get(PAGE).await.expect(200);
    assert!(page.body.contains(OFFICE));

    // Narrowed by kind, domain and age.
    for (query, count) in [
        ("?kind=registration", 1),
        ("?domain=KCG.example", 1),
        ("?domain=nowhere.example", 0),
        ("?hours=1", 0),
        ("?state=waiting", 0),
    ] {
        let list = city.list(query).await;
        assert_eq!(list["mails"].as_array().unwrap().len(), count, "{query}");
    }
    let page = city.admin.get(&format!("{PAGE}?domain=kcg.example")).await;
    assert_eq!(page.expect(200).texts(".rows .row").len(), 1);
    city.plaza.advance(TimeDelta::hours(2));
    let older = city.list("?hours=1").await;
    assert_eq!(older["mails"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn a_new_secret_keeps_the_domains_apart() {
    let mut city = City::with(UNKNOWN, "550 no").await;
    city.plaza.rekey(Keys::of([9; 32], [[7; 32]]));
    let cx = city.plaza.context.clone();
    rotation::reseal(&cx.db, &cx.config.keys, &cx.random, |_, _, _| {})
        .await
        .unwrap();
    city.admin = city.plaza.log_on_as(Role::Administrator, "second").await;
    for (domain, to) in [("mail.example", "w…@mail.example"), ("kcg.example", OFFICE)] {
        let list = city.list(&format!("?domain={domain}")).await;
        let mails = list["mails"].as_array().unwrap();
        assert_eq!(mails.len(), 1, "{domain}");
        assert_eq!(mails[0]["to"], to);
    }
}

#[actix_web::test]
async fn a_long_list_goes_on_before_its_last_number() {
    let city = City::start().await;
    let context = city.plaza.context.clone();
    let write = move |connection: &mut AnyConnection| {
        for number in 0..60 {
            let draft = Draft {
                lang: Lang::En,
                city: "City".into(),
                subject: "Subject".into(),
                paragraphs: Vec::new(),
                button: None,
                policy_url: "http://plaza.test/en/privacy".into(),
            };
            let letter = Letter {
                kind: LetterKind::PolicyRevision,
                about: About::Nothing,
                to: Private::new(format!("p{number}@mail.example")),
                content: draft.compose(),
            };
            outbox::enqueue(connection, &context, &letter)?;
        }
        Ok::<_, DbError>(())
    };
    city.plaza.context.db.write(write).await.unwrap();
    let first = city.list("?state=waiting").await;
    assert_eq!(first["mails"].as_array().unwrap().len(), 50);
    let next = first["next"].as_i64().unwrap();
    let second = city.list(&format!("?state=waiting&before={next}")).await;
    assert_eq!(second["mails"].as_array().unwrap().len(), 12);
    assert!(second["next"].is_null());
    let page = city.admin.get(&format!("{PAGE}?state=waiting")).await;
    let href = page.expect(200).attribute("a[rel=next]", "href").unwrap();
    let page = city.admin.get(&href).await.expect(200);
    assert_eq!(page.texts(".rows .row").len(), 12);
}

#[actix_web::test]
async fn a_dead_mail_is_tried_anew_and_arrives() {
    let city = City::with(UNKNOWN, "550 no").await;
    city.relay.answer(&[]);
    let resident = city.id("dead", "registration").await;
    let office = city.id("dead", "office-suggestion").await;
    let path = format!("{API}/{resident}/retry");
    for _ in 0..2 {
        city.admin.post_json(&path, &json!({})).await.expect(200);
    }
    let sent = city
        .admin
        .post(&format!("{PAGE}/{office}"), &[("act", "retry")])
        .await
        .expect(303);
    assert_eq!(sent.location(), format!("{PAGE}?done=unsent-retried"));
    city.deliver().await;
    let taken = city.relay.taken();
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert!(taken.contains(&OFFICE.to_owned()));
    assert_eq!(city.register().await, ["mail-retried", "mail-retried"]);
    city.admin.post_json(&path, &json!({})).await.expect(404);
}

#[actix_web::test]
async fn all_that_a_list_is_narrowed_to_is_tried_anew_at_once() {
    let city = City::with("554 relaying denied", "554 relaying denied").await;
    let path = format!("{API}/retry");
    let ask = async |body: Value| city.admin.post_json(&path, &body).await.expect(200).json();
    let would = async |mut body: Value| {
        body["preview"] = json!(true);
        ask(body).await["count"].clone()
    };
    assert_eq!(would(json!({ "state": "dead" })).await, 2);
    let of_one = json!({ "state": "dead", "kind": "registration", "domain": "mail.example" });
    assert_eq!(would(of_one).await, 1);
    for none in [
        json!({ "state": "dead", "domain": "nowhere.example" }),
        json!({ "state": "dead", "hours": 1 }),
        json!({ "state": "delayed" }),
        json!({ "state": "waiting" }),
    ] {
        assert_eq!(would(none.clone()).await, 0, "{none}");
    }
    for (body, status) in [
        (json!({}), 400),
        (json!({ "state": "gone" }), 422),
        (json!({ "state": "dead", "kind": "none" }), 422),
    ] {
        city.admin.post_json(&path, &body).await.expect(status);
    }
    assert!(city.register().await.is_empty(), "nothing was done");

    // By the page only what its list shows.
    let list = format!("{PAGE}?domain=kcg.example");
    let button = "button[value=retry-all]";
    for (address, words) in [
        (PAGE, "Try the 2 mails again"),
        (&*list, "Try the one mail again"),
    ] {
        let page = city.admin.get(address).await.expect(200);
        assert_eq!(page.texts(button), [words], "{address}");
    }
    let page = city.admin.get(&format!("{PAGE}?state=waiting")).await;
    assert!(page.expect(200).texts(button).is_empty());
    let fields = [("act", "retry-all")];
    let sent = city.admin.post(&list, &fields).await.expect(303);
    assert_eq!(sent.location(), format!("{list}&done=unsent-all-retried"));
    city.id("waiting", "office-suggestion").await;
    city.id("dead", "registration").await;
    let sent = city.admin.post(&list, &fields).await.expect(303);
    assert_eq!(sent.location(), format!("{list}&done=unsent-none-retried"));

    // What somebody gave up is none of them.
    for (ended, count) in [
        ("given-up", 0),
        ("restored", 0),
        ("late", 1),
        ("refused", 1),
    ] {
        let sql = format!("UPDATE outbox SET ended = '{ended}' WHERE state = 'dead'");
        city.plaza.sql(&sql).unwrap();
        assert_eq!(would(json!({ "state": "dead" })).await, count, "{ended}");
    }
    let done = ask(json!({ "state": "dead" })).await;
    assert_eq!(done, json!({ "count": 1, "left": 0 }));
    assert_eq!(city.register().await, ["mail-retried", "mail-retried"]);
    city.relay.answer(&[]);
    city.deliver().await;
    assert_eq!(city.relay.taken().len(), 2);
    assert_eq!(would(json!({ "state": "dead" })).await, 0);
}

#[actix_web::test]
async fn what_is_delayed_is_tried_at_once_when_asked_for_and_what_is_being_sent_stays() {
    let city = City::with("451 later", "451 later").await;
    let office = city.id("delayed", "office-suggestion").await;
    city.relay.answer(&[]);
    city.deliver().await;
    assert!(city.relay.taken().is_empty(), "its time has not come");
    // Another node has the one in its hand.
    let sql = format!(
        "UPDATE outbox SET lease = 'taken', next_attempt_at = '2099-01-01 00:00:00' WHERE id = {office}"
    );
    city.plaza.sql(&sql).unwrap();
    let path = format!("{PAGE}?state=delayed");
    let fields = [("act", "retry-all")];
    let sent = city.admin.post(&path, &fields).await.expect(303);
    assert_eq!(sent.location(), format!("{path}&done=unsent-some-retried"));
    city.deliver().await;
    assert_eq!(city.relay.taken(), ["wang.ming@mail.example"]);
    assert_eq!(city.register().await, ["mail-retried"]);
}

#[actix_web::test]
async fn a_mail_goes_to_an_office_that_has_its_case_and_nobody_elses_goes_elsewhere() {
    let city = City::with(UNKNOWN, "550 no").await;
    let resident = city.id("dead", "registration").await;
    let office = city.id("dead", "office-suggestion").await;
    let offices = async |id: i64| {
        let one = city.admin.get(&format!("{API}/{id}")).await.expect(200);
        one.json()["offices"].clone()
    };
    assert_eq!(offices(resident).await, json!([]));
    assert_eq!(
        offices(office).await,
        json!([{ "office": "maintenance", "email": OFFICE }])
    );
    for (id, to) in [(resident, "maintenance"), (office, "parks")] {
        let path = format!("{API}/{id}/redirect");
        let body = json!({ "office": to });
        let answer = city.admin.post_json(&path, &body).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "office");
    }
    assert!(city.register().await.is_empty());
    // Its mailbox is another now.
    city.plaza
        .sql("UPDATE offices SET email = 'roads@kcg.example' WHERE slug = 'maintenance'")
        .unwrap();
    let fields = [("act", "redirect"), ("office", "maintenance")];
    let path = format!("{PAGE}/{office}");
    city.admin.post(&path, &fields).await.expect(303);
    city.deliver().await;
    assert_eq!(city.relay.taken(), ["roads@kcg.example"]);
    assert_eq!(city.register().await, ["mail-redirected"]);
}

#[actix_web::test]
async fn lists_go_to_any_office_and_what_was_forwarded_to_one_that_has_the_case() {
    let city = City::with(UNKNOWN, "550 no").await;
    let id = city.id("dead", "office-suggestion").await;
    let path = format!("{API}/{id}");
    for (kind, to_others) in [
        ("cases-due", true),
        ("cases-late", true),
        ("cases-passed-on", true),
        ("mails-waiting", true),
        ("forwarded", false),
        ("forwarded-contact", false),
        ("cases-assigned", false),
        ("answer", false),
    ] {
        let sql = format!("UPDATE outbox SET kind = '{kind}' WHERE id = {id}");
        city.plaza.sql(&sql).unwrap();
        let one = city.admin.get(&path).await.expect(200).json();
        let offices = one["offices"].as_array().unwrap();
        let has = |slug: &str| offices.iter().any(|office| office["office"] == slug);
        let to_own = to_others || kind == "forwarded";
        assert_eq!(
            (has("maintenance"), has("parks")),
            (to_own, to_others),
            "{kind}"
        );
    }
    let sql = format!("UPDATE outbox SET kind = 'cases-due', case_id = NULL WHERE id = {id}");
    city.plaza.sql(&sql).unwrap();
    city.plaza
        .sql("UPDATE offices SET email = 'parks@kcg.example' WHERE slug = 'parks'")
        .unwrap();
    let body = json!({ "office": "parks" });
    city.admin
        .post_json(&format!("{path}/redirect"), &body)
        .await
        .expect(200);
    city.relay.answer(&[]);
    city.deliver().await;
    assert_eq!(city.relay.taken(), ["parks@kcg.example"]);
}

#[actix_web::test]
async fn a_mail_that_waits_is_given_up_for_a_reason() {
    let city = City::with("451 later", "451 later").await;
    let resident = city.id("delayed", "registration").await;
    let path = format!("{API}/{resident}/give-up");
    for bad in ["", " ", &*"長".repeat(501)] {
        let body = json!({ "reason": bad });
        let answer = city.admin.post_json(&path, &body).await.expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "reason");
    }
    let body = json!({ "reason": "信箱已停用" });
    city.admin.post_json(&path, &body).await.expect(200);
    city.admin.post_json(&path, &body).await.expect(409);
    let office = city.id("delayed", "office-suggestion").await;
    let page = format!("{PAGE}/{office}");
    let empty = [("act", "give-up"), ("reason", "")];
    let form = city.admin.post(&page, &empty).await.expect(422);
    assert_eq!(form.texts("#e-reason").len(), 1);
    let whole = [("act", "give-up"), ("reason", "機關已裁撤")];
    city.admin.post(&page, &whole).await.expect(303);
    let list = city.list("").await;
    for mail in list["mails"].as_array().unwrap() {
        assert_eq!(mail["ended"], "given-up", "{mail}");
    }
    assert_eq!(city.register().await, ["mail-given-up", "mail-given-up"]);
    city.relay.answer(&[]);
    city.plaza.advance(TimeDelta::days(1));
    city.deliver().await;
    assert!(city.relay.taken().is_empty());
}

#[actix_web::test]
async fn the_command_lists_shows_and_acts() {
    let city = City::with(UNKNOWN, "451 later").await;
    let resident = city.id("dead", "registration").await.to_string();
    let office = city.id("delayed", "office-suggestion").await.to_string();
    let etc = tempfile::tempdir().unwrap();
    let config = city.plaza.configure(etc.path());
    let config = ["--config", &*config];
    let mail = |words: &[&str]| -> Vec<String> {
        let all = ["mail"].iter().chain(words).chain(&config);
        all.map(|word| (*word).to_owned()).collect()
    };
    let call = |words: &[&str]| {
        let all = mail(words);
        good(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let told = call(&["list", "dead"]);
    assert!(told.contains("w…@mail.example"), "{told}");
    assert!(!told.contains("wang.ming"), "{told}");
    assert!(!told.contains(OFFICE), "{told}");
    assert!(call(&["list"]).contains(OFFICE));
    let none = call(&["list", "dead", "--domain", "kcg.example"]);
    assert!(none.contains("no such mail"), "{none}");
    let told = call(&["show", &office]);
    assert!(told.contains("can go to maintenance"), "{told}");
    let told = call(&["show", &resident]);
    assert!(told.contains("no user … here"), "{told}");

    let told = call(&["retry-all", "dead", "--dry-run"]);
    assert!(told.contains("1 would be tried anew"), "{told}");
    call(&["retry", &resident]);
    city.id("waiting", "registration").await;
    let told = call(&["retry-all", "delayed", "--kind", "office-suggestion"]);
    assert!(told.contains("1 wait to be sent, 0 stay"), "{told}");
    city.id("waiting", "office-suggestion").await;
    call(&["redirect", &office, "maintenance"]);
    call(&["give-up", &office, "--reason", "the office is closed"]);
    city.id("dead", "office-suggestion").await;
    let told = call(&["retry-all", "dead"]);
    assert!(told.contains("0 wait to be sent, 0 stay"), "{told}");
    let acts = [
        "mail-given-up",
        "mail-redirected",
        "mail-retried",
        "mail-retried",
    ];
    assert_eq!(city.register().await, acts);
    let bad = |words: &[&str]| {
        let all = mail(words);
        refused(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(bad(&["redirect", &resident, "parks"]).contains("does not go to parks"));
    assert!(bad(&["give-up", &resident, "--reason", ""]).contains("1 to 500"));
    assert!(bad(&["retry", "99999"]).contains("no such mail"));
    assert!(bad(&["retry-all", "waiting"]).contains("delayed or dead"));
}

#[actix_web::test]
async fn only_administrators_see_them() {
    let city = City::with(UNKNOWN, "550 no").await;
    let id = city.id("dead", "registration").await;
    for role in [
        Role::Resident,
        Role::Moderator,
        Role::Staff,
        Role::PrivacyOfficer,
    ] {
        let client = city.plaza.log_on_as(role, "somebody").await;
        for path in [PAGE, API, &*format!("{PAGE}/{id}"), &*format!("{API}/{id}")] {
            let answer = client.get(path).await.expect(403);
            assert!(!answer.body.contains("mail.example"), "{path}");
        }
        let path = format!("{API}/{id}/retry");
        client.post_json(&path, &json!({})).await.expect(403);
    }
    city.id("dead", "registration").await;
}

#[actix_web::test]
async fn late_mails_are_told_once_until_they_leave() {
    let city = City::start().await;
    let mut watch = Watch::default();
    let mut look = async || watch.once(&city.plaza.context).await.unwrap();
    let begun = city.plaza.context.now();
    assert_eq!(look().await, Told::Nothing);
    // That the relay is away makes none of them younger.
    city.relay.answer(&[("greeting", "421 too busy")]);
    city.plaza.advance(TimeDelta::minutes(29));
    city.deliver().await;
    assert_eq!(look().await, Told::Nothing);
    assert!(city.list("").await["late"].is_null());
    city.plaza.advance(TimeDelta::minutes(2));
    let Told::Late(late) = look().await else {
        panic!("nobody is told");
    };
    assert_eq!((late.since, late.count), (begun, 2));
    assert_eq!(look().await, Told::Nothing, "once");
    assert_eq!(city.list("").await["late"]["count"], 2);
    let page = city.admin.get(PAGE).await.expect(200);
    assert!(page.body.contains("2 mails are due and have not left"));
    city.relay.answer(&[]);
    city.deliver().await;
    assert_eq!(look().await, Told::InTime);
    assert_eq!(look().await, Told::Nothing);
    let page = city.admin.get(PAGE).await.expect(200);
    assert!(!page.body.contains("have not left;"), "{}", page.body);
}

#[actix_web::test]
async fn a_mail_that_is_put_off_each_time_is_late_too() {
    let city = City::start().await;
    let mut watch = Watch::default();
    let mut look = async || watch.once(&city.plaza.context).await.unwrap();
    let begun = city.plaza.context.now();
    city.relay.answer(&[("RCPT", "452 full")]);
    for minutes in [0, 10, 10, 9] {
        city.plaza.advance(TimeDelta::minutes(minutes));
        city.deliver().await;
        assert_eq!(look().await, Told::Nothing, "it may be greylisted");
    }
    city.plaza.advance(TimeDelta::minutes(2));
    city.deliver().await;
    let Told::Late(late) = look().await else {
        panic!("nobody is told");
    };
    assert_eq!((late.since, late.count), (begun, 2));
    city.relay.answer(&[]);
    city.plaza.advance(TimeDelta::minutes(10));
    city.deliver().await;
    assert_eq!(look().await, Told::InTime);
}
