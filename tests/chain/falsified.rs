//! Whoever owns the database falsifies what stands beside the chains, column by column: each is
//! refused by the database, and found where its triggers were taken away.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{ENDED, sign, verified, with_cases, write_anew};
use crate::{
    suggestions::{id_of, suggest},
    support::Plaza,
};

/// Where, which column, and what it becomes.
type Change<'a> = (&'a str, &'a str, &'a str);

/// Makes one change after the other: the triggers refuse each; without them each is found, said
/// with all of `said`, and with the old value back all is well again.
async fn each_is_found(plaza: &Plaza, table: &str, changes: &[Change<'_>], said: &[&str]) {
    let sql = |(condition, column, value): &Change<'_>| {
        format!("UPDATE {table} SET {column} = {value} WHERE {condition}")
    };
    for change in changes {
        assert!(plaza.sql(&sql(change)).is_err(), "{change:?}");
    }
    plaza.unguard(table);
    for change in changes {
        let (sql, column) = (sql(change), change.1);
        plaza
            .sql(&format!(
                "CREATE TABLE kept AS SELECT * FROM {table}; {sql}"
            ))
            .unwrap();
        let wrong = verified(plaza).await.expect_err(&sql);
        for said in said {
            assert!(wrong.contains(said), "{sql}: {wrong}");
        }
        plaza
            .sql(&format!(
                "UPDATE {table} SET {column} = (SELECT k.{column} FROM kept k WHERE k.id = {table}.id); \
                 DROP TABLE kept"
            ))
            .unwrap();
        verified(plaza).await.unwrap();
    }
}

#[actix_web::test]
async fn what_a_resident_wrote_cannot_become_something_else() {
    let (plaza, one, _) = with_cases().await;
    let own = &format!("id = {one}");
    let changes = [
        (own.as_str(), "title", "'Something else'"),
        (own, "body", "body || '.'"),
        (own, "place", "'Elsewhere'"),
        (own, "coordinates", "'22.62734,120.30145'"),
        (
            own,
            "category_id",
            "(SELECT max(id) FROM categories WHERE categories.id <> category_id)",
        ),
        (
            own,
            "district_id",
            "(SELECT max(id) FROM districts WHERE districts.id <> district_id)",
        ),
        (own, "medium", "'letter'"),
        (own, "received_on", "'2026-02-01'"),
        (own, "created_at", "'2020-01-01 00:00:00'"),
    ];
    let named = format!("file of case {one}, record 1: the payload is another");
    each_is_found(&plaza, "cases", &changes, &[&named]).await;
}

#[actix_web::test]
async fn a_record_cannot_be_of_another_kind_time_or_office() {
    let (plaza, one, _) = with_cases().await;
    // The answer is the last record of the file.
    let answer = &format!(
        "case_id = {one} AND number = (SELECT number FROM chain_tips WHERE chain = {one})"
    );
    let changes = [
        (answer.as_str(), "kind", "'taken-up'"),
        (answer, "at", "'2020-01-01 00:00:00'"),
        (answer, "office_id", "NULL"),
        (
            answer,
            "office_id",
            "(SELECT max(id) FROM offices WHERE offices.id <> office_id)",
        ),
    ];
    let named = format!("file of case {one}, record");
    let said = [named.as_str(), "kind, office or time"];
    each_is_found(&plaza, "handling_records", &changes, &said).await;
}

/// A city whose ledger has an entry of a post, and one of a case: (it, the post's, the case's).
async fn with_entries() -> (Plaza, i64, i64) {
    let plaza = Plaza::demo_city().await;
    let resident = plaza.client().await;
    suggest(&resident, &[("title", "Another lamp")]).await;
    let keepsake = suggest(&resident, &[("email", "lin@example.tw")]).await;
    let path = "/api/v1/suggestions/case/withdraw-contact";
    let key = json!({ "reference": keepsake.reference, "password": keepsake.password });
    resident.post_json(path, &key).await.expect(200);
    let moderator = plaza.log_on_as(Role::Moderator, "mod").await;
    let hide = [
        ("act", "hide"),
        ("ground", "protect"),
        ("complained_by", "telephone"),
        ("complained_on", "2026-03-01"),
        ("reason_id", "1"),
        ("reason", "A complaint."),
    ];
    moderator
        .post("/zh/posts/1/moderate", &hide)
        .await
        .expect(303);
    let case = id_of(&plaza, &keepsake.reference).await;
    (plaza, 1, case)
}

