//! The site's ledger: everything done to somebody's content or data, with its ground.
//!
//! In its chain stand kind, ground and what is not personal; whom it concerns and the
//! ground's words lie sealed beside it. Appended in the transaction of the act itself.

use std::{collections::BTreeMap, fmt};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Private, Purpose, Viewer, actors,
    chain::{self, Chain},
    ground::Ground,
    moderated,
    reason::{Because, Chosen, Reason},
    sealed::{self, Column},
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{chain_links, ledger_payloads},
        text_enum,
    },
    i18n::Lang,
    keys::CannotOpen,
};

text_enum! {
    /// What was done.
    #[schema(as = LedgerAct)]
    pub enum Act {
        /// A moderator looked at it and let it stand, or become public.
        PostApproved = "post-approved",
        /// A moderator found that what readers reported breaks no rule.
        FlagsDismissed = "flags-dismissed",
        /// That was taken back: the flags wait again.
        FlagsReopened = "flags-reopened",
        /// The approval of what is public was taken back: it waits to be looked at again.
        ReviewReopened = "review-reopened",
        PostRejected = "post-rejected",
        PostHidden = "post-hidden",
        PostMasked = "post-masked",
        /// A moderator took words out of it. Nobody puts any in.
        PostEdited = "post-edited",
        PostRestored = "post-restored",
        /// A moderator took a published post back into review.
        PostHeld = "post-held",
        /// An approval was taken back: the post waits as it did before.
        PostWaitsAgain = "post-waits-again",
        /// A moderator's decision was taken back.
        DecisionUndone = "decision-undone",
        /// Somebody was asked to change what they show of themselves.
        ProfileReminded = "profile-reminded",
        /// That was taken back.
        ReminderUndone = "reminder-undone",
        /// What somebody says of themselves was hidden from others.
        ProfileHidden = "profile-hidden",
        /// An appeal was granted, or refused, by somebody other than who decided.
        AppealGranted = "appeal-granted",
        AppealRefused = "appeal-refused",
        Disclosed = "disclosed",
        Erased = "erased",
        Restricted = "restricted",
        OfficialAnswer = "official-answer",
        TopicPinned = "topic-pinned",
        TopicUnpinned = "topic-unpinned",
        TopicLocked = "topic-locked",
        TopicUnlocked = "topic-unlocked",
        TopicMoved = "topic-moved",
        TopicSplit = "topic-split",
        TopicMerged = "topic-merged",
        TopicTagged = "topic-tagged",
        BoardAdded = "board-added",
        BoardChanged = "board-changed",
        BoardOrdered = "board-ordered",
        BoardArchived = "board-archived",
        BoardUnarchived = "board-unarchived",
        BoardUndone = "board-undone",
        /// An office, a category, a district, a rule of routing, or who works for an office.
        OrganisationAdded = "organisation-added",
        OrganisationChanged = "organisation-changed",
        OrganisationRetired = "organisation-retired",
        OrganisationRestored = "organisation-restored",
        OrganisationRemoved = "organisation-removed",
        /// A mail that did not leave was tried anew, sent to another address, or given up.
        MailRetried = "mail-retried",
        MailRedirected = "mail-redirected",
        MailGivenUp = "mail-given-up",
        /// A mail that came in and had no place was put into a case, or discarded.
        MailPlaced = "mail-placed",
        MailDiscarded = "mail-discarded",
        /// Something was imposed on an account, or ended before its day.
        AccountWarned = "account-warned",
        AccountSilenced = "account-silenced",
        AccountSuspended = "account-suspended",
        SanctionEnded = "sanction-ended",
        /// What was imposed was taken back, as a mistake.
        SanctionWithdrawn = "sanction-withdrawn",
        SanctionAppealed = "sanction-appealed",
        /// Watched words were added, changed or retired.
        WatchedChanged = "watched-changed",
        /// Somebody who works for the city made a token of the API, or one was ended.
        TokenMade = "token-made",
        TokenEnded = "token-ended",
        /// A page of the operator's own was begun, changed, or is found elsewhere on the site.
        PageAdded = "page-added",
        PageChanged = "page-changed",
        /// One of its versions is what everybody reads.
        PagePublished = "page-published",
        PageWithdrawn = "page-withdrawn",
        /// An earlier version was taken up again as its newest.
        PageRestored = "page-restored",
        /// The register, or who logged on when, was taken out as a file.
        AuditExported = "audit-exported",
        /// Something was set on a page, or that was taken back.
        SettingChanged = "setting-changed",
        SettingUndone = "setting-undone",
        /// An endpoint to which events are delivered was added, changed or taken away.
        WebhookAdded = "webhook-added",
        WebhookChanged = "webhook-changed",
        WebhookRemoved = "webhook-removed",
        /// A version of the privacy policy was published.
        PolicyPublished = "policy-published",
        /// The anonymous open data was made.
        OpenDataMade = "open-data-made",
        /// What lay sealed beside entries was erased: it had its time, or went with an account.
        PayloadsErased = "payloads-erased",
    }
}

