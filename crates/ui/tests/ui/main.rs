//! The parts as they are rendered, and the colours they are rendered in.

mod colours;
mod components;
mod weight;
