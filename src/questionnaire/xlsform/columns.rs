//! What the headers of the sheets mean: the columns of the standard with their other names, and
//! the columns that Soundings adds.

/// A column as the rest of the import knows it, by sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A column of ours or of the standard; with a language where `translatable`.
    Known(&'static str),
    /// Known to other tools, without effect here.
    WithoutEffect,
    /// Known to other tools; not supported where a cell is filled.
    Unsupported(&'static str),
    Unknown,
    /// Means the same as a column before it, which is a finding.
    Repeated,
}

/// Columns that may come once for every language.
pub(super) fn translatable(column: &str) -> bool {
    matches!(
        column,
        "label" | "hint" | "guidance_hint" | "constraint_message" | "required_message" | "section"
    ) || MEDIA.contains(&column)
}

const MEDIA: [&str; 4] = ["image", "big-image", "audio", "video"];

/// Meaning of a header of the survey sheet; `words` are its parts in small letters, without language.
pub(super) fn survey(words: &[&str]) -> Meaning {
    match words {
        ["bind", rest @ ..] => bind(rest),
        ["body" | "control", rest @ ..] => body(rest),
        ["instance", ..] => Meaning::WithoutEffect,
        ["media", medium] => media(medium),
        [word] => survey_word(word),
        _ => Meaning::Unknown,
    }
}

fn survey_word(word: &str) -> Meaning {
    Meaning::Known(match word {
        "type" | "command" => "type",
        "name" | "tag" | "value" => "name",
        "label" | "caption" => "label",
        "hint" => "hint",
        "guidance_hint" => "guidance_hint",
        "required" => "required",
        "required_message" | "requiredmsg" => "required_message",
        "relevant" | "relevance" => "relevant",
        "constraint" => "constraint",
        "constraint_message" | "constraining_message" => "constraint_message",
        "calculation" | "calculate" => "calculation",
        "choice_filter" => "choice_filter",
        "default" => "default",
        "read_only" | "readonly" => "read_only",
        "appearance" => "appearance",
        "parameters" => "parameters",
        "repeat_count" | "count" | "jr:count" => "repeat_count",
        "rows" => "rows",
        "disabled" => "disabled",
        "exposure" => "exposure",
        "proxy" => "proxy",
        "policy_question" => "policy_question",
        "trigger" => "trigger",
        "save_to" => return Meaning::Unsupported("Saving to entities (save_to)"),
        "intent" => return Meaning::Unsupported("Starting another app (intent)"),
        "media" => "image",
        "image" | "big-image" | "audio" | "video" => return media(word),
        "autoplay" | "compact_tag" | "no_app_error_string" | "noapperrorstring" | "buttontext" => {
            return Meaning::WithoutEffect;
        }
        word if word.starts_with("sms_") => return Meaning::WithoutEffect,
        _ => return Meaning::Unknown,
    })
}

fn bind(words: &[&str]) -> Meaning {
    Meaning::Known(match words {
        ["relevant"] => "relevant",
        ["required"] => "required",
        ["constraint"] => "constraint",
        ["calculate"] => "calculation",
        ["readonly"] => "read_only",
        ["jr:constraintmsg"] => "constraint_message",
        ["jr:requiredmsg"] => "required_message",
        _ => return Meaning::WithoutEffect,
    })
}

fn body(words: &[&str]) -> Meaning {
    Meaning::Known(match words {
        ["appearance"] => "appearance",
        ["jr:count"] => "repeat_count",
        ["rows"] => "rows",
        ["intent"] => return Meaning::Unsupported("Starting another app (intent)"),
        _ => return Meaning::WithoutEffect,
    })
}

fn media(word: &str) -> Meaning {
    MEDIA
        .iter()
        .find(|medium| **medium == word)
        .map_or(Meaning::Unknown, |medium| Meaning::Known(medium))
}

/// Meaning of a header of the choices sheet; unknown ones are data of the options.
pub(super) fn choices(words: &[&str]) -> Meaning {
    Meaning::Known(match words {
        ["list_name"] => "list_name",
        ["name" | "value"] => "name",
        ["label" | "caption"] => "label",
        ["exclusive"] => "exclusive",
        ["section"] => "section",
        ["media", medium] | [medium] => return media(medium),
        _ => return Meaning::Unknown,
    })
}

/// Meaning of a header of the settings sheet.
pub(super) fn settings(words: &[&str]) -> Meaning {
    Meaning::Known(match words {
        ["form_title" | "set_form_title" | "title"] => "form_title",
        ["form_id" | "set_form_id"] => "form_id",
        ["id_string"] => "id_string",
        ["version"] => "version",
        ["default_language"] => "default_language",
        ["style"] => "style",
        ["instance_name"] => "instance_name",
        ["name"] => "name",
        ["allow_choice_duplicates"] => "allow_choice_duplicates",
        ["clean_text_values"] => "clean_text_values",
        ["public_key"] => return Meaning::Unsupported("Encryption (public_key)"),
        [
            "submission_url"
            | "auto_send"
            | "auto_delete"
            | "omit_instanceid"
            | "namespaces"
            | "attribute"
            | "instance_xmlns"
            | "instance_id"
            | "prefix"
            | "delimiter"
            | "flat"
            | "client_editable"
            | "sms_keyword"
            | "sms_separator"
            | "sms_allow_media"
            | "sms_date_format"
            | "sms_datetime_format",
            ..,
        ] => return Meaning::WithoutEffect,
        _ => return Meaning::Unknown,
    })
}
