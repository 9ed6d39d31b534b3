//! Dates, times and intervals as the server reads and prints them (ISO, UTC).

use std::fmt::Write;

/// Microseconds in a day.
const DAY: i64 = 86_400_000_000;

/// Days since 1970 of a date (proleptic Gregorian).
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of days since 1970.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1)
}

fn digits(text: &str, at: &mut usize, least: usize, most: usize) -> Option<i64> {
    let bytes = text.as_bytes();
    let start = *at;
    while *at < bytes.len() && *at - start < most && bytes[*at].is_ascii_digit() {
        *at += 1;
    }
    if *at - start < least {
        None
    } else {
        text[start..*at].parse().ok()
    }
}

fn sign(text: &str, at: &mut usize, sign: u8) -> Option<()> {
    (text.as_bytes().get(*at) == Some(&sign)).then(|| *at += 1)
}

fn date(text: &str, at: &mut usize) -> Option<i64> {
    let year = digits(text, at, 4, 4)?;
    sign(text, at, b'-')?;
    let month = digits(text, at, 1, 2)?;
    sign(text, at, b'-')?;
    let day = digits(text, at, 1, 2)?;
    let valid =
        (1..=12).contains(&month) && (1..=days_in_month(year, month.clamp(1, 12))).contains(&day);
    valid.then(|| days_from_civil(year, month, day))
}

/// `HH:MM[:SS[.ffffff]]` in microseconds.
fn clock(text: &str, at: &mut usize) -> Option<i64> {
    let hours = digits(text, at, 1, 2)?;
    sign(text, at, b':')?;
    let minutes = digits(text, at, 2, 2)?;
    let (mut seconds, mut micros) = (0, 0);
    if sign(text, at, b':').is_some() {
        seconds = digits(text, at, 2, 2)?;
        if sign(text, at, b'.').is_some() {
            let start = *at;
            digits(text, at, 1, 9)?;
            let fraction = &text[start..*at];
            micros = format!("{fraction:0<6}")[..6].parse().ok()?;
        }
    }
    let valid = hours < 24 && minutes < 60 && seconds < 60
        || (hours == 24 && minutes + seconds + micros == 0);
    valid.then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros)
}

/// A timestamp in microseconds since 1970, and whether it named a zone.
pub(crate) fn parse_timestamp(text: &str) -> Option<(i64, bool)> {
    let text = text.trim();
    let mut at = 0;
    let days = date(text, &mut at)?;
    let mut micros = 0;
    if sign(text, &mut at, b' ').is_some()
        || sign(text, &mut at, b'T').is_some()
        || sign(text, &mut at, b't').is_some()
    {
        while sign(text, &mut at, b' ').is_some() {}
        micros = clock(text, &mut at)?;
    }
    let rest = text[at..].trim();
    let zone = match rest {
        "" => return Some((days * DAY + micros, false)),
        "Z" | "z" | "UTC" | "utc" | "GMT" => 0,
        _ => {
            let negative = rest.starts_with('-');
            if !negative && !rest.starts_with('+') {
                return None;
            }
            let mut at = 1;
            let hours = digits(rest, &mut at, 1, 2)?;
            sign(rest, &mut at, b':');
            let minutes = if at < rest.len() {
                digits(rest, &mut at, 2, 2)?
            } else {
                0
            };
            if at != rest.len() {
                return None;
            }
            let offset = (hours * 60 + minutes) * 60_000_000;
            if negative { -offset } else { offset }
        }
    };
    Some((days * DAY + micros - zone, true))
}

/// A date in days since 1970; a time of day behind it is ignored.
pub(crate) fn parse_date(text: &str) -> Option<i64> {
    parse_timestamp(text).map(|(micros, _)| micros.div_euclid(DAY))
}

/// A time of day in microseconds.
pub(crate) fn parse_time(text: &str) -> Option<i64> {
    let text = text.trim();
    let mut at = 0;
    let time = clock(text, &mut at)?;
    (at == text.len()).then_some(time)
}

pub(crate) fn print_date(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

pub(crate) fn print_time(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    let mut text = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    push_fraction(&mut text, micros % 1_000_000);
    text
}

fn push_fraction(text: &mut String, micros: i64) {
    if micros != 0 {
        let fraction = format!(".{micros:06}");
        text.push_str(fraction.trim_end_matches('0'));
    }
}

/// With `+00` behind it if it has a zone.
pub(crate) fn print_timestamp(micros: i64, zone: bool) -> String {
    let mut text = print_date(micros.div_euclid(DAY));
    text.push(' ');
    text.push_str(&print_time(micros.rem_euclid(DAY)));
    if zone {
        text.push_str("+00");
    }
    text
}

/// An interval's three parts, which the server keeps apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) months: i64,
    pub(crate) days: i64,
    pub(crate) micros: i64,
}

