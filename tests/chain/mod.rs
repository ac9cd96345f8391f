//! The case files and the ledger are chains: what is written stays, and what was done to
//! them past Plaza is found and named.

mod falsified;
mod newer;

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    db::{AnyConnection, DbError, Timestamp},
    jobs::{retention, sign_heads},
    privacy::{
        statement::{self, Statement},
        verify::{self, Verified},
    },
    suggestions,
};

use crate::{
    suggestions::{id_of, suggest},
    support::Plaza,
};

/// As `plaza verify` looks.
async fn verified(plaza: &Plaza) -> Result<Verified, String> {
    let verified = verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .map_err(|wrong| wrong.to_string())?;
    suggestions::verify(&plaza.context)
        .await
        .map_err(|wrong| wrong.to_string())?;
    Ok(verified)
}

/// The years of a case run from its end.
const ENDED: &str = "UPDATE cases SET ended_at = created_at";

/// A city with two cases, one of them answered: (its id, the other's).
async fn with_cases() -> (Plaza, i64, i64) {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let one = suggest(&client, &[]).await;
    let other = suggest(&client, &[("title", "Another lamp")]).await;
    let one = id_of(&plaza, &one.reference).await;
    let other = id_of(&plaza, &other.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = format!("/en/desk/{one}");
    staff.post(&desk, &[("answer", "It is mended.")]).await;
    (plaza, one, other)
}

async fn sign(plaza: &Plaza) -> Statement {
    sign_heads::once(&plaza.context).await.unwrap();
    let mut newest = statement::list(&plaza.context, None, 1).await.unwrap();
    newest.remove(0)
}

#[actix_web::test]
async fn a_whole_city_verifies_and_its_statement_is_signed_published_and_mailed() {
    let (plaza, one, _) = with_cases().await;
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let before = verified(&plaza).await.unwrap();
    assert!(before.links >= 7 && before.payloads == before.links);
    assert_eq!((before.statements, before.unsigned), (0, before.links));
    let statement = sign(&plaza).await;
    assert_eq!(statement.heads().count(), 2);
    let after = verified(&plaza).await.unwrap();
    assert_eq!((after.statements, after.unsigned), (1, 0));
    // Once a day, whatever grew meanwhile.
    sign_heads::once(&plaza.context).await.unwrap();
    assert_eq!(verified(&plaza).await.unwrap().statements, 1);
    let page = plaza.client().await.get("/en/ledger/statements").await;
    let link = page.attribute("main .rows a", "href").unwrap();
    let published = plaza.client().await.get(&link).await.expect(200).body;
    assert_eq!(Statement::parse(&published), Some(statement.clone()));
    let mails = plaza.mails().await;
    let mail = mails
        .iter()
        .find(|mail| mail.text.contains("chain heads"))
        .unwrap();
    assert!(mail.text.contains(statement.value("public-key").unwrap()));
    assert!(!published.contains(&format!("case {one}")));
    drop(officer);
}

#[actix_web::test]
async fn what_was_written_at_once_is_signed_the_next_day() {
    use diesel::prelude::*;
    use plaza::db::schema::chain_tips;
    let (plaza, one, _) = with_cases().await;
    if !plaza.on_postgres() {
        // One transaction writes at a time: none ends while heads are signed.
        return;
    }
    let tip = async || {
        let read: Result<(i32, i32), DbError> = plaza
            .context
            .db
            .read(move |connection| {
                let tip = chain_tips::table.find(one);
                let tip = tip.select((chain_tips::number, chain_tips::signed));
                Ok(tip.first(connection)?)
            })
            .await;
        read.unwrap()
    };
    let (number, _) = tip().await;
    let grown = format!("UPDATE chain_tips SET number = number + 1 WHERE chain = {one}");
    let signing = sign_heads::once(&plaza.context);
    plaza.at_once(&grown, signing).await.unwrap();
    let now = tip().await;
    assert_eq!(
        now,
        (number + 1, number),
        "marked as signed what nobody signed"
    );
}

#[actix_web::test]
async fn no_role_can_change_or_remove_a_record() {
    let (plaza, one, _) = with_cases().await;
    sign(&plaza).await;
    for sql in [
        format!("UPDATE handling_records SET body = 'x' WHERE case_id = {one}"),
        format!(
            "UPDATE handling_records SET body = NULL, account_id = NULL, salt = NULL WHERE case_id = {one}"
        ),
        format!("DELETE FROM handling_records WHERE case_id = {one}"),
        "UPDATE chain_links SET kind = 'x'".into(),
        "DELETE FROM chain_links WHERE number = 1".into(),
        "UPDATE chain_statements SET body = 'x'".into(),
        "DELETE FROM chain_statements".into(),
    ] {
        assert!(plaza.sql(&sql).is_err(), "{sql}");
    }
    verified(&plaza).await.unwrap();
}

#[actix_web::test]
async fn what_stays_is_neither_replaced_nor_emptied() {
    let plaza = Plaza::demo_city().await;
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
    sign(&plaza).await;
    // What was erased must be there for it to stay; and something must not be erased yet.
    plaza.advance(TimeDelta::days(6 * 366));
    let moderator = plaza.log_on_as(Role::Moderator, "another").await;
    moderator
        .post("/zh/posts/5/moderate", &hide)
        .await
        .expect(303);
    suggest(&plaza.client().await, &[]).await;
    retention::once(&plaza.context).await.unwrap();
    assert!(verified(&plaza).await.unwrap().erased > 0);
    for sql in [
        "UPDATE chain_erasures SET ground = 'x'",
        "DELETE FROM chain_erasures",
    ] {
        assert!(plaza.sql(sql).is_err(), "{sql}");
    }
    let before = plaza.dump();
    for table in [
        "chain_links",
        "chain_erasures",
        "chain_statements",
        "handling_records",
        "ledger_payloads",
        "policy_versions",
        "statistics_months",
        "statistics_cells",
    ] {
        // The way past a trigger for DELETE that each of the databases knows.
        let sql = if plaza.on_postgres() {
            format!("TRUNCATE {table} CASCADE")
        } else {
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        };
        assert!(plaza.sql(&sql).is_err(), "{sql}");
    }
    assert_eq!(plaza.dump(), before);
    verified(&plaza).await.unwrap();
}

#[actix_web::test]
async fn an_altered_row_is_found_and_named() {
    let (plaza, one, other) = with_cases().await;
    plaza.unguard("handling_records");
    plaza.unguard("chain_links");
    let answered = format!("case_id = {one} AND kind = 'answered'");
    plaza
        .sql(&format!(
            "UPDATE handling_records SET body = 'It is not mended.' WHERE {answered}"
        ))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(
        wrong.contains(&format!("file of case {one}, record")),
        "{wrong}"
    );
    assert!(wrong.contains("payload is another"), "{wrong}");
    plaza
        .sql(&format!(
            "UPDATE handling_records SET body = 'It is mended.' WHERE {answered}"
        ))
        .unwrap();
    verified(&plaza).await.unwrap();

    plaza
        .sql(&format!(
            "UPDATE chain_links SET kind = 'confirmed' WHERE chain = {other} AND number = 2"
        ))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(
        wrong.starts_with(&format!("file of case {other}, record 2")),
        "{wrong}"
    );
}

#[actix_web::test]
async fn a_payload_that_vanished_and_a_record_put_in_are_found() {
    let (plaza, one, _) = with_cases().await;
    plaza.unguard("handling_records");
    plaza
        .sql(&format!("UPDATE handling_records SET body = NULL, account_id = NULL, salt = NULL WHERE case_id = {one} AND number = 1"))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("no erasure with its ground"), "{wrong}");
    // What vanished is named first: with its payload back, the record that was put in.
    let (plaza, _, other) = with_cases().await;
    plaza
        .sql(&format!("INSERT INTO handling_records (case_id, number, kind, at) VALUES ({other}, 99, 'answered', '2026-03-02 02:00:00')"))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(
        wrong.starts_with(&format!("file of case {other}, record 99")),
        "{wrong}"
    );
}

