//! An answer in the form that its address ends with. JSON follows from XML by the standard's "Spark"
//! convention: a list leaves its items' name out.

use std::{borrow::Cow, io};

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use serde_json::{Map, Value};

use super::Failure;
use crate::web::{fault::Fault, language, page::unstored};

/// A value, whatever its form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Nothing,
    Bool(bool),
    Number(i64),
    Text(String),
    Fields(Vec<(&'static str, Node)>),
    /// Each item by this name.
    List(&'static str, Vec<Node>),
}

impl Node {
    /// Empty stands for what is not there.
    pub fn text(text: impl Into<String>) -> Self {
        match text.into() {
            empty if empty.is_empty() => Self::Nothing,
            text => Self::Text(text),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Number(value) => (*value).into(),
            Self::Text(text) => text.as_str().into(),
            Self::Fields(fields) => fields
                .iter()
                .map(|(name, node)| ((*name).to_owned(), node.json()))
                .collect::<Map<_, _>>()
                .into(),
            Self::List(_, items) => items.iter().map(Self::json).collect::<Vec<_>>().into(),
        }
    }

    fn xml(&self, root: &'static str) -> io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        self.write(root, &mut writer)?;
        Ok(writer.into_inner())
    }

    fn write(&self, name: &'static str, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let element = writer.create_element(name);
        let text = match self {
            Self::Nothing => {
                element.write_empty()?;
                return Ok(());
            }
            Self::Fields(fields) => {
                element.write_inner_content(|writer| {
                    fields
                        .iter()
                        .try_for_each(|(name, node)| node.write(name, writer))
                })?;
                return Ok(());
            }
            Self::List(item, nodes) => {
                element.write_inner_content(|writer| {
                    nodes.iter().try_for_each(|node| node.write(item, writer))
                })?;
                return Ok(());
            }
            Self::Bool(value) => Cow::Owned(value.to_string()),
            Self::Number(value) => Cow::Owned(value.to_string()),
            Self::Text(text) => writable(text),
        };
        element.write_text_content(BytesText::new(&text))?;
        Ok(())
    }
}

/// XML 1.0 has no place for some characters, not even escaped.
fn writable(text: &str) -> Cow<'_, str> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(fits) {
        return text.into();
    }
    let replaced = text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' });
    Cow::Owned(replaced.collect())
}

/// Answers in the form that the address ends with. Where nothing stands and it ends with neither, that
/// is told in XML, which the standard asks for.
fn written(
    request: &HttpRequest,
    status: StatusCode,
    root: &'static str,
    node: &Node,
) -> Result<HttpResponse, Fault> {
    let (kind, body) = if request.path().ends_with(".json") {
        let json = node.json().to_string();
        ("application/json; charset=utf-8", json.into_bytes())
    } else {
        let xml = node.xml(root);
        let xml = xml.map_err(|error| Fault::Internal(error.to_string()))?;
        ("text/xml; charset=utf-8", xml)
    };
    let response = HttpResponse::build(status).content_type(kind).body(body);
    Ok(language::varies(response, language::of_header(request)))
}

/// What was found, or why not.
pub(super) fn give(
    request: &HttpRequest,
    status: StatusCode,
    root: &'static str,
    found: Result<Node, Failure>,
) -> Result<HttpResponse, Fault> {
    match found {
        Ok(node) => written(request, status, root, &node),
        Err(Failure::Fault(fault)) => Err(fault),
        Err(Failure::Wrong(status, key)) => {
            let words = language::of_header(request).t(key);
            Ok(refused(request, status, vec![words]))
        }
        Err(Failure::Fields(words)) => Ok(refused(request, StatusCode::BAD_REQUEST, words)),
    }
}

/// The standard's list of errors.
pub(super) fn refused(
    request: &HttpRequest,
    status: StatusCode,
    descriptions: Vec<String>,
) -> HttpResponse {
    let errors = descriptions.into_iter().map(|words| {
        Node::Fields(vec![
            ("code", Node::Number(status.as_u16().into())),
            ("description", Node::Text(words)),
        ])
    });
    let errors = Node::List("error", errors.collect());
    unstored(
        written(request, status, "errors", &errors)
            .unwrap_or_else(|_| HttpResponse::new(StatusCode::INTERNAL_SERVER_ERROR)),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::{Reader, events::Event};

    use super::*;

    fn node() -> Node {
        Node::List(
            "request",
            vec![Node::Fields(vec![
                ("service_request_id", Node::text("638344")),
                ("token", Node::text("")),
                ("metadata", Node::Bool(true)),
                ("code", Node::Number(403)),
            ])],
        )
    }

    #[test]
    fn the_two_forms_say_the_same() {
        let xml = node().xml("service_requests").expect("written");
        assert_eq!(
            String::from_utf8_lossy(&xml),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><service_requests><request>\
             <service_request_id>638344</service_request_id><token/><metadata>true</metadata>\
             <code>403</code></request></service_requests>"
        );
        let json = serde_json::json!([
            { "service_request_id": "638344", "token": null, "metadata": true, "code": 403 }
        ]);
        assert_eq!(node().json(), json);
    }

    /// The text that a reader of XML finds.
    fn read(xml: &[u8]) -> String {
        let mut reader = Reader::from_reader(xml);
        let mut text = String::new();
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Text(piece) => text.push_str(&piece.decode().expect("UTF-8")),
                Event::GeneralRef(name) => {
                    let name = name.decode().expect("UTF-8");
                    let whole = format!("&{name};");
                    text.push_str(&quick_xml::escape::unescape(&whole).expect("a known entity"));
                }
                Event::Eof => return text,
                _ => {}
            }
        }
    }

    proptest! {
        /// Whatever a text holds, the document is well-formed and gives the text back, but for the
        /// characters that XML has no place for.
        #[test]
        fn any_text_is_written_and_read(text in ".*") {
            let xml = Node::Text(text.clone()).xml("description").expect("written");
            prop_assert_eq!(read(&xml), writable(&text).into_owned());
            prop_assert_eq!(Node::Text(text.clone()).json(), Value::String(text));
        }
    }

    #[test]
    fn characters_that_xml_does_not_have_are_replaced() {
        assert_eq!(
            writable("a\0b\u{fffe}\u{7}c\n"),
            "a\u{fffd}b\u{fffd}\u{fffd}c\n"
        );
    }
}
