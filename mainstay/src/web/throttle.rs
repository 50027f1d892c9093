//! Who sends wrong tokens is made to wait.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// So many wrong tokens from one address are answered in a window; a program that was given a wrong one sends it a few
/// times before its owner looks.
const WRONG_ALLOWED: u32 = 20;
/// After this long without a wrong token from an address, it is forgotten.
const WINDOW: Duration = Duration::from_secs(60);
/// How many addresses are remembered; beyond that the oldest windows make room.
const MOST_ADDRESSES: usize = 10_000;

/// Counts wrong tokens by the address they came from. A secret has 256 bits of chance and cannot be guessed; this keeps
/// those who try from filling the log and the line.
#[derive(Default)]
pub(crate) struct Throttle {
    wrong: Mutex<HashMap<IpAddr, (u32, Instant)>>,
}

impl Throttle {
    /// Notes a wrong token; how many seconds the address has to wait when it has sent too many.
    pub fn wrong(&self, from: IpAddr, now: Instant) -> Option<u64> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() >= MOST_ADDRESSES {
            wrong.retain(|_, (_, since)| now.duration_since(*since) < WINDOW);
        }
        if wrong.len() >= MOST_ADDRESSES && !wrong.contains_key(&from) {
            return Some(WINDOW.as_secs());
        }
        let (count, since) = wrong.entry(from).or_insert((0, now));
        if now.duration_since(*since) >= WINDOW {
            (*count, *since) = (0, now);
        }
        *count = count.saturating_add(1);
        (*count > WRONG_ALLOWED).then(|| WINDOW.saturating_sub(now.duration_since(*since)).as_secs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sends_many_wrong_tokens_waits_and_others_do_not() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        let [one, other]: [IpAddr; 2] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        for _ in 0..WRONG_ALLOWED {
            assert_eq!(throttle.wrong(one, start), None);
        }
        assert_eq!(throttle.wrong(one, start), Some(60));
        assert_eq!(throttle.wrong(one, start + Duration::from_secs(20)), Some(40));
        assert_eq!(throttle.wrong(other, start), None);
        assert_eq!(throttle.wrong(one, start + Duration::from_secs(61)), None, "a minute later it may try again");
    }
}
