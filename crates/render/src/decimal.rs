//! Counts and shares as they are shown.

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
