//! Wrong, oversized and hostile input: the standard's list of errors, and nothing half done.

use actix_web::{http::Method, test::TestRequest};

use super::{
    REQUESTS, body, city, description, found, get, in_english, post, post_as, refused, spark,
};
use crate::suggestions::how_many_cases;

#[actix_web::test]
async fn each_field_that_is_wrong_is_told_by_its_name() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let long = "長".repeat(350_000);
    let long = long.as_str();
    let no_city = ("jurisdiction_id", "other.gov");
    for (status, fields, said) in [
        (400, &[("service_code", "")][..], "service_code"),
        (404, &[("service_code", "dragons")], "service_code"),
        (404, &[("service_code", "a\0b")], "service_code"),
        (404, &[("service_code", "privacy-enquiry")], "service_code"),
        (404, &[no_city], "jurisdiction_id"),
        (400, &[("address_string", "")], "address_string"),
        (
            400,
            &[("address_string", ""), ("address_id", "7")],
            "address_id",
        ),
        (400, &[("address_string", long)], "address_string"),
        (400, &[("address_string", "a\0b")], "address_string"),
        (400, &[("lat", "22.6")], "lat and long"),
        (400, &[("lat", "north"), ("long", "120")], "lat and long"),
        (400, &[("lat", "22.6"), ("long", "1200")], "lat and long"),
        (400, &[("lat", long), ("long", "120")], "lat and long"),
        (400, &[("description", "")], "description"),
        (400, &[("description", long)], "description"),
        (400, &[("description", "a\0b")], "description"),
        (400, &[("email", "nobody")], "email"),
        (
            400,
            &[("email", "a@example.tw\nBcc: b@example.tw")],
            "email",
        ),
        (400, &[("email", long)], "email"),
        (400, &[("first_name", long)], "first_name"),
        (400, &[("last_name", "a\0b")], "last_name"),
        (400, &[("phone", long)], "phone"),
        (400, &[("media_url", "javascript:alert(1)")], "media_url"),
        (400, &[("media_url", "no url")], "media_url"),
        (
            400,
            &[("attribute[district]", "nowhere")],
            "attribute[district]",
        ),
        (
            400,
            &[("attribute[district]", "a\0b")],
            "attribute[district]",
        ),
        (400, &[("attribute[title]", long)], "attribute[title]"),
        (
            400,
            &[("attribute[title]", "a\u{202e}b")],
            "attribute[title]",
        ),
        (
            400,
            &[("attribute[share_contact]", "perhaps")],
            "share_contact",
        ),
        (400, &[("attribute[publish]", "1")], "publish"),
        (400, &[("attribute[notice]", "read")], "attribute[notice]"),
    ] {
        let body = body(&app, fields).await;
        let json = post(&app, &format!("{REQUESTS}.json"), body.clone()).await;
        let errors = json.expect(status).json();
        let told = errors.to_string();
        description(&errors, status);
        assert!(told.contains(said), "{said}: {told}");
        assert!(told.len() < 1000, "what was sent is not told again: {said}");
        let xml = post(&app, &format!("{REQUESTS}.xml"), body).await;
        assert_eq!(spark(&xml.expect(status).body), super::plain(&errors));
    }
    // Several at once.
    let both = [("email", "nobody"), ("attribute[district]", "nowhere")];
    let body = body(&app, &both).await;
    let errors = post(&app, &format!("{REQUESTS}.json"), body).await;
    assert_eq!(errors.expect(400).json().as_array().unwrap().len(), 2);
    assert_eq!(how_many_cases(&plaza).await, 0);
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn what_is_no_form_is_told_in_the_asked_form() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let form = "application/x-www-form-urlencoded";
    let good = body(&app, &[]).await;
    for (status, kind, payload) in [
        (400, "application/json", b"{\"api_key\":\"xyz\"}".to_vec()),
        (400, "text/xml", b"<request/>".to_vec()),
        (400, "multipart/form-data; boundary=x", b"--x--".to_vec()),
        (400, "", good.clone().into_bytes()),
        (403, form, Vec::new()),
        (403, form, b"%ff%fe=%00&=&&&==%".to_vec()),
        (403, form, b"api_key=%ed%a0%80".to_vec()),
        (404, form, b"api_key=xyz&service_code=%ed%a0%80".to_vec()),
        (413, form, vec![b'a'; 5 * 1024 * 1024]),
    ] {
        for path in ["json", "xml"] {
            let answer = post_as(&app, &format!("{REQUESTS}.{path}"), kind, payload.clone()).await;
            let answer = answer.expect(status);
            if path == "json" {
                description(&answer.json(), status);
            } else {
                let errors = spark(&answer.body);
                assert_eq!(errors[0]["code"], status.to_string(), "{kind}");
            }
        }
    }
    for key in ["short", &"k".repeat(300)] {
        let request = TestRequest::post()
            .uri("/open311/v2/requests.json")
            .insert_header(("content-type", form))
            .insert_header(("idempotency-key", key))
            .set_payload(good.clone());
        description(&app.send(request).await.expect(400).json(), 400);
    }
    let foreign = TestRequest::post()
        .uri("/open311/v2/requests.json")
        .insert_header(("content-type", form))
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_payload(good);
    description(&app.send(foreign).await.expect(403).json(), 403);
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn a_query_that_makes_no_sense_is_told() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let many: Vec<String> = (1..=51).map(|number| number.to_string()).collect();
    let many = many.join(",");
    let ids = format!("?service_request_id={many}");
    let codes = format!("?service_code={many}");
    for (query, said) in [
        ("?start_date=yesterday", "start_date"),
        ("?end_date=2026-03-02T00:00:00", "end_date"),
        ("?start_date=2026-02-30T00:00:00Z", "start_date"),
        ("?start_date=%00", "start_date"),
        ("?start_date=2026-03-02&end_date=2026-03-01", "before"),
        (
            "?start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
            "90 days",
        ),
        ("?status=opened", "status"),
        ("?status=open,half", "status"),
        (ids.as_str(), "50"),
        (codes.as_str(), "50"),
    ] {
        let told = refused(&app, REQUESTS, query, 400).await;
        assert!(told.contains(said), "{query}: {told}");
    }
    let fifty = many.rsplit_once(',').unwrap().0;
    found(&app, REQUESTS, &format!("?service_request_id={fifty}")).await;
    for query in [
        "?service_code=%00",
        "?service_code=%ff%fe",
        "?service_request_id=%00,99999999999999999999,-1,%E8%99%9F",
        "?%%%&=&a=b&page=-1",
        "?extensions=perhaps",
        "?status=,,open,open",
    ] {
        found(&app, REQUESTS, query).await;
    }
    for path in [
        REQUESTS,
        "/open311/v2/requests/1",
        "/open311/v2/services",
        "/open311/v2/services/001",
        "/open311/v2/tokens/x",
    ] {
        let told = refused(&app, path, "?jurisdiction_id=other.gov", 404).await;
        assert!(told.contains("jurisdiction_id"), "{path}");
    }
}

