//! A suggestion that its resident publishes: what is asked first, who looks at it, where everybody
//! reads it, and how it goes again.

use std::sync::atomic::{AtomicU8, Ordering};

use actix_web::http::header;
use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError,
        schema::{consents, published_suggestions},
    },
    jobs, open_data,
    privacy::{erasures::Erased, notices::Notice, verify},
};
use serde_json::{Value, json};

use crate::{
    suggestions::{Keepsake, id_of, suggest},
    support::{Answer, Client, Plaza},
};

const PUBLICATION: &str = "/en/suggestions/case/publication";
const NAME: &str = "Lin Jia-ying";
const EMAIL: &str = "lin.jiaying@private.example";
const CONTACT_PHONE: &str = "0933-111-222";
const PHONE: &str = "0912-345-678";
const PLACE: &str = "Beside the betel stall";
const TITLE: &str = "A hole before the bus stop";
const BODY: &str = "Two hands wide, as deep as a zebrafinch nest.\n\nPlease fill it.";

/// A city that publishes suggestions, and a moderator.
async fn city() -> (Plaza, Client) {
    let plaza = Plaza::city().await;
    plaza.publishes_suggestions().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    (plaza, moderator)
}

/// Somebody at a network of their own.
async fn somebody(plaza: &Plaza) -> Client {
    static NETWORKS: AtomicU8 = AtomicU8::new(1);
    let client = plaza.client().await;
    let network = NETWORKS.fetch_add(1, Ordering::Relaxed);
    client.come_from([198, 51, network, 7].into(), "test");
    client
}

/// What a resident types into the form of a suggestion.
const WORDS: [(&str, &str); 3] = [("title", TITLE), ("body", BODY), ("publish", "yes")];

/// Presses a button of the case's publication.
async fn press(client: &Client, keepsake: &Keepsake, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    all.extend(fields);
    client.post(PUBLICATION, &all).await
}

/// The form with the words as they would stand.
async fn opened(client: &Client, keepsake: &Keepsake) -> Answer {
    press(client, keepsake, &[("act", "open")])
        .await
        .expect(200)
}

/// Sends the form's own words, as they are; its findings are masked, where there are any.
async fn publish(client: &Client, keepsake: &Keepsake) -> Answer {
    let form = opened(client, keepsake).await;
    let title = form.attribute("#f-title", "value").unwrap();
    let body = form.texts("#f-body").remove(0);
    let (notice, began, check) = (
        form.hidden("notice"),
        form.hidden("began"),
        form.hidden("check"),
    );
    let fields = [
        ("act", "publish"),
        ("title", &title),
        ("body", &body),
        ("notice", &notice),
        ("began", &began),
        ("check", &check),
        ("all", "mask"),
    ];
    press(client, keepsake, &fields).await
}

async fn case(client: &Client, keepsake: &Keepsake) -> Answer {
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    client
        .post("/en/suggestions/case", &fields)
        .await
        .expect(200)
}

fn key(keepsake: &Keepsake) -> Value {
    json!({ "reference": keepsake.reference, "password": keepsake.password })
}

/// What a program is told of the publication.
async fn state(client: &Client, keepsake: &Keepsake) -> Value {
    let path = "/api/v1/suggestions/case/publication";
    client
        .post_json(path, &key(keepsake))
        .await
        .expect(200)
        .json()
}

/// The hash of the notice that a program reads.
async fn notice(client: &Client) -> Value {
    let read = client.get("/api/v1/notices/publication?lang=en").await;
    read.expect(200).json()["hash"].clone()
}

/// Decides about the only item that waits.
async fn decide(moderator: &Client, fields: &[(&str, &str)]) -> Answer {
    let list = moderator.get("/zh/review").await.expect(200);
    let action = list
        .attribute("article form[action*='/review/']", "action")
        .expect("something waits");
    let version = list.hidden("version");
    let fields = [fields, &[("version", version.as_str())]].concat();
    moderator.post(&action, &fields).await
}

pub async fn approve(moderator: &Client) {
    decide(moderator, &[("decision", "approve")])
        .await
        .location();
}

async fn reject(moderator: &Client) {
    let fields = [
        ("decision", "reject"),
        ("ground", "R3"),
        ("reason", "It names a neighbour."),
    ];
    decide(moderator, &fields).await.location();
}

/// A suggestion that everybody reads: its keepsake and its topic.
async fn public(plaza: &Plaza, moderator: &Client, more: &[(&str, &str)]) -> (Keepsake, i64) {
    let resident = somebody(plaza).await;
    let other = |name| more.iter().any(|(given, _)| *given == name);
    let mut fields: Vec<_> = WORDS
        .into_iter()
        .filter(|(name, _)| !other(*name))
        .collect();
    fields.extend(more);
    let keepsake = suggest(&resident, &fields).await;
    publish(&resident, &keepsake).await.expect(200);
    approve(moderator).await;
    let topic = state(&resident, &keepsake).await["topic"].as_i64().unwrap();
    (keepsake, topic)
}

/// The titles on the list.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/en/suggestions{query}")).await;
    list.expect(200).texts(".rows .row-title a")
}

/// Rows that tie cases to topics, and the standing consents to publish.
async fn ties(plaza: &Plaza) -> (i64, i64) {
    let read: Result<_, DbError> = plaza
        .context
        .db
        .read(|connection| {
            let standing = consents::table
                .filter(consents::notice.eq(Notice::Publication))
                .filter(consents::withdrawn_at.is_null());
            Ok((
                published_suggestions::table
                    .count()
                    .get_result(connection)?,
                standing.count().get_result(connection)?,
            ))
        })
        .await;
    read.unwrap()
}

