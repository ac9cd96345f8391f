//! Roles without passwords: said to whom it concerns, and nobody is locked out by it.

use plaza::accounts::Role;
use serde_json::json;

use super::{ADMINISTRATORS, STAFF, is_logged_on, scene_with, sign_on, who, who_was_asked};
use crate::support::{
    PASSWORD, Plaza,
    authenticator::Device,
    command::{good, refused},
    provider::Provider,
};

#[actix_web::test]
async fn only_the_right_password_is_told_that_it_does_not_serve() {
    let scene = scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["staff".to_owned()];
    })
    .await;
    let plaza = &scene.plaza;
    plaza.account("lin", Role::Staff).await;
    plaza.account("ming", Role::Resident).await;
    let guest = plaza.client().await;
    let fields = |password: &'static str| [("email", "lin@example.tw"), ("password", password)];
    let wrong = guest
        .post("/en/log-on", &fields("wrong and long"))
        .await
        .expect(422);
    assert!(!wrong.body.contains("City sign-on alone"));
    let right = guest
        .post("/en/log-on", &fields(PASSWORD))
        .await
        .expect(403);
    assert!(right.body.contains("City sign-on alone"), "{}", right.body);
    assert!(!is_logged_on(&guest).await);
    let body = json!({ "email": "lin@example.tw", "password": PASSWORD });
    let told = guest.post_json("/api/v1/sessions", &body).await.expect(403);
    assert_eq!(told.json()["code"], "password-off");

    // Nor is a new one set by a mailed link; whether there is such an account, asking does not tell.
    for email in ["lin@example.tw", "nobody@example.tw"] {
        let asked = guest.post("/en/password/forgot", &[("email", email)]).await;
        asked.expect(303);
    }
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .rfind(|mail| mail.to == "lin@example.tw")
        .unwrap();
    let link = mail.link("/password/");
    let page = guest.get(&link).await.expect(403);
    assert!(page.texts("h1")[0].contains("沒有密碼"));
    guest
        .post(&link, &[("password", "a new one of mine")])
        .await
        .expect(403);
    // Others log on as ever, and staff by the sign-on once the account is proven.
    guest.log_on("ming@example.tw", PASSWORD).await;
    let lin = plaza.client().await;
    sign_on(&scene, &lin, &who("lin", &["plaza-staff"]))
        .await
        .expect(303);
    let proof = [("password", PASSWORD)];
    lin.post("/en/log-on/prove", &proof).await.expect(303);
    assert!(is_logged_on(&lin).await);
    let change = [("current", PASSWORD), ("password", "another one of mine")];
    lin.post("/en/account/password", &change).await.expect(403);
    // Nor does it prove again who is there: the sign-on does.
    let again = "/api/v1/account/confirm";
    let password = json!({ "password": PASSWORD });
    lin.post_json(again, &password).await.expect(409);
    let page = lin.get("/en/account/confirm").await.expect(200);
    assert!(page.texts("label[for='f-password']").is_empty());
    let button = page.texts("form[action='/en/account/sign-on/confirm'] button");
    assert_eq!(button, ["Confirm with City sign-on"]);
    lin.post("/en/account/confirm", &proof).await.expect(409);
}

