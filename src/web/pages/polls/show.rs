//! One poll: its ballot while it is open, its results when it has closed.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    polls::{
        self, Phase, Poll, PollError,
        results::{self, Results},
    },
    web::{
        chart::{self, Bar},
        extract::LoggedOn,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/polls/show.html")]
struct Show {
    page: Page,
    poll: Poll,
    voted: bool,
    /// Whether the reader may change the poll, in which nobody can vote yet.
    may_change: bool,
    results: Results,
    chart: String,
    errors: Errors,
}

impl Show {
    /// The text of an option.
    fn option(&self, number: &i32) -> String {
        let option = self
            .poll
            .options
            .iter()
            .find(|option| option.number == *number);
        option.map_or_else(String::new, |option| {
            option.text.best(self.page.lang).1.to_owned()
        })
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, path.1, Errors::default(), StatusCode::OK).await
}

pub async fn vote(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (mut errors, lang) = (Errors::default(), page.lang);
    let Ok(number) = form.get("option").parse() else {
        errors.add("option", lang.t("poll-choose"));
        return show(
            page,
            &context,
            path.1,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    let (status, words) = match polls::vote(&context, &member, path.1, number).await {
        Ok(()) => {
            let address = format!("{}/polls/{}?done=voted", page.prefix(), path.1);
            return Ok(see_other(address));
        }
        Err(PollError::AlreadyVoted) => (StatusCode::CONFLICT, "poll-second"),
        Err(PollError::NotOpen) => (StatusCode::CONFLICT, "poll-not-open"),
        Err(PollError::NoSuchOption) => (StatusCode::UNPROCESSABLE_ENTITY, "poll-choose"),
        Err(error) => return Err(error.into()),
    };
    errors.add("option", lang.t(words));
    show(page, &context, path.1, errors, status).await
}

async fn show(
    page: Page,
    context: &Context,
    id: i64,
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let poll = polls::find(context, id, page.account.as_ref()).await?;
    let voted = match &page.account {
        Some(member) => polls::has_voted(context, member, id).await?,
        None => false,
    };
    let may_change = match &page.account {
        Some(member) if poll.phase == Phase::Upcoming => {
            polls::may_make(context, member, poll.topic).await?
        }
        _ => false,
    };
    let mut view = Show {
        voted,
        may_change,
        results: results::of_poll(context, id, page.account.as_ref()).await?,
        chart: String::new(),
        poll,
        page,
        errors,
    };
    if let Results::Counted(counted) = &view.results {
        let bars: Vec<Bar> = counted
            .iter()
            .map(|(number, votes)| Bar {
                label: view.option(number),
                value: votes.map(i64::from),
                words: None,
            })
            .collect();
        let title = view.poll.title.best(view.page.lang).1.to_owned();
        view.chart = chart::bars(&title, &bars, &view.page.t("poll-under-ten"));
    }
    html_as(status, &view)
}
