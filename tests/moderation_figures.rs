//! The load of moderation in figures: what waits is work and told as it is, a closed month goes by
//! the ground of statistics, and nothing is counted by moderator.

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    review::Kind,
    statistics::{self, Counted, freeze_closed, reviews::Reviewed},
};
use serde_json::{Value, json};

use crate::{
    review::{approve, held},
    support::{PASSWORD, Plaza},
};

/// As many decisions, each after this many hours.
fn reviewed(kind: Kind, count: usize, hours: i64) -> Vec<Reviewed> {
    (0..count).map(|_| Reviewed { kind, hours }).collect()
}

/// A month in which this was decided, frozen.
async fn frozen(reviews: Vec<Reviewed>) -> Plaza {
    let plaza = Plaza::start().await;
    let counted = Counted {
        reviews,
        ..Counted::default()
    };
    let month = statistics::parse_month("2026-02").unwrap();
    statistics::seed(&plaza.context, month, counted)
        .await
        .unwrap();
    plaza
}

async fn month(plaza: &Plaza) -> Value {
    let guest = plaza.client().await;
    let path = "/api/v1/moderation/figures/2026-02";
    guest.get(path).await.expect(200).json()
}

/// A kind's row.
fn kind<'a>(month: &'a Value, key: &str) -> &'a Value {
    let mut kinds = month["kinds"].as_array().unwrap().iter();
    kinds.find(|kind| kind["key"] == key).unwrap()
}

#[actix_web::test]
async fn what_waits_is_told_to_everybody_as_it_is() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let page = guest.get("/en/moderation/figures").await.expect(200);
    let section = page.texts("section[aria-labelledby=waiting]").concat();
    assert!(section.contains("Nothing waits at this moment"));
    let charts = page.texts("section[aria-labelledby=waiting] svg");
    assert!(charts.is_empty(), "a chart of nothing");
    held(&plaza, "早餐店").await;
    held(&plaza, "午餐店").await;
    plaza.advance(TimeDelta::hours(50));
    let waiting = guest
        .get("/api/v1/moderation/figures")
        .await
        .expect(200)
        .json()["waiting"]
        .clone();
    assert_eq!(
        (
            &waiting["total"],
            &waiting["appeals"],
            &waiting["oldest_days"]
        ),
        (&json!(2), &json!(0), &json!(2))
    );
    let kinds = waiting["kinds"].as_array().unwrap();
    let told = |key: &str| {
        let kind = kinds.iter().find(|kind| kind["key"] == key).unwrap();
        kind["waiting"].clone()
    };
    assert_eq!(told("review/guest-post"), 2);
    assert_eq!(told("review/flag"), 0);
    for (lang, sentence, oldest) in [
        ("zh", "現在有2個項目等候處理", "等了2天"),
        ("en", "2 items wait at this moment", "waited 2 days"),
    ] {
        let path = format!("/{lang}/moderation/figures");
        let page = guest.get(&path).await.expect(200);
        let section = page.texts("section[aria-labelledby=waiting]").concat();
        assert!(section.contains(sentence), "{section}");
        assert!(section.contains(oldest), "{section}");
        assert_eq!(page.texts("section[aria-labelledby=waiting] svg").len(), 1);
        assert!(!page.body.contains("早餐店") && !page.body.contains("小樹"));
        assert!(!page.body.contains("statistics-review-"), "{path}");
    }
}

