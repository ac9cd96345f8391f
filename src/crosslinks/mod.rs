//! The forum and the suggestion box pointing at each other: a topic that was sent to the box, and
//! the case that it became.
//!
//! A case is covered data and nothing of it is public: its link to a topic is shown to its
//! resident, who opens the case by its number and password, and to the members of its offices, who
//! find it on the topic's page too. Nobody else learns that there is a case, not even the topic's
//! author: somebody else may have sent it. Once its resident publishes it, `published::ties` says
//! so on both sides.

use diesel::prelude::*;

use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{
            boards as board_table, case_offices, cases, categories, crosslinks,
            offices as office_table, routing_rule_offices, routing_rules, topics as topic_table,
        },
    },
    forum::{
        ForumError, State, address, boards,
        reader::Reader,
        suggested,
        topics::{self, Topic},
    },
    i18n::Lang,
    offices::{self, Choices, Office, enquiries},
    review::Reach,
    suggestions::{
        SuggestionError,
        submission::Submission,
        submit::{self, Receipt},
        suggestion::Suggestion,
    },
};

/// Why a topic was not sent.
#[derive(Debug, thiserror::Error)]
pub enum CrosslinkError {
    /// Only its author and moderators send a topic.
    #[error("this account cannot send the topic")]
    NotYours,
    #[error(transparent)]
    Forum(#[from] ForumError),
    #[error(transparent)]
    Suggestion(#[from] SuggestionError),
}

/// What the form of a suggestion begins with.
pub struct Begun {
    pub topic: i64,
    pub title: String,
    /// Names the topic and its address.
    pub body: String,
}

/// The topic out of which a case came, as its reader may see it.
#[derive(Clone, Debug, Queryable)]
pub struct Source {
    pub topic: i64,
    pub title_html: String,
    pub language: Lang,
    slug: String,
}

impl Source {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.topic, &self.slug)
    }
}

/// Whether this reader can send the topic to the suggestion box: its author, or a moderator of its
/// board. A suggestion that was published
/// is in the box already.
pub fn may_send(
    connection: &mut AnyConnection,
    topic: &Topic,
    member: Option<&Member>,
) -> Result<bool, DbError> {
    let Some(member) = member.filter(|member| topic.mine || member.is_moderator) else {
        return Ok(false);
    };
    if topic.state != State::Published {
        return Ok(false);
    }
    let theirs = topic.mine || Reach::of(connection, member.id)?.covers(topic.board.id);
    Ok(theirs && !suggested::is_suggestion(connection, topic.id)?)
}

async fn find(context: &Context, topic: i64, member: &Member) -> Result<Topic, CrosslinkError> {
    let (cx, member) = (context.clone(), member.clone());
    let (found, may_send) = context
        .db
        .read(move |connection| {
            let found = topics::in_full(connection, &cx, topic, &member)?;
            let may_send = may_send(connection, &found, Some(&member))?;
            Ok::<_, ForumError>((found, may_send))
        })
        .await?;
    if may_send {
        Ok(found)
    } else {
        Err(CrosslinkError::NotYours)
    }
}

/// The suggestion that quotes a topic.
pub async fn begin(
    context: &Context,
    member: &Member,
    topic: i64,
    lang: Lang,
) -> Result<Begun, CrosslinkError> {
    let topic = find(context, topic, member).await?;
    // Without the words of its title, which may be masked one day.
    let path = format!("/{}/{}", lang.as_str(), address::of_topic(topic.id, ""));
    let arguments = [
        ("title", topic.title.clone()),
        ("address", context.config.absolute(&path)),
    ];
    Ok(Begun {
        topic: topic.id,
        title: topic.title,
        body: lang.t_with("crosslink-quote", &arguments),
    })
}

/// The office that the topics of a board concern.
#[derive(Clone, Debug)]
pub struct Concerned {
    pub office: Office,
    /// The category that goes to it, where one alone does. Routing decides all the same.
    pub category: Option<String>,
}