/// All that everybody can read: pages, feeds, search, the API, open data, the ledger.
async fn everywhere(plaza: &Plaza, topic: i64) -> String {
    let guest = plaza.client().await;
    open_data::refresh(&plaza.context).await.unwrap();
    let mut all = String::new();
    for path in [
        "/en/".to_owned(),
        "/en/suggestions".into(),
        "/feeds/en/suggestions.atom".into(),
        "/feeds/en/forum.atom".into(),
        "/feeds/en/boards/suggestions.atom".into(),
        format!("/feeds/en/topics/{topic}.atom"),
        "/en/boards/suggestions".into(),
        format!("/en/topics/{topic}"),
        format!("/api/v1/topics/{topic}"),
        "/api/v1/boards/suggestions".into(),
        "/api/v1/suggestions/published".into(),
        format!("/api/v1/suggestions/published/{topic}"),
        "/en/search?q=deep+nest".into(),
        "/en/search?q=hole+bus&kind=suggestion".into(),
        "/api/v1/search?q=deep+nest".into(),
        "/sitemap.xml".into(),
        "/sitemap-topics-1.xml".into(),
        "/en/ledger".into(),
        "/api/v1/ledger".into(),
        "/open-data/forum.csv".into(),
        "/open-data/suggestions.csv".into(),
        "/en/statistics".into(),
    ] {
        let answer = guest.get(&path).await;
        assert!([200, 404].contains(&answer.status.as_u16()), "{path}");
        all.push_str(&answer.body);
    }
    for file in open_data::FILES {
        let path = format!("/open-data/{file}");
        all.push_str(&guest.get(&path).await.expect(200).body);
    }
    all
}

#[actix_web::test]
async fn a_suggestion_is_asked_about_reviewed_read_and_taken_back() {
    let (plaza, moderator) = city().await;
    let (resident, guest) = (plaza.client().await, plaza.client().await);
    let text = format!("{BODY} Call me: {PHONE}");
    let contact = [
        ("title", TITLE),
        ("body", text.as_str()),
        ("place", PLACE),
        ("latitude", "22.62734"),
        ("longitude", "120.30145"),
        ("name", NAME),
        ("phone", CONTACT_PHONE),
        ("share_contact", "yes"),
        ("publish", "yes"),
    ];
    let keepsake = suggest(&resident, &contact).await;
    // Nothing is public by its being sent.
    assert_eq!(ties(&plaza).await, (0, 0));
    assert!(listed(&guest, "").await.is_empty());
    let page = case(&resident, &keepsake).await;
    assert_eq!(
        page.texts("#publication button"),
        ["See it as others would"]
    );

    let form = opened(&resident, &keepsake).await;
    assert_eq!(form.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
    assert_eq!(form.attribute("#f-title", "value").as_deref(), Some(TITLE));
    assert_eq!(form.texts(".excerpt mark.found"), [PHONE]);
    assert!(form.texts("main")[0].contains("the reference number are never published"));
    let (notice, check) = (form.hidden("notice"), form.hidden("check"));
    let at = form.hidden("at-0");
    let words = [
        ("act", "publish"),
        ("title", TITLE),
        ("body", &text),
        ("notice", &notice),
        ("check", &check),
    ];
    // Left unanswered, nothing is stored.
    let before = plaza.dump();
    press(&resident, &keepsake, &words).await.expect(422);
    let kept = [("at-0", at.as_str()), ("choice-0", "publish")];
    let unsaid = [&words[..], &kept].concat();
    press(&resident, &keepsake, &unsaid).await.expect(422);
    assert_eq!(plaza.dump(), before);
    let answers = [
        ("at-0", at.as_str()),
        ("whose-0", "mine"),
        ("choice-0", "mask"),
    ];
    let answered = [&words[..], &answers].concat();
    let sent = press(&resident, &keepsake, &answered).await.expect(200);
    assert!(sent.texts(".notice")[0].contains("A moderator looks at it first"));
    assert!(
        !plaza.rows_of("posts").concat().contains(PHONE),
        "masked before it is stored"
    );
    // Twice is once.
    press(&resident, &keepsake, &answered).await.expect(200);
    assert_eq!(ties(&plaza).await, (1, 1));
    assert_eq!(plaza.rows_of("topics").len(), 1);
    assert_eq!(state(&resident, &keepsake).await["state"], "held");
    assert!(listed(&guest, "").await.is_empty());
    let waiting = moderator.get("/en/review").await.expect(200);
    assert!(waiting.texts("article")[0].contains("A resident publishes a suggestion"));
    assert!(!waiting.body.contains(&keepsake.reference));

    plaza.advance(TimeDelta::hours(2));
    approve(&moderator).await;
    assert_eq!(listed(&guest, "").await, [TITLE]);
    let told = state(&resident, &keepsake).await;
    assert_eq!(told["state"], "published");
    let topic = told["topic"].as_i64().unwrap();
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(page.texts(".post-author"), ["A resident"]);
    let facts = page.texts("#suggestion").concat();
    for said in [
        "Routed",
        "With the responsible office.",
        "Lingya",
        "2 March 2026",
    ] {
        assert!(facts.contains(said), "{said}: {facts}");
    }
    assert!(
        page.texts(".post-body")[0].contains("09**-***-*78"),
        "{}",
        page.body
    );
    assert!(!page.body.contains(PHONE));
    let own = case(&resident, &keepsake).await;
    let link = format!("#publication a[href^='/en/t/{topic}/']");
    assert_eq!(own.texts(&link).len(), 1, "each leads to the other");
    let chinese = guest.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert_eq!(chinese.texts(".post-author"), ["一位市民"]);

    // The case's own words are as they came, and its file is whole.
    let found = guest
        .post_json("/api/v1/suggestions/case", &key(&keepsake))
        .await
        .json();
    assert_eq!(found["body"], text);
    let kinds: Vec<_> = found["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert!(kinds.contains(&&json!("publication-asked")));
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();

    // Nothing of the resident's is anywhere.
    let all = everywhere(&plaza, topic).await;
    assert!(all.contains("zebrafinch"));
    let coordinates = ["22.62734", "120.30145"];
    for planted in [NAME, CONTACT_PHONE, PHONE, PLACE, &keepsake.reference]
        .into_iter()
        .chain(coordinates)
    {
        assert!(!all.contains(planted), "{planted}");
    }
    for found in [
        "/en/search?q=deep+nest",
        "/en/search?q=deep+nest&kind=suggestion",
    ] {
        let found = guest.get(found).await.expect(200);
        assert_eq!(found.texts(".rows .row-title a"), [TITLE]);
        assert!(found.texts(".rows .tag").contains(&"Suggestion".to_owned()));
    }

    // Its resident takes it back with one button; twice is once.
    for _ in 0..2 {
        let done = press(&resident, &keepsake, &[("act", "withdraw")])
            .await
            .expect(200);
        assert!(done.texts(".notice")[0].contains("Taken back"));
    }
    assert_eq!(ties(&plaza).await, (0, 0));
    assert!(listed(&guest, "").await.is_empty());
    guest.get(&format!("/en/topics/{topic}")).await.expect(404);
    assert!(!everywhere(&plaza, topic).await.contains("zebrafinch"));
    assert!(!plaza.rows_of("posts").concat().contains("zebrafinch"));
    let id = id_of(&plaza, &keepsake.reference).await;
    assert_eq!(plaza.journal(), [Erased::Publication { case: id }]);
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    // The case goes on.
    assert!(case(&resident, &keepsake).await.body.contains("zebrafinch"));
}

#[actix_web::test]
async fn what_others_answered_stays_under_a_tombstone_and_a_backup_forgets_again() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let reader = plaza.log_on_as(Role::Resident, "海海").await;
    let opening = reader.get(&format!("/api/v1/topics/{topic}")).await.json()["posts"][0]["id"]
        .as_i64()
        .unwrap();
    reader
        .reply(
            topic,
            &format!("> [quote:{opening}:1]\n> Please fill it.\n\nYes, please."),
        )
        .await;
    let list = reader
        .get("/api/v1/suggestions/published")
        .await
        .expect(200)
        .json();
    assert_eq!(list["suggestions"][0]["replies"], 1);
    let backup = plaza.backup();
    plaza.advance(TimeDelta::minutes(5));
    let resident = plaza.client().await;
    let api = "/api/v1/suggestions/case/unpublish";
    let done = resident.post_json(api, &key(&keepsake)).await.expect(200);
    assert_eq!(done.json(), json!({ "status": "withdrawn" }));
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("Yes, please."));
    assert!(
        page.texts("#suggestion").is_empty(),
        "the case is not told of any more"
    );
    for gone in ["zebrafinch", TITLE] {
        assert!(!page.body.contains(gone), "{gone}");
    }
    assert!(listed(&reader, "").await.is_empty());

    let restored = plaza.restored(&backup);
    let again = plaza.client_of(&restored).await;
    assert_eq!(listed(&again, "").await, [TITLE]);
    assert_eq!(plaza.replay(&restored).await, 1);
    assert!(listed(&again, "").await.is_empty());
    let page = again.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(!page.body.contains("zebrafinch"));
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);

    // Published anew it is another, which the old line does not reach.
    plaza.advance(TimeDelta::minutes(5));
    publish(&resident, &keepsake).await.expect(200);
    approve(&moderator).await;
    assert_eq!(listed(&reader, "").await, [TITLE]);
    let backup = plaza.backup();
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay_from_the_start(&restored).await, 0);
    assert_eq!(listed(&plaza.client_of(&restored).await, "").await, [TITLE]);
}

