//! Registering: the form, the mail, the link, and what nobody learns from them.

use chrono::TimeDelta;
use plaza::{accounts, db::schema};

use super::{is_logged_on, register, registered};
use crate::support::{PASSWORD, Plaza};

#[actix_web::test]
async fn a_resident_registers_confirms_and_logs_on() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let form = client.get("/zh/register").await.expect(200);
    assert!(
        form.body.contains("高雄市政府"),
        "the notice says who collects"
    );
    assert!(form.body.contains("href=\"/zh/rules\""));

    let sent = register(&client, "ming@example.tw", "王小明").await;
    assert_eq!(sent.location(), "/en/register/sent");
    client.get("/en/register/sent").await.expect(200);
    assert_eq!(client.cookie("plaza"), None, "no cookie before log-on");

    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "ming@example.tw");
    assert_eq!(mails[0].subject, "Confirm your registration");
    assert!(
        mails[0]
            .text
            .starts_with("This is the forum of Kaohsiung City Government.")
    );
    assert!(mails[0].text.contains("http://plaza.test/en/privacy"));
    assert!(
        !mails[0].raw.contains("王小明"),
        "what a stranger typed is not mailed"
    );

    let link = mails[0].link("/register/");
    let page = client.get(&link).await.expect(200);
    assert_eq!(page.headers.get("cache-control").unwrap(), "no-store");
    assert_eq!(page.headers.get("referrer-policy").unwrap(), "no-referrer");
    assert!(page.body.contains("王小明"), "its owner recognises it");
    // Looking at it has done nothing.
    assert_eq!(
        page.attribute("main form", "method").as_deref(),
        Some("post")
    );
    assert_eq!(page.attribute("main form", "action"), None, "to this page");
    let refused = super::try_log_on(&client, "ming@example.tw", PASSWORD).await;
    refused.expect(422);

    let confirmed = client.post(&link, &[]).await;
    assert_eq!(confirmed.location(), "/en/log-on?done=registered");
    let log_on = client.get("/en/log-on?done=registered").await.expect(200);
    assert_eq!(
        log_on.texts(".notice"),
        ["Your account stands. Please log on."]
    );
    client.log_on("ming@example.tw", PASSWORD).await;
    let own = client.get("/en/account").await.expect(200);
    assert_eq!(own.texts("mark.pd"), ["王小明"], "an own name is marked");
    assert!(own.body.contains("ming@example.tw"));
}

#[actix_web::test]
async fn a_second_click_and_a_late_click_are_told_kindly() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    registered(&plaza, &client, "ming@example.tw", "Ming").await;
    let used = plaza.mails().await[0].link("/register/");
    for again in [client.post(&used, &[]).await, client.get(&used).await] {
        let again = again.expect(410);
        assert!(again.body.contains("If you confirmed already"));
        assert!(again.body.contains("href=\"/en/log-on\""));
    }
    client.log_on("ming@example.tw", PASSWORD).await;

    register(&client, "late@example.tw", "").await.expect(303);
    let late = plaza.mails().await.last().unwrap().link("/register/");
    plaza.advance(TimeDelta::hours(24));
    client.get(&late).await.expect(410);
    client.post(&late, &[]).await.expect(410);
    client.get("/en/register/nonsense").await.expect(410);
    super::try_log_on(&client, "late@example.tw", PASSWORD)
        .await
        .expect(422);
}

#[actix_web::test]
async fn the_answer_does_not_tell_whether_an_address_has_an_account() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    plaza.account("known", accounts::Role::Resident).await;
    let known = register(&client, "Known@example.tw", "x").await;
    let unknown = register(&client, "unknown@example.tw", "x").await;
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.location(), unknown.location());
    assert_eq!(known.body, unknown.body);
    assert_eq!(known.head(), unknown.head());

    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 2);
    // Its owner is told in the account's own language, with ways on and no link that acts.
    assert_eq!(mails[0].subject, "您已經有帳號了");
    assert_eq!(mails[0].link("/log-on"), "/zh/log-on");
    assert!(mails[0].text.contains("/zh/password/forgot"));
    assert!(!mails[0].text.contains("/register/"));
    assert_eq!(mails[1].subject, "Confirm your registration");
}

#[actix_web::test]
async fn a_strangers_registration_never_replaces_the_first() {
    let plaza = Plaza::start().await;
    let (first, stranger) = (plaza.client().await, plaza.client().await);
    register(&first, "ming@example.tw", "Ming")
        .await
        .expect(303);
    let fields = [
        ("email", "ming@example.tw"),
        ("name", "Mallory"),
        ("password", "another password"),
    ];
    stranger.post("/en/register", &fields).await.expect(303);
    let mails = plaza.mails().await;
    assert_eq!(mails.len(), 2);
    first
        .post(&mails[0].link("/register/"), &[])
        .await
        .expect(303);
    // The stranger's link is void now.
    first
        .post(&mails[1].link("/register/"), &[])
        .await
        .expect(410);
    first.log_on("ming@example.tw", PASSWORD).await;
    assert!(first.get("/en/account").await.body.contains("Ming"));
    super::try_log_on(&stranger, "ming@example.tw", "another password")
        .await
        .expect(422);
}

