//! Counts of interleavings: decimal numbers in text, since they outgrow 64 bits.

/// The count of interleavings that never end: a retry loop may go round for ever.
pub const ENDLESS: &str = "∞";

/// The sum of such counts; what is no digit counts as 0.
pub fn sum_of_counts<'a>(numbers: impl IntoIterator<Item = &'a str>) -> String {
    // Least significant digit first.
    let mut total: Vec<u8> = vec![0];
    for number in numbers {
        if number == ENDLESS {
            return ENDLESS.to_owned();
        }
        let mut carry = 0;
        let mut digits = number.bytes().rev().map(digit);
        let mut place = 0;
        loop {
            let next = digits.next();
            if next.is_none() && carry == 0 {
                break;
            }
            if place == total.len() {
                total.push(0);
            }
            let value = total[place] + next.unwrap_or(0) + carry;
            total[place] = value % 10;
            carry = value / 10;
            place += 1;
        }
    }
    let text: String = total.iter().rev().map(|d| char::from(b'0' + d)).collect();
    match text.trim_start_matches('0') {
        "" => "0".to_owned(),
        text => text.to_owned(),
    }
}

fn digit(byte: u8) -> u8 {
    if byte.is_ascii_digit() {
        byte - b'0'
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_outgrow_64_bits() {
        assert_eq!(sum_of_counts([]), "0");
        assert_eq!(
            sum_of_counts(["18", "18", "9", "9", "3", "3", "3", "3"]),
            "66"
        );
        assert_eq!(sum_of_counts(["999", "1"]), "1000");
        assert_eq!(sum_of_counts(["4", "∞", "1"]), "∞");
        assert_eq!(
            sum_of_counts(["4705360871073570227520", "99999999999999999999999"]),
            "104705360871073570227519"
        );
    }
}