#[actix_web::test]
async fn what_is_rejected_says_why_and_can_be_changed_and_sent_again() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    publish(&resident, &keepsake).await.expect(200);
    reject(&moderator).await;
    let page = case(&resident, &keepsake).await;
    let section = page.texts("#publication").concat();
    assert!(section.contains("did not let it pass") && section.contains("It names a neighbour."));
    assert_eq!(state(&resident, &keepsake).await["state"], "rejected");
    let notice = notice(&resident).await;
    let mut body = key(&keepsake);
    body["title"] = json!("A hole");
    body["body"] = json!("Please fill the hole.");
    body["notice"] = notice;
    body["language"] = json!("en");
    let api = "/api/v1/suggestions/case/publish";
    plaza.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        let sent = resident.post_json(api, &body).await.expect(202).json();
        assert_eq!(
            (&sent["state"], &sent["title"]),
            (&json!("held"), &json!("A hole"))
        );
    }
    assert_eq!(ties(&plaza).await, (1, 1));
    assert!(
        !plaza.rows_of("posts").concat().contains("zebrafinch"),
        "what was rejected is gone"
    );
    approve(&moderator).await;
    assert_eq!(listed(&resident, "").await, ["A hole"]);
    // Changed once more: what stood there is named, or nothing is written over.
    body["title"] = json!("A deep hole");
    resident.post_json(api, &body).await.expect(409);
    body["began"] = state(&resident, &keepsake).await["stamp"].clone();
    resident.post_json(api, &body).await.expect(202);
    assert!(
        listed(&resident, "").await.is_empty(),
        "new words wait again"
    );
    approve(&moderator).await;
    assert_eq!(listed(&resident, "").await, ["A deep hole"]);
    let id = id_of(&plaza, &keepsake.reference).await;
    assert_eq!(plaza.journal(), [Erased::Publication { case: id }]);
}

#[actix_web::test]
async fn a_rejection_can_be_appealed_with_number_and_password() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    publish(&resident, &keepsake).await.expect(200);
    reject(&moderator).await;
    let told = state(&resident, &keepsake).await;
    let number = told["decisions"][0]["number"].as_i64().unwrap();
    let number = number.to_string();
    let none = [("act", "appeal"), ("number", &number), ("words", "")];
    let asked = press(&resident, &keepsake, &none).await.expect(422);
    assert!(asked.body.contains(&keepsake.reference));
    let way = asked.attribute(".error-summary a", "href");
    assert_eq!(way, Some(format!("#f-words-{number}")));
    assert_eq!(asked.texts(&format!("textarea#f-words-{number}")), [""]);
    let fields = [
        ("act", "appeal"),
        ("number", &number),
        ("words", "No neighbour is in it."),
    ];
    press(&resident, &keepsake, &fields).await.expect(200);
    let second = plaza.log_on_as(Role::Moderator, "另一位").await;
    let list = second.get("/api/v1/appeals").await.expect(200).json();
    let appeal = list["appeals"][0]["id"].as_i64().unwrap();
    let granted = json!({ "granted": true, "answer": "Right." });
    second
        .post_json(&format!("/api/v1/appeals/{appeal}"), &granted)
        .await
        .expect(200);
    assert_eq!(listed(&resident, "").await, [TITLE]);
}

#[actix_web::test]
async fn it_is_taken_back_while_it_waits() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    publish(&resident, &keepsake).await.expect(200);
    let list = moderator.get("/zh/review").await.expect(200);
    let action = list
        .attribute("article form[action*='/review/']", "action")
        .unwrap();
    let version = list.hidden("version");
    press(&resident, &keepsake, &[("act", "withdraw")])
        .await
        .expect(200);
    // The moderator comes too late.
    let late = [("decision", "approve"), ("version", version.as_str())];
    moderator.post(&action, &late).await.expect(404);
    assert!(
        moderator
            .get("/zh/review")
            .await
            .texts("article")
            .is_empty()
    );
    assert!(listed(&resident, "").await.is_empty());
    assert_eq!(ties(&plaza).await, (0, 0));
    assert!(!plaza.rows_of("posts").concat().contains("zebrafinch"));
}

