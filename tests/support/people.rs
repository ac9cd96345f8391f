//! People for a test: accounts with a role, logged on.

use plaza::{
    accounts::{self, NewAccount, Password, Role},
    i18n::Lang,
    privacy::Private,
};

use super::{Client, Plaza};

/// The password of everybody that [`Plaza::person`] makes.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody with an account, logged on in a browser.
pub struct Person {
    pub email: String,
    pub client: Client,
}

impl Plaza {
    /// Makes an account with the mailbox `name@example.tw` and the nickname `name`; gives its id.
    pub async fn account(&self, name: &str, role: Role) -> i64 {
        let new = NewAccount {
            email: Private::new(format!("{name}@example.tw")),
            password: Password::typed(PASSWORD),
            name: name.to_owned(),
            name_is_personal: false,
            role,
            language: Lang::Zh,
        };
        accounts::create(&self.context, new).await.unwrap()
    }

    /// As [`Plaza::account`], and logs on.
    pub async fn person(&self, name: &str, role: Role) -> Person {
        self.account(name, role).await;
        let email = format!("{name}@example.tw");
        let client = self.client().await;
        client.log_on(&email, PASSWORD).await;
        Person { email, client }
    }
}

impl Client {
    /// Logs on in the browser, which must succeed.
    pub async fn log_on(&self, email: &str, password: &str) {
        let answer = self
            .post("/en/log-on", &[("email", email), ("password", password)])
            .await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
        assert!(self.cookie("plaza").is_some(), "no session cookie");
    }
}
