//! People for tests: an account of a role, and a client that is logged on as it.

use diesel::prelude::*;
use plaza::{
    accounts::{
        Member, Role,
        sessions::{self, SessionKind},
    },
    db::{DbError, schema::accounts},
    i18n::Lang,
};

use super::{Client, Plaza};

impl Plaza {
    /// A client that is logged on as a new account with this public name.
    pub async fn log_on_as(&self, role: Role, name: &str) -> Client {
        self.log_on_named(role, name, false).await
    }

    /// As [`Plaza::log_on_as`], for a name that is the person's own and so carries a mark.
    pub async fn log_on_named(&self, role: Role, name: &str, name_is_personal: bool) -> Client {
        let member = self.member(role, name, name_is_personal).await;
        let context = self.context.clone();
        let token = self
            .context
            .db
            .write(move |connection| {
                sessions::begin(connection, &context, member.id, SessionKind::Cookie)
            })
            .await
            .unwrap();
        let client = self.client().await;
        client.set_cookie("plaza", token.reveal());
        client
    }

    /// A new account.
    pub async fn member(&self, role: Role, name: &str, name_is_personal: bool) -> Member {
        let (name, now) = (name.to_owned(), self.context.now());
        let index = self.context.random.bytes::<32>().to_vec();
        self.context
            .db
            .write(move |connection| {
                let id = diesel::insert_into(accounts::table)
                    .values((
                        accounts::name.eq(&name),
                        accounts::name_is_personal.eq(name_is_personal),
                        accounts::email_sealed.eq(vec![0_u8]),
                        accounts::email_index.eq(index),
                        accounts::password_hash.eq("none"),
                        accounts::role.eq(role),
                        accounts::language.eq(Lang::Zh),
                        accounts::rules_version.eq("2026-01-01"),
                        accounts::created_at.eq(now),
                    ))
                    .returning(accounts::id)
                    .get_result(connection)?;
                Ok::<_, DbError>(Member::new(id, name, role, Lang::Zh))
            })
            .await
            .unwrap()
    }
}