#[actix_web::test]
async fn only_who_opens_the_case_publishes_it_and_only_where_it_is_offered() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    let other = suggest(
        &resident,
        &[("title", "Another"), ("body", "Something else.")],
    )
    .await;
    let before = plaza.rows_of("cases");
    for (reference, password) in [
        (keepsake.reference.as_str(), "wrong"),
        (keepsake.reference.as_str(), other.password.as_str()),
        (other.reference.as_str(), keepsake.password.as_str()),
        ("KH-1", keepsake.password.as_str()),
        ("", ""),
    ] {
        for act in ["open", "publish", "withdraw", "appeal", "something"] {
            // Whoever tries passwords soon has to wait.
            plaza.advance(TimeDelta::hours(1));
            let stranger = somebody(&plaza).await;
            let fields = [
                ("reference", reference),
                ("password", password),
                ("act", act),
                ("title", "x"),
                ("body", "y"),
            ];
            stranger.post(PUBLICATION, &fields).await.expect(404);
        }
        for path in ["publication", "publish", "unpublish", "appeal"] {
            plaza.advance(TimeDelta::hours(1));
            let stranger = somebody(&plaza).await;
            let body = json!({
                "reference": reference, "password": password, "title": "x", "body": "y",
                "number": 1, "words": "z",
            });
            let path = format!("/api/v1/suggestions/case/{path}");
            stranger.post_json(&path, &body).await.expect(404);
        }
    }
    assert_eq!(plaza.rows_of("cases"), before);
    assert_eq!(ties(&plaza).await, (0, 0));

    // Without the notice nothing is agreed to.
    let resident = somebody(&plaza).await;
    let words = [("act", "publish"), ("title", "x"), ("body", "y")];
    press(&resident, &keepsake, &words).await.expect(422);
    let mut body = key(&keepsake);
    body["title"] = json!("x");
    body["body"] = json!("y");
    let api = "/api/v1/suggestions/case/publish";
    resident.post_json(api, &body).await.expect(422);
    // Bad words are refused by their fields.
    let notice = notice(&resident).await;
    body["notice"] = notice;
    body["language"] = json!("en");
    for (title, text) in [("", "y"), ("x", ""), ("x\u{0}y", "y"), ("x", "a\u{202e}b")] {
        body["title"] = json!(title);
        body["body"] = json!(text);
        resident.post_json(api, &body).await.expect(422);
    }
    // Nobody signs as the city.
    body["title"] = json!("x");
    body["body"] = json!("y");
    body["name"] = json!("高雄市政府");
    let refused = resident.post_json(api, &body).await.expect(422);
    assert!(refused.body.contains("name-reserved"), "{}", refused.body);
    body["name"] = json!("");
    body["title"] = json!("t".repeat(121));
    body["body"] = json!("y");
    resident.post_json(api, &body).await.expect(422);
    assert_eq!(ties(&plaza).await, (0, 0));

    let resident = somebody(&plaza).await;
    // An enquiry to the privacy officer is never published, nor a case that waits to be confirmed.
    let waiting = suggest(&resident, &[("email", EMAIL)]).await;
    let program = json!({ "about": "use", "body": "What do you keep of me?" });
    let enquiry = resident
        .post_json("/api/v1/enquiries", &program)
        .await
        .expect(201)
        .json();
    let enquiry = Keepsake {
        reference: enquiry["reference"].as_str().unwrap().into(),
        password: enquiry["password"].as_str().unwrap().into(),
    };
    body["title"] = json!("x");
    for own in [&waiting, &enquiry] {
        body["reference"] = json!(own.reference);
        body["password"] = json!(own.password);
        resident.post_json(api, &body).await.expect(409);
        press(&resident, own, &[("act", "open")]).await.expect(409);
        assert!(case(&resident, own).await.texts("#publication").is_empty());
        assert_eq!(state(&resident, own).await["offered"], false);
    }

    // Nor anything where the city has no board for it.
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let archived = json!({ "archived": true });
    administrator
        .json(
            "PUT".parse().unwrap(),
            "/api/v1/boards/suggestions/archived",
            &archived,
        )
        .await
        .expect(200);
    press(&resident, &keepsake, &[("act", "open")])
        .await
        .expect(409);
    let form = resident.get("/en/suggestions/new").await.expect(200);
    assert!(form.texts("main")[0].contains("does not publish suggestions at present"));
    assert!(form.texts("#f-publish").is_empty());
    drop(moderator);
}

#[actix_web::test]
async fn a_restricted_case_is_published_no_more() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    staff
        .post(&format!("/en/desk/{id}"), &[("answer", "It is mended.")])
        .await
        .expect(303);
    let backup = plaza.backup();
    plaza.advance(TimeDelta::minutes(1));
    let resident = plaza.client().await;
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    resident
        .post("/en/suggestions/case/restrict", &fields)
        .await
        .expect(200);
    assert_eq!(ties(&plaza).await, (0, 0));
    assert!(listed(&resident, "").await.is_empty());
    resident
        .get(&format!("/en/topics/{topic}"))
        .await
        .expect(404);
    assert_eq!(plaza.journal(), [Erased::Restricted { case: id }]);
    press(&resident, &keepsake, &[("act", "open")])
        .await
        .expect(409);
    assert!(
        case(&resident, &keepsake)
            .await
            .texts("#publication")
            .is_empty()
    );
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 1);
    let again = plaza.client_of(&restored).await;
    assert!(listed(&again, "").await.is_empty());
    again.get(&format!("/en/topics/{topic}")).await.expect(404);
}

#[actix_web::test]
async fn what_was_published_goes_before_its_case_has_had_its_time() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let guest = plaza.client().await;
    // The years run from the end of the case, not from its beginning.
    plaza.advance(TimeDelta::days(365 * 5 + 2));
    jobs::retention::once(&plaza.context).await.unwrap();
    guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let answer = json!({ "answer": "Filled." });
    let path = format!("/api/v1/desk/cases/{id}/answer");
    staff.post_json(&path, &answer).await.expect(200);
    plaza.advance(TimeDelta::days(31));
    jobs::close_answered::once(&plaza.context).await.unwrap();
    plaza.advance(TimeDelta::days(365 * 5 - 2));
    jobs::retention::once(&plaza.context).await.unwrap();
    guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    plaza.advance(TimeDelta::days(6));
    jobs::retention::once(&plaza.context).await.unwrap();
    guest.get(&format!("/en/topics/{topic}")).await.expect(404);
    assert!(plaza.rows_of("cases").is_empty());
    assert_eq!(ties(&plaza).await, (0, 0));
    assert!(!plaza.rows_of("posts").concat().contains("zebrafinch"));
}

