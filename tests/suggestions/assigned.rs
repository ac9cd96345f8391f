//! Colleagues are told by mail which cases others gave them to handle.

use futures_util::join;
use plaza::jobs::tell_assignees;
use serde_json::{Value, json};

use super::{
    desk_many::{assign, colleague},
    id_of,
    life::{Scene, act},
    lines, suggest,
};
use crate::support::Plaza;

impl Plaza {
    /// What the runner does when it looks who is to be told.
    async fn tell(&self) {
        tell_assignees::once(&self.context).await.unwrap();
    }

    /// The mails that a colleague got, each with its subject before its text.
    async fn told(&self, name: &str) -> Vec<String> {
        let to = format!("{name}@example.tw");
        let mails = self.mails().await;
        let theirs = mails.iter().filter(|mail| mail.to == to);
        theirs
            .map(|mail| format!("{}\n{}", mail.subject, lines(mail)))
            .collect()
    }
}

#[actix_web::test]
async fn many_cases_come_in_one_mail_that_says_no_word_of_a_residents() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let staff = plaza.staff_of("maintenance").await;
    let (first, _) = colleague(&plaza, "first", "maintenance").await;
    let mut all = Vec::new();
    for _ in 0..3 {
        let keepsake = suggest(&resident, &[("title", "Lin Chia-ying fell")]).await;
        let id = id_of(&plaza, &keepsake.reference).await;
        all.push((keepsake.reference, id));
    }
    let chosen: Vec<Value> = all.iter().map(|(_, id)| json!({ "id": id })).collect();
    let body = json!({ "cases": chosen, "what": { "act": "assign", "to": first } });
    let done = staff.post_json("/api/v1/desk/acts", &body).await;
    done.expect(200);
    assert!(plaza.told("first").await.is_empty());
    // Two nodes look at once, and one of them later again.
    join!(plaza.tell(), plaza.tell());
    plaza.tell().await;
    let told = plaza.told("first").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("3件案件由您承辦\n"), "{told:?}");
    for (reference, id) in &all {
        let link = format!("http://plaza.test/zh/desk/{id}\n");
        assert!(told[0].contains(reference), "{told:?}");
        assert!(told[0].contains(&link), "{told:?}");
    }
    assert!(told[0].contains("2026年3月10日"), "{told:?}");
    for words in ["Lin Chia-ying", "Two hands wide"] {
        assert!(!told[0].contains(words), "{told:?}");
    }
}

#[actix_web::test]
async fn a_colleague_is_told_in_their_own_language() {
    let scene = Scene::set(&[]).await;
    let (first, one) = colleague(&scene.plaza, "first", "maintenance").await;
    let wanted = json!({ "language": "en", "digest": "daily" });
    let path = "/api/v1/account/preferences";
    let chosen = one.json(actix_web::http::Method::PUT, path, &wanted).await;
    chosen.expect(200);
    scene.act(&assign(first, Value::Null)).await.expect(200);
    scene.plaza.tell().await;
    let told = scene.plaza.told("first").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("1 case is yours to handle\n"));
    let link = format!("http://plaza.test/en/desk/{}\n", scene.id);
    assert!(told[0].contains(&link), "{told:?}");
}

#[actix_web::test]
async fn who_takes_a_case_is_not_told_and_what_was_given_back_is_nobodys() {
    let scene = Scene::set(&[]).await;
    let plaza = &scene.plaza;
    let (first, one) = colleague(plaza, "first", "maintenance").await;
    let (second, two) = colleague(plaza, "second", "maintenance").await;
    let own = assign(first, Value::Null);
    act(&one, scene.id, &own).await.expect(200);
    plaza.tell().await;
    assert!(plaza.told("first").await.is_empty());
    // To a colleague, who gives it back before anybody was told.
    let over = assign(second, first);
    act(&one, scene.id, &over).await.expect(200);
    let back = assign(Value::Null, second);
    act(&two, scene.id, &back).await.expect(200);
    plaza.tell().await;
    assert!(plaza.told("second").await.is_empty());
    // The same colleague is told once it comes again.
    let again = assign(second, Value::Null);
    act(&one, scene.id, &again).await.expect(200);
    plaza.tell().await;
    assert_eq!(plaza.told("second").await.len(), 1);
    assert!(plaza.told("first").await.is_empty());
}

#[actix_web::test]
async fn of_a_case_that_went_on_to_a_third_the_third_alone_is_told() {
    let scene = Scene::set(&[]).await;
    let (first, _) = colleague(&scene.plaza, "first", "maintenance").await;
    let (second, _) = colleague(&scene.plaza, "second", "maintenance").await;
    scene.act(&assign(first, Value::Null)).await.expect(200);
    scene.act(&assign(second, first)).await.expect(200);
    scene.plaza.tell().await;
    assert!(scene.plaza.told("first").await.is_empty());
    assert_eq!(scene.plaza.told("second").await.len(), 1);
}

#[actix_web::test]
async fn nobody_is_told_of_what_is_answered_or_of_an_office_that_they_left() {
    let scene = Scene::set(&[]).await;
    let plaza = &scene.plaza;
    let (first, _) = colleague(plaza, "first", "maintenance").await;
    let (second, _) = colleague(plaza, "second", "maintenance").await;
    scene.act(&assign(first, Value::Null)).await.expect(200);
    let other = suggest(&scene.resident, &[]).await;
    let other = id_of(plaza, &other.reference).await;
    let gone = assign(second, Value::Null);
    act(&scene.staff, other, &gone).await.expect(200);
    scene.answer("Filled.").await.expect(200);
    let left = format!("DELETE FROM office_members WHERE account_id = {second}");
    plaza.sql(&left).unwrap();
    plaza.tell().await;
    for name in ["first", "second"] {
        assert!(plaza.told(name).await.is_empty(), "{name}");
    }
    // Nor later, when it is opened again: who handled it knows.
    let again = json!({ "act": "reopen", "reason": "Something is left." });
    scene.act(&again).await.expect(200);
    plaza.tell().await;
    assert!(plaza.told("first").await.is_empty());
}
