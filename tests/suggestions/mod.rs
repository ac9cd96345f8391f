//! The suggestion box, as residents, offices and programs meet it.

mod added;
mod api;
mod ask;
mod assigned;
mod bad_input;
mod confirm;
mod coordinates;
mod desk;
mod desk_contact;
mod desk_list;
mod desk_many;
mod due;
mod file;
mod files;
mod follow;
mod form;
mod intake;
pub mod life;
mod machine;
mod month;
mod pending;
mod rate;
mod routing;
mod templates;
mod twice;

use diesel::prelude::*;
use plaza::{
    db::{DbError, schema::cases},
    jobs,
};
use serde_json::{Value, json};

use crate::support::{Answer, Arrived, Client, Plaza};

const NEW: &str = "/en/suggestions/new";
const CASE: &str = "/en/suggestions/case";
const API_CASE: &str = "/api/v1/suggestions/case";

/// What a resident types, without contact; demo routing gives it to the Maintenance Office alone.
const TYPED: [(&str, &str); 4] = [
    ("category", "road-damage"),
    ("district", "lingya"),
    ("title", "A hole before the bus stop"),
    ("body", "Two hands wide.\nPlease fill it."),
];

/// The number and the password that a receipt shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepsake {
    pub reference: String,
    pub password: String,
}

impl Keepsake {
    #[track_caller]
    fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
        let codes = answer.texts(".keepsake code");
        let [reference, password] = &codes[..] else {
            panic!("no number and password in {}", answer.body)
        };
        Self {
            reference: reference.clone(),
            password: password.clone(),
        }
    }
}

/// The fields of [`TYPED`] with others in their place or beside them.
fn typed<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = TYPED
        .into_iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend(more);
    fields
}

/// Opens the form, checks, and sends, as a browser without a script does.
pub async fn suggest(client: &Client, more: &[(&str, &str)]) -> Keepsake {
    let submission = client.get(NEW).await.expect(200).hidden("submission");
    let mut fields = typed(more);
    fields.push(("submission", &submission));
    client.post(NEW, &fields).await.expect(200);
    fields.push(("send", "yes"));
    Keepsake::of(&client.post(NEW, &fields).await)
}

/// Opens a case in a browser.
async fn open(client: &Client, keepsake: &Keepsake) -> Answer {
    let fields = [
        ("reference", keepsake.reference.as_str()),
        ("password", keepsake.password.as_str()),
    ];
    client.post(CASE, &fields).await
}

/// The case as a program gets it.
async fn case(client: &Client, keepsake: &Keepsake) -> Value {
    let body = json!({ "reference": keepsake.reference, "password": keepsake.password });
    client.post_json(API_CASE, &body).await.expect(200).json()
}

/// The kinds of a case's handling records, in order.
async fn kinds(client: &Client, keepsake: &Keepsake) -> Vec<String> {
    case(client, keepsake).await["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["kind"].as_str().unwrap().to_owned())
        .collect()
}

pub async fn how_many_cases(plaza: &Plaza) -> i64 {
    plaza
        .context
        .db
        .read(|connection| Ok::<i64, DbError>(cases::table.count().get_result(connection)?))
        .await
        .unwrap()
}

pub async fn id_of(plaza: &Plaza, reference: &str) -> i64 {
    let reference = reference.to_owned();
    plaza
        .context
        .db
        .read(move |connection| {
            Ok::<i64, DbError>(
                cases::table
                    .filter(cases::reference.eq(reference))
                    .select(cases::id)
                    .first(connection)?,
            )
        })
        .await
        .unwrap()
}

/// What the runner does about suggestions when it looks for work.
async fn jobs_run(plaza: &Plaza) {
    jobs::accept_unconfirmed::once(&plaza.context)
        .await
        .unwrap();
    jobs::retention::once(&plaza.context).await.unwrap();
}

/// A mail's text with the line ends that it was written with.
fn lines(mail: &Arrived) -> String {
    mail.text.replace("\r\n", "\n")
}