#[actix_web::test]
async fn an_office_answers_in_the_topic_too_without_anybodys_data() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let guest = plaza.client().await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{id}");
    let page = staff.get(&desk).await.expect(200);
    assert_eq!(page.texts("#f-publish").len(), 1);
    // From the topic, too, and for nobody else.
    let way = format!("a[href='{desk}']");
    let shown = staff.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(shown.texts(&way).len(), 1);
    let other = plaza.staff_of("education").await;
    for client in [&guest, &other, &moderator] {
        let shown = client.get(&format!("/en/topics/{topic}")).await.expect(200);
        assert!(shown.texts(&way).is_empty() && !shown.body.contains(&keepsake.reference));
    }
    staff.post(&desk, &[("take-up", "yes")]).await.expect(303);
    let facts = guest
        .get(&format!("/en/topics/{topic}"))
        .await
        .texts("#suggestion")
        .concat();
    assert!(facts.contains("In progress"), "read from the case: {facts}");
    let answer = format!("It is filled. Write to wang.daming@mail.example or call {PHONE}.");
    let fields = [("answer", answer.as_str()), ("publish", "yes")];
    let asked = staff.post(&desk, &fields).await.expect(422);
    assert!(asked.texts("#findings").concat().len() > 10);
    assert_eq!(asked.texts("#f-answer"), [answer.as_str()]);
    let published = |page: &Answer| page.body.contains("It is filled.");
    assert!(!published(&guest.get(&format!("/en/topics/{topic}")).await));
    assert!(
        !case(&guest, &keepsake).await.body.contains("It is filled."),
        "nothing half done"
    );
    let check = asked.hidden("check");
    let masked = [&fields[..], &[("check", check.as_str()), ("all", "mask")]].concat();
    staff.post(&desk, &masked).await.expect(303);
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(published(&page));
    for gone in ["wang.daming@mail.example", PHONE] {
        assert!(!page.body.contains(gone), "{gone}");
    }
    assert_eq!(page.texts(".post.official").len(), 1);
    assert!(page.texts("#suggestion").concat().contains("Answered"));
    // The resident gets it whole.
    assert!(case(&guest, &keepsake).await.texts(".post.official")[0].contains(PHONE));
    let shown = guest
        .get(&format!("/api/v1/suggestions/published/{topic}"))
        .await
        .expect(200);
    let shown = shown.json();
    assert_eq!(
        (&shown["state"], &shown["official"]),
        (&json!("answered"), &json!(true))
    );
    assert_eq!(shown["answered_on"], "2026-03-02");
    // Its office finds the case from the topic in the API too, and nobody else.
    let path = format!("/api/v1/topics/{topic}");
    let told = staff.get(&path).await.expect(200).json();
    assert_eq!(told["case"], keepsake.reference.as_str());
    for client in [&guest, &other, &moderator] {
        let told = client.get(&path).await.expect(200);
        assert!(!told.body.contains(&keepsake.reference));
    }
    staff.post(&desk, &masked).await.expect(422);
    assert_eq!(
        guest.get(&format!("/api/v1/topics/{topic}")).await.json()["replies"],
        1
    );
}

#[actix_web::test]
async fn the_list_is_narrowed_and_paged() {
    let (plaza, moderator) = city().await;
    let guest = plaza.client().await;
    for number in 1..=21 {
        let title = format!("Hole number {number}");
        public(&plaza, &moderator, &[("title", &title)]).await;
        plaza.advance(TimeDelta::minutes(1));
    }
    let lamp = [
        ("title", "Lamps"),
        ("category", "street-lights"),
        ("district", "sanmin"),
    ];
    plaza.advance(TimeDelta::days(40));
    let moderator = plaza.log_on_as(Role::Moderator, "另一位").await;
    public(&plaza, &moderator, &lamp).await;
    let first = guest.get("/en/suggestions").await.expect(200);
    assert_eq!(first.texts(".rows .row-title a").len(), 20);
    assert_eq!(first.texts(".rows .row-title a")[0], "Lamps");
    let older = first.attribute("nav.pages a", "href").unwrap();
    assert_eq!(
        listed(&guest, older.strip_prefix("/en/suggestions").unwrap())
            .await
            .len(),
        2
    );
    for (query, expected) in [
        ("?category=street-lights", 1),
        ("?district=sanmin", 1),
        ("?office=maintenance", 20),
        ("?state=routed", 20),
        ("?state=answered", 0),
        ("?month=2026-04", 1),
        ("?month=2026-03", 20),
        ("?category=nothing", 0),
        ("?category=%00", 0),
        ("?month=2026-04&category=road-damage", 0),
    ] {
        assert_eq!(listed(&guest, query).await.len(), expected, "{query}");
        let api = guest
            .get(&format!("/api/v1/suggestions/published{query}"))
            .await;
        let found = api.expect(200).json();
        assert_eq!(
            found["suggestions"].as_array().unwrap().len(),
            expected,
            "{query}"
        );
    }
    for (query, field, typed) in [
        ("month=13&category=road-damage", "month", Some("13")),
        ("month=-9999-01", "month", Some("-9999-01")),
        ("month=%2B262142-12", "month", Some("+262142-12")),
        ("state=x", "state", None),
    ] {
        let refused = guest.get(&format!("/en/suggestions?{query}")).await;
        let refused = refused.expect(422);
        assert_eq!(refused.texts(&format!("#e-{field}")).len(), 1, "{query}");
        assert!(refused.texts(".rows").is_empty() && refused.texts(".empty").is_empty());
        if let Some(typed) = typed {
            let kept = refused.attribute(&format!("#f-{field}"), "value");
            assert_eq!(kept.as_deref(), Some(typed));
        }
        let path = format!("/api/v1/suggestions/published?{query}");
        guest.get(&path).await.expect(422);
    }
    let next = guest.get("/api/v1/suggestions/published").await.json()["next"].clone();
    let path = format!(
        "/api/v1/suggestions/published?after={}",
        next.as_str().unwrap()
    );
    let rest = guest.get(&path).await.expect(200).json();
    assert_eq!(rest["suggestions"].as_array().unwrap().len(), 2);
    assert!(rest["previous"].is_string() && rest["next"].is_null());
    let none = guest
        .get("/en/suggestions?state=answered")
        .await
        .expect(200);
    assert_eq!(none.texts(".empty").len(), 1);
    guest
        .get("/api/v1/suggestions/published/99")
        .await
        .expect(404);
}

