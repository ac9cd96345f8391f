//! Lists of the API are walked by their links, and what leads nowhere is refused.

use plaza::{accounts::Role, web::routes::CATALOGUE};
use serde_json::Value;

use super::header;
use crate::{
    catalogue::sample_path,
    support::{Answer, Client, Plaza},
};

/// The link of this relation.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let links = header(answer, "link")?;
    links.split(", ").find_map(|one| {
        let (address, rest) = one.strip_prefix('<')?.split_once('>')?;
        (rest == format!("; rel=\"{relation}\"")).then(|| address.to_owned())
    })
}

/// The items of a page: what stands below this name, or the page itself.
fn items(answer: &Answer, name: &str) -> Vec<Value> {
    let body = answer.json();
    let list = if name.is_empty() { &body } else { &body[name] };
    let list = list.as_array();
    list.unwrap_or_else(|| panic!("no {name} in {body}"))
        .clone()
}

/// Every item, page by page as the links lead, and the last page.
async fn walked(client: &Client, first: &str, name: &str) -> (Vec<Value>, Answer) {
    let mut page = client.get(first).await.expect(200);
    let mut all = items(&page, name);
    while let Some(next) = link(&page, "next") {
        page = client.get(&next).await.expect(200);
        all.extend(items(&page, name));
        assert!(all.len() < 2000, "{first} has no end");
    }
    (all, page)
}

#[actix_web::test]
async fn every_list_is_walked_to_its_end_and_back() {
    let plaza = Plaza::demo_city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    for number in 0..3 {
        let code = format!("poster-{number}");
        let body = serde_json::json!({ "code": code, "target": "events", "purpose": "海報" });
        admin
            .post_json("/api/v1/campaigns", &body)
            .await
            .expect(201);
        officer
            .post_json("/api/v1/officer/policy", &Value::Null)
            .await
            .expect(201);
        let path = format!("/api/v1/drafts/topic/{}", number + 1);
        let body = serde_json::json!({ "body": code });
        admin
            .json(actix_web::http::Method::PUT, &path, &body)
            .await
            .expect(200);
    }
    let mut long = 0;
    for (client, path, name) in [
        (&admin, "/api/v1/account/cases", ""),
        (&admin, "/api/v1/account/consents", "consents"),
        (&admin, "/api/v1/account/watches", "watches"),
        (&admin, "/api/v1/admin/factors", ""),
        (&admin, "/api/v1/admin/moderators", ""),
        (&admin, "/api/v1/admin/offices/maintenance/members", ""),
        (&admin, "/api/v1/admin/reasons", ""),
        (&admin, "/api/v1/admin/watched", ""),
        (&admin, "/api/v1/boards/getting-around", "topics"),
        (&admin, "/api/v1/bookmarks", "bookmarks"),
        (&admin, "/api/v1/campaigns", "campaigns"),
        (&admin, "/api/v1/desk/templates", ""),
        (&admin, "/api/v1/drafts", "drafts"),
        (&admin, "/api/v1/events", "events"),
        (&admin, "/api/v1/ledger", "entries"),
        (&admin, "/api/v1/ledger/statements", "statements"),
        (&admin, "/api/v1/mail", "mails"),
        (&admin, "/api/v1/notifications", "notifications"),
        (&officer, "/api/v1/officer/breaches", "breaches"),
        (&officer, "/api/v1/officer/disclosures", "disclosures"),
        (&officer, "/api/v1/officer/policy", "drafts"),
        (&officer, "/api/v1/officer/requests", "requests"),
        (&admin, "/api/v1/policy/versions", "versions"),
        (&admin, "/api/v1/polls", "polls"),
        (&admin, "/api/v1/privacy/agreements", "agreements"),
        (&admin, "/api/v1/reasons", ""),
        (&admin, "/api/v1/statistics", "months"),
        (&admin, "/api/v1/suggestions/published", "suggestions"),
        (&admin, "/api/v1/tags", "tags"),
        (&admin, "/api/v1/tags/recycling", "topics"),
        (&admin, "/api/v1/topics/1", "posts"),
    ] {
        let (whole, _) = walked(client, &format!("{path}?limit=100"), name).await;
        let (parts, last) = walked(client, &format!("{path}?limit=1"), name).await;
        assert_eq!(parts, whole, "{path}");
        long += usize::from(whole.len() > 1);
        // Back to the first, where there is a way back.
        let (mut page, mut back) = (last, 1);
        while let Some(before) = link(&page, "prev") {
            page = client.get(&before).await.expect(200);
            back += 1;
            assert!(back <= whole.len(), "{path} has no beginning");
        }
        if back > 1 {
            assert_eq!(back, whole.len(), "{path}");
            assert_eq!(items(&page, name), whole[..1], "{path}");
        }
    }
    assert!(long >= 8, "few lists had more than one item: {long}");
}

#[actix_web::test]
async fn what_names_no_place_and_no_length_is_refused() {
    let plaza = Plaza::demo_city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "隱私官").await;
    for route in CATALOGUE.iter().filter(|route| route.is_paged()) {
        let officers = route.path.starts_with("/api/v1/officer");
        let client = if officers { &officer } else { &admin };
        let path = sample_path(route, &plaza);
        if client.get(&path).await.status != 200 {
            continue;
        }
        let place = match route.path {
            "/api/v1/search" => "page=nowhere",
            "/api/v1/admin/audit"
            | "/api/v1/admin/audit/sign-ins"
            | "/api/v1/admin/tokens"
            | "/api/v1/admin/webhooks/{id}/deliveries"
            | "/api/v1/ledger"
            | "/api/v1/ledger/statements"
            | "/api/v1/mail"
            | "/api/v1/moderation/log"
            | "/api/v1/privacy/agreements" => "before=nowhere",
            _ => "after=nowhere",
        };
        let refused = client.get(&format!("{path}?{place}")).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{path}");
        // Where a place is a number or a day, the document says so, and it is no request at all.
        let code = refused.json()["code"].as_str().unwrap().to_owned();
        let codes = ["bad-cursor", "bad-request", "invalid"];
        assert!(codes.contains(&&*code), "{path}: {code}");
        if !route.takes_limit() {
            continue;
        }
        for limit in ["0", "101", "-1", "many", "99999999999999999999"] {
            let refused = client
                .get(&format!("{path}?limit={limit}"))
                .await
                .expect(400);
            assert_eq!(refused.json()["code"], "bad-request", "{path}: {limit}");
        }
    }
}

#[actix_web::test]
async fn a_link_keeps_what_was_asked_for() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "小樹").await;
    for number in 0..3 {
        client.topic("city", &format!("路燈{number}"), "內文").await;
    }
    let page = client
        .get("/api/v1/boards/city?lang=en&limit=1")
        .await
        .expect(200);
    let next = link(&page, "next").unwrap();
    assert!(
        next.starts_with("/api/v1/boards/city?lang=en&limit=1&after="),
        "{next}"
    );
    let place = page.json()["next"].as_str().unwrap().to_owned();
    assert!(next.ends_with(&format!("after={place}")), "{next}");
    assert!(link(&page, "prev").is_none());
    // What comes in meanwhile moves nothing.
    client.topic("city", "新的路燈", "內文").await;
    let page = client.get(&next).await.expect(200);
    assert_eq!(items(&page, "topics")[0]["title"], "路燈1");
    let before = link(&page, "prev").unwrap();
    let page = client.get(&before).await.expect(200);
    assert_eq!(items(&page, "topics")[0]["title"], "路燈2");
}
