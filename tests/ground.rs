//! The ground: health, headers, languages, error pages, cross-site requests.

use crate::support::Plaza;

#[actix_web::test]
async fn it_lives_and_is_ready() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    client.get("/healthz").await.expect(200);
    client.get("/readyz").await.expect(200);
}

#[actix_web::test]
async fn an_address_without_a_language_leads_to_the_readers() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    assert_eq!(client.get("/").await.location(), "/zh");
    assert_eq!(client.get("/privacy").await.location(), "/zh/privacy");
    client.get("/fr/privacy").await.expect(404);
}
