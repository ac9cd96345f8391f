//! The list of what waits, the most urgent first, with the item beside it that is worked on.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{
    Asked, address, ended_words, kind_words,
    last::Last,
    pressing,
    work::{Typed, Work},
};
use crate::{
    accounts::Member,
    context::Context,
    db::Timestamp,
    moderation::{
        self, Elsewhere, ModerationError, Of, Queue, Shown, Waiting, appeals_waiting,
        item::{self, Found},
        reasons::For,
    },
    review::{Kind, Older},
    web::{
        extract::Reviewer,
        fault::Fault,
        form::Errors,
        grounds,
        page::{Page, html_as, unstored},
    },
};

/// A line of the list.
struct Line {
    /// What ticking it sends: the item, and as what it was seen.
    value: String,
    href: String,
    title: String,
    /// With its marks.
    title_html: Option<String>,
    lang: &'static str,
    current: bool,
    urgency: String,
    tone: &'static str,
    kind: String,
    board: Option<String>,
    at: Timestamp,
    flags: Option<String>,
    /// By when it is answered, in words.
    due: Option<String>,
    /// Who works at it.
    claim: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/review/list.html")]
struct QueuePage {
    page: Page,
    asked: Asked,
    lines: Vec<Line>,
    count: i64,
    /// Where a script asks how many wait.
    counted_at: String,
    next: Option<String>,
    narrowed: bool,
    /// The list where the item stands alone.
    list: String,
    /// The queue with nothing left out.
    all: String,
    kinds: Vec<(String, String)>,
    boards: Vec<(String, String)>,
    ages: Vec<(String, String)>,
    kind: String,
    board: String,
    older: String,
    /// What ticking several carries on.
    hidden: Vec<(String, String)>,
    /// The page with the keys off, or on again.
    keys_turned: String,
    appeals: i64,
    /// Whether who looks decides about what people wrote.
    moderates: bool,
    /// The moderator's last decision.
    undo: Option<Last>,
    /// Whether the item stands alone where there is no room for two.
    alone: bool,
    work: Option<Work>,
    errors: Errors,
    told: Option<String>,
    /// A reason that was typed for what waits no more.
    left_over: Vec<String>,
    grounds: Vec<(String, String)>,
    /// Of the operator's list; none where there are none.
    reasons: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    typed: Typed,
    /// Whether what a complaint needs is open.
    complains: bool,
}

/// What a page says beside the queue itself.
#[derive(Default)]
pub(super) struct Said {
    pub errors: Errors,
    /// The form as it was sent; nothing where it was not.
    pub typed: Option<Typed>,
    /// What happened meanwhile.
    pub told: Option<String>,
    /// A confirmation that stands at the item.
    pub notice: Option<String>,
    /// Whether the form is made ready to mask everything.
    pub masks: bool,
}

pub async fn get(
    page: Page,
    Reviewer(reviewer): Reviewer,
    context: Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let asked = Asked::parse(request.query_string());
    let said = Said::default();
    show(
        page,
        &context,
        &reviewer,
        (asked, None),
        (StatusCode::OK, said),
    )
    .await
}

/// The queue with one item, the first that nobody else works at unless `chosen` names one.
pub(super) async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    (mut asked, chosen): (Asked, Option<i64>),
    (status, mut said): (StatusCode, Said),
) -> Result<HttpResponse, Fault> {
    let mut queue = list(context, moderator, &asked).await?;
    if queue.page.items.is_empty() && asked.after.is_some() {
        // What stood there was decided; what stands before it may still wait.
        asked.after = None;
        queue = list(context, moderator, &asked).await?;
    }
    let (found, alone) = worked_at(
        &page,
        context,
        moderator,
        (&asked, chosen),
        &queue,
        &mut said,
    )
    .await?;
    let typed = said.typed.take();
    let (typed, left_over) = match typed {
        Some(typed) if !alone => (Typed::default(), typed.left_over()),
        typed => (typed.unwrap_or_default(), Vec::new()),
    };
    let mut work = match found {
        Some(Found::Open(found)) => Some(Work::new(
            &page,
            context,
            &asked,
            *found,
            (moderator.id, said.masks),
        )),
        Some(Found::Ended(_)) | None => None,
    };
    if let Some(work) = &mut work {
        work.notice = said.notice.take();
    }
    let acts: &[For] = match &work {
        Some(work) if work.masks => &[For::Mask],
        Some(work) if work.hides => &[For::Reject, For::Hide],
        _ => &[For::Reject, For::Mask],
    };
    let reasons = grounds::reasons(context, page.lang, acts).await?;
    let typed = match &work {
        Some(work) if work.masks && typed.is_empty() => {
            let meant = grounds::meant_for(context, For::Mask).await?;
            work.ready_to_mask(&page, meant)
        }
        _ => typed,
    };
    let complains = typed.complains();
    let view = QueuePage {
        lines: lines(&page, &asked, &queue, (moderator.id, work.as_ref())),
        count: queue.count,
        counted_at: format!("/api/v1/review/count?{}", asked.filter.query()),
        next: queue
            .page
            .after
            .map(|place| address(&page, "review", &asked.with(Some(place), asked.silent))),
        list: asked.list(&page),
        narrowed: !asked.filter.is_empty(),
        all: address(&page, "review", &Asked::default().with(None, asked.silent)),
        kinds: kinds(&page, &asked, &queue),
        boards: boards(&page, &queue),
        ages: Older::ALL.map(|older| age(&page, older)).to_vec(),
        kind: asked
            .filter
            .kind
            .map_or("", |kind| kind.as_str())
            .to_owned(),
        board: asked.filter.board.clone().unwrap_or_default(),
        older: asked
            .filter
            .older
            .map_or("", |older| older.as_str())
            .to_owned(),
        hidden: asked.fields(),
        keys_turned: {
            let query = asked.with(asked.after, !asked.silent);
            let path = match &work {
                Some(work) if alone => format!("review/{}", work.id),
                _ => "review".to_owned(),
            };
            address(&page, &path, &query)
        },
        appeals: if moderator.is_moderator {
            appeals_waiting::count(context, moderator.id).await?
        } else {
            0
        },
        moderates: moderator.is_moderator,
        undo: Last::of(&page, context, moderator).await?,
        alone,
        work,
        errors: said.errors,
        told: said.told,
        left_over,
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        reasons,
        ways: grounds::ways(page.lang),
        typed,
        complains,
        asked,
        page,
    };
    html_as(status, &view).map(unstored)
}