/// An act that changes nobody's words (promise 16): it takes no ground. What touches words or
/// data has no name here, and so cannot be noted without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// By a moderator, for a reason.
    Topic(OfTopic),
    /// By a moderator, who looked and let things be.
    Review(OfReview),
    /// By an administrator.
    Board(OfBoard),
    /// What the city publishes.
    City(OfCity),
    /// By an administrator, or whoever runs Plaza.
    Organisation(OfOrganisation),
    /// By an administrator, or whoever runs Plaza.
    Mail(OfMail),
    /// By a member of the office that gets what no rule names.
    Inbox(OfInbox),
    /// By a moderator or an administrator, for a reason.
    Account(OfAccount),
    /// Which words texts are looked through for: by an administrator.
    Watched,
    /// By who has the token, by an administrator, or whoever runs Plaza.
    Token(OfToken),
    /// By an administrator.
    Page(OfPage),
    /// What is recorded was taken out as a file: by an administrator.
    Audit,
    /// How the city looks and what it goes by: by an administrator.
    Setting(OfSetting),
    /// Where events are delivered to: by an administrator.
    Webhook(OfWebhook),
}

/// What is done to a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfSetting {
    Changed,
    /// The newest change was taken back.
    Undone,
}

/// What is arranged about a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfTopic {
    Pinned,
    Unpinned,
    Locked,
    Unlocked,
    Moved,
    Split,
    Merged,
    Tagged,
}

/// What a moderator lets be, or lets wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfReview {
    Approved,
    /// As before it was approved.
    WaitsAgain,
    /// What was flagged. Whoever wrote it learns of no flag.
    Dismissed,
    /// As before it was dismissed. Nor does whoever wrote it learn of that.
    FlagsReopened,
    /// As before it was approved, of what is public all the while.
    Reopened,
    /// As before the owner of a profile was asked to change it.
    ReminderUndone,
}

impl OfReview {
    /// Whether whom it is about is told. Nothing becomes of what is looked at, or of a flag.
    const fn is_told(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::WaitsAgain | Self::ReminderUndone
        )
    }
}

/// What is arranged about a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfBoard {
    Added,
    Changed,
    Ordered,
    Archived,
    Unarchived,
    /// The newest change was taken back.
    Undone,
}

/// What is arranged about offices, their members, categories, districts and routing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfOrganisation {
    Added,
    Changed,
    Retired,
    Restored,
    Removed,
}

/// What is done with a mail that did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfMail {
    Retried,
    Redirected,
    GivenUp,
}

/// What becomes of a mail that came in and had no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfInbox {
    Placed,
    /// For a reason.
    Discarded,
}

/// What is imposed on an account, or ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfAccount {
    Warned,
    Silenced,
    Suspended,
    Released,
    /// As a mistake.
    Withdrawn,
    /// By who has the account.
    Appealed,
    AppealGranted,
    AppealRefused,
}

/// What becomes of a token by which a program acts as somebody who works for the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfToken {
    Made,
    Ended,
}

/// What is arranged about an endpoint to which events are delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfWebhook {
    Added,
    Changed,
    Removed,
}

/// What the city publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfCity {
    /// A version of the privacy policy.
    Policy,
    /// The anonymous open data.
    OpenData,
}

/// What is arranged about a page of the operator's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfPage {
    Added,
    Changed,
    Published,
    Withdrawn,
    Restored,
}

