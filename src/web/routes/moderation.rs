//! Moderators: the queue, acts on posts and accounts, decisions and appeals.

use crate::web::{api, pages};

catalogue! {
    GET "/{lang}/topics/{id}/arrange" Moderator pages::arrange::get;
    POST "/{lang}/topics/{id}/arrange" Moderator pages::arrange::post;
    GET "/{lang}/topics/{id}/split" Moderator pages::arrange::split::get;
    POST "/{lang}/topics/{id}/split" Moderator pages::arrange::split::post;
    GET "/{lang}/people/{id}/standing" Moderator pages::people::standing::get;
    POST "/{lang}/people/{id}/standing" Moderator pages::people::standing::impose;
    POST "/{lang}/people/{id}/standing/end" Moderator pages::people::standing::end;
    POST "/{lang}/people/{id}/standing/withdraw" Moderator pages::people::standing::withdraw;
    POST "/{lang}/people/{id}/standing/answer" Moderator pages::people::standing::answer;
    GET "/{lang}/review/accounts" Moderator pages::people::standing::appeals;
    GET "/{lang}/review" Reviewer pages::review::list::get;
    GET "/{lang}/review/feedback" Moderator pages::feedback::get;
    POST "/{lang}/posts/{id}/feedback" Moderator pages::feedback::post;
    GET "/{lang}/review/appeals" Moderator pages::appeals::get;
    POST "/{lang}/review/appeals/{id}" Moderator pages::appeals::post;
    GET "/{lang}/review/bulk" Moderator pages::review::bulk::get;
    POST "/{lang}/review/bulk" Moderator pages::review::bulk::post;
    POST "/{lang}/review/undo" Moderator pages::decisions::undo_last;
    GET "/{lang}/review/{id}" Reviewer pages::review::item::get;
    POST "/{lang}/review/{id}" Reviewer pages::review::item::post;
    POST "/{lang}/decisions/{number}/undo" Moderator pages::decisions::undo;
    GET "/{lang}/posts/{id}/moderate" Moderator pages::moderate::get;
    POST "/{lang}/posts/{id}/moderate" Moderator pages::moderate::post;
    GET "/{lang}/posts/{id}/take-out" Moderator pages::take_out::get;
    POST "/{lang}/posts/{id}/take-out" Moderator pages::take_out::post;
    POST "/{lang}/posts/{id}/investigations" Moderator pages::investigations::ask;
    POST "/{lang}/posts/{id}/investigations/{number}" Moderator pages::investigations::carry_out;
    GET "/{lang}/posts/{id}/decisions" Member pages::decisions::get;
    POST "/{lang}/posts/{id}/decisions" Member pages::decisions::post;

    POST "/api/v1/topics/{id}/arrange" Moderator(ModerationWrite) api::arrange::post;
    GET "/api/v1/reasons" Moderator(ModerationRead) api::reasons::list;
    POST "/api/v1/sanctions/{number}/appeal" Member(AccountWrite) api::standing::appeal;
    POST "/api/v1/sanctions/{number}/answer" Moderator(ModerationWrite) api::standing::answer;
    GET "/api/v1/sanctions/appeals" Moderator(ModerationRead) api::standing::appeals;
    GET "/api/v1/people/{id}/standing" Moderator(ModerationRead) api::standing::get;
    POST "/api/v1/people/{id}/sanctions" Moderator(ModerationWrite) api::standing::impose;
    POST "/api/v1/sanctions/{number}/end" Moderator(ModerationWrite) api::standing::end;
    POST "/api/v1/sanctions/{number}/withdraw" Moderator(ModerationWrite) api::standing::withdraw;
    POST "/api/v1/posts/{id}/investigations" Moderator api::investigations::ask;
    POST "/api/v1/posts/{id}/investigations/{number}" Moderator api::investigations::carry_out;
    GET "/api/v1/posts/{id}/decisions" Member(ForumRead) api::appeals::decisions;
    POST "/api/v1/posts/{id}/appeals" Member(ForumWrite) api::appeals::appeal;
    GET "/api/v1/review" Reviewer(ModerationRead) api::review::list;
    GET "/api/v1/review/count" Reviewer(ModerationRead) api::review::count;
    GET "/api/v1/review/feedback" Moderator(ModerationRead) api::moderate::feedback_counts;
    POST "/api/v1/review/bulk" Moderator(ModerationWrite) api::review_bulk::post;
    GET "/api/v1/review/undo" Moderator(ModerationRead) api::appeals::last;
    POST "/api/v1/review/undo" Moderator(ModerationWrite) api::appeals::undo_last;
    GET "/api/v1/review/{id}" Reviewer(ModerationRead) api::review_item::get;
    POST "/api/v1/review/{id}/claim" Reviewer(ModerationWrite) api::review_item::claim;
    POST "/api/v1/review/{id}/take-over" Reviewer(ModerationWrite) api::review_item::take_over;
    POST "/api/v1/review/{id}/release" Reviewer(ModerationWrite) api::review_item::release;
    POST "/api/v1/review/{id}" Reviewer(ModerationWrite) api::review::decide;
    POST "/api/v1/decisions/{number}/undo" Moderator(ModerationWrite) api::appeals::undo;
    POST "/api/v1/posts/{id}/moderate" Moderator(ModerationWrite) api::moderate::act;
    POST "/api/v1/posts/{id}/take-out" Moderator(ModerationWrite) api::take_out::post;
    POST "/api/v1/posts/{id}/feedback" Moderator(ModerationWrite) api::moderate::feedback;
    GET "/api/v1/appeals" Moderator(ModerationRead) api::appeals::waiting;
    POST "/api/v1/appeals/{id}" Moderator(ModerationWrite) api::appeals::decide;
}
