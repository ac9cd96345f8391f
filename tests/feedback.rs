//! What is said of a finding, sure or not; and what moderators say about the detector, counted
//! without text, post or person.

use chrono::TimeDelta;
use plaza::accounts::Role;
use scraper::Selector;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const EMAIL: &str = "wang.daming@mail.example";
/// A plate with nothing beside it that says so.
const PLATE: &str = "MKV-5829";
const PHONE: &str = "0912-345-678";

/// The forms of a verdict: where each leads, and its hidden fields.
fn forms(page: &Answer, verdict: &str) -> Vec<(String, Vec<(String, String)>)> {
    let form = Selector::parse("form[action$='/feedback']").unwrap();
    let input = Selector::parse("input").unwrap();
    let html = page.html();
    html.select(&form)
        .map(|form| {
            let fields = form.select(&input).map(|input| {
                let attribute = |name| input.value().attr(name).unwrap().to_owned();
                (attribute("name"), attribute("value"))
            });
            let action = form.value().attr("action").unwrap().to_owned();
            (action, fields.collect::<Vec<_>>())
        })
        .filter(|(_, fields)| fields.contains(&("verdict".into(), verdict.into())))
        .collect()
}

async fn press(
    client: &Client,
    form: &(String, Vec<(String, String)>),
    more: &[(&str, &str)],
) -> Answer {
    let (action, fields) = form;
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (&**k, &**v)).collect();
    all.extend(more);
    client.post(action, &all).await
}

/// The rows of the table of counts: kind, version, not personal, missed.
async fn counts(moderator: &Client, lang: &str) -> Vec<Vec<String>> {
    let page = moderator
        .get(&format!("/{lang}/review/feedback"))
        .await
        .expect(200);
    page.texts("tbody td")
        .chunks(4)
        .map(<[String]>::to_vec)
        .collect()
}

fn version() -> String {
    personal_data::VERSION.to_string()
}

/// A topic with somebody else's telephone number, which waits; its id and its author.
async fn held(plaza: &Plaza) -> (i64, Client) {
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let body = json!({ "title": "鄰居", "body": format!("他的電話是{PHONE}") });
    let answer = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    (answer.json()["id"].as_i64().unwrap(), author)
}

