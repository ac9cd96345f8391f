//! The tables, as diesel sees them on both databases; `migrations/` makes them.

use diesel::{
    allow_columns_to_appear_in_same_group_by_clause, allow_tables_to_appear_in_same_query,
    joinable, table,
};

table! {
    accounts (id) {
        id -> BigInt,
        name -> Text,
        name_is_personal -> Bool,
        email_sealed -> Binary,
        email_index -> Binary,
        password_hash -> Text,
        role -> Text,
        language -> Text,
        rules_version -> Text,
        created_at -> Timestamp,
        consent_id -> Nullable<BigInt>,
        name_changed_on -> Nullable<Date>,
    }
}

table! {
    registrations (id) {
        id -> BigInt,
        token_hash -> Binary,
        name -> Text,
        name_is_personal -> Bool,
        email_sealed -> Binary,
        email_index -> Binary,
        password_hash -> Text,
        language -> Text,
        rules_version -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        consent_id -> Nullable<BigInt>,
    }
}

table! {
    account_tokens (id) {
        id -> BigInt,
        account_id -> BigInt,
        purpose -> Text,
        token_hash -> Binary,
        email_sealed -> Nullable<Binary>,
        email_index -> Nullable<Binary>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

table! {
    sessions (id) {
        id -> BigInt,
        account_id -> BigInt,
        token_hash -> Binary,
        kind -> Text,
        created_on -> Date,
        last_used_on -> Date,
        last_day -> Date,
        confirmed_at -> Nullable<Timestamp>,
        second_factor -> Bool,
        step_hash -> Nullable<Binary>,
    }
}

table! {
    authenticators (id) {
        id -> BigInt,
        account_id -> BigInt,
        secret_sealed -> Binary,
        confirmed_on -> Nullable<Date>,
        last_step -> BigInt,
    }
}

table! {
    recovery_codes (id) {
        id -> BigInt,
        account_id -> BigInt,
        code_hash -> Binary,
    }
}

table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        credential_id -> Binary,
        user_handle -> Binary,
        public_key -> Binary,
        algorithm -> Text,
        sign_count -> BigInt,
        label_sealed -> Binary,
        added_on -> Date,
        last_used_on -> Nullable<Date>,
    }
}

table! {
    passkey_challenges (challenge_hash) {
        challenge_hash -> Binary,
        expires_at -> Timestamp,
    }
}

table! {
    second_steps (token_hash) {
        token_hash -> Binary,
        account_id -> BigInt,
        kind -> Text,
        first_step -> Text,
        tries -> Integer,
        expires_at -> Timestamp,
    }
}

table! {
    factor_graces (account_id) {
        account_id -> BigInt,
        last_day -> Date,
    }
}

table! {
    factor_resets (account_id) {
        account_id -> BigInt,
        asked_by -> BigInt,
        expires_at -> Timestamp,
    }
}

table! {
    api_tokens (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        token_hash -> Binary,
        scopes -> Text,
        created_on -> Date,
        expires_on -> Date,
        last_used_on -> Nullable<Date>,
    }
}

table! {
    sign_on_identities (id) {
        id -> BigInt,
        account_id -> BigInt,
        subject_sealed -> Binary,
        subject_index -> Binary,
        role_given -> Nullable<Text>,
        linked_on -> Date,
        last_used_on -> Date,
        reopened_until -> Nullable<Date>,
    }
}

table! {
    sign_on_offices (identity_id, office_id) {
        identity_id -> BigInt,
        office_id -> BigInt,
    }
}

table! {
    sign_on_attempts (id) {
        id -> BigInt,
        state_hash -> Binary,
        browser_hash -> Binary,
        purpose -> Text,
        account_id -> Nullable<BigInt>,
        language -> Text,
        next -> Text,
        said_sealed -> Nullable<Binary>,
        expires_at -> Timestamp,
    }
}

table! {
    sign_on_sessions (id) {
        id -> BigInt,
        account_id -> BigInt,
        identity_id -> BigInt,
        session_id -> Nullable<BigInt>,
        sid_hash -> Nullable<Binary>,
        last_day -> Date,
        step_hash -> Nullable<Binary>,
    }
}

table! {
    sign_on_logouts (token_hash) {
        token_hash -> Binary,
        expires_at -> Timestamp,
    }
}

table! {
    throttles (key) {
        key -> Binary,
        failures -> Integer,
        blocked_until -> Nullable<Timestamp>,
        updated_at -> Timestamp,
    }
}

table! {
    submissions (key) {
        key -> Binary,
        number -> BigInt,
        created_at -> Timestamp,
    }
}

table! {
    request_answers (mark) {
        mark -> Binary,
        said -> Binary,
        begun_at -> Timestamp,
        answer -> Nullable<Binary>,
    }
}

table! {
    boards (id) {
        id -> BigInt,
        slug -> Text,
        name_zh -> Text,
        name_en -> Text,
        description_zh -> Text,
        description_en -> Text,
        guest_posting -> Bool,
        position -> Integer,
        read_by -> Text,
        open_by -> Text,
        answer_by -> Text,
        office_id -> Nullable<BigInt>,
        archived_at -> Nullable<Timestamp>,
        version -> Integer,
        takes_suggestions -> Bool,
    }
}

table! {
    board_changes (board_id, version) {
        board_id -> BigInt,
        version -> Integer,
        was -> Nullable<Text>,
        undoes -> Nullable<Integer>,
        entry -> Integer,
        changed_at -> Timestamp,
    }
}

