//! What people show of themselves: nothing but their name, until they choose otherwise, each datum
//! by itself. All of it is public personal data, outside the privacy policy, and marked.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;
use personal_data::Detector;
use validator::ValidationErrors;

use super::profile_hidden::{self, Change};
use crate::{
    accounts::Member,
    began::{self, Began},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        one_of,
        schema::{
            accounts, boards as board_table, posts as post_table, profiles, topics as topic_table,
        },
    },
    forum::{
        ForumError, State, allowance, boards,
        cursor::{Activity, From, Page},
        flags::{self, Outcome},
        language,
        reader::Reader,
        rewriting::Stored,
    },
    i18n::Lang,
    mail::{self, Draft, Letter, LetterKind, outbox},
    privacy::{
        Private,
        erasures::{self, Erased},
        sealed::{self, Column},
    },
    review, search,
    spam::{self, Verdict, Wanted, watched::Said},
    text::{
        Field, Format, PIPELINE,
        official::{self, Answered, Rule},
        publication::{Publication, Published, Undecided, Whose},
        rewrite,
    },
    text_rules::{readable, refuse, refuse_length},
    webhooks::{self, Event},
};

/// Characters of the text about oneself.
pub const LONGEST_ABOUT: usize = 1000;
/// Posts on a page of the list.
pub const PAGE: usize = 20;
/// Texts that are made again at a time.
const BATCH: i64 = 50;
/// The name of the text's field.
pub const ABOUT: &str = "about";

/// What an account chose to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Markdown; empty where there is none.
    pub about: String,
    /// The month since when it is a member.
    pub since: bool,
    /// How many public posts it wrote.
    pub count: bool,
    /// The list of them.
    pub posts: bool,
}

impl Chosen {
    pub fn fields(&self) -> Vec<Field> {
        vec![Field::new(ABOUT, Format::Markdown, &self.about)]
    }

