//! Whether a line went where a rule would have put it. Pure.

use std::collections::BTreeMap;

/// Where a line went, or would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Went {
    /// To categories: each with its amount.
    Categories(Vec<(i64, i64)>),
    /// To or from another own account, where that is known.
    Transfer(Option<i64>),
    /// To open invoices or bills.
    Payment,
    /// Nowhere: it is a question.
    Asked,
}

/// Whether a decided line went where a rule puts it: into the same categories with the same amounts, whatever their order,
/// or to the account that the rule names, where the line knows its account.
pub fn agrees(rule: &Went, line: &Went) -> bool {
    match (rule, line) {
        (Went::Categories(rule), Went::Categories(line)) => summed(rule) == summed(line),
        (Went::Transfer(rule), Went::Transfer(line)) => line.is_none() || rule.is_none() || rule == line,
        _ => false,
    }
}

fn summed(parts: &[(i64, i64)]) -> BTreeMap<i64, i64> {
    let mut sums = BTreeMap::new();
    for (category, amount) in parts {
        let sum: &mut i64 = sums.entry(*category).or_default();
        *sum = sum.saturating_add(*amount);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_agrees_when_the_same_amounts_went_to_the_same_places() {
        let to = |parts: &[(i64, i64)]| Went::Categories(parts.to_vec());
        for (what, rule, line, agree) in [
            ("one category", to(&[(7, -100)]), to(&[(7, -100)]), true),
            ("another category", to(&[(7, -100)]), to(&[(8, -100)]), false),
            ("a split in another order", to(&[(7, -60), (8, -40)]), to(&[(8, -40), (7, -60)]), true),
            ("a split of other amounts", to(&[(7, -60), (8, -40)]), to(&[(7, -50), (8, -50)]), false),
            ("whole against split", to(&[(7, -100)]), to(&[(7, -60), (8, -40)]), false),
            ("a category in two parts", to(&[(7, -100)]), to(&[(7, -60), (7, -40)]), true),
            ("the same account", Went::Transfer(Some(2)), Went::Transfer(Some(2)), true),
            ("another account", Went::Transfer(Some(2)), Went::Transfer(Some(3)), false),
            ("an account that was not said", Went::Transfer(Some(2)), Went::Transfer(None), true),
            ("a transfer against a category", Went::Transfer(Some(2)), to(&[(7, -100)]), false),
            ("an invoice", to(&[(7, 100)]), Went::Payment, false),
            ("a line the rule would ask about", Went::Asked, to(&[(7, 100)]), false),
        ] {
            assert_eq!(agrees(&rule, &line), agree, "{what}");
        }
    }
}
