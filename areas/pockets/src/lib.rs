//! Where the money is kept apart, and where the business stands.
