//! Journeys of an owner in a real browser: headless Chromium, driven as a person would.

mod begin;
mod browser;
mod fixture;
mod money;
mod queue;
mod sorting;
