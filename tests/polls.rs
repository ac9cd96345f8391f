//! Opinion polls: one vote each, nothing that ties a vote to its voter, and figures only when
//! the poll has closed and groups are large enough.

use actix_web::http::Method;
use chrono::{NaiveDate, TimeDelta};
use plaza::{
    accounts::{Member, Role},
    forum::reader::Reader,
    jobs::settle_polls,
    polls::{self, Draft, PollError, Words, results::Results},
};
use serde_json::{Value, json};

use crate::support::{Plaza, decisions};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn words(title: &str, options: &[&str]) -> Words {
    Words {
        title: title.into(),
        question: format!("{title}?"),
        options: options.join("\n"),
    }
}

/// A poll that is open from 2 to 6 March 2026, with no votes.
async fn open_poll(plaza: &Plaza, options: &[&str]) -> i64 {
    let draft = Draft {
        topic: None,
        zh: words("公車時間", options),
        en: words("Bus times", options),
        opens_on: Some(day("2026-03-02")),
        closes_on: Some(day("2026-03-06")),
    };
    polls::seed(&plaza.context, draft, Vec::new())
        .await
        .unwrap()
}

async fn members(plaza: &Plaza, count: usize) -> Vec<Member> {
    let mut all = Vec::new();
    for n in 0..count {
        all.push(plaza.member(Role::Resident, &format!("p{n}"), false).await);
    }
    all
}

fn new_poll() -> Value {
    json!({
        "zh": { "title": "夜間公車", "question": "末班車該幾點？", "options": ["十一點", "十二點"] },
        "en": { "title": "Night buses", "question": "When should the last bus go?", "options": ["Eleven", "Midnight"] },
        "opens_on": "2026-03-02", "closes_on": "2026-03-06",
    })
}

#[actix_web::test]
async fn a_moderator_makes_a_poll_and_a_member_votes_once() {
    let plaza = Plaza::start().await;
    let moderator = plaza.log_on_as(Role::Moderator, "mod").await;
    let made = moderator
        .post(
            "/zh/polls/new",
            &[
                ("title_zh", "夜間公車"),
                ("question_zh", "末班車該幾點？"),
                ("options_zh", "十一點\r\n十二點\r\n"),
                ("opens_on", "2026-03-02"),
                ("closes_on", "2026-03-06"),
            ],
        )
        .await;
    let path = made.location().split('?').next().unwrap().to_owned();
    let guest = plaza.client().await;
    let page = guest.get(&path).await.expect(200);
    assert!(page.body.contains("十二點") && page.body.contains("調查結束後"));
    assert!(page.texts("input[name=option]").is_empty());
    // What whoever runs the servers could still learn is said in both languages.
    assert!(
        page.texts("#how ~ p")
            .concat()
            .contains("前後各複製一次資料庫")
    );
    let english = guest.get(&path.replace("/zh/", "/en/")).await.expect(200);
    let said = english.texts("#how ~ p").concat();
    assert!(said.contains("copies the database before and after a single vote"));
    guest
        .post(&format!("{path}/vote"), &[("option", "2")])
        .await
        .expect(401);

    let voter = plaza.log_on_as(Role::Resident, "voter").await;
    let english = path.replace("/zh/", "/en/");
    assert_eq!(
        voter
            .get(&english)
            .await
            .attribute("h1 span", "lang")
            .as_deref(),
        Some("zh-TW")
    );
    voter.post(&format!("{path}/vote"), &[]).await.expect(422);
    voter
        .post(&format!("{path}/vote"), &[("option", "3")])
        .await
        .expect(422);
    let done = voter
        .post(&format!("{path}/vote"), &[("option", "2")])
        .await;
    assert!(done.location().ends_with("?done=voted"));
    let before = plaza.dump();
    let again = voter
        .post(&format!("{path}/vote"), &[("option", "1")])
        .await
        .expect(409);
    assert!(again.body.contains("第一次的票仍然有效"), "{}", again.body);
    assert_eq!(before, plaza.dump(), "a second ballot changed something");
}

