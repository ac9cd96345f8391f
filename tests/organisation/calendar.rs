//! The calendar on its page and in the API: years seen, days brought in whole or not at all, for the
//! city and for an office.

use serde_json::{Value, json};

use super::{API, administrator};
use crate::support::{Client, Plaza};

const HEAD: &str = "西元日期,星期,是否放假,備註\n";
/// Thursday 5 March 2026, and a Saturday at work.
const LINES: &str = "20260305,四,2,颱風停班\n20260307,六,0,補班\n";

fn file(lines: &str) -> String {
    format!("{HEAD}{lines}")
}

async fn years(admin: &Client, office: &str) -> Value {
    let path = format!("{API}/calendar?office={office}");
    admin.get(&path).await.expect(200).json()
}

fn year(years: &Value, year: i32) -> &Value {
    let mut all = years.as_array().unwrap().iter();
    let found = all.find(|one| one["year"] == year);
    found.unwrap_or_else(|| panic!("no {year}"))
}

async fn bring_in(admin: &Client, body: &Value, status: u16) -> Value {
    let path = format!("{API}/calendar");
    admin.post_json(&path, body).await.expect(status).json()
}

/// How many changes of the calendar stand in the register.
async fn noted(admin: &Client) -> usize {
    let register = admin.get("/en/ledger").await.expect(200).body;
    register.matches("on which days offices work").count()
}

#[actix_web::test]
async fn a_program_sees_the_years_and_brings_days_in_once() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let before = years(&admin, "").await;
    for (number, known) in [(2025, "shipped"), (2026, "shipped"), (2027, "unknown")] {
        assert_eq!(year(&before, number)["known"], known, "{number}");
    }
    assert_eq!(
        year(&before, 2025)["make_up_workdays"],
        json!([{ "day": "2025-02-08", "works": true, "name": "" }])
    );
    let days_off = |years: &Value| year(years, 2026)["days_off"].as_array().unwrap().len();

    let mut body = json!({ "csv": file(LINES), "dry_run": true });
    let dump = plaza.dump();
    let tried = bring_in(&admin, &body, 200).await;
    assert_eq!(
        tried,
        json!({ "days": 2, "changed": [
            { "day": "2026-03-05", "works": false, "name": "颱風停班" },
            { "day": "2026-03-07", "works": true, "name": "補班" },
        ]})
    );
    assert!(plaza.dump() == dump, "a trial stored something");
    body["dry_run"] = json!(false);
    assert_eq!(bring_in(&admin, &body, 200).await, tried);
    let after = years(&admin, "").await;
    assert_eq!(days_off(&after), days_off(&before) + 1);
    assert_eq!(year(&after, 2026)["brought_in"], 2);
    assert_eq!(year(&after, 2026)["make_up_workdays"][0]["name"], "補班");
    assert_eq!(noted(&admin).await, 1);
    // This node goes by it at once.
    assert!(
        !plaza
            .context
            .calendar()
            .works("2026-03-05".parse().unwrap())
    );

    let dump = plaza.dump();
    let again = bring_in(&admin, &body, 200).await;
    assert_eq!(again["changed"], json!([]));
    assert!(plaza.dump() == dump, "the same file did something again");

    // An office has days of its own; the city's stay.
    body["office"] = json!("maintenance");
    body["csv"] = json!(file("20260305,四,0,輪值\n"));
    assert_eq!(
        bring_in(&admin, &body, 200).await["changed"][0]["works"],
        true
    );
    let own = years(&admin, "maintenance").await;
    assert_eq!(days_off(&own), days_off(&before));
    assert_eq!(year(&own, 2026)["brought_in"], 1);
    assert_eq!(years(&admin, "").await, after);
    assert_eq!(noted(&admin).await, 2);
    let nowhere = format!("{API}/calendar?office=nowhere");
    admin.get(&nowhere).await.expect(404);
}

#[actix_web::test]
async fn a_file_that_cannot_be_read_is_refused_with_its_line() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let page = "/en/admin/calendar";
    let dump = plaza.dump();
    for (csv, code, line, words) in [
        (
            String::new(),
            "header",
            Value::Null,
            "The first line is not",
        ),
        (file(""), "empty", Value::Null, "The file has no days"),
        (
            file("20260305,五,2,\n"),
            "weekday",
            json!(2),
            "Line 2: the second column",
        ),
        (
            file(&format!("{LINES}20260308,日,1,\n")),
            "mark",
            json!(4),
            "Line 4: the third column",
        ),
        (
            file(&format!("{LINES}20260305,四,2,\n")),
            "twice",
            json!(4),
            "Line 4: this day stands",
        ),
    ] {
        let problem = bring_in(&admin, &json!({ "csv": csv }), 422).await;
        assert_eq!(problem["errors"][0]["code"], code);
        assert_eq!(problem["errors"][0]["line"], line, "{code}");
        let refused = admin.post(page, &[("csv", &*csv)]).await.expect(422);
        let error = refused.texts("#e-csv").concat();
        assert!(error.contains(words), "{error}");
        let kept = refused.texts("#f-csv").concat();
        assert_eq!(kept.trim(), csv.trim(), "what was typed stays");
    }
    let body = json!({ "csv": file(LINES), "office": "nowhere" });
    let problem = bring_in(&admin, &body, 422).await;
    assert_eq!(problem["errors"][0]["field"], "office");
    let csv = file(LINES);
    let fields = [("csv", &*csv), ("office", "nowhere")];
    let refused = admin.post(page, &fields).await.expect(422);
    assert_eq!(refused.texts("#e-office").len(), 1);
    assert!(plaza.dump() == dump, "something was done");
}

#[actix_web::test]
async fn the_page_tries_first_takes_a_file_and_says_which_year_is_not_known() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let page = "/en/admin/calendar";
    let seen = admin.get(page).await.expect(200);
    let notes = seen.texts("main .note").concat();
    assert!(notes.contains("The holidays of 2027 are not known"));
    assert!(!notes.contains("2026"), "{notes}");

    let csv = file(LINES);
    let dump = plaza.dump();
    let fields = [("csv", &*csv), ("try", "yes")];
    let tried = admin.post(page, &fields).await.expect(200);
    assert!(
        tried
            .body
            .contains("Days in it: 2. Of them, days that become another than before: 2.")
    );
    assert!(tried.body.contains("颱風停班 becomes a day off"));
    assert_eq!(tried.texts("#f-csv").concat().trim(), csv.trim());
    assert!(plaza.dump() == dump, "a trial stored something");

    // As a file in the government's other encoding, of an office.
    let (big5, ..) = encoding_rs::BIG5.encode(&csv);
    let fields = [("office", "maintenance"), ("csv", "")];
    let done = admin
        .post_files(page, &fields, &[("115.csv", &*big5)])
        .await
        .expect(303);
    let list = "/en/admin/calendar?done=calendar-kept&office=maintenance";
    assert_eq!(done.location(), list);
    let seen = admin.get(list).await.expect(200);
    assert!(seen.body.contains("颱風停班"));
    assert!(!admin.get(page).await.expect(200).body.contains("颱風停班"));
    assert_eq!(noted(&admin).await, 1);
    let register = admin.get("/en/ledger").await.expect(200);
    assert!(register.body.contains("Office: maintenance"));
    assert!(register.body.contains("Named: 2026"));
}
