//! The page as a whole: connects the session with the browser and the engine.

mod embedded;

use crate::comparison::Comparison;
use crate::components::{
    Activity, BadLink, Code, Controls, Gallery, Header, Libraries, Outcomes, Place, Share,
    Shortcuts, Split, Splitter, Summary, Tab, Tabs, TimelineView, Tour, Variants, family, tour,
};
use crate::drafts::Draft;
use crate::figure::Figure;
use crate::names::Names;
use crate::route::{self, Route};
use crate::schedules::{Action, Mode};
use crate::services::cards::{self, Loaded};
use crate::services::engine::{Engine, EngineEvent};
use crate::services::keys::{self, Key};
use crate::services::theme::Theme;
use crate::services::{page, storage};
use crate::session::{Progress, Session, Shown};
use crate::tasks;
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use lockstep_scenario::{
    DatabaseKind, LinkError, LinkTarget, OpenRequest, Problem, Recorded, Request, Response,
    Scenario, Settings, Strategy, encode_link, outcome_mark, strategy,
};
use yew::prelude::*;

use embedded::Embedded;

/// From the last keystroke to the check: a pause that is too short for whoever types on.
const TYPING_MS: u32 = 50;

/// From the last keystroke to what is wrong with the text: half a line is no mistake, and results are welcome
/// sooner than blame.
const CALM_MS: u32 = 500;

/// From the last keystroke to storage.
const SAVING_MS: u32 = 400;

/// How often the engine's silence is looked at while it owes an answer, and how many looks it may last:
/// counted in looks, not by the clock, since a laptop that slept was not the engine's fault. A worker that
/// is at work says so by itself (see `alive.rs` there), however slow the machine: silence is a worker that
/// hangs. What it does before it is ready is not watched: loading takes as long as it takes.
const LOOK_MS: u32 = 250;
const SILENT_LOOKS: u32 = 8;

/// Loading may take long, but not in silence.
const SLOW_LOADING_MS: u32 = 5_000;

/// From step to step while it plays.
const PLAYING_MS: u32 = 900;

const SILENT: &str = "The engine did not answer for 2 seconds, twice, and was started again. Your work is kept; it runs again with your next change.";
const SILENT_TRACE: &str =
    "The engine did not answer for 2 seconds and was started again. Ask for these steps once more.";

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
    /// It is a while since the last keystroke.
    Calm,
    /// Keep the work now.
    Save,
    /// The built-in scenarios are there, or not to be had.
    Cards(Loaded),
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
    /// Open a file.
    File(Scenario),
    /// Another theme.
    Theme,
    /// Open or close the dialog with the link.
    Share(bool),
    /// Show how a variant differs from its scenario, or do not.
    Differences(bool),
    /// The sheet of shortcuts was closed.
    CloseShortcuts,
    /// The page around this one asks for something.
    Open(Box<OpenRequest>),
    /// The editor is wanted, inside of another page.
    Edit,
    /// Back to what the page around this one gave.
    Reset,
    /// The content has another height.
    Resized,
    /// The tour is wanted.
    StartTour,
    /// Another step of the tour, or its end.
    Tour(Option<usize>),
}

