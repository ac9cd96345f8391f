//! Rules with days: which takes what when, that it is explained, and what is wrong with them.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{API, add_rule, administrator, offices, organisation, put, rule, suggest};
use crate::support::{Client, Plaza};

async fn explained(admin: &Client, category: &str, district: &str, day: &str) -> Vec<String> {
    let path = format!("{API}/routing?category={category}&district={district}&day={day}");
    let said = admin.get(&path).await.expect(200).json();
    let rules = said["rules"].as_array().unwrap().iter();
    rules
        .map(|one| {
            let office = one["rule"]["offices"][0].as_str().unwrap();
            assert_eq!(one["takes"], one["why"] == "takes");
            format!("{office} {}", one["why"].as_str().unwrap())
        })
        .collect()
}

#[actix_web::test]
async fn a_rule_holds_from_its_first_day_to_its_last_by_the_citys_clock() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let client = plaza.client().await;
    // It is Monday, 2 March 2026, 10 o'clock.
    add_rule(
        &admin,
        &json!({ "category": "road-damage", "offices": ["police"], "from": "2026-03-03", "until": "2026-03-04" }),
    )
    .await;
    for (hours, at, to) in [
        (0, "2 March, 10:00", "maintenance"),
        (13, "2 March, 23:00", "maintenance"),
        (2, "3 March, 1:00, in UTC still the second", "police"),
        (46, "4 March, 23:00", "police"),
        (2, "5 March, 1:00, in UTC still the fourth", "maintenance"),
    ] {
        plaza.advance(TimeDelta::hours(hours));
        let receipt = suggest(&client, "road-damage", "lingya").await;
        assert_eq!(offices(&receipt), [to], "{at}");
        // More specific ones stand over it.
        let receipt = suggest(&client, "road-damage", "namaxia").await;
        assert_eq!(offices(&receipt), ["maintenance", "indigenous"], "{at}");
    }
    for (day, said) in [
        (
            "2026-03-02",
            ["police not-yet", "maintenance takes", "rdec less-specific"],
        ),
        (
            "2026-03-04",
            [
                "police takes",
                "maintenance began-earlier",
                "rdec less-specific",
            ],
        ),
        (
            "2026-03-05",
            ["police over", "maintenance takes", "rdec less-specific"],
        ),
    ] {
        let rules = explained(&admin, "road-damage", "lingya", day).await;
        assert_eq!(rules, said, "{day}");
        let page =
            format!("/en/admin/routing/explain?category=road-damage&district=lingya&day={day}");
        let page = admin.get(&page).await.expect(200);
        let lines = page.texts(".records li");
        assert_eq!(lines.len(), said.len(), "{}", page.body);
        let at = said.iter().position(|one| one.ends_with("takes")).unwrap();
        for (line, text) in lines.iter().enumerate() {
            assert_eq!(text.starts_with("Takes it"), line == at, "{day}: {text}");
        }
    }
    let page = admin
        .get("/en/admin/routing/explain?category=road-damage&district=lingya&day=someday")
        .await
        .expect(422);
    assert_eq!(page.texts("#e-day").len(), 1);
    let unknown = format!("{API}/routing?category=dragons&district=lingya");
    admin.get(&unknown).await.expect(404);
}

