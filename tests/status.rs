//! The page on which administrators see how the service fares, and the same for programs.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    context::Current,
    i18n::Lang,
    jobs::{
        self,
        lease::{self, Node},
    },
    metrics::count::Words as _,
    operations::Alarm,
};
use serde_json::Value;
use tokio::sync::watch;

use crate::{
    mail_workers::write_to,
    support::{Client, Plaza},
};

const API: &str = "/api/v1/status";
const PAGE: &str = "/en/admin/status";

/// What needs somebody; the disks of whoever runs the tests are their own.
async fn alarms(admin: &Client) -> Vec<String> {
    let status = admin.get(API).await.expect(200).json();
    let alarms = status["alarms"].as_array().unwrap().iter();
    let alarms = alarms.map(|alarm| alarm.as_str().unwrap().to_owned());
    alarms.filter(|alarm| alarm != "disk-full").collect()
}

#[actix_web::test]
async fn an_administrator_sees_what_waits_and_what_needs_somebody_and_nobodys_data() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    assert_eq!(alarms(&admin).await, Vec::<String>::new());
    let late = Lang::En.ta("status-alarm", "alarm", Alarm::MailsLate.word());
    let page = admin.get(PAGE).await.expect(200);
    assert!(!page.texts("li").contains(&late));

    write_to(&plaza, &["wang.ming@mail.example"]).await;
    plaza.advance(TimeDelta::minutes(40));
    assert_eq!(alarms(&admin).await, ["mails-late"]);
    let status = admin.get(API).await.expect(200).json();
    let waiting = &status["queues"]["mails_waiting"];
    assert_eq!(waiting["count"], 1, "{status}");
    assert_eq!(waiting["since"], "2026-03-02T02:00:00Z");
    assert_eq!(status["queues"]["mails_dead"], 0);
    assert_eq!(status["erasure_journal"], "agree");
    assert_eq!(status["relay_away"], Value::Null);
    let kind = if plaza.on_postgres() {
        "postgresql"
    } else {
        "sqlite"
    };
    assert_eq!(status["database"]["kind"], kind);
    assert_eq!(status["database"]["connections_most"], 4);
    assert!(
        status["database"]["size_bytes"].as_i64() > Some(0),
        "{status}"
    );
    let page = admin.get(PAGE).await.expect(200);
    assert!(page.texts("li").contains(&late), "{}", page.body);
    let cells = page.texts("tbody td");
    assert!(cells.contains(&"Mails to be sent".to_owned()), "{cells:?}");
    for told in [page.body, status.to_string()] {
        assert!(
            !told.contains("wang") && !told.contains("mail.example"),
            "{told}"
        );
    }

    plaza.mails().await;
    plaza.advance(TimeDelta::seconds(6));
    assert_eq!(alarms(&admin).await, Vec::<String>::new());
}

#[actix_web::test]
async fn a_job_that_is_late_or_fails_is_told_with_where_to_look() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let (runs, word) = (&plaza.context.metrics.runs, "retention");
    let hour = std::time::Duration::from_secs(3600);
    for _ in 0..3 {
        runs.began(word, hour, plaza.context.now());
        let failed = Some("0123456789abcdef".to_owned());
        runs.ended(word, plaza.context.now(), hour / 3600, failed);
    }
    assert_eq!(alarms(&admin).await, ["job-fails"]);
    let page = admin.get(PAGE).await.expect(200);
    assert!(page.body.contains("run 0123456789abcdef"), "{}", page.body);
    plaza.advance(TimeDelta::hours(3));
    assert_eq!(alarms(&admin).await, ["job-overdue", "job-fails"]);
    let job = admin.get(API).await.expect(200).json()["jobs"][0].clone();
    assert_eq!(job["job"], "retention");
    assert_eq!(job["failed_in_a_row"], 3);
    assert_eq!(job["failed_run"], "0123456789abcdef");
    assert_eq!(job["overdue"], true);
    runs.ended(word, plaza.context.now(), hour / 3600, None);
    assert_eq!(alarms(&admin).await, Vec::<String>::new());
}

#[actix_web::test]
async fn what_another_node_does_is_not_late_here_and_what_none_does_is() {
    let plaza = Plaza::city().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let other = plaza.node(|_| {}).await;
    let (_stop, stopped) = watch::channel(false);
    let late = "job-overdue".to_owned();
    for node in [&plaza.context, &other, &other] {
        let current = Current::from(node.clone());
        jobs::pass(&current, &Node::new(node), &stopped)
            .await
            .unwrap();
        // This node looks what is to be done, and finds nothing.
        lease::due(&plaza.context).await.unwrap();
        assert!(!alarms(&admin).await.contains(&late));
        plaza.advance(TimeDelta::hours(1));
    }
    plaza.advance(TimeDelta::hours(2));
    assert!(alarms(&admin).await.contains(&late));
}

#[actix_web::test]
async fn an_erasure_journal_that_cannot_be_read_is_an_alarm() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "admin").await;
    let path = &plaza.context.config.erasure_journal;
    let whole = std::fs::read(path).unwrap();
    std::fs::write(path, b"no journal\n").unwrap();
    assert_eq!(alarms(&admin).await, ["journal-apart"]);
    std::fs::write(path, whole).unwrap();
    assert_eq!(alarms(&admin).await, Vec::<String>::new());
}

/// Words, not codes: each has its own in both languages.
#[test]
fn every_alarm_has_words() {
    for lang in [Lang::Zh, Lang::En] {
        let alarms: BTreeSet<String> = Alarm::ALL
            .iter()
            .map(|alarm| lang.ta("status-alarm", "alarm", alarm.word()))
            .collect();
        assert_eq!(alarms.len(), Alarm::ALL.len());
    }
}