#[actix_web::test]
async fn a_new_suggestion_is_shown_similar_ones_before_it_is_sent() {
    let (plaza, moderator) = city().await;
    let (_, topic) = public(&plaza, &moderator, &[]).await;
    let author = plaza.log_on_as(Role::Moderator, "海海").await;
    plaza.add_boards().await;
    author
        .topic("city", "A hole before the bus stop in the forum", "Text")
        .await;
    let guest = plaza.client().await;
    let fields = [
        ("category", "road-damage"),
        ("district", "lingya"),
        ("title", "Hole at the bus stop"),
        ("body", "It is there again."),
    ];
    let check = guest.post("/en/suggestions/new", &fields).await.expect(200);
    assert_eq!(check.texts("#similar li a"), [TITLE]);
    let href = check.attribute("#similar li a", "href").unwrap();
    assert!(href.starts_with(&format!("/en/t/{topic}/")));
    let look = json!({ "title": "Hole at the bus stop", "suggestions": true });
    let found = guest
        .post_json("/api/v1/search/similar", &look)
        .await
        .expect(200)
        .json();
    assert_eq!(found["topics"].as_array().unwrap().len(), 1);
    let look = json!({ "title": "Hole at the bus stop" });
    let found = guest
        .post_json("/api/v1/search/similar", &look)
        .await
        .expect(200)
        .json();
    assert_eq!(
        found["topics"].as_array().unwrap().len(),
        2,
        "a topic is like both"
    );
}

#[actix_web::test]
async fn one_board_takes_suggestions_and_everybody_reads_it() {
    let (plaza, moderator) = city().await;
    plaza.add_boards().await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let taking = async || {
        let boards = administrator.get("/api/v1/boards").await.expect(200).json();
        let boards = boards["boards"].as_array().unwrap().clone();
        let taking = boards.iter().filter(|one| one["takes_suggestions"] == true);
        taking
            .map(|one| one["slug"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(taking().await, ["suggestions"]);
    let mut board = json!({
        "slug": "ideas", "name_zh": "點子", "name_en": "Ideas", "description_zh": "點子",
        "description_en": "Ideas", "takes_suggestions": true, "read_by": "members",
        "open_by": "members", "answer_by": "members",
    });
    let refused = administrator
        .post_json("/api/v1/boards", &board)
        .await
        .expect(422)
        .json();
    assert!(
        refused["errors"][0]["code"] == "board-not-public",
        "{refused}"
    );
    board["read_by"] = json!("everybody");
    administrator
        .post_json("/api/v1/boards", &board)
        .await
        .expect(200);
    assert_eq!(taking().await, ["ideas"]);
    let (_, topic) = public(&plaza, &moderator, &[]).await;
    let stands = administrator
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .json();
    assert_eq!(stands["board"]["slug"], "ideas");

    // What a resident published is merged with nothing.
    let author = plaza.log_on_as(Role::Moderator, "海海").await;
    let other = author.topic("city", "Another hole", "Text").await;
    for (one, into) in [(topic, other), (other, topic)] {
        let merge = json!({ "act": "merge", "topic": into, "reason": "Both are about holes." });
        let path = format!("/api/v1/topics/{one}/arrange");
        let answer = moderator.post_json(&path, &merge).await.expect(422);
        assert!(answer.body.contains("merge-suggestion"), "{}", answer.body);
    }
    assert_eq!(listed(&author, "").await, [TITLE]);
}

#[actix_web::test]
async fn a_name_stands_there_only_where_its_resident_typed_one() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    let mut body = key(&keepsake);
    body["title"] = json!(TITLE);
    body["body"] = json!(BODY);
    body["name"] = json!("陳小明");
    body["notice"] = notice(&resident).await;
    body["language"] = json!("en");
    let api = "/api/v1/suggestions/case/publish";
    resident
        .decide("POST", api, &body, |_| ("mine", "publish"))
        .await
        .expect(202);
    approve(&moderator).await;
    let told = state(&resident, &keepsake).await;
    let topic = format!("/en/topics/{}", told["topic"]);
    let page = resident.get(&topic).await.expect(200);
    assert_eq!(page.texts(".post-author mark.pd"), ["陳小明"]);
    // Masked later it goes at once, without another look.
    body["began"] = told["stamp"].clone();
    resident
        .decide("POST", api, &body, |_| ("mine", "take-out"))
        .await
        .expect(200);
    let page = resident.get(&topic).await.expect(200);
    assert_eq!(page.texts(".post-author"), ["A resident"]);
    assert!(!plaza.rows_of("posts").concat().contains("陳小明"));
}

#[actix_web::test]
async fn what_is_taken_out_of_an_answer_in_public_stays_in_the_letter() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let guest = plaza.client().await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{id}");
    // Without the address in its middle it is a telephone number.
    let answer = "Call 0912-高雄市苓雅區四維三路2號345-678.";
    let fields = [("answer", answer), ("publish", "yes")];
    let asked = staff.post(&desk, &fields).await.expect(422);
    assert!(asked.texts("#f-in_public").is_empty());
    let (check, at) = (asked.hidden("check"), asked.hidden("at-0"));
    let out = [
        ("check", check.as_str()),
        ("at-0", at.as_str()),
        ("choice-0", "take-out"),
    ];
    let again = staff.post(&desk, &[&fields[..], &out].concat()).await;
    let again = again.expect(422);
    assert_eq!(again.texts("#f-answer"), [answer]);
    let left = again.texts("#f-in_public").remove(0);
    assert_eq!(left, "Call 0912-345-678.");
    let check = again.hidden("check");
    let masked = [
        ("in_public", left.as_str()),
        ("check", check.as_str()),
        ("all", "mask"),
    ];
    let done = staff.post(&desk, &[&fields[..], &masked].concat()).await;
    done.expect(303);
    let own = case(&guest, &keepsake).await;
    assert_eq!(own.texts(".post.official .lines"), [answer]);
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    let official = page.texts(".post.official").concat();
    assert!(official.contains("Call") && !official.contains("345") && !official.contains("2號"));
}

#[actix_web::test]
async fn an_answer_that_did_not_become_public_is_said_to_be_so() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let reader = plaza.log_on_as(Role::Resident, "海海").await;
    reader.reply(topic, "Yes, please.").await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    press(&reader, &keepsake, &[("act", "withdraw")])
        .await
        .expect(200);
    let fields = [("answer", "It is filled."), ("publish", "yes")];
    let done = staff.post(&format!("/en/desk/{id}"), &fields).await;
    let told = staff.get(&done.expect(303).location()).await.expect(200);
    assert!(told.texts(".notice")[0].contains("not published"));
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("Yes, please.") && !page.body.contains("It is filled."));
    assert!(
        case(&reader, &keepsake)
            .await
            .body
            .contains("It is filled.")
    );
}