/// What fills the page.
enum View {
    Work,
    Gallery,
    /// What the address names cannot be shown, and why.
    Bad(String),
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
    libraries: Libraries,
    /// What is known of each strategy.
    comparison: Comparison,
    /// The built-in scenarios; nothing while they load.
    cards: Option<Loaded>,
    /// The slug of the built-in scenario that the work at hand began with.
    slug: Option<String>,
    /// Whether a variant is shown with what differs from its scenario.
    differences: bool,
    /// Counts the scenarios that were opened.
    revision: u32,
    /// Under which number the work is kept, once it was edited.
    draft: Option<u64>,
    unsaved: bool,
    cannot_save: bool,
    /// The fragment under which the work at hand was opened, if it was not edited since.
    fragment: String,
    /// What it was before the steps taken by hand were put into it.
    fragment_before: Option<String>,
    view: View,
    tab: Tab,
    theme: Theme,
    figure: Figure,
    sharing: bool,
    shortcuts: bool,
    /// The step of the tour that is shown.
    tour: Option<usize>,
    /// It is a first visit: the tour begins with the first result.
    tour_due: bool,
    place: Place,
    engine: Option<Engine>,
    engine_state: EngineState,
    /// Something is to be explored as soon as the engine is there.
    due: bool,
    silent_looks: u32,
    /// The engine was silent and is given the same work once more.
    second_try: bool,
    typing: Option<Timeout>,
    calm: Option<Timeout>,
    /// What the engine has against the text, until it is time to say so.
    held: Vec<Response>,
    saving: Option<Timeout>,
    slow: Option<Timeout>,
    looking: Option<Interval>,
    playing: Option<Interval>,
    /// Inside of another page.
    embedded: Option<Embedded>,
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
        if page::embed().is_none() {
            theme.wear();
        }
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
            libraries: Libraries::default(),
            comparison: Comparison::default(),
            cards: None,
            slug: None,
            differences: false,
            revision: 0,
            draft: None,
            unsaved: false,
            cannot_save: false,
            fragment: String::new(),
            fragment_before: None,
            view: View::Work,
            tab: Tab::default(),
            theme,
            figure: Figure::default(),
            sharing: false,
            shortcuts: false,
            tour: None,
            tour_due: false,
            place: Place::default(),
            engine: None,
            engine_state: EngineState::Loading { slow: false },
            due: false,
            silent_looks: 0,
            second_try: false,
            typing: None,
            calm: None,
            held: Vec::new(),
            saving: None,
            slow: None,
            looking: None,
            playing: None,
            embedded: page::embed().map(|how| Embedded::new(ctx, how)),
            _listeners: listeners,
        };
        cards::load(link.callback(Msg::Cards));
        app.open_last_work();
        app.follow_address();
        // Not where a link, own work or another page's frame is what the visitor came for.
        app.tour_due = app.revision == 0
            && page::fragment().is_empty()
            && !page::is_framed()
            && app.embedded.is_none()
            && storage::tour_is_due();
        app.start_engine(ctx, false);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Edited(text) => {
                self.read(&text);
                self.session.scenario.source = text;
                self.touched(ctx);
                self.stop_exploring();
                let link = ctx.link().clone();
                self.typing = Some(Timeout::new(TYPING_MS, move || {
                    link.send_message(Msg::Check)
                }));
                let link = ctx.link().clone();
                self.calm = Some(Timeout::new(CALM_MS, move || link.send_message(Msg::Calm)));
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
            Msg::Check => self.check(ctx),
            Msg::Save => {
                // What says so is shown when it is kept, and not before.
                let news = self.unsaved;
                self.save();
                return news;
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
            Msg::Cards(cards) => {
                self.cards = Some(cards);
                // What names a built-in scenario could not be opened before.
                self.follow_address();
                self.open_what_parent_wanted();
                let waits = self
                    .embedded
                    .as_ref()
                    .is_some_and(Embedded::waits_for_parent);
                if self.revision == 0 && !waits {
                    self.open_first_card();
                }
                self.check_if_due(ctx);
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
        if self.embedded.is_none() {
            self.put_steps_into_address();
        }
        self.tell_parent();
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let working = matches!(self.view, View::Work);
        html! {
            <>
                if let Some(embedded) = &self.embedded {
                    { self.view_bar(ctx, embedded) }
                } else {
                    <Header title={self.session.scenario.title.clone()} theme={self.theme}
                        in_gallery={!working}
                        on_title={link.callback(Msg::Titled)}
                        on_theme={link.callback(|()| Msg::Theme)}
                        on_help={link.callback(|()| Msg::Key(Key::Help))}
                        on_share={link.callback(|()| Msg::Share(true))} />
                }
                if let (Some(step), true) = (self.tour, working) { { self.view_tour(ctx, step) } }
                { match &self.view {
                    View::Work => Html::default(),
                    View::Gallery => html! {
                        <Gallery cards={self.cards.clone()} drafts={storage::drafts()} back={self.back()}
                            on_draft={link.callback(Msg::Draft)} on_file={link.callback(Msg::File)} />
                    },
                    View::Bad(error) => html! {
                        <BadLink error={error.clone()} on_continue={link.callback(|()| Msg::LeaveLink)} />
                    },
                } }
                // Kept while something else is shown: the editor has its own memory.
                <main class="work" data-view={self.embedded.as_ref().map(|embedded| embedded.sight().name())} data-tab={self.tab.name()} data-tour={self.tour.map(|step| (step + 1).to_string())} hidden={!working}>{ self.view_work(ctx) }</main>
                if self.sharing {
                    <Share scenario={self.session.scenario.clone()} fragment={self.scenario_fragment()}
                        place={self.shared_place()} report={self.session.shown.as_ref().filter(|_| !self.session.outdated()).map(|shown| shown.report.clone())}
                        probability={self.figure == Figure::Probability}
                        on_close={link.callback(|()| Msg::Share(false))} />
                }
                if self.shortcuts {
                    <Shortcuts on_tour={link.callback(|()| Msg::StartTour)} on_close={link.callback(|()| Msg::CloseShortcuts)} />
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
                    outcomes={session.shown.as_ref().map(Shown::outcomes)} />
                { panel(Tab::Code, "panel-code", html! {
                    <>
                        { self.view_variants(ctx) }
                        if self.embedded.as_ref().is_some_and(|embedded| !embedded.editing) {
                            <pre class="editor-waiting" tabindex="0" aria-label="Scenario">{ self.text.clone() }</pre>
                        } else {
                            <Code text={self.text.clone()} revision={self.revision} marks={session.marks()}
                                problem={session.problem.clone()} place={self.place}
                                original={self.original()}
                                wrapper={self.wrapper()} language={session.scenario.language}
                                on_edit={link.callback(Msg::Edited)} />
                        }
                        <p class="editor-help" id="editor-help">
                            { "Tab indents; " }<kbd>{ "Esc" }</kbd>{ " then " }<kbd>{ "Tab" }</kbd>{ " leaves the editor." }
                            <span class={classes!("kept", self.cannot_save.then_some("warn"))}>
                                { match (self.cannot_save, self.draft) {
                                    (true, _) => "This browser keeps nothing here: save your work by its link.",
                                    (false, Some(_)) if !self.unsaved => "Kept in this browser.",
                                    (false, _) => "",
                                } }
                            </span>
                        </p>
                        <Splitter split={Split::Editor} />
                        if self.embedded.as_ref().is_none_or(|embedded| !embedded.readonly()) { <Controls settings={session.scenario.settings.clone()} tasks={self.tasks.clone()}
                            libraries={self.libraries} comparison={self.comparison.clone()}
                            outdated={broken || self.comparison.is_outdated(&session.scenario)}
                            on_set={link.callback(|(name, value)| Msg::Set(name, value))} /> }
                    </>
                }) }
                <Splitter split={Split::Code} />
                { panel(Tab::Outcomes, "panel-outcomes", html! {
                    <Outcomes shown={session.shown.clone()} names={self.names()} outdated={broken} chosen={session.chosen()}
                        figure={self.figure} ahead={session.schedules.ahead.clone().filter(|_| session.schedules.mode == Mode::Hand)}
                        on_choose={self.calls.choose.clone()} />
                }) }
                { panel(Tab::Timeline, "panel-timeline", html! {
                    <TimelineView names={self.names()} timeline={session.timeline.clone()} shown={session.shown.clone()}
                        chosen={session.chosen()} problem={session.timeline_problem.clone()} differs_from={session.differs_from.clone()}
                        outdated={broken} playing={self.playing.is_some()}
                        schedules={session.schedules.clone()} figure={self.figure} on_act={self.calls.act.clone()}
                        on_step={self.calls.step.clone()} on_play={self.calls.play.clone()} />
                }) }
            </>
        }
    }

    fn view_tour(&self, ctx: &Context<Self>, step: usize) -> Html {
        let (title, text) = tour::text(step, &self.session);
        html! { <Tour {step} {title} {text} on_step={ctx.link().callback(Msg::Tour)} /> }
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

    /// What names the scenario in a link: its slug if it is a built-in one as it stands, else the whole of it.
    fn scenario_fragment(&self) -> String {
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
    fn shared_place(&self) -> Option<lockstep_scenario::Place> {
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

    /// What this tab showed before it was loaded again, else the latest own work, else the
    /// first built-in scenario.
    fn open_last_work(&mut self) {
        let drafts = storage::drafts();
        let here = storage::draft_here().and_then(|id| drafts.get(id));
        if let Some(draft) = here.or(drafts.iter().next()) {
            self.open(draft.scenario.clone(), None, None);
            self.draft = Some(draft.id);
        }
    }

    /// What a first visit shows.
    fn open_first_card(&mut self) {
        if let Some(Ok(cards)) = self.cards.clone()
            && let Some(first) = cards.first()
        {
            self.open(first.scenario.clone(), None, None);
            self.slug = Some(first.slug.clone());
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

    /// The tabs of variants.
    fn view_variants(&self, ctx: &Context<Self>) -> Html {
        match (&self.slug, &self.cards) {
            (Some(slug), Some(Ok(cards))) => html! {
                <Variants family={family(cards, slug)} open={slug.clone()} differences={self.differences}
                    on_differences={ctx.link().callback(Msg::Differences)} />
            },
            _ => Html::default(),
        }
    }

    /// The text of the scenario that a variant is one of, if differences from it are to be shown.
    fn original(&self) -> Option<AttrValue> {
        let (Some(slug), Some(Ok(cards)), true) = (&self.slug, &self.cards, self.differences)
        else {
            return None;
        };
        let find = |slug: &str| cards.iter().find(|card| card.slug == slug);
        let parent = find(find(slug)?.parent.as_ref()?)?;
        Some(AttrValue::from(parent.scenario.source.clone()))
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

    /// What the strategy puts around each task: the editor shows it.
    fn wrapper(&self) -> AttrValue {
        let id = &self.session.scenario.settings.strategy;
        AttrValue::Static(strategy(id).map_or("", |strategy| strategy.wrapper))
    }

    /// Takes in a text.
    fn read(&mut self, text: &str) {
        self.text = AttrValue::from(text.to_owned());
        self.tasks = tasks::names(text);
        self.libraries = Libraries::of(text);
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

    /// Goes to the work at hand, whatever the address says.
    fn leave_address(&mut self) {
        page::drop_fragment();
        self.view = View::Work;
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
            Route::Bad(error) => View::Bad(error.to_string()),
            // Back from the gallery.
            Route::Link(_) if fragment == self.fragment => View::Work,
            Route::Link(link) => {
                self.save();
                let own = self.draft;
                let (slug, scenario) = match link.target {
                    LinkTarget::Scenario(scenario) => (None, Ok(Some(*scenario))),
                    LinkTarget::Gallery(slug) => (Some(slug.clone()), self.built_in(slug)),
                };
                match scenario {
                    Ok(Some(scenario)) => {
                        // Own work that was loaded again with its steps in the address goes on as that.
                        let own = own.filter(|_| scenario == self.session.scenario);
                        self.open(scenario, link.place.schedule.clone(), link.place.at);
                        self.session.recorded.clone_from(&link.place.recorded);
                        if link.place.probability {
                            self.figure = Figure::Probability;
                        }
                        if link.place.by_hand {
                            self.session.schedules.mode = Mode::Hand;
                        }
                        self.fragment = fragment;
                        self.slug = slug;
                        self.draft = own;
                        storage::set_draft_here(own);
                        self.remember_opened(link.place);
                        View::Work
                    }
                    // It is opened when it is there.
                    Ok(None) => View::Work,
                    Err(why) => View::Bad(why),
                }
            }
        };
    }

    /// A built-in scenario; nothing while they load.
    fn built_in(&self, slug: String) -> Result<Option<Scenario>, String> {
        match &self.cards {
            None => Ok(None),
            Some(Ok(cards)) => match cards.iter().find(|card| card.slug == slug) {
                Some(card) => Ok(Some(card.scenario.clone())),
                None => Err(LinkError::UnknownSlug(slug).to_string()),
            },
            Some(Err(why)) => Err(format!(
                "The built-in scenarios could not be loaded ({why}). Load the page again."
            )),
        }
    }

    /// Puts another scenario into the page. What was there is kept by [`Self::save`].
    fn open(&mut self, scenario: Scenario, schedule: Option<Vec<usize>>, at: Option<usize>) {
        page::set_title(&scenario.title);
        self.read(&scenario.source);
        self.session.replace(Session::new(scenario, schedule, at));
        self.revision += 1;
        self.draft = None;
        self.slug = None;
        self.fragment = String::new();
        self.fragment_before = None;
        self.playing = None;
        self.typing = None;
        self.due = true;
        self.second_try = false;
        self.tour = None;
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
            self.fragment_before = None;
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
}
