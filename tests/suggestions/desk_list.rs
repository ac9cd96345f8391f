//! The desk's list: its parts and how many there are, what it is narrowed to, and finding a case.

use chrono::{NaiveDate, TimeDelta};
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{Keepsake, desk_many::colleague, id_of, life::act, suggest};
use crate::support::{Client, PASSWORD, Plaza};

async fn list(client: &Client, query: &str) -> Value {
    let path = format!("/api/v1/desk/cases?{query}");
    client.get(&path).await.expect(200).json()
}

/// The numbers of what is listed.
async fn listed(client: &Client, query: &str) -> Vec<String> {
    let list = list(client, query).await;
    let cases = list["cases"].as_array().unwrap().iter();
    cases
        .map(|case| case["reference"].as_str().unwrap().to_owned())
        .collect()
}

fn numbers(keepsakes: &[&Keepsake]) -> Vec<String> {
    keepsakes.iter().map(|one| one.reference.clone()).collect()
}

async fn say(client: &Client, title: &str, body: &str) -> Keepsake {
    suggest(client, &[("title", title), ("body", body)]).await
}

#[actix_web::test]
async fn each_part_shows_its_cases_and_says_how_many() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let (a, b) = (suggest(&client, &[]).await, suggest(&client, &[]).await);
    let (me, staff) = colleague(&plaza, "first", "maintenance").await;
    let ids = [
        id_of(&plaza, &a.reference).await,
        id_of(&plaza, &b.reference).await,
    ];
    act(&staff, ids[0], &json!({ "act": "take-up" }))
        .await
        .expect(200);
    act(&staff, ids[0], &json!({ "act": "assign", "to": me }))
        .await
        .expect(200);
    let both = numbers(&[&a, &b]);
    assert_eq!(listed(&staff, "").await, both);
    assert_eq!(listed(&staff, "view=nothing").await, both);
    assert_eq!(listed(&staff, "view=new").await, numbers(&[&b]));
    assert_eq!(listed(&staff, "view=mine").await, numbers(&[&a]));
    assert_eq!(listed(&staff, "view=today").await, numbers(&[]));
    let first = list(&staff, "").await;
    assert_eq!(
        first["counts"],
        json!({ "waiting": 2, "new": 1, "today": 0, "overdue": 0, "asked": 0, "mine": 1 })
    );
    assert_eq!(first["cases"][0]["handler"]["name"], "first");

    let due: NaiveDate = first["cases"][0]["due"].as_str().unwrap().parse().unwrap();
    let today = plaza
        .context
        .clock
        .today(plaza.context.config.city.time_zone);
    plaza.advance(due - today);
    assert_eq!(listed(&staff, "view=today").await, both);
    assert_eq!(listed(&staff, "view=overdue").await, numbers(&[]));
    let page = staff.get("/en/desk").await.expect(200);
    let tabs = page.texts("nav.crumbs a");
    let tab = |words: &str| {
        tabs.iter()
            .any(|tab| tab.replace('\n', " ").trim() == words)
    };
    assert!(tab("Due today 2") && tab("Overdue 0"), "{tabs:?}");
    plaza.advance(TimeDelta::days(1));
    assert_eq!(listed(&staff, "view=overdue").await, both);
    let answer = format!("/api/v1/desk/cases/{}/answer", ids[0]);
    let body = json!({ "answer": "Done." });
    staff.post_json(&answer, &body).await.expect(200);
    assert_eq!(listed(&staff, "view=answered").await, numbers(&[&a]));
    // Who knows the number finds it in whatever part of the desk.
    let by_number = format!("q={}", a.reference);
    assert_eq!(listed(&staff, &by_number).await, numbers(&[&a]));
    let counts = list(&staff, "view=answered").await["counts"].clone();
    assert_eq!(
        counts,
        json!({ "waiting": 1, "new": 1, "today": 0, "overdue": 1, "asked": 0, "mine": 0 })
    );
}

#[actix_web::test]
async fn a_case_of_two_offices_counts_once() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    suggest(&client, &[("category", "noise"), ("district", "yancheng")]).await;
    let (account, both) = colleague(&plaza, "both", "environment").await;
    plaza::offices::join(&plaza.context, account, "police")
        .await
        .unwrap();
    let all = list(&both, "").await;
    assert_eq!(all["cases"].as_array().unwrap().len(), 1);
    assert_eq!(all["counts"]["waiting"], 1);
    for office in ["environment", "police"] {
        let of = list(&both, &format!("office={office}")).await;
        assert_eq!(of["cases"].as_array().unwrap().len(), 1, "{office}");
    }
    // An office that is not one's own is none to choose.
    assert_eq!(listed(&both, "office=maintenance").await, numbers(&[]));
    let page = both.get("/en/desk").await.expect(200);
    assert_eq!(page.texts("select[name=office] option").len(), 3);
}