    /// Says what was chosen: equal for equal choices.
    pub fn stamp(&self) -> String {
        let shown = [self.since, self.count, self.posts].map(|shown| if shown { "1" } else { "0" });
        began::stamp([self.about.as_str()].into_iter().chain(shown))
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if self.about.chars().count() > LONGEST_ABOUT {
            refuse_length(&mut errors, ABOUT, 0, LONGEST_ABOUT);
        } else if !self.about.is_empty() && !readable(&self.about) {
            refuse(&mut errors, ABOUT, "characters");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

/// What came of choosing.
pub enum Kept {
    Done,
    /// The findings of the text must be answered first; nothing is changed.
    Undecided(Box<Undecided>),
}

/// What an account chose; nothing where it chose nothing.
pub async fn chosen(context: &Context, account: i64) -> Result<Chosen, ForumError> {
    context
        .db
        .read(move |connection| Ok(chosen_by(connection, account)?))
        .await
}

fn chosen_by(connection: &mut AnyConnection, account: i64) -> Result<Chosen, DbError> {
    let row: Option<(Option<String>, bool, bool, bool)> = profiles::table
        .find(account)
        .select((
            profiles::about,
            profiles::shows_since,
            profiles::shows_count,
            profiles::shows_posts,
        ))
        .first(connection)
        .optional()?;
    let (about, since, count, posts) = row.unwrap_or_default();
    Ok(Chosen {
        about: about.unwrap_or_default(),
        since,
        count,
        posts,
    })
}

/// [`ForumError::Stale`] where something else is shown than a choice began from. The account's row is held.
fn is_as_read(
    connection: &mut AnyConnection,
    account: i64,
    began: &Began,
) -> Result<(), ForumError> {
    if began.is_not(&chosen_by(connection, account)?.stamp()) {
        return Err(ForumError::Stale);
    }
    Ok(())
}

/// Keeps what an account chooses to show. The text passes the same check as a post; what is of
/// others cannot be published there. Choosing nothing erases all of it.
///
/// Field of [`ForumError::Invalid`]: `about`.
pub async fn keep(
    context: &Context,
    account: i64,
    chosen: Chosen,
    answered: Answered,
    lang: Lang,
    began: Began,
) -> Result<Kept, ForumError> {
    chosen.check()?;
    let (cx, typed) = (context.clone(), chosen.about.clone());
    let look = move |connection: &mut AnyConnection| silenced(connection, &cx, account, &typed);
    if let Some(errors) = context.db.read(look).await? {
        return Err(errors.into());
    }
    let typed = chosen.about.clone();
    let text = chosen.fields();
    let text = match official::clear_by(context, Rule::Themselves, text, answered).await? {
        Ok(text) => text,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let chosen = Chosen {
        about: text.source(ABOUT).trim().to_owned(),
        ..chosen
    };
    let html = text.html(ABOUT).to_owned();
    let verdict = judge(context, account, &chosen.about, &html).await?;
    if let Some(errors) = verdict.refusal() {
        return Err(errors.into());
    }
    let watched = verdict.hold() == Some(review::Kind::WatchedWord) || verdict.is_flagged();
    let answered = stored(&answered_in(&text));
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // The account's row is the lock: of two forms at once the later stands.
            locks::hold(connection, Table::Accounts, [account].into())?;
            is_as_read(connection, account, &began)?;
            if let Some(errors) = silenced(connection, &cx, account, &typed)? {
                return Err(errors.into());
            }
            let hidden = profile_hidden::change(connection, account, &chosen.about)?;
            let less = shows_less(connection, account, &chosen)?;
            if takes_back(connection, account, &chosen.about)? {
                let about = review::About::Profile(account);
                flags::forget_words(connection, cx.now(), about)?;
            }
            diesel::delete(profiles::table.find(account)).execute(connection)?;
            if chosen.is_empty() {
                end_flags(connection, &cx, account)?;
            } else {
                let about = Some(chosen.about).filter(|about| !about.is_empty());
                let spoken = about.as_ref().map(|about| language::of(about, lang));
                diesel::insert_into(profiles::table)
                    .values((
                        profiles::account_id.eq(account),
                        profiles::about_html.eq(about.as_ref().map(|_| html)),
                        profiles::about_findings.eq(about.as_ref().map(|_| answered)),
                        profiles::about.eq(about),
                        profiles::about_language.eq(spoken),
                        profiles::pipeline.eq(PIPELINE),
                        profiles::shows_since.eq(chosen.since),
                        profiles::shows_count.eq(chosen.count),
                        profiles::shows_posts.eq(chosen.posts),
                    ))
                    .execute(connection)?;
            }
            let kind = match hidden {
                Some(Change::Waits) => Some(review::Kind::HeldAgain),
                Some(Change::Goes) => {
                    let about = review::About::Profile(account);
                    review::reject_all_of(connection, &cx, about, None)?;
                    None
                }
                Some(Change::Same) | None => watched.then_some(review::Kind::WatchedWord),
            };
            if let Some(kind) = kind
                && review::enqueue_profile(connection, cx.now(), kind, account)?
            {
                let event = Event::ItemOpened(kind.as_str());
                webhooks::happened(connection, &cx, event)?;
            }
            if less {
                let erased = Erased::Profile { account };
                erasures::append::<ForumError>(connection, &cx, erased)?;
            }
            Ok(Kept::Done)
        })
        .await
}

/// What keeps a silenced account from showing this text: what it shows already it may mask, show less
/// of, or take away.
fn silenced(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    text: &str,
) -> Result<Option<ValidationErrors>, DbError> {
    let before: Option<Option<String>> = profiles::table
        .find(account)
        .select(profiles::about)
        .first(connection)
        .optional()?;
    let (text, before) = (text.trim(), before.flatten().unwrap_or_default());
    if text.is_empty() || text == before {
        return Ok(None);
    }
    allowance::unheard(connection, context, account, (ABOUT, "silenced-profile"))
}

/// What is said of the text before everybody sees it, by what was not in it before.
async fn judge(
    context: &Context,
    account: i64,
    about: &str,
    html: &str,
) -> Result<Verdict, ForumError> {
    let said = |source: String, seen: String| Said {
        field: ABOUT,
        source,
        seen,
    };
    let before = chosen(context, account).await?.about;
    let wanted = Wanted {
        account: Some(account),
        said: vec![said(about.to_owned(), search::plain(html))],
        before: vec![said(before.clone(), before)],
        ..Wanted::default()
    };
    Ok(spam::judge(context, wanted).await?)
}

/// Shows nothing but the name any more; a second time changes nothing. `began` as for [`keep`].
pub async fn erase(context: &Context, account: i64, began: Began) -> Result<(), ForumError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            is_as_read(connection, account, &began)?;
            if forget_again(connection, &cx, account)? {
                let erased = Erased::Profile { account };
                erasures::append::<ForumError>(connection, &cx, erased)?;
            }
            Ok(())
        })
        .await
}