#[actix_web::test]
async fn a_closed_month_is_told_in_words_in_a_chart_and_in_a_table() {
    let mut reviews = reviewed(Kind::GuestPost, 42, 5);
    reviews.extend(reviewed(Kind::Publication, 25, 9));
    reviews.extend(reviewed(Kind::Imported, 61, 2));
    reviews.extend(reviewed(Kind::Flag, 3, 700));
    let plaza = frozen(reviews).await;
    let told = month(&plaza).await;
    assert_eq!(told["counts_reviews"], true);
    let guests = kind(&told, "review/guest-post");
    assert_eq!(
        (&guests["decided"], &guests["median_hours"]),
        (&json!(40), &json!(5))
    );
    let flags = kind(&told, "review/flag");
    assert_eq!(
        (&flags["decided"], &flags["median_hours"]),
        (&Value::Null, &Value::Null)
    );
    // 42, 25 and 61 are shown; the middle of them is 5, whatever the three were.
    assert_eq!(
        (
            &told["reviewed"]["decided"],
            &told["reviewed"]["median_hours"]
        ),
        (&json!(130), &json!(5))
    );
    let guest = plaza.client().await;
    for path in ["/en/moderation/figures", "/en/moderation/figures/2026-02"] {
        let page = guest.get(path).await.expect(200);
        let section = page.texts("section[aria-labelledby=decided]").concat();
        assert!(
            section.contains("About 130 items were decided"),
            "{section}"
        );
        assert!(
            section.contains("median time until the decision was 5 hours"),
            "{section}"
        );
        assert_eq!(page.texts("section[aria-labelledby=decided] svg").len(), 1);
        let rows = page.texts("section[aria-labelledby=decided] tbody tr");
        let row = |words: &str| rows.iter().find(|row| row.contains(words)).unwrap();
        assert!(row("Guests' posts").contains("40"), "{rows:?}");
        assert!(row("What readers flagged").contains("under 10"), "{rows:?}");
        assert!(!page.body.contains("700"), "{path}");
    }
    guest
        .get("/en/moderation/figures/2026-01")
        .await
        .expect(404);
    guest
        .get("/api/v1/moderation/figures/2026-01")
        .await
        .expect(404);
    guest
        .get("/zh/moderation/figures/nothing")
        .await
        .expect(404);
}

#[actix_web::test]
async fn a_group_under_ten_changes_nothing_that_is_told() {
    let with = async |flags: usize, hours: i64| {
        let mut reviews = reviewed(Kind::GuestPost, 40, 5);
        reviews.extend(reviewed(Kind::Publication, 25, 9));
        reviews.extend(reviewed(Kind::Imported, 60, 2));
        reviews.extend(reviewed(Kind::Flag, flags, hours));
        month(&frozen(reviews).await).await
    };
    let told = with(3, 700).await;
    assert_eq!(told, with(3, 0).await);
    assert_eq!(told, with(5, 1).await);
    let few = month(&frozen(reviewed(Kind::Flag, 9, 1)).await).await;
    let none = month(&frozen(Vec::new()).await).await;
    assert_eq!(few, none, "nobody and nine look alike");
}

#[actix_web::test]
async fn a_month_is_counted_when_it_has_closed_and_nothing_of_moderators_is() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    held(&plaza, "早餐店").await;
    plaza.advance(TimeDelta::hours(5));
    approve(&moderator).await;
    plaza.advance(TimeDelta::days(31));
    let guest = plaza.client().await;
    freeze_closed(&plaza.context).await.unwrap();
    let path = "/api/v1/moderation/figures/2026-03";
    let told = guest.get(path).await.expect(200).json();
    // One decision is no figure about people; that it was made the log tells all the same.
    assert_eq!(told["reviewed"]["decided"], Value::Null);
    let approved = json!([{ "act": "post-approved", "ground": "review", "times": 1 }]);
    assert_eq!(told["acts"], approved);
    assert_eq!(
        (&told["appeals_granted"], &told["appeals_refused"]),
        (&json!(0), &json!(0))
    );
    assert!(told.get("appeals_granted_percent").is_none(), "{told}");
    let page = guest.get("/zh/moderation/figures/2026-03").await;
    let page = page.expect(200);
    let section = page.texts("section[aria-labelledby=decided]").concat();
    assert!(section.contains("不到10個"), "{section}");
    let section = page.texts("section[aria-labelledby=appeals]").concat();
    assert!(section.contains("沒有決定任何申訴"), "{section}");
    assert!(!page.body.contains("版主甲"));
    // An earlier month, from before anything was counted, leads on.
    assert_eq!(page.attribute("nav.pages a[rel=next]", "href"), None);
}

