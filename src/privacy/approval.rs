//! A second person's word: what an investigation needs before anything is touched.
//!
//! One asks, naming the agency, its document and the act; another approves; the approval
//! serves once. Who may ask and approve, the face decides.

use diesel::prelude::*;

use super::ground::{LONGEST, Missing};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::approvals},
};

/// An approval that was given and is being used; exists only through [`take`].
#[derive(Debug)]
pub struct Approval {
    id: i64,
    agency: String,
    document: String,
}

impl Approval {
    pub const fn id(&self) -> i64 {
        self.id
    }

    pub fn agency(&self) -> &str {
        &self.agency
    }

    pub fn document(&self) -> &str {
        &self.document
    }
}

/// Why an approval was not asked for, given or used.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    #[error(transparent)]
    Missing(#[from] Missing),
    /// Whoever asked cannot approve.
    #[error("a second person must approve")]
    SamePerson,
    /// There is none, it was not approved, it is for something else, or it was used.
    #[error("there is no approval for this")]
    None,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for ApprovalError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A request as the second person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Request {
    pub id: i64,
    pub agency: String,
    pub document: String,
    /// What is to be done, as the act's own code says it: `disclose case KH-…`.
    pub act: String,
    pub requested_by: i64,
    pub requested_at: Timestamp,
    pub approved_at: Option<Timestamp>,
}

/// Asks for an approval of `act`; gives its id.
pub async fn request(
    context: &Context,
    by: i64,
    agency: &str,
    document: &str,
    act: String,
) -> Result<i64, ApprovalError> {
    let part = |part, text: &str| {
        let text = text.trim();
        let known = !text.is_empty() && text.chars().count() <= LONGEST;
        known.then(|| text.to_owned()).ok_or(Missing { part })
    };
    let (agency, document) = (part("agency", agency)?, part("document", document)?);
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let id = diesel::insert_into(approvals::table)
                .values((
                    approvals::agency.eq(agency),
                    approvals::document.eq(document),
                    approvals::act.eq(act),
                    approvals::requested_by.eq(by),
                    approvals::requested_at.eq(now),
                ))
                .returning(approvals::id)
                .get_result(connection)?;
            Ok(id)
        })
        .await
}

/// Requests that were not used yet, oldest first, at most a hundred.
pub async fn open(context: &Context) -> Result<Vec<Request>, DbError> {
    context
        .db
        .read(|connection| {
            let requests = approvals::table
                .filter(approvals::used_at.is_null())
                .order(approvals::id)
                .limit(100)
                .select((
                    approvals::id,
                    approvals::agency,
                    approvals::document,
                    approvals::act,
                    approvals::requested_by,
                    approvals::requested_at,
                    approvals::approved_at,
                ))
                .load(connection)?;
            Ok(requests)
        })
        .await
}

/// Approves a request of somebody else. Twice is once.
pub async fn approve(context: &Context, by: i64, request: i64) -> Result<(), ApprovalError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let asked_by: Option<i64> = approvals::table
                .find(request)
                .select(approvals::requested_by)
                .first(connection)
                .optional()?;
            if asked_by.ok_or(ApprovalError::None)? == by {
                return Err(ApprovalError::SamePerson);
            }
            diesel::update(
                approvals::table
                    .find(request)
                    .filter(approvals::approved_at.is_null()),
            )
            .set((
                approvals::approved_by.eq(by),
                approvals::approved_at.eq(now),
            ))
            .execute(connection)?;
            Ok(())
        })
        .await
}

/// Uses an approval up, in the transaction of the act that it is for.
pub fn take(
    connection: &mut AnyConnection,
    now: Timestamp,
    request: i64,
    act: &str,
) -> Result<Approval, ApprovalError> {
    let taken: Option<(String, String)> = diesel::update(
        approvals::table
            .find(request)
            .filter(approvals::act.eq(act))
            .filter(approvals::approved_at.is_not_null())
            .filter(approvals::used_at.is_null()),
    )
    .set(approvals::used_at.eq(now))
    .returning((approvals::agency, approvals::document))
    .get_result(connection)
    .optional()?;
    let (agency, document) = taken.ok_or(ApprovalError::None)?;
    Ok(Approval {
        id: request,
        agency,
        document,
    })
}
