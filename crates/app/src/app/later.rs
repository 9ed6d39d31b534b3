//! What of the page comes with the second part of its program: what it does once there is an engine, and with what only
//! shows when it is asked for.
//!
//! `App` calls nothing of this before that part is there: it would have to be loaded while the page stands still.
//! The functions that it calls are named in `LATER` (crates/xtask/src/page.rs) and not put into others.

use super::{App, EngineState, Msg, View};
use crate::components::{
    BadLink, Controls, Gallery, Outcomes, Place, Share, Shortcuts, Tab, TimelineView, Tour, tour,
};
use crate::figure::Figure;
use crate::names::Names;
use crate::route::{self, Route};
use crate::schedules::Mode;
use crate::services::engine::{Engine, EngineEvent};
use crate::services::keys::Key;
use crate::services::{page, storage};
use crate::session::{Progress, Shown};
use gloo_timers::callback::Interval;
use lockstep_scenario::{
    DatabaseKind, Problem, Recorded, Request, Response, Settings, Strategy, encode_link,
    outcome_mark, strategy,
};
use yew::prelude::*;

/// How often the engine's silence is looked at while it owes an answer, and how many looks it may last:
/// counted in looks, not by the clock, since a laptop that slept was not the engine's fault. A worker that
/// is at work says so by itself (see `alive.rs` there), however slow the machine: silence is a worker that
/// hangs. What it does before it is ready is not watched: loading takes as long as it takes.
const LOOK_MS: u32 = 250;
const SILENT_LOOKS: u32 = 8;

/// From step to step while it plays.
const PLAYING_MS: u32 = 900;

const SILENT: &str = "The engine did not answer for 2 seconds, twice, and was started again. Your work is kept; it runs again with your next change.";
const SILENT_TRACE: &str =
    "The engine did not answer for 2 seconds and was started again. Ask for these steps once more.";

impl App {
    /// The second part is there.
    #[inline(never)]
    pub(super) fn begin(&mut self, ctx: &Context<Self>) {
        if let Some(embedded) = &self.embedded {
            embedded.say_ready();
        }
        let postgres = self.session.scenario.settings.database == DatabaseKind::Postgres;
        self.start_engine(ctx, postgres);
        let waiting = std::mem::take(&mut self.waiting);
        ctx.link().send_message_batch(waiting);
    }

