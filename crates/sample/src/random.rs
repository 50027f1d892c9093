//! Chance without a clock or an outside source, so that the same year comes out on every machine.

/// The SplitMix64 generator of Steele, Lea and Flood ("Fast splittable pseudorandom number generators", 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `limit`; 0 where the limit is not positive. The slight bias of the
    /// remainder does not matter to a story.
    pub fn below(&mut self, limit: i64) -> i64 {
        match u64::try_from(limit) {
            Ok(limit) if limit > 0 => i64::try_from(self.next() % limit).unwrap_or(0),
            _ => 0,
        }
    }

    /// A number between the two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// How often something happens today that happens so many times in a month of `days` days.
    pub fn times_today(&mut self, per_month: i64, days: i64) -> i64 {
        (per_month * 1000 / days.max(1) + self.below(1000)) / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn first_numbers_are_those_of_the_published_generator() {
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn a_month_brings_about_what_was_said() {
        let mut random = Random::new(7);
        let total: i64 = (0..3000).map(|_| random.times_today(45, 30)).sum();
        assert!((4400..4600).contains(&total), "{total}");
        assert_eq!(random.below(0), 0);
        assert!((3..=5).contains(&random.between(3, 5)));
    }
}