/// A published topic with an e-mail address, which stands in a mark; its id.
async fn published(plaza: &Plaza) -> i64 {
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    let body = json!({ "title": "找人", "body": format!("寫信到{EMAIL}。") });
    let answer = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    answer.json()["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn what_is_sure_is_and_what_is_not_may_be() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    let text = format!("{EMAIL}\n\n{PLATE}");
    let checked = client
        .post_json("/api/v1/personal-data/check", &json!({ "text": text }))
        .await
        .expect(200)
        .json();
    let found: Vec<_> = checked["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (
                finding["kind"].as_str().unwrap(),
                finding["sure"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(found, [("EMAIL", true), ("PLATE", false)]);
    for (lang, legends) in [
        ("zh", ["第1處：這是電子郵件地址", "第2處：這可能是車牌號碼"]),
        (
            "en",
            [
                "Place 1: this is an e-mail address",
                "Place 2: this may be a licence plate",
            ],
        ),
    ] {
        let asked = client
            .post(
                &format!("/{lang}/boards/city/new"),
                &[("title", "題目"), ("body", &text)],
            )
            .await
            .expect(422);
        assert_eq!(asked.texts("fieldset.finding > legend"), legends);
    }
    let asked = client
        .post_json(
            "/api/v1/boards/city/topics",
            &json!({ "title": "題目", "body": text }),
        )
        .await
        .expect(422)
        .json();
    assert_eq!(asked["findings"][0]["sure"], true);
    assert_eq!(asked["findings"][1]["sure"], false);
    // What a script says while somebody writes.
    let form = client.get("/en/boards/city/new").await.expect(200);
    assert_eq!(
        form.texts("[data-kinds] [data-kind=ip]"),
        ["This is an IP address:"]
    );
    assert_eq!(
        form.attribute("[data-kinds] [data-kind=ip]", "data-may-be")
            .as_deref(),
        Some("This may be an IP address:")
    );
}

#[actix_web::test]
async fn a_moderator_is_told_in_the_same_words() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let body = json!({ "title": "鄰居", "body": format!("{EMAIL}\n\n{PLATE}") });
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    for (lang, said) in [
        (
            "zh",
            [
                "這是電子郵件地址，作者說是別人的。",
                "這可能是車牌號碼，作者說是別人的。",
            ],
        ),
        (
            "en",
            [
                "This is an e-mail address; the author says it is someone else's.",
                "This may be a licence plate; the author says it is someone else's.",
            ],
        ),
    ] {
        let queue = moderator.get(&format!("/{lang}/review")).await.expect(200);
        let told = queue.texts(".judged li p");
        assert_eq!(
            told,
            [
                format!("{EMAIL} {}", said[0]),
                format!("{PLATE} {}", said[1])
            ]
        );
    }
}

#[actix_web::test]
async fn each_press_counts_once_and_keeps_nothing_of_the_post() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let (topic, author) = held(&plaza).await;
    assert_eq!(
        moderator
            .get("/zh/review/feedback")
            .await
            .texts("tbody tr")
            .len(),
        0
    );
    let shown = author.get(&format!("/api/v1/topics/{topic}")).await.body;
    let queue = moderator.get("/zh/review").await.expect(200);
    assert_eq!(
        queue.attribute(".tally a", "href").as_deref(),
        Some("/zh/review/feedback")
    );
    let before = plaza.dump();

    let wrong = &forms(&queue, "not-personal")[0];
    let done = press(&moderator, wrong, &[]).await.expect(303).location();
    assert!(
        done.starts_with("/zh/review/1?done=feedback-counted"),
        "{done}"
    );
    let back = moderator.get(&done).await.expect(200);
    assert!(back.texts("article .notice")[0].contains("已計入"));
    // The same form again is a double click; a new one is not.
    press(&moderator, wrong, &[]).await.expect(303);
    let (one, other) =
        futures_util::join!(press(&moderator, wrong, &[]), press(&moderator, wrong, &[]));
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (303, 303));
    assert_eq!(
        counts(&moderator, "zh").await,
        [["電話號碼", &*version(), "1", "0"]]
    );
    let again = &forms(&back, "not-personal")[0];
    let missed = &forms(&back, "missed")[0];
    let kind = [("kind", "PHONE")];
    let (one, other) = futures_util::join!(
        press(&moderator, again, &[]),
        press(&moderator, missed, &kind)
    );
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (303, 303));
    let missed = &forms(&back, "missed")[0];
    press(&moderator, missed, &[("kind", "PERSON")]).await;
    assert_eq!(
        counts(&moderator, "en").await,
        [["telephone number", &*version(), "2", "1"]],
        "one form, one count"
    );

    // Two counters and three forms were written, and nothing else; nobody's post has changed.
    let after = plaza.dump();
    let mut written: Vec<Vec<String>> = after
        .lines()
        .filter(|line| !before.lines().any(|old| old == *line))
        .map(|line| {
            let line = line.replace(" | ", ",").replace(['\'', '(', ')', '"'], "");
            line.split(',').map(str::to_owned).collect()
        })
        .collect();
    written.sort_by_key(|row| row.len());
    let counters = written.split_off(3);
    assert!(
        written
            .iter()
            .all(|form| form.len() == 2 && form[1] == "2026-03-02"),
        "{written:?}"
    );
    let mut counters: Vec<String> = counters.iter().map(|row| row.join(" ")).collect();
    counters.sort();
    assert_eq!(
        counters,
        [
            format!("2026-03-02 PHONE missed {} 1", version()),
            format!("2026-03-02 PHONE not-personal {} 2", version()),
        ]
    );
    assert_eq!(
        author.get(&format!("/api/v1/topics/{topic}")).await.body,
        shown
    );
    assert_eq!(
        moderator
            .get("/zh/review")
            .await
            .texts("article .post-body mark.pd"),
        [PHONE]
    );
}

#[actix_web::test]
async fn forms_of_several_at_one_moment_all_count() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    held(&plaza).await;
    let mut pages = Vec::new();
    for _ in 0..6 {
        pages.push(moderator.get("/zh/review").await.expect(200));
    }
    let all: Vec<_> = pages
        .iter()
        .map(|page| forms(page, "not-personal").remove(0))
        .collect();
    let pressed =
        futures_util::future::join_all(all.iter().map(|form| press(&moderator, form, &[]))).await;
    assert!(pressed.iter().all(|answer| answer.status.as_u16() == 303));
    assert_eq!(
        counts(&moderator, "zh").await,
        [["電話號碼", &*version(), "6", "0"]]
    );
}