    /// What happens to the page and not before the second part is there.
    #[inline(never)]
    pub(super) fn update_later(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Set(name, value) => {
                if self.session.scenario.settings.set(name, &value).is_err() {
                    // The controls offer nothing else.
                    return false;
                }
                let settings = &mut self.session.scenario.settings;
                let fits = |strategy: &Strategy| strategy.fits(settings.database);
                if !strategy(&settings.strategy).is_some_and(fits) {
                    // The other database has no such strategy.
                    settings.strategy = Settings::default().strategy;
                }
                self.touched(ctx);
                self.check(ctx);
            }
            Msg::Calm => {
                self.calm = None;
                for response in std::mem::take(&mut self.held) {
                    self.hear(ctx, response);
                }
            }
            Msg::Engine(EngineEvent::Said(response)) => {
                let response = *response;
                self.silent_looks = 0;
                if matches!(response, Response::Ready { .. }) {
                    self.engine_state = EngineState::Ready;
                    self.slow = None;
                    if self.due {
                        self.check(ctx);
                    }
                } else if let Response::Compared { id, variant, found } = response {
                    self.comparison.take(id, variant, found);
                } else if self.calm.is_some() && matches!(response, Response::Problem { .. }) {
                    self.held.push(response);
                } else {
                    self.hear(ctx, response);
                }
            }
            Msg::Engine(EngineEvent::Died(why)) => self.engine_died(ctx, why),
            Msg::Look => {
                if !self.session.waits() || self.engine.is_none() {
                    self.looking = None;
                    return false;
                }
                self.silent_looks += 1;
                if self.silent_looks < SILENT_LOOKS {
                    return false;
                }
                if self.session.progress() != Progress::Running {
                    self.session.lost(Problem::new(SILENT_TRACE));
                } else if self.second_try {
                    self.session.lost(Problem::new(SILENT));
                } else {
                    // A machine that is busy with other things can be the cause.
                    self.second_try = true;
                    self.session.forget_requests();
                    self.due = true;
                }
                self.start_engine(ctx, false);
            }
            Msg::Stop => self.stop_exploring(),
            Msg::Again => {
                self.due = true;
                if matches!(self.engine_state, EngineState::Failed(_)) {
                    self.start_engine(ctx, false);
                } else {
                    self.check(ctx);
                }
            }
            Msg::Choose(outcome) => {
                self.playing = None;
                if let Some(request) = self.session.choose(outcome) {
                    self.send(ctx, &request);
                }
                self.tab = Tab::Timeline;
                page::reveal(".timeline");
            }
            Msg::Figure(figure) => self.figure = figure,
            Msg::Act(action) => {
                self.playing = None;
                if let Some(request) = self.session.act(action) {
                    self.send(ctx, &request);
                }
            }
            Msg::Step(step) => {
                self.playing = None;
                self.session.go(step);
            }
            Msg::Key(Key::Help) => {
                self.shortcuts = !self.sharing;
            }
            Msg::Differences(shown) => self.differences = shown,
            Msg::CloseShortcuts => self.shortcuts = false,
            Msg::Open(open) => {
                self.open_for_parent(*open);
                self.check_if_due(ctx);
            }
            Msg::Edit => {
                self.tab = Tab::Code;
                if let Some(embedded) = &mut self.embedded {
                    embedded.editing = true;
                }
            }
            Msg::Reset => {
                self.reset();
                self.check_if_due(ctx);
            }
            Msg::Resized => {
                if let Some(embedded) = &self.embedded {
                    embedded.tell_height();
                }
                return false;
            }
            Msg::StartTour => self.start_tour(ctx),
            Msg::Tour(Some(step)) => self.tour_to(step),
            Msg::Tour(None) => self.tour = None,
            Msg::Key(key) => {
                if !matches!(self.view, View::Work) || self.sharing {
                    return false;
                }
                let Some(timeline) = &self.session.timeline else {
                    return false;
                };
                let step = match key {
                    Key::Number(number) => {
                        self.playing = None;
                        if let Some(request) = self.session.pick(number - 1) {
                            self.send(ctx, &request);
                        }
                        return true;
                    }
                    Key::Previous => timeline.step.saturating_sub(1),
                    Key::Next => timeline.step + 1,
                    Key::First => 0,
                    Key::Last | Key::Help => timeline.trace.steps.len(),
                };
                self.playing = None;
                self.session.go(step);
            }
            Msg::Play => self.play(ctx),
            Msg::PlayOn => {
                let Some(timeline) = &self.session.timeline else {
                    return false;
                };
                let step = timeline.step + 1;
                if step >= timeline.trace.steps.len() {
                    self.playing = None;
                }
                self.session.go(step);
            }
            Msg::GoTo(line, column) => {
                self.tab = Tab::Code;
                self.place = Place {
                    number: self.place.number + 1,
                    line,
                    column,
                };
            }
            Msg::Address => {
                self.follow_address();
                self.check_if_due(ctx);
            }
            Msg::LeaveLink => self.leave_address(),
            Msg::File(scenario) => {
                self.save();
                self.open(scenario, None, None);
                // A file is the visitor's own work, like an edit.
                self.touched(ctx);
                self.leave_address();
                self.check(ctx);
            }
            Msg::Draft(id) => {
                self.save();
                if self.draft != Some(id)
                    && let Some(draft) = storage::drafts().get(id)
                {
                    self.open(draft.scenario.clone(), None, None);
                    self.draft = Some(id);
                    storage::set_draft_here(Some(id));
                }
                self.fragment = String::new();
                self.leave_address();
                self.check_if_due(ctx);
            }
            Msg::Share(open) => self.sharing = open,
            // The first part sees to these.
            Msg::Edited
            | Msg::Titled(_)
            | Msg::Check
            | Msg::Save
            | Msg::Cards(_)
            | Msg::Rest(_)
            | Msg::SlowLoading
            | Msg::Tab(_)
            | Msg::Theme => return false,
        }
        self.follow_session(ctx);
        true
    }

    /// Asks for what is missing, and says what is new.
    #[inline(never)]
    pub(super) fn follow_session(&mut self, ctx: &Context<Self>) {
        for request in self.session.missing() {
            self.send(ctx, &request);
        }
        if self.embedded.is_none() {
            self.put_steps_into_address();
        }
        self.tell_parent();
    }

    /// What stands above the work, or in its place.
    #[inline(never)]
    pub(super) fn view_above(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        match &self.view {
            View::Work => match self.tour {
                Some(step) => {
                    let (title, text) = tour::text(step, &self.session);
                    html! { <Tour {step} {title} {text} on_step={link.callback(Msg::Tour)} /> }
                }
                None => Html::default(),
            },
            View::Gallery => html! {
                <Gallery cards={self.cards.clone()} drafts={storage::drafts()} back={self.back()}
                    on_draft={link.callback(Msg::Draft)} on_file={link.callback(Msg::File)} />
            },
            View::Bad(error) => html! {
                <BadLink error={error.clone()} on_continue={link.callback(|()| Msg::LeaveLink)} />
            },
        }
    }

    /// The settings and the strategies, under the code.
    #[inline(never)]
    pub(super) fn view_controls(&self, ctx: &Context<Self>) -> Html {
        let scenario = &self.session.scenario;
        let broken = self.session.problem.is_some();
        html! {
            <Controls settings={scenario.settings.clone()} tasks={self.tasks.clone()}
                libraries={self.libraries} comparison={self.comparison.clone()}
                outdated={broken || self.comparison.is_outdated(scenario)}
                on_set={ctx.link().callback(|(name, value)| Msg::Set(name, value))} />
        }
    }

    /// The outcomes' cards.
    #[inline(never)]
    pub(super) fn view_outcomes(&self, shown: &Shown) -> Html {
        let session = &self.session;
        let by_hand = session.schedules.mode == Mode::Hand;
        html! {
            <Outcomes shown={shown.clone()} names={self.names()} outdated={session.problem.is_some()} chosen={session.chosen()}
                figure={self.figure} ahead={session.schedules.ahead.clone().filter(|_| by_hand)}
                on_choose={self.calls.choose.clone()} />
        }
    }

    /// The timeline.
    #[inline(never)]
    pub(super) fn view_timeline(&self) -> Html {
        let session = &self.session;
        html! {
            <TimelineView names={self.names()} timeline={session.timeline.clone()} shown={session.shown.clone()}
                chosen={session.chosen()} problem={session.timeline_problem.clone()} differs_from={session.differs_from.clone()}
                outdated={session.problem.is_some()} playing={self.playing.is_some()}
                schedules={session.schedules.clone()} figure={self.figure} on_act={self.calls.act.clone()}
                on_step={self.calls.step.clone()} on_play={self.calls.play.clone()} />
        }
    }

    /// What outcomes are known by, as long as it is the code of a built-in scenario that has them.
    fn names(&self) -> Names {
        let (Some(slug), Some(Ok(cards)), Some(shown)) =
            (&self.slug, &self.cards, &self.session.shown)
        else {
            return Names::default();
        };
        let mut cards = cards.iter();
        cards
            .find(|card| card.slug == *slug && card.scenario.source == shown.scenario.source)
            .map(Names::of)
            .unwrap_or_default()
    }

    /// What lies over the page.
    #[inline(never)]
    pub(super) fn view_dialogs(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let report = self.session.shown.as_ref();
        let report = report.filter(|_| !self.session.outdated());
        html! {
            <>
                if self.sharing {
                    <Share scenario={self.session.scenario.clone()} fragment={self.scenario_fragment()}
                        place={self.shared_place()} report={report.map(|shown| shown.report.clone())}
                        probability={self.figure == Figure::Probability}
                        on_close={link.callback(|()| Msg::Share(false))} />
                }
                if self.shortcuts {
                    <Shortcuts on_tour={link.callback(|()| Msg::StartTour)} on_close={link.callback(|()| Msg::CloseShortcuts)} />
                }
            </>
        }
    }

    /// Explores the scenario, if the engine is there.
    #[inline(never)]
    pub(super) fn check_now(&mut self, ctx: &Context<Self>) {
        let has = self.engine.as_ref().is_some_and(|engine| engine.postgres);
        if self.session.scenario.settings.database == DatabaseKind::Postgres && !has {
            // The larger one, which is loaded when it is first needed, does the smaller one's work, too.
            self.session.forget_requests();
            self.start_engine(ctx, true);
        } else if matches!(self.engine_state, EngineState::Ready) {
            self.due = false;
            let request = self.session.check();
            self.send(ctx, &request);
        }
    }

    /// Takes in what the engine says about the work at hand.
    fn hear(&mut self, ctx: &Context<Self>, response: Response) {
        let was_running = self.session.progress() == Progress::Running;
        if let Some(request) = self.session.receive(response) {
            self.send(ctx, &request);
        }
        if was_running && self.session.progress() == Progress::Idle {
            self.compare();
            // Whoever has begun something of their own is not interrupted.
            let untouched = self.draft.is_none() && self.slug.as_deref() == Some(tour::SLUG);
            if std::mem::take(&mut self.tour_due) && untouched {
                self.tour_to(0);
            }
        }
    }

    #[inline(never)]
    pub(super) fn stop_exploring(&mut self) {
        if let (Some(Request::Cancel), Some(engine)) = (self.session.stop(), &self.engine) {
            engine.send(&Request::Cancel);
        }
    }

    fn send(&mut self, ctx: &Context<Self>, request: &Request) {
        let Some(engine) = &self.engine else {
            return;
        };
        engine.send(request);
        self.silent_looks = 0;
        if self.looking.is_none() {
            let link = ctx.link().clone();
            self.looking = Some(Interval::new(LOOK_MS, move || link.send_message(Msg::Look)));
        }
    }

    /// Starts the engine, or starts it again: with the PostgreSQL profile in it if that is needed or was there.
    fn start_engine(&mut self, ctx: &Context<Self>, postgres: bool) {
        let postgres = postgres || self.engine.as_ref().is_some_and(|engine| engine.postgres);
        // The old one ends, whatever it does.
        self.engine = None;
        self.looking = None;
        self.silent_looks = 0;
        match Engine::start(&ctx.link().callback(Msg::Engine), postgres) {
            Ok(engine) => {
                self.engine = Some(engine);
                self.wait_for_engine(ctx);
            }
            Err(why) => self.engine_state = EngineState::Failed(why),
        }
    }

    /// The worker broke down. What made it do so is not tried again by itself.
    fn engine_died(&mut self, ctx: &Context<Self>, why: String) {
        if matches!(self.engine_state, EngineState::Ready) {
            let why = if why.is_empty() {
                String::new()
            } else {
                format!(" ({why})")
            };
            self.session.lost(Problem::new(format!(
                "The engine broke down{why} and was started again. Your work is kept; it runs again with your next change."
            )));
            self.start_engine(ctx, false);
        } else {
            self.engine = None;
            self.slow = None;
            self.due = true;
            self.engine_state = EngineState::Failed(why);
        }
    }

    fn play(&mut self, ctx: &Context<Self>) {
        let Some(timeline) = &self.session.timeline else {
            return;
        };
        if self.playing.take().is_some() {
            return;
        }
        if timeline.step >= timeline.trace.steps.len() {
            self.session.go(0);
        }
        let link = ctx.link().clone();
        self.playing = Some(Interval::new(PLAYING_MS, move || {
            link.send_message(Msg::PlayOn)
        }));
    }

    /// Asks what the other strategies come to, when a check has ended well.
    fn compare(&mut self) {
        if self.session.problem.is_some() {
            return;
        }
        if let Some(shown) = &self.session.shown
            && let Some(request) = self.comparison.follow(shown)
            && let Some(engine) = &self.engine
        {
            engine.send(&request);
        }
    }

    /// Begins the tour, with the scenario that it is about.
    fn start_tour(&mut self, ctx: &Context<Self>) {
        if self.slug.as_deref() != Some(tour::SLUG) || self.draft.is_some() {
            // Without the built-in scenarios there is nothing to go through.
            let Ok(Some(scenario)) = self.built_in(tour::SLUG.to_owned()) else {
                return;
            };
            self.save();
            self.open(scenario, None, None);
            self.slug = Some(tour::SLUG.to_owned());
            storage::set_draft_here(None);
        }
        self.leave_address();
        self.check_if_due(ctx);
        self.tour_to(0);
    }

    /// Shows a step of the tour, and what it is about.
    fn tour_to(&mut self, step: usize) {
        storage::set_tour_shown();
        self.tour = Some(step);
        self.tab = tour::about(step).0;
    }

    /// The schedule in the timeline, if it is the current scenario's.
    fn shared_schedule(&self) -> Option<(Vec<usize>, usize)> {
        let timeline = self.session.timeline.as_ref()?;
        if self.session.outdated() {
            return None;
        }
        let trace = &timeline.trace;
        let schedule: Option<Vec<usize>> = trace
            .schedule
            .iter()
            .map(|task| trace.tasks.iter().position(|name| name == task))
            .collect();
        Some((schedule?, timeline.step))
    }

    /// What names the scenario in a link: its slug if it is a built-in one as it stands, else the whole of it.
    pub(super) fn scenario_fragment(&self) -> String {
        let slug = self.slug.as_ref();
        let built_in = slug.filter(|slug| {
            let card = self.built_in((*slug).clone()).ok().flatten();
            card.is_some_and(|card| card == self.session.scenario)
        });
        match built_in {
            Some(slug) => format!("x/{slug}"),
            None => encode_link(&self.session.scenario),
        }
    }

    /// What a link says of the schedule in the timeline, if it is the current scenario's.
    pub(super) fn shared_place(&self) -> Option<lockstep_scenario::Place> {
        let (schedule, at) = self.shared_schedule()?;
        let outcome = self.session.timeline.as_ref()?.trace.outcome.as_ref();
        Some(lockstep_scenario::Place {
            schedule: Some(schedule),
            at: Some(at),
            by_hand: self.session.schedules.mode == Mode::Hand,
            recorded: outcome.map(|outcome| Recorded {
                outcome: outcome_mark(outcome),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            }),
            probability: false,
        })
    }

    /// While somebody takes steps by hand the address has them, so that it can be copied, kept, and loaded
    /// again; afterwards it is what it was.
    fn put_steps_into_address(&mut self) {
        if !matches!(self.view, View::Work) {
            return;
        }
        let wanted = if self.session.schedules.mode == Mode::Hand {
            let Some((schedule, at)) = self.shared_schedule() else {
                // More is on its way.
                return;
            };
            let scenario = self.scenario_fragment();
            let place = lockstep_scenario::Place {
                schedule: Some(schedule),
                at: Some(at),
                by_hand: true,
                ..Default::default()
            };
            let link = format!("#{scenario}{}", place.encode());
            // Not one that is too long to be opened.
            Some(link).filter(|link| matches!(route::read(link), Route::Link(_)))
        } else {
            None
        };
        match wanted {
            Some(link) if link == self.fragment => {}
            Some(link) => {
                page::set_fragment(&link);
                let before = std::mem::replace(&mut self.fragment, link);
                self.fragment_before.get_or_insert(before);
            }
            None => {
                if let Some(before) = self.fragment_before.take() {
                    page::set_fragment(&before);
                    self.fragment = before;
                }
            }
        }
    }

    /// The address of the work at hand.
    fn back(&self) -> String {
        if self.fragment.is_empty() {
            "#".to_owned()
        } else {
            self.fragment.clone()
        }
    }
}
