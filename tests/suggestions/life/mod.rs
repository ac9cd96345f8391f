//! What offices do with a case after routing, and what its resident is told of it.

mod again;
mod ended;
mod moved;
mod together;

use plaza::{privacy::verify, suggestions};
use serde_json::{Value, json};

use super::{Keepsake, case, id_of, lines, open, suggest};
use crate::support::{Answer, Client, Plaza};

const RESIDENT: &str = "lin.secret@example.tw";
const REASON: &str = "它的路面由另一個機關養護。";
const REOPEN: &str = "/api/v1/suggestions/case/reopen";

/// A case whose resident confirmed an address, at the desk of the Maintenance Office.
pub struct Scene {
    pub plaza: Plaza,
    pub resident: Client,
    pub staff: Client,
    pub keepsake: Keepsake,
    pub id: i64,
}

impl Scene {
    pub async fn set(more: &[(&str, &str)]) -> Self {
        Self::set_in(Plaza::city().await, more).await
    }

    /// As [`Scene::set`], in a city that is there already.
    pub async fn set_in(plaza: Plaza, more: &[(&str, &str)]) -> Self {
        let resident = plaza.client().await;
        let (keepsake, id) = confirmed(&plaza, &resident, RESIDENT, more).await;
        let staff = plaza.staff_of("maintenance").await;
        Self {
            plaza,
            resident,
            staff,
            keepsake,
            id,
        }
    }

    pub async fn act(&self, body: &Value) -> Answer {
        act(&self.staff, self.id, body).await
    }

    pub async fn answer(&self, words: &str) -> Answer {
        let path = format!("/api/v1/desk/cases/{}/answer", self.id);
        self.staff
            .post_json(&path, &json!({ "answer": words }))
            .await
    }

    pub async fn case(&self) -> Value {
        case(&self.resident, &self.keepsake).await
    }

    pub async fn page(&self) -> String {
        let page = open(&self.resident, &self.keepsake).await.expect(200);
        page.texts("main").remove(0)
    }

    /// The last mail to the resident: its subject and its text.
    pub async fn told(&self) -> String {
        let mails = self.plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == RESIDENT).unwrap();
        format!("{}\n{}", mail.subject, lines(mail))
    }

    pub async fn verify(&self) {
        verify::all(&self.plaza.context, Vec::new(), |_| {})
            .await
            .unwrap();
        suggestions::verify(&self.plaza.context).await.unwrap();
    }
}

pub async fn act(client: &Client, id: i64, body: &Value) -> Answer {
    let path = format!("/api/v1/desk/cases/{id}/acts");
    client.post_json(&path, body).await
}

async fn confirmed(
    plaza: &Plaza,
    client: &Client,
    email: &str,
    more: &[(&str, &str)],
) -> (Keepsake, i64) {
    let mut fields = vec![("email", email)];
    fields.extend(more);
    let keepsake = suggest(client, &fields).await;
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == email).unwrap();
    let link = mail.link("/en/suggestions/confirm/");
    client.post(&link, &[]).await.expect(200);
    plaza.mails().await;
    let id = id_of(plaza, &keepsake.reference).await;
    (keepsake, id)
}

/// The fields that an answer of the API names, each with its code.
fn wrong(answer: Answer) -> Vec<(String, String)> {
    let problem = answer.expect(422).json();
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            let text = |name: &str| error[name].as_str().unwrap().to_owned();
            (text("field"), text("code"))
        })
        .collect()
}

fn only(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}
