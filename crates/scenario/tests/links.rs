//! Links as strangers make them: what was encoded comes back, and what was not is refused with a sentence.
//! `tests/links/hostile.txt` at the top has the ones that were made to do harm; the page opens them, too.

use lockstep_scenario::{
    Language, LinkTarget, Place, Recorded, SETTINGS, STRATEGIES, Scenario, SettingValues,
    decode_link, encode_link,
};
use std::path::Path;

/// Marsaglia's xorshift, so that every run is the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn text(&mut self, most: usize) -> String {
        const PIECES: [&str; 16] = [
            "def task_a():\n    ",
            "Account.objects.get(id=1)",
            "\n",
            "    ",
            "\"",
            "\\",
            "é",
            "💥",
            "\u{0}",
            "\u{202e}",
            "<script>",
            "&w=01",
            "#",
            "'''",
            "lambda: 0",
            "\r\n",
        ];
        (0..self.below(most))
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    fn scenario(&mut self) -> Scenario {
        let mut scenario = Scenario::python(self.text(8), self.text(120));
        if self.below(4) == 0 {
            scenario.language = Language::Spec;
        }
        for info in SETTINGS {
            if self.below(3) > 0 {
                continue;
            }
            let value = match info.values {
                SettingValues::OneOf(values) => values[self.below(values.len())].to_owned(),
                SettingValues::Milliseconds { max, .. } => self.below(max as usize + 1).to_string(),
                SettingValues::Strategy => STRATEGIES[self.below(STRATEGIES.len())].id.to_owned(),
                SettingValues::Copies { max } => format!("alice={}", 1 + self.below(max as usize)),
            };
            scenario.settings.set(info.name, &value).unwrap();
        }
        scenario
    }

    fn place(&mut self) -> Place {
        let schedule = (self.below(2) == 0).then(|| {
            let steps = 1 + self.below(60);
            (0..steps).map(|_| self.below(36)).collect::<Vec<_>>()
        });
        let told = schedule.is_some();
        Place {
            at: (told && self.below(2) == 0).then(|| self.below(61)),
            by_hand: told && self.below(2) == 0,
            recorded: (told && self.below(2) == 0).then(|| Recorded {
                outcome: format!("{:08}", self.below(99_999_999)),
                version: "0.1.0".to_owned(),
            }),
            probability: self.below(2) == 0,
            schedule,
        }
    }
}

#[test]
fn ten_thousand_scenarios_come_back() {
    let mut random = Random(0x5eed);
    for number in 0..10_000 {
        let (scenario, place) = (random.scenario(), random.place());
        let text = format!("#{}{}", encode_link(&scenario), place.encode());
        let link = decode_link(&text).unwrap_or_else(|e| panic!("{number}: {e}: {text}"));
        assert_eq!(link.place, place, "{number}");
        assert_eq!(
            link.target,
            LinkTarget::Scenario(Box::new(scenario)),
            "{number}"
        );
    }
}

#[test]
fn hostile_links_are_read_or_refused() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/links/hostile.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let links = text.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in links {
        let (what, fragment) = line.split_once('\t').unwrap();
        count += 1;
        match decode_link(fragment) {
            Ok(link) => {
                if let LinkTarget::Scenario(scenario) = link.target {
                    assert!(scenario.source.len() <= 256 * 1024, "{what}");
                    assert_eq!(scenario.settings.validate(), Ok(()), "{what}");
                    // What was read can be shared again.
                    let again = decode_link(&encode_link(&scenario)).unwrap();
                    assert_eq!(again.target, LinkTarget::Scenario(scenario), "{what}");
                }
            }
            Err(why) => {
                let why = why.to_string();
                assert!(why.ends_with('.') && why.len() < 400, "{what}: {why}");
            }
        }
    }
    assert!(count >= 200, "{count}");
    for long in [
        format!("x/{}", "a".repeat(70_000)),
        format!("x/transfer&w={}", "01".repeat(40_000)),
        "&".repeat(70_000),
    ] {
        let why = decode_link(&long).unwrap_err().to_string();
        assert!(why.contains("longer than 64 KiB"), "{why}");
    }
}
