//! Counts of interleavings: decimal numbers in text, since they outgrow 64 bits.

/// The count of interleavings that never end: a retry loop may go round for ever.
pub const ENDLESS: &str = "∞";

/// The sum of decimal numbers; what is no digit counts as 0.
pub fn sum<'a>(numbers: impl IntoIterator<Item = &'a str>) -> String {
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

/// With a comma at each thousand: `1,134`.
pub fn group(number: &str) -> String {
    let mut text = String::with_capacity(number.len() + number.len() / 3);
    for (place, c) in number.chars().enumerate() {
        if place > 0 && (number.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// A share from 0 to 1 as a percentage that never says 0% or 100% of what is neither.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent <= 0.0 {
        "0%".to_owned()
    } else if percent < 0.1 {
        "<0.1%".to_owned()
    } else if percent < 10.0 {
        format!("{percent:.1}%")
    } else if share >= 1.0 {
        "100%".to_owned()
    } else if percent > 99.0 {
        ">99%".to_owned()
    } else {
        format!("{percent:.0}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_outgrow_64_bits() {
        assert_eq!(sum([]), "0");
        assert_eq!(sum(["18", "18", "9", "9", "3", "3", "3", "3"]), "66");
        assert_eq!(sum(["999", "1"]), "1000");
        assert_eq!(sum(["4", "∞", "1"]), "∞");
        assert_eq!(
            sum(["4705360871073570227520", "99999999999999999999999"]),
            "104705360871073570227519"
        );
    }

    #[test]
    fn figures_read_well() {
        assert_eq!(group("70"), "70");
        assert_eq!(group("1134"), "1,134");
        assert_eq!(group("1234567"), "1,234,567");
        assert_eq!(percent(0.0), "0%");
        assert_eq!(percent(0.0001), "<0.1%");
        assert_eq!(percent(0.057), "5.7%");
        assert_eq!(percent(0.2571), "26%");
        assert_eq!(percent(0.9999), ">99%");
        assert_eq!(percent(1.0), "100%");
    }
}
