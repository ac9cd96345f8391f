//! Rating an answer: asked once, by a link that does nothing before its button is pressed, and on the
//! case's page; read by nobody who handles cases.

use actix_web::{http::Method, test::TestRequest};
use diesel::prelude::*;
use plaza::db::{DbError, schema::case_ratings};
use serde_json::{Value, json};

use super::{
    CASE, case, id_of,
    life::{Scene, act},
    open, suggest,
};
use crate::support::{Client, Plaza};

const RATE: &str = "/en/suggestions/rate/";
const OWN: &str = "/en/suggestions/case/rate";
const RATINGS: &str = "/api/v1/suggestions/ratings";
const API_OWN: &str = "/api/v1/suggestions/case/rate";

/// A case that was answered, with the address of its mail's link.
async fn answered() -> (Scene, String) {
    let scene = Scene::set(&[]).await;
    scene.answer("We filled it.").await.expect(200);
    let link = scene.link().await.unwrap();
    (scene, link)
}

impl Scene {
    /// The link of the last mail that asks how the answer was.
    async fn link(&self) -> Option<String> {
        let mails = self.plaza.mails().await;
        let last = mails
            .iter()
            .rfind(|mail| mail.text.contains("We filled it"));
        let last = last.unwrap();
        last.text.contains(RATE).then(|| last.link(RATE))
    }

    async fn own(&self, stars: &str) -> crate::support::Answer {
        let fields = [
            ("reference", self.keepsake.reference.as_str()),
            ("password", self.keepsake.password.as_str()),
            ("stars", stars),
        ];
        self.resident.post(OWN, &fields).await
    }
}

/// What is kept of a case's rating.
async fn stars(plaza: &Plaza, case: i64) -> Option<i32> {
    plaza
        .context
        .db
        .read(move |connection| {
            Ok::<_, DbError>(
                case_ratings::table
                    .find(case)
                    .select(case_ratings::stars)
                    .first(connection)?,
            )
        })
        .await
        .unwrap()
}

fn token(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

async fn look(client: &Client, link: &str) -> Value {
    let body = json!({ "token": token(link) });
    let path = format!("{RATINGS}/look");
    client.post_json(&path, &body).await.expect(200).json()
}

#[actix_web::test]
async fn a_link_asks_once_and_opening_it_rates_nothing() {
    let (scene, link) = answered().await;
    let visitor = scene.plaza.client().await;
    let page = visitor.get(&link).await.expect(200);
    let choices = page.texts("main fieldset label");
    assert_eq!(choices.len(), 5, "{choices:?}");
    assert!(choices[0].contains("Very satisfied"), "{choices:?}");
    assert!(page.texts("main")[0].contains("until 30 April 2026"));
    let head = TestRequest::default().method(Method::HEAD).uri(&link);
    visitor.send(head).await.expect(200);
    assert_eq!(look(&visitor, &link).await["is_rated"], false);

    for wrong in ["", "0", "6", "five"] {
        let page = visitor.post(&link, &[("stars", wrong)]).await.expect(422);
        assert!(!page.texts(".error-summary").is_empty(), "{}", page.body);
    }
    visitor.post(&link, &[]).await.expect(422);
    assert_eq!(stars(&scene.plaza, scene.id).await, None);

    let done = visitor.post(&link, &[("stars", "4")]).await.expect(200);
    assert!(done.texts("main")[0].contains("Your rating was noted"));
    assert!(done.texts("main form").is_empty());
    for again in [
        visitor.post(&link, &[("stars", "1")]).await,
        visitor.get(&link).await,
        scene.own("1").await,
    ] {
        let again = again.expect(200);
        assert!(
            again.body.contains("You have rated already, thank you"),
            "{}",
            again.body
        );
    }
    let body = json!({ "token": token(&link), "stars": 1 });
    let again = visitor.post_json(RATINGS, &body).await.expect(200).json();
    assert_eq!(again["status"], "rated-before");
    assert_eq!(stars(&scene.plaza, scene.id).await, Some(4));
    // Its owner, who opens the case, is told what is kept; whoever has the link is not.
    assert_eq!(scene.case().await["rating"]["stars"], 4);
    assert!(scene.page().await.contains("You gave: ★★★★☆"));
    assert!(look(&visitor, &link).await.get("stars").is_none());
    scene.verify().await;
}

#[actix_web::test]
async fn nobody_who_handles_cases_sees_that_or_how_one_was_rated() {
    let (scene, link) = answered().await;
    let seen = async || {
        let api = format!("/api/v1/desk/cases/{}", scene.id);
        let mut seen = scene.staff.get(&api).await.expect(200).json();
        seen.as_object_mut().unwrap().remove("looks");
        let page = scene.staff.get(&format!("/en/desk/{}", scene.id)).await;
        let file = scene
            .staff
            .get(&format!("/en/desk/{}/file", scene.id))
            .await;
        let list = scene.staff.get("/en/desk?view=answered").await;
        let pages = [page, file, list].map(|page| page.expect(200).texts("main"));
        (seen, pages, scene.plaza.mails().await.len())
    };
    let before = seen().await;
    scene
        .resident
        .post(&link, &[("stars", "1")])
        .await
        .expect(200);
    assert_eq!(before, seen().await);

    let mut readers = Vec::new();
    let mut rooms = vec![std::path::PathBuf::from("src")];
    while let Some(room) = rooms.pop() {
        for entry in std::fs::read_dir(room).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rooms.push(path);
            } else if std::fs::read_to_string(&path)
                .unwrap_or_default()
                .contains("case_ratings")
            {
                readers.push(path.display().to_string());
            }
        }
    }
    readers.retain(|path| !path.starts_with("src/privacy/inventory"));
    readers.sort();
    assert_eq!(
        readers,
        [
            "src/db/schema.rs",
            "src/statistics/answers.rs",
            "src/suggestions/rating.rs"
        ]
    );
}

