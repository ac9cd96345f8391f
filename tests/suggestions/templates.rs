//! Templates of answers: kept by administrators, picked at the desk.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{case, id_of, suggest};
use crate::support::{Client, Plaza};

const PATH: &str = "/api/v1/desk/templates";
const PAGE: &str = "/en/admin/templates";

async fn names(client: &Client, query: &str) -> Vec<String> {
    let all = client
        .get(&format!("{PATH}{query}"))
        .await
        .expect(200)
        .json();
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    all.as_array().unwrap().iter().map(name).collect()
}

async fn add(client: &Client, category: Option<&str>, language: &str, name: &str) -> i64 {
    let body = json!({
        "category": category, "language": language, "name": name, "body": format!("{name}."),
    });
    let added = client.post_json(PATH, &body).await.expect(201).json();
    added["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn an_answer_begins_with_a_template_of_its_category_and_language() {
    let plaza = Plaza::city().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    add(&admin, Some("road-damage"), "en", "Filled").await;
    add(&admin, None, "en", "Thanks").await;
    add(&admin, Some("noise"), "en", "Measured").await;
    add(&admin, Some("road-damage"), "zh", "已填補").await;
    let staff = plaza.staff_of("maintenance").await;
    assert_eq!(names(&staff, "").await.len(), 4);
    let of_case = names(&staff, "?category=road-damage&language=en").await;
    assert_eq!(
        of_case,
        ["Thanks", "Filled"],
        "those for every category first"
    );
    staff.get(&format!("{PATH}?language=xx")).await.expect(400);

    let client = plaza.client().await;
    let keepsake = suggest(&client, &[]).await;
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    let page = staff.get(&desk).await.expect(200);
    assert_eq!(
        page.texts("select[name=template] option").len(),
        3,
        "and the empty one"
    );
    let option = "select[name=template] option:last-child";
    let template = page.attribute(option, "value").unwrap();
    // Without a script: the words come into the field, below what was begun, and nothing is sent.
    let fields = [
        ("template", template.as_str()),
        ("answer", "Good day."),
        ("use-template", "yes"),
    ];
    let page = staff.post(&desk, &fields).await.expect(200);
    assert_eq!(
        page.texts("textarea[name=answer]"),
        ["Good day.\n\nFilled."]
    );
    assert_eq!(case(&client, &keepsake).await["state"], "routed");
    let nothing = [
        ("template", ""),
        ("answer", "Good day."),
        ("use-template", "yes"),
    ];
    let page = staff.post(&desk, &nothing).await.expect(200);
    assert_eq!(page.texts("textarea[name=answer]"), ["Good day."]);
    // One that is gone meanwhile costs nobody what was typed.
    let gone = [
        ("template", "9999"),
        ("answer", "Good day."),
        ("use-template", "yes"),
    ];
    let page = staff.post(&desk, &gone).await;
    assert!(page.body.contains("Good day."), "{}", page.body);
}

#[actix_web::test]
async fn administrators_keep_templates_and_nobody_overwrites_unseen() {
    let plaza = Plaza::city().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    assert!(
        admin
            .get(PAGE)
            .await
            .expect(200)
            .body
            .contains("No templates yet")
    );
    let fields = [
        ("name", "Filled"),
        ("category", "road-damage"),
        ("language", "en"),
        ("body", "We filled it."),
    ];
    let new = format!("{PAGE}/new");
    admin.get(&new).await.expect(200);
    let kept = admin.post(&new, &fields).await.expect(303);
    assert!(kept.location().ends_with("?done=template-kept"));
    let list = admin.get(PAGE).await.expect(200);
    let path = list.attribute("main .rows a", "href").unwrap();
    let form = admin.get(&path).await.expect(200);
    let version = form.hidden("version");
    assert_eq!(form.texts("textarea[name=body]"), ["We filled it."]);

    let mut changed = fields.to_vec();
    changed.push(("version", &version));
    changed[3].1 = "We filled it, first.";
    admin.post(&path, &changed).await.expect(303);
    changed[3].1 = "We filled it, second.";
    let page = admin.post(&path, &changed).await.expect(409);
    assert_eq!(page.texts("textarea[name=body]"), ["We filled it, second."]);
    assert_eq!(page.texts("#e-name").len(), 1);
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let api = format!("{PATH}/{id}");
    let body = json!({ "language": "en", "name": "Filled", "body": "b", "version": 1 });
    admin.json(Method::PUT, &api, &body).await.expect(409);
    let body = json!({ "language": "en", "name": "Filled", "body": "b", "version": 2 });
    admin.json(Method::PUT, &api, &body).await.expect(200);

    let long = "長".repeat(61);
    for (name, category, text, field) in [
        ("", "", "b", "name"),
        (&*long, "", "b", "name"),
        ("a\nb", "", "b", "name"),
        ("n", "nothing", "b", "category"),
        ("n", "a\0b", "b", "category"),
        ("n", "", "", "body"),
        ("n", "", "a\0b", "body"),
    ] {
        let body = json!({ "language": "zh", "name": name, "category": category, "body": text });
        let problem = admin.post_json(PATH, &body).await.expect(422).json();
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
    let page = admin
        .post(&new, &[("name", "n"), ("body", "Typed")])
        .await
        .expect(422);
    assert_eq!(page.texts("#e-language").len(), 1);
    assert_eq!(page.texts("textarea[name=body]"), ["Typed"]);

    let removed = admin.post(&path, &[("remove", "yes")]).await.expect(303);
    assert!(removed.location().ends_with("?done=template-removed"));
    admin.get(&path).await.expect(404);
    admin
        .json(Method::DELETE, &api, &json!({}))
        .await
        .expect(204);
    admin.json(Method::PUT, &api, &body_of()).await.expect(404);
    let late = admin.post(&path, &fields).await.expect(409);
    assert!(
        late.body.contains("We filled it."),
        "what was typed is kept"
    );
    let staff = plaza.staff_of("maintenance").await;
    staff.post_json(PATH, &body_of()).await.expect(403);
    assert!(names(&staff, "").await.is_empty());
}

fn body_of() -> Value {
    json!({ "language": "en", "name": "Filled", "body": "b", "version": 1 })
}
