//! Names that others give to a release, each under a scheme with its own form.

use super::terms::coded;

coded! {
    /// Who gives names of this form.
    Scheme {
        /// A package URL of a model on a hub, with the commit.
        PackageUrl = "purl",
        /// A repository on a hub.
        Hub = "hub",
        /// The string under which a programming interface offers it.
        Interface = "api",
        /// A filing or listing number of a service in China.
        ChineseFiling = "cn-filing",
        /// The digest of a file with weights.
        Digest = "sha256",
        /// What people type.
        Text = "text",
    }
}

/// The hubs that are known.
pub const HUBS: [&str; 5] = ["hf", "ms", "gitee", "wisemodel", "github"];

/// Most characters of a name.
const LONGEST: usize = 300;

/// A name under a scheme, in its proper form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    scheme: Scheme,
    value: String,
}

impl Identifier {
    /// The name, if it has the form of its scheme. White space around it goes; a digest and the
    /// commit of a package URL become small letters.
    ///
    /// # Errors
    /// The form that it should have.
    pub fn parse(scheme: Scheme, text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let is_plain = |text: &str| !text.chars().any(char::is_control);
        if text.is_empty() || text.chars().count() > LONGEST || !is_plain(text) {
            return Err("1 to 300 characters on one line");
        }
        let value = match scheme {
            Scheme::PackageUrl => package_url(text).ok_or("pkg:huggingface/NAMESPACE/NAME@COMMIT")?,
            Scheme::Hub => {
                repository(text).ok_or("HUB:NAMESPACE/NAME with hf, ms, gitee, wisemodel or github")?
            }
            Scheme::Interface => {
                let parts = text
                    .split_once('/')
                    .filter(|(provider, model)| is_word(provider) && is_word(model));
                parts.map(|_| text.to_owned()).ok_or("PROVIDER/MODEL STRING")?
            }
            Scheme::ChineseFiling => {
                let has_digit = text.chars().any(|letter| letter.is_ascii_digit());
                let fits = |letter: char| letter.is_alphanumeric() || "-—–（）()〔〕[] .号".contains(letter);
                (has_digit && text.chars().all(fits))
                    .then(|| text.to_owned())
                    .ok_or("the filing or listing number as it was published")?
            }
            Scheme::Digest => {
                let digits = text.len() == 64 && text.chars().all(|letter| letter.is_ascii_hexdigit());
                digits
                    .then(|| text.to_ascii_lowercase())
                    .ok_or("64 hexadecimal digits")?
            }
            Scheme::Text => text.to_owned(),
        };
        Ok(Self { scheme, value })
    }

    /// The repository that an address on a known hub names.
    pub fn of_address(url: &str) -> Option<Self> {
        let rest = url
            .trim()
            .strip_prefix("https://")
            .or_else(|| url.trim().strip_prefix("http://"))?;
        let (host, path) = rest.split_once('/')?;
        let hub = match host.trim_start_matches("www.") {
            "huggingface.co" | "hf.co" => "hf",
            "modelscope.cn" => "ms",
            "gitee.com" | "ai.gitee.com" => "gitee",
            "wisemodel.cn" => "wisemodel",
            "github.com" => "github",
            _ => return None,
        };
        let path = path.split(['?', '#']).next()?;
        let path = path.strip_prefix("models/").unwrap_or(path);
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (namespace, name) = (parts.next()?, parts.next()?);
        // Collections, data sets and the like are not models.
        if hub == "hf"
            && matches!(
                namespace,
                "collections" | "datasets" | "spaces" | "papers" | "blog" | "docs"
            )
        {
            return None;
        }
        Self::parse(Scheme::Hub, &format!("{hub}:{namespace}/{name}")).ok()
    }

    /// Who gives such names.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Whether it means one release. A filing names a service, a code repository may hold the code
    /// of several releases, and people say much.
    pub fn is_unique(&self) -> bool {
        match self.scheme {
            Scheme::PackageUrl | Scheme::Interface | Scheme::Digest => true,
            Scheme::Hub => !self.value.starts_with("github:"),
            Scheme::ChineseFiling | Scheme::Text => false,
        }
    }

    /// The name.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Where it leads, if it leads somewhere.
    pub fn address(&self) -> Option<String> {
        let (hub, path) = match self.scheme {
            Scheme::Hub => self.value.split_once(':')?,
            Scheme::PackageUrl
            | Scheme::Interface
            | Scheme::ChineseFiling
            | Scheme::Digest
            | Scheme::Text => {
                return None;
            }
        };
        let site = match hub {
            "hf" => "https://huggingface.co/",
            "ms" => "https://modelscope.cn/models/",
            "gitee" => "https://ai.gitee.com/",
            "wisemodel" => "https://wisemodel.cn/models/",
            "github" => "https://github.com/",
            _ => return None,
        };
        Some(format!("{site}{path}"))
    }
}

