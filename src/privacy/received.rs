//! What the first link of a case's file commits to beside its record: what the resident wrote.
//!
//! The words lie in `cases`, apart from the chain, and go with the case when its time is over. The
//! link's fields say which version its payload has; one from before has none and commits to
//! the record alone, as its case's words were never in it. From before cases had coordinates it
//! commits to all but those, and its case has none.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Private, Purpose, Viewer};
use crate::db::{AnyConnection, DbError, Timestamp, schema::cases};

/// The version of the payload, as the link's field `payload` says it.
pub const VERSION: u32 = 3;
/// The one of when a case had no coordinates.
const WITHOUT_COORDINATES: u32 = 2;

/// A case as it came.
#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct Given {
    title: Private<String>,
    body: Private<String>,
    place: Option<Private<String>>,
    coordinates: Option<Private<String>>,
    category_id: i64,
    district_id: i64,
    medium: String,
    received_on: Option<NaiveDate>,
    created_at: Timestamp,
}

impl Given {
    /// As it stands in the database.
    pub fn of(connection: &mut AnyConnection, case: i64) -> Result<Self, DbError> {
        Ok(cases::table
            .find(case)
            .select(Self::as_select())
            .first(connection)?)
    }

    /// Today's payload; `record` is that of the record itself.
    pub fn payload(&self, record: &[u8]) -> Vec<u8> {
        self.bound(record, true)
    }

    /// The payload of a version; `None` where there is no such version, or the case holds what
    /// that one did not know.
    pub fn payload_of(&self, version: u32, record: &[u8]) -> Option<Vec<u8>> {
        match version {
            VERSION => Some(self.payload(record)),
            WITHOUT_COORDINATES if self.coordinates.is_none() => Some(self.bound(record, false)),
            _ => None,
        }
    }

    /// Each part bound by its length.
    fn bound(&self, record: &[u8], with_coordinates: bool) -> Vec<u8> {
        let mut parts = vec![
            Some(record.to_vec()),
            Some(plain(&self.title)),
            Some(plain(&self.body)),
            self.place.as_ref().map(plain),
            Some(self.category_id.to_be_bytes().to_vec()),
            Some(self.district_id.to_be_bytes().to_vec()),
            Some(self.medium.clone().into_bytes()),
            self.received_on.map(|day| day.to_string().into_bytes()),
            Some(self.created_at.milliseconds().to_be_bytes().to_vec()),
        ];
        if with_coordinates {
            parts.push(self.coordinates.as_ref().map(plain));
        }
        let mut payload = Vec::new();
        for part in parts {
            payload.push(u8::from(part.is_some()));
            let part = part.unwrap_or_default();
            payload.extend((part.len() as u64).to_be_bytes());
            payload.extend(part);
        }
        payload
    }
}

fn plain(value: &Private<String>) -> Vec<u8> {
    let value = value.reveal(Viewer::Plaza, Purpose::Storage);
    value.clone().into_bytes()
}