#[actix_web::test]
async fn nobody_else_makes_polls_and_bad_ones_are_refused() {
    let plaza = Plaza::start().await;
    let resident = plaza.log_on_as(Role::Resident, "r").await;
    resident
        .post_json("/api/v1/polls", &new_poll())
        .await
        .expect(403);
    let moderator = plaza.log_on_as(Role::Moderator, "m").await;
    let cases: [(&str, Value, &str); 6] = [
        ("/zh/options", json!(["one", "x".repeat(121)]), "options_zh"),
        ("/zh/options", json!(["one", "one"]), "options_zh"),
        ("/en/options", json!(["a", "b", "c"]), "options_en"),
        ("/closes_on", json!("2026-03-01"), "closes_on"),
        ("/opens_on", json!("2026-03-01"), "opens_on"),
        ("/en/title", json!(""), "title_en"),
    ];
    for (pointer, value, field) in cases {
        let mut body = new_poll();
        *body.pointer_mut(pointer).unwrap() = value;
        let answer = moderator
            .post_json("/api/v1/polls", &body)
            .await
            .expect(422);
        assert_eq!(
            answer.json()["errors"][0]["field"],
            field,
            "{}",
            answer.body
        );
    }
    let mut body = new_poll();
    body["topic"] = json!(77);
    moderator
        .post_json("/api/v1/polls", &body)
        .await
        .expect(404);
    assert_eq!(
        polls::list(&plaza.context, Reader::GUEST)
            .await
            .unwrap()
            .len(),
        0
    );
}

#[actix_web::test]
async fn personal_data_in_a_poll_is_asked_about_and_never_published() {
    let plaza = Plaza::start().await;
    let moderator = plaza.log_on_as(Role::Moderator, "m").await;
    let mut body = new_poll();
    body["en"]["options"][1] = json!("Write to wang@example.tw");
    body["zh"]["options"][1] = json!("寫信到wang@example.tw");
    let refused = moderator
        .decide("POST", "/api/v1/polls", &body, |_| ("mine", "publish"))
        .await
        .expect(422);
    assert_eq!(refused.json()["code"], "personal-data-undecided");
    assert_eq!(refused.json()["reason"], "unanswered");
    let mut again = body.clone();
    again["check"] = refused.json()["check"].clone();
    again["decisions"] = decisions(&refused.json(), |_| ("other", "mask"));
    let made = moderator
        .json(Method::POST, "/api/v1/polls", &again)
        .await
        .expect(201);
    let id = made.json()["id"].as_i64().unwrap();
    let shown = plaza.client().await.get(&format!("/en/polls/{id}")).await;
    assert!(!shown.body.contains("wang@example.tw"));
    assert!(!plaza.holds("wang@example.tw"));
}

#[actix_web::test]
async fn figures_wait_for_the_end_for_ten_voters_and_for_ten_to_an_option() {
    let plaza = Plaza::start().await;
    let (few, many, all) = (
        open_poll(&plaza, &["A", "B"]).await,
        open_poll(&plaza, &["First", "Second", "Third"]).await,
        open_poll(&plaza, &["Yes", "No"]).await,
    );
    let voters = members(&plaza, 15).await;
    for (n, voter) in voters.iter().enumerate() {
        if n < 9 {
            polls::vote(&plaza.context, voter, few, 1).await.unwrap();
        }
        let number = if n < 11 { 1 } else { 2 };
        polls::vote(&plaza.context, voter, many, number)
            .await
            .unwrap();
        polls::vote(&plaza.context, voter, all, 2).await.unwrap();
    }
    let guest = plaza.client().await;
    let moderator = plaza.log_on_as(Role::Moderator, "m").await;
    for id in [few, many, all] {
        for client in [&guest, &moderator] {
            let poll = client.get(&format!("/api/v1/polls/{id}")).await.json();
            assert_eq!(poll["results"], "later");
            assert!(poll["options"][0].get("votes").is_none());
            let page = client.get(&format!("/en/polls/{id}")).await;
            assert!(
                page.texts("table, svg").is_empty(),
                "figures before the end"
            );
        }
    }
    plaza.advance(TimeDelta::days(5));
    let late = polls::vote(&plaza.context, &voters[14], few, 1).await;
    assert!(matches!(late, Err(PollError::NotOpen)));

    let poll = guest.get(&format!("/api/v1/polls/{few}")).await.json();
    assert_eq!(poll["results"], "too-few");
    let page = guest.get(&format!("/zh/polls/{few}")).await;
    assert!(page.body.contains("投票的不到10人") && page.texts("table").is_empty());

    let page = guest.get(&format!("/en/polls/{all}")).await;
    assert!(page.body.contains("Everybody who voted chose"));
    assert!(
        page.texts("table, svg").is_empty(),
        "a figure beside the words"
    );

    let page = guest.get(&format!("/en/polls/{many}")).await;
    assert_eq!(page.texts("td.num"), ["11", "under 10", "under 10"]);
    assert_eq!(page.texts("svg .chart-figure"), ["11"]);
    assert!(
        !page.body.contains("15"),
        "a total from which the rest follows"
    );
}

