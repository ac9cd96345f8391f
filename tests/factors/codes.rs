//! Codes of an app and recovery codes, after the password.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{first_step, is_logged_on, second_step};
use crate::support::{PASSWORD, Plaza};

#[actix_web::test]
async fn a_code_is_asked_for_after_the_password_and_counts_once() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (app, codes) = plaza.protect(&ming.client).await;
    assert_eq!(codes.len(), 10);
    let before = app.code(plaza.context.now() - TimeDelta::seconds(30));

    let visitor = plaza.client().await;
    let asked = first_step(&visitor, &ming.email).await.expect(200);
    assert!(visitor.cookie("plaza").is_none(), "let in by half");
    assert!(!is_logged_on(&visitor).await);
    let pending = asked.hidden("pending");
    // The one by which the app was set up, another's, none, and one of long ago.
    let old = app.code(plaza.context.now() - TimeDelta::minutes(5));
    for wrong in [&*before, "", "000000x", &old] {
        let again = second_step(&visitor, &pending, wrong).await.expect(422);
        assert_eq!(again.hidden("pending"), pending);
        assert!(again.texts(".field-error")[0].contains("wrong"), "{wrong}");
    }
    let code = app.code(plaza.context.now());
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let let_in = second_step(&visitor, &pending, &spaced).await.expect(303);
    assert_eq!(let_in.location(), "/en?done=logged-on");
    assert!(is_logged_on(&visitor).await);

    // Neither the code nor what it finished is worth anything now.
    let thief = plaza.client().await;
    let over = second_step(&thief, &pending, &code).await.expect(303);
    assert!(over.location().contains("done=second-step-over"));
    let asked = first_step(&thief, &ming.email).await.expect(200);
    let pending = asked.hidden("pending");
    second_step(&thief, &pending, &code).await.expect(422);
    plaza.advance(TimeDelta::seconds(30));
    let next = app.code(plaza.context.now());
    second_step(&thief, &pending, &next).await.expect(303);
}

#[actix_web::test]
async fn the_second_step_waits_ten_minutes_and_bears_few_tries() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (app, _) = plaza.protect(&ming.client).await;
    let visitor = plaza.client().await;
    let late = first_step(&visitor, &ming.email).await.hidden("pending");
    plaza.advance(TimeDelta::minutes(10));
    let code = app.code(plaza.context.now());
    let over = second_step(&visitor, &late, &code).await.expect(303);
    assert!(over.location().starts_with("/en/log-on?"));

    let pending = first_step(&visitor, &ming.email).await.hidden("pending");
    for _ in 0..4 {
        second_step(&visitor, &pending, "123").await.expect(422);
    }
    let last = second_step(&visitor, &pending, "123").await.expect(303);
    assert!(last.location().contains("done=second-step-over"));
    // However right: attempts wait, as those at a password do.
    let pending = first_step(&visitor, &ming.email).await.hidden("pending");
    let code = app.code(plaza.context.now());
    let blocked = second_step(&visitor, &pending, &code).await.expect(429);
    assert!(blocked.texts(".field-error")[0].contains("minute"));
    plaza.advance(TimeDelta::minutes(1));
    let code = app.code(plaza.context.now());
    second_step(&visitor, &pending, &code).await.expect(303);
}

#[actix_web::test]
async fn a_recovery_code_lets_in_once_and_its_owner_is_told() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (_, codes) = plaza.protect(&ming.client).await;
    let dump = plaza.dump();
    assert!(codes.iter().all(|code| !dump.contains(code.as_str())));
    assert!(
        codes
            .iter()
            .all(|code| !dump.contains(&code.replace('-', "")))
    );
    let visitor = plaza.client().await;
    let pending = first_step(&visitor, &ming.email).await.hidden("pending");
    let typed = codes[3].to_lowercase().replace('-', " ");
    second_step(&visitor, &pending, &typed).await.expect(303);
    let shown = visitor
        .get("/api/v1/account/factors")
        .await
        .expect(200)
        .json();
    assert_eq!(shown["recovery_codes"], 9);
    let mails = plaza.mails().await;
    let told = mails.iter().filter(|mail| mail.subject.contains("備用碼"));
    assert_eq!(told.count(), 1);
    let page = visitor.get("/en/account").await.expect(200);
    assert!(page.body.contains("A recovery code was used"));

    let pending = first_step(&visitor, &ming.email).await.hidden("pending");
    second_step(&visitor, &pending, &codes[3]).await.expect(422);
    // Made anew, the others open nothing any more.
    ming.client
        .post("/en/account/factors/codes", &[])
        .await
        .expect(200);
    second_step(&visitor, &pending, &codes[4]).await.expect(422);
}