/// Whoever has the database can write that something was erased, and take it away; that it was
/// done on a ground only the city can say.
#[actix_web::test]
async fn a_forged_erasure_is_found_and_named() {
    let (plaza, one, _) = with_cases().await;
    let row = |number: i32| {
        format!(
            "INSERT INTO chain_erasures (chain, number, ground, at) VALUES ({one}, {number}, 'consent', '2026-03-02 02:00:00')"
        )
    };
    plaza.sql(&row(1)).unwrap();
    // With the row the triggers let the payload go.
    plaza
        .sql(&format!("UPDATE handling_records SET body = NULL, account_id = NULL, salt = NULL WHERE case_id = {one} AND number = 1"))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    let named = format!("file of case {one}, record 1: an erasure is on record");
    assert!(wrong.starts_with(&named), "{wrong}");
    // A link with a good hash does not help: it lacks the city's signature.
    let context = plaza.context.clone();
    let numbers = "1".to_owned();
    plaza
        .context
        .db
        .write(move |connection| {
            use plaza::privacy::chain::{self, Chain};
            let fields =
                serde_json::json!({ "ground": "consent", "numbers": numbers, "signature": "00" });
            let kind = "payloads-erased";
            let now = context.now();
            let chain = Chain::Case(one);
            chain::append(
                connection,
                &context.random,
                now,
                chain,
                kind,
                fields.to_string(),
                b"",
            )
            .map(drop)
        })
        .await
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("without the city's signature"), "{wrong}");
}

#[actix_web::test]
async fn what_is_erased_by_the_schedule_is_named_in_its_chain_and_verifies() {
    let (plaza, one, _) = with_cases().await;
    sign(&plaza).await;
    plaza.sql(ENDED).unwrap();
    plaza.advance(TimeDelta::days(6 * 366));
    retention::once(&plaza.context).await.unwrap();
    let after = verified(&plaza).await.unwrap();
    assert!(after.erased > 0, "nothing was erased");
    sign(&plaza).await;
    assert_eq!(verified(&plaza).await.unwrap().unsigned, 0);
    // One more row than the link names is found all the same.
    let forged = format!(
        "INSERT INTO chain_erasures (chain, number, ground, at) \
         SELECT chain, number, 'consent', at FROM chain_links WHERE chain = {one} AND kind = 'payloads-erased'"
    );
    plaza.sql(&forged).unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.starts_with(&format!("file of case {one}")), "{wrong}");
}