#[actix_web::test]
async fn an_address_that_is_none_and_a_method_that_is_none() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let long = "9".repeat(3000);
    for path in [
        format!("{REQUESTS}/{long}"),
        format!("{REQUESTS}/%00"),
        format!("{REQUESTS}/1.2.3"),
        format!("/open311/v2/services/{long}"),
        "/open311/v2/services/%00".to_owned(),
        "/open311/v2/services/%ff".to_owned(),
        format!("/open311/v2/tokens/{long}"),
        "/open311/v2/tokens/%00".to_owned(),
        "/open311/v2/nothing".to_owned(),
        "/open311/v3/services".to_owned(),
    ] {
        let (status, errors) = get(&app, &path, "").await;
        assert_eq!(status, 404, "{path}");
        description(&errors, 404);
    }
    // Neither form: what the standard asks for.
    for path in [
        "/open311",
        "/open311/v2/services",
        "/open311/v2/services.yaml",
    ] {
        let answer = in_english(&app, path).await.expect(404);
        assert_eq!(spark(&answer.body)[0]["code"], "404", "{path}");
    }
    for (method, path) in [
        (Method::POST, "/open311/v2/services.json"),
        (Method::DELETE, "/open311/v2/requests/1.json"),
        (Method::PUT, "/open311/v2/requests.json"),
    ] {
        let request = TestRequest::default().method(method).uri(path);
        description(&app.send(request).await.expect(405).json(), 405);
    }
    // With a form that there is not, nothing is stored.
    let body = body(&app, &[]).await;
    post(&app, "/open311/v2/requests.yaml", body)
        .await
        .expect(404);
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn a_database_that_is_away_is_told_in_the_asked_form() {
    let (plaza, _) = city().await;
    let app = plaza.client().await;
    let body = body(&app, &[]).await;
    let away = plaza.take_database_away();
    let answer = post(&app, "/open311/v2/requests.xml", body.clone()).await;
    assert_eq!(spark(&answer.expect(503).body)[0]["code"], "503");
    drop(away);
    post(&app, "/open311/v2/requests.xml", body)
        .await
        .expect(201);
    assert_eq!(how_many_cases(&plaza).await, 1);
}
