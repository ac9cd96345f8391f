//! The figures of the suggestion box: what came in, what was answered and how soon, and how people
//! found it, worked out by hand for one month; and nothing of a group under ten, whatever is combined.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
};

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::case_ratings},
    privacy::ground::{Consented, Ground},
    statistics::{
        self, Counted,
        answers::{Answered, By, Place, Rated},
        freeze_closed,
    },
    suggestions::pending,
};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use crate::{
    statistics::Attack,
    suggestions::id_of,
    support::{Client, Plaza},
};

/// A case of the month, as its resident knows it.
struct Case {
    id: i64,
    key: Value,
}

/// A month in a small city, on its own clock.
struct Month {
    plaza: Plaza,
    resident: Client,
    staff: Client,
    sent: u32,
}

impl Month {
    async fn begin() -> Self {
        let plaza = Plaza::city().await;
        plaza.at("2026-03-02T09:00");
        plaza.account("head", Role::Administrator).await;
        let mut month = Self {
            resident: plaza.client().await,
            staff: plaza.client().await,
            plaza,
            sent: 0,
        };
        month.on("2026-03-02").await;
        month
    }

    /// It is nine o'clock on this day, and the office logs on.
    async fn on(&mut self, day: &str) {
        self.plaza.at(&format!("{day}T09:00"));
        let password = crate::support::PASSWORD;
        self.staff.log_on("head@example.tw", password).await;
    }

    async fn send(&mut self, number: usize, category: &str, district: &str) -> Vec<Case> {
        let mut sent = Vec::new();
        for _ in 0..number {
            self.sent += 1;
            let address = Ipv4Addr::from((10 << 24) + self.sent * 256);
            self.resident.come_from(IpAddr::V4(address), "simulated");
            let suggestion = json!({
                "category": category, "district": district, "language": "zh",
                "title": format!("第{}件", self.sent), "body": "請派人來看一看。",
            });
            let made = self
                .resident
                .post_json("/api/v1/suggestions", &suggestion)
                .await;
            let key = made.expect(201).json();
            let id = id_of(&self.plaza, key["reference"].as_str().unwrap()).await;
            sent.push(Case { id, key });
        }
        sent
    }

    async fn answer(&self, cases: &[Case]) {
        for case in cases {
            let path = format!("/api/v1/desk/cases/{}/answer", case.id);
            let answer = json!({ "answer": "已經處理。" });
            self.staff.post_json(&path, &answer).await.expect(200);
        }
    }

    async fn rate(&mut self, case: &Case, stars: i32) {
        self.sent += 1;
        let address = Ipv4Addr::from((10 << 24) + self.sent * 256);
        self.resident.come_from(IpAddr::V4(address), "simulated");
        let body = json!({
            "reference": case.key["reference"], "password": case.key["password"], "stars": stars,
        });
        let rated = self
            .resident
            .post_json("/api/v1/suggestions/case/rate", &body)
            .await;
        assert_eq!(rated.expect(200).json()["status"], "rated");
    }

    async fn erase(&self, case: i64) {
        let context = self.plaza.context.clone();
        let erased = self.plaza.context.db.write(move |connection| {
            let ground = Ground::OwnersConsent(Consented::Schedule);
            pending::erase(connection, &context, case, &ground)
        });
        assert!(erased.await.unwrap());
    }
}

async fn shown(client: &Client, month: &str, by: &str) -> Value {
    let path = format!("/api/v1/statistics/{month}/suggestions/{by}?lang=en");
    client.get(&path).await.expect(200).json()
}

/// The rows that show anything, without their names.
fn rows(shown: &Value) -> Vec<Value> {
    let figures = |row: &Value| {
        let mut row = row.clone();
        row.as_object_mut().unwrap().remove("name");
        row
    };
    let all = shown["rows"].as_array().unwrap().iter().map(figures);
    let shows = |row: &Value| {
        row.as_object()
            .unwrap()
            .values()
            .any(|value| !value.is_null() && !value.is_string())
    };
    all.filter(shows).collect()
}

/// What is kept of ratings: stars, and links.
async fn kept(plaza: &Plaza) -> (i64, i64) {
    let counts = plaza.context.db.read(|connection| {
        let stars = case_ratings::table
            .filter(case_ratings::stars.is_not_null())
            .count()
            .get_result(connection)?;
        let links = case_ratings::table
            .filter(case_ratings::token_hash.is_not_null())
            .count()
            .get_result(connection)?;
        Ok::<(i64, i64), DbError>((stars, links))
    });
    counts.await.unwrap()
}