#[actix_web::test]
async fn a_passkey_alone_is_no_way_around_the_sign_on() {
    let scene = scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["staff".to_owned()];
    })
    .await;
    let lin = scene.plaza.client().await;
    let asked = who_was_asked(&scene, "lin", &["plaza-staff"]);
    sign_on(&scene, &lin, &asked).await.expect(303);
    let mut device = Device::new(3);
    let path = "/api/v1/account/passkeys/options";
    let options = lin.post_json(path, &json!({})).await.expect(200).json();
    let body = json!({ "label": "key", "passkey": device.create(&options) });
    let added = lin.post_json("/api/v1/account/passkeys", &body).await;
    added.expect(201);

    let guest = scene.plaza.client().await;
    let path = "/api/v1/sessions/passkey/options";
    let options = guest.post_json(path, &json!({})).await.expect(200).json();
    let signed = device.get(&options).to_string();
    let page = guest
        .post("/en/log-on/passkey", &[("passkey", &*signed)])
        .await
        .expect(403);
    assert!(page.body.contains("City sign-on alone"), "{}", page.body);
    let options = guest.post_json(path, &json!({})).await.expect(200).json();
    let body = json!({ "passkey": device.get(&options) });
    let told = guest.post_json("/api/v1/sessions/passkey", &body).await;
    assert_eq!(told.expect(403).json()["code"], "password-off");
    assert!(!is_logged_on(&guest).await);
    // So it is no other way, either.
    let refused = lin.post("/en/account/sign-on/unlink", &[]).await;
    refused.expect(409);
    lin.get("/en/account/password").await.expect(403);
}

#[actix_web::test]
async fn another_provider_gives_administrators_their_passwords_back() {
    let mut scene = scene_with(&[ADMINISTRATORS], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["administrator".to_owned()];
    })
    .await;
    scene.plaza.account("head", Role::Administrator).await;
    let other = scene.plaza.client().await;
    sign_on(&scene, &other, &who("second", &["plaza-admins"]))
        .await
        .expect(303);
    let next = Provider::start();
    scene.plaza.reconfigure(|config| {
        next.configure(config, &[ADMINISTRATORS]);
        config.sign_on.as_mut().unwrap().passwords_off = vec!["administrator".to_owned()];
    });
    let guest = scene.plaza.client().await;
    guest.log_on("head@example.tw", PASSWORD).await;
    assert!(is_logged_on(&guest).await);
}

#[actix_web::test]
async fn administrators_keep_their_passwords_until_one_of_them_has_signed_on() {
    let scene = scene_with(&[ADMINISTRATORS], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["administrator".to_owned()];
    })
    .await;
    scene.plaza.account("head", Role::Administrator).await;
    let guest = scene.plaza.client().await;
    guest.log_on("head@example.tw", PASSWORD).await;
    let other = scene.plaza.client().await;
    sign_on(&scene, &other, &who("second", &["plaza-admins"]))
        .await
        .expect(303);
    let fields = [("email", "head@example.tw"), ("password", PASSWORD)];
    let late = scene.plaza.client().await;
    late.post("/en/log-on", &fields).await.expect(403);
}

#[actix_web::test]
async fn a_configuration_that_locks_administrators_out_is_refused_with_a_remedy() {
    let plaza = Plaza::start().await;
    let etc = tempfile::tempdir().unwrap();
    let config = plaza.configure(etc.path());
    let text = std::fs::read_to_string(&config).unwrap();
    let sign_on = "[sign_on]\nissuer = 'https://sso.city.example'\nclient_id = 'plaza'\n\
                   client_secret = 'hunter2'\nlabel_zh = '單一登入'\nlabel_en = 'Sign-on'\n";
    let staff = "[[sign_on.rules]]\nclaim = 'groups'\nvalue = 'plaza-staff'\nrole = 'staff'\n";
    let off = "passwords_off = ['staff', 'administrator']\n";
    std::fs::write(&config, format!("{text}{sign_on}{off}{staff}")).unwrap();
    let check = ["config", "check", "--config", &*config];
    let told = refused(&check);
    assert!(
        told.contains("sign_on.passwords_off = administrator"),
        "{told}"
    );
    assert!(
        told.contains("would lock every administrator out"),
        "{told}"
    );
    assert!(told.contains("remedy: add a rule"), "{told}");
    assert!(!told.contains("hunter2"), "a secret");
    let head = staff.replace("staff", "administrator");
    std::fs::write(&config, format!("{text}{sign_on}{off}{staff}{head}")).unwrap();
    assert!(good(&check).contains("good"));
}
