//! Published suggestions: the list with its filters, and the same as a feed.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        boards,
        cursor::{self, From},
        newest::Within,
    },
    i18n::Lang,
    offices::{self, Choices},
    published::{
        order::{Order, Place},
        shown::{self, Filter, STATES, Shown},
    },
    statistics,
    web::{
        fault::Fault,
        form::Errors,
        keep::Making,
        page::{Page, html_as},
        pages::forum::{Parameters, feeds},
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/list.html")]
struct List {
    page: Page,
    asked: Asked,
    errors: Errors,
    categories: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    offices: Vec<(String, String)>,
    states: Vec<(&'static str, String)>,
    suggestions: Vec<Shown>,
    newer: Option<String>,
    older: Option<String>,
    /// What the links to those pages say, by the order.
    beside: [String; 2],
    /// The list without its filters, in the same order.
    all: String,
    /// Whether the city publishes suggestions at present.
    publishes: bool,
    /// Each order with its words and its address.
    orders: [(Order, String, String); 2],
}

/// The filters as they are shown again.
#[derive(Default)]
struct Asked {
    category: String,
    district: String,
    office: String,
    state: String,
    month: String,
    order: Order,
}

impl Asked {
    fn of(query: &Parameters) -> Self {
        let given = |name: &str| {
            let value = query.get(name).map_or("", String::as_str);
            // No slug and no month is longer.
            value.chars().take(100).collect::<String>()
        };
        Self {
            category: given("category"),
            district: given("district"),
            office: given("office"),
            state: given("state"),
            month: given("month"),
            order: given("order").parse().unwrap_or_default(),
        }
    }

    /// What is asked for, or what is wrong with it.
    fn filter(&self, lang: Lang) -> Result<Filter, Errors> {
        let given = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        let mut errors = Errors::default();
        let state = self.state.parse().ok();
        let state = state.filter(|state| STATES.contains(state));
        let first = statistics::parse_month(&self.month);
        if state.is_none() && !self.state.is_empty() {
            errors.add("state", lang.t("published-no-state"));
        }
        if first.is_none() && !self.month.is_empty() {
            errors.add("month", lang.t("published-no-month"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Filter {
            category: given(&self.category),
            district: given(&self.district),
            office: given(&self.office),
            state,
            month: first,
            order: self.order,
        })
    }

    fn all(&self) -> [(&'static str, &String); 5] {
        [
            ("category", &self.category),
            ("district", &self.district),
            ("office", &self.office),
            ("state", &self.state),
            ("month", &self.month),
        ]
    }

    fn is_narrow(&self) -> bool {
        self.all().iter().any(|(_, value)| !value.is_empty())
    }

    /// The address of the same list in an order, at a place.
    fn address(&self, page: &Page, order: Order, place: Option<(&str, Place)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.all() {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if order != Order::default() {
            query.append_pair("order", order.as_str());
        }
        if let Some((place, at)) = place {
            query.append_pair(place, &at.to_string());
        }
        let query = query.finish();
        let sign = if query.is_empty() { "" } else { "?" };
        format!("{}/suggestions{sign}{query}", page.prefix())
    }
}

pub async fn get(
    mut page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let asked = Asked::of(&query);
    if asked.order != Order::default() {
        // The same suggestions, which search engines find in the usual order.
        page = page.unlisted();
    }
    let place = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(place("after"), place("before"));
    let (found, errors) = match asked.filter(page.lang) {
        Ok(filter) => (
            shown::list(&context, filter, from).await?,
            Errors::default(),
        ),
        Err(errors) => {
            let nothing = cursor::Page {
                items: Vec::new(),
                before: None,
                after: None,
                places: Vec::new(),
            };
            (nothing, errors)
        }
    };
    if !errors.is_empty() {
        page = page.unlisted();
    }
    let Choices {
        categories,
        districts,
    } = offices::choices(&context).await?;
    let lang = page.lang;
    let offices = offices::list(&context).await?;
    let beside = match asked.order {
        Order::Newest => ["face-newer", "face-older"],
        Order::Support => ["published-more-supported", "published-less-supported"],
    };
    let view = List {
        beside: beside.map(|words| page.t(words)),
        all: Asked {
            order: asked.order,
            ..Asked::default()
        }
        .address(&page, asked.order, None),
        publishes: boards::publish_suggestions(&context).await?,
        newer: found
            .before
            .map(|at| asked.address(&page, asked.order, Some(("before", at)))),
        older: found
            .after
            .map(|at| asked.address(&page, asked.order, Some(("after", at)))),
        orders: [
            (Order::Newest, "published-order-newest"),
            (Order::Support, "published-order-support"),
        ]
        .map(|(order, words)| (order, page.t(words), asked.address(&page, order, None))),
        categories: categories
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        districts: districts
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        offices: offices
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        states: STATES
            .iter()
            .map(|state| {
                let words = lang.t(&format!("state-short-{}", state.as_str()));
                (state.as_str(), words)
            })
            .collect(),
        suggestions: found.items,
        asked,
        errors,
        page,
    };
    html_as(view.errors.status(), &view)
}

/// The suggestions as an Atom feed.
pub async fn feed(
    making: Making,
    context: Data<Context>,
    path: Path<Lang>,
) -> Result<HttpResponse, Fault> {
    let lang = *path;
    let title = lang.ta("published-feed", "city", feeds::city(&context, lang));
    let names = (
        title,
        "suggestions.atom".to_owned(),
        "suggestions".to_owned(),
    );
    feeds::answer((&context, &making), lang, Within::Suggestions, names).await
}
