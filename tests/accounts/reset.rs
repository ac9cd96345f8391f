//! A forgotten password.

use chrono::TimeDelta;
use plaza::accounts::Role;

use super::{is_logged_on, try_log_on};
use crate::support::{PASSWORD, Plaza};

const NEW: &str = "an entirely new password";

#[actix_web::test]
async fn a_reset_ends_every_session_and_works_once() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let stranger = plaza.client().await;
    stranger.log_on(&ming.email, PASSWORD).await;

    let visitor = plaza.client().await;
    let asked = visitor
        .post("/zh/password/forgot", &[("email", &ming.email)])
        .await;
    assert_eq!(asked.location(), "/zh/password/sent");
    visitor.get("/zh/password/sent").await.expect(200);
    let mails = plaza.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "ming@example.tw"));
    let link = mails[0].link("/password/reset/");

    let page = visitor.get(&link).await.expect(200);
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    let short = visitor
        .post(&link, &[("password", "short")])
        .await
        .expect(422);
    assert!(short.texts("#e-password").remove(0).contains("128"));
    assert!(is_logged_on(&ming.client).await, "nothing has happened yet");

    let done = visitor.post(&link, &[("password", NEW)]).await;
    assert_eq!(done.location(), "/zh/log-on?done=password-reset");
    assert!(!is_logged_on(&ming.client).await);
    assert!(!is_logged_on(&stranger).await);
    assert!(!is_logged_on(&visitor).await, "a reset does not log on");
    try_log_on(&visitor, &ming.email, PASSWORD)
        .await
        .expect(422);
    visitor.log_on(&ming.email, NEW).await;

    visitor
        .post(&link, &[("password", PASSWORD)])
        .await
        .expect(410);
    visitor.get(&link).await.expect(410);
    try_log_on(&plaza.client().await, &ming.email, NEW)
        .await
        .expect(303);
}

#[actix_web::test]
async fn a_reset_voids_all_other_links_and_frees_a_blocked_account() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let forgot = [("email", ming.email.as_str())];
    ming.client
        .post("/en/password/forgot", &forgot)
        .await
        .expect(303);
    ming.client
        .post("/en/password/forgot", &forgot)
        .await
        .expect(303);
    let change = [("email", "new@example.tw"), ("password", PASSWORD)];
    ming.client
        .post("/en/account/address", &change)
        .await
        .expect(303);
    for _ in 0..5 {
        try_log_on(&plaza.client().await, &ming.email, "wrong")
            .await
            .expect(422);
    }
    try_log_on(&plaza.client().await, &ming.email, PASSWORD)
        .await
        .expect(429);

    let mails = plaza.mails().await;
    let links = [
        mails[0].link("/password/reset/"),
        mails[1].link("/password/reset/"),
        mails[2].link("/account/address/"),
    ];
    ming.client
        .post(&links[1], &[("password", NEW)])
        .await
        .expect(303);
    ming.client.get(&links[0]).await.expect(410);
    ming.client.post(&links[2], &[]).await.expect(410);
    plaza.client().await.log_on(&ming.email, NEW).await;
}

#[actix_web::test]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let plaza = Plaza::start().await;
    plaza.account("known", Role::Resident).await;
    let client = plaza.client().await;
    let known = client
        .post("/en/password/forgot", &[("email", "known@example.tw")])
        .await;
    let nobody = client
        .post("/en/password/forgot", &[("email", "nobody@example.tw")])
        .await;
    assert_eq!(
        (known.status, known.location()),
        (nobody.status, nobody.location())
    );
    assert_eq!(known.body, nobody.body);
    let to: Vec<_> = plaza
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(to, ["known@example.tw"]);
    let wrong = client
        .post("/en/password/forgot", &[("email", "nobody")])
        .await
        .expect(422);
    assert_eq!(
        wrong.attribute("#f-email", "value").as_deref(),
        Some("nobody")
    );
}

#[actix_web::test]
async fn a_link_has_its_hour() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    client
        .post("/en/password/forgot", &[("email", "ming@example.tw")])
        .await
        .expect(303);
    let link = plaza.mails().await[0]
        .link("/password/reset/")
        .replace("/zh/", "/en/");
    plaza.advance(TimeDelta::minutes(59));
    client.get(&link).await.expect(200);
    plaza.advance(TimeDelta::minutes(1));
    let late = client.get(&link).await.expect(410);
    assert!(
        late.body.contains("href=\"/en/password/forgot\""),
        "a way to a new link"
    );
    client.post(&link, &[("password", NEW)]).await.expect(410);
    client.log_on("ming@example.tw", PASSWORD).await;
}
