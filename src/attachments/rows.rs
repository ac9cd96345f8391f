//! The rows of files: attached, withheld, discarded. Whoever deletes a row notes its object in
//! the same transaction, and a job deletes that: whatever crashes in between, nothing is left.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{AttachmentError, Kind, MOST, PENDING, PENDING_OF_GUESTS, Variant};
use crate::db::{
    AnyConnection, DbError, Timestamp, one_of,
    schema::{attachment_discards, attachments, case_files, sealed_originals},
};

/// A file as those see it who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub id: i64,
    /// From 1 to [`MOST`]; a text names it by this.
    pub position: usize,
    pub kind: Kind,
    pub name: String,
    /// What the picture shows, in words.
    pub alt: String,
    /// In bytes.
    pub size: u64,
    /// In pixels; 0 for what is no picture.
    pub width: u32,
    pub height: u32,
    /// Nobody could read its text yet.
    pub unread: bool,
}

/// A file with where its bytes are.
#[derive(Clone, Debug)]
pub struct Stored {
    pub attached: Attached,
    pub post: Option<i64>,
    pub object: String,
    pub hash: Vec<u8>,
}

impl Stored {
    /// Another for other bytes, another name, another variant: by this a copy knows its age.
    pub fn tag(&self, variant: Variant) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.hash);
        hash.update(variant.as_str());
        hash.update(&self.attached.name);
        URL_SAFE_NO_PAD.encode(&hash.finalize()[..16])
    }

    /// The name of one of its objects; `None` when it has none of the kind.
    pub fn object(&self, variant: Variant) -> Option<String> {
        object(
            self.attached.kind,
            self.attached.width,
            &self.object,
            variant,
        )
    }

    /// The name of the object that `hash` is of: the largest picture, or the file.
    pub fn main_object(&self) -> String {
        format!("{}/{}", self.object, self.attached.kind.main().as_str())
    }
}

/// As [`Stored::object`], of what has its objects in `folder`.
pub(super) fn object(kind: Kind, width: u32, folder: &str, variant: Variant) -> Option<String> {
    let variants = kind.variants(width);
    let there = variants.iter().any(|(name, _)| *name == variant);
    there.then(|| format!("{folder}/{}", variant.as_str()))
}

/// Where a file's bytes are, and the hash of the largest.
pub(super) struct Place {
    pub id: i64,
    pub kind: Kind,
    pub width: u32,
    pub object: String,
    pub hash: Vec<u8>,
}

impl Place {
    pub fn of((id, kind, width, object, hash): (i64, Kind, i32, String, Vec<u8>)) -> Self {
        Self {
            id,
            kind,
            width: u32::try_from(width).unwrap_or(0),
            object,
            hash,
        }
    }
}

type Row = (
    (i64, Option<i64>, i32, Kind, String, String),
    (i64, i32, i32, bool),
    (String, Vec<u8>),
);

/// The columns of a [`Row`]; a macro, for the type of the selection cannot be written.
macro_rules! columns {
    () => {
        (
            (
                attachments::id,
                attachments::post_id,
                attachments::position,
                attachments::kind,
                attachments::name,
                attachments::alt,
            ),
            (
                attachments::size,
                attachments::width,
                attachments::height,
                attachments::unread,
            ),
            (attachments::object, attachments::hash),
        )
    };
}

fn stored(((id, post, position, kind, name, alt), measures, (object, hash)): Row) -> Stored {
    let (size, width, height, unread) = measures;
    Stored {
        attached: Attached {
            id,
            position: usize::try_from(position).unwrap_or(0),
            kind,
            name,
            alt,
            size: u64::try_from(size).unwrap_or(0),
            width: u32::try_from(width).unwrap_or(0),
            height: u32::try_from(height).unwrap_or(0),
            unread,
        },
        post,
        object,
        hash,
    }
}

/// One file, unless it is withheld.
pub fn find(connection: &mut AnyConnection, id: i64) -> Result<Option<Stored>, DbError> {
    let row: Option<Row> = attachments::table
        .find(id)
        .filter(attachments::withheld_by.is_null())
        .select(columns!())
        .first(connection)
        .optional()?;
    Ok(row.map(stored))
}

