//! Regular expressions of `~`, `~*`, `!~` and `!~*`: whether one matches anywhere (`regex/`, "advanced" syntax).
//!
//! A pattern becomes a list of instructions, and a text is matched by following all ways through it at once: the
//! time is the product of both lengths, whatever the pattern.

use crate::error::PgError;

type Result<T> = std::result::Result<T, PgError>;

/// Longest program of a pattern.
const LONGEST: usize = 20_000;

#[derive(Clone, Debug)]
enum Step {
    Char(char),
    Any,
    Set(Vec<(char, char)>, bool),
    Begin,
    End,
    /// Whether a word begins or ends here: `\y`, `\m`, `\M`.
    Word(char),
    Both(usize, usize),
    Go(usize),
    Match,
}

struct Parser {
    pattern: Vec<char>,
    at: usize,
    steps: Vec<Step>,
    depth: usize,
}

fn invalid(why: &str) -> PgError {
    PgError::new("2201B", format!("invalid regular expression: {why}"))
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The ranges of a class of characters.
fn class(name: &str) -> Option<Vec<(char, char)>> {
    Some(match name {
        "d" | "digit" => vec![('0', '9')],
        "w" => vec![
            ('0', '9'),
            ('A', 'Z'),
            ('_', '_'),
            ('a', 'z'),
            ('\u{aa}', char::MAX),
        ],
        "s" | "space" => vec![('\t', '\r'), (' ', ' ')],
        "alpha" => vec![('A', 'Z'), ('a', 'z'), ('\u{aa}', char::MAX)],
        "alnum" => vec![('0', '9'), ('A', 'Z'), ('a', 'z'), ('\u{aa}', char::MAX)],
        "upper" => vec![('A', 'Z')],
        "lower" => vec![('a', 'z')],
        "xdigit" => vec![('0', '9'), ('A', 'F'), ('a', 'f')],
        "punct" => vec![('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "blank" => vec![(' ', ' '), ('\t', '\t')],
        _ => return None,
    })
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.pattern.get(self.at).copied()
    }

    fn take(&mut self, char: char) -> bool {
        let there = self.peek() == Some(char);
        self.at += usize::from(there);
        there
    }

    fn push(&mut self, step: Step) -> Result<()> {
        if self.steps.len() >= LONGEST {
            return Err(invalid("regular expression is too complex"));
        }
        self.steps.push(step);
        Ok(())
    }

    /// Branches with `|` between them.
    fn alternatives(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > 100 {
            return Err(invalid("regular expression is too complex"));
        }
        let mut ends = Vec::new();
        loop {
            let begin = self.steps.len();
            self.branch()?;
            if !self.take('|') {
                break;
            }
            self.insert(begin, Step::Both(begin + 1, self.steps.len() + 2))?;
            ends.push(self.steps.len());
            self.push(Step::Go(0))?;
        }
        let end = self.steps.len();
        for at in ends {
            self.steps[at] = Step::Go(end);
        }
        self.depth -= 1;
        Ok(())
    }

    /// Puts a step before others, which move.
    fn insert(&mut self, at: usize, step: Step) -> Result<()> {
        self.push(Step::Match)?;
        let moved: Vec<Step> = self.steps.drain(at..).collect();
        self.steps.push(step);
        let shift = |target: usize| if target >= at { target + 1 } else { target };
        for step in moved
            .into_iter()
            .take_while(|step| !matches!(step, Step::Match))
        {
            self.steps.push(match step {
                Step::Both(a, b) => Step::Both(shift(a), shift(b)),
                Step::Go(to) => Step::Go(shift(to)),
                other => other,
            });
        }
        Ok(())
    }

    fn branch(&mut self) -> Result<()> {
        while let Some(char) = self.peek() {
            if char == '|' || (char == ')' && self.depth > 1) {
                break;
            }
            let begin = self.steps.len();
            self.atom()?;
            self.quantifier(begin)?;
        }
        Ok(())
    }

    fn atom(&mut self) -> Result<()> {
        let Some(char) = self.peek() else {
            return Ok(());
        };
        self.at += 1;
        match char {
            '(' => {
                if self.take('?') && !self.take(':') {
                    return Err(PgError::unsupported("(? in a regular expression"));
                }
                self.alternatives()?;
                if !self.take(')') {
                    return Err(invalid("parentheses () not balanced"));
                }
                Ok(())
            }
            ')' => Err(invalid("parentheses () not balanced")),
            '*' | '+' | '?' => Err(invalid("quantifier operand invalid")),
            '.' => self.push(Step::Any),
            '^' => self.push(Step::Begin),
            '$' => self.push(Step::End),
            '[' => self.set(),
            '\\' => self.escape(),
            char => self.push(Step::Char(char)),
        }
    }

    fn escape(&mut self) -> Result<()> {
        let Some(char) = self.peek() else {
            return Err(invalid("invalid escape \\ sequence"));
        };
        self.at += 1;
        let step = match char {
            'd' | 'w' | 's' => Step::Set(class(&char.to_string()).unwrap_or_default(), false),
            'D' | 'W' | 'S' => {
                let name = char.to_ascii_lowercase().to_string();
                Step::Set(class(&name).unwrap_or_default(), true)
            }
            'm' | 'M' | 'y' | 'Y' => Step::Word(char),
            'A' => Step::Begin,
            'Z' => Step::End,
            'n' => Step::Char('\n'),
            't' => Step::Char('\t'),
            'r' => Step::Char('\r'),
            char if char.is_ascii_alphanumeric() => {
                return Err(PgError::unsupported(format_args!(
                    "\\{char} in a regular expression"
                )));
            }
            char => Step::Char(char),
        };
        self.push(step)
    }

    /// What stands in brackets.
    fn set(&mut self) -> Result<()> {
        let unbalanced = || invalid("brackets [] not balanced");
        let not = self.take('^');
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let char = self.peek().ok_or_else(unbalanced)?;
            self.at += 1;
            if char == ']' && !first {
                break;
            }
            first = false;
            if char == '[' && matches!(self.peek(), Some(':')) {
                let rest: String = self.pattern[self.at + 1..].iter().collect();
                let length = rest.find(":]").ok_or_else(unbalanced)?;
                let found = class(&rest[..length]);
                ranges.extend(found.ok_or_else(|| invalid("invalid character class"))?);
                self.at += rest[..length].chars().count() + 3;
                continue;
            }
            if char == '[' && matches!(self.peek(), Some('.' | '=')) {
                return Err(PgError::unsupported("[. in a regular expression"));
            }
            let mut low = char;
            if char == '\\' {
                let escaped = self.peek().ok_or_else(unbalanced)?;
                self.at += 1;
                if let Some(found) = class(&escaped.to_string()) {
                    ranges.extend(found);
                    continue;
                }
                low = match escaped {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    other => other,
                };
            }
            let mut high = low;
            let is_range = self.peek() == Some('-') && self.pattern.get(self.at + 1) != Some(&']');
            if is_range {
                self.at += 1;
                high = self.peek().ok_or_else(unbalanced)?;
                self.at += 1;
                if high < low {
                    return Err(invalid("invalid character range"));
                }
            }
            ranges.push((low, high));
        }
        self.push(Step::Set(ranges, not))
    }

    /// What may follow an atom, whose steps begin at `begin`.
    fn quantifier(&mut self, begin: usize) -> Result<()> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{')
                if self
                    .pattern
                    .get(self.at + 1)
                    .is_some_and(char::is_ascii_digit) =>
            {
                let rest: String = self.pattern[self.at + 1..].iter().collect();
                let end = rest
                    .find('}')
                    .ok_or_else(|| invalid("braces {} not balanced"))?;
                let (low, high) = rest[..end].split_once(',').unwrap_or((&rest[..end], "="));
                let bound = |text: &str| {
                    let bound = text.parse::<usize>().ok().filter(|bound| *bound <= 255);
                    bound.ok_or_else(|| invalid("invalid repetition count(s)"))
                };
                let low = bound(low)?;
                let high = match high {
                    "=" => Some(low),
                    "" => None,
                    high => Some(bound(high)?),
                };
                if high.is_some_and(|high| high < low) {
                    return Err(invalid("invalid repetition count(s)"));
                }
                self.at += end + 1;
                (low, high)
            }
            _ => return Ok(()),
        };
        self.at += 1;
        if let [.., Step::Begin | Step::End | Step::Word(_)] = &self.steps[begin..] {
            return Err(invalid("quantifier operand invalid"));
        }
        // Greedy or not: that decides how much matches, not whether.
        self.take('?');
        if matches!(self.peek(), Some('*' | '+' | '?')) {
            return Err(invalid("quantifier operand invalid"));
        }
        let atom: Vec<Step> = self.steps.drain(begin..).collect();
        for _ in 0..least {
            self.copy(&atom, begin)?;
        }
        match most {
            None => {
                let again = self.steps.len();
                self.push(Step::Both(again + 1, again + atom.len() + 2))?;
                self.copy(&atom, begin)?;
                self.push(Step::Go(again))?;
            }
            Some(most) => {
                for _ in least..most {
                    let here = self.steps.len();
                    self.push(Step::Both(here + 1, here + atom.len() + 1))?;
                    self.copy(&atom, begin)?;
                }
            }
        }
        Ok(())
    }

    /// Appends steps that stood at `from`.
    fn copy(&mut self, steps: &[Step], from: usize) -> Result<()> {
        let here = self.steps.len();
        for step in steps {
            self.push(match step {
                Step::Both(a, b) => Step::Both(a - from + here, b - from + here),
                Step::Go(to) => Step::Go(to - from + here),
                other => other.clone(),
            })?;
        }
        Ok(())
    }
}

