//! Offices, categories, districts and members on their pages and in the API; what is retired.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::json;

use super::{API, administrator, offices, one, organisation, put, suggest};
use crate::{
    suggestions::id_of,
    support::{Plaza, organisation as city_file},
};

const OFFICE: [(&str, &str); 6] = [
    ("slug", "harbour"),
    ("name_zh", "港務局"),
    ("name_en", "Harbour Bureau"),
    ("email", "harbour@kcg.example"),
    ("phone", "07-000-2000"),
    ("parent", "marine"),
];

#[actix_web::test]
async fn an_office_is_added_changed_and_named_in_the_register() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let list = "/en/admin/offices";
    let new = format!("{list}/new");
    admin.get(&new).await.expect(200);
    let added = admin.post(&new, &OFFICE).await.expect(303);
    assert_eq!(added.location(), "/en/admin/offices?done=organisation-kept");
    admin.post(&new, &OFFICE).await.expect(303);
    let page = format!("{list}/harbour");
    let form = admin.get(&page).await.expect(200);
    assert_eq!(
        form.attribute("#f-email", "value").as_deref(),
        Some(OFFICE[3].1)
    );
    let version = form.hidden("version");
    let mut changed = OFFICE[1..].to_vec();
    changed.push(("version", &version));
    changed[2].1 = "port@kcg.example";
    admin.post(&page, &changed).await.expect(303);
    changed[2].1 = "other@kcg.example";
    let late = admin.post(&page, &changed).await.expect(409);
    assert_eq!(
        late.attribute("#f-email", "value").as_deref(),
        Some("other@kcg.example"),
        "what was typed stays"
    );
    let all = organisation(&admin).await;
    let harbour = one(&all, "offices", "harbour");
    assert_eq!(harbour["email"], "port@kcg.example");
    assert_eq!(harbour["parent"], "marine");
    // Its contacts are official: nobody is asked whose they are.
    let found = admin
        .post_json(
            "/api/v1/personal-data/check",
            &json!({ "text": "port@kcg.example" }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(found["findings"], json!([]));
    let entries = admin.get("/api/v1/ledger").await.expect(200).json();
    let acts: Vec<&str> = entries["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["act"].as_str().unwrap())
        .filter(|act| act.starts_with("organisation"))
        .collect();
    assert_eq!(acts, ["organisation-changed", "organisation-added"]);
    let register = admin.get("/en/ledger").await.expect(200);
    assert!(
        register.body.contains("Named: harbour"),
        "{}",
        register.body
    );

    for (field, value) in [
        ("slug", "Harbour"),
        ("slug", "rdec"),
        ("name_zh", ""),
        ("name_en", "a\nb"),
        ("email", "nobody"),
        ("phone", ""),
        ("parent", "dragons"),
    ] {
        let mut fields = OFFICE.to_vec();
        fields[0].1 = "another";
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = admin.post(&new, &fields).await.expect(422);
        assert_eq!(
            refused.texts(&format!("#e-{field}")).len(),
            1,
            "{field} {value:?}"
        );
    }
    // No office stands above itself, over however many.
    let marine = one(&all, "offices", "marine");
    let body = json!({
        "name_zh": marine["name_zh"], "name_en": marine["name_en"], "email": marine["email"],
        "phone": marine["phone"], "parent": "harbour", "version": marine["version"],
    });
    let problem = put(&admin, "offices/marine", &body, 422).await;
    assert_eq!(problem["errors"][0]["code"], "office-above-itself");
    put(&admin, "offices/dragons", &body, 404).await;
}

#[actix_web::test]
async fn an_office_with_open_cases_is_not_retired_and_the_page_names_them() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let client = plaza.client().await;
    let receipt = suggest(&client, "road-damage", "lingya").await;
    let reference = receipt["reference"].as_str().unwrap();
    let case = id_of(&plaza, reference).await;
    let page = "/en/admin/offices/maintenance";
    let retire = format!("{page}/retire");
    let before = plaza.dump();
    let refused = admin.post(&retire, &[("retired", "yes")]).await.expect(409);
    let link = format!("main a[href$='/desk/{case}']");
    assert_eq!(refused.texts(&link), [reference]);
    let problem = put(
        &admin,
        "offices/maintenance/retired",
        &json!({ "retired": true }),
        409,
    )
    .await;
    assert_eq!(problem["cases"], json!([reference]));
    assert!(plaza.dump() == before, "something was done");

    let staff = plaza.staff_of("maintenance").await;
    let acts = format!("/api/v1/desk/cases/{case}/acts");
    let over = json!({ "act": "reassign", "office": "police", "reason": "A demonstration." });
    staff.post_json(&acts, &over).await.expect(200);
    admin.post(&retire, &[("retired", "yes")]).await.expect(303);
    admin.post(&retire, &[("retired", "yes")]).await.expect(303);
    // Its rules fall to the next, and nobody can reassign to it.
    let receipt = suggest(&client, "road-damage", "lingya").await;
    assert_eq!(offices(&receipt), ["rdec"]);
    let receipt = suggest(&client, "road-damage", "namaxia").await;
    assert_eq!(offices(&receipt), ["indigenous"]);
    let police = plaza.staff_of("police").await;
    let form = police
        .get(&format!("/en/desk/{case}/acts/reassign"))
        .await
        .expect(200);
    let offered = "select[name=office] option[value=maintenance]";
    assert!(form.texts(offered).is_empty());
    let back = json!({ "act": "reassign", "office": "maintenance", "reason": "Back." });
    police.post_json(&acts, &back).await.expect(422);
    let all = organisation(&admin).await;
    assert_eq!(
        one(&all, "offices", "maintenance")["retired_on"],
        "2026-03-02"
    );
    admin.post(&retire, &[("retired", "no")]).await.expect(303);
    let receipt = suggest(&client, "road-damage", "lingya").await;
    assert_eq!(offices(&receipt), ["maintenance"]);
    // Enquiries have no other office.
    put(
        &admin,
        "offices/privacy-office/retired",
        &json!({ "retired": true }),
        404,
    )
    .await;
}

#[actix_web::test]
async fn a_case_that_is_opened_again_leaves_a_retired_office() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let client = plaza.client().await;
    let receipt = suggest(&client, "road-damage", "lingya").await;
    let case = id_of(&plaza, receipt["reference"].as_str().unwrap()).await;
    let staff = plaza.staff_of("maintenance").await;
    let answer = format!("/api/v1/desk/cases/{case}/answer");
    staff
        .post_json(&answer, &json!({ "answer": "Filled." }))
        .await
        .expect(200);
    put(
        &admin,
        "offices/maintenance/retired",
        &json!({ "retired": true }),
        200,
    )
    .await;
    let password = receipt["password"].as_str().unwrap();
    let body = json!({
        "reference": receipt["reference"], "password": password, "still_open": "Not all of it.",
    });
    client
        .post_json("/api/v1/suggestions/case/reopen", &body)
        .await
        .expect(200);
    let body = json!({ "reference": receipt["reference"], "password": password });
    let now = client
        .post_json("/api/v1/suggestions/case", &body)
        .await
        .expect(200)
        .json();
    assert_eq!(now["state"], "routed");
    assert_eq!(now["offices"][0]["slug"], "rdec", "{now}");
    let told = plaza.mails().await;
    assert!(told.iter().any(|mail| mail.to == "rdec@kcg.example"));
    let rdec = plaza.staff_of("rdec").await;
    rdec.get(&format!("/en/desk/{case}")).await.expect(200);
    assert!(plaza::suggestions::verify(&plaza.context).await.is_ok());
}

