//! The city's own sign-on, against a provider that the test owns: who gets in, who does not, and what follows.

mod away;
mod linking;
mod log_out;
mod passwords;
mod rules;
mod tokens;

use plaza::{accounts::Role, config::Config};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza, provider::Provider};

/// A rule that makes staff of whoever is in a group.
const STAFF: (&str, Option<&str>, Option<&str>) = ("groups=plaza-staff", Some("staff"), None);
const ADMINISTRATORS: (&str, Option<&str>, Option<&str>) =
    ("groups=plaza-admins", Some("administrator"), None);

struct Scene {
    plaza: Plaza,
    provider: Provider,
}

/// A city with offices, whose sign-on has these rules.
async fn scene(rules: &[(&str, Option<&str>, Option<&str>)]) -> Scene {
    scene_with(rules, |_| {}).await
}

async fn scene_with(
    rules: &[(&str, Option<&str>, Option<&str>)],
    adapt: impl FnOnce(&mut Config),
) -> Scene {
    let provider = Provider::start();
    let plaza = Plaza::city_with(|config| {
        provider.configure(config, rules);
        adapt(config);
    })
    .await;
    provider.goes_by(&plaza.context.clock);
    Scene { plaza, provider }
}

/// A city whose sign-on lets residents in.
async fn open_to_residents() -> Scene {
    scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().residents = true;
    })
    .await
}

/// Somebody as the provider knows them.
fn who(subject: &str, groups: &[&str]) -> Value {
    json!({
        "sub": subject, "email": format!("{subject}@example.tw"), "email_verified": true,
        "groups": groups, "sid": format!("session-of-{subject}"),
    })
}

/// As [`who`], and the provider says that it asked them just now.
fn who_was_asked(scene: &Scene, subject: &str, groups: &[&str]) -> Value {
    let mut who = who(subject, groups);
    who["auth_time"] = json!(scene.plaza.context.now().utc().timestamp());
    who
}

/// Presses the button; gives the address that the browser is sent to.
async fn begin(client: &Client) -> String {
    let page = client.post("/en/log-on/sign-on", &[]).await.expect(200);
    onward(&page)
}

/// Where a page of Plaza's own leads on to.
fn onward(page: &Answer) -> String {
    let address = page.attribute("main a.button", "href").unwrap();
    let refresh = page.attribute("meta[http-equiv=refresh]", "content");
    assert_eq!(refresh.unwrap(), format!("0; url={address}"));
    address
}

/// Logs on at the provider; gives what Plaza answers to who comes back.
async fn sign_on(scene: &Scene, client: &Client, who: &Value) -> Answer {
    let address = begin(client).await;
    let back = scene.provider.let_in(&address, who);
    client.get(&back).await
}

/// Somebody without a role signs on for the first time and agrees to an account.
async fn join(scene: &Scene, client: &Client, who: &Value) {
    let asked = sign_on(scene, client, who).await;
    assert_eq!(asked.location(), "/en/log-on/join");
    let page = client.get("/en/log-on/join").await.expect(200);
    let notice = page.hidden("notice");
    let agreed = [("name", ""), ("notice", &*notice)];
    client.post("/en/log-on/join", &agreed).await.expect(303);
}

async fn is_logged_on(client: &Client) -> bool {
    client.get("/en/account").await.status == 200
}

/// The account as its owner sees it.
async fn own(client: &Client) -> Value {
    client.get("/api/v1/account").await.expect(200).json()
}

#[actix_web::test]
async fn who_has_no_password_changes_the_address_once_they_proved_who_they_are() {
    let scene = open_to_residents().await;
    let client = scene.plaza.client().await;
    let ming = who("ming", &[]);
    join(&scene, &client, &ming).await;
    let path = "/en/account/address";
    client.get(path).await.expect(403);
    let new = [("email", "xiaoming@example.tw")];
    client.post(path, &new).await.expect(403);
    let page = client.get("/en/account/confirm").await.expect(200);
    assert!(page.texts("label[for='f-password']").is_empty());
    let next = [("next", path)];
    let page = client.post("/en/account/sign-on/confirm", &next).await;
    let back = scene.provider.let_in(&onward(&page.expect(200)), &ming);
    client.get(&back).await.expect(303);
    let page = client.get(path).await.expect(200);
    assert!(page.texts("label[for='f-password']").is_empty());
    client.post(path, &new).await.expect(303);
    let mails = scene.plaza.mails().await;
    let mut mails = mails.iter();
    let mail = mails.find(|mail| mail.to == "xiaoming@example.tw").unwrap();
    client.post(&mail.link("/address/"), &[]).await.expect(303);
    assert_eq!(own(&client).await["email"], "xiaoming@example.tw");
    let page = client.get("/en/account/password").await.expect(200);
    assert_eq!(page.texts("h1"), ["This account has no password"]);
}

