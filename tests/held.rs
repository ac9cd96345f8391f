//! All that is held about an account: whatever leads to a person is shown to them, or is left
//! out for a reason that they are told.

use std::collections::BTreeSet;

use actix_web::http::Method;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::Text};
use plaza::{
    accounts::Role,
    db::{AnyConnection, DbError},
    i18n::Lang,
    privacy::inventory::{self, APART, Owner, Scope, Table, Why},
};
use serde_json::{Value, json};

use crate::support::{Client, PASSWORD, Plaza};

#[derive(QueryableByName)]
struct Link {
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = Text)]
    named: String,
    /// What becomes of the row when the account goes.
    #[diesel(sql_type = Text)]
    rule: String,
}

/// Every column of the database that points to an account, as the database itself has it.
async fn links_to_accounts(plaza: &Plaza) -> Vec<Link> {
    let links = plaza
        .context
        .db
        .read(|connection| {
            let links: Vec<Link> = match connection {
                AnyConnection::Sqlite(sqlite) => sql_query(
                    "SELECT m.name AS holder, f.\"from\" AS named, f.on_delete AS rule \
                     FROM sqlite_master m \
                     JOIN pragma_foreign_key_list(m.name) f \
                     WHERE m.type = 'table' AND f.\"table\" = 'accounts'",
                )
                .load(sqlite),
                AnyConnection::Postgres(postgres) => sql_query(
                    "SELECT c.conrelid::regclass::text AS holder, a.attname::text AS named, \
                     CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' \
                     ELSE 'NO ACTION' END AS rule \
                     FROM pg_constraint c JOIN pg_attribute a \
                     ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) \
                     WHERE c.contype = 'f' AND c.confrelid = 'accounts'::regclass",
                )
                .load(postgres),
            }?;
            Ok::<_, DbError>(links)
        })
        .await
        .unwrap();
    assert!(links.len() > 20, "the links were not read");
    links
}

/// Whether rows of a table are found from an account.
fn is_reached(table: &'static Table) -> bool {
    let reached = |name| is_reached(inventory::table(name).unwrap());
    table.owner.ways().iter().any(|way| match *way {
        Owner::Account(_) | Owner::Mailbox(_) => true,
        Owner::Row { table, .. } | Owner::NamedBy { table, .. } | Owner::Beside { table, .. } => {
            reached(table)
        }
        Owner::Nobody | Owner::Case(_) | Owner::Words { .. } | Owner::Any(_) => false,
    })
}

fn is_apart(table: &str, column: Option<&str>) -> bool {
    APART.iter().any(|apart| {
        apart.table == table
            && match column {
                None => apart.columns.is_empty() && apart.rows.is_empty(),
                Some(column) => apart.columns.contains(&column),
            }
    })
}

#[actix_web::test]
async fn whatever_leads_to_an_account_is_shown_to_it_or_left_out_for_a_reason() {
    let plaza = Plaza::start().await;
    for link in links_to_accounts(&plaza).await {
        let (table, column) = (link.holder, link.named);
        let known = inventory::table(&table).unwrap();
        assert_eq!(
            known.scope(&column),
            Some(Scope::Link),
            "{table}.{column} points to an account"
        );
        let leads = known.owner.ways().iter().any(|way| {
            matches!(*way, Owner::Account(own) | Owner::Row { column: own, .. } if own == column)
        });
        assert!(
            leads != is_apart(&table, Some(&column)),
            "{table}.{column} points to an account: name it as the way to its owner, or in \
             inventory::APART with the reason why it is not shown (one of the two)"
        );
    }
    for table in inventory::tables() {
        let name = table.name;
        for (column, _) in table.columns {
            let is_way = |way: &Owner| match *way {
                Owner::Mailbox(own) => own == *column,
                Owner::Account(_) => true,
                _ => false,
            };
            assert!(
                !column.ends_with("_index")
                    || table.owner.ways().iter().any(is_way)
                    || is_apart(name, None),
                "{name}.{column} leads to whoever has the address"
            );
        }
        if !table.kinds().is_empty() {
            assert!(
                is_reached(table) != is_apart(name, None),
                "{name} says something of a person: it has a way to its owner, or stands in \
                 inventory::APART (one of the two)"
            );
        }
    }
    for apart in APART {
        let table = inventory::table(apart.table).unwrap();
        for column in apart.columns {
            assert!(table.scope(column).is_some(), "{} {column}", apart.table);
        }
    }
}

#[actix_web::test]
async fn an_account_goes_whatever_points_to_it() {
    let plaza = Plaza::start().await;
    // Posts are emptied, or lose their author, before. Who handled a case stands in its chain: who does
    // that keeps the account.
    let before = [("posts", "account_id"), ("handling_records", "account_id")];
    for link in links_to_accounts(&plaza).await {
        let (table, column) = (&*link.holder, &*link.named);
        let holds = link.rule == "NO ACTION";
        assert_eq!(
            holds,
            before.contains(&(table, column)),
            "{table}.{column}: {}",
            link.rule
        );
    }
}

