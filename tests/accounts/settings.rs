//! One's own account: password, address, sessions.

use chrono::TimeDelta;
use plaza::accounts::Role;

use super::{is_logged_on, register, try_log_on};
use crate::support::{PASSWORD, Plaza};

const NEW: &str = "an entirely new password";

#[actix_web::test]
async fn a_changed_password_asks_for_the_old_one_and_ends_all_other_sessions() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let elsewhere = plaza.client().await;
    elsewhere.log_on(&ming.email, PASSWORD).await;
    ming.client
        .post("/en/password/forgot", &[("email", &ming.email)])
        .await
        .expect(303);
    let reset = plaza.mails().await[0].link("/password/reset/");

    ming.client.get("/en/account/password").await.expect(200);
    let wrong = [("current", "not the password"), ("password", NEW)];
    let answer = ming
        .client
        .post("/en/account/password", &wrong)
        .await
        .expect(422);
    assert_eq!(
        answer.texts(".error-summary a"),
        ["Your present password: This is not your present password."]
    );
    let short = [("current", PASSWORD), ("password", "short")];
    ming.client
        .post("/en/account/password", &short)
        .await
        .expect(422);
    assert!(is_logged_on(&elsewhere).await);

    let right = [("current", PASSWORD), ("password", NEW)];
    let done = ming.client.post("/en/account/password", &right).await;
    assert_eq!(done.location(), "/en/account?done=password-changed");
    assert!(is_logged_on(&ming.client).await);
    assert!(!is_logged_on(&elsewhere).await);
    elsewhere.get(&reset).await.expect(410);
    try_log_on(&elsewhere, &ming.email, PASSWORD)
        .await
        .expect(422);
    elsewhere.log_on(&ming.email, NEW).await;
}

#[actix_web::test]
async fn a_stolen_session_cannot_guess_the_password_without_end() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let wrong = [("current", "wrong"), ("password", NEW)];
    for _ in 0..5 {
        ming.client
            .post("/en/account/password", &wrong)
            .await
            .expect(422);
    }
    let right = [("current", PASSWORD), ("password", NEW)];
    ming.client
        .post("/en/account/password", &right)
        .await
        .expect(429);
    plaza.advance(TimeDelta::minutes(1));
    ming.client
        .post("/en/account/password", &right)
        .await
        .expect(303);
}

#[actix_web::test]
async fn whoever_knew_the_password_before_changes_it_no_more_while_it_is_changed() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let thief = plaza.client().await;
    thief.log_on(&ming.email, PASSWORD).await;
    let path = "/en/account/password";
    let own = [("current", PASSWORD), ("password", NEW)];
    let stolen = [
        ("current", PASSWORD),
        ("password", "what the thief would have"),
    ];
    let answers = futures_util::join!(ming.client.post(path, &own), thief.post(path, &stolen));
    let answers = [answers.0, answers.1];
    // Both typed the right one; whichever was first, the other was wrong by then, or logged off.
    let changed = answers.iter().filter(|answer| {
        let is_led = answer.status == 303;
        is_led && answer.location() == "/en/account?done=password-changed"
    });
    assert_eq!(changed.count(), 1);
}

#[actix_web::test]
async fn a_new_address_holds_once_its_mailbox_confirms_and_the_old_one_is_told() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    ming.client.get("/en/account/address").await.expect(200);
    let wrong = [("email", "new@example.tw"), ("password", "wrong")];
    let answer = ming
        .client
        .post("/en/account/address", &wrong)
        .await
        .expect(422);
    assert_eq!(
        answer.attribute("#f-email", "value").as_deref(),
        Some("new@example.tw")
    );
    let same = [("email", ming.email.as_str()), ("password", PASSWORD)];
    ming.client
        .post("/en/account/address", &same)
        .await
        .expect(422);
    assert!(plaza.mails().await.is_empty());

    let right = [("email", "new@example.tw"), ("password", PASSWORD)];
    let sent = ming.client.post("/en/account/address", &right).await;
    assert_eq!(sent.location(), "/en/account/address/sent");
    ming.client
        .get("/en/account/address/sent")
        .await
        .expect(200);
    let mails = plaza.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "new@example.tw"));
    let link = mails[0].link("/account/address/");

    // The mailbox may be read in another browser, where nobody is logged on.
    let mailbox = plaza.client().await;
    let page = mailbox.get(&link).await.expect(200);
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    plaza.client().await.log_on(&ming.email, PASSWORD).await;
    let done = mailbox.post(&link, &[]).await;
    assert_eq!(done.location(), "/zh/log-on?done=address-changed");
    mailbox.post(&link, &[]).await.expect(410);

    try_log_on(&mailbox, &ming.email, PASSWORD)
        .await
        .expect(422);
    mailbox.log_on("new@example.tw", PASSWORD).await;
    let mails = plaza.mails().await;
    assert_eq!((mails.len(), mails[1].to.as_str()), (2, "ming@example.tw"));
    assert_eq!(mails[1].subject, "您的電子郵件地址已變更");
    assert!(!mails[1].text.contains("new@example.tw"));
    assert!(mails[1].text.contains("07-3368333"), "whom to call");
}

