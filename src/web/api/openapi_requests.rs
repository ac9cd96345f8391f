//! What holds for many routes alike, written into the document from the catalogue: keys of requests, tags of answers,
//! and pages of lists. A handler's own annotation stays as it is.

use utoipa::{
    Modify,
    openapi::{
        Header, HeaderBuilder, OpenApi, RefOr, Required, Response, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{Object, ObjectBuilder, Type},
    },
};

use super::{openapi_scopes::of, paged::LONGEST};
use crate::web::routes::{CATALOGUE, Route};

pub(super) struct Requests;

impl Modify for Requests {
    fn modify(&self, document: &mut OpenApi) {
        for route in CATALOGUE {
            let item = document.paths.paths.get_mut(route.path);
            if let Some(operation) = item.and_then(|item| of(item, route.method)) {
                describe(route, operation);
            }
        }
    }
}

fn describe(route: &Route, operation: &mut Operation) {
    if route.takes_key() {
        let key = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(8))
            .max_length(Some(200));
        let words = if route.is_streamed() {
            "Sent again within a day, it is noted once; the file is made anew"
        } else {
            "Sent again within a day, nothing is done twice, and the answer is the same"
        };
        add(
            operation,
            header("Idempotency-Key", words).schema(Some(key)),
        );
        answer(
            operation,
            "400",
            "`bad-request`: the key, a parameter or the body is not as described",
        );
    }
    if route.takes_key() && !route.is_streamed() {
        let replayed = "`true` where it was given before";
        head(operation, "2", "Idempotency-Replayed", replayed);
        answer(
            operation,
            "409",
            "`still-running` or `outcome-unknown`: the same request came before, and is not answered yet, or \
             nobody knows whether it was done",
        );
        answer(
            operation,
            "422",
            "`idempotency-key-reused`: the key came before with another request",
        );
    }
    if route.is_matched() {
        let words = "The `ETag` of what is edited, or `*`; else it is not looked at";
        let needed = operation.responses.responses.contains_key("428");
        let required = if needed {
            Required::True
        } else {
            Required::False
        };
        let header = header("If-Match", words).required(required);
        add(operation, header.schema(Some(text())));
        answer(
            operation,
            "412",
            "`changed-meanwhile`: it is not what `If-Match` names",
        );
    }
    if route.method == "GET" && gives_json(operation) {
        let words = "The `ETag` of an answer that is known";
        add(
            operation,
            header("If-None-Match", words).schema(Some(text())),
        );
        answer(operation, "304", "As `If-None-Match` knows it");
        let tag = "Names this answer; before a dot, what an edit begins from";
        for status in ["200", "304"] {
            head(operation, status, "ETag", tag);
        }
    }
    if route.is_paged() {
        page(route, operation);
    }
}

fn page(route: &Route, operation: &mut Operation) {
    let mut named = operation.parameters.iter().flatten();
    let has_places = named.any(|one| {
        let places = ["after", "before", "page"];
        matches!(one, RefOr::T(one) if places.contains(&&*one.name))
    });
    if !has_places {
        add(
            operation,
            query("after", "Where the page before ends, of its `Link`").schema(Some(text())),
        );
        add(
            operation,
            query("before", "Where the page after begins, of its `Link`").schema(Some(text())),
        );
        add(
            operation,
            query("page", "`last` for the last page").schema(Some(text())),
        );
    }
    if route.takes_limit() {
        let many = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(LONGEST));
        let words = "How many at most; a list whose own pages are shorter stays with these";
        add(operation, query("limit", words).schema(Some(many)));
    }
    head(
        operation,
        "200",
        "Link",
        "The pages after (`next`) and before (`prev`) this one (RFC 8288)",
    );
    answer(
        operation,
        "400",
        "`bad-cursor`: no such place in the list; `bad-request`",
    );
}

fn text() -> Object {
    Object::with_type(Type::String)
}

fn parameter(name: &str, place: ParameterIn, words: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description(Some(words))
}

fn header(name: &str, words: &str) -> ParameterBuilder {
    parameter(name, ParameterIn::Header, words)
}

fn query(name: &str, words: &str) -> ParameterBuilder {
    parameter(name, ParameterIn::Query, words)
}

/// Adds a parameter, in the place of one of this name.
fn add(operation: &mut Operation, parameter: ParameterBuilder) {
    let parameter: Parameter = parameter.build();
    let all = operation.parameters.get_or_insert_default();
    all.retain(|one| !matches!(one, RefOr::T(one) if one.name == parameter.name));
    all.push(RefOr::T(parameter));
}

/// Adds a header to the answers whose status begins so.
fn head(operation: &mut Operation, status: &str, name: &str, words: &str) {
    let all = operation.responses.responses.iter_mut();
    for (_, response) in all.filter(|(number, _)| number.starts_with(status)) {
        if let RefOr::T(response) = response {
            let header: Header = HeaderBuilder::new()
                .schema(Some(text()))
                .description(Some(words))
                .build();
            response.headers.insert(name.to_owned(), RefOr::T(header));
        }
    }
}

/// Adds an answer, or what it may say as well to one that is there.
fn answer(operation: &mut Operation, status: &str, words: &str) {
    let all = &mut operation.responses.responses;
    match all.get_mut(status) {
        Some(RefOr::T(there)) if there.description.contains(words) => {}
        Some(RefOr::T(there)) => {
            there.description = format!("{}; {words}", there.description);
        }
        Some(RefOr::Ref(_)) => {}
        None => {
            let answer: Response = ResponseBuilder::new().description(words).build();
            all.insert(status.to_owned(), RefOr::T(answer));
        }
    }
}

fn gives_json(operation: &Operation) -> bool {
    let good = operation.responses.responses.get("200");
    matches!(good, Some(RefOr::T(good)) if good.content.contains_key("application/json"))
}
