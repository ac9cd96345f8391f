//! Search as its readers meet it: what is found and what comes first, what is never found, and
//! what anybody may type.

mod backfill;
mod city;
mod input;
mod page;
mod privacy;
mod quality;
mod speed;

use serde_json::Value;

use crate::support::Client;

/// An address with a query.
fn address(path: &str, query: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    format!("{path}?{query}")
}

/// What the API finds, with its count.
async fn found(client: &Client, text: &str) -> (i64, Vec<Value>) {
    let path = address("/api/v1/search", &[("lang", "zh"), ("q", text)]);
    let answer = client.get(&path).await.expect(200).json();
    let hits = answer["hits"].as_array().unwrap().clone();
    (answer["count"].as_i64().unwrap(), hits)
}

/// How many the API finds, and the page too.
async fn count(client: &Client, text: &str) -> i64 {
    let (count, hits) = found(client, text).await;
    assert_eq!(count, hits.len() as i64, "{text}");
    let path = address("/zh/search", &[("q", text)]);
    let page = client.get(&path).await.expect(200);
    assert_eq!(page.texts("main .rows > li").len() as i64, count, "{text}");
    let told = page.texts("#found");
    if count == 0 {
        assert!(told.is_empty(), "{told:?}");
    } else {
        assert_eq!(told, [format!("找到{count}則發言")]);
    }
    count
}