#[actix_web::test]
async fn what_was_missed_needs_its_kind() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    held(&plaza).await;
    let topic = published(&plaza).await;
    for path in ["/en/review".to_owned(), format!("/en/topics/{topic}")] {
        let page = moderator.get(&path).await.expect(200);
        let form = &forms(&page, "missed")[0];
        for kind in ["", "NAME"] {
            let refused = press(&moderator, form, &[("kind", kind)]).await.expect(422);
            let linked = refused.attribute(".error-summary a", "href").unwrap();
            assert_eq!(
                refused.attribute("details[open] select", "id").unwrap(),
                linked[1..]
            );
            assert!(refused.texts(".field-error")[0].contains("choose"));
        }
        // A form that was refused was not used up.
        press(&moderator, form, &[("kind", "COORDINATES")])
            .await
            .expect(303);
    }
    assert_eq!(
        counts(&moderator, "en").await,
        [["coordinates", &*version(), "0", "2"]]
    );
}

#[actix_web::test]
async fn on_a_topic_only_moderators_see_the_forms() {
    let plaza = Plaza::with_boards().await;
    let topic = published(&plaza).await;
    let path = format!("/zh/t/{topic}");
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for role in [Role::Resident, Role::Staff] {
        let page = plaza
            .log_on_as(role, "某人")
            .await
            .get(&path)
            .await
            .expect(200);
        assert!(!page.body.contains("/feedback"), "{role:?}");
    }
    let page = moderator.get(&path).await.expect(200);
    let form = &forms(&page, "not-personal")[0];
    let done = press(&moderator, form, &[]).await.expect(303).location();
    let back = moderator.get(&done).await.expect(200);
    assert!(
        done.starts_with(&path) && back.texts(".notice")[0].contains("已計入"),
        "{done}"
    );
    assert_eq!(back.texts(".post-body mark.pd"), [EMAIL]);
    assert_eq!(
        counts(&moderator, "zh").await,
        [["電子郵件地址", &*version(), "1", "0"]]
    );
}

#[actix_web::test]
async fn only_moderators_may() {
    let plaza = Plaza::with_boards().await;
    let topic = published(&plaza).await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let page = moderator
        .get(&format!("/zh/topics/{topic}"))
        .await
        .expect(200);
    let form = forms(&page, "not-personal").remove(0);
    for (role, status) in [
        (Role::Resident, 403),
        (Role::Staff, 403),
        (Role::PrivacyOfficer, 403),
        (Role::Administrator, 303),
    ] {
        let client = plaza.log_on_as(role, "某人").await;
        let answer = press(&client, &form, &[]).await;
        assert_eq!(answer.status.as_u16(), status, "{role:?}");
        let table = client.get("/zh/review/feedback").await.status.as_u16();
        assert_eq!(table, if status == 303 { 200 } else { 403 }, "{role:?}");
    }
    let guest = plaza.client().await;
    press(&guest, &form, &[]).await.expect(401);
    guest.get("/zh/review/feedback").await.expect(401);
    assert_eq!(
        counts(&moderator, "zh").await,
        [["電子郵件地址", &*version(), "1", "0"]]
    );
    // No such post, and forms that Plaza never made.
    let (_, fields) = &form;
    press(
        &moderator,
        &("/zh/posts/99999/feedback".into(), fields.clone()),
        &[],
    )
    .await
    .expect(404);
    for missing in ["form", "verdict", "at"] {
        let less = fields
            .iter()
            .filter(|(name, _)| name != missing)
            .cloned()
            .collect();
        press(&moderator, &(form.0.clone(), less), &[])
            .await
            .expect(400);
    }
}

