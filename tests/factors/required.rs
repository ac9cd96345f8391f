//! Whose role needs a second factor: the time without one, and after it.

use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::require_factors};
use serde_json::json;

use super::{first_step, is_logged_on, second_step};
use crate::support::{PASSWORD, Plaza, authenticator::App, command::good};

async fn city(grace_days: u32) -> Plaza {
    Plaza::start_with(|config| {
        config.factors.required = vec!["administrator".to_owned()];
        config.factors.grace_days = grace_days;
    })
    .await
}

#[actix_web::test]
async fn the_configuration_knows_every_role() {
    // `config` stands below the room of accounts, and names the roles by itself.
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let file = plaza.configure(etc.path());
    let text = std::fs::read_to_string(&file).unwrap();
    for role in Role::ALL {
        let text = format!("{text}\n[factors]\nrequired = [\"{}\"]\n", role.as_str());
        std::fs::write(&file, text).unwrap();
        good(&["config", "check", "--config", &file]);
    }
}

#[actix_web::test]
async fn in_the_time_without_one_every_page_says_until_when_and_then_it_is_set_up_first() {
    let plaza = city(14).await;
    let head = plaza.person("head", Role::Administrator).await;
    let clerk = plaza.person("clerk", Role::Staff).await;
    let page = head.client.get("/en/account").await.expect(200);
    let notice = page.texts("#factor-due").remove(0);
    assert!(notice.contains("15 March 2026"), "{notice}");
    let page = clerk.client.get("/en/account").await.expect(200);
    assert!(page.texts("#factor-due").is_empty());
    // A later log-on begins no new time.
    plaza.at("2026-03-15T09:00");
    let later = plaza.client().await;
    later.log_on(&head.email, PASSWORD).await;
    let page = later.get("/en").await.expect(200);
    assert_eq!(page.texts("#factor-due"), [notice]);
    plaza.at("2026-03-16T09:00");
    assert!(
        !is_logged_on(&later).await,
        "a session lasts longer than the time"
    );

    let visitor = plaza.client().await;
    let set_up = first_step(&visitor, &head.email).await.expect(200);
    assert!(visitor.cookie("plaza").is_none());
    let pending = set_up.hidden("pending");
    // What waits opens nothing else.
    second_step(&visitor, &pending, "123456").await.expect(422);
    let app = App::typed(&set_up.texts(".keepsake code").remove(0));
    let code = app.code(plaza.context.now());
    let typed = [("pending", &*pending), ("code", &*code)];
    let codes = visitor.post("/en/log-on/set-up", &typed).await.expect(200);
    assert_eq!(codes.texts("main ol code").len(), 10);
    assert!(is_logged_on(&visitor).await);
    let page = visitor.get("/en").await.expect(200);
    assert!(page.texts("#factor-due").is_empty());
    // From now on it is asked for.
    plaza.advance(TimeDelta::seconds(30));
    let next = plaza.client().await;
    let pending = first_step(&next, &head.email).await.hidden("pending");
    let code = app.code(plaza.context.now());
    second_step(&next, &pending, &code).await.expect(303);
    // Whose role needs none goes on as before.
    let clerk_again = plaza.client().await;
    clerk_again.log_on(&clerk.email, PASSWORD).await;
}

#[actix_web::test]
async fn a_program_sets_one_up_too_and_where_there_is_no_time_at_once() {
    let plaza = city(0).await;
    plaza.account("head", Role::Administrator).await;
    let program = plaza.client().await;
    let credentials = json!({ "email": "head@example.tw", "password": PASSWORD });
    let asked = program.post_json("/api/v1/sessions", &credentials).await;
    let asked = asked.expect(202).json();
    assert_eq!(asked["status"], "set-up");
    let path = "/api/v1/sessions/set-up";
    let pending = json!({ "pending": asked["pending"] });
    let secret = program.post_json(path, &pending).await.expect(200).json();
    let again = program.post_json(path, &pending).await.expect(200).json();
    assert_eq!(secret, again, "another secret with each look");
    let app = App::typed(secret["secret"].as_str().unwrap());
    let code = |code: &str| json!({ "pending": asked["pending"], "code": code });
    program.post_json(path, &code("1")).await.expect(422);
    let right = code(&app.code(plaza.context.now()));
    let begun = program.post_json(path, &right).await.expect(201).json();
    assert_eq!(begun["recovery_codes"].as_array().unwrap().len(), 10);
    program.bear(begun["token"].as_str().unwrap());
    program.get("/api/v1/admin/factors").await.expect(200);
    program.post_json(path, &right).await.expect(410);
}