#[actix_web::test]
async fn only_an_answer_is_asked_about_and_only_the_first() {
    let scene = Scene::set(&[]).await;
    assert_eq!(scene.case().await["rating"], Value::Null);
    let page = open(&scene.resident, &scene.keepsake).await;
    assert!(page.texts("#rate").is_empty());
    scene.own("5").await.expect(409);

    scene.answer("We filled it.").await.expect(200);
    assert!(scene.link().await.is_some());
    let rating = &scene.case().await["rating"];
    assert_eq!(
        *rating,
        json!({ "until": "2026-04-30", "is_rated": false, "stars": null })
    );
    let reopen = json!({ "act": "reopen", "reason": "A second look." });
    scene.act(&reopen).await.expect(200);
    scene.answer("We filled it again.").await.expect(200);
    assert_eq!(scene.link().await, None, "it is asked once");
    let page = scene.own("").await.expect(422);
    assert!(page.texts("#rate .wrong").len() == 1, "{}", page.body);
    let done = scene.own("2").await.expect(200);
    assert!(done.body.contains("Your rating was noted"));
    assert_eq!(stars(&scene.plaza, scene.id).await, Some(2));
}

#[actix_web::test]
async fn without_an_address_the_case_itself_asks() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &[]).await;
    let merged = suggest(&resident, &[("title", "The same hole")]).await;
    let (id, other) = (
        id_of(&plaza, &keepsake.reference).await,
        id_of(&plaza, &merged.reference).await,
    );
    let staff = plaza.staff_of("maintenance").await;
    let merge = json!({ "act": "duplicate", "of": keepsake.reference, "merge": true });
    act(&staff, other, &merge).await.expect(200);
    assert_eq!(case(&resident, &merged).await["rating"], Value::Null);
    let path = format!("/api/v1/desk/cases/{id}/answer");
    let answer = json!({ "answer": "We filled it." });
    staff.post_json(&path, &answer).await.expect(200);
    // Who gets the answer of another case is asked as well.
    for (keepsake, id, given) in [(&keepsake, id, 5), (&merged, other, 3)] {
        let page = open(&resident, keepsake).await.expect(200);
        assert_eq!(page.texts("#rate fieldset label").len(), 5);
        let body = json!({
            "reference": keepsake.reference, "password": keepsake.password, "stars": given,
        });
        let done = resident.post_json(API_OWN, &body).await.expect(200).json();
        assert_eq!(done["status"], "rated");
        assert_eq!(stars(&plaza, id).await, Some(given));
    }
    let wrong = [
        ("reference", keepsake.reference.as_str()),
        ("password", "wrong"),
        ("stars", "5"),
    ];
    resident.post(OWN, &wrong).await.expect(404);
    resident.get(CASE).await.expect(200);
}

#[actix_web::test]
async fn the_question_ends_with_the_month_after_the_answer() {
    let (scene, link) = answered().await;
    scene.plaza.at("2026-04-30T23:30");
    scene.resident.get(&link).await.expect(200);
    scene.plaza.at("2026-05-01T00:30");
    let body = json!({ "token": token(&link), "stars": 5 });
    let never = format!("{RATE}{}", "A".repeat(43));
    for over in [
        scene.resident.get(&link).await,
        scene.resident.post(&link, &[("stars", "5")]).await,
        scene.resident.get(&never).await,
        scene.resident.post(&never, &[("stars", "5")]).await,
        scene.resident.get(&format!("{RATE}none")).await,
    ] {
        let over = over.expect(410);
        assert!(
            over.body
                .contains("until the end of the month that follows"),
            "{}",
            over.body
        );
    }
    scene.resident.post_json(RATINGS, &body).await.expect(410);
    let look = format!("{RATINGS}/look");
    scene.resident.post_json(&look, &body).await.expect(410);
    scene.own("5").await.expect(409);
    assert_eq!(scene.case().await["rating"], Value::Null);
    assert_eq!(stars(&scene.plaza, scene.id).await, None);
}

#[actix_web::test]
async fn of_two_at_once_one_counts() {
    let (scene, link) = answered().await;
    let rate = async |stars: i32| {
        let body = json!({ "token": token(&link), "stars": stars });
        let answer = scene.resident.post_json(RATINGS, &body).await;
        answer.expect(200).json()["status"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let both = futures_util::future::join(rate(5), rate(1)).await;
    let (kept, both) = (stars(&scene.plaza, scene.id).await, [both.0, both.1]);
    let first = both.iter().position(|one| one == "rated").unwrap();
    assert_eq!(both[1 - first], "rated-before");
    assert_eq!(kept, Some([5, 1][first]));
}

#[actix_web::test]
async fn a_case_that_is_used_no_more_is_not_asked_about() {
    let (scene, link) = answered().await;
    scene.act(&json!({ "act": "close" })).await.expect(200);
    let fields = [
        ("reference", scene.keepsake.reference.as_str()),
        ("password", scene.keepsake.password.as_str()),
    ];
    let restrict = "/en/suggestions/case/restrict";
    scene.resident.post(restrict, &fields).await.expect(200);
    scene
        .resident
        .post(&link, &[("stars", "5")])
        .await
        .expect(410);
    scene.own("5").await.expect(409);
    assert_eq!(stars(&scene.plaza, scene.id).await, None);
}