impl Interval {
    pub(crate) fn parse(text: &str) -> Option<Interval> {
        let mut interval = Interval::default();
        let mut words = text.split_whitespace().peekable();
        words.peek()?;
        while let Some(word) = words.next() {
            if word.contains(':') {
                let negative = word.starts_with('-');
                let (mut at, word) = (0, word.trim_start_matches(['-', '+']));
                let hours = digits(word, &mut at, 1, 7)?;
                let rest = clock(&format!("0{}", &word[at..]), &mut 0)?;
                let micros = hours.checked_mul(3_600_000_000)?.checked_add(rest)?;
                interval.micros += if negative { -micros } else { micros };
                continue;
            }
            let split = word
                .find(|char: char| char.is_ascii_alphabetic())
                .unwrap_or(word.len());
            let (number, unit) = word.split_at(split);
            let number: f64 = number
                .parse()
                .ok()
                .filter(|number: &f64| number.abs() < 1e9)?;
            let unit = if unit.is_empty() {
                words.next().unwrap_or("second")
            } else {
                unit
            };
            let micros = |unit: f64| (number * unit * 1_000_000.0).round() as i64;
            match unit.trim_end_matches('s') {
                "microsecond" | "u" => interval.micros += number.round() as i64,
                "millisecond" | "m" if unit != "m" => interval.micros += micros(0.001),
                "second" | "sec" | "" => interval.micros += micros(1.0),
                "minute" | "min" | "m" => interval.micros += micros(60.0),
                "hour" | "hr" | "h" => interval.micros += micros(3600.0),
                "day" | "d" => {
                    interval.days += number.trunc() as i64;
                    interval.micros += (number.fract() * DAY as f64).round() as i64;
                }
                "week" | "w" => interval.days += (number * 7.0).round() as i64,
                "month" | "mon" => interval.months += number.round() as i64,
                "year" | "y" => interval.months += (number * 12.0).round() as i64,
                _ => return None,
            }
        }
        Some(interval)
    }

    pub(crate) fn negate(self) -> Interval {
        Interval {
            months: -self.months,
            days: -self.days,
            micros: -self.micros,
        }
    }

    pub(crate) fn print(self) -> String {
        let mut text = String::new();
        let mut part = |number: i64, unit: &str| {
            if number != 0 {
                let plural = if number == 1 { "" } else { "s" };
                let space = if text.is_empty() { "" } else { " " };
                let _ = write!(text, "{space}{number} {unit}{plural}");
            }
        };
        part(self.months / 12, "year");
        part(self.months % 12, "mon");
        part(self.days, "day");
        if self.micros != 0 || text.is_empty() {
            let space = if text.is_empty() { "" } else { " " };
            let sign = if self.micros < 0 { "-" } else { "" };
            let _ = write!(text, "{space}{sign}{}", print_time(self.micros.abs()));
        }
        text
    }

    /// A timestamp in microseconds, moved by the interval.
    pub(crate) fn add_to(self, micros: i64) -> Option<i64> {
        let mut micros = micros;
        if self.months != 0 {
            let (year, month, day) = civil_from_days(micros.div_euclid(DAY));
            let months = year * 12 + month - 1 + self.months;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            let day = day.min(days_in_month(year, month));
            micros = days_from_civil(year, month, day) * DAY + micros.rem_euclid(DAY);
        }
        micros
            .checked_add(self.days.checked_mul(DAY)?)?
            .checked_add(self.micros)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for text in [
            "2026-01-01 00:00:00+00",
            "1999-12-31 23:59:59.5+00",
            "2024-02-29 12:00:00.000001+00",
        ] {
            assert_eq!(
                print_timestamp(parse_timestamp(text).unwrap().0, true),
                text
            );
        }
        assert_eq!(
            parse_timestamp("2026-01-01T02:00:00+02:00"),
            parse_timestamp("2026-01-01 00:00Z")
        );
        assert!(parse_timestamp("2023-02-29").is_none() && parse_timestamp("x").is_none());
    }

    #[test]
    fn intervals() {
        for (text, printed) in [
            ("1 day", "1 day"),
            ("90 minutes", "01:30:00"),
            (
                "1 year 2 mons -3 days 04:05:06",
                "1 year 2 mons -3 days 04:05:06",
            ),
            ("0", "00:00:00"),
        ] {
            assert_eq!(Interval::parse(text).unwrap().print(), printed);
        }
        let end_of_january = parse_timestamp("2026-01-31").unwrap().0;
        let month = Interval::parse("1 month").unwrap();
        assert_eq!(
            print_timestamp(month.add_to(end_of_january).unwrap(), false),
            "2026-02-28 00:00:00"
        );
    }
}