/// The queue, which says why a decision was not taken back; the `reason` that was typed for it stands
/// there.
pub(in crate::web::pages) async fn refused(
    page: Page,
    context: &Context,
    moderator: &Member,
    (why, status): (String, StatusCode),
    reason: String,
) -> Result<HttpResponse, Fault> {
    let said = Said {
        told: Some(why),
        typed: Some(Typed {
            reason,
            ..Typed::default()
        }),
        ..Said::default()
    };
    let asked = (Asked::default(), None);
    show(page, context, moderator, asked, (status, said)).await
}

async fn list(context: &Context, moderator: &Member, asked: &Asked) -> Result<Queue, Fault> {
    let (filter, from) = (asked.filter.clone(), asked.begins());
    Ok(moderation::listed(context, moderator, filter, from).await?)
}

/// The item that is worked at: the one that is `chosen` or, where it waits no more, which is said, the
/// first of the list. Beside it whether it stands alone.
async fn worked_at(
    page: &Page,
    context: &Context,
    moderator: &Member,
    (asked, chosen): (&Asked, Option<i64>),
    queue: &Queue,
    said: &mut Said,
) -> Result<(Option<Found>, bool), Fault> {
    if let Some(id) = chosen {
        match item::of(context, moderator, id, asked.filter.clone()).await? {
            Found::Ended(before) if said.told.is_none() => {
                said.told = Some(ended_words(page.lang, before));
            }
            Found::Ended(_) => {}
            open @ Found::Open(_) => return Ok((Some(open), true)),
        }
    }
    let Some(id) = first_free(queue, moderator.id) else {
        return Ok((None, false));
    };
    // It may have ended since the list was read.
    let found = match item::of(context, moderator, id, asked.filter.clone()).await {
        Err(ModerationError::NotFound) => None,
        found => Some(found?),
    };
    Ok((found, false))
}

