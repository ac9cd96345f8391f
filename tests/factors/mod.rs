//! Second factors: codes, passkeys and recovery codes at log-on, whose role needs one, proving again who one is, and
//! letting in who lost everything.

mod again;
mod codes;
mod passkeys;
mod required;
mod reset;

use plaza::db::DbError;

use crate::support::{Answer, Client, PASSWORD, Plaza};

/// The password's part of a log-on.
async fn first_step(client: &Client, email: &str) -> Answer {
    let typed = [("email", email), ("password", PASSWORD)];
    client.post("/en/log-on", &typed).await
}

/// The second step with this code.
async fn second_step(client: &Client, pending: &str, code: &str) -> Answer {
    let typed = [("pending", pending), ("code", code)];
    client.post("/en/log-on/second", &typed).await
}

async fn is_logged_on(client: &Client) -> bool {
    client.get("/en/account").await.status == 200
}

/// What the register says was done with, in its order.
async fn register(plaza: &Plaza) -> String {
    let guest = plaza.client().await;
    guest.get("/api/v1/ledger").await.expect(200).body
}

/// The id of an account by its nickname.
async fn id_of(plaza: &Plaza, nickname: &str) -> i64 {
    use diesel::prelude::*;
    use plaza::db::schema::accounts;
    let nickname = nickname.to_owned();
    let found = plaza.context.db.read(move |connection| {
        let found = accounts::table
            .filter(accounts::name.eq(nickname))
            .select(accounts::id)
            .first(connection)?;
        Ok::<i64, DbError>(found)
    });
    found.await.unwrap()
}