/// Monday 2 March 2026: 31 suggestions about roads, 12 about noise, 3 about animals come in. The
/// animals are answered after one working day, 15 roads after three, the noise after four, 12 roads
/// after eight, two days late. One road that was answered in time is erased before the month is
/// counted.
///
/// So 45 came in: 30, 12 and 3. The 3 are hidden. With 45 known, 30 shown as 30 (28 to 32) and 12 as
/// 10 (10 to 12), they would be 1 to 7; so the 12 are hidden as well.
///
/// 41 were answered: 26, 12 and 3; of those 29 in time, which are 14, 12 and 3, and 12 late, all about
/// roads. With 12 known, the roads' 12 (10 to 12) would leave the noise no nine: hidden. With 29 known,
/// 14 and 12 in time would leave the animals 0 to 6: the 12 are hidden. With 26 as 25 (23 to 27) and 14
/// as 15 (13 to 17), at least 6 roads were late, and the noise could not have nine: the 14 are hidden.
/// With 41 known, 25 and 12 as 10 leave the animals 2 to 8: the 12 are hidden.
///
/// The middle of the roads' 26 (14 times 3 and 12 times 8) is 3, and so is that of all who are shown.
///
/// 13 rated: 11 of roads (six with 5, five with 4) and two of noise (with 1). With 13 known, 11 as 10
/// (10 to 12) leaves the others 1 to 3: no row is shown. All together gave 52, which is 4 on average.
/// 15 of 40 are 37.5, told as 38.
async fn month() -> (Month, Vec<Case>) {
    let mut month = Month::begin().await;
    let mut roads = month.send(31, "road-damage", "lingya").await;
    let noise = month.send(12, "noise", "sanmin").await;
    let animals = month.send(3, "stray-animals", "dashu").await;
    month.on("2026-03-03").await;
    month.answer(&animals).await;
    month.on("2026-03-05").await;
    month.answer(&roads[..15]).await;
    month.on("2026-03-06").await;
    month.answer(&noise).await;
    month.on("2026-03-12").await;
    month.answer(&roads[15..27]).await;
    for (case, stars) in roads.iter().zip([5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4]) {
        month.rate(case, stars).await;
    }
    for case in &noise[..2] {
        month.rate(case, 1).await;
    }
    let erased = roads.remove(14);
    month.erase(erased.id).await;
    (month, roads)
}

#[actix_web::test]
async fn a_month_is_what_it_is_by_hand() {
    let (mut month, roads) = month().await;
    let guest = month.plaza.client().await;
    let path = "/api/v1/statistics/2026-03/suggestions/category";
    month.plaza.at("2026-04-01T09:00");
    freeze_closed(&month.plaza.context).await.unwrap();
    guest.get(path).await.expect(404);
    guest
        .get("/en/statistics/2026-03/suggestions/category")
        .await
        .expect(404);
    assert_eq!(kept(&month.plaza).await.0, 13);

    month.plaza.at("2026-04-02T09:00");
    freeze_closed(&month.plaza.context).await.unwrap();
    let whole = json!({
        "received": 45, "answered": 40, "in_time": 30, "in_time_percent": 75, "median_days": 3,
        "rated": 15, "response_rate_percent": 38, "stars": 4.0,
    });
    let row = |key: &str| {
        json!([{
            "key": key, "received": 30, "answered": 25, "in_time": null, "in_time_percent": null,
            "median_days": 3, "rated": null, "response_rate_percent": null, "stars": null,
        }])
    };
    let mut before = Vec::new();
    for (by, key) in [
        ("category", "category/road-damage"),
        ("district", "district/lingya"),
        ("office", "office/maintenance"),
    ] {
        let shown = shown(&guest, "2026-03", by).await;
        assert_eq!(shown["whole"], whole, "{by}");
        assert_eq!(Value::from(rows(&shown)), row(key), "{by}");
        assert_eq!(shown["counts_answers"], true);
        before.push(shown);
    }
    let administrator = month.plaza.log_on_as(Role::Administrator, "admin").await;
    assert_eq!(
        administrator.get(&format!("{path}?lang=en")).await.json(),
        before[0]
    );

    // The stars are forgotten, and nobody rates twice for it.
    assert_eq!(kept(&month.plaza).await.0, 0);
    let page = [
        ("reference", &roads[0].key["reference"]),
        ("password", &roads[0].key["password"]),
    ];
    let page = page.map(|(name, value)| (name, value.as_str().unwrap()));
    let page = guest.post("/en/suggestions/case", &page).await.expect(200);
    assert!(page.texts("#rate")[0].contains("You have rated already"));
    assert!(!page.texts("#rate")[0].contains('★'));

    // What is rated and what is erased afterwards changes nothing of the month.
    for case in &roads[15..26] {
        month.rate(case, 2).await;
    }
    month.erase(roads[0].id).await;
    freeze_closed(&month.plaza.context).await.unwrap();
    for (by, before) in ["category", "district", "office"].into_iter().zip(before) {
        assert_eq!(shown(&guest, "2026-03", by).await, before, "{by}");
    }

    // A late rating counts in its own month, in which nothing was answered: there is no response
    // rate, and so there are no stars.
    month.plaza.at("2026-05-02T09:00");
    freeze_closed(&month.plaza.context).await.unwrap();
    let april = shown(&guest, "2026-04", "category").await;
    assert!(
        april["whole"]
            .as_object()
            .unwrap()
            .values()
            .all(Value::is_null),
        "{april}"
    );
    assert_eq!(kept(&month.plaza).await, (0, 0));
}