/// As [`erase`], in the caller's transaction and without a line in the erasure journal: for a
/// restored backup. Gives whether there was anything.
pub fn forget_again(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, DbError> {
    end_flags(connection, context, account)?;
    Ok(diesel::delete(profiles::table.find(account)).execute(connection)? > 0)
}

/// What readers reported is shown no longer, and what they said about it goes with it.
fn end_flags(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), DbError> {
    // Whoever flags it at the same time was first, or finds nothing.
    locks::hold(connection, Table::Accounts, [account].into())?;
    let about = review::About::Profile(account);
    review::reject_all_of(connection, context, about, None)?;
    flags::settle(connection, context.now(), about, Outcome::Gone)?;
    flags::forget_words(connection, context.now(), about)
}

/// Whether something goes that an account shows. A restored backup then shows nothing, until
/// its owner chooses anew: what of it was to stay, the erasure journal does not say.
fn shows_less(
    connection: &mut AnyConnection,
    account: i64,
    chosen: &Chosen,
) -> Result<bool, DbError> {
    let before: Option<(Option<String>, bool, bool, bool)> = profiles::table
        .find(account)
        .select((
            profiles::about,
            profiles::shows_since,
            profiles::shows_count,
            profiles::shows_posts,
        ))
        .first(connection)
        .optional()?;
    let (about, since, count, posts) = before.unwrap_or_default();
    Ok(about.is_some_and(|about| about != chosen.about)
        || since && !chosen.since
        || count && !chosen.count
        || posts && !chosen.posts)
}

/// Whether something personal goes from the text that an account shows.
fn takes_back(connection: &mut AnyConnection, account: i64, text: &str) -> Result<bool, DbError> {
    let before: Option<(Option<String>, Option<String>)> = profiles::table
        .find(account)
        .select((profiles::about, profiles::about_findings))
        .first(connection)
        .optional()?;
    let Some((Some(about), Some(findings))) = before else {
        return Ok(false);
    };
    let stored: Vec<Stored> = serde_json::from_str(&findings).unwrap_or_default();
    let mut found = stored.iter().filter_map(Stored::published);
    Ok(found.any(|finding| {
        let characters = about.chars().skip(finding.start);
        let words: String = characters.take(finding.end - finding.start).collect();
        !text.contains(&words)
    }))
}

/// A profile as its reader sees it.
#[derive(Clone, Debug)]
pub struct Profile {
    pub id: i64,
    pub name: String,
    /// Whether the name is personal data.
    pub name_marked: bool,
    pub about: Option<About>,
    /// Whether others do not see what it says, for a moderator hid it.
    pub hidden: bool,
    /// The first day of the month since when they are a member.
    pub since: Option<NaiveDate>,
    /// How many posts they wrote that everybody may read.
    pub count: Option<i64>,
    pub posts: Option<Page<Written, Activity>>,
}

#[derive(Clone, Debug)]
pub struct About {
    pub source: String,
    /// With its marks.
    pub html: String,
    pub language: Lang,
}

impl About {
    pub(super) fn of(columns: (Option<String>, Option<String>, Option<Lang>)) -> Option<Self> {
        match columns {
            (Some(source), Some(html), Some(language)) => Some(Self {
                source,
                html,
                language,
            }),
            _ => None,
        }
    }
}

/// A post in the list of those that somebody wrote.
#[derive(Clone, Debug, Queryable)]
pub struct Written {
    pub id: i64,
    pub topic: i64,
    pub title: String,
    pub title_html: String,
    pub language: Lang,
    pub created_at: Timestamp,
}

type Row = (
    (String, bool, Timestamp),
    (Option<String>, Option<String>, Option<Lang>),
    (bool, bool, bool),
);

/// Somebody's profile, with a page of their posts. [`ForumError::NotFound`] where they show
/// nothing, as where there is nobody.
pub async fn find(
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
    from: From<Activity>,
) -> Result<Profile, ForumError> {
    let (reader, zone) = (reader.into(), context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let row: Option<Row> = profiles::table
                .inner_join(accounts::table)
                .filter(profiles::account_id.eq(id))
                .select((
                    (
                        accounts::name,
                        accounts::name_is_personal,
                        accounts::created_at,
                    ),
                    (
                        profiles::about,
                        profiles::about_html,
                        profiles::about_language,
                    ),
                    (
                        profiles::shows_since,
                        profiles::shows_count,
                        profiles::shows_posts,
                    ),
                ))
                .first(connection)
                .optional()?;
            let Some(((name, name_marked, created_at), about, shows)) = row else {
                return Err(ForumError::NotFound);
            };
            let (shows_since, shows_count, shows_posts) = shows;
            let mut about = About::of(about);
            let hidden = about.is_some() && profile_hidden::hides(connection, id)?;
            if hidden && !profile_hidden::is_seen_by(connection, id, reader)? {
                if !(shows_since || shows_count || shows_posts) {
                    return Err(ForumError::NotFound);
                }
                about = None;
            }
            let since = created_at.day_in(zone);
            Ok(Profile {
                id,
                name,
                name_marked,
                about,
                hidden,
                since: since.with_day(1).filter(|_| shows_since),
                count: match shows_count {
                    true => Some(count(connection, id)?),
                    false => None,
                },
                posts: match shows_posts {
                    true => Some(written(connection, id, reader, from)?),
                    false => None,
                },
            })
        })
        .await
}

