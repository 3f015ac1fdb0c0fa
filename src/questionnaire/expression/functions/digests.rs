//! Digests and encodings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::questionnaire::expression::environment::Environment;
use crate::questionnaire::expression::evaluate::Outcome;
use crate::questionnaire::expression::function::Function;
use crate::questionnaire::expression::tree::Tree;
use crate::questionnaire::expression::value::Value;

use super::call::Given;

impl<'a, T: Tree, E: Environment> Given<'_, 'a, T, E> {
    pub fn digested(&self, function: Function) -> Outcome<Value<'a, T::Node>> {
        let text = self.text(0)?;
        self.evaluation.spend(text.len() / 16)?;
        if function == Function::Base64Decode {
            let decoded = STANDARD.decode(text.trim()).unwrap_or_default();
            return self
                .evaluation
                .made(String::from_utf8(decoded).unwrap_or_default());
        }
        let bytes = text.as_bytes();
        let digest = match self.text(1)?.to_ascii_uppercase().as_str() {
            "MD5" => Md5::digest(bytes).to_vec(),
            "SHA-1" => Sha1::digest(bytes).to_vec(),
            "SHA-256" => Sha256::digest(bytes).to_vec(),
            "SHA-384" => Sha384::digest(bytes).to_vec(),
            "SHA-512" => Sha512::digest(bytes).to_vec(),
            _ => return Ok(String::new().into()),
        };
        let written = if self.has(2) && self.text(2)?.eq_ignore_ascii_case("hex") {
            hex::encode(digest)
        } else {
            STANDARD.encode(digest)
        };
        self.evaluation.made(written)
    }
}
