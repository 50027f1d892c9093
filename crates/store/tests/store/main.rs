//! The store on both engines.

mod transactions;