#[actix_web::test]
async fn who_has_a_second_factor_confirms_with_one() {
    let scene = scene(&[STAFF]).await;
    let lin = scene.plaza.person("lin", Role::Staff).await;
    let confirm = "/en/account/sign-on/confirm";
    // An account that is not linked is not sent there.
    let form = "form[action='/en/account/sign-on/confirm']";
    let page = lin.client.get("/en/account/confirm").await.expect(200);
    assert!(page.texts(form).is_empty());
    let page = lin.client.post("/en/account/sign-on/link", &[]).await;
    let mut there = who("lin", &["plaza-staff"]);
    let back = scene.provider.let_in(&onward(&page.expect(200)), &there);
    lin.client.get(&back).await.expect(303);
    scene.plaza.protect(&lin.client).await;
    let page = lin.client.get("/en/account/confirm").await.expect(200);
    assert_eq!(page.texts(form).len(), 1);
    scene.plaza.advance(chrono::TimeDelta::minutes(11));
    let unlink = "/en/account/sign-on/unlink";
    let page = lin.client.post(confirm, &[]).await.expect(200);
    let back = scene.provider.let_in(&onward(&page), &there);
    let led = lin.client.get(&back).await.expect(303).location();
    assert_eq!(led, "/en/account/confirm?next=&done=factor-needed");
    lin.client.post(unlink, &[]).await.expect(403);
    there["amr"] = json!(["pwd", "mfa"]);
    let page = lin.client.post(confirm, &[]).await.expect(200);
    let back = scene.provider.let_in(&onward(&page), &there);
    lin.client.get(&back).await.expect(303);
    lin.client.post(unlink, &[]).await.expect(303);
}

#[actix_web::test]
async fn whom_the_provider_knew_still_is_asked_before_what_is_dangerous() {
    let scene = scene(&[ADMINISTRATORS]).await;
    scene.plaza.account("helper", Role::Resident).await;
    let (path, typed) = (
        "/en/admin/moderators",
        [("email", "helper@example.tw"), ("reach", "everywhere")],
    );
    let mut lin = who("lin", &["plaza-admins"]);
    let silent = scene.plaza.client().await;
    sign_on(&scene, &silent, &lin).await.expect(303);
    silent.post(path, &typed).await.expect(403);
    // A provider that asked them an hour ago says so.
    let now = scene.plaza.context.now().utc().timestamp();
    lin["auth_time"] = json!(now - 3600);
    let known = scene.plaza.client().await;
    sign_on(&scene, &known, &lin).await.expect(303);
    known.post(path, &typed).await.expect(403);
    lin["auth_time"] = json!(now);
    let asked = scene.plaza.client().await;
    sign_on(&scene, &asked, &lin).await.expect(303);
    asked.post(path, &typed).await.expect(303);
}

#[actix_web::test]
async fn who_confirms_and_is_not_believed_is_led_back_to_where_it_begins() {
    let scene = scene(&[ADMINISTRATORS]).await;
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-admins"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let next = [("next", "/en/admin/moderators")];
    let page = client.post("/en/account/sign-on/confirm", &next).await;
    // The provider does not do what it was asked: to ask anew.
    let asked: String = onward(&page.expect(200));
    let (without, _) = asked.split_once("&max_age=0").unwrap();
    let back = scene.provider.let_in(without, &lin);
    let page = client.get(&back).await.expect(502);
    let again = page.attribute("main a.button", "href").unwrap();
    assert_eq!(again, "/en/admin/moderators");
    assert_eq!(page.attribute("main form", "action"), None);
}

#[actix_web::test]
async fn the_button_stands_where_the_city_has_a_sign_on_and_nowhere_else() {
    let scene = scene(&[STAFF]).await;
    let guest = scene.plaza.client().await;
    let page = guest.get("/en/log-on").await.expect(200);
    let button = "form[action='/en/log-on/sign-on'] button";
    assert_eq!(page.texts(button), ["Log on with City sign-on"]);
    let told = guest.get("/api/v1/sign-on").await.expect(200).json();
    assert_eq!(told["label"], "市府單一登入");
    assert_eq!(told["residents"], false);

    let without = Plaza::start().await;
    let guest = without.client().await;
    let page = guest.get("/en/log-on").await.expect(200);
    assert!(page.texts(button).is_empty());
    for path in [
        "/api/v1/sign-on",
        "/sign-on/callback?state=x&code=y",
        "/en/log-on/prove",
        "/en/log-on/join",
    ] {
        guest.get(path).await.expect(404);
    }
    guest.post("/en/log-on/sign-on", &[]).await.expect(404);
    let token = [("logout_token", "x")];
    let path = "/sign-on/back-channel-logout";
    guest.post(path, &token).await.expect(404);
}

