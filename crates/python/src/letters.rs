//! What letters become in another case, packed.

use std::sync::OnceLock;

use unicode_ident::numbers;

/// Letters and what they become.
pub struct Letters {
    /// Runs of letters of which each becomes another: the gap from the first of the run before, how
    /// many, how far apart, and twice the distance to what they become, one more if that is before
    /// them; as numbers of the form LEB128.
    packed: &'static [u8],
    /// Letters that become several, each before those, with a line each.
    texts: &'static str,
    runs: OnceLock<Vec<Run>>,
}

struct Run {
    first: u32,
    last: u32,
    apart: u32,
    distance: i32,
}

impl Letters {
    /// Letters from their packed form, as `tests/unicode_tables.py` writes it.
    pub const fn new(packed: &'static [u8], texts: &'static str) -> Self {
        Letters {
            packed,
            texts,
            runs: OnceLock::new(),
        }
    }

    /// Adds what a letter becomes; `false` if it is none of these.
    pub fn push(&self, c: char, out: &mut String) -> bool {
        let runs = self.runs.get_or_init(|| unpack(self.packed));
        let code = c as u32;
        let at = runs.partition_point(|run| run.last < code);
        let found = runs
            .get(at)
            .filter(|run| run.first <= code && (code - run.first).is_multiple_of(run.apart));
        if let Some(run) = found {
            out.extend(
                code.checked_add_signed(run.distance)
                    .and_then(char::from_u32),
            );
            return true;
        }
        let text = self.texts.lines().find_map(|line| line.strip_prefix(c));
        out.push_str(text.unwrap_or_default());
        text.is_some()
    }
}

fn unpack(packed: &[u8]) -> Vec<Run> {
    let numbers: Vec<u32> = numbers(packed).collect();
    let mut first = 0;
    numbers
        .chunks_exact(4)
        .map(|run| {
            first += run[0];
            let distance = (run[3] / 2).cast_signed();
            Run {
                first,
                last: first + (run[1] - 1) * run[2],
                apart: run[2],
                distance: if run[3] % 2 == 1 { -distance } else { distance },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn runs_are_unpacked() {
        // b and d become a and c; x becomes y; z becomes several.
        let letters = Letters::new(&[98, 2, 2, 3, 22, 1, 1, 2], "zab\n");
        let after = |c| {
            let mut out = String::new();
            letters.push(c, &mut out).then_some(out)
        };
        let found: Vec<String> = ('a'..='z').filter_map(after).collect();
        assert_eq!(found, ["a", "c", "y", "ab"]);
    }
}
