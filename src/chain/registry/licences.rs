//! Licences: their SPDX identifiers, the families that people can tell apart, and which are open.
//!
//! What a licence allows in law is not decided here; the families are an aid for comparing.

use super::terms::coded;

coded! {
    /// A family of licences, from the widest permission to the narrowest.
    Family {
        /// Permissive, as the Open Source Initiative approves.
        Permissive = "L.perm",
        /// Written for models, permissive.
        Model = "L.model",
        /// For content, without further limits.
        Content = "L.content",
        /// Share alike.
        Copyleft = "L.copyleft",
        /// Restricts use by behaviour.
        Rail = "L.rail",
        /// Terms of a vendor: thresholds, acceptable use, naming.
        Community = "L.community",
        /// Research or non-commercial use only.
        NonCommercial = "L.nc",
        /// An agreement of its own with each user.
        Partner = "L.partner",
        /// Terms of a service; no weights.
        Service = "L.tos",
        /// No licence is stated.
        None = "L.none",
    }
}

impl Family {
    /// How much it limits, from 0; nothing where nothing is stated, which cannot be compared.
    pub const fn limits(self) -> Option<u8> {
        match self {
            Self::Permissive | Self::Model | Self::Content => Some(0),
            Self::Copyleft => Some(1),
            Self::Rail => Some(2),
            Self::Community => Some(3),
            Self::NonCommercial => Some(4),
            Self::Partner | Self::Service => Some(5),
            Self::None => None,
        }
    }
}

/// A licence: an SPDX expression, or a family alone where there is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Licence {
    id: Option<String>,
    family: Option<Family>,
}

/// How words of hubs and catalogues begin for licences that the SPDX list has not got, by family.
/// The identifier is `LicenseRef-` and the word.
const BEGINNINGS: &[(&str, Family)] = &[
    ("openmdw", Family::Model),
    ("openrail", Family::Rail),
    ("bigscience-openrail", Family::Rail),
    ("bigscience-bloom-rail", Family::Rail),
    ("creativeml-openrail", Family::Rail),
    ("bigcode-openrail", Family::Rail),
    ("llama", Family::Community),
    ("gemma", Family::Community),
    ("grok2-community", Family::Community),
    ("qwen", Family::Community),
    ("tongyi-qianwen", Family::Community),
    ("deepseek", Family::Community),
    ("nvidia-open-model", Family::Community),
    ("fair-noncommercial", Family::NonCommercial),
    ("apple-amlr", Family::NonCommercial),
    ("intel-research", Family::NonCommercial),
];

/// Content licences of the SPDX list that set no further limits.
const CONTENT: &[&str] = &[
    "CC0-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0",
    "ODC-By-1.0",
    "PDDL-1.0",
];

/// Content licences that are shared alike.
const SHARE_ALIKE: &[&str] = &["CC-BY-SA-3.0", "CC-BY-SA-4.0", "CDLA-Sharing-1.0", "ODbL-1.0"];

const REFERENCE: &str = "LicenseRef-";

impl Licence {
    /// No licence stated.
    pub const NONE: Self = Self {
        id: None,
        family: Some(Family::None),
    };

    /// A licence as files write it: an SPDX expression such as `Apache-2.0` or
    /// `LicenseRef-llama3`, or the code of a family. A family that is not known by the
    /// identifier can be `stated`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str, stated: Option<Family>) -> Result<Self, String> {
        if let Some(family) = Family::from_code(text) {
            return Ok(Self {
                id: None,
                family: Some(family),
            });
        }
        let expression = spdx::Expression::parse(text).map_err(|fault| {
            format!(
                "{text:?} is no SPDX licence expression ({}); write LicenseRef- before a name of your own",
                fault.reason
            )
        })?;
        let mut families = expression
            .requirements()
            .map(|requirement| family_of(&requirement.req.license.to_string()));
        let first = families.next().flatten();
        let family = first.filter(|_| families.all(|other| other == first));
        Ok(Self {
            id: Some(text.to_owned()),
            family: family.or(stated),
        })
    }

    /// A licence as hubs write it: SPDX identifiers in any case, and words of their own.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn of_hub(word: &str) -> Result<Self, String> {
        let word = word.trim();
        if matches!(word, "" | "unknown" | "none" | "unlicensed") {
            return Ok(Self::NONE);
        }
        if spdx::license_id(word).is_some() {
            return Self::parse(word, None);
        }
        let known = spdx::identifiers::LICENSES
            .iter()
            .find(|known| known.name.eq_ignore_ascii_case(word));
        if let Some(known) = known {
            return Self::parse(known.name, None);
        }
        Self::parse(&format!("{REFERENCE}{}", hub_word(word)), None)
    }

    /// The SPDX expression.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Its family, if known.
    pub fn family(&self) -> Option<Family> {
        self.family
    }

    /// The text that [`Licence::parse`] reads.
    pub fn as_str(&self) -> &str {
        self.id
            .as_deref()
            .or(self.family.map(Family::as_str))
            .unwrap_or(Family::None.as_str())
    }

    /// Whether everybody may use, study, change and share what stands under it: approved by the
    /// Open Source Initiative, free in the words of the Free Software Foundation, or a content or
    /// model licence without further limits. Of alternatives one is enough.
    pub fn is_open(&self) -> bool {
        let Some(id) = &self.id else {
            return false;
        };
        spdx::Expression::parse(id).is_ok_and(|expression| {
            expression.evaluate(|requirement| is_open(&requirement.license.to_string()))
        })
    }
}

