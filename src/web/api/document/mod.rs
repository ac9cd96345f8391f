//! What the API's document says beside what each handler says of itself: what any operation may answer, the
//! bounds that are everywhere the same, and examples.
//!
//! It is done to the finished document, so that handlers stay lean and none can forget it. What is special at an
//! address stands with its handler: its statuses, its codes in backticks, the bounds of a field in its words.

mod bounds;
mod examples;
mod problems;
mod words;

use serde_json::{Map, Value, json};

use crate::attachments::Kind;

/// The whole document, from what the handlers say.
pub(super) fn complete(mut document: Value) -> Value {
    files(&mut document);
    bounds::complete(&mut document);
    problems::complete(&mut document);
    examples::complete(&mut document);
    document
}

/// Where an operation stands.
struct Place<'a> {
    method: &'a str,
    path: &'a str,
}

impl Place<'_> {
    /// Whether something is changed there.
    fn changes(&self) -> bool {
        self.method != "get"
    }
}

/// Does something with each operation.
fn each_operation(document: &mut Value, mut act: impl FnMut(&Place<'_>, &mut Map<String, Value>)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, methods) in paths.into_iter().flatten() {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            if let Value::Object(operation) = operation {
                act(&Place { method, path }, operation);
            }
        }
    }
}

/// A file comes as what it is: one of the kinds that are kept. With one that is sent come its own fields alone.
fn files(document: &mut Value) {
    const UNNAMED: &str = "application/octet-stream";
    let kinds = [Kind::Jpeg, Kind::Png, Kind::Gif, Kind::Pdf, Kind::Text];
    let sent = document.pointer_mut("/components/schemas/NewAttachment");
    if let Some(Value::Object(sent)) = sent {
        sent.insert("additionalProperties".into(), Value::Bool(false));
    }
    each_operation(document, |_, operation| {
        let responses = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for (_, response) in responses.into_iter().flatten() {
            let Some(Value::Object(content)) = response.get_mut("content") else {
                continue;
            };
            if content.remove(UNNAMED).is_none() {
                continue;
            }
            for kind in kinds {
                let media_type = kind.media_type(kind.main());
                let media_type = media_type.split(';').next().unwrap_or(media_type);
                let schema = json!({ "schema": { "type": "string", "format": "binary" } });
                content.insert(media_type.to_owned(), schema);
            }
        }
    });
}
