//! What findings say: the codes of files, sheets, rows and studies, each with its severity, its
//! message and its mend. Those of rules stand in [`rules`](super::rules), those of the branches of a
//! questionnaire in [`routing`](super::routing).
//!
//! Codes are stable: tools may depend on them. Texts may be improved at any time.

use super::Severity;
use super::routing::Routing;
use super::rules::Rules;

/// Declares codes: `Variant { fields } = Severity "code": "message", "mend";`, after the topics that
/// have an enum of their own.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident $(with $($topic:ident),+)?;
        $($variant:ident $({ $($field:ident: $type:ty),* $(,)? })? = $severity:ident $word:literal:
            $message:literal, $mend:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($($topic($topic),)+)?
            $($variant $({ $($field: $type),* })?,)*
        }

        impl $name {
            /// Every code of this topic with its severity, for the documentation.
            #[cfg(test)]
            pub(in crate::questionnaire) const ALL: &'static [(&'static str, Severity)] =
                &[$(($word, Severity::$severity),)*];

            const fn word(&self) -> &'static str {
                match self {
                    $($(Self::$topic(topic) => topic.as_str(),)+)?
                    $(Self::$variant $({ $($field: _),* })? => $word,)*
                }
            }

            pub const fn severity(&self) -> Severity {
                match self {
                    $($(Self::$topic(topic) => topic.severity(),)+)?
                    $(Self::$variant $({ $($field: _),* })? => Severity::$severity,)*
                }
            }

            /// What is wrong, in English.
            pub fn message(&self) -> String {
                match self {
                    $($(Self::$topic(topic) => topic.message(),)+)?
                    $(Self::$variant $({ $($field),* })? => {
                        $($(let _ = $field;)*)?
                        format!($message)
                    })*
                }
            }

            /// How to mend it, in English.
            pub fn mend(&self) -> String {
                match self {
                    $($(Self::$topic(topic) => topic.mend(),)+)?
                    $(Self::$variant $({ $($field),* })? => {
                        $($(let _ = $field;)*)?
                        format!($mend)
                    })*
                }
            }
        }
    };
}
pub(super) use codes;

impl Code {
    /// The stable name of the code; expressions have one for each of their problems.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Expression { kind, .. } => kind,
            other => other.word(),
        }
    }
}