impl Arrangement {
    /// As which it stands in the ledger.
    pub const fn act(self) -> Act {
        match self {
            Self::Topic(OfTopic::Pinned) => Act::TopicPinned,
            Self::Topic(OfTopic::Unpinned) => Act::TopicUnpinned,
            Self::Topic(OfTopic::Locked) => Act::TopicLocked,
            Self::Topic(OfTopic::Unlocked) => Act::TopicUnlocked,
            Self::Topic(OfTopic::Moved) => Act::TopicMoved,
            Self::Topic(OfTopic::Split) => Act::TopicSplit,
            Self::Topic(OfTopic::Merged) => Act::TopicMerged,
            Self::Topic(OfTopic::Tagged) => Act::TopicTagged,
            Self::Review(OfReview::Approved) => Act::PostApproved,
            Self::Review(OfReview::WaitsAgain) => Act::PostWaitsAgain,
            Self::Review(OfReview::Dismissed) => Act::FlagsDismissed,
            Self::Review(OfReview::FlagsReopened) => Act::FlagsReopened,
            Self::Review(OfReview::Reopened) => Act::ReviewReopened,
            Self::Review(OfReview::ReminderUndone) => Act::ReminderUndone,
            Self::Board(OfBoard::Added) => Act::BoardAdded,
            Self::Board(OfBoard::Changed) => Act::BoardChanged,
            Self::Board(OfBoard::Ordered) => Act::BoardOrdered,
            Self::Board(OfBoard::Archived) => Act::BoardArchived,
            Self::Board(OfBoard::Unarchived) => Act::BoardUnarchived,
            Self::Board(OfBoard::Undone) => Act::BoardUndone,
            Self::City(OfCity::Policy) => Act::PolicyPublished,
            Self::City(OfCity::OpenData) => Act::OpenDataMade,
            Self::Organisation(OfOrganisation::Added) => Act::OrganisationAdded,
            Self::Organisation(OfOrganisation::Changed) => Act::OrganisationChanged,
            Self::Organisation(OfOrganisation::Retired) => Act::OrganisationRetired,
            Self::Organisation(OfOrganisation::Restored) => Act::OrganisationRestored,
            Self::Organisation(OfOrganisation::Removed) => Act::OrganisationRemoved,
            Self::Mail(OfMail::Retried) => Act::MailRetried,
            Self::Mail(OfMail::Redirected) => Act::MailRedirected,
            Self::Mail(OfMail::GivenUp) => Act::MailGivenUp,
            Self::Inbox(OfInbox::Placed) => Act::MailPlaced,
            Self::Inbox(OfInbox::Discarded) => Act::MailDiscarded,
            Self::Account(OfAccount::Warned) => Act::AccountWarned,
            Self::Account(OfAccount::Silenced) => Act::AccountSilenced,
            Self::Account(OfAccount::Suspended) => Act::AccountSuspended,
            Self::Account(OfAccount::Released) => Act::SanctionEnded,
            Self::Account(OfAccount::Withdrawn) => Act::SanctionWithdrawn,
            Self::Account(OfAccount::Appealed) => Act::SanctionAppealed,
            Self::Account(OfAccount::AppealGranted) => Act::AppealGranted,
            Self::Account(OfAccount::AppealRefused) => Act::AppealRefused,
            Self::Watched => Act::WatchedChanged,
            Self::Token(OfToken::Made) => Act::TokenMade,
            Self::Token(OfToken::Ended) => Act::TokenEnded,
            Self::Page(OfPage::Added) => Act::PageAdded,
            Self::Page(OfPage::Changed) => Act::PageChanged,
            Self::Page(OfPage::Published) => Act::PagePublished,
            Self::Page(OfPage::Withdrawn) => Act::PageWithdrawn,
            Self::Page(OfPage::Restored) => Act::PageRestored,
            Self::Audit => Act::AuditExported,
            Self::Setting(OfSetting::Changed) => Act::SettingChanged,
            Self::Setting(OfSetting::Undone) => Act::SettingUndone,
            Self::Webhook(OfWebhook::Added) => Act::WebhookAdded,
            Self::Webhook(OfWebhook::Changed) => Act::WebhookChanged,
            Self::Webhook(OfWebhook::Removed) => Act::WebhookRemoved,
        }
    }

