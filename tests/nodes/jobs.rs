//! Of two nodes one has each round of a job; a killed one's is taken over.

use std::{collections::BTreeSet, time::Duration};

use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::{join, poll};
use plaza::{
    accounts::Role,
    context::{Context, Current},
    db::{DbError, schema::handling_records},
    jobs::{
        JOBS, Job, Name,
        lease::{self, LEASE, Node, Round, Standing, end, prolong, take},
        pass,
        rhythm::Rhythm,
    },
    suggestions::RecordKind,
};
use tokio::sync::watch;

use super::beside;
use crate::{suggestions::suggest, support::Plaza};

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// How a job stands in the database.
async fn stands(context: &Context, job: &Job) -> Standing {
    let all = context.db.read(lease::standing).await.unwrap();
    let mut all = all.into_iter();
    let found = all.find(|one| one.name == job.name.as_str());
    found.unwrap_or_else(|| panic!("nobody knows {}", job.name.as_str()))
}

#[test]
fn each_job_stands_once_in_the_list() {
    let names: BTreeSet<Name> = JOBS.iter().map(|job| job.name).collect();
    assert_eq!(names.len(), JOBS.len());
}

#[actix_web::test]
async fn of_two_nodes_one_has_a_round_and_a_killed_ones_is_taken_over() {
    let plaza = Plaza::start().await;
    let (one, other) = (plaza.context.clone(), beside(&plaza, 2).await);
    let (first, second, third) = (Node::new(&one), Node::new(&other), Node::new(&other));
    lease::due(&one).await.unwrap();
    for job in &JOBS {
        let name = job.name.as_str();
        let seen = stands(&one, job).await;
        let (here, there) = join!(
            take(&one, &first, job, &seen),
            take(&other, &second, job, &seen)
        );
        let taken: Vec<_> = [here.unwrap(), there.unwrap()]
            .into_iter()
            .flatten()
            .collect();
        let Ok([mut held]) = <[_; 1]>::try_from(taken) else {
            panic!("{name}: not one has it");
        };

        // As long as it is prolonged, nobody else has it.
        for _ in 0..3 {
            plaza.advance(LEASE - SECOND);
            let seen = stands(&other, job).await;
            let taken = take(&other, &third, job, &seen).await.unwrap();
            assert!(taken.is_none(), "{name}: two have it");
            assert!(prolong(&one, &mut held).await.unwrap(), "{name}");
        }

        // Its node is killed, or stands still.
        plaza.advance(LEASE);
        let seen = stands(&other, job).await;
        let taken = take(&other, &third, job, &seen).await.unwrap();
        let taken = taken.unwrap_or_else(|| panic!("{name}: it is lost"));
        let is_its = prolong(&one, &mut held).await.unwrap();
        assert!(!is_its, "{name}: it came back");
        end(&one, held, job, &Ok(Round::Done)).await.unwrap();
        let seen = stands(&one, job).await;
        assert_eq!(seen.holder.as_deref(), Some(third.as_str()), "{name}");

        end(&other, taken, job, &Ok(Round::Done)).await.unwrap();
        let left = stands(&one, job).await;
        assert_eq!((left.holder, left.leased_until), (None, None), "{name}");
        assert_eq!(left.ended_at, Some(one.now()), "{name}");
        // Whoever looked before finds it done.
        if matches!(job.rhythm, Rhythm::Each(_)) {
            let taken = take(&one, &first, job, &seen).await.unwrap();
            assert!(taken.is_none(), "{name}: it is done twice");
        }
    }
}

#[actix_web::test]
async fn a_round_that_failed_is_counted_and_tried_again_soon() {
    let plaza = Plaza::start().await;
    let (one, node) = (&plaza.context, Node::new(&plaza.context));
    lease::due(one).await.unwrap();
    for job in &JOBS {
        let name = job.name.as_str();
        for failures in 1..=2 {
            let seen = stands(one, job).await;
            let held = take(one, &node, job, &seen).await.unwrap().expect("free");
            end(one, held, job, &Err("away".to_owned())).await.unwrap();
            let left = stands(one, job).await;
            assert_eq!(left.failures, failures, "{name}");
            let hour = one.now() + TimeDelta::hours(1);
            assert!(left.due_at > one.now() && left.due_at <= hour, "{name}");
            plaza.advance(SECOND);
        }
        let seen = stands(one, job).await;
        let held = take(one, &node, job, &seen).await.unwrap().expect("free");
        end(one, held, job, &Ok(Round::More)).await.unwrap();
        let left = stands(one, job).await;
        assert_eq!((left.failures, left.due_at), (0, one.now()), "{name}");
    }
}

/// Two nodes that look at the same moment.
struct Two {
    contexts: [Context; 2],
    nodes: [Node; 2],
    running: watch::Receiver<bool>,
    _stop: watch::Sender<bool>,
}

impl Two {
    async fn on(plaza: &Plaza) -> Self {
        let contexts = [plaza.context.clone(), beside(plaza, 2).await];
        let nodes = [Node::new(&contexts[0]), Node::new(&contexts[1])];
        let (stop, running) = watch::channel(false);
        Self {
            contexts,
            nodes,
            running,
            _stop: stop,
        }
    }

