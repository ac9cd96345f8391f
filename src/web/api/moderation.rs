//! `/api/v1/moderation`: the public log of moderation and its load in figures.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    paged::{self, Ways},
};
use crate::{
    context::Context,
    i18n::Lang,
    moderation::{
        appeals::AppealState,
        load::{self, Done, Waiting},
        log::{self, Filter, Line, Month},
        past::Past,
    },
    privacy::{
        ledger::Act,
        moderated::{Sort, sort_of},
    },
    statistics::{
        self, Names,
        reviews::{self, Reviews},
    },
    web::fault::Fault,
};

/// Acts of which the same is told. It names nobody, and no day.
#[derive(Serialize, ToSchema)]
pub struct LogLine {
    act: Act,
    /// What it was done to.
    sort: Sort,
    /// `consent` or `circumstance-1` … `circumstance-4`; `reason` or `review` where nobody's words
    /// were changed.
    ground: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_version: Option<String>,
    /// Left out where not everybody may know the board, and while the month is not over.
    #[serde(skip_serializing_if = "Option::is_none")]
    board: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    board_name: Option<String>,
    /// What became of an appeal, where there is one; left out while the month is not over.
    #[serde(skip_serializing_if = "Option::is_none")]
    appeal: Option<AppealState>,
    /// How often it was done in the month.
    times: usize,
}

#[derive(Serialize, ToSchema)]
pub struct LogBody {
    /// `2026-02`; none where nothing was done.
    month: Option<String>,
    /// Whether the month is not over: then neither boards nor what became of appeals are told.
    open: bool,
    /// In an order that is not that of time.
    lines: Vec<LogLine>,
    /// The address of the month before in which anything was done, if there is one; choices go with
    /// it as with this one.
    next: Option<String>,
}

/// Read the public log of moderation: what was done in the newest month in which anything was, or in
/// the newest `before` a month.
#[utoipa::path(get, path = "/api/v1/moderation/log", operation_id = "moderation_log", tag = "moderation",
    params(("before" = Option<String>, Query, description = "2026-02"),
        ("act" = Option<String>, Query), ("board" = Option<String>, Query, description = "a board's slug; only months that are over"),
        ("ground" = Option<String>, Query), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = LogBody)))]
pub async fn log(
    request: HttpRequest,
    context: Data<Context>,
    past: Data<Past>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let before: Option<String> = paged::at(&query, "before")?;
    let month = |text: String| statistics::parse_month(&text).ok_or(Fault::BadCursor);
    let before = before.map(month).transpose()?;
    let act: Option<Act> = query.get("act").and_then(|act| act.parse().ok());
    let filter = Filter {
        act: act.filter(|act| sort_of(*act).is_some()),
        board: query.get("board").cloned(),
        ground: query.get("ground").cloned(),
    };
    let names = statistics::names(&context).await?;
    let found = log::page(&context, &past, &names, before, filter).await?;
    let next = found.as_ref().filter(|found| found.goes_on);
    let ways = Ways::onward("before", next.map(|found| found.month.format("%Y-%m")));
    let body = match found {
        Some(found) => log_body(found, &names, lang),
        None => LogBody {
            month: None,
            open: false,
            lines: Vec::new(),
            next: None,
        },
    };
    Ok(ways.on(&request, HttpResponse::Ok().json(body)))
}

fn log_body(found: Month, names: &Names, lang: Lang) -> LogBody {
    let month = found.month.format("%Y-%m").to_string();
    let next = format!("/api/v1/moderation/log?before={month}");
    let line = |(line, times): (Line, usize)| {
        let name = |slug: &String| names.board(slug, lang);
        let board_name = line.board.as_ref().and_then(name);
        LogLine {
            act: line.act,
            sort: line.sort,
            ground: line.ground,
            rule: line.rule,
            rules_version: line.rules_version,
            board: line.board.filter(|_| board_name.is_some()),
            board_name,
            appeal: line.appeal,
            times,
        }
    };
    LogBody {
        open: found.is_open,
        lines: found.lines.into_iter().map(line).collect(),
        next: found.goes_on.then_some(next),
        month: Some(month),
    }
}

#[derive(Serialize, ToSchema)]
pub struct KindWaiting {
    key: String,
    name: String,
    waiting: i64,
}

/// What waits at this moment: work, and no figure about people.
#[derive(Serialize, ToSchema)]
pub struct WaitingShown {
    total: i64,
    kinds: Vec<KindWaiting>,
    /// Against decisions about posts.
    appeals: i64,
    /// Against what was imposed on accounts.
    sanction_appeals: i64,
    /// Of people who are named, for the privacy officer.
    requests: i64,
    /// Whole days since the oldest came in.
    oldest_days: Option<i64>,
}