#[actix_web::test]
async fn the_page_says_it_in_words_in_charts_and_in_tables() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    let newest = guest.get("/en/statistics/suggestions").await.expect(200);
    assert!(newest.texts("h1")[0].contains("February 2026"));
    for lang in ["zh", "en"] {
        for by in ["category", "district", "office"] {
            let path = format!("/{lang}/statistics/2026-02/suggestions/{by}");
            let page = guest.get(&path).await.expect(200);
            for id in ["received", "answered", "days", "satisfaction"] {
                let section = format!("section[aria-labelledby={id}]");
                assert_eq!(
                    page.texts(&format!("{section} svg.chart")).len(),
                    1,
                    "{path} {id}"
                );
                assert!(
                    page.texts(&format!("{section} tbody tr")).len() > 2,
                    "{path} {id}"
                );
            }
            assert!(
                !page.body.contains("statistics-"),
                "a word is missing: {path}"
            );
            assert!(!page.body.contains("style="), "inline style");
            // No row says nothing.
            let api = shown(&guest, "2026-02", by).await;
            let figures = page
                .texts("section[aria-labelledby=received] tbody tr")
                .len();
            assert_eq!(figures, rows(&api).len() + 1, "{path}");
        }
        for wrong in [
            "2026-02/suggestions/age",
            "2026-07/suggestions/office",
            "x/suggestions/office",
        ] {
            guest
                .get(&format!("/{lang}/statistics/{wrong}"))
                .await
                .expect(404);
        }
        for from in ["suggestions", "statistics", "statistics/2026-02"] {
            let page = guest.get(&format!("/{lang}/{from}")).await.expect(200);
            assert!(
                page.body.contains("/statistics/suggestions\"")
                    || page.body.contains("/suggestions/category\""),
                "{from}"
            );
        }
    }
    // Shares are of what is shown, and satisfaction never stands without its response rate.
    for by in ["category", "district", "office"] {
        let api = shown(&guest, "2026-02", by).await;
        let stars = rows(&api)
            .iter()
            .filter(|row| !row["stars"].is_null())
            .count();
        assert!(stars > 0, "{api}");
        for row in rows(&api).iter().chain([&api["whole"]]) {
            let rate = &row["response_rate_percent"];
            assert_eq!(row["rated"].is_null(), rate.is_null(), "{row}");
            assert!(row["stars"].is_null() || !rate.is_null(), "{row}");
        }
    }
}

#[actix_web::test]
async fn a_city_without_a_closed_month_says_so() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let page = guest.get("/zh/statistics/suggestions").await.expect(200);
    assert!(page.texts("main")[0].contains("還沒有統計"));
}

/// A made-up month: places with people, of whom some were answered late, and some rated.
fn made_up() -> impl Strategy<Value = Counted> {
    let people = prop_oneof![
        Just(0usize),
        0..10usize,
        5..16usize,
        10..60usize,
        60..300usize
    ];
    let place = (
        0..5usize,
        0..4usize,
        0..3usize,
        people,
        0..=100usize,
        0..=100usize,
    );
    prop::collection::vec(place, 0..14).prop_map(|places| {
        let mut counted = Counted::default();
        for (category, district, office, people, late, rated) in places {
            let place = Place {
                category: format!("category/c{category}"),
                district: format!("district/d{district}"),
                office: format!("office/o{office}"),
            };
            let (late, rated) = (people * late / 100, people * rated / 100);
            for n in 0..people {
                let (place, days) = (place.clone(), (n % 13) as i64);
                let in_time = n >= late;
                counted.answers.push(Answered {
                    place,
                    in_time,
                    days,
                });
            }
            for n in 0..rated {
                let (place, stars) = (place.clone(), (n % 5 + 1) as i64);
                counted.ratings.push(Rated { place, stars });
            }
        }
        counted
    })
}

/// How many there are of each row.
fn truth<'a>(places: impl Iterator<Item = &'a Place>, by: By) -> BTreeMap<String, i64> {
    let mut people = BTreeMap::new();
    for place in places {
        *people.entry(place.key(by).clone()).or_insert(0) += 1;
    }
    people
}