#[actix_web::test]
async fn an_empty_name_becomes_a_nickname_in_the_accounts_language() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    registered(&plaza, &client, "ming@example.tw", " ").await;
    client.log_on("ming@example.tw", PASSWORD).await;
    let own = client.get("/en/account").await;
    let name = own.texts("dl.facts dd").remove(0);
    let digits = name.strip_prefix("Resident ").unwrap();
    let number: u32 = digits[..5].parse().unwrap();
    assert!((10_000..100_000).contains(&number));
    assert!(
        own.texts("mark.pd").is_empty(),
        "a nickname is not personal data"
    );
}

#[actix_web::test]
async fn a_mailbox_is_not_flooded_and_the_answer_stays_the_same() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for _ in 0..8 {
        let sent = register(&client, "ming@example.tw", "").await;
        assert_eq!(sent.location(), "/en/register/sent");
    }
    assert_eq!(plaza.mails().await.len(), 5);
    plaza.advance(TimeDelta::minutes(1));
    register(&client, "ming@example.tw", "").await.expect(303);
    assert_eq!(plaza.mails().await.len(), 6);
}

#[actix_web::test]
async fn mistakes_are_shown_with_what_was_typed() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let long = "名".repeat(41);
    let fields = [
        ("email", "no address"),
        ("name", long.as_str()),
        ("name_is_personal", "no"),
        ("password", "short"),
    ];
    let answer = client.post("/en/register", &fields).await.expect(422);
    assert_eq!(
        answer.attribute("#f-email", "value").as_deref(),
        Some("no address")
    );
    assert_eq!(
        answer.attribute("#f-name", "value").as_deref(),
        Some(long.as_str())
    );
    assert_eq!(
        answer.attribute("input[value=no]", "checked").as_deref(),
        Some("")
    );
    assert_eq!(
        answer.hidden("password"),
        "",
        "a password is never sent back"
    );
    assert_eq!(
        answer.texts(".error-summary a"),
        [
            "E-mail address: Please write an e-mail address, such as name@example.tw.",
            "Public name: Please write at least 1 and at most 40 characters.",
            "Password: Please write at least 10 and at most 128 characters.",
        ]
    );
    let empty = client.post("/zh/register", &[]).await.expect(422);
    assert!(empty.body.contains("這一欄請填寫。"));
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn what_has_expired_is_deleted_and_the_rest_is_kept() {
    use diesel::prelude::*;
    let plaza = Plaza::start().await;
    let person = plaza.person("ming", accounts::Role::Resident).await;
    register(&person.client, "late@example.tw", "")
        .await
        .expect(303);
    let forgot = [("email", "ming@example.tw")];
    person
        .client
        .post("/en/password/forgot", &forgot)
        .await
        .expect(303);
    let counts = async || {
        plaza
            .context
            .db
            .read(|connection| {
                let count = |count: QueryResult<i64>| count.unwrap();
                Ok::<_, plaza::db::DbError>([
                    count(schema::registrations::table.count().get_result(connection)),
                    count(schema::account_tokens::table.count().get_result(connection)),
                    count(schema::sessions::table.count().get_result(connection)),
                    count(schema::throttles::table.count().get_result(connection)),
                ])
            })
            .await
            .unwrap()
    };
    assert_eq!(counts().await, [1, 1, 1, 2]);
    plaza.advance(TimeDelta::minutes(59));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(counts().await, [1, 1, 1, 2]);
    plaza.advance(TimeDelta::minutes(1));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(counts().await, [1, 0, 1, 2], "a reset's link has its hour");
    plaza.advance(TimeDelta::hours(24));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(counts().await, [0, 0, 1, 0]);
    assert!(is_logged_on(&person.client).await);
    plaza.advance(TimeDelta::days(13));
    assert!(!is_logged_on(&person.client).await);
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert_eq!(counts().await, [0, 0, 0, 0]);
}

#[actix_web::test]
async fn a_name_cannot_be_a_number_that_others_could_misuse() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let refused = register(&client, "ming@example.tw", "A123456789")
        .await
        .expect(422);
    assert!(
        refused
            .texts("#e-name")
            .remove(0)
            .contains("can be misused")
    );
    assert_eq!(
        refused.attribute("#f-name", "value").as_deref(),
        Some("A123456789")
    );
    let page = client.get("/en/register").await.expect(200);
    assert!(page.body.contains("the privacy policy does not cover it"));
}

#[actix_web::test]
async fn a_nickname_that_holds_an_address_is_personal_all_the_same() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let fields = [
        ("email", "ming@example.tw"),
        ("name", "ming.wang@mail.example.tw"),
        ("name_is_personal", "no"),
        ("password", PASSWORD),
    ];
    client.post("/en/register", &fields).await.expect(303);
    let link = plaza.mails().await[0].link("/register/");
    client.post(&link, &[]).await.expect(303);
    client.log_on("ming@example.tw", PASSWORD).await;
    let own = client.get("/en/account").await;
    assert_eq!(own.texts("mark.pd"), ["ming.wang@mail.example.tw"]);
}
