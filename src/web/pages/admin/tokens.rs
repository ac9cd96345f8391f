//! The tokens by which programs act as the city's own people: whose, with which scopes, until when; and ending
//! one. What its owner calls it, and the token itself, nobody reads here; residents' are a number.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    api_tokens::{self, Held},
    context::Context,
    web::{
        extract::Administrator,
        fault::Fault,
        page::{Page, html, see_other, unstored},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/admin/tokens.html")]
struct TokensPage {
    page: Page,
    tokens: Vec<Held>,
    residents: i64,
    next: Option<String>,
}

impl TokensPage {
    fn role(&self, token: &Held) -> String {
        self.page.t(&format!("role-{}", token.role.as_str()))
    }

    fn used(&self, token: &Held) -> String {
        let used = token.last_used_on.map(|day| self.page.date(day));
        used.unwrap_or_else(|| self.page.t("tokens-unused"))
    }

    fn until(&self, token: &Held) -> String {
        self.page.date(token.expires_on)
    }
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let before = query.get("before").and_then(|before| before.parse().ok());
    let found = api_tokens::of_the_city(&context, before).await?;
    let next = found.next;
    let template = TokensPage {
        next: next.map(|next| page.href(&format!("admin/tokens?before={next}"))),
        tokens: found.tokens,
        residents: found.residents,
        page,
    };
    html(&template).map(unstored)
}

/// Ends one, whoever made it.
pub async fn end(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    api_tokens::end(&context, path.1, Some(member.id)).await?;
    Ok(see_other(page.href("admin/tokens?done=token-ended")))
}