/// Whether a text matches a pattern somewhere.
pub(crate) fn matches(subject: &str, pattern: &str, fold: bool) -> Result<bool> {
    if pattern.starts_with("***") || pattern.starts_with("(?") && !pattern.starts_with("(?:") {
        return Err(PgError::unsupported("options in a regular expression"));
    }
    let lower = |text: &str| {
        text.chars()
            .flat_map(char::to_lowercase)
            .collect::<Vec<_>>()
    };
    let mut parser = Parser {
        pattern: pattern.chars().collect(),
        at: 0,
        steps: Vec::new(),
        depth: 0,
    };
    parser.alternatives()?;
    if parser.at < parser.pattern.len() {
        return Err(invalid("parentheses () not balanced"));
    }
    parser.push(Step::Match)?;
    let steps = parser.steps;
    let subject: Vec<char> = subject.chars().collect();
    let fits = |step: &Step, char: char| match step {
        Step::Char(wanted) => {
            *wanted == char || fold && lower(&wanted.to_string()) == lower(&char.to_string())
        }
        Step::Any => true,
        Step::Set(ranges, not) => {
            let within = |char: char| {
                ranges
                    .iter()
                    .any(|(low, high)| (*low..=*high).contains(&char))
            };
            let folded = || {
                let other = |mut chars: Vec<char>| chars.pop().is_some_and(within);
                other(char.to_lowercase().collect()) || other(char.to_uppercase().collect())
            };
            (within(char) || fold && folded()) != *not
        }
        _ => false,
    };
    let mut here = vec![false; steps.len()];
    for at in 0..=subject.len() {
        let mut stack = vec![0];
        stack.extend((0..steps.len()).filter(|step| here[*step]));
        let mut reached = vec![false; steps.len()];
        let before = at.checked_sub(1).is_some_and(|at| is_word(subject[at]));
        let after = subject.get(at).copied().is_some_and(is_word);
        while let Some(step) = stack.pop() {
            if std::mem::replace(&mut reached[step], true) {
                continue;
            }
            match &steps[step] {
                Step::Match => return Ok(true),
                Step::Both(a, b) => stack.extend([*b, *a]),
                Step::Go(to) => stack.push(*to),
                Step::Begin if at == 0 => stack.push(step + 1),
                Step::End if at == subject.len() => stack.push(step + 1),
                Step::Word(kind) => {
                    let holds = match kind {
                        'm' => !before && after,
                        'M' => before && !after,
                        'y' => before != after,
                        _ => before == after,
                    };
                    if holds {
                        stack.push(step + 1);
                    }
                }
                _ => {}
            }
        }
        here = vec![false; steps.len()];
        if let Some(char) = subject.get(at) {
            for step in (0..steps.len()).filter(|step| reached[*step]) {
                if fits(&steps[step], *char) {
                    here[step + 1] = true;
                }
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_the_server_does() {
        for (subject, pattern, found) in [
            ("abc", "b", true),
            ("abc", "^b", false),
            ("abc", "^a.c$", true),
            ("abc", "x|c$|y", true),
            ("abc", "^(x|c)$", false),
            ("", "", true),
            ("aaa", "^a{3}$", true),
            ("aaaa", "^a{2,3}$", false),
            ("ababab", "^(ab)+$", true),
            ("ababa", "^(ab)*$", false),
            ("ac", "^ab?c$", true),
            ("a-1", "^[a-z]-\\d$", true),
            ("a]b", "[]]", true),
            ("a-b", "^a[x-]b$", true),
            ("abc", "[^abc]", false),
            ("x1", "^[[:alpha:]][[:digit:]]$", true),
            ("a.b", "^a\\.b$", true),
            ("axb", "^a\\.b$", false),
            ("foo bar", "\\mbar\\M", true),
            ("foobar", "\\mbar", false),
            ("user@example.com", "^[^@ ]+@[a-z.]+$", true),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "^(a*)*b$", false),
            ("ab", "^(?:a|b)+?$", true),
        ] {
            assert_eq!(
                matches(subject, pattern, false),
                Ok(found),
                "{subject} ~ {pattern}"
            );
        }
        assert_eq!(matches("ABC", "^a[b]c$", true), Ok(true));
        for pattern in ["(", ")", "*a", "[a", "a{2", "a**", "a{3,2}"] {
            let error = matches("", pattern, false).unwrap_err();
            assert_eq!(error.sqlstate, "2201B", "{pattern}");
        }
    }
}