/// Sends other words through the API, from those that stand there.
async fn change(client: &Client, keepsake: &Keepsake, text: &str) -> Answer {
    let mut body = key(keepsake);
    body["title"] = json!(TITLE);
    body["body"] = json!(text);
    body["notice"] = notice(client).await;
    body["language"] = json!("en");
    let stands = state(client, keepsake).await["stamp"].clone();
    body["began"] = json!(stands.as_str().unwrap_or_default());
    client
        .post_json("/api/v1/suggestions/case/publish", &body)
        .await
}

#[actix_web::test]
async fn a_rejected_change_loses_no_discussion() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let reader = plaza.log_on_as(Role::Resident, "海海").await;
    reader.reply(topic, "Yes, please.").await;
    plaza.advance(TimeDelta::hours(1));
    change(&reader, &keepsake, "Fill it, neighbour!")
        .await
        .expect(202);
    reject(&moderator).await;
    let page = case(&reader, &keepsake).await;
    let section = page.texts("#publication").concat();
    assert!(section.contains("Everybody read it") && !section.contains("nobody else could"));
    reader.get(&format!("/en/topics/{topic}")).await.expect(404);

    // Sent again it waits in the same place, and its discussion comes back with it.
    plaza.advance(TimeDelta::minutes(1));
    for _ in 0..2 {
        let sent = change(&reader, &keepsake, "Please fill it soon.").await;
        assert_eq!(sent.expect(202).json()["state"], "held");
    }
    approve(&moderator).await;
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("Please fill it soon.") && page.body.contains("Yes, please."));
    assert!(!page.body.contains("neighbour"));
    assert_eq!(plaza.rows_of("topics").len(), 1);
    assert!(plaza.journal().is_empty(), "nothing was taken back");

    // Taken back after another rejection, what others answered is theirs.
    plaza.advance(TimeDelta::hours(1));
    change(&reader, &keepsake, "Fill it, neighbour!")
        .await
        .expect(202);
    reject(&moderator).await;
    press(&reader, &keepsake, &[("act", "withdraw")])
        .await
        .expect(200);
    let page = reader.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("Yes, please.") && !page.body.contains("neighbour"));
}

#[actix_web::test]
async fn an_appeal_is_granted_also_where_other_words_wait_by_now() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let reader = plaza.log_on_as(Role::Resident, "海海").await;
    reader.reply(topic, "Yes, please.").await;
    plaza.advance(TimeDelta::hours(1));
    change(&reader, &keepsake, "Fill it, neighbour!")
        .await
        .expect(202);
    reject(&moderator).await;
    plaza.advance(TimeDelta::minutes(1));
    change(&reader, &keepsake, "Please fill it soon.")
        .await
        .expect(202);
    let told = state(&reader, &keepsake).await;
    let number = told["decisions"][0]["number"].to_string();
    let fields = [
        ("act", "appeal"),
        ("number", &number),
        ("words", "No neighbour was in it."),
    ];
    press(&reader, &keepsake, &fields).await.expect(200);
    let second = plaza.log_on_as(Role::Moderator, "另一位").await;
    let list = second.get("/api/v1/appeals").await.expect(200).json();
    let path = format!("/api/v1/appeals/{}", list["appeals"][0]["id"]);
    let granted = json!({ "granted": true, "answer": "Right." });
    second.post_json(&path, &granted).await.expect(200);
    // The rejection is undone; the words that nobody has looked at wait.
    let page = format!("/en/topics/{topic}");
    reader.get(&page).await.expect(404);
    let told = state(&reader, &keepsake).await;
    assert_eq!(told["state"], "held", "{told}");
    approve(&moderator).await;
    let page = reader.get(&page).await.expect(200);
    assert!(page.body.contains("Please fill it soon."));
}

#[actix_web::test]
async fn nothing_is_sent_while_an_appeal_waits() {
    let (plaza, moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    publish(&resident, &keepsake).await.expect(200);
    let form = opened(&resident, &keepsake).await;
    reject(&moderator).await;
    let told = state(&resident, &keepsake).await;
    let number = told["decisions"][0]["number"].to_string();
    let fields = [
        ("act", "appeal"),
        ("number", &number),
        ("words", "No neighbour is in it."),
    ];
    press(&resident, &keepsake, &fields).await.expect(200);
    let before = plaza.dump();
    let notice = form.hidden("notice");
    let words = [
        ("act", "publish"),
        ("title", "Another"),
        ("body", "Other words."),
        ("notice", &notice),
    ];
    let refused = press(&resident, &keepsake, &words).await.expect(409);
    assert!(refused.texts("main")[0].contains("Your appeal waits"));
    assert_eq!(refused.texts("#f-body"), ["Other words."]);
    change(&resident, &keepsake, "Other words.")
        .await
        .expect(409);
    assert_eq!(plaza.dump(), before);
    let page = case(&resident, &keepsake).await;
    let section = page.texts("#publication").concat();
    assert!(section.contains("Your appeal waits") && !section.contains("Change the published"));
}

#[actix_web::test]
async fn what_stands_is_changed_also_where_no_board_takes_suggestions() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    plaza.add_boards().await;
    // The board goes on, and takes no more of them; nor does another.
    let board = json!({
        "slug": "ideas", "name_zh": "點子", "name_en": "Ideas", "description_zh": "點子",
        "description_en": "Ideas", "takes_suggestions": true,
    });
    administrator
        .post_json("/api/v1/boards", &board)
        .await
        .expect(200);
    administrator
        .json(
            "PUT".parse().unwrap(),
            "/api/v1/boards/ideas/archived",
            &json!({ "archived": true }),
        )
        .await
        .expect(200);
    let resident = plaza.client().await;
    let other = suggest(&resident, &WORDS).await;
    assert_eq!(state(&resident, &other).await["offered"], false);
    assert_eq!(state(&resident, &keepsake).await["offered"], true);
    change(&resident, &keepsake, "Please fill it soon.")
        .await
        .expect(202);
    approve(&moderator).await;
    let page = resident.get(&format!("/en/topics/{topic}")).await;
    assert!(page.expect(200).body.contains("Please fill it soon."));
}