table! {
    board_slugs (slug) {
        slug -> Text,
        board_id -> BigInt,
    }
}

table! {
    topics (id) {
        id -> BigInt,
        board_id -> BigInt,
        title -> Text,
        title_html -> Text,
        language -> Text,
        state -> Text,
        reply_count -> Integer,
        created_at -> Timestamp,
        active_at -> Timestamp,
        pinned_at -> Nullable<Timestamp>,
        pinned_until -> Nullable<Date>,
        locked_at -> Nullable<Timestamp>,
        merged_into -> Nullable<BigInt>,
        slug -> Text,
    }
}

table! {
    topic_tags (topic_id, tag) {
        topic_id -> BigInt,
        tag -> Text,
    }
}

table! {
    post_moves (post_id, topic_id) {
        post_id -> BigInt,
        topic_id -> BigInt,
    }
}

table! {
    posts (id) {
        id -> BigInt,
        topic_id -> BigInt,
        opens_topic -> Bool,
        reply_to -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        guest_name -> Nullable<Text>,
        guest_name_is_personal -> Bool,
        guest_email -> Nullable<Text>,
        body -> Text,
        body_html -> Text,
        pipeline -> Integer,
        language -> Text,
        state -> Text,
        submission -> Nullable<Binary>,
        created_at -> Timestamp,
        edited_at -> Nullable<Timestamp>,
        guest_consent_id -> Nullable<BigInt>,
        office_id -> Nullable<BigInt>,
        guest_key_hash -> Nullable<Binary>,
        was_public -> Bool,
        appeared -> Nullable<BigInt>,
    }
}

table! {
    post_revisions (id) {
        id -> BigInt,
        post_id -> BigInt,
        number -> Integer,
        title -> Nullable<Text>,
        body -> Text,
        body_html -> Text,
        created_at -> Timestamp,
    }
}

table! {
    post_findings (id) {
        id -> BigInt,
        post_id -> BigInt,
        field -> Text,
        kind -> Text,
        start_at -> Integer,
        end_at -> Integer,
        confidence -> Float,
        whose -> Text,
    }
}

table! {
    post_quotes (post_id, quoted_post_id, quoted_version) {
        post_id -> BigInt,
        quoted_post_id -> BigInt,
        quoted_version -> Integer,
        verified -> Bool,
    }
}

table! {
    post_mentions (post_id, account_id) {
        post_id -> BigInt,
        account_id -> BigInt,
        stands -> Text,
    }
}

table! {
    sealed_quotes (id) {
        id -> BigInt,
        original_id -> BigInt,
        post_id -> BigInt,
        original_sealed -> Binary,
    }
}

table! {
    found_again (post_id) {
        post_id -> BigInt,
    }
}

table! {
    drafts (id) {
        id -> BigInt,
        account_id -> BigInt,
        place -> Text,
        place_id -> BigInt,
        words_sealed -> Binary,
        kept_at -> Timestamp,
    }
}

table! {
    attachments (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        post_id -> Nullable<BigInt>,
        position -> Integer,
        kind -> Text,
        name -> Text,
        alt -> Text,
        size -> BigInt,
        width -> Integer,
        height -> Integer,
        unread -> Bool,
        withheld_by -> Nullable<Integer>,
        object -> Text,
        hash -> Binary,
        token_hash -> Binary,
        created_at -> Timestamp,
        draft_id -> Nullable<BigInt>,
    }
}

table! {
    attachment_discards (object) {
        object -> Text,
    }
}

table! {
    review_items (id) {
        id -> BigInt,
        kind -> Text,
        post_id -> Nullable<BigInt>,
        profile_id -> Nullable<BigInt>,
        flags -> Integer,
        state -> Text,
        created_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        by_moderator -> Bool,
        decision_reason_sealed -> Nullable<Binary>,
        urgency -> Integer,
        claimed_by -> Nullable<BigInt>,
        claimed_until -> Nullable<Timestamp>,
        appeal_id -> Nullable<BigInt>,
        sanction_number -> Nullable<Integer>,
        request_id -> Nullable<BigInt>,
        due_on -> Nullable<Date>,
        barred_id -> Nullable<BigInt>,
    }
}

table! {
    flags (id) {
        id -> BigInt,
        item_id -> Nullable<BigInt>,
        number -> Integer,
        account_id -> Nullable<BigInt>,
        by_member -> Bool,
        post_id -> Nullable<BigInt>,
        profile_id -> Nullable<BigInt>,
        reason -> Text,
        words_sealed -> Nullable<Binary>,
        outcome -> Text,
        created_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        seen -> Bool,
        consent_id -> Nullable<BigInt>,
        automatic -> Nullable<Text>,
        reopened_at -> Nullable<Timestamp>,
    }
}

table! {
    flag_looks (id) {
        id -> BigInt,
        flag_id -> BigInt,
        account_id -> Nullable<BigInt>,
        day -> Date,
    }
}

table! {
    imported (source, kind, external) {
        source -> Text,
        kind -> Text,
        external -> Text,
        id -> BigInt,
    }
}

table! {
    detector_feedback (day, kind, verdict, detector) {
        day -> Date,
        kind -> Text,
        verdict -> Text,
        detector -> Integer,
        count -> Integer,
    }
}