/// What is offered where no item was asked for: what nobody else works at, if there is any.
fn first_free(queue: &Queue, me: i64) -> Option<i64> {
    let mut items = queue.page.items.iter().map(|waiting| &waiting.item);
    let free = items
        .clone()
        .find(|item| item.claim.as_ref().is_none_or(|claim| claim.by == me));
    free.or_else(|| items.next()).map(|item| item.id)
}

fn lines(page: &Page, asked: &Asked, queue: &Queue, (me, work): (i64, Option<&Work>)) -> Vec<Line> {
    let shown = work.map(|work| work.id);
    let line = |waiting: &Waiting| line(page, asked, waiting, (me, shown));
    queue.page.items.iter().map(line).collect()
}

fn line(page: &Page, asked: &Asked, waiting: &Waiting, (me, shown): (i64, Option<i64>)) -> Line {
    let item = &waiting.item;
    let (title, title_html, lang, board) = match &waiting.shown {
        Shown::Post(shown) => (
            shown.title.clone(),
            Some(shown.title_html.clone()),
            shown.title_language,
            Some(page.lang.pick(&shown.board_zh, &shown.board_en)),
        ),
        Shown::Profile(text) => (text.name.clone(), None, page.lang, None),
        Shown::Elsewhere(Elsewhere { of, .. }) => match of {
            Of::Post(of) => (
                of.title.clone(),
                Some(of.title_html.clone()),
                of.language,
                Some(page.lang.pick(&of.board_zh, &of.board_en)),
            ),
            Of::Account(of) => (of.name.clone(), None, page.lang, None),
        },
    };
    let (urgency, tone) = pressing(page.lang, item.urgency);
    let claim = item.claim.as_ref().map(|claim| {
        if claim.by == me {
            page.t("review-line-mine")
        } else {
            page.ta("review-line-claimed", "name", &claim.name)
        }
    });
    Line {
        value: format!("{}:{}", item.id, waiting.version()),
        href: asked.item(page, item.id),
        title,
        title_html,
        lang: lang.tag(),
        current: shown == Some(item.id),
        urgency,
        tone,
        kind: kind_words(page.lang, item.kind),
        board,
        at: item.created_at,
        due: item.due.map(|due| page.due(due).0),
        flags: (item.flags > 0).then(|| page.ta("review-line-flags", "count", item.flags)),
        claim,
    }
}

/// The kinds of which something waits, and the one that is asked for: each with how many.
fn kinds(page: &Page, asked: &Asked, queue: &Queue) -> Vec<(String, String)> {
    let mut kinds: Vec<_> = queue.counts.by_kind.keys().copied().collect();
    if let Some(kind) = asked.filter.kind
        && !kinds.contains(&kind)
    {
        kinds.push(kind);
    }
    let option = |kind: Kind| {
        let count = queue.counts.of(Some(kind));
        let words = format!("{} ({count})", kind_words(page.lang, kind));
        (kind.as_str().to_owned(), words)
    };
    kinds.into_iter().map(option).collect()
}

fn boards(page: &Page, queue: &Queue) -> Vec<(String, String)> {
    let boards = queue.boards.iter();
    let option = boards.map(|board| {
        let name = page.lang.pick(&board.name_zh, &board.name_en);
        (board.slug.clone(), name)
    });
    option.collect()
}

fn age(page: &Page, older: Older) -> (String, String) {
    let words = page.t(match older {
        Older::Day => "review-older-24h",
        Older::ThreeDays => "review-older-72h",
        Older::Week => "review-older-7d",
    });
    (older.as_str().to_owned(), words)
}
