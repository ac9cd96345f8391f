//! Two transactions that are open at once and commit in the opposite order of the numbers that their rows took:
//! a digest that is written between them tells of one, the next of the other, and none of either again. On
//! SQLite one writes at a time, and there are no two such.

use std::collections::BTreeSet;

use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use plaza::{accounts::Role, db::DatabaseUrl, jobs::send_digests};
use serde_json::Value;

use super::{
    choose, client_of, colleague, daily, new_ones,
    own::{ask_for, watch},
    reference, suggest,
};
use crate::{suggestions::id_of, support::Plaza};

/// When a daily digest is due; it begins on the Monday before.
const MORNINGS: [&str; 3] = ["2026-03-03T08:00", "2026-03-04T08:00", "2026-03-05T08:00"];

/// A transaction that somebody else has open.
struct Open(PgConnection);

impl Open {
    fn begin(url: &str, sql: &str) -> Self {
        let mut connection = PgConnection::establish(url).unwrap();
        connection.batch_execute(&format!("BEGIN; {sql}")).unwrap();
        Self(connection)
    }

    fn commit(mut self) {
        self.0.batch_execute("COMMIT").unwrap();
    }
}

/// What `one` and `two` write, each in a transaction of its own, is told once. The first takes its numbers before
/// the second does, and commits after a digest was written that the second is in. Each is known in a mail by its
/// words.
async fn each_is_told_once(plaza: &Plaza, one: (&str, &str), two: (&str, &str)) {
    let DatabaseUrl::Postgres(url) = &plaza.context.config.database_url else {
        return;
    };
    let mut seen = BTreeSet::new();
    new_ones(plaza.mails().await, &mut seen);
    let mut first = Some(Open::begin(url, one.0));
    Open::begin(url, two.0).commit();
    let mut told: Vec<String> = Vec::new();
    for morning in MORNINGS {
        plaza.at(morning);
        send_digests::once(&plaza.context).await.unwrap();
        let mails = new_ones(plaza.mails().await, &mut seen);
        told.push(mails.into_iter().map(|mail| mail.text).collect());
        if let Some(first) = first.take() {
            first.commit();
        }
    }
    let names = |words: &str| -> Vec<usize> {
        let times = told.iter().map(|text| text.matches(words).count());
        times.collect()
    };
    assert_eq!(names(two.1), [1, 0, 0], "{told:?}");
    assert_eq!(names(one.1), [0, 1, 0], "{told:?}");
    assert_eq!(told[2], "", "nothing is told again");
}

/// The same of two cases, of which `tells` leaves the rows.
async fn of_cases(plaza: &Plaza, (one, two): (&Value, &Value), tells: impl Fn(i64) -> String) {
    let (first, second) = (reference(one), reference(two));
    let (of_one, of_two) = (id_of(plaza, first).await, id_of(plaza, second).await);
    let (tell_one, tell_two) = (tells(of_one), tells(of_two));
    let (one, two) = ((tell_one.as_str(), first), (tell_two.as_str(), second));
    each_is_told_once(plaza, one, two).await;
}

#[actix_web::test]
async fn what_an_office_is_told_by_two_at_once_is_told_once() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let (one, two) = (suggest(&guest).await, suggest(&guest).await);
    let account = colleague(&plaza, "reader").await;
    choose(&client_of(&plaza, "reader").await, daily()).await;
    let tells = |case: i64| {
        format!(
            "INSERT INTO digest_pending (office_id, account_id, case_id, kind) \
             SELECT office_id, account_id, {case}, 'replied' FROM office_members \
             WHERE account_id = {account}"
        )
    };
    of_cases(&plaza, (&one, &two), tells).await;
}

#[actix_web::test]
async fn what_a_resident_is_told_by_two_at_once_is_told_once() {
    let plaza = Plaza::city().await;
    let guest = plaza.client().await;
    let (one, two) = (suggest(&guest).await, suggest(&guest).await);
    let reader = plaza.person("reader", Role::Resident).await.client;
    ask_for(&reader, "daily").await;
    for case in [&one, &two] {
        watch(&reader, case, true).await;
    }
    let tells = |case: i64| {
        format!(
            "INSERT INTO case_watch_news (account_id, case_id, kind) \
             SELECT account_id, case_id, 'late' FROM case_watches WHERE case_id = {case}"
        )
    };
    of_cases(&plaza, (&one, &two), tells).await;
}

#[actix_web::test]
async fn what_a_reader_of_the_forum_is_told_by_two_at_once_is_told_once() {
    let plaza = Plaza::with_boards().await;
    let account = plaza.account("reader", Role::Resident).await;
    ask_for(&client_of(&plaza, "reader").await, "daily").await;
    let writer = plaza.person("writer", Role::Resident).await.client;
    let topic = writer.topic("city", "路燈", "路燈不亮。").await;
    let mut told = Vec::new();
    for words in ["還是不亮。", "換了燈泡。"] {
        let post = writer.reply(topic, words).await;
        let tells = format!(
            "INSERT INTO notifications (account_id, post_id, kind, day, seen, mailed) \
             VALUES ({account}, {post}, 'watched', '2026-03-02', FALSE, FALSE)"
        );
        told.push((tells, format!("/zh/posts/{post}\r\n")));
    }
    let [one, two] = [&told[0], &told[1]].map(|(tells, words)| (tells.as_str(), words.as_str()));
    each_is_told_once(&plaza, one, two).await;
}