#[actix_web::test]
async fn a_retired_category_or_district_is_offered_no_more_and_stays_with_its_cases() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let client = plaza.client().await;
    let receipt = suggest(&client, "noise", "lingya").await;
    for (list, slug) in [("categories", "noise"), ("districts", "lingya")] {
        let page = format!("/en/admin/{list}/{slug}");
        admin.get(&format!("/en/admin/{list}")).await.expect(200);
        admin.get(&page).await.expect(200);
        let retire = format!("{page}/retire");
        admin.post(&retire, &[("retired", "yes")]).await.expect(303);
        admin
            .post(&retire, &[("retired", "maybe")])
            .await
            .expect(400);
        let offered = client.get(&format!("/api/v1/{list}")).await.expect(200);
        assert!(!offered.body.contains(&format!("\"{slug}\"")), "{list}");
    }
    let body = json!({ "category": "noise", "district": "yancheng", "title": "t", "body": "b" });
    client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(422);
    let body = json!({ "reference": receipt["reference"], "password": receipt["password"] });
    let case = client
        .post_json("/api/v1/suggestions/case", &body)
        .await
        .expect(200);
    assert!(case.body.contains("noise"), "{}", case.body);
    let retired = json!({ "retired": false });
    put(&admin, "categories/noise/retired", &retired, 200).await;
    suggest(&client, "noise", "yancheng").await;
    put(
        &admin,
        "categories/privacy-enquiry/retired",
        &json!({ "retired": true }),
        404,
    )
    .await;
}