codes! {
    /// What a finding says, with the values its message needs.
    Code with Rules, Routing;
    // The file
    FileTooLarge { limit: u64 } = Error "file-too-large":
        "The file is larger than {limit} MB.", "Remove pictures and unused sheets; a questionnaire needs a few hundred kB.";
    WrongType { found: String } = Error "wrong-file-type":
        "This is not a questionnaire file: {found}.", "Save it as .xlsx, .xls, .csv or .md (Markdown tables).";
    Encrypted = Error "encrypted-file":
        "The file is protected by a password.", "Save a copy without a password.";
    Macros = Error "macro-file":
        "The file contains macros, which are not accepted.", "Save it as “Excel Workbook (.xlsx)” without macros.";
    Corrupt { reason: String } = Error "corrupt-file":
        "The file cannot be read: {reason}.", "Open it in a spreadsheet program and save it again.";
    Hostile { reason: String } = Error "file-out-of-bounds":
        "The file was not opened: {reason}.", "Copy the filled cells into a new workbook and save that.";
    SheetTooLarge { rows: u32, columns: u32 } = Error "sheet-too-large":
        "The sheet uses cells beyond row {rows} or column {columns}.", "Delete the empty rows and columns at the end of the sheet.";
    NotUtf8 = Error "not-utf-8":
        "The file is not UTF-8 text.", "Save it with the encoding UTF-8.";
    MoreFindings { more: usize } = Hint "more-findings":
        "There are {more} further findings, which are not listed.", "Correct what is listed, and check again.";
    // Sheets and columns
    NoSurveySheet = Error "no-survey-sheet":
        "There is no sheet “survey”.", "Name the sheet with the questions “survey”.";
    NoChoicesSheet = Error "no-choices-sheet":
        "There is no sheet “choices”.", "Name the sheet with the options “choices”.";
    EmptySurvey = Error "empty-survey":
        "The sheet “survey” has no questions, nor anything else that is kept.", "Add a row with a type, a name and a label.";
    TakesLong { length: String, limit: u32 } = Hint "takes-long":
        "Answering everything takes about {length}; beyond {limit} minutes people give up.", "Leave questions out, or split the questionnaire.";
    SheetMisspelt { sheet: String, meant: String } = Warning "misspelt-sheet":
        "The sheet “{sheet}” is not read; perhaps it should be “{meant}”.", "Rename it, or begin its name with “_” to keep it as a note.";
    DuplicateSheet { sheet: String } = Error "duplicate-sheet":
        "There is more than one sheet “{sheet}”.", "Join them, or rename one.";
    MissingColumn { column: String } = Error "missing-column":
        "The column “{column}” is missing.", "Add the column; the first row of a sheet holds its column names.";
    DuplicateColumn { first: String, second: String } = Error "duplicate-column":
        "The columns “{first}” and “{second}” mean the same.", "Remove or rename one of them.";
    UnknownColumn { column: String } = Hint "unknown-column":
        "The column “{column}” is not known and is not used.", "Check its spelling, or leave it: it does no harm.";
    ColumnWithoutEffect { column: String } = Warning "column-without-effect":
        "The column “{column}” has no effect here.", "Leave it if other tools need it.";
    ChoiceColumnName { column: String } = Warning "choice-column-name":
        "The column “{column}” cannot be used in a choice filter: its name is empty or contains spaces.", "Rename it to one word.";
    SprawlingSheet = Hint "sprawling-sheet":
        "The sheet is formatted far beyond its questions; the empty cells were passed over.", "Delete the empty rows and columns at its end to make the file smaller.";
    RowsLeftOut { row: u32 } = Warning "rows-left-out":
        "Row {row} and those below it are not read: more than 60 empty rows come before.", "Delete the empty rows, or what stands below them.";
    CellWithoutColumn = Warning "cell-without-column":
        "The cell stands in a column without a name.", "Name the column in the first row, or clear the cell.";
    // Settings
    UnknownSetting { setting: String } = Hint "unknown-setting":
        "The setting “{setting}” is not known and is not used.", "Check its spelling, or leave it.";
    SettingWithoutEffect { setting: String } = Warning "setting-without-effect":
        "The setting “{setting}” has no effect here.", "Leave it if other tools need it.";
    SettingElsewhere { setting: String } = Warning "setting-in-survey":
        "The setting “{setting}” stands in the sheet “survey”, where it is not read.", "Make it a column of the sheet “settings”.";
    UnknownDefaultLanguage { language: String } = Warning "unknown-default-language":
        "The default language “{language}” has no column.", "Write default_language as in the headers, for example English (en).";
    LanguageWithoutCode { language: String, tag: String } = Warning "language-without-code":
        "The language “{language}” has no valid code; “{tag}” is used.", "Write the language as Name (code), for example Français (fr).";
    LanguageClash { first: String, second: String, tag: String } = Error "language-clash":
        "The languages “{first}” and “{second}” have the same code “{tag}”.", "Give every language its own code.";
    MissingTranslation { language: String, column: String, missing: usize, total: usize } = Warning "missing-translation":
        "{missing} of {total} texts in “{column}” have no {language} version; the default language is shown.", "Fill the column “{column}” for {language}.";
    // Rows
    MissingType = Error "missing-type":
        "The row has no type.", "Fill the column “type”, or clear the row.";
    UnknownType { word: String } = Error "unknown-type":
        "The type “{word}” is not known.", "Use a type such as text, integer, select_one LIST or begin_group.";
    Unsupported { feature: String } = Error "unsupported":
        "{feature} is not supported.", "Remove it, or ask in another way.";
    Disregarded { feature: String } = Warning "disregarded":
        "{feature} is not supported and is left out.", "Nothing else changes; remove it if you do not need it.";
    StaysEmpty { word: String } = Warning "stays-empty":
        "“{word}” is never known here and stays empty.", "Remove the row, or ask for the value.";
    MissingName = Error "missing-name":
        "The row has no name.", "Give it a name of letters, digits, “_”, “-” or “.”.";
    InvalidName { name: String } = Error "invalid-name":
        "The name “{name}” is not valid.", "Begin with a letter or “_”; go on with letters, digits, “_”, “-” or “.”.";
    ReservedName { name: String } = Error "reserved-name":
        "The name “{name}” is reserved.", "Choose another name.";
    DuplicateName { name: String, first: u32 } = Error "duplicate-name":
        "The name “{name}” is already used in row {first} of the same group.", "Choose another name.";
    DuplicateRepeat { name: String, first: u32 } = Error "duplicate-repeat-name":
        "A repeat “{name}” already exists in row {first}.", "Names of repeats are unique in the whole questionnaire: choose another.";
    NamesDifferByCase { name: String, other: String } = Warning "names-differ-by-case":
        "The names “{name}” and “{other}” differ only in upper and lower case.", "Rename one: some programs cannot tell them apart.";
    NameElsewhere { name: String, first: u32 } = Warning "name-used-twice":
        "The name “{name}” is also used in row {first}, in another group.", "Choose another name, so that the columns of the dataset stay apart.";
    UnmatchedBegin { container: String, name: String } = Error "unmatched-begin":
        "The {container} “{name}” is never ended.", "Add an end_{container} row.";
    UnmatchedEnd { container: String } = Error "unmatched-end":
        "There is no open {container} to end here.", "Remove the row, or add the begin_{container} row it belongs to.";
    EmptyGroup { name: String } = Warning "empty-group":
        "The group “{name}” contains no questions.", "Remove it, or put questions inside.";
    MissingLabel { name: String } = Error "missing-label":
        "The question “{name}” has neither label nor hint.", "Write the question into the column “label”.";
    TriggerSyntax { text: String } = Error "trigger-syntax":
        "“{text}” does not name the questions that trigger the row.", "Write ${{question}}, or several with a comma between them.";
    TriggerGroup { name: String } = Error "trigger-is-no-question":
        "“{name}” is a group, and nothing that is answered.", "Name a question that is asked.";
    TriggerHidden { name: String } = Error "trigger-not-visible":
        "“{name}” is not shown, so nobody changes it and it triggers nothing.", "Name a question that is asked.";
    TriggerInRepeat { name: String } = Error "trigger-in-repeat":
        "“{name}” is in a repeat that this row is not in, so which of its answers triggers is not clear.", "Move the row into the repeat, or name a question outside of it.";
    MissingCalculation { name: String } = Error "missing-calculation":
        "“{name}” is calculated but has no calculation.", "Fill the column “calculation”.";
    NoExposure { name: String } = Warning "no-exposure":
        "“{name}” does not say how far its answers may travel; they are withheld.", "Write public, quasi, text or withheld into the column “exposure”.";
    UnknownExposure { word: String } = Error "unknown-exposure":
        "“{word}” is not an exposure.", "Write public, quasi, text or withheld.";
    NotYesNo { word: String } = Error "not-yes-or-no":
        "“{word}” is neither yes nor no.", "Write yes or no.";
    NoEffectOn { column: String, word: String } = Warning "no-effect-on-type":
        "“{column}” has no effect on {word}.", "Clear the cell.";
    NoConstraintMessage { name: String } = Warning "no-constraint-message":
        "“{name}” has a constraint but no message for answers that break it.", "Say in constraint_message which answers are accepted.";
    UnknownAppearance { word: String } = Hint "unknown-appearance":
        "The appearance “{word}” has no effect.", "Check its spelling, or leave it.";
    AppearanceElsewhere { word: String, kind: String } = Hint "appearance-without-effect":
        "The appearance “{word}” has no effect on {kind}.", "Remove it, or leave it.";
    UnknownStyle { word: String } = Hint "unknown-style":
        "The style “{word}” has no effect.", "Known are pages and theme-grid with w1 to w10; remove it, or leave it.";
    MatrixLists { first: String, second: String } = Error "matrix-lists-differ":
        "A table-list has one choice list, but uses “{first}” and “{second}”.", "Use one list for all its questions, or split the group.";
    MatrixFilter = Error "matrix-with-choice-filter":
        "A question of a table-list cannot have a choice filter.", "Remove the choice_filter, or the appearance table-list.";
    NestedDepth { limit: usize } = Error "nested-too-deep":
        "Groups are nested more than {limit} deep.", "Flatten the groups.";
    // Parameters
    ParameterSyntax { text: String } = Error "parameter-syntax":
        "The parameters “{text}” are not key=value pairs.", "Write them as key=value key=value.";
    UnknownParameter { key: String, accepted: String } = Error "unknown-parameter":
        "The parameter “{key}” is not known for this type.", "Accepted here: {accepted}.";
    InvalidParameter { key: String, value: String, wanted: String } = Error "invalid-parameter":
        "The parameter {key}={value} is not valid: it must be {wanted}.", "Correct the value, or remove the parameter.";
    ParameterMisplaced { key: String, needs: String } = Error "parameter-misplaced":
        "“{key}” can only be used with {needs}.", "Remove it, or add {needs}.";
    // Choices
    MissingList { word: String } = Error "missing-list-name":
        "“{word}” needs the name of a choice list.", "Write {word} LIST, with a list of the sheet “choices”.";
    UnknownList { list: String, meant: String } = Error "unknown-list":
        "The list “{list}” is not in the sheet “choices”.", "Add its options there, or correct the name{meant}.";
    ChoiceWithoutList = Warning "choice-without-list":
        "The row belongs to no list and is left out.", "Fill the column “list_name”, or clear the row.";
    MissingChoiceName { list: String } = Error "missing-choice-name":
        "An option of the list “{list}” has no name.", "Fill the column “name”.";
    MissingChoiceLabel { list: String, name: String } = Warning "missing-choice-label":
        "The option “{name}” of the list “{list}” has no label; its name is shown.", "Fill the column “label”.";
    DuplicateChoice { list: String, name: String, first: u32 } = Error "duplicate-choice":
        "The list “{list}” already has an option “{name}” in row {first}.", "Rename it, or set allow_choice_duplicates to yes.";
    ChoiceNameSpace { list: String, name: String } = Error "choice-name-with-space":
        "The option “{name}” of the list “{list}” has a space in its name, but is used for several answers.", "Use “_” in place of the space.";
    UnusedList { list: String } = Hint "unused-list":
        "No question uses the list “{list}”.", "Remove it, or leave it.";
    OtherWithFilter = Error "or-other-with-filter":
        "or_other cannot be used with a choice filter.", "Add an option “other” to the list and a text question after it.";
    OtherWithoutOptions = Error "or-other-without-options":
        "or_other needs a list of the sheet “choices” to add its option to.", "Put an option “other” into the file, and a text question after this one.";
    OtherUntranslated = Warning "or-other-untranslated":
        "The texts that or_other adds are in English only.", "Add an option “other” to the list and a text question after it.";
    SharedListOverridden { list: String, file: String } = Warning "shared-list-overridden":
        "The list “{list}” is also in {file}; the questionnaire's own is used.", "Remove one of the two.";
    // Files beside the questionnaire
    BesideMissing { file: String, without: String } = Error "missing-external-file":
        "The file “{file}” is not beside the questionnaire; {without}.", "Put it into the same folder, or correct its name.";
    BesideUnknown { file: String, without: String } = Warning "external-file-unknown":
        "The file “{file}” was not given with the questionnaire; {without}.", "Check the folder with both of them; in a study the file must be there.";
    FilePath { file: String } = Error "file-is-a-path":
        "“{file}” is a path, and not the name of a file.", "Put the file beside the questionnaire and write its name alone.";
    MissingFile { word: String } = Error "missing-file-name":
        "“{word}” needs the name of a file.", "Write {word} FILE.csv, and put the file beside the questionnaire.";
    TableEnding { file: String } = Error "table-file-ending":
        "“{file}” is no file with a table.", "Use a file whose name has one dot and ends in .csv, .xml or .geojson.";
    TableShape { reason: String } = Error "table-shape":
        "The file is no table: {reason}.", "A .csv begins with a row of column names; an .xml has a root with items, each with one element for every column; a .geojson is a FeatureCollection.";
    TableColumnUnnamed { number: usize } = Error "table-column-without-name":
        "Column {number} has no name.", "Name it in the first row of the file, or delete it.";
    ShortRows { rows: String, wanted: usize } = Warning "short-rows":
        "Fewer than the {wanted} cells of the first row stand in rows {rows}; the rest counts as empty.", "Fill up these rows with commas.";
    LongRows { rows: String, wanted: usize } = Error "long-rows":
        "More than the {wanted} cells of the first row stand in rows {rows}.", "Put texts that contain a comma between double quotes.";
    NoTableColumn { column: String, columns: String } = Error "no-such-column":
        "The file has no column “{column}”, only: {columns}.", "Add the column, or correct its name; the parameters value= and label= of a question say which columns its options are taken from.";
    RowsWithoutValue { rows: String, column: String } = Error "rows-without-value":
        "The column “{column}” is empty in rows {rows}, so these options have no name.", "Fill it, or delete the rows.";
    RepeatedValues { rows: String, column: String } = Warning "repeated-values":
        "The column “{column}” repeats the value of a row before it in rows {rows}; which of such options was chosen cannot be told from the answer.", "Give every option a value of its own.";
    ValuesWithSpaces { rows: String } = Error "values-with-spaces":
        "The values in rows {rows} contain spaces, but are used for several answers.", "Use “_” in place of the space.";
    TableTwice { id: String, first: String, second: String } = Error "table-twice":
        "“{id}” stands for both {first} and {second}.", "Rename one of the files, or the list.";
    TableDeclaredTwice { id: String, first: u32 } = Error "table-declared-twice":
        "The table “{id}” is declared in row {first} already.", "Remove one of the two rows.";
    TableUnnamed = Error "table-name-is-no-text":
        "pulldata() does not say as text which table it looks into.", "Write the table's name in quotes: pulldata('table', 'column', 'key_column', key).";
    RegistryUse { reason: String } = Error "registry-use":
        "releases.csv is the registry of releases, and {reason}.", "Write select_one_from_file releases.csv and pulldata('releases', 'column', 'name', key), or put a file releases.csv beside the questionnaire.";
    UnusedTable { id: String } = Hint "unused-table":
        "No expression looks into the table “{id}”.", "Remove it, or leave it.";
    MediumType { file: String, column: String } = Warning "media-type":
        "“{file}” cannot be shown as {column} and is left out.", "Use .png, .jpg, .gif or .webp for pictures, .mp3, .m4a, .ogg, .wav or .webm for sound, .mp4 or .webm for films.";
    MediaWithoutText { name: String } = Warning "media-without-text":
        "“{name}” shows or plays something and says nothing in words.", "Write the question into the column “label”: not everybody sees a picture or hears a sound.";
    FileExposed { name: String } = Error "file-exposed":
        "“{name}” asks for a file, which no public edition can hold.", "Write text or withheld into the column “exposure”.";
    PlaceExposed { name: String } = Error "place-exposed":
        "“{name}” asks for a place, which tells who somebody is.", "Write quasi, text or withheld into the column “exposure”.";
    PlaceCoarsened { name: String } = Warning "place-coarsened":
        "Public editions tell “{name}” in whole degrees, about 100 kilometres.", "Leave it, or write text or withheld into the column “exposure” if that says too much.";
    MediumContent { file: String } = Error "media-content":
        "The content of “{file}” is not what its name says.", "Save it again in the format that its name ends in.";
    // Expressions
    Expression { kind: &'static str, position: usize, reason: String, mend: String } = Error "expression":
        "The expression is not valid at character {position}: {reason}.", "To mend it, {mend}.";
    MalformedReference { text: String } = Error "malformed-reference":
        "“{text}” is not a reference to a question.", "Write references as ${{name}}.";
    UnknownReference { name: String, meant: String } = Error "unknown-reference":
        "No row has the name “{name}”.", "Correct the name in ${{{name}}}{meant}, or add the question.";
    AmbiguousReference { name: String, rows: String } = Error "ambiguous-reference":
        "Several rows have the name “{name}”: {rows}.", "Give the question that is meant a name of its own.";
    Cycle { path: String } = Error "cycle":
        "The values depend on each other in a circle: {path}.", "Remove one of these references.";
    NotCompiled { reason: String } = Error "not-compiled":
        "The questionnaire cannot be evaluated: {reason}.", "Correct what this row refers to.";
    ChoiceNotInList { choice: String, question: String, list: String } = Warning "choice-not-in-list":
        "“{question}” is compared with “{choice}”, which is not in its list “{list}”.", "Correct the option's name.";
    UnknownFilterColumn { column: String, list: String } = Warning "unknown-filter-column":
        "The choice filter uses “{column}”, which is no column of the list “{list}”.", "Correct the name, or write ${{{column}}} if a question is meant.";
    UnknownInstance { id: String } = Error "unknown-instance":
        "There is no choice list or table “{id}” to look into.", "Correct the name in instance('{id}'), add the list to the sheet “choices”, or add a row of type csv-external with the name {id}.";
    // Studies
    StudyMissing = Error "no-study-file":
        "There is no study.toml.", "Add one, or check a single questionnaire file.";
    StudySyntax { reason: String } = Error "study-syntax":
        "study.toml cannot be read: {reason}.", "Correct the file; it is in TOML.";
    StudyMissingKey { key: String } = Error "missing-key":
        "The key “{key}” is missing.", "Add it to study.toml.";
    StudyUnknownKey { key: String } = Error "unknown-key":
        "The key “{key}” is not known.", "Correct its spelling, or remove it.";
    StudyInvalid { key: String, reason: String } = Error "invalid-value":
        "The value of “{key}” is not valid: {reason}.", "Correct it in study.toml.";
    FileMissing { file: String } = Error "missing-file":
        "The file “{file}” is not in the folder.", "Add it, or correct its name in study.toml.";
    UnusedFile { file: String } = Warning "unused-file":
        "The file “{file}” is neither named in study.toml nor a file of shared choices.", "Name it in study.toml, or remove it.";
    UnusedBeside { file: String } = Hint "unused-file-beside":
        "No questionnaire uses the file “{file}”.", "Remove it, or leave it.";
    SharedListTwice { list: String, first: String } = Error "shared-list-twice":
        "The list “{list}” is already shared by {first}.", "Keep one of the two.";
    QuestionnaireLanguage { language: String } = Warning "questionnaire-language":
        "The questionnaire has no {language} version.", "Add columns such as label::Name ({language}).";
    MinutesTooFew { key: String, minutes: u32, length: String } = Warning "minutes-too-few":
        "People are promised {minutes} minutes for “{key}”, but answering everything takes about {length}.", "Raise “minutes”, or leave it out: then people are shown the estimate.";
    ItemTypesDiffer { name: String, other: String, here: String, there: String } = Error "item-types-differ":
        "“{name}” is {here} here, but {there} in {other}.", "Use the same type, or another name.";
    ItemListsDiffer { name: String, other: String } = Error "item-lists-differ":
        "“{name}” has other options in {other}.", "Use the same list (a shared choices file helps), or another name.";
}
