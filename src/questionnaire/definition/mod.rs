//! What a questionnaire is: a typed tree of questions with their texts, choices and rules.
//!
//! A definition is plain data: it is serialised as JSON, frozen under its content hash when a
//! version is published, and never changes afterwards. Reading files into it is the work of
//! [`xlsform`](super::xlsform); giving answers a meaning is the work of
//! [`evaluation`](super::evaluation). Nothing here knows the store or the web.

mod choices;
mod kind;
mod table;
mod text;
mod tree;

pub use choices::{Choice, ChoiceList, Missing};
pub use kind::{QuestionKind, RangeScale, Selection, Source, Upload};
pub use table::Table;
pub use text::{Media, Text};
pub use tree::{Definition, Exposure, Group, Initial, Node, Question, Repeat, Row};