#[actix_web::test]
async fn an_entry_of_the_ledger_stays_where_it_is_filed() {
    let (plaza, post, case) = with_entries().await;
    let (of_post, of_case) = (format!("post_id = {post}"), format!("case_id = {case}"));
    let changes = [
        (of_post.as_str(), "post_id", "2"),
        (&of_case, "case_id", "(SELECT min(id) FROM cases)"),
        (&of_case, "post_id", "1"),
        (&of_post, "on_day", "'2020-01-01'"),
    ];
    let said = ["ledger, row ", "filed under another"];
    each_is_found(&plaza, "ledger_payloads", &changes, &said).await;
    // The database itself unties an entry from what is deleted; from what is there nobody does.
    let untie = format!("UPDATE ledger_payloads SET post_id = NULL WHERE {of_post}");
    plaza.sql(&untie).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("filed under another"), "{wrong}");
}

#[actix_web::test]
async fn an_entry_of_the_ledger_cannot_say_something_else_or_vanish() {
    let (plaza, post, case) = with_entries().await;
    let one = format!("post_id = {post}");
    let other = format!("(SELECT payload_sealed FROM ledger_payloads WHERE case_id = {case})");
    // Sealing anew is let through: it is found all the same.
    plaza
        .sql(&format!(
            "CREATE TABLE kept AS SELECT * FROM ledger_payloads; \
             UPDATE ledger_payloads SET payload_sealed = {other} WHERE {one}"
        ))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("payload is another"), "{wrong}");
    plaza
        .sql(
            "UPDATE ledger_payloads SET payload_sealed = \
             (SELECT k.payload_sealed FROM kept k WHERE k.id = ledger_payloads.id)",
        )
        .unwrap();
    verified(&plaza).await.unwrap();
    let remove = format!("DELETE FROM ledger_payloads WHERE {one}");
    assert!(plaza.sql(&remove).is_err());
    plaza.unguard("ledger_payloads");
    plaza.sql(&remove).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.starts_with("ledger, row "), "{wrong}");
    assert!(wrong.contains("no erasure with its ground"), "{wrong}");
}

#[actix_web::test]
async fn the_ledgers_own_chain_is_neither_altered_nor_cut() {
    let (plaza, post, _) = with_entries().await;
    sign(&plaza).await;
    plaza.unguard("chain_links");
    let entry = format!("(SELECT number FROM ledger_payloads WHERE post_id = {post})");
    let alter = |from: &str, to: &str| {
        format!(
            "UPDATE chain_links SET fields = replace(fields, '{from}', '{to}') \
             WHERE chain = 0 AND number = {entry}"
        )
    };
    plaza.sql(&alter("circumstance-4", "consent")).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.starts_with("ledger, row "), "{wrong}");
    assert!(wrong.contains("it was altered"), "{wrong}");
    plaza.sql(&alter("consent", "circumstance-4")).unwrap();
    verified(&plaza).await.unwrap();
    plaza.unguard("ledger_payloads");
    plaza
        .sql(
            "DELETE FROM ledger_payloads WHERE number = (SELECT number FROM chain_tips WHERE chain = 0); \
             DELETE FROM chain_links WHERE chain = 0 AND number = (SELECT number FROM chain_tips WHERE chain = 0); \
             UPDATE chain_tips SET number = number - 1 WHERE chain = 0",
        )
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("the tail was cut"), "{wrong}");
}

/// What has to stand before SQL that foreign keys would refuse.
fn past_foreign_keys(plaza: &Plaza) -> &'static str {
    if plaza.on_postgres() {
        "DO $$ DECLARE found record; BEGIN \
         FOR found IN SELECT conname, conrelid::regclass AS owner FROM pg_constraint \
         WHERE contype = 'f' AND confrelid = 'cases'::regclass \
         LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.owner, found.conname); END LOOP; END $$;"
    } else {
        "PRAGMA foreign_keys = OFF;"
    }
}

