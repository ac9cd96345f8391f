//! How often a member of an office gets its digest: as the office chose, or as the member did; and the
//! link in a digest that ends them.

use diesel::prelude::*;

use crate::{
    accounts::{
        AccountError,
        preferences::{self, Stops},
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{digest_pending, office_members, offices},
    },
    keys::Token,
    mail::{
        LetterKind,
        digest::Rhythm,
        outbox,
        suppression::{self, Reason},
    },
    offices::Office,
    privacy::erasures::{self, Erased},
    suggestions::SuggestionError,
};

/// Why somebody who stopped these digests in one of them gets none of any office, whatever that office
/// chooses later.
const STOPPED: Reason = Reason::Unsubscribed(LetterKind::StaffDigest);

/// What holds for a member of an office.
#[derive(Clone, Debug)]
pub struct Choice {
    pub office: Office,
    /// `None`: as the office.
    pub own: Option<Rhythm>,
    pub of_office: Rhythm,
}

impl Choice {
    pub fn holds(&self) -> Rhythm {
        holding(self.own, self.of_office)
    }
}

/// A member's own choice goes before the office's.
fn holding(own: Option<Rhythm>, of_office: Rhythm) -> Rhythm {
    own.unwrap_or(of_office)
}

/// For each office that an account works for, in the order of their slugs.
pub async fn of(context: &Context, account: i64) -> Result<Vec<Choice>, SuggestionError> {
    context
        .db
        .read(move |connection| Ok(load(connection, account)?))
        .await
}

fn load(connection: &mut AnyConnection, account: i64) -> Result<Vec<Choice>, DbError> {
    type Row = (Office, Option<String>, String);
    let rows: Vec<Row> = office_members::table
        .inner_join(offices::table)
        .filter(office_members::account_id.eq(account))
        .order(offices::slug)
        .select((Office::as_select(), office_members::digest, offices::digest))
        .load(connection)?;
    let choice = |(office, own, of_office): Row| Choice {
        office,
        own: own.map(|own| own.parse().unwrap_or_default()),
        of_office: of_office.parse().unwrap_or_default(),
    };
    Ok(rows.into_iter().map(choice).collect())
}

/// Keeps what a member chose for some offices, by their ids; others are passed over.
pub async fn choose(
    context: &Context,
    account: i64,
    chosen: Vec<(i64, Option<Rhythm>)>,
) -> Result<(), SuggestionError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Of two forms at once the later stands.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let mut asks = false;
            for choice in load(connection, account)? {
                let id = choice.office.id;
                let own = chosen.iter().find(|(office, _)| *office == id);
                if let Some((_, own)) = own {
                    asks |= holding(*own, choice.of_office) != Rhythm::None;
                    change(connection, &cx, account, &choice, *own)?;
                }
            }
            let index = preferences::address(connection, account)?;
            if asks {
                suppression::lift(connection, &index, STOPPED)?;
            }
            let has_none = |choice: &Choice| choice.holds() == Rhythm::None;
            if load(connection, account)?.iter().all(has_none) {
                outbox::unsend_to(connection, &index, LetterKind::StaffDigest)?;
            }
            Ok(())
        })
        .await
}

/// A digest that ends takes along what waits for it, and one begins with nothing; any other keeps it.
fn change(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    before: &Choice,
    own: Option<Rhythm>,
) -> Result<(), SuggestionError> {
    if before.own == own {
        return Ok(());
    }
    let office = before.office.id;
    let (had, has) = (before.holds(), holding(own, before.of_office));
    let zone = context.config.city.time_zone;
    let now = context.now().utc().with_timezone(&zone).naive_local();
    diesel::update(office_members::table.find((office, account)))
        .set((
            office_members::digest.eq(own.map(|own| own.to_string())),
            // The first comes when the next is due, not at once.
            office_members::digested_on.eq(has.last_due(now)),
        ))
        .execute(connection)?;
    if had == has || ![had, has].contains(&Rhythm::None) {
        return Ok(());
    }
    diesel::delete(
        digest_pending::table
            .filter(digest_pending::office_id.eq(office))
            .filter(digest_pending::account_id.eq(account)),
    )
    .execute(connection)?;
    if has == Rhythm::None {
        let erased = Erased::OfficeDigest { account, office };
        erasures::append::<SuggestionError>(connection, context, erased)?;
    }
    Ok(())
}

/// Ends the digests of all offices of an account by a link, also of those whose office begins one later.
pub async fn stop(context: &Context, token: &Token) -> Result<(), SuggestionError> {
    let (token, cx) = (token.clone(), context.clone());
    context
        .db
        .write(move |connection| {
            let account = match preferences::take_stop_link(connection, &cx, &token, Stops::Offices)
            {
                Ok(account) => account,
                Err(AccountError::Gone) => return Err(SuggestionError::Gone),
                Err(error) => return Err(error.into()),
            };
            locks::hold(connection, Table::Accounts, [account].into())?;
            let index = preferences::address(connection, account)?;
            suppression::suppress(connection, &cx, &index, STOPPED)?;
            outbox::unsend_to(connection, &index, LetterKind::StaffDigest)?;
            for choice in load(connection, account)? {
                change(connection, &cx, account, &choice, Some(Rhythm::None))?;
            }
            Ok(())
        })
        .await
}

/// Ends the digest of one office, in the caller's transaction and without a line in the erasure
/// journal: for a restored backup. Gives whether there was one.
pub fn stop_again(
    connection: &mut AnyConnection,
    account: i64,
    office: i64,
) -> Result<bool, DbError> {
    let choices = load(connection, account)?;
    let has_one = |choice: &Choice| choice.office.id == office && choice.holds() != Rhythm::None;
    if !choices.iter().any(has_one) {
        return Ok(false);
    }
    diesel::update(office_members::table.find((office, account)))
        .set(office_members::digest.eq(Rhythm::None.to_string()))
        .execute(connection)?;
    diesel::delete(
        digest_pending::table
            .filter(digest_pending::office_id.eq(office))
            .filter(digest_pending::account_id.eq(account)),
    )
    .execute(connection)?;
    Ok(true)
}
