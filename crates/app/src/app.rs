//! The page as a whole: connects the session with the browser and the engine.

use crate::components::{
    Activity, BadLink, Code, Controls, Gallery, Header, Outcomes, Place, Share, Summary, Tab, Tabs,
    TimelineView,
};
use crate::drafts::Draft;
use crate::figure::Figure;
use crate::route::{self, Route};
use crate::schedules::{Action, Mode};
use crate::services::engine::{Engine, EngineEvent};
use crate::services::keys::{self, Key};
use crate::services::theme::Theme;
use crate::services::{page, storage};
use crate::session::{Progress, Session};
use crate::tasks;
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use lockstep_scenario::{
    LinkError, LinkTarget, Problem, Request, Response, Scenario, gallery, gallery_entry,
};
use yew::prelude::*;

/// From the last keystroke to the check.
const TYPING_MS: u32 = 150;

/// From the last keystroke to storage.
const SAVING_MS: u32 = 400;

/// How often the engine's silence is looked at, and how many looks it may last: counted in
/// looks, not by the clock, since a laptop that slept was not the engine's fault.
const LOOK_MS: u32 = 250;
const SILENT_LOOKS: u32 = 16;

/// Loading may take long, but not in silence.
const SLOW_LOADING_MS: u32 = 5_000;

/// From step to step while it plays.
const PLAYING_MS: u32 = 900;

const SILENT: &str = "The engine did not answer for 4 seconds, twice, and was started again. Your work is kept; it runs again with your next change.";
const SILENT_TRACE: &str =
    "The engine did not answer for 4 seconds and was started again. Ask for these steps once more.";