#[actix_web::test]
async fn categories_and_districts_are_added_and_changed() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let category = [
        ("slug", "bridges"),
        ("name_zh", "橋梁"),
        ("name_en", "Bridges"),
        ("hint_zh", "橋面與欄杆。"),
        ("hint_en", "Decks and railings."),
        ("due_days", "8"),
    ];
    let new = "/en/admin/categories/new";
    admin.get(new).await.expect(200);
    admin.post(new, &category).await.expect(303);
    for (field, value) in [
        ("due_days", "0"),
        ("due_days", "soon"),
        ("hint_zh", ""),
        ("slug", "noise"),
    ] {
        let mut fields = category.to_vec();
        fields[0].1 = "more-bridges";
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let refused = admin.post(new, &fields).await.expect(422);
        assert_eq!(
            refused.texts(&format!("#e-{field}")).len(),
            1,
            "{field} {value}"
        );
        let (typed, text) = fields[1];
        let shown = refused.attribute(&format!("#f-{typed}"), "value");
        assert_eq!(shown.as_deref(), Some(text), "what was typed is kept");
    }
    // Suggestions about it go to the fallback, until a rule says more.
    let client = plaza.client().await;
    let receipt = suggest(&client, "bridges", "lingya").await;
    assert_eq!(offices(&receipt), ["rdec"]);
    let district = json!({ "slug": "new-town", "name_zh": "新市鎮", "name_en": "New Town" });
    let path = format!("{API}/districts");
    admin.post_json(&path, &district).await.expect(200);
    suggest(&client, "bridges", "new-town").await;
    let all = organisation(&admin).await;
    let version = &one(&all, "districts", "new-town")["version"];
    let body = json!({ "name_zh": "新市鎮", "name_en": "The New Town", "version": version });
    put(&admin, "districts/new-town", &body, 200).await;
    put(&admin, "districts/new-town", &body, 200).await;
    let body = json!({ "name_zh": "新市鎮", "name_en": "Other", "version": version });
    put(&admin, "districts/new-town", &body, 409).await;
    let last = all["districts"].as_array().unwrap();
    let known = city_file().districts.len();
    assert_eq!(
        last[known]["slug"], "new-town",
        "behind those that were there"
    );
}

#[actix_web::test]
async fn members_are_added_by_their_address_and_taken_away() {
    let plaza = Plaza::city().await;
    let admin = administrator(&plaza).await;
    let staff = plaza.person("colleague", Role::Staff).await.client;
    plaza.account("resident", Role::Resident).await;
    let client = plaza.client().await;
    let receipt = suggest(&client, "road-damage", "lingya").await;
    let desk = format!(
        "/en/desk/{}",
        id_of(&plaza, receipt["reference"].as_str().unwrap()).await
    );
    staff.get(&desk).await.expect(404);
    let members = "/en/admin/offices/maintenance/members";
    for nobody in ["resident@example.tw", "nobody@example.tw", ""] {
        let refused = admin.post(members, &[("member", nobody)]).await.expect(422);
        assert_eq!(refused.texts("#e-member").len(), 1);
        assert_eq!(
            refused.attribute("#f-member", "value").as_deref(),
            Some(nobody)
        );
    }
    for _ in 0..2 {
        let address = [("member", "Colleague@example.tw")];
        admin.post(members, &address).await.expect(303);
    }
    staff.get(&desk).await.expect(200);
    let path = format!("{API}/offices/maintenance/members");
    let all = admin.get(&path).await.expect(200).json();
    assert_eq!(all[0]["name"], "colleague");
    assert_eq!(all.as_array().unwrap().len(), 1);
    let gone = format!("{path}/{}", all[0]["id"]);
    for _ in 0..2 {
        admin
            .json(Method::DELETE, &gone, &json!({}))
            .await
            .expect(200);
    }
    staff.get(&desk).await.expect(404);
    let register = admin.get("/api/v1/ledger").await.expect(200).body;
    assert_eq!(register.matches("organisation-added").count(), 1);
    assert_eq!(register.matches("organisation-removed").count(), 1);
    assert!(!register.contains("colleague"), "the register names nobody");
}