#[actix_web::test]
async fn changing_to_somebody_elses_address_looks_the_same_and_changes_nothing() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    plaza.account("lin", Role::Resident).await;
    let taken = [("email", "lin@example.tw"), ("password", PASSWORD)];
    let free = [("email", "free@example.tw"), ("password", PASSWORD)];
    let taken = ming.client.post("/en/account/address", &taken).await;
    let free = ming.client.post("/en/account/address", &free).await;
    assert_eq!(
        (taken.status, taken.location()),
        (free.status, free.location())
    );
    let mails = plaza.mails().await;
    assert_eq!(mails[0].to, "lin@example.tw");
    assert_eq!(mails[0].subject, "您已經有帳號了");

    // Taken between the mail and the click: the link is void, both accounts stay as they are.
    let link = mails[1].link("/account/address/");
    plaza.account("free", Role::Resident).await;
    ming.client.post(&link, &[]).await.expect(410);
    plaza.client().await.log_on(&ming.email, PASSWORD).await;
    plaza
        .client()
        .await
        .log_on("free@example.tw", PASSWORD)
        .await;
}

#[actix_web::test]
async fn a_confirmed_address_voids_a_registration_that_waits_for_it() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let stranger = plaza.client().await;
    register(&stranger, "new@example.tw", "Mallory")
        .await
        .expect(303);
    let right = [("email", "new@example.tw"), ("password", PASSWORD)];
    ming.client
        .post("/en/account/address", &right)
        .await
        .expect(303);
    let mails = plaza.mails().await;
    ming.client
        .post(&mails[1].link("/account/address/"), &[])
        .await
        .expect(303);
    stranger
        .post(&mails[0].link("/register/"), &[])
        .await
        .expect(410);
    stranger.get(&mails[0].link("/register/")).await.expect(410);
}

#[actix_web::test]
async fn a_link_to_a_new_address_has_its_day() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let right = [("email", "new@example.tw"), ("password", PASSWORD)];
    ming.client
        .post("/en/account/address", &right)
        .await
        .expect(303);
    let link = plaza.mails().await[0].link("/account/address/");
    plaza.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    ming.client.get(&link).await.expect(200);
    plaza.advance(TimeDelta::seconds(1));
    ming.client.get(&link).await.expect(410);
    ming.client.post(&link, &[]).await.expect(410);
    plaza.client().await.log_on(&ming.email, PASSWORD).await;
}

#[actix_web::test]
async fn sessions_are_seen_by_day_and_ended_one_by_one_or_all_others() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (second, third) = (plaza.client().await, plaza.client().await);
    second.log_on(&ming.email, PASSWORD).await;
    third.log_on(&ming.email, PASSWORD).await;
    plaza.advance(TimeDelta::days(1));
    let page = ming.client.get("/en/account").await.expect(200);
    assert_eq!(page.texts(".row").len(), 3);
    let first = page.texts(".row").remove(0);
    assert!(first.contains("this one"), "{first}");
    assert!(first.contains("Logged on 2 March 2026"), "{first}");
    let again = ming.client.get("/en/account").await.texts(".row").remove(0);
    assert!(again.contains("Last used 3 March 2026"), "{again}");

    // The third logged on last: its row comes right after the one in use.
    let ends = page.html();
    let selector = scraper::Selector::parse(".row form").unwrap();
    let ends: Vec<_> = ends
        .select(&selector)
        .map(|form| form.value().attr("action").unwrap().to_owned())
        .collect();
    let ended = ming.client.post(&ends[1], &[]).await;
    assert_eq!(ended.location(), "/en/account?done=session-ended");
    assert!(!is_logged_on(&third).await);
    assert!(is_logged_on(&second).await);
    ming.client.post(&ends[1], &[]).await.expect(303);

    // Nobody ends a session of somebody else.
    let lin = plaza.person("lin", Role::Administrator).await;
    lin.client.post(&ends[2], &[]).await.expect(303);
    assert!(is_logged_on(&second).await);

    let others = ming
        .client
        .post("/en/account/sessions/others/end", &[])
        .await;
    assert_eq!(others.location(), "/en/account?done=sessions-ended");
    assert!(!is_logged_on(&second).await);
    assert!(is_logged_on(&ming.client).await);
    let own = ming.client.post(&ends[0], &[]).await;
    assert_eq!(own.location(), "/en?done=logged-off");
    assert_eq!(ming.client.cookie("plaza"), None);
    lin.client
        .post("/en/account/sessions/none/end", &[])
        .await
        .expect(404);
}

