//! The Gregorian calendar in UTC: what SQLite takes for local time.

/// A moment's calendar fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i32,
    /// 1 to 12.
    pub(crate) month: i32,
    /// 1 to 31.
    pub(crate) day: i32,
    pub(crate) hour: i32,
    pub(crate) minute: i32,
    pub(crate) second: i32,
    /// 0 is Sunday.
    pub(crate) weekday: i32,
    /// 0 is January 1.
    pub(crate) yearday: i32,
}

impl Date {
    /// The fields of a moment given in seconds since 1970.
    pub(crate) fn at(seconds: i64) -> Date {
        let (days, rest) = (
            seconds.div_euclid(86_400),
            seconds.rem_euclid(86_400) as i32,
        );
        // Years that begin in March, in eras of 400 years, have their leap day at the end.
        let shifted = days.saturating_add(719_468);
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let yearday = if month > 2 {
            day_of_year + 59 + i64::from(leap)
        } else {
            day_of_year - 306
        };
        Date {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: month as i32,
            day: day as i32,
            hour: rest / 3_600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days.rem_euclid(7) as i32 + 4) % 7,
            yearday: yearday as i32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let (mut year, mut month, mut day, mut yearday, mut weekday) = (1890, 1, 1, 0, 3);
        for days in -29_219..60_000i64 {
            let date = Date::at(days * 86_400 + 86_399);
            assert_eq!(
                (date.year, date.month, date.day, date.yearday, date.weekday),
                (year, month, day, yearday, weekday)
            );
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + i32::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (day, yearday, weekday) = (day + 1, yearday + 1, (weekday + 1) % 7);
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year, yearday) = (1, year + 1, 0);
            }
        }
    }
}