#[actix_web::test]
async fn what_its_author_changed_meanwhile_is_not_counted() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let (topic, author) = held(&plaza).await;
    let form = forms(&moderator.get("/zh/review").await, "not-personal").remove(0);
    let post =
        author.get(&format!("/api/v1/topics/{topic}")).await.json()["posts"][0]["id"].clone();
    let body = json!({ "title": "鄰居", "body": format!("早上好，他的電話是{PHONE}") });
    author
        .decide("PATCH", &format!("/api/v1/posts/{post}"), &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    let done = press(&moderator, &form, &[]).await.expect(303).location();
    assert!(moderator.get(&done).await.texts(".notice")[0].contains("改過"));
    assert!(counts(&moderator, "zh").await.is_empty());
}

#[actix_web::test]
async fn days_are_counted_apart_and_forms_are_forgotten() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    held(&plaza).await;
    for _ in 0..2 {
        let form = forms(&moderator.get("/zh/review").await, "not-personal").remove(0);
        press(&moderator, &form, &[]).await.expect(303);
        plaza.advance(TimeDelta::days(1));
    }
    assert_eq!(
        counts(&moderator, "zh").await,
        [["電話號碼", &*version(), "2", "0"]]
    );
    let page = moderator.get("/zh/review/feedback").await;
    assert!(page.texts(".tally")[0].contains("2026年3月2日"));
    let rows = || {
        plaza
            .dump()
            .lines()
            .filter(|line| line.contains("not-personal"))
            .count()
    };
    assert_eq!(rows(), 2);
    // An hour after the second form was sent, both are remembered; days later neither is.
    let forms_kept = || {
        let dump = plaza.dump();
        let ends = |line: &&str| {
            let line = line.trim_end_matches([')', '\'']);
            line.ends_with("2026-03-02") || line.ends_with("2026-03-03")
        };
        dump.lines().filter(ends).count()
    };
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(forms_kept(), 2);
    plaza.advance(TimeDelta::days(3));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!((forms_kept(), rows()), (0, 2));
}

#[actix_web::test]
async fn a_program_says_what_a_moderator_says_about_the_detector() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = published(&plaza).await;
    let shown = moderator.get(&format!("/api/v1/topics/{topic}")).await;
    let finding = shown.expect(200).json()["posts"][0]["findings"][0].clone();
    let path = "/api/v1/posts/1/feedback";
    let wrong = json!({
        "verdict": "not-personal", "field": finding["field"], "start": finding["start"],
        "end": finding["end"],
    });
    let send = async |key: &str, body: &Value| {
        let request = actix_web::test::TestRequest::post()
            .uri(path)
            .insert_header(("idempotency-key", key))
            .set_json(body);
        moderator.send(request).await.expect(200).json()["status"].clone()
    };
    for _ in 0..2 {
        assert_eq!(send("one-and-the-same", &wrong).await, "counted");
    }
    let email = [["e-mail address", &version(), "1", "0"].map(str::to_owned)];
    assert_eq!(counts(&moderator, "en").await, email, "twice is once");
    // Something else has another key, and without one each counts.
    let missed = json!({ "verdict": "missed", "kind": "PHONE" });
    assert_eq!(send("one-and-its-own", &missed).await, "counted");
    moderator.post_json(path, &missed).await.expect(200);
    let told = counts(&moderator, "en").await;
    let phone = told.iter().find(|row| row[0] != "e-mail address").unwrap();
    assert_eq!(phone[2..], ["0", "2"]);
    let mut gone = wrong.clone();
    gone["end"] = json!(99);
    assert_eq!(send("another-of-them", &gone).await, "gone");
    let unknown = json!({ "verdict": "missed", "kind": "shoe-size" });
    moderator.post_json(path, &unknown).await.expect(422);
    let nowhere = "/api/v1/posts/99/feedback";
    moderator.post_json(nowhere, &missed).await.expect(404);
    let resident = plaza.log_on_as(Role::Resident, "海海").await;
    resident.post_json(path, &missed).await.expect(403);
    let all = counts(&moderator, "en").await;
    assert_eq!(all, told, "nothing else was counted");
    // The counters are read by programs, too.
    let read = "/api/v1/review/feedback";
    let counted = moderator.get(read).await.expect(200).json();
    let mut kinds = counted["counts"].as_array().unwrap().iter();
    let phone = kinds.find(|one| one["kind"] == "PHONE").unwrap();
    assert_eq!(
        (&phone["not_personal"], &phone["missed"]),
        (&json!(0), &json!(2))
    );
    assert!(counted["since"].is_string(), "{counted}");
    resident.get(read).await.expect(403);
}
