//! A resident's own cases in their digest: those that they watch, as long as they do.

use actix_web::http::Method;
use plaza::{accounts::Role, jobs::send_digests};
use serde_json::{Value, json};

use super::{OFFICE, reassign, reference, suggest};
use crate::{
    suggestions::id_of,
    support::{Arrived, Client, Plaza},
};

const WATCH: &str = "/api/v1/suggestions/case/watch";
const CASES: &str = "/api/v1/account/cases";

pub(super) async fn watch(client: &Client, case: &Value, wanted: bool) {
    let mut body = case.clone();
    body["wanted"] = json!(wanted);
    client.post_json(WATCH, &body).await.expect(200);
}

pub(super) async fn ask_for(client: &Client, digest: &str) {
    let body = json!({ "language": "zh", "digest": digest });
    let path = "/api/v1/account/preferences";
    client.json(Method::PUT, path, &body).await.expect(200);
}

async fn answer(staff: &Client, case: i64) {
    let path = format!("/api/v1/desk/cases/{case}/answer");
    let body = json!({ "answer": "Filled." });
    staff.post_json(&path, &body).await.expect(200);
}

/// The digests of own cases that arrived, after those that are due were written.
async fn digests(plaza: &Plaza) -> Vec<Arrived> {
    send_digests::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await.into_iter();
    mails
        .filter(|mail| mail.subject.starts_with("您的案件"))
        .collect()
}

#[actix_web::test]
async fn what_happens_to_a_watched_case_is_told_once_and_in_no_words_of_it() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of(OFFICE).await;
    let guest = plaza.client().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let silent = plaza.person("silent", Role::Resident).await.client;
    let (one, two) = (suggest(&guest).await, suggest(&guest).await);
    for client in [&reader, &silent] {
        watch(client, &one, true).await;
    }
    watch(&reader, &one, true).await;
    ask_for(&reader, "daily").await;
    for case in [&one, &two] {
        answer(&staff, id_of(&plaza, reference(case)).await).await;
    }
    assert!(digests(&plaza).await.is_empty());
    plaza.at("2026-03-03T07:59");
    assert!(digests(&plaza).await.is_empty());
    plaza.at("2026-03-03T08:00");
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    let mail = &all[0];
    assert_eq!(mail.to, "reader@example.tw");
    assert_eq!(mail.subject, "您的案件：1則動態");
    for part in [&mail.text, &mail.html] {
        let line = format!("{}　道路破損　苓雅區　已答覆", reference(&one));
        assert!(part.contains(&line), "{part}");
        assert!(!part.contains(reference(&two)), "{part}");
        for word in ["Filled", "Lin Chia-ying", "bus stop"] {
            assert!(!part.contains(word), "{word} in {part}");
        }
    }
    assert!(mail.raw.contains("List-Unsubscribe:"));
    for day in ["2026-03-04T09:00", "2026-03-05T09:00"] {
        plaza.at(day);
        assert_eq!(digests(&plaza).await.len(), 1, "{day}");
    }
}

#[actix_web::test]
async fn what_happened_twice_is_one_line_that_says_so() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of(OFFICE).await;
    let environment = plaza.staff_of("environment").await;
    let guest = plaza.client().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    ask_for(&reader, "daily").await;
    let case = suggest(&guest).await;
    watch(&reader, &case, true).await;
    let id = id_of(&plaza, reference(&case)).await;
    reassign(&staff, id, "environment").await;
    reassign(&environment, id, OFFICE).await;
    answer(&staff, id).await;
    plaza.at("2026-03-03T08:00");
    let all = digests(&plaza).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].subject, "您的案件：3則動態");
    let lines = all[0].text.lines();
    let lines: Vec<&str> = lines.filter(|line| line.starts_with("KH-")).collect();
    let named = format!("{}　道路破損　苓雅區", reference(&case));
    assert_eq!(
        lines,
        [
            format!("{named}　已答覆"),
            format!("{named}　已改由其他機關處理　2次"),
        ]
    );
}

