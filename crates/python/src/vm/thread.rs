//! A thread of execution: frames over one contiguous stack of values.

use std::rc::Rc;

use crate::value::{Ref, Value};

/// What becomes of the value that a frame returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnReturn {
    /// Pushed for the caller.
    Push,
    Discard,
    /// It was an `__init__`: the new object, at the frame's place on the stack, is the result.
    Init,
    /// It was a module's top level.
    Module,
    /// A generator resumed by `next()` or `send()`: its end is a StopIteration.
    Next,
    /// A generator resumed by a loop: its end is the stop marker.
    Loop,
    /// A generator resumed by `yield from` or `await`: its end goes on after the `Send`.
    Delegate,
    /// An asynchronous generator on its way to the next item.
    AsyncStep,
    /// Ends a generator that is being closed.
    Close,
}

/// A call that is under way.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub code: u32,
    /// The next instruction.
    pub pc: u32,
    /// Where its slots begin on the stack.
    pub base: u32,
    /// How much of the stack is left when it returns.
    pub ret: u32,
    pub on_return: OnReturn,
    pub globals: Ref,
    /// The function called; for modules and threads, the module.
    pub function: Ref,
    /// The namespace of a class body.
    pub namespace: Option<Ref>,
    pub generator: Option<Ref>,
    /// The exception that was being handled when a generator was resumed.
    pub saved: Value,
}

/// What a thread is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Ready,
    /// Stopped at a host call, whose answer is pushed.
    Waiting,
    Done,
}

/// A thread of execution.
#[derive(Clone, Debug)]
pub struct Thread {
    pub stack: Vec<Value>,
    pub frames: Vec<Frame>,
    pub handling: Value,
    pub state: State,
    pub output: String,
    pub printed: usize,
    /// What it stopped with for good.
    pub result: Option<Rc<super::Stop>>,
}

impl Thread {
    pub fn new() -> Self {
        Thread {
            stack: Vec::new(),
            frames: Vec::new(),
            handling: Value::None,
            state: State::Ready,
            output: String::new(),
            printed: 0,
            result: None,
        }
    }
}
