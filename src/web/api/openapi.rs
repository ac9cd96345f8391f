//! The OpenAPI document, made from the handlers' own annotations.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{
    accounts, admin, arrange, attachments, boards, consents, enquiries, events, guest_posts, kept,
    ledger, people, personal_data, policy, polls, posts, preferences, privacy, reading, rights,
    search, sessions, statistics, suggestions, tags, topics,
};

/// Every path of the API; a test holds it to the route catalogue.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plaza",
        description = "A city's forum and suggestion box. Problems are RFC 9457 with a stable `code`. \
                       Texts come in the language of `Accept-Language` (zh or en)."
    ),
    modifiers(&Bearer),
    paths(
        accounts::post,
        accounts::confirm,
        accounts::get,
        accounts::put_name,
        accounts::request_reset,
        sessions::post,
        sessions::delete,
        sessions::delete_current,
        suggestions::categories,
        suggestions::districts,
        suggestions::post,
        suggestions::confirm,
        suggestions::follow,
        policy::current,
        policy::versions,
        policy::version,
        policy::notice,
        consents::list,
        consents::withdraw,
        consents::policy_mails,
        consents::withdraw_contact,
        enquiries::post,
        personal_data::check,
        personal_data::preview,
        boards::list,
        boards::get,
        admin::create,
        admin::change,
        admin::archive,
        admin::order,
        arrange::post,
        tags::list,
        tags::get,
        topics::get,
        topics::post,
        posts::get,
        posts::revisions,
        posts::post,
        posts::patch,
        search::get,
        search::similar,
        attachments::post,
        guest_posts::own,
        guest_posts::edit,
        guest_posts::withdraw,
        guest_posts::withdraw_email,
        guest_posts::appeal,
        events::list,
        events::get,
        events::post,
        events::put,
        events::call_off,
        events::sign_up,
        events::cancel,
        polls::list,
        polls::get,
        polls::post,
        polls::put,
        polls::vote,
        statistics::months,
        statistics::month,
        privacy::files,
        privacy::agreements,
        ledger::register,
        ledger::statements,
        preferences::get,
        preferences::put,
        preferences::delete,
        reading::notifications,
        reading::see,
        reading::watch_topic,
        reading::watch_board,
        reading::watches,
        reading::forget_watch,
        reading::get,
        reading::put,
        reading::topic_is_read,
        reading::board_is_read,
        reading::stop_digest,
        kept::bookmarks,
        kept::bookmark,
        kept::forget_bookmark,
        kept::react,
        kept::take_back,
        people::get,
        people::own,
        people::keep,
        people::erase,
        rights::data,
        rights::ask,
        rights::erase_account,
        rights::erase_post,
        rights::about_me,
        rights::confirm,
        rights::withdraw,
        rights::restrict,
    )
)]
pub struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("session", SecurityScheme::Http(scheme));
    }
}
