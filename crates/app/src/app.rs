//! The page as a whole: connects the session with the browser and the engine.

mod embedded;
mod later;

use crate::comparison::Comparison;
use crate::components::{
    Activity, Code, Header, Libraries, Place, Split, Splitter, Summary, Tab, Tabs, Variants,
    family, no_outcomes, no_timeline,
};
use crate::drafts::Draft;
use crate::figure::Figure;
use crate::route::{self, Route};
use crate::schedules::{Action, Mode};
use crate::services::cards::{self, Loaded};
use crate::services::engine::{Engine, EngineEvent};
use crate::services::keys::{self, Key};
use crate::services::theme::Theme;
use crate::services::{page, rest, storage};
use crate::session::{Progress, Session, Shown};
use crate::tasks;
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use lockstep_scenario::{LinkError, LinkTarget, OpenRequest, Response, Scenario, strategy};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

use embedded::Embedded;

/// From the last keystroke to the check: a pause that is too short for whoever types on.
const TYPING_MS: u32 = 50;

/// From the last keystroke to what is wrong with the text: half a line is no mistake, and results are welcome
/// sooner than blame.
const CALM_MS: u32 = 500;

/// From the last keystroke to storage.
const SAVING_MS: u32 = 400;

/// Loading may take long, but not in silence.
const SLOW_LOADING_MS: u32 = 5_000;

