//! The whole program: its shape, its command line, its HTTP, its behaviour under a kill, and journeys in a browser.

mod architecture;
mod cli;
mod http;
mod journeys;
mod kill;
mod program;
