//! Accounts, as a browser and a program meet them.

mod api;
mod bad_input;
mod log_on;
mod name;
mod registration;
mod reset;
mod settings;

use crate::support::{Answer, Client, Plaza};

/// A password that every rule allows.
const PASSWORD: &str = "correct horse battery";

/// Sends the registration form as a browser does.
async fn register(client: &Client, email: &str, name: &str) -> Answer {
    let fields = [
        ("email", email),
        ("name", name),
        ("name_is_personal", "yes"),
        ("password", PASSWORD),
    ];
    client.post("/en/register", &fields).await
}

/// Registers and confirms by the mail's link.
async fn registered(plaza: &Plaza, client: &Client, email: &str, name: &str) {
    register(client, email, name).await.expect(303);
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == email).unwrap();
    let confirmed = client.post(&mail.link("/register/"), &[]).await;
    assert_eq!(confirmed.location(), "/en/log-on?done=registered");
}

/// Whether this visitor is logged on.
async fn is_logged_on(client: &Client) -> bool {
    client.get("/en/account").await.status == 200
}

async fn try_log_on(client: &Client, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password)];
    client.post("/en/log-on", &fields).await
}
