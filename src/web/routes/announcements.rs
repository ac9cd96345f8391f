//! Polls, events and campaign links.

use crate::web::{api, keep::Cached, pages};

catalogue! {
    GET "/{lang}/polls" Anyone pages::polls::list::get;
    GET "/{lang}/polls/new" Moderator pages::polls::new::get;
    POST "/{lang}/polls/new" Moderator pages::polls::new::post;
    GET "/{lang}/polls/{id}" Anyone pages::polls::show::get;
    GET "/{lang}/polls/{id}/edit" Moderator pages::polls::new::edit;
    POST "/{lang}/polls/{id}/edit" Moderator pages::polls::new::change;
    POST "/{lang}/polls/{id}/vote" Member pages::polls::show::vote;
    GET "/{lang}/events" Anyone pages::events::list::get, Cached::EVENTS;
    GET "/{lang}/events/new" Staff pages::events::announce::new;
    POST "/{lang}/events/new" Staff pages::events::announce::create;
    GET "/{lang}/events/cancel/{token}" Anyone pages::events::cancel::get;
    POST "/{lang}/events/cancel/{token}" Anyone pages::events::cancel::post;
    GET "/{lang}/events/{id}" Anyone pages::events::show::get, Cached::EVENTS;
    GET "/{lang}/events/{id}/edit" Staff pages::events::announce::edit;
    POST "/{lang}/events/{id}/edit" Staff pages::events::announce::change;
    POST "/{lang}/events/{id}/call-off" Staff pages::events::show::call_off;
    GET "/{lang}/events/{id}/sign-up" Anyone pages::events::sign_up::get;
    POST "/{lang}/events/{id}/sign-up" Anyone pages::events::sign_up::post;
    GET "/{lang}/events/{id}/sign-ups" Staff pages::events::participants::get;
    GET "/feeds/{lang}/events.atom" Anyone pages::events::feeds::atom, Cached::EVENTS;
    GET "/feeds/{lang}/events.ics" Anyone pages::events::feeds::calendar, Cached::EVENTS;
    GET "/feeds/{lang}/events/{id}.ics" Anyone pages::events::feeds::one, Cached::EVENTS;
    GET "/{lang}/c/{code}" Anyone pages::events::campaigns::follow;
    GET "/{lang}/campaigns" Staff pages::events::campaigns::get;
    POST "/{lang}/campaigns" Staff pages::events::campaigns::post;

    GET "/api/v1/campaigns" Staff(AnnouncementsRead) api::campaigns::list;
    POST "/api/v1/campaigns" Staff(AnnouncementsWrite) api::campaigns::post;
    GET "/api/v1/events/{id}/sign-ups" Staff(DeskContact) api::events::sign_ups;
    GET "/api/v1/polls" Anyone(AnnouncementsRead) api::polls::list;
    POST "/api/v1/polls" Moderator(AnnouncementsWrite) api::polls::post;
    GET "/api/v1/polls/{id}" Anyone(AnnouncementsRead) api::polls::get;
    PUT "/api/v1/polls/{id}" Moderator(AnnouncementsWrite) api::polls::put;
    POST "/api/v1/polls/{id}/vote" Member(AnnouncementsWrite) api::polls::vote;
    GET "/api/v1/events" Anyone(AnnouncementsRead) api::events::list;
    POST "/api/v1/events" Staff(AnnouncementsWrite) api::events::post;
    POST "/api/v1/events/cancellations" Anyone api::events::cancel;
    POST "/api/v1/events/sign-ups/look" Anyone api::events::look;
    GET "/api/v1/events/{id}" Anyone(AnnouncementsRead) api::events::get;
    PUT "/api/v1/events/{id}" Staff(AnnouncementsWrite) api::events::put;
    POST "/api/v1/events/{id}/call-off" Staff(AnnouncementsWrite) api::events::call_off;
    POST "/api/v1/events/{id}/sign-ups" Anyone(AnnouncementsWrite) api::events::sign_up;
}
