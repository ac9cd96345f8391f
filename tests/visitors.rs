//! Visitors and page views of a closed month: counted once, and nothing that is published tells
//! how few came on a day.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    context::Context,
    db::{DbError, schema::daily_counts},
    jobs,
    privacy::counting::Counted as What,
    statistics::{self, Counted, freeze_closed, visits::Part},
    web::routes::{Audience, CATALOGUE},
};
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn days_kept(plaza: &Plaza) -> i64 {
    let kept: Result<i64, DbError> = plaza
        .context
        .db
        .read(|connection| Ok(daily_counts::table.count().get_result(connection)?))
        .await;
    kept.unwrap()
}

async fn record(plaza: &Plaza) {
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
}

/// What is published of March 2026, but for its reports.
async fn march(client: &Client) -> Value {
    let path = "/api/v1/statistics/2026-03";
    let mut answer = client.get(path).await.expect(200).json();
    answer.as_object_mut().unwrap().remove("reports");
    answer
}

/// A March in which `often` came on each day but Sundays, and `seldom` on those.
async fn visited(often: usize, seldom: usize) -> Plaza {
    let plaza = Plaza::start().await;
    for day in day("2026-03-01").iter_days().take(31) {
        let sunday = day.weekday() == chrono::Weekday::Sun;
        for _ in 0..if sunday { seldom } else { often } {
            plaza.recorder.tally.count(day, What::Visitors, "");
        }
        for _ in 0..50 {
            let tally = &plaza.recorder.tally;
            tally.count(day, What::Pages, "/{lang}/topics/{id}");
            tally.count(day, What::Pages, "/{lang}/suggestions/new");
        }
    }
    record(&plaza).await;
    plaza
}

#[actix_web::test]
async fn a_closed_months_visitors_and_page_views_are_counted_once_and_the_days_go() {
    let plaza = visited(23, 4).await;
    let guest = plaza.client().await;
    // On the first of April a node may still hold the last visits of March.
    plaza.advance(TimeDelta::days(30));
    freeze_closed(&plaza.context).await.unwrap();
    guest.get("/api/v1/statistics/2026-03").await.expect(404);
    assert!(days_kept(&plaza).await > 90);

    plaza.advance(TimeDelta::days(1));
    freeze_closed(&plaza.context).await.unwrap();
    let shown = march(&guest).await;
    assert_eq!(shown["visitors"]["usual_day"], 25);
    let weekdays = shown["visitors"]["weekdays"].as_array().unwrap();
    let figures: Vec<&Value> = weekdays.iter().map(|one| &one["people"]).collect();
    let few = Value::Null;
    let many = json!(25);
    assert_eq!(figures, [&many, &many, &many, &many, &many, &many, &few]);
    assert_eq!(shown["views"]["total"], 3100);
    // The forum's are as many, and withheld: with them the parts that nobody saw would be known.
    let suggestions = json!({ "key": "part/suggestions", "name": "市政建議與詢問", "views": 1550 });
    let forum = json!({ "key": "part/forum", "name": "討論區", "views": null });
    let parts = shown["views"]["parts"].as_array().unwrap();
    assert!(
        parts.contains(&suggestions) && parts.contains(&forum),
        "{shown}"
    );

    // The days are gone, what a node writes late goes with them, and the figures stay.
    assert_eq!(days_kept(&plaza).await, 0);
    for _ in 0..500 {
        let late = day("2026-03-31");
        plaza.recorder.tally.count(late, What::Visitors, "");
    }
    let today = day("2026-04-02");
    plaza.recorder.tally.count(today, What::Visitors, "");
    record(&plaza).await;
    freeze_closed(&plaza.context).await.unwrap();
    assert_eq!(days_kept(&plaza).await, 1);
    assert_eq!(march(&guest).await, shown);
    // For those who run the city as well.
    let administrator = plaza.log_on_as(Role::Administrator, "admin").await;
    assert_eq!(march(&administrator).await, shown);
}

