//! The API's document is true: it is written down, it changes with a word about it, and whatever a program
//! sends, each operation answers as the document says.

mod answers;
mod document;
mod kept;

use plaza::web::{
    api::docs::openapi,
    contract::schema::{Look, named, wrongs},
    routes::{CATALOGUE, Route},
};
use serde_json::{Map, Value};

/// One operation of the document.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub described: &'static Map<String, Value>,
}

impl Operation {
    pub fn all() -> Vec<Self> {
        let paths = openapi()["paths"].as_object().unwrap().iter();
        let all = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, described)| Self {
                method,
                path,
                described: described.as_object().unwrap(),
            })
        });
        all.collect()
    }

    pub fn what(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Its route in the catalogue.
    pub fn route(&self) -> &'static Route {
        let mut all = CATALOGUE.iter();
        let own = |route: &&Route| {
            route.path == self.path && route.method.eq_ignore_ascii_case(self.method)
        };
        all.find(own)
            .unwrap_or_else(|| panic!("no route {}", self.what()))
    }

    /// What it answers with a status, where the document says that it does.
    pub fn response(&self, status: &str) -> Option<&'static Value> {
        let response = self.described.get("responses")?.get(status)?;
        match response["$ref"].as_str() {
            Some(reference) => named(openapi(), reference),
            None => Some(response),
        }
    }

    /// The schema of its body in JSON.
    pub fn body(&self) -> Option<&'static Value> {
        let body = self.described.get("requestBody")?;
        body.pointer("/content/application~1json")
    }

    pub fn parameters(&self) -> impl Iterator<Item = &'static Value> {
        let parameters = self.described.get("parameters");
        parameters.and_then(Value::as_array).into_iter().flatten()
    }
}

/// What is wrong with a value by a schema of the document.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let found = wrongs(openapi(), Look::Whole, schema, value).into_iter();
    found
        .map(|wrong| format!("{}: {}", wrong.at, wrong.rule.code()))
        .collect()
}
