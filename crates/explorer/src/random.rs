//! Random numbers that are the same for a seed on every machine.

/// SplitMix64 (Steele, Lea and Flood, 2014).
///
/// ```
/// let mut random = lockstep_explorer::Random::new(7);
/// assert!((0..100).all(|_| random.below(3) < 3));
/// ```
pub struct Random(u64);

impl Random {
    /// The numbers of a seed, from their beginning.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    /// A number below `end`, which is not 0, each as likely as another: Lemire's multiplication, with
    /// the products thrown away that would favour some.
    pub fn below(&mut self, end: usize) -> usize {
        let end = end as u64;
        let favoured = end.wrapping_neg() % end;
        loop {
            let product = u128::from(self.next()) * u128::from(end);
            if product as u64 >= favoured {
                return (product >> 64) as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_reference_implementation() {
        let mut random = Random::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected.map(|_| random.next()), expected);
    }

    #[test]
    fn each_number_is_as_likely() {
        let mut random = Random::new(0);
        for end in [1, 2, 3, 7, 64] {
            let mut counts = vec![0; end];
            for _ in 0..end * 1_000 {
                counts[random.below(end)] += 1;
            }
            // Five standard deviations.
            assert!(
                counts
                    .iter()
                    .all(|count| (840..1_160).contains(count) || end == 1),
                "{counts:?}"
            );
        }
    }
}
