//! What the page needs from the browser and from the engine's worker.

pub mod bundle;
pub mod cards;
pub mod editor;
pub mod engine;
pub mod keys;
pub mod page;
pub mod parent;
pub mod rest;
pub mod state_picture;
pub mod storage;
pub mod theme;
