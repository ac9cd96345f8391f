//! What an account chooses: it holds on every page, is the owner's alone, and one button
//! erases it.

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use plaza::{
    accounts::Role,
    privacy::{
        Purpose, Viewer,
        inventory::{self, Value},
    },
};
use serde_json::json;

use crate::support::Plaza;

const PAGE: &str = "/en/account/preferences";
const API: &str = "/api/v1/account/preferences";

const CHOSEN: [(&str, &str); 6] = [
    ("language", "en"),
    ("boards", "newcomers"),
    ("boards", "green-city"),
    ("district", "qijin"),
    ("digest", "weekly"),
    ("appearance", "dark"),
];

#[actix_web::test]
async fn what_is_chosen_holds_on_every_page_and_is_erased_by_one_button() {
    let plaza = Plaza::demo_city().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let before = ming.client.get("/en").await.expect(200);
    assert_eq!(before.attribute("html", "data-appearance"), None);
    let first = |body: &str| body.find("boards/newcomers") < body.find("boards/neighbourhood");
    let boards = before.texts("section[aria-labelledby='boards'] .row-title");

    let done = ming.client.post(PAGE, &CHOSEN).await;
    assert_eq!(done.location(), "/en/account?done=preferences-kept");
    let own = ming.client.get("/en/account").await.expect(200);
    let facts = own.texts("dd").join(" | ");
    for words in ["English", "New in Kaohsiung", "Qijin", "Weekly", "Dark"] {
        assert!(facts.contains(words), "{words} is not in {facts}");
    }
    for page in [
        "/en",
        "/zh/boards/newcomers",
        "/en/account",
        "/en/no-such-page",
    ] {
        let shown = ming.client.get(page).await;
        let dark = shown.attribute("html", "data-appearance");
        assert_eq!(dark.as_deref(), Some("dark"), "{page}");
    }
    let home = ming.client.get("/en").await.expect(200);
    let now = home.texts("section[aria-labelledby='boards'] .row-title");
    assert_eq!(now.len(), boards.len());
    assert!(
        now[..2].iter().all(|title| title.contains("home board")),
        "{now:?}"
    );
    assert!(!now[2].contains("home board") && first(&home.body));
    let form = ming.client.get("/en/suggestions/new").await.expect(200);
    let district = form.attribute("#f-district option[selected]", "value");
    assert_eq!(district.as_deref(), Some("qijin"));
    // An address without a language leads to the chosen one, whatever the browser asks for.
    let bare = TestRequest::get()
        .uri("/")
        .insert_header((header::ACCEPT_LANGUAGE, "zh-TW"));
    assert_eq!(ming.client.send(bare).await.location(), "/en");

    // Nobody else's pages change, and nothing is kept in the browser.
    let guest = plaza.client().await.get("/en").await.expect(200);
    assert_eq!(guest.attribute("html", "data-appearance"), None);
    assert!(!guest.body.contains("home board"));
    assert!(home.headers.get(header::SET_COOKIE).is_none());

    let erased = ming.client.post("/en/account/preferences/erase", &[]).await;
    assert_eq!(erased.location(), "/en/account?done=preferences-erased");
    let api = ming.client.get(API).await.expect(200).json();
    let nothing = json!({ "language": "en", "boards": [], "district": null,
                          "digest": "none", "appearance": "system" });
    assert_eq!(api, nothing);
    let home = ming.client.get("/en").await.expect(200);
    assert_eq!(home.attribute("html", "data-appearance"), None);
    assert!(!home.body.contains("home board"));
    assert!(!plaza.dump().contains("weekly"));
}

#[actix_web::test]
async fn a_program_sets_reads_and_erases_them_and_is_told_what_is_wrong() {
    let plaza = Plaza::demo_city().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let sent = json!({ "language": "en", "boards": ["green-city"], "district": "qijin",
                       "digest": "daily", "appearance": "light" });
    let kept = ming.json(Method::PUT, API, &sent).await.expect(200).json();
    assert_eq!(kept, sent);
    assert_eq!(ming.get(API).await.expect(200).json(), sent);
    for (field, value) in [
        ("language", json!("fr")),
        ("boards", json!(["no-such-board"])),
        ("district", json!("nowhere")),
        ("digest", json!("hourly")),
        ("appearance", json!("pink")),
    ] {
        let mut wrong = sent.clone();
        wrong[field] = value;
        let told = ming.json(Method::PUT, API, &wrong).await.expect(422).json();
        assert_eq!(told["errors"][0]["field"], field, "{told}");
    }
    assert_eq!(
        ming.get(API).await.expect(200).json(),
        sent,
        "a refused one changed it"
    );
    let least = ming
        .json(Method::PUT, API, &json!({ "language": "zh" }))
        .await;
    assert_eq!(least.expect(200).json()["boards"], json!([]));
    ming.send(TestRequest::delete().uri(API)).await.expect(204);
    plaza.client().await.get(API).await.expect(401);
}

#[actix_web::test]
async fn a_wrong_form_is_shown_again_as_it_was_typed() {
    let plaza = Plaza::demo_city().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let typed = [
        ("language", "en"),
        ("boards", "newcomers"),
        ("digest", "hourly"),
        ("appearance", "dark"),
    ];
    let again = ming.post(PAGE, &typed).await.expect(422);
    assert_eq!(
        again.texts(".error-summary a"),
        ["Digest by e-mail: Please choose one of these."]
    );
    let ticked = again.attribute("input[name='boards'][checked]", "value");
    assert_eq!(ticked.as_deref(), Some("newcomers"));
    let dark = again.attribute("input[name='appearance'][checked]", "value");
    assert_eq!(dark.as_deref(), Some("dark"));
}

#[actix_web::test]
async fn the_export_of_an_account_lists_them() {
    let plaza = Plaza::demo_city().await;
    let id = plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    client
        .log_on("ming@example.tw", crate::support::PASSWORD)
        .await;
    client.post(PAGE, &CHOSEN).await.expect(303);
    let keys = plaza.context.config.keys.clone();
    let db = &plaza.context.db;
    let held = db
        .read(move |connection| inventory::held(connection, &keys, id))
        .await;
    let mut listed = Vec::new();
    for held in held.unwrap() {
        for (column, value) in held.rows.into_iter().flatten() {
            if let Value::Given(value) = value {
                let value = value.reveal(Viewer::Plaza, Purpose::Storage).clone();
                listed.push(format!("{}.{column}={value}", held.table.name));
            }
        }
    }
    for wanted in [
        "accounts.language=en",
        "account_preferences.digest=weekly",
        "account_preferences.appearance=dark",
    ] {
        assert!(
            listed.iter().any(|one| one == wanted),
            "{wanted} is not in {listed:?}"
        );
    }
    let boards = listed
        .iter()
        .filter(|one| one.starts_with("account_boards.board_id="));
    assert_eq!(boards.count(), 2);
}