/// The words of a message that is chosen by a name; nothing where it has none for it.
fn words(lang: Lang, key: &str, name: &'static str, value: &str) -> Option<String> {
    let words = lang.ta(key, name, value);
    (words != value && !words.is_empty()).then_some(words)
}

#[test]
fn what_is_shown_has_its_words_in_both_languages() {
    for lang in Lang::ALL {
        for table in inventory::tables().filter(|table| is_reached(table)) {
            if table.kinds().is_empty() {
                continue;
            }
            let name = table.name;
            assert!(
                words(lang, "held-table", "table", name).is_some(),
                "{lang:?}: held-table has no words for {name}"
            );
            for (column, scope) in table.columns {
                assert!(
                    scope.kind().is_none()
                        || words(lang, "held-column", "column", column).is_some(),
                    "{lang:?}: held-column has no words for {name}.{column}"
                );
            }
        }
        let reasons: BTreeSet<String> = Why::ALL
            .iter()
            .map(|why| lang.ta("held-apart", "why", why.word()))
            .collect();
        assert_eq!(
            reasons.len(),
            Why::ALL.len(),
            "each reason has its own words"
        );
    }
}

async fn event(staff: &Client, capacity: i64) -> i64 {
    let event = json!({
        "zh": { "title": "港邊音樂會", "body": "帶野餐墊來。", "place": "駁二" },
        "starts_at": "2026-03-14T19:00:00", "ends_at": "2026-03-14T21:00:00",
        "sign_up": { "until": "2026-03-13", "capacity": capacity, "erase_on": "2026-03-31" },
    });
    let made = staff.post_json("/api/v1/events", &event).await.expect(201);
    made.json()["id"].as_i64().unwrap()
}

async fn sign_up(guest: &Client, event: i64, name: &str, email: &str) {
    let path = format!("/zh/events/{event}/sign-up");
    let notice = guest.get(&path).await.hidden("notice");
    let fields = [("name", name), ("email", email), ("notice", &notice)];
    guest.post(&path, &fields).await.expect(303);
}

/// The archive's two files.
async fn archive(client: &Client) -> (Value, String) {
    let archive = client.post_bytes("/zh/account/data/archive").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let json = serde_json::from_str(&read("data.json")).unwrap();
    (json, read("data.html"))
}

#[actix_web::test]
async fn an_account_sees_what_was_given_and_mailed_with_its_address() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let concert = event(&staff, 9).await;
    let guest = plaza.client().await;
    // Signed up without being logged on, in other letters; somebody else signs up as well.
    sign_up(&guest, concert, "王小明", "MING@example.tw").await;
    sign_up(&guest, concert, "林佳穎", "lin@example.tw").await;
    let ming = plaza.person("ming", Role::Resident).await;
    let forgot = [("email", ming.email.as_str())];
    guest.post("/zh/password/forgot", &forgot).await.expect(303);
    let secret = plaza.mails().await;
    let secret = secret.iter().rfind(|mail| mail.to == ming.email).unwrap();
    let secret = secret.link("/password/reset/");
    let secret = secret.rsplit('/').next().unwrap();

    let page = ming.client.get("/zh/account/data").await.expect(200);
    let headings = page.texts("main h2");
    let (data, html) = archive(&ming.client).await;
    let api = ming.client.get("/api/v1/account/data").await.expect(200);
    assert_eq!(api.json(), data);
    let shown = page.texts("main").remove(0);
    for (text, what) in [(&shown, "page"), (&html, "archive")] {
        for wanted in ["王小明", "MING@example.tw", "用您的電子郵件報名的活動"] {
            assert!(text.contains(wanted), "{wanted} is not in the {what}");
        }
        for other in ["林佳穎", "lin@example.tw", secret] {
            assert!(!text.contains(other), "{other} is in the {what}");
        }
    }
    let link = page.attribute("main dd a[href*='/events/']", "href");
    assert_eq!(link, Some(format!("/zh/events/{concert}")));
    assert_eq!(data["event_sign_ups"].as_array().unwrap().len(), 1);
    assert_eq!(data["event_sign_ups"][0]["name_sealed"], "王小明");
    let notices: Vec<&str> = data["consents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|consent| consent["notice"].as_str().unwrap())
        .collect();
    assert_eq!(notices, ["event-sign-up", "registration"]);
    assert_eq!(data["outbox"].as_array().unwrap().len(), 1);
    assert_eq!(data["outbox"][0]["kind"], "password-reset");
    assert_eq!(data["outbox"][0]["recipient_sealed"], "ming@example.tw");
    assert_eq!(
        data["outbox"][0]["content_sealed"],
        json!({ "mailed": true })
    );
    assert!(!api.body.contains(secret));
    // Each table that says something of the person stands on the page and in the readable file.
    for table in data.as_object().unwrap().keys() {
        if !inventory::table(table).unwrap().kinds().is_empty() {
            let words = Lang::Zh.ta("held-table", "table", table);
            assert!(headings.contains(&words), "{words} is not on the page");
            assert!(html.contains(&words), "{words} is not in the archive");
        }
    }
    for why in Why::ALL {
        let reason = Lang::Zh.ta("held-apart", "why", why.word());
        assert!(shown.contains(&reason) && html.contains(&reason));
    }
    let stranger = plaza.client().await;
    stranger.get("/api/v1/account/data").await.expect(401);
}