    /// Both look; gives which rounds they did.
    async fn look(&self) -> Vec<Name> {
        let ([first, second], [one, other]) = (
            &self.nodes,
            self.contexts
                .each_ref()
                .map(|one| Current::from(one.clone())),
        );
        let (here, there) = join!(
            pass(&one, first, &self.running),
            pass(&other, second, &self.running)
        );
        let mut done = [here.unwrap(), there.unwrap()].concat();
        done.sort_unstable();
        done
    }
}

/// The jobs of which this is true, in the order of their names.
fn jobs(are: impl Fn(Rhythm) -> bool) -> Vec<Name> {
    let theirs = JOBS.iter().filter(|job| are(job.rhythm));
    let mut names: Vec<Name> = theirs.map(|job| job.name).collect();
    names.sort_unstable();
    names
}

#[actix_web::test]
async fn nodes_that_look_at_once_do_each_round_once_and_at_its_time() {
    let plaza = Plaza::city().await;
    let two = Two::on(&plaza).await;
    let each = |most: Duration| {
        jobs(move |rhythm| matches!(rhythm, Rhythm::Each(period) if period <= most))
    };
    assert_eq!(two.look().await, each(Duration::MAX));
    let done = two.look().await;
    assert!(done.is_empty(), "{done:?} is not due");
    plaza.at("2026-03-02T10:01");
    assert_eq!(two.look().await, each(Duration::from_secs(60)));
    plaza.at("2026-03-02T10:10");
    assert_eq!(two.look().await, each(Duration::from_secs(600)));
    plaza.at("2026-03-02T11:00");
    let mut hourly = each(Duration::from_secs(3600));
    hourly.extend(jobs(|rhythm| matches!(rhythm, Rhythm::Hourly)));
    hourly.sort_unstable();
    assert_eq!(two.look().await, hourly);
    // Nobody looked at noon: what is hourly has no round between.
    plaza.at("2026-03-02T12:30");
    assert_eq!(two.look().await, each(Duration::from_secs(3600)));
    plaza.at("2026-03-02T13:00");
    let done = two.look().await;
    assert!(done.contains(&Name::CountSupports), "{done:?}");
    // A clock that ran ahead for a while keeps no job waiting.
    plaza.at("2027-03-02T10:00");
    assert_eq!(two.look().await, each(Duration::MAX));
    plaza.at("2026-03-02T13:30");
    assert_eq!(two.look().await, each(Duration::MAX));
    for job in &JOBS {
        let left = stands(&plaza.context, job).await;
        assert_eq!(left.failures, 0, "{} failed", left.name);
        assert_eq!(left.holder, None, "{}", left.name);
    }
}

#[actix_web::test]
async fn a_job_goes_by_what_was_set_while_those_before_it_had_their_turn() {
    let plaza = Plaza::demo_city().await;
    plaza.sql("UPDATE cases SET ended_at = created_at").unwrap();
    lease::due(&plaza.context).await.unwrap();
    plaza.advance(TimeDelta::days(365 * 6));
    let current = Current::from(plaza.context.clone());
    let node = Node::new(&plaza.context);
    let (_stop, running) = watch::channel(false);
    let mut pass = Box::pin(pass(&current, &node, &running));
    assert!(poll!(&mut pass).is_pending(), "it has begun");
    let mut config = (*plaza.context.config).clone();
    config.retention.insert("cases".to_owned(), 50);
    current.put(plaza.context.with_settings(config, 1));
    let done = pass.await.unwrap();
    assert!(done.contains(&Name::Retention), "{done:?}");
    assert!(
        plaza.dump().contains("人孔蓋低了一截"),
        "a case was deleted by the years of before"
    );
}

#[actix_web::test]
async fn what_is_to_be_done_is_done_once_by_two_nodes() {
    let plaza = Plaza::city().await;
    let two = Two::on(&plaza).await;
    let client = plaza.client().await;
    let mut references = Vec::new();
    for n in 0..10 {
        let email = format!("resident{n}@example.tw");
        let keepsake = suggest(&client, &[("email", &email)]).await;
        references.push(keepsake.reference);
    }
    two.look().await;
    plaza.advance(TimeDelta::days(4));
    for _ in 0..3 {
        two.look().await;
        plaza.advance(TimeDelta::minutes(1));
    }
    let accepted: Vec<i64> = plaza
        .context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                handling_records::table
                    .filter(handling_records::kind.eq(RecordKind::AcceptedUnconfirmed))
                    .order(handling_records::case_id)
                    .select(handling_records::case_id)
                    .load(connection)?,
            )
        })
        .await
        .unwrap();
    let mut cases = accepted.clone();
    cases.dedup();
    assert_eq!(cases.len(), references.len(), "some were left out");
    assert_eq!(accepted, cases, "some were accepted twice");
    let mails = plaza.mails().await;
    for reference in references {
        let told = mails
            .iter()
            .filter(|mail| mail.subject.contains(&reference) && !mail.to.starts_with("resident"));
        assert_eq!(told.count(), 1, "the office is told of {reference} once");
    }
}

#[actix_web::test]
async fn a_text_of_an_older_pipeline_is_made_again_at_once_whichever_node_looks() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    author.topic("city", "路燈", "路燈不亮。").await;
    let two = Two::on(&plaza).await;
    two.look().await;
    plaza.sql("UPDATE posts SET pipeline = 1").unwrap();
    let done = two.look().await;
    assert!(done.contains(&Name::RenderAgain), "{done:?}");
    let done = two.look().await;
    assert!(done.is_empty(), "{done:?}: nothing is left");
}