#[actix_web::test]
async fn a_case_that_was_taken_away_or_put_in_is_found() {
    let (plaza, one, _) = with_cases().await;
    let past = past_foreign_keys(&plaza);
    let remove = format!("{past} DELETE FROM cases WHERE id = {one}");
    plaza
        .sql("CREATE TABLE kept AS SELECT * FROM cases")
        .unwrap();
    let refused = plaza.sql(&remove).unwrap_err();
    assert!(refused.contains("a case goes only by"), "{refused}");
    plaza.unguard("cases");
    plaza.sql(&remove).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.starts_with(&format!("file of case {one}")), "{wrong}");
    assert!(wrong.contains("its case is gone"), "{wrong}");
    plaza
        .sql(&format!(
            "INSERT INTO cases SELECT * FROM kept WHERE id = {one}"
        ))
        .unwrap();
    verified(&plaza).await.unwrap();
    plaza
        .sql(&format!(
            "UPDATE kept SET id = 999, reference = 'put-in', submission = NULL WHERE id = {one}; \
             INSERT INTO cases SELECT * FROM kept WHERE id = 999"
        ))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.starts_with("case 999: it has no file"), "{wrong}");
}

#[actix_web::test]
async fn a_case_that_stands_elsewhere_than_its_file_leads_is_found() {
    let (plaza, one, other) = with_cases().await;
    for (case, stands) in [(one, "routed"), (other, "answered")] {
        let set = |state: &str| {
            plaza
                .sql(&format!(
                    "UPDATE cases SET state = '{state}' WHERE id = {case}"
                ))
                .unwrap();
        };
        set(stands);
        let wrong = verified(&plaza).await.unwrap_err();
        let named = format!("case {case}: it is {stands}, and its file leads to");
        assert!(wrong.starts_with(&named), "{wrong}");
        set(if case == one { "answered" } else { "routed" });
        verified(&plaza).await.unwrap();
    }
}

/// The files of cases from before commit to no words; a trigger alone keeps those.
#[actix_web::test]
async fn a_case_from_before_keeps_its_link_and_its_words() {
    let (plaza, one, other) = with_cases().await;
    write_anew(&plaza, one, false).await;
    verified(&plaza).await.unwrap();
    let change = |case: i64| format!("UPDATE cases SET title = 'x' WHERE id = {case}");
    assert!(plaza.sql(&change(one)).is_err());
    plaza.unguard("cases");
    plaza.sql(&change(one)).unwrap();
    verified(&plaza).await.expect("nothing says what it was");
    plaza.sql(&change(other)).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("payload is another"), "{wrong}");
}

/// The files of cases from before there were coordinates commit to all words but those.
#[actix_web::test]
async fn a_case_from_before_coordinates_keeps_its_link_and_gets_none() {
    let (plaza, one, _) = with_cases().await;
    write_anew(&plaza, one, true).await;
    verified(&plaza).await.unwrap();
    let own = &format!("id = {one}");
    let changes = [
        (own.as_str(), "coordinates", "'22.62734,120.30145'"),
        (own, "place", "'Elsewhere'"),
    ];
    let named = format!("file of case {one}, record 1: the payload is another");
    each_is_found(&plaza, "cases", &changes, &[&named]).await;
}

/// A case goes with all of its file, and what is left of the chain verifies.
#[actix_web::test]
async fn a_case_whose_time_is_over_leaves_nothing_to_find() {
    let (plaza, one, _) = with_cases().await;
    plaza.sql(ENDED).unwrap();
    plaza.advance(TimeDelta::days(6 * 366));
    plaza::jobs::retention::once(&plaza.context).await.unwrap();
    assert!(!plaza.dump().contains("Another lamp"));
    verified(&plaza).await.unwrap();
    let again = format!("UPDATE chain_links SET kind = 'x' WHERE chain = {one}");
    assert!(plaza.sql(&again).is_err());
}
