//! What a link is made of, and what is kept of it: nothing without the site's secret.

use std::fmt;

use crate::chain::codes::TypedCode;
use crate::id::LinkId;
use crate::people::Token;
use crate::settings::Secret;

/// What is typed in place of a link: 45 bits and a check, under rate limits.
pub type ShortCode = TypedCode<10>;

/// The pseudonym of whoever hands links on: it is the same on every page and leads nowhere.
pub type Node = TypedCode<8>;

/// What somebody came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Token(Token),
    Code(ShortCode),
}

/// Both faces of a link, for whoever hands it on.
#[derive(Debug, Clone)]
pub struct Shown {
    pub token: Token,
    pub code: ShortCode,
}

/// By which link a submission came, for the holder of the key alone. Two that came by the same link do
/// not look alike.
#[derive(Clone, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct CameBy(String);

/// The key of everything about links. Whoever loses it loses the lineage.
#[derive(Clone)]
pub struct LinkKey {
    secret: Secret,
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

impl fmt::Debug for CameBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CameBy(…)")
    }
}

impl Typed {
    /// What an address or a field holds, if it has the shape of a token or a short code at all.
    pub fn read(text: &str) -> Option<Self> {
        let code = || text.parse().ok().map(Self::Code);
        Token::received(text).map(Self::Token).or_else(code)
    }
}

impl LinkKey {
    /// The key that belongs to the site's secret.
    pub fn new(secret: &Secret) -> Self {
        Self {
            secret: secret.key_for("links"),
        }
    }

    /// The link that a person hands on under their receipt code: the same each time. `issuer` is what
    /// is stored of the code.
    pub(super) fn of_issuer(&self, issuer: &str, number: i32) -> Token {
        let digest = self
            .secret
            .hash(&[b"token ", issuer.as_bytes(), b" ", &number.to_be_bytes()]);
        Token::of_bytes(first(&digest))
    }

    /// Both faces of a link.
    pub(super) fn shown(&self, token: Token) -> Shown {
        let digest = self.secret.hash(&[b"code ", token.reveal().as_bytes()]);
        Shown {
            code: ShortCode::of(first(&digest)),
            token,
        }
    }

    /// What is stored of a token or a short code.
    pub(super) fn stored(&self, typed: &Typed) -> String {
        hex::encode(match typed {
            Typed::Token(token) => self.secret.hash(&[b"stored token ", token.reveal().as_bytes()]),
            Typed::Code(code) => self.secret.hash(&[b"stored code ", code.characters()]),
        })
    }

    /// What is stored, with a link, of the receipt code under which it was handed on.
    pub(in crate::chain) fn handed_on_by(&self, issuer: &str) -> String {
        hex::encode(self.secret.hash(&[b"issuer ", issuer.as_bytes()]))
    }

    /// The pseudonym of whoever hands on under a receipt or a claim. `issuer` is what is stored of the code.
    pub fn node(&self, issuer: &str) -> Node {
        self.node_of(&self.handed_on_by(issuer))
    }

    /// As [`LinkKey::node`], of what is stored with a link.
    pub(super) fn node_of(&self, handed_on_by: &str) -> Node {
        Node::of(first(&self.secret.hash(&[b"node ", handed_on_by.as_bytes()])))
    }

    /// What is stored, with a submission, of the link that it came by.
    pub fn seal(&self, link: LinkId) -> CameBy {
        let nonce: [u8; 16] = rand::random();
        let hidden = self.masked(&nonce, link.bytes());
        CameBy(hex::encode([nonce, hidden].concat()))
    }

    /// The link that a submission came by; nothing if another key sealed it.
    pub fn open(&self, came_by: &CameBy) -> Option<LinkId> {
        let bytes = hex::decode(&came_by.0).ok()?;
        let (nonce, hidden) = bytes.split_at_checked(16)?;
        let hidden: [u8; 16] = hidden.try_into().ok()?;
        Some(LinkId::of_bytes(self.masked(nonce, hidden)))
    }

    /// XOR with a key stream that no other nonce gives: done twice it undoes itself.
    fn masked(&self, nonce: &[u8], bytes: [u8; 16]) -> [u8; 16] {
        let stream: [u8; 16] = first(&self.secret.hash(&[b"came by ", nonce]));
        let mut masked = bytes;
        for (byte, mask) in masked.iter_mut().zip(stream) {
            *byte ^= mask;
        }
        masked
    }
}

impl CameBy {
    fn as_str(&self) -> &str {
        &self.0
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "what reads any text column expects an option"
    )]
    fn from_code(stored: &str) -> Option<Self> {
        Some(Self(stored.to_owned()))
    }
}

crate::store::stored_as_text!(CameBy);

/// The first bytes of a digest, which is long enough.
fn first<const LENGTH: usize>(digest: &[u8; 32]) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    for (byte, from) in bytes.iter_mut().zip(digest) {
        *byte = *from;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: &str) -> LinkKey {
        LinkKey::new(&Secret::from_text(secret).unwrap())
    }

    #[test]
    fn a_link_of_a_person_is_the_same_each_time_and_nobody_elses() {
        let key = key("a secret of the site that is long");
        let token = key.of_issuer("one", 1);
        assert_eq!(token, key.of_issuer("one", 1));
        assert_ne!(token, key.of_issuer("one", 2));
        assert_ne!(token, key.of_issuer("two", 1));
        let shown = key.shown(token.clone());
        assert_eq!(Typed::read(shown.token.reveal()), Some(Typed::Token(token)));
        assert_eq!(
            Typed::read(&shown.code.to_string()),
            Some(Typed::Code(shown.code))
        );
        assert_eq!(Typed::read("../../etc/passwd"), None);
    }

    #[test]
    fn only_the_key_tells_by_which_link_somebody_came() {
        let (key, other) = (
            key("a secret of the site that is long"),
            key("another secret that is long enough"),
        );
        let link = LinkId::random();
        let (one, two) = (key.seal(link), key.seal(link));
        assert_ne!(one, two, "two that came by the same link do not look alike");
        assert_eq!((key.open(&one), key.open(&two)), (Some(link), Some(link)));
        assert_ne!(other.open(&one), Some(link));
        assert!(!one.0.contains(&link.to_string()));
    }
}