    /// What stands in a ground's place.
    const fn named(self) -> &'static str {
        match self {
            Self::Topic(_) | Self::Inbox(_) | Self::Account(_) => "reason",
            Self::Review(_) => "review",
            Self::Board(_)
            | Self::City(_)
            | Self::Organisation(_)
            | Self::Mail(_)
            | Self::Watched
            | Self::Token(_)
            | Self::Page(_)
            | Self::Audit
            | Self::Setting(_)
            | Self::Webhook(_) => "administration",
        }
    }
}

/// What an act concerns.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    pub post: Option<i64>,
    pub case: Option<i64>,
    /// Who did it; nobody where a person acts for themselves or the schedule does.
    pub by: Option<i64>,
}

/// What lies sealed beside an entry. `Debug` tells none of its words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    pub post: Option<i64>,
    pub case: Option<i64>,
    pub by: Option<i64>,
    /// The ground in words.
    pub words: String,
    /// The reason that was chosen from the operator's list, as it stood that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Chosen>,
    /// Which complaint it answers, where it answers one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
    /// Whether the words are for the privacy officer alone.
    #[serde(default)]
    pub confidential: bool,
    /// Whether whom it concerns may not be told.
    #[serde(default)]
    pub untold: bool,
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload")
            .field("post", &self.post)
            .field("case", &self.case)
            .finish_non_exhaustive()
    }
}

impl Payload {
    /// The words alone, where others than the privacy officer may read them.
    pub fn plain(&self) -> Option<&str> {
        (!self.confidential).then_some(self.words.as_str())
    }

    /// Why it was done, where others than the privacy officer may read that.
    pub fn because(&self) -> Option<Because> {
        let because = || Because::kept(self.chosen.clone(), self.words.clone());
        (!self.confidential).then(because)
    }

    /// The words, where others than the privacy officer may read them, after the reason that was
    /// chosen.
    pub fn shown(&self, lang: Lang) -> Option<String> {
        Some(self.because()?.said(lang))
    }
}

/// Appends an entry; gives its number. `fields` are further facts that are not personal.
pub fn append(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    ground: &Ground,
    about: About,
    fields: serde_json::Map<String, serde_json::Value>,
) -> Result<i32, DbError> {
    let mut all = match serde_json::to_value(ground.named()) {
        Ok(serde_json::Value::Object(named)) => named,
        _ => serde_json::Map::new(),
    };
    all.extend(fields);
    let payload = Payload {
        post: about.post,
        case: about.case,
        by: about.by,
        words: ground.words(),
        chosen: ground.chosen().cloned(),
        complaint: ground.complaint(),
        confidential: ground.is_confidential(),
        untold: !ground.is_told(),
    };
    write(connection, context, act, all, &payload)
}

/// Appends an act that changes nobody's words; gives its number. A reason may name people: it
/// lies sealed as a ground's words do.
pub fn note(
    connection: &mut AnyConnection,
    context: &Context,
    arrangement: Arrangement,
    reason: Option<&Reason>,
    about: About,
    fields: serde_json::Map<String, serde_json::Value>,
) -> Result<i32, DbError> {
    let because = reason.cloned().map(Because::from);
    note_because(
        connection,
        context,
        arrangement,
        because.as_ref(),
        about,
        fields,
    )
}

/// As [`note`]; beside the words, or in their stead, a reason may be chosen from the operator's list.
pub fn note_because(
    connection: &mut AnyConnection,
    context: &Context,
    arrangement: Arrangement,
    because: Option<&Because>,
    about: About,
    fields: serde_json::Map<String, serde_json::Value>,
) -> Result<i32, DbError> {
    let named = serde_json::Value::from(arrangement.named());
    let mut all = serde_json::Map::from_iter([("ground".to_owned(), named)]);
    all.extend(fields);
    let payload = Payload {
        post: about.post,
        case: about.case,
        by: about.by,
        words: because
            .map(|because| because.words().to_owned())
            .unwrap_or_default(),
        chosen: because.and_then(Because::chosen).cloned(),
        complaint: None,
        confidential: false,
        untold: matches!(arrangement, Arrangement::Review(of) if !of.is_told()),
    };
    write(connection, context, arrangement.act(), all, &payload)
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    fields: serde_json::Map<String, serde_json::Value>,
    payload: &Payload,
) -> Result<i32, DbError> {
    let (post, case) = (payload.post, payload.case);
    let by = actors::of_the_city(connection, payload.by)?;
    let payload = serde_json::to_string(payload).expect("texts and numbers make JSON");
    let fields = serde_json::Value::Object(fields).to_string();
    let appended = chain::append(
        connection,
        &context.random,
        context.now(),
        Chain::Ledger,
        act.as_str(),
        fields,
        payload.as_bytes(),
    )?;
    let sealed = sealed::seal(
        &context.config.keys,
        &context.random,
        Column::LedgerPayload,
        &Private::new(payload),
    );
    diesel::insert_into(ledger_payloads::table)
        .values((
            ledger_payloads::number.eq(appended.number),
            ledger_payloads::post_id.eq(post),
            ledger_payloads::case_id.eq(case),
            ledger_payloads::on_day.eq(context.clock.today(context.config.city.time_zone)),
            ledger_payloads::salt.eq(appended.salt.to_vec()),
            ledger_payloads::payload_sealed.eq(sealed),
            ledger_payloads::by_id.eq(by),
        ))
        .execute(connection)?;
    Ok(appended.number)
}