#[actix_web::test]
async fn staff_gets_an_account_at_the_first_sign_on_and_the_same_at_the_next() {
    let scene = scene(&[STAFF]).await;
    let client = scene.plaza.client().await;
    let address = begin(&client).await;
    assert!(client.cookie("plaza-sign-on").is_some(), "nothing ties it");
    let lin = who("lin", &["plaza-staff"]);
    let back = scene.provider.let_in(&address, &lin);
    let arrived = client.get(&back).await.expect(303);
    assert_eq!(arrived.location(), "/en?done=logged-on");
    assert_eq!(client.cookie("plaza-sign-on"), None, "it is over");
    let account = own(&client).await;
    assert_eq!(account["role"], "staff");
    assert_eq!(account["email"], "lin@example.tw");
    // What the provider calls people is no public name.
    assert!(account["name"].as_str().unwrap().starts_with("Resident "));

    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &lin).await.expect(303);
    assert_eq!(own(&again).await["id"], account["id"]);
    let events = again.get("/en/account").await.expect(200).body;
    assert!(events.contains("The city&#39;s sign-on linked") || events.contains("sign-on linked"));
    let link = again
        .get("/api/v1/account/sign-on")
        .await
        .expect(200)
        .json();
    assert_eq!(link["linked_on"], "2026-03-02");
    assert_eq!(link["can_be_unlinked"], false, "there is no password");
    // Nothing of the provider's words lies in the open.
    for word in ["session-of-lin", "realm-", "plaza-staff"] {
        assert!(!scene.plaza.dump().contains(word), "{word}");
    }
}

#[actix_web::test]
async fn whoever_began_on_a_page_comes_back_to_it_in_its_language() {
    let scene = scene(&[STAFF]).await;
    let client = scene.plaza.client().await;
    let next = [("next", "/zh/desk?state=open")];
    let page = client.post("/zh/log-on/sign-on", &next).await.expect(200);
    let address = onward(&page);
    assert!(address.contains("ui_locales=zh-TW"), "{address}");
    let back = scene
        .provider
        .let_in(&address, &who("lin", &["plaza-staff"]));
    let arrived = client.get(&back).await;
    assert_eq!(arrived.location(), "/zh/desk?state=open&done=logged-on");
    // Nobody is led elsewhere.
    let other = scene.plaza.client().await;
    let next = [("next", "https://elsewhere.example/")];
    let page = other.post("/en/log-on/sign-on", &next).await.expect(200);
    let back = scene
        .provider
        .let_in(&onward(&page), &who("lin", &["plaza-staff"]));
    assert_eq!(other.get(&back).await.location(), "/en?done=logged-on");
}

#[actix_web::test]
async fn a_resident_agrees_to_an_account_first() {
    let scene = open_to_residents().await;
    let client = scene.plaza.client().await;
    let ming = who("ming", &[]);
    let asked = sign_on(&scene, &client, &ming).await.expect(303);
    assert_eq!(asked.location(), "/en/log-on/join");
    assert!(!is_logged_on(&client).await);
    let page = client.get("/en/log-on/join").await.expect(200);
    let notice = page.hidden("notice");
    // A text that was not there to be read agrees to nothing.
    let stale = [
        ("name", "小樹"),
        ("name_is_personal", "no"),
        ("notice", "x"),
    ];
    let refused = client.post("/en/log-on/join", &stale).await.expect(422);
    assert!(refused.body.contains("小樹"), "what was typed is gone");
    let bad = [("name", "A123456789"), ("notice", &*notice)];
    client.post("/en/log-on/join", &bad).await.expect(422);
    let good = [
        ("name", "小樹"),
        ("name_is_personal", "no"),
        ("notice", &*notice),
    ];
    client.post("/en/log-on/join", &good).await.expect(303);
    let account = own(&client).await;
    assert_eq!(account["role"], "resident");
    assert_eq!(account["name"], "小樹");
    let consents = client.get("/en/account").await.expect(200);
    assert!(consents.body.contains("/en/account/data"), "no consent");
    // Once, in this browser alone.
    client.post("/en/log-on/join", &good).await.expect(410);
    let other = scene.plaza.client().await;
    other.get("/en/log-on/join").await.expect(410);

    // Whoever has no password proves by the sign-on who they are before the account goes.
    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &ming).await.expect(303);
    assert_eq!(own(&again).await["id"], account["id"]);
    let next = [("next", "/en/account/erase")];
    let page = again.post("/en/account/sign-on/confirm", &next).await;
    let address = onward(&page.expect(200));
    assert!(address.contains("prompt=login") && address.contains("max_age=0"));
    let somebody = scene.provider.let_in(&address, &who("somebody", &[]));
    again.get(&somebody).await.expect(403);
    let page = again.post("/en/account/sign-on/confirm", &next).await;
    let back = scene.provider.let_in(&onward(&page), &ming);
    let confirmed = again.get(&back).await;
    assert_eq!(confirmed.location(), "/en/account/erase?done=confirmed");
    let erase = [("posts", "erase")];
    let erased = again.post("/en/account/erase", &erase).await;
    assert_eq!(erased.location(), "/en/account/erased");
    assert!(scene.plaza.rows_of("sign_on_identities").is_empty());
}
