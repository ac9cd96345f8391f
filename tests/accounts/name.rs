//! Changing one's public name.

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join_all;
use plaza::accounts::Role;
use serde_json::json;

use super::registered;
use crate::support::{Client, Plaza};

const PAGE: &str = "/en/account/name";
const API: &str = "/api/v1/account/name";

/// Sends the form; `own`: `yes` or `no`.
async fn change(client: &Client, name: &str, own: &str) -> crate::support::Answer {
    let fields = [("name", name), ("name_is_personal", own)];
    client.post(PAGE, &fields).await
}

async fn name_of(client: &Client) -> String {
    let account = client.get("/api/v1/account").await.expect(200).json();
    account["name"].as_str().unwrap().to_owned()
}

/// What happened to the account, the latest first.
async fn events(client: &Client) -> Vec<String> {
    let page = client.get("/en/account").await.expect(200);
    page.texts(".records:not([aria-labelledby]) div")
}

#[actix_web::test]
async fn a_new_name_stands_at_once_wherever_the_old_one_stood() {
    let plaza = Plaza::with_boards().await;
    let hai = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = hai.topic("city", "路燈", "又壞了").await;
    let form = hai.get(PAGE).await.expect(200);
    assert_eq!(
        form.attribute("#f-name", "value").as_deref(),
        Some("海海"),
        "the present name is there to be changed"
    );
    let text = form.texts("main").remove(0);
    assert!(text.contains("once in 30 days"), "{text}");
    let done = change(&hai, "林佳穎", "yes").await;
    assert_eq!(done.location(), "/en/account?done=name-changed");

    let guest = plaza.client().await;
    let page = guest.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(page.texts(".post-author mark.pd"), ["林佳穎"]);
    for list in ["/zh", "/zh/boards/city"] {
        assert_eq!(
            guest.get(list).await.texts(".row-facts mark.pd"),
            ["林佳穎"]
        );
    }
    let api = guest.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(api["posts"][0]["author"]["name"], "林佳穎");
    assert_eq!(api["posts"][0]["author"]["name_scope"], "public");
    let own = hai.get("/en/account").await;
    assert!(own.texts("a.me")[0].contains("林佳穎"));
    assert_eq!(events(&hai).await, ["Public name or its mark changed"]);
    // By the day, and without the name: the old one is kept nowhere.
    let dump = plaza.dump();
    assert!(dump.contains("林佳穎") && !dump.contains("海海"), "{dump}");
}

#[actix_web::test]
async fn another_name_waits_thirty_days_by_page_and_api() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    change(&ming, "Harbour cat", "no").await.expect(303);
    // The same once more is no other name, and nothing happened.
    change(&ming, "Harbour  cat ", "no").await.expect(303);
    assert_eq!(events(&ming).await.len(), 2);

    let typed = change(&ming, "Harbour dog", "no").await.expect(409);
    assert_eq!(
        typed.attribute("#f-name", "value").as_deref(),
        Some("Harbour dog"),
        "what was typed is kept"
    );
    assert!(typed.texts(".error-summary li")[0].contains("1 April 2026"));
    let body = json!({ "name": "Harbour dog", "name_is_personal": false });
    let refused = ming.json(Method::PUT, API, &body).await.expect(409).json();
    assert_eq!(refused["code"], "name-too-soon");
    assert_eq!(refused["from"], "2026-04-01");
    assert_eq!(name_of(&ming).await, "Harbour cat");
    let account = ming.get("/api/v1/account").await.json();
    assert_eq!(account["name_waits_until"], "2026-04-01");
    let page = ming.get(PAGE).await.expect(200);
    assert!(page.texts(".note")[0].contains("1 April 2026"));

    plaza.advance(TimeDelta::days(30));
    ming.log_on("ming@example.tw", crate::support::PASSWORD)
        .await;
    let changed = ming.json(Method::PUT, API, &body).await.expect(200).json();
    assert_eq!(changed["name"], "Harbour dog");
    assert_eq!(changed["name_waits_until"], "2026-05-01");
}