/// Says that a disclosure stands in the ledger; only this room makes one.
#[derive(Debug)]
pub struct Disclosed(());

/// Appends that a case's data is given to a third party; gives the entry's number and the
/// proof without which nothing can be shown to one.
pub fn disclosed(
    connection: &mut AnyConnection,
    context: &Context,
    ground: &Ground,
    about: About,
    fields: serde_json::Map<String, serde_json::Value>,
) -> Result<(i32, Disclosed), DbError> {
    let number = append(connection, context, Act::Disclosed, ground, about, fields)?;
    Ok((number, Disclosed(())))
}

/// The proof of an entry that was made before; `None` where there is no disclosure of this number.
pub fn disclosed_before(
    connection: &mut AnyConnection,
    number: i32,
) -> Result<Option<Disclosed>, DbError> {
    let known: i64 = chain_links::table
        .find((0, number))
        .filter(chain_links::kind.eq(Act::Disclosed))
        .count()
        .get_result(connection)?;
    Ok((known > 0).then_some(Disclosed(())))
}

/// An entry as anybody may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub number: i32,
    pub act: Act,
    /// `consent` or `circumstance-1` … `circumstance-4`; `reason`, `review` or `administration`
    /// where nobody's words were changed.
    pub ground: String,
    pub rule: Option<String>,
    pub rules_version: Option<String>,
    /// Board, office, number of fields and the like.
    pub facts: Vec<(String, String)>,
    pub at: Timestamp,
}

/// The public register, newest first: the entries among the `length` links before number `before`, and before
/// which number it goes on. It tells the day and no moment, and no board of what moderators did: together they
/// would tell whose post it was. The board stands in the log of moderation, which tells the month.
///
/// An act that another program wrote and this one does not know is passed over.
pub async fn register(
    context: &Context,
    before: Option<i32>,
    length: usize,
) -> Result<(Vec<Entry>, Option<i32>), DbError> {
    let limit = i64::try_from(length).unwrap_or(i64::MAX - 1) + 1;
    let mut rows: Vec<Row> = context
        .db
        .read(move |connection| {
            let rows = chain_links::table
                .filter(chain_links::chain.eq(0))
                .filter(chain_links::number.lt(before.unwrap_or(i32::MAX)))
                .order(chain_links::number.desc())
                .limit(limit)
                .select(ROW)
                .load(connection)?;
            Ok::<_, DbError>(rows)
        })
        .await?;
    let more = rows.len() > length;
    rows.truncate(length);
    let next = rows.last().filter(|_| more).map(|(number, ..)| *number);
    let of_register = |row| of_register(context, row);
    Ok((rows.into_iter().filter_map(of_register).collect(), next))
}

/// One entry as the public register tells it, where there is one whose act this program knows.
pub fn registered(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
) -> Result<Option<Entry>, DbError> {
    let row: Option<Row> = chain_links::table
        .find((0, number))
        .select(ROW)
        .first(connection)
        .optional()?;
    Ok(row.and_then(|row| of_register(context, row)))
}

/// Number, act, fields and moment of a link. The act is text: a program of another version has others.
type Row = (i32, String, String, Timestamp);

pub(super) const ROW: (
    chain_links::number,
    chain_links::kind,
    chain_links::fields,
    chain_links::at,
) = (
    chain_links::number,
    chain_links::kind,
    chain_links::fields,
    chain_links::at,
);