/// One file, be it withheld or not.
pub fn find_also_withheld(
    connection: &mut AnyConnection,
    id: i64,
) -> Result<Option<Stored>, DbError> {
    let row: Option<Row> = attachments::table
        .find(id)
        .select(columns!())
        .first(connection)
        .optional()?;
    Ok(row.map(stored))
}

/// The files of several posts in one query, in their order, without those that are withheld.
pub fn of_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, Vec<Attached>>, DbError> {
    let mut all: HashMap<i64, Vec<Attached>> = HashMap::new();
    for stored in stored_of_posts(connection, posts)? {
        if let Some(post) = stored.post {
            all.entry(post).or_default().push(stored.attached);
        }
    }
    Ok(all)
}

pub(super) fn stored_of_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<Vec<Stored>, DbError> {
    let rows: Vec<Row> = attachments::table
        .filter(one_of(
            attachments::post_id.assume_not_null(),
            posts.to_vec(),
        ))
        .filter(attachments::withheld_by.is_null())
        .order((attachments::post_id, attachments::position))
        .select(columns!())
        .load(connection)?;
    Ok(rows.into_iter().map(stored).collect())
}

/// The places in a post that its withheld files keep until they are put back or forgotten.
pub(super) fn withheld_places(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<Vec<usize>, DbError> {
    let places: Vec<i32> = attachments::table
        .filter(attachments::post_id.eq(post))
        .filter(attachments::withheld_by.is_not_null())
        .select(attachments::position)
        .load(connection)?;
    let places = places.into_iter().map(usize::try_from);
    Ok(places.filter_map(Result::ok).collect())
}

/// All files that an account gave, also those that wait, but for what these ledger entries
/// withhold.
pub fn of_account(
    connection: &mut AnyConnection,
    account: i64,
    except: &[i32],
) -> Result<Vec<Stored>, DbError> {
    let rows: Vec<Row> = attachments::table
        .filter(attachments::account_id.eq(account))
        .filter(
            attachments::withheld_by
                .is_null()
                .or(attachments::withheld_by
                    .assume_not_null()
                    .ne_all(except.to_vec())),
        )
        .order(attachments::id)
        .select(columns!())
        .load(connection)?;
    Ok(rows.into_iter().map(stored).collect())
}

/// Where the bytes of some files after this id are, in the order of their ids.
pub(super) fn after(
    connection: &mut AnyConnection,
    id: i64,
    most: i64,
) -> Result<Vec<Place>, DbError> {
    let rows: Vec<(i64, Kind, i32, String, Vec<u8>)> = attachments::table
        .filter(attachments::id.gt(id))
        .order(attachments::id)
        .limit(most)
        .select((
            attachments::id,
            attachments::kind,
            attachments::width,
            attachments::object,
            attachments::hash,
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(Place::of).collect())
}

/// Uploads by the hashes of their tokens that still wait, or wait for a draft; the tokens' order is
/// not kept.
pub(super) fn by_tokens(
    connection: &mut AnyConnection,
    hashes: Vec<Vec<u8>>,
    now: Timestamp,
) -> Result<Vec<(Vec<u8>, Stored)>, DbError> {
    let rows: Vec<(Vec<u8>, Row)> = attachments::table
        .filter(attachments::token_hash.eq_any(hashes))
        .filter(
            attachments::created_at
                .gt(now - PENDING_OF_GUESTS)
                .or(attachments::account_id
                    .is_not_null()
                    .and(attachments::created_at.gt(now - PENDING)))
                .or(attachments::draft_id.is_not_null()),
        )
        .filter(attachments::withheld_by.is_null())
        .select((attachments::token_hash, columns!()))
        .load(connection)?;
    let with_hashes = rows.into_iter().map(|(hash, row)| (hash, stored(row)));
    Ok(with_hashes.collect())
}

/// A new file that waits for its post.
pub(super) struct New {
    pub account: Option<i64>,
    pub attached: Attached,
    pub object: String,
    pub hash: Vec<u8>,
    pub token_hash: Vec<u8>,
    pub at: Timestamp,
}

/// How many uploads of one account may wait, and how many of all guests together.
const MOST_WAITING: i64 = 50;
const MOST_OF_GUESTS: i64 = 1000;

/// [`AttachmentError::TooMany`] when so many wait already that there is no room for another.
pub(super) fn has_room(
    connection: &mut AnyConnection,
    account: Option<i64>,
) -> Result<(), AttachmentError> {
    let waiting = attachments::table.filter(attachments::post_id.is_null());
    let full = match account {
        Some(account) => {
            let own: i64 = waiting
                .filter(attachments::account_id.eq(account))
                .count()
                .get_result(connection)?;
            own >= MOST_WAITING
        }
        None => {
            let of_guests: i64 = waiting
                .filter(attachments::account_id.is_null())
                .count()
                .get_result(connection)?;
            of_guests >= MOST_OF_GUESTS
        }
    };
    if full {
        return Err(AttachmentError::TooMany);
    }
    Ok(())
}

/// Fails as [`has_room`] does: others may have come meanwhile.
pub(super) fn insert(connection: &mut AnyConnection, new: &New) -> Result<i64, AttachmentError> {
    has_room(connection, new.account)?;
    let file = &new.attached;
    let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let id = diesel::insert_into(attachments::table)
        .values((
            attachments::account_id.eq(new.account),
            attachments::position.eq(0),
            attachments::kind.eq(file.kind),
            attachments::name.eq(&file.name),
            attachments::alt.eq(&file.alt),
            attachments::size.eq(i64::try_from(file.size).unwrap_or(i64::MAX)),
            attachments::width.eq(whole(file.width)),
            attachments::height.eq(whole(file.height)),
            attachments::unread.eq(file.unread),
            attachments::object.eq(&new.object),
            attachments::hash.eq(&new.hash),
            attachments::token_hash.eq(&new.token_hash),
            attachments::created_at.eq(new.at),
        ))
        .returning(attachments::id)
        .get_result(connection)?;
    Ok(id)
}

/// A file as it belongs to a post from now on.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: i64,
    pub position: usize,
    pub name: String,
    pub alt: String,
    /// Its bytes were written anew: object, size, hash.
    pub rewritten: Option<(String, u64, Vec<u8>)>,
}

/// Takes hold of the files that these conditions are true of, until the transaction ends, and gives
/// their ids. Whoever publishes one at the same moment was first, and it is none of them, or waits
/// and finds it gone.
macro_rules! held {
    ($connection:expr, $($condition:expr),+ $(,)?) => {
        diesel::update(attachments::table$(.filter($condition))+)
            .set(attachments::position.eq(attachments::position))
            .returning(attachments::id)
            .get_results::<i64>($connection)
    };
}

/// Makes these the files of a post, and discards the others that it had and those that their
/// author took out before they were published.
///
/// [`AttachmentError::Gone`] when one of them belongs to another post or was collected.
pub fn attach(
    connection: &mut AnyConnection,
    post: i64,
    kept: &[Kept],
    taken_out: &[i64],
) -> Result<(), AttachmentError> {
    let ids: Vec<i64> = kept.iter().map(|kept| kept.id).collect();
    let others = held!(
        connection,
        attachments::post_id.eq(post),
        attachments::withheld_by.is_null(),
        attachments::id.ne_all(ids),
    )?;
    discard(connection, others)?;
    // One was withheld meanwhile, and keeps its place.
    let withheld = withheld_places(connection, post)?;
    if kept.iter().any(|kept| withheld.contains(&kept.position)) {
        return Err(AttachmentError::Gone);
    }
    if !taken_out.is_empty() {
        let waiting = held!(
            connection,
            attachments::id.eq_any(taken_out.to_vec()),
            attachments::post_id.is_null(),
        )?;
        discard(connection, waiting)?;
    }
    // Out of each other's way: two that change places are never in one.
    diesel::update(
        attachments::table
            .filter(attachments::post_id.eq(post))
            .filter(attachments::withheld_by.is_null()),
    )
    .set(attachments::position.eq(attachments::position * -1))
    .execute(connection)?;
    for kept in kept.iter().take(MOST) {
        if kept.rewritten.is_some() {
            discard_object(connection, kept.id)?;
        }
        let free = attachments::table
            .find(kept.id)
            .filter(attachments::withheld_by.is_null())
            .filter(
                attachments::post_id
                    .is_null()
                    .or(attachments::post_id.assume_not_null().eq(post)),
            );
        let attached = diesel::update(free)
            .set((
                attachments::post_id.eq(post),
                attachments::position.eq(i32::try_from(kept.position).unwrap_or(0)),
                attachments::name.eq(&kept.name),
                attachments::alt.eq(&kept.alt),
                attachments::draft_id.eq(None::<i64>),
            ))
            .execute(connection)?;
        if attached == 0 {
            return Err(AttachmentError::Gone);
        }
        if let Some((object, size, hash)) = &kept.rewritten {
            diesel::update(attachments::table.find(kept.id))
                .set((
                    attachments::object.eq(object),
                    attachments::size.eq(i64::try_from(*size).unwrap_or(i64::MAX)),
                    attachments::hash.eq(hash),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// Gives files other names and descriptions: those in which something was masked.
pub fn rename(
    connection: &mut AnyConnection,
    id: i64,
    name: &str,
    alt: &str,
) -> Result<(), DbError> {
    diesel::update(attachments::table.find(id))
        .set((attachments::name.eq(name), attachments::alt.eq(alt)))
        .execute(connection)?;
    Ok(())
}

/// A moderator has looked at the files that could not be read.
pub fn accept_unread(connection: &mut AnyConnection, post: i64) -> Result<(), DbError> {
    diesel::update(attachments::table.filter(attachments::post_id.eq(post)))
        .set(attachments::unread.eq(false))
        .execute(connection)?;
    Ok(())
}

/// Keeps files from everybody, by the act of ledger entry `number`, until it is undone or the
/// original is no longer kept.
pub fn withhold(connection: &mut AnyConnection, ids: &[i64], number: i32) -> Result<(), DbError> {
    diesel::update(attachments::table.filter(attachments::id.eq_any(ids.to_vec())))
        .set(attachments::withheld_by.eq(number))
        .execute(connection)?;
    Ok(())
}

/// Undoes [`withhold`].
pub fn put_back(connection: &mut AnyConnection, number: i32) -> Result<(), DbError> {
    diesel::update(attachments::table.filter(attachments::withheld_by.eq(number)))
        .set(attachments::withheld_by.eq(None::<i32>))
        .execute(connection)?;
    Ok(())
}

/// Discards what is withheld and whose original is kept no longer.
pub fn forget_withheld(connection: &mut AnyConnection) -> Result<(), DbError> {
    let kept = sealed_originals::table.select(sealed_originals::ledger_number);
    let ids = held!(
        connection,
        attachments::withheld_by.is_not_null(),
        attachments::withheld_by.assume_not_null().ne_all(kept),
    )?;
    discard(connection, ids)
}

/// Discards every file of these posts, also what is withheld.
pub fn discard_of_posts(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    let ids = held!(
        connection,
        attachments::post_id.eq_any(posts.iter().copied().map(Some)),
    )?;
    discard(connection, ids)
}

/// Discards what an account uploaded and never published.
pub fn discard_pending_of(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    let ids = held!(
        connection,
        attachments::account_id.eq(account),
        attachments::post_id.is_null(),
    )?;
    discard(connection, ids)
}

/// Discards those of these uploads that nobody has published.
pub(super) fn discard_waiting(
    connection: &mut AnyConnection,
    tokens: &[Vec<u8>],
) -> Result<(), DbError> {
    let ids = held!(
        connection,
        attachments::token_hash.eq_any(tokens.to_vec()),
        attachments::post_id.is_null(),
    )?;
    discard(connection, ids)
}

/// The files of an account's posts stay with them, without the account.
pub fn forget_writers(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::update(
        attachments::table
            .filter(attachments::account_id.eq(account))
            .filter(attachments::post_id.is_not_null()),
    )
    .set(attachments::account_id.eq(None::<i64>))
    .execute(connection)?;
    Ok(())
}

/// Lets these uploads of an account wait as long as its draft does, and no others. When the draft
/// goes, they are let go.
pub fn hold_for_draft(
    connection: &mut AnyConnection,
    draft: i64,
    account: i64,
    tokens: &[Vec<u8>],
) -> Result<(), DbError> {
    diesel::update(
        attachments::table
            .filter(attachments::draft_id.eq(draft))
            .filter(attachments::token_hash.ne_all(tokens.to_vec())),
    )
    .set(attachments::draft_id.eq(None::<i64>))
    .execute(connection)?;
    diesel::update(
        attachments::table
            .filter(attachments::token_hash.eq_any(tokens.to_vec()))
            .filter(attachments::account_id.eq(account))
            .filter(attachments::post_id.is_null()),
    )
    .set(attachments::draft_id.eq(draft))
    .execute(connection)?;
    Ok(())
}

/// Discards the uploads that nobody published in time.
pub(super) fn discard_overdue(
    connection: &mut AnyConnection,
    now: Timestamp,
) -> Result<(), DbError> {
    let ids = held!(
        connection,
        attachments::post_id.is_null(),
        attachments::draft_id.is_null(),
        attachments::created_at
            .le(now - PENDING)
            .or(attachments::account_id
                .is_null()
                .and(attachments::created_at.le(now - PENDING_OF_GUESTS))),
    )?;
    discard(connection, ids)
}

/// Discards rows that the transaction holds; their objects go when they are collected.
pub fn discard(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    attachments::table
        .filter(attachments::id.eq_any(ids.clone()))
        .select(attachments::object)
        .insert_into(attachment_discards::table)
        .into_columns(attachment_discards::object)
        .execute(connection)?;
    diesel::delete(attachments::table.filter(attachments::id.eq_any(ids))).execute(connection)?;
    Ok(())
}

fn discard_object(connection: &mut AnyConnection, id: i64) -> Result<(), DbError> {
    attachments::table
        .find(id)
        .select(attachments::object)
        .insert_into(attachment_discards::table)
        .into_columns(attachment_discards::object)
        .execute(connection)?;
    Ok(())
}

/// Notes those of these objects that no row names, for the job that deletes them.
pub(super) fn discard_unnamed(
    connection: &mut AnyConnection,
    objects: Vec<String>,
) -> Result<(), DbError> {
    let known = known(connection, objects.clone())?;
    for object in objects.iter().filter(|object| !known.contains(object)) {
        diesel::insert_into(attachment_discards::table)
            .values(attachment_discards::object.eq(object))
            .execute(connection)?;
    }
    Ok(())
}

/// Objects to be deleted, at most a thousand; none that a case still has.
pub(super) fn discarded(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    let had = case_files::table.select(case_files::object);
    Ok(attachment_discards::table
        .filter(attachment_discards::object.ne_all(had))
        .select(attachment_discards::object)
        .limit(1000)
        .load(connection)?)
}

pub(super) fn forget_discarded(
    connection: &mut AnyConnection,
    objects: Vec<String>,
) -> Result<(), DbError> {
    diesel::delete(attachment_discards::table.filter(attachment_discards::object.eq_any(objects)))
        .execute(connection)?;
    Ok(())
}

/// Those of these objects that a row names.
pub(super) fn known(
    connection: &mut AnyConnection,
    objects: Vec<String>,
) -> Result<Vec<String>, DbError> {
    let mut known: Vec<String> = attachments::table
        .filter(attachments::object.eq_any(objects.clone()))
        .select(attachments::object)
        .load(connection)?;
    let of_cases: Vec<String> = case_files::table
        .filter(case_files::object.eq_any(objects))
        .select(case_files::object)
        .load(connection)?;
    known.extend(of_cases);
    Ok(known)
}
