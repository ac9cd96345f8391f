//! `services` and `services/CODE`: what suggestions can be about, and what a client asks for beside
//! the standard's own fields.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    Failure,
    answer::{Node, give},
    jurisdiction, parameters, unknown,
};
use crate::{
    context::Context,
    forum::boards,
    i18n::Lang,
    offices::{self, Category, Choices},
    privacy::notices::Notice,
    web::{fault::Fault, language},
};

/// What a client answers beside the standard's fields, as `attribute[CODE]`.
pub(super) mod attribute {
    pub const DISTRICT: &str = "district";
    pub const TITLE: &str = "title";
    pub const SHARE_CONTACT: &str = "share_contact";
    pub const PUBLISH: &str = "publish";
    pub const NOTICE: &str = "notice";
    /// Only told, not answered.
    pub const URGENT: &str = "urgent";
}

/// The keys of a question that is answered with yes or no.
pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";

pub async fn list(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let found = services(&request, &context).await;
    give(&request, StatusCode::OK, "services", found)
}

async fn services(request: &HttpRequest, context: &Context) -> Result<Node, Failure> {
    jurisdiction(&parameters(request), context)?;
    let lang = language::of_header(request);
    let choices = offices::choices(context).await?;
    let services = choices.categories.iter().map(|one| service(one, lang));
    Ok(Node::List("service", services.collect()))
}

fn service(category: &Category, lang: Lang) -> Node {
    Node::Fields(vec![
        ("service_code", Node::text(&category.slug)),
        ("service_name", Node::text(category.name(lang))),
        ("description", Node::text(category.hint(lang))),
        ("metadata", Node::Bool(true)),
        // The number is another than the case's, and there once the case is published.
        ("type", Node::text("batch")),
        ("keywords", Node::Nothing),
        ("group", Node::Nothing),
    ])
}

pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = definition(&request, &context, &path.0).await;
    give(&request, StatusCode::OK, "service_definition", found)
}

async fn definition(request: &HttpRequest, context: &Context, code: &str) -> Result<Node, Failure> {
    jurisdiction(&parameters(request), context)?;
    let lang = language::of_header(request);
    let choices = offices::choices(context).await?;
    let category = choices.category(code);
    let category = category.ok_or(unknown("open311-no-service"))?;
    let publishes = boards::publish_suggestions(context).await?;
    let attributes = attributes(context, &choices, lang, publishes);
    Ok(Node::Fields(vec![
        ("service_code", Node::text(&category.slug)),
        ("attributes", Node::List("attribute", attributes)),
    ]))
}

/// A question as the standard describes it.
struct Attribute {
    code: &'static str,
    datatype: &'static str,
    required: bool,
    description: String,
    /// What can be chosen, each with its name.
    values: Vec<(String, String)>,
}

fn attributes(context: &Context, choices: &Choices, lang: Lang, publishes: bool) -> Vec<Node> {
    let notice = Notice::Suggestion.shown(lang, &context.config).whole();
    let districts = choices.districts.iter();
    let districts = districts.map(|one| (one.slug.clone(), one.name(lang)));
    let decided = |code, question: &str| Attribute {
        code,
        datatype: "singlevaluelist",
        required: false,
        description: lang.t(question),
        values: vec![
            (NO.to_owned(), lang.t("open311-no")),
            (YES.to_owned(), lang.t("open311-yes")),
        ],
    };
    let mut all = vec![
        Attribute {
            code: attribute::URGENT,
            datatype: "string",
            required: false,
            description: lang.t("suggest-urgent"),
            values: Vec::new(),
        },
        Attribute {
            code: attribute::DISTRICT,
            datatype: "singlevaluelist",
            required: true,
            description: lang.t("open311-district"),
            values: districts.collect(),
        },
        Attribute {
            code: attribute::TITLE,
            datatype: "string",
            required: false,
            description: lang.t("open311-title"),
            values: Vec::new(),
        },
        decided(attribute::SHARE_CONTACT, "open311-share-contact"),
    ];
    if publishes {
        all.push(decided(attribute::PUBLISH, "open311-publish"));
    }
    all.push(Attribute {
        code: attribute::NOTICE,
        datatype: "singlevaluelist",
        required: true,
        values: vec![(notice.hash_text(), lang.t("open311-notice-read"))],
        description: notice.body,
    });
    let numbered = (1..).zip(all);
    numbered.map(|(order, one)| one.node(order)).collect()
}

impl Attribute {
    fn node(self, order: i64) -> Node {
        let values = self.values.into_iter().map(|(key, name)| {
            Node::Fields(vec![("key", Node::text(key)), ("name", Node::text(name))])
        });
        Node::Fields(vec![
            ("variable", Node::Bool(self.code != attribute::URGENT)),
            ("code", Node::text(self.code)),
            ("datatype", Node::text(self.datatype)),
            ("required", Node::Bool(self.required)),
            ("datatype_description", Node::Nothing),
            ("order", Node::Number(order)),
            ("description", Node::text(self.description)),
            ("values", Node::List("value", values.collect())),
        ])
    }
}
