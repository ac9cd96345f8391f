//! The tokens of one's account: what there are, a new one, and ending one. A token is shown once, in the
//! answer to the form that made it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::{Days, NaiveDate};

use crate::{
    accounts::Member,
    api_tokens::{
        self, LONGEST_LIFE, LONGEST_NAME, Listed, NewToken, Scope, TokenError, calls::QUOTA,
    },
    context::Context,
    privacy::{Private, Purpose, Viewer},
    web::{
        confirm,
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
    },
};

/// For how many days a token may serve, to choose.
const LIVES: [u64; 4] = [30, 90, 180, LONGEST_LIFE];

/// A token as a row of the list.
struct Row {
    id: i64,
    title: String,
    scopes: String,
    facts: Vec<String>,
}

impl Row {
    fn of(page: &Page, member: &Member, token: &Listed) -> Self {
        let name = token.name.reveal(Viewer::Owner(member), Purpose::OwnAccess);
        let used = token.last_used_on.map_or_else(
            || page.t("tokens-unused"),
            |day| page.ta("tokens-used", "date", page.date(day)),
        );
        Self {
            id: token.id,
            title: name.clone(),
            scopes: token.scopes.text(),
            facts: vec![
                page.ta("tokens-number", "number", token.id),
                page.ta("tokens-made-on", "date", page.date(token.created_on)),
                page.ta("tokens-until", "date", page.date(token.expires_on)),
                used,
            ],
        }
    }
}

/// A scope to choose: its name, what it lets a program do, and whether it is chosen.
struct Choice {
    scope: &'static str,
    words: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/accounts/tokens.html")]
struct Tokens {
    page: Page,
    tokens: Vec<Row>,
    /// Not `name`: the field macro has a parameter of that name, which would hide it.
    token_name: String,
    choices: Vec<Choice>,
    expires_on: String,
    /// Days that it may end on, each in words.
    ends: Vec<(String, String)>,
    submission: String,
    errors: Errors,
}

impl Tokens {
    async fn of(
        page: Page,
        context: &Context,
        member: &Member,
        form: &Form,
    ) -> Result<Self, Fault> {
        let tokens = api_tokens::list(context, member.id).await?;
        let chosen = form.all("scope");
        let choices = Scope::of(member.role).map(|scope| Choice {
            scope: scope.as_str(),
            words: page.t(&scope.words()),
            is_chosen: chosen.iter().any(|name| name == scope.as_str()),
        });
        Ok(Self {
            tokens: tokens
                .iter()
                .map(|token| Row::of(&page, member, token))
                .collect(),
            token_name: form.trimmed("name"),
            choices: choices.collect(),
            expires_on: form.trimmed("expires_on"),
            ends: ends(&page, context),
            submission: form.submission(context),
            errors: Errors::default(),
            page,
        })
    }
}

fn ends(page: &Page, context: &Context) -> Vec<(String, String)> {
    let today = context.clock.today(context.config.city.time_zone);
    let ends = LIVES.iter().map(|days| {
        let day = today + Days::new(*days);
        let words = page.ta2("tokens-life", "days", days, "date", page.date(day));
        (day.to_string(), words)
    });
    ends.collect()
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let tokens = Tokens::of(page, &context, &member, &Form::default()).await?;
    html(&tokens).map(unstored)
}

/// The one page that shows a token.
#[derive(Template)]
#[template(path = "pages/accounts/token_made.html")]
struct TokenMade {
    page: Page,
    token: String,
    scopes: String,
    until: String,
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let proven = confirm::recently(&request, &context, &member).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["name"]))?;
    let session = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    let expires_on: Result<NaiveDate, _> = form.get("expires_on").trim().parse();
    let new = NewToken {
        name: Private::new(form.trimmed("name")),
        scopes: form.all("scope"),
        expires_on: expires_on.ok(),
    };
    let submission = form.submission(&context);
    let made = match api_tokens::make(&context, &member, &session, new, Some(&submission)).await {
        Ok(made) => made,
        Err(TokenError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            let mut view = Tokens::of(page, &context, &member, &form).await?;
            view.errors = errors;
            return html_as(StatusCode::UNPROCESSABLE_ENTITY, &view).map(unstored);
        }
        Err(error) => return Err(error.into()),
    };
    // The form came twice; the first time it was shown.
    let Some(secret) = made.secret else {
        return Ok(see_other(
            page.href("account/tokens?done=token-made-before"),
        ));
    };
    let view = TokenMade {
        token: secret.reveal(),
        scopes: made.scopes.text(),
        until: page.date(made.expires_on),
        page,
    };
    html(&view).map(unstored)
}

/// Ends one.
pub async fn end(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    api_tokens::end_own(&context, &member, path.1).await?;
    Ok(see_other(page.href("account/tokens?done=token-ended")))
}
