//! Reading a stored document of answers in place, without copying what needs no unescaping.
//!
//! The same shapes as [`Answers`](crate::questionnaire::answers::Answers), for a reader that sees
//! each document once and keeps nothing of it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What a document says under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<'a> {
    /// Shown and skipped.
    Skipped,
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
    /// The document itself, or one instance of a repeated group.
    Instance(Vec<(Cow<'a, str>, Given<'a>)>),
    Instances(Vec<Vec<(Cow<'a, str>, Given<'a>)>>),
}

impl<'de> Deserialize<'de> for Given<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyShape)
    }
}

/// A key or value that is borrowed where the JSON has no escapes.
struct Borrowed<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Borrowed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Borrowed<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Borrowed(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Borrowed(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

struct AnyShape;

impl<'de> Visitor<'de> for AnyShape {
    type Value = Given<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a text, a list of texts, or a list of instances")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Given::Skipped)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Given::One(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Given::One(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut codes = Vec::new();
        let mut instances = Vec::new();
        while let Some(element) = list.next_element()? {
            match element {
                Given::One(code) => codes.push(code),
                Given::Instance(instance) => instances.push(instance),
                Given::Skipped | Given::Many(_) | Given::Instances(_) => {
                    return Err(Error::custom("a list holds texts or instances"));
                }
            }
        }
        match (codes.is_empty(), instances.is_empty()) {
            (_, true) => Ok(Given::Many(codes)),
            (true, false) => Ok(Given::Instances(instances)),
            (false, false) => Err(Error::custom("a list holds texts or instances, not both")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(32));
        while let Some((Borrowed(key), given)) = map.next_entry()? {
            entries.push((key, given));
        }
        Ok(Given::Instance(entries))
    }
}
