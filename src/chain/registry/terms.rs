//! The closed vocabularies of the registry and their codes, which stand in files and in the
//! database. Their names for people are texts of the catalogue: `term-` and the code.

/// An enum whose variants have codes.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$of])* $variant,)+
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in files and in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// How a release can be reached, as a gradient: the six levels of Solaiman (2023), with
    /// downloads split by whether one has to ask.
    AccessLevel {
        /// Not available outside its maker.
        Closed = "A0",
        /// Invited partners or testers only, or being opened in stages.
        Staged = "A1",
        /// The maker's website or app only.
        Hosted = "A2",
        /// A programming interface; weights are not given.
        Interface = "A3",
        /// Weights after a request or accepting conditions.
        OnRequest = "A4",
        /// Weights for anyone.
        Downloadable = "A5",
        /// Weights, code and training information.
        Open = "A6",
    }
}

coded! {
    /// What a statement on access rests on.
    Basis {
        /// The publisher announced it.
        Announced = "announced",
        /// The terms of the release say so.
        Terms = "terms",
        /// A hub or another catalogue says so.
        Catalogue = "catalogue",
        /// Somebody tried.
        Observed = "observed",
    }
}

coded! {
    /// What goes into a model or comes out of it.
    Modality {
        Text = "md.text",
        Code = "md.code",
        Image = "md.image",
        Audio = "md.audio",
        Video = "md.video",
        Tables = "md.table",
        ThreeDimensions = "md.3d",
        Embeddings = "md.embed",
        Actions = "md.action",
    }
}

coded! {
    /// By total parameters; the cuts follow what a phone, a laptop, one card and one server hold.
    SizeBand {
        UnderOne = "z.lt1",
        OneToFour = "z.1_4",
        FourToTen = "z.4_10",
        TenToTwenty = "z.10_20",
        TwentyToForty = "z.20_40",
        FortyToHundred = "z.40_100",
        HundredToThreeHundred = "z.100_300",
        ThreeHundredAndMore = "z.300",
    }
}

impl SizeBand {
    /// The band of so many parameters in all.
    pub const fn of(parameters: u64) -> Self {
        match parameters / 1_000_000_000 {
            0 => Self::UnderOne,
            1..=3 => Self::OneToFour,
            4..=9 => Self::FourToTen,
            10..=19 => Self::TenToTwenty,
            20..=39 => Self::TwentyToForty,
            40..=99 => Self::FortyToHundred,
            100..=299 => Self::HundredToThreeHundred,
            300.. => Self::ThreeHundredAndMore,
        }
    }
}

coded! {
    /// What a release is meant for: the activities of NIST AI 200-1, with finer ones of ours.
    Purpose {
        Create = "NIST200.create",
        CreateCode = "NIST200.create.code",
        CreateData = "NIST200.create.data",
        CreateWriting = "NIST200.create.write",
        Synthesise = "NIST200.synth",
        Decide = "NIST200.decide",
        Detect = "NIST200.detect",
        Assist = "NIST200.assist",
        AssistChat = "NIST200.assist.chat",
        AssistCare = "NIST200.assist.care",
        AssistLearning = "NIST200.assist.learn",
        AssistEmotion = "NIST200.assist.emotion",
        Discover = "NIST200.discover",
        Image = "NIST200.image",
        Retrieve = "NIST200.retrieve",
        Monitor = "NIST200.monitor",
        Perform = "NIST200.perform",
        Personalise = "NIST200.person",
        Predict = "NIST200.predict",
        Automate = "NIST200.auto",
        Recommend = "NIST200.recommend",
        Robot = "NIST200.robot",
        Vehicle = "NIST200.vehicle",
    }
}

impl Purpose {
    /// The activity of NIST AI 200-1 that it is part of.
    #[must_use]
    pub const fn activity(self) -> Self {
        match self {
            Self::CreateCode | Self::CreateData | Self::CreateWriting => Self::Create,
            Self::AssistChat | Self::AssistCare | Self::AssistLearning | Self::AssistEmotion => Self::Assist,
            Self::Create
            | Self::Synthesise
            | Self::Decide
            | Self::Detect
            | Self::Assist
            | Self::Discover
            | Self::Image
            | Self::Retrieve
            | Self::Monitor
            | Self::Perform
            | Self::Personalise
            | Self::Predict
            | Self::Automate
            | Self::Recommend
            | Self::Robot
            | Self::Vehicle => self,
        }
    }
}

coded! {
    /// How one release comes from another.
    Relation {
        Adapter = "ad.lora",
        FullTuning = "ad.sft",
        PreferenceTuning = "ad.pref",
        ContinuedPretraining = "ad.cpt",
        Distillation = "ad.distil",
        Quantisation = "ad.quant",
        Merge = "ad.merge",
        Pruning = "ad.prune",
        Vocabulary = "ad.vocab",
        SyntheticData = "synthetic_data_from",
        /// Tuned in a way that the source does not tell: what hubs call `finetune`.
        Tuned = "tuned_from",
        /// The source names the base and no more.
        Derived = "derived_from",
    }
}

impl Relation {
    /// Whether the weights of the base live on in what was made of it.
    pub const fn carries_weights(self) -> bool {
        match self {
            Self::Adapter
            | Self::FullTuning
            | Self::PreferenceTuning
            | Self::ContinuedPretraining
            | Self::Quantisation
            | Self::Merge
            | Self::Pruning
            | Self::Vocabulary
            | Self::Tuned
            | Self::Derived => true,
            Self::Distillation | Self::SyntheticData => false,
        }
    }

    /// What a hub's `base_model_relation` says.
    pub fn of_hub(word: &str) -> Option<Self> {
        match word {
            "adapter" => Some(Self::Adapter),
            "merge" => Some(Self::Merge),
            "quantized" => Some(Self::Quantisation),
            "finetune" => Some(Self::Tuned),
            _ => None,
        }
    }
}

coded! {
    /// How well a line between two releases is established.
    Confidence {
        /// One side says so.
        Claimed = "claimed",
        /// A moderator matched evidence.
        Matched = "matched",
        /// Both ends say so.
        Confirmed = "confirmed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_with_its_lower_end() {
        for (parameters, band) in [
            (999_999_999, "z.lt1"),
            (1_000_000_000, "z.1_4"),
            (3_999_999_999, "z.1_4"),
            (8_200_000_000, "z.4_10"),
            (10_000_000_000, "z.10_20"),
            (39_999_999_999, "z.20_40"),
            (299_999_999_999, "z.100_300"),
            (u64::MAX, "z.300"),
        ] {
            assert_eq!(SizeBand::of(parameters).as_str(), band, "{parameters}");
        }
    }

    #[test]
    fn every_code_reads_back() {
        for relation in Relation::ALL {
            assert_eq!(Relation::from_code(relation.as_str()), Some(*relation));
        }
    }
}
