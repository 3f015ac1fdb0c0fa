//! The Model Openness Framework, version 1.0 (2024-12-15): its 17 components and their classes.
//!
//! A class is computed and never stated. A component counts only if its licence is open.

use std::collections::BTreeMap;

use super::licences::Licence;
use super::terms::coded;

coded! {
    /// A part of a release that can be published.
    Component {
        Architecture = "architecture",
        FinalParameters = "final-parameters",
        ModelCard = "model-card",
        DataCard = "data-card",
        TechnicalReport = "technical-report",
        EvaluationResults = "evaluation-results",
        SampleOutputs = "sample-outputs",
        TrainingCode = "training-code",
        InferenceCode = "inference-code",
        EvaluationCode = "evaluation-code",
        EvaluationData = "evaluation-data",
        SupportingLibraries = "supporting-libraries",
        Datasets = "datasets",
        PreprocessingCode = "preprocessing-code",
        IntermediateParameters = "intermediate-parameters",
        ResearchPaper = "research-paper",
        Metadata = "metadata",
    }
}

coded! {
    /// How complete what was published is; each class includes the ones before it.
    Class {
        /// None of the others.
        Incomplete = "M0",
        /// Class III.
        OpenModel = "M3",
        /// Class II.
        OpenTooling = "M2",
        /// Class I.
        OpenScience = "M1",
    }
}

/// What is known of a component.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Availability {
    /// It is not published.
    Absent,
    /// It is published under a licence, or under none that is stated.
    Under(Licence),
}

impl Availability {
    /// Whether the component counts.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Under(licence) => licence.is_open(),
        }
    }
}

/// Every class but the first, with what it asks for beyond the class before it.
const REQUIRED: [(Class, &[Component]); 3] = [
    (
        Class::OpenModel,
        &[
            Component::Architecture,
            Component::FinalParameters,
            Component::ModelCard,
            Component::DataCard,
            Component::TechnicalReport,
            Component::EvaluationResults,
        ],
    ),
    (
        Class::OpenTooling,
        &[
            Component::TrainingCode,
            Component::InferenceCode,
            Component::EvaluationCode,
            Component::EvaluationData,
        ],
    ),
    (
        Class::OpenScience,
        &[
            Component::Datasets,
            Component::PreprocessingCode,
            Component::IntermediateParameters,
            Component::ResearchPaper,
        ],
    ),
];

impl Component {
    /// The class that it belongs to, and whether that class asks for it.
    pub fn place(self) -> (Class, bool) {
        let required = REQUIRED.iter().find(|(_, components)| components.contains(&self));
        match (required, self) {
            (Some((class, _)), _) => (*class, true),
            (None, Self::SupportingLibraries) => (Class::OpenTooling, false),
            (None, Self::Metadata) => (Class::OpenScience, false),
            (None, _) => (Class::OpenModel, false),
        }
    }
}

/// What the components of a release amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    pub class: Class,
    /// What the next class asks for and is not there under an open licence.
    pub missing: Vec<Component>,
}

/// The class of a release with these components. An open research paper stands in for the
/// technical report.
pub fn completeness(components: &BTreeMap<Component, Availability>) -> Completeness {
    let is_open = |component| components.get(&component).is_some_and(Availability::is_open);
    let counts = |component: Component| {
        is_open(component) || component == Component::TechnicalReport && is_open(Component::ResearchPaper)
    };
    let mut class = Class::Incomplete;
    for (next, required) in REQUIRED {
        let missing: Vec<_> = required.iter().copied().filter(|one| !counts(*one)).collect();
        if !missing.is_empty() {
            return Completeness { class, missing };
        }
        class = next;
    }
    Completeness {
        class,
        missing: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(open: &[Component], others: &[(Component, Availability)]) -> (Class, Vec<Component>) {
        let mit = Availability::Under(Licence::parse("MIT", None).unwrap());
        let mut components: BTreeMap<_, _> = open.iter().map(|one| (*one, mit.clone())).collect();
        components.extend(others.iter().cloned());
        let found = completeness(&components);
        (found.class, found.missing)
    }

    fn required(classes: usize) -> Vec<Component> {
        REQUIRED
            .iter()
            .take(classes)
            .flat_map(|(_, parts)| parts.iter().copied())
            .collect()
    }

    #[test]
    fn each_class_includes_those_before_it() {
        assert_eq!(class(&[], &[]).0, Class::Incomplete);
        assert_eq!(class(&required(1), &[]).0, Class::OpenModel);
        assert_eq!(class(&required(2), &[]).0, Class::OpenTooling);
        assert_eq!(class(&required(3), &[]), (Class::OpenScience, vec![]));
        let mut without_a_card = required(3);
        without_a_card.retain(|one| *one != Component::ModelCard);
        assert_eq!(
            class(&without_a_card, &[]),
            (Class::Incomplete, vec![Component::ModelCard])
        );
    }

    #[test]
    fn a_component_counts_only_under_an_open_licence() {
        let closed = Licence::parse("LicenseRef-llama3", None).unwrap();
        for kept in [
            Availability::Under(closed),
            Availability::Under(Licence::NONE),
            Availability::Absent,
        ] {
            let found = class(&required(1), &[(Component::FinalParameters, kept)]);
            assert_eq!(found, (Class::Incomplete, vec![Component::FinalParameters]));
        }
    }

    #[test]
    fn a_research_paper_stands_in_for_the_technical_report() {
        let mut parts = required(1);
        parts.retain(|one| *one != Component::TechnicalReport);
        assert_eq!(class(&parts, &[]).1, [Component::TechnicalReport]);
        parts.push(Component::ResearchPaper);
        assert_eq!(class(&parts, &[]).0, Class::OpenModel);
    }

    #[test]
    fn the_framework_has_seventeen_components_of_which_three_are_optional() {
        let optional = Component::ALL.iter().filter(|one| !one.place().1).count();
        assert_eq!((Component::ALL.len(), optional), (17, 3));
    }
}
