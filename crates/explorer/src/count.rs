//! A number of interleavings.

use num_bigint::BigUint;
use std::fmt;

/// How many interleavings there are: exact, however many.
///
/// ```
/// use lockstep_explorer::Count;
///
/// let part = Count::from(70u64);
/// let total = Count::from(280u64);
/// assert_eq!(part.share_of(&total), Some(0.25));
/// assert_eq!(part.to_string(), "70");
/// assert_eq!(Count::Infinite.to_string(), "∞");
/// assert_eq!(part.share_of(&Count::Infinite), None);
/// assert_eq!("70".parse(), Ok(part));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Count {
    /// So many.
    Finite(BigUint),
    /// There is no end to them: a task can go round any number of times.
    Infinite,
}

impl Count {
    /// None.
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// In how many orders things can stand of which so many are equal, and so many others.
    ///
    /// ```
    /// use lockstep_explorer::Count;
    /// assert_eq!(Count::of_orders([2, 1]).to_string(), "3");
    /// assert_eq!(Count::of_orders([4, 4, 4]).to_string(), "34650");
    /// ```
    pub fn of_orders(equal: impl IntoIterator<Item = usize>) -> Self {
        let (mut orders, mut things) = (BigUint::from(1u32), 0usize);
        for count in equal {
            // Choosing places for one more of these leaves a whole number each time.
            for place in 1..=count {
                things += 1;
                orders = orders * things / place;
            }
        }
        Self::Finite(orders)
    }

    /// So many for each of those.
    #[must_use]
    pub fn times(&self, other: &Count) -> Self {
        match (self, other) {
            (Self::Finite(one), Self::Finite(other)) => Self::Finite(one * other),
            _ => Self::Infinite,
        }
    }

    /// Which part of `total` this is, from 0 to 1; `None` where that has no meaning, because one of
    /// the two is infinite or `total` is zero.
    pub fn share_of(&self, total: &Count) -> Option<f64> {
        let (Self::Finite(part), Self::Finite(total)) = (self, total) else {
            return None;
        };
        if total.bits() == 0 {
            return None;
        }
        // Both shifted into what a float can hold, with 64 and more digits left in the total.
        let shift = total.bits().saturating_sub(512);
        Some(float(&(part >> shift)) / float(&(total >> shift)))
    }

    /// As a float: rounded, and infinite where it is too large for one.
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::Finite(count) => float(count),
            Self::Infinite => f64::INFINITY,
        }
    }
}

fn float(number: &BigUint) -> f64 {
    const LIMB: f64 = 18_446_744_073_709_551_616.0;
    number
        .iter_u64_digits()
        .rev()
        .fold(0.0, |sum, limb| sum * LIMB + limb as f64)
}

impl From<u64> for Count {
    fn from(count: u64) -> Self {
        Self::Finite(count.into())
    }
}

impl std::str::FromStr for Count {
    type Err = ();

    /// What [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "∞" => Ok(Self::Infinite),
            _ if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().map(Self::Finite).map_err(|_| ())
            }
            _ => Err(()),
        }
    }
}

impl std::ops::AddAssign<&Count> for Count {
    fn add_assign(&mut self, other: &Count) {
        match (&mut *self, other) {
            (Self::Finite(sum), Self::Finite(count)) => *sum += count,
            _ => *self = Self::Infinite,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite(count) => fmt::Display::fmt(count, f),
            Self::Infinite => f.pad("∞"),
        }
    }
}