/// Items that moderators decided in the month: a multiple of five of at least ten, and the middle
/// number of hours until then. `null` is under ten, nobody included, or not shown so that such a group
/// cannot be worked out.
#[derive(Serialize, ToSchema)]
pub struct ReviewedShown {
    decided: Option<i32>,
    median_hours: Option<i32>,
}

#[derive(Serialize, ToSchema)]
pub struct KindReviewed {
    key: String,
    name: String,
    #[serde(flatten)]
    figures: ReviewedShown,
}

#[derive(Serialize, ToSchema)]
pub struct ActDone {
    act: Act,
    ground: String,
    times: usize,
}

/// A closed month. Nothing is counted by moderator.
#[derive(Serialize, ToSchema)]
pub struct MonthOfModeration {
    month: String,
    /// False of months that were closed before reviews were counted.
    counts_reviews: bool,
    reviewed: ReviewedShown,
    kinds: Vec<KindReviewed>,
    /// As the public log lists them.
    acts: Vec<ActDone>,
    appeals_granted: usize,
    appeals_refused: usize,
    /// Left out where fewer than ten appeals were decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    appeals_granted_percent: Option<usize>,
    /// The middle number of hours until an appeal was answered; left out as the share is.
    #[serde(skip_serializing_if = "Option::is_none")]
    appeals_median_hours: Option<i32>,
}

#[derive(Serialize, ToSchema)]
pub struct LoadBody {
    waiting: WaitingShown,
    /// `2026-02`, the newest first.
    months: Vec<String>,
}

/// What waits for moderators now, and the months of which there are figures.
#[utoipa::path(get, path = "/api/v1/moderation/figures", operation_id = "moderation_load", tag = "moderation",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = LoadBody)))]
pub async fn figures(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let names = statistics::names(&context).await?;
    let waiting = load::waiting(&context).await?;
    let months = statistics::months(&context).await?;
    let months = months.iter().map(|month| month.format("%Y-%m").to_string());
    Ok(HttpResponse::Ok().json(LoadBody {
        waiting: waiting_shown(&context, &waiting, &names, lang),
        months: months.collect(),
    }))
}

fn waiting_shown(context: &Context, waiting: &Waiting, names: &Names, lang: Lang) -> WaitingShown {
    let kinds = waiting.kinds.iter().map(|(kind, count)| {
        let key = format!("review/{}", kind.as_str());
        KindWaiting {
            name: names.of(&key, lang),
            key,
            waiting: *count,
        }
    });
    WaitingShown {
        total: waiting.total(),
        kinds: kinds.collect(),
        appeals: waiting.appeals,
        sanction_appeals: waiting.sanction_appeals,
        requests: waiting.requests,
        oldest_days: waiting.oldest_days(context.now()),
    }
}

/// A closed month of moderation in figures.
#[utoipa::path(get, path = "/api/v1/moderation/figures/{month}", operation_id = "moderation_month", tag = "moderation",
    params(("month" = String, Path, description = "2026-02"),
        ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = MonthOfModeration), (status = 404, description = "`not-found`: unknown, or not closed")))]
pub async fn month(
    request: HttpRequest,
    context: Data<Context>,
    past: Data<Past>,
    path: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let month = statistics::parse_month(&path).ok_or(Fault::NotFound)?;
    let Reviews {
        whole,
        lines,
        is_counted,
    } = reviews::month(&context, month).await?;
    let names = statistics::names(&context).await?;
    let done = Done::of(&log::of_month(&context, &past, month).await?);
    let figures = |line: &reviews::Line| ReviewedShown {
        decided: line.decided,
        median_hours: line.hours,
    };
    let kinds = lines.iter().map(|(key, line)| KindReviewed {
        name: names.of(key, lang),
        key: key.clone(),
        figures: figures(line),
    });
    Ok(HttpResponse::Ok().json(MonthOfModeration {
        month: path.into_inner(),
        counts_reviews: is_counted,
        reviewed: figures(&whole),
        kinds: kinds.collect(),
        appeals_granted: done.granted,
        appeals_refused: done.refused,
        appeals_granted_percent: done.upheld_percent(),
        appeals_median_hours: reviews::appeals(&context, month).await?,
        acts: done
            .acts
            .into_iter()
            .map(|(act, ground, times)| ActDone { act, ground, times })
            .collect(),
    }))
}