fn count(connection: &mut AnyConnection, account: i64) -> Result<i64, DbError> {
    Ok(post_table::table
        .inner_join(topic_table::table.inner_join(board_table::table))
        .filter(post_table::account_id.eq(account))
        .filter(post_table::state.eq(State::Published))
        .filter(topic_table::state.eq(State::Published))
        .filter(boards::readable(Reader::GUEST))
        .count()
        .get_result(connection)?)
}

/// The posts that somebody wrote and the reader may see, the newest first.
fn written(
    connection: &mut AnyConnection,
    account: i64,
    reader: Reader,
    from: From<Activity>,
) -> Result<Page<Written, Activity>, DbError> {
    let mut query = post_table::table
        .inner_join(topic_table::table.inner_join(board_table::table))
        .filter(post_table::account_id.eq(account))
        .filter(post_table::state.eq(State::Published))
        .filter(topic_table::state.eq(State::Published))
        .filter(boards::readable(reader))
        .limit(PAGE as i64 + 1)
        .select((
            post_table::id,
            topic_table::id,
            topic_table::title,
            topic_table::title_html,
            topic_table::language,
            post_table::created_at,
        ))
        .into_boxed();
    query = match from {
        From::Start | From::End => query,
        From::After(Activity { at, id }) => query.filter(
            post_table::created_at
                .lt(at)
                .or(post_table::created_at.eq(at).and(post_table::id.lt(id))),
        ),
        From::Before(Activity { at, id }) => query.filter(
            post_table::created_at
                .gt(at)
                .or(post_table::created_at.eq(at).and(post_table::id.gt(id))),
        ),
    };
    query = if from.backwards() {
        query.order((post_table::created_at.asc(), post_table::id.asc()))
    } else {
        query.order((post_table::created_at.desc(), post_table::id.desc()))
    };
    let rows: Vec<Written> = query.load(connection)?;
    Ok(Page::of(rows, &from, PAGE, |post| Activity {
        at: post.created_at,
        id: post.id,
    }))
}

/// Which of some accounts show something of themselves to everybody.
pub(in crate::forum) fn among(
    connection: &mut AnyConnection,
    accounts: &[i64],
) -> Result<Vec<i64>, DbError> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, bool, bool, bool)> = profiles::table
        .filter(one_of(profiles::account_id, accounts.to_vec()))
        .select((
            profiles::account_id,
            profiles::shows_since,
            profiles::shows_count,
            profiles::shows_posts,
        ))
        .load(connection)?;
    let bare = rows
        .iter()
        .filter(|(_, since, count, posts)| !(*since || *count || *posts));
    let bare: Vec<i64> = bare.map(|(account, ..)| *account).collect();
    let hidden = profile_hidden::among(connection, &bare)?;
    let shown = rows.into_iter().map(|(account, ..)| account);
    Ok(shown.filter(|account| !hidden.contains(account)).collect())
}

/// What was answered to the findings of the text, which is kept without the white space around it.
fn answered_in(publication: &Publication) -> Vec<Published> {
    let Some(text) = publication.text(ABOUT) else {
        return Vec::new();
    };
    let cut = text.source.chars().count() - text.source.trim_start().chars().count();
    let moved = text.findings.iter().map(|finding| Published {
        start: finding.start.saturating_sub(cut),
        end: finding.end.saturating_sub(cut),
        ..finding.clone()
    });
    moved.collect()
}

fn stored(findings: &[Published]) -> String {
    let stored: Vec<Stored> = findings.iter().map(Stored::of).collect();
    serde_json::to_string(&stored).expect("texts and numbers make JSON")
}

/// A text about oneself as an older pipeline made it.
#[derive(Queryable)]
struct Old {
    account: i64,
    about: Option<String>,
    html: Option<String>,
    /// As [`stored`] wrote it; nothing of a text that is older than that.
    findings: Option<String>,
}

/// And made again.
struct Made {
    account: i64,
    html: Option<String>,
    findings: Option<String>,
    news: bool,
}