#[actix_web::test]
async fn a_program_takes_the_same_two_steps() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (app, _) = plaza.protect(&ming.client).await;
    let program = plaza.client().await;
    let credentials = json!({ "email": ming.email, "password": PASSWORD });
    let asked = program.post_json("/api/v1/sessions", &credentials).await;
    let asked = asked.expect(202).json();
    assert_eq!(asked["status"], "second-factor");
    assert_eq!(
        (&asked["app"], &asked["passkey"]),
        (&json!(true), &json!(false))
    );
    let path = "/api/v1/sessions/second-step";
    let wrong = json!({ "pending": asked["pending"], "code": "1" });
    let wrong = program.post_json(path, &wrong).await.expect(422).json();
    assert_eq!(wrong["errors"][0]["code"], "second-factor");
    let code = app.code(plaza.context.now());
    let right = json!({ "pending": asked["pending"], "code": code });
    let begun = program.post_json(path, &right).await.expect(201).json();
    program.bear(begun["token"].as_str().unwrap());
    program.get("/api/v1/account").await.expect(200);
    let gone = program.post_json(path, &right).await.expect(410).json();
    assert_eq!(gone["code"], "gone");
}

#[actix_web::test]
async fn a_new_password_ends_what_waits_and_every_other_session() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let elsewhere = plaza.client().await;
    elsewhere.log_on(&ming.email, PASSWORD).await;
    let (app, _) = plaza.protect(&ming.client).await;
    let thief = plaza.client().await;
    let pending = first_step(&thief, &ming.email).await.hidden("pending");
    let change = [("current", PASSWORD), ("password", "another good one")];
    let changed = ming.client.post("/en/account/password", &change).await;
    changed.expect(303);
    let code = app.code(plaza.context.now());
    let over = second_step(&thief, &pending, &code).await.expect(303);
    assert!(over.location().contains("done=second-step-over"));
    assert!(!is_logged_on(&elsewhere).await);
    assert!(is_logged_on(&ming.client).await);
}

#[actix_web::test]
async fn an_app_is_set_up_on_its_page_and_removed() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    // A resident's log-on is no proof: its moment is kept nowhere.
    let path = "/en/account/factors/app";
    let first = ming.client.post(path, &[]).await.expect(403);
    let way = first.attribute("main a[href*='account/confirm']", "href");
    let page = ming.client.get(&way.unwrap()).await.expect(200);
    let next = page.hidden("next");
    let proof = [("password", PASSWORD), ("next", &*next)];
    let led = ming.client.post("/en/account/confirm", &proof).await;
    assert_eq!(led.location(), "/en/account/factors?done=confirmed");

    let begun = ming.client.post(path, &[]).await.expect(200);
    let picture = begun.attribute("main img", "src").unwrap();
    assert!(picture.starts_with("data:image/svg+xml;base64,"));
    let uri = begun
        .attribute("a[href^='otpauth://totp/']", "href")
        .unwrap();
    assert!(
        uri.contains("digits=6") && uri.contains("period=30"),
        "{uri}"
    );
    let secret = begun.texts(".keepsake code").remove(0);
    assert!(!plaza.dump().contains(&secret.replace(' ', "")));
    let app = crate::support::authenticator::App::typed(&secret);
    let confirm = "/en/account/factors/app/confirm";
    let wrong = ming
        .client
        .post(confirm, &[("code", "1")])
        .await
        .expect(422);
    assert_eq!(wrong.texts(".keepsake code"), [secret]);
    let code = app.code(plaza.context.now());
    let codes = ming.client.post(confirm, &[("code", &*code)]).await;
    let codes = codes.expect(200);
    assert_eq!(codes.texts("main ol code").len(), 10);
    let file = codes.attribute("a[download]", "href").unwrap();
    assert!(file.starts_with("data:text/plain"));
    ming.client
        .post(confirm, &[("code", &*code)])
        .await
        .expect(409);
    ming.client.post(path, &[]).await.expect(409);
    let page = ming.client.get("/en/account/factors").await.expect(200);
    assert!(page.body.contains("10 are left"));

    let removed = ming.client.post("/en/account/factors/app/remove", &[]);
    removed.await.expect(303);
    let visitor = plaza.client().await;
    visitor.log_on(&ming.email, PASSWORD).await;
    let subjects: Vec<String> = plaza
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects.len(), 2, "{subjects:?}");
}
