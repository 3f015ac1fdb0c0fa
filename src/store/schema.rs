//! Every table, once. `tests/migrations.rs` holds it against both databases.

diesel::table! {
    use diesel::sql_types::{Text, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    accounts (id) {
        id -> Key,
        email -> Text,
        password_hash -> Nullable<Text>,
        language -> Text,
        joined_at -> Moment,
        closed_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{JsonDocument, Key, Moment};

    account_keys (key_hash) {
        key_hash -> Text,
        account_id -> Key,
        made_at -> Moment,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{JsonDocument, Key, Moment};

    sessions (token_hash) {
        token_hash -> Text,
        account_id -> Key,
        started_at -> Moment,
        seen_at -> Moment,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::{JsonDocument, Key, Moment};

    audit (id) {
        id -> Key,
        at -> Moment,
        actor -> Nullable<Key>,
        event -> Text,
        subject -> Text,
        detail -> JsonDocument,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    studies (id) {
        id -> Key,
        key -> Text,
        settings -> JsonDocument,
        state -> Text,
        added_at -> Moment,
        opened_at -> Nullable<Moment>,
        closed_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    grants (id) {
        id -> Key,
        account_id -> Key,
        permission -> Text,
        study_id -> Nullable<Key>,
        granted_at -> Moment,
        granted_by -> Nullable<Key>,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Integer};
    use crate::store::types::{JsonDocument, Key, Moment};

    questionnaires (id) {
        id -> Key,
        study_id -> Key,
        key -> Text,
        role -> Text,
        position -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::store::types::{JsonDocument, Key, Moment};

    questionnaire_versions (id) {
        id -> Key,
        questionnaire_id -> Key,
        number -> Integer,
        content_hash -> Text,
        definition -> JsonDocument,
        published_at -> Moment,
        reason -> Nullable<JsonDocument>,
        changes -> Nullable<JsonDocument>,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Integer, BigInt, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    submissions (id) {
        id -> Key,
        public_id -> Key,
        code_hash -> Text,
        revision -> Integer,
        study_id -> Key,
        version_id -> Key,
        language -> Text,
        tier -> Text,
        consent -> JsonDocument,
        seed -> BigInt,
        answers -> Nullable<JsonDocument>,
        submitted_at -> Moment,
        withdrawn_at -> Nullable<Moment>,
        round -> Integer,
        verdict -> Nullable<Text>,
        came_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Nullable, BigInt};
    use crate::store::types::{JsonDocument, Key, Moment};

    drafts (id) {
        id -> Key,
        code_hash -> Text,
        study_id -> Key,
        version_id -> Key,
        corrects -> Nullable<Key>,
        language -> Text,
        consent -> JsonDocument,
        seed -> BigInt,
        answers -> JsonDocument,
        begun_at -> Moment,
        saved_at -> Moment,
        link_id -> Nullable<Key>,
        came_by -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use crate::store::types::{JsonDocument, Key, Moment};

    lineage_figures (study_id, place, role, tier) {
        study_id -> Key,
        place -> Text,
        role -> Text,
        tier -> Text,
        chain -> Nullable<Integer>,
        above -> Nullable<Integer>,
        depth -> Integer,
        own -> BigInt,
        beneath -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{JsonDocument, Key, Moment};

    lineage_weeks (study_id) {
        study_id -> Key,
        as_of -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Text, Nullable};
    use crate::store::types::{Key, Moment};

    links (id) {
        id -> Key,
        study_id -> Key,
        parent_id -> Nullable<Key>,
        issuer -> Nullable<Text>,
        number -> Nullable<Integer>,
        kind -> Text,
        role -> Text,
        release -> Nullable<Text>,
        audience -> Nullable<Text>,
        expected -> Nullable<Integer>,
        token_hash -> Text,
        code_hash -> Text,
        depth -> Integer,
        most_uses -> Nullable<Integer>,
        uses -> Integer,
        expires_at -> Nullable<Moment>,
        revoked -> Bool,
        claim_id -> Nullable<Key>,
        language -> Nullable<Text>,
        per_hour -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Text};
    use crate::store::types::{Key, Moment};

    claims (id) {
        id -> Key,
        release_id -> Key,
        role -> Text,
        organisation -> Text,
        is_named -> Bool,
        code_hash -> Text,
        begun_at -> Moment,
        round -> Integer,
        standing -> Text,
        since -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::store::types::{Key, Moment};

    claim_steps (id) {
        id -> Key,
        claim_id -> Key,
        round -> Integer,
        standing -> Text,
        words -> Text,
        taken_by -> Nullable<Key>,
        taken_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    decisions (id) {
        id -> Key,
        submission_id -> Key,
        round -> Integer,
        verdict -> Text,
        reason -> Text,
        note -> Nullable<Text>,
        decided_by -> Nullable<Key>,
        decided_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text, BigInt};
    use crate::store::types::{JsonDocument, Key, Moment};

    editions (id) {
        id -> Key,
        study_id -> Key,
        number -> Integer,
        revision -> Integer,
        profile -> Text,
        row_count -> BigInt,
        cutoff -> Moment,
        content_hash -> Text,
        manifest -> JsonDocument,
        sealed_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Text, Nullable};
    use crate::store::types::{JsonDocument, Key, Moment};

    edition_orders (id) {
        id -> Key,
        study_id -> Key,
        profile -> Text,
        ordered_by -> Key,
        ordered_at -> Moment,
        finished_at -> Nullable<Moment>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::store::types::{Key, Moment};

    attachments (id) {
        id -> Key,
        code_hash -> Text,
        name -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        stored_at -> Moment,
        kept_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Integer};
    use crate::store::types::Key;

    attachment_pieces (attachment_id, number) {
        attachment_id -> Key,
        number -> Integer,
        content -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    media (hash) {
        hash -> Text,
        media_type -> Text,
        bytes -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Integer, Text};

    media_pieces (hash, number) {
        hash -> Text,
        number -> Integer,
        content -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{Key, Moment};

    models (id) {
        id -> Key,
        key -> Text,
        added_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{Key, Moment};

    releases (id) {
        id -> Key,
        model_id -> Key,
        key -> Text,
        added_at -> Moment,
        name -> Text,
        publisher -> Text,
        words -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::Key;

    release_terms (term, release_id) {
        term -> Text,
        release_id -> Key,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use crate::store::types::{Key, Moment};

    name_meanings (study_id, same, round) {
        study_id -> Key,
        same -> Text,
        round -> Integer,
        release -> Nullable<Text>,
        reason -> Text,
        decided_by -> Key,
        decided_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::Key;

    submission_names (submission_id, field) {
        submission_id -> Key,
        field -> Text,
        study_id -> Key,
        words -> Text,
        same -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::Key;

    release_grams (gram, release_id) {
        gram -> Text,
        release_id -> Key,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::{Key, Moment};

    registry_statements (id) {
        id -> Key,
        model_id -> Key,
        release_id -> Nullable<Key>,
        field -> Text,
        item -> Text,
        value -> Text,
        basis -> Text,
        standing -> Text,
        stated_on -> Text,
        source -> Text,
        reason -> Nullable<Text>,
        recorded_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Text};
    use crate::store::types::{Key, Moment};

    registry_uploads (id) {
        id -> Key,
        name -> Text,
        content -> Binary,
        sent_by -> Key,
        sent_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::{Key, Moment};

    issues (id) {
        id -> Key,
        public_id -> Key,
        study_id -> Key,
        opened_at -> Moment,
        release -> Nullable<Text>,
        joined_to -> Nullable<Key>,
        embargo_until -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use crate::store::types::{Key, Moment};

    issue_reports (submission_id) {
        submission_id -> Key,
        study_id -> Key,
        issue_id -> Key,
        kind -> Nullable<Text>,
        problem -> Nullable<Text>,
        severity -> Nullable<Text>,
        release -> Nullable<Text>,
        share -> Text,
        in_files -> Bool,
        quotable -> Bool,
        words_read -> Bool,
        told -> Text,
        noticed_on -> Nullable<Text>,
        told_on -> Nullable<Text>,
        sent_on -> Text,
        taken_in_at -> Moment,
    }
}

diesel::table! {
    use crate::store::types::Key;

    reports_due (submission_id) {
        submission_id -> Key,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::{JsonDocument, Key, Moment};

    issue_entries (id) {
        id -> Key,
        issue_id -> Key,
        other_id -> Nullable<Key>,
        at -> Moment,
        actor -> Nullable<Key>,
        kind -> Text,
        detail -> JsonDocument,
        reason -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::store::types::{Key, Moment};

    issue_replies (id) {
        id -> Key,
        issue_id -> Key,
        at -> Moment,
        claim_id -> Key,
        outcome -> Text,
        english -> Nullable<Text>,
        chinese -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::store::types::{JsonDocument, Key};

    clock_figures (as_of, study_id) {
        study_id -> Key,
        as_of -> Text,
        figures -> JsonDocument,
    }
}

diesel::joinable!(releases -> models (model_id));
diesel::joinable!(claims -> releases (release_id));
diesel::joinable!(registry_statements -> models (model_id));
diesel::joinable!(registry_statements -> releases (release_id));
diesel::joinable!(name_meanings -> studies (study_id));
diesel::joinable!(submission_names -> studies (study_id));
diesel::joinable!(edition_orders -> studies (study_id));
diesel::joinable!(grants -> accounts (account_id));
diesel::joinable!(questionnaires -> studies (study_id));
diesel::joinable!(questionnaire_versions -> questionnaires (questionnaire_id));
diesel::joinable!(submissions -> questionnaire_versions (version_id));
diesel::joinable!(submissions -> studies (study_id));
diesel::joinable!(drafts -> questionnaire_versions (version_id));
diesel::joinable!(drafts -> studies (study_id));
diesel::joinable!(decisions -> submissions (submission_id));
diesel::joinable!(editions -> studies (study_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(issues -> studies (study_id));
diesel::joinable!(issue_reports -> submissions (submission_id));
diesel::joinable!(issue_reports -> issues (issue_id));
diesel::joinable!(reports_due -> submissions (submission_id));
diesel::joinable!(issue_replies -> issues (issue_id));
diesel::joinable!(account_keys -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    account_keys,
    sessions,
    audit,
    studies,
    grants,
    questionnaires,
    questionnaire_versions,
    submissions,
    drafts,
    decisions,
    editions,
    edition_orders,
    attachments,
    attachment_pieces,
    media,
    media_pieces,
    models,
    releases,
    claims,
    claim_steps,
    release_grams,
    name_meanings,
    submission_names,
    release_terms,
    registry_statements,
    issues,
    issue_reports,
    reports_due,
    issue_entries,
    issue_replies,
    clock_figures
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    submissions::code_hash,
    submissions::came_by,
    submissions::tier,
    questionnaires::role,
);
