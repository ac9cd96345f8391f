//! Every list of the API can be walked to its end and back again.

use plaza::accounts::Role;
use serde_json::{Value, json};

use super::put;
use crate::support::{Client, Plaza};

/// The ids on a page, and the ways to its neighbours; `list` leads to the page within the answer.
async fn page(client: &Client, path: &str, list: &str) -> (Vec<i64>, Value, Value) {
    let answer = client.get(path).await.expect(200).json();
    let place = match list.rsplit_once('/') {
        Some((within, _)) => answer.pointer(within).unwrap(),
        None => &answer,
    };
    let ids = answer.pointer(list).unwrap().as_array().unwrap();
    let ids = ids.iter().map(|one| one["id"].as_i64().unwrap()).collect();
    (ids, place["next"].clone(), place["previous"].clone())
}

fn text(cursor: &Value) -> String {
    cursor
        .as_str()
        .map_or_else(|| cursor.to_string(), str::to_owned)
}

#[actix_web::test]
async fn lists_are_walked_to_the_end_and_back() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let reader = plaza.log_on_as(Role::Resident, "小美").await;
    for number in 0..55 {
        let body = json!({ "title": format!("路燈{number}"), "body": "不亮", "tags": ["路燈"] });
        let path = "/api/v1/boards/city/topics";
        let made = author.post_json(path, &body).await.expect(201).json();
        let topic = made["id"].as_i64().unwrap();
        let shown = author.get(&format!("/api/v1/topics/{topic}")).await.json();
        let post = shown["posts"][0]["id"].as_i64().unwrap();
        let (watch, keep) = (
            format!("/api/v1/topics/{topic}/watch"),
            format!("/api/v1/posts/{post}/bookmark"),
        );
        put(&reader, &watch, &json!({ "level": "watching" }))
            .await
            .expect(200);
        put(&reader, &keep, &json!({})).await;
    }
    for number in 0..45 {
        reader.reply(1, &format!("第{number}次")).await;
    }
    let shown = json!({ "posts": true });
    put(&author, "/api/v1/account/profile", &shown)
        .await
        .expect(200);
    let first = reader.get("/api/v1/topics/1").await.json();
    let person = &first["posts"][0]["author"]["profile"];
    for (client, path, list, least) in [
        (&reader, "/api/v1/topics/1".to_owned(), "/posts", 46),
        (&reader, "/api/v1/boards/city".to_owned(), "/topics", 55),
        (&reader, "/api/v1/tags/路燈".to_owned(), "/topics", 55),
        (&reader, "/api/v1/bookmarks".to_owned(), "/bookmarks", 55),
        (
            &reader,
            "/api/v1/account/watches".to_owned(),
            "/watches",
            55,
        ),
        (
            &reader,
            format!("/api/v1/people/{person}"),
            "/written/posts",
            55,
        ),
        (
            &author,
            "/api/v1/notifications".to_owned(),
            "/notifications",
            45,
        ),
    ] {
        let path = path.replace("路燈", "%E8%B7%AF%E7%87%88");
        let (mut there, mut query) = (Vec::new(), String::new());
        loop {
            let (ids, next, previous) = page(client, &format!("{path}{query}"), list).await;
            assert_eq!(previous.is_null(), query.is_empty(), "{path}{query}");
            there.extend(ids);
            if next.is_null() {
                break;
            }
            query = format!("?after={}", text(&next));
        }
        assert!(there.len() >= least, "{path}: {}", there.len());
        let (mut back, mut query) = (Vec::new(), "?page=last".to_owned());
        loop {
            let (ids, next, previous) = page(client, &format!("{path}{query}"), list).await;
            assert_eq!(next.is_null(), query == "?page=last", "{path}{query}");
            back.splice(..0, ids);
            if previous.is_null() {
                break;
            }
            query = format!("?before={}", text(&previous));
        }
        assert_eq!(there, back, "{path}");
    }
}
