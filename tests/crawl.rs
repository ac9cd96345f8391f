//! A guest who follows every link of a whole city, on pages and in the API, never meets
//! what an account holds under the privacy policy.

use std::collections::{BTreeSet, VecDeque};

use plaza::accounts::Role;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::{
    sealed::{PLANTED, plant},
    support::{Client, Plaza},
};

/// Every address of this site that a page or an API answer names.
fn links(body: &str) -> Vec<String> {
    if let Ok(json) = serde_json::from_str::<Value>(body) {
        let mut found = Vec::new();
        strings(&json, &mut found);
        return found;
    }
    let selector = Selector::parse("a[href], link[href]").unwrap();
    Html::parse_document(body)
        .select(&selector)
        .filter_map(|element| element.value().attr("href"))
        .filter(|href| href.starts_with('/') && !href.starts_with("//"))
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with('/') && !text.contains(' ') => {
            found.push(text.clone())
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

/// Follows every link from `start`; gives each address with its body.
pub async fn crawl(client: &Client, start: &[String]) -> Vec<(String, String)> {
    let mut seen: BTreeSet<String> = start.iter().cloned().collect();
    let mut waiting: VecDeque<String> = start.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let mut answer = client.get(&path).await;
        if answer.status.is_redirection() {
            answer = client.get(&answer.location()).await;
        }
        for link in links(&answer.body) {
            if seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        pages.push((path, answer.body));
        assert!(pages.len() < 2000, "the crawl does not end");
    }
    pages
}

/// Where a guest begins: what leads on, and what no link leads to but a number in its address.
async fn start(guest: &Client) -> Vec<String> {
    let mut start: Vec<String> = [
        "/zh",
        "/en",
        "/api/v1/boards",
        "/api/v1/categories",
        "/api/v1/districts",
        "/api/v1/openapi.json",
    ]
    .map(str::to_owned)
    .to_vec();
    start.extend((1..=20).map(|id| format!("/api/v1/topics/{id}")));
    start.extend(
        (1..=60).flat_map(|id| ["zh", "en"].map(|lang| format!("/{lang}/posts/{id}/revisions"))),
    );
    let boards = guest.get("/api/v1/boards").await.json();
    for board in boards["boards"].as_array().unwrap() {
        start.push(format!(
            "/api/v1/boards/{}",
            board["slug"].as_str().unwrap()
        ));
    }
    start
}

#[actix_web::test]
async fn no_page_and_no_answer_shows_an_accounts_address() {
    let plaza = Plaza::demo_city().await;
    // One more, whose owner writes: the address is known to be somewhere near.
    let author = plaza.person("canary", Role::Resident).await;
    author
        .client
        .topic("city-life", "金絲雀", "我在這裡。")
        .await;
    let guest = plaza.client().await;
    let pages = crawl(&guest, &start(&guest).await).await;
    assert!(pages.len() > 100, "only {} pages were found", pages.len());
    assert!(
        pages.iter().any(|(_, body)| body.contains("金絲雀")),
        "the crawl did not reach the canary's topic"
    );
    for (path, body) in &pages {
        for covered in ["canary@example.tw", "@plaza.example"] {
            assert!(!body.contains(covered), "{path} shows {covered}");
        }
    }
}

#[actix_web::test]
async fn nothing_that_people_gave_under_the_policy_is_on_a_page_in_a_feed_or_in_anothers_mail() {
    let plaza = Plaza::city().await;
    plant(&plaza).await;
    let guest = plaza.client().await;
    let pages = crawl(&guest, &start(&guest).await).await;
    for part in ["/feeds/", "/api/v1/topics/", "/zh/t/"] {
        let reached = pages.iter().any(|(path, _)| path.starts_with(part));
        assert!(reached, "the crawl did not reach {part}");
    }
    for (path, body) in &pages {
        for datum in PLANTED {
            assert!(!body.contains(datum), "{path} shows {datum}");
        }
    }
    // A mail holds nobody's address but that of whom it goes to; contact data go to the office that
    // its resident ticked, and what a decision says to whom it concerns.
    let mails = plaza.mails().await;
    assert!(mails.len() > 10, "{} mails", mails.len());
    let contact = |datum: &str| PLANTED[3..8].contains(&datum);
    let decision = |datum: &str| [9, 14, 17, 18, 19].map(|at| PLANTED[at]).contains(&datum);
    for mail in &mails {
        let to_office = mail.to.ends_with("@kcg.example");
        for datum in PLANTED {
            let said = mail.subject.contains(datum) || mail.text.contains(datum);
            let may =
                mail.to == datum || contact(datum) && to_office || decision(datum) && !to_office;
            assert!(!said || may, "a mail to {} says {datum}", mail.to);
        }
    }
}