impl Old {
    fn again(self, detector: &Detector) -> Made {
        let Some(about) = &self.about else {
            return Made {
                account: self.account,
                html: None,
                findings: None,
                news: false,
            };
        };
        let field = Field::new(ABOUT, Format::Markdown, about);
        let answered: Option<Vec<Stored>> = self
            .findings
            .as_deref()
            .and_then(|findings| serde_json::from_str(findings).ok());
        let mut published: Vec<Published> = answered
            .iter()
            .flatten()
            .filter_map(Stored::published)
            .collect();
        let found = rewrite::newly_found(&field, detector, &published);
        let shown = found.iter().all(|found| found.kind.publishable());
        published.extend(
            found
                .iter()
                .filter(|found| found.kind.publishable())
                .map(|found| {
                    let characters = found.characters(about);
                    Published {
                        kind: found.kind,
                        start: characters.start,
                        end: characters.end,
                        confidence: found.confidence,
                        whose: Whose::Mine,
                    }
                }),
        );
        published.sort_by_key(|finding| finding.start);
        Made {
            account: self.account,
            findings: Some(stored(&published)),
            // What nobody sees is told once.
            news: self.html.is_some() && answered.is_some() && !found.is_empty(),
            html: shown.then(|| rewrite::again(&field, detector, published).html),
        }
    }
}

/// Whether a text is to be made again.
pub fn waits(connection: &mut AnyConnection) -> Result<bool, DbError> {
    let old: Option<i64> = profiles::table
        .filter(profiles::pipeline.lt(PIPELINE))
        .select(profiles::account_id)
        .first(connection)
        .optional()?;
    Ok(old.is_some())
}

/// Makes some texts again that an older pipeline made: what is newly found is marked and its owner
/// told, and a text with something that may not be published at all is shown to its owner alone,
/// until they change it. Gives how many there were to do.
pub async fn again(context: &Context) -> Result<usize, ForumError> {
    let old: Vec<Old> = context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                profiles::table
                    .filter(profiles::pipeline.lt(PIPELINE))
                    .order((profiles::pipeline, profiles::account_id))
                    .limit(BATCH)
                    .select((
                        profiles::account_id,
                        profiles::about,
                        profiles::about_html,
                        profiles::about_findings,
                    ))
                    .load(connection)?,
            )
        })
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let detector = context.detector();
    let made: Vec<Made> = crate::threads::blocking(move || {
        let old = old.into_iter();
        old.map(|old| old.again(&detector)).collect()
    })
    .await
    .map_err(|_| DbError::Panicked)?;
    let count = made.len();
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let mut news = Vec::new();
            for made in made {
                // What was changed meanwhile has the newer pipeline already.
                let same = profiles::table
                    .find(made.account)
                    .filter(profiles::pipeline.lt(PIPELINE));
                let written = diesel::update(same)
                    .set((
                        profiles::about_html.eq(made.html),
                        profiles::about_findings.eq(made.findings),
                        profiles::pipeline.eq(PIPELINE),
                    ))
                    .execute(connection)?;
                if written > 0 && made.news {
                    news.push(made.account);
                }
            }
            tell(connection, &cx, news)
        })
        .await?;
    Ok(count)
}

/// Tells people by mail that something was found in what they show of themselves. It repeats no
/// word of it.
fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    told: Vec<i64>,
) -> Result<(), ForumError> {
    if told.is_empty() {
        return Ok(());
    }
    let told: Vec<(Lang, Vec<u8>)> = accounts::table
        .filter(accounts::id.eq_any(told))
        .select((accounts::language, accounts::email_sealed))
        .load(connection)?;
    for (lang, sealed) in told {
        let Ok(to) = sealed::open(&context.config.keys, Column::AccountEmail, &sealed) else {
            tracing::error!("an account's address cannot be opened");
            continue;
        };
        outbox::enqueue(connection, context, &letter(context, lang, to))?;
    }
    Ok(())
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    vec![letter(context, lang, mail::sample::to())]
}

fn letter(context: &Context, lang: Lang, to: Private<String>) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let text = |part: &str| {
        let key = format!("mail-found-in-profile-{part}");
        lang.ta(&key, "city", city.clone())
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("what"), text("how")],
        button: Some((text("button"), address("account/profile"))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind: LetterKind::FoundAgain,
        about: mail::About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// Whether a member can be led to their own profile: they show something.
pub async fn shows_something(context: &Context, member: &Member) -> Result<bool, DbError> {
    let account = member.id;
    context
        .db
        .read(move |connection| {
            let shown: i64 = profiles::table
                .find(account)
                .count()
                .get_result(connection)?;
            Ok(shown > 0)
        })
        .await
}
