//! What the scenario at hand comes to under each strategy and on each database, as far as that is known.

use crate::session::Shown;
use crate::shared::Shared;
use lockstep_scenario::{DatabaseKind, Glance, Request, STRATEGIES, Scenario, Variant, strategy};

/// Variants, and what was found for them: nothing, if the scenario cannot be run like that.
#[derive(Clone, Default, PartialEq)]
pub struct Comparison {
    /// The scenario, whatever variant of it.
    scenario: Option<Shared<Scenario>>,
    id: u32,
    found: Vec<(Variant, Option<Glance>)>,
}

impl Comparison {
    /// Takes in a finished check, and asks for the variants that are not known yet: the strategies on the database at
    /// hand, and, where the engine that runs has more than one, the databases under the strategy at hand.
    pub fn follow(&mut self, shown: &Shown) -> Option<Request> {
        let same = |old: &Shared<Scenario>| variants_of_one(old, &shown.scenario);
        if !self.scenario.as_ref().is_some_and(same) {
            self.found.clear();
        }
        self.scenario = Some(shown.scenario.clone());
        let current = Variant::of(&shown.scenario.settings);
        self.found.retain(|(variant, _)| *variant != current);
        self.found
            .push((current.clone(), Some(Glance::from(&*shown.report))));
        self.id += 1;
        let fitting = STRATEGIES.iter().filter(|s| s.fits(current.database));
        let strategies = fitting.map(|strategy| Variant {
            strategy: strategy.id.to_owned(),
            ..current.clone()
        });
        let mut wanted: Vec<Variant> = strategies.collect();
        if current.database != DatabaseKind::Sqlite {
            let current_strategy = strategy(&current.strategy);
            let databases = Variant::databases()
                .into_iter()
                .filter(|(database, _)| current_strategy.is_some_and(|s| s.fits(*database)));
            wanted.extend(databases.map(|(database, isolation)| Variant {
                database,
                isolation,
                ..current.clone()
            }));
        }
        wanted.retain(|variant| self.of(variant).is_none());
        (!wanted.is_empty()).then(|| Request::Compare {
            id: self.id,
            scenario: (*shown.scenario).clone(),
            variants: wanted,
        })
    }

    /// Takes in an answer, unless it is one to an older question.
    pub fn take(&mut self, id: u32, variant: Variant, found: Option<Glance>) {
        if id == self.id {
            self.found.push((variant, found));
        }
    }

    /// What is known of a variant.
    pub fn of(&self, variant: &Variant) -> Option<&Option<Glance>> {
        let mut all = self.found.iter();
        Some(&all.find(|(known, _)| known == variant)?.1)
    }

    /// What is known is about another scenario than this one.
    pub fn is_outdated(&self, by: &Scenario) -> bool {
        let same = |old: &Shared<Scenario>| variants_of_one(old, by);
        !self.scenario.as_ref().is_some_and(same)
    }
}

/// Whether two scenarios differ in nothing that is compared, as far as a run can tell.
fn variants_of_one(one: &Scenario, other: &Scenario) -> bool {
    let mut settings = one.settings.clone();
    Variant::of(&other.settings).apply(&mut settings);
    let mut others = other.settings.clone();
    Variant::of(&other.settings).apply(&mut others);
    one.language == other.language && one.source == other.source && settings == others
}

#[cfg(test)]
mod tests {
    use super::*;
    use lockstep_scenario::{Report, Shares};

    fn shown(scenario: &Scenario) -> Shown {
        Shown {
            scenario: Shared::new(scenario.clone()),
            report: Shared::new(Report {
                lockstep: 1,
                file: String::new(),
                settings: scenario.settings.clone(),
                tasks: Vec::new(),
                complete: true,
                may_abort_more: false,
                interleavings: "1".to_owned(),
                states: 1,
                steps: 1,
                wall_ms: 0.0,
                outcomes: Vec::new(),
            }),
            rest: Shared::new(Vec::new()),
        }
    }

    fn asked(request: Option<Request>) -> (u32, Vec<String>) {
        match request {
            Some(Request::Compare { id, variants, .. }) => {
                let strategies = variants.into_iter().map(|variant| variant.strategy);
                (id, strategies.collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_what_is_not_known_is_asked_for() {
        let glance = || {
            Some(Glance {
                interleavings: "2".to_owned(),
                complete: true,
                shares: Shares::default(),
            })
        };
        let mut scenario = Scenario::python("", "pass");
        let mut comparison = Comparison::default();
        let (id, strategies) = asked(comparison.follow(&shown(&scenario)));
        assert_eq!(
            strategies,
            ["atomic", "immediate", "exclusive", "mutex", "retry"]
        );
        let under = |strategy: &str| Variant {
            strategy: strategy.to_owned(),
            ..Variant::of(&scenario.settings)
        };
        let (mutex, retry) = (under("mutex"), under("retry"));
        comparison.take(id, mutex.clone(), glance());
        comparison.take(id + 1, retry.clone(), glance());
        assert_eq!(comparison.of(&mutex), Some(&glance()));
        assert_eq!(comparison.of(&retry), None);

        scenario.settings.strategy = "atomic".to_owned();
        assert!(!comparison.is_outdated(&scenario));
        let (_, strategies) = asked(comparison.follow(&shown(&scenario)));
        assert_eq!(strategies, ["immediate", "exclusive", "retry"]);

        scenario.source.push('\n');
        assert!(comparison.is_outdated(&scenario));
        let (_, strategies) = asked(comparison.follow(&shown(&scenario)));
        assert_eq!(strategies.len(), 5);
    }
}