#[actix_web::test]
async fn appeals_about_accounts_wait_too_and_the_middle_of_ten_is_told() {
    let plaza = Plaza::with_boards().await;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let resident = plaza.log_on_as(Role::Resident, "海海").await;
    let own = resident.get("/api/v1/account").await.expect(200).json();
    let people = format!("/api/v1/people/{}/sanctions", own["id"]);
    let warn = json!({ "kind": "warn", "reason": "離題" });
    let mut numbers = Vec::new();
    for _ in 0..10 {
        let warned = first.post_json(&people, &warn).await.expect(201).json();
        let number = warned["number"].to_string();
        let path = format!("/api/v1/sanctions/{number}/appeal");
        let words = json!({ "words": "我沒有" });
        resident.post_json(&path, &words).await.expect(202);
        numbers.push(number);
    }
    let guest = plaza.client().await;
    let told = guest.get("/api/v1/moderation/figures").await.expect(200);
    let waiting = told.json()["waiting"].clone();
    assert_eq!(
        (&waiting["total"], &waiting["sanction_appeals"]),
        (&json!(10), &json!(10))
    );
    let page = guest.get("/en/moderation/figures").await.expect(200);
    let section = page.texts("section[aria-labelledby=waiting]").concat();
    assert!(section.contains("10 items wait"), "{section}");
    plaza.advance(TimeDelta::hours(5));
    for number in &numbers {
        let path = format!("/api/v1/sanctions/{number}/answer");
        let answer = json!({ "granted": false, "answer": "維持" });
        second.post_json(&path, &answer).await.expect(200);
    }
    plaza.advance(TimeDelta::days(31));
    freeze_closed(&plaza.context).await.unwrap();
    let path = "/api/v1/moderation/figures/2026-03";
    let told = guest.get(path).await.expect(200).json();
    assert_eq!(told["appeals_median_hours"], 5);
    let page = guest.get("/zh/moderation/figures/2026-03").await;
    let section = page.expect(200).texts("section[aria-labelledby=appeals]");
    assert!(section.concat().contains("中位數是5小時"), "{section:?}");
}

#[actix_web::test]
async fn the_middle_of_a_closed_month_stays_when_who_appealed_goes() {
    let plaza = Plaza::with_boards().await;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "路燈", "很暗。").await;
    for lamp in 1..=10 {
        let post = author.reply(topic, &format!("第{lamp}盞也很暗。")).await;
        let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
        let path = format!("/api/v1/posts/{post}/moderate");
        first.post_json(&path, &hide).await.expect(200);
        let path = format!("/api/v1/posts/{post}/decisions");
        let decided = author.get(&path).await.expect(200).json();
        let appeal = json!({ "number": decided["decisions"][0]["number"], "words": "沒有" });
        let path = format!("/api/v1/posts/{post}/appeals");
        author.post_json(&path, &appeal).await.expect(200);
    }
    plaza.advance(TimeDelta::hours(5));
    let waiting = second.get("/api/v1/appeals").await.expect(200).json();
    for appeal in waiting["appeals"].as_array().unwrap() {
        let path = format!("/api/v1/appeals/{}", appeal["id"]);
        let answer = json!({ "granted": false, "answer": "維持" });
        second.post_json(&path, &answer).await.expect(200);
    }
    plaza.advance(TimeDelta::days(31));
    freeze_closed(&plaza.context).await.unwrap();
    let guest = plaza.client().await;
    let path = "/api/v1/moderation/figures/2026-03";
    let hours = async || {
        let told = guest.get(path).await.expect(200).json();
        told["appeals_median_hours"].clone()
    };
    assert_eq!(hours().await, 5);
    author.log_on("haihai@example.tw", PASSWORD).await;
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    author.post("/zh/account/erase", &fields).await.expect(303);
    assert_eq!(hours().await, 5, "of nine none would be told");
}