#[actix_web::test]
async fn an_account_withdraws_the_consent_to_a_sign_up_made_with_its_address() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let concert = event(&staff, 1).await;
    let guest = plaza.client().await;
    sign_up(&guest, concert, "王小明", "ming@example.tw").await;
    sign_up(&guest, concert, "林佳穎", "lin@example.tw").await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let page = ming.get("/en/account").await.expect(200);
    let listed = page.texts("[aria-labelledby=consents] li");
    assert!(listed[1].contains("Sign-up for an event"), "{listed:?}");
    let all = ming.get("/api/v1/account/consents").await.json();
    let id = all["consents"][1]["id"].as_i64().unwrap();
    assert_eq!(all["consents"][1]["notice"], "event-sign-up");
    let way = format!("/api/v1/account/consents/{id}/withdraw");
    let stranger = plaza.log_on_as(Role::Resident, "stranger").await;
    stranger.post_json(&way, &json!({})).await.expect(404);
    let body = json!({});
    ming.json(Method::POST, &way, &body).await.expect(200);
    ming.json(Method::POST, &way, &body).await.expect(404);
    let list = staff.get(&format!("/en/events/{concert}/sign-ups")).await;
    assert_eq!(list.texts("td .tag"), ["Has a place"]);
    assert!(!list.body.contains("ming@example.tw") && list.body.contains("lin@example.tw"));
    let mails = plaza.mails().await;
    assert!(mails.iter().any(|mail| mail.subject.starts_with("您遞補")));
}

#[actix_web::test]
async fn an_erased_account_takes_its_sign_ups_along() {
    let plaza = Plaza::start().await;
    let staff = plaza.log_on_as(Role::Staff, "organiser").await;
    let concert = event(&staff, 9).await;
    let guest = plaza.client().await;
    sign_up(&guest, concert, "王小明", "ming@example.tw").await;
    sign_up(&guest, concert, "林佳穎", "lin@example.tw").await;
    plaza.mails().await;
    let ming = plaza.person("ming", Role::Resident).await.client;
    let (held, _) = archive(&ming).await;
    assert!(held["event_sign_ups"].is_array());
    assert_eq!(plaza.dump().matches("event-sign-up").count(), 3);
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    ming.post("/zh/account/erase", &fields).await.expect(303);
    let list = staff.get(&format!("/en/events/{concert}/sign-ups")).await;
    assert_eq!(list.texts("td .tag").len(), 1);
    let kinds = plaza.dump().matches("event-sign-up").count();
    assert_eq!(kinds, 2, "the other's consent and the notice's text");
    let journal = std::fs::read_to_string(&plaza.context.config.erasure_journal).unwrap();
    assert!(journal.contains("\"account\""), "{journal}");
}

#[actix_web::test]
async fn who_decided_for_the_city_stands_in_no_export() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("amei", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    author.topic("city", "路燈", "很暗。").await;
    let hide = [
        ("act", "hide"),
        ("ground", "R3"),
        ("reason", "它威脅到鄰居"),
    ];
    let path = "/zh/posts/1/moderate";
    moderator.post(path, &hide).await.expect(303);
    let decisions = author.get("/zh/posts/1/decisions").await.expect(200);
    let number = decisions.hidden("number");
    let appeal = [("number", number.as_str()), ("words", "請再看看")];
    let path = "/zh/posts/1/decisions";
    author.post(path, &appeal).await.expect(303);
    let (data, _) = archive(&author).await;
    let appeals = data["appeals"].as_array().unwrap();
    assert_eq!(appeals[0]["words_sealed"], "請再看看");
    for apart in APART.iter().filter(|apart| !apart.seen_by_owner) {
        for row in data[apart.table].as_array().into_iter().flatten() {
            if !apart.rows.iter().all(|(name, value)| row[name] == *value) {
                continue;
            }
            assert!(!apart.columns.is_empty() || apart.rows.is_empty());
            for column in apart.columns {
                assert!(row.get(column).is_none(), "{} {column}", apart.table);
            }
        }
    }
    assert!(appeals[0].get("post_id").is_some());
}
