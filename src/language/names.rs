//! What languages are called in themselves, for questionnaires in languages that the site does not speak.

/// By primary language, or by language and script where two scripts are usual.
const NAMES: [(&str, &str); 64] = [
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("gu", "ગુજરાતી"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("ig", "Igbo"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("ko", "한국어"),
    ("lo", "ລາວ"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("ml", "മലയാളം"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("my", "မြန်မာ"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("yo", "Yorùbá"),
    ("zh-Hant", "繁體中文"),
];

/// The name of a language in itself; its tag where it is not known. A region is added in brackets.
pub fn own_name(tag: &str) -> String {
    if let Some(language) = super::Language::from_tag(tag) {
        return language.name().to_owned();
    }
    let known = |tag: &str| {
        NAMES
            .iter()
            .find(|(known, _)| *known == tag)
            .map(|(_, name)| *name)
    };
    let named = known(tag).map(str::to_owned);
    named
        .or_else(|| {
            let (language, rest) = tag.split_once('-')?;
            Some(format!("{} ({rest})", known(language)?))
        })
        .unwrap_or_else(|| tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_called_as_its_speakers_call_it() {
        assert_eq!(own_name("ar"), "العربية");
        assert_eq!(own_name("en"), "English");
        assert_eq!(own_name("pt-BR"), "Português (BR)");
        assert_eq!(own_name("zh-Hant"), "繁體中文");
        assert_eq!(own_name("tlh"), "tlh");
        assert!(NAMES.is_sorted(), "so that a line is found");
    }
}
