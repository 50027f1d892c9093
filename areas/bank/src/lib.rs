//! Statements come in, lines are sorted by rules, by what was learned, and by the owner.
