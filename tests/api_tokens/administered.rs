//! What administrators see of others' tokens, and end.

use actix_web::{http::header, test::TestRequest};
use plaza::accounts::Role;
use serde_json::json;

use super::{NAME, TOKENS, bearing, token};
use crate::support::{Person, Plaza};

#[actix_web::test]
async fn administrators_see_and_end_the_tokens_of_the_citys_own_people_and_count_the_others() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "head").await;
    let none = admin.get("/zh/admin/tokens").await.expect(200);
    assert!(none.texts("tbody tr").is_empty());
    let staff = plaza.person("hua", Role::Staff).await;
    let resident = plaza.person("ming", Role::Resident).await;
    let (text, id) = token(&staff.client, &["desk:read", "forum:read"]).await;
    let (own, own_id) = token(&resident.client, &["forum:read"]).await;

    let told = admin.get("/api/v1/admin/tokens").await.expect(200);
    assert!(!told.body.contains(NAME) && !told.body.contains("plz_"));
    let told = told.json();
    assert_eq!(told["residents"], 1);
    assert_eq!(told["next"], json!(null));
    let one = &told["tokens"][0];
    assert_eq!(told["tokens"].as_array().unwrap().len(), 1);
    assert_eq!((&one["id"], &one["holder"]), (&json!(id), &json!("hua")));
    assert_eq!(one["scopes"], json!(["forum:read", "desk:read"]));
    for lang in ["zh", "en"] {
        let page = admin
            .get(&format!("/{lang}/admin/tokens"))
            .await
            .expect(200);
        assert_eq!(page.texts("tbody tr").len(), 1);
        assert!(page.body.contains("desk:read") && !page.body.contains(NAME));
        let table = page.texts("table").concat();
        assert!(!table.contains("ming"), "a resident is listed");
    }

    // A resident's is nobody's to end by number.
    let path = |id: i64| format!("/api/v1/admin/tokens/{id}");
    let end = |id: i64| TestRequest::delete().uri(&path(id));
    admin.send(end(own_id)).await.expect(404);
    bearing(&plaza, &own)
        .await
        .get("/api/v1/boards")
        .await
        .expect(200);
    let program = bearing(&plaza, &text).await;
    program.get("/api/v1/desk/cases").await.expect(200);
    let page = format!("/zh/admin/tokens/{id}/end");
    for other in [&staff.client, &resident.client] {
        other.post(&page, &[]).await.expect(403);
        other.send(end(id)).await.expect(403);
    }
    admin.post(&page, &[]).await.expect(303);
    program.get("/api/v1/desk/cases").await.expect(401);
    admin.send(end(id)).await.expect(404);
    assert_eq!(staff.client.get(TOKENS).await.json()["tokens"], json!([]));
    let events = staff
        .client
        .get("/en/account")
        .await
        .texts("ol.records div");
    assert!(
        events.concat().contains("Token for programs ended"),
        "{events:?}"
    );
    let register = admin.get("/api/v1/ledger").await.json()["entries"].clone();
    assert_eq!(register[0]["act"], "token-ended");
    let page = admin.get("/en/ledger").await.texts("main").concat();
    assert!(page.contains("A token of somebody who works for the city was ended"));
}

#[actix_web::test]
async fn a_long_list_goes_on() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "head").await;
    for name in ["a", "b", "c", "d", "e", "f"] {
        let Person { client, .. } = plaza.person(name, Role::Staff).await;
        for _ in 0..20 {
            token(&client, &["desk:read"]).await;
        }
    }
    let first = admin.get("/api/v1/admin/tokens").await;
    let link = first.headers.get(header::LINK).unwrap().clone();
    let first = first.json();
    let next = &first["next"];
    let expected = format!("</api/v1/admin/tokens?before={next}>; rel=\"next\"");
    assert_eq!(link, expected.as_str());
    assert_eq!(first["tokens"].as_array().unwrap().len(), 100);
    let path = format!("/api/v1/admin/tokens?before={}", first["next"]);
    let rest = admin.get(&path).await.json();
    assert_eq!(rest["tokens"].as_array().unwrap().len(), 20);
    assert_eq!(rest["next"], json!(null));
    let page = admin.get("/en/admin/tokens").await;
    let on = page.attribute("a[rel=next]", "href").unwrap();
    let on = admin.get(&on).await.expect(200);
    assert_eq!(on.texts("tbody tr").len(), 20);
    admin.get("/en/admin/tokens?before=x").await.expect(200);
}
