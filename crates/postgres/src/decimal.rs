//! `numeric`: decimal numbers of up to 38 digits (`numeric.c`; the server's may have more).

use std::cmp::Ordering;
use std::fmt;

use crate::error::PgError;

/// `digits / 10^scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    pub(crate) digits: i128,
    pub(crate) scale: u32,
}

fn overflow() -> PgError {
    PgError::new("22003", "value overflows numeric format")
}

fn power(scale: u32) -> Result<i128, PgError> {
    10i128.checked_pow(scale).ok_or_else(overflow)
}

impl Decimal {
    pub(crate) fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], rest[at + 1..].parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            digits = digits
                .checked_mul(10)?
                .checked_add(i128::from(byte - b'0'))?;
        }
        let mut scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        while scale < 0 {
            digits = digits.checked_mul(10)?;
            scale += 1;
        }
        Some(Decimal {
            digits: if negative { -digits } else { digits },
            scale: scale as u32,
        })
    }

    pub(crate) fn from_f64(value: f64) -> Option<Decimal> {
        if !value.is_finite() {
            return None;
        }
        // The server prints 15 significant digits first.
        Decimal::parse(&format!("{value:.14e}")).map(Decimal::trimmed)
    }

    fn trimmed(mut self) -> Decimal {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    pub(crate) fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    fn aligned(self, other: Decimal) -> Result<(i128, i128, u32), PgError> {
        let scale = self.scale.max(other.scale);
        let a = self
            .digits
            .checked_mul(power(scale - self.scale)?)
            .ok_or_else(overflow)?;
        let b = other
            .digits
            .checked_mul(power(scale - other.scale)?)
            .ok_or_else(overflow)?;
        Ok((a, b, scale))
    }

    pub(crate) fn add(self, other: Decimal) -> Result<Decimal, PgError> {
        let (a, b, scale) = self.aligned(other)?;
        Ok(Decimal {
            digits: a.checked_add(b).ok_or_else(overflow)?,
            scale,
        })
    }

    pub(crate) fn negate(self) -> Decimal {
        Decimal {
            digits: -self.digits,
            scale: self.scale,
        }
    }

    pub(crate) fn multiply(self, other: Decimal) -> Result<Decimal, PgError> {
        let digits = self.digits.checked_mul(other.digits).ok_or_else(overflow)?;
        Ok(Decimal {
            digits,
            scale: self.scale + other.scale,
        })
    }

    /// The weight of the first group of four digits, and that group.
    fn leading(self) -> (i64, i64) {
        let (whole, mut weight) = (self.digits.unsigned_abs(), 0);
        if whole == 0 {
            return (0, 0);
        }
        let unit = 10u128.checked_pow(self.scale).unwrap_or(u128::MAX);
        let mut integral = whole / unit;
        if integral > 0 {
            while integral >= 10_000 {
                integral /= 10_000;
                weight += 1;
            }
            return (weight, integral as i64);
        }
        let mut fraction = whole as f64 / unit as f64;
        while fraction < 1.0 {
            fraction *= 10_000.0;
            weight -= 1;
        }
        (weight, fraction as i64)
    }

    /// With as many decimals as `select_div_scale` gives.
    pub(crate) fn divide(self, other: Decimal) -> Result<Decimal, PgError> {
        if other.digits == 0 {
            return Err(PgError::new("22012", "division by zero"));
        }
        let ((weight, first), (other_weight, other_first)) = (self.leading(), other.leading());
        let mut quotient_weight = weight - other_weight;
        if first <= other_first {
            quotient_weight -= 1;
        }
        let scale = (16 - quotient_weight * 4)
            .max(i64::from(self.scale))
            .max(i64::from(other.scale))
            .clamp(0, 1000);
        let scale = scale as u32;
        let mut numerator = self.digits;
        let mut denominator = other.digits;
        let shift = i64::from(scale) + i64::from(other.scale) - i64::from(self.scale);
        if shift >= 0 {
            numerator = numerator
                .checked_mul(power(shift as u32)?)
                .ok_or_else(overflow)?;
        } else {
            denominator = denominator
                .checked_mul(power((-shift) as u32)?)
                .ok_or_else(overflow)?;
        }
        Ok(Decimal {
            digits: divide_rounded(numerator, denominator),
            scale,
        })
    }

    pub(crate) fn remainder(self, other: Decimal) -> Result<Decimal, PgError> {
        if other.digits == 0 {
            return Err(PgError::new("22012", "division by zero"));
        }
        let (a, b, scale) = self.aligned(other)?;
        Ok(Decimal {
            digits: a % b,
            scale,
        })
    }

    /// Half away from zero.
    pub(crate) fn round(self, scale: i32) -> Result<Decimal, PgError> {
        if scale >= self.scale as i32 {
            let scale = scale as u32;
            let digits = self
                .digits
                .checked_mul(power(scale - self.scale)?)
                .ok_or_else(overflow)?;
            return Ok(Decimal { digits, scale });
        }
        let digits = divide_rounded(self.digits, power((self.scale as i32 - scale) as u32)?);
        if scale >= 0 {
            return Ok(Decimal {
                digits,
                scale: scale as u32,
            });
        }
        Ok(Decimal {
            digits: digits
                .checked_mul(power(scale.unsigned_abs())?)
                .ok_or_else(overflow)?,
            scale: 0,
        })
    }

    pub(crate) fn floor(self) -> Decimal {
        let unit = 10i128.checked_pow(self.scale).unwrap_or(i128::MAX);
        Decimal {
            digits: self.digits.div_euclid(unit),
            scale: 0,
        }
    }

    /// As an integer, rounded.
    pub(crate) fn to_i64(self) -> Option<i64> {
        i64::try_from(self.round(0).ok()?.digits).ok()
    }

    pub(crate) fn compare(self, other: Decimal) -> Ordering {
        match self.aligned(other) {
            Ok((a, b, _)) => a.cmp(&b),
            Err(_) => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

fn divide_rounded(numerator: i128, denominator: i128) -> i128 {
    let quotient = numerator / denominator;
    let rest = (numerator % denominator).unsigned_abs();
    if rest >= denominator.unsigned_abs() - rest {
        quotient
            + if (numerator < 0) == (denominator < 0) {
                1
            } else {
                -1
            }
    } else {
        quotient
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Decimal {
            digits: i128::from(value),
            scale: 0,
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.unsigned_abs().to_string();
        let scale = self.scale as usize;
        let sign = if self.digits < 0 { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn as_the_server_computes() {
        assert_eq!(
            number("1.10").add(number("2.205")).unwrap().to_string(),
            "3.305"
        );
        assert_eq!(
            number("1.5").multiply(number("-1.50")).unwrap().to_string(),
            "-2.250"
        );
        assert_eq!(
            number("1").divide(number("3")).unwrap().to_string(),
            "0.33333333333333333333"
        );
        assert_eq!(
            number("10").divide(number("4")).unwrap().to_string(),
            "2.5000000000000000"
        );
        assert_eq!(number("7.5").round(0).unwrap().to_string(), "8");
        assert_eq!(number("-0.05").to_string(), "-0.05");
        assert_eq!(number("1e3").to_string(), "1000");
        assert_eq!(number("1.50").compare(number("1.5")), Ordering::Equal);
        assert!(
            Decimal::parse("1.2.3").is_none()
                && Decimal::parse("").is_none()
                && Decimal::parse(".").is_none()
        );
    }
}