table! {
    spent_forms (token_hash) {
        token_hash -> Binary,
        day -> Date,
    }
}

table! {
    spam_scores (post_id) {
        post_id -> BigInt,
        score -> Integer,
        reasons -> Text,
        band_a -> Nullable<BigInt>,
        band_b -> Nullable<BigInt>,
        made_at -> Timestamp,
    }
}

table! {
    spam_counts (id) {
        id -> BigInt,
        spam_texts -> Integer,
        ham_texts -> Integer,
        key_version -> Binary,
        buckets -> Binary,
    }
}

table! {
    spam_lessons (post_id) {
        post_id -> BigInt,
        is_spam -> Bool,
        buckets -> Binary,
        on_day -> Date,
    }
}

table! {
    watched_words (id) {
        id -> BigInt,
        kind -> Text,
        words -> Text,
        effect -> Text,
        note -> Text,
        retired -> Bool,
        version -> Integer,
    }
}

table! {
    settings (id) {
        id -> BigInt,
        setting -> Text,
        version -> Integer,
        value -> Nullable<Text>,
        undoes -> Nullable<Integer>,
        entry -> Integer,
        set_at -> Timestamp,
    }
}

table! {
    setting_pictures (hash) {
        hash -> Text,
        ending -> Text,
        width -> Integer,
        height -> Integer,
        bytes -> Binary,
    }
}

table! {
    offices (id) {
        id -> BigInt,
        slug -> Text,
        name_zh -> Text,
        name_en -> Text,
        email -> Text,
        phone -> Text,
        parent_id -> Nullable<BigInt>,
        retired_on -> Nullable<Date>,
        version -> Integer,
        mail_fails_since -> Nullable<Timestamp>,
        hours -> Nullable<Text>,
        digest -> Text,
        replies_send -> Text,
    }
}

table! {
    moderator_boards (account_id, board_id) {
        account_id -> BigInt,
        board_id -> BigInt,
    }
}

table! {
    office_members (office_id, account_id) {
        office_id -> BigInt,
        account_id -> BigInt,
        digest -> Nullable<Text>,
        digested_on -> Nullable<Date>,
    }
}

table! {
    case_watches (account_id, case_id) {
        account_id -> BigInt,
        case_id -> BigInt,
    }
}

table! {
    case_watch_news (id) {
        id -> BigInt,
        account_id -> BigInt,
        case_id -> BigInt,
        kind -> Text,
    }
}

table! {
    digest_pending (id) {
        id -> BigInt,
        office_id -> BigInt,
        account_id -> BigInt,
        case_id -> BigInt,
        kind -> Text,
    }
}

table! {
    categories (id) {
        id -> BigInt,
        slug -> Text,
        name_zh -> Text,
        name_en -> Text,
        hint_zh -> Text,
        hint_en -> Text,
        due_days -> Integer,
        position -> Integer,
        retired_on -> Nullable<Date>,
        version -> Integer,
    }
}

table! {
    districts (id) {
        id -> BigInt,
        slug -> Text,
        name_zh -> Text,
        name_en -> Text,
        position -> Integer,
        retired_on -> Nullable<Date>,
        version -> Integer,
    }
}

table! {
    routing_rules (id) {
        id -> BigInt,
        category_id -> Nullable<BigInt>,
        district_id -> Nullable<BigInt>,
        valid_from -> Nullable<Date>,
        valid_until -> Nullable<Date>,
        version -> Integer,
    }
}

table! {
    routing_rule_offices (rule_id, office_id) {
        rule_id -> BigInt,
        office_id -> BigInt,
        position -> Integer,
    }
}

table! {
    cases (id) {
        id -> BigInt,
        reference -> Text,
        category_id -> BigInt,
        district_id -> BigInt,
        title -> Text,
        body -> Text,
        place -> Nullable<Text>,
        contact_name_sealed -> Nullable<Binary>,
        contact_email_sealed -> Nullable<Binary>,
        contact_phone_sealed -> Nullable<Binary>,
        share_contact -> Bool,
        publish -> Bool,
        language -> Text,
        state -> Text,
        confirmation -> Text,
        password_hash -> Binary,
        submission -> Nullable<Binary>,
        submission_digest -> Nullable<Binary>,
        created_at -> Timestamp,
        routed_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        restricted_on -> Nullable<Date>,
        contact_consent_id -> Nullable<BigInt>,
        medium -> Text,
        received_on -> Nullable<Date>,
        missed_on -> Nullable<Date>,
        ended_at -> Nullable<Timestamp>,
        coordinates -> Nullable<Text>,
        automatic -> Nullable<Text>,
        confirm_until -> Nullable<Timestamp>,
    }
}

table! {
    case_offices (case_id, office_id) {
        case_id -> BigInt,
        office_id -> BigInt,
        position -> Integer,
        reminded_for -> Nullable<Date>,
        escalated_for -> Nullable<Date>,
    }
}

table! {
    calendar_days (id) {
        id -> BigInt,
        office_id -> Nullable<BigInt>,
        day -> Date,
        works -> Bool,
        name -> Text,
    }
}

table! {
    handling_records (id) {
        id -> BigInt,
        case_id -> BigInt,
        number -> Integer,
        kind -> Text,
        office_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        body -> Nullable<Text>,
        at -> Timestamp,
        salt -> Nullable<Binary>,
    }
}

