//! Searching the forum. What is looked for stands in the address and in no log.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;

use super::forum::Parameters;
use crate::{
    context::Context,
    forum::{
        boards::{self, Listed},
        search::{self, Asked, Found, Kind, MOST},
    },
    i18n::Lang,
    search::{LONGEST, day},
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::Errors,
        page::{Page, html_as},
    },
};

#[derive(Template)]
#[template(path = "pages/search/search.html")]
struct Search {
    page: Page,
    form: Shown,
    boards: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    /// `None` where a field must be changed first.
    found: Option<Found>,
    errors: Errors,
    previous: Option<String>,
    next: Option<String>,
}

/// The form as it was sent.
struct Shown {
    text: String,
    board: String,
    kind: String,
    author: String,
    after: String,
    before: String,
    tag: String,
}

impl Shown {
    fn of(query: &Parameters) -> Self {
        // More than this is not looked for, nor shown again.
        let given = |name: &str| -> String {
            let value = query.get(name).map_or("", String::as_str);
            value.chars().take(LONGEST + 1).collect()
        };
        Self {
            text: given("q"),
            board: given("board"),
            kind: given("kind"),
            author: given("author").trim().to_owned(),
            after: given("after"),
            before: given("before"),
            tag: given("tag").trim().to_owned(),
        }
    }

    /// How many characters of the text are read.
    fn longest(&self) -> usize {
        LONGEST
    }

    fn is_narrow(&self) -> bool {
        [
            &self.board,
            &self.kind,
            &self.author,
            &self.after,
            &self.before,
            &self.tag,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }

    fn asked(&self, page: usize, lang: Lang) -> Result<Asked, Errors> {
        let mut errors = Errors::default();
        let given = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        let mut date = |field: &str, value: &String| {
            let found = day(value);
            if found.is_none() && !value.is_empty() {
                errors.add(field, lang.t("invalid-date"));
            }
            found
        };
        let asked = Asked {
            text: self.text.clone(),
            board: given(&self.board),
            author: given(&self.author),
            after: date("after", &self.after),
            before: date("before", &self.before),
            kind: self.kind.parse().ok(),
            tag: given(&self.tag),
            page,
        };
        if errors.is_empty() {
            Ok(asked)
        } else {
            Err(errors)
        }
    }

    /// The address of another page of the same search.
    fn address(&self, page: &Page, number: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("q", &self.text),
            ("board", &self.board),
            ("kind", &self.kind),
            ("author", &self.author),
            ("after", &self.after),
            ("before", &self.before),
            ("tag", &self.tag),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if number > 1 {
            query.append_pair("page", &number.to_string());
        }
        format!("{}/search?{}", page.prefix(), query.finish())
    }
}

impl Search {
    /// Whether more were found than are shown on all pages.
    fn is_full(found: &Found) -> bool {
        found.count >= MOST
    }
}

pub async fn get(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let form = Shown::of(&query);
    let number = query.get("page").and_then(|number| number.parse().ok());
    let boards = boards::list(&context, page.account.as_ref()).await?;
    let (found, errors) = match form.asked(number.unwrap_or(1), page.lang) {
        Ok(asked) => {
            let found = search::find(&context, page.account.as_ref(), asked).await?;
            (Some(found), Errors::default())
        }
        Err(errors) => (None, errors),
    };
    let to = |number: usize| form.address(&page, number);
    let (previous, next) = found.as_ref().map_or((None, None), |found| {
        (
            (found.page > 1 && found.count > 0).then(|| to(found.page - 1)),
            found.has_next.then(|| to(found.page + 1)),
        )
    });
    let status = errors.status();
    let view = Search {
        boards: boards
            .into_iter()
            .map(|Listed { board, .. }| (board.slug.clone(), board.name(page.lang)))
            .collect(),
        kinds: Kind::ALL
            .iter()
            .map(|kind| {
                let words = match kind {
                    Kind::Topic => page.t("search-kind-topic"),
                    Kind::Suggestion => page.t("search-kind-suggestion"),
                    Kind::Reply => page.t("search-kind-reply"),
                };
                (kind.as_str(), words)
            })
            .collect(),
        page,
        form,
        found,
        errors,
        previous,
        next,
    };
    html_as(status, &view)
}
