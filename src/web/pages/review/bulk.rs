//! Several items at once: what is ticked, what a decision will do to each, and what became of each.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use url::form_urlencoded;

use super::{Asked, address, claim_words, ended_words, work::Typed};
use crate::{
    accounts::Member,
    context::Context,
    moderation::{
        ModerationError,
        bulk::{self, Became, Carried, Chosen, Deed, Foreseen, MOST, What, Would},
        reasons::For,
    },
    privacy::ground::Ground,
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        grounds,
        page::{Page, html_as, unstored},
        pages::kept,
    },
};

/// What is typed.
const TYPED: [&str; 1] = ["reason"];

/// An item and what will become of it, or became.
struct Line {
    /// Where it is still in the queue.
    href: Option<String>,
    title: String,
    words: String,
}

/// How far it is.
enum Stage {
    /// What to do is chosen.
    Choose,
    /// What it will do is shown.
    Look {
        lines: Vec<Line>,
        /// What the button says that does it; none where it does nothing.
        button: Option<String>,
    },
    Told {
        lines: Vec<Line>,
        title: String,
    },
}

/// An item that is ticked.
struct Ticked {
    /// What ticking it sent.
    value: String,
    title: String,
}

#[derive(Template)]
#[template(path = "pages/review/bulk.html")]
struct BulkPage {
    page: Page,
    /// The queue from which one came.
    queue: String,
    action: String,
    items: Vec<Ticked>,
    stage: Stage,
    act: String,
    acts: Vec<(String, String)>,
    grounds: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    ways: Vec<(String, String)>,
    typed: Typed,
    complains: bool,
    errors: Errors,
}

/// What was ticked; what cannot be read was not.
fn chosen(form: &Form) -> Vec<Chosen> {
    let read = |text: String| {
        let (item, version) = text.split_once(':')?;
        Some(Chosen {
            item: item.parse().ok()?,
            version: version.parse().ok()?,
        })
    };
    form.all("item").into_iter().filter_map(read).collect()
}

pub async fn get(
    page: Page,
    Moderator(moderator): Moderator,
    context: Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let query = form_urlencoded::parse(request.query_string().as_bytes());
    let ticked = Form::new(query.into_owned().collect());
    let asked = Asked::parse(request.query_string());
    let stage = (Stage::Choose, Errors::default());
    show(page, &context, &moderator, (asked, &ticked), stage).await
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(moderator) = kept::admit(moderator, &form, &TYPED)?;
    let asked = Asked::parse(request.query_string());
    let stage = if form.has("change") {
        (Stage::Choose, Errors::default())
    } else {
        go_on(&page, &context, &moderator, &asked, &form)
            .await
            .map_err(|fault| kept::keep(fault, &form, &TYPED))?
    };
    show(page, &context, &moderator, (asked, &form), stage).await
}