#[actix_web::test]
async fn a_visitor_is_asked_to_log_on() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for path in [
        "account",
        "account/password",
        "account/address",
        "account/address/sent",
    ] {
        client.get(&format!("/en/{path}")).await.expect(401);
    }
    for path in [
        "account/password",
        "account/address",
        "account/sessions/1/end",
    ] {
        client.post(&format!("/en/{path}"), &[]).await.expect(401);
    }
}

#[actix_web::test]
async fn an_address_stands_on_its_owners_page_alone_and_nowhere_readable_at_rest() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming-canary", Role::Resident).await;
    assert!(
        ming.client
            .get("/en/account")
            .await
            .body
            .contains(&ming.email)
    );
    let lin = plaza.person("lin", Role::Administrator).await;
    let guest = plaza.client().await;
    for route in plaza::web::routes::CATALOGUE {
        if route.method != "GET" {
            continue;
        }
        let path = route
            .path
            .replace("{lang}", "zh")
            .replace("{token}", "none");
        for client in [&lin.client, &guest] {
            let body = client.get(&path).await.body;
            assert!(!body.contains("ming-canary@"), "{path}");
        }
    }
    if let plaza::db::DatabaseUrl::Sqlite(path) = &plaza.context.config.database_url {
        let folder = path.parent().unwrap();
        for file in std::fs::read_dir(folder).unwrap().flatten() {
            if file.file_type().unwrap().is_file() {
                let bytes = std::fs::read(file.path()).unwrap();
                let found = bytes.windows(12).any(|bytes| bytes == b"ming-canary@");
                assert!(!found, "{}", file.path().display());
            }
        }
    }
}

#[actix_web::test]
async fn every_mail_is_complete_in_both_languages() {
    let plaza = Plaza::start().await;
    plaza.account("known", Role::Resident).await;
    let client = plaza.client().await;
    for (lang, address) in [("zh", "a@example.tw"), ("en", "b@example.tw")] {
        let new = format!("new-{address}");
        let fields = [("email", address), ("password", PASSWORD)];
        client
            .post(&format!("/{lang}/register"), &fields)
            .await
            .expect(303);
        let link = plaza.mails().await.pop().unwrap().link("/register/");
        assert!(link.starts_with(&format!("/{lang}/")));
        client.post(&link, &[]).await.expect(303);
        client.post("/zh/register", &fields).await.expect(303);
        client
            .post("/zh/password/forgot", &fields)
            .await
            .expect(303);
        client.log_on(address, PASSWORD).await;
        let change = [("email", new.as_str()), ("password", PASSWORD)];
        client
            .post("/zh/account/address", &change)
            .await
            .expect(303);
        let link = plaza.mails().await.pop().unwrap().link("/account/address/");
        client.post(&link, &[]).await.expect(303);
        client.post("/zh/log-off", &[]).await.expect(303);
    }
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 10);
    for (number, mail) in mails.iter().enumerate() {
        let is_chinese = mail.subject.chars().any(|character| character > '\u{2e7f}');
        assert_eq!(is_chinese, number < 5, "{}", mail.subject);
        assert!(
            mail.text
                .contains(if number < 5 { "高雄市" } else { "Kaohsiung" })
        );
        for part in [&mail.subject, &mail.text, &mail.html] {
            assert!(!part.contains("mail-") && !part.contains("{ $"), "{part}");
            assert!(!part.contains('\u{fffd}'));
        }
        assert!(mail.html.contains("/privacy"));
    }
}