/// Everything that happens to the page.
pub enum Msg {
    /// The text was edited: [`App::typed`] has it.
    Edited,
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
    /// The second part of the program is there, or not to be had.
    Rest(Result<(), String>),
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

/// What the editor has and the session has not yet: Yew lets messages wait for a moment when there is much to do.
struct Typed {
    /// Milliseconds since 1970.
    at: u64,
    text: String,
}

/// What components call: made once, so that they see no difference where there is none.
struct Calls {
    edit: Callback<String>,
    choose: Callback<usize>,
    step: Callback<usize>,
    play: Callback<()>,
    figure: Callback<Figure>,
    act: Callback<Action>,
}

/// The page.
pub struct App {
    /// Whether the second part of the program is there, which has what nobody can ask for at once.
    whole: bool,
    /// What happened before.
    waiting: Vec<Msg>,
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
    typed: Rc<RefCell<Option<Typed>>>,
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
        // A page that is left does not wait until Yew comes to a message.
        let leaving = |name| {
            let link = link.clone();
            EventListener::new(&window, name, move |_| {
                if let Some(app) = link.get_component() {
                    app.keep();
                }
            })
        };
        let save = link.callback(|()| Msg::Save);
        let typed = Rc::<RefCell<Option<Typed>>>::default();
        let edit = {
            let typed = Rc::clone(&typed);
            link.callback(move |text| {
                let at = page::now();
                typed.replace(Some(Typed { at, text }));
                Msg::Edited
            })
        };
        let address = link.callback(|()| Msg::Address);
        let listeners = [
            EventListener::new(&window, "hashchange", move |_| address.emit(())),
            // On a reload the new page can read the storage before the old one hears of
            // "pagehide"; "beforeunload" comes before there is a new page.
            leaving("beforeunload"),
            leaving("pagehide"),
            EventListener::new(&window, "blur", move |_| save.emit(())),
            keys::listen(link.callback(Msg::Key)),
        ];
        let theme = Theme::kept();
        if page::embed().is_none() {
            theme.wear();
        }
        let mut app = App {
            whole: false,
            waiting: Vec::new(),
            calls: Calls {
                edit,
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
            typed,
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
        app.load_rest(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Edited => {
                let Some(Typed { at, text }) = self.typed.take() else {
                    return false;
                };
                self.draft.get_or_insert(at);
                self.read(&text);
                self.session.scenario.source = text;
                self.touched(ctx);
                if self.whole {
                    self.stop_exploring();
                }
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
            Msg::Check => self.check(ctx),
            Msg::Save => {
                // What says so is shown when it is kept, and not before.
                let news = self.unsaved;
                self.save();
                return news;
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
            Msg::SlowLoading => {
                if let EngineState::Loading { slow } = &mut self.engine_state {
                    *slow = true;
                }
            }
            Msg::Tab(tab) => self.tab = tab,
            Msg::Theme => {
                self.theme = self.theme.next();
                self.theme.wear();
                storage::set_theme(self.theme.name());
            }
            Msg::Rest(Ok(())) => {
                self.whole = true;
                self.begin(ctx);
            }
            Msg::Rest(Err(why)) => self.engine_state = EngineState::Failed(why),
            Msg::Again if !self.whole => self.load_rest(ctx),
            msg if self.whole => return self.update_later(ctx, msg),
            msg => {
                self.waiting.push(msg);
                return false;
            }
        }
        if self.whole {
            self.follow_session(ctx);
        }
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
                { self.once_whole(ctx, Self::view_above) }
                // Kept while something else is shown: the editor has its own memory.
                <main class="work" data-view={self.embedded.as_ref().map(|embedded| embedded.sight().name())} data-tab={self.tab.name()} data-tour={self.tour.map(|step| (step + 1).to_string())} hidden={!working}>{ self.view_work(ctx) }</main>
                { self.once_whole(ctx, Self::view_dialogs) }
            </>
        }
    }
}

impl App {
    fn view_work(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let session = &self.session;
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
                                on_edit={&self.calls.edit} />
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
                        { match &self.embedded {
                            Some(embedded) if embedded.readonly() => Html::default(),
                            _ if self.whole => self.view_controls(ctx),
                            // Their room, which is kept for them but in a frame, where nothing stands below.
                            None => html! { <div class="controls"></div> },
                            Some(_) => Html::default(),
                        } }
                    </>
                }) }
                <Splitter split={Split::Code} />
                { panel(Tab::Outcomes, "panel-outcomes", match &session.shown {
                    Some(shown) if self.whole => self.view_outcomes(shown),
                    _ => no_outcomes(),
                }) }
                { panel(Tab::Timeline, "panel-timeline", if self.whole && session.has_timeline() { self.view_timeline() } else { no_timeline() }) }
            </>
        }
    }

    /// What only the second part can draw.
    fn once_whole(&self, ctx: &Context<Self>, view: fn(&Self, &Context<Self>) -> Html) -> Html {
        if self.whole {
            view(self, ctx)
        } else {
            Html::default()
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

    /// Loads the second part of the program; the engine, whose messages only that can read, comes after it.
    fn load_rest(&mut self, ctx: &Context<Self>) {
        ctx.link()
            .send_future(async { Msg::Rest(rest::load_it().await) });
        self.wait_for_engine(ctx);
    }

    /// Something of the engine is on its way.
    fn wait_for_engine(&mut self, ctx: &Context<Self>) {
        self.engine_state = EngineState::Loading { slow: false };
        let link = ctx.link().clone();
        self.slow = Some(Timeout::new(SLOW_LOADING_MS, move || {
            link.send_message(Msg::SlowLoading)
        }));
    }

    fn save(&mut self) {
        self.saving = None;
        if self.unsaved {
            self.cannot_save = !self.keep();
            self.unsaved = false;
        }
    }

    /// Keeps what is unsaved; `false` if the browser cannot.
    fn keep(&self) -> bool {
        let typed = self.typed.borrow();
        if !self.unsaved && typed.is_none() {
            return true;
        }
        let mut scenario = self.session.scenario.clone();
        let mut id = self.draft;
        if let Some(Typed { at, text }) = &*typed {
            scenario.source.clone_from(text);
            id.get_or_insert(*at);
        }
        let Some(id) = id else {
            return true;
        };
        let mut drafts = storage::drafts();
        drafts.keep(Draft {
            id,
            saved: page::now(),
            scenario,
        });
        storage::set_draft_here(Some(id));
        storage::keep_drafts(drafts)
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
        if self.whole {
            self.check_now(ctx);
        }
    }
}