#[actix_web::test]
async fn each_log_on_sets_up_a_key_of_its_own() {
    let plaza = city(0).await;
    plaza.account("head", Role::Administrator).await;
    let (thief, owner) = (plaza.client().await, plaza.client().await);
    let seen = first_step(&thief, "head@example.tw").await.expect(200);
    let page = first_step(&owner, "head@example.tw").await.expect(200);
    let theirs = App::typed(&seen.texts(".keepsake code").remove(0));
    let own = App::typed(&page.texts(".keepsake code").remove(0));
    // Who knows the password was shown another key than its owner, and finishes nothing that the owner began.
    let (set_up, pending) = ("/en/log-on/set-up", page.hidden("pending"));
    let code = theirs.code(plaza.context.now());
    let typed = [("pending", &*pending), ("code", &*code)];
    owner.post(set_up, &typed).await.expect(422);
    let code = own.code(plaza.context.now());
    let typed = [("pending", &*pending), ("code", &*code)];
    owner.post(set_up, &typed).await.expect(200);
    plaza.advance(TimeDelta::seconds(30));
    let pending = seen.hidden("pending");
    let code = theirs.code(plaza.context.now());
    second_step(&thief, &pending, &code).await.expect(422);
    let typed = [("pending", &*pending), ("code", &*code)];
    let over = thief.post(set_up, &typed).await.expect(303);
    assert!(over.location().contains("done=second-step-over"));
}

#[actix_web::test]
async fn a_role_that_needs_one_shortens_the_sessions_of_who_gets_it() {
    for (grace_days, goes_on) in [(2, true), (0, false)] {
        let plaza = Plaza::start_with(|config| {
            config.factors.required = vec!["moderator".to_owned()];
            config.factors.grace_days = grace_days;
        })
        .await;
        let head = plaza.person("head", Role::Administrator).await.client;
        let helper = plaza.person("helper", Role::Resident).await;
        let typed = [("email", "helper@example.tw"), ("reach", "everywhere")];
        let given = head.post("/en/admin/moderators", &typed).await;
        given.expect(303);
        assert_eq!(is_logged_on(&helper.client).await, goes_on);
        if goes_on {
            let page = helper.client.get("/en").await.expect(200);
            assert!(page.texts("#factor-due")[0].contains("3 March 2026"));
            plaza.at("2026-03-03T23:00");
            assert!(is_logged_on(&helper.client).await);
        }
        plaza.at("2026-03-04T09:00");
        assert!(!is_logged_on(&helper.client).await);
        let visitor = plaza.client().await;
        let set_up = first_step(&visitor, &helper.email).await.expect(200);
        assert_eq!(set_up.texts(".keepsake code").len(), 1);
    }
}

#[actix_web::test]
async fn a_requirement_that_is_new_holds_for_who_is_logged_on_already() {
    for (grace_days, goes_on) in [(2, true), (0, false)] {
        let mut plaza = Plaza::start().await;
        let head = plaza.person("head", Role::Administrator).await;
        let careful = plaza.person("careful", Role::Administrator).await;
        plaza.protect(&careful.client).await;
        let clerk = plaza.person("clerk", Role::Staff).await;
        plaza.reconfigure(|config| {
            config.factors.required = vec!["administrator".to_owned()];
            config.factors.grace_days = grace_days;
        });
        require_factors::once(&plaza.context).await.unwrap();
        let after = plaza.dump();
        require_factors::once(&plaza.context).await.unwrap();
        assert_eq!(plaza.dump(), after, "a second look changes something");
        assert_eq!(is_logged_on(&head.client).await, goes_on);
        plaza.at("2026-03-03T23:00");
        assert_eq!(is_logged_on(&head.client).await, goes_on);
        plaza.at("2026-03-04T09:00");
        assert!(!is_logged_on(&head.client).await);
        assert!(is_logged_on(&careful.client).await && is_logged_on(&clerk.client).await);
    }
}

#[actix_web::test]
async fn who_removes_it_after_the_time_sets_it_up_again_at_the_next_log_on() {
    let plaza = city(1).await;
    let head = plaza.person("head", Role::Administrator).await;
    plaza.protect(&head.client).await;
    plaza.advance(TimeDelta::days(2));
    plaza.prove_all().await;
    // That session began in the time without one, and ended with it.
    assert!(!is_logged_on(&head.client).await);
    let client = plaza.log_on_as(Role::Administrator, "other").await;
    plaza.protect(&client).await;
    client
        .post("/en/account/factors/end", &[])
        .await
        .expect(303);
    assert!(is_logged_on(&client).await);
    let page = client.get("/en/account/factors").await.expect(200);
    assert!(page.body.contains("Your role needs one"));
}
