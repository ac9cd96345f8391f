//! People for a test: accounts with a role, logged on.

use diesel::prelude::*;
use plaza::{
    accounts::{
        self, Member, NewAccount, Password, Role,
        sessions::{self, SessionKind, Start},
    },
    db::{DbError, schema},
    i18n::Lang,
    privacy::Private,
};

use serde_json::json;

use super::{Answer, Client, Plaza};

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
    /// Proves again who is logged on here, as a person does before what is dangerous. Says what came of it.
    pub async fn prove(&self) -> Answer {
        let password = json!({ "password": PASSWORD });
        self.post_json("/api/v1/account/confirm", &password).await
    }
}

impl Plaza {
    /// Whoever works for the city has just proven again who they are: where the clock went on since they logged on,
    /// for what asks for that.
    pub async fn prove_all(&self) {
        let now = self.context.now();
        let proven = self.context.db.write(move |connection| {
            let people: Vec<i64> = schema::accounts::table
                .filter(schema::accounts::role.ne(Role::Resident))
                .select(schema::accounts::id)
                .load(connection)?;
            diesel::update(
                schema::sessions::table.filter(schema::sessions::account_id.eq_any(people)),
            )
            .set(schema::sessions::confirmed_at.eq(Some(now)))
            .execute(connection)?;
            Ok::<_, DbError>(())
        });
        proven.await.unwrap();
    }
}

impl Plaza {
    /// A client that is logged on as a new account with this nickname.
    pub async fn log_on_as(&self, role: Role, name: &str) -> Client {
        self.log_on_named(role, name, false).await
    }

    /// As [`Plaza::log_on_as`], for a name that may be the person's own and so carries a mark.
    pub async fn log_on_named(&self, role: Role, name: &str, name_is_personal: bool) -> Client {
        let member = self.member(role, name, name_is_personal).await;
        let context = self.context.clone();
        let begun = self
            .context
            .db
            .write(move |connection| {
                let start = Start {
                    kind: SessionKind::Cookie,
                    latest: None,
                    is_fresh: true,
                    second_factor: false,
                    step: None,
                };
                sessions::begin(connection, &context, member.id, start)
            })
            .await
            .unwrap();
        let client = self.client().await;
        client.set_cookie("plaza", begun.token.reveal());
        client
    }

    /// A new account with a mailbox of its own.
    pub async fn member(&self, role: Role, name: &str, name_is_personal: bool) -> Member {
        let mailbox = u64::from_be_bytes(self.context.random.bytes());
        let new = NewAccount {
            email: Private::new(format!("m{mailbox}@example.tw")),
            password: Password::typed(PASSWORD),
            name: name.to_owned(),
            name_is_personal,
            role,
            language: Lang::Zh,
        };
        let id = accounts::create(&self.context, new).await.unwrap();
        Member::new(id, name.to_owned(), role, Lang::Zh)
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