/// Shows what the form's decision will do or, where that was seen, does it.
async fn go_on(
    page: &Page,
    context: &Context,
    moderator: &Member,
    asked: &Asked,
    form: &Form,
) -> Result<(Stage, Errors), Fault> {
    let mut errors = Errors::default();
    let ticked = chosen(form);
    if ticked.is_empty() {
        return Ok((Stage::Choose, errors));
    }
    let Ok(what) = form.get("act").parse::<What>() else {
        errors.add("act", page.t("moderate-act-needed"));
        return Ok((Stage::Choose, errors));
    };
    let deed = match deed(page, context, form, what, &ticked).await? {
        Ok(deed) => deed,
        Err((field, message)) => {
            errors.add(field, message);
            return Ok((Stage::Choose, errors));
        }
    };
    let stage = if form.has("carry-out") {
        let carried = bulk::carry_out(context, moderator, deed).await;
        carried.map(|carried| told(page, asked, carried))
    } else {
        let foreseen = bulk::preview(context, moderator, &ticked, what).await;
        foreseen.map(|foreseen| look(page, asked, what, foreseen))
    };
    match stage {
        Ok(stage) => Ok((stage, errors)),
        Err(ModerationError::Invalid(found)) => {
            Ok((Stage::Choose, Errors::found(&found, page.lang)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form decides about each; a ground is made for each of them, and is the same.
async fn deed(
    page: &Page,
    context: &Context,
    form: &Form,
    what: What,
    ticked: &[Chosen],
) -> Result<Result<Deed, grounds::Wrong>, Fault> {
    let act = match what {
        What::Approve => return Ok(Ok(Deed::Approve(ticked.to_vec()))),
        What::Reject => For::Reject,
        What::Mask => For::Mask,
    };
    // More than are decided at once are refused, not read.
    let times = ticked.len().min(MOST + 1);
    let grounds = match grounds::read_each(form, page.lang, context, act, times).await? {
        Ok(grounds) => grounds,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let each: Vec<(Chosen, Ground)> = ticked.iter().copied().zip(grounds).collect();
    Ok(Ok(match what {
        What::Mask => Deed::Mask(each),
        What::Approve | What::Reject => Deed::Reject(each),
    }))
}

fn look(page: &Page, asked: &Asked, what: What, foreseen: Vec<Foreseen>) -> Stage {
    let count = foreseen.iter().filter(|one| will(&one.would)).count();
    let words = || page.ta2("review-bulk-do", "act", what.as_str(), "count", count);
    let button = (count > 0).then(words);
    let line = |one: Foreseen| Line {
        href: (!matches!(one.would, Would::Before(_) | Would::Unknown))
            .then(|| asked.item(page, one.item)),
        title: one.title.unwrap_or_else(|| page.t("review-bulk-missing")),
        words: would_words(page, one.would),
    };
    let lines = foreseen.into_iter().map(line).collect();
    Stage::Look { lines, button }
}

/// Whether it does something.
const fn will(would: &Would) -> bool {
    match would {
        Would::Publish
        | Would::WaitOn
        | Would::Stay
        | Would::Dismiss
        | Would::Reject { .. }
        | Would::Hide { .. }
        | Would::Remind
        | Would::Mask { .. }
        | Would::MaskAndPublish { .. }
        | Would::Together(_) => true,
        Would::Changed | Would::Before(_) | Would::Claimed(_) | Would::Cannot | Would::Unknown => {
            false
        }
    }
}

fn would_words(page: &Page, would: Would) -> String {
    let says = |key: &str, told: bool| page.ta(key, "told", if told { "yes" } else { "no" });
    match would {
        Would::Publish => page.t("review-bulk-will-publish"),
        Would::WaitOn => page.t("review-bulk-will-wait-on"),
        Would::Stay => page.t("review-bulk-will-stay"),
        Would::Dismiss => page.t("review-bulk-will-dismiss"),
        Would::Reject { told } => says("review-bulk-will-reject", told),
        Would::Hide { told } => says("review-bulk-will-hide", told),
        Would::Remind => page.t("review-bulk-will-remind"),
        Would::Mask { told } => says("review-bulk-will-mask", told),
        Would::MaskAndPublish { told } => says("review-bulk-will-mask-and-publish", told),
        Would::Together(_) => page.t("review-bulk-will-together"),
        Would::Changed => page.t("review-bulk-changed"),
        Would::Before(before) => ended_words(page.lang, before),
        Would::Claimed(claim) => claim_words(page, "review-claim-other", &claim),
        Would::Cannot => page.t("review-bulk-cannot"),
        Would::Unknown => page.t("review-bulk-unknown"),
    }
}

fn told(page: &Page, asked: &Asked, carried: Vec<Carried>) -> Stage {
    let all = carried.len();
    let done = carried.iter().filter(|one| one.became == Became::Done);
    let done = done.count();
    let line = |one: Carried| Line {
        href: matches!(
            one.became,
            Became::Changed | Became::Claimed(_) | Became::Cannot | Became::Failed
        )
        .then(|| asked.item(page, one.item)),
        title: one.title.unwrap_or_else(|| page.t("review-bulk-missing")),
        words: match one.became {
            Became::Done => page.t("review-bulk-done"),
            Became::Changed => page.t("review-bulk-changed"),
            Became::Before(before) => ended_words(page.lang, before),
            Became::Claimed(claim) => claim_words(page, "review-claim-other", &claim),
            Became::Cannot => page.t("review-bulk-cannot"),
            Became::Unknown => page.t("review-bulk-unknown"),
            Became::Failed => page.t("review-bulk-failed"),
        },
    };
    Stage::Told {
        lines: carried.into_iter().map(line).collect(),
        title: page.ta2("review-bulk-told", "done", done, "not", all - done),
    }
}

async fn show(
    page: Page,
    context: &Context,
    moderator: &Member,
    (asked, form): (Asked, &Form),
    (stage, errors): (Stage, Errors),
) -> Result<HttpResponse, Fault> {
    let mut ticked = chosen(form);
    ticked.truncate(MOST);
    let items = if ticked.is_empty() || matches!(stage, Stage::Told { .. }) {
        Vec::new()
    } else {
        // What each of them is called.
        let titles = bulk::preview(context, moderator, &ticked, What::Approve).await?;
        let title = |one: &Chosen| {
            let found = titles.iter().find(|title| title.item == one.item);
            let title = found.and_then(|found| found.title.clone());
            let title = title.unwrap_or_else(|| page.t("review-bulk-missing"));
            let value = format!("{}:{}", one.item, one.version);
            Ticked { value, title }
        };
        ticked.iter().map(title).collect()
    };
    let act = |what: What| {
        let words = page.t(match what {
            What::Approve => "review-bulk-act-approve",
            What::Reject => "review-bulk-act-reject",
            What::Mask => "review-bulk-act-mask",
        });
        (what.as_str().to_owned(), words)
    };
    let typed = Typed::of(form);
    let status = errors.status();
    let view = BulkPage {
        queue: asked.list(&page),
        action: address(&page, "review/bulk", &asked.query()),
        items,
        stage,
        act: form.get("act").to_owned(),
        acts: [What::Approve, What::Reject, What::Mask].map(act).to_vec(),
        grounds: grounds::options(page.lang, context.config.allow_efficiency_ground),
        reasons: grounds::reasons(context, page.lang, &[For::Reject, For::Mask]).await?,
        ways: grounds::ways(page.lang),
        complains: typed.complains(),
        typed,
        errors,
        page,
    };
    html_as(status, &view).map(unstored)
}
