//! The forum: boards, topics, posts, people, searching, reading, and what a guest's post is kept by.

use crate::web::{api, keep::Cached, pages};

/// What a query says of where a list goes on.
const PLACES: &[&str] = &["after", "before", "page", "post"];

catalogue! {
    GET "/attachments/{id}/{name}" Anyone pages::attachments::get;
    GET "/feeds/{lang}/forum.atom" Anyone pages::forum::feeds::forum, Cached::LISTS;
    GET "/feeds/{lang}/boards/{slug}.atom" Anyone pages::forum::feeds::board, Cached::LISTS;
    GET "/feeds/{lang}/topics/{id}.atom" Anyone pages::forum::feeds::topic, Cached::TOPIC_FEED;
    GET "/feeds/{lang}/tags/{tag}.atom" Anyone pages::forum::feeds::tag, Cached::LISTS;
    GET "/{lang}/search" Anyone pages::search::get;
    GET "/{lang}/boards/{slug}" Anyone pages::forum::board::get, Cached::LISTS.by(PLACES);
    GET "/{lang}/boards/{slug}/new" Anyone pages::forum::new::get;
    POST "/{lang}/boards/{slug}/new" Anyone pages::forum::new::post;
    GET "/{lang}/t/{id}" Anyone pages::forum::topic::bare, Cached::TOPIC.by(PLACES);
    GET "/{lang}/t/{id}/{slug}" Anyone pages::forum::topic::get, Cached::TOPIC.by(PLACES);
    GET "/{lang}/topics/{id}" Anyone pages::forum::topic::old;
    GET "/{lang}/tags" Anyone pages::forum::tags::list, Cached::LISTS;
    GET "/{lang}/tags/{tag}" Anyone pages::forum::tags::get, Cached::LISTS.by(PLACES);
    GET "/{lang}/posts/{id}" Anyone pages::forum::post::get;
    POST "/{lang}/topics/{id}/reply" Anyone pages::forum::reply::post;
    GET "/{lang}/topics/{id}/unread" Member pages::reading::places::unread;
    POST "/{lang}/topics/{id}/watch" Member pages::reading::places::watch_topic;
    POST "/{lang}/boards/{slug}/watch" Member pages::reading::places::watch_board;
    POST "/{lang}/boards/{slug}/read" Member pages::reading::places::board_is_read;
    POST "/{lang}/posts/{id}/bookmark" Member pages::reading::posts::bookmark;
    POST "/{lang}/posts/{id}/reactions" Member pages::reading::posts::react;
    GET "/{lang}/notifications" Member pages::reading::notifications::get;
    POST "/{lang}/notifications/seen" Member pages::reading::notifications::see;
    GET "/{lang}/bookmarks" Member pages::reading::bookmarks::get;
    GET "/{lang}/people/{id}" Anyone pages::people::profile::get;
    GET "/{lang}/people/{id}/flag" Anyone pages::flags::of_profile;
    POST "/{lang}/people/{id}/flag" Anyone pages::flags::flag_profile;
    GET "/{lang}/posts/{id}/flag" Anyone pages::flags::of_post;
    POST "/{lang}/posts/{id}/flag" Anyone pages::flags::flag_post;
    GET "/{lang}/posts/{id}/edit" Member pages::forum::edit::get;
    POST "/{lang}/posts/{id}/edit" Member pages::forum::edit::post;
    GET "/{lang}/posts/{id}/key" Anyone pages::forum::key::get;
    POST "/{lang}/posts/{id}/key" Anyone pages::forum::key::post;
    GET "/{lang}/posts/{id}/revisions" Anyone pages::forum::revisions::get;
    GET "/{lang}/posts/{id}/erase" Member pages::rights::post::get;
    POST "/{lang}/posts/{id}/erase" Member pages::rights::post::post;

    GET "/api/v1/challenge" Anyone api::challenge::get;
    POST "/api/v1/personal-data/check" Anyone(ForumRead) api::personal_data::check;
    POST "/api/v1/preview" Anyone(ForumRead) api::personal_data::preview;
    GET "/api/v1/boards" Anyone(ForumRead) api::boards::list;
    GET "/api/v1/boards/{slug}" Anyone(ForumRead) api::boards::get;
    POST "/api/v1/boards/{slug}/topics" Anyone(ForumWrite) api::topics::post;
    GET "/api/v1/topics/{id}" Anyone(ForumRead) api::topics::get;
    POST "/api/v1/topics/{id}/posts" Anyone(ForumWrite) api::posts::post;
    GET "/api/v1/tags" Anyone(ForumRead) api::tags::list;
    GET "/api/v1/tags/{tag}" Anyone(ForumRead) api::tags::get;
    GET "/api/v1/posts/{id}" Anyone(ForumRead) api::posts::get;
    GET "/api/v1/posts/{id}/revisions" Anyone(ForumRead) api::posts::revisions;
    PATCH "/api/v1/posts/{id}" Member(ForumWrite) api::posts::patch;
    GET "/api/v1/search" Anyone(ForumRead) api::search::get;
    POST "/api/v1/search/similar" Anyone(ForumRead) api::search::similar;
    POST "/api/v1/attachments" Anyone(ForumWrite) api::attachments::post;
    GET "/api/v1/drafts" Member(ForumRead) api::drafts::list;
    GET "/api/v1/drafts/{place}/{of}" Member(ForumRead) api::drafts::get;
    PUT "/api/v1/drafts/{place}/{of}" Member(ForumWrite) api::drafts::put;
    DELETE "/api/v1/drafts/{place}/{of}" Member(ForumWrite) api::drafts::delete;
    POST "/api/v1/posts/{id}/key" Anyone api::guest_posts::own;
    POST "/api/v1/posts/{id}/key/edit" Anyone api::guest_posts::edit;
    POST "/api/v1/posts/{id}/key/withdraw" Anyone api::guest_posts::withdraw;
    POST "/api/v1/posts/{id}/key/withdraw-email" Anyone api::guest_posts::withdraw_email;
    POST "/api/v1/posts/{id}/key/appeal" Anyone api::guest_posts::appeal;
    POST "/api/v1/people/{id}/flags" Anyone(ForumWrite) api::flags::of_profile;
    POST "/api/v1/posts/{id}/flags" Anyone(ForumWrite) api::flags::of_post;
    GET "/api/v1/people/{id}" Anyone(ForumRead) api::people::get;
    GET "/api/v1/notifications" Member(ForumRead) api::reading::notifications;
    POST "/api/v1/notifications/seen" Member(ForumWrite) api::reading::see;
    PUT "/api/v1/topics/{id}/watch" Member(ForumWrite) api::reading::watch_topic;
    PUT "/api/v1/boards/{slug}/watch" Member(ForumWrite) api::reading::watch_board;
    POST "/api/v1/topics/{id}/read" Member(ForumWrite) api::reading::topic_is_read;
    POST "/api/v1/boards/{slug}/read" Member(ForumWrite) api::reading::board_is_read;
    GET "/api/v1/bookmarks" Member(ForumRead) api::kept::bookmarks;
    PUT "/api/v1/posts/{id}/bookmark" Member(ForumWrite) api::kept::bookmark;
    DELETE "/api/v1/posts/{id}/bookmark" Member(ForumWrite) api::kept::forget_bookmark;
    PUT "/api/v1/posts/{id}/reactions/{kind}" Member(ForumWrite) api::kept::react;
    DELETE "/api/v1/posts/{id}/reactions/{kind}" Member(ForumWrite) api::kept::take_back;
    DELETE "/api/v1/posts/{id}" Member(ForumWrite) api::rights::erase_post;
}
