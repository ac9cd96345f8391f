//! Hours of an office: its own or the city's, on the days on which it works; told on the form, on a
//! case's page and to programs.

use plaza::offices::days;
use serde_json::{Value, json};

use super::{API, administrator, one, organisation, put};
use crate::support::{Client, Plaza};

/// Gives the maintenance office hours of its own.
async fn keep(admin: &Client, hours: Value) {
    let all = organisation(admin).await;
    let office = one(&all, "offices", "maintenance");
    let mut body = office.clone();
    body["hours"] = hours;
    put(admin, "offices/maintenance", &body, 200).await;
}

async fn listed(client: &Client, slug: &str) -> Value {
    let all = client.get("/api/v1/offices").await.expect(200).json();
    one(&all, "offices", slug).clone()
}

#[actix_web::test]
async fn an_office_answers_in_its_own_hours_and_another_in_the_citys() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let hours = json!({ "days": [3, 6], "open": [["09:00", "20:00"]] });
    keep(&admin, hours.clone()).await;
    // There alone Saturday 14 March 2026 is off, and Sunday 15 March a workday.
    let file = "西元日期,星期,是否放假,備註\n20260314,六,2,盤點\n20260315,日,0,\n";
    let own = Some("maintenance".to_owned());
    let read = days::read(file.as_bytes()).unwrap();
    days::import(&plaza.context, None, own, read, false)
        .await
        .unwrap();
    let guest = plaza.client().await;
    for (time, own, city) in [
        // Friday 7 February 2025, before a make-up Saturday.
        ("2025-02-07T19:00", "2025-02-08T09:00", "2025-02-08T08:00"),
        ("2025-02-08T12:30", "20:00", "2025-02-08T13:30"),
        ("2025-02-08T18:00", "20:00", "2025-02-10T08:00"),
        ("2025-02-08T21:00", "2025-02-12T09:00", "2025-02-10T08:00"),
        // Lunar new year: 14 to 22 February 2026; the office works on Wednesdays and Saturdays.
        ("2026-02-16T10:00", "2026-02-25T09:00", "2026-02-23T08:00"),
        ("2026-02-18T10:00", "2026-02-25T09:00", "2026-02-23T08:00"),
        // Wednesday 4 March 2026, over the city's lunch.
        ("2026-03-04T08:30", "2026-03-04T09:00", "12:00"),
        ("2026-03-04T12:30", "20:00", "2026-03-04T13:30"),
        ("2026-03-04T17:30", "20:00", "2026-03-05T08:00"),
        // A Saturday as any other.
        ("2026-03-07T10:00", "20:00", "2026-03-09T08:00"),
        // The office's own days.
        ("2026-03-14T10:00", "2026-03-15T09:00", "2026-03-16T08:00"),
        ("2026-03-15T10:00", "20:00", "2026-03-16T08:00"),
    ] {
        plaza.at(time);
        for (slug, expected) in [("maintenance", own), ("parks", city)] {
            let office = listed(&guest, slug).await;
            let open = !expected.contains('T');
            assert_eq!(office["open_now"], open, "{slug} at {time}");
            let (said, other) = if open {
                ("until", "opens")
            } else {
                ("opens", "until")
            };
            assert_eq!(office[said], expected, "{slug} at {time}");
            assert!(office[other].is_null(), "{slug} at {time}");
        }
    }
    let office = listed(&guest, "maintenance").await;
    assert_eq!(office["hours"], hours);
    assert!(office["phone"].as_str().unwrap().starts_with("07-"));
    let other = listed(&guest, "parks").await;
    assert_eq!(other["hours"]["days"], json!([1, 2, 3, 4, 5]));
}

#[actix_web::test]
async fn the_form_and_the_cases_page_say_whether_somebody_answers() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    keep(&admin, json!({ "days": [3], "open": [["09:00", "20:00"]] })).await;
    let phone = listed(&admin, "maintenance").await["phone"].clone();
    let phone = phone.as_str().unwrap();
    plaza.at("2026-03-04T12:30");
    let client = plaza.client().await;
    let form = "/en/suggestions/new";
    let submission = client.get(form).await.expect(200).hidden("submission");
    let mut fields = vec![
        ("category", "road-damage"),
        ("district", "lingya"),
        ("title", "A hole"),
        ("body", "Two hands wide."),
        ("submission", &*submission),
    ];
    let check = client.post(form, &fields).await.expect(200);
    let line = format!("Maintenance Office: {phone}, open now, until 20:00");
    assert!(check.texts("dd p").contains(&line), "{}", check.body);
    fields.push(("send", "yes"));
    let sent = client.post(form, &fields).await.expect(200);
    let codes = sent.texts(".keepsake code");
    plaza.at("2026-03-04T20:00");
    let fields = [("reference", &*codes[0]), ("password", &*codes[1])];
    let case = client.post("/en/suggestions/case", &fields).await;
    let line = format!("Maintenance Office: {phone}, closed now, opens 11 March 2026 9:00");
    let said = case.expect(200).texts("dd p");
    assert!(said.contains(&line), "{said:?}");
}

#[actix_web::test]
async fn hours_are_kept_on_the_page_and_wrong_ones_are_refused() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let page = "/en/admin/offices/maintenance";
    let send = async |hours: &str, status: u16| {
        let version = admin.get(page).await.expect(200).hidden("version");
        let fields = [
            ("name_zh", "養護工程處"),
            ("name_en", "Maintenance Office"),
            ("email", "maintenance@kcg.example"),
            ("phone", "07-1"),
            ("hours", hours),
            ("version", &*version),
        ];
        admin.post(page, &fields).await.expect(status)
    };
    send("1，3，6 09:00~20:00", 303).await;
    let kept = admin.get(page).await.expect(200);
    assert_eq!(
        kept.attribute("#f-hours", "value").as_deref(),
        Some("1,3,6 09:00-20:00")
    );
    for wrong in ["always", "1-5", "6-1 09:00-12:00", "1-5 12:00-09:00"] {
        let refused = send(wrong, 422).await;
        assert_eq!(refused.texts("#e-hours").len(), 1, "{wrong}");
        let typed = refused.attribute("#f-hours", "value");
        assert_eq!(typed.as_deref(), Some(wrong), "what was typed stays");
    }
    let all = organisation(&admin).await;
    let mut body = one(&all, "offices", "maintenance").clone();
    let hours = json!({ "days": [1, 3, 6], "open": [["09:00", "20:00"]] });
    assert_eq!(body["hours"], hours);
    for wrong in [
        json!({ "days": [8], "open": [["09:00", "20:00"]] }),
        json!({ "days": [1], "open": [["20:00", "09:00"]] }),
        json!({ "days": [1], "open": [] }),
    ] {
        body["hours"] = wrong;
        let problem = put(&admin, "offices/maintenance", &body, 422).await;
        assert_eq!(problem["errors"][0]["field"], "hours");
        let import = json!({ "offices": [body.clone()] });
        let path = format!("{API}/organisation");
        admin.post_json(&path, &import).await.expect(422);
    }
    // Without any, the city's hold again.
    send("", 303).await;
    let all = organisation(&admin).await;
    assert!(one(&all, "offices", "maintenance")["hours"].is_null());
}