#[actix_web::test]
async fn new_words_are_agreed_to_at_todays_notice() {
    let (plaza, moderator) = city().await;
    let (keepsake, _) = public(&plaza, &moderator, &[]).await;
    let resident = plaza.client().await;
    change(&resident, &keepsake, "Please fill it soon.")
        .await
        .expect(202);
    assert_eq!(ties(&plaza).await, (1, 1), "the consent is today's");
    approve(&moderator).await;
    let earlier: Result<_, DbError> = plaza
        .context
        .db
        .write(|connection| {
            Ok(diesel::update(consents::table)
                .filter(consents::notice.eq(Notice::Publication))
                .set(consents::notice_version.eq(0))
                .execute(connection)?)
        })
        .await;
    assert_eq!(earlier.unwrap(), 1);
    change(&resident, &keepsake, "Please fill it now.")
        .await
        .expect(202);
    assert_eq!(ties(&plaza).await, (1, 2));
    let tied: Result<i32, DbError> = plaza
        .context
        .db
        .read(|connection| {
            Ok(published_suggestions::table
                .inner_join(consents::table.on(consents::id.eq(published_suggestions::consent_id)))
                .select(consents::notice_version)
                .first(connection)?)
        })
        .await;
    assert_eq!(tied.unwrap(), Notice::Publication.version());
    let found = resident
        .post_json("/api/v1/suggestions/case", &key(&keepsake))
        .await
        .json();
    let records = found["records"].as_array().unwrap();
    let asked = records
        .iter()
        .filter(|one| one["kind"] == "publication-asked");
    assert_eq!(asked.count(), 2);
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
    // All of it ends with its being taken back.
    press(&resident, &keepsake, &[("act", "withdraw")])
        .await
        .expect(200);
    assert_eq!(ties(&plaza).await, (0, 0));
}

#[actix_web::test]
async fn what_is_published_beside_the_words_is_shown_first() {
    let (plaza, _moderator) = city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &WORDS).await;
    let form = opened(&resident, &keepsake).await;
    let beside = form.texts("#beside").concat();
    for said in ["Routed", "Lingya", "2 March 2026"] {
        assert!(beside.contains(said), "{said}: {beside}");
    }
    assert!(form.texts("main")[0].contains("of the case its category"));
    // What was typed is given back, whatever it is refused for.
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let archived = json!({ "archived": true });
    administrator
        .json(
            "PUT".parse().unwrap(),
            "/api/v1/boards/suggestions/archived",
            &archived,
        )
        .await
        .expect(200);
    let notice = form.hidden("notice");
    let words = [
        ("act", "publish"),
        ("title", "x"),
        ("body", "y"),
        ("name", "Zebra Finch"),
        ("notice", &notice),
    ];
    let refused = press(&resident, &keepsake, &words).await.expect(409);
    assert!(refused.body.contains("Zebra Finch"));
}

#[actix_web::test]
async fn a_published_suggestion_is_not_sent_to_the_box_again() {
    let (plaza, moderator) = city().await;
    let (_, topic) = public(&plaza, &moderator, &[]).await;
    let new = format!("/en/suggestions/new?topic={topic}");
    moderator.get(&new).await.expect(403);
}

#[actix_web::test]
async fn what_only_some_read_is_public_nowhere() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let boards = administrator.get("/api/v1/boards").await.expect(200).json();
    let board = json!({
        "slug": "suggestions", "name_zh": "市民的建議", "name_en": "Residents' suggestions",
        "description_zh": "公開的建議", "description_en": "What residents published",
        "read_by": "members", "open_by": "staff", "answer_by": "members",
        "version": boards["boards"][0]["version"],
    });
    let path = "/api/v1/boards/suggestions";
    administrator
        .json("PUT".parse().unwrap(), path, &board)
        .await
        .expect(200);
    let guest = plaza.client().await;
    assert!(listed(&guest, "").await.is_empty());
    guest.get(&format!("/en/topics/{topic}")).await.expect(404);
    // The desk does not take it for public either.
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{id}");
    let page = staff.get(&desk).await.expect(200);
    assert!(page.texts("#f-publish").is_empty());
    let fields = [("answer", "It is filled."), ("publish", "yes")];
    let done = staff.post(&desk, &fields).await.expect(303);
    assert!(done.location().ends_with("answered-not-public"));
    let topic = staff.get(&format!("/api/v1/topics/{topic}")).await;
    assert_eq!(topic.expect(200).json()["replies"], 0);
}

#[actix_web::test]
async fn an_answer_that_stands_in_the_topic_is_changed_by_the_same_rule() {
    let (plaza, moderator) = city().await;
    let (keepsake, topic) = public(&plaza, &moderator, &[]).await;
    let guest = plaza.client().await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let fields = [("answer", "It is filled."), ("publish", "yes")];
    let done = staff.post(&format!("/en/desk/{id}"), &fields).await;
    done.expect(303);
    let path = format!("/api/v1/topics/{topic}");
    let post = guest.get(&path).await.json()["posts"][1]["id"].clone();
    let edit = json!({ "body": format!("It is filled. Call {PHONE}.") });
    let path = format!("/api/v1/posts/{post}");
    let mine = |_: &str| ("mine", "publish");
    let refused = staff.decide("PATCH", &path, &edit, mine).await.expect(422);
    assert_eq!(refused.json()["reason"], "unanswered");
    let out = |_: &str| ("mine", "take-out");
    staff.decide("PATCH", &path, &edit, out).await.expect(200);
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    let official = page.texts(".post.official").concat();
    assert!(official.contains("Call") && !official.contains(PHONE));
    let entries = guest.get("/api/v1/ledger").await.expect(200).json();
    let newest = &entries["entries"][0];
    assert_eq!(newest["act"], "official-answer");
    assert_eq!(
        newest["facts"],
        json!({ "office": "maintenance", "changed": "answer" })
    );
}
