//! What the scenario at hand comes to under each strategy, as far as that is known.

use crate::session::Shown;
use crate::shared::Shared;
use lockstep_scenario::{Glance, Request, STRATEGIES, Scenario};

/// Strategies, and what was found under them: nothing, if the scenario cannot be run like that.
#[derive(Clone, Default, PartialEq)]
pub struct Comparison {
    /// The scenario, whatever its strategy.
    scenario: Option<Shared<Scenario>>,
    id: u32,
    found: Vec<(String, Option<Glance>)>,
}

impl Comparison {
    /// Takes in a finished check, and asks for the strategies that are not known yet.
    pub fn follow(&mut self, shown: &Shown) -> Option<Request> {
        let same = |old: &Shared<Scenario>| apart_from_strategy(old, &shown.scenario);
        if !self.scenario.as_ref().is_some_and(same) {
            self.found.clear();
        }
        self.scenario = Some(shown.scenario.clone());
        let current = &shown.scenario.settings.strategy;
        self.found.retain(|(id, _)| id != current);
        self.found
            .push((current.clone(), Some(Glance::from(&*shown.report))));
        self.id += 1;
        let missing = STRATEGIES.iter().filter(|s| self.of(s.id).is_none());
        let strategies: Vec<String> = missing.map(|s| s.id.to_owned()).collect();
        (!strategies.is_empty()).then(|| Request::Compare {
            id: self.id,
            scenario: (*shown.scenario).clone(),
            strategies,
        })
    }

    /// Takes in an answer, unless it is one to an older question.
    pub fn take(&mut self, id: u32, strategy: String, found: Option<Glance>) {
        if id == self.id {
            self.found.push((strategy, found));
        }
    }

    /// What is known of a strategy.
    pub fn of(&self, strategy: &str) -> Option<&Option<Glance>> {
        let mut all = self.found.iter();
        Some(&all.find(|(id, _)| id == strategy)?.1)
    }

    /// What is known is about another scenario than this one.
    pub fn is_outdated(&self, by: &Scenario) -> bool {
        let same = |old: &Shared<Scenario>| apart_from_strategy(old, by);
        !self.scenario.as_ref().is_some_and(same)
    }
}

/// Whether two scenarios differ in their strategy only, as far as a run can tell.
fn apart_from_strategy(one: &Scenario, other: &Scenario) -> bool {
    let mut settings = one.settings.clone();
    settings.strategy.clone_from(&other.settings.strategy);
    one.language == other.language && one.source == other.source && settings == other.settings
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
            Some(Request::Compare { id, strategies, .. }) => (id, strategies),
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
        comparison.take(id, "mutex".to_owned(), glance());
        comparison.take(id + 1, "retry".to_owned(), glance());
        assert_eq!(comparison.of("mutex"), Some(&glance()));
        assert_eq!(comparison.of("retry"), None);

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