#[actix_web::test]
async fn ones_own_name_is_marked_and_taken_back_at_any_time() {
    let plaza = Plaza::start().await;
    let lin = plaza.person("lin", Role::Resident).await.client;
    change(&lin, "Lin Chia-ying", "yes").await.expect(303);
    // The mark alone, both ways.
    change(&lin, "Lin Chia-ying", "no").await.expect(303);
    let own = lin.get("/api/v1/account").await.json();
    assert_eq!(own["name_is_personal"], false);
    change(&lin, "Lin Chia-ying", "yes").await.expect(303);
    change(&lin, "Somebody else", "no").await.expect(409);
    // Back to a nickname, on the same day.
    change(&lin, " ", "yes").await.expect(303);
    let own = lin.get("/api/v1/account").await.json();
    assert!(own["name"].as_str().unwrap().starts_with("Resident "));
    assert_eq!(own["name_is_personal"], false);
    assert!(!plaza.dump().contains("Lin Chia-ying"));
    // A nickname is no name of one's own: for another the days have to pass.
    change(&lin, "", "yes").await.expect(409);
    // What holds an address is marked, whatever was said of it.
    plaza.advance(TimeDelta::days(30));
    lin.log_on("lin@example.tw", crate::support::PASSWORD).await;
    change(&lin, "lin@other.example", "no").await.expect(303);
    let own = lin.get("/api/v1/account").await.json();
    assert_eq!(own["name_is_personal"], true);
}

#[actix_web::test]
async fn a_new_name_obeys_the_rules_of_a_registration() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let long = "a".repeat(41);
    let before = plaza.dump();
    for wrong in [
        "a\u{202e}b",
        "a\nb",
        "a\0b",
        "\u{3164}",
        "A123456789",
        "高雄市政府 交通局",
        "版 主",
        "M\u{43e}derator",
        &long,
    ] {
        let said = change(&ming, wrong, "no").await.expect(422);
        let at_registration = ming
            .post(
                "/en/register",
                &[
                    ("email", "x@example.tw"),
                    ("password", crate::support::PASSWORD),
                    ("name", wrong),
                ],
            )
            .await
            .expect(422);
        assert_eq!(
            said.texts(".error-summary li"),
            at_registration.texts(".error-summary li"),
            "{wrong:?}"
        );
        let body = json!({ "name": wrong });
        let refused = ming.json(Method::PUT, API, &body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "name");
    }
    assert_eq!(plaza.dump(), before);
    let stranger = plaza.client().await;
    stranger.get(PAGE).await.expect(401);
    let body = json!({ "name": "x" });
    stranger.json(Method::PUT, API, &body).await.expect(401);
}

#[actix_web::test]
async fn of_two_names_at_once_one_is_taken() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let names = ["One", "Two", "Three", "Four"];
    let answers = join_all(names.map(|name| change(&ming, name, "no"))).await;
    let mut statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
    assert_eq!(events(&ming).await.len(), 2);
}

#[actix_web::test]
async fn the_data_page_leads_to_each_kind_of_correction() {
    let plaza = Plaza::start().await;
    let visitor = plaza.client().await;
    registered(&plaza, &visitor, "ming@example.tw", "Ming").await;
    visitor
        .log_on("ming@example.tw", crate::support::PASSWORD)
        .await;
    let page = visitor.get("/en/account/data").await.expect(200);
    for way in ["name", "address", "password", "preferences"] {
        let href = format!("/en/account/{way}");
        assert!(
            page.attribute(&format!("main li a[href='{href}']"), "href")
                .is_some(),
            "no way to {href}"
        );
        visitor.get(&href).await.expect(200);
    }
    assert!(
        page.attribute("main li a[href='#request']", "href")
            .is_some()
    );
    assert_eq!(page.texts("h2#request").len(), 1);
    assert_eq!(
        page.texts("form[action$='/data/request'] input[value=correct]")
            .len(),
        1
    );
}