#[actix_web::test]
async fn the_page_says_it_in_words_in_a_chart_and_in_a_table() {
    let plaza = visited(23, 4).await;
    plaza.advance(TimeDelta::days(31));
    freeze_closed(&plaza.context).await.unwrap();
    let guest = plaza.client().await;
    for (lang, usual, unique, few) in [
        (
            "en",
            "On a usual day about 25 visitors came.",
            "nobody knows how many different people came in the month",
            "under 10 (or none)",
        ),
        (
            "zh",
            "平常一天約有25位訪客。",
            "一個月來了多少個不同的人，誰也不知道",
            "不到10人，也可能沒有",
        ),
    ] {
        let path = format!("/{lang}/statistics/2026-03");
        let page = guest.get(&path).await.expect(200);
        let section = page.texts("section[aria-labelledby=visitors]").remove(0);
        assert!(
            section.contains(usual) && section.contains(unique),
            "{section}"
        );
        let chart = "section[aria-labelledby=visitors] svg";
        assert_eq!(page.texts(&format!("{chart} .chart-figure")).len(), 6);
        assert_eq!(page.texts(&format!("{chart} .chart-hidden")), [few]);
        let table = page.texts("section[aria-labelledby=visitors] td.num");
        assert_eq!(table, ["25", "25", "25", "25", "25", "25", few, "25"]);
        let views = page.texts("section[aria-labelledby=views] td.num");
        assert_eq!(views.last().unwrap(), "3100");
        assert!(!page.body.contains("statistics-"), "a word is missing");
    }
}

/// What is published when these came, by day.
async fn published(context: &Context, month: &str, visitors: &[i64], views: i64) -> Value {
    let first = statistics::parse_month(month).unwrap();
    let counted = Counted {
        visitors_by_day: first.iter_days().zip(visitors.iter().copied()).collect(),
        views_by_part: BTreeMap::from([("part/forum".to_owned(), views)]),
        ..Counted::default()
    };
    statistics::seed(context, first, counted).await.unwrap();
    let shown = statistics::month(context, first).await.unwrap();
    json!({
        "usual": shown.visitors.total, "weekdays": shown.visitors.rows,
        "views": shown.views.total, "parts": shown.views.rows,
    })
}

/// All that differs between two Januaries with the same calendar is how few came on the days on
/// which fewer than ten came. Whoever combines everything cannot tell one from the other.
#[actix_web::test]
async fn two_months_that_differ_in_small_days_alone_are_published_alike() {
    let plaza = Plaza::start().await;
    // Each of them begins on the same day of the week as its neighbour.
    let pairs = [
        ("2018-01", "2024-01"),
        ("2017-01", "2023-01"),
        ("2014-01", "2020-01"),
    ];
    for (n, (one, other)) in pairs.into_iter().enumerate() {
        let large = |day: usize| (day * 7 + n * 5).is_multiple_of(n + 2);
        let month = |small: &dyn Fn(usize) -> i64| -> Vec<i64> {
            let people = |day: usize| {
                if large(day) {
                    12 + day as i64
                } else {
                    small(day)
                }
            };
            (0..31).map(people).collect()
        };
        for views in [60, 400, 20_000] {
            let (nobody, many) = (month(&|_| 0), month(&|day| 9 - day as i64 % 3));
            // The pages that were shown are as many, and enough for who was there.
            let views = views.max(many.iter().sum());
            let plaza_of = Plaza::start().await;
            let first = published(&plaza_of.context, one, &nobody, views).await;
            let second = published(&plaza_of.context, other, &many, views).await;
            assert_eq!(first, second, "{views} page views");
        }
    }
    // And it is no attack on nothing: a day of ten or more does make a difference.
    let shown = published(&plaza.context, "2018-01", &[40; 31], 20_000).await;
    let less = published(&plaza.context, "2024-01", &[20; 31], 20_000).await;
    assert_ne!(shown, less);
    assert_eq!(shown["usual"], 40);
}

#[actix_web::test]
async fn what_only_some_may_open_is_not_counted_and_every_other_page_has_its_part() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "mod").await;
    moderator.get("/en/review").await.expect(200);
    moderator.get("/en/account").await.expect(200);
    moderator.get("/en/boards/open").await.expect(200);
    record(&plaza).await;
    let routes: Result<Vec<String>, DbError> = plaza
        .context
        .db
        .read(|connection| {
            Ok(daily_counts::table
                .select(daily_counts::route)
                .load(connection)?)
        })
        .await;
    assert_eq!(routes.unwrap(), ["/{lang}/boards/{slug}"]);
    for route in CATALOGUE.iter().filter(|route| {
        route.audience == Audience::Anyone
            && route.method == "GET"
            && route.path.starts_with("/{lang}")
    }) {
        assert!(Part::of(route.path).is_some(), "{}", route.path);
    }
}
