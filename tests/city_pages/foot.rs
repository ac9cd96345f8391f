//! The foot of every page has room for twelve links, also where two administrators fill it at once.

use actix_web::http::Method;
use serde_json::json;

use super::{API, begin, in_foot, page, scene};

#[actix_web::test]
async fn of_two_pages_that_are_the_twelfth_in_the_foot_at_once_the_first_is() {
    let (plaza, admin, _) = scene().await;
    for number in 0..11 {
        let id = begin(&admin, &page(&format!("foot-{number}"), "頁尾", "內文")).await;
        in_foot(&admin, id, 5, true).await;
    }
    let first = begin(&admin, &page("first", "頁尾", "內文")).await;
    let second = begin(&admin, &page("second", "頁尾", "內文")).await;
    // As another node does it: through the gate, and not done yet.
    let gate = match plaza.on_postgres() {
        true => "SELECT pg_advisory_xact_lock(7316991); ",
        false => "",
    };
    let placed = format!("{gate}UPDATE city_pages SET in_foot = TRUE WHERE id = {first}");
    let place = json!({ "position": 1, "in_foot": true, "in_sitemap": true, "changes": 0 });
    let path = format!("{API}/{second}/place");
    let asking = admin.json(Method::PUT, &path, &place);
    let refused = plaza.at_once(&placed, asking).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "page-foot-full");
}