table! {
    case_duplicates (case_id) {
        case_id -> BigInt,
        main_id -> BigInt,
        merged -> Bool,
    }
}

table! {
    case_assignees (case_id) {
        case_id -> BigInt,
        office_id -> BigInt,
        account_id -> BigInt,
        told -> Bool,
    }
}

table! {
    answer_drafts (id) {
        id -> BigInt,
        case_id -> BigInt,
        account_id -> BigInt,
        shown_sealed -> Binary,
        mail_sealed -> Binary,
        received_at -> Timestamp,
    }
}

table! {
    unplaced_mails (id) {
        id -> BigInt,
        reason -> Text,
        size -> BigInt,
        head_sealed -> Binary,
        mail_sealed -> Binary,
        received_at -> Timestamp,
    }
}

table! {
    unplaced_looks (id) {
        id -> BigInt,
        mail_id -> BigInt,
        account_id -> Nullable<BigInt>,
        day -> Date,
    }
}

table! {
    case_questions (case_id) {
        case_id -> BigInt,
        asked_on -> Date,
    }
}

table! {
    case_files (id) {
        id -> BigInt,
        case_id -> BigInt,
        record -> Integer,
        position -> Integer,
        kind -> Text,
        name -> Text,
        size -> BigInt,
        width -> Integer,
        height -> Integer,
        object -> Text,
        hash -> Binary,
        token_hash -> Nullable<Binary>,
        created_at -> Timestamp,
    }
}

table! {
    case_ratings (case_id) {
        case_id -> BigInt,
        office_id -> BigInt,
        asked_on -> Date,
        due_on -> Nullable<Date>,
        token_hash -> Nullable<Binary>,
        stars -> Nullable<Integer>,
        rated_on -> Nullable<Date>,
    }
}

table! {
    answer_templates (id) {
        id -> BigInt,
        category_id -> Nullable<BigInt>,
        language -> Text,
        name -> Text,
        body -> Text,
        version -> Integer,
    }
}

table! {
    decision_reasons (id) {
        id -> BigInt,
        words_zh -> Text,
        words_en -> Text,
        acts -> Text,
        position -> Integer,
        retired -> Bool,
        version -> Integer,
        teaches_spam -> Bool,
    }
}

