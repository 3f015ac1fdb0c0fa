//! Pages on the registry: finding a release, a model, and all that is known of a release. None of
//! them says that a release is open or closed: access has a history, and components have a class.

pub mod browse;
mod claimed;
mod correction;
mod drawing;
mod issues;
mod list;
pub mod model;
pub mod release;
mod wording;

pub use browse::browse;
pub use issues::issues;
pub use model::model;
pub use release::release;
