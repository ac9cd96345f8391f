//! The file of a case: whatever is tried in whatever order, each change has its record.

use chrono::TimeDelta;
use plaza::suggestions::{RecordKind, State};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use super::{case, id_of, jobs_run, suggest};
use crate::support::Plaza;

#[derive(Clone, Copy, Debug)]
enum Act {
    Confirm,
    TakeUp,
    Answer,
    DayPasses,
}

/// Tries `acts` in order; after each, the file must lead to where the case stands.
async fn try_all(with_email: bool, acts: Vec<Act>) {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let staff = plaza.staff_of("maintenance").await;
    let fields: &[(&str, &str)] = if with_email {
        &[("email", "lin@example.tw")]
    } else {
        &[]
    };
    let keepsake = suggest(&client, fields).await;
    let mails = plaza.mails().await;
    let link = with_email.then(|| mails[0].link("/en/suggestions/confirm/"));
    let desk = format!("/en/desk/{}", id_of(&plaza, &keepsake.reference).await);
    let mut before = Vec::new();
    for act in acts {
        match (act, &link) {
            (Act::Confirm, Some(link)) => drop(client.post(link, &[]).await),
            (Act::Confirm, None) => {}
            (Act::TakeUp, _) => drop(staff.post(&desk, &[("take-up", "yes")]).await),
            (Act::Answer, _) => drop(staff.post(&desk, &[("answer", "Done.")]).await),
            (Act::DayPasses, _) => plaza.advance(TimeDelta::days(1)),
        }
        jobs_run(&plaza).await;
        let found = case(&client, &keepsake).await;
        let records = found["records"].as_array().unwrap().clone();
        assert!(records.starts_with(&before), "a record was changed or lost");
        let mut state = State::New;
        for (number, record) in (1..).zip(&records) {
            assert_eq!(record["number"], number, "numbered without a gap");
            let kind: RecordKind = record["kind"].as_str().unwrap().parse().unwrap();
            state = state.after(kind).expect("a record that could not be");
        }
        assert_eq!(
            found["state"],
            state.as_str(),
            "the file leads to the case's state"
        );
        before = records;
    }
    let told = plaza
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.to == "maintenance@kcg.example");
    assert!(told.count() <= 1, "the office is told once");
}

#[test]
fn no_transition_without_a_record() {
    let act = prop_oneof![
        Just(Act::Confirm),
        Just(Act::TakeUp),
        Just(Act::Answer),
        Just(Act::DayPasses),
    ];
    let config = Config {
        cases: 8,
        failure_persistence: None,
        max_shrink_iters: 8,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(
            &(any::<bool>(), proptest::collection::vec(act, 1..8)),
            |(with_email, acts)| {
                actix_web::rt::System::new().block_on(try_all(with_email, acts));
                Ok(())
            },
        )
        .unwrap();
}
