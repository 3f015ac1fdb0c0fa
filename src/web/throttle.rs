//! Rate limits, in memory only. No address is stored: a bucket's name is a keyed hash under a
//! key that changes every hour.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::id::LinkId;
use crate::settings::Secret;
use crate::store::Instant;

use super::error::WebError;

/// What is limited, each with its own allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Guesses at a password, by account name: 10, then one every 30 seconds.
    SignIn,
    /// Receipt codes that do not exist, over the whole site: 60, then one a second.
    UnknownCode,
    /// One-time addresses that do not exist, over the whole site: 20, then one every 3 seconds.
    UnknownKey,
    /// Files, by receipt code: 40, then one every 10 seconds.
    Upload,
    /// New claims, over the whole site: 30, then one every 20 seconds.
    Claim,
}

/// The buckets of the process.
pub struct Throttle {
    key: Secret,
    sign_in: DefaultKeyedRateLimiter<[u8; 16]>,
    unknown_code: DefaultKeyedRateLimiter<[u8; 16]>,
    unknown_key: DefaultKeyedRateLimiter<[u8; 16]>,
    upload: DefaultKeyedRateLimiter<[u8; 16]>,
    claim: DefaultKeyedRateLimiter<[u8; 16]>,
    /// By link. An hour has so many [parts](HOUR), of which a use takes as many as the link says.
    link: DefaultKeyedRateLimiter<[u8; 16]>,
}

/// Into how many parts an hour falls.
const HOUR: u32 = 1_000_000;

impl Throttle {
    /// Empty buckets.
    pub fn new(secret: &Secret) -> Self {
        Self {
            key: secret.key_for("throttle"),
            sign_in: RateLimiter::keyed(quota(30_000, 10)),
            unknown_code: RateLimiter::keyed(quota(1_000, 60)),
            unknown_key: RateLimiter::keyed(quota(3_000, 20)),
            upload: RateLimiter::keyed(quota(10_000, 40)),
            claim: RateLimiter::keyed(quota(20_000, 30)),
            link: RateLimiter::keyed(Quota::per_hour(NonZeroU32::new(HOUR).unwrap_or(NonZeroU32::MIN))),
        }
    }

    /// Takes one from the bucket of `whom`.
    ///
    /// # Errors
    /// [`WebError::TooMany`] when it is empty.
    pub fn take(&self, what: Limited, whom: &str, now: Instant) -> Result<(), WebError> {
        let buckets = match what {
            Limited::SignIn => &self.sign_in,
            Limited::UnknownCode => &self.unknown_code,
            Limited::UnknownKey => &self.unknown_key,
            Limited::Upload => &self.upload,
            Limited::Claim => &self.claim,
        };
        buckets.check_key(&self.bucket(whom, now)).map_err(|denied| {
            let wait = denied.wait_time_from(DefaultClock::default().now());
            WebError::TooMany(wait.as_secs() + 1)
        })
    }

    /// Takes one of the uses that a link has in an hour.
    ///
    /// # Errors
    /// [`WebError::TooMany`] when there were as many already.
    pub fn take_of_link(&self, link: LinkId, per_hour: i32, now: Instant) -> Result<(), WebError> {
        let parts = HOUR / u32::try_from(per_hour).unwrap_or(1).max(1);
        let parts = NonZeroU32::new(parts).unwrap_or(NonZeroU32::MIN);
        let bucket = self.bucket(&link.to_string(), now);
        match self.link.check_key_n(&bucket, parts) {
            // No use takes more parts than an hour has.
            Ok(Ok(())) | Err(_) => Ok(()),
            Ok(Err(denied)) => {
                let wait = denied.wait_time_from(DefaultClock::default().now());
                Err(WebError::TooMany(wait.as_secs() + 1))
            }
        }
    }

    /// Forgets buckets that are full again; called now and then by the background work.
    pub fn tidy(&self) {
        self.sign_in.retain_recent();
        self.unknown_code.retain_recent();
        self.unknown_key.retain_recent();
        self.upload.retain_recent();
        self.claim.retain_recent();
        self.link.retain_recent();
    }

    fn bucket(&self, whom: &str, now: Instant) -> [u8; 16] {
        let hour = (now.utc().timestamp() / 3600).to_be_bytes();
        let digest = self.key.hash(&[&hour, whom.as_bytes()]);
        let mut bucket = [0; 16];
        bucket.copy_from_slice(&digest[..16]);
        bucket
    }
}

/// `burst` at once, then one every `milliseconds`.
fn quota(milliseconds: u64, burst: u32) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(std::time::Duration::from_millis(milliseconds))
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
        .allow_burst(burst)
}