/// The office that a topic's board concerns, where it names one and this reader may read it.
pub async fn concerned(
    context: &Context,
    topic: i64,
    reader: impl Into<Reader>,
) -> Result<Option<Concerned>, DbError> {
    let reader = reader.into();
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let office: Option<Office> = topic_table::table
                .inner_join(board_table::table.inner_join(office_table::table))
                .filter(topic_table::id.eq(topic))
                .filter(topic_table::state.eq(State::Published))
                .filter(boards::readable(reader))
                .select(Office::as_select())
                .first(connection)
                .optional()?;
            let Some(office) = office else {
                return Ok(None);
            };
            let mut theirs: Vec<String> = routing_rules::table
                .inner_join(routing_rule_offices::table)
                .inner_join(categories::table)
                .filter(routing_rules::district_id.is_null())
                .filter(routing_rule_offices::office_id.eq(office.id))
                // The first is the responsible one.
                .filter(routing_rule_offices::position.eq(0))
                .filter(categories::slug.ne(enquiries::CATEGORY))
                .filter(categories::retired_on.is_null())
                .filter(
                    routing_rules::valid_from
                        .is_null()
                        .or(routing_rules::valid_from.le(today)),
                )
                .filter(
                    routing_rules::valid_until
                        .is_null()
                        .or(routing_rules::valid_until.ge(today)),
                )
                .limit(2)
                .select(categories::slug)
                .distinct()
                .load(connection)?;
            let category = theirs.pop().filter(|_| theirs.is_empty());
            Ok(Some(Concerned { office, category }))
        })
        .await
}

/// Submits a suggestion that came out of a topic; the link is written with it, once.
pub async fn send(
    context: &Context,
    choices: &Choices,
    submission: &Submission,
    suggestion: Suggestion,
    member: &Member,
    topic: i64,
) -> Result<Receipt, CrosslinkError> {
    let topic = find(context, topic, member).await?.id;
    let receipt = submit::submit_then(
        context,
        choices,
        submission,
        suggestion,
        move |connection, case| Ok(link(connection, case, topic)?),
    )
    .await?;
    Ok(receipt)
}

fn link(connection: &mut AnyConnection, case: i64, topic: i64) -> Result<(), DbError> {
    let known: i64 = crosslinks::table
        .find(case)
        .count()
        .get_result(connection)?;
    if known == 0 {
        diesel::insert_into(crosslinks::table)
            .values((crosslinks::case_id.eq(case), crosslinks::topic_id.eq(topic)))
            .execute(connection)?;
    }
    Ok(())
}

/// A case that came out of a topic, as a member of its office finds it there.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Sent {
    pub case: i64,
    pub reference: String,
}

/// The cases of this member's own offices that came out of a topic, the first first; restricted
/// ones are left out.
pub fn of_topic(
    connection: &mut AnyConnection,
    topic: i64,
    member: Option<&Member>,
) -> Result<Vec<Sent>, DbError> {
    let Some(account) = member
        .filter(|member| member.is_staff)
        .map(|member| member.id)
    else {
        return Ok(Vec::new());
    };
    let theirs = case_offices::table
        .filter(case_offices::office_id.eq_any(offices::of_member(connection, account)?))
        .select(case_offices::case_id);
    Ok(crosslinks::table
        .inner_join(cases::table)
        .filter(crosslinks::topic_id.eq(topic))
        .filter(cases::id.eq_any(theirs))
        .filter(cases::due_on.is_not_null())
        .filter(cases::restricted_on.is_null())
        .order(cases::id)
        .select((cases::id, cases::reference))
        .load(connection)?)
}

/// The topic out of which a case came, if this reader may see it.
pub async fn of_case(
    context: &Context,
    case: i64,
    reader: impl Into<Reader>,
) -> Result<Option<Source>, DbError> {
    let reader = reader.into();
    context
        .db
        .read(move |connection| {
            Ok(crosslinks::table
                .inner_join(topic_table::table.inner_join(board_table::table))
                .filter(crosslinks::case_id.eq(case))
                .filter(topic_table::state.eq(State::Published))
                .filter(boards::readable(reader))
                .select((
                    topic_table::id,
                    topic_table::title_html,
                    topic_table::language,
                    topic_table::slug,
                ))
                .first(connection)
                .optional()?)
        })
        .await
}