table! {
    post_decisions (number) {
        number -> Integer,
        post_id -> BigInt,
        act -> Text,
        moderator_id -> Nullable<BigInt>,
        item_id -> Nullable<BigInt>,
        was -> Text,
        became -> Text,
        firm -> Bool,
        decided_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

table! {
    item_decisions (number) {
        number -> Integer,
        item_id -> BigInt,
        act -> Text,
        moderator_id -> Nullable<BigInt>,
        decided_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

table! {
    crosslinks (case_id) {
        case_id -> BigInt,
        topic_id -> BigInt,
    }
}

table! {
    published_suggestions (case_id) {
        case_id -> BigInt,
        topic_id -> BigInt,
        consent_id -> BigInt,
        sent_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        supporters -> BigInt,
    }
}

table! {
    supports (topic_id, account_id) {
        topic_id -> BigInt,
        account_id -> BigInt,
        link_hash -> Nullable<Binary>,
    }
}

table! {
    support_keys (id) {
        id -> BigInt,
        topic_id -> BigInt,
        key_sealed -> Binary,
    }
}

table! {
    support_marks (mark) {
        mark -> Binary,
        topic_id -> BigInt,
        link_hash -> Binary,
    }
}

table! {
    support_requests (id) {
        id -> BigInt,
        topic_id -> BigInt,
        email_sealed -> Binary,
        email_index -> Binary,
        token_hash -> Binary,
        consent_id -> BigInt,
        expires_at -> Timestamp,
    }
}

table! {
    case_tokens (id) {
        id -> BigInt,
        case_id -> BigInt,
        token_hash -> Binary,
        expires_at -> Timestamp,
    }
}

table! {
    outbox (id) {
        id -> BigInt,
        message_id -> Text,
        kind -> Text,
        case_id -> Nullable<BigInt>,
        recipient_sealed -> Binary,
        content_sealed -> Binary,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        reply_sealed -> Nullable<Binary>,
        created_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        recipient_index -> Nullable<Binary>,
        sign_up_id -> Nullable<BigInt>,
        lease -> Nullable<Text>,
        support_request_id -> Nullable<BigInt>,
        tried_since -> Nullable<Timestamp>,
        domain_mark -> Nullable<Binary>,
        due_at -> Nullable<Timestamp>,
        ended -> Nullable<Text>,
        request_id -> Nullable<BigInt>,
        breach_id -> Nullable<BigInt>,
    }
}

table! {
    mail_pauses (id) {
        id -> BigInt,
        step -> Text,
        code -> Nullable<Integer>,
        words_sealed -> Binary,
        since -> Timestamp,
        tried_at -> Timestamp,
    }
}

table! {
    webhook_endpoints (id) {
        id -> BigInt,
        url -> Text,
        description -> Text,
        secret_sealed -> Binary,
        old_secret_sealed -> Nullable<Binary>,
        old_secret_until -> Nullable<Timestamp>,
        enabled -> Bool,
        off_because -> Nullable<Text>,
        failures -> Integer,
        failing_since -> Nullable<Timestamp>,
        resting_until -> Nullable<Timestamp>,
        ledger_number -> Integer,
        created_at -> Timestamp,
        version -> Integer,
    }
}

table! {
    webhook_kinds (endpoint_id, kind) {
        endpoint_id -> BigInt,
        kind -> Text,
    }
}

table! {
    webhook_deliveries (id) {
        id -> BigInt,
        endpoint_id -> BigInt,
        kind -> Text,
        subject -> BigInt,
        detail -> Text,
        happened_at -> Timestamp,
        state -> Text,
        attempts -> Integer,
        tried_since -> Timestamp,
        next_attempt_at -> Timestamp,
        tried_at -> Nullable<Timestamp>,
        status -> Nullable<Integer>,
        failure -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

table! {
    suppressed_addresses (id) {
        id -> BigInt,
        email_index -> Binary,
        reason -> Text,
        covers -> Text,
        since -> Date,
    }
}

table! {
    data_requests (id) {
        id -> BigInt,
        kind -> Text,
        account_id -> Nullable<BigInt>,
        post_id -> Nullable<BigInt>,
        contact_sealed -> Nullable<Binary>,
        words_sealed -> Binary,
        language -> Text,
        state -> Text,
        token_hash -> Nullable<Binary>,
        created_at -> Timestamp,
        due_on -> Nullable<Date>,
        answer_sealed -> Nullable<Binary>,
        closed_on -> Nullable<Date>,
        consent_id -> Nullable<BigInt>,
        extended_because_sealed -> Nullable<Binary>,
        withdraw_hash -> Nullable<Binary>,
        undelivered_at -> Nullable<Timestamp>,
        undelivered_because -> Nullable<Text>,
    }
}

table! {
    chain_links (chain, number) {
        chain -> BigInt,
        number -> Integer,
        kind -> Text,
        fields -> Text,
        commitment -> Binary,
        previous -> Binary,
        hash -> Binary,
        at -> Timestamp,
    }
}

table! {
    chain_tips (chain) {
        chain -> BigInt,
        number -> Integer,
        signed -> Integer,
    }
}

table! {
    chain_erasures (chain, number) {
        chain -> BigInt,
        number -> Integer,
        ground -> Text,
        at -> Timestamp,
    }
}

table! {
    chain_statements (day) {
        day -> Date,
        body -> Text,
        signature -> Binary,
    }
}

table! {
    erasure_lines (journal, line) {
        journal -> Binary,
        line -> Binary,
    }
}

table! {
    ledger_payloads (id) {
        id -> BigInt,
        number -> Integer,
        post_id -> Nullable<BigInt>,
        case_id -> Nullable<BigInt>,
        on_day -> Date,
        salt -> Binary,
        payload_sealed -> Binary,
        by_id -> Nullable<BigInt>,
    }
}

table! {
    approvals (id) {
        id -> BigInt,
        agency -> Text,
        document -> Text,
        act -> Text,
        requested_by -> Nullable<BigInt>,
        requested_at -> Timestamp,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        used_at -> Nullable<Timestamp>,
        told -> Bool,
        declined_by -> Nullable<BigInt>,
        declined_at -> Nullable<Timestamp>,
        declined_because_sealed -> Nullable<Binary>,
        lapsed -> Bool,
    }
}

table! {
    sealed_originals (id) {
        id -> BigInt,
        ledger_number -> Integer,
        post_id -> BigInt,
        original_sealed -> Binary,
        until -> Timestamp,
        told -> Bool,
    }
}

table! {
    appeals (id) {
        id -> BigInt,
        ledger_number -> Integer,
        post_id -> BigInt,
        moderator_id -> Nullable<BigInt>,
        words_sealed -> Binary,
        state -> Text,
        created_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        answer_sealed -> Nullable<Binary>,
        due_on -> Nullable<Date>,
    }
}

table! {
    agreements (id) {
        id -> BigInt,
        recipient -> Text,
        recipient_kind -> Text,
        purpose -> Text,
        fields -> Text,
        policy_version -> Text,
        starts_on -> Date,
        ends_on -> Date,
        made_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<BigInt>,
    }
}

table! {
    disclosures (id) {
        id -> BigInt,
        agreement_id -> Nullable<BigInt>,
        approval_id -> Nullable<BigInt>,
        ledger_number -> Integer,
        case_id -> Nullable<BigInt>,
        fields -> Text,
        on_day -> Date,
        told -> Bool,
        made_by -> Nullable<BigInt>,
    }
}

table! {
    breaches (id) {
        id -> BigInt,
        found_at -> Timestamp,
        happened_zh -> Text,
        happened_en -> Text,
        done_zh -> Text,
        done_en -> Text,
        files -> Text,
        whom -> Text,
        from_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        prepared_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        sent_by -> Nullable<BigInt>,
        sent_at -> Nullable<Timestamp>,
        letters -> Nullable<Integer>,
        reported_at -> Nullable<Timestamp>,
        reported_to -> Nullable<Text>,
        reported_as -> Nullable<Text>,
        reported_by -> Nullable<BigInt>,
        event_id -> Nullable<BigInt>,
        enqueued_source -> Integer,
        enqueued_after -> BigInt,
        enqueued_at -> Nullable<Timestamp>,
    }
}

table! {
    breach_marks (breach_id, mark) {
        breach_id -> BigInt,
        mark -> Binary,
    }
}

table! {
    breach_cases (breach_id, case_id) {
        breach_id -> BigInt,
        case_id -> BigInt,
    }
}

table! {
    account_preferences (account_id) {
        account_id -> BigInt,
        district_id -> Nullable<BigInt>,
        digest -> Text,
        appearance -> Text,
        digested_on -> Nullable<Date>,
    }
}

table! {
    reading_trackers (account_id) {
        account_id -> BigInt,
        consent_id -> BigInt,
        position -> BigInt,
    }
}

table! {
    topic_reads (account_id, topic_id) {
        account_id -> BigInt,
        topic_id -> BigInt,
        position -> BigInt,
    }
}

table! {
    board_reads (account_id, board_id) {
        account_id -> BigInt,
        board_id -> BigInt,
        position -> BigInt,
    }
}

table! {
    watches (id) {
        id -> BigInt,
        account_id -> BigInt,
        topic_id -> Nullable<BigInt>,
        board_id -> Nullable<BigInt>,
        level -> Text,
    }
}

table! {
    notifications (id) {
        id -> BigInt,
        account_id -> BigInt,
        post_id -> BigInt,
        kind -> Text,
        day -> Date,
        seen -> Bool,
        mailed -> Bool,
        outbox_id -> Nullable<BigInt>,
    }
}

table! {
    bookmarks (id) {
        id -> BigInt,
        account_id -> BigInt,
        post_id -> BigInt,
    }
}

table! {
    reactions (post_id, account_id, kind) {
        post_id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
    }
}

table! {
    profiles (account_id) {
        account_id -> BigInt,
        about -> Nullable<Text>,
        about_html -> Nullable<Text>,
        about_language -> Nullable<Text>,
        about_findings -> Nullable<Text>,
        pipeline -> Integer,
        shows_since -> Bool,
        shows_count -> Bool,
        shows_posts -> Bool,
    }
}

table! {
    account_boards (account_id, board_id) {
        account_id -> BigInt,
        board_id -> BigInt,
    }
}

table! {
    looks (id) {
        id -> BigInt,
        case_id -> BigInt,
        account_id -> Nullable<BigInt>,
        office_id -> BigInt,
        purpose -> Text,
        day -> Date,
    }
}

table! {
    retention_reports (day, table_name) {
        day -> Date,
        table_name -> Text,
        count -> BigInt,
    }
}

table! {
    policy_versions (number) {
        number -> Integer,
        kind -> Text,
        text_zh -> Text,
        text_en -> Text,
        hash -> Binary,
        particulars_zh -> Text,
        particulars_en -> Text,
        effective_on -> Date,
        published_at -> Timestamp,
    }
}

table! {
    policy_drafts (id) {
        id -> BigInt,
        kind -> Text,
        text_zh -> Text,
        text_en -> Text,
        particulars_zh -> Text,
        particulars_en -> Text,
        effective_on -> Nullable<Date>,
        updated_at -> Timestamp,
    }
}

table! {
    policy_dismissals (account_id, number) {
        account_id -> BigInt,
        number -> Integer,
    }
}

table! {
    notice_texts (hash) {
        hash -> Binary,
        notice -> Text,
        version -> Integer,
        language -> Text,
        body -> Text,
        first_shown_at -> Timestamp,
    }
}

table! {
    consents (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        case_id -> Nullable<BigInt>,
        post_id -> Nullable<BigInt>,
        basis -> Text,
        notice -> Text,
        notice_version -> Integer,
        notice_hash -> Nullable<Binary>,
        policy_version -> Integer,
        given_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        request_id -> Nullable<BigInt>,
        sign_up_id -> Nullable<BigInt>,
        last_day -> Nullable<Date>,
        flag_id -> Nullable<BigInt>,
    }
}

table! {
    daily_counts (day, counted, route) {
        day -> Date,
        counted -> Text,
        route -> Text,
        count -> BigInt,
    }
}

table! {
    sign_ins (id) {
        id -> BigInt,
        account_id -> BigInt,
        role -> Text,
        way -> Text,
        begun_at -> Timestamp,
    }
}

table! {
    city_pages (id) {
        id -> BigInt,
        slug -> Text,
        position -> Integer,
        in_foot -> Bool,
        in_sitemap -> Bool,
        newest -> Integer,
        shown -> Nullable<Integer>,
        published_at -> Nullable<Timestamp>,
        changes -> Integer,
    }
}

table! {
    city_page_revisions (page_id, number) {
        page_id -> BigInt,
        number -> Integer,
        title_zh -> Text,
        title_en -> Text,
        body_zh -> Text,
        body_en -> Text,
        body_html_zh -> Text,
        body_html_en -> Text,
        made_by -> Nullable<BigInt>,
        made_at -> Timestamp,
    }
}

table! {
    account_events (id) {
        id -> BigInt,
        account_id -> BigInt,
        day -> Date,
        event -> Text,
    }
}

table! {
    polls (id) {
        id -> BigInt,
        topic_id -> Nullable<BigInt>,
        title_zh -> Text,
        title_en -> Text,
        question_zh -> Text,
        question_en -> Text,
        opens_on -> Date,
        closes_on -> Date,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

table! {
    poll_options (poll_id, number) {
        poll_id -> BigInt,
        number -> Integer,
        text_zh -> Text,
        text_en -> Text,
        votes -> Integer,
    }
}

table! {
    poll_marks (mark) {
        mark -> Binary,
        poll_id -> BigInt,
    }
}

table! {
    statistics_months (month) {
        month -> Date,
        frozen_on -> Date,
    }
}

table! {
    statistics_cells (month, report, row_key, column_key) {
        month -> Date,
        report -> Text,
        row_key -> Text,
        column_key -> Text,
        figure -> Nullable<Integer>,
    }
}

table! {
    events (id) {
        id -> BigInt,
        title_zh -> Text,
        title_en -> Text,
        body_zh -> Text,
        body_en -> Text,
        body_html_zh -> Text,
        body_html_en -> Text,
        place_zh -> Text,
        place_en -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        sign_up -> Bool,
        sign_up_until -> Nullable<Date>,
        capacity -> Nullable<Integer>,
        erase_on -> Nullable<Date>,
        organiser_id -> Nullable<BigInt>,
        cancelled -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    event_sign_ups (id) {
        id -> BigInt,
        event_id -> BigInt,
        name_sealed -> Binary,
        email_sealed -> Binary,
        email_index -> Binary,
        language -> Text,
        state -> Text,
        token_hash -> Binary,
        signed_up_on -> Date,
        last_day -> Date,
        consent_id -> Nullable<BigInt>,
    }
}

table! {
    request_looks (id) {
        id -> BigInt,
        request_id -> BigInt,
        account_id -> Nullable<BigInt>,
        day -> Date,
    }
}

table! {
    appeal_looks (id) {
        id -> BigInt,
        appeal_id -> BigInt,
        account_id -> Nullable<BigInt>,
        day -> Date,
    }
}

table! {
    event_looks (id) {
        id -> BigInt,
        event_id -> BigInt,
        account_id -> Nullable<BigInt>,
        day -> Date,
    }
}

table! {
    campaign_links (code) {
        code -> Text,
        target -> Text,
        purpose -> Text,
        made_on -> Date,
    }
}

table! {
    campaign_days (code, day) {
        code -> Text,
        day -> Date,
        visits -> Integer,
    }
}

table! {
    open_data_makings (mark) {
        mark -> Binary,
        begun_at -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

table! {
    jobs (name) {
        name -> Text,
        holder -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        due_at -> Timestamp,
        began_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        failures -> Integer,
    }
}

table! {
    open_data_files (name) {
        name -> Text,
        content -> Text,
        made_on -> Date,
        making -> Nullable<Binary>,
        parts -> Nullable<Integer>,
        bytes -> Nullable<BigInt>,
        sha256 -> Nullable<Text>,
        until -> Nullable<Timestamp>,
    }
}

table! {
    open_data_parts (making, file, number) {
        making -> Binary,
        file -> Text,
        number -> Integer,
        content -> Text,
    }
}

table! {
    page_generations (part, share) {
        part -> Integer,
        share -> Integer,
        number -> BigInt,
    }
}

table! {
    search_texts (post_id) {
        post_id -> BigInt,
        title -> Text,
        body -> Text,
        title_terms -> Text,
        terms -> Text,
        version -> Integer,
    }
}

table! {
    account_standing (account_id) {
        account_id -> BigInt,
        approved -> Integer,
        upheld -> Integer,
        day -> Nullable<Date>,
        posts -> Integer,
        topics -> Integer,
        flags -> Integer,
    }
}

table! {
    upheld_decisions (ledger_number) {
        ledger_number -> Integer,
        account_id -> BigInt,
    }
}

table! {
    sanctions (ledger_number) {
        ledger_number -> Integer,
        account_id -> BigInt,
        kind -> Text,
        imposed_on -> Date,
        last_day -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        ended_number -> Nullable<Integer>,
        appealed_number -> Nullable<Integer>,
        appealed_on -> Nullable<Date>,
        answered_number -> Nullable<Integer>,
        granted -> Nullable<Bool>,
        due_on -> Nullable<Date>,
        withdrawn_number -> Nullable<Integer>,
    }
}

joinable!(account_tokens -> accounts (account_id));
joinable!(sanctions -> accounts (account_id));
joinable!(factor_graces -> accounts (account_id));
joinable!(sessions -> accounts (account_id));
joinable!(api_tokens -> accounts (account_id));
joinable!(factor_resets -> accounts (account_id));
joinable!(sign_on_identities -> accounts (account_id));
joinable!(sign_on_offices -> offices (office_id));
joinable!(topics -> boards (board_id));
joinable!(board_slugs -> boards (board_id));
joinable!(boards -> offices (office_id));
joinable!(topic_tags -> topics (topic_id));
joinable!(post_moves -> posts (post_id));
joinable!(crosslinks -> topics (topic_id));
joinable!(crosslinks -> cases (case_id));
joinable!(answer_templates -> categories (category_id));
joinable!(published_suggestions -> topics (topic_id));
joinable!(published_suggestions -> cases (case_id));
joinable!(supports -> accounts (account_id));
joinable!(support_requests -> topics (topic_id));
joinable!(posts -> topics (topic_id));
joinable!(posts -> offices (office_id));
joinable!(posts -> accounts (account_id));
joinable!(post_revisions -> posts (post_id));
joinable!(post_findings -> posts (post_id));
joinable!(search_texts -> posts (post_id));
joinable!(post_mentions -> accounts (account_id));
joinable!(found_again -> posts (post_id));
joinable!(attachments -> posts (post_id));
joinable!(review_items -> posts (post_id));
joinable!(item_decisions -> review_items (item_id));
joinable!(review_items -> accounts (decided_by));
joinable!(flags -> review_items (item_id));
joinable!(moderator_boards -> accounts (account_id));
joinable!(moderator_boards -> boards (board_id));
joinable!(office_members -> offices (office_id));
joinable!(office_members -> accounts (account_id));
joinable!(routing_rules -> categories (category_id));
joinable!(routing_rules -> districts (district_id));
joinable!(routing_rule_offices -> routing_rules (rule_id));
joinable!(routing_rule_offices -> offices (office_id));
joinable!(cases -> categories (category_id));
joinable!(cases -> districts (district_id));
joinable!(case_offices -> cases (case_id));
joinable!(case_offices -> offices (office_id));
joinable!(handling_records -> cases (case_id));
joinable!(handling_records -> offices (office_id));
joinable!(handling_records -> accounts (account_id));
joinable!(case_assignees -> cases (case_id));
joinable!(answer_drafts -> cases (case_id));
joinable!(answer_drafts -> accounts (account_id));
joinable!(case_questions -> cases (case_id));
joinable!(case_files -> cases (case_id));
joinable!(case_ratings -> cases (case_id));
joinable!(case_ratings -> offices (office_id));
joinable!(case_assignees -> accounts (account_id));
joinable!(case_tokens -> cases (case_id));
joinable!(outbox -> cases (case_id));
joinable!(outbox -> data_requests (request_id));
joinable!(account_preferences -> accounts (account_id));
joinable!(data_requests -> accounts (account_id));
joinable!(account_preferences -> districts (district_id));
joinable!(account_boards -> boards (board_id));
joinable!(watches -> topics (topic_id));
joinable!(watches -> boards (board_id));
joinable!(notifications -> posts (post_id));
joinable!(bookmarks -> posts (post_id));
joinable!(profiles -> accounts (account_id));
joinable!(looks -> offices (office_id));
joinable!(account_events -> accounts (account_id));
joinable!(sign_ins -> accounts (account_id));
joinable!(city_page_revisions -> city_pages (page_id));
joinable!(polls -> topics (topic_id));
joinable!(poll_options -> polls (poll_id));
joinable!(poll_marks -> polls (poll_id));
joinable!(event_sign_ups -> events (event_id));
joinable!(campaign_days -> campaign_links (code));

allow_tables_to_appear_in_same_query!(
    accounts,
    registrations,
    account_tokens,
    sessions,
    api_tokens,
    authenticators,
    recovery_codes,
    passkeys,
    passkey_challenges,
    second_steps,
    factor_graces,
    factor_resets,
    sign_on_identities,
    sign_on_offices,
    sign_on_attempts,
    sign_on_sessions,
    sign_on_logouts,
    throttles,
    submissions,
    request_answers,
    boards,
    board_slugs,
    board_changes,
    topics,
    topic_tags,
    post_moves,
    posts,
    post_revisions,
    post_findings,
    drafts,
    attachments,
    attachment_discards,
    post_mentions,
    post_quotes,
    found_again,
    review_items,
    moderator_boards,
    flags,
    flag_looks,
    detector_feedback,
    spent_forms,
    spam_scores,
    spam_counts,
    spam_lessons,
    watched_words,
    settings,
    setting_pictures,
    offices,
    office_members,
    digest_pending,
    case_watches,
    case_watch_news,
    categories,
    districts,
    routing_rules,
    routing_rule_offices,
    cases,
    case_offices,
    handling_records,
    case_duplicates,
    case_assignees,
    case_questions,
    answer_drafts,
    unplaced_mails,
    unplaced_looks,
    case_files,
    case_ratings,
    answer_templates,
    decision_reasons,
    post_decisions,
    item_decisions,
    calendar_days,
    crosslinks,
    published_suggestions,
    supports,
    support_keys,
    support_marks,
    support_requests,
    case_tokens,
    outbox,
    mail_pauses,
    webhook_endpoints,
    webhook_kinds,
    webhook_deliveries,
    suppressed_addresses,
    policy_versions,
    policy_drafts,
    policy_dismissals,
    notice_texts,
    consents,
    chain_links,
    chain_tips,
    chain_erasures,
    chain_statements,
    erasure_lines,
    ledger_payloads,
    approvals,
    sealed_originals,
    appeals,
    agreements,
    disclosures,
    breaches,
    breach_cases,
    breach_marks,
    data_requests,
    account_preferences,
    account_boards,
    reading_trackers,
    topic_reads,
    board_reads,
    watches,
    notifications,
    bookmarks,
    reactions,
    profiles,
    looks,
    retention_reports,
    daily_counts,
    account_events,
    sign_ins,
    city_pages,
    city_page_revisions,
    account_standing,
    upheld_decisions,
    sanctions,
    polls,
    poll_options,
    poll_marks,
    statistics_months,
    statistics_cells,
    events,
    event_sign_ups,
    event_looks,
    request_looks,
    appeal_looks,
    campaign_links,
    campaign_days,
    open_data_files,
    open_data_parts,
    open_data_makings,
    jobs,
    search_texts,
);

allow_columns_to_appear_in_same_group_by_clause!(posts::account_id, boards::slug);
allow_columns_to_appear_in_same_group_by_clause!(categories::slug, districts::slug);
allow_columns_to_appear_in_same_group_by_clause!(
    cases::state,
    cases::due_on,
    case_assignees::account_id,
    case_questions::asked_on
);
