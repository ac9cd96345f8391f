//! Two moderators over 200 items at once: each is decided once, and whoever comes second sees what
//! the first did.

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const ITEMS: usize = 200;

/// All that waits, page by page: number and version.
async fn all(moderator: &Client) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    let mut path = "/api/v1/review".to_owned();
    loop {
        let page = moderator.get(&path).await.expect(200).json();
        for item in page["items"].as_array().unwrap() {
            let number = |name: &str| item[name].as_i64().unwrap();
            found.push((number("id"), number("version")));
        }
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/review?after={next}"),
            None => return found,
        }
    }
}

async fn decide(moderator: &Client, item: i64, body: &Value) -> Answer {
    let path = format!("/api/v1/review/{item}");
    moderator.post_json(&path, body).await
}

#[actix_web::test]
async fn of_200_items_two_moderators_decide_each_once() {
    let plaza = Plaza::with_boards().await;
    let topic = plaza.crowd(ITEMS).await;
    let one = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let waiting = all(&one).await;
    assert_eq!(waiting.len(), ITEMS);
    let (mut approved, mut rejected) = (0, 0);
    for (at, (item, version)) in waiting.into_iter().enumerate() {
        let approve = json!({ "decision": "approve", "version": version });
        let reject = json!({
            "decision": "reject", "version": version, "ground": "R5", "reason": "廣告",
        });
        // Neither is always asked first.
        let (approving, rejecting) = if at % 2 == 0 {
            futures_util::join!(decide(&one, item, &approve), decide(&other, item, &reject))
        } else {
            let (rejecting, approving) =
                futures_util::join!(decide(&other, item, &reject), decide(&one, item, &approve));
            (approving, rejecting)
        };
        let statuses = (approving.status.as_u16(), rejecting.status.as_u16());
        let (late, first) = match statuses {
            (200, 409) => {
                approved += 1;
                (rejecting, "版主甲")
            }
            (409, 200) => {
                rejected += 1;
                (approving, "版主乙")
            }
            _ => panic!("{statuses:?} {} {}", approving.body, rejecting.body),
        };
        let late = late.json();
        assert_eq!(
            (&late["code"], &late["by"]),
            (&json!("decided-before"), &json!(first))
        );
    }
    assert_eq!(approved + rejected, ITEMS);
    assert_eq!(one.get("/api/v1/review/count").await.json()["count"], 0);
    let shown = one.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(shown["replies"], approved);
    let rows = plaza.rows_of("chain_links");
    let entries = rows.iter().filter(|row| row.contains("post-rejected"));
    assert_eq!(entries.count(), rejected, "each rejection stands once");
}

#[actix_web::test]
async fn of_two_who_decide_many_at_once_each_item_is_decided_once() {
    let plaza = Plaza::with_boards().await;
    let topic = plaza.crowd(40).await;
    let one = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let items: Vec<Value> = all(&one)
        .await
        .into_iter()
        .map(|(id, version)| json!({ "id": id, "version": version }))
        .collect();
    let body = json!({ "decision": "approve", "items": items });
    let path = "/api/v1/review/bulk";
    let (one, other) =
        futures_util::join!(one.post_json(path, &body), other.post_json(path, &body));
    let (one, other) = (one.expect(200).json(), other.expect(200).json());
    for (one, other) in one
        .as_array()
        .unwrap()
        .iter()
        .zip(other.as_array().unwrap())
    {
        assert_eq!(one["id"], other["id"]);
        let mut results = [&one["result"], &other["result"]].map(|result| result.as_str().unwrap());
        results.sort_unstable();
        assert_eq!(results, ["decided-before", "done"]);
    }
    let guest = plaza.client().await;
    let shown = guest.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(shown["replies"], 40);
}
