//! Every node goes by what one of them was told, and what has begun ends with what it began with.

use actix_web::http::Method;
use plaza::{context::Current, jobs::read_settings, settings};
use serde_json::json;

use super::{City, LIST};

#[actix_web::test]
async fn another_node_goes_by_it_with_its_next_look() {
    let city = City::start().await;
    let other = Current::from(city.plaza.node(|_| {}).await);
    let guest = city.plaza.client_on(&other).await;
    let name = json!({ "name_zh": "港都", "name_en": "Harbour" });
    city.put("name", name).await.expect(200);
    let began = other.get();
    let before = guest.get("/en/rules").await.expect(200).body;
    assert!(before.contains("Kaohsiung City Government"));
    read_settings::once(&other).await.unwrap();
    let after = guest.get("/en/rules").await.expect(200).body;
    assert!(after.contains("Harbour") && !after.contains("Kaohsiung City Government"));
    assert_eq!(began.config.city.name_en, "Kaohsiung City Government");
    // Nothing new: what stands stays.
    let stands = other.get().set;
    read_settings::once(&other).await.unwrap();
    assert_eq!(other.get().set, stands);
    city.undo("name").await.expect(200);
    read_settings::once(&other).await.unwrap();
    let back = guest.get("/en/rules").await.expect(200).body;
    assert!(back.contains("Kaohsiung City Government"));
    // A node that starts goes by it from the first.
    city.put("close-days", json!(9)).await.expect(200);
    let fresh = settings::in_force(&city.plaza.node(|_| {}).await).await;
    assert_eq!(fresh.unwrap().config.close_days, 9);
}

#[actix_web::test]
async fn an_older_state_never_takes_the_place_of_a_newer_or_of_another_file() {
    let city = City::start().await;
    city.put("close-days", json!(9)).await.expect(200);
    let older = city.current.get();
    city.put("close-days", json!(12)).await.expect(200);
    assert!(!city.current.advance(older.clone()));
    assert_eq!(city.current.get().config.close_days, 12);
    // The file was read again meanwhile.
    let stands = city.current.get();
    let mut file = (*stands.file).clone();
    file.reopen_days = 77;
    let read = settings::in_force(&stands.configured(file)).await.unwrap();
    assert_eq!((read.config.reopen_days, read.config.close_days), (77, 12));
    city.current.put(read);
    assert!(
        !city
            .current
            .advance(stands.with_settings((*stands.config).clone(), i64::MAX))
    );
    assert_eq!(city.current.get().config.reopen_days, 77);
}

#[actix_web::test]
async fn of_many_who_set_it_at_once_one_is_first() {
    let city = City::start().await;
    let path = format!("{LIST}/close-days");
    let bodies: Vec<_> = (1..=8)
        .map(|days| json!({ "value": days, "version": 0 }))
        .collect();
    let sent = bodies
        .iter()
        .map(|body| city.administrator.json(Method::PUT, &path, body));
    let answers = futures_util::future::join_all(sent).await;
    let statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        7,
        "{statuses:?}"
    );
    assert_eq!(city.version("close-days").await, 1);
}