fn package_url(text: &str) -> Option<String> {
    let rest = text.strip_prefix("pkg:huggingface/")?;
    let (path, commit) = rest
        .split_once('@')
        .map_or((rest, None), |(path, commit)| (path, Some(commit)));
    let (namespace, name) = path.split_once('/')?;
    if !is_word(namespace) || !is_word(name) {
        return None;
    }
    match commit {
        None => Some(text.to_owned()),
        Some(commit) if commit.len() == 40 && commit.chars().all(|letter| letter.is_ascii_hexdigit()) => {
            Some(format!("pkg:huggingface/{path}@{}", commit.to_ascii_lowercase()))
        }
        Some(_) => None,
    }
}

fn repository(text: &str) -> Option<String> {
    let (hub, path) = text.split_once(':')?;
    let (namespace, name) = path.split_once('/')?;
    (HUBS.contains(&hub) && is_word(namespace) && is_word(name)).then(|| text.to_owned())
}

/// Letters, digits and the signs that hubs allow in names.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-_.+:".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789ABCDEF0123456789abcdef01234567";

    #[test]
    fn each_scheme_has_its_form() {
        let digest = "AB".repeat(32);
        let purl = format!("pkg:huggingface/Qwen/Qwen3-8B@{COMMIT}");
        for (scheme, text) in [
            ("purl", purl.as_str()),
            ("purl", "pkg:huggingface/Qwen/Qwen3-8B"),
            ("hub", "hf:Qwen/Qwen3-8B"),
            ("hub", "ms:qwen/Qwen3-8B"),
            ("api", "openai/gpt-4o-2024-08-06"),
            ("cn-filing", "Beijing-WenXinYiYan-20230821"),
            ("cn-filing", "网信算备110108645502801230035号"),
            ("sha256", digest.as_str()),
            ("text", "千问三 8B"),
        ] {
            let scheme = Scheme::from_code(scheme).unwrap();
            assert!(Identifier::parse(scheme, text).is_ok(), "{text}");
        }
        for (scheme, text) in [
            ("purl", "pkg:npm/left-pad@1"),
            ("purl", "pkg:huggingface/Qwen/Qwen3-8B@main"),
            ("hub", "Qwen/Qwen3-8B"),
            ("hub", "hf:Qwen"),
            ("api", "gpt-4o"),
            ("cn-filing", "none"),
            ("sha256", "abc"),
            ("text", "two\nlines"),
            ("text", "  "),
        ] {
            let scheme = Scheme::from_code(scheme).unwrap();
            assert!(Identifier::parse(scheme, text).is_err(), "{text}");
        }
    }

    #[test]
    fn digests_and_commits_are_small_letters() {
        let digest = Identifier::parse(Scheme::Digest, &"AB".repeat(32)).unwrap();
        assert_eq!(digest.value(), "ab".repeat(32));
        let purl = Identifier::parse(Scheme::PackageUrl, &format!("pkg:huggingface/a/B@{COMMIT}")).unwrap();
        assert!(purl.value().ends_with("abcdef0123456789abcdef01234567"));
    }

    #[test]
    fn an_address_on_a_hub_is_a_repository() {
        let of = |url| Identifier::of_address(url).map(|one| one.value().to_owned());
        assert_eq!(
            of("https://huggingface.co/LLM360/Amber/tree/main").as_deref(),
            Some("hf:LLM360/Amber")
        );
        assert_eq!(
            of("https://www.modelscope.cn/models/qwen/Qwen3-8B").as_deref(),
            Some("ms:qwen/Qwen3-8B")
        );
        assert_eq!(
            of("https://github.com/LLM360/amber-train").as_deref(),
            Some("github:LLM360/amber-train")
        );
        assert_eq!(of("https://huggingface.co/LLM360"), None);
        assert_eq!(of("https://huggingface.co/collections/ibm/granite"), None);
        assert_eq!(of("https://example.com/a/b"), None);
        let hub = Identifier::parse(Scheme::Hub, "hf:LLM360/Amber").unwrap();
        assert_eq!(
            hub.address().as_deref(),
            Some("https://huggingface.co/LLM360/Amber")
        );
    }
}