fn of_register(context: &Context, (number, act, fields, at): Row) -> Option<Entry> {
    let act: Act = act.parse().ok()?;
    let zone = context.config.city.time_zone;
    let mut entry = entry(number, act, &fields, day_begins(at.day_in(zone), zone));
    if moderated::sort_of(act).is_some() {
        entry
            .facts
            .retain(|(name, _)| !moderated::BOARDS.contains(&name.as_str()));
    }
    Some(entry)
}

pub(super) fn entry(number: i32, act: Act, fields: &str, at: Timestamp) -> Entry {
    let fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(fields).unwrap_or_default();
    let text = |name: &str| {
        fields
            .get(name)
            .and_then(|value| value.as_str().map(str::to_owned))
    };
    let facts = fields
        .iter()
        .filter(|(name, _)| {
            !["ground", "rule", "rules_version", "signature"].contains(&name.as_str())
        })
        .map(|(name, value)| {
            let plain = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), plain)
        })
        .collect();
    Entry {
        number,
        act,
        ground: text("ground").unwrap_or_default(),
        rule: text("rule"),
        rules_version: text("rules_version"),
        facts,
        at,
    }
}

/// What was done to a post, oldest first, with the ground's words: for its author and for moderators. As everywhere, acts
/// that this program does not know are passed over.
pub fn of_post(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<Vec<(Entry, Payload)>, LedgerError> {
    type Row = (i32, String, String, Timestamp, Vec<u8>);
    let rows: Vec<Row> = chain_links::table
        .inner_join(ledger_payloads::table.on(ledger_payloads::number.eq(chain_links::number)))
        .filter(chain_links::chain.eq(0))
        .filter(ledger_payloads::post_id.eq(post))
        .order(chain_links::number)
        .select((
            chain_links::number,
            chain_links::kind,
            chain_links::fields,
            chain_links::at,
            ledger_payloads::payload_sealed,
        ))
        .load(connection)?;
    rows.into_iter()
        .filter_map(|(number, act, fields, at, sealed)| {
            let act = act.parse().ok()?;
            let payload = open(context, &sealed).map_err(LedgerError::from);
            Some(payload.map(|payload| (entry(number, act, &fields, at), payload)))
        })
        .collect()
}

/// What was done to posts, oldest first, as anybody may read it; each with its post. As [`of_post`] of acts that are not
/// known.
pub fn about_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<Vec<(i64, Entry)>, DbError> {
    let rows: Vec<(i64, i32, String, String, Timestamp)> = chain_links::table
        .inner_join(ledger_payloads::table.on(ledger_payloads::number.eq(chain_links::number)))
        .filter(chain_links::chain.eq(0))
        .filter(ledger_payloads::post_id.eq_any(posts.to_vec()))
        .order(chain_links::number)
        .select((
            ledger_payloads::post_id.assume_not_null(),
            chain_links::number,
            chain_links::kind,
            chain_links::fields,
            chain_links::at,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(post, number, act, fields, at)| {
            let act = act.parse().ok()?;
            Some((post, entry(number, act, &fields, at)))
        })
        .collect())
}

/// What lies beside entries of these numbers, where it is still kept.
pub fn beside(
    connection: &mut AnyConnection,
    context: &Context,
    numbers: Vec<i32>,
) -> Result<BTreeMap<i32, Payload>, LedgerError> {
    let rows: Vec<(i32, Vec<u8>)> = ledger_payloads::table
        .filter(ledger_payloads::number.eq_any(numbers))
        .select((ledger_payloads::number, ledger_payloads::payload_sealed))
        .load(connection)?;
    rows.into_iter()
        .map(|(number, sealed)| Ok((number, open(context, &sealed)?)))
        .collect()
}

/// Opens a sealed payload.
pub fn open(context: &Context, sealed: &[u8]) -> Result<Payload, CannotOpen> {
    serde_json::from_slice(&payload(context, sealed)?).map_err(|_| CannotOpen)
}

/// The plain payload of an entry, as its commitment knows it.
pub(super) fn payload(context: &Context, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    let plain = sealed::open(&context.config.keys, Column::LedgerPayload, sealed)?;
    let plain = plain.reveal(Viewer::Plaza, Purpose::Storage);
    Ok(plain.clone().into_bytes())
}

/// Why the ledger could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for LedgerError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}
