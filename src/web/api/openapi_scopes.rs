//! Which operation takes which proof: a session's token, or one of the API with the scope that the catalogue
//! of routes names. Nothing of it stands at the handlers, so that the document says what is refused.

use utoipa::{
    Modify,
    openapi::{
        OpenApi,
        path::{Operation, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use crate::web::routes::{Audience, CATALOGUE, Route};

/// A bearer token that `POST /api/v1/sessions` gives.
const SESSION: &str = "session";
/// A bearer token that begins with `plz_`.
pub(super) const TOKEN: &str = "token";

pub(super) struct Scoped;

impl Modify for Scoped {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = |words: &str| {
            let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
            SecurityScheme::Http(scheme.description(Some(words)).build())
        };
        let session = "A session's token, which `POST /api/v1/sessions` gives: it may do all that the account may.";
        components.add_security_scheme(SESSION, bearer(session));
        let token = "A token that the account made for programs (`plz_…`): of what the account's role may do, it \
                     may do what its scopes name. The scope that an operation asks for stands beside it; where \
                     none stands, no token may do it, or anybody may.";
        components.add_security_scheme(TOKEN, bearer(token));
        for route in CATALOGUE {
            let item = document.paths.paths.get_mut(route.path);
            if let Some(operation) = item.and_then(|item| of(item, route.method)) {
                operation.security = required(route);
            }
        }
    }
}

/// What an address of the document says of a method.
pub(super) fn of<'a>(item: &'a mut PathItem, method: &str) -> Option<&'a mut Operation> {
    match method {
        "GET" => item.get.as_mut(),
        "POST" => item.post.as_mut(),
        "PUT" => item.put.as_mut(),
        "PATCH" => item.patch.as_mut(),
        "DELETE" => item.delete.as_mut(),
        _ => None,
    }
}

/// One of these is enough; nothing is, where a guest may do it.
fn required(route: &Route) -> Option<Vec<SecurityRequirement>> {
    let none: [&str; 0] = [];
    let by_session = SecurityRequirement::new(SESSION, none);
    let by_token = route
        .scope
        .map(|scope| SecurityRequirement::new(TOKEN, [scope.as_str()]));
    let is_anyones = route.audience == Audience::Anyone;
    // Where no account changes what is answered, nothing is said.
    if is_anyones && by_token.is_none() {
        return None;
    }
    let anybody = is_anyones.then(SecurityRequirement::default);
    let all = anybody.into_iter().chain([by_session]).chain(by_token);
    Some(all.collect())
}
