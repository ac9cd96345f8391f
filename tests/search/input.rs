//! What anybody may type: it is text, whatever it looks like, and ends.

use plaza::{
    accounts::Role,
    forum::{
        reader::Reader,
        search::{self, Asked},
    },
};
use serde_json::json;

use super::{address, count};
use crate::support::Plaza;

#[actix_web::test]
async fn operators_are_text() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    author
        .topic("city", "NEAR the station", "not far OR near")
        .await;
    author
        .topic("city", "path/to 100%", "a_b c++ O'Neil's")
        .await;
    for (text, expected) in [
        ("NEAR", 1),
        ("OR", 1),
        ("near NOT station", 1),
        ("NEAR(station far, 2)", 1),
        ("title : near", 1),
        ("terms:near", 1),
        ("{title_terms} : near", 1),
        ("near*", 1),
        ("^near", 1),
        ("\"near", 1),
        ("\"\"\"near\"", 1),
        ("near & !station | (far)", 1),
        ("near <-> station:*", 1),
        ("'near'; DROP TABLE posts; --", 1),
        ("O'Neil", 1),
        ("100%", 1),
        ("a_b", 1),
        ("%", 0),
        ("_", 0),
        ("\\", 0),
        ("*", 0),
        ("\"", 0),
        ("\"\"", 0),
        ("((((", 0),
        ("' OR '1'='1", 0),
        ("-near", 1),
        ("\u{200b}ne\u{200b}ar", 1),
        ("ＮＥＡＲ", 1),
        ("\u{202e}\u{feff}", 0),
        ("，。！？", 0),
        ("😀", 0),
        ("tag:near", 0),
        ("kind:near near", 1),
        ("after:9999999-01-01 near", 1),
        ("before:0001-01-01 near", 0),
    ] {
        assert_eq!(count(&guest, text).await, expected, "{text:?}");
    }
}

#[actix_web::test]
async fn a_huge_query_is_cut_and_says_so() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    author.topic("city", "路燈", "路燈壞了").await;
    let guest = plaza.client().await;
    for huge in [
        "路燈 ".repeat(30_000),
        format!("路燈 {}", "\"".repeat(100_000)),
        "路燈\u{0}".repeat(30_000),
        format!("路燈{}", "燈".repeat(100_000)),
        "(".repeat(100_000),
        "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(2_000),
        format!("board:{}", "x".repeat(100_000)),
    ] {
        let asked = Asked {
            text: huge.clone(),
            author: Some(huge.clone()),
            ..Asked::default()
        };
        let found = search::find(&plaza.context, Reader::GUEST, asked)
            .await
            .unwrap();
        assert!(found.is_cut && found.hits.is_empty(), "{huge:.80}");
        // An address holds less than that.
        let part: String = huge.chars().take(3_000).collect();
        let page = guest
            .get(&address("/zh/search", &[("q", &part)]))
            .await
            .expect(200);
        let hints = page.texts("main .hint");
        assert!(hints.iter().any(|hint| hint.contains("200")), "{hints:?}");
        let again = page.attribute("main input[name=q]", "value").unwrap();
        assert!(again.chars().count() <= 201, "the form repeats all of it");
        guest
            .get(&address("/api/v1/search", &[("q", &part)]))
            .await
            .expect(200);
    }
    let long = json!({ "title": "燈".repeat(100_000) });
    guest
        .post_json("/api/v1/search/similar", &long)
        .await
        .expect(422);
}

#[actix_web::test]
async fn one_character_and_any_script_is_found() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let guest = plaza.client().await;
    author
        .topic("city", "貓", "𠮷牌、がっこう、서울、ภาษาไทย、Łódź")
        .await;
    for text in [
        "貓",
        "猫",
        "𠮷",
        "𠮷牌",
        "がっこう",
        "서울",
        "ภาษา",
        "lodz",
        "ŁÓDŹ",
        "牌",
    ] {
        // ł is a letter of its own.
        let expected = i64::from(text != "lodz");
        assert_eq!(count(&guest, text).await, expected, "{text}");
    }
}

#[actix_web::test]
async fn a_wrong_filter_of_the_api_is_named() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    for (query, field) in [
        ("after=yesterday", "after"),
        ("before=2026-02-30", "before"),
        ("kind=poll", "kind"),
    ] {
        let answer = guest
            .get(&format!("/api/v1/search?q=x&{query}"))
            .await
            .expect(422)
            .json();
        assert_eq!(answer["errors"][0]["field"], field);
    }
    for fine in ["page=0", "page=9999999999", "kind=", "board=%00"] {
        guest
            .get(&format!("/api/v1/search?q=x&{fine}"))
            .await
            .expect(200);
    }
    for wrong in ["page=-1", "page=99999999999999999999", "page=x"] {
        let answer = guest.get(&format!("/api/v1/search?q=x&{wrong}")).await;
        assert_eq!(answer.expect(400).json()["errors"][0]["field"], "page");
    }
}