#[actix_web::test]
async fn nothing_that_is_published_tells_of_a_group_under_ten() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let seeded = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), seeded);
    let (mut counts, mut shares, mut middles) = (0, 0, 0);
    for n in 0..40 {
        let counted = made_up().new_tree(&mut runner).unwrap().current();
        let name = format!("{}-{:02}", 2020 + n / 12, n % 12 + 1);
        let day = statistics::parse_month(&name).unwrap();
        statistics::seed(&plaza.context, day, counted.clone())
            .await
            .unwrap();

        let late = counted.answers.iter().filter(|one| !one.in_time).count() as i64;
        let all = counted.answers.len() as i64;
        let (mut answers, mut raters) = (Attack::default(), Attack::default());
        let first = shown(&guest, &name, "category").await;
        let whole = answers.whole(all, &first["whole"]["answered"]);
        let rating = raters.whole(counted.ratings.len() as i64, &first["whole"]["rated"]);
        for by in By::ALL {
            let shown = shown(&guest, &name, by.as_str()).await;
            let of = |places: Vec<&Place>| truth(places.into_iter(), by);
            let answered = of(counted.answers.iter().map(|one| &one.place).collect());
            let in_time = counted.answers.iter().filter(|one| one.in_time);
            let in_time = of(in_time.map(|one| &one.place).collect());
            let rated = of(counted.ratings.iter().map(|one| &one.place).collect());
            // What was in time and late in all, every reader is taken to know, where both are ten or more.
            let split = (all - late).min(late) >= 10;
            assert_eq!(shown["whole"]["in_time"].is_null(), !split, "{name}");
            let sums = [all - late, late].map(|people| answers.known(people, split));
            let (mut here, mut on_time, mut too_late, mut who) = (vec![], vec![], vec![], vec![]);
            for row in shown["rows"].as_array().unwrap() {
                let key = row["key"].as_str().unwrap();
                let people = |of: &BTreeMap<String, i64>| of.get(key).copied().unwrap_or(0);
                let total = answers.figure(people(&answered), &row["answered"]);
                let good = answers.figure(people(&in_time), &row["in_time"]);
                let bad = answers.figure(people(&answered) - people(&in_time), &Value::Null);
                answers.adds_up(total, vec![good, bad]);
                here.push(total);
                on_time.push(good);
                too_late.push(bad);
                who.push(raters.figure(people(&rated), &row["rated"]));
                shares += usize::from(!row["in_time_percent"].is_null());
                // Derived figures stand on ten people and more.
                if !row["median_days"].is_null() {
                    assert!(people(&answered) >= 10, "{row}");
                    middles += 1;
                }
                assert!(row["stars"].is_null() || people(&rated) >= 10, "{row}");
                assert_eq!(
                    row["rated"].is_null(),
                    row["response_rate_percent"].is_null()
                );
            }
            answers.adds_up(whole, here);
            answers.adds_up(sums[0], on_time);
            answers.adds_up(sums[1], too_late);
            raters.adds_up(rating, who);
        }
        for attack in [answers, raters] {
            counts += attack.shown();
            attack.fails();
        }
    }
    assert!(
        counts > 200 && shares > 10 && middles > 40,
        "{counts} {shares} {middles}"
    );
}

#[test]
fn the_attack_finds_what_late_answers_tell_where_only_small_groups_are_hidden() {
    let mut naive = Attack::default();
    let (total, good) = (
        naive.figure(40, &Value::from(40)),
        naive.figure(37, &Value::from(35)),
    );
    let bad = naive.figure(3, &Value::Null);
    naive.adds_up(total, vec![good, bad]);
    assert!(std::panic::catch_unwind(move || naive.fails()).is_err());
}

#[actix_web::test]
async fn the_working_days_are_those_of_the_office() {
    let mut month = Month::begin().await;
    let cases = month.send(12, "road-damage", "lingya").await;
    // The Maintenance Office does not work on Tuesday and Wednesday.
    let days = [("2026-03-03", "二"), ("2026-03-04", "三")];
    let lines = days.map(|(day, weekday)| format!("{},{weekday},2,\n", day.replace('-', "")));
    let file = format!("西元日期,星期,是否放假,備註\n{}", lines.concat());
    let file = plaza::offices::days::read(file.as_bytes()).unwrap();
    let office = Some("maintenance".to_owned());
    plaza::offices::days::import(&month.plaza.context, None, office, file, false)
        .await
        .unwrap();
    month.on("2026-03-09").await;
    month.answer(&cases).await;
    month.plaza.advance(TimeDelta::days(31));
    freeze_closed(&month.plaza.context).await.unwrap();
    let guest = month.plaza.client().await;
    let shown = shown(&guest, "2026-03", "office").await;
    // Thursday, Friday, Monday.
    assert_eq!(shown["whole"]["median_days"], 3, "{shown}");
    assert_eq!(shown["whole"]["in_time"], Value::Null, "nothing was late");
    assert_eq!(shown["whole"]["answered"], 10);
}
