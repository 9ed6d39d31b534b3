//! The graph of states, for a picture.

use super::{Check, CheckState, Listed};
use lockstep_scenario::{Problem, State, StateGraph};

/// More states than these make no picture that anybody reads.
const MAX_STATES: usize = 200;

impl Check {
    /// All states, once everything is explored; `None` if there are more than can be drawn.
    ///
    /// # Errors
    /// If a way to one of them cannot be replayed, which would be a mistake of the engine.
    ///
    /// ```
    /// use lockstep_engine::{Check, CheckState, Limits};
    /// let scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
    /// let mut check = Check::new(&scenario, "transfer.py", Limits::default()).unwrap();
    /// while check.advance(1000).unwrap() == CheckState::Running {}
    /// let report = check.report().unwrap();
    /// let graph = check.states().unwrap().unwrap();
    /// assert_eq!(graph.states.len() as u64, report.states);
    /// // Each end is one of the report's outcomes, and the way to it leads there.
    /// for (number, end) in graph.states.iter().enumerate().filter(|(_, state)| state.steps.is_empty()) {
    ///     assert!(end.outcome.is_some());
    ///     assert_eq!(check.ahead(&end.way).unwrap().states.last(), Some(&(number as u32)));
    /// }
    /// ```
    pub fn states(&mut self) -> Result<Option<StateGraph>, Problem> {
        let graph = self.inner.exploration().graph();
        if graph.len() > MAX_STATES || self.advance(0)? != CheckState::Complete {
            return Ok(None);
        }
        let witnesses = self.witnesses();
        let nodes = 0..self.inner.exploration().graph().len() as u32;
        let ways: Vec<_> = nodes.map(|node| witnesses.to_nodes([node])).collect();
        let mut states = Vec::with_capacity(ways.len());
        for (node, places) in (0..).zip(ways) {
            let world = self.inner.exploration_mut().system_mut();
            let way = world.schedule_of_copies(&places.unwrap_or_default())?;
            let exploration = self.inner.exploration();
            let (graph, world) = (exploration.graph(), exploration.system());
            let steps = graph.steps(node).filter_map(|(task, target)| {
                let name = world.name(task).to_owned();
                Some((name, target?))
            });
            let ending = graph.ending(node).map(Listed::Outcome);
            states.push(State {
                steps: steps.collect(),
                outcome: ending.and_then(|ending| self.place_in_report(ending)),
                way: self.names(&way),
            });
        }
        Ok(Some(StateGraph { states }))
    }
}