/// All that the database holds, as a set of rows, but for the migrations' own.
fn rows(plaza: &Plaza) -> Vec<String> {
    let migration = |row: &&str| ["'20", "(20"].iter().any(|start| row.starts_with(start));
    let dump = plaza.dump();
    let kept = dump.lines().filter(|row| !migration(row));
    let mut rows: Vec<String> = kept.map(str::to_owned).collect();
    rows.sort();
    rows
}

/// A city where the same 24 people vote: the same tally, but chosen by others and in another order.
async fn city_where(choices: &[i32], order: impl Iterator<Item = usize>) -> Plaza {
    let plaza = Plaza::start().await;
    let poll = open_poll(&plaza, &["A", "B", "C"]).await;
    let voters = members(&plaza, choices.len()).await;
    for n in order {
        polls::vote(&plaza.context, &voters[n], poll, choices[n])
            .await
            .unwrap();
        plaza.advance(TimeDelta::minutes(7));
    }
    plaza
}

#[actix_web::test]
async fn a_full_dump_is_the_same_whoever_voted_for_what_and_when() {
    let choices: Vec<i32> = (0..24)
        .map(|n| if n < 12 { 1 } else { 2 + n % 2 })
        .collect();
    let turned: Vec<i32> = (0..24).map(|n| choices[(n + 11) % 24]).collect();
    let one = city_where(&choices, 0..24).await;
    let other = city_where(&turned, (0..24).rev()).await;
    // At closing, before and after the marks are erased.
    for plaza in [&one, &other] {
        plaza.advance(TimeDelta::days(5));
    }
    let (first, second) = (rows(&one), rows(&other));
    // Passwords are hashed with salts of the system; nothing else may differ.
    let differing: Vec<_> = first
        .iter()
        .zip(&second)
        .filter(|(a, b)| a != b && !a.contains("argon2"))
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(first.len(), second.len());
    if !one.on_postgres() {
        // As they are stored: in the order of the hashes.
        let marks = |plaza: &Plaza| {
            plaza
                .dump()
                .lines()
                .filter(|line| line.starts_with("X'") && line.ends_with(" | 1"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let stored = marks(&one);
        let mut sorted = stored.clone();
        sorted.sort();
        assert_eq!((stored.len(), &stored), (24, &sorted));
        assert_eq!(stored, marks(&other));
    }
    let with_marks = rows(&one).len();
    settle_polls::once(&one.context).await.unwrap();
    assert_eq!(rows(&one).len(), with_marks - 24, "the marks are gone");
    let results = polls::results::of_poll(&one.context, 1, Reader::GUEST)
        .await
        .unwrap();
    assert_eq!(
        results,
        Results::Counted(vec![(1, Some(12)), (2, None), (3, None)])
    );
}

#[actix_web::test]
async fn between_two_dumps_each_vote_adds_one_mark_without_a_time_and_one_to_a_tally() {
    let plaza = Plaza::start().await;
    let poll = open_poll(&plaza, &["A", "B"]).await;
    let voters = members(&plaza, 3).await;
    for voter in &voters {
        let before = rows(&plaza);
        polls::vote(&plaza.context, voter, poll, 1).await.unwrap();
        let after = rows(&plaza);
        let new: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(new.len(), 2, "{new:#?}");
        assert!(
            new.iter().all(|row| !row.contains("2026-03-02 0")),
            "{new:#?}"
        );
    }
}

#[actix_web::test]
async fn a_poll_can_be_mended_until_its_first_day_and_never_after() {
    let plaza = Plaza::start().await;
    let moderator = plaza.log_on_as(Role::Moderator, "m").await;
    let mut body = new_poll();
    body["opens_on"] = json!("2026-03-04");
    let made = moderator.post_json("/api/v1/polls", &body).await;
    let id = made.expect(201).json()["id"].as_i64().unwrap();
    let (page, api) = (format!("/en/polls/{id}"), format!("/api/v1/polls/{id}"));

    // The form holds what stands there; what is wrong in it changes nothing.
    let edit = format!("{page}/edit");
    let shown = moderator.get(&page).await.expect(200);
    assert_eq!(
        shown.texts(&format!("a[href='{edit}']")),
        ["Change the poll"]
    );
    let form = moderator.get(&edit).await.expect(200);
    assert_eq!(form.texts("#f-options_en"), ["Eleven\nMidnight"]);
    assert_eq!(
        form.attribute("#f-opens_on", "value").unwrap(),
        "2026-03-04"
    );
    let days = [("opens_on", "2026-03-03"), ("closes_on", "2026-03-06")];
    let before = plaza.dump();
    let one_option = [
        ("title_en", "Night buses"),
        ("question_en", "When?"),
        ("options_en", "Eleven"),
    ];
    let wrong = [&days[..], &one_option].concat();
    moderator.post(&edit, &wrong).await.expect(422);
    assert_eq!(plaza.dump(), before);
    let texts = [
        ("title_en", "Night buses"),
        ("question_en", "When should the last bus go?"),
        ("options_en", "Ten\nEleven\nMidnight"),
    ];
    let done = moderator.post(&edit, &[&days[..], &texts].concat()).await;
    assert_eq!(done.location(), format!("{page}?done=poll-changed"));
    let guest = plaza.client().await;
    let shown = guest.get(&page).await.expect(200);
    assert!(shown.body.contains("<li>") && shown.body.contains("Ten"));
    assert!(shown.texts(&format!("a[href='{edit}']")).is_empty());
    assert!(
        !shown.body.contains("夜間公車"),
        "the Chinese text is taken out"
    );

    // The same by a program, and its personal data is asked about as when a poll is made.
    let put = Method::PUT;
    body["en"]["options"][1] = json!("Write to wang@example.tw");
    body["zh"]["options"][1] = json!("寫信到wang@example.tw");
    let asked = moderator.json(put.clone(), &api, &body).await.expect(422);
    assert_eq!(asked.json()["code"], "personal-data-undecided");
    let mut body = new_poll();
    body["opens_on"] = json!("2026-03-03");
    moderator.json(put.clone(), &api, &body).await.expect(200);
    let options = guest.get(&api).await.json()["options"].clone();
    assert_eq!(options.as_array().unwrap().len(), 2, "{options}");
    for (client, status) in [
        (&guest, 401),
        (&plaza.log_on_as(Role::Resident, "r").await, 403),
    ] {
        client.json(put.clone(), &api, &body).await.expect(status);
    }
    moderator
        .json(put.clone(), "/api/v1/polls/77", &body)
        .await
        .expect(404);

    // From its first day on somebody may have voted.
    plaza.advance(TimeDelta::days(1));
    let before = guest.get(&api).await.json();
    let late = moderator.json(put, &api, &body).await.expect(409);
    assert_eq!(late.json()["code"], "poll-begun");
    let form = moderator.get(&edit).await.expect(200);
    assert!(form.texts(".error-summary")[0].contains("stay as they are"));
    let late = moderator.post(&edit, &[&days[..], &texts].concat()).await;
    assert!(late.expect(409).body.contains("Nothing was changed"));
    assert_eq!(guest.get(&api).await.json(), before);
    let shown = moderator.get(&page).await.expect(200);
    assert!(shown.texts(&format!("a[href='{edit}']")).is_empty());
}

#[actix_web::test]
async fn a_poll_stands_on_its_topic() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "m").await;
    let topic = moderator.topic("city", "末班車", "大家怎麼看？").await;
    let mut body = new_poll();
    body["topic"] = json!(topic);
    moderator
        .post_json("/api/v1/polls", &body)
        .await
        .expect(201);
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await;
    assert!(page.texts(".row-title").contains(&"夜間公車".to_owned()));
}

#[actix_web::test]
async fn no_option_says_which_vote_was_its_last() {
    let plaza = Plaza::start().await;
    let poll = open_poll(&plaza, &["A", "B", "C"]).await;
    let alike = "DO $$ BEGIN IF (SELECT count(DISTINCT xmin::text) FROM poll_options) > 1 \
                 THEN RAISE EXCEPTION 'the rows differ'; END IF; END $$";
    for (voter, option) in members(&plaza, 3).await.iter().zip([1, 2, 1]) {
        polls::vote(&plaza.context, voter, poll, option)
            .await
            .unwrap();
        // What no dump holds, but whoever asks PostgreSQL itself can see.
        if plaza.on_postgres() {
            plaza.sql(alike).unwrap();
        }
        let marked = polls::has_voted(&plaza.context, voter, poll).await;
        assert!(marked.unwrap());
    }
}
