//! Rate limits, in memory only. No address is stored: a bucket's name is a keyed hash under a
//! key that changes every hour.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

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
}

/// The buckets of the process.
pub struct Throttle {
    key: Secret,
    sign_in: DefaultKeyedRateLimiter<[u8; 16]>,
    unknown_code: DefaultKeyedRateLimiter<[u8; 16]>,
    unknown_key: DefaultKeyedRateLimiter<[u8; 16]>,
    upload: DefaultKeyedRateLimiter<[u8; 16]>,
}

impl Throttle {
    /// Empty buckets.
    pub fn new(secret: &Secret) -> Self {
        Self {
            key: secret.key_for("throttle"),
            sign_in: RateLimiter::keyed(quota(30_000, 10)),
            unknown_code: RateLimiter::keyed(quota(1_000, 60)),
            unknown_key: RateLimiter::keyed(quota(3_000, 20)),
            upload: RateLimiter::keyed(quota(10_000, 40)),
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
        };
        buckets.check_key(&self.bucket(whom, now)).map_err(|denied| {
            let wait = denied.wait_time_from(DefaultClock::default().now());
            WebError::TooMany(wait.as_secs() + 1)
        })
    }

    /// Forgets buckets that are full again; called now and then by the background work.
    pub fn tidy(&self) {
        self.sign_in.retain_recent();
        self.unknown_code.retain_recent();
        self.unknown_key.retain_recent();
        self.upload.retain_recent();
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