#[actix_web::test]
async fn who_is_told_of_a_case_right_now_watches_it_no_more_then() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let case = suggest(&guest).await;
    watch(&reader, &case, true).await;
    // Whatever happens to a case holds it.
    let happens = format!(
        "UPDATE cases SET state = state WHERE reference = '{}'",
        reference(&case)
    );
    let tells = "INSERT INTO case_watch_news (account_id, case_id, kind) \
                 SELECT account_id, case_id, 'late' FROM case_watches";
    plaza
        .crossing(&happens, tells, watch(&reader, &case, false))
        .await;
    assert!(plaza.rows_of("case_watch_news").is_empty());
    assert!(plaza.rows_of("case_watches").is_empty());
}

#[actix_web::test]
async fn what_waits_goes_with_the_digest_and_with_the_watch() {
    let plaza = Plaza::city().await;
    let staff = plaza.staff_of(OFFICE).await;
    let guest = plaza.client().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    ask_for(&reader, "daily").await;
    let (one, two) = (suggest(&guest).await, suggest(&guest).await);
    watch(&reader, &one, true).await;
    answer(&staff, id_of(&plaza, reference(&one)).await).await;
    ask_for(&reader, "none").await;
    // Committed only now, by somebody who saw that digests were wanted.
    let late = "INSERT INTO case_watch_news (account_id, case_id, kind) \
                SELECT account_id, case_id, 'late' FROM case_watches";
    plaza.sql(late).unwrap();
    ask_for(&reader, "daily").await;
    watch(&reader, &two, true).await;
    answer(&staff, id_of(&plaza, reference(&two)).await).await;
    watch(&reader, &two, false).await;
    let list = reader.get(CASES).await.expect(200).json();
    assert_eq!(list[0]["reference"], one["reference"]);
    assert_eq!(list.as_array().unwrap().len(), 1);
    plaza.at("2026-03-03T09:00");
    assert!(digests(&plaza).await.is_empty());
}

#[actix_web::test]
async fn only_who_has_the_password_and_is_logged_on_watches_a_case() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let reader = plaza.person("reader", Role::Resident).await.client;
    let case = suggest(&guest).await;
    let wrong = json!({
        "reference": case["reference"], "password": "wrong", "wanted": true,
    });
    reader.post_json(WATCH, &wrong).await.expect(404);
    let mut right = case.clone();
    right["wanted"] = json!(true);
    guest.post_json(WATCH, &right).await.expect(401);
    assert_eq!(reader.get(CASES).await.expect(200).json(), json!([]));
    // On the pages.
    let key = [
        ("reference", reference(&case)),
        ("password", case["password"].as_str().unwrap()),
    ];
    let open = async |client: &Client| {
        let page = client.post("/en/suggestions/case", &key).await;
        page.expect(200).texts("form[action$='/case/watch'] button")
    };
    assert!(open(&guest).await.is_empty());
    assert_eq!(open(&reader).await, ["Tell me in my digest"]);
    let mut fields = key.to_vec();
    fields.push(("wanted", "yes"));
    let page = "/en/suggestions/case/watch";
    let done = reader.post(page, &fields).await.expect(200);
    assert!(done.body.contains("Your digest tells of this case."));
    assert_eq!(open(&reader).await, ["Tell me no more"]);
    let page = "/en/account/digests";
    let list = reader.get(page).await.expect(200);
    assert!(list.body.contains(reference(&case)), "{}", list.body);
    let id = list.attribute("button[name=forget]", "value").unwrap();
    reader
        .post(page, &[("forget", id.as_str())])
        .await
        .expect(303);
    assert_eq!(open(&reader).await, ["Tell me in my digest"]);
    // It is the account's own: shown to it, and gone with it.
    reader.post("/en/suggestions/case/watch", &fields).await;
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert_eq!(data["case_watches"].as_array().unwrap().len(), 1);
    reader.get(page).await.expect(200);
    let path = format!("{CASES}/{id}");
    reader
        .json(Method::DELETE, &path, &json!({}))
        .await
        .expect(200);
    let data = reader.get("/api/v1/account/data").await.expect(200).json();
    assert!(data["case_watches"].is_null());
}