fn is_open(id: &str) -> bool {
    if let Some(known) = spdx::license_id(id.trim_end_matches('+')) {
        return known.is_osi_approved()
            || known.is_fsf_free_libre()
            || CONTENT.contains(&known.name)
            || SHARE_ALIKE.contains(&known.name);
    }
    family_of(id) == Some(Family::Model)
}

fn family_of(id: &str) -> Option<Family> {
    if let Some(word) = id.strip_prefix(REFERENCE) {
        let word = word.to_ascii_lowercase();
        return BEGINNINGS
            .iter()
            .find(|(beginning, _)| word.starts_with(beginning))
            .map(|(_, family)| *family);
    }
    let known = spdx::license_id(id.trim_end_matches('+'))?;
    let name = known.name;
    if name.contains("-NC-") || name.contains("-NC") && name.starts_with("CC-") {
        Some(Family::NonCommercial)
    } else if name.starts_with("OpenMDW") {
        Some(Family::Model)
    } else if CONTENT.contains(&name) {
        Some(Family::Content)
    } else if SHARE_ALIKE.contains(&name) || known.is_copyleft() {
        Some(Family::Copyleft)
    } else if known.is_osi_approved() || known.is_fsf_free_libre() {
        Some(Family::Permissive)
    } else {
        None
    }
}

/// The word as an identifier can hold it: letters, digits, dots and hyphens.
fn hub_word(word: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '.';
    let letters = word.chars();
    letters
        .map(|letter| if fits(letter) { letter } else { '-' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licence(text: &str) -> Licence {
        Licence::parse(text, None).unwrap()
    }

    #[test]
    fn families_are_told_by_the_identifier() {
        for (text, family) in [
            ("Apache-2.0", "L.perm"),
            ("MulanPSL-2.0", "L.perm"),
            ("CC0-1.0", "L.content"),
            ("CC-BY-SA-4.0", "L.copyleft"),
            ("AGPL-3.0-only", "L.copyleft"),
            ("CC-BY-NC-4.0", "L.nc"),
            ("LicenseRef-llama3.1", "L.community"),
            ("LicenseRef-openrail--", "L.rail"),
            ("Apache-2.0 OR MIT", "L.perm"),
            ("LicenseRef-DeepSeek-License-Agreement", "L.community"),
            ("L.tos", "L.tos"),
        ] {
            assert_eq!(licence(text).family().map(Family::as_str), Some(family), "{text}");
        }
        assert_eq!(licence("LicenseRef-ours").family(), None);
        assert_eq!(licence("MIT AND CC-BY-NC-4.0").family(), None);
    }

    #[test]
    fn an_open_licence_lets_everybody_use_change_and_share() {
        for text in [
            "Apache-2.0",
            "CC-BY-4.0",
            "CDLA-Permissive-2.0",
            "LicenseRef-openmdw-1.1",
            "MIT OR CC-BY-NC-4.0",
        ] {
            assert!(licence(text).is_open(), "{text}");
        }
        for text in [
            "CC-BY-NC-4.0",
            "LicenseRef-gemma",
            "L.none",
            "MIT AND CC-BY-NC-4.0",
            "CC-BY-ND-4.0",
        ] {
            assert!(!licence(text).is_open(), "{text}");
        }
    }

    #[test]
    fn words_of_hubs_become_identifiers() {
        for (word, id) in [
            ("apache-2.0", "Apache-2.0"),
            ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
            ("openrail++", "LicenseRef-openrail--"),
            ("Tongyi Qianwen", "LicenseRef-Tongyi-Qianwen"),
            ("unknown", "L.none"),
        ] {
            assert_eq!(Licence::of_hub(word).unwrap().as_str(), id, "{word}");
        }
        assert_eq!(
            Licence::of_hub("Tongyi Qianwen").unwrap().family(),
            Some(Family::Community)
        );
        assert!(Licence::parse("Apache 2", None).is_err());
    }
}
