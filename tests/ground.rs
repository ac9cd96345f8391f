//! The ground: health, headers, languages, error pages, cross-site requests.

use actix_web::test::TestRequest;
use plaza::accounts::Role;

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

/// What a browser sends with a form, and whether it is taken.
#[actix_web::test]
async fn requests_of_other_sites_are_refused() {
    let plaza = Plaza::start().await;
    let person = plaza.person("somebody", Role::Resident).await;
    let guest = plaza.client().await;
    let own = ("origin", "http://plaza.test");
    let foreign = ("origin", "https://evil.example");
    let null = ("origin", "null");
    for (client, who, headers, taken) in [
        (
            &person.client,
            "member",
            vec![("sec-fetch-site", "same-origin")],
            true,
        ),
        (
            &person.client,
            "member",
            vec![("sec-fetch-site", "cross-site")],
            false,
        ),
        (
            &person.client,
            "member",
            vec![("sec-fetch-site", "same-site"), own],
            false,
        ),
        (&person.client, "member", vec![own], true),
        (&person.client, "member", vec![foreign], false),
        (&person.client, "member", vec![null], false),
        (&guest, "guest", vec![null], true),
        (&guest, "guest", vec![foreign], false),
        (&guest, "guest", vec![], true),
    ] {
        let mut request = TestRequest::post()
            .uri("/zh/suggestions/new")
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload("title=x");
        for header in &headers {
            request = request.insert_header(*header);
        }
        let answer = client.send(request).await;
        let expected = if taken { 422 } else { 403 };
        assert_eq!(answer.status.as_u16(), expected, "{who} {headers:?}");
    }
}

#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let token = plaza::keys::Token::draw(&plaza.context.random);
    for (path, referrer) in [
        ("/zh".to_owned(), "same-origin"),
        ("/healthz".to_owned(), "same-origin"),
        ("/api/v1/categories".to_owned(), "same-origin"),
        ("/nothing/here".to_owned(), "same-origin"),
        (format!("/zh/register/{}", token.reveal()), "no-referrer"),
    ] {
        let answer = client.get(&path).await;
        let header = |name: &str| {
            answer
                .headers
                .get(name)
                .unwrap_or_else(|| panic!("{path} lacks {name}"))
                .to_str()
                .unwrap()
        };
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), referrer, "{path}");
    }
}

#[actix_web::test]
async fn only_a_page_with_the_button_for_it_may_ask_where_the_device_is() {
    let plaza = Plaza::city().await;
    let (guest, staff) = (plaza.client().await, plaza.staff_of("maintenance").await);
    let form = "/zh/suggestions/new";
    for (who, answer, has_button) in [
        ("home", guest.get("/zh").await, false),
        ("form", guest.get(form).await.expect(200), true),
        (
            "refused",
            guest.post(form, &[("title", "x")]).await.expect(422),
            true,
        ),
        ("desk", staff.get("/zh/desk/new").await.expect(200), false),
        ("API", guest.get("/api/v1/categories").await, false),
        ("nothing", guest.get("/zh/nothing/here").await, false),
    ] {
        assert_eq!(answer.body.contains("data-position"), has_button, "{who}");
        let position = if has_button { "(self)" } else { "()" };
        let policy = answer.headers.get("permissions-policy").unwrap();
        assert_eq!(
            policy.to_str().unwrap(),
            format!("camera=(), microphone=(), geolocation={position}, browsing-topics=()"),
            "{who}"
        );
    }
}

/// The warning under a post leads to the sentence that it speaks of, and the policy ends as its source does.
#[actix_web::test]
async fn the_policy_has_its_sentence_on_the_forum_and_ends_with_the_suggestion_box() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for lang in ["zh", "en"] {
        let page = client.get(&format!("/{lang}/privacy")).await.expect(200);
        assert_eq!(page.texts("main #public").len(), 1, "{lang}");
        let links = page.attribute("main article > :last-child a", "href");
        assert_eq!(links, Some(format!("/{lang}/suggestions/new")));
    }
}

#[actix_web::test]
async fn what_was_typed_when_the_session_had_ended_is_given_back() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    for (path, field) in [
        ("/zh/desk/2", "answer"),
        ("/zh/posts/1/edit", "body"),
        ("/zh/review/1", "reason"),
        ("/zh/boards/city-life/new", "body"),
    ] {
        let answer = guest
            .post(path, &[(field, "辛苦寫了很久的字")])
            .await
            .expect(401);
        assert!(answer.body.contains("辛苦寫了很久的字"), "{path}");
    }
    guest.post("/zh/desk/2", &[]).await.expect(401);
}