#[actix_web::test]
async fn a_cut_tail_is_found() {
    let (plaza, one, _) = with_cases().await;
    sign(&plaza).await;
    plaza.unguard("handling_records");
    plaza.unguard("chain_links");
    let answer = format!("(SELECT number FROM chain_tips WHERE chain = {one})");
    plaza
        .sql(&format!(
            "DELETE FROM handling_records WHERE case_id = {one} AND number = {answer}; \
             DELETE FROM chain_links WHERE chain = {one} AND number = {answer}; \
             UPDATE chain_tips SET number = number - 1 WHERE chain = {one}; \
             UPDATE cases SET state = 'routed' WHERE id = {one}"
        ))
        .unwrap();
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("the tail was cut"), "{wrong}");
}

/// What the first link of a file committed to before there were coordinates: of each part whether
/// it is there, its length, and the part.
fn of_version_2(
    connection: &mut AnyConnection,
    case: i64,
    record: Vec<u8>,
) -> Result<Vec<u8>, DbError> {
    use diesel::prelude::*;
    use plaza::db::schema::cases;
    let (title, body, category, district, at): (String, String, i64, i64, Timestamp) = cases::table
        .find(case)
        .select((
            cases::title,
            cases::body,
            cases::category_id,
            cases::district_id,
            cases::created_at,
        ))
        .first(connection)?;
    let parts = [
        Some(record),
        Some(title.into_bytes()),
        Some(body.into_bytes()),
        None,
        Some(category.to_be_bytes().to_vec()),
        Some(district.to_be_bytes().to_vec()),
        Some(b"web".to_vec()),
        None,
        Some(at.milliseconds().to_be_bytes().to_vec()),
    ];
    let bound = parts.into_iter().flat_map(|part| {
        let is_there = vec![u8::from(part.is_some())];
        let part = part.unwrap_or_default();
        let length = (part.len() as u64).to_be_bytes().to_vec();
        [is_there, length, part].concat()
    });
    Ok(bound.collect())
}

/// The forger takes everything of a case away and writes it again, another way, with Plaza's own
/// program and valid hashes: as the files of before were written, or, `with_words`, those of before
/// there were coordinates.
async fn write_anew(plaza: &Plaza, case: i64, with_words: bool) {
    for table in ["handling_records", "chain_links"] {
        plaza.unguard(table);
    }
    plaza
        .sql(&format!(
            "DELETE FROM handling_records WHERE case_id = {case}; DELETE FROM chain_links WHERE chain = {case}; \
             DELETE FROM chain_tips WHERE chain = {case}; UPDATE cases SET state = 'answered' WHERE id = {case}"
        ))
        .unwrap();
    let context = plaza.context.clone();
    plaza
        .context
        .db
        .write(move |connection| {
            use diesel::prelude::*;
            use plaza::db::schema::handling_records;
            use plaza::privacy::chain::{self, Chain};
            let now = context.now();
            for kind in [
                "received",
                "accepted-unconfirmed",
                "routed",
                "mailed",
                "answered",
            ] {
                let record = chain::record_payload(None, None);
                let (fields, payload) = match kind {
                    "received" if with_words => {
                        (r#"{"payload":2}"#, of_version_2(connection, case, record)?)
                    }
                    _ => ("{}", record),
                };
                let link = chain::append(
                    connection,
                    &context.random,
                    now,
                    Chain::Case(case),
                    kind,
                    fields.into(),
                    &payload,
                )?;
                diesel::insert_into(handling_records::table)
                    .values((
                        handling_records::case_id.eq(case),
                        handling_records::number.eq(link.number),
                        handling_records::kind.eq(kind),
                        handling_records::at.eq(now),
                        handling_records::salt.eq(link.salt.to_vec()),
                    ))
                    .execute(connection)?;
            }
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_chain_written_anew_is_found() {
    let (plaza, one, _) = with_cases().await;
    let kept = sign(&plaza).await;
    // Even the statement goes.
    write_anew(&plaza, one, false).await;
    let wrong = verified(&plaza).await.unwrap_err();
    assert!(wrong.contains("written anew"), "{wrong}");

    plaza.unguard("chain_statements");
    plaza
        .sql("DELETE FROM chain_statements; UPDATE chain_tips SET signed = 0")
        .unwrap();
    verified(&plaza).await.expect("the forger is done");
    plaza.advance(TimeDelta::days(1));
    sign(&plaza).await;
    // Whoever kept the mailed statement finds it all the same.
    let wrong = verify::all(&plaza.context, vec![kept], |_| {})
        .await
        .unwrap_err();
    assert!(
        wrong.to_string().contains("not the one that was published"),
        "{wrong}"
    );
}