/// Everything that happens to the page.
pub enum Msg {
    /// The text was edited.
    Edited(String),
    /// The title was edited.
    Titled(String),
    /// A setting was changed.
    Set(&'static str, String),
    /// Explore now.
    Check,
    /// Keep the work now.
    Save,
    /// The engine says something.
    Engine(EngineEvent),
    /// The engine has been loading for long.
    SlowLoading,
    /// Is the engine still there?
    Look,
    /// Stop exploring.
    Stop,
    /// Start again what failed or was stopped.
    Again,
    /// Show an outcome's witness.
    Choose(usize),
    /// Another figure beside outcomes.
    Figure(Figure),
    /// Another schedule.
    Act(Action),
    /// Go to a step.
    Step(usize),
    /// A key of the timeline.
    Key(Key),
    /// Play or pause.
    Play,
    /// One step on, while it plays.
    PlayOn,
    /// Show a part, on a narrow screen.
    Tab(Tab),
    /// Show a place in the source.
    GoTo(u32, u32),
    /// The address changed.
    Address,
    /// Leave a link that cannot be opened.
    LeaveLink,
    /// Open own work again.
    Draft(u64),
    /// Another theme.
    Theme,
    /// Open or close the dialog with the link.
    Share(bool),
}

/// What fills the page.
enum View {
    Work,
    Gallery,
    Bad(LinkError),
}

enum EngineState {
    Loading { slow: bool },
    Ready,
    Failed(String),
}

/// What components call: made once, so that they see no difference where there is none.
struct Calls {
    choose: Callback<usize>,
    step: Callback<usize>,
    play: Callback<()>,
    figure: Callback<Figure>,
    act: Callback<Action>,
}

/// The page.
pub struct App {
    calls: Calls,
    session: Session,
    /// The session's source and its tasks, in a form that is cheap to hand on.
    text: AttrValue,
    tasks: Vec<String>,
    /// Counts the scenarios that were opened.
    revision: u32,
    /// Under which number the work is kept, once it was edited.
    draft: Option<u64>,
    unsaved: bool,
    cannot_save: bool,
    /// The fragment under which the work at hand was opened, if it was not edited since.
    fragment: String,
    view: View,
    tab: Tab,
    theme: Theme,
    figure: Figure,
    sharing: bool,
    place: Place,
    engine: Option<Engine>,
    engine_state: EngineState,
    /// Something is to be explored as soon as the engine is there.
    due: bool,
    silent_looks: u32,
    /// The engine was silent and is given the same work once more.
    second_try: bool,
    typing: Option<Timeout>,
    saving: Option<Timeout>,
    slow: Option<Timeout>,
    looking: Option<Interval>,
    playing: Option<Interval>,
    _listeners: [EventListener; 5],
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link();
        let window = page::window();
        let save_now = |name| {
            let save = link.callback(|()| Msg::Save);
            EventListener::new(&window, name, move |_| save.emit(()))
        };
        let address = link.callback(|()| Msg::Address);
        let listeners = [
            EventListener::new(&window, "hashchange", move |_| address.emit(())),
            // On a reload the new page can read the storage before the old one hears of
            // "pagehide"; "beforeunload" comes before there is a new page.
            save_now("beforeunload"),
            save_now("pagehide"),
            save_now("blur"),
            keys::listen(link.callback(Msg::Key)),
        ];
        let theme = Theme::kept();
        theme.wear();
        let mut app = App {
            calls: Calls {
                choose: link.callback(Msg::Choose),
                step: link.callback(Msg::Step),
                play: link.callback(|()| Msg::Play),
                figure: link.callback(Msg::Figure),
                act: link.callback(Msg::Act),
            },
            session: Session::new(Scenario::python("", ""), None, None),
            text: AttrValue::default(),
            tasks: Vec::new(),
            revision: 0,
            draft: None,
            unsaved: false,
            cannot_save: false,
            fragment: String::new(),
            view: View::Work,
            tab: Tab::default(),
            theme,
            figure: Figure::default(),
            sharing: false,
            place: Place::default(),
            engine: None,
            engine_state: EngineState::Loading { slow: false },
            due: false,
            silent_looks: 0,
            second_try: false,
            typing: None,
            saving: None,
            slow: None,
            looking: None,
            playing: None,
            _listeners: listeners,
        };
        app.open_last_work();
        app.follow_address();
        app.start_engine(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Edited(text) => {
                self.text = AttrValue::from(text.clone());
                self.tasks = tasks::names(&text);
                self.session.scenario.source = text;
                self.touched(ctx);
                self.stop_exploring();
                let link = ctx.link().clone();
                self.typing = Some(Timeout::new(TYPING_MS, move || {
                    link.send_message(Msg::Check)
                }));
            }
            Msg::Titled(title) => {
                page::set_title(&title);
                self.session.scenario.title = title;
                self.touched(ctx);
            }
            Msg::Set(name, value) => {
                if self.session.scenario.settings.set(name, &value).is_err() {
                    // The controls offer nothing else.
                    return false;
                }
                self.touched(ctx);
                self.check(ctx);
            }
            Msg::Check => self.check(ctx),
            Msg::Save => {
                self.save();
                return self.cannot_save;
            }
            Msg::Engine(EngineEvent::Said(response)) => {
                self.silent_looks = 0;
                if matches!(response, Response::Ready { .. }) {
                    self.engine_state = EngineState::Ready;
                    self.slow = None;
                    if self.due {
                        self.check(ctx);
                    }
                } else if let Some(request) = self.session.receive(response) {
                    self.send(ctx, &request);
                }
            }
            Msg::Engine(EngineEvent::Died(why)) => self.engine_died(ctx, why),
            Msg::SlowLoading => {
                if let EngineState::Loading { slow } = &mut self.engine_state {
                    *slow = true;
                }
            }
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
                self.start_engine(ctx);
            }
            Msg::Stop => self.stop_exploring(),
            Msg::Again => {
                self.due = true;
                if matches!(self.engine_state, EngineState::Failed(_)) {
                    self.start_engine(ctx);
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
            Msg::Key(key) => {
                if !matches!(self.view, View::Work) || self.sharing {
                    return false;
                }
                let Some(timeline) = &self.session.timeline else {
                    return false;
                };
                let step = match key {
                    Key::Previous => timeline.step.saturating_sub(1),
                    Key::Next => timeline.step + 1,
                    Key::First => 0,
                    Key::Last => timeline.trace.steps.len(),
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
            Msg::Tab(tab) => self.tab = tab,
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
            Msg::LeaveLink => {
                page::drop_fragment();
                self.view = View::Work;
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
                page::drop_fragment();
                self.fragment = String::new();
                self.view = View::Work;
                self.check_if_due(ctx);
            }
            Msg::Theme => {
                self.theme = self.theme.next();
                self.theme.wear();
                storage::set_theme(self.theme.name());
            }
            Msg::Share(open) => self.sharing = open,
        }
        for request in self.session.missing() {
            self.send(ctx, &request);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let working = matches!(self.view, View::Work);
        html! {
            <>
                <Header title={self.session.scenario.title.clone()} theme={self.theme}
                    in_gallery={!working}
                    on_title={link.callback(Msg::Titled)}
                    on_theme={link.callback(|()| Msg::Theme)}
                    on_share={link.callback(|()| Msg::Share(true))} />
                { match &self.view {
                    View::Work => Html::default(),
                    View::Gallery => html! {
                        <Gallery drafts={storage::drafts()} back={self.back()}
                            on_draft={link.callback(Msg::Draft)} />
                    },
                    View::Bad(error) => html! {
                        <BadLink error={error.clone()} on_continue={link.callback(|()| Msg::LeaveLink)} />
                    },
                } }
                // Kept while something else is shown: the editor has its own memory.
                <main class="work" data-tab={self.tab.name()} hidden={!working}>{ self.view_work(ctx) }</main>
                if self.sharing {
                    <Share scenario={self.session.scenario.clone()} schedule={self.shared_schedule()}
                        on_close={link.callback(|()| Msg::Share(false))} />
                }
            </>
        }
    }
}

impl App {
    fn view_work(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let session = &self.session;
        let broken = session.problem.is_some();
        let panel = |tab: Tab, class: &'static str, content: Html| {
            html! {
                <div {class} id={format!("panel-{}", tab.name())} role="tabpanel"
                    aria-labelledby={format!("tab-{}", tab.name())}>{ content }</div>
            }
        };
        html! {
            <>
                <Summary shown={session.shown.clone()} outdated={session.outdated()}
                    problem={session.problem.clone()} activity={self.activity()}
                    done={session.done} figure={self.figure} on_figure={self.calls.figure.clone()}
                    on_stop={link.callback(|()| Msg::Stop)}
                    on_again={link.callback(|()| Msg::Again)}
                    on_place={link.callback(|(line, column)| Msg::GoTo(line, column))} />
                <Tabs tab={self.tab} on_tab={link.callback(Msg::Tab)}
                    outcomes={session.shown.as_ref().map(|shown| shown.report.outcomes.len())} />
                { panel(Tab::Code, "panel-code", html! {
                    <>
                        <Code text={self.text.clone()} revision={self.revision} marks={session.marks()}
                            problem={session.problem.clone()} place={self.place}
                            on_edit={link.callback(Msg::Edited)} />
                        <p class="editor-help" id="editor-help">
                            { "Tab indents; " }<kbd>{ "Esc" }</kbd>{ " then " }<kbd>{ "Tab" }</kbd>{ " leaves the editor." }
                            <span class={classes!("kept", self.cannot_save.then_some("warn"))}>
                                { match (self.cannot_save, self.draft) {
                                    (true, _) => "This browser keeps nothing here: save your work by its link.",
                                    (false, Some(_)) => "Kept in this browser.",
                                    (false, None) => "",
                                } }
                            </span>
                        </p>
                        <Controls settings={session.scenario.settings.clone()} tasks={self.tasks.clone()}
                            on_set={link.callback(|(name, value)| Msg::Set(name, value))} />
                    </>
                }) }
                { panel(Tab::Outcomes, "panel-outcomes", html! {
                    <Outcomes shown={session.shown.clone()} outdated={broken} chosen={session.chosen()}
                        figure={self.figure} ahead={session.schedules.ahead.clone().filter(|_| session.schedules.mode == Mode::Hand)}
                        on_choose={self.calls.choose.clone()} />
                }) }
                { panel(Tab::Timeline, "panel-timeline", html! {
                    <TimelineView timeline={session.timeline.clone()} shown={session.shown.clone()}
                        chosen={session.chosen()} problem={session.timeline_problem.clone()}
                        outdated={broken} playing={self.playing.is_some()}
                        schedules={session.schedules.clone()} figure={self.figure} on_act={self.calls.act.clone()}
                        on_step={self.calls.step.clone()} on_play={self.calls.play.clone()} />
                }) }
            </>
        }
    }

    fn activity(&self) -> Activity {
        match &self.engine_state {
            EngineState::Loading { slow } => Activity::Loading { slow: *slow },
            EngineState::Failed(why) => Activity::Failed(why.clone()),
            EngineState::Ready if self.typing.is_some() => Activity::Running,
            EngineState::Ready => match self.session.progress() {
                Progress::Running => Activity::Running,
                Progress::Stopped => Activity::Stopped,
                Progress::Idle => Activity::Idle,
            },
        }
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

    /// The address of the work at hand.
    fn back(&self) -> String {
        if self.fragment.is_empty() {
            "#".to_owned()
        } else {
            self.fragment.clone()
        }
    }

    /// What this tab showed before it was loaded again, else the latest own work, else the
    /// first built-in scenario.
    fn open_last_work(&mut self) {
        let drafts = storage::drafts();
        let here = storage::draft_here().and_then(|id| drafts.get(id));
        if let Some(draft) = here.or(drafts.iter().next()) {
            self.open(draft.scenario.clone(), None, None);
            self.draft = Some(draft.id);
        } else if let Some(first) = gallery().next() {
            self.open(first.scenario(), None, None);
        }
    }

    /// Shows what the address asks for.
    fn follow_address(&mut self) {
        let fragment = page::fragment();
        self.sharing = false;
        self.view = match route::read(&fragment) {
            Route::Work => View::Work,
            Route::Gallery => {
                self.save();
                View::Gallery
            }
            Route::Bad(error) => View::Bad(error),
            // Back from the gallery.
            Route::Link(_) if fragment == self.fragment => View::Work,
            Route::Link(link) => {
                self.save();
                let scenario = match link.target {
                    LinkTarget::Scenario(scenario) => Some(*scenario),
                    LinkTarget::Gallery(slug) => gallery_entry(&slug).map(|entry| entry.scenario()),
                };
                if let Some(scenario) = scenario {
                    self.open(scenario, link.schedule, link.at);
                    self.fragment = fragment;
                    storage::set_draft_here(None);
                }
                View::Work
            }
        };
    }

    /// Puts another scenario into the page. What was there is kept by [`Self::save`].
    fn open(&mut self, scenario: Scenario, schedule: Option<Vec<usize>>, at: Option<usize>) {
        page::set_title(&scenario.title);
        self.text = AttrValue::from(scenario.source.clone());
        self.tasks = tasks::names(&scenario.source);
        self.session.replace(Session::new(scenario, schedule, at));
        self.revision += 1;
        self.draft = None;
        self.fragment = String::new();
        self.playing = None;
        self.typing = None;
        self.due = true;
        self.second_try = false;
    }

    /// The work was changed by the user: it is theirs now.
    fn touched(&mut self, ctx: &Context<Self>) {
        if self.draft.is_none() {
            self.draft = Some(page::now());
        }
        if !self.fragment.is_empty() || !page::fragment().is_empty() {
            // The address names something else now.
            page::drop_fragment();
            self.fragment = String::new();
        }
        self.unsaved = true;
        self.second_try = false;
        let link = ctx.link().clone();
        self.saving = Some(Timeout::new(SAVING_MS, move || {
            link.send_message(Msg::Save)
        }));
    }

    fn save(&mut self) {
        self.saving = None;
        let Some(id) = self.draft.filter(|_| self.unsaved) else {
            return;
        };
        let mut drafts = storage::drafts();
        drafts.keep(Draft {
            id,
            saved: page::now(),
            scenario: self.session.scenario.clone(),
        });
        self.cannot_save = !storage::keep_drafts(drafts);
        storage::set_draft_here(Some(id));
        self.unsaved = false;
    }

    fn check_if_due(&mut self, ctx: &Context<Self>) {
        if self.due {
            self.check(ctx);
        }
    }

    /// Explores the scenario as it is now, or as soon as the engine is there.
    fn check(&mut self, ctx: &Context<Self>) {
        self.typing = None;
        self.due = true;
        if matches!(self.engine_state, EngineState::Ready) {
            self.due = false;
            let request = self.session.check();
            self.send(ctx, &request);
        }
    }

    fn stop_exploring(&mut self) {
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

    fn start_engine(&mut self, ctx: &Context<Self>) {
        // The old one ends, whatever it does.
        self.engine = None;
        self.looking = None;
        self.silent_looks = 0;
        match Engine::start(&ctx.link().callback(Msg::Engine)) {
            Ok(engine) => {
                self.engine = Some(engine);
                self.engine_state = EngineState::Loading { slow: false };
                let link = ctx.link().clone();
                self.slow = Some(Timeout::new(SLOW_LOADING_MS, move || {
                    link.send_message(Msg::SlowLoading)
                }));
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
            self.start_engine(ctx);
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
}