fn faults(all: &Value) -> Vec<String> {
    let faults = all["faults"].as_array().unwrap().iter();
    faults
        .map(|one| one["fault"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn what_is_wrong_with_rules_is_told_where_they_are_kept() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    assert!(faults(&organisation(&admin).await).is_empty());
    for body in [
        json!({ "category": "noise", "offices": ["police"], "from": "2026-04-01", "until": "2026-04-30" }),
        json!({ "category": "noise", "district": "lingya", "offices": ["police"], "until": "2026-03-01" }),
    ] {
        add_rule(&admin, &body).await;
    }
    assert_eq!(faults(&organisation(&admin).await), ["overlap", "expired"]);
    let page = admin.get("/en/admin/routing").await.expect(200);
    let told = page.texts(".note li");
    assert!(told[0].contains("from 1 April 2026 on"), "{told:?}");
    assert!(told[1].contains("its last day has passed"), "{told:?}");
    put(
        &admin,
        "categories/noise/retired",
        &json!({ "retired": true }),
        200,
    )
    .await;
    let retired = faults(&organisation(&admin).await);
    assert!(retired.contains(&"retired".to_owned()), "{retired:?}");
}

#[actix_web::test]
async fn no_change_leaves_a_day_without_fallback() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let all = organisation(&admin).await;
    let fallback = rule(&all, "", "", "").clone();
    let path = format!("rules/{}", fallback["id"]);
    let before = plaza.dump();
    let version = &fallback["version"];
    for body in [
        json!({ "offices": ["rdec"], "until": "2026-12-31", "version": version }),
        json!({ "offices": ["rdec"], "from": "2026-03-03", "version": version }),
        json!({ "category": "noise", "offices": ["rdec"], "from": "2026-03-03", "version": version }),
    ] {
        let problem = put(&admin, &path, &body, 422).await;
        assert_eq!(problem["errors"][0]["code"], "no-fallback", "{body}");
    }
    let problem = admin
        .json(Method::DELETE, &format!("{API}/{path}"), &json!({}))
        .await
        .expect(422)
        .json();
    assert_eq!(problem["errors"][0]["code"], "rule-holds");
    put(
        &admin,
        "offices/rdec/retired",
        &json!({ "retired": true }),
        422,
    )
    .await;
    let page = format!("/en/admin/{}", path.replace("rules", "routing"));
    let form = admin.get(&page).await.expect(200);
    let version = form.hidden("version");
    let fields = [
        ("offices", "rdec"),
        ("until", "2026-12-31"),
        ("version", &*version),
    ];
    let refused = admin.post(&page, &fields).await.expect(422);
    assert_eq!(refused.texts("#e-offices").len(), 1, "{}", refused.body);
    assert_eq!(
        refused.attribute("#f-until", "value").as_deref(),
        Some("2026-12-31"),
        "what was typed is kept"
    );
    assert!(plaza.dump() == before, "something was done");
    // One that takes over on the next day leaves no gap.
    add_rule(
        &admin,
        &json!({ "offices": ["police"], "from": "2027-01-01" }),
    )
    .await;
    let body =
        json!({ "offices": ["rdec"], "until": "2026-12-31", "version": fallback["version"] });
    put(&admin, &path, &body, 200).await;
}

#[actix_web::test]
async fn rules_are_kept_on_pages_and_nobody_overwrites_unseen() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let list = "/en/admin/routing";
    admin.get(list).await.expect(200);
    let new = format!("{list}/new");
    admin.get(&new).await.expect(200);
    let fields = [
        ("category", "noise"),
        ("district", "lingya"),
        ("offices", "police"),
        ("offices", ""),
        ("offices", "environment"),
        ("from", "2026-03-10"),
        ("until", ""),
    ];
    let kept = admin.post(&new, &fields).await.expect(303);
    assert!(kept.location().ends_with("?done=organisation-kept"));
    admin.post(&new, &fields).await.expect(303);
    let all = organisation(&admin).await;
    let added = rule(&all, "noise", "lingya", "2026-03-10").clone();
    assert_eq!(added["offices"], json!(["police", "environment"]));
    let page = format!("{list}/{}", added["id"]);
    let form = admin.get(&page).await.expect(200);
    let version = form.hidden("version");
    let mut changed = fields.to_vec();
    changed.push(("version", &version));
    changed[2].1 = "transportation";
    admin.post(&page, &changed).await.expect(303);
    changed[2].1 = "culture";
    let late = admin.post(&page, &changed).await.expect(409);
    assert_eq!(
        late.attribute("#f-offices option[selected]", "value")
            .as_deref(),
        Some("culture"),
        "what was typed stays"
    );
    for (field, value, wrong) in [
        ("from", "soon", "from"),
        ("until", "2026-03-09", "until"),
        ("offices", "dragons", "offices"),
        ("category", "dragons", "category"),
    ] {
        let mut fields = fields.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = admin.post(&new, &fields).await.expect(422);
        assert_eq!(refused.texts(&format!("#e-{wrong}")).len(), 1, "{field}");
    }
    let mut again = fields.to_vec();
    again[2].1 = "culture";
    let refused = admin.post(&new, &again).await.expect(422);
    assert_eq!(
        refused.texts("#e-from").len(),
        1,
        "the same from the same day"
    );
    // It has not begun, and so it can go.
    admin.post(&page, &[("remove", "yes")]).await.expect(303);
    admin.get(&page).await.expect(404);
    let staff = plaza.staff_of("police").await;
    staff.get(list).await.expect(403);
    staff.post(&new, &fields).await.expect(403);
    // Enquiries stay where their notice says.
    let all = organisation(&admin).await;
    let enquiries = rule(&all, "privacy-enquiry", "", "").clone();
    let body = json!({ "category": "privacy-enquiry", "offices": ["police"], "version": enquiries["version"] });
    let path = format!("rules/{}", enquiries["id"]);
    let problem = put(&admin, &path, &body, 422).await;
    assert_eq!(problem["errors"][0]["code"], "rule-enquiries");
}