#[actix_web::test]
async fn it_is_narrowed_by_category_district_and_colleague() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let a = suggest(&client, &[("district", "lingya")]).await;
    let b = suggest(&client, &[("district", "yancheng")]).await;
    let (me, staff) = colleague(&plaza, "first", "maintenance").await;
    let id = id_of(&plaza, &a.reference).await;
    act(&staff, id, &json!({ "act": "assign", "to": me }))
        .await
        .expect(200);
    let mine = format!("handler={me}");
    for (query, wanted) in [
        ("category=road-damage", numbers(&[&a, &b])),
        ("category=noise", numbers(&[])),
        ("district=yancheng", numbers(&[&b])),
        ("handler=nobody", numbers(&[&b])),
        (mine.as_str(), numbers(&[&a])),
        ("handler=nobody&district=lingya", numbers(&[])),
        ("category=%00", numbers(&[])),
        ("district=x%00&q=%00%25", numbers(&[])),
        ("handler=x&view=%00", numbers(&[&a, &b])),
    ] {
        assert_eq!(listed(&staff, query).await, wanted, "{query}");
        let page = staff.get(&format!("/en/desk?{query}")).await.expect(200);
        assert_eq!(page.texts("tbody tr").len(), wanted.len(), "{query}");
        let counted = list(&staff, query).await["counts"]["waiting"].clone();
        assert_eq!(counted, wanted.len(), "{query}");
    }
    let page = staff.get("/en/desk?district=yancheng").await;
    let chosen = page.attribute("select[name=district] option[selected]", "value");
    assert_eq!(chosen.as_deref(), Some("yancheng"));
}

#[actix_web::test]
async fn a_case_is_found_by_its_number_and_by_words_and_never_by_contact() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let hole = say(&client, "A Hole in Wufu Road", "It is 100% deep.").await;
    let lamp = say(&client, "路燈不亮", "五福路的路燈壞了_三天").await;
    let secret = [
        ("name", "林佳穎"),
        ("phone", "0912-345-678"),
        ("share_contact", "yes"),
    ];
    suggest(&client, &secret).await;
    let staff = plaza.staff_of("maintenance").await;
    let typed = hole.reference.to_lowercase().replace('-', "%20");
    for (query, wanted) in [
        (typed.as_str(), numbers(&[&hole])),
        ("wufu", numbers(&[&hole])),
        ("ROAD%20deep", numbers(&[&hole])),
        ("road%20lamp", numbers(&[])),
        ("%E8%B7%AF%E7%87%88", numbers(&[&lamp])),
        // Signs of patterns are signs like others.
        ("100%25", numbers(&[&hole])),
        ("0%25d", numbers(&[])),
        ("_", numbers(&[&lamp])),
        ("%5C", numbers(&[])),
        ("%E6%9E%97%E4%BD%B3%E7%A9%8E", numbers(&[])),
        ("0912-345-678", numbers(&[])),
    ] {
        assert_eq!(
            listed(&staff, &format!("q={query}")).await,
            wanted,
            "{query}"
        );
    }
    let long = format!("q={}", "a%20".repeat(2_000));
    list(&staff, &long).await;
    let page = staff.get("/en/desk?q=wufu").await.expect(200);
    assert_eq!(page.attribute("#f-q", "value").as_deref(), Some("wufu"));
    assert_eq!(page.texts("tbody tr").len(), 1);
    // Looking for words opens nothing: what is listed stays as it was.
    assert!(!page.body.contains("100% deep"));
}

#[actix_web::test]
async fn words_are_looked_for_in_ones_own_offices_cases_alone() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let hole = say(&client, "A Hole in Wufu Road", "Deep.").await;
    let police = plaza.staff_of("police").await;
    plaza.account("admin", Role::Administrator).await;
    let administrator = plaza.client().await;
    administrator.log_on("admin@example.tw", PASSWORD).await;
    let number = format!("q={}", hole.reference);
    for query in ["q=wufu", number.as_str()] {
        assert_eq!(listed(&police, query).await, numbers(&[]), "{query}");
    }
    // A number tells nothing of what stands in the case; a word that is found would.
    assert_eq!(listed(&administrator, "q=wufu").await, numbers(&[]));
    let found = list(&administrator, &number).await;
    assert_eq!(found["cases"][0]["reference"], hole.reference);
    assert_eq!(found["cases"][0]["title"], Value::Null);
}
